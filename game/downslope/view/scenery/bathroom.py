"""A shower and Pip under it, with his eyes bound: the water tells how warm it is, no number does.

Beside it what was felt: a mark for each move; a ring of them, once they can be left to a loop; the loop's lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.plate import draw_plate
from ..draw.tokens import CODE_LIGHT, LABEL, VALUE
from ..format.code_text import draw_code

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .strips import Rect

LEAST = (760.0, 380.0)
FLOOR, PIPE = 70.0, 60.0  # from the lower edge up, from the upper edge down
TAP_AWAY, TAP = 330.0, 40.0  # from the middle to the tap, its radius; both less where it is narrow
PIP = 44.0
SHADES = 8  # of the water, on either side of just right
MARK, APART, MOST = 15.0, 44.0, 9  # a move's radius, from one to the next; the newest that are seen
STATION = 24.0  # radius of a move on the ring
ROW, PAD = 30.0, 16.0  # of the loop's lines


class FeltMove(NamedTuple):
    """One press: whether it made the water hotter, and whether it was better so."""

    hotter: bool
    better: bool


class Bath(NamedTuple):
    """`warm`: 1 is just right, below it is colder. `felt`: what the last move was, in a word; "": there was none."""

    warm: float
    felt: str
    just_right: bool
    moves: tuple[FeltMove, ...]


def draw_bathroom(canvas: Canvas, rect: Rect) -> None:
    """Tiles, pipe and floor."""
    x, y, w, h = rect
    canvas.gradient(x + 1, y + 1, w - 2, h - 2, ((0.0, "sky0"), (0.7, "sky1"), (1.0, "sky2")), 16)
    floor, middle = y + h - FLOOR, x + w / 2
    with canvas.clip(x + 8, y + 8, w - 16, floor - y - 8):
        for line in range(int((floor - y) / 58) + 1):
            for k in range(-1, int(w / 71) + 1):
                left = x + 20 + k * 71 + (35 if line % 2 else 0)
                canvas.rect(left, y + 16 + line * 58, 67, 54, "raised", 4, alpha=0.22)
    canvas.rect(x + 1, floor, w - 2, FLOOR - 1, "ter2", 15)
    canvas.rect(x + 1, floor, w - 2, 20, "ter2")
    canvas.line(x + 1, floor, x + w - 1, floor, "ter_edge", 3)
    canvas.line(middle, y + 2, middle, y + PIPE + 32, "border2", 12)
    canvas.line(middle - _away(w), y + PIPE, middle, y + PIPE, "border2", 12)
    top = y + PIPE + 58
    canvas.path(f"M{middle - 62} {top}Q{middle} {top - 44} {middle + 62} {top}Z", "metal")


def draw_bath(canvas: Canvas, rect: Rect, bath: Bath) -> None:
    """Tap, water and Pip; a word of what he felt."""
    x, y, w, h = rect
    floor, middle, tap = y + h - FLOOR, x + w / 2, x + w / 2 - _away(w)
    canvas.circle(tap, y + PIPE, TAP, "raised", "text2", 3)
    angle = -2.2 + 1.5 * min(2.0, max(0.0, bath.warm))
    dx, dy = TAP * math.cos(angle), TAP * math.sin(angle)
    canvas.line(tap - dx, y + PIPE - dy, tap + dx, y + PIPE + dy, "text", 6)
    part = round(SHADES * min(1.0, abs(bath.warm - 1.0) * 2)) / SHADES
    hue = canvas.mix("warm_water", "ice_ink" if bath.warm < 1 else "error", part)
    for k in range(-4, 5):
        canvas.line(middle + 13 * k, y + PIPE + 66, middle + 26 * k, floor - 6, hue, 3.2, 0.8, (16, 12))
    canvas.ellipse(middle, floor + 8, 150, 12, hue, 0.5)
    canvas.pip(middle, floor - PIP, PIP, (0.0, -0.1), "happy" if bath.just_right else "calm")
    if not bath.just_right:
        canvas.rect(middle - PIP - 2, floor - PIP - 16, 2 * PIP + 4, 22, "ball_ink", 6)
    if bath.felt:
        edge = "goal" if bath.just_right else "prediction" if bath.moves and bath.moves[-1].better else "error"
        width, high = canvas.width(bath.felt, LABEL) + 26, 16 + 18 * canvas.type
        draw_plate(canvas, (middle + 150, floor - 130, width, high), edge)
        canvas.text_vcenter(middle + 163, floor - 130 + high / 2, bath.felt, LABEL, edge)


def draw_marks(canvas: Canvas, rect: Rect, moves: Sequence[FeltMove]) -> None:
    """The newest moves from left to right, each with its way and whether it was better."""
    x, y, w, _h = rect
    seen = moves[-MOST:]
    for number, move in enumerate(seen):
        at, hue = x + w - 40 - APART * (len(seen) - number), "prediction" if move.better else "error"
        canvas.circle(at, y + 58, MARK, canvas.mix("panel", hue, 0.35), hue, 2.5)
        canvas.icon("up_arrow" if move.hotter else "down_arrow", at - 10, y + 48, 20)


def draw_ring(canvas: Canvas, rect: Rect, moves: Sequence[FeltMove]) -> None:
    """The moves as stations of a ring that leads from the last back to the first."""
    x, y, w, _h = rect
    middle, count = x + w * 0.75, min(5, len(moves))
    spots, line = [middle + (k - (count - 1) / 2) * 104 for k in range(count)], y + 66
    for number, at in enumerate(spots):
        canvas.circle(at, line, STATION, "raised", "prediction", 3)
        name = str(len(moves) - count + number + 1)
        canvas.text(at, canvas.baseline_of(line), name, VALUE, "text", "middle")
        if number:
            canvas.arrow(spots[number - 1] + STATION + 4, line, at - STATION - 4, line, "text2", 3, 9)
    first, last, low = spots[0] - 56, spots[-1] + 68, line + 96
    canvas.path(f"M{spots[-1] + STATION} {line}Q{last} {line} {last} {line + 50}Q{last} {low} {middle} {low}"
                f"Q{first} {low} {first} {line + 42}", None, "alpha", 4)  # fmt: skip
    canvas.arrow(first, line + 44, first + 24, line + 14, "alpha", 4, 12)
    canvas.within(middle, low - 14, _("feel, compare, move"), last - first - 40, LABEL, "alpha", "middle")


def loop_size(canvas: Canvas, lines: Sequence[str]) -> tuple[float, float]:
    """What the loop's lines take."""
    wide = canvas.width("0", CODE_LIGHT) * max(map(len, lines), default=0)
    return wide + 2 * PAD, ROW * max(1.0, 0.6 + 0.4 * canvas.type) * len(lines) + PAD


