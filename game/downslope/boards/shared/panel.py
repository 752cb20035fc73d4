"""A board made of panels: it says which there are and how they share the window; each panel does the rest itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...view.format.measure import text_factor
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Segmented
from ...view.widgets.layout import GAP, Box, Part, Split, boxes, row, smallest, stack
from ...view.widgets.panel import FreePlace, Group, Panel, Picture, PicturePanel, place_tree
from ...view.widgets.widget import Rect, Widget
from .board import Board

__all__ = [
    "AttemptPanel", "FreePlace", "Pages", "Panel", "PanelBoard", "Picture", "PicturePanel", "TabBar", "Tabs",
    "place_tree",
]  # fmt: skip

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host

EDGE, TOP, BESIDE = 24.0, 72.0, 16.0  # the window's edge, what is above a board, the gap between columns
TABS, UNDER_TABS = 46.0, 8.0
TILE, FIVE_TILES, TILES_HIGH = 124.0, 608.0, 84.0  # width of a tile with its gap, and of five; height of their row
MESSAGE = 400.0  # the least width in which Pip speaks


def grown(length: float, more: float, k: float) -> float:
    """A length that grows with the factor k on text, until it is so much more: that is where text has 117 %."""
    return length + more * min(1.0, 6 * max(0.0, k - 1))


class AttemptPanel(Panel):
    """A panel that reads the attempt. `text_scale`: how much larger than the design the text is."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt

    @property
    def text_scale(self) -> float:
        return text_factor(self.host.game)


class Pages(Group):
    """Panels, or trees of them, that share a place, one of them seen; `items` (name, page) of now.

    Under a bet or a verdict none is.
    """

    def __init__(self, host: Host, items: Callable[[], Sequence[tuple[str, Panel | Split]]], chosen: int = 0) -> None:
        self.host, self.items, self.chosen = host, items, chosen
        self.shown: Sequence[Panel] = ()

    def page(self) -> Panel | Split | None:
        """What is to be seen."""
        items = self.items()
        return None if self.host.has_overlay or not items else items[min(self.chosen, len(items) - 1)][1]

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, page = rect, self.page()
        self.shown, found = place_tree(page, rect) if page is not None else ([], [])
        return found

    def smallest(self) -> tuple[float, float]:
        """Each page has room."""
        sizes = [smallest(page) for _name, page in self.items()]
        return max((wide for wide, _high in sizes), default=0.0), max((high for _wide, high in sizes), default=0.0)

    def bar(self, rect: Rect) -> Widget:
        """The names to choose from."""
        names = [name for name, _panel in self.items()]
        return Segmented("tabs", rect, names, min(self.chosen, len(names) - 1), self.choose)

    def choose(self, chosen: int) -> None:
        self.chosen = chosen
        self.host.relayout()

    def update(self, seconds: float) -> None:
        for _name, page in self.items():
            for box in boxes(page):
                if isinstance(box, Panel):
                    box.update(seconds)


class Tabs(Pages):
    """Pages with their names above them, in one place; a page that is alone has no name."""

    high, under = TABS, UNDER_TABS  # of the names, and the gap under them

    @property
    def head(self) -> float:
        """Height of the names with their gap; 0 for a page that is alone."""
        return self.high + self.under if len(self.items()) > 1 else 0.0

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        head = self.head
        found = super().place((x, y + head, w, h - head))
        self.rect = rect
        return [self.bar((x, y, w, self.high)), *found] if self.shown and head else found

    def smallest(self) -> tuple[float, float]:
        wide, high = super().smallest()
        return wide, high + self.head


class TabBar(Panel):
    """The names of pages that lie elsewhere."""

    flat = True

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        return [self.pages.bar(rect)]


class PanelBoard(Board):
    """`tiles_place`: where the tiles go; `cover`: what bets and verdicts lie over, a free place if none is set."""

    message_place: FreePlace | None = None  # where Pip speaks; None: hints come as a note

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.tiles_place = FreePlace()
        self.cover: Panel = FreePlace()
        self.panels: list[Panel] = []

    def tree(self) -> Split:
        """The panels as they share the window now."""
        raise NotImplementedError

    def covered(self, what: Box | Split) -> Split:
        """It, and over it the free place for the bet and the verdict."""
        return stack(Part(what), Part(self.cover))

    def low_row(self, tiles: float | None = None, high: float = TILES_HIGH) -> Part:
        """The tiles, and beside them the place where Pip speaks.

        `tiles`: their width; None: as much as they would like to have, where enough is left for Pip.
        """
        self.message_place = self.message_place or FreePlace(MESSAGE)
        wide = TILE * len(self.tiles()) - GAP if tiles is None else tiles
        room = Part(self.tiles_place, wide, gives=tiles is None)
        return Part(row(room, Part(self.message_place), gap=BESIDE), high)

    @property
    def tiles_height(self) -> float:
        """Height of the row of tiles where it grows with the text."""
        return grown(TILES_HIGH, 16.0, self.text_scale)

    @property
    def room(self) -> Rect:
        """What the tree has of the window."""
        return (EDGE, TOP, self.host.width - 2 * EDGE, self.host.height - EDGE - TOP)

    def layout(self) -> list[Widget]:
        self.panels, found = place_tree(self.tree(), self.room)
        self.refresh()
        return found

    def overlay_rect(self) -> Rect:
        return self.cover.rect

    def tiles_at(self) -> Rect:
        return self.tiles_place.rect

    def message(self) -> Rect | None:
        return self.message_place.rect if self.message_place is not None else None

    def on_update(self, seconds: float) -> None:
        for panel in self.panels:
            panel.update(seconds)

    @property
    def moving(self) -> bool:
        hears = type(self).on_update is not PanelBoard.on_update
        return hears or any(panel.moving for panel in self.panels)

    def refresh(self) -> None:
        for panel in self.panels:
            panel.refresh()

    def paint_base(self, canvas: Canvas) -> None:
        draw_sheets(canvas, [rect for panel in self.panels for rect in panel.sheets()])

    def paint(self, canvas: Canvas) -> None:
        for panel in self.panels:
            panel.paint(canvas)
