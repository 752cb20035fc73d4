"""Signs on the map: a chapter's number and name with its stars, or with a lock and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..draw.canvas import Canvas
from ..draw.rects import first_free_place, meets
from ..draw.tokens import BODY, LEAD, NUMBER, STRONG
from ..widgets.ink import Boxed, Ink, Line, Mark, Row, icon
from ..widgets.widget import Rect
from .map_layout import PIP_ABOVE, TOP, MapPlan, MapRow, StagePoint

# ---------------------------------------------------------------------------------------------------------------------
# Where the signs of chapters and trails stand: over their first stops, or a little further along the way, but never
# over stops, Pip or each other.


PIP, AIR = 17.0, 0.5  # half of him; between his feet and what he stands on
ABOVE = 26.0  # from the middle of a stop up to the lower edge of a sign
STARS_BELOW = 38.0  # from the middle of a stop to the lower end of its stars
APART = 10.0  # between two signs
SHIFT, STEPS = 12.0, 36  # signs are moved along their row in steps of so much; so many to either side


class Sign(NamedTuple):
    """The sign of the chapter or trail whose stops begin at `first`; its left upper corner and its size."""

    first: int
    page: int
    x: float
    y: float
    w: float
    h: float
    brief: bool = False  # it says less

    @property
    def rect(self) -> Rect:
        return self.x, self.y, self.w, self.h


def place_signs(canvas: Canvas, plan: MapPlan, texts: Mapping[int, SignText], pip: int) -> list[Sign]:
    """Places for signs over these stops, in the path's order. `pip`: the stop that he stands on, -1 for none.

    Where a sign of a row would cover something, all of them say less.
    """
    signs = list[Sign]()
    for row in plan.rows:
        stops = [spot for spot in plan.spots if spot.page == row.page]
        kept = [stop_box(spot) for spot in stops] + [pip_box(plan.spots[pip])] * (pip >= 0 and plan.spots[pip] in stops)
        kept += [_wider(sign) for sign in signs if sign.page == row.page]
        for brief in (False, True):
            placed, taken, free = list[Sign](), list(kept), True
            for first in range(row.first, row.first + row.size):
                if first not in texts:
                    continue
                places = _places(plan, row, plan.spots[first], texts[first].ink(brief).size(canvas))
                if placed:
                    places = [rect for rect in places if (rect[0] - placed[-1].x) * row.way > 0] or places[:1]
                rect = places[first_free_place(places, taken, margin=0.0)]
                free = free and not any(meets(rect, other) for other in taken)
                placed.append(Sign(first, row.page, *rect, brief))
                taken.append(_wider(placed[-1]))
            if free:
                break
        signs += placed
    return signs


def _places(plan: MapPlan, row: MapRow, spot: StagePoint, size: tuple[float, float]) -> list[Rect]:
    """Where a sign may stand, the nearest to its stop first; a little higher where it stands over Pip."""
    wide, high = size
    start = spot.x - 20 if row.way > 0 else spot.x + 22 - wide
    start += 88 if row.shared else 0  # beside the way that comes down to its first stop
    starts = sorted((start + SHIFT * k for k in range(-STEPS, STEPS)), key=lambda x: abs(x - start))
    places = list[Rect]()
    for x in dict.fromkeys(min(max(24.0, x), plan.w - 24 - wide) for x in starts):
        top = min(plan.ridge(spot.row, at) for at in (x, x + wide / 2, x + wide)) - ABOVE - high
        places += [(x, y, wide, high) for y in (top, top - PIP_ABOVE + 9) if y > TOP or y == top]
    return places


def stop_box(spot: StagePoint) -> Rect:
    """What a stop covers, with its stars."""
    half = 24.0 if spot.stop.kind == "recap" else 21.0
    stars = spot.stop.state == "done" and spot.stop.kind != "recap"
    return spot.x - half, spot.y - 21, 2 * half, 21 + (STARS_BELOW if stars else 24)


def pip_box(spot: StagePoint) -> Rect:
    """What Pip covers when he floats over a stop."""
    return spot.x - PIP, spot.y - PIP_ABOVE - PIP, 2 * PIP, PIP_ABOVE + PIP


def lift_over(signs: Sequence[Sign], spot: StagePoint) -> float:
    """How much higher Pip is over a stop, so that he stands on a sign there and not before its words."""
    left, top, wide, _high = pip_box(spot)
    under = [sign.y for sign in signs if sign.page == spot.page and meets(sign.rect, (left, top, wide, wide))]
    return top + wide - min(under) + AIR if under else 0.0


def _wider(sign: Sign) -> Rect:
    """With the space that is left between signs."""
    return sign.x - APART, sign.y, sign.w + 2 * APART, sign.h


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


def draw_sign(canvas: Canvas, sign: Sign, text: SignText) -> None:
    """A sign where it was placed, as one layer."""
    canvas.shadow(*sign.rect, 10, 4, 5, 0.8)
    text.ink(sign.brief).put(canvas, sign.rect)
