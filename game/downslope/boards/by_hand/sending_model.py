"""A level by hand in time: what was sent, whose light has arrived, what the land answers. Nothing here is drawn.

Read from the session's actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...attempt.director import Phase
from ...i18n import N_, _, several
from ...rules.actions import Next, Turn
from ...rules.knob import Knob
from ...rules.question import Question
from ...rules.session import Session
from ...rules.target import SLACK
from ...view.dioramas.diorama import Diorama, LandValues
from ...view.dioramas.dioramas import diorama_of
from ...view.dioramas.own_picture import PictureDiorama
from ...view.dioramas.pose import kind_of
from ...view.draw.tween import Tween, smooth
from ...view.format.numbers import number, short
from .land_motion import ANSWER, FOLLOW, LandMotion

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...rules.level import Level
    from ..shared.host import Host

PULSE, ROLL, TURN = 0.5, 0.55, 0.3  # seconds: light along the wire, an order coming in, a knob to where it is tried
Words = tuple[str, str]  # a bold line and a plain one; light markup
CLOSE = 1e-9
NOTHING: Words = ("", "")
COUNTS = (N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"))


class Sent(NamedTuple):
    """A row of the table. One prediction and one miss for each card, the struck ones too."""

    weight: float
    predictions: tuple[float, ...]
    misses: tuple[float, ...]
    struck: frozenset[int]


def cards(session: Session) -> list[tuple[float, float]]:
    """(input, goal) of every card of this stage, the struck ones too."""
    return [(pair[0][0], pair[1][0]) for pair in session.base.stage(session.stage).data()]


def strike_knob(level: Level) -> tuple[Knob, dict[int, str], str] | None:
    """(knob, card -> the stop that strikes it, the stop that strikes none), where the level has such a choice."""
    whole = list(level.examples)
    for knob in level.knobs:
        stops = level.variants.get(knob.name, {})
        without: dict[int, str] = {}
        none = ""
        for stop, changes in stops.items():
            left = list(changes.get("examples", whole))
            gone = [i for i, example in enumerate(whole) if example not in left]
            if not gone:
                none = str(stop)
            elif len(gone) == 1:
                without[gone[0]] = str(stop)
        if none and without:
            return knob, without, none
    return None


def struck_cards(session: Session) -> frozenset[int]:
    """Which cards are struck now."""
    return _struck_by(session, session.knobs)


def _struck_by(session: Session, knobs: dict[str, object]) -> frozenset[int]:
    found = strike_knob(session.base.stage(session.stage))
    if found is None:
        return frozenset()
    knob, without, _none = found
    return frozenset(card for card, stop in without.items() if knobs.get(knob.name) == stop)


def send_at(session: Session, weight: float, gone: frozenset[int]) -> Sent:
    """What a weight gives on every card."""
    pairs = cards(session)
    predictions = tuple(session.level.network.predict([weight], (given,))[0] for given, _ in pairs)
    misses = tuple(p - goal for p, (_, goal) in zip(predictions, pairs))
    return Sent(weight, predictions, misses, gone)


def sends(session: Session) -> list[Sent]:
    """The start of this stage and every send since, also those before a Reset or an Undo."""
    start = Session(session.base, session.catalog).weights[0]
    weights = session.level.weights if session.stage else None
    carried = session.carried_weights
    entry = carried[0] if carried is not None else float(weights[0]) if weights else start
    looks = [(seen.weights[0], _struck_by(session, dict(seen.choices))) for seen in session.probed]
    return [send_at(session, entry, frozenset()), *(send_at(session, w, gone) for w, gone in looks)]


class Tryout(NamedTuple):
    """What is tried without being sent: (input, goal or None) of each card; the land answers in so many seconds."""

    weight: float
    pairs: tuple[tuple[float, float | None], ...]
    predictions: tuple[float, ...]
    seconds: float


class Sending:
    """`rows`: the start and the sends; `seen`: those whose light has arrived.

    pulse  0..1 of the light's way      roll  0..1 of an order's way in      glow  1..0 of the wire after a send
    land   what the land shows, and what Pip makes of it
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        level = self.attempt.level
        self.live = level.visibility("prediction") == "live" and level.probes is None  # else it is seen when it is sent
        self.rows: list[Sent] = sends(self.attempt.session)
        self.pulse = self.roll = 1.0
        self.glow = 0.0
        self.tryout: Tryout | None = None
        self._knob = Tween(TURN, self.attempt.shown.weights[0], smooth)
        self._read: tuple[Session, int] | None = None
        self._was = (0, len(self.rows))
        self._due = False  # something was sent, and the land has not answered
        self._won = self.attempt.session.won
        self.land = LandMotion(self._told())

    @property
    def many(self) -> bool:
        """There are several cards."""
        return len(cards(self.attempt.session)) > 1

    @property
    def weight(self) -> float:
        return self.attempt.shown.weights[0] if self.tryout is None else self._knob.value

    @property
    def cards(self) -> list[tuple[float, float | None]]:
        """(input, goal) of every card on the stage."""
        return list(self.tryout.pairs) if self.tryout is not None else [*cards(self.attempt.shown)]

    @property
    def struck(self) -> frozenset[int]:
        """Which cards on the stage are struck."""
        return struck_cards(self.attempt.shown) if self.tryout is None else frozenset()

    @property
    def scene(self) -> Diorama:
        """What stands in the land."""
        level = self.attempt.level
        own = self.attempt.game.catalog.pictures.get(f"{level.plugin}/{level.picture}")
        if own is not None:
            return PictureDiorama(f"own {own.mark}", (own.width, own.height), own.png, own.svg)
        return diorama_of(level.picture, [goal for _given, goal in cards(self.attempt.shown)])

    @property
    def weight_digits(self) -> int:
        knob = self.attempt.session.level.knob("weight")
        return decimals([knob.step]) if knob is not None and knob.step else 2

    @property
    def digits(self) -> int:
        """Decimals of predictions and misses: as many as the goals need, two at least."""
        return max(2, decimals([goal for _given, goal in cards(self.attempt.shown)]))

    @property
    def seen(self) -> list[Sent]:
        """Rows whose result has arrived; where the prediction is live, the last is what stands now."""
        if self.live:
            return [send_at(self.attempt.shown, self.weight, struck_cards(self.attempt.shown))]
        return self.rows if self.pulse >= 1 else self.rows[:-1] or self.rows

    @property
    def known(self) -> Sent | None:
        """What the weight as it stands gives, if that was sent."""
        if self.tryout is not None:
            return self._tried if self.pulse >= 1 and self._knob.done else None
        found = [sent for sent in self.seen if abs(sent.weight - self.weight) < 1e-9]
        return found[-1] if found and self.pulse >= 1 else None

    @property
    def tolerance(self) -> float:
        """What of a miss counts as none."""
        return self.attempt.now.aim.tolerance or 0.0

    @property
    def right(self) -> bool:
        """The target is met by what is known."""
        tolerance, known = self.attempt.now.aim.tolerance, self.known
        if known is None or tolerance is None:
            return self.attempt.shown.won
        left = [miss for i, miss in enumerate(known.misses) if i not in known.struck]
        return all(abs(miss) <= tolerance + SLACK for miss in left)

    # -- the land ----------------------------------------------------------------------------------------------------

    @property
    def values(self) -> LandValues:
        """What the land shows in this moment."""
        marked = bool(self.attempt.asking.given)
        return self.land.values(self.scene)._replace(length=self._length(), marked=marked)

    def values_of(self, sent: Sent) -> LandValues:
        """What the land would show of it."""
        inputs, goals = zip(*cards(self.attempt.shown))
        return LandValues(inputs, goals, sent.predictions, sent.struck, self.digits, self.tolerance)

    def _told(self) -> LandValues:
        """What the land has been told: of an order that has come in nothing, until the light is there."""
        if self.tryout is not None:
            inputs, goals = zip(*self.tryout.pairs)
            known = self.known
            told = LandValues(inputs, goals, digits=self.digits, tolerance=self.tolerance)
            return told._replace(predictions=known.predictions) if known else self.land.told
        answer = self.values_of(self.seen[-1])
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

    def try_out(self, weight: float, pairs: list[tuple[float, float | None]], seconds: float = ANSWER,
                light: bool = True) -> None:  # fmt: skip
        """Show what a weight gives, as if it were sent; nothing of it is counted or kept.

        `seconds`: in which the land answers; without `light` it answers at once.
        """
        network = self.attempt.shown.level.network
        predictions = tuple(network.predict([weight], (given,))[0] for given, _goal in pairs)
        self._knob.jump(self.weight)
        self._knob.go(weight)
        self.tryout = Tryout(weight, tuple(pairs), predictions, seconds)
        self.pulse = 0.0 if light else 1.0
        self._forget()

    def put_back(self) -> None:
        """What was tried is over: the land shows again what was sent."""
        self.tryout, self.pulse = None, 1.0
        self._forget()

    @property
    def _tried(self) -> Sent:
        assert self.tryout is not None
        goals = [goal or 0.0 for _given, goal in self.tryout.pairs]
        misses = tuple(p - goal for p, goal in zip(self.tryout.predictions, goals))
        return Sent(self.tryout.weight, self.tryout.predictions, misses, frozenset())

    def rests(self) -> bool:
        """Nothing is under way."""
        return self.pulse >= 1 and self.roll >= 1 and self._knob_rests and self.land.rests and not self._due

    @property
    def waits(self) -> bool:
        """A bet about what is on the stage has no answer yet: the light waits for it."""
        return self.live and self.attempt.director.state in (Phase.ASK, Phase.PLACE)

    @property
    def _knob_rests(self) -> bool:
        return self.tryout is None or self._knob.done

    @property
    def moving(self) -> bool:
        """Something is under way."""
        return self.glow > 0 or self.land.moving or not self.rests()

    def update(self, seconds: float) -> None:
        """Time goes by."""
        still = self.host.game.settings.still
        self._read_rows()
        if self.tryout is not None:
            self._knob.update(seconds, still)
        if self.pulse < 1 and self._knob_rests and not self.waits:
            self.pulse = 1.0 if still else min(1.0, self.pulse + seconds / PULSE)
            if self.pulse >= 1:
                self._arrived()
        self.roll = 1.0 if still else min(1.0, self.roll + seconds / ROLL)
        self.glow = max(0.0, self.glow - seconds / 1.2)
        slow = self.tryout.seconds if self.tryout is not None else FOLLOW if self.live and not self._due else ANSWER
        self.land.tell(self._told(), self.scene, slow)
        self.land.update(seconds, still)
        self._react_when_due()

    def _react_when_due(self) -> None:
        """What was sent, or turned to the goal, has come to rest."""
        won = self.attempt.shown.won
        if self.live and won != self._won:
            self._due = self._due or won
            if not won:
                self._forget()
        self._won = won
        if self._due and self.pulse >= 1 and self.roll >= 1 and self.land.rests:
            self._due = False
            self.land.react(kind_of(self.land.told.ratio, self.right))
            if self.right:
                self.host.game.feel.outcome("land")

    def _read_rows(self) -> None:
        shown = self.attempt.shown
        now = (shown, len(shown.actions))
        if self._read is not None and self._read[0] is now[0] and self._read[1] == now[1]:
            return
        self._read = now
        self.rows = sends(shown)
        stage, count = shown.stage, len(self.rows)
        was, self._was = self._was, (stage, count)
        if stage != was[0]:
            self.roll = 0.0 if stage > was[0] else 1.0
            self.pulse = 0.0 if self.live and stage > was[0] else 1.0
            self._forget()
            self.host.says = None
        elif count > was[1]:
            self.pulse = 0.0
            self._forget()
            self.host.says = None
        elif count < was[1]:
            self.pulse = 1.0  # taken back while the light was on its way
            self._forget()

    def _forget(self) -> None:
        """What was seen before is over."""
        self._due = False
        self.land.forget()

    def _arrived(self) -> None:
        """The light has reached the prediction."""
        self.glow = 1.0
        if self.tryout is not None:
            return
        self._due = True
        feel, near = self.host.game.feel, self.attempt.now.aim.tolerance
        tolerance = 0.01 if near is None else near
        misses = [miss for i, miss in enumerate(self.seen[-1].misses) if i not in self.seen[-1].struck]
        feel.look(max(miss * miss for miss in misses) if misses else 0.0, tolerance * tolerance)


