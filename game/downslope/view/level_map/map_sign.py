"""Signs on the map: a chapter's number and name with its stars, or with a lock and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import draw_plate
from ..draw.tokens import BODY, LEAD, NUMBER, STRONG
from .map_layout import PIP_ABOVE, TOP, MapPlan, MapRow, StagePoint

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# Where the signs of chapters and trails stand: over their first stops, but never over stops, Pip or each other. All
# signs of a row are placed together: a few places are tried for each, and the set that covers least is taken.


PIP, AIR = 17.0, 0.5  # half of him; between his feet and what he stands on
ABOVE = 26.0  # from the middle of a stop up to the lower edge of a sign
STARS_BELOW = 38.0  # from the middle of a stop to the lower end of its stars
APART = 10.0  # between two signs
SHIFT = 36.0  # signs are moved along their chapter in steps of so much
STEPS = 12
WRONG_ORDER = 1e6  # what counts against a sign that stands before an earlier one
Box = tuple[float, float, float, float]  # left, top, right, bottom


class SignSize(NamedTuple):
    """How large the sign over the stop `first` is, and how wide where it says less."""

    first: int
    high: float
    wide: float
    brief: float


class Sign(NamedTuple):
    """The sign of the chapter or trail whose stops begin at `first`; its left upper corner and its size."""

    first: int
    page: int
    x: float
    y: float
    w: float
    h: float
    brief: bool = False  # it says less


Choice = tuple[float, Sign]  # what is against a place, and the sign there


def place_signs(plan: MapPlan, sizes: Sequence[SignSize], pip: int) -> list[Sign]:
    """Places for signs of these sizes. `pip`: the stop that he stands on, -1 for none.

    Where the signs of a row would cover something, they say less.
    """
    found: list[Sign] = []
    for row in plan.rows:
        inside = [size for size in sizes if row.first <= size.first < row.first + row.size]
        taken = [(0.0, -plan.h, plan.w, TOP), *(stop_box(plan.spots[i]) for i in plan.on_page(row.page))]
        taken += [_wider(sign) for sign in found if sign.page == row.page]
        if pip >= 0 and plan.spots[pip].page == row.page:
            taken.append(pip_box(plan.spots[pip]))
        signs: list[Sign] = []
        for brief in (False, True):
            signs = _best([_choices(plan, row, size, brief, pip, taken) for size in inside], row.way)
            if _free(signs, taken):
                break
        found += signs
    return found


def _free(signs: Sequence[Sign], taken: Sequence[Box]) -> bool:
    """None of them covers anything, nor another one."""
    for number, sign in enumerate(signs):
        if _covered(_box(sign), [*taken, *(_wider(other) for other in signs[:number])]):
            return False
    return True


def stop_box(spot: StagePoint) -> Box:
    """What a stop covers, with its stars."""
    half = 24.0 if spot.stop.kind == "recap" else 21.0
    stars = spot.stop.state == "done" and spot.stop.kind != "recap"
    return spot.x - half, spot.y - 21, spot.x + half, spot.y + (STARS_BELOW if stars else 24)


def pip_box(spot: StagePoint) -> Box:
    """What Pip covers when he floats over a stop."""
    return spot.x - PIP, spot.y - PIP_ABOVE - PIP, spot.x + PIP, spot.y


def lift_over(signs: Sequence[Sign], spot: StagePoint) -> float:
    """How much higher Pip is over a stop, so that he stands on a sign there and not before its words."""
    left, top, right, _low = pip_box(spot)
    feet = top + 2 * PIP
    under = [sign.y for sign in signs if sign.page == spot.page and _covered(_box(sign), [(left, top, right, feet)])]
    return feet - min(under) + AIR if under else 0.0


def _choices(plan: MapPlan, row: MapRow, size: SignSize, brief: bool, pip: int, taken: Sequence[Box]) -> list[Choice]:
    """Where a sign may stand, the best first. Where it covers nothing, what counts is how far off it is."""
    first, h, w = size.first, size.high, size.brief if brief else size.wide
    spot = plan.spots[first]
    start = spot.x - 20 if row.way > 0 else spot.x + 22 - w
    start += 88 if row.shared else 0  # beside the way that comes down to its first stop
    starts = {start, *(start + SHIFT * k * row.way for k in range(-STEPS, STEPS))}
    if pip >= 0:
        starts |= {plan.spots[pip].x + 22, plan.spots[pip].x - 22 - w}
    found = []
    for x in sorted({min(max(24.0, x), plan.w - 24 - w) for x in starts}):
        y = min(plan.ridge(spot.row, px) for px in (x, x + w / 2, x + w)) - ABOVE - h
        for raised in (0.0, PIP_ABOVE - 9):
            sign = Sign(first, spot.page, x, y - raised, w, h, brief)
            against = 10 * _covered(_box(sign), taken) + abs(x - start) / 10 + raised / 4
            found.append((against, sign))
    return sorted(found)


def _best(choices: Sequence[Sequence[Choice]], way: int) -> list[Sign]:
    """One place for each sign, so that least is against all of them together; they stand in the path's order."""
    best: tuple[float, list[Sign]] = (float("inf"), [])

    def go(number: int, so_far: float, signs: list[Sign]) -> None:
        nonlocal best
        if number == len(choices):
            best = (so_far, signs)
            return
        for against, sign in choices[number]:
            if so_far + against >= best[0]:
                return  # the rest is worse still
            total = so_far + against + 10 * _covered(_box(sign), [_wider(other) for other in signs])
            total += WRONG_ORDER * sum((sign.x - other.x) * way < 0 for other in signs)
            if total < best[0]:
                go(number + 1, total, [*signs, sign])

    go(0, 0.0, [])
    return best[1]


