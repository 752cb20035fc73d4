"""Toasts: short notes at the bottom right, two at most, gone after four seconds. One may offer one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .widget import Act, Rect

if TYPE_CHECKING:
    from .canvas import Canvas

WIDTH, GAP, MARGIN = 404.0, 12.0, 24.0
SECONDS = 4.0
MOST = 2


@dataclass
class Toast:
    """`hue`: the bar's colour; "text" (ivory) for news, "error" only for faults. `action`: label and what it does."""

    title: str
    body: str = ""
    icon: str = "hint"
    hue: str = "text"
    action: tuple[str, Callable[[], None]] | None = None
    age: float = 0.0


class Toasts:
    """The notes that are to be seen now, oldest first, at the bottom right of the window."""

    def __init__(self) -> None:
        self.shown: list[Toast] = []
        self.size = (1280.0, 720.0)  # of the window in design pixels
        self.type = 1.0  # how much larger than usual the text is
        self.bottom = 612.0 - GAP  # lower edge of the lowest one: above the row of tiles

    def add(
        self,
        title: str,
        body: str = "",
        *,
        icon: str = "hint",
        hue: str = "text",
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show a note; the oldest makes room. The same note again only starts anew."""
        self.shown = [toast for toast in self.shown if (toast.title, toast.body) != (title, body)]
        self.shown = [*self.shown, Toast(title, body, icon, hue, action)][-MOST:]

    def fault(self, sentence: str) -> None:
        """One sentence about what went wrong."""
        self.add(sentence, icon="warn", hue="error")

    def update(self, seconds: float) -> None:
        for toast in self.shown:
            toast.age += seconds
        self.shown = [toast for toast in self.shown if toast.age < SECONDS]

    def rects(self) -> list[Rect]:
        """Where each stands; the newest is the lowest."""
        left = self.size[0] - MARGIN - WIDTH
        low = self.bottom + self.size[1] - 720.0
        count = len(self.shown)
        high = 20 + 48 * self.type
        return [(left, low - (count - i) * (high + GAP) + GAP, WIDTH, high) for i in range(count)]

    def handle(self, intent: Act) -> bool:
        """A press on a toast takes its action and closes it; what happens beside it is not ours."""
        if intent.name != "press":
            return False
        for toast, (x, y, width, height) in zip(self.shown, self.rects(), strict=True):
            if x <= intent.x < x + width and y <= intent.y < y + height:
                self.shown.remove(toast)
                if toast.action:
                    toast.action[1]()
                return True
        return False

    def act_on_newest(self) -> bool:
        """The newest action by keyboard; False if there is none."""
        for toast in reversed(self.shown):
            if toast.action:
                self.shown.remove(toast)
                toast.action[1]()
                return True
        return False

    def draw(self, canvas: Canvas, cap: str = "") -> None:
        """`cap`: the key that takes the newest action."""
        offered = [toast for toast in self.shown if toast.action]
        for toast, rect in zip(self.shown, self.rects(), strict=True):
            draw_toast(canvas, toast, rect, cap if offered and toast is offered[-1] else "")


def draw_toast(canvas: Canvas, toast: Toast, rect: Rect, cap: str = "") -> None:
    """Bar, icon, one or two lines, the action as an outlined button."""
    x, y, width, height = rect
    canvas.shadow(x, y, width, height, 14, 10, 14, 1.2)
    canvas.rect(x, y, width, height, "raised", 14)
    canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, r=13.5, stroke="border2", width=1.5)
    canvas.rect(x + 8, y + 14, 5, height - 28, toast.hue, 2.5)
    canvas.icon(toast.icon, x + 28, y + height / 2 - 13, 26, toast.hue)
    middle, half, drop = y + height / 2, 11.5 * canvas.type, 6.0 * canvas.type
    room = width - 72 - 16
    if toast.action:
        label = f"{toast.action[0]}  {cap}" if cap else toast.action[0]
        wide = canvas.width(label, 16, 600) + 28
        canvas.rect(x + width - wide - 14, middle - 18, wide, 36, r=10, stroke="border2", width=1.5)
        canvas.text(x + width - 14 - wide / 2, middle + drop, label, 16, "text", 600, "middle")
        room -= wide + 14
    lines = _lines(canvas, toast, room)
    for i, (line, colour, weight) in enumerate(lines):
        base_line = middle + drop + (2 * i + 1 - len(lines)) * half
        canvas.text(x + 72, base_line, line, 16, colour, weight)


def _lines(canvas: Canvas, toast: Toast, room: float) -> list[tuple[str, str, int]]:
    """Title over body, or one sentence on one or two lines: text, colour, weight."""
    if toast.body:
        title, body = canvas.fit(toast.title, room, 16, 700), canvas.fit(toast.body, room, 16, 500)
        return [(title, "text", 700), (body, "text2", 500)]
    first, words = "", toast.title.split()
    while words and canvas.width(f"{first} {words[0]}".strip(), 16, 600) <= room:
        first = f"{first} {words.pop(0)}".strip()
    rest = [(canvas.fit(" ".join(words), room, 16, 600), "text", 600)] if words else []
    return [(first, "text", 600), *rest]