def decimals(values: list[float]) -> int:
    """As many as the longest of them has, four at most."""
    return min(4, max((len(f"{value:.6g}".partition(".")[2]) for value in values), default=0))


def words(game: Game, session: Session, rows: list[Sent], live: bool, arrived: bool) -> Words:
    """For the state of an attempt. `rows`: what the player has seen; `arrived`: no light is on its way."""
    if session.won and not arrived:
        return NOTHING  # what is played is told when it has been seen
    if session.won:
        return _won(session, rows[-1])
    if live:
        return _turning(game, session, rows)
    if session.stage and session.base.star(session.stage) is not None and len(rows) == 1:
        goal = short(session.level.examples[0].pair[1][0])
        return (
            _("A second target: [goal:{goal}].").format(goal=goal),
            _("The table knows enough. One send may do."),
        )
    if _asks_for_a_strike(session):
        told = _("Which card does not go with the others?") if len(rows) == 1 else _sending(rows)[0]
        return told, _("Click a card, or reach it with Tab and press Enter.")
    if struck_cards(session) != rows[-1].struck:
        return (
            _("It no longer counts.") if struck_cards(session) else _("All cards count again."),
            _("Set the [weight:weight] for those that are left, then send.") if struck_cards(session)
            else _("Set the [weight:weight] for all of them, then send."),
        )
    return _sending(rows)