def draw_loop(canvas: Canvas, rect: Rect, lines: Sequence[str], lit: Sequence[int], cap: str = "") -> None:
    """The lines of the loop, those lit that made the last move. `cap`: of the key that shows all of the code."""
    x, y, w, _h = rect
    wide, high = loop_size(canvas, lines)
    room = w - 2 * PAD - (canvas.keycap_size(cap)[0] + 6 if cap else 0)
    pitch, size = (high - PAD) / max(1, len(lines)), min(16.0, 16 * room / max(1.0, wide - 2 * PAD))
    for number, line in enumerate(lines):
        base = y + PAD / 2 + pitch * (number + 0.7)
        if number in lit:
            canvas.rect(x + 6, base - 0.68 * pitch, w - 12, pitch - 2, "rowhi", 8)
            canvas.rect(x + 4, base - 0.68 * pitch, 4, pitch - 2, "text", 2)
        draw_code(canvas, x + PAD, base, line, size)
    if cap:
        canvas.keycap(x + w - 14, y + 10, cap, "end")


def draw_loop_card(canvas: Canvas, rect: Rect, lines: Sequence[str], lit: Sequence[int], done: int, count: int) -> None:
    """The same on a plate beside the shower; under it a dot for each of its moves, those filled that are made."""
    x, y, w, _h = rect
    wide, high = loop_size(canvas, lines)
    place = x + w - min(wide, w / 2 - 90) - 24, y + 24, min(wide, w / 2 - 90), high
    draw_plate(canvas, (*place[:3], high + 30), "border2", 14)
    draw_loop(canvas, place, lines, lit)
    for number in range(count):
        fill = "alpha" if number < done else None
        canvas.circle(place[0] + PAD + 12 + number * 30, place[1] + high + 12, 9, fill, "alpha", 2.5)


def _away(width: float) -> float:
    return min(TAP_AWAY, width * 0.3)
