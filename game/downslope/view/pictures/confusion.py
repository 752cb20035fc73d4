"""Which digit is read as which, as a table; what each output looks for, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import LABEL, NUMBER
from ..widgets.widget import Rect
from .kernel_grid import Grid
from .mosaic import draw_weights

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

IN_CELL = 0.76  # of a cell's width, for its number
Table = tuple[tuple[int, ...], ...]


def draw_table(canvas: Canvas, rect: Rect, table: Table) -> None:
    """Rows: what it is; columns: what it is read as. The diagonal is right and framed; the rest is wrong."""
    x, y, w, h = rect
    count = len(table)
    size = min(16.0, 15 / max(1.0, canvas.type))
    side = min((w - 60) / (count + 1), (h - 34) / (count + 1))
    longest = str(max(10, *(number for row in table for number in row)))
    small = size * min(1.0, IN_CELL * side / canvas.width(longest, NUMBER.of_size(size)))
    left, top = x + (w - side * (count + 1)) / 2 + side, y + 26 + side
    canvas.text(left + side * count / 2, y + 16, _("read as"), LABEL.of_size(size), "text2", "middle")
    for k in range(count):
        canvas.text(left + side * (k + 0.5), top - 7, str(k), NUMBER.of_size(size), "text2", "middle")
        canvas.mid_text(left - 10, top + side * (k + 0.5), str(k), NUMBER.of_size(size), "text2", "end")
    for i, row in enumerate(table):
        total = max(1, sum(row))
        for j, number in enumerate(row):
            hue = "prediction" if i == j else "error"
            part = number / total if i == j else min(1.0, 6 * number / total)
            spot = left + side * j + 1, top + side * i + 1
            canvas.rect(*spot, side - 2, side - 2, canvas.mix("well", hue, 0.06 + 0.5 * part), 3)
            if i == j:
                canvas.rect(*spot, side - 2, side - 2, None, 3, "text2", 1)
            if number:
                centre = left + side * (j + 0.5), top + side * (i + 0.5)
                canvas.mid_text(*centre, str(number), NUMBER.of_size(small), "text", "middle")


def draw_templates(canvas: Canvas, rect: Rect, templates: Sequence[Sequence[float]], chosen: int | None) -> None:
    """The weights of each output as a picture: blue counts for it, orange against it. `chosen`: the one that won."""
    x, y, w, h = rect
    columns = 5 if len(templates) > 4 else max(1, len(templates))
    rows = -(-len(templates) // columns)
    side = min((w - 24) / columns - 14, (h - 16) / rows - 30 * canvas.type)
    largest = max((abs(v) for one in templates for v in one), default=0.0) or 1.0
    for number, one in enumerate(templates):
        row, column = divmod(number, columns)
        left = x + 12 + column * (w - 24) / columns + ((w - 24) / columns - side) / 2
        top = y + 8 + row * (h - 16) / rows
        cells = round(len(one) ** 0.5)
        grid = Grid(left, top, side / cells, cells)
        draw_weights(canvas, grid, one, largest)
        if number == chosen:
            canvas.rect(left - 5, top - 5, side + 10, side + 10, None, 7, "prediction", 2.4)
        base = top + side + 6 + 15 * canvas.type
        ink = "text" if number == chosen else "text2"
        canvas.text(left + side / 2, base, str(number), NUMBER, ink, "middle")