def _untouched(session: Session) -> bool:
    """No knob was turned since this stage began."""
    for action in reversed(session.actions):
        if isinstance(action, (Next, Turn)):
            return isinstance(action, Next)
    return False


def _won(session: Session, sent: Sent) -> Words:
    if _untouched(session):
        return (
            _("The [prediction:prediction] is right, and nobody touched the dial."),
            _("The same [weight:weight] serves the next one too."),
        )
    if session.last_stage:
        return _end(session, sent)
    if session.base.star(session.stage + 1) is not None:
        return _("It arrives."), _("The day is won. Another one waits, if you like.")
    return _("It is right."), _("Now see what the same [weight:weight] makes of the next one.")


def _end(session: Session, sent: Sent) -> Words:
    """All is won: what this weight does for all that was asked in this level."""
    base, run, parts = session.base, session.run, session.stage + 1
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = session.level.aim.tolerance or 0.0
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + CLOSE for x, goal in asked):
        name = _(base.words.get("stages", "goals"))
        told = _("Both {goals} are met, each with its own [weight:weight].") if parts == 2 else _(
            "All {goals} are met, each with its own [weight:weight].")  # fmt: skip
        return _("That is it."), told.format(goals=name)
    if len(run.examples) < len(base.stage(session.stage).data()):
        return _("Every goal that is left is met with this one [weight:weight]."), _strike_why(session)
    if len(run.examples) > 1:
        return _("That is it."), _("One [weight:weight] for all of them.")
    if parts == 1:
        told = number(sent.predictions[0], max(2, decimals([sent.predictions[0], run.examples[0][1][0]])))
        return _("That is it: [prediction:{prediction}].").format(prediction=told), ""
    count = _(COUNTS[parts]) if parts < len(COUNTS) else str(parts)
    name = _(base.words.get("stages", "goals"))
    return _("{count} {goals}, one [weight:weight].").format(count=count, goals=name), ""


