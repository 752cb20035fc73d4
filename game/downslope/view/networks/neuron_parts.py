"""What every picture of a neuron is made of: wires, signs, dials, names under nodes, the tag of the goal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.plate import draw_plate
from ..draw.theme import weight_hue
from ..draw.tokens import BODY, LABEL, LEAD_NUMBER, STRONG
from ..format.numbers import number

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIDDEN = "?"
TURNS = 68  # places of a dial's needle on either side: each is a picture that is kept
CAP = 22.0  # no wire is wider
DOTS = (2.0, 6.0)


def neuron_number(value: float | None, digits: int = 2) -> str:
    """A number beside a neuron; huge ones lose their decimals, hidden ones are question marks."""
    return HIDDEN if value is None else number(value, digits if abs(value) < 100 else min(digits, 1))


def wire_width(weight: float, thin: float = 4.0, thick: float = 7.0, scale: float = 1.0) -> float:
    """Design pixels, in halves: thin + thick * |weight|, at most CAP, all times `scale`."""
    wide = min(CAP, thin + thick * abs(weight)) if math.isfinite(weight) else CAP
    return round(2 * wide * scale) / 2


def dial_turn(weight: float, limit: float) -> float:
    """How far a needle is turned, -1 ... 1 at ±limit, in steps of 1 / TURNS; 0 keeps the weight's sign."""
    turn = max(-1.0, min(1.0, weight / limit)) if limit and math.isfinite(weight) else 1.0
    return round(turn * TURNS) / TURNS or math.copysign(0.0, weight)


def draw_sign(canvas: Canvas, x: float, y: float, sign: str, colour: str, radius: float = 12.0,
              size: float = 16.0) -> None:  # fmt: skip
    """× or = on its wire, in a circle that grows with it."""
    grown = max(1.0, canvas.type)
    canvas.circle(x, y, radius * grown, "panel", colour, radius / 6)
    canvas.mid_text(x, y, sign, STRONG.of_size(size * grown / canvas.type), "text", "middle")


def draw_minus(canvas: Canvas, x: float, y: float, radius: float, colour: str, width: float = 2.0) -> None:
    """The bead that tells a negative weight on its wire."""
    canvas.circle(x, y, radius, "panel", colour, width)
    canvas.line(x - 0.47 * radius, y, x + 0.47 * radius, y, colour, width)


def draw_ends(canvas: Canvas, spots: Sequence[float], y: float, given: str, prediction: str, radius: float) -> None:
    """The input's node at the first spot, its wire and sign on the way to the second, the prediction at the third."""
    left, middle = spots[0], spots[1]
    canvas.line(left + radius - 2, y, middle - 38, y, "input", 5)
    draw_sign(canvas, (left + middle) / 2, y, "×", "input")
    canvas.node(left, y, radius, "input", given)
    canvas.node(spots[2], y, radius, "prediction", prediction, size=18)


def draw_weight(canvas: Canvas, spots: Sequence[float], y: float, weight: float, limit: float, value: str) -> None:
    """The dial at the second spot, the weight's wire and sign on the way to the third."""
    middle, right, hue, wire = spots[1], spots[2], weight_hue(weight), wire_width(weight)
    canvas.line(middle + 36 + wire / 2, y, right - 36 - wire / 2, y, hue, wire)
    draw_sign(canvas, (middle + right) / 2, y, "=", hue)
    canvas.dial(middle, y, 40, dial_turn(weight, limit), 1.0, value, 18)


def name_width(canvas: Canvas, label: str, word: str = "") -> float:
    """How wide the name of a part is, with the level's own word for it."""
    return max(canvas.width(label, LABEL) + 46, canvas.width(word) + 24 if word else 0)


def name_height(canvas: Canvas, word: str) -> float:
    """Of the plate of a name, with a second line for the level's own word."""
    line = 22 * canvas.type
    return 8 + line + (line - 2 if word else 0)


def draw_name(canvas: Canvas, x: float, top: float, glyph: str, label: str, word: str = "",
              alpha: float = 0.94) -> None:  # fmt: skip
    """The name of a part under it, its top at y; the level's own word for it in a second line."""
    wide, line = name_width(canvas, label, word), 22 * canvas.type
    draw_plate(canvas, (x - wide / 2, top, wide, name_height(canvas, word)), radius=9, alpha=alpha)
    middle, half = top + 4 + line / 2, canvas.width(label, LABEL) / 2
    canvas.glyph(glyph, x - half - 6, middle, 7.5 if glyph.startswith("weight") else 6.5)
    canvas.mid_text(x - half + 9, middle, label, LABEL)
    if word:
        canvas.mid_text(x, middle + line - 2, word, BODY, "text2", "middle")


def goal_size(canvas: Canvas, goals: Sequence[str], label: str) -> tuple[float, float]:
    """Width and height of the goal's tag."""
    widest = max(canvas.width(text, LEAD_NUMBER) for text in goals)
    return max(86.0, widest + 50, canvas.width(label, LABEL) + 24), 12 + 24 * canvas.type * (len(goals) + 1)


def draw_goal(canvas: Canvas, x: float, top: float, goals: Sequence[str], label: str,
              struck: frozenset[int] = frozenset(), most: float = math.inf) -> None:  # fmt: skip
    """The goal's tag: its value for each example, its name below, no wider than `most`. `struck`: crossed out."""
    wide, high = goal_size(canvas, goals, label)
    wide, line = min(wide, most), 24 * canvas.type
    draw_plate(canvas, (x, top, wide, high), "goal", 12, alpha=0.95)
    for i, text in enumerate(goals):
        middle = top + 4 + line * (i + 0.53)
        hue = "text3" if i in struck else "goal"
        canvas.glyph("goal", x + 20, middle, 8, "text3" if i in struck else None)
        end = canvas.mid_text(x + 38, middle, text, LEAD_NUMBER, hue)
        if i in struck:
            canvas.line(x + 35, middle, x + 41 + end, middle, "text3", 2)
    canvas.within(x + wide / 2, top + 4 + line * (len(goals) + 0.72), label, wide - 12, LABEL, "text", "middle")
