"""The board of a net that reads digits: a pad to draw on, what is seen of the net, the votes; below them one sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.target import largest
from ...view.charts.vote_bars import Tried, draw_votes
from ...view.draw.tokens import LABEL
from ...view.pictures.confusion import WrongOnes, draw_table, draw_templates
from ...view.pictures.drawing_pad import DrawingPad
from ...view.pictures.kernel_maps import KernelMaps
from ...view.widgets.button import Button
from ...view.widgets.label import draw_heading
from ...view.widgets.layout import Box, Part, Split, column, inset, row, stack
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.panel import BESIDE, AttemptPanel, Pages, Panel, Picture, PicturePanel
from .recognition import Recognition, eyes_of, has_kernels, templates_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..shared.host import Host
    from .training_follower import TrainingFollower

TABS, UNDER = 44.0, 56.0  # height of the names, and where what they name begins
TOOLS = 74.0  # height of the row of tools, with what is free above and below it
LEAST, BARE = 160.0, 48.0  # the pad's side and a tool's width, when there is no more
PAD, NET, VOTES = 328.0, 468.0, 404.0  # widths in a window that is 1280 wide
WIDER = 0.3  # of what a wider window has more, for the pad and for the votes
FOOT, TILE, TILES_HIGH = 156.0, 88.0, 76.0
MARGIN = 36.0  # beside the tiles


class ReadingPanel(AttemptPanel, PicturePanel):
    """What it shows comes from what the net makes of a picture."""

    bare, words = (320.0, 180.0), (40.0, 40.0)

    def __init__(self, host: Host, recognition: Recognition) -> None:
        super().__init__(host)
        self.recognition = recognition


class NetPages(Pages):
    """A sheet with the names of its pages at the top; no bet and no verdict lies over it."""

    def __init__(self, host: Host, recognition: Recognition) -> None:
        self.attempt = host.attempt
        self.kernels, self.templates = KernelPage(host, recognition), TemplatePage(host, recognition)
        self.table, self.wrong = TablePage(host, recognition), WrongPage(host, recognition)
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


class KernelPage(ReadingPanel):
    """Each kernel, and what it makes of the picture."""

    maps: KernelMaps | None = None
    _seen: object = None

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.maps, self._seen = rect, KernelMaps("kernels", rect), None
        return [self.maps]

    def refresh(self) -> None:
        seen = self.recognition.seen
        if self.maps is not None and seen is not None and seen is not self._seen:
            self._seen = seen
            pixels, weights, network = seen
            self.maps.eyes = eyes_of(network, weights, pixels)


class TemplatePage(ReadingPanel):
    """What each output looks for, where the outputs look at the pixels themselves."""

    def picture(self) -> Picture:
        recognition = self.recognition
        templates = templates_of(recognition.attempt.now.network, recognition.weights())
        return draw_templates, self.rect, templates, largest(recognition.votes)


class TablePage(ReadingPanel):
    """How often each digit is read as each."""

    def picture(self) -> Picture:
        return draw_table, self.rect, self.recognition.reader.table(self.recognition.attempt.now.network.outputs)


class WrongPage(ReadingPanel):
    """The pictures that are read wrongly; one of them is taken onto the pad."""

    wrong: WrongOnes

    def place(self, rect: Rect) -> list[Widget]:
        self.wrong = WrongOnes("wrong", rect, self._look_at)
        return [self.wrong]

    def _look_at(self, number: int) -> None:
        wrong = self.recognition.reader.wrong()
        if number < len(wrong):
            self.recognition.look_at(wrong[number])

    def refresh(self) -> None:
        reader = self.recognition.reader
        self.wrong.shown = tuple(
            Tried(tuple(reader.pairs[i][0]), reader.labels[i], reader.read[i])
            for i in reader.wrong()[: self.wrong.fits]
        )


class VotesPanel(ReadingPanel):
    """Each digit's vote, or its share in the votes; a bet or a verdict lies over it."""

    def sheets(self) -> list[Rect]:
        return [] if self.host.has_overlay else [self.rect]

    def picture(self) -> Picture | None:
        seen = self.recognition
        if self.host.has_overlay:
            return None
        return draw_votes, self.rect, tuple(seen.names()), tuple(seen.votes), seen.plain


