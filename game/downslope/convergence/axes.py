"""What a convergence map is drawn over: alpha upwards; the start weight, learners or an own knob of the
learner or the metric across."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, floor, inf, isfinite, log10
from typing import NamedTuple

from ..rules.fitting import fits, knobs_of
from ..rules.knob import LEVEL_KNOBS, Knob, Value
from ..rules.level import Level
from ..rules.session import Session

NICE = (1.0, 1.25, 2.0, 2.5, 5.0, 10.0)  # steps of alpha, times a power of ten
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)  # of weights, whose marks stand at round numbers
DECADE = ((1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8), (1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
ROWS, HALF = 24, 24  # at most so many alphas, so many weights on each side of the middle
WIDE = 100.0  # a range of more than this ratio is divided by ratios
ABOUT = 4.0  # an alpha that cannot be turned is shown among those up to so many times as large
MOST = 2_000_000  # weights * examples * beats of a run that is still drawn a hundred times
OWN = 20  # about so many values of a learner's own knob without notches


class KnobAxis(NamedTuple):
    """`name`: weight, alpha, learner, or an own knob of the learner or the metric. Its values rise, but learners'."""

    name: str
    values: tuple[Value, ...]
    log: bool = False

    def nearest(self, value: Value) -> int:
        """The place of the value, or of the one nearest to it."""
        if isinstance(value, str) or value in self.values:
            return self.values.index(value) if value in self.values else 0
        numbers = [v for v in self.values if isinstance(v, (int, float))]
        return min(range(len(numbers)), key=lambda k: abs(numbers[k] - value), default=0)


class MapPlane(NamedTuple):
    """A level whose start is changed from place to place; `level` has no recording, no parts and no questions."""

    level: Level
    across: KnobAxis
    up: KnobAxis  # alpha

    def at(self, column: int, row: int) -> Level:
        """The level that starts with the values of this place."""
        name, value = self.across.name, self.across.values[column]
        level = replace(self.level, alpha=float(self.up.values[row]))
        if name == "weight":
            return replace(level, weights=[float(value)])
        if name == "learner":
            return replace(level, learner=str(value))
        return replace(level, settings={**level.settings, name: value})


def start_of(session: Session) -> list[float]:
    """The weights that the player's run starts from: after a recording that cannot be cut, else before it."""
    run, taped = session.run, session.recorded
    if not taped or session.base.take_over:
        return list(run.start)
    return list(run.weights_at(taped))


def pinned_level(session: Session) -> Level:
    """The level as this part and the knobs have it, from the start of the present run, with nothing free."""
    knobs = session.knobs
    own = {name: value for name, value in knobs.items() if name not in LEVEL_KNOBS}
    plain = {name: knobs[name] for name in LEVEL_KNOBS if name != "spread"}
    return replace(
        session.level, weights=start_of(session), spread=1.0, settings=own, frozen=session.frozen, knobs=(),
        variants={}, stages=(), recording=(), questions=(), ghost=(), probes=None, **plain,
    )  # fmt: skip


def has_map(session: Session) -> bool:
    """The level has a map: it learns with one alpha, is judged by itself, and its runs are not too long."""
    level, run = session.level, session.run
    work = level.network.size * len(run.examples) * level.budget
    alone = isinstance(run.alpha, (int, float)) and run.alpha > 0.0 and not level.stop
    return run.learner is not None and alone and work <= MOST


def planes(session: Session) -> list[MapPlane]:
    """The maps that this level can have, the most telling first; none where it has no map."""
    if not has_map(session):
        return []
    level, run = pinned_level(session), session.run
    assert run.learner is not None and isinstance(run.alpha, (int, float))
    up = alphas([part.knob("alpha") for part in _parts(session)], float(run.alpha))
    planes_of = [MapPlane(level, KnobAxis("weight", weights(session)), up)] if level.network.size == 1 else []
    names = learners(session)
    if len(names) > 1:
        planes_of.append(MapPlane(level, KnobAxis("learner", names), up))
    for knob in knobs_of(run.learner, run.metric):
        values = own_values(session.level.knob(knob.name) or knob)
        if len(values) > 1:
            planes_of.append(MapPlane(level, KnobAxis(knob.name, values), up))
    return planes_of


