"""A convergence map: how a run ends from every place of a plane, and in how many beats.

Every place is run, coarse to fine.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from ..engine.run import Fault
from ..rules.catalog import Catalog
from ..rules.outcome_kinds import OUTCOMES
from ..rules.session import Session
from .axes import MapPlane

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
        yield from self._run([self.first] if self.first is not None else ())
        yield from self._run(coarse_to_fine(self.columns, self.rows, names))

    def enter(self, column: int, row: int, session: Session) -> None:
        """The run of a place has ended elsewhere: how, is how it ends here."""
        self._keep(column, row, code_of(session))

    def _keep(self, column: int, row: int, code: int) -> None:
        place = row * self.columns + column
        self.left -= self.codes[place] == UNKNOWN
        self.codes[place] = code

    def _run(self, places: Iterable[Place]) -> Iterator[None]:
        """Runs the places that nobody has run."""
        for column, row in places:
            if self.codes[row * self.columns + column] == UNKNOWN:
                self.running = (column, row)
                code = yield from self._ended(column, row)
                self._keep(column, row, code)
                yield
        self.running = None

    def _ended(self, column: int, row: int) -> Generator[None, None, int]:
        """The code of a place, by running it."""
        try:
            session = self.session(column, row)
            yield from run_incremental(session)
        except Fault as fault:
            self.fault = fault
            return FAULTY
        return code_of(session)


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


def coarse_to_fine(columns: int, rows: int, names: bool = False) -> Iterator[Place]:
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
