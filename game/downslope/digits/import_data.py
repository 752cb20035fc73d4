"""Digits that a player brings along: a CSV file (label, 64 pixels), or a folder of PNG pictures named by digit."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from ..i18n import _, plural_form
from ..rules.example import Example
from ..storage.errors import invalid_file
from ..storage.files import read_file, unreadable

PIXELS, FULL = 64, 16
MOST = 100_000  # rows
LONGEST = 10_000  # characters in a row


def load_examples(path: Path) -> list[Example]:
    """From a folder or a CSV file, whichever it is. Refused: why not, in one sentence that names the place."""
    return from_folder(path) if path.is_dir() else from_csv(path)


def from_csv(path: Path) -> list[Example]:
    """Each row a label 0 ... 9 and 64 pixels 0 ... 16, row by row; a first row of names is passed over."""
    examples: list[Example] = []
    for number, row in _rows(path):
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


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells), without blank lines and a head."""
    try:
        text = read_file(path).decode("utf-8-sig")
        lines = csv.reader(_short(path, StringIO(text, newline="")))
        for row in lines:
            cells = [cell.strip() for cell in row]
            head = lines.line_num == 1 and cells and not any(letter.isdigit() for letter in cells[0])
            if any(cells) and not head:
                yield lines.line_num, cells
    except OSError as error:
        raise unreadable(path.name, error) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise invalid_file(
            path, "", _("no text in UTF-8"), _("a CSV file: a label and 64 pixels in each row")
        ) from error


def _short(path: Path, lines: Iterator[str]) -> Iterator[str]:
    """Line by line. Refused: one that is too long to be a row."""
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            place = _("line {line}").format(line=number)
            raise invalid_file(path, place, _("{count} characters").format(count=len(line)), _("a label and 64 pixels"))
        yield line


def _whole(path: Path, line: int, column: int, cell: str, most: int) -> int:
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 4 and int(cell) <= most):
        place = _("line {line}, column {column}").format(line=line, column=column)
        raise invalid_file(path, place, repr(cell[:20]), _("a whole number 0 ... {most}").format(most=most))
    return int(cell)


def from_folder(path: Path) -> list[Example]:
    """Every PNG picture in it; its name begins with its digit, as in 7.png or 7-second.png."""
    from .png import read_picture

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
