"""Screens whose content is one tree of panels: its places, the order of the focus and what is drawn follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.format.measure import measure
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.layout import Split
from ...view.widgets.panel import Panel, place_tree
from ...view.widgets.widget import Rect, Widget
from .scrolling_scene import ScrollingScene

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...view.draw.canvas import Canvas


class PanelScreen(ScrollingScene):
    """A subclass says which panels there are in `tree`; what may be too high is a ScrollPanel made with `self.area`."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.panels: list[Panel] = []

    def tree(self, canvas: Canvas) -> Split:
        """The panels as they share `room` now; the canvas tells how wide texts are."""
        raise NotImplementedError

    @property
    def room(self) -> Rect:
        """What the tree has of the window: all of it."""
        return (0.0, 0.0, self.width, self.height)

    def layout(self) -> None:
        self.panels, self.widgets = place_tree(self.tree(self.measure()), self.room)

    def measure(self) -> Canvas:
        """A canvas for widths only."""
        return measure(self.game, self.width, self.height)

    def order(self) -> list[Widget]:
        """The widgets in the order of the tree."""
        return [widget for widget in self.widgets if widget.live and widget.focusable]

    def open_code(self) -> None:
        """Play what lies on the clipboard, the code of a run or of a level, or a link; or say why that cannot be."""
        from ...attempt.sharing.link_opening import pasted_link
        from ...attempt.sharing.shared_level import offer_to_keep  # these read levels: not before the title is there
        from ...attempt.sharing.shared_run import SharedRun, pasted_run

        link = pasted_link(self.game)
        if link is not None:
            if link.level is not None:
                self.open("play", level=link.level, start=link.start)
            elif link.plugin:
                self.open_plugin(link.plugin)
            else:
                self.relayout()  # what it hides is gone
            return
        run = pasted_run(self.game, self.open_plugin)
        if run is None:
            self.game.feel.refuse()
        elif isinstance(run, SharedRun):
            self.open("play", level=run.level, replay=run.actions)
        else:
            self.open("play", level=run)
            offer_to_keep(self.game, run)

    def open_workshop(self) -> None:
        """Where levels are made."""
        self.open("workshop", parent=self)

    def paint(self, canvas: Canvas) -> None:
        draw_sheets(canvas, [rect for panel in self.panels for rect in panel.sheets()])
        self.paint_panels(canvas)

    def paint_panels(self, canvas: Canvas) -> None:
        for panel in self.panels:
            panel.paint(canvas)
