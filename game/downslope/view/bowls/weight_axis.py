"""The weight's slider under the bowl: it is the bowl's x axis, its thumb stands straight under Pip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from ..draw.plate import band_ends
from ..draw.tokens import CODE
from ..format.numbers import number
from ..widgets.number_input import NumberOptions
from ..widgets.slider import Slider
from ..widgets.widget import State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .error_bowl import Bowl

EDGE = 20.0  # the track ends so far inside the panel
INSET = 36.0  # where the ends of a free weight stand, from the panel's edges
DROP = 34.0  # from the sky's lower edge to the track


def spread(low: float, high: float, width: float) -> tuple[float, float]:
    """The weights at a bowl's edges, so that low ... high fill its slider."""
    beyond = (high - low) * INSET / max(1.0, width - 2 * INSET)
    return low - beyond, high + beyond


class WeightAxis(Slider):
    """Free: a slider from `low` to `high` on its notches. Fixed (`low` None): a mark that shows where it is, no thumb.

    `at` is where that stands, which during a hop is between two weights; the bubble says `value`.
    """

    def __init__(self, bowl: Bowl, value: float, low: float | None = None, high: float | None = None, *,
                 drop: float = DROP, **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        self.fixed = low is None or high is None
        x, y, w, _ = bowl.rect
        if low is None or high is None:
            low, high = bowl.weight_at(x + EDGE), bowl.weight_at(x + w - EDGE)
        left, right = bowl.pixel_x(low), bowl.pixel_x(high)
        track = y + bowl.sky + drop
        options.setdefault("show", number)
        super().__init__(
            "weight", (left, track - 22, right - left, 44), value, low, high, bipolar=True, margin=left - x - EDGE,
            ticks=bowl.ticks(), bubble=y + bowl.sky - 42, glyph="weight", **options,
        )  # fmt: skip
        self.round = [t for t in self.ticks if x + EDGE <= bowl.pixel_x(t[0]) <= x + w - EDGE]
        self.bowl = bowl
        self.at = value
        self.quiet = False  # no bubble
        self.focusable = not self.fixed

    def x_of(self, value: float) -> float:
        x, _, w, _ = self.bowl.rect
        return min(x + w - EDGE, max(x + EDGE, self.bowl.pixel_x(value)))

    def _draw_ticks(self, canvas: Canvas) -> None:
        x, _, w, _ = self.bowl.rect
        half = {label: canvas.width(label, CODE) / 2 + 5 for _v, label in self.round}
        self.ticks = [t for t in self.round if x + half[t[1]] <= self.bowl.pixel_x(t[0]) <= x + w - half[t[1]]]
        self.steady = self.bowl.zoom == 1  # else they are about to be others
        super()._draw_ticks(canvas)

    def draw(self, canvas: Canvas, state: State) -> None:
        # From where to where counts as the goal
        if self.bowl.reached is not None:
            left, right = band_ends(*(self.x_of(weight) for weight in self.bowl.reached))
            canvas.rect(left, self.line - 9, right - left, 18, "goal", 3, alpha=0.28)
        if not self.fixed:
            super().draw(canvas, state)
            return
        shown, self.value = self.value, self.at
        self._draw_track(canvas)
        self.value = shown
        self._draw_ticks(canvas)
        self.draw_marks(canvas)
        x = self.x_of(self.at)
        canvas.rect(x - 2.5, self.line - 10, 5, 20, self.colour(), 2.5)
        if not self.quiet:
            self.draw_bubble(canvas, x, self.bubble or 0.0, state)
