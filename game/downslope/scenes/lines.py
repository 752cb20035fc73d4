"""The level as about ten lines of plain Python, to read and to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from ..view.button import Button
from ..view.source import draw_code, numbered
from ..words import _
from .scrolling import measure
from .sheet import Sheet

if TYPE_CHECKING:
    from ..view.canvas import Canvas
    from .game import Game
    from .scene import Scene

STEP = 26.0  # of the baselines at the ordinary text size
GUTTER = 54.0  # at the ordinary text size, for the numbers of the lines


class LinesScene(Sheet):
    """Over `parent`. `script`: the lines, as `downslope script` prints them."""

    def __init__(self, game: Game, parent: Scene, title: str, script: str) -> None:
        super().__init__(game, parent)
        self.title = title
        self.script = script
        self.copied = False
        self.focus = "copy"
        self.pieces: list[tuple[str, str]] = []

    def layout(self) -> None:
        canvas = measure(self.game, self.width, self.height)
        width = min(900.0, self.width - 64)
        char = canvas.width("0", 16, 500, "mono")
        room = int((width - 48 - 24 - 16 - GUTTER * self.type) / char)
        self.pieces = numbered(self.script.rstrip("\n").split("\n"), room)
        content = len(self.pieces) * STEP * self.type + 24
        head, foot = 60 + 28 * self.type, 88.0
        height = min(head + content + foot, self.height - 48)
        self.place = ((self.width - width) / 2, (self.height - height) / 2, width, height)
        x, y, width, height = self.place
        area = self.area("lines", (x + 24, y + head, width - 48, height - head - foot), content)
        label = _("Copied") if self.copied else _("Copy to clipboard")
        low, icon = y + height - 72, "check" if self.copied else "share"
        self.widgets = [
            area,
            Button("copy", (x + 24, low, 290, 52), label, icon, self._copy, kind="primary"),
            Button("close", (x + width - 24 - 180, low, 180, 52), _("Close"), "", self.back, key="back"),
        ]

    def _copy(self) -> None:
        try:
            copy(self.script)
        except pygame.error:
            self.game.toasts.fault(_("This system has no clipboard; `downslope script` prints the lines."))
            return
        self.copied = True
        self.relayout()

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        self.paint_card(canvas)
        x, y, width, _height = self.place
        line = y + 28 + 12 * canvas.type
        canvas.text(x + 28, line, canvas.fit(self.title, width - 56, 24, 700), 24, "text", 700)
        told = canvas.fit(_("Plain Python: it prints the numbers of your run"), width - 56, 16)
        canvas.text(x + 28, line + 8 + 20 * canvas.type, told, 16, "text2")
        left, top, wide, high = self.areas["lines"].rect
        canvas.rect(left, top, wide, high, "well", 12)
        with canvas.clip(left, top + 2, wide, high - 4):
            for i, (number, piece) in enumerate(self.pieces):
                base = self.areas["lines"].y(12 + (i * STEP + 18.6) * canvas.type)
                if top - 8 < base < top + high + 40:
                    gutter = left + 38 * canvas.type
                    canvas.text(gutter, base, number, 16, "text3", 500, "end", "mono")
                    draw_code(canvas, left + GUTTER * canvas.type, base, piece)


def copy(text: str) -> None:
    """Put a text on the system's clipboard. Raises pygame.error where there is none."""
    pygame.scrap.put_text(text)
