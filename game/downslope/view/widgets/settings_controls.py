"""The controls of the settings: a theme as a little valley, a palette as its marks, an action with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.theme import Theme
from ..draw.tokens import CODE, LABEL, STRONG
from .button import Item
from .ink import Boxed, Ink, InkPress, Line, Row
from .widget import Press, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

MARKS = ("input", "weight", "weight_negative", "prediction", "goal", "error", "alpha")


class ThemeCard(Press):
    """A theme, drawn in its own colours: Pip above his flag."""

    def __init__(self, name: str, rect: Rect, label: str, theme: Theme, on_press: Callable[[], None]) -> None:
        super().__init__(name, rect, group="settings")
        self.label = label
        self.theme = theme
        self.chosen = False
        self.on_press = on_press

    def accessible_value(self) -> str:
        return _("chosen") if self.chosen else ""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        canvas.keep(("theme", self.label, self.theme), x, y, width, height, self._valley)
        edge = "focus" if self.chosen else "text2" if state.hover else "border2"
        canvas.rect(x + 1, y + 1, width - 2, height - 2, None, 11, edge, 3 if self.chosen else 1.5)
        if self.chosen:
            canvas.circle(x + width - 18, y + 18, 11, "prim")
            canvas.path(f"M{x + width - 23.5} {y + 18.5}l4 4l7 -8", None, "prim_text", 2.6)
        if state.focus:
            canvas.focus(x, y, width, height, 12)

    def _valley(self, canvas: Canvas) -> None:
        """Everything inside, in the colours of the card's theme."""
        x, y, width, height = self.rect
        own = type(canvas)(canvas.surface, canvas.look._replace(theme=self.theme), (canvas.ox, canvas.oy), canvas.whole)
        lowest = x + width * 0.68
        curve = [(lowest + u * 58, y + height - 14 - u * u * height * 0.9) for u in (i / 20 - 1.6 for i in range(65))]
        with own.clip(x, y, width, height, 12):
            own.gradient(x, y, width, height, [(0, "sky0"), (1, "sky2")])
            own.glow(lowest, y + height - 16, 46, "glow", 0.7)
            floor = y + height + 9
            own.polygon([*curve, (x + width + 99, floor), (x - 99, floor)], "ter1")
            own.polyline(curve, "error", 3)
            own.flag(lowest, y + height - 14, 26, glow=False)
            own.pip(lowest - 44, y + 26, 8, (0.2, 0.2), glow=False)
            high = 28 * max(1.0, own.type)
            top = y + height - 10 - high
            style, label = own.fit_style(self.label, width - 40, STRONG)
            own.rect(x + 10, top, own.width(label, style) + 20, high, "panel", 8)
            own.text_vcenter(x + 20, top + high / 2, label, style, "text")


def palette_item(name: str, theme: Theme) -> Item:
    """An item of a Segmented: the name, and below it the seven marks in that palette."""

    def draw(canvas: Canvas, rect: Rect, chosen: bool, colour: str) -> None:
        x, y, width, height = rect
        own = type(canvas)(canvas.surface, canvas.look._replace(theme=theme), (canvas.ox, canvas.oy), canvas.whole)
        middle = x + width / 2
        style, label = canvas.fit_style(name, width - 12, STRONG if chosen else LABEL)
        canvas.text(middle, y + height - 46, label, style, colour, "middle")
        pitch = min(25.0, (width - 8) / len(MARKS))
        for i, mark in enumerate(MARKS):
            left = middle + (i - (len(MARKS) - 1) / 2) * pitch
            own.rect(left - 12, y + height - 36, 24, 24, "panel", 6)
            own.glyph(mark, left, y + height - 24, 7)

    return draw


def size_item(size: float, label: str) -> Item:
    """An item of a Segmented: letters of about that size, and the size in per cent."""

    def draw(canvas: Canvas, rect: Rect, chosen: bool, colour: str) -> None:
        x, y, width, height = rect
        small = size / canvas.look.text  # the letters show the setting, whatever it is now
        letters, space = canvas.width("Aa", STRONG.with_size(small)), 14.0
        percent = label if letters + space + canvas.width(label, CODE) <= width - 8 else ""
        wide = letters + (space + canvas.width(percent, CODE) if percent else 0.0)
        left, middle = x + (width - wide) / 2, y + height / 2
        canvas.text_vcenter(left, middle, "Aa", STRONG.with_size(small), colour)
        canvas.text_vcenter(left + letters + space, middle, percent, CODE, colour)

    return draw


class KeyRow(InkPress):
    """An action and its key. `cap` tells what stands on the key now; None: pressed, it waits for another key."""

    ring = (5.0, 8.0)

    def __init__(self, name: str, label: str, cap: Callable[[], str | None], on_press: Callable[[], None]) -> None:
        super().__init__(name, key_ink(label, ()), on_press, "keys", label)
        self.cap = cap

    def accessible_value(self) -> str:
        cap = self.cap()
        return _("press a key") if cap is None else cap or _("no key")

    def draw(self, canvas: Canvas, state: State) -> None:
        cap = self.cap()
        if cap is None:
            asked = Boxed(Line(_("Press a key"), LABEL), (18, 6), "well", "focus", 9, 2.5)
            self.ink = Boxed(Row((Line(self.told, LABEL, grow=1, yields=True), asked)), (16, 0), "rowhi", radius=10)
        else:
            self.ink = key_ink(self.told, (cap,))
        super().draw(canvas, state._replace(focus=state.focus and cap is not None))


def key_ink(label: str, caps: tuple[str, ...], colour: str = "text") -> Ink:
    """The words at the left, keycaps at the right."""
    keys = [Boxed(Line(cap, CODE, colour, "middle"), (11, 3), "raised", "border2", 8, 1.0, wide=34)
            for cap in caps if cap]  # fmt: skip
    return Boxed(Row((Line(label, LABEL, colour, grow=1, yields=True), *keys)), (16, 0))
