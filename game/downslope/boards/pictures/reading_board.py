"""The board of a net that reads digits: a pad to draw on, what is seen of the net, the votes; below them one sheet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...digits.png import picture_in
from ...i18n import _
from ...learning.ops import WIDTH
from ...view.charts.vote_bars import Votes
from ...view.draw.tokens import LABEL, LEAD
from ...view.pictures.drawing_pad import DrawingPad
from ...view.pictures.kernel_grid import Grid, GridPad, draw_window
from ...view.pictures.pixel_squares import draw_pixel_shares, draw_speakers
from ...view.widgets.button import Button
from ...view.widgets.label import draw_heading
from ...view.widgets.layout import Box, Part, Split, column, row, stack
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.panel import Panel, Picture
from .reading_pages import InspectionPanel, ReadingPages
from .recognition import Inspection, Recognition, draw_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...learning.network import Vector
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .recognition import Speaking
    from .training_follower import TrainingFollower

TOOLS = 70.0  # height of the row of tools, with what is free above and below it
LEAST, BARE = 132.0, 48.0  # the pad's side and a tool's width, when there is no more
PAD, NET, VOTES = 296.0, 600.0, 312.0  # widths in a window that is 1280 wide
WIDER = 0.3  # of what a wider window has more, for the pad and for the votes
TILE, TILES_HIGH = 88.0, 76.0
MARGIN = 36.0  # beside the tiles


class VotesPanel(InspectionPanel):
    """Each digit's vote, or its share in the votes; two of them are compared."""

    bare, words = (240.0, 200.0), (40.0, 40.0)
    votes: Votes

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection, pages: ReadingPages) -> None:
        super().__init__(host, recognition, inspection)
        self.pages = pages

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.votes = Votes("votes", rect, self.inspection.compare)
        self.refresh()
        return [self.votes]

    def refresh(self) -> None:
        seen, votes = self.recognition, self.votes
        votes.names, votes.shares, votes.plain = tuple(seen.names()), tuple(seen.votes), seen.plain
        votes.pair, votes.marked = self.inspection.rivals(), self.pages.looks_closely
        votes.focusable = votes.pair is not None


class PadPanel(InspectionPanel):
    """The pad with its tools: what it shows, and of which picture. While one cell is looked at: what speaks."""

    bare, words = (40 + 4 * BARE + 24, 30 + LEAST + TOOLS), (0.0, 20.0)

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection, pages: ReadingPages) -> None:
        super().__init__(host, recognition, inspection)
        self.pad, self.pages = recognition.pad, pages

    @property
    def speaks(self) -> bool:
        return self.pages.looks_closely

    @property
    def _draw_one(self) -> str:
        return draw_one(self.attempt.now)

    def _head(self) -> float:
        return 28 + 18 * self.text_scale

    def _grid(self) -> Grid:
        x, y, w, h = self.rect
        side = min(w - 44, h - self._head() - TOOLS)
        return Grid(x + (w - side) / 2, y + self._head(), side / 8, 8)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        grid = self._grid()
        if self.speaks:
            return [GridPad("window", grid, self.inspection.put_on_pixel, _("Move the window"))]
        self.pad.rect, self.pad.tip = (grid.x, grid.y, grid.wide, grid.wide), self._draw_one
        x, y, w, h = self.rect
        width, top = (w - 40 - 24) / 4, y + h - 58
        kinds: tuple[tuple[str, str, str, Callable[[], None], bool], ...] = (
            ("pen", _("Pen"), "pencil", partial(self._take, False), not self.pad.rubbing),
            ("rubber", _("Rub"), "eraser", partial(self._take, True), self.pad.rubbing),
            ("clear", _("Clear"), "reset", self.recognition.clear, False),
            ("another", _("Next"), "next", self._another, False),
        )
        return [
            self.pad,
            *[
                Button(
                    name,
                    (x + 20 + i * (width + 8), top, width, 48),
                    "",
                    icon,
                    press,
                    kind="on" if on else "normal",
                    group="tools",
                    tip=label,
                )
                for i, (name, label, icon, press, on) in enumerate(kinds)
            ],
        ]

    def _take(self, rubber: bool) -> None:
        self.pad.rubbing = rubber
        self.host.request_layout()

    def _another(self) -> None:
        self.recognition.evaluation_at(self.recognition.sample + 1)

    def refresh(self) -> None:
        self.recognition.refresh()
        if self.recognition.seen is not None:
            self.pad.pixels = self.recognition.seen[0]

    def picture(self) -> Picture | None:
        seen = self.recognition
        if self.speaks:
            pixels = tuple(seen.pixels())
            return draw_what_speaks, self.rect, self._grid(), pixels, self.inspection.speaking(), self._draw_one
        return draw_pad_heading, self.rect, self.notes()

    def notes(self) -> tuple[str, ...]:
        """What is on the pad, the longest first."""
        seen = self.recognition
        if seen.has_drawing():
            return (_("as the net sees it"),)
        if seen.label is None or not seen.votes:
            return (self._draw_one,)
        plain = _("a {label}").format(label=seen.label)
        if seen.best in (seen.label, None):
            return (plain,)
        return _("a {label}, read as {read}").format(label=seen.label, read=seen.best), plain

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self.speaks:
            place = divmod(self.inspection.place, self.inspection.map_side)
            draw_window(canvas, self._grid(), *place, reach=WIDTH)


