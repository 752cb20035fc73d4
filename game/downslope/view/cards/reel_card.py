"""The card of the reel: a picture of each of its shows, what they are called and how long they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ...i18n import _, several
from ..draw.tokens import BODY, CODE, HEADING, LABEL, NUMBER
from ..format.numbers import clock_text
from ..widgets.widget import Common, Press, Rect, State
from .reel_pictures import ReelPicture, draw_reel_picture

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PAD, GAP = 20.0, 14.0
CORNER = 16.0


class ReelEntry(NamedTuple):
    """A show. `seconds`: how long it takes; None: not known yet."""

    code: str
    title: str
    seconds: float | None
    picture: ReelPicture | None


class ReelCard(Press):
    """Pressed, all of them are played."""

    entries: tuple[ReelEntry, ...] = ()

    def __init__(self, name: str, rect: Rect, on_press: Callable[[], None], **options: Unpack[Common]) -> None:
        super().__init__(name, rect, **options)
        self.on_press = on_press

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        fill = "rowhi" if state.hover or state.pressed else "raised"
        canvas.keep(("reel card", self.rect, fill), x, y, w, h,
                      lambda sub: sub.rect(x, y, w, h, fill, CORNER, "border2", 1))  # fmt: skip
        if state.focus:
            canvas.focus(x, y, w, h, CORNER)
        self._draw_shows(canvas)

    def _draw_shows(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        k = canvas.type
        base = y + 12 + 18 * k
        left = x + PAD + canvas.text(x + PAD, base, _("The reel"), HEADING, "text") + 14
        seconds = [entry.seconds for entry in self.entries]
        if all(each is not None for each in seconds):
            left += canvas.text(left, base, clock_text(round(sum(filter(None, seconds)))), NUMBER, "text2") + 10
        count = len(self.entries)
        told = several("{n} show, then from the start", "{n} shows, then from the start", count).format(n=count)
        canvas.within(left, base, told, x + w - PAD - left, BODY, "text2")
        wide = (w - 2 * PAD - GAP * (len(self.entries) - 1)) / max(1, len(self.entries))
        top, high = base + 14, h - (base - y) - 26 - 42 * k
        for number, entry in enumerate(self.entries):
            at = x + PAD + number * (wide + GAP)
            draw_reel_picture(canvas, (at, top, wide, high), entry.picture)
            named = at + canvas.text(at + 2, top + high + 22 * k, entry.code, CODE, "text2") + 10
            canvas.within(named, top + high + 22 * k, entry.title, at + wide - named, LABEL, "text")
            shown = clock_text(round(entry.seconds)) if entry.seconds is not None else "…"
            canvas.text(at + 2, top + high + 43 * k, shown, CODE, "text2")
