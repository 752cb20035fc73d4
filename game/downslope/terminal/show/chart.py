"""A curve in braille dots over two fixed axes, with the line that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, isfinite, log10

from rich.text import Text

from ...i18n import _
from .braille import Dots
from .figures import aim_figure
from .run_part import RunPart
from .style import HUES

ABOVE, BELOW = 0.25, 0.3  # decades of room above the start and below the goal
DEEPEST = 6.0  # decades at most


class Scale:
    """From what is measured to a part of the height, 0 at the bottom ... 1 at the top."""

    def __init__(self, part: RunPart) -> None:
        self.linear = part.shares
        if self.linear:
            self.low, self.high = 0.0, 1.0
            return
        values = [value for _beat, value in part.curve(part.last) if isfinite(value) and value > 0] or [1.0]
        start = part.measure(0)
        start = log10(start) if isfinite(start) and start > 0 else log10(max(values))
        aim = part.aim
        bottom = log10(aim) if aim else log10(min(values))
        self.high = max(start, bottom) + ABOVE
        self.low = max(min(start, bottom) - BELOW, self.high - DEEPEST)

    def place(self, value: float) -> float:
        """Beyond the ends: on them."""
        if not self.linear:
            value = log10(value) if isfinite(value) and value > 0 else self.high if value else self.low
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def labels(self) -> list[tuple[float, str]]:
        """(value, what stands beside it): whole decades, few enough to be read."""
        if self.linear:
            return [(1.0, "100"), (0.5, "50"), (0.0, "0")]
        powers = list(range(floor(self.low) + 1, floor(self.high) + 1))
        every = 1 + len(powers) // 5
        return [(10.0**power, aim_figure(10.0**power)) for power in powers if power % every == 0]


def chart(part: RunPart, place: int, columns: int, rows: int) -> list[Text]:
    """Lines: a label of so many letters and a space, then the dots; the last line is the axis below."""
    scale, dots = Scale(part), Dots(columns, rows)
    width = 4 if part.shares else 5
    bottom = dots.height - 1

    def row(value: float) -> int:
        if part.shares:
            return dot(value) // 4
        return round((1.0 - scale.place(value)) * (rows - 1))

    def dot(value: float) -> int:
        down = (1.0 - scale.place(value)) * bottom
        return round(down) if part.shares else int(down)

    across = (dots.width - 1) / part.length
    _draw(dots, [(round(beat * across), dot(value)) for beat, value in part.curve(place)])
    labels = {row(value): (text[:width], HUES["text2"]) for value, text in scale.labels()}
    aim = part.aim
    wanted = row(aim) if aim is not None else None
    if aim is not None and wanted is not None and not (part.shares and wanted in labels):
        labels[wanted] = (f"{100 * aim:g}" if part.shares else aim_figure(aim), HUES["goal"])
    hue = HUES["prediction" if part.shares else "error"]
    lines = []
    for r in range(rows):
        text, style = labels.get(r, ("", ""))
        line = Text(f"{text:>{width}} ", style)
        for column in range(columns):
            letter, _own = dots.character(column, r)
            empty = letter == " "
            line.append("┄" if empty and r == wanted else letter, HUES["goal"] if empty else hue)
        lines.append(line)
    return [*lines, _axis(part, width + 1, columns)]


def _draw(dots: Dots, points: Sequence[tuple[int, int]]) -> None:
    """From dot to dot; a single one is a dot."""
    for (x0, y0), (x1, y1) in pairwise([points[0], *points]):
        span = max(abs(x1 - x0), abs(y1 - y0), 1)
        for k in range(span + 1):
            dots.dot(x0 + floor((x1 - x0) * k / span + 0.5), y0 + floor((y1 - y0) * k / span))


def _axis(part: RunPart, left: int, columns: int) -> Text:
    unit = _(part.unit)
    edge = columns if part.shares else columns - 1
    text = f"{'0':<{max(2, edge // 2 - 3)}}{unit}"
    return Text(" " * left + f"{text}{part.length:>{max(1, edge - len(text))}}", HUES["text2"])
