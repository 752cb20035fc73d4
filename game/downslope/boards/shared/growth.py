"""A panel that takes the room of its neighbours: those below it in its column, then those above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...view.draw.rects import meets
from ...view.widgets.panel import Group, Panel

if TYPE_CHECKING:
    from ...view.widgets.layout import Box
    from ...view.widgets.widget import Rect, Widget

TALL, ENOUGH = 420.0, 340.0  # height that it wants, and with which it leaves alone what stands above it
HAIR = 1.0


def grow_over(panel: Panel, panels: list[Panel], widgets: list[Widget], kept: Sequence[Box | None]) -> list[Widget]:
    """The widgets with the panel in its larger place; whom it covers is no longer among `panels`.

    `kept`: what it never covers.
    """
    holder = next((each for each in panels if _holds(each, panel)), None)
    if holder is None:
        return widgets
    rect, covered = panel.rect, list[Panel]()
    for below in (True, False):
        while rect[3] < (TALL if below else ENOUGH):
            near = _neighbours(rect, [each for each in panels if each is not holder and each not in covered], below)
            if not near or any(each in kept or not _is_within(each.rect, rect) for each in near):
                break
            rect = _joined([rect, *(each.rect for each in near)])
            covered += near
    if not covered:
        return widgets
    panels[:] = [each for each in panels if each not in covered]
    old = {widget.name for widget in panel.place(panel.rect)}
    rest = [widget for widget in widgets if widget.name not in old and not _hides(rect, panel.rect, widget)]
    return [*rest, *panel.place(rect)]


def _holds(holder: Panel, panel: Panel) -> bool:
    return holder is panel or (isinstance(holder, Group) and any(_holds(each, panel) for each in holder.shown))


def _neighbours(rect: Rect, panels: Sequence[Panel], below: bool) -> list[Panel]:
    """The next ones in that direction that share some of its columns."""
    x, y, w, h = rect
    beside = [each for each in panels if each.rect[0] < x + w - HAIR and each.rect[0] + each.rect[2] > x + HAIR]
    if below:
        found = [each for each in beside if each.rect[3] > 0 and each.rect[1] >= y + h - HAIR]
        first = min((each.rect[1] for each in found), default=0.0)
        return [each for each in found if each.rect[1] < first + HAIR]
    found = [each for each in beside if each.rect[3] > 0 and each.rect[1] + each.rect[3] <= y + HAIR]
    last = max((each.rect[1] + each.rect[3] for each in found), default=0.0)
    return [each for each in found if each.rect[1] + each.rect[3] > last - HAIR]


def _is_within(inner: Rect, outer: Rect) -> bool:
    """In its columns."""
    return inner[0] >= outer[0] - HAIR and inner[0] + inner[2] <= outer[0] + outer[2] + HAIR


def _joined(rects: Sequence[Rect]) -> Rect:
    left, top = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
    right, low = max(rect[0] + rect[2] for rect in rects), max(rect[1] + rect[3] for rect in rects)
    return (left, top, right - left, low - top)


def _hides(rect: Rect, before: Rect, widget: Widget) -> bool:
    """It stands where the panel has come to now, and did not stand in its way before."""
    return meets(rect, widget.rect) and not meets(before, widget.rect)
