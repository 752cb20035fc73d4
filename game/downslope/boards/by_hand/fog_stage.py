"""The stage of a level in the fog: looks in the sky over the weight's axis; the curve, as far as the fog has lifted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...view.bowls.fog_bowl import (
    Dot,
    FogBowl,
    draw_axis,
    draw_dots,
    draw_fog,
    draw_light,
    draw_looks,
    draw_pip,
)
from ...view.bowls.fog_clearing import draw_clearing, draw_floor, draw_roller, draw_start
from ...view.bowls.weight_axis import DROP, WeightAxis, spread
from ...view.draw.tokens import STRONG
from ...view.draw.tween import smooth
from ...view.format.numbers import number
from ...view.strips.probe_strip import ProbeStrip
from ...view.strips.scene_strip import HIGH as STRIP
from ...view.strips.strips import PROBE_STRIPS
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel, grow
from ..shared.tiles import mood_of
from .compass_ghosts import compass_ghosts
from .fog_curve import factor
from .fog_model import LOWEST, Fog, axis

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .fog_show import FogShow

SLIDER, MORE = 84.0, 18.0  # the strip under the sky, and what large text needs there
LEAST_SKY = 300.0  # where a strip lies under it
GROWS = 0.3  # how much further the axis reaches down over a strip, for twice the text


class FogStage(AttemptPanel):
    """`bowl`: the picture's scale, made anew when a look changes it."""

    flat = True
    bare, words = (120.0, 160.0), (100.0, 80.0)

    def __init__(self, host: Host, fog: Fog) -> None:
        super().__init__(host)
        self.fog = fog
        self.bowl: FogBowl | None = None
        self.axis: WeightAxis | None = None
        self._line: object = None  # where the slider stands, and whose it is
        self._made: object = None

    def place(self, rect: Rect) -> list[Widget]:
        self._made = None
        self.refresh()
        sweeps = self.fog.show is not None and not self.fog.show.roll  # nobody holds the weight meanwhile
        return [self.axis] if self.axis is not None and not sweeps else []

    @property
    def strip(self) -> ProbeStrip | None:
        """What the story's own things do; nothing where the sky would be too low."""
        sky = self.rect[3] - grow(SLIDER, MORE, self.text_scale) - STRIP
        return PROBE_STRIPS.get(self.attempt.level.picture) if sky >= LEAST_SKY else None

    @property
    def lowest(self) -> float:
        """Part of the errors seen that the axis reaches below them over a strip: the weight's bubble has room there."""
        return LOWEST + GROWS * max(0.0, self.text_scale - 1)

    @property
    def low(self) -> float:
        """Height of what lies under the sky: the slider, and above it the strip."""
        return grow(SLIDER, MORE, self.text_scale) + (STRIP if self.strip is not None else 0.0)

    def _make_bowl(self) -> None:
        session = self.attempt.session
        run, knob = session.run, session.level.knob("weight")
        if knob is None:
            return
        metric = session.knobs["metric"]
        sky = self.rect[3] - self.low
        show = self.fog.show
        heights = (show and show.heights) or axis(
            [seen for seen in self.fog.seen if seen.metric == metric], LOWEST if self.strip is None else self.lowest
        )
        times = factor(session.level, len(run.examples))
        made = (self.rect, sky, heights, run.metric, run.examples, knob, times)
        if made == self._made:
            return
        self._made = made
        whole = run.full_problem
        weights = spread(knob.low, knob.high, self.rect[2])
        self.bowl = FogBowl(self.rect, sky, weights, lambda w: whole.error([w]) * times, heights)
        line = (self.rect, sky, knob)
        if self.axis is not None and line == self._line:  # it may be held, or a number is being typed
            self.axis.bowl = self.bowl
            return
        self._line = line
        values = [float(v) for v in knob.values() or ()] or None
        self.axis = WeightAxis(
            self.bowl, session.weights[0], knob.low, knob.high, label=self.fog.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=partial(self.attempt.dragging, "weight"), on_done=self._turned,
            on_fault=self.host.game.toasts.add, show=number, drop=DROP + (STRIP if self.strip is not None else 0.0),
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
        bowl, lift, weight = self.bowl, self.fog.lift.value, self.fog.weight
        if bowl is None:
            return
        if self.fog.show is not None:
            self._paint_show(canvas, bowl, self.fog.show)
            self._paint_strip(canvas, bowl)
            return
        if lift > 0:
            bowl.paint(canvas)
        if lift < 1:
            draw_fog(canvas, bowl, 1 - smooth(lift))
        self._paint_strip(canvas, bowl)
        draw_axis(canvas, bowl, lift > 0)
        draw_light(canvas, bowl, weight, smooth(lift))
        dots = self.fog.dots()
        newest = dots[-1].number if dots else -1
        shapes = [Dot(e.number, e.weight, e.error, e.number == newest and e.number > 0) for e in dots]
        draw_dots(canvas, bowl, shapes, lift > 0)
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.fog.error_word(), STRONG, "error")
        draw_looks(canvas, bowl, compass_ghosts(self.attempt), smooth(lift))
        draw_pip(canvas, bowl, weight, smooth(lift), mood_of(self.attempt))

    def _paint_strip(self, canvas: Canvas, bowl: FogBowl) -> None:
        strip, (x, y, w, _h) = self.strip, bowl.rect
        if strip is not None:
            strip.paint(canvas, (x + 1, y + bowl.sky, w - 2, STRIP), bowl.X, self.fog.strip_state())

    def _paint_show(self, canvas: Canvas, bowl: FogBowl, show: FogShow) -> None:
        """What a bet asked: no light, no look that counts."""
        curve = show.curve
        draw_fog(canvas, bowl)
        draw_axis(canvas, bowl, False)
        if show.roll:
            draw_clearing(canvas, bowl, curve.start, show.furthest)
            draw_start(canvas, bowl, curve.start)
            way = 0 if show.over else -show.way if show.dusty else show.way
            draw_roller(canvas, bowl, show.weight, way, show.dusty, "calm")
        else:
            draw_floor(canvas, bowl, curve.lowest, show.line())
            draw_pip(canvas, bowl, curve.start, 0.0, "calm")
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.fog.error_word(), STRONG, "error")
