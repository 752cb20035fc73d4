"""What was seen through the fog, the start and every probe since, and how far it has lifted. Nothing here is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from ...attempt.director import Phase
from ...formulas.polynomial import is_squared_error
from ...i18n import _
from ...rules.session import Session
from ...view.cards.metric_sample import cancels
from ...view.draw.tween import smooth
from ...view.format.axis import finite_or_one
from ...view.networks.neuron_rows import NeuronRow
from ...view.strips.probe_strip import ProbeState
from ..shared.fog_lift import fog_lift
from .fog_curve import factor

if TYPE_CHECKING:
    from ..shared.host import Host
    from .fog_show import FogShow

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
    weight = start_weight(session)
    times = factor(session.level, len(run.examples))
    squares = is_squared_error(run.metric)
    square = squares is not None and squares[0] == 1.0 and len(run.examples) == 1 and run.network.outputs == 1
    found = [ProbeSeen(0, weight, run.full_problem.error([weight]) * times, metric, None)]
    for index, probe in enumerate(session.probed, 1):
        found.append(ProbeSeen(index, probe.weights[0], probe.error * times, probe.metric, None))
    return [seen._replace(side=sqrt(seen.error)) if square and seen.metric == metric else seen for seen in found]


def start_weight(session: Session) -> float:
    """Where this part of the level began: turning the meter does not move it."""
    if session.carried_weights is not None:
        return session.carried_weights[0]
    return float(session.level.weights[0]) if session.level.weights else session.run.start[0]


def axis(seen: Sequence[ProbeSeen], lowest: float = LOWEST) -> tuple[float, float]:
    """(lowest, highest) error of the picture, from nothing but what was seen. `lowest`: so far it reaches below it."""
    errors = finite_or_one(each.error for each in seen)
    low, high = min(0.0, *errors), max(0.0, *errors)
    span = high - low or 1.0
    floor = low - lowest * span
    return floor, floor + HIGHEST * (max(high, low + span) - floor)


def is_lifted(session: Session) -> bool:
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

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.lift = fog_lift(float(is_lifted(self.attempt.session)))
        self._key: object = None
        self.seen = self._looks(self.attempt.session)
        self.show: FogShow | None = None  # a bet that is played out
        self._heard = (0, len(self.seen))  # stage and looks when something was last heard

    @property
    def weight(self) -> float:
        """The weight on the stage: as it is turned, or as a bet sweeps over it."""
        if self.show is not None and not self.show.roll:
            return self.show.weight
        return self.attempt.shown.weights[0]

    def word(self, name: str, default: str = "") -> str:
        """The level's own word for a quantity."""
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
        live = live or (self.show is not None and not self.show.roll)
        found = []
        for example, (inputs, goals) in zip(level.examples, session.run.examples):
            found.append(NeuronRow(
                _(example.label) if example.label else "",
                None if level.visibility("input") == "hidden" else inputs[0],
                session.run.network.predict([here], inputs)[0] if live else None,
                goals[0] if level.visibility("goal") != "hidden" or self.attempt.met else None,
            ))  # fmt: skip
        return found

    def strip_state(self) -> ProbeState:
        """What the strip of the story's things shows."""
        rows = self.rows(self.weight)
        (given,), (goal,) = self.attempt.shown.run.examples[0]
        return ProbeState(
            self.weight, tuple(row.label for row in rows), tuple(row.prediction for row in rows),
            tuple(row.goal for row in rows), tuple(each.weight for each in self.seen if each.number),
            goal / given if self.attempt.met and given and len(rows) == 1 else None, smooth(self.lift.value),
            numbers=self.show is None or self.show.roll,  # a sweep tells no number of the weight
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

    def update(self, seconds: float) -> None:
        """Time goes by. A bet that was read is put away."""
        if self.show is not None:
            self.show.time.update(seconds, self.host.game.settings.still)
            if self.show.number not in (self.attempt.asking.played, self.attempt.asking.last):
                self.show = None
        gone = is_lifted(self.attempt.shown) and self.attempt.director.state is not Phase.PLAY
        self.lift.go(float(gone))
        self.lift.update(seconds, self.host.game.settings.still)
        self.seen = self._looks(self.attempt.shown)
        self._hear()

    def _looks(self, session: Session) -> list[ProbeSeen]:
        """Worked out anew where something was done."""
        key = (session.serial, session.run.serial, session.stage, session.knobs["metric"], tuple(session.probed))
        if key == self._key:
            return self.seen
        self._key = key
        return looks(session)

    def _hear(self) -> None:
        """A new look is a pluck, the higher the better."""
        now = (self.attempt.shown.stage, len(self.seen))
        before, self._heard = self._heard, now
        if now[0] != before[0]:
            self.host.says = None
        elif now[1] > before[1] and not self.attempt.shown.won:
            self.host.game.feel.look(abs(self.seen[-1].error), 0.01)
