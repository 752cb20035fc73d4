"""Signs on the map: a chapter's number and name with its stars, or with a lock and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LEAD, NUMBER, STRONG
from ..widgets.ink import Boxed, Ink, Line, Mark, Row, icon
from ..widgets.widget import Rect
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
    covered: dict[int, list[Box]] = {row.page: [(0.0, -plan.h, plan.w, TOP)] for row in plan.rows}
    for spot in plan.spots:
        covered.setdefault(spot.page, []).append(stop_box(spot))
    firsts = {size.first: size for size in sizes}
    for row in plan.rows:
        inside = [firsts[first] for first in range(row.first, row.first + row.size) if first in firsts]
        taken = list(covered[row.page])
        if pip >= 0 and plan.spots[pip].page == row.page:
            taken.append(pip_box(plan.spots[pip]))
        signs: list[Sign] = []
        for brief in (False, True):
            signs = _best([_choices(plan, row, size, brief, pip, taken) for size in inside], row.way)
            if _free(signs, taken):
                break
        found += signs
        covered[row.page] += map(_wider, signs)
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
    choices = []
    for x in sorted({min(max(24.0, x), plan.w - 24 - w) for x in starts}):
        y = min(plan.ridge(spot.row, px) for px in (x, x + w / 2, x + w)) - ABOVE - h
        for raised in (0.0, PIP_ABOVE - 9):
            sign = Sign(first, spot.page, x, y - raised, w, h, brief)
            against = 10 * _covered(_box(sign), taken) + abs(x - start) / 10 + raised / 4
            choices.append((against, sign))
    return sorted(choices)


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


    def ink(self, brief: bool = False) -> Ink:
        """All that the sign says, with its marks."""
        if not self.number:
            return Boxed(Row((icon("puzzle", 20, "plugin"), Line(self.name, STRONG))), (10, 5), "panel", "plugin")
        right = self.brief if brief and self.brief else self.right
        fill, colour, bright = ("raised", "text2", "text2") if self.locked else ("prim", "prim_text", "text")
        chip = Boxed(Line(self.number, NUMBER, colour, "middle"), (7, 1), fill, radius=7)
        end = Line(right, BODY, "text2") if self.locked else Line(right, NUMBER)
        marked = Row((Mark(_draw_mark, (self.locked,), 16, wide=18), end), 6)
        items = (chip, Line(self.name, LEAD, bright), Ink(), marked, Ink())
        return Boxed(Row(items, 10), (5, 4.5), "panel", "border2", line=1.0)


def _draw_mark(canvas: Canvas, rect: Rect, locked: bool) -> None:
    """A lock or a star, as large as the text."""
    x, y, w, h = rect
    if locked:
        canvas.icon("lock", x + (w - h) / 2, y, h, "text2")
    else:
        canvas.star(x + w / 2, y + h / 2, 0.47 * h)


def sign_size(canvas: Canvas, first: int, text: SignText) -> SignSize:
    """Of the sign over the stop `first`."""
    (wide, high), (brief, _high) = (text.ink(short).size(canvas) for short in (False, True))
    return SignSize(first, high, wide, brief)


def draw_sign(canvas: Canvas, sign: Sign, text: SignText) -> None:
    """A sign where it was placed, as one layer."""
    rect = (sign.x, sign.y, sign.w, sign.h)
    canvas.shadow(*rect, 10, 4, 5, 0.8)
    text.ink(sign.brief).put(canvas, rect)
