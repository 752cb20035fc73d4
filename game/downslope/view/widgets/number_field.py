"""A typed number in a box: digits, minus, comma or point; Enter commits, Esc restores, an arrow commits and goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from ..draw.tokens import NUMBER
from .number_input import CAP, NumberInput, NumberOptions
from .widget import Act, Rect, State, has_caret

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class NumberField(NumberInput):
    """Shows its number, or what is being typed with a caret. A number that cannot be meant leaves a dashed edge.

    shared   another widget for the same number (a dial): what is typed there is shown here
    """

    ways = ("left", "right", "down", "up")

    def __init__(
        self,
        name: str,
        rect: Rect,
        value: float,
        low: float,
        high: float,
        *,
        shared: NumberInput | None = None,
        size: float = 20.0,
        **options: Unpack[NumberOptions],
    ) -> None:
        super().__init__(name, rect, value, low, high, **options)
        self.shared = shared
        self.size = size

    def _drag(self, intent: Act) -> None:
        """A click only brings the keyboard here."""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        typed = self.typed
        focus, wrong = state.focus or typed is not None, self.wrong
        if typed is None and self.shared is not None:
            typed, focus, wrong = self.shared.typed, focus or self.shared.typed is not None, wrong or self.shared.wrong
        canvas.rect(x, y, width, height, "well" if self.enabled else None, 11)
        edge, thick = ("focus", 2.5) if focus else ("border2" if self.enabled else "border", 1.5)
        dash = (5, 5) if wrong or not self.enabled else None
        if state.hover and not focus:
            edge = "text2"
        inset = thick / 2
        canvas.rect(x + inset, y + inset, width - thick, height - thick, r=10.5, stroke=edge, width=thick, dash=dash)
        text = self.show(self.value) if typed is None else typed
        base_line = canvas.base_of(y + height / 2, self.size)
        colour = self.hue if self.enabled else "text3"
        aside = 0.0
        if state.cap:
            top = y + height / 2 - CAP / 2 * max(1.0, canvas.type)
            aside = canvas.keycap(x + width - 8, top, state.cap, "end", size=CAP) + 2
        size = self.size * min(1.0, (width - 30 - aside) / max(1.0, canvas.width(text, NUMBER.of_size(self.size))))
        end = x + 14 + canvas.text(x + 14, base_line, text, NUMBER.of_size(size), colour, "start")
        if typed is not None and has_caret(state.time):
            canvas.rect(end + 3, y + height / 2 - 13, 2.5, 26, "text")


class TypedField(NumberField):
    """The number of a dial or slider as a box to click on and type in; the wheel over it turns finely.

    The keyboard is with the other one for both. `on_touch`: give it to that one.
    """

    def __init__(self, name: str, rect: Rect, owner: NumberInput, on_touch: Callable[[], None], size: float = 20.0,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, owner.value, owner.low, owner.high, shared=owner, size=size, **options)
        self.owner = owner
        self.on_touch = on_touch
        self.focusable = False
        owner.cap_holder = self

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            self.on_touch()
        if intent.name == "wheel":
            self.owner.commit()
            self.owner.set(self.owner.nudge(1 if intent.value > 0 else -1, fine=True))
            return True
        return intent.name in ("press", "move", "release")