def alphas(knobs: Iterable[Knob | None], alpha: float) -> KnobAxis:
    """From near 0 to the largest that the level allows in any part, in nice steps; over a wide range by ratios. The
    present alpha is among them."""
    knobs_here = [knob for knob in knobs if knob is not None]
    low = min(alpha, min([k.low for k in knobs_here if k.low > 0.0], default=alpha / ABOUT))
    height = max(alpha, max([k.high for k in knobs_here], default=alpha * ABOUT))
    if any(k.log for k in knobs_here) or height > WIDE * low:
        return KnobAxis("alpha", decades(low, height, ROWS), True)
    step = nice_ceiling(height / ROWS, NICE)
    return KnobAxis("alpha", tuple(_multiple(k, step) for k in range(1, int(height / step + 1e-9) + 1)))


def decades(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers from low to high, the same in each decade; the ends are among them."""
    powers = range(floor(log10(low)), floor(log10(high)) + 1)
    for parts in DECADE:
        values = {float(f"{p * 10.0**k:.6g}") for k in powers for p in parts}
        values = {v for v in values if low * 1.05 < v < high / 1.05} | {low, high}
        if len(values) <= most:
            break
    return tuple(sorted(values))


def weights(session: Session) -> tuple[float, ...]:
    """About the best weight, as far as the start on one side and 0 on the other; a weight's own knob has its range."""
    knob = session.level.knob("weight")
    if knob is not None:
        step = nice_ceiling((knob.high - knob.low) / (2 * HALF), ROUND)
        return tuple(_multiple(k, step) for k in _between(knob, step))
    # Of one neuron: where the squared misses are least; the start where every input is 0
    steep, along = 0.0, 0.0
    for input, goal in session.run.examples:
        for miss in goal:
            steep += input[0] * input[0]
            along += input[0] * miss
    best = along / steep if steep > 0.0 else inf
    start, middle = start_of(session)[0], (best if isfinite(best) else session.run.start[0])
    reach = max(1.0, abs(start - middle), abs(middle))
    step = nice_ceiling(reach / HALF, ROUND)
    half = ceil(reach / step - 1e-9)
    centre = round(middle / step)
    return tuple(_multiple(k, step) for k in range(centre - half, centre + half + 1))


def learners(session: Session) -> tuple[str, ...]:
    """Those that the level offers; where it offers none to choose from, its own and all others that can play it."""
    knob, catalog, plugin = session.level.knob("learner"), session.catalog, session.level.plugin
    if knob is not None:
        return tuple(str(name) for name in knob.stops)
    here = str(session.knobs["learner"])
    own = catalog.learner(here, plugin)
    names = [name for name in catalog.learners if "/" not in name or name.startswith(f"{plugin}/")]
    return (here, *(name for name in names if catalog.learners[name] is not own and _plays(session, name)))


def _plays(session: Session, name: str) -> bool:
    """It says that the network suits it, and can make a step."""
    try:
        kind = session.catalog.learners[name]
        if not fits(kind, session.level.network):
            return False
        Session(replace(pinned_level(session), learner=name), session.catalog).run.step()
    except Exception:  # a plugin's own code: whatever it raises, it cannot play here
        return False
    return True


def own_values(knob: Knob) -> tuple[float, ...]:
    """A knob's notches, or values spread over its range; none where it is a choice of words."""
    values = knob.values()
    if values is None:
        step = nice_ceiling((knob.high - knob.low) / OWN, ROUND)
        return tuple(_multiple(k, step) for k in _between(knob, step))
    return tuple(sorted(float(v) for v in values if isinstance(v, (int, float))))


def _between(knob: Knob, step: float) -> range:
    """Which multiples of the step lie in the knob's range."""
    return range(ceil(knob.low / step - 1e-9), floor(knob.high / step + 1e-9) + 1)


def nice_ceiling(least: float, steps: tuple[float, ...]) -> float:
    """The smallest of the steps, times a power of ten, that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(float(f"{s * power:.6g}") for s in steps if s * power >= least * (1.0 - 1e-9))


def _multiple(count: int, step: float) -> float:
    return float(f"{count * step:.10g}")


def _parts(session: Session) -> list[Level]:
    return [session.level, *(session.base.stage(k) for k in range(len(session.base.stages) + 1))]