def _turning(game: Game, session: Session, rows: list[Sent]) -> Words:
    if not any(isinstance(action, Turn) for action in session.actions):
        keys = game.controls.help({"left": _("less"), "right": _("more")})
        told = " ".join(cap for cap, _words in keys)
        return (
            _("Turn the dial and watch what grows with it."),
            _("Drag it or its slider, or press {keys}; with Shift ten at once.").format(keys=told),
        )
    low = rows[-1].misses[0] < 0
    return (
        _("Still too low.") if low else _("Now it is too high."),
        _("The square is how far off you are. Make it vanish."),
    )


def strike_text(session: Session) -> str:
    """What a level asks that is answered by the first card struck; "": nothing."""
    question = _strike_question(session)
    return "" if question is None else _(question.text)


def _strike_why(session: Session) -> str:
    """Which card was to be struck, and why."""
    question = _strike_question(session)
    return "" if question is None else f"{_(question.right)}: {_(question.why)}"


def _strike_question(session: Session) -> Question | None:
    found = strike_knob(session.base.stage(session.stage))
    for question in session.level.questions:
        if found is not None and isinstance(question, Question) and question.knob == found[0].name:
            return question
    return None


def _how(before: float, now: float) -> str:
    """What became of the weight: times, where it has grown; else from where to where."""
    if before * now > 0 and abs(now) > abs(before):
        return _("The [weight:weight] grew [value:{times}] times.").format(times=short(float(f"{now / before:.3g}")))
    return _("The [weight:weight] went from [weight:{before}] to [weight:{now}].").format(
        before=short(before), now=short(now)
    )


def _asks_for_a_strike(session: Session) -> bool:
    """No card has been struck yet, and the first one counts."""
    found = strike_knob(session.base.stage(session.stage))
    return found is not None and bool(strike_text(session)) and found[0].name not in session.tally.first_values


def _sending(rows: list[Sent]) -> Words:
    seen = len(rows)
    if seen == 1:
        return (
            _("The first row is the start. The next one you send."),
            _("Set the [weight:weight], then send it down the wire."),
        )
    last, before = rows[-1], rows[-2]
    if len(last.predictions) > 1:
        left = [miss for i, miss in enumerate(last.misses) if i not in last.struck]
        same = all(miss > CLOSE for miss in left) or all(miss < -CLOSE for miss in left)
        return (
            several("One send is on the table.", "{count} sends are on the table.", seen - 1).format(count=seen - 1)
            if seen > 2
            else _("Card by card, look at the miss."),
            _("All of them on one side.") if same else _("Does one card pull the other way?"),
        )
    if abs(last.weight - before.weight) < CLOSE:
        return _("The same [weight:weight] gives the same again."), _("Turn it before you send.")
    if seen == 2:
        return (
            _("Two results are on the table."),
            _how(before.weight, last.weight) + " " + _("And the [prediction:prediction]?"),
        )
    return (
        several("One result is on the table.", "{count} results are on the table.", seen).format(count=seen),
        _("Between which two of them must the [weight:weight] lie?")
        if any(a.misses[0] * b.misses[0] < 0 for a in rows for b in rows)
        else _("All miss on the same side. Go further."),
    )
