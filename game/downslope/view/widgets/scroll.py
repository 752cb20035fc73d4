"""A box whose content is higher than itself: wheel, keys, and dragging move it; a bar says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..format.numbers import percent
from .layout import Box, Split, least_size
from .panel import Panel, layout_tree
from .widget import Act, Rect, State, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


LINE = 56.0  # design pixels for an arrow key or a notch of the wheel
BAR = 6.0
ROUND = 8.0  # left free above and below what `show` brings into view
NUDGES = {"up": -LINE, "down": LINE}
LEAST = 0.5  # design pixels: less than that beyond the edge is nothing to scroll to


class ScrollArea(Widget):
    """Holds widgets that move with the content, drawn clipped to `rect`, and boxes that do so too.

    height   of the content in design pixels
    offset   how far the content is moved up, 0..limit
    """

    lasting = ("_grip", "_bar")
    role = N_("text that scrolls")
    background = True
    label = ""  # what is in it

    def __init__(self, name: str, rect: Rect, height: float, offset: float = 0.0) -> None:
        super().__init__(name, rect)
        self.height = height
        self.offset = min(max(0.0, offset), self.limit)
        self.focusable = self.limit > 0
        self.children: list[Widget] = []
        self.boxes: list[Box] = []
        self.on_move: Callable[[float], None] | None = None
        self._grip: float | None = None  # y of the pointer that drags
        self._bar = False  # it drags the bar, not the content

    def accessible_name(self) -> str:
        return self.label or _("more lines")

    def accessible_value(self) -> str:
        return percent(self.offset / self.limit) if self.limit else ""

    @property
    def limit(self) -> float:
        hidden = self.height - max(0.0, self.rect[3])
        return hidden if hidden >= LEAST else 0.0

    def add(self, child: Widget) -> None:
        """A widget whose rect is where it would stand with offset 0."""
        self.children.append(child)
        child.scroll_by(self.offset)

    def add_box(self, box: Box) -> None:
        """The same for a box."""
        self.boxes.append(box)
        box.scroll_by(self.offset)

    def y(self, content: float) -> float:
        """Where a line of the content (0 is its top) stands on the screen."""
        return self.rect[1] + content - self.offset

    def sees(self, rect: Rect) -> bool:
        """Is any part of it inside?"""
        return rect[1] < self.rect[1] + self.rect[3] and rect[1] + rect[3] > self.rect[1]

    def scroll(self, by: float) -> bool:
        """Move the content up by so much; False: it stands at its end."""
        offset = min(max(0.0, self.offset + by), self.limit)
        moved = offset - self.offset
        if not moved:
            return False
        self.offset = offset
        for child in self.children:
            child.scroll_by(moved)
        for box in self.boxes:
            box.scroll_by(moved)
        if self.on_move:
            self.on_move(offset)
        return True

    def show(self, rect: Rect) -> None:
        """Scroll as little as is needed for a rect on the screen to be inside."""
        top, bottom = self.rect[1] + ROUND, self.rect[1] + self.rect[3] - ROUND
        if rect[1] < top or rect[3] > bottom - top:
            self.scroll(rect[1] - top)
        elif rect[1] + rect[3] > bottom:
            self.scroll(rect[1] + rect[3] - bottom)

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down", "page_up", "page_down", "home", "end") if self.limit else ()

    def act(self, intent: Act) -> bool:
        if intent.name in ("press", "move", "release"):
            if intent.name == "press":
                self._grip = intent.y
                self._bar = intent.x > self.rect[0] + self.rect[2] - 4 * BAR
            elif self._grip is not None:
                moved = intent.y - self._grip
                self._grip = intent.y if intent.name == "move" else None
                self.scroll(moved * self.height / max(1.0, self.rect[3]) if self._bar else -moved)
            return True
        if intent.name == "wheel":
            return self.scroll(-intent.value * LINE)
        if intent.name in NUDGES:
            return self.scroll(NUDGES[intent.name])
        if intent.name in ("page_up", "page_down"):
            return self.scroll(self.rect[3] * (0.9 if intent.name == "page_down" else -0.9))
        if intent.name in ("home", "end"):
            return self.scroll(self.height if intent.name == "end" else -self.height)
        return False

    def draw(self, canvas: Canvas, state: State) -> None:
        if not self.limit:
            return
        x, y, width, height = self.rect
        left, track = x + width - BAR - 2, height - 2 * ROUND
        long = max(32.0, track * height / self.height)
        top = y + ROUND + (track - long) * self.offset / self.limit
        canvas.rect(left, y + ROUND, BAR, track, "well", BAR / 2)
        canvas.rect(left, top, BAR, long, "text2" if state.hover or state.pressed else "border2", BAR / 2)
        if state.focus:
            canvas.rect(left - 4, top - 4, BAR + 8, long + 8, None, BAR / 2 + 4, "focus", 3)


# ---------------------------------------------------------------------------------------------------------------------
# A panel whose content is a tree of its own, as high as it must be: where there is too little room, it scrolls.


FADE, STRIPS = 42.0, 14  # height of what fades, in so many strips
MakeArea = Callable[[str, Rect, float], ScrollArea]  # name, place, height of the content


class ScrollPanel(Panel):
    """`make` gives the scroll area of a name, which stands where it stood before.

    least      design pixels of the content that are seen at least
    high       how high it would like to be, where that is more than its content
    stretch    design pixels by which the content may be higher than it must be
    focusable  the keyboard can be on it where there is something to scroll; else only on what lies in it
    ground     the colour into which the last rows fade where more is below; empty: they end there
    """

    flat = True

    def __init__(self, name: str, make: MakeArea, content: Box | Split, *, least: float = 120.0, high: float = 0.0,
                 stretch: float = 0.0, focusable: bool = True, ground: str = "") -> None:  # fmt: skip
        self.name, self.make, self.content, self.ground = name, make, content, ground
        self.least, self.high, self.stretch, self.focusable = least, high, stretch, focusable
        self.panels: list[Panel] = []

    def least_size(self) -> tuple[float, float]:
        width, height = least_size(self.content)
        return width, min(height, self.least)

    def preferred_size(self) -> tuple[float, float]:
        width, height = least_size(self.content)
        return width, max(height, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        needed = least_size(self.content)[1]
        height = max(needed, min(h, needed + self.stretch))
        self.area = self.make(self.name, rect, height)
        self.area.focusable = self.focusable and self.area.limit > 0
        self.panels, widgets = layout_tree(self.content, (x, y, w, height))
        for panel in self.panels:
            self.area.add_box(panel)
        for widget in widgets:
            self.area.add(widget)
        return [self.area, *widgets]

    def paint(self, canvas: Canvas) -> None:
        with canvas.clip(*self.rect):
            for panel in self.panels:
                if self.area.sees(panel.rect):
                    panel.paint(canvas)
            if self.ground and self.area.offset < self.area.limit - 1:
                x, y, w, h = self.rect
                for strip in range(STRIPS):
                    canvas.rect(x, y + h - FADE * (1 - strip / STRIPS), w, FADE / STRIPS + 0.5, self.ground,
                                alpha=0.8 * (strip + 1) / STRIPS)  # fmt: skip
