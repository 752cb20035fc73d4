"""What the map of two weights is, said in a corner of it, as long as nothing else is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.contour_map import bands
from ...view.draw.rects import meets
from ...view.draw.tokens import BODY, LEAD
from ...view.widgets.widget import Rect
from .map_runs import stretches_in

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ...view.draw.raster import Point


class MapWords:
    """A bold line and a plain one; looked for once for each step whether a way runs there."""

    def __init__(self) -> None:
        self._free: tuple[object, bool] = (None, True)

    def paint(self, canvas: Canvas, rect: Rect, right: bool, lines: bool, ways: Sequence[Sequence[Point]],
              aside: Rect | None) -> None:  # fmt: skip
        """`right`: in that corner; `lines`: height lines are seen; `aside`: what lies over the map."""
        x, y, w, _h = rect
        bold = _("The bowl from above")
        plain = _("Along a line the error is the same.") if lines else _("Let Pip walk: the lines appear as he goes.")
        k, anchor = canvas.type, "end" if right else "start"
        edge = x + w - 18 if right else x + 18
        long = max(canvas.width(bold, LEAD), canvas.width(plain) if canvas.width(plain) <= w / 2 else 0.0)
        box = (edge - long - 6 if right else edge - 6, y + 6, long + 12, 16 + 36 * k)
        key = (box, aside, [(len(points), points[-1:]) for points in ways])
        if self._free[0] != key:
            over = aside is not None and meets(box, aside)
            self._free = (key, not over and not any(stretches_in(points, box) for points in ways))
        if not self._free[1]:
            return

        def draw(sub: Canvas) -> None:
            sub.text(edge, y + 12 + 16 * k, bold, LEAD, "text", anchor)
            if sub.width(plain) <= w / 2:
                colour = sub.readable("text2", bands(sub.theme, 2)[-1])
                sub.text(edge, y + 18 + 36 * k, plain, BODY, colour if sub.theme.dark else "text", anchor)

        canvas.keep(("map words", bold, plain, rect, anchor), x, y, w, 30 + 40 * k, draw)
