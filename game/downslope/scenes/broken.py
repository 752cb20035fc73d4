"""The card after a fault that nobody foresaw: the level is there again, and what was done in it."""

from __future__ import annotations

from ..attempt.game.game import Game
from ..i18n import _
from ..view.draw.canvas import Canvas
from ..view.draw.tokens import LEAD_BODY
from ..view.widgets.button import Button
from ..view.widgets.ink import Label, card_title
from ..view.widgets.panel import HIGH, ButtonPanel, Part, Split, column, fit_content, row, with_padding
from ..view.widgets.widget import UNPLACED
from .base.panel_screen import Modal
from .base.scene import Scene

SIDE, TOP, BOTTOM = 32.0, 30.0, 24.0
GAP = 30.0


class BrokenScene(Modal):
    """Over the level. `told`: what broke, what is kept, and where the details are."""

    wide, grows = 640.0, 400.0

    def __init__(self, game: Game, parent: Scene, told: str) -> None:
        super().__init__(game, parent)
        self.told = told
        self.opens("go on", arms=True)

    def spoken_line(self) -> str:
        return f"{_('Something broke')}. {self.told}"

    def tree(self, canvas: Canvas) -> Split:
        to_map = Button("to map", UNPLACED, _("Map"), "map", lambda: self.open("map"), key="map")
        carry_on = Button("go on", UNPLACED, _("Go on"), "next", self.back, kind="primary", key="accept")
        buttons = row(Part(ButtonPanel(canvas, to_map)), Part(ButtonPanel(canvas, carry_on)), gap=16)
        label = Label(canvas, self.told, LEAD_BODY, "text2", width=self.span - 2 * SIDE)
        title = card_title(canvas, _("Something broke"), "", "warn", "error")
        parts = column(Part(column(fit_content(title), Part(label))), Part(buttons, HIGH), gap=GAP)
        return with_padding(parts, SIDE, TOP, SIDE, BOTTOM)