class PadPanel(ReadingPanel):
    """Draws around the pad: what it is, and of which picture it shows the pixels."""

    bare, words = (40 + 4 * BARE + 24, 30 + LEAST + TOOLS), (0.0, 20.0)

    def __init__(self, host: Host, recognition: Recognition) -> None:
        super().__init__(host, recognition)
        self.pad = recognition.pad

    def _head(self) -> float:
        return 30 + 20 * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        side = min(w - 40, h - self._head() - TOOLS)
        self.pad.rect, self.pad.tip = (x + (w - side) / 2, y + self._head(), side, side), _("Draw a digit")
        return [self.pad, *self._tools()]

    def _tools(self) -> list[Widget]:
        x, y, w, h = self.rect
        wide, top = (w - 40 - 24) / 4, y + h - 62
        small = wide < 92 * self.text_scale
        kinds: tuple[tuple[str, str, str, Callable[[], None], bool], ...] = (
            ("pen", _("Pen"), "pencil", partial(self._take, False), not self.pad.rubbing),
            ("rubber", _("Rub"), "eraser", partial(self._take, True), self.pad.rubbing),
            ("clear", _("Clear"), "reset", self.pad.clear, False),
            ("another", _("Next"), "next", self._another, False),
        )
        return [
            Button(name, (x + 20 + i * (wide + 8), top, wide, 50), "" if small else label, icon, press,
                   kind="on" if on else "normal", group="tools", tip=label)
            for i, (name, label, icon, press, on) in enumerate(kinds)
        ]  # fmt: skip

    def _take(self, rubber: bool) -> None:
        self.pad.rubbing = rubber
        self.host.relayout()

    def _another(self) -> None:
        self.recognition.look_at(self.recognition.sample + 1)

    def refresh(self) -> None:
        if self.recognition.seen is not None:
            self.pad.pixels = self.recognition.seen[0]

    def picture(self) -> Picture:
        seen = self.recognition
        note = _("as the net sees it") if seen.has_drawing() else _("a {label}").format(label=seen.label)
        return draw_heading, self.rect, _("Draw here"), note, "input", LABEL


class ReadingBoard(Board):
    """A board says what stands between the columns and the lowest sheet, and what stands there beside the tiles."""

    def __init__(self, host: Host, training: TrainingFollower | None = None) -> None:
        super().__init__(host)
        self.recognition = Recognition(host.attempt, DrawingPad("pad", (0.0, 0.0, 0.0, 0.0)), training)
        self.pad, self.pages = PadPanel(host, self.recognition), NetPages(host, self.recognition)
        self.cover = self.votes = VotesPanel(host, self.recognition)
        self.foot, self.under_tiles = Panel(), Box()

    def between(self) -> Part:
        """The row under the columns; of size 0: there is none."""
        raise NotImplementedError

    def beside_the_tiles(self) -> list[Part]:
        """What the lowest sheet has at the right of the tiles."""
        raise NotImplementedError

    @property
    def most_tiles(self) -> int:
        """How many there may be: they keep their width, however many there are at the moment."""
        return 5

    def tree(self) -> Split:
        pad, votes = Part(self.pad, PAD, WIDER), Part(self.votes, VOTES, WIDER)
        above = row(pad, Part(self.pages, NET, 1 - 2 * WIDER), votes, gap=BESIDE)
        wide = TILE * self.most_tiles + MARGIN
        tiles = Part(inset(self.tiles_place, 14, 12, 22), 12 + TILES_HIGH)
        left = column(tiles, Part(inset(self.under_tiles, 18, 6, 26, 2)), gap=0.0)
        foot = stack(Part(self.foot), Part(row(Part(left, wide), *self.beside_the_tiles(), gap=0.0)))
        return column(Part(above), self.between(), Part(foot, FOOT))

    def stage_rect(self) -> Rect:
        """What the net has learned; the lowest sheet may be larger, but it is full of controls and charts."""
        return self.pages.rect

    @property
    def moving(self) -> bool:
        return not self.recognition.reader.whole or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        self.recognition.update()

    def refresh(self) -> None:
        self.recognition.refresh()
        super().refresh()
