"""What a neuron answers to every example, as numbers: which picture they ask for, and how large it is.

`AnswerKind` says which picture the examples ask for, `Answers` holds a neuron's numbers; answer_pictures.py draws it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..format.numbers import MINUS, decimal_mark
from ..widgets.widget import Rect

SHADES = 100  # tones of a cell that are told apart
TOLD = 38.0  # width of a cell from which its number is written in it
LETTERS = 4  # of a number in a cell, at most
RING = 5.0  # from the cells to the middle of the ring around them
CORNER = 12.0  # of that ring
SIZES = {"corners": (84.0, 62.0), "rows": (84.0, 62.0), "curve": (84.0, 62.0), "field": (62.0, 62.0),
         "means": (84.0, 62.0)}  # fmt: skip
WIDER, HIGHER = 8.0, 14.0  # of the prediction's picture, and of the goal's
SMALL = (30.0, 22.0)  # where there is no room for more
LOW = 44.0  # height below which a picture is a small one


class AnswerKind(NamedTuple):
    """Which picture it is. `cells`: (row, column) of each example; `across`: the input of each, or its goal's class;
    `down`: the second input of each.

    corners   two inputs vary, both on or off: across the first, down the second
    rows      one row for each class of goals, in the table's order
    curve     the value over the one input that varies, dots at the examples
    field     the value over the two inputs that vary
    means     a bar for each class of goals: the mean of its examples' values
    """

    name: str
    rows: int = 0
    columns: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()


class Answers(NamedTuple):
    """A neuron's. `values`: for each example, None where it is not told; `line`: along the curve, or over the field.

    hue    of the values above 0            dead    it is 0 for every example, and stays so
    lit    the example that is looked at    is_goal what is wanted, not what is answered
    under  what lies over the picture for a while: cells that it meets have no number, so that none is seen by half
    """

    values: tuple[float | None, ...]
    line: tuple[float, ...] = ()
    hue: str = "text"
    dead: bool = False
    lit: int = -1
    is_goal: bool = False
    under: Rect | None = None


def two_decimals(answer: Answers) -> Answers:
    """As exact as it is drawn: what is the same so, looks the same."""
    values = tuple(None if v is None else _round(v) for v in answer.values)
    return answer._replace(values=values, line=tuple(map(_round, answer.line)))


def _round(value: float) -> float:
    return round(value, 2) + 0.0 if abs(value) < 1e6 else value


def part_of(value: float) -> int:
    """How much of its hue a value's cell has, of SHADES."""
    return round(SHADES * min(1.0, abs(value))) if math.isfinite(value) else SHADES


def cell_text(value: float, letters: int = LETTERS) -> str:
    """A value in a cell: no 0 before the point, as many decimals as there is room for, at most two."""
    if not math.isfinite(value) or abs(value) >= 10 ** (letters - 1):
        return (MINUS if value < 0 else "") + "∞" if math.isinf(value) else "…"
    for digits in (2, 1, 0):
        text = f"{abs(value):.{digits}f}".removeprefix("0") or "0"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = (MINUS if value < 0 and text.strip(".0") else "") + (text or "0")
        if len(text) <= letters:
            return text.replace(".", decimal_mark())
    return text


def means_of(kind: AnswerKind, values: Sequence[float | None]) -> list[tuple[float, float]]:
    """(class of goals, mean of its examples' values), the smallest class first."""
    found: dict[float, list[float]] = {}
    for goal, value in zip(kind.across, values):
        if value is not None:
            found.setdefault(goal, []).append(value)
    return [(goal, sum(row) / len(row)) for goal, row in sorted(found.items())]
