"""A convergence map: how a run ends from every place of a plane, and in how many beats.

Every place is run, coarse to fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from math import ceil, floor, inf, isfinite, log10
from typing import NamedTuple

from ..engine.run import Fault, Run
from ..formulas.inline import is_gradient_descent, is_squared_error
from ..learning import Dense
from ..rules import LEVEL_KNOBS, OUTCOMES, Catalog, Knob, Level, Session, Value, fits, knobs_of

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
    parts = [session.level, *(session.base.stage(k) for k in range(len(session.base.stages) + 1))]
    up = alphas([part.knob("alpha") for part in parts], float(run.alpha))
    planes_of = [MapPlane(level, KnobAxis("weight", weights(session)), up)] if level.network.size == 1 else []
    names = learners(session)
    if len(names) > 1:
        planes_of.append(MapPlane(level, KnobAxis("learner", names), up))
    for own in knobs_of(run.learner, run.metric):
        # A knob's notches, or values spread over its range; none where it is a choice of words
        knob = session.level.knob(own.name) or own
        values = tuple(sorted(float(v) for v in knob.values() or () if isinstance(v, (int, float))))
        if knob.values() is None:
            step = nice_ceiling((knob.high - knob.low) / OWN, ROUND)
            values = tuple(_multiple(k, step) for k in _between(knob, step))
        if len(values) > 1:
            planes_of.append(MapPlane(level, KnobAxis(own.name, values), up))
    return planes_of


def alphas(knobs: Iterable[Knob | None], alpha: float) -> KnobAxis:
    """From near 0 to the largest that the level allows in any part, in nice steps; over a wide range by ratios. A
    present alpha beyond that widens it."""
    knobs_here = [knob for knob in knobs if knob is not None]
    low = min(alpha, min([k.low for k in knobs_here if k.low > 0.0], default=alpha / ABOUT))
    height = max(alpha, max([k.high for k in knobs_here], default=alpha * ABOUT))
    if any(k.log for k in knobs_here) or height > WIDE * low:
        # Round numbers, the same in each decade; the ends are among them
        powers = range(floor(log10(low)), floor(log10(height)) + 1)
        for parts in DECADE:
            values = {float(f"{p * 10.0**k:.6g}") for k in powers for p in parts}
            values = {v for v in values if low * 1.05 < v < height / 1.05} | {low, height}
            if len(values) <= ROWS:
                break
        return KnobAxis("alpha", tuple(sorted(values)), True)
    step = nice_ceiling(height / ROWS, NICE)
    return KnobAxis("alpha", tuple(_multiple(k, step) for k in range(1, int(height / step + 1e-9) + 1)))


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


def _between(knob: Knob, step: float) -> range:
    """Which multiples of the step lie in the knob's range."""
    return range(ceil(knob.low / step - 1e-9), floor(knob.high / step + 1e-9) + 1)


