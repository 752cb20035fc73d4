"""A line that is typed: characters, Backspace, arrows, Home and End. It scrolls so that the caret is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.tokens import BODY, SPACE_3
from .widget import Act, Rect, State, Widget, has_caret

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class TextField(Widget):
    """`text`: what stands there. `most`: letters that it may have; `allowed`: a character that may be typed.

    on_change   told the text at every change      label   what is to be typed here, set by who lays it out
    selected    all of it is: what is typed first takes its place
    """

    lasting = ("caret", "selected")
    role = N_("text box")

    def __init__(
        self,
        name: str,
        rect: Rect,
        text: str,
        most: int,
        on_change: Callable[[str], object],
        *,
        allowed: Callable[[str], bool] = str.isprintable,
        paste: Callable[[], str | None] | None = None,
        selected: bool = False,
    ) -> None:
        super().__init__(name, rect)
        self.text, self.most = text, most
        self.caret = len(text)
        self.on_change, self.allowed, self.paste = on_change, allowed, paste
        self.label, self.selected = "", selected
        self._typing = False

    def accessible_value(self) -> str:
        return self.text or _("empty")

    def hears(self) -> tuple[str, ...]:
        return ("left", "right", "home", "end", "erase")

    def takes(self, text: str) -> bool:
        return text.isprintable() and text != ""

    def act(self, intent: Act) -> bool:
        name = intent.name
        if name == "text":
            self._insert(intent.text)
        elif name == "erase" and self.selected and self.text:
            self._typing = True
            self._set("", 0)
        elif name == "erase" and self.caret:
            self._typing = True
            self._set(self.text[: self.caret - 1] + self.text[self.caret :], self.caret - 1)
        elif name == "paste" and self.paste is not None:
            self._insert(self.paste() or "")
        elif name in ("left", "right", "home", "end"):
            places = {"left": self.caret - 1, "right": self.caret + 1, "home": 0, "end": len(self.text)}
            self.caret, self.selected = min(len(self.text), max(0, places[name])), False
        else:
            self.selected = self.selected and name != "press"
            return name in ("press", "move", "release", "erase")
        return True

    def _insert(self, text: str) -> None:
        kept = "".join(letter for letter in text.replace("\n", " ") if letter.isprintable() and self.allowed(letter))
        before, after = ("", "") if self.selected else (self.text[: self.caret], self.text[self.caret :])
        kept = kept[: max(0, self.most - len(before + after))]
        if not kept:
            self.feedback("refuse")
            return
        self._typing = True
        self._set(before + kept + after, len(before + kept))

    def _set(self, text: str, caret: int) -> None:
        self.text, self.caret, self.selected = text, caret, False
        self.on_change(text)

    def leave(self) -> None:
        self._typing = self.selected = False

    @property
    def moving(self) -> bool:
        """While something is typed, the caret blinks."""
        return self._typing

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 11)
        edge, thick = ("focus", 2.5) if state.focus or self._typing else ("text2" if state.hover else "border2", 1.5)
        inset = thick / 2
        canvas.rect(x + inset, y + inset, w - thick, h - thick, None, 10.5, edge, thick)
        room, middle = w - 2 * SPACE_3, y + h / 2
        before = canvas.width(self.text[: self.caret], BODY)
        shift = max(0.0, before + 4 - room)
        with canvas.clip(x + SPACE_3 - 2, y, room + 4, h):
            if state.focus and self.selected and self.text:
                wide, high = canvas.width(self.text, BODY), 24 * canvas.type
                behind = canvas.mix("well", "text", 0.28)
                canvas.rect(x + SPACE_3 - shift - 2, middle - high / 2, wide + 4, high, behind, 4)
            canvas.mid_text(x + SPACE_3 - shift, middle, self.text, BODY, "text")
            if (state.focus or self._typing) and (not self._typing or has_caret(state.time)):
                canvas.rect(x + SPACE_3 + before - shift, middle - 11 * canvas.type, 2, 22 * canvas.type, "text")
