"""The errors of runs as pictures: each run's line, dashes and mark; several runs on a log scale, two in one well; the
bars of a run by step; its land by passes, which falls to the flag; a recorded run as a strip. The last three have a
scrubber that looks back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Unpack

from ...i18n import _
from ..draw import BODY, CODE, LABEL, NUMBER, Canvas, Point, Run, draw_edge, holds, inside
from ..format.axis import Axis, linear_axis, log_axis, step_of
from ..format.numbers import number, short
from ..widgets.ink import SPRING, Boxed, Col, Either, Ink, Line, Mark, Para, Row, icon
from ..widgets.number_input import NumberOptions, Scrubber
from ..widgets.widget import Rect, State
from .plot import Plot, apart, thin

# Runs beside each other: each has a line, a mark and a colour of its own, so that colour is never needed. A run's
# number gives it its `Style` for good; the present run is always the solid one with discs.


CHUNK = 12  # steps whose line is one picture
NEAR = 6.0  # marks that are nearer to the last one are left out
SMALL, END = 4.2, 7.0  # radii of a mark on the way, and of the last one


class Style(NamedTuple):
    """How a run is drawn: a colour of the theme, the dashes of its line, its mark."""

    hue: str
    dash: tuple[float, float] | None
    mark: str  # disc, square, triangle, diamond, ring, cross, star


class RunLine(NamedTuple):
    """A run's errors, the start first; `every`: beats from one to the next.

    `label`: what it is called in a legend; `outcome`: the icon of how it ended, "" where it was left.
    """

    style: Style
    errors: Sequence[float]
    every: int = 1
    label: str = ""
    outcome: str = ""


NOW = Style("text", None, "disc")
OLD = (
    Style("run0", (9, 6), "square"),
    Style("run1", (1, 6), "triangle"),
    Style("run2", (16, 6), "diamond"),
    Style("run3", (4, 5), "ring"),
    Style("run4", (12, 4), "cross"),
    Style("run5", (2, 9), "star"),
)


def style_of(number: int) -> Style:
    """Of an old run, six that follow each other are different; below 0: of the present one."""
    return NOW if number < 0 else OLD[number % len(OLD)]


def draw_mark(canvas: Canvas, style: Style, x: float, y: float, r: float = SMALL) -> None:
    """A run's mark around (x, y), on a dark (or light) rim."""
    hue, rim = style.hue, "bg0" if canvas.theme.dark else "panel"
    if style.mark == "disc":
        canvas.circle(x, y, r + 1, rim)
        canvas.circle(x, y, r, hue)
    elif style.mark == "ring":
        canvas.circle(x, y, r + 1.4, rim)
        canvas.circle(x, y, r - 0.6, None, hue, 2)
    elif style.mark == "square":
        side = r * 0.92
        canvas.rect(x - side - 1, y - side - 1, 2 * side + 2, 2 * side + 2, rim, 1)
        canvas.rect(x - side, y - side, 2 * side, 2 * side, hue, 1)
    elif style.mark == "cross":
        for width, colour in ((r * 0.75 + 2, rim), (r * 0.75, hue)):
            canvas.line(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8, colour, width)
            canvas.line(x - r * 0.8, y + r * 0.8, x + r * 0.8, y - r * 0.8, colour, width)
    else:
        if style.mark == "triangle":
            corners = [(x, y - 1.2 * r), (x + 1.15 * r, y + 0.85 * r), (x - 1.15 * r, y + 0.85 * r)]
        elif style.mark == "diamond":
            corners = [(x, y - 1.25 * r), (x + 1.25 * r, y), (x, y + 1.25 * r), (x - 1.25 * r, y)]
        else:
            turns = [((1.35 if i % 2 == 0 else 0.6) * r, i * math.pi / 4) for i in range(8)]
            corners = [(x + far * math.sin(turn), y - far * math.cos(turn)) for far, turn in turns]
        canvas.polygon(corners, hue, 1, rim, 1.5)


def draw_sample(canvas: Canvas, rect: Rect, style: Style) -> None:
    """A short piece of a run's line with its mark, for a list."""
    x, y, wide = rect[0], rect[1] + rect[3] / 2, rect[2]
    canvas.line(x, y, x + wide, y, style.hue, 2.8, 1, style.dash)
    draw_mark(canvas, style, x + wide / 2, y, 5.5)


