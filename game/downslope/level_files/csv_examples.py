"""Columns of a CSV file as examples."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from math import isfinite
from pathlib import Path

from ..i18n import N_
from ..rules.example import Example
from ..rules.nearest import near
from ..storage.errors import Refused
from ..storage.files import read_file, unreadable
from ..storage.utf8 import text_in
from .cell_number import cell_number
from .limits import LARGEST, LETTERS, NUMBERS

MOST_BYTES = 5_000_000
SHOWN = 40  # letters of a cell


def read_csv(path: Path | str, inputs: Sequence[str], goals: Sequence[str], label: str = "") -> list[Example]:
    """Examples from the named columns of a file whose first row has the columns' names.

    `path`: of a file beside a plugin's own, `Path(__file__).with_name("days.csv")`.
    `inputs`, `goals`: one column or several, each cell a number; `label`: a column that is told beside the example.
    Commas, semicolons or tabs stand between the cells, as the first row has them; if not commas, one may part the
    decimals of a number. The text is UTF-8.
    Refused (a ValueError): the file, the line and the column, and what is wrong there.
    """
    path = Path(path)
    try:
        content = read_file(path, MOST_BYTES)
    except OSError as error:
        raise unreadable(path.name, error) from None
    return examples_in(content, path.name, inputs, goals, label)


def examples_in(
    content: bytes, file: str, inputs: Sequence[str], goals: Sequence[str], label: str = ""
) -> list[Example]:
    """The same of what a file of that name holds."""
    text = text_in(content, file, "utf-8-sig")
    mark = max(",;\t", key=text.partition("\n")[0].count)
    rows, comma = _rows(text, mark, file), mark != ","
    head = next(rows, (1, []))[1]
    wanted = [*inputs, *goals, *([label] if label else [])]
    missing = next((name for name in wanted if name not in head), None)
    if missing is not None or not inputs or not goals:
        allowed = near(missing or "", head)
        allowed += "" if allowed.endswith("?") else "."
        sentence = N_("{file}, line 1: there is no column {column}; allowed: {allowed}")
        raise Refused(sentence, 1, file=file, column=repr(missing or ""), allowed=allowed)
    places = {name: head.index(name) for name in wanted}
    found: list[Example] = []
    for line, cells in rows:
        if len(found) * len(wanted) > NUMBERS:
            raise Refused(N_("{file} has more than {most} numbers."), line, file=file, most=NUMBERS)
        given = [_number(file, line, name, cells[places[name] :][:1], comma) for name in (*inputs, *goals)]
        sides = [_side(given[: len(inputs)]), _side(given[len(inputs) :])]
        told = cells[places[label]][:LETTERS] if label and places[label] < len(cells) else ""
        found.append(Example(sides[0], sides[1], told))
    if not found:
        raise Refused(N_("{file} has no rows below its header."), 1, file=file)
    return found


def _side(numbers: Sequence[float]) -> float | tuple[float, ...]:
    return numbers[0] if len(numbers) == 1 else tuple(numbers)


def _rows(text: str, mark: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that is not blank; `mark` stands between cells."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        for row in lines:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield lines.line_num, cells
    except csv.Error as error:
        raise Refused(N_("{file}: {reason}."), lines.line_num, file=file, reason=str(error)) from None


def _number(file: str, line: int, column: str, cells: Sequence[str], comma: bool) -> float:
    """Of the cell; there may be none."""
    cell = next(iter(cells), "")
    value = cell_number(cell, comma)
    if value is not None and isfinite(value) and abs(value) <= LARGEST:
        return value
    sentence = N_("{file}, line {number}: {cell} is not a number (column {column}).")
    raise Refused(sentence, line, file=file, number=line, cell=repr(cell[:SHOWN]), column=column)
