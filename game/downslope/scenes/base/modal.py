"""A large card above the screen it belongs to: that screen stands still, dimmed, with a warm light behind the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.draw.tokens import CARD
from ...view.format.measure import text_factor
from ...view.widgets.layout import least_size
from ...view.widgets.panel import layout_tree
from ...view.widgets.widget import Rect
from .panel_screen import PanelScreen

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...view.draw.canvas import Canvas
    from .scene import Scene

PAPER = 0.7  # of the scrim
LIGHT = ((0.0, 1.0), (0.5, 0.33), (1.0, 0.0))


class Modal(PanelScreen):
    """A card whose content is one tree: as high as that must be, in the middle of the window.

    `place` is the card's rect. Esc gives the parent back.
    """

    scrim = 0.72  # how much of the parent is dimmed, in the dark theme; on paper less is enough
    wide, grows = 680.0, 640.0  # its width at the ordinary text size, and by how much it is wider at twice that
    above, below = 24.0, 24.0  # design pixels of the window that are left free at least

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.place: Rect = (300.0, 104.0, 680.0, 552.0)
        self.type = 1.0
        self._under = object()  # key of the layer with the parent: one for each card

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        self.parent.resize(width, height, scale)
        super().resize(width, height, scale)

    def request_layout(self) -> None:
        self.type = text_factor(self.game)
        super().request_layout()

    @property
    def span(self) -> float:
        """Width of the card."""
        return min(self.wide + self.grows * (self.type - 1), self.width - 64)

    @property
    def room(self) -> Rect:
        return self.place

    def layout(self) -> None:
        tree = self.tree(self.measure())
        width = self.span
        height = min(least_size(tree, preferred_size=True)[1], self.height - self.above - self.below)
        self.place = ((self.width - width) / 2, max(self.above, (self.height - height) / 2), width, height)
        self.panels, self.widgets = layout_tree(tree, self.place)

    def paint(self, canvas: Canvas) -> None:
        canvas.keep(self._under, 0, 0, canvas.w, canvas.h, self._paint_under, opaque=True)
        self.paint_behind(canvas)
        canvas.sheet(*self.place, CARD if canvas.look.theme.dark else CARD._replace(edge="border"))
        self.paint_panels(canvas)

    def paint_behind(self, canvas: Canvas) -> None:
        """What lies between the parent and the card."""

    def back(self) -> None:
        self.go(self.parent)

    def _paint_under(self, canvas: Canvas) -> None:
        dark = canvas.look.theme.dark
        self.parent.draw_under(canvas)
        canvas.rect(0, 0, canvas.w, canvas.h, "scrim", alpha=self.scrim if dark else PAPER * self.scrim)
        middle, top = self.place[0] + self.place[2] / 2, self.place[1]
        canvas.glow(middle, top + 46, 420, "lamp", 0.42 if dark else 0.75, LIGHT)
