"""What each wire of a neuron was blamed for in a step: delta × input = weight_delta, a row for each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.text import Run
from ..draw.tokens import BODY, LABEL, LEAD_NUMBER, NUMBER
from ..format.numbers import number, short
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class Blame(NamedTuple):
    """Of one wire."""

    delta: float
    input: float
    weight_delta: float


def draw_blame(
    canvas: Canvas, rect: Rect, names: Sequence[str], blames: Sequence[Blame] | None, frozen: frozenset[int]
) -> None:
    """delta × input = weight_delta for each wire, of the last step; None: there was none. `frozen`: held in it."""
    x, y, w, h = rect
    head = y + 14 + 16 * canvas.type
    runs = [
        ("delta", "text", 700, "mono"), (" × ", "text2", 500, "mono"), ("input", "input", 700, "mono"),
        (" = ", "text2", 500, "mono"), ("weight_delta", "text", 700, "mono"),
    ]  # fmt: skip
    size = 16 * min(1.0, (w - 40) / max(1.0, canvas.width("delta × input = weight_delta", NUMBER)))
    canvas.rich(x + 20, head, runs, BODY.of_size(size))
    pitch = min(58.0, (y + h - head - 14) / max(1, len(names)))
    largest = max((abs(each.weight_delta) for each in blames or ()), default=0.0)
    for i, name in enumerate(names):
        middle = head + 8 + pitch * (i + 0.5)
        if blames is not None and len(names) > 2:
            middle -= 4
            _draw_share(canvas, (x + 20, middle + 4 + 7 * canvas.type, w - 40, 6), blames[i].weight_delta, largest)
        base = canvas.base_of(middle)
        named = canvas.within(x + 20, base, name, w * 0.36, LABEL, "text2")
        if blames is None:
            canvas.text(x + w - 20, base, "?", LEAD_NUMBER, "text2", "end")
            continue
        if i in frozen:  # nothing is blamed on it
            wide = canvas.text(x + w - 20, base, _("frozen"), LABEL, "text2", "end")
            canvas.icon("snow", x + w - 20 - wide - 24, middle - 9, 18, "text2")
            continue
        delta, given, blame = blames[i]
        said = f"({short(given)})" if given < 0 else short(given)
        parts: list[Run] = [
            (number(delta, 2), "text", 700, "mono"), (" × ", "text2", 500, "mono"), (said, "input", 700, "mono"),
            (" = ", "text2", 500, "mono"), (number(blame, 2) if blame else "0", "text", 700, "mono"),
        ]  # fmt: skip
        size = 16 * min(1.0, (w - 44 - named) / canvas.rich_width(parts))
        canvas.rich(x + w - 20, base, parts, BODY.of_size(size), anchor="end")


def _draw_share(canvas: Canvas, rect: Rect, blame: float, largest: float) -> None:
    """A bar as long as this weight_delta is beside the largest one."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", h / 2)
    if blame and largest and math.isfinite(blame) and math.isfinite(largest):
        canvas.rect(x, y, max(h, w * (abs(blame) / largest)), h, "text", h / 2, alpha=0.85)
