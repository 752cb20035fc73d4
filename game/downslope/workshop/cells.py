"""A cell of the table of examples: a number, or the text that stands there and is none."""

from __future__ import annotations

from typing import NamedTuple

from ..level_files.limits import LARGEST
from ..typed_number import parse

Cell = float | str


class BenchRow(NamedTuple):
    """An example as it stands in the table: the inputs, and last the goal. `label`: what it is called."""

    cells: tuple[Cell, ...]
    label: str = ""


class WrongCell(NamedTuple):
    """Where no number stands: row and column, from 0."""

    row: int
    column: int


def cell_of(text: str) -> Cell:
    """The number that was typed; else the text as it is: empty, no number, none that can be reckoned with."""
    try:
        value = parse(text)
    except ValueError:
        return text
    return value if is_cell_number(value) else text


def is_cell_number(cell: Cell) -> bool:
    """A finite number that a level may have."""
    return not isinstance(cell, str) and abs(cell) <= LARGEST  # which a number that is not finite is not


def cell_text(cell: Cell) -> str:
    """What is typed for it."""
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)


def wrong_cells(rows: tuple[BenchRow, ...]) -> list[WrongCell]:
    """Every cell without a number, row by row."""
    return [
        WrongCell(number, column)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
        if not is_cell_number(cell)
    ]
