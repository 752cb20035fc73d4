"""The weights of a network side by side: a column for each neuron, a cell for each weight, grouped by layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.theme import weight_hue
from ..draw.tokens import CODE, LABEL, NUMBER
from ..format.numbers import number, short
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

FULL = 1.0  # weight that fills its cell with all of its hue
HEAD = 34.0
SMALLEST = 9.0  # physical pixels: a number is not written smaller


def draw_columns(canvas: Canvas, rect: Rect, sizes: Sequence[int], weights: Sequence[float],
                 names: Sequence[str]) -> None:  # fmt: skip
    """Rows: what goes into the neurons of the first layer; under them what each neuron gives to the next layer."""
    x, y, w, h = rect
    inputs, neurons = sizes[0], sizes[1]
    outs = sizes[2] if len(sizes) == 3 else 0
    rows = [(names[i] if i < len(names) else str(i + 1)) for i in range(inputs)]
    rows += [_("→ prediction")] * min(1, outs) if outs == 1 else [f"→ {k + 1}" for k in range(outs)]
    left = x + 20 + min(0.34 * w, max(canvas.width(row, LABEL) for row in rows)) + 14
    wide = (x + w - 16 - left) / neurons
    top = y + HEAD * max(1.0, canvas.type)
    high = min(46.0, (y + h - 10 - top - (8 if outs else 0)) / len(rows))
    for column in range(neurons):
        canvas.text(left + wide * (column + 0.5), top - 10, str(column + 1), CODE, "text2", "middle")
    canvas.text(x + 20, top - 10, _("neuron"), LABEL, "text2")
    first_out = inputs * neurons
    for row, name in enumerate(rows):
        line = top + row * high + (8 if row >= inputs else 0)
        base = canvas.base_of(line + high / 2)
        canvas.within(x + 20, base, name, left - x - 28, LABEL, "text2")
        for column in range(neurons):
            index = column * inputs + row if row < inputs else first_out + (row - inputs) * neurons + column
            _draw_cell(canvas, (left + wide * column + 2, line + 2, wide - 4, high - 4), weights[index])


def _draw_cell(canvas: Canvas, rect: Rect, weight: float) -> None:
    x, y, w, h = rect
    hue = weight_hue(weight)
    part = round(8 * min(1.0, abs(weight) / FULL)) / 8 if abs(weight) < 1e6 else 1.0
    canvas.rect(x, y, w, h, canvas.mix("well", hue, 0.04 + 0.24 * part), 6, hue if part else "border", 1)
    for said in (number(weight), short(round(weight, 1))):
        size = 16 * min(1.0, (w - 8) / max(1.0, canvas.width(said, NUMBER)))
        if h >= 16 and size * canvas.type * canvas.s >= SMALLEST:
            canvas.mid_text(x + w / 2, y + h / 2, said, NUMBER.of_size(size), "text", "middle")
            return
