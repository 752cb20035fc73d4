"""1-5: a taxi, and a stack of coins for each receipt: outlined what was paid, solid what the weight expects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import NUMBER
from ..format.numbers import short
from .diorama import Land, LandSpot, LandValues, SideDiorama, draw_number
from .props import GLOW

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

MOST_CARDS, PITCH, LAST = 4, 74.0, 92.0  # how many stacks have room; from one to the next; the last from the right edge
COIN, TALL = 5.2, 48.0  # px of a unit of price, at most; px of the highest outline, at most
LIMIT = 96.0  # px that a stack of coins may have


class ReceiptsDiorama(SideDiorama):
    """Coins beyond an outline are too much; those of a struck receipt are grey and crossed."""

    seat = 340.0

    def suits(self, goals: Sequence[float]) -> bool:
        return 1 < len(goals) <= MOST_CARDS and all(goal > 0 for goal in goals)

    def still(self, canvas: Canvas, land: Land) -> None:
        for i in range(int((land.right - land.left - 480) / 34)):
            x = land.left + 230 + i * 34
            canvas.line(x, land.ground(x) + 12, x + 16, land.ground(x + 16) + 12, "hill_rim", 3, 0.6)
        _taxi(canvas, land)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        unit = coin_height([goal for goal in values.goals if goal is not None])
        for i, (given, goal, prediction) in enumerate(zip(values.inputs, values.goals, values.predictions)):
            x = stack_x(land, i, len(values.goals))
            y = land.ground(x) + 4
            gone = i in values.struck
            paid = goal or 0.0
            canvas.ellipse(x, y + 1, 28, 5, "ink", 0.4)
            _coins(canvas, x, y, prediction, paid, unit, gone)
            outline = (x - 24, y - paid * unit, 48, paid * unit)
            canvas.rect(*outline, None, 4, "goal", 2, 0.4 if gone else 1, (6, 4))
            if land.words:
                label = _("{length} km").format(length=short(given))
                canvas.text(x, y + 10 + 12 * canvas.type, label, NUMBER, "text", "middle")
            high = min(LIMIT, max(prediction, paid) * unit)
            if gone:
                canvas.line(x - 28, y + 6, x + 28, y - high - 6, "text", 3)
            elif y - high - 22 > land.free:  # else it would lie over the coins
                text = short(round(prediction, values.digits))
                draw_number(canvas, land, x, y - high - 16, text, "prediction", "middle", edge=False)

    def card_spot(self, land: Land, number: int, count: int) -> tuple[float, float]:
        x = stack_x(land, number, count)
        return x, land.ground(x) + 4

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        x = stack_x(land, 0, len(values.goals))
        unit = coin_height([goal for goal in values.goals if goal is not None])
        return LandSpot(x - 24, land.ground(x) + 4 - prediction * unit, side="left")


def stack_x(land: Land, number: int, count: int) -> float:
    """Middle of a receipt's stack."""
    return land.right - LAST - (count - 1 - number) * PITCH


def coin_height(goals: Sequence[float]) -> float:
    """px of a unit of price, so that the highest outline has room."""
    return min(COIN, TALL / max(goals, default=1.0))


def _coins(canvas: Canvas, x: float, y: float, prediction: float, paid: float, unit: float, gone: bool) -> None:
    """A coin for each whole unit; the last may be a part of one."""
    each = max(1.0, 5.2 / unit)  # where a unit is thin, a coin is several
    colours = [canvas.mix("panel", hue, 0.3 if gone else 0.9) for hue in ("prediction", "error")]
    low = 0.0
    if gone:
        colours = [canvas.mix("panel", "text3", 0.45)] * 2
    while low < prediction - 1e-9:
        top = min(low + each, prediction)
        if top * unit > LIMIT:
            break
        thick = (top - low) * unit
        shade = colours[top > paid + 0.05]
        canvas.rect(x - 20, y - top * unit, 40, max(1.0, thick - 1.2), shade, 3 if thick > 3 else 1)
        low = top
    if prediction > 0:
        line = y - min(LIMIT, prediction * unit)
        canvas.line(x - 20, line, x + 20, line, "text3" if gone else "prediction", 2.4)


def _taxi(canvas: Canvas, land: Land) -> None:
    """Under a street lamp."""
    x = land.left + 100
    y = land.ground(x) + 4
    post = land.left + 34
    canvas.glow(land.left + 22, y - 128, 70, "lamp_glow", 0.5, GLOW)
    canvas.path(f"M{post} {y}V{y - 120}Q{post} {y - 138} {post - 12} {y - 136}", None, "metal", 4)
    canvas.ellipse(land.left + 22, y - 130, 11, 6, "window")
    canvas.ellipse(x, y + 3, 78, 7, "ink", 0.45)
    canvas.glow(x + 78, y - 22, 34, "beam", 0.6, GLOW)
    roof = f"M{x - 44} {y - 38}Q{x - 32} {y - 68} {x - 14} {y - 68}H{x + 16}Q{x + 34} {y - 66} {x + 46} {y - 38}Z"
    canvas.path(roof, canvas.mix("taxi", "taxi_shade", 0.12), "timber", 2)
    canvas.path(f"M{x - 34} {y - 40}Q{x - 24} {y - 61} {x - 12} {y - 62}H{x - 3}V{y - 40}Z", "glass", "timber", 1.5)
    canvas.path(f"M{x + 3} {y - 40}V{y - 62}H{x + 14}Q{x + 28} {y - 60} {x + 36} {y - 40}Z", "glass", "timber", 1.5)
    canvas.path(
        f"M{x - 72} {y - 12}V{y - 28}Q{x - 70} {y - 40} {x - 54} {y - 40}H{x + 52}"
        f"Q{x + 76} {y - 36} {x + 78} {y - 20}V{y - 12}Q{x} {y - 7} {x - 72} {y - 12}Z",
        "taxi", "timber", 2,
    )  # fmt: skip
    for k in range(12):
        canvas.rect(x - 58 + k * 9, y - 27 + 5 * (k % 2), 9, 5, "glass")
    for wheel in (-42.0, 46.0):
        canvas.circle(x + wheel, y - 9, 14, "tyre", "timber", 1.5)
        canvas.circle(x + wheel, y - 9, 6, "metal")
    canvas.circle(x + 74, y - 25, 4.5, "headlight")
    canvas.rect(x - 19, y - 84, 38, 17, "window", 5, "timber", 1.5)
    top, low = y - 80.5, y - 71
    letters = (f"M{x - 14.5} {top}h7M{x - 11} {top}V{low}", f"M{x - 6.5} {low}L{x - 3} {top}L{x + 0.5} {low}",
               f"M{x + 3.5} {top}L{x + 10} {low}M{x + 10} {top}L{x + 3.5} {low}", f"M{x + 14} {top}V{low}")  # fmt: skip
    canvas.path("".join(letters), None, "sign_ink", 1.8)
