"""Open water with a lock and a quay: the boat stands where the prediction is, the wakes where it was.

What stands still is one layer; the boat and its wakes are a few strokes above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import LABEL
from .moving_picture import draw_thing

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .strips import Rect

HORIZON, LANE = 0.42, 0.58  # of its height: where the water begins, and the middle of the lock
START, WAY = 0.06, 0.77  # of its width: where the boat sets out, and from there to the quay
BOAT, PIP, GHOST = 45.0, 14.0, 12.0  # the boat's sail above the lane; radii
WAKE, FOREIGN = 17.0, 46.0  # below the lane: its own wake, and another's
GATE, WALL, GAP = 55.0, 20.0, 11.0  # from the lane to a wall; its thickness; from the lane to an open leaf
QUAY = 60.0  # how far behind the goal
ROCK = 5.0  # px that what was hit rocks
LEAST = (430.0, 290.0)


class Waters(NamedTuple):
    """The predictions at which things are: `gates` as (where, longest step); `band`: the first and last that land."""

    start: float
    goal: float
    band: tuple[float, float] | None
    gates: tuple[tuple[float, float], ...]

    def place(self, rect: Rect, prediction: float) -> float:
        """The x of a prediction; beyond an edge it is far outside."""
        x, _y, w, _h = rect
        way = (self.goal - self.start) or 1.0
        return x + w * (START + WAY * max(-9.0, min(9.0, (prediction - self.start) / way)))


class Boats(NamedTuple):
    """`at`: where the boat is; `past`: where it was; `other`: all places of another run, and how far it has come;
    `bumped`: the gate that it ran into, and how far the two have rocked, -1 ... 1."""

    at: float
    past: Sequence[float]
    other: Sequence[float] = ()
    other_step: int = 0
    foreseen: Sequence[float] = ()  # of a run that is asked about: the first places
    bumped: tuple[float, float] | None = None
    mood: str = "calm"


def draw_waters(canvas: Canvas, rect: Rect, waters: Waters) -> None:
    """Sky, water, the lock with the longest step that may pass, the quay and its lamp."""
    x, y, w, h = rect
    horizon, lane = y + HORIZON * h, y + LANE * h
    canvas.rect(x + 1, horizon, w - 2, y + h - horizon - 1, "harbour0", 16)
    canvas.gradient(x + 1, y + 1, w - 2, horizon - y + 16, ((0.0, "sky0"), (1.0, "sky2")), 16)
    canvas.rect(x + 1, horizon, w - 2, 18, "harbour0")
    with canvas.clip(x + 1, horizon, w - 2, y + h - horizon - 12):
        for row in range(int((y + h - horizon) / 39) + 1):
            draw_thing(canvas, "harbour", x, horizon - 12 + 39 * row, only="behind")
    if waters.band is not None:
        left, right = sorted(waters.place(rect, end) for end in waters.band)
        canvas.rect(left, horizon, right - left, lane - horizon + 85, "goal", 6, alpha=0.2)
    with canvas.clip(x + 1, y + 1, w - 2, h - 2):
        draw_thing(canvas, "harbour", waters.place(rect, waters.goal) + QUAY, lane - 71, 2, "goal")
    for at, most in waters.gates:
        gate, half = waters.place(rect, at), abs(waters.place(rect, at + most) - waters.place(rect, at)) / 2
        for top in (lane - GATE - WALL, lane + GATE):
            canvas.rect(gate - 46, top, 92, WALL, "masonry", 4)
        ruler = lane + GATE + WALL + 18
        canvas.line(gate - half, ruler, gate + half, ruler, "goal", 4)
        for end in (gate - half, gate + half):
            canvas.line(end, ruler - 8, end, ruler + 8, "goal", 4)
        canvas.within(gate, ruler + 12 + 14 * canvas.type, _("longest step through"), w - 2 * abs(gate - x - w / 2),
                      LABEL, "goal" if canvas.look.theme.dark else "ground_text", "middle")  # fmt: skip


def draw_boats(canvas: Canvas, rect: Rect, waters: Waters, boats: Boats) -> None:
    """The leaves of the lock, wakes, another run's way, and the boat with Pip in it."""
    x, y, w, h = rect
    lane = y + LANE * h
    with canvas.clip(x + 1, y + 1, w - 2, h - 2):
        for at, _most in waters.gates:
            gate, shut = waters.place(rect, at), boats.bumped is not None and boats.bumped[0] == at
            if shut and boats.bumped is not None:
                gate += ROCK * boats.bumped[1]
            for way in (-1, 1):
                near = lane + way * (0.0 if shut else GAP)
                canvas.line(gate, lane + way * GATE, gate, near, "timber", 9)
        _wakes(canvas, [waters.place(rect, each) for each in boats.past], lane + WAKE, "white", 0.75)
        _wakes(canvas, [waters.place(rect, each) for each in boats.foreseen], lane + WAKE, "prediction", 0.9)
        if boats.other:
            spots = [waters.place(rect, each) for each in boats.other]
            _wakes(canvas, spots, lane + FOREIGN, "white", 0.35)
            canvas.ghost(spots[min(boats.other_step, len(spots) - 1)], lane + FOREIGN - 10, GHOST, (0.4, 0.0))
        at = waters.place(rect, boats.at)
        if boats.bumped is not None:
            at = waters.place(rect, boats.bumped[0]) - 34 + ROCK * boats.bumped[1]
        at = min(x + w - 36, max(x + 36, at))
        draw_thing(canvas, "harbour", at, lane - BOAT, only="here")
        canvas.pip(at + 2, lane - BOAT + 22, PIP, (0.5, 0.0), boats.mood)


def _wakes(canvas: Canvas, spots: Sequence[float], y: float, colour: str, alpha: float) -> None:
    for spot in spots:
        canvas.ellipse(spot, y, 7, 2.6, colour, alpha)


