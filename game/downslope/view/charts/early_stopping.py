"""Stopping in time: the error on the examples learned from as an open curve over the passes, and under it fog: what
others would say; the net of a pass over its examples, and a slot for each peek.

The axis comes from the open curve and from what is wanted alone, so nothing of the other curve shows before it is seen.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ...i18n import _
from ..bowls.error_bowl import MARGIN, draw_stars, window
from ..bowls.fog_bowl import beam, draw_probes
from ..draw import BODY, CODE, LABEL, LEAD, NUMBER, STRONG, Canvas, draw_edge, draw_plate, meets
from ..format.axis import Axis, log_axis
from ..format.numbers import number, short
from ..scenery.landscape import hill, mist
from ..widgets.ink import Boxed, Col, Line, Mark, Row, draw_heading, glyph_mark, icon
from ..widgets.widget import Rect
from .plot import DECADES, Plot

Curve = tuple[tuple[float, float], ...]  # (pass, mean error)

LEFT, RIGHT = 76.0, 30.0
TOP, LINE = 58.0, 18.0  # from the edge to the plot, and more for the title at the ordinary text size: Pip is below it
BELOW, ABOVE = 5.5, 1.3  # so far the axis goes below what is wanted, and above the highest error
FOG = 0.42  # of the picture's height: there the fog begins
PIP = 18.0
EARLY = 1 / 30  # of all passes: there stands what the open curve is


ErrorPeek = tuple[int, float, float]  # a look at the unseen examples: its number, its pass, their error


class TwoErrors:
    """Where everything stands. `rect`: the whole panel; `sky`: the height of its picture; the rest is the slider's.

    text    how much larger than usual the text is
    """

    def __init__(self, rect: Rect, sky: float, last: float, seen: Curve, wanted: float, text: float = 1.0) -> None:
        self.rect, self.sky, self.last, self.seen, self.wanted = rect, sky, last, seen, wanted
        self.beside = sky >= rect[3]  # a place, which has the slider and the fog
        x, y, w, _h = rect
        errors = [wanted, *(error for _at, error in seen)]
        up = log_axis([*errors, wanted / BELOW * 1.5], below=1.5, above=ABOVE)
        self.top = TOP + LINE * text
        self.plot = Plot((x + LEFT, y + self.top, w - LEFT - RIGHT, sky - 22.0 - self.top), Axis(0, last), up)

    def seen_at(self, at: float) -> float:
        """The open curve at a pass that it knows."""
        return min(self.seen, key=lambda point: abs(point[0] - at))[1]

    def paint(self, canvas: Canvas, title: str, fog: float, unseen: Curve) -> None:
        """`fog` 1: nothing of the unseen errors is to be seen; with less, their curve comes to light."""
        (x, y, w, h), m = self.rect, MARGIN
        canvas.once((x - m, y - m, w + 2 * m, h + 2 * m), self._draw_land, title)
        if fog < 1 and unseen:
            canvas.once((x, y, w, self.sky), self._draw_curve, unseen, "error", alpha=1 - fog)

    def _draw_curve(self, canvas: Canvas, points: Curve, hue: str) -> None:
        self.plot.curve(canvas, points, "bg0", 8, 0.35)
        self.plot.curve(canvas, points, hue, 3.6, dash=None if hue == "text" else (9, 6))

    def _draw_land(self, canvas: Canvas, title: str) -> None:
        (x, y, w, _h), plot = self.rect, self.plot
        with window(canvas, self.rect, self.sky):
            draw_stars(canvas, random.Random(4), w / 18, (x + 60, x + w - 20), (y + 8, y + 0.27 * self.sky))
            rim = plot.spots(self.seen)
            hill(canvas, [*rim, (x + w, rim[-1][1])], canvas.mix("sky1", "ter1", 0.6))
            dice, dark = random.Random(4), canvas.look.theme.dark
            start, end = plot.rect[1] + FOG * plot.rect[3], y + self.sky
            for k in range(12):  # it thickens downwards
                top = start - 30 + (end - start + 30) * k / 12
                canvas.rect(x, top, w, end - top, "fog_deep", alpha=0.13)
            for _n in range(round(w / 15)):
                spot = dice.uniform(x - 20, x + w + 20), dice.uniform(start + 20, end)
                colour = "fog_bright" if dark and dice.uniform(0, 1) < 0.4 else "fog_cloud"
                part = round(dice.uniform(0.06, 0.12) * (1 if dark else 3), 2)
                mist(canvas, *spot, dice.uniform(110, 220), dice.uniform(16, 32), colour, part)
        # Powers of ten where what is wanted leaves room for them, and what is wanted
        for error, label in plot.up.ticks(DECADES):
            if abs(plot.y_of(error) - plot.y_of(self.wanted)) > 20:
                plot.level(canvas, error, "grid", 1, 0.3, label=label, ink="text", dash=None, before=16)
        plot.level(canvas, self.wanted, "goal", 2, 0.9, dash=(2, 7), before=16)
        self._draw_curve(canvas, self.seen, "text")
        base = y + 16 + 18 * canvas.type
        left = x + 20 + canvas.text(x + 20, base, title, LEAD, "text") + 12
        if not self.beside and left + canvas.width(_("log scale")) < x + w - 20:
            canvas.text(left, base, _("log scale"), BODY, "text2")

    def paint_here(self, canvas: Canvas, here: float, label: str, mood: str, legend: str, peeks: Sequence[ErrorPeek],
                   fog: bool) -> None:  # fmt: skip
        """Pip at a pass with his lantern, what the open curve is, every peek at its error, what is wanted."""
        (x, y, w, _h), plot = self.rect, self.plot
        low, px = y + self.sky, plot.x_of(here)
        # The word for the dotted line; over the curve's beginning what it is, above Pip where he is there; his pass.
        aim = Boxed(Row((glyph_mark("goal", 7.5), Line(_("wanted"), LABEL, "goal")), 5), (8, 1), "panel", radius=8)
        width, height = aim.size(canvas)
        wanted = (x + w - 16 - width, plot.y_of(self.wanted) + 8, width, height)
        line = Mark(_draw_sample, wide=14)
        curve = Boxed(Row((line, Line(legend, LABEL)), 7), (13, 5), "panel", "text")
        width, height = curve.size(canvas)
        left = min(plot.x_of(self.last * EARLY) + 6, x + w - 24 - width)
        top = plot.y_of(self.seen_at(self.last * EARLY)) - 14 - height
        if left - PIP - 8 < px < left + width + PIP + 8:
            top = min(top, plot.y_of(self.seen_at(here)) - 2 * PIP - 12 - height)
        key = (left, max(y + self.top - 18, top), width, height)
        tag = Boxed(Line(label, STRONG), (13, 5), "panel", "text")
        (width, height), top = tag.size(canvas), low - height - 12
        left = min(max(x + 8, px - width / 2), x + w - 8 - width)
        if meets((left, top, width, height), wanted):  # under it where there is room, else beside it
            under = wanted[1] + wanted[3] + 2
            left, top = (left, under) if under <= low - height - 2 else (wanted[0] - 8 - width, top)
        plate = (left, top, width, height)

        curve.draw(canvas, key)
        pip = plot.y_of(self.seen_at(here)) - PIP - 4
        with canvas.clip(x, y, w, self.sky):  # the lantern lies under what is written on the peeks
            if low - pip > 40:
                sprite = beam(canvas, low - pip - 20, 1.0)
                canvas.blit(sprite, px - sprite.get_width() / 2 / canvas.s, pip + 20)
            canvas.line(px, pip + 22, px, low - 42, "text", 2, 0.8, (2, 7))
        dots = [(peek, (plot.x_of(at), plot.y_of(unseen)), number(unseen, 4), "text2") for peek, at, unseen in peeks]
        told = len(dots) if fog else 0
        error = Boxed(Line(short(self.wanted), CODE, "goal"), (5, 0), "panel", radius=6)
        width, height = error.size(canvas)
        limit = (x + 57 - width, plot.y_of(self.wanted) - height / 2, width, height)
        taken = draw_probes(canvas, (x, y, w, self.sky), dots, told, (key, wanted, plate, limit), NUMBER)
        words = _("unseen: fog")
        width, height, base = canvas.width(words, LABEL), 16 * canvas.type, low - 20
        start = plot.rect[0] if here > self.last / 2 else x + w - 24 - width  # it makes room for Pip
        if fog and not self.beside and not any(meets((start, base - 0.8 * height, width, height), r) for r in taken):
            canvas.text(start, base, words, LABEL, "text")
        with canvas.clip(x, y, w, self.sky):
            canvas.pip(px, pip, PIP, (0.0, 0.34), mood)
        tag.draw(canvas, plate)
        error.draw(canvas, limit)  # on a plate above fog and lantern, whose ground has all shades
        aim.draw(canvas, wanted)


# A network of one input over its examples: the curve that it predicts, exact at its bends, and how far it misses.


Points = tuple[tuple[float, float], ...]
GAP = 6.0  # between two slots


PeekCell = tuple[ErrorPeek, Points, bool, bool]  # with the curve of its pass; the lowest so far; the newest


def plot_of(rect: Rect, points: Points) -> Plot:
    """The axes come from the examples alone."""
    across, upwards = [a for a, _b in points] or [0.0], [b for _a, b in points] or [0.0]
    low, height = min(0.0, *upwards), max(0.0, *upwards)
    room = 0.12 * ((height - low) or 1.0)  # of the examples' height, above and below them
    first, last = min(across), max(across)
    if first == last:
        first, last = first - 1, last + 1
    return Plot(rect, Axis(first, last), Axis(low - room, height + room))


def _draw_sample(canvas: Canvas, rect: Rect) -> None:
    x, middle = rect[0], rect[1] + rect[3] / 2
    canvas.line(x, middle, x + rect[2], middle, "text", 3.6)


def slots_size(type: float, count: int) -> tuple[int, float, float]:
    """(columns, least width of a slot, least height) for a factor on texts."""
    if type <= 1.2:  # factor on texts up to which four stand in a row
        return min(4, max(1, count)), 88.0, 92.0
    return min(2, max(1, count)), 130.0, 12 + 44 * type


def draw_slots(canvas: Canvas, rect: Rect, head: tuple[str, str], slots: Sequence[PeekCell], count: int,
               upcoming: Sequence[str], points: Points) -> None:  # fmt: skip
    """A slot for each peek, those that are left dashed. `head`: title, what the numbers are; `upcoming`: of the next,
    the longest form first."""
    x, y, w, h = rect
    k = canvas.type
    draw_heading(canvas, (x, y - 4, w, h), *head)
    columns = slots_size(k, count)[0]
    rows = -(-count // columns)
    top = y + 18 + 18 * k
    width = (w - 28 - GAP * (columns - 1)) / columns
    height = (y + h - 10 - top - GAP * (rows - 1)) / max(1, rows)
    for place in range(count):
        row, column = divmod(place, columns)
        box = (rect[0] + 14 + column * (width + GAP), top + row * (height + GAP), width, height)
        if place >= len(slots):
            draw_edge(canvas, box, "border2", 10, 1.2, dash=(4, 4))
            if place == len(slots) and upcoming:
                middle = box[0] + width / 2, box[1] + height / 2
                canvas.text_vcenter(*middle, upcoming[0], LABEL, "text2", "middle", width - 12, upcoming[1:])
            continue
        (x, y, w, h), ((peek, at, unseen), curve, best, now) = box, slots[place]
        draw_plate(canvas, box, "text" if now else "", 10, 2, fill="rowhi")
        beside = w >= 150.0  # width of a slot from which its picture stands beside its numbers
        line = 20 * canvas.type
        tall = h - 12 if beside else min(46.0, h - 12 - 2 * line)  # height of a slot's picture
        well = (x + 6, y + 6, 0.36 * w if beside else w - 12, max(0.0, tall))
        if tall > 16:
            canvas.rect(*well, "well", 6)
            plot = plot_of((well[0] + 5, well[1] + 4, well[2] - 10, well[3] - 8), points)
            with canvas.clip(*well):
                canvas.line(well[0] + 3, plot.y_of(0.0), well[0] + well[2] - 3, plot.y_of(0.0), "border2", 1)
                canvas.polyline(plot.spots(curve, beyond=True), "prediction", 2)
                for spot in plot.spots(points):
                    canvas.circle(*spot, 2.4, "goal")
        left = well[0] + well[2] + 8 if beside else x + 8
        low = y + h - 8 - 2 * line if not beside else y + h / 2 - line
        runs = ((f"{peek} ", "error", 700), (_("pass") + " ", "text2", 600), (short(at), "text", 700))
        error = Row((Line(number(unseen, 4), NUMBER, "error"), *((icon("check", 16),) if best else ())), 4)
        Col((Line(runs, shorter=runs[::2]), error)).draw(canvas, (left, low, x + w - left - 6, 2 * line))
