"""Kernels as heat maps, the map that each of them makes of the picture, and wires from picture to votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.theme import weight_hue
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import Grid

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD = 52.0
CELL = 17.0  # of a kernel
MAP = (9.2, 8.2)  # of a feature map's place
WIDE, HIGH = 66.0, 58.0


class KernelMap(NamedTuple):
    """A kernel (nine weights, row by row) and its map (row by row, 0 or above); None: there is no picture."""

    kernel: tuple[float, ...]
    map: tuple[float, ...] | None


class KernelMaps(Widget):
    """A row for each kernel, as many as fit; the chosen one is framed. Up and down (or a press) choose."""

    lasting = ("chosen",)

    def __init__(self, name: str, rect: Rect) -> None:
        super().__init__(name, rect, tip=_("Choose a kernel"))
        self.eyes: tuple[KernelMap, ...] = ()
        self.chosen = 0
        self.spot: int | None = None  # the place of the map that the window is on

    @property
    def first(self) -> int:
        """The kernel in the top row: the chosen one is always to be seen."""
        return max(0, min(self.chosen - self.fits // 2, len(self.eyes) - self.fits))

    @property
    def fits(self) -> int:
        return max(1, int((self.rect[3] - HEAD - 6) / (HIGH + 4)))

    @property
    def pitch(self) -> float:
        rows = min(self.fits, max(1, len(self.eyes)))
        return min((self.rect[3] - HEAD - 6) / rows, HIGH + 12)

    def hears(self) -> tuple[str, ...]:
        return ("up", "down")

    def act(self, intent: Act) -> bool:
        if intent.name in ("up", "down"):
            self._choose(self.chosen + (1 if intent.name == "down" else -1))
        elif intent.name == "wheel":
            self._choose(self.chosen - (1 if intent.value > 0 else -1))
        elif intent.name == "press":
            self._choose(self.first + int((intent.y - self.rect[1] - HEAD) // self.pitch))
        else:
            return intent.name in ("move", "release")
        return True

    def _choose(self, number: int) -> None:
        self.chosen = max(0, min(len(self.eyes) - 1, number))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("eyes", self.rect, self.eyes, self.chosen, self.spot)
        canvas.cached(key, x, y, w, h, self._draw)
        if state.focus:
            canvas.focus(x, y, w, h, 16)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        left, right = x + 0.2 * w, x + w - 0.2 * w - WIDE + 6
        base = y + 17 + 18 * canvas.type
        size = min(16.0, 16 / max(1.0, canvas.type * 0.9))
        canvas.text(left + 27, base, _("kernels"), LABEL.sized(size), "text2", "middle")
        canvas.text(right + WIDE / 2, base, _("feature maps"), LABEL.sized(size), "text2", "middle")
        shown = range(self.first, min(len(self.eyes), self.first + self.fits))
        middles = [y + HEAD + (i - self.first) * self.pitch + self.pitch / 2 for i in shown]
        source, target = (x + 14, y + h / 2 + 18), (x + w - 10, y + h / 2 + 18)
        largest = max((abs(v) for eye in self.eyes for v in eye.kernel), default=1.0) or 1.0
        brightest = max((v for eye in self.eyes for v in eye.map or ()), default=0.0)
        for i, middle in zip(shown, middles):
            self._wires(canvas, i, middle, (left, right), source, target, brightest)
        for i, middle in zip(shown, middles):
            self._eye(canvas, i, middle, left, right, largest, brightest)
        canvas.circle(*source, 6, "input", "panel", 2)
        canvas.circle(*target, 6, "prediction", "panel", 2)
        if len(self.eyes) > self.fits:
            told = _("{first}–{last} of {count}").format(first=shown[0] + 1, last=shown[-1] + 1, count=len(self.eyes))
            canvas.text(x + w / 2, base, told, LABEL.sized(size), "text3", "middle")

    def _wires(self, canvas: Canvas, i: int, middle: float, places: tuple[float, float], source: tuple[float, float],
               target: tuple[float, float], brightest: float) -> None:  # fmt: skip
        left, right = places
        on = i == self.chosen
        canvas.polyline(_bend(source, (left - 12, middle)), "input", 4.5 if on else 3, 1 if on else 0.35)
        canvas.polyline(_bend((right + WIDE + 6, middle), target), "prediction", 4.5 if on else 3, 1 if on else 0.3)
        strong = self._strength(i, brightest)
        alpha = 1.0 if on else 0.35 + 0.65 * strong
        canvas.line(left + 66, middle, right - 12, middle, "prediction", 2 + 6 * strong, alpha)

    def _strength(self, i: int, brightest: float) -> float:
        """How much of its map is lit, 0 ... 1."""
        seen = self.eyes[i].map
        if not seen or not brightest:
            return 0.0
        total = 0.0
        for value in seen:
            total += value
        return min(1.0, 3.2 * total / (len(seen) * brightest))

    def _eye(self, canvas: Canvas, i: int, middle: float, left: float, right: float, largest: float,
             brightest: float) -> None:  # fmt: skip
        eye, on = self.eyes[i], i == self.chosen
        top = middle - HIGH / 2
        canvas.rect(left - 3, top, 60, 56, "well", 5)
        grid = Grid(left, top + 2, CELL + 1, 3)
        for cell, weight in enumerate(eye.kernel):
            draw_heat(canvas, *grid.at(cell), CELL, weight / largest)
        canvas.rect(right - 3, top - 1, WIDE, HIGH, "well", 5)
        side = round(len(eye.map) ** 0.5) if eye.map else 0
        for place, value in enumerate(eye.map or ()):
            row, column = divmod(place, side)
            fill = canvas.mix("well", "prediction", min(1.0, value / brightest) if brightest else 0.0)
            spot = right + column * 10.0 * 6 / side, top + 1.5 + row * 9.0 * 6 / side
            canvas.rect(*spot, MAP[0] * 6 / side, MAP[1] * 6 / side, fill)
            if on and place == self.spot:
                canvas.rect(spot[0] - 1.5, spot[1] - 1.5, 12.2, 11.2, None, 3, "focus", 2)
        if on:
            canvas.rect(left - 8, top - 4, 70, 64, None, 9, "focus", 2.6)
            canvas.rect(right - 9, top - 5, 78, 66, None, 9, "focus", 2.6)
        self._bead(canvas, (left + 54 + right) / 2, middle, eye, on)

    def _bead(self, canvas: Canvas, x: float, y: float, eye: KernelMap, on: bool) -> None:
        """An arrow; on the chosen row what the window writes."""
        if on and self.spot is not None and eye.map:
            text = number(eye.map[self.spot])
            wide = canvas.width(text, NUMBER) + 22
            canvas.rect(x - wide / 2, y - 15, wide, 30, "panel", 15)
            canvas.rect(x - wide / 2 + 1, y - 14, wide - 2, 28, None, 14, "prediction", 2)
            canvas.text(x, y + 5.6 * canvas.type, text, NUMBER, "prediction", "middle")
            return
        canvas.circle(x, y, 12, "panel", "prediction" if on else "border2", 2)
        canvas.line(x - 4, y, x + 4, y, "text", 2)
        canvas.polyline([(x, y - 4), (x + 4, y), (x, y + 4)], "text", 2)


def draw_heat(canvas: Canvas, x: float, y: float, side: float, part: float) -> None:
    """A cell of a kernel: blue or orange by sign, a bar in it where it is below 0. `part`: -1 ... 1."""
    strong = min(1.0, abs(part)) ** 0.62
    fill = canvas.mix("well", weight_hue(part), 0.06 + 0.94 * strong)
    canvas.rect(x, y, side, side, fill)
    if part < 0 and strong > 0.25:
        ink = "ink" if canvas.look.theme.dark and strong > 0.55 else "text"
        canvas.line(x + 0.32 * side, y + side / 2, x + 0.68 * side, y + side / 2, ink, 1.6)


def _bend(start: Sequence[float], end: Sequence[float]) -> list[tuple[float, float]]:
    """A Bézier curve that leaves and arrives level."""
    (x1, y1), (x2, y2) = start, end
    handle = 0.55 * (x2 - x1)
    points = []
    for i in range(17):
        t = i / 16
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x1 + b * (x1 + handle) + c * (x2 - handle) + d * x2, (a + b) * y1 + (c + d) * y2))
    return points
