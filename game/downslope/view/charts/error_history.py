"""The error history: a bar for each step, a ghost run dashed, the par, and a scrubber that looks back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from ...i18n import _
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number
from ..widgets.number_input import Options
from ..widgets.slider import Scrubber
from ..widgets.widget import Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LABELS = 124.0  # the words at the left
FEW = 10  # bars that there is always room for
GROWN = 30.0  # times the first error
FROZEN = 60  # bars of a run that are kept as a picture; longer runs grow in every frame
THIN = 3.0  # px: narrower bars are drawn as one for several steps


class Heights:
    """Error -> height 0 ... 1. Linear, so that a run that lands sinks; logarithmic where one has grown out of sight."""

    def __init__(self, errors: Sequence[float]) -> None:
        finite = [error for error in errors if math.isfinite(error)] or [1.0]
        self.high = max(finite)
        start = finite[0]
        self.log = min(finite) >= 0 and 0 < start < self.high / GROWN
        self.low = max(min(e for e in finite if e > 0), start / GROWN) / 2 if self.log else min(0.0, *finite)
        if self.high <= self.low:
            self.high = self.low + 1.0

    def place(self, error: float) -> float:
        if not math.isfinite(error):
            return 1.0
        if self.log:
            part = math.log(max(error, self.low) / self.low) / math.log(self.high / self.low)
        else:
            part = (error - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, part))


class HistoryBars(Scrubber):
    """`rect` is the whole panel. `errors`: of every step so far, the last one is now."""

    def __init__(self, name: str, panel: Rect, moved: Callable[[int], None], **options: Unpack[Options]) -> None:
        self.panel = panel
        self.errors: Sequence[float] = [0.0]
        self.ghost: Sequence[float] = ()
        self.par: int | None = None
        self.slots = FEW
        self.titled = True  # False: something lies over the title
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
        self.high = self.scale.high = float(self.slots - 1)
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
            canvas.cached(key, x, y, w, h, self._draw_run)
        else:
            self._draw_run(canvas)
        super().draw(canvas, state)

    def _draw_run(self, canvas: Canvas) -> None:
        axis = Heights([*self.errors, *self.ghost])
        self._draw_words(canvas, axis.log)
        self._draw_bars(canvas, axis)
        self._draw_par(canvas, axis)

    def _draw_words(self, canvas: Canvas, log: bool) -> None:
        x, y, _w, h = self.panel
        room = LABELS - 26
        if not self.titled:
            canvas.text(x + 18, y + h - 11, self.current(), NUMBER, "error", "start")
            return
        title = _("Error history")
        one = canvas.width(title, LABEL.sized(16 / max(1.0, canvas.look.text))) <= room
        one = one or (log and canvas.fits([(title, "", 600)], room))
        lines = [title] if one else canvas.lines(title, room, LABEL)[:2]
        rows = [(*canvas.fitted(line, room, LABEL), "text") for line in lines]
        if log and one:
            rows.append((*canvas.fitted(_("log scale"), room), "text2"))
        rows.append((*canvas.fitted(self.current(), room, NUMBER), "error"))
        step = min(23 * canvas.type, (h - 8) / len(rows))
        base = y + h / 2 - (len(rows) - 1) * step / 2 + 5.8 * canvas.type
        for number_, (style, text, colour) in enumerate(rows):
            canvas.text(x + 18, base + number_ * step, text, style, colour)

    def _draw_bars(self, canvas: Canvas, axis: Heights) -> None:
        x, y, w, h = self.panel
        low, wide = y + h - 30, w - LABELS - 24
        high = h - 40
        group = max(1, math.ceil(self.slots * THIN / wide))
        each = wide * group / self.slots
        bar = min(30.0, each * 0.64)
        for first in range(0, self.slots, group):
            middle = x + LABELS + each * (first // group + 0.5)
            part = self.errors[first : first + group]
            if part:
                tall = max(3.0, axis.place(max(part)) * high)
                here = first <= self.step < first + group
                round_off = min(4.0, bar / 3)
                canvas.rect(middle - bar / 2, low - tall, bar, tall, "error", round_off, alpha=1 if here else 0.62)
            elif self.ghost[first : first + group]:
                tall = max(4.0, axis.place(max(self.ghost[first : first + group])) * high)
                dash = (4.0, 3.0) if tall > 6 else None
                box = (middle - bar / 2 + 0.75, low - tall, bar - 1.5, tall - 0.75)
                canvas.rect(*box, None, 3.5, "text2", 1.5, dash=dash)
            else:
                canvas.rect(middle - bar / 2, low - 4, bar, 4, "border", 2)

    def _draw_par(self, canvas: Canvas, axis: Heights) -> None:
        """A line after the par's bar; its name where no tall bar is in the way."""
        if self.par is None:
            return
        x, y, w, h = self.panel
        each = (w - LABELS - 24) / self.slots
        px = x + LABELS + each * (self.par + 1)
        label = _("par {par}").format(par=self.par)
        canvas.line(px, y + 12, px, y + h - 10, "text3", 1.8, 1, (3, 5))
        wide = canvas.width(label, LABEL)
        last = self.par + 2 + int((wide + 8) / each)
        shown = [*self.errors, *self.ghost[len(self.errors) :]][self.par + 1 : last]
        tall = max((axis.place(error) for error in shown), default=0.0) * (h - 40)
        if px + 8 + wide < x + w - 8 and tall < h - 46 - 14 * canvas.type:
            canvas.text(px + 8, y + 12 + 12 * canvas.type, label, LABEL, "text2")

    def _draw_track(self, canvas: Canvas) -> None:
        x, y, width = self.panel[0] + LABELS - 4, self.line, self.panel[2] - LABELS - 24 + 8
        canvas.rect(x, y - 3, width, 6, "well", 3)
        canvas.rect(x, y - 3, max(0.0, self.x_of(self.value) - x), 6, "text2", 3)
