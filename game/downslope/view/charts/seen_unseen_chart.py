"""The error on the examples learned from as an open curve over the passes, and under it fog: what others would say.

The axis comes from the open curve and from what is wanted alone, so nothing of the other curve shows before it is seen.
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..bowls.bowl_landscape import MARGIN, draw_stars, window
from ..bowls.fog_bowl import DOT, TINT, beam
from ..draw.plate import draw_disc, draw_plate, draw_tag, tag_size
from ..draw.rects import meets
from ..draw.tokens import BODY, CODE, LABEL, LEAD, STRONG
from ..format.axis import Axis, log_axis
from ..format.numbers import number, short
from ..scenery.hills import hill, mist
from ..widgets.widget import Rect
from .plot import DECADES, Plot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

Curve = tuple[tuple[float, float], ...]  # (pass, mean error)

LEFT, RIGHT = 76.0, 30.0
TOP, LINE = 58.0, 18.0  # from the edge to the plot, and more for the title at the ordinary text size: Pip is below it
BELOW, ABOVE = 5.5, 1.3  # so far the axis goes below what is wanted, and above the highest error
FOG = 0.42  # of the picture's height: there the fog begins
PIP = 18.0
EARLY = 1 / 30  # of all passes: there stands what the open curve is


class ErrorPeek(NamedTuple):
    """A look at the unseen examples. `at`: the pass."""

    number: int
    at: float
    seen: float
    unseen: float


class TwoErrors:
    """Where everything stands. `rect`: the whole panel; `sky`: the height of its picture; the rest is the slider's.

    text    how much larger than usual the text is
    """

    def __init__(self, rect: Rect, sky: float, last: float, seen: Curve, wanted: float, text: float = 1.0) -> None:
        self.rect, self.sky, self.last, self.seen, self.wanted = rect, sky, last, seen, wanted
        x, y, w, _h = rect
        errors = [wanted, *(error for _at, error in seen)]
        up = log_axis([*errors, wanted / BELOW * 1.5], below=1.5, above=ABOVE)
        self.top = TOP + LINE * text
        self.plot = Plot((x + LEFT, y + self.top, w - LEFT - RIGHT, sky - 22.0 - self.top), Axis(0, last), up)

    @property
    def shape(self) -> Hashable:
        return (self.rect, self.sky, self.last, self.seen, self.wanted)

    def seen_at(self, at: float) -> float:
        """The open curve at a pass that it knows."""
        return min(self.seen, key=lambda point: abs(point[0] - at))[1]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, title: str, fog: float, unseen: Curve) -> None:
        """`fog` 1: nothing of the unseen errors is to be seen; with less, their curve comes to light."""
        x, y, w, h = self.rect
        m = MARGIN
        key: Hashable = ("two errors", self.shape, title)
        canvas.keep(key, x - m, y - m, w + 2 * m, h + 2 * m, lambda sub: self._panel(sub, title))
        if fog < 1 and unseen:
            key = ("unseen errors", self.shape, unseen, "")
            canvas.keep(key, x, y, w, self.sky, lambda sub: self._curve(sub, unseen, "error"), 1 - fog)

    def _panel(self, canvas: Canvas, title: str) -> None:
        x, y, w, _h = self.rect
        with window(canvas, self.rect, self.sky):
            draw_stars(canvas, random.Random(4), w / 18, (x + 60, x + w - 20), (y + 8, y + 0.27 * self.sky))
            rim = self.plot.spots(self.seen)
            hill(canvas, [*rim, (x + w, rim[-1][1])], canvas.mix("sky1", "ter1", 0.6))
            dice, dark = random.Random(4), canvas.look.theme.dark
            start, end = self.plot.rect[1] + FOG * self.plot.rect[3], self.rect[1] + self.sky
            for k in range(12):  # it thickens downwards
                top = start - 30 + (end - start + 30) * k / 12
                canvas.rect(x, top, w, end - top, "fog_deep", alpha=0.13)
            for _n in range(round(w / 15)):
                spot = dice.uniform(x - 20, x + w + 20), dice.uniform(start + 20, end)
                colour = "fog_bright" if dark and dice.uniform(0, 1) < 0.4 else "fog_cloud"
                part = round(dice.uniform(0.06, 0.12) * (1 if dark else 3), 2)
                mist(canvas, *spot, dice.uniform(110, 220), dice.uniform(16, 32), colour, part)
        # Powers of ten where what is wanted leaves room for them, and what is wanted
        wanted = self.plot.y_of(self.wanted)
        for error, label in self.plot.up.ticks(DECADES):
            if abs(self.plot.y_of(error) - wanted) > 20:
                self.plot.level(canvas, error, "grid", 1, 0.3, label=label, ink="text", dash=None, before=16)
        self.plot.level(canvas, self.wanted, "goal", 2, 0.9, dash=(2, 7), before=16)
        self._curve(canvas, self.seen, "text")
        base = y + 16 + 18 * canvas.type
        end = x + 20 + canvas.text(x + 20, base, title, LEAD, "text") + 12
        if end + canvas.width(_("log scale")) < x + w - 20:
            canvas.text(end, base, _("log scale"), BODY, "text2")

    def requested_at(self, canvas: Canvas) -> Rect:
        """Where the word stands that says what the dotted line is."""
        width = canvas.width(_("wanted"), LABEL) + 38
        return (self.rect[0] + self.rect[2] - 16 - width, self.plot.y_of(self.wanted) + 8, width, 8 + 16 * canvas.type)

    def paint_wanted(self, canvas: Canvas) -> None:
        """What is wanted, on plates above fog and lantern, whose ground has all shades."""
        left, top, width, height = self.requested_at(canvas)
        x, line, label = self.rect[0], self.plot.y_of(self.wanted), short(self.wanted)

        def draw(sub: Canvas) -> None:
            room = sub.width(label, CODE) + 10
            sub.rect(x + 57 - room, line - 4 - 7 * sub.type, room, 8 + 14 * sub.type, "panel", 6)
            sub.text_vcenter(x + 52, line, label, CODE, "goal", "end")
            sub.rect(left, top, width, height, "panel", 8)
            sub.glyph("goal", left + 15, top + height / 2, 7.5)
            sub.text_vcenter(left + 28, top + height / 2, _("wanted"), LABEL, "goal")

        reach = 12 + 8 * canvas.type
        canvas.keep(
            ("wanted", self.shape), x, line - reach, left + width + 1 - x, top + height + 1 - line + reach, draw
        )

    def _curve(self, canvas: Canvas, points: Curve, hue: str) -> None:
        self.plot.curve(canvas, points, "bg0", 8, 0.35)
        self.plot.curve(canvas, points, hue, 3.6, dash=None if hue == "text" else (9, 6))

    def legend_at(self, canvas: Canvas, legend: str, here: float) -> Rect:
        """Where it stands what the open curve is: above its beginning, and above Pip where he is there."""
        x, y, w, _h = self.rect
        first = self.last * EARLY
        width, height = canvas.width(legend, LABEL) + 40, 14 + 18 * canvas.type
        left = min(self.plot.x_of(first) + 6, x + w - 24 - width)
        top = self.plot.y_of(self.seen_at(first)) - 14 - height
        pip = self.plot.x_of(here)
        if left - PIP - 8 < pip < left + width + PIP + 8:
            top = min(top, self.plot.y_of(self.seen_at(here)) - 2 * PIP - 12 - height)
        return (left, max(y + self.top - 18, top), width, height)

    def paint_legend(self, canvas: Canvas, legend: str, here: float) -> None:
        """What the open curve is."""
        left, top, width, height = self.legend_at(canvas, legend, here)

        def draw(sub: Canvas) -> None:
            draw_plate(sub, (left, top, width, height), "text", alpha=0.95)
            sub.circle(left + 18, top + height / 2, 5, "text")
            sub.text_vcenter(left + 30, top + height / 2, legend, LABEL)

        key = ("seen legend", legend, width, height, canvas.within_pixel(left, top))
        canvas.keep(key, left - 4, top - 4, width + 8, height + 8, draw)

    def paint_peeks(self, canvas: Canvas, peeks: Sequence[ErrorPeek], fog: bool, here: float, legend: str,
                    label: str) -> None:  # fmt: skip
        """Every peek at its error: glow, ring, number, value; the newest has a second ring.

        `here`, `label`: where Pip is, and the words on his plate. The values keep off the legend and off the rings.
        """
        x, y, w, _h = self.rect
        aside = here > self.last / 2  # the words about the fog make room for him
        shown = tuple(peeks)
        place = self.legend_at(canvas, legend, here)
        words = _("unseen: fog, until you peek")
        width, height, base = canvas.width(words, LABEL), 16 * canvas.type, y + self.sky - 20
        fogged = (self.plot.rect[0] if aside else x + w - 24 - width, base - 0.8 * height, width, height)
        free = fog and not meets(fogged, self._plate_at(canvas, here, label))

        def draw(sub: Canvas) -> None:
            with sub.clip(x, y, w, self.sky):
                for peek in shown:
                    px, py = self.plot.x_of(peek.at), self.plot.y_of(peek.unseen)
                    sub.glow(px, py, 74.0, "glow", 0.5)
                    sub.line(px, py + 20, px, y + self.sky - 2, "text2", 1.8, 0.5, (2, 7))
            for peek in shown:
                self._dot(sub, peek, peek is shown[-1])
            taken = [
                place,
                self.requested_at(sub),
                *(
                    ((self.plot.x_of(peek.at) - DOT, self.plot.y_of(peek.unseen) - DOT, 2 * DOT, 2 * DOT))
                    for peek in shown
                ),
            ]
            for peek in reversed(shown) if fog else ():
                taken.append(self._tag(sub, peek, taken))
            if free and not any(meets(fogged, rect) for rect in taken):
                sub.text(fogged[0], base, words, LABEL, "text")

        canvas.keep(("peeks", self.shape, shown, fog, aside, free, place), x, y, w, self.sky, draw)

    def _dot(self, canvas: Canvas, peek: ErrorPeek, newest: bool) -> None:
        x, y = self.plot.x_of(peek.at), self.plot.y_of(peek.unseen)
        if newest:
            canvas.circle(x, y, 23.0, None, "text", 2.5)
        size = min(16.0, 22 / canvas.type)
        draw_disc(canvas, (x, y), DOT, str(peek.number), "error", 3, tint=TINT[canvas.theme.dark], size=size)

    def _tag(self, canvas: Canvas, peek: ErrorPeek, taken: Sequence[Rect]) -> Rect:
        """The error beside the dot, above or below where another tag is in its way; where it is."""
        text = number(peek.unseen, 4)
        width, height = tag_size(canvas, text)
        x, y, w, _h = self.rect
        px, py = self.plot.x_of(peek.at), self.plot.y_of(peek.unseen) - height / 2
        beside = [left for left in (px + 28, px - 28 - width) if x + 4 <= left <= x + w - 10 - width]
        sides = beside or [max(x + 4, px - 28 - width)]
        ups = [(up, left) for up in (-height - 4, height + 4, -2 * height - 8, 2 * height + 8) for left in sides[:1]]
        ways = [*((0.0, left) for left in sides), *ups, *((up, sides[-1]) for up, _left in ups)]
        spots = [(left, min(py + up, y + self.sky - height - 4)) for up, left in ways]
        left, top = next((s for s in spots if not any(meets((*s, width, height), other) for other in taken)), spots[0])
        draw_tag(canvas, (left, top, width, height), text, "error")
        return (left, top, width, height)

    def paint_light(self, canvas: Canvas, at: float) -> None:
        """Pip's lantern down to the slider: under what is written on the peeks, whose words it would wash out."""
        x, y, w, _h = self.rect
        px, py = self._pip_at(at)
        light = y + self.sky - py - 20
        with canvas.clip(x, y, w, self.sky):
            if light > 20:
                sprite = beam(canvas, light, 1.0)
                canvas.blit(sprite, px - sprite.get_width() / 2 / canvas.s, py + 20)
            canvas.line(px, py + 22, px, y + self.sky - 42, "text", 2, 0.8, (2, 7))

    def _pip_at(self, at: float) -> tuple[float, float]:
        return self.plot.x_of(at), self.plot.y_of(self.seen_at(at)) - PIP - 4

    def paint_pip(self, canvas: Canvas, at: float, mood: str, label: str) -> None:
        """Pip on the open curve, and the pass he stands at."""
        x, y, w, _h = self.rect
        with canvas.clip(x, y, w, self.sky):
            canvas.pip(*self._pip_at(at), PIP, (0.0, 0.34), mood)
        left, top, width, height = self._plate_at(canvas, at, label)
        draw_plate(canvas, (left, top, width, height), "text")
        canvas.text_vcenter(left + width / 2, top + height / 2, label, STRONG, "text", "middle")

    def _plate_at(self, canvas: Canvas, at: float, label: str) -> Rect:
        """Where the pass that he stands at is told."""
        x, y, w, _h = self.rect
        width, height = canvas.width(label, STRONG) + 26, 14 + 18 * canvas.type
        left = min(max(x + 8, self.plot.x_of(at) - width / 2), x + w - 8 - width)
        top = y + self.sky - height - 12
        wanted = self.requested_at(canvas)
        if meets((left, top, width, height), wanted):  # under it where there is room, else beside it
            under = wanted[1] + wanted[3] + 2
            left, top = (left, under) if under <= y + self.sky - height - 2 else (wanted[0] - 8 - width, top)
        return (left, top, width, height)