def draw_pad_heading(canvas: Canvas, rect: Rect, notes: Sequence[str]) -> None:
    """With the longest note that has room."""
    room = rect[2] - 80 - canvas.width(_("Draw here"), LEAD)
    note = next((note for note in notes if canvas.width(note, LABEL) <= room), notes[-1])
    draw_heading(canvas, rect, _("Draw here"), note, "input", LABEL)


def draw_what_speaks(canvas: Canvas, rect: Rect, grid: Grid, pixels: Vector, speaking: Speaking | None,
                     nothing: str) -> None:  # fmt: skip
    """The picture with squares, and what their hues say. `nothing`: what is said where nothing is drawn."""
    x, y, w, h = rect
    aside = ""
    if speaking is not None:
        aside = _("for {first}, not {second}").format(first=speaking.pair[0], second=speaking.pair[1])
    draw_heading(canvas, rect, _("What speaks"), aside, "input", LABEL)
    draw_pixel_shares(canvas, grid, pixels, speaking.pixels if speaking is not None else (0.0,) * len(pixels))
    low = grid.y + grid.wide + 8
    place = (x + 18, low, w - 36, y + h - 8 - low)
    if speaking is None:
        canvas.text_vcenter(x + 18, low + 20, nothing, LABEL, "text2")
        return
    total = 0.0
    for share in speaking.pixels:
        total += share
    draw_speakers(canvas, place, *speaking.pair, total)


class ReadingBoard(Board):
    """A board says what stands between the columns and the lowest sheet, and what stands there beside the tiles."""

    def __init__(self, host: Host, training: TrainingFollower | None = None) -> None:
        super().__init__(host)
        self.recognition = Recognition(host.attempt, DrawingPad("pad", (0.0, 0.0, 0.0, 0.0)), training)
        self.inspection = Inspection(self.recognition, training)
        self.pages = ReadingPages(host, self.recognition, self.inspection, training is not None)
        self.pad = PadPanel(host, self.recognition, self.inspection, self.pages)
        self.votes = VotesPanel(host, self.recognition, self.inspection, self.pages)
        self.foot = Panel()

    def below(self) -> Box | Split:
        """What stands under what the net has learned."""
        raise NotImplementedError

    def stage_tree(self) -> Box | Split:
        return row(Part(self.pad, share=PAD), Part(self.votes, share=VOTES), gap=12.0)

    def sides(self) -> Sequence[Box | Split]:
        foot = stack(Part(self.foot), Part(self.below()))
        both = column(Part(self.pages), Part(foot, 156.0))
        return [both, foot, self.pages] if self.attempt.open_bets.on_screen else [both, self.pages, foot]

    def take_picture(self, name: str, content: bytes) -> bool:
        self.recognition.take(picture_in(Path(name), content))
        return True

    def as_words(self) -> str:
        """What is on the pad, and what it is read as."""
        seen = self.recognition
        if seen.has_drawing() and seen.best is not None:
            return _("Your drawing is read as {read}.").format(read=seen.best)
        return f"{self.pad.notes()[0]}."

    def after_update(self, seconds: float) -> None:
        super().after_update(seconds)
        self.recognition.update()
