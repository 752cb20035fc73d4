"""Screens with parts that scroll: clips what lies in a scroll area and brings the focused widget into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import Rect, State, Widget
from .scene import Scene

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas

PAGES = frozenset({"page_up", "page_down"})


class ScrollingScene(Scene):
    """A scene with scroll areas. `layout` makes each with `area` and puts widgets into it with `area.add`."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.areas: dict[str, ScrollArea] = {}

    def area(self, name: str, rect: Rect, height: float) -> ScrollArea:
        """A scroll area for this layout; it stands where the one of that name stood before."""
        before = self.areas.get(name)
        self.areas[name] = ScrollArea(name, rect, height, before.offset if before else 0.0)
        return self.areas[name]

    def area_of(self, widget: Widget | None) -> ScrollArea | None:
        return next((area for area in self.areas.values() if widget in area.children), None)

    def relayout(self) -> None:
        super().relayout()
        self._reveal()

    def set_focus(self, name: str) -> None:
        super().set_focus(name)
        self._reveal()

    def at(self, x: float, y: float) -> Widget | None:
        found = super().at(x, y)
        area = self.area_of(found)
        return found if area is None or area.contains(x, y) else None

    def on_intent(self, intent: Intent) -> bool:
        """Page up and down work from wherever the focus is."""
        if intent.name not in PAGES:
            return False
        here = self.area_of(self.widget(self.focus))
        area = here if here is not None and here.limit else next((a for a in self.areas.values() if a.limit), None)
        return area is not None and area.act(intent)

    def own_acts(self) -> dict[str, str]:
        pages = dict.fromkeys(PAGES, "") if any(area.limit for area in self.areas.values()) else {}
        return {**super().own_acts(), **pages}

    def on_pointer(self, intent: Intent) -> bool:
        """The wheel over a widget that does not want it scrolls what the widget lies in."""
        area = next((a for a in self.areas.values() if a.contains(intent.x, intent.y)), None)
        return intent.name == "wheel" and area is not None and area.act(intent)

    def draw_widget(self, canvas: Canvas, widget: Widget, state: State) -> None:
        area = self.area_of(widget)
        if area is None:
            super().draw_widget(canvas, widget, state)
        elif area.sees(widget.rect):
            with canvas.clip(*area.rect):
                super().draw_widget(canvas, widget, state)

    def _reveal(self) -> None:
        widget = self.widget(self.focus)
        area = self.area_of(widget)
        if widget is not None and area is not None:
            area.show(widget.rect)
