"""One neuron, large, over the land: input, wire, the place of the weight's dial, wire, prediction, the goal beside it.

Several examples stand under each other in the nodes. The wire to the prediction is dark until something was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import NUMBER
from ..widgets.widget import Rect
from .neuron_panel import DOTS, draw_goal, draw_minus, draw_sign, goal_tag_size

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

R, DIAL = 58.0, 80.0  # radii of the nodes and of the dial


class StagePoints(NamedTuple):
    """Where the parts stand: x of input, weight and prediction, y of all three, left edge of the goal's tag."""

    input: float
    weight: float
    prediction: float
    y: float
    goal: float


def spots(sky: Rect, tag: float = 86.0, type: float = 1.0) -> StagePoints:
    """In a sky of any size, as far apart as it allows. `tag`: width of the goal's tag; `type`: factor on texts."""
    x, y, w, h = sky
    far = max(DIAL + R + 24, min(340.0, 240.0 * w / 792, (w - 3 * R - tag - 40) / 2))
    width = 2 * far + 2 * R + 16 + tag
    first = x + max(12.0, (w - width) * 0.72) + R
    across = y + 172 + max(0.0, h - 436) * 0.38 + min(22.0, 32 * (max(1.0, type) - 1))
    return StagePoints(first, first + far, first + 2 * far, across, first + 2 * far + R + 16)


class NodeTexts(NamedTuple):
    """What stands in a node: a text for each example, and which of them are struck."""

    texts: Sequence[str]
    crossed_out: frozenset[int] = frozenset()


def draw_wires(canvas: Canvas, at: StagePoints, lit: float, pulse: float | None, negative: bool,
               relation: str) -> None:  # fmt: skip
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
        # A light that runs from the input through the dial to the prediction.
        start, end = at.input + R, at.prediction - R
        x = start + pulse * (end - start)
        if x < at.weight - DIAL or x > at.weight + DIAL:
            canvas.glow(x, at.y, 34, "input" if x < at.weight else hue, 0.9)
            canvas.circle(x, at.y, 6, "star")
        else:
            canvas.circle(at.weight, at.y, DIAL + 3, None, hue, 5, 0.9)
        if x > at.weight + DIAL:
            canvas.line(at.weight + DIAL + 2, at.y, x, at.y, hue, 11)
    signs = (((at.input + at.weight) / 2 - 10, "×", "input"), ((at.weight + at.prediction) / 2 + 12, relation, hue))
    for x, sign, colour in signs:
        ring = colour if sign == "×" or lit > 0 or pulse is not None else "border2"
        draw_sign(canvas, x, y, sign, ring, 17, 22)
    if negative:
        draw_minus(canvas, at.prediction - R - 17, y, 8.5, hue, 2.5)


def draw_input(canvas: Canvas, at: StagePoints, cells: NodeTexts) -> None:
    """The input's node with what goes in."""
    canvas.node(at.input, at.y, R, "input", "")
    _draw_cells(canvas, at.input, at.y, cells, "text", 32)


def draw_prediction(canvas: Canvas, at: StagePoints, cells: NodeTexts, known: bool, burst: float | None) -> None:
    """Dashed with a question mark until it is known. `burst`: 0..1 of a ring that spreads when it is right."""
    x, y = at.prediction, at.y
    if burst is not None and burst < 1:
        canvas.circle(x, y, R + 6 + 34 * burst, None, "goal", 5 * (1 - burst) + 1, 1 - burst)
    if known:
        canvas.node(x, y, R, "prediction", "", glow=0.28)
    else:
        canvas.blurred_disc(x, y + 5, R, "shadow", canvas.theme.node_shadow, 6)
        canvas.circle(x, y, R, canvas.mix("well", "prediction", 0.05))
        canvas.circle(x, y, R - 2, None, "prediction", 3.4, dash=(9, 9))
    _draw_cells(canvas, x, y, cells, "text" if known else "prediction", 30 if known else 38)


def _draw_cells(canvas: Canvas, x: float, y: float, cells: NodeTexts, colour: str, size: float) -> None:
    """Numbers under each other, as large as the node allows."""
    texts = cells.texts
    room = 2 * (R - 10) if len(texts) == 1 else 2 * (R - 18)
    size = size if len(texts) == 1 else 24.0
    size = min(size, 2 * (R - 12) / (len(texts) * 1.15 * canvas.type)) if len(texts) > 1 else size
    for text in texts:
        size = min(size, size * room / max(1.0, canvas.width(text, NUMBER.with_size(size))))
    line = size * 1.18 * canvas.type
    top = canvas.baseline_of(y - line * (len(texts) - 1) / 2, size)
    for i, text in enumerate(texts):
        crossed_out = i in cells.crossed_out
        wide = canvas.text(
            x, top + i * line, text, NUMBER.with_size(size), "text3" if crossed_out else colour, "middle"
        )
        if crossed_out:
            middle = top + i * line - size * 0.3 * canvas.type
            canvas.line(x - wide / 2 - 3, middle, x + wide / 2 + 3, middle, "text3", 2)


def draw_goal_beside(canvas: Canvas, at: StagePoints, cells: NodeTexts, label: str) -> None:
    """The goal's tag beside the prediction."""
    canvas.line(at.prediction + R + 2, at.y, at.goal, at.y, "goal", 2, 0.8, DOTS)
    height = goal_tag_size(canvas, cells.texts, label)[1]
    draw_goal(canvas, at.goal, at.y - height / 2, cells.texts, label, cells.crossed_out)
