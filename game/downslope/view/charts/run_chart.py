"""The error of a run by passes, as land that falls to the flag; old runs as thin lines, each with its dashes and mark
and a label; a scrubber that looks back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ...i18n import _
from ..draw.text import Run
from ..draw.tokens import BODY, LABEL
from ..format.numbers import number, short
from ..widgets.number_input import Options
from ..widgets.slider import Scrubber
from ..widgets.widget import Rect, State
from .error_history import Heights
from .run_styles import Style, draw_mark, draw_sample
from .two_runs_chart import thinned

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PAD = 16.0  # from the land's edges to the first and the last pass
GROUND, SKY = 20.0, 14.0  # free below and above the curve
FEW = 10  # passes that there is always room for
TRACK, CAPTION = 15.0, 27.0  # heights of the scrubber's track and of the words under it
KEY = 22.0  # of a row of the legend
STRATA = 16.0
MOST = 120  # points of a curve
PIP = 13.0


class OldRunLine(NamedTuple):
    """An old run: its errors, `every` passes apart; `label`, and the icon of its outcome ("": it was left)."""

    style: Style
    errors: Sequence[float]
    every: int
    label: str
    outcome: str


class RunChart(Scrubber):
    """`rect` given: the whole panel. The scrubber's numbers are steps; `each` of them are a pass."""

    def __init__(self, panel: Rect, each: int, moved: Callable[[int], None], **options: Unpack[Options]) -> None:
        self.panel = panel
        self.each = each
        self.errors: Sequence[float] = [1.0]  # after each pass, the start first
        self.lines: Sequence[OldRunLine] = ()
        self.limit: float | None = None  # what is wanted
        self.par: int | None = None  # in passes
        self.word = ""  # what the error is called here
        self.unit = ""  # passes or steps
        self.passes = FEW
        self.mood = "calm"
        self.titled = True  # False: something lies over the caption's left end
        self.running = False  # whole passes are counted
        self._axis: tuple[object, Heights] = (None, Heights([1.0]))
        super().__init__("chart", (0.0, 0.0, 1.0, 24.0), 0, 1, moved=moved, **options)
        self._place()

    # -- what is shown -----------------------------------------------------------------------------------------------

    @property
    def land(self) -> Rect:
        """The picture, without track and caption."""
        x, y, w, h = self.panel
        right = w - 32 - self._legend_room()
        return (x + 16, y + 14, right, h - 14 - TRACK - CAPTION * self.type - 2)

    type = 1.0  # of the text, set by the board

    def _legend_room(self) -> float:
        return 150.0 * self.type if self.lines and self.panel[2] > 500 else 0.0

    def show_run(self, errors: Sequence[float], step: int, last: int, lines: Sequence[OldRunLine], first: int) -> None:
        """The run stands at `step` of `last`; `first`: the step at which the player's own part began."""
        self.errors, self.lines = errors, lines
        own = max(FEW, len(errors) - 1, math.ceil(last / self.each))
        old = max([(len(line.errors) - 1) * line.every for line in lines] + [0])
        own = max(own, (self.par or 0) + 2)
        self.passes = max(own, min(old, 4 * own))
        self.first = first
        self.last = last
        self.high = float(max(1, last))
        self.scale.high = float(self.passes * self.each)
        self.value = float(min(step, last))
        self._place()

    first = 0

    def _place(self) -> None:
        x, y, w, h = self.land
        self.rect = (x + PAD, y + h + TRACK / 2 - 12, max(1.0, w - 2 * PAD), 24.0)

    def axis(self) -> Heights:
        key = (tuple(self.errors), tuple(line.style for line in self.lines), self.limit)
        if self._axis[0] != key:
            seen = [*self.errors, *(e for line in self.lines for e in line.errors)]
            self._axis = key, Heights([*seen, self.limit or 0.0] if len(seen) > 1 else [*seen, 0.0])
        return self._axis[1]

    def spot(self, axis: Heights, beat: float, error: float) -> tuple[float, float]:
        x, y, w, h = self.land
        return x + PAD + (w - 2 * PAD) * beat / self.passes, y + h - GROUND - axis.place(error) * (h - GROUND - SKY)

    @property
    def error(self) -> float:
        """At the end of the last whole pass before the step looked at; as it is now where all is looked at."""
        if self.step >= self.last:
            return self.errors[-1]
        return self.errors[min(len(self.errors) - 1, self.step // self.each)]

    # -- hands -------------------------------------------------------------------------------------------------------

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        left, top, w, h = self.land
        return left <= x < left + w and top <= y < top + h + TRACK + 8

    def _whole(self, value: float) -> float:
        """The end of a pass; every step where the pointer does not decide."""
        whole = min(self.last, max(0, round(value / self.each) * self.each))
        return float(self.last if value >= self.last else whole)

    def _along(self, value: float, steps: int, fine: bool = False) -> float:
        return float(min(self.last, max(0, round(value) + steps * self.each)))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        axis = self.axis()
        x, y, w, h = self.land
        curve: list[tuple[float, float]] = [*thinned(self.errors, MOST)]
        curve[-1] = (max(self.last / self.each, 0.0), curve[-1][1])
        old = tuple((line.style, line.label, len(line.errors)) for line in self.lines)
        key = ("chart", self.land, tuple(curve), self.passes, old, self.limit, self.par, axis.high, axis.low)
        canvas.cached(key, x, y, w, h, lambda sub: self._draw_land(sub, axis, curve), opaque=True)
        self._draw_here(canvas, axis)
        self._draw_legend(canvas)
        self._draw_caption(canvas)
        super().draw(canvas, state)

    def _draw_land(self, canvas: Canvas, axis: Heights, curve: Sequence[tuple[float, float]]) -> None:
        x, y, w, h = self.land
        canvas.rect(x - 1, y - 1, w + 2, h + 2, "panel")
        with canvas.clip(x, y, w, h, 12):
            self._draw_picture(canvas, axis, curve)
        canvas.rect(x + 0.5, y + 0.5, w - 1, h - 1, None, 11.5, "border", 1)

    def _draw_picture(self, canvas: Canvas, axis: Heights, curve: Sequence[tuple[float, float]]) -> None:
        x, y, w, h = self.land
        canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")])
        points = [self.spot(axis, beat, error) for beat, error in curve]
        flag = None
        if self.limit is not None:
            flag = x + w - PAD - 0.02 * w, self.spot(axis, 0, self.limit)[1]
            canvas.glow(flag[0], flag[1], min(120.0, h), "glow", 0.5, ((0.0, 1.0), (1.0, 0.0)))
            canvas.line(x + 4, flag[1], x + w - 4, flag[1], "goal", 1.5, 0.5, (2, 7))
        low = y + h
        crest = [(x - 4, points[0][1]), *points]
        for number_ in range(3):
            down = number_ * STRATA
            shape = [(px, min(low + 2, py + down)) for px, py in crest]
            canvas.polygon([*shape, (points[-1][0], low + 4), (x - 4, low + 4)], f"ter{number_}")
        if self.first:  # what lies before was done before the player came
            px = self.spot(axis, self.first / self.each, 0.0)[0]
            canvas.line(px, y + 4, px, y + h - 4, "text3", 1.5)
        if self.par is not None and 0 < self.par + self.first / self.each <= self.passes:
            px = self.spot(axis, self.par + self.first / self.each, 0.0)[0]
            canvas.line(px, y + 4, px, y + h - 4, "text3", 1.8, 1, (3, 5))
            told = _("par {par}").format(par=self.par)
            fits = px + 8 + canvas.width(told, LABEL) < x + w - 8
            left, anchor = (px + 8, "start") if fits else (px - 8, "end")
            canvas.text(left, y + 6 + 13 * canvas.type, told, LABEL, "text2", anchor)
        for line in self.lines:
            self._draw_old(canvas, axis, line)
        if flag is not None:
            canvas.flag(flag[0], flag[1] + 2, min(34.0, 0.4 * h), glow=False)
        if len(points) > 1:
            canvas.polyline(points, "error", 3.5)

    def _draw_old(self, canvas: Canvas, axis: Heights, line: OldRunLine) -> None:
        start = self.first / self.each
        beats = [(start + i * line.every, error) for i, error in thinned(line.errors, 60)]
        spots = [spot for spot in beats if spot[0] <= self.passes]
        points = [self.spot(axis, beat, error) for beat, error in spots]
        if len(points) > 1:
            canvas.polyline(points, line.style.hue(canvas), 2, 0.9, line.style.dash)
        draw_mark(canvas, line.style, *points[-1], 5)

    def _draw_here(self, canvas: Canvas, axis: Heights) -> None:
        """Where the eye is: a hair, and Pip on the land."""
        _x, y, _w, h = self.land
        beat = self.value / self.each
        error = self.error
        px, py = self.spot(axis, beat, error)
        canvas.line(px, y + 6, px, y + h - 2, "text", 1.5, 0.5, (2, 5))
        canvas.pip(px, max(y + PIP + 2, py - PIP), PIP, (0.25, 0.2), self.mood)

    def _draw_legend(self, canvas: Canvas) -> None:
        room = self._legend_room()
        if not room:
            return
        x, y, w, _h = self.panel
        left = x + w - 8 - room
        row = KEY * self.type
        fit = max(1, int((self.panel[3] - 20) / row))
        for number_, line in enumerate(reversed(self.lines[-fit:])):
            middle = y + 14 + (number_ + 0.5) * row
            draw_sample(canvas, line.style, left, middle, 28)
            wide = room - 42 - (24 if line.outcome else 0)
            base = middle + 5.6 * canvas.type
            end = canvas.within(left + 38, base, line.label, wide, LABEL, "text2")
            if line.outcome:
                canvas.icon(line.outcome, left + 44 + end, middle - 9, 18, "text2")

    def _draw_caption(self, canvas: Canvas) -> None:
        x, _y, w, _h = self.land
        base = self.panel[1] + self.panel[3] - 10
        error = self.error
        told = [(self.word + " ", "text2", 600, "ui"), (number(error, 2), "error", 700, "mono")]
        right = x + w - canvas.rich(x + w, base, told, anchor="end")
        room = right - x - 14
        runs = next((runs for runs in (self._where(), self._where(True)) if canvas.fits(runs, room)), [])
        left = x + canvas.rich(x, base, runs, room=room) if self.titled else x + 120
        hint = _("log scale") if self.axis().log else _("drag to travel in time") if self.last else ""
        if hint and canvas.width(hint) < right - left - 32:
            canvas.text((left + right) / 2, base, hint, BODY, "text2", "middle")

    def _where(self, brief: bool = False) -> list[Run]:
        """pass 3, pass 3 of 8, or pass 3, step 1 of 4 where it stands in the middle of one. `brief`: the pass alone."""
        steps = self.step - self.first
        whole, more = divmod(steps, self.each)
        found: list[Run] = [(self.unit + " ", "text2", 600), (short(whole + (more > 0)), "text", 700, "mono")]
        if more and not self.running and not brief:
            told = ", " + _("step {n} of {count}").format(n=more, count=self.each)
            return [*found, (told, "text2", 600)]
        count = (self.last - self.first) // self.each
        if self.step < self.last and count and not self.running and not brief:
            found += [(" " + _("of") + " ", "text2", 600), (str(count), "text", 700, "mono")]
        return found

    def _draw_track(self, canvas: Canvas) -> None:
        x, y, w = self.land[0], self.line, self.land[2]
        canvas.rect(x, y - 3, w, 6, "well", 3)
        canvas.rect(x, y - 3, max(0.0, self.x_of(self.value) - x), 6, "text2", 3)
