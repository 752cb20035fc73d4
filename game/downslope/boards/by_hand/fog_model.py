"""What was seen through the fog, the start and every probe since, and how far it has lifted. Nothing here is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.director import Phase
from ...formulas.inline import is_squared_error
from ...i18n import _
from ...rules.level import Level
from ...rules.question import Question
from ...rules.session import Session
from ...view.cards.metric_sample import cancels
from ...view.draw.tween import Timeline, Tween, smooth
from ...view.format.axis import finite_or_one
from ...view.networks.neuron_panel import NeuronRow
from ...view.scenery.strips import StripState
from ...view.widgets.panel import Laid
from ..shared.panel import LIFT, LIFT_STILL, Host
from ..shared.tiles import pip_mood

# ---------------------------------------------------------------------------------------------------------------------
# The curve that a bet in the fog is about, from a session of its own: where its bottom is, and how low that lies.


def factor(level: Level, examples: int) -> int:
    """What the mean is multiplied by to be what the level shows."""
    return examples if level.visibility("error") == "total" else 1


class Curve(NamedTuple):
    """What a question's own session says of the curve, in what the level shows as the error.

    bottom   the weight with the lowest error that can be set      beyond   -1, 1: it goes on down past that end; 0: not
    lowest   that error
    """

    session: Session
    low: float
    high: float
    start: float
    bottom: float
    beyond: int
    lowest: float

    def error(self, weight: float) -> float:
        times = factor(self.session.level, len(self.session.run.examples))
        return self.session.run.full_problem.error([weight]) * times


def curve_of(attempt: Attempt, question: Question) -> Curve | None:
    """The curve that it is about; None: its weight cannot be turned."""
    session = Session(question.level or attempt.level, attempt.game.catalog, question.actions)
    knob = session.level.knob("weight")
    if knob is None or session.run.network.size != 1:
        return None
    notches = sorted(float(v) for v in knob.values() or (knob.low, knob.high) if isinstance(v, (int, float)))
    times = factor(session.level, len(session.run.examples))
    errors = [session.run.full_problem.error([w]) * times for w in notches]
    at = errors.index(min(errors))
    step = (notches[-1] - notches[0]) / max(1, len(notches) - 1)
    beyond = 0
    for end, way in ((0, -1), (len(notches) - 1, 1)):
        if at == end and session.run.full_problem.error([notches[end] + way * step]) * times < errors[end]:
            beyond = way
    return Curve(session, notches[0], notches[-1], session.weights[0], notches[at], beyond, errors[at])


# ---------------------------------------------------------------------------------------------------------------------
# A bet about a curve in the fog, played out: Pip rolls on it as he likes, or the weight sweeps over all of it. Which
# of both is said by what the question asks for: "bottom", where he comes to rest; "floor", how low it can be.


ROLL, AWAY, CLIMB = 1.1, 0.4, 0.4  # seconds: down the curve, out of sight, back again
SWEEP, LINE = 1.5, 0.4  # seconds: over all weights; a line is drawn at the lowest
OFF = 0.09  # of the weights that can be set: so far beyond the last one Pip is out of the picture
SPEED_UP = 1.8  # exponent: he starts slowly


def heights_of(curve: Curve) -> tuple[float, float]:
    """Errors from a picture's lower to its upper edge, in which the whole way down is seen."""
    errors = [curve.error(w) for w in (curve.start, curve.bottom)]
    far = 1.17 * max(abs(error) for error in errors) or 1.0
    return (-far, far) if min(errors) < 0 else (-0.08 * far, 1.3 * far)


