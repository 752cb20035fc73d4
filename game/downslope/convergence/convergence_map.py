"""A convergence map: how a run ends from every place of a plane, and in how many beats.

By the law where it holds, a row at a time; else by running, coarse to fine. What the law leaves in doubt (a place so
near a border that rounding decides) is run too, so that a map never differs from the runs it stands for.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

from ..engine.run import Fault
from ..rules.catalog import Catalog
from ..rules.session import Session
from .axes import Axes
from .closed_form import KINDS, ClosedForm, closed_form_of

PIECE = 16  # steps of a run, before it is asked whether there is time for more
HEAVY = 320  # weights * examples of a step of which only one is made at once
UNKNOWN, FAULTY = -1, -2  # codes without an outcome


class Cell(NamedTuple):
    """`kind`: one of the six outcomes. `beats`: steps, or epochs where a step sees a part of the examples."""

    kind: str
    beats: int


class ConvergenceMap:
    """The map of one plane. `work()` goes on with it, a small piece each time it is asked.

    `codes`: a number for each place, the rows one after another from the smallest alpha: beats * 8 + the place of the
    kind in KINDS, or UNKNOWN, or FAULTY where a learner or metric raised. Until a place has been worked out it has
    what a place nearby came to. `left`: places that are still to be worked out.
    """

    def __init__(self, plane: Axes, catalog: Catalog) -> None:
        """Fault: the level's own learner or metric raised."""
        self.plane, self.catalog = plane, catalog
        self.columns, self.rows = len(plane.across.values), len(plane.up.values)
        self.codes = [UNKNOWN] * (self.columns * self.rows)
        self.known = bytearray(len(self.codes))
        self.left = len(self.codes)
        self.fault: Fault | None = None
        self.judge: ClosedForm | None = None
        if plane.across.name == "weight":
            self.judge = closed_form_of(self.session(0, 0), [float(w) for w in plane.across.values])

    @property
    def done(self) -> bool:
        return not self.left

    def faulty(self, column: int, row: int) -> bool:
        """It was run, and a learner or metric raised."""
        return self.codes[row * self.columns + column] == FAULTY and bool(self.known[row * self.columns + column])

    def cell(self, column: int, row: int) -> Cell | None:
        """None: not known yet, or it cannot be run."""
        code = self.codes[row * self.columns + column]
        return Cell(KINDS[code & 7], code >> 3) if code >= 0 else None

    def counts(self) -> dict[str, int]:
        """How many places there are of each kind, as far as it is known."""
        found = [0] * 8
        for code in self.codes:
            if code >= 0:
                found[code & 7] += 1
        return dict(zip(KINDS, found))

    def session(self, column: int, row: int) -> Session:
        """The run of a place, not begun. Fault: its learner or metric raised."""
        return Session(self.plane.at(column, row), self.catalog)

    def work(self) -> Iterator[None]:
        """Works the map out; stops for a moment after each row of the law, each run, each piece of a long run."""
        if self.judge is None:
            names = isinstance(self.plane.across.values[0], str)
            for block in coarse_to_fine(self.columns, self.rows, names):
                yield from self._run(block)
            return
        doubts = list[tuple[int, int]]()
        for row in range(self.rows):
            doubts += [(column, row) for column in self._by_the_law(self.judge, row)]
            yield
        for column, row in doubts:
            yield from self._run(Block(column, row, range(column, column + 1), range(row, row + 1)))

    def _by_the_law(self, judge: ClosedForm, row: int) -> set[int]:
        """Fills a row; gives the columns that are doubtful."""
        first = row * self.columns
        codes, doubtful = judge.row(float(self.plane.up.values[row]))
        self.codes[first : first + self.columns], doubts = codes, set(doubtful)
        self.known[first : first + self.columns] = b"\1" * self.columns
        for column in doubts:
            self.known[first + column] = 0
        self.left -= self.columns - len(doubts)
        return doubts

    def _run(self, block: Block) -> Iterator[None]:
        """Runs a place, and gives what it comes to to those of its block that are not known yet."""
        code = yield from self._ended(block.column, block.row)
        for row in block.rows:
            for place in range(row * self.columns + block.columns[0], row * self.columns + block.columns[-1] + 1):
                if not self.known[place]:
                    self.codes[place] = code
        self.known[block.row * self.columns + block.column] = 1
        self.left -= 1
        yield

    def _ended(self, column: int, row: int) -> Generator[None, None, int]:
        """The code of a place, by running it."""
        try:
            session = self.session(column, row)
            yield from running(session)
        except Fault as fault:
            self.fault = fault
            return FAULTY
        outcome = session.outcome
        if outcome is None:
            return FAULTY
        return outcome.step // len(session.run.batches) * 8 + KINDS.index(outcome.kind)


def running(session: Session) -> Iterator[None]:
    """Runs a session until it is known how it ends, a small piece each time it is asked."""
    run = session.run
    most = session.level.budget * len(run.batches)
    piece = max(1, min(PIECE, HEAVY // (run.network.size * len(run.batches[0]))))
    while session.outcome is None and session.count < most:
        session.learn_on(min(piece, most - session.count))
        if session.outcome is None:
            yield


class Block(NamedTuple):
    """A place that is run, and the places that it stands for until they are."""

    column: int
    row: int
    columns: range
    rows: range


def coarse_to_fine(columns: int, rows: int, names: bool = False) -> Iterator[Block]:
    """Every place once, first those in the middle of large blocks. `names`: columns have nothing in common, so that
    none stands for another."""
    size = 1
    while (size if names else 2 * size) < (rows if names else max(columns, rows)):
        size *= 2
    seen = bytearray(columns * rows)
    while size:
        wide = 1 if names else size
        for first_row in range(0, rows, size):
            for first in range(0, columns, wide):
                column, row = min(first + wide // 2, columns - 1), min(first_row + size // 2, rows - 1)
                if not seen[row * columns + column]:
                    seen[row * columns + column] = 1
                    block = range(first, min(first + wide, columns)), range(first_row, min(first_row + size, rows))
                    yield Block(column, row, *block)
        size //= 2
