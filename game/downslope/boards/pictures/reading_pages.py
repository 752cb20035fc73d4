"""What is seen of a net that reads, in pages: their names above, or a list of these where they have no room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.button import Button
from ...view.widgets.layout import Split
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Pages, Panel
from .answer_pages import TablePage, TemplatePage, WrongPage
from .kernel_pages import EyesPage, OneCellPage, WhenPage
from .recognition import has_kernels

if TYPE_CHECKING:
    from ..shared.host import Host
    from .inspection import Inspection
    from .recognition import Recognition

TABS, UNDER = 42.0, 54.0  # height of the names, and where what they name begins
NARROW_TAB = 92.0  # a narrower one has no room for its name
EDGE = 12.0


class ReadingPages(Pages):
    """A sheet with the names of its pages at the top; where these have no room, a button that opens a list of them.

    `trained`: it is trained here, so there is something to look back at.
    """

    stays = ("verdict", "machine")

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection, trained: bool) -> None:
        self.attempt, self.trained = host.attempt, trained
        self.eyes = EyesPage(host, recognition, inspection, self.open_cell)
        self.cell = OneCellPage(host, recognition, inspection)
        self.templates = TemplatePage(host, recognition)
        self.when = WhenPage(host, recognition, inspection)
        self.table, self.wrong = TablePage(host, recognition), WrongPage(host, recognition, inspection)
        self.menu = MenuPage(self)
        self.listed = False  # the names are open to choose from
        super().__init__(host, self._items)

    def _items(self) -> list[tuple[str, Panel | Split]]:
        kernels = has_kernels(self.attempt.now.network)
        pages: list[tuple[str, Panel | Split]] = [(_("Eyes"), self.eyes), (_("One cell"), self.cell)] if kernels else [
            (_("Templates"), self.templates)]  # fmt: skip
        if self.trained:
            pages.append((_("When"), self.when))
        return [*pages, (_("Table"), self.table), (_("Wrong"), self.wrong)]

    @property
    def looks_closely(self) -> bool:
        """One cell is looked at: the pad then shows what speaks."""
        return super().page() is self.cell

    def open_cell(self) -> None:
        """To the page that shows one place of a map."""
        pages = [page for _name, page in self.items()]
        if self.cell in pages:
            self.choose(pages.index(self.cell))

    def page(self) -> Panel | Split | None:
        found = super().page()
        return self.menu if found is not None and self.listed else found

    def choose(self, chosen: int) -> None:
        self.listed = False
        super().choose(chosen)

    def turn_list(self) -> None:
        """Open the list of the names, or close it."""
        self.listed = not self.listed
        self.host.relayout()

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        names = self.items()
        wide = (w - 20 - 8) / len(names) >= NARROW_TAB * self.eyes.text_scale  # all names have room
        self.listed = self.listed and not wide
        found = super().place((x, y + UNDER, w, h - UNDER))
        self.rect = rect
        if not self.shown:
            return []
        bar = (x + 10, y + 10, w - 20, TABS)
        if wide:
            return [self.bar(bar), *found]
        name, icon = names[self.seen][0], "down" if self.listed else "chevron"
        return [Button("tabs", bar, name, icon, self.turn_list), *found]

    def smallest(self) -> tuple[float, float]:
        wide, high = super().smallest()
        return wide, high + UNDER

    def sheets(self) -> list[Rect]:
        return [self.rect]


class MenuPage(Panel):
    """The names of the pages, one under the other."""

    flat = True

    def __init__(self, pages: ReadingPages) -> None:
        self.pages = pages

    def smallest(self) -> tuple[float, float]:
        return (240.0, 12 + 40.0 * len(self.pages.items()))

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        names = [name for name, _page in self.pages.items()]
        high = min(56.0, (h - 12) / len(names))
        return [
            Button(f"page {i}", (x + EDGE, y + 6 + i * high, w - 2 * EDGE, high - 8), name, "",
                   partial(self.pages.choose, i), group="pages", kind="on" if i == self.pages.chosen else "normal")
            for i, name in enumerate(names)
        ]  # fmt: skip