def nice_ceiling(least: float, steps: tuple[float, ...]) -> float:
    """The smallest of the steps, times a power of ten, that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(float(f"{s * power:.6g}") for s in steps if s * power >= least * (1.0 - 1e-9))


def _multiple(count: int, step: float) -> float:
    return float(f"{count * step:.10g}")


def law_of(run: Run) -> tuple[float, float] | None:
    """Of one neuron: with squared error one step multiplies the miss by 1 - alpha * pull * steep; both are given.

    pull    delta / miss of the metric        steep    the mean over the examples of input ** 2

    From delta = input * weight - goal and weight -= alpha * delta * input, the next delta is delta * (1 - alpha * input
    ** 2). None: that does not hold. Metric and learner are recognised by their formulas.
    """
    network, learner = run.network, run.learner
    if tuple(network.ops()) != (Dense(0, 1, 1),) or run.frozen or not isinstance(run.alpha, (int, float)):
        return None
    if len(run.batches) != 1 or run.order.shuffled or run.schedule != "constant":
        return None
    squares = is_squared_error(run.metric)
    if squares is None or learner is None or not is_gradient_descent(learner):
        return None
    total = 0.0
    for (number,), _goal in run.examples:
        total += number * number
    steep = total / len(run.examples)
    return (squares[1], steep) if steep > 0.0 and isfinite(steep) else None


KINDS = tuple(OUTCOMES)
PIECE = 16  # steps of a run, before it is asked whether there is time for more
HEAVY = 320  # weights * examples of a step of which only one is made at once
UNKNOWN, FAULTY = -1, -2  # codes without an outcome

Place = tuple[int, int]  # column, row from the smallest alpha


class Cell(NamedTuple):
    """`kind`: a row of OUTCOMES. `beats`: steps, or epochs where a step sees a part of the examples."""

    kind: str
    beats: int


class ConvergenceMap:
    """The map of one plane. `work()` goes on with it, a small piece each time it is asked.

    `codes`: a number for each place, the rows one after another from the smallest alpha: beats * 8 + the place of the
    kind in KINDS, or FAULTY where a learner or metric raised, or UNKNOWN until it has been worked out: no place
    stands for another. `left`: places that are still to be worked out; `running`: the one that is being run.
    """

    def __init__(self, plane: MapPlane, catalog: Catalog, first: Place | None = None) -> None:
        """`first`: the place to begin with."""
        self.plane, self.catalog, self.first = plane, catalog, first
        self.running: Place | None = None
        self.columns, self.rows = len(plane.across.values), len(plane.up.values)
        self.codes = [UNKNOWN] * (self.columns * self.rows)
        self.left = len(self.codes)
        self.fault: Fault | None = None

    @property
    def done(self) -> bool:
        return not self.left

    def faulty(self, column: int, row: int) -> bool:
        """It was run, and a learner or metric raised."""
        return self.codes[row * self.columns + column] == FAULTY

    def cell(self, column: int, row: int) -> Cell | None:
        """None: not known yet, or it cannot be run."""
        code = self.codes[row * self.columns + column]
        return Cell(KINDS[code & 7], code >> 3) if code >= 0 else None

    def counts(self) -> dict[str, int]:
        """How many places there are of each kind, as far as it is known."""
        counts = [0] * 8
        for code in self.codes:
            if code >= 0:
                counts[code & 7] += 1
        return dict(zip(KINDS, counts))

    def session(self, column: int, row: int) -> Session:
        """The run of a place, not begun. Fault: its learner or metric raised."""
        return Session(self.plane.at(column, row), self.catalog)

    def work(self) -> Iterator[None]:
        """Works the map out; stops for a moment after each run, each piece of a long run."""
        names = isinstance(self.plane.across.values[0], str)
        first = [self.first] if self.first is not None else []
        for column, row in chain(first, coarse_to_fine(self.columns, self.rows, names)):
            if self.codes[row * self.columns + column] == UNKNOWN:
                self.running = (column, row)
                try:
                    session = self.session(column, row)
                    yield from run_incremental(session)
                    code = code_of(session)
                except Fault as fault:
                    self.fault, code = fault, FAULTY
                self.keep(column, row, code)
                yield
        self.running = None

    def keep(self, column: int, row: int, code: int) -> None:
        """The run of a place has ended so, here or elsewhere."""
        place = row * self.columns + column
        self.left -= self.codes[place] == UNKNOWN
        self.codes[place] = code


def code_of(session: Session) -> int:
    """What stands in a map for a run that has ended."""
    outcome = session.outcome
    if outcome is None:
        return FAULTY
    return outcome.step // len(session.run.batches) * 8 + KINDS.index(outcome.kind)


def run_incremental(session: Session) -> Iterator[None]:
    """Runs a session until it is known how it ends, a small piece each time it is asked."""
    run = session.run
    maximum = session.level.budget * len(run.batches)
    piece = max(1, min(PIECE, HEAVY // (run.network.size * len(run.batches[0]))))
    while session.outcome is None and session.count < maximum:
        session.learn_until_outcome(min(piece, maximum - session.count))
        if session.outcome is None:
            yield


def coarse_to_fine(columns: int, rows: int, names: bool) -> Iterator[Place]:
    """Every place once, (column, row), first those in the middle of large blocks. `names`: columns have nothing in
    common, so that each has its own."""
    size = 1
    while (size if names else 2 * size) < (rows if names else max(columns, rows)):
        size *= 2
    seen = bytearray(columns * rows)
    while size:
        width = 1 if names else size
        for first_row in range(0, rows, size):
            for first in range(0, columns, width):
                column, row = min(first + width // 2, columns - 1), min(first_row + size // 2, rows - 1)
                if not seen[row * columns + column]:
                    seen[row * columns + column] = 1
                    yield column, row
        size //= 2
