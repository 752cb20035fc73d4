"""The error history: a bar for each step, a ghost run dashed, the par, and a scrubber that looks back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from ...i18n import _
from ..draw.tokens import LABEL, NUMBER
from ..format.axis import Axis, finite_or_one, log_axis, plain_axis
from ..format.numbers import number
from ..widgets.number_input import NumberOptions
from ..widgets.slider import Scrubber
from ..widgets.widget import Rect, State
from .plot import Plot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LABELS = 124.0  # the words at the left
FEW = 10  # bars that there is always room for
GROWN = 30.0  # times the first error
FROZEN = 60  # bars of a run that are kept as a picture; longer runs grow in every frame
THIN = 3.0  # px: narrower bars are drawn as one for several steps


def history_axis(errors: Sequence[float]) -> Axis:
    """Linear, so that a run that lands sinks; logarithmic where an error has grown out of sight of the first."""
    finite = finite_or_one(errors)
    if min(finite) >= 0 and 0 < finite[0] < max(finite) / GROWN:
        return log_axis(finite, finite[0] / GROWN / max(finite), below=2.0)
    return plain_axis(finite)


class HistoryBars(Scrubber):
    """`rect` is the whole panel. `errors`: of every step so far, the last one is now."""

    def __init__(self, name: str, panel: Rect, moved: Callable[[int], None], **options: Unpack[NumberOptions]) -> None:
        self.panel = panel
        self.errors: Sequence[float] = [0.0]
        self.ghost: Sequence[float] = ()
        self.par: int | None = None
        self.slots = FEW
        self.titled = True  # False: something lies over the title
        self.felt = ""  # "pulse": the newest bar has just come; "up": it is higher than the one before
        super().__init__(name, self._track(), 0, 1, moved=moved, **options)

    def _track(self) -> Rect:
        x, y, w, h = self.panel
        wide = w - LABELS - 24
        each = wide / self.slots
        return (x + LABELS + each / 2, y + h - 18 - 12, max(1.0, wide - each), 24)

    def show_run(self, errors: Sequence[float], step: int, ghost: Sequence[float] = (), par: int | None = None) -> None:
        """What the bars show now: a run that stands at `step`; errors has one more entry than the run has steps."""
        self.errors, self.ghost, self.par = errors, ghost, par
        self.slots = max(FEW, len(errors), len(ghost), (par or 0) + 2)
        self.rect = self._track()
        self.last = len(errors) - 1
        self.end_at(float(self.slots - 1))
        self.value = float(step)

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        """The bars can be pressed too."""
        left, top, w, h = self.panel
        return left + LABELS - 12 <= x < left + w and top <= y < top + h

    def current(self) -> str:
        """The error that is looked at, as it is written."""
        return number(self.errors[min(self.last, self.step)], 2)

    def draw(self, canvas: Canvas, state: State) -> None:
        if len(self.errors) <= FROZEN:
            x, y, w, h = self.panel
            key = ("history", self.panel, tuple(self.errors), tuple(self.ghost), self.par, self.step, self.titled)
            canvas.keep(key, x, y, w, h, self._draw_run)
        else:
            self._draw_run(canvas)
        if self.felt:
            self._draw_felt(canvas)
        super().draw(canvas, state)

    def _plot(self) -> Plot:
        x, y, w, h = self.panel
        up = history_axis([*self.errors, *self.ghost])
        return Plot((x + LABELS, y + 10, w - LABELS - 24, h - 40), Axis(0, self.slots), up)

    def _draw_run(self, canvas: Canvas) -> None:
        plot = self._plot()
        self._draw_words(canvas, plot.up.log)
        self._draw_bars(canvas, plot)
        if self.par is not None:
            self._draw_par(canvas, plot, self.par)

    def _draw_felt(self, canvas: Canvas) -> None:
        """What would be heard of the bar that is looked at: a frame around it, or an arrow up beside its top."""
        (_x, y, _w, h), plot = self.panel, self._plot()
        wide = min(30.0, 0.64 * plot.rect[2] / self.slots)
        step = min(self.last, self.step)
        left, top, _w, tall = plot.bar(self.errors[step], plot.x_of(step + 0.5), wide, 3.0)
        if self.felt == "pulse":
            canvas.rect(left - 2, top - 2, wide + 4, tall + 4, None, 5, "text", 2)
        else:
            tip = max(y + 4, min(top, y + h - 40) - 4)
            canvas.arrow(left + wide + 8, tip + 22, left + wide + 8, tip, "error", 4, 10)

    def _draw_words(self, canvas: Canvas, log: bool) -> None:
        x, y, _w, h = self.panel
        room = LABELS - 26
        if not self.titled:
            canvas.text(x + 18, y + h - 11, self.current(), NUMBER, "error", "start")
            return
        title = _("Error history")
        one = canvas.width(title, LABEL) <= room
        one = one or (log and canvas.fits([(title, "", 600)], room))
        lines = [title] if one else canvas.lines(title, room, LABEL, whole=True)[:2]
        rows = [(*canvas.shrink(line, room, LABEL), "text") for line in lines]
        if log and one:
            rows.append((*canvas.shrink(_("log scale"), room), "text2"))
        rows.append((*canvas.shrink(self.current(), room, NUMBER), "error"))
        step = min(23 * canvas.type, (h - 8) / len(rows))
        base = canvas.base_of(y + h / 2 - (len(rows) - 1) * step / 2)
        for number_, (style, text, colour) in enumerate(rows):
            canvas.text(x + 18, base + number_ * step, text, style, colour)

    def _draw_bars(self, canvas: Canvas, plot: Plot) -> None:
        """One for each step, or for several of them; what only the ghost has done is dashed, what nobody has a foot."""
        group = max(1, math.ceil(self.slots * THIN / plot.rect[2]))
        wide = min(30.0, 0.64 * plot.rect[2] * group / self.slots)
        for first in range(0, self.slots, group):
            middle = plot.x_of(first + group / 2)
            part, other = self.errors[first : first + group], self.ghost[first : first + group]
            if part:
                alpha = 1 if first <= self.step < first + group else 0.62
                canvas.rect(*plot.bar(max(part), middle, wide, 3.0), "error", min(4.0, wide / 3), alpha=alpha)
            elif other:
                x, y, _w, tall = plot.bar(max(other), middle, wide)
                dash = (4.0, 3.0) if tall > 6 else None
                canvas.rect(x + 0.75, y, wide - 1.5, tall - 0.75, None, 3.5, "text2", 1.5, dash=dash)
            else:
                canvas.rect(*plot.bar(plot.up.low, middle, wide), "border", 2)

    def _draw_par(self, canvas: Canvas, plot: Plot, par: int) -> None:
        """A line after the par's bar; its name where no tall bar is in the way."""
        (x, y, w, _h), spot = plot.rect, plot.x_of(par + 1)
        plot.upright(canvas, par + 1, "text3", 1.8, dash=(3, 5), above=-2, below=20)
        label = _("par {par}").format(par=par)
        end, low = spot + 8 + canvas.width(label, LABEL), y + 6 + 14 * canvas.type
        last = par + 2 + int((end - spot) * self.slots / w)
        shown = [*self.errors, *self.ghost[len(self.errors) :]][par + 1 : last]
        if end < x + w + 16 and all(plot.y_of(error) > low for error in shown):
            canvas.text(spot + 8, y + 2 + 12 * canvas.type, label, LABEL, "text2")

    def _draw_track(self, canvas: Canvas) -> None:
        x, y, width = self.panel[0] + LABELS - 4, self.line, self.panel[2] - LABELS - 24 + 8
        canvas.rect(x, y - 3, width, 6, "well", 3)
        canvas.rect(x, y - 3, max(0.0, self.x_of(self.value) - x), 6, "text2", 3)