def draw_way(canvas: Canvas, rect: Rect, points: Sequence[Point], style: Style, marks: bool = True) -> None:
    """A way through these places inside a rect, in pieces that are kept as pictures; the last place has no mark."""
    for first in range(0, len(points) - 1, CHUNK):
        part = tuple(points[first : first + CHUNK + 1])
        spots = [spot for piece in inside(part, rect) for spot in piece]
        if not spots:
            continue
        (xs, ys), margin = zip(*spots), 10.0
        left, top = max(rect[0], min(xs) - margin), max(rect[1], min(ys) - margin)
        right = min(rect[0] + rect[2], max(xs) + margin)
        low = min(rect[1] + rect[3], max(ys) + margin)
        if right > left and low > top:
            last = first + len(part) == len(points)
            canvas.once((left, top, right - left, low - top), _draw_piece, rect, part, style, marks, last)


def _draw_piece(canvas: Canvas, rect: Rect, points: tuple[Point, ...], style: Style, marks: bool,
                last: bool) -> None:  # fmt: skip
    pieces = inside(points, rect)
    for piece in pieces:
        canvas.polyline(piece, "casing", 6.0)
    for piece in pieces:
        canvas.polyline(piece, style.hue, 2.8, 1, style.dash)
    before: Point | None = None
    for spot in (points[:-1] if last else points) if marks else ():
        if holds(rect, spot) and (before is None or math.dist(spot, before) >= NEAR):
            draw_mark(canvas, style, *spot)
            before = spot


# The error of several runs at every step (or pass), on a log scale: old runs, the present one, the wanted line.


FLOOR = 1e-7  # of the largest error, where none is wanted: what is below stands on the ground
BELOW = 8.0  # the wanted error is at most so many times the lowest of the axis
ABOVE = 30.0  # times the first errors: what runs away leaves the picture there
RUNS_FAINT, FAINT_POINTS = 0.5, 24  # how much is to be seen of a try, and the points of its line


def error_axis(lines: Sequence[RunLine], wanted: float | None) -> Axis:
    """An axis on which all of it has room, but for what runs away."""
    errors = [e for line in lines for e in line.errors if math.isfinite(e)]
    start = max((line.errors[0] for line in lines if line.errors and math.isfinite(line.errors[0])), default=1.0)
    height = min(max(errors, default=1.0), ABOVE * start) if start > 0 else 1.0
    low = min(errors, default=0.0)
    if low >= 0 and height > 0:
        minimum = min([e for e in errors if e > 0] + ([wanted / 3] if wanted else []), default=height / 10)
        bottom = max(minimum, wanted / BELOW if wanted else height * FLOOR)
        return Axis(min(bottom, height / 10), height * 1.25, True)
    return Axis(low, height if height > low else low + 1.0)


