"""The stage in the fog: the number line with the weight, the dots that were seen, and the bowl once the fog is gone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...view.bowls.bowl_walk import eased
from ...view.bowls.fog_bowl import Dot, FogBowl, draw_axis, draw_dots, draw_fog, draw_light, draw_pip
from ...view.bowls.weight_axis import WeightAxis, spread
from ...view.draw.tokens import STRONG
from ...view.format.numbers import number
from ...view.widgets.widget import COMPACT, Rect, Widget
from ..shared.panel import AttemptPanel
from ..shared.tiles import mood_of
from .fog_model import Fog, axis, factor

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SLIDER, MORE = 84.0, 18.0  # the strip under the sky, and what large text needs there


class FogStage(AttemptPanel):
    """`bowl`: the picture's scale, made anew when a look changes it."""

    flat = True

    def __init__(self, host: Host, fog: Fog) -> None:
        super().__init__(host)
        self.fog = fog
        self.bowl: FogBowl | None = None
        self.axis: WeightAxis | None = None
        self._knob: Knob | None = None  # whose slider it is
        self._made: object = None

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self._made = rect, None
        self.refresh()
        return [self.axis] if self.axis is not None else []

    def _make_bowl(self) -> None:
        session = self.attempt.session
        run, knob = session.run, session.level.knob("weight")
        if knob is None:
            return
        metric = session.knobs["metric"]
        sky = self.rect[3] - SLIDER - (MORE if self.text_scale > COMPACT else 0.0)
        heights = axis([seen for seen in self.fog.seen if seen.metric == metric])
        times = factor(session.level, len(run.examples))
        made = (self.rect, sky, heights, run.metric, run.examples, knob, times)
        if made == self._made:
            return
        self._made = made
        whole = run.full_problem
        weights = spread(knob.low, knob.high, self.rect[2])
        self.bowl = FogBowl(self.rect, sky, weights, lambda w: whole.error([w]) * times, heights)
        if self.axis is not None and knob == self._knob:  # it may be held, or a number is being typed
            self.axis.bowl = self.bowl
            return
        self._knob = knob
        values = [float(v) for v in knob.values() or ()] or None
        self.axis = WeightAxis(
            self.bowl, session.weights[0], knob.low, knob.high, label=self.fog.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=partial(self.attempt.dragging, "weight"), on_done=self._turned,
            on_fault=self.host.game.toasts.add, show=number,
        )  # fmt: skip

    def _turned(self, weight: float) -> None:
        """All turns between two looks are one: undo takes them back together."""
        self.host.says = None
        self.attempt.turn("weight", weight, instead=True)

    def refresh(self) -> None:
        attempt = self.attempt
        self._make_bowl()
        if self.axis is not None:
            if attempt.drag is None and self.axis.typed is None:
                self.axis.value = attempt.shown.weights[0]
            metric = attempt.shown.knobs["metric"]
            marks = [(each.weight, "error" if each.metric == metric else "text3") for each in self.fog.seen]
            self.axis.marks = marks

    def paint(self, canvas: Canvas) -> None:
        bowl, lift, weight = self.bowl, self.fog.lift, self.attempt.shown.weights[0]
        if bowl is None:
            return
        if lift > 0:
            bowl.paint(canvas)
        if lift < 1:
            draw_fog(canvas, bowl, 1 - eased(lift))
        draw_axis(canvas, bowl, lift > 0)
        draw_light(canvas, bowl, weight, eased(lift))
        dots = self.fog.dots()
        newest = dots[-1].number if dots else -1
        shapes = [Dot(e.number, e.weight, e.error, e.number == newest and e.number > 0) for e in dots]
        draw_dots(canvas, bowl, shapes, lift > 0)
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.fog.error_word(), STRONG, "error")
        draw_pip(canvas, bowl, weight, eased(lift), mood_of(self.attempt))
