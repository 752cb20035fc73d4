"""A wide error bowl whose foot is too small to be seen, with that foot under a lens; Pip and stones in either."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.plate import draw_disc
from ..draw.raster import Point
from ..draw.tokens import LABEL
from . import bowl_walk
from .error_bowl import Bowl
from .error_curve import Curve, safe
from .small_bowl import SmallBowl, draw_factor

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

RING = 14.0  # px: what is nearer to the flag than this is told in the lens
STONE, DOT, APART = 11.0, 4.5, 20.0
MOST = 40  # stones in the lens, the newest ones


class BowlLens:
    """`bowl`: the whole picture. `near`: the weight that stands at 7/10 of the lens's radius."""

    def __init__(self, bowl: Bowl, error: Curve, near: float) -> None:
        self.bowl = bowl
        self.bottom = bowl.lowest[0] if bowl.lowest else near
        self.unit = bowl.rect[2] / (bowl.weights[1] - bowl.weights[0])  # px for 1 weight
        self.factor = 1.0
        self.lens: SmallBowl | None = None
        away = abs(near - self.bottom)
        if away > 0 and away * self.unit < RING:
            self._make_lens(error, near, away)

    def _make_lens(self, error: Curve, near: float, away: float) -> None:
        x, y, w, _h = self.bowl.rect
        r = min(100.0, 0.36 * self.bowl.sky, 0.2 * w)
        self.factor = 0.7 * r / away / self.unit
        cx, cy = x + w * 0.5 - 1.08 * r, y + r + 18
        floor, start = safe(error, self.bottom), safe(error, near)
        high = 0.94 * r / max(start - floor, 1e-300)
        rise = lambda along: (safe(error, self.bottom + along / self.unit / self.factor) - floor) * high  # noqa: E731
        ends = self.bowl.reached or (self.bottom, self.bottom)
        reached = (ends[1] - ends[0]) / 2 * self.unit * self.factor
        self.lens = SmallBowl((cx - r, cy - r, 2 * r, 2 * r), cx, cy + 0.56 * r, rise, round=r, flag=0.36 * r,
                              strata=12, glow=0.9 * r, line=3.6, reached=reached)  # fmt: skip

    @property
    def spot(self) -> Point:
        """The flag's place in the whole picture."""
        return self.bowl.X(self.bottom), self.bowl.base

    def along(self, weight: float) -> float:
        """px from the flag in the lens."""
        return (weight - self.bottom) * self.unit * self.factor

    def in_lens(self, weight: float) -> bool:
        return self.lens is not None and self.lens.fits(self.along(weight), STONE)

    def paint(self, canvas: Canvas, weights: Sequence[float], worse: Sequence[bool], at: int = -1) -> None:
        """The bowl, hops and stones of these weights; Pip is at number `at`. `worse`: grew the error there?"""
        at %= len(weights)
        self.bowl.paint(canvas)
        first = self._first_out(weights)
        if first is not None:
            bowl_walk.draw_trail(canvas, self.bowl, weights[first:], first, failed=True)
            if at < len(weights) - 1:  # the trail leaves the last one to Pip, who is elsewhere
                self._last_stone(canvas, weights[-1], len(weights) - 1)
        if self.lens is None:
            return
        self.lens.paint(canvas)
        x, y, w, h = self.lens.rect
        cx, cy, r = x + w / 2, y + h / 2, w / 2
        fx, fy = self.spot
        away = math.hypot(fx - cx, fy - cy)
        sx, sy = (fx - cx) / away, (fy - cy) / away
        canvas.line(cx + sx * r, cy + sy * r, fx - sx * 9, fy - 4 - sy * 9, "text", 1.6, 0.8, (3, 5))
        canvas.circle(fx, fy - 4, 9, None, "text", 2)
        draw_factor(canvas, x + 2, y + h - 30, self.factor)
        self._draw_stones(canvas, weights, worse, at)

    def _last_stone(self, canvas: Canvas, weight: float, number: int) -> None:
        x, y = self.bowl.seat(weight, bowl_walk.STONE)
        far = 3 * bowl_walk.STONE
        key = ("last stone", self.bowl.key, weight, number)
        with canvas.clip(*self.bowl.rect[:3], self.bowl.sky):
            canvas.keep(key, x - far, y - far, 2 * far, 2 * far, lambda sub: _stone(sub, (x, y), number, "error"))

    def _first_out(self, weights: Sequence[float]) -> int | None:
        """From which step on the trail leaves the lens; None: it never does."""
        if self.lens is None:
            return 0
        outside = [i for i, weight in enumerate(weights) if abs(weight - self.bottom) * self.unit >= RING]
        return max(0, outside[0] - 1) if outside else None

    def _draw_stones(self, canvas: Canvas, weights: Sequence[float], worse: Sequence[bool], at: int) -> None:
        assert self.lens is not None
        key = (self.lens.key, tuple(weights), tuple(worse), at)
        x, y, w, h = self.lens.rect
        canvas.keep(("foot stones", key), x, y, w, h, lambda sub: self._stones(sub, weights, worse, at))

    def _stones(self, canvas: Canvas, weights: Sequence[float], worse: Sequence[bool], at: int) -> None:
        lens = self.lens
        assert lens is not None
        inside = [i for i in range(len(weights)) if i != at and self.in_lens(weights[i])][-MOST:]
        placed: list[Point] = [lens.seat(self.along(weights[at]), STONE)] if self.in_lens(weights[at]) else []
        with lens.clip(canvas):
            for i in inside:
                spot = lens.seat(self.along(weights[i]), STONE)
                near = any((spot[0] - px) ** 2 + (spot[1] - py) ** 2 < APART * APART for px, py in placed)
                edge = "error" if worse[i] else "text2"
                if near:
                    canvas.circle(*lens.seat(self.along(weights[i]), DOT), DOT, edge)
                    continue
                placed.append(spot)
                _stone(canvas, spot, i, edge)

    def paint_ghost(self, canvas: Canvas, weight: float, label: str) -> None:
        """Where another run ended, with its name."""
        if self.lens is None or not self.in_lens(weight):
            bowl_walk.draw_ghost(canvas, self.bowl, weight, label)
            return
        x, y, w, h = self.lens.rect
        with self.lens.clip(canvas):
            canvas.ghost(*self.lens.seat(self.along(weight), STONE), STONE, (0.2, 0.05))
        wide, high = canvas.width(label, LABEL) + 24, 10 + 18 * canvas.type
        left, top = x + w + 14, y + 6

        def card(sub: Canvas) -> None:
            bowl_walk.draw_ghost_card(sub, (left, top, wide, high), (x + 0.86 * w, y + 0.3 * h), label, 1)

        canvas.keep(("foot ghost", label, left, top, x), x + 0.8 * w, y, left + wide - x - 0.8 * w + 2, h / 2, card)

    def paint_pip(self, canvas: Canvas, start: float, end: float, part: float, mood: str) -> None:
        """Pip on his way from one weight to another (`part` 0 ... 1), or at rest where both are the same."""
        look = (0.0, 0.0) if start == end else (0.28 if end > start else -0.28, 0.2)
        if self.in_lens(start) and self.in_lens(end) and self.lens is not None:
            with self.lens.clip(canvas):
                spot = self.lens.hop(self.along(start), self.along(end), part, STONE, 0.0 if start == end else 30.0)
                canvas.pip(*spot, STONE + 1, look, mood)
            return
        with canvas.clip(*self.bowl.rect[:3], self.bowl.sky, 16):
            arc = bowl_walk.hop(self.bowl, start, end, 17)
            spot = self.bowl.seat(end, 17) if start == end else bowl_walk.along(arc, part)
            bowl_walk.draw_pip(canvas, *spot, 17, look, mood)


def _stone(canvas: Canvas, spot: Point, number: int, edge: str) -> None:
    """A numbered stone; with the error's edge where the error had grown."""
    hue = "error" if edge == "error" else "ball2"
    size = (16 if number < 10 else 14) / max(1.0, canvas.type)
    draw_disc(canvas, spot, STONE, str(number), edge, 1.6, tint=0.24, hue=hue, size=size)
