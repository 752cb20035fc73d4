"""What panels of boards share: sizes, what reads the attempt, pages and their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ...attempt.attempt import Attempt
from ...attempt.game.game import Game
from ...i18n import _
from ...view.draw import Canvas, measure
from ...view.widgets.button import Button, Segmented
from ...view.widgets.panel import NOTHING, Box, Group, Laid, Panel, ScrollArea, Split, layout_tree, least_size, only
from ...view.widgets.table import Table
from ...view.widgets.widget import Rect, State, Widget

EDGE, TOP, BESIDE = 24.0, 72.0, 16.0  # the window's edge, what is above a board, the gap between columns
TABS, UNDER_TABS = 46.0, 8.0
TILE, TILES_HIGH, SIDE = 124.0, 84.0, 528.0  # of a tile with its gap; height of their row; least width of the sides
MESSAGE = 400.0  # the least width in which Pip speaks
LIFT, LIFT_STILL = 0.6, 0.15  # seconds in which fog over a picture goes; it only fades, so also with reduced motion


T = TypeVar("T")


class Host(Protocol):
    """The play screen, as boards and their panels see it; a test's stand-in is as good.

    width, height   the window, in design pixels      time   seconds since the screen was opened
    focus           name of the widget that has the keyboard      ring   whether that is to be seen
    """

    game: Game
    attempt: Attempt
    width: float
    height: float
    time: float
    focus: str
    ring: bool

    def set_focus(self, name: str) -> None:
        """Give the keyboard to a widget; an unknown name is left alone."""

    def widget(self, name: str) -> Widget | None:
        """The widget of that name, if it is there."""

    def at(self, x: float, y: float) -> Widget | None:
        """The widget under a point."""

    def state(self, widget: Widget) -> State:
        """Whether it has the focus, is under the pointer, is pressed."""

    def open(self, name: str, **what: object) -> None:
        """Go to another screen, by its name in scenes/base/scene.py."""


class Latest(Generic[T]):
    """`value`: what was worked out last, which stays until it is asked for with another key."""

    value: T
    _key: object = object  # which nobody asks with

    def of(self, key: object, make: Callable[..., T], *given: object) -> T:
        """The value of this key: `make(*given)`."""
        if self._key != key:
            self._key, self.value = key, make(*given)
        return self.value


def grow(length: float, more: float, k: float) -> float:
    """A length that grows with the factor k on text, until it is so much more: that is where text has 117 %."""
    return length + more * min(1.0, 6 * max(0.0, k - 1))


class AttemptPanel(Panel):
    """A panel that reads the attempt. `text_scale`: how much larger than the design the text is.

    bare    width and height that it needs in any case      words   what its words need besides, at 100 %
    """

    bare = words = (0.0, 0.0)

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt

    @property
    def text_scale(self) -> float:
        return self.host.game.look().type

    def measure(self) -> Canvas:
        """A canvas for widths only."""
        return measure(self.host.game.look(), self.host.width, self.host.height)

    def least_size(self) -> tuple[float, float]:
        k = self.text_scale
        return self.bare[0] + k * self.words[0], self.bare[1] + k * self.words[1]


class ModelPanel(AttemptPanel, Generic[T]):
    """A panel that shows a `model` of its board."""

    def __init__(self, host: Host, model: T) -> None:
        super().__init__(host)
        self.model = model


class DrawnPanel(AttemptPanel):
    """A panel of which its board says what it shows: `draw(canvas, place)`."""

    def __init__(self, host: Host, draw: Callable[[Canvas, Rect], object], bare: tuple[float, float] = (0.0, 0.0),
                 words: tuple[float, float] = (0.0, 0.0), thing: str = "", flat: bool = False) -> None:  # fmt: skip
        super().__init__(host)
        self.draw, self.bare, self.words, self.thing, self.flat = draw, bare, words, thing, flat

    def paint(self, canvas: Canvas) -> None:
        self.draw(canvas, self.rect)


class Rewind(Button):
    """Goes on from an earlier step: there while the player's own run is looked at before its end, without a verdict."""

    def __init__(self, host: Host, place: Rect) -> None:
        tip = _("Go on from the step you are looking at")
        super().__init__("rewind", place, _("Rewind"), "", host.attempt.rewind, tip=tip)
        self.attempt = host.attempt

    def follow(self) -> bool:
        """Come or go, as the attempt stands now. True: it is there."""
        attempt = self.attempt
        own = attempt.shown is attempt.session and attempt.step < attempt.session.count
        self.visible = own and not (attempt.busy or attempt.playback.moving or attempt.verdict)
        return self.visible


