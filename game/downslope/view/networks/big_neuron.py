"""One neuron, large, over the land: input, wire, the place of the weight's dial, wire, prediction, the goal beside it.

Several examples stand under each other in the nodes. The wire to the prediction is dark until something was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LABEL, LEAD_NUMBER, NUMBER, STRONG
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

R, DIAL = 58.0, 80.0  # radii of the nodes and of the dial
UNKNOWN = "?"


class Spots(NamedTuple):
    """Where the parts stand: x of input, weight and prediction, y of all three, left edge of the goal's tag."""

    input: float
    weight: float
    prediction: float
    y: float
    goal: float


def spots(sky: Rect, tag: float = 86.0, type: float = 1.0) -> Spots:
    """In a sky of any size, as far apart as it allows. `tag`: width of the goal's tag; `type`: factor on texts."""
    x, y, w, h = sky
    far = max(DIAL + R + 24, min(340.0, 240.0 * w / 792, (w - 3 * R - tag - 40) / 2))
    wide = 2 * far + 2 * R + 16 + tag
    first = x + max(12.0, (w - wide) * 0.72) + R
    across = y + 172 + max(0.0, h - 436) * 0.38 + min(22.0, 32 * (max(1.0, type) - 1))
    return Spots(first, first + far, first + 2 * far, across, first + 2 * far + R + 16)


class Cells(NamedTuple):
    """What stands in a node: a text for each example, and which of them are struck."""

    texts: Sequence[str]
    struck: frozenset[int] = frozenset()


def draw_wires(canvas: Canvas, at: Spots, lit: float, pulse: float | None, negative: bool) -> None:
    """Wires and their signs. `lit`: 0 dark, 1 shining; `pulse`: 0..1, where the light that was sent is."""
    y = at.y
    hue = "weight_negative" if negative else "weight"
    canvas.glow(at.weight, y, 190, hue, 0.2, ((0.0, 1.0), (0.6, 0.3), (1.0, 0.0)))
    canvas.line(at.input + R - 2, y, at.weight - DIAL + 2, y, "ink", 16, 0.45 if canvas.theme.dark else 0.12)
    canvas.line(at.input + R - 2, y, at.weight - DIAL + 2, y, "input", 9)
    left, right = at.weight + DIAL + 2, at.prediction - R
    dark = canvas.theme.dark
    canvas.line(left, y, right, y, "bg0" if dark else "border2", 20, 0.9 if dark else 0.5)
    canvas.line(left, y, right, y, "raised", 12)
    canvas.line(left, y, right, y, "well", 7)
    if lit <= 0 and pulse is None:
        canvas.line(left + 6, y, right - 4, y, "border2", 2, 0.9, (1, 9))
    if lit > 0:
        canvas.line(left, y, right, y, hue, 11, lit)
    if pulse is not None:
        _draw_pulse(canvas, at, pulse, hue)
    signs = (((at.input + at.weight) / 2 - 10, "×", "input"), ((at.weight + at.prediction) / 2 + 12, "=", hue))
    for x, sign, colour in signs:
        ring = colour if sign == "×" or lit > 0 or pulse is not None else "border2"
        canvas.circle(x, y, 17, "panel", ring, 2.5)
        canvas.text(x, y + 7.5, sign, STRONG.sized(22 / canvas.type), "text", "middle")
    if negative:
        bead = at.prediction - R - 17
        canvas.circle(bead, y, 8.5, "panel", hue, 2.5)
        canvas.line(bead - 4, y, bead + 4, y, hue, 2.5)


def _draw_pulse(canvas: Canvas, at: Spots, pulse: float, hue: str) -> None:
    """A light that runs from the input through the dial to the prediction."""
    start, end = at.input + R, at.prediction - R
    x = start + pulse * (end - start)
    if x < at.weight - DIAL or x > at.weight + DIAL:
        canvas.glow(x, at.y, 34, "input" if x < at.weight else hue, 0.9)
        canvas.circle(x, at.y, 6, "star")
    else:
        canvas.circle(at.weight, at.y, DIAL + 3, None, hue, 5, 0.9)
    if x > at.weight + DIAL:
        canvas.line(at.weight + DIAL + 2, at.y, x, at.y, hue, 11)


def draw_input(canvas: Canvas, at: Spots, cells: Cells) -> None:
    canvas.node(at.input, at.y, R, "input", "")
    _draw_cells(canvas, at.input, at.y, cells, "text", 32)


