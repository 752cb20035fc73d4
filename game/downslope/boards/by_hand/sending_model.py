"""A level by hand in time: what was sent, whose light has arrived, what the land and Pip answer. Nothing here is drawn.

What was sent is read from the session's actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile, takewhile
from math import inf, isfinite
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.director import Phase
from ...engine.run import Fault
from ...i18n import N_, _, plural_form, sentence_case
from ...rules import SLACK, Impossible, Knob, Next, Probe, Question, Reset, Session, Stop, Turn, last_of
from ...view.draw import Tween, ease_out, smooth
from ...view.format.equation import Equation, product
from ...view.format.numbers import HIDDEN, decimals, number, short
from ...view.scenery.diorama import LAND, LASTS, PAST, SHORT, Diorama, LandValues, diorama_of
from ...view.scenery.moving_picture import MovingPicture
from ..shared.board import question_at
from ..shared.panel import Host

CLOSE = 1e-9


def compass_ghosts(attempt: Attempt) -> list[float]:
    """Beside the weight at which the machine looks by hand: its best, the other side. None where it has found it."""
    if attempt.show is None:
        return []
    session = attempt.show.session
    level = session.level
    knob = level.knob("weight")
    turned: list[float] = []  # the weights that were looked at in this part, in order
    for action in session.actions:
        if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
            turned = []
        elif isinstance(action, Turn):
            turned.append(float(action.value))
    if level.learner is not None or level.network.size != 1 or knob is None or not turned or session.won:
        return []

    def miss(weight: float) -> float:
        error = abs(session.run.full_problem.error([weight]))
        return error if isfinite(error) else inf

    best = min([session.run.start[0], *turned[:-1]], key=miss)
    here = session.weights[0]
    stride = here - best
    if abs(stride) < CLOSE:
        return []
    low, height = (min(knob.values() or (knob.low,)), max(knob.values() or (knob.high,)))
    other = best - stride
    inside = isinstance(low, (int, float)) and isinstance(height, (int, float)) and low <= other <= height
    return [best, knob.snap(other)] if inside else [best]


MOST = 4  # decimals
FEW = 5  # cards of which each has a number in the neuron and a column


class SendResult(NamedTuple):
    """A row of the table. One prediction and one miss for each card, the struck ones too."""

    weight: float
    predictions: tuple[float, ...]
    misses: tuple[float, ...]
    crossed_out: frozenset[int]

    @property
    def counted(self) -> list[float]:
        """The misses of those that are not struck."""
        return [miss for card, miss in enumerate(self.misses) if card not in self.crossed_out]


def cards(session: Session) -> list[tuple[float, float]]:
    """(input, goal) of every card of this stage, the struck ones too."""
    return [(pair[0][0], pair[1][0]) for pair in session.base.stage(session.stage).data()]


class CardKnob(NamedTuple):
    """A choice of cards. `stops`: of each card the one that strikes it, or, `alone`, the one that leaves it alone.

    every   the stop with all cards
    """

    knob: Knob
    stops: dict[int, str]
    every: str
    alone: bool


def card_knob(session: Session) -> CardKnob | None:
    """Where this stage has such a choice."""
    level = session.base.stage(session.stage)
    whole = list(level.examples)
    for knob in level.knobs:
        strikes, alone, every = dict[int, str](), dict[int, str](), ""
        for stop, changes in level.variants.get(knob.name, {}).items():
            left = [i for i, example in enumerate(whole) if example in list(changes.get("examples", whole))]
            gone = [i for i in range(len(whole)) if i not in left]
            every = every if gone else str(stop)
            if len(gone) == 1:
                strikes[gone[0]] = str(stop)
            elif len(left) == 1:
                alone[left[0]] = str(stop)
        if every and (strikes or alone):
            return CardKnob(knob, strikes or alone, every, not strikes)
    return None


def crossed_out_cards(session: Session, knobs: Mapping[str, object] | None = None) -> frozenset[int]:
    """Which cards do not count now, or with these knobs."""
    knob = card_knob(session)
    if knob is None:
        return frozenset()
    value = (session.knobs if knobs is None else knobs).get(knob.knob.name)
    chosen = frozenset(card for card, stop in knob.stops.items() if value == stop)
    return frozenset(knob.stops) - chosen if knob.alone and chosen else chosen


def send_at(session: Session, weight: float, gone: frozenset[int]) -> SendResult:
    """What a weight gives on every card."""
    pairs = cards(session)
    predictions = tuple(session.level.network.predict([weight], (given,))[0] for given, _ in pairs)
    misses = tuple(p - goal for p, (_, goal) in zip(predictions, pairs))
    return SendResult(weight, predictions, misses, gone)


def sends(session: Session) -> list[SendResult]:
    """Every send of this stage, also those before a Reset or an Undo; the start before them, where the goal is seen;
    after them what was called, where that is done once."""
    start = Session(session.base, session.catalog).weights[0]
    weights = session.level.weights if session.stage else None
    carried = session.carried_weights
    entry = carried[0] if carried is not None else float(weights[0]) if weights else start
    looks = [(seen.weights[0], crossed_out_cards(session, dict(seen.choices))) for seen in session.probed]
    if session.level.visibility("goal") != "hidden" or session.level.visibility("prediction") == "live":
        looks = [(entry, frozenset()), *looks]
    if session.called:
        since = takewhile(lambda action: not isinstance(action, (Reset, Next)), reversed(session.actions))
        before = dropwhile(lambda action: not isinstance(action, Stop), since)
        turned = (float(each.value) for each in before if isinstance(each, Turn) and each.knob == "weight")
        looks.append((next(turned, entry), frozenset()))
    return [send_at(session, weight, gone) for weight, gone in looks]


def first_few(texts: Sequence[str]) -> list[str]:
    """All, or of too many the first ones and dots."""
    return list(texts) if len(texts) <= FEW else [*texts[: FEW - 1], "…"]


def most_decimals(values: Iterable[float]) -> int:
    """As many as the longest of them has, four at most."""
    return max((decimals(value, MOST) for value in values), default=0)


ANSWER, FOLLOW, LIGHT = 0.7, 0.25, 0.5  # seconds: the land answers a send, it follows a turn, lights after a landing
GLIDE = 1.1  # seconds in which an input goes to another one
PULSE, ROLL, TURN = 0.5, 0.55, 0.3  # seconds: light along the wire, an order coming in, a knob to where it is tried


class Sending:
    """`rows`: the start and the sends; `seen`: those whose light has arrived.

    pulse  0..1 of the light's way      roll  0..1 of an order's way in
    told   what the land goes to        origin  the inputs and predictions from which it goes there
    tryout  of each card (input, goal), None where nothing is wanted: what a bet tries without sending it
    reaction   what Pip and the land make of it: the kind of diorama.py, and for how many seconds it lasts
    """

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.rows: list[SendResult] = sends(self.attempt.session)
        self.pulse = self.roll = 1.0
        self._own: MovingPicture | None = None  # the level's own picture
        self.tryout: tuple[tuple[float, float | None], ...] | None = None
        self._asked, self._seconds = -1, ANSWER  # the bet that it is of, and in how many the land answers
        self.halves: tuple[tuple[float, int], ...] = ()  # tries that a bet only supposes, and what would come of them
        self._knob = Tween(TURN, self.attempt.shown.weights[0], smooth)
        self._read: tuple[Session, int] | None = None
        self._was = (0, len(self.rows))
        self._due = False  # something was sent, and the land has not answered
        self._won = self.attempt.session.won
        self.reaction: tuple[str, float] | None = None
        self._way, self._cheer = Tween(ANSWER, 1.0, ease_out), Tween(LIGHT)
        self.told = self._to_tell()
        self.origin: tuple[tuple[float, ...], ...] = self.told.inputs, self.told.predictions

    @property
    def live(self) -> bool:
        """The prediction follows the weight; else it is seen when it is sent."""
        level = self.attempt.shown.level
        return level.visibility("prediction") == "live" and level.probes is None and not level.stop

    @property
    def alone(self) -> bool:
        """One card at a time is sent."""
        choice = card_knob(self.attempt.shown)
        return choice is not None and choice.alone and self.tryout is None

    @property
    def weight(self) -> float:
        return self.attempt.shown.weights[0] if self.tryout is None else self._knob.value

    @property
    def cards(self) -> list[tuple[float, float | None]]:
        return list(self.tryout) if self.tryout is not None else [*cards(self.attempt.shown)]

    @property
    def crossed_out(self) -> frozenset[int]:
        return crossed_out_cards(self.attempt.shown) if self.tryout is None else frozenset()

    @property
    def scene(self) -> Diorama:
        level = self.attempt.level
        own = self.attempt.game.catalog.pictures.get(f"{level.plugin}/{level.picture}")
        if own is not None and (self._own is None or self._own.picture is not own):
            self._own = MovingPicture(own, level.moves)
        moving = self._own if own is not None else None
        return diorama_of(level.picture, [goal for _given, goal in cards(self.attempt.shown)], moving)

    @property
    def weight_digits(self) -> int:
        knob = self.attempt.session.level.knob("weight")
        if knob is not None and knob.stops:
            return most_decimals([self.weight])
        return most_decimals([knob.step]) if knob is not None and knob.step else 2

    @property
    def digits(self) -> int:
        """Decimals of predictions and misses: as many as the goals need, two at least."""
        return max(2, most_decimals(goal for _given, goal in cards(self.attempt.shown)))

    @property
    def equations(self) -> list[Equation]:
        """input × weight = prediction of each card; with question marks while nobody knows."""
        weight, known, out = number(self.weight, self.weight_digits), self.known, self.crossed_out
        predictions = [HIDDEN] * len(self.cards)
        for card, prediction in enumerate(known.predictions if known else ()):
            own = most_decimals([prediction])  # with no more than it has
            exact = abs(round(prediction, own) - prediction) < SLACK
            predictions[card] = number(prediction, own if exact else self.digits)
        rows = enumerate(zip(self.cards, predictions))
        return [product(short(given), weight, each) for card, ((given, _goal), each) in rows
                if not (self.alone and card in out)]  # fmt: skip

    @property
    def seen(self) -> list[SendResult]:
        """Rows whose result has arrived; where the prediction is live, the last is what stands now."""
        if self.live:
            return [send_at(self.attempt.shown, self.weight, crossed_out_cards(self.attempt.shown))]
        return self.rows if self.pulse >= 1 else self.rows[:-1]

    @property
    def known(self) -> SendResult | None:
        """What the weight as it stands gives, if that was sent."""
        if self.tryout is not None:
            if self.pulse < 1 or not self._knob.done:
                return None
            weight, predict = self.weight, self.attempt.shown.level.network.predict
            predictions = tuple(predict([weight], (given,))[0] for given, _goal in self.tryout)
            misses = tuple(p - (goal or 0.0) for p, (_given, goal) in zip(predictions, self.tryout))
            return SendResult(weight, predictions, misses, frozenset())
        gone, alone = self.crossed_out, self.alone
        sendings = [sent for sent in self.seen
                 if abs(sent.weight - self.weight) < 1e-9 and not (alone and sent.crossed_out != gone)]  # fmt: skip
        return sendings[-1] if sendings and self.pulse >= 1 else None

    @property
    def tolerance(self) -> float:
        """What of a miss counts as none."""
        return self.attempt.now.aim.tolerance or 0.0

    def way(self, miss: float) -> int:
        """1: more than is wanted, -1: less, 0: right."""
        return 0 if abs(miss) <= self.tolerance + SLACK else 1 if miss > 0 else -1

    def verdict(self, sent: SendResult) -> tuple[float, int]:
        """A weight that was tried, and what came of it where it was furthest off."""
        return sent.weight, self.way(max(sent.counted, key=abs))

    @property
    def right(self) -> bool:
        """The target is met by what is known."""
        known = self.known
        if known is None or self.attempt.now.aim.tolerance is None:
            return self.attempt.shown.won
        return not any(map(self.way, known.counted))

    @property
    def values(self) -> LandValues:
        """What the land shows, on its way to what it was told."""
        shown, (inputs, predictions) = self.attempt.shown, self._between()
        tested, length = self.told.tested, self.told.goal
        if self.attempt.director.pending and self.rows:  # what the last one came to is told when it has been seen
            tested &= self.rows[-1].crossed_out
        gate = shown.called and (shown.won or not self._way.done) if shown.base.once else None
        # What would fill the way: while an order comes in it is still that of the order before
        if self.roll < 1 and shown.stage and length is not None:
            before = shown.base.stage(shown.stage - 1).data()[0][1][0]
            length = before + (length - before) * smooth(self.roll)
        marked = self.attempt.open_bets.on_stage is not None
        return self.told._replace(inputs=inputs, predictions=predictions, cheer=self._cheer.value, length=length,
                                  marked=marked, gate=gate, tested=tested)  # fmt: skip

    def _between(self) -> tuple[tuple[float, ...], ...]:
        part, ends = self._way.value, (self.told.inputs, self.told.predictions)
        return tuple(tuple(a + (b - a) * part for a, b in zip(*way)) for way in zip(self.origin, ends))

    def values_of(self, *rows: SendResult) -> LandValues:
        """What the land would show of them, of each card the last that was told."""
        shown, predictions_by_card = self.attempt.shown, dict[int, float]()
        for sent in rows:
            predictions_by_card |= {card: value for card, value in enumerate(sent.predictions)
                     if not (self.alone and card in sent.crossed_out)}  # fmt: skip
        inputs, goals = zip(*cards(shown))
        predictions = tuple(predictions_by_card.get(card, 0.0) for card in range(len(inputs)))
        spent = shown.used_up and shown.level.extra_probe
        return LandValues(inputs, goals, predictions, self.crossed_out, self.digits, self.tolerance,
                          tested=frozenset(() if self.live else predictions_by_card), number=spent)  # fmt: skip

    def _to_tell(self) -> LandValues:
        """What the land is to be told: of an order that has come in nothing, until the light is there."""
        if self.tryout is not None:
            inputs, goals = zip(*self.tryout)
            known = self.known
            values = LandValues(inputs, goals, digits=self.digits, tolerance=self.tolerance)
            return values._replace(predictions=known.predictions) if known else self.told
        if self.live and self.pulse < 1 and not self.scene.begins_anew:
            return self.told
        answer = self.values_of(*self.seen, *([self.known] if self.known else ()))
        hidden = self.live and self.pulse < 1
        return answer._replace(predictions=(0.0,) * len(answer.inputs)) if hidden else answer

    def begin(self, number: int) -> None:
        """Show what the weight of a bet gives, on these or other cards, as if it were sent; nothing of it is kept."""
        question, here = question_at(self.attempt, number), self.attempt.session
        if question is None or question.knob or question.when.startswith("in stage"):
            return
        turns = [action for action in question.actions if not isinstance(action, Probe)]
        if question.level is None and not turns:
            return
        try:
            session = Session(question.level or here.base, self.attempt.game.catalog, turns)
        except (Impossible, Fault):
            return
        glides = question.level is not None and session.weights[0] == here.weights[0]
        told = question.level is None or question.asks == "miss sign"
        pairs = session.base.stage(session.stage).data()
        self.tryout = tuple((given[0], goal[0] if told else None) for given, goal in pairs)
        self._asked, self._seconds = number, GLIDE if glides else ANSWER
        self._knob.jump(here.weights[0])
        self._knob.go(session.weights[0])
        self.pulse = 1.0 if glides else 0.0  # the land answers at once, or when the light has gone down the wire
        self._clear_kept()

    def rests(self) -> bool:
        """Nothing is under way."""
        return self.pulse >= 1 and self.roll >= 1 and self._knob.done and self._way.done and not self._due

    def react(self, kind: str, lights: bool = True) -> None:
        """Pip and the land make something of what they see. Without `lights`: Pip alone."""
        self.reaction = (kind, 0.0)
        self._cheer.go(1.0 if kind == LAND and lights else 0.0)

    def update(self, seconds: float) -> None:
        still = self.host.game.settings.still
        shown, open_bets = self.attempt.shown, self.attempt.open_bets
        if self.tryout is not None and self._asked != open_bets.on_stage:  # it is over when its verdict was read
            self.tryout, self.pulse = None, 1.0
            self._knob.jump(self._knob.end)
            self._clear_kept()
        if self._read is None or self._read[0] is not shown or self._read[1] != len(shown.actions):
            self._read, self.rows = (shown, len(shown.actions)), sends(shown)
            (stage, count), self._was = self._was, (shown.stage, len(self.rows))
            if shown.stage != stage:
                self.roll = 0.0 if shown.stage > stage else 1.0
                self.pulse = 0.0 if self.live and shown.stage > stage else 1.0
            elif len(self.rows) != count:  # fewer: taken back while the light was on its way
                self.pulse = 0.0 if len(self.rows) > count else 1.0
            if self._was != (stage, count):
                self._clear_kept()
        self._knob.update(seconds, still)
        asked = open_bets.open is not None or self.attempt.director.state is Phase.PLACE
        if self.pulse < 1 and self._knob.done and not (self.live and asked):  # the light waits for the answer
            self.pulse = 1.0 if still else min(1.0, self.pulse + seconds / PULSE)
            if self.pulse >= 1 and self.tryout is None:  # the light has reached the prediction
                self._due = True
                player_feedback, near = self.host.game.player_feedback, self.attempt.now.aim.tolerance
                tolerance = 0.01 if near is None else near
                misses = self.seen[-1].counted
                player_feedback.look(max(miss * miss for miss in misses) if misses else 0.0, tolerance * tolerance)
        self.roll = 1.0 if still else min(1.0, self.roll + seconds / ROLL)
        slow = self._seconds if self.tryout is not None else FOLLOW if self.live and not self._due else ANSWER
        # The land goes there from where it is; where there are other cards, it is there at once
        before, after = self.told, self._to_tell()
        if after != before:
            same = len(after.predictions) == len(before.predictions)
            self.origin = self._between() if same else (after.inputs, after.predictions)
            self.told = after
            if same and after.predictions != before.predictions:
                self._way.seconds = GLIDE if self.live and after.inputs != before.inputs else slow
                self._way.jump(0.0)
                self._way.go(1.0)
        self._way.update(seconds, still)
        self._cheer.update(seconds, still)
        if self.reaction is not None:
            kind, since = self.reaction
            self.reaction = (kind, LASTS if still else min(LASTS, since + seconds))
        # What was sent, or turned to the goal, has come to rest
        won = self.attempt.shown.won
        if self.live and won != self._won:
            self._due = self._due or won
            if not won:
                self._clear_kept()
        self._won = won
        if self._due and self.pulse >= 1 and self.roll >= 1 and self._way.done:
            self._due = False
            self.react(LAND if self.right else PAST if self.told.ratio > 1 else SHORT)
            if self.right:
                self.host.game.player_feedback.outcome("land")

    def _clear_kept(self) -> None:
        """What was made of what was seen before is over."""
        self._due, self.reaction = False, None
        self._cheer.go(0.0)


Words = tuple[str, str]  # a bold line and a plain one; light markup
COUNTS = (N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"))


def words(sending: Sending) -> Words:
    """What Pip says in a level by hand, from what the player has seen."""
    session, rows = sending.attempt.shown, sending.seen
    choice = card_knob(session)
    if session.won:
        return _won(sending) if sending.pulse >= 1 else ("", "")  # what is played is told when it has been seen
    if session.called:
        return _("Not all of them are right."), _("Press Again. What was tried stays.")
    strike = _strike_question(session)
    if choice is not None and strike is not None and choice.knob.name not in session.tally.first_values:
        return _(strike.text), ""
    if choice is not None and not choice.alone and crossed_out_cards(session) != rows[-1].crossed_out:
        gone, all_count = crossed_out_cards(session), _("All of them count again.")
        return _("It no longer counts.") if gone else all_count, _("Set the [weight:weight] for those that are left.")
    tried = any(isinstance(action, (Turn, Probe) if sending.live else Probe) for action in session.actions)
    if not rows or not tried:
        return _(session.level.caption) or _("Set the [weight:weight]."), _tries_left(session)
    last, ways = rows[-1], set(map(sending.way, rows[-1].counted))
    if len(ways) > 1:
        return _("Look at the misses, one by one."), _("Does one of them pull the other way?")
    (way,) = ways
    sentence = sentence_case(_(sending.scene.told[way + 1]))
    if choice is not None and choice.alone and last.crossed_out:
        (card,) = (stop for card, stop in choice.stops.items() if card not in last.crossed_out)
        first = _("{told} for the {card} one.").format(told=sentence, card=_(card))
        return first, _("Is it for all? You can only open it once.") if not way else _tries_left(session)
    if session.level.visibility("goal") == "hidden" and not session.used_up:
        right = way * sending.cards[0][0] > 0
        out = _("That rules out every notch to the right.") if right else _("That rules out every notch to the left.")
        return f"{sentence}. {out}", _tries_left(session)
    worse = len(rows) > 1 and choice is None and abs(last.misses[0]) > abs(rows[-2].misses[0]) + SLACK
    further = _("Further off than before.") + " " if worse and not sending.live else ""
    return f"{sentence}.", f"{further}{_tries_left(session)}".strip()


def _tries_left(session: Session) -> str:
    most = session.level.probes
    if most is None or most == inf:
        return ""
    if session.used_up:
        return _("All tries are used. Now you see the number. One more!") if session.level.extra_probe else ""
    left = int(most) - len(session.probed) - session.tally.carried
    return plural_form("One try left.", "{count} tries left.", left).format(
        count=_(COUNTS[left]) if left < len(COUNTS) else left)  # fmt: skip


def _won(sending: Sending) -> Words:
    session = sending.attempt.shown
    sentence = f"{sentence_case(_(sending.scene.told[1]))}."
    if isinstance(last_of(session.actions, Next, Turn), Next):  # no knob was turned since this part began
        return _("Right, and nobody touched the dial."), _("The same [weight:weight] works for every one.")
    if not session.last_stage:
        if session.base.star(session.stage + 1) is not None:
            return sentence, _("Level won. A second target waits, if you like.")
        return sentence, _("Now try the same [weight:weight] on the next one.")
    # All is won: what this weight does for all that was asked in this level
    base, run = session.base, session.run
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = session.level.aim.tolerance or 0.0
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + SLACK for x, goal in asked):
        name = _(base.words.get("stages", "goals"))
        return sentence, _("All {goals} are done, each with its own [weight:weight].").format(goals=name)
    if len(run.examples) < len(base.stage(session.stage).data()):
        question = _strike_question(session)  # which card was to be struck, and why
        why = "" if question is None else f"{_(question.right)}: {_(question.why)}"
        return _("This one [weight:weight] fits every goal that is left."), why
    return sentence, _("One [weight:weight] for all of them.") if len(run.examples) + len(asked) > 1 else ""


def _strike_question(session: Session) -> Question | None:
    """What a level asks that is answered by the first card struck."""
    choice = card_knob(session)
    for question in session.level.questions:
        if choice is not None and isinstance(question, Question) and question.knob == choice.knob.name:
            return question
    return None