def draw_compare(canvas: Canvas, rect: Rect, lines: Sequence[RunLine], live: Sequence[RunLine], wanted: float | None,
                 here: int, beats: int, word: str, faint: Sequence[Sequence[float]] = (),
                 head: float = 0.0) -> None:  # fmt: skip
    """The whole well. `live`: what grows; `here`: the beat that is looked at; `word`: what a beat is called.

    `faint`: the errors of others that are tried at the same time; `head`: what is free above it.
    """
    x, y, w, h = rect
    height = h - head - 26 - 20 * canvas.type
    up = error_axis([*lines, *live], wanted)
    ticks = up.ticks(max(2, int(height / (24 * canvas.type))))
    left = 24 + max((canvas.width(label, CODE) for _error, label in ticks), default=0.0)
    plot = Plot((x + left, y + head + 14, w - left - 26, height), Axis(0, max(1, beats)), up)
    tried = tuple(tuple(thin(errors, FAINT_POINTS)) for errors in faint)
    levels = tuple(apart(ticks, plot.y_of, 18.0 * canvas.type))
    canvas.once(rect, _draw_compared, rect, plot, levels, tuple(lines), wanted, beats, word, tried)
    for now in live:
        _draw_line(canvas, plot, now)
    plot.upright(canvas, here, "text2", 1.5, 0.7, dash=(2, 5), above=6, below=4)
    for now in live:
        error = now.errors[min(len(now.errors) - 1, here // now.every)]
        draw_mark(canvas, now.style, plot.x_of(here), plot.y_of(error), 6.5)


def _draw_compared(canvas: Canvas, rect: Rect, plot: Plot, ticks: Sequence[tuple[float, str]],
                   lines: Sequence[RunLine], wanted: float | None, beats: int, word: str,
                   faint: Sequence[Sequence[tuple[float, float]]]) -> None:  # fmt: skip
    """All but what grows."""
    canvas.rect(*rect, "well", 12)
    for error, label in ticks:
        plot.level(canvas, error, "border2", label=label)
    # Under it the beats, and what they are called where it has room: before the first number, else behind the last
    x, _y, w, _h = plot.rect
    base, step = rect[1] + rect[3] - 10, max(1, round(step_of(beats, max(2, int(w / (64 * canvas.type))))))
    last = 0.0
    for beat in range(0, beats + 1, step):
        canvas.text(plot.x_of(beat), base, str(beat), CODE, "text2", "middle")
        last = plot.x_of(beat) + canvas.width(str(beat), CODE) / 2
    width, edge = canvas.width(word) + 10, canvas.width(str(step), CODE) / 2 + 6
    if plot.x_of(step) - x - edge > width and step <= beats:
        canvas.text(plot.x_of(step / 2), base, word, BODY, "text2", "middle")
    elif x + w + 16 - last > width:
        canvas.text(x + w + 16, base, word, BODY, "text2", "end")
    if wanted is not None:
        plot.level(canvas, wanted, "goal", 2, 0.95, dash=(3, 6))
        canvas.flag(x + w + 12, plot.y_of(wanted) + 4, 22, glow=False)
    colour = canvas.mix("well", "text2", RUNS_FAINT)  # what is opaque is drawn faster
    with canvas.clip(*plot.rect):
        for points in faint:
            canvas.hairline(plot.spots(points), colour)
    for line in lines:
        _draw_line(canvas, plot, line)


def draw_two_runs(canvas: Canvas, rect: Rect, you: Sequence[float], ghost: Sequence[float], part: str = "") -> None:
    """The player's run, solid, and the auto-solver's, dotted, under their names; `ghost` may be empty. `part`: the name
    of the part that they are of."""
    x, y, w, _h = rect
    own, other = (
        RunLine(Style("error", None, "disc"), tuple(you)),
        RunLine(Style("text2", (3, 7), "ring"), tuple(ghost)),
    )
    old, last = [other] if ghost else [], max(len(you), len(ghost), 2) - 1
    line, right = y + 13 + 13 * canvas.type, x + w - 16
    draw_compare(canvas, rect, old, [own], None, len(you) - 1, last, "", head=14 + 13 * canvas.type)
    for run, name in ((other, _("auto-solve")), (own, _("you"))):
        if run.errors:
            right -= canvas.text(right, line, name, LABEL, "text2" if run is other else "text", "end") + 14
            draw_mark(canvas, run.style, right, canvas.vcentre_of(line), 5.0)
            right -= 20
    words = ", ".join([_("error"), *([part] if part else [])])
    if error_axis([*old, own], None).log:
        words += ", " + _("log scale")
    shorter = [words.rpartition(", ")[0] or words, _("error")]
    canvas.within(x + 16, line, words, right - x - 16, LABEL, "error", shorter=shorter)


def _draw_line(canvas: Canvas, plot: Plot, line: RunLine) -> None:
    points = [(min(plot.across.high, i * line.every), error) for i, error in thin(line.errors)]
    gone = next((k for k, (_beat, error) in enumerate(points) if k and plot.up.place(error) == 1.0), len(points))
    positions = plot.curve(canvas, points[: gone + 1], line.style.hue, 2.8, 1, line.style.dash)
    for spot in positions[: -1 : max(1, math.ceil(len(positions) / 7))]:
        draw_mark(canvas, line.style, *spot, 4.4)
    for spot in positions[-1:]:
        draw_mark(canvas, line.style, *spot, 6.0)


# The error history: a bar for each step, a ghost run dashed, the par, and a scrubber that looks back.


LABELS = 124.0  # the words at the left
FEW_STEPS = 10  # bars that there is always room for
GROWN = 30.0  # times the first error
THIN = 3.0  # px: narrower bars are drawn as one for several steps


def history_axis(errors: Sequence[float]) -> Axis:
    """Linear, so that a run that lands sinks; logarithmic where an error has grown out of sight of the first."""
    finite = [error for error in errors if math.isfinite(error)] or [1.0]
    if min(finite) >= 0 and 0 < finite[0] < max(finite) / GROWN:
        return log_axis(finite, finite[0] / GROWN / max(finite), below=2.0)
    return linear_axis(finite)


class HistoryBars(Scrubber):
    """`panel`: all of it. `errors`: of every step so far, the last one is now."""

    titled = True  # False: something lies over the title
    felt = ""  # "pulse": the newest bar has just come; "up": it is higher than the one before

    def __init__(self, name: str, panel: Rect, moved: Callable[[int], None], **options: Unpack[NumberOptions]) -> None:
        self.panel = panel
        super().__init__(name, panel, 0, 1, moved=moved, **options)
        self.show_run([0.0], 0)

    def show_run(self, errors: Sequence[float], step: int, ghost: Sequence[float] = (), par: int | None = None) -> None:
        """What the bars show now: a run that stands at `step`; errors has one more entry than the run has steps."""
        self.errors, self.ghost, self.par = errors, ghost, par
        self.slots = max(FEW_STEPS, len(errors), len(ghost), (par or 0) + 2)
        (x, y, w, h), up = self.panel, history_axis([*errors, *ghost])
        self.plot = Plot((x + LABELS, y + 10, w - LABELS - 24, h - 40), Axis(0, self.slots), up)
        self.picture = (x + LABELS - 12, y, w - LABELS + 12, h)
        width = w - LABELS - 24
        each = width / self.slots
        self.rect, self.margin = (x + LABELS + each / 2, y + h - 18 - 12, max(1.0, width - each), 24), each / 2 + 4
        self.last = len(errors) - 1
        self.end_at(float(self.slots - 1))
        self.value = float(step)

    def current(self) -> str:
        """The error that is looked at, as it is written."""
        return number(self.errors[min(self.last, self.step)], 2)

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, _w, h), plot = self.panel, self.plot
        if self.titled:
            words, error = _("Error history"), Line(self.current(), NUMBER, "error")
            title, scale = Para(words, LABEL, spacing=1.4), Line(_("log scale"), colour="text2")
            ways = [(title, error), (Line(words, LABEL), error), (error,)]
            ways[:0] = [(title, scale, error)] if plot.up.log else []
            Either(tuple(Col((SPRING, *way, SPRING)) for way in ways)).put(canvas, (x + 18, y, LABELS - 26, h))
        else:
            canvas.text(x + 18, y + h - 11, self.current(), NUMBER, "error", "start")
        # One for each step, or for several of them; what only the ghost has done is dashed, what nobody has a foot
        group = max(1, math.ceil(self.slots * THIN / plot.rect[2]))
        width = min(30.0, 0.64 * plot.rect[2] * group / self.slots)
        for first in range(0, self.slots, group):
            middle = plot.x_of(first + group / 2)
            part, other = self.errors[first : first + group], self.ghost[first : first + group]
            if part:
                alpha = 1 if first <= self.step < first + group else 0.62
                canvas.rect(*plot.bar(max(part), middle, width, 3.0), "error", min(4.0, width / 3), alpha=alpha)
            elif other:
                x, y, _w, tall = plot.bar(max(other), middle, width)
                dash = (4.0, 3.0) if tall > 6 else None
                canvas.rect(x + 0.75, y, width - 1.5, tall - 0.75, None, 3.5, "text2", 1.5, dash=dash)
            else:
                canvas.rect(*plot.bar(plot.up.low, middle, width), "border", 2)
        if self.par is not None:
            # A line after the par's bar; its name where no tall bar is in the way, once there is something to compare.
            (x, y, w, _h), spot = plot.rect, plot.x_of(self.par + 1)
            plot.upright(canvas, self.par + 1, "text3", 1.8, dash=(3, 5), above=-2, below=20)
            label = _("par {par}").format(par=self.par)
            end, low = spot + 8 + canvas.width(label, LABEL), y + 6 + 14 * canvas.type
            last = self.par + 2 + int((end - spot) * self.slots / w)
            shown = [*self.errors, *self.ghost[len(self.errors) :]][self.par + 1 : last]
            if self.last and end < x + w + 16 and all(plot.y_of(error) > low for error in shown):
                canvas.text(spot + 8, y + 2 + 12 * canvas.type, label, LABEL, "text2")
        if self.felt:
            # What would be heard of the bar that is looked at: a frame around it, or an arrow up beside its top.
            _x, y, _w, h = self.panel
            width = min(30.0, 0.64 * plot.rect[2] / self.slots)
            step = min(self.last, self.step)
            left, top, _w, tall = plot.bar(self.errors[step], plot.x_of(step + 0.5), width, 3.0)
            if self.felt == "pulse":
                canvas.rect(left - 2, top - 2, width + 4, tall + 4, None, 5, "text", 2)
            else:
                tip = max(y + 4, min(top, y + h - 40) - 4)
                canvas.arrow(left + width + 8, tip + 22, left + width + 8, tip, "error", 4, 10)
        super().draw(canvas, state)


PAD = 16.0  # from the land's edges to the first and the last pass
GROUND, SKY, LITTLE = 20.0, 14.0, 0.2  # free below and above the curve; the part of low land that is
FEW = 10  # passes that there is always room for
TRACK, CAPTION, ROW = 15.0, 27.0, 22.0  # heights of the track, of the words under it, of a row of the legend
LABELLED = 34.0  # land that is lower has no room for words over the curve
FAINT, FEW_POINTS = 0.34, 24  # how much is to be seen of a try, and the points of its line
PIP = 13.0


class RunChart(Scrubber):
    """`panel`: all of it; `land`: the picture, without track and caption. The scrubber's numbers are steps; `each` of
    them are a pass.

    faint   errors of others that are tried at the same time       limit   what is wanted        par   in passes
    word    what the error is called here       unit   passes or steps        type    of the text
    titled  False: something lies over the caption's left end       running   whole passes are counted
    """

    faint: Sequence[Sequence[float]] = ()
    limit: float | None = None
    par: int | None = None
    word = unit = ""
    type, mood, titled, running = 1.0, "calm", True, False
    _given: object = None  # of what the axis is

    def __init__(self, panel: Rect, each: int, moved: Callable[[int], None], **options: Unpack[NumberOptions]) -> None:
        self.panel, self.each = panel, each
        super().__init__("chart", panel, 0, 1, moved=moved, **options)
        self.margin = PAD
        self.show_run([1.0], 0, 0, (), 0)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def show_run(self, errors: Sequence[float], step: int, last: int, lines: Sequence[RunLine], first: int) -> None:
        """The run stands at `step` of `last`, with its errors after each pass, the start first; `first`: the step at
        which the player's own part began."""
        self.errors, self.lines, self.first, self.last = errors, lines, first, last
        own = max(FEW, len(errors) - 1, math.ceil(last / self.each), (self.par or 0) + 2)
        old = max([(len(line.errors) - 1) * line.every for line in lines] + [0])
        self.passes = max(own, min(old, 4 * own))
        self.end_at(float(self.passes * self.each))
        self.high = float(max(1, last))
        self.value = float(min(step, last))
        x, y, w, h = self.panel
        self.legend = 150.0 * self.type if lines and w > 500 else 0.0  # its width
        words = 0.0 if self.faint else CAPTION * self.type  # a race tells what its tries have come to
        x, y, w, h = self.land = (x + 16, y + 14, w - 32 - self.legend, h - 14 - TRACK - words - 2)
        self.rect = (x + PAD, y + h + TRACK / 2 - 12, max(1.0, w - 2 * PAD), 24.0)
        self.picture = (x, y, w, h + TRACK + 8)
        self.above, below = min(SKY, LITTLE * h), min(GROUND, LITTLE * h)  # free room; less in low land
        if self._given != (errors, lines, self.limit):
            self._given = errors, lines, self.limit
            seen = [*errors, *(error for line in lines for error in line.errors)]
            self._axis = history_axis([*seen, self.limit or 0.0] if len(seen) > 1 else [*seen, 0.0])
        place = (x + PAD, y + self.above, w - 2 * PAD, h - self.above - below)
        self.plot = Plot(place, Axis(0, self.passes), self._axis)

    @property
    def error(self) -> float:
        """At the end of the last whole pass before the step looked at; as it is now where all is looked at."""
        if self.step >= self.last:
            return self.errors[-1]
        return self.errors[min(len(self.errors) - 1, self.step // self.each)]

    # -- hands -------------------------------------------------------------------------------------------------------

    def _whole(self, value: float) -> float:
        """The end of a pass; every step where the pointer does not decide."""
        whole = min(self.last, max(0, round(value / self.each) * self.each))
        return float(self.last if value >= self.last else whole)

    def _along(self, value: float, steps: int, fine: bool = False) -> float:
        return float(min(self.last, max(0, round(value) + steps * self.each)))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, w, h), plot = self.land, self.plot
        curve: list[tuple[float, float]] = [*thin(self.errors, 120)]  # points of a curve
        curve[-1] = (max(self.last / self.each, 0.0), curve[-1][1])
        # Where the player's own part began, the par from there on, and its name beside its line
        first = self.first / self.each
        par, words = None if self.par is None else self.par + first, _("par {par}").format(par=self.par)
        named: tuple[float, float] | None = None
        if par is not None and 0 < par <= self.passes and self.last != self.first and h >= LABELLED * canvas.type:
            width, px = canvas.width(words, LABEL), plot.x_of(par)
            left = px + 8 if px + 8 + width < x + w - 8 else px - 8 - width
            named = left, left + width
        tried = tuple(tuple(thin(errors, FEW_POINTS)) for errors in self.faint[:: max(1, -(-len(self.faint) // 12))])
        label = (words, named[0]) if named else None
        canvas.once(self.land, _draw_land, self.land, plot, tuple(curve), tuple(self.lines), tried, self.limit, first,
                    par, label, opaque=True)  # fmt: skip
        # Where the eye is: a hair, and Pip on the land
        px, below = plot.x_of(self.value / self.each), y + h - plot.rect[1] - plot.rect[3] - 2
        under = named is not None and named[0] - 4 < px < named[1] + 4  # it begins under the words
        above = self.above - 6 - (16 * canvas.type if under else 0.0)
        plot.upright(canvas, self.value / self.each, "text", 1.5, 0.5, dash=(2, 5), above=above, below=below)
        canvas.pip(px, max(y + PIP + 2, plot.y_of(self.error) - PIP), PIP, (0.25, 0.2), self.mood)
        at, top, wide, high = self.panel
        if self.legend:
            row = ROW * self.type
            rows = [Row((Mark(draw_sample, (line.style,), wide=28, high=row), Line(line.label, LABEL, "text2"),
                         *((icon(line.outcome, colour="text2"),) if line.outcome else ())))
                    for line in reversed(self.lines[-max(1, int((high - 20) / row)) :])]  # fmt: skip
            Col(tuple(rows)).put(canvas, (at + wide - 8 - self.legend, top + 14, self.legend - 4, len(rows) * row))
        if not self.faint:
            whole, brief = self._where(), self._where(True)
            forms = (Line(whole), Line(whole, shorter=brief, yields=True)) if self.titled else (Ink(wide=106),) * 2
            error = Line(((self.word + " ", "text2", 600), (number(self.error, 2), "error", 700, "mono")))
            scale = Line(_("log scale"), colour="text2")
            ways = Row((forms[0], SPRING, scale, SPRING, error), 14), Row((forms[1], SPRING, error), 14)
            place = (x, y + h + TRACK, w, top + high - y - h - TRACK)
            (Either(ways) if plot.up.log else ways[1]).put(canvas, place)
        super().draw(canvas, state)

    def _where(self, brief: bool = False) -> tuple[Run, ...]:
        """pass 3, pass 3 of 8, or pass 3, step 1 of 4 where it stands in the middle of one. `brief`: the pass alone."""
        steps = self.step - self.first
        if not steps and self.last == self.first:  # the counter says it
            return ()
        whole, more = divmod(steps, self.each)
        runs: tuple[Run, ...] = ((self.unit + " ", "text2", 600), (short(whole + (more > 0)), "text", 700, "mono"))
        count = (self.last - self.first) // self.each
        if self.running or brief:
            return runs
        if more:
            return (*runs, (", " + _("step {n} of {count}").format(n=more, count=self.each), "text2", 600))
        if self.step < self.last and count:
            return (*runs, (" " + _("of") + " ", "text2", 600), (str(count), "text", 700, "mono"))
        return runs


def _draw_land(canvas: Canvas, land: Rect, plot: Plot, curve: Sequence[tuple[float, float]], lines: Sequence[RunLine],
               faint: Sequence[Sequence[tuple[float, float]]], limit: float | None, first: float, par: float | None,
               named: tuple[str, float] | None) -> None:  # fmt: skip
    """`first`: the pass at which the player's own part began. `named`: the par in words, and where they begin."""
    x, y, w, h = land
    above, below = plot.rect[1] - y - 4, y + h - plot.rect[1] - plot.rect[3] - 4
    flag = x + w - PAD - 0.02 * w, plot.y_of(limit or 0.0)
    canvas.rect(x - 1, y - 1, w + 2, h + 2, "panel")
    with canvas.clip(x, y, w, h, 12):
        canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")])
        if limit is not None:
            canvas.glow(*flag, min(120.0, h), "glow", 0.5, ((0.0, 1.0), (1.0, 0.0)))
            plot.level(canvas, limit, "goal", 1.5, dash=(2, 7), before=PAD - 4, after=PAD - 4)
        # The land under the curve, layer by layer.
        crest = plot.spots(curve)
        low = y + h
        for layer in range(3):
            rim = [(px, min(low + 2, py + layer * 16.0)) for px, py in [(x - 4, crest[0][1]), *crest]]
            canvas.polygon([*rim, (crest[-1][0], low + 4), (x - 4, low + 4)], f"ter{layer}")
        if first:
            plot.upright(canvas, first, "text3", above=above, below=below)
        if par is not None and 0 < par <= plot.across.high:
            plot.upright(canvas, par, "text3", 1.8, dash=(3, 5), above=above, below=below)
        if named is not None:
            canvas.text(named[1], y + 6 + 13 * canvas.type, named[0], LABEL, "text2")
        colour = canvas.mix("sky1", "text2", FAINT)  # what is opaque is drawn faster
        for points in faint:
            plot.curve(canvas, points, colour, 1.6)
        for line in lines:
            beats = [(first + i * line.every, error) for i, error in thin(line.errors, 60)]
            seen = [beat for beat in beats if beat[0] <= plot.across.high]
            positions = plot.curve(canvas, seen, line.style.hue, 2, 0.9, line.style.dash)
            draw_mark(canvas, line.style, *positions[-1], 5)
        if limit is not None:
            canvas.flag(flag[0], flag[1] + 2, min(34.0, 0.4 * h), glow=False)
        plot.curve(canvas, curve, "error", 3.5)
    draw_edge(canvas, land, "border", 12, 1)


# A recorded run as a strip: a bar for each step's error (log scale), a numbered scrubber, what alpha made which steps.
# Own steps, made after taking over, are framed; what the recording would have gone on with is dashed.


SIDE, BESIDE = 84.0, 58.0  # from the edges to the first and the last bar; for the error beside that


class RecordingStrip(Scrubber):
    """`panel` is the whole panel's rect.

    errors     the entry `i` is the error after `i` steps      rest     of the whole recording, where it went on
    recorded   steps of the recording; then come own ones      alphas   of each step
    passed     steps that were scrubbed over: their ratio may be told
    hold       words of the tag, "" none
    """

    def __init__(self, name: str, panel: Rect, k: float, moved: Callable[[int], None],
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        self.panel, self.k = panel, k
        self.errors: tuple[float, ...] = (0.0,)
        self.rest: tuple[float, ...] = ()
        self.alphas: tuple[float, ...] = ()
        self.passed: frozenset[int] = frozenset()
        self.recorded, self.hold = 0, ""
        x, y, w, h = panel
        self.thumb = y + h - 24 - 20 * k - 6  # y of the scrubber
        self.ground, self.tag = self.thumb - 26, 14 + 18 * k
        self.tag_foot = y + 20 + 18 * k + self.tag
        self.roof = self.tag_foot + 18 + 22 * (k - 1)  # top of the tallest bar: above it the tag has room, and a number
        track = (x + SIDE, self.thumb - 22, w - 2 * SIDE, 44.0)
        self.picture = (x + SIDE - 40, self.roof - 8, w - 2 * SIDE + 80, y + h - self.roof + 8)
        super().__init__(name, track, 0, 1, moved=moved, numbered=True, radius=14.0, dots=True, **options)

    @property
    def slots(self) -> int:
        return max(len(self.errors), len(self.rest))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, _y, w, _h = self.panel
        self._draw_bars(canvas)
        super().draw(canvas, state)
        if self.hold:
            # An ivory tag over the step that is held.
            spot, low = self.x_of(self.value), self.tag_foot
            canvas.line(spot, low + 10, spot, self.thumb - 14, "text", 2.5, 0.95, (2, 5))
            words = Line(self.hold, LABEL, "prim_text"), Line(str(self.step), NUMBER, "prim_text")
            tag = Boxed(Row((icon("take", 20, "prim_text"), *words), 12), (12, 0), "prim", high=self.tag)
            tag.stand(canvas, spot, low, 0.5, 1.0, (x + 12, x + w - 12))
            canvas.polygon([(spot - 8, low - 1), (spot, low + 8), (spot + 8, low - 1)], "prim")

    def plot(self) -> Plot:
        """Steps across, errors up."""
        x, _y, w, _h = self.panel
        errors = (*self.errors, *self.rest)
        axis = log_axis(errors, 1e-15, below=4.0)  # of the largest error: rounding, which stands on the ground
        place = (x + SIDE, self.roof, w - 2 * SIDE, self.ground - self.roof)
        return Plot(place, Axis(0, max(1, self.slots - 1)), axis)

    def _draw_bars(self, canvas: Canvas) -> None:
        plot, errors = self.plot(), self.errors
        grew = [i > 0 and errors[i] > errors[i - 1] for i in range(len(errors))]
        pitch = plot.rect[2] / plot.across.high
        bar = min(34.0, 0.52 * pitch)
        for i in range(self.slots):
            if i < len(errors):
                spot = plot.bar(errors[i], plot.x_of(i), bar)
                alpha = 1.0 if i == self.step else 0.8 if grew[i] else 0.62
                canvas.rect(*spot, "error", min(5.0, spot[2] / 3), alpha=alpha)
                if i > self.recorded:  # an own step
                    x, y, w, h = spot
                    canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 7, "text", 2)
            else:
                place = plot.bar(self.rest[i], plot.x_of(i), bar - 2)
                canvas.rect(*place, None, 4, "text2", 1.5, dash=(4, 4))
        # The first error and the last, beside their bars
        first, last = self.errors[0], (self.rest or self.errors)[-1]
        if len(self.errors) >= self.slots:
            last = self.errors[-1]
        right, over = plot.x_of(plot.across.high) + 26, False
        for value, x, anchor in ((first, plot.rect[0] - 26, "end"), (last, right, "start")):
            text = short(value, 3) if abs(value) >= 0.001 or value == 0 else number(value)
            top = plot.bar(value, x, 0)[1]
            base, room = min(self.ground - 2, top + 15 * canvas.type), BESIDE
            if anchor == "start" and canvas.width(text, NUMBER.with_size(canvas.least(NUMBER.size))) > room:  # over it
                x, base, room, anchor = self.rect[0] + self.rect[2] - 12, top - 10, self.rect[2] / 2, "end"
                over = True
            canvas.within(x, base, text, room, NUMBER, "error", anchor)
        # What a growing step multiplies the error by, between its two bars, where the last error leaves room.
        for i in range(1, len(errors) - (over and len(errors) == self.slots)):
            if i not in self.passed or not grew[i] or errors[i - 1] <= 0:
                continue
            label = f"×{short(errors[i] / errors[i - 1], 3)}"
            if canvas.width(label, NUMBER) <= pitch - 2:
                x, y, w, _h = plot.bar(errors[i - 1], plot.x_of(i - 0.5), 0)
                canvas.text(x + w / 2, y - 9, label, NUMBER, "text", "middle")
        # Which alpha made which steps.
        alphas = self.alphas
        line = self.thumb + 12 + 14 * self.k + 4
        start, written = 0, -math.inf  # where the last number ends
        for i in range(1, len(alphas) + 1):
            if i < len(alphas) and alphas[i] == alphas[start]:
                continue
            left, right = self.x_of(float(start)) + 5, self.x_of(float(i)) - 5
            canvas.line(left, line, right, line, "alpha", 3, 0.75)
            for text in (f"alpha {short(alphas[start])}", short(alphas[start])):
                width = canvas.width(text, NUMBER) + 20
                middle = max((left + right) / 2, written + width / 2)  # of short bands one beside the other
                if width <= right - left + 8 or text == short(alphas[start]):
                    canvas.rect(middle - width / 2, line - 12 * self.k, width, 24 * self.k, "panel", 6)
                    canvas.text(middle, line + 5.6 * self.k, text, NUMBER, "alpha", "middle")
                    written = middle + width / 2
                    break
            start = i