def draw_prediction(canvas: Canvas, at: Spots, cells: Cells, known: bool, burst: float | None) -> None:
    """Dashed with a question mark until it is known. `burst`: 0..1 of a ring that spreads when it is right."""
    x, y = at.prediction, at.y
    if burst is not None and burst < 1:
        canvas.circle(x, y, R + 6 + 34 * burst, None, "goal", 5 * (1 - burst) + 1, 1 - burst)
    if known:
        canvas.node(x, y, R, "prediction", "", glow=0.28)
    else:
        canvas.soft_disc(x, y + 5, R, "shadow", canvas.theme.node_shadow, 6)
        canvas.circle(x, y, R, canvas.mix("well", "prediction", 0.05))
        canvas.circle(x, y, R - 2, None, "prediction", 3.4, dash=(9, 9))
    _draw_cells(canvas, x, y, cells, "text" if known else "prediction", 30 if known else 38)


def _draw_cells(canvas: Canvas, x: float, y: float, cells: Cells, colour: str, size: float) -> None:
    """Numbers under each other, as large as the node allows."""
    texts = cells.texts
    room = 2 * (R - 10) if len(texts) == 1 else 2 * (R - 18)
    size = size if len(texts) == 1 else 24.0
    size = min(size, 2 * (R - 12) / (len(texts) * 1.15 * canvas.type)) if len(texts) > 1 else size
    for text in texts:
        size = min(size, size * room / max(1.0, canvas.width(text, NUMBER.sized(size))))
    line = size * 1.18 * canvas.type
    top = y - line * (len(texts) - 1) / 2 + size * 0.36 * canvas.type
    for i, text in enumerate(texts):
        struck = i in cells.struck
        wide = canvas.text(x, top + i * line, text, NUMBER.sized(size), "text3" if struck else colour, "middle")
        if struck:
            middle = top + i * line - size * 0.3 * canvas.type
            canvas.line(x - wide / 2 - 3, middle, x + wide / 2 + 3, middle, "text3", 2)


def draw_tag(canvas: Canvas, x: float, y: float, kind: str, label: str, word: str = "") -> None:
    """The name of a part under it, its top at y; the level's own word for it in a second line."""
    wide = max(canvas.width(label, LABEL) + 46, canvas.width(word) + 24 if word else 0)
    line = 22 * canvas.type
    high = 8 + line + (line - 2 if word else 0)
    canvas.rect(x - wide / 2, y, wide, high, "panel", 9, alpha=0.94)
    middle = y + 4 + line / 2
    name = canvas.width(label, LABEL)
    glyph = "weight" if kind == "weight_negative" else kind
    canvas.glyph(kind, x - name / 2 - 6, middle, 7.5 if glyph == "weight" else 6.5)
    canvas.text(x - name / 2 + 9, middle + 5.8 * canvas.type, label, LABEL, "text")
    if word:
        canvas.text(x, middle + line - 2 + 5.8 * canvas.type, word, BODY, "text2", "middle")


def goal_width(canvas: Canvas, cells: Cells, label: str) -> float:
    """Of the goal's tag."""
    widest = max(canvas.width(text, LEAD_NUMBER) for text in cells.texts)
    return max(86.0, widest + 50, canvas.width(label, LABEL) + 24)


def draw_goal(canvas: Canvas, at: Spots, cells: Cells, label: str) -> None:
    """The goal's tag beside the prediction."""
    texts = cells.texts
    wide = goal_width(canvas, cells, label)
    line = 24 * canvas.type
    high = 12 + line * (len(texts) + 1)
    x, y = at.goal, at.y - high / 2
    canvas.line(at.prediction + R + 2, at.y, x, at.y, "goal", 2, 0.8, (2, 6))
    canvas.rect(x, y, wide, high, "panel", 12, alpha=0.95)
    canvas.rect(x + 0.75, y + 0.75, wide - 1.5, high - 1.5, None, 11.5, "goal", 1.5)
    for i, text in enumerate(texts):
        low = y + 4 + line * (i + 0.78)
        struck = i in cells.struck
        canvas.glyph("goal", x + 20, low - 6 * canvas.type, 8, "text3" if struck else None)
        end = canvas.text(x + 38, low, text, LEAD_NUMBER, "text3" if struck else "goal", "start")
        if struck:
            canvas.line(x + 35, low - 6 * canvas.type, x + 41 + end, low - 6 * canvas.type, "text3", 2)
    canvas.text(x + wide / 2, y + 4 + line * (len(texts) + 0.72), label, LABEL, "text", "middle")
