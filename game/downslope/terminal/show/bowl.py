"""The error bowl of one weight in the terminal: braille dots, step digits on it, Pip, the goal under the axis."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ...engine.run import Run
from ...i18n import _
from .braille import Dots
from .style import HUES

COLUMNS, ROWS = 44, 15  # as large as it is at most


def span(run: Run) -> tuple[float, float]:
    """The weights to show: all that were there, and the bottom, with some room."""
    seen = [*run.history.weights[:200], *run.weights, *run.start]
    bottom = lowest(run, min(seen), max(seen))
    shown = [*[w for w in seen if isfinite(w)][:60], bottom]
    reach = max(max(abs(w - bottom) for w in shown), 0.5)
    reach = min(reach, 6.0 * max(abs(run.start[0] - bottom), 0.25))  # a runaway leaves the picture
    return bottom - 1.15 * reach, bottom + 1.15 * reach


def drawable(run: Run) -> bool:
    """Its numbers are not so large that a picture of them would have no numbers."""
    try:
        low, high = span(run)
        return all(map(isfinite, (high - low, run.full_problem.error([low]), run.full_problem.error([high]))))
    except OverflowError:
        return False


def lowest(run: Run, low: float, high: float) -> float:
    """The weight of the lowest error, by looking: coarse to fine."""
    reach = max(high - low, 1.0)
    centre = (low + high) / 2
    for _round in range(9):
        points = [centre + reach * (k / 20 - 1) for k in range(41)]
        centre = min(points, key=lambda w: run.full_problem.error([w]))
        reach /= 6
    return centre


def bowl(run: Run, step: int, rows: int = ROWS, columns: int = COLUMNS) -> list[Any]:
    """Lines of rich Text: the curve with the steps up to `step`, the axis, and the goal."""
    from rich.text import Text

    low, high = span(run)
    dots = Dots(columns, rows)
    errors = [run.full_problem.error([low + (high - low) * x / (dots.width - 1)]) for x in range(dots.width)]
    floor, top = min(errors), max(errors)
    scale = (dots.height - 3) / ((top - floor) or 1.0)
    last = None
    for x, error in enumerate(errors):
        y = round(dots.height - 2 - (error - floor) * scale)
        for between in range(min(y, last if last is not None else y), max(y, last if last is not None else y) + 1):
            dots.dot(x, between)
        last = y

    def place(weight: float) -> tuple[int, int]:
        x = (weight - low) / (high - low) * (dots.width - 1)
        error = run.full_problem.error([weight])
        return round(x), max(0, round(dots.height - 2 - (min(error, top) - floor) * scale) - 3)

    here = run.weights_at(step)[0]
    if low <= here <= high:
        dots.letter(*place(here), "●", HUES["glow"])
    for k in range(min(step, 9) + 1):
        weight = run.weights_at(k)[0]
        if low <= weight <= high and k < step:
            dots.letter(*place(weight), str(k), f"bold {HUES['text']}")
    lines = []
    for row in range(rows):
        line = Text()
        for column in range(columns):
            letter, style = dots.character(column, row)
            line.append(letter, style or (HUES["error"] if row < rows * 0.66 else HUES["glow"]))
        lines.append(line)
    return [*lines, *_axis(low, high, lowest(run, low, high), columns)]


def _axis(low: float, high: float, goal: float, columns: int) -> list[Any]:
    from rich.text import Text

    digits = 0 if high - low > 3 else 1 if high - low > 0.4 else 3
    axis = [" "] * columns
    for k in range(5):
        label = f"{low + (high - low) * (k + 0.5) / 5:.{digits}f}"
        at = int(columns * (k + 0.5) / 5) - len(label) // 2
        axis[at : at + len(label)] = list(label)
    at = max(0, min(columns - 1, round((goal - low) / (high - low) * (columns - 1))))
    words = Text(_("weight") + " →", HUES["weight"])
    mark = Text(" " * max(1, at - len(words.plain)) + "▲ " + f"{goal:.4f}", HUES["goal"])
    return [Text("".join(axis[:columns]), HUES["text2"]), words + mark]
