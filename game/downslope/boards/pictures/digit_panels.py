"""What is seen of a net that reads digits: its kernels or weights, its table, what it reads wrongly, its votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.target import largest
from ...view.charts.vote_bars import Tried, draw_votes
from ...view.pictures.confusion import WrongOnes, draw_table, draw_templates
from ...view.pictures.kernel_maps import KernelMaps
from ...view.widgets.layout import Split
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Pages, Panel, Picture, PicturePanel
from .recognition import eyes_of, has_kernels, templates_of

if TYPE_CHECKING:
    from ..shared.host import Host
    from .recognition import Recognition

TABS, UNDER = 44.0, 56.0  # height of the names, and where what they name begins


class NetPanel(PicturePanel):
    """What it shows comes from what the net makes of a picture."""

    def __init__(self, recognition: Recognition) -> None:
        self.recognition = recognition


class NetPages(Pages):
    """A sheet with the names of its pages at the top; no bet and no verdict lies over it."""

    def __init__(self, host: Host, recognition: Recognition) -> None:
        self.attempt = host.attempt
        self.kernels, self.templates = KernelPage(recognition), TemplatePage(recognition)
        self.table, self.wrong = TablePage(recognition), WrongPage(recognition)
        super().__init__(host, self._items)

    def _items(self) -> list[tuple[str, Panel | Split]]:
        pages: list[tuple[str, Panel | Split]] = [(_("Table"), self.table), (_("Wrong"), self.wrong)]
        if has_kernels(self.attempt.now.network):
            return [(_("Kernels"), self.kernels), *pages]
        return [(_("Weights"), self.templates), *pages]

    def page(self) -> Panel | Split:
        return self.items()[self.chosen][1]

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        found = super().place((x, y + UNDER, w, h - UNDER))
        self.rect = rect
        return [self.bar((x + 12, y + 10, w - 24, TABS)), *found]

    def sheets(self) -> list[Rect]:
        return [self.rect]


class KernelPage(NetPanel):
    """Each kernel, and what it makes of the picture."""

    maps: KernelMaps | None = None
    _seen: object = None

    def place(self, rect: Rect) -> list[Widget]:
        chosen = self.maps.chosen if self.maps is not None else 0
        self.rect, self.maps, self._seen = rect, KernelMaps("kernels", rect), None
        self.maps.chosen = chosen
        return [self.maps]

    def refresh(self) -> None:
        seen = self.recognition.seen
        if self.maps is not None and seen is not None and seen is not self._seen:
            self._seen = seen
            pixels, weights, network = seen
            self.maps.eyes = eyes_of(network, weights, pixels)


class TemplatePage(NetPanel):
    """What each output looks for, where the outputs look at the pixels themselves."""

    def picture(self) -> Picture:
        recognition = self.recognition
        templates = templates_of(recognition.attempt.now.network, recognition.weights())
        return draw_templates, self.rect, templates, largest(recognition.votes)


class TablePage(NetPanel):
    """How often each digit is read as each."""

    def picture(self) -> Picture:
        return draw_table, self.rect, self.recognition.reader.table(self.recognition.attempt.now.network.outputs)


class WrongPage(NetPanel):
    """The pictures that are read wrongly; one of them is taken onto the pad."""

    wrong: WrongOnes | None = None

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.wrong = rect, WrongOnes("wrong", rect, self._look_at)
        return [self.wrong]

    def _look_at(self, number: int) -> None:
        wrong = self.recognition.reader.wrong()
        if number < len(wrong):
            self.recognition.look_at(wrong[number])

    def refresh(self) -> None:
        if self.wrong is not None:
            reader = self.recognition.reader
            self.wrong.shown = tuple(
                Tried(tuple(reader.pairs[i][0]), reader.labels[i], reader.read[i])
                for i in reader.wrong()[: self.wrong.fits]
            )


class VotesPanel(NetPanel):
    """The share of each digit in the votes; a bet or a verdict lies over it."""

    def __init__(self, host: Host, recognition: Recognition) -> None:
        super().__init__(recognition)
        self.host = host

    def sheets(self) -> list[Rect]:
        return [] if self.host.has_overlay else [self.rect]

    def picture(self) -> Picture | None:
        seen = self.recognition
        return None if self.host.has_overlay else (draw_votes, self.rect, tuple(seen.names()), tuple(seen.votes))
