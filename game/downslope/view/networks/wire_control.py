"""The wires of a network as a control: one is focused and, where the level lets them, turned by hand.

Left and right go from wire to wire, Page up and Page down from neuron to neuron. Up, down, the wheel, a drag upwards
and typing turn the weight on its notches. The picture under it is drawn by the board.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ..draw.plate import draw_plate
from ..draw.rects import meets
from ..draw.theme import weight_colour
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number
from ..widgets.number_input import NumberInput, NumberOptions
from ..widgets.widget import Act, Rect, State, has_caret
from .net_layout import NetPlan, Point, width_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

NEAR = 12.0  # px: so far from a wire the pointer still means it
DISC, WORST = 11.0, 1e4  # radius of the number at a picture's corner; to cover it is worse than all else
ALONG = {"left": -1, "right": 1}
NEURONS = {"page_up": -1, "page_down": 1}


class WirePlate(NamedTuple):
    """What is said of a wire, on a plate at `rect`; `spot`: the place on the wire that it is beside."""

    wire: int
    weight: float
    rect: Rect
    spot: Point
    name: str
    said: str


class WireControl(NumberInput):
    """`index`: the wire that is focused. `hovered`: the one under the pointer. `free`: its weight can be turned.

    on_freeze(index)    the key for it was pressed        on_refused(index)    it was to be turned, and cannot be
    """

    ways = ("down", "up")
    turned = False  # it is the whole picture
    lasting = (*NumberInput.lasting, "index", "_grab", "_refused")

    def __init__(self, at: NetPlan, name_of: Callable[[int], str], on_freeze: Callable[[int], object],
                 on_refused: Callable[[int], object], **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__("wires", at.rect, 0.0, -1.0, 1.0, **options)
        self.at, self.name_of = at, name_of
        self.on_freeze, self.on_refused = on_freeze, on_refused
        self.index: int | None = None
        self.hovered: int | None = None
        self.free = False
        self.frozen: frozenset[int] = frozenset()
        self._grab: tuple[float, float] | None = None  # y and number where a drag began
        self._refused = False
        self._placed: tuple[object, tuple[Point, Point]] | None = None  # of the plate, and for what

    def stand(self, value: float, low: float, high: float, free: bool, frozen: frozenset[int]) -> None:
        """The weight of the focused wire as it stands, and whether it is free."""
        if self.typed is None:
            self.value = value
        self.low, self.high, self.free, self.frozen = low, high, free, frozen

    def near(self, x: float, y: float) -> int | None:
        """The wire that is meant by a place."""
        found = self.at.nearest(x, y) if y < self.at.foot else None
        return found[0] if found is not None and found[1] <= NEAR else None

    # -- intents -----------------------------------------------------------------------------------------------------

    def answers(self, name: str) -> bool:
        return name == "freeze" and self.index is not None

    def takes(self, text: str) -> bool:
        return self.free and self.index is not None and super().takes(text)

    def handled_intents(self) -> tuple[str, ...]:
        return (*ALONG, *NEURONS, *super().handled_intents())

    def act(self, intent: Act) -> bool:
        name = intent.name
        if name in ("press", "move", "release"):
            self._drag(intent)
            return True
        if self.index is None:
            self.index = 0
        if name in ALONG or name in NEURONS:
            self.commit()
            self._walk(ALONG.get(name, 0) or NEURONS.get(name, 0), name in NEURONS or intent.big)
            return True
        if name == "freeze":
            self.on_freeze(self.index)
            return True
        if name in ("home", "end") and self.typed is None:
            self.index = 0 if name == "home" else len(self.at.wires) - 1
            return True
        if not self.free:
            if name in self.ways:
                self._walk(-1 if name == "up" else 1, True)
                return True
            return False
        return super().act(intent)

    def _walk(self, way: int, neurons: bool) -> None:
        """To the next wire; by neurons: to the same place of the next one."""
        count, index = len(self.at.wires), self.index or 0
        each = 1
        if neurons:
            layer = self.at.wires[index].layer
            each = len(self.at.ys[layer])
        self.index = min(count - 1, max(0, index + way * each))

    def _drag(self, intent: Act) -> None:
        if intent.name == "press":
            self.commit()
            self.index = self.near(intent.x, intent.y)
            self._grab, self._refused = (intent.y, self.value), False
            return
        if self._grab is None or self.index is None:
            return
        y, start = self._grab
        steps = round((y - intent.y) / 12.0)  # px of a drag for one notch
        if intent.name == "release":
            self._grab = None
            if self.free and self.value != start and steps and self.on_done:
                self.on_done(self.value)
        elif steps and not self.free:
            if not self._refused:
                self.on_refused(self.index)
            self._refused = True
        elif self.free:
            self.value, before = start, self.value
            wanted = self.nudge(steps)
            self.value = before
            self.set(wanted, done=False)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if state.focus:
            canvas.focus(x + 3, y + 3, w - 6, h - 6, 13)

    def plate(self, canvas: Canvas, index: int, weight: float, time: float) -> WirePlate:
        """Name and weight of a wire, beside it: under it in the lower half, else above."""
        typed = self.typed is not None and index == self.index
        said = number(weight) if not typed else (self.typed or "") + ("|" if has_caret(canvas, time) else " ")
        name = self.name_of(index) + "  "
        height = max(34.0, 10 + 20 * canvas.type)
        width = canvas.width(name, LABEL) + canvas.width(said, NUMBER) + 46
        width += 26 if index in self.frozen else 22 if self.free else 0
        # As `_best_place` says; looked for once
        half = width_of(weight, self.at.scale) / 2
        key = (index, width, height, half, self.at.key)
        if self._placed is None or self._placed[0] != key:
            # A place on the wire, and the tip's left top corner: above or below it, where it covers least of the
            # nodes.
            x, y, w, _h = self.at.rect
            found: list[tuple[float, Point, Point]] = []
            for number_, part in enumerate((0.4, 0.5, 0.3, 0.6, 0.2, 0.7)):
                px, py = self.at.along(index, part)
                for away in (14.0, 26.0, 40.0, 54.0, 70.0):
                    for left in (px - width / 2, px - 0.2 * width, px - 0.8 * width):
                        left = min(max(x + 10, left), x + w - 10 - width)
                        for top in (py + half + away, py - half - away - height):
                            if y + 42.0 <= top <= self.at.foot - height - 4:  # what the names of the columns need above
                                far = number_ + away + abs(left + width / 2 - px) / 9
                                found.append((self._covered(left, top, width, height) + far, (px, py), (left, top)))
            self._placed = key, min(found)[1:] if found else ((x + w / 2, y + 8), (x + 10, y + 8))
        spot, (left, top) = self._placed[1]
        return WirePlate(index, weight, (left, top, width, height), spot, name, said)

    def draw_plate(self, canvas: Canvas, plate: WirePlate) -> None:
        """With a line to its wire."""
        index, weight, (left, top, width, height), (px, py), name, said = plate
        colour = weight_colour(weight)
        edge = width_of(weight, self.at.scale) / 2 + 4
        canvas.line(px, py + (edge if top > py else -edge), px, top if top > py else top + height, "focus", 2)
        draw_plate(canvas, plate.rect, "focus", 10, 2, fill="raised")
        canvas.glyph(colour, left + 19, top + height / 2, 7.5)
        base = canvas.baseline_of(top + height / 2)
        canvas.rich(left + 34, base, [(name, "text", 600), (said, colour, 700, "mono")])
        if index in self.frozen:
            canvas.icon("snow", left + width - 30, top + height / 2 - 9, 18)
        elif self.free:  # it can be turned up and down
            canvas.icon("up_arrow", left + width - 25, top + height / 2 - 15, 14, "text2")
            canvas.icon("down_arrow", left + width - 25, top + height / 2 + 1, 14, "text2")

    def _covered(self, left: float, top: float, wide: float, high: float) -> float:
        """How much of the nodes lies under a box."""
        total = 0.0
        for layer, column in enumerate(self.at.ys):
            for number_ in range(len(column)):
                x, y, w, h = self.at.box(layer, number_)
                disc = (x - DISC, y - DISC, 2 * DISC, 2 * DISC)
                if self.at.is_picture(layer) and meets((left, top, wide, high), disc):
                    total += WORST
                across = max(0.0, min(left + wide, x + w) - max(left, x))
                total += across * max(0.0, min(top + high, y + h) - max(top, y))
        return total