FOOT = 4.0  # free under the rows
BELOW = 12.0  # under the row that is brought into view


class TableLog(AttemptPanel):
    """A table of what was seen: its rows scroll, and one that comes is brought into view."""

    area: ScrollArea
    _rows = -1  # that were filled when it was looked last

    def table(self) -> Table:
        raise NotImplementedError

    def least_size(self) -> tuple[float, float]:
        return self.table().least_size()

    def place(self, rect: Rect) -> list[Widget]:
        (x, y, w, h), head = rect, self.table().head
        self.rect = rect
        self.area, self._rows = ScrollArea("log", (x, y + head, w, h - head - FOOT), 0.0), -1
        return [self.area]

    def update(self, seconds: float) -> None:
        area, table = self.area, self.table()
        seen = sum(bool(row.number) and row.ring != "next" for row in table.rows)  # the one after them is seen too
        area.height = table.height
        area.focusable = area.limit > 0
        if seen != self._rows:
            self._rows = seen
            area.offset = max(0.0, BELOW + table.top(seen + 1) - area.rect[3])
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        self.table().paint(canvas, self.rect, self.area.offset)


class Pages(Group):
    """Panels, or trees of them, that share a place, one of them seen; `items` (name, page) of now.

    chosen    of them; -1: none yet
    named     their names stand above them; a page that is alone has none
    """

    chosen = Laid(0)
    under = UNDER_TABS  # the gap under the names

    def __init__(self, host: Host, items: Callable[[], Sequence[tuple[str, Panel | Split]]], chosen: int = 0,
                 named: bool = False) -> None:  # fmt: skip
        self.host, self.every, self.chosen, self.named = host, items, chosen, named
        self.shown: Sequence[Panel] = ()

    def items(self) -> Sequence[tuple[str, Box | Split]]:
        """The pages, without what the level does not show."""
        pages = [(name, only(page, self.host.attempt.shows)) for name, page in self.every()]
        return [(name, page) for name, page in pages if page != NOTHING]

    def is_shown(self, shows: Collection[str]) -> bool:
        return bool(self.items())

    @property
    def seen(self) -> int:
        return min(self.chosen, len(self.items()) - 1)

    def page(self) -> Box | Split | None:
        return self.items()[self.seen][1] if self.seen >= 0 else None

    @property
    def head(self) -> float:
        """Height of the names with their gap."""
        return TABS + self.under if self.named and len(self.items()) > 1 else 0.0

    def place(self, rect: Rect) -> list[Widget]:
        (x, y, w, h), head, page = rect, self.head, self.page()
        self.rect = rect
        self.shown, widgets = layout_tree(page, (x, y + head, w, h - head)) if page is not None else ([], [])
        return [self.bar((x, y, w, TABS)), *widgets] if self.shown and head else widgets

    def least_size(self) -> tuple[float, float]:
        widths, heights = zip((0.0, 0.0), *(least_size(page) for _name, page in self.items()))
        return max(widths), max(heights) + self.head

    def bar(self, rect: Rect) -> Widget:
        names = [name for name, _panel in self.items()]
        bar = Segmented("tabs", rect, names, self.seen, self.choose, label=_("Page"))
        return bar.share_out(measure(self.host.game.look(), self.host.width, self.host.height))

    def choose(self, chosen: int) -> None:
        self.chosen = chosen


@dataclass(eq=False)
class TabBar(Panel):
    """The names of pages that lie elsewhere."""

    pages: Pages
    least_room = (0.0, TABS)
    flat = True

    def place(self, rect: Rect) -> list[Widget]:
        return [self.pages.bar(rect)]
