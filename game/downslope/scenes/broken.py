"""The card after a fault that nobody foresaw: the level is there again, and what was done in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import _
from ..view.draw.tokens import BODY, TITLE
from ..view.format.measure import measure
from ..view.widgets.button import Button
from .base.modal import Modal

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

SIZE, STEP = 18.0, 27.0  # of the text and its lines
HEAD, FOOT = 84.0, 100.0


class BrokenScene(Modal):
    """Over the level. `told`: what broke, what is kept, and where the details are."""

    def __init__(self, game: Game, parent: Scene, told: str) -> None:
        super().__init__(game, parent)
        self.told = told
        self.lines: list[str] = []
        self.opens("go on", arms=True)

    def layout(self) -> None:
        width = min(640 + 400 * (self.type - 1), self.width - 64)
        self.lines = measure(self.game, self.width, self.height).lines(self.told, width - 64, BODY.sized(SIZE))
        height = min(HEAD + len(self.lines) * STEP * self.type + FOOT, self.height - 40)
        self.place = ((self.width - width) / 2, (self.height - height) / 2, width, height)
        x, y, width, height = self.place
        low, wide = y + height - 76, (width - 64 - 16) / 2
        self.widgets = [
            Button("to map", (x + 32, low, wide, 52), _("Map"), "map", lambda: self.open("map"), key="map"),
            Button("go on", (x + 48 + wide, low, wide, 52), _("Go on"), "next", self.back, kind="primary",
                   key="accept"),
        ]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        self.paint_card(canvas)
        x, y, _width, _height = self.place
        canvas.icon("warn", x + 32, y + 30, 28, "error")
        canvas.text(x + 74, y + 44 + 8 * canvas.type, _("Something broke"), TITLE, "text")
        for number, line in enumerate(self.lines):
            canvas.text(x + 32, y + HEAD + (number * STEP + 14) * canvas.type, line, BODY.sized(SIZE), "text2")