def _box(sign: Sign) -> Box:
    return sign.x, sign.y, sign.x + sign.w, sign.y + sign.h


def _wider(sign: Sign) -> Box:
    """With the space that is left between signs."""
    return sign.x - APART, sign.y, sign.x + sign.w + APART, sign.y + sign.h


def _covered(box: Box, taken: Sequence[Box]) -> float:
    """How much of the boxes another one covers, in square pixels; touching one at all counts too."""
    left, top, right, bottom = box
    total = 0.0
    for x, y, end, foot in taken:
        if x < right and end > left and y < bottom and foot > top:  # few do: no others are measured
            total += 10 + (min(right, end) - max(left, x)) * (min(bottom, foot) - max(top, y))
    return total


class SignText(NamedTuple):
    """What a sign says. number "": a trail of a plugin. locked: `right` is what opens it, or how long it is.

    `brief` stands in for it where there is too little room.
    """

    number: str
    name: str
    right: str = ""
    locked: bool = False
    brief: str = ""


def sign_height(canvas: Canvas) -> float:
    """Of every sign."""
    return 2 + 32 * max(1.0, canvas.type)


def sign_width(canvas: Canvas, text: SignText) -> float:
    """Of what it says, with its marks."""
    if not text.number:
        return 38 + canvas.width(text.name, STRONG) + 14
    marks = max(1.0, canvas.type)
    if text.locked:
        right = canvas.width(text.right) + 18 + 16 * marks
    else:
        right = canvas.width(text.right, NUMBER) + 29 + 15 * marks
    return sign_height(canvas) + 6 + canvas.width(text.name, LEAD) + right + 12


def sign_size(canvas: Canvas, first: int, text: SignText) -> SignSize:
    """Of the sign over the stop `first`."""
    brief = text._replace(right=text.brief) if text.brief else text
    return SignSize(first, sign_height(canvas), sign_width(canvas, text), sign_width(canvas, brief))


def draw_sign(canvas: Canvas, sign: Sign, text: SignText) -> None:
    """A sign where it was placed, as one layer."""
    if sign.brief and text.brief:
        text = text._replace(right=text.brief)
    key = ("sign", text, sign.w, sign.x % 1, sign.y % 1)
    canvas.keep(key, sign.x - 20, sign.y - 16, sign.w + 40, sign.h + 40, lambda sub: _draw(sub, sign, text))


def _draw(canvas: Canvas, sign: Sign, text: SignText) -> None:
    x, y, w, h = sign.x, sign.y, sign.w, sign.h
    edge, width = ("border2", 1.0) if text.number else ("plugin", 1.5)
    canvas.shadow(x, y, w, h, 10, 4, 5, 0.8)
    draw_plate(canvas, (x, y, w, h), edge, 10, width)
    middle = y + h / 2
    base = canvas.baseline_of(middle)
    if not text.number:
        canvas.icon("puzzle", x + 10, middle - 10, 20, "plugin")
        canvas.text(x + 38, base, text.name, STRONG, "text")
        return
    chip = h - 10
    colours = ("raised", "text2", "text2") if text.locked else ("prim", "prim_text", "text")
    canvas.rect(x + 5, y + 5, chip, chip, colours[0], 7)
    canvas.text(x + 5 + chip / 2, base, text.number, NUMBER, colours[1], "middle")
    canvas.text(x + chip + 16, base + 0.5, text.name, LEAD, colours[2])
    right, marks = x + w - 12, max(1.0, canvas.type)
    if text.locked:
        wide = canvas.text(right, base, text.right, BODY, "text2", "end")
        canvas.icon("lock", right - wide - 6 - 16 * marks, middle - 8.5 * marks, 16 * marks, "text2")
    else:
        wide = canvas.text(right, base, text.right, NUMBER, "text", "end")
        canvas.star(right - wide - 5.5 - 7.5 * marks, middle, 7.5 * marks)
