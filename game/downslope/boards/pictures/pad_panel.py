"""The pad to draw on, with pen, rubber, an empty pad and another picture of the data set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import LABEL, LEAD
from ...view.format.measure import text_factor
from ...view.widgets.button import Button
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Picture, PicturePanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .recognition import Recognition

TOOLS = 74.0  # height of the row of tools, with what is free above and below it
LEAST, BARE = 160.0, 48.0  # the pad's side and a tool's width, when there is no more


class PadPanel(PicturePanel):
    """Draws around the pad: what it is, and of which picture it shows the pixels."""

    def __init__(self, host: Host, recognition: Recognition) -> None:
        self.host, self.recognition, self.pad = host, recognition, recognition.pad

    def _head(self) -> float:
        return 30 + 20 * text_factor(self.host.game)

    def smallest(self) -> tuple[float, float]:
        return (40 + 4 * BARE + 24, self._head() + LEAST + TOOLS)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = x, y, w, h = rect
        side = min(w - 40, h - self._head() - TOOLS)
        self.pad.rect, self.pad.tip = (x + (w - side) / 2, y + self._head(), side, side), _("Draw a digit")
        return [self.pad, *self._tools()]

    def _tools(self) -> list[Widget]:
        x, y, w, h = self.rect
        wide, top = (w - 40 - 24) / 4, y + h - 62
        small = wide < 92 * text_factor(self.host.game)
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
        note = _("as the net sees it") if seen.drawn() else _("a {label}").format(label=seen.label)
        return draw_around, self.rect, _("Draw here"), note


def draw_around(canvas: Canvas, rect: Rect, title: str, note: str) -> None:
    """What stands above the pad; the note only where it has room."""
    x, y, w, _h = rect
    base = y + 17 + 18 * canvas.type
    canvas.glyph("input", x + 28, base - 6 * canvas.type, 7)
    end = x + 44 + canvas.text(x + 44, base, title, LEAD, "text")
    if end + 12 + canvas.width(note, LABEL) < x + w - 20:
        canvas.text(x + w - 20, base, note, LABEL, "text2", "end")
