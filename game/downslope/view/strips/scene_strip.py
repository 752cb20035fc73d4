"""A strip of the story's world: it lies under a bowl, and its x axis is the bowl's.

    strip.paint(canvas, rect, bowl.X, state)

What moves stands straight under Pip, at `place(state.weight)`; what is wanted stands under the flag. What stands still
is one layer, kept by `still_key`; what moves is a few strokes in the same rectangle.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, NamedTuple

from ..draw.clipping import near
from ..draw.plate import band_ends
from ..draw.tokens import LABEL

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIGH = 72.0
EDGE = 14.0  # left and right of the words
Rect = tuple[float, float, float, float]
Place = Callable[[float], float]  # weight -> x


class StripState(NamedTuple):
    """The numbers of the step that is shown; during a hop those between two steps."""

    weight: float
    prediction: float
    goal: float
    goal_weight: float
    within: float = 0.0  # how far a prediction may be from the goal
    reached: tuple[float, float] | None = None  # from which to which weight that is
    past: tuple[float, ...] = ()  # the weights before, the newest ones
    steps: int = 0
    ghost: int = 0  # steps of the run to be compared with
    alpha: float = 0.0
    compared: bool = False  # another metric's code stands beside the level's own
    step_word: str = ""
    words: bool = True  # it has words: not in a thumbnail


class SceneStrip:
    """`banded`: the goal has a place on the bowl's axis, so its band of tolerance is drawn."""

    banded = True

    def still_key(self, state: StripState) -> Hashable:
        """What the still part depends on, besides its place."""
        return state.words

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        draw_ground(canvas, rect)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        raise NotImplementedError

    def paint(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        """All of it."""
        key = (type(self).__name__, rect, round(place(state.goal_weight), 2), self.still_key(state))
        canvas.keep(key, *rect, lambda sub: self.draw_still(sub, rect, place, state))
        with canvas.clip(*rect):
            if self.banded and state.reached is not None:
                draw_band(canvas, rect, *(place(weight) for weight in state.reached))
            self.draw_moving(canvas, rect, place, state)


def draw_ground(canvas: Canvas, rect: Rect, upper: str = "ter2", lower: str = "ter3") -> None:
    """Earth, with the edge of the land above it."""
    x, y, w, h = rect
    canvas.gradient(x, y, w, h, ((0.0, upper), (1.0, lower)))
    canvas.line(x, y + 0.5, x + w, y + 0.5, "ter_edge", 1.5)
    canvas.line(x, y + h - 0.5, x + w, y + h - 0.5, "border", 1)


def draw_band(canvas: Canvas, rect: Rect, one: float, other: float) -> None:
    """From where to where the goal counts as reached."""
    _x, y, _w, h = rect
    left, right = band_ends(one, other)
    canvas.rect(left, y + 1, right - left, h - 2, "goal", alpha=0.16)
    for edge in (left, right):
        canvas.line(edge, y + 1, edge, y + h - 1, "goal", 1.4, 0.75, (3, 3))


def draw_ends(canvas: Canvas, rect: Rect, left: str, right: str, indent: float, free: tuple[float, float]) -> None:
    """What either end of the axis means, where that lies outside of `free`. `indent`: of the right one."""
    x, y, w, h = rect
    start, end = x + EDGE, x + w - EDGE - indent
    if start + canvas.width(left, LABEL) < free[0]:
        canvas.text(start, y + h - 9, left, LABEL, "ground_text")
    if end - canvas.width(right, LABEL) > free[1]:
        canvas.text(end, y + h - 9, right, LABEL, "ground_text", "end")


def stand(canvas: Canvas, key: Hashable, x: float, y: float, box: Rect,
          draw: Callable[[Canvas, float, float], None]) -> None:  # fmt: skip
    """A picture that stands at (x, y), drawn once for its key, wherever it stands. `box`: left, top, width, height."""
    x, y = (round(near(place * canvas.s)) / canvas.s for place in (x, y))
    left, top, wide, high = box
    canvas.keep(("stands", key), x + left, y + top, wide, high, lambda sub: draw(sub, x, y))
