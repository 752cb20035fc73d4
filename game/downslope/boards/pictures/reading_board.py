"""The board of a net that reads digits: a pad to draw on, what is seen of the net, the votes; below them one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.pictures.drawing_pad import DrawingPad
from ...view.widgets.layout import Box, Part, Split, column, inset, row, stack
from ..shared.panel import BESIDE, EDGE, Panel, PanelBoard
from .digit_panels import NetPages, VotesPanel
from .pad_panel import PadPanel
from .recognition import Recognition

if TYPE_CHECKING:
    from ..shared.host import Host
    from .training_follower import TrainingFollower

PAD, NET, VOTES = 328.0, 468.0, 404.0  # widths in a window that is 1280 wide
WIDER = 0.3  # of what a wider window has more, for the pad and for the votes
FOOT, TILE, TILES_HIGH = 156.0, 88.0, 76.0
MARGIN = 36.0  # beside the tiles


class ReadingBoard(PanelBoard):
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
        more = WIDER * (self.host.width - 2 * (EDGE + BESIDE) - PAD - NET - VOTES)
        above = row(Part(self.pad, PAD + more), Part(self.pages), Part(self.votes, VOTES + more), gap=BESIDE)
        wide = TILE * self.most_tiles + MARGIN
        tiles = Part(inset(self.tiles_place, 14, 12, 22), 12 + TILES_HIGH)
        left = column(tiles, Part(inset(self.under_tiles, 18, 6, 26, 2)), gap=0.0)
        foot = stack(Part(self.foot), Part(row(Part(left, wide), *self.beside_the_tiles(), gap=0.0)))
        return column(Part(above), self.between(), Part(foot, FOOT))

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        self.recognition.update()

    def refresh(self) -> None:
        self.recognition.refresh()
        super().refresh()