class FogShow:
    """`roll`: Pip rolls; else the weight sweeps. `curve`: what he rolls on."""

    def __init__(self, number: int, curve: Curve, roll: bool) -> None:
        self.number, self.curve, self.roll = number, curve, roll
        back = (("away", AWAY), ("climb", CLIMB)) if curve.beyond else ()
        self.time = Timeline(("roll", ROLL), *back) if roll else Timeline(("sweep", SWEEP), ("line", LINE))

    @property
    def end(self) -> float:
        """The weight at which the rolling ends: the bottom, or out of the picture."""
        curve = self.curve
        return curve.bottom + curve.beyond * OFF * (curve.high - curve.low)

    @property
    def furthest(self) -> float:
        """The weight up to which Pip has been."""
        curve = self.curve
        return curve.start + (self.end - curve.start) * float(self.time.part("roll") ** SPEED_UP)

    @property
    def weight(self) -> float:
        """The weight at which Pip is, or that is swept over."""
        curve = self.curve
        if not self.roll:
            return curve.start + (curve.high - curve.start) * self.time.part("sweep")
        if curve.beyond and self.time.part("away") >= 1:
            return self.end + (curve.start - self.end) * smooth(self.time.part("climb"))
        return self.furthest

    @property
    def way(self) -> int:
        """Where he rolls: -1 left, 1 right."""
        return 1 if self.end > self.curve.start else -1

    @property
    def dusty(self) -> bool:
        """He has been out there."""
        return self.roll and bool(self.curve.beyond) and self.time.part("away") > 0

    @property
    def heights(self) -> tuple[float, float] | None:
        """Errors from the picture's lower to its upper edge, so that the way down is in it; None: as they are."""
        return heights_of(self.curve) if self.roll else None


LOWEST = 0.08  # of the errors seen: so far the axis reaches below the lowest
HIGHEST = 1.65  # times the highest error seen: the axis' upper end, so that Pip has room above it
CLOSE = 1e-9  # a miss that is no miss
SAME = 1e-9  # relative: errors that differ by less are the same


class ProbeSeen(NamedTuple):
    """One look. number 0: the start, told for nothing. `side`: the size of the miss, where the error is its square."""

    number: int
    weight: float
    error: float
    metric: str
    side: float | None


def looks(session: Session) -> list[ProbeSeen]:
    """The start of this part, by the metric in use, and all probes since; the newest is the last."""
    run, metric = session.run, session.knobs["metric"]
    # Where this part of the level began: turning the meter does not move it
    weight = float((session.carried_weights or session.level.weights or session.run.start)[0])
    times = factor(session.level, len(run.examples))
    squares = is_squared_error(run.metric)
    square = squares is not None and squares[0] == 1.0 and len(run.examples) == 1 and run.network.outputs == 1
    probes = [ProbeSeen(0, weight, run.full_problem.error([weight]) * times, metric, None)]
    for index, probe in enumerate(session.probed, 1):
        probes.append(ProbeSeen(index, probe.weights[0], probe.error * times, probe.metric, None))
    return [seen._replace(side=sqrt(seen.error)) if square and seen.metric == metric else seen for seen in probes]


def axis(seen: Sequence[ProbeSeen], lowest: float = LOWEST) -> tuple[float, float]:
    """(lowest, highest) error of the picture, from nothing but what was seen. `lowest`: so far it reaches below it."""
    errors = finite_or_one(each.error for each in seen)
    low, height = min(0.0, *errors), max(0.0, *errors)
    span = height - low or 1.0
    floor = low - lowest * span
    return floor, floor + HIGHEST * (max(height, low + span) - floor)


def is_revealed(session: Session) -> bool:
    """The fog is gone: the level's part is won, or all its probes are used."""
    probes = session.level.probes
    return session.won or (probes is not None and len(session.probed) >= probes)


def way(now: ProbeSeen, before: ProbeSeen) -> int:
    """-1: less error than in the look before, 1: more, 0: the same, or counted otherwise."""
    if now.metric != before.metric or abs(now.error - before.error) <= SAME * (1 + abs(now.error)):
        return 0
    return -1 if now.error < before.error else 1


def hidden_misses(session: Session, seen: Sequence[ProbeSeen]) -> list[float]:
    """Those that the error of the last look does not tell, for they cancel; empty: there are none."""
    misses = misses_of(session)
    error = seen[-1].error if seen else 0.0
    hidden = len(misses) > 1 and abs(error) < 1e-6 and any(abs(miss) > CLOSE for miss in misses)
    return misses if hidden and session.won else []


def misses_of(session: Session) -> list[float]:
    """Of every example, with the weights as they stand."""
    run = session.run
    return [run.network.predict(run.weights, input)[0] - goals[0] for input, goals in run.examples]


