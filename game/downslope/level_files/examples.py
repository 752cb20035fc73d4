"""Examples as a file has them: written out, the columns of a CSV file beside it, or the shipped digits.

    examples = [[-2, 0.8], [[1, 0], 1, "a label"]]                          # input, goal, label
    examples = { csv = "ice_cream.csv", input = ["sun"], goal = ["sold"], label = "day" }
    examples = { digits = "stratified", unseen = true }
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from ..digits.dataset import SPLITS, Digits
from ..i18n import N_
from ..rules.example import Example
from ..rules.suggest import near
from ..storage.errors import Refused
from ..storage.files import read_file, text_in, unreadable
from ..typed_number import MINUS, parse
from .level_draft import Misread, WholeSentence
from .limits import LARGEST, LETTERS, NUMBERS
from .needs import SiblingFiles

# ---------------------------------------------------------------------------------------------------------------------
# What a cell of a table says as a number, as spreadsheets of many countries write it.


# Signs between thousands: 1.234,5 and 1.234.567, or 1,234.5 and 1,234,567. One alone parts the decimals.
POINTS = re.compile(r"[-+]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
COMMAS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")


def cell_number(cell: str, comma: bool) -> float | None:
    """None: it is none. `comma`: it may part the decimals, for it does not part the cells."""
    plain = cell.replace(MINUS, "-").replace(" ", "").replace("\u00a0", "")
    if not comma and "," in plain:
        return None
    if comma and POINTS.fullmatch(plain):
        plain = plain.replace(".", "")
    elif comma and COMMAS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        return parse(plain)
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------------------------------------
# Columns of a CSV file as examples.


MOST_BYTES = 5_000_000
SHOWN = 40  # letters of a cell


def read_csv(path: Path | str, inputs: Sequence[str], goals: Sequence[str], label: str = "") -> list[Example]:
    """Examples from columns of a CSV file. The first row has the columns' names.

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
    places = {name: place for place, name in reversed([*enumerate(head)])}
    missing = next((name for name in wanted if name not in places), None)
    if missing is not None or not inputs or not goals:
        allowed = near(missing or "", head)
        allowed += "" if allowed.endswith("?") else "."
        sentence = N_("{file}, line 1: there is no column {column}; allowed: {allowed}")
        raise Refused(sentence, 1, file=file, column=repr(missing or ""), allowed=allowed)
    found: list[Example] = []
    for line, cells in rows:
        if len(found) * len(wanted) > NUMBERS:
            raise Refused(N_("{file} has more than {most} numbers."), line, file=file, most=NUMBERS)
        row = dict(enumerate(cells))  # it may be shorter than the head
        given = [_number(file, line, name, row.get(places[name], ""), comma) for name in (*inputs, *goals)]
        sides = [_side(given[: len(inputs)]), _side(given[len(inputs) :])]
        told = row.get(places[label], "")[:LETTERS] if label else ""
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


def _number(file: str, line: int, column: str, cell: str, comma: bool) -> float:
    value = cell_number(cell, comma)
    if value is not None and isfinite(value) and abs(value) <= LARGEST:
        return value
    sentence = N_("{file}, line {number}: {cell} is not a number (column {column}).")
    raise Refused(sentence, line, file=file, number=line, cell=repr(cell[:SHOWN]), column=column)


def is_number(value: object) -> bool:
    """True is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def examples_of(value: Any, path: str, beside: SiblingFiles | None = None) -> Sequence[Example]:
    """[[input, goal], ...], each a number or a list of them, and a label; or a table: columns of a CSV file, digits."""
    if isinstance(value, dict):
        return _elsewhere(value, path, beside)
    if not isinstance(value, list):
        raise Misread(path, value, "a list of [input, goal]")
    return [_example(one, f"{path}[{number}]") for number, one in enumerate(value)]


def _example(value: Any, path: str) -> Example:
    allowed = "[input, goal] or [input, goal, 'label'], numbers or lists of them"
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise Misread(path, value, allowed)
    for side in value[:2]:
        if not all(is_number(one) for one in (side if isinstance(side, list) else [side])):
            raise Misread(path, value, allowed)
    label = value[2] if len(value) == 3 else ""
    if not isinstance(label, str):
        raise Misread(path, value, allowed)
    input, goal = (tuple(side) if isinstance(side, list) else side for side in value[:2])
    return Example(input, goal, label)


def _elsewhere(table: Mapping[str, Any], path: str, beside: SiblingFiles | None) -> Sequence[Example]:
    found = next((source for name, source in SOURCES.items() if name in table), None)
    if found is None:
        raise Misread(path, table, "a list of [input, goal], or a table with csv or digits")
    other = next((key for key in table if key not in found.keys), None)
    if other is not None:
        raise Misread(f"{path}.{other}", other, near(other, found.keys))
    return found.read(table, path, beside)


def _from_csv(table: Mapping[str, Any], path: str, beside: SiblingFiles | None = None) -> Sequence[Example]:
    """The examples of a file beside the file of levels. Wrong: what does not name such a file and its columns."""
    name, label = table["csv"], table.get("label", "")
    inputs, goals = (_columns(table.get(key), f"{path}.{key}") for key in ("input", "goal"))
    if not isinstance(label, str):
        raise Misread(f"{path}.label", label, "the name of a column")
    if not isinstance(name, str) or not name or Path(name).name != name or name.startswith("."):
        raise Misread(f"{path}.csv", name, "the name of a file that lies beside this one")
    if beside is None:
        raise Misread(f"{path}.csv", name, "examples written out: this level comes without files beside it")
    try:
        return examples_in(beside.read(name, MOST_BYTES), name, inputs, goals, label)
    except Refused as refused:
        raise Misread(f"{path}.csv", WholeSentence(refused), "") from None
    except OSError as error:
        raise Misread(f"{path}.csv", WholeSentence(unreadable(name, error)), "") from None


def _columns(value: Any, path: str) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise Misread(path, value, "the name of a column, or a list of them")
    return list(map(str, names))


def _from_digits(table: Mapping[str, Any], path: str, beside: SiblingFiles | None) -> Sequence[Example]:
    """Digits, read when the first is asked for. Wrong: there is no such split."""
    split, unseen = table["digits"], table.get("unseen", False)
    if split not in SPLITS:
        raise Misread(f"{path}.digits", split, near(split, SPLITS))
    if not isinstance(unseen, bool):
        raise Misread(f"{path}.unseen", unseen, "true or false")
    return Digits(split, unseen)


class Source(NamedTuple):
    """A table that says where examples are: its keys, and what reads them."""

    keys: tuple[str, ...]
    read: Callable[[Mapping[str, Any], str, SiblingFiles | None], Sequence[Example]]


SOURCES = {
    "csv": Source(("csv", "input", "goal", "label"), _from_csv),
    "digits": Source(("digits", "unseen"), _from_digits),
}
