"""A pasted text as examples: CSV, TSV, cells of a spreadsheet, files with semicolons and a decimal comma, JSON pairs.

A header is a first row without a number in it. The last column is the goal; a first column of texts is the label. The
first wrong cell is told with its row and column, and nothing is taken then.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any, NamedTuple

from ..digits.csv_examples import cell_number
from ..i18n import N_
from ..storage.files import Refused
from .bench import MOST_INPUTS, MOST_ROWS, BenchRow, is_cell_number

LONGEST = 2_000_000  # letters of a text that is looked at
SHOWN = 40  # letters of a cell in a sentence
LABEL, NAME = 80, 24  # letters of a label, and of a column's name
NOTHING = N_("There is no table in the clipboard: copy cells, CSV or JSON pairs.")


class Pasted(NamedTuple):
    """`dropped`: rows beyond the most that are taken. `names`: of the columns, where there is a header."""

    rows: tuple[BenchRow, ...]
    inputs: int
    dropped: int = 0
    names: tuple[str, ...] = ()


TextLine = tuple[int, tuple[str, ...]]  # a row as it stands in the text: its number there, from 1, and its cells


def read_table(text: str) -> Pasted:
    """The examples of a text. Refused: why there are none, in a sentence."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if len(text) > LONGEST:
        raise Refused(N_("The text has {count} letters; allowed: {most}."), count=len(text), most=LONGEST)
    if not text.strip():
        raise Refused(NOTHING)
    if text.lstrip().startswith("["):
        return _from_json(text)
    lines, comma = _lines_of(text)
    if not lines:  # there are marks between cells, and nothing in any
        raise Refused(NOTHING)
    _number_there, first = lines[0]
    names = first if not any(_number(cell, comma) is not None for cell in first) else ()
    body = lines[1:] if names else lines
    if not body:
        raise Refused(NOTHING)
    width = len(body[0][1])
    labelled = width > 2 and all(_number(cells[0], comma) is None for _line, cells in body)
    _refuse_width(width - labelled)
    rows = []
    for line, cells in body[:MOST_ROWS]:
        if len(cells) != width:
            sentence = N_("row {row}: cells: {count}; in the first row: {wanted}")
            raise Refused(sentence, line, row=line, count=len(cells), wanted=width)
        numbers = list[float]()
        for column in range(int(labelled), width):
            value = _number(cells[column], comma)
            if value is None:
                sentence = N_("row {row}, column {column}: {cell} is not a number; nothing was pasted")
                name = names[column] if column < len(names) and names[column] else column + 1
                cell = f"“{cells[column][:SHOWN]}”"
                raise Refused(sentence, line, row=line, column=name, cell=cell)
            numbers.append(value)
        rows.append(BenchRow(tuple(numbers), cells[0][:LABEL] if labelled else ""))
    named = tuple(name[:NAME] for name in names[int(labelled) : width])
    named = named if len(named) == width - labelled else ()
    return Pasted(tuple(rows), width - labelled - 1, max(0, len(body) - MOST_ROWS), named)


def _lines_of(text: str) -> tuple[list[TextLine], bool]:
    """The rows that are not blank, and whether a comma parts the decimals."""
    first = next(line for line in text.splitlines() if line.strip())
    mark = next((mark for mark in "\t;," if mark in first), "")
    comma = mark in ("\t", ";")
    if not mark:
        return [(number, tuple(line.split())) for number, line in enumerate(text.splitlines(), 1) if line.split()], True
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    rows = list[TextLine]()
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise Refused(N_("row {row}: {reason}"), reader.line_num, row=reader.line_num, reason=str(error)) from None
    return rows, comma


def _number(cell: str, comma: bool) -> float | None:
    """None: it is none that a level may have. `comma`: it may part the decimals."""
    value = cell_number(cell, comma)
    return value if value is not None and is_cell_number(value) else None


def _refuse_width(columns: int) -> None:
    if not 2 <= columns <= MOST_INPUTS + 1:
        sentence = N_("columns of numbers: {count}; expected: inputs (at most {most}), then the goal")
        raise Refused(sentence, count=columns, most=MOST_INPUTS)


def _from_json(text: str) -> Pasted:
    """[[input, goal], ...] or [[[input, input], goal, "label"], ...]; flat rows of numbers too."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(N_("This is not JSON from line {number} on."), line, number=line) from None
    if not isinstance(data, list) or not data:
        raise Refused(NOTHING)
    rows = [_row_of(number, one) for number, one in enumerate(data[:MOST_ROWS], 1)]
    width = len(rows[0].cells)
    _refuse_width(width)
    for number, row in enumerate(rows, 1):
        if len(row.cells) != width:
            sentence = N_("row {row}: cells: {count}; in the first row: {wanted}")
            raise Refused(sentence, number, row=number, count=len(row.cells), wanted=width)
    return Pasted(tuple(rows), width - 1, max(0, len(data) - MOST_ROWS))


def _row_of(number: int, one: Any) -> BenchRow:
    if not isinstance(one, list) or not one:
        raise Refused(N_("row {row}: expected a pair such as [2, 3]"), number, row=number)
    label = one[-1] if isinstance(one[-1], str) and len(one) > 2 else ""
    values = one[:-1] if label else one
    flat = [*values[0], *values[1:]] if isinstance(values[0], list) else values
    for column, value in enumerate(flat, 1):
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not is_cell_number(value):
            sentence = N_("row {row}, column {column}: {cell} is not a number; nothing was pasted")
            raise Refused(sentence, number, row=number, column=column, cell=f"“{str(value)[:SHOWN]}”")
    return BenchRow(tuple(map(float, flat)), label[:LABEL])