class Fog:
    """`seen`: the start and all looks, the newest last; `lift`: how far the fog has gone."""

    show = Laid[FogShow | None](None)  # a bet that is played out

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.lift = Tween(LIFT, float(is_revealed(self.attempt.session)), still=LIFT_STILL)
        self._key: object = None
        self.seen = self._looks(self.attempt.session)
        self._heard = (0, len(self.seen))  # stage and looks when something was last heard

    @property
    def sweeping(self) -> FogShow | None:
        """A bet that is sweeping over the weights: nobody holds the weight meanwhile."""
        return self.show if self.show is not None and not (self.show.roll or self.show.time.over) else None

    @property
    def weight(self) -> float:
        """The weight on the stage: as it is turned, or as a bet sweeps over it."""
        if self.sweeping is not None:
            return self.sweeping.weight
        return self.attempt.shown.weights[0]

    def word(self, name: str, default: str = "") -> str:
        return _(self.attempt.now.words.get(name) or default or name)

    def error_word(self) -> str:
        """For what a look tells; of several examples it says which number is made of their errors."""
        session = self.attempt.shown
        if session.level.visibility("error") == "total":
            return _("total error")
        return _("mean error") if len(session.run.examples) > 1 else _("error")

    def rows(self, here: float) -> list[NeuronRow]:
        """Every example with a weight, as far as the level lets it be seen."""
        session, level = self.attempt.shown, self.attempt.now
        live = session.level.visibility("prediction") == "live" or any(p.weights[0] == here for p in session.probed)
        live = live or self.sweeping is not None
        rows = []
        for example, (inputs, goals) in zip(level.examples, session.run.examples):
            rows.append(NeuronRow(
                _(example.label) if example.label else "",
                None if level.visibility("input") == "hidden" else inputs[0],
                session.run.network.predict([here], inputs)[0] if live else None,
                goals[0] if level.visibility("goal") != "hidden" or self.attempt.met else None,
            ))  # fmt: skip
        return rows

    def strip_state(self) -> StripState:
        rows = self.rows(self.weight)
        (given,), (goal,) = self.attempt.shown.run.examples[0]
        return StripState(
            self.weight, tuple(row.prediction for row in rows), tuple(row.goal for row in rows),
            goal / given if self.attempt.met and given and len(rows) == 1 else None,
            past=tuple(each.weight for each in self.seen if each.number), labels=tuple(row.label for row in rows),
            uncovered=smooth(self.lift.value), numbers=self.sweeping is None,  # a sweep tells no number of the weight
        )  # fmt: skip

    def dots(self) -> list[ProbeSeen]:
        """Those by the metric in use."""
        metric = self.attempt.shown.knobs["metric"]
        return [each for each in self.seen if each.metric == metric]

    @property
    def cancels(self) -> bool:
        """The misses add up to nothing, and that is told."""
        session = self.attempt.shown
        return self.attempt.met and cancels(session.run.metric) and bool(hidden_misses(session, self.seen))

    @property
    def mood(self) -> str:
        """Pip's: a meter that says 0 while both are wrong is nothing to smile at."""
        return "calm" if self.cancels else pip_mood(self.attempt)

    def update(self, seconds: float) -> None:
        """Time goes by. A bet that was read is put away."""
        if self.show is not None:
            self.show.time.update(seconds, self.host.game.settings.still)
            if self.show.number != self.attempt.open_bets.on_stage:
                self.show = None
        gone = is_revealed(self.attempt.shown) and self.attempt.director.state is not Phase.PLAY
        self.lift.go(float(gone))
        self.lift.update(seconds, self.host.game.settings.still)
        self.seen = self._looks(self.attempt.shown)
        # A new look is a pluck, the higher the better
        now = (self.attempt.shown.stage, len(self.seen))
        before, self._heard = self._heard, now
        if now[0] == before[0] and now[1] > before[1] and not self.attempt.shown.won:
            self.host.game.player_feedback.look(abs(self.seen[-1].error), 0.01)

    def _looks(self, session: Session) -> list[ProbeSeen]:
        key = (session.serial, session.run.serial, session.stage, session.knobs["metric"], tuple(session.probed))
        if key == self._key:
            return self.seen
        self._key = key
        return looks(session)
