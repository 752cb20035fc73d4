"""Examples from files of a player: columns of a CSV file, the numbers in its cells; digits as rows or pictures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import Protocol

from ..i18n import MINUS, N_, _, parse_number, plural_form
from ..rules import Example, near
from ..storage.files import Refused, invalid_file, read_file, text_in, unreadable

PIXELS, FULL = 64, 16
MOST = 100_000  # rows


def from_csv(path: Path) -> list[Example]:
    """Each row a label 0 ... 9 and 64 pixels 0 ... 16, row by row; a first row of names is passed over."""
    try:
        text = text_in(read_file(path), path.name, "utf-8-sig")
    except OSError as error:
        raise unreadable(path.name, error) from error
    examples: list[Example] = []
    for number, row in _rows(text, ",", path.name):
        if number == 1 and not any(letter.isdigit() for letter in row[0]):
            continue
        if len(row) != PIXELS + 1:
            columns = plural_form("{count} column", "{count} columns", len(row)).format(count=len(row))
            raise invalid_file(path, _("line {line}").format(line=number), columns, _("65: a label and 64 pixels"))
        label = _whole(path, number, 1, row[0], 9)
        pixels = [_whole(path, number, column, cell, FULL) / FULL for column, cell in enumerate(row[1:], 2)]
        examples.append(example(pixels, label))
        if len(examples) > MOST:
            raise invalid_file(path, "", _("more rows"), _("at most {count}").format(count=MOST))
    if not examples:
        raise invalid_file(path, "", _("no rows"), _("one or more, each a label and 64 pixels"))
    return examples


def example(pixels: list[float], label: int) -> Example:
    """As the shipped ones are."""
    return Example(tuple(pixels), tuple(float(number == label) for number in range(10)), str(label))


def _whole(path: Path, line: int, column: int, cell: str, most: int) -> int:
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 4 and int(cell) <= most):
        place = _("line {line}, column {column}").format(line=line, column=column)
        raise invalid_file(path, place, repr(cell[:20]), _("a whole number 0 ... {most}").format(most=most))
    return int(cell)


def from_folder(path: Path) -> list[Example]:
    """Every PNG picture in it; its name begins with its digit, as in 7.png or 7-second.png."""
    from .drawing import read_picture

    try:
        pictures = sorted(file for file in path.iterdir() if file.suffix.lower() == ".png" and file.is_file())
    except OSError as error:
        raise unreadable(path.name, error) from error
    if not pictures:
        raise invalid_file(path, "", _("no pictures"), _("PNG pictures, each named by its digit, such as 7.png"))
    examples = []
    for file in pictures:
        if file.name[0] not in "0123456789":
            raise invalid_file(file, _("its name"), repr(file.name), _("a name that begins with its digit, 0 ... 9"))
        examples.append(example(read_picture(file), int(file.name[0])))
    return examples


LARGEST = 1e12  # size of a number
LETTERS = 400  # of a label
NUMBERS = 200_000  # in a file

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
        return parse_number(plain)
    except ValueError:
        return None


MOST_BYTES = 5_000_000
SHOWN = 40  # letters of a cell


class SiblingFiles(Protocol):
    """What a level's file finds beside it, by plain names."""

    def read(self, name: str, most: int) -> bytes:
        """All of a file. OSError: there is none, it cannot be read, it has more than `most` bytes."""


def read_beside(files: SiblingFiles | None, name: str, most: int, instead: str) -> bytes:
    """All of a file beside a level's own. Refused: it is not the name of one, or cannot be read.

    `instead`: what an author does where a level comes without files, as in a link.
    """
    if not name or Path(name).name != name or name.startswith(".") or "\\" in name:
        raise Refused(N_("{file}: expected the name of a file next to this one."), file=name)
    if files is None:
        raise Refused(N_("{file}: this level has no files next to it; {instead}."), file=name, instead=instead)
    try:
        return files.read(name, most)
    except OSError as error:
        raise unreadable(name, error) from None


def read_csv(path: Path | str, inputs: Sequence[str], goals: Sequence[str], label: str = "") -> list[Example]:
    """Examples from columns of a CSV file. The first row has the columns' names.

    `path`: of a file beside a plugin's own, `Path(__file__).with_name("days.csv")`.
    `inputs`, `goals`: one column or several, each cell a number; `label`: a column whose words stand beside the
    example.
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


def examples_beside(
    files: SiblingFiles | None, name: str, inputs: str | Sequence[str], goals: str | Sequence[str], label: str = ""
) -> list[Example]:
    """The same of a file beside that of the levels. Refused: it names no such file, too."""
    content = read_beside(files, name, MOST_BYTES, _("write its examples out"))
    columns = [[side] if isinstance(side, str) else side for side in (inputs, goals)]
    return examples_in(content, name, columns[0], columns[1], label)


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
    if head and (missing is not None or not inputs or not goals):
        allowed = near(missing or "", head)
        allowed += "" if allowed.endswith("?") else "."
        sentence = N_("{file}, line 1: there is no column {column}; allowed: {allowed}")
        raise Refused(sentence, 1, file=file, column=repr(missing or ""), allowed=allowed)
    examples: list[Example] = []
    for line, cells in rows:
        if len(examples) * len(wanted) > NUMBERS:
            raise Refused(N_("{file} has more than {most} numbers."), line, file=file, most=NUMBERS)
        row = dict(enumerate(cells))  # it may be shorter than the head
        given: list[float] = []
        for name in (*inputs, *goals):
            cell = row.get(places[name], "")
            value = cell_number(cell, comma)
            if value is None or not isfinite(value) or abs(value) > LARGEST:
                sentence = N_("{file}, line {number}: {cell} is not a number (column {column}).")
                raise Refused(sentence, line, file=file, number=line, cell=repr(cell[:SHOWN]), column=name)
            given.append(value)
        parts = given[: len(inputs)], given[len(inputs) :]
        sides = [part[0] if len(part) == 1 else tuple(part) for part in parts]
        word = row.get(places[label], "")[:LETTERS] if label else ""
        examples.append(Example(sides[0], sides[1], word))
    if not examples:
        raise Refused(N_("{file} has no rows below its header."), 1, file=file)
    return examples


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
