"""A level by hand in time: what was sent, whose light has arrived, what the land answers. Nothing here is drawn.

What was sent is read from the session's actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile
from math import isfinite
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.director import Phase
from ...engine.run import Fault
from ...rules.actions import Impossible, Next, Probe, Reset, Stop, Turn
from ...rules.knob import Knob
from ...rules.session import Session
from ...rules.target import SLACK
from ...view.draw.tween import Tween, ease_out, smooth
from ...view.format.equation import Equation, product
from ...view.format.numbers import HIDDEN, decimals, number, short
from ...view.scenery.diorama import LAND, LASTS, Diorama, LandValues, diorama_of, kind_of
from ...view.scenery.moving_picture import MovingPicture
from ..shared.board import question_at
from ..shared.panel import Host

# ---------------------------------------------------------------------------------------------------------------------
# The machine looks for a weight by hand: where it stands best so far, and the other side on which it looks.


CLOSE = 1e-9


def compass_ghosts(attempt: Attempt) -> list[float]:
    """Weights beside the one that it looks at now, at most two; none where it does not look, or has found it."""
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
    best = session.run.start[0]
    for weight in turned[:-1]:
        best = weight if _miss(session, weight) < _miss(session, best) else best
    here = session.weights[0]
    stride = here - best
    if abs(stride) < CLOSE:
        return []
    low, height = (min(knob.values() or (knob.low,)), max(knob.values() or (knob.high,)))
    other = best - stride
    inside = isinstance(low, (int, float)) and isinstance(height, (int, float)) and low <= other <= height
    return [best, knob.snap(other)] if inside else [best]


def _miss(session: Session, weight: float) -> float:
    error = abs(session.run.full_problem.error([weight]))
    return error if isfinite(error) else float("inf")


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


def crossed_out_cards(session: Session) -> frozenset[int]:
    """Which cards do not count now."""
    return _out(session, session.knobs)


def _out(session: Session, knobs: dict[str, object]) -> frozenset[int]:
    knob = card_knob(session)
    if knob is None:
        return frozenset()
    chosen = frozenset(card for card, stop in knob.stops.items() if knobs.get(knob.knob.name) == stop)
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
    looks = [(seen.weights[0], _out(session, dict(seen.choices))) for seen in session.probed]
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


def ruled_out(notches: Sequence[float], tried: Iterable[tuple[float, int]], given: float) -> set[int]:
    """Which of them no longer can be it. `tried`: (weight, 1 for too much, -1 for too little); `given`: the input."""
    ways = [(weight, way if given > 0 else -way) for weight, way in tried]
    return {place for place, notch in enumerate(notches)
            if any(way and (notch - weight) * way >= 0 for weight, way in ways)}  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# The land in time: on its way from what it showed to what it is told, and what Pip makes of it. Nothing is drawn.


ANSWER, FOLLOW, LIGHT = 0.7, 0.25, 0.5  # seconds: the land answers a send, it follows a turn, lights after a landing


class LandMotion:
    """`told`: what the land goes to; `reaction`: the kind of diorama.py, and for how many seconds it lasts."""

    def __init__(self, told: LandValues) -> None:
        self.told = self._from = told
        self.reaction: tuple[str, float] | None = None
        self._way, self._cheer = Tween(ANSWER, 1.0, ease_out), Tween(LIGHT)

    def values(self) -> LandValues:
        before, after, part = self._from, self.told, self._way.value
        inputs = tuple(a + (b - a) * part for a, b in zip(before.inputs, after.inputs))
        predictions = tuple(a + (b - a) * part for a, b in zip(before.predictions, after.predictions))
        return after._replace(inputs=inputs, predictions=predictions, cheer=self._cheer.value)

    def tell(self, values: LandValues, seconds: float = ANSWER) -> None:
        """Other values: it goes there from where it is; where there are other cards, it is there at once."""
        if values == self.told:
            return
        same = len(values.predictions) == len(self.told.predictions)
        moves = same and values.predictions != self.told.predictions
        self._from = self.values() if same else values
        self.told = values
        if moves:
            self._way.seconds = seconds
            self._way.jump(0.0)
            self._way.go(1.0)

    def react(self, kind: str, lights: bool = True) -> None:
        """Pip and the land make something of what they see. Without `lights`: Pip alone."""
        self.reaction = (kind, 0.0)
        self._cheer.go(1.0 if kind == LAND and lights else 0.0)

    def forget(self) -> None:
        """What they made of what was seen before is over."""
        self.reaction = None
        self._cheer.go(0.0)

    @property
    def ahead(self) -> bool:
        """The prediction grows, or does not move."""
        return self.told.predictions >= self._from.predictions

    @property
    def rests(self) -> bool:
        """It shows what it was told."""
        return self._way.done

    @property
    def reacts(self) -> bool:
        """Pip is still at it."""
        return self.reaction is not None and self.reaction[1] < LASTS

    def update(self, seconds: float, still: bool) -> None:
        self._way.update(seconds, still)
        self._cheer.update(seconds, still)
        if self.reaction is not None:
            kind, since = self.reaction
            self.reaction = (kind, LASTS if still else min(LASTS, since + seconds))


# ---------------------------------------------------------------------------------------------------------------------
# A bet about what a weight gives, played out on the stage of a level by hand.


GLIDE = 1.1  # seconds in which an input goes to another one


class SendTrial(NamedTuple):
    """What is tried without being sent: a weight, and (input, goal) of each card, None where nothing is wanted.

    seconds   in which the land answers      light   it is sent down the wire first; else the land answers at once
    """

    weight: float
    pairs: tuple[tuple[float, float | None], ...]
    seconds: float = ANSWER
    light: bool = True


def trial_of(attempt: Attempt, number: int) -> SendTrial | None:
    """The run of a question, where it is one weight on these or on other cards."""
    question = question_at(attempt, number)
    if question is None or question.knob or question.when.startswith("in stage"):
        return None
    turns = [action for action in question.actions if not isinstance(action, Probe)]
    if question.level is None and not turns:
        return None
    try:
        session = Session(question.level or attempt.session.base, attempt.game.catalog, turns)
    except (Impossible, Fault):
        return None
    weight, here = session.weights[0], attempt.session.weights[0]
    pairs = session.base.stage(session.stage).data()
    if question.level is None:
        return SendTrial(weight, tuple((given[0], goal[0]) for given, goal in pairs))
    glides = weight == here
    shown = tuple((given[0], goal[0] if question.asks == "miss sign" else None) for given, goal in pairs)
    return SendTrial(weight, shown, GLIDE if glides else ANSWER, not glides)


PULSE, ROLL, TURN = 0.5, 0.55, 0.3  # seconds: light along the wire, an order coming in, a knob to where it is tried


class Sending:
    """`rows`: the start and the sends; `seen`: those whose light has arrived.

    pulse  0..1 of the light's way      roll  0..1 of an order's way in
    land   what the land shows, and what Pip makes of it
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.rows: list[SendResult] = sends(self.attempt.session)
        self.pulse = self.roll = 1.0
        self._own: MovingPicture | None = None  # the level's own picture
        self.tryout: SendTrial | None = None
        self.halves: tuple[tuple[float, int], ...] = ()  # tries that a bet only supposes, and what would come of them
        self._knob = Tween(TURN, self.attempt.shown.weights[0], smooth)
        self._read: tuple[Session, int] | None = None
        self._was = (0, len(self.rows))
        self._due = False  # something was sent, and the land has not answered
        self._won = self.attempt.session.won
        self.land = LandMotion(self._told())

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
        return list(self.tryout.pairs) if self.tryout is not None else [*cards(self.attempt.shown)]

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
        predictions = [self._written(each) for each in known.predictions] if known else [HIDDEN] * len(self.cards)
        rows = enumerate(zip(self.cards, predictions))
        return [product(short(given), weight, each) for card, ((given, _goal), each) in rows
                if not (self.alone and card in out)]  # fmt: skip

    def _written(self, prediction: float) -> str:
        """With no more decimals than it has."""
        own = most_decimals([prediction])
        return number(prediction, own if abs(round(prediction, own) - prediction) < SLACK else self.digits)

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
            weight, predict = self.tryout.weight, self.attempt.shown.level.network.predict
            predictions = tuple(predict([weight], (given,))[0] for given, _goal in self.tryout.pairs)
            misses = tuple(p - (goal or 0.0) for p, (_given, goal) in zip(predictions, self.tryout.pairs))
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

    # -- the land ----------------------------------------------------------------------------------------------------

    @property
    def values(self) -> LandValues:
        shown, values = self.attempt.shown, self.land.values()
        marked = self.attempt.open_bets.on_stage is not None
        tested = values.tested
        if self.attempt.director.pending and self.rows:  # what the last one came to is told when it has been seen
            tested &= self.rows[-1].crossed_out
        gate = shown.called and (shown.won or not self.land.rests) if shown.base.once else None
        return values._replace(length=self._length(), marked=marked, gate=gate, tested=tested)

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

    def _told(self) -> LandValues:
        """What the land has been told: of an order that has come in nothing, until the light is there."""
        if self.tryout is not None:
            inputs, goals = zip(*self.tryout.pairs)
            known = self.known
            values = LandValues(inputs, goals, digits=self.digits, tolerance=self.tolerance)
            return values._replace(predictions=known.predictions) if known else self.land.told
        if self.live and self.pulse < 1 and not self.scene.begins_anew:
            return self.land.told
        answer = self.values_of(*self.seen, *([self.known] if self.known else ()))
        hidden = self.live and self.pulse < 1
        return answer._replace(predictions=(0.0,) * len(answer.inputs)) if hidden else answer

    def _length(self) -> float | None:
        """What would fill the way: while an order comes in it is still that of the order before."""
        shown = self.attempt.shown
        goal = self.land.told.goal
        if self.roll >= 1 or not shown.stage or goal is None:
            return goal
        before = shown.base.stage(shown.stage - 1).data()[0][1][0]
        return before + (goal - before) * smooth(self.roll)

    def try_out(self, trial: SendTrial) -> None:
        """Show what a weight gives, as if it were sent; nothing of it is counted or kept."""
        self._knob.jump(self.weight)
        self._knob.go(trial.weight)
        self.tryout, self.pulse = trial, 0.0 if trial.light else 1.0
        self._clear_kept()

    def put_back(self) -> None:
        """What was tried is over: the land shows again what was sent."""
        self.tryout, self.pulse = None, 1.0
        self._clear_kept()

    def rests(self) -> bool:
        """Nothing is under way."""
        return self.pulse >= 1 and self.roll >= 1 and self._knob_rests and self.land.rests and not self._due

    @property
    def waits(self) -> bool:
        """A bet about what is on the stage has no answer yet: the light waits for it."""
        asked = self.attempt.open_bets.open is not None
        return self.live and (asked or self.attempt.director.state is Phase.PLACE)

    @property
    def _knob_rests(self) -> bool:
        return self.tryout is None or self._knob.done

    def update(self, seconds: float) -> None:
        still = self.host.game.settings.still
        shown = self.attempt.shown
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
        if self.tryout is not None:
            self._knob.update(seconds, still)
        if self.pulse < 1 and self._knob_rests and not self.waits:
            self.pulse = 1.0 if still else min(1.0, self.pulse + seconds / PULSE)
            if self.pulse >= 1 and self.tryout is None:  # the light has reached the prediction
                self._due = True
                player_feedback, near = self.host.game.player_feedback, self.attempt.now.aim.tolerance
                tolerance = 0.01 if near is None else near
                misses = self.seen[-1].counted
                player_feedback.look(max(miss * miss for miss in misses) if misses else 0.0, tolerance * tolerance)
        self.roll = 1.0 if still else min(1.0, self.roll + seconds / ROLL)
        slow = self.tryout.seconds if self.tryout is not None else FOLLOW if self.live and not self._due else ANSWER
        values = self._told()
        self.land.tell(values, GLIDE if self.live and values.inputs != self.land.told.inputs else slow)
        self.land.update(seconds, still)
        # What was sent, or turned to the goal, has come to rest
        won = self.attempt.shown.won
        if self.live and won != self._won:
            self._due = self._due or won
            if not won:
                self._clear_kept()
        self._won = won
        if self._due and self.pulse >= 1 and self.roll >= 1 and self.land.rests:
            self._due = False
            self.land.react(kind_of(self.land.told.ratio, self.right))
            if self.right:
                self.host.game.player_feedback.outcome("land")

    def _clear_kept(self) -> None:
        self._due = False
        self.land.forget()
