"""The chart of stopping in time: the seen error of the recording in the open, what is unseen under fog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...attempt.director import Phase
from ...i18n import _, several
from ...rules.recording import start_pass
from ...view.charts.seen_unseen_chart import LEFT, RIGHT, TwoErrors
from ...view.widgets.slider import Slider
from ...view.widgets.widget import Rect, Widget
from ..shared.fog_lift import fog_lift
from ..shared.panel import AttemptPanel, grow
from ..shared.tiles import mood_of
from .stopping_model import PeekModel, is_stopped, peeks_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SLIDER, MORE = 84.0, 18.0  # the strip with the slider, and what large text needs there


class StoppingChart(AttemptPanel):
    """`held`: the pass while the slider is dragged, when `touched` is called. `lift`: of the fog, once it is won."""

    flat = True
    bare, words = (100.0, 180.0), (160.0, 80.0)

    def __init__(self, host: Host, touched: Callable[[], None]) -> None:
        super().__init__(host)
        self.touched = touched
        self.tape = PeekModel(self.attempt.session)
        self.held: float | None = None
        self.lift = fog_lift()
        self.ready = False  # what lies under the fog is worked out
        self.chart: TwoErrors | None = None
        self.slider: Slider | None = None
        self._heard = 0

    @property
    def sky(self) -> float:
        """Height of the chart above the slider's strip."""
        return self.rect[3] - grow(SLIDER, MORE, self.text_scale)

    @property
    def pass_now(self) -> float:
        """The pass that is shown."""
        if self.held is not None:
            return self.held
        shown, machine = self.attempt.shown, self.attempt.machine
        here = float(shown.knobs.get("pass", start_pass(shown.level) or 0.0))
        turning = machine.turning if machine is not None and shown is machine.session else None
        knob = shown.level.knob("pass")
        if turning is None or knob is None or self.host.game.settings.still or turning[0].knob != "pass":
            return here
        action, part = turning
        return knob.snap(here + (float(action.value) - here) * part)

    def place(self, rect: Rect) -> list[Widget]:
        wanted = getattr(self.attempt.session.level.target, "at_most", 0.01)
        self.chart = TwoErrors(rect, self.sky, self.tape.passes[-1], self.tape.seen, wanted, self.text_scale)
        self.slider = self._make_slider()
        return [self.slider] if self.slider is not None else []

    def _make_slider(self) -> Slider | None:
        knob = self.attempt.session.level.knob("pass")
        if knob is None:
            return None
        x, y, w, _h = self.rect
        span = knob.high - knob.low
        ticks = [(knob.low + span * k / 30, f"{knob.low + span * k / 30:g}" if not k % 5 else "") for k in range(31)]
        rect = (x + LEFT, y + self.sky + 34 - 22, w - LEFT - RIGHT, 44.0)
        slider = Slider(
            "pass", rect, self.pass_now, knob.low, knob.high, margin=10, ticks=ticks, label=_("pass"), hue="text2",
            snap=knob.snap, nudge=lambda value, steps, fine: knob.nudge(value, steps * (10 if fine else 1)),
            on_change=self._turning, on_done=self._turned, on_fault=self.host.game.toasts.add,
            show=lambda value: f"{value:g}", enabled=not is_stopped(self.attempt.session),
        )  # fmt: skip
        slider.cap_at, slider.cap_room = (x + LEFT / 2 - 4, slider.line), (x, x + LEFT - slider.radius)
        return slider

    def _turning(self, at: float) -> None:
        """While it is dragged nothing is run: the tape knows its errors."""
        self.held = at
        self.touched()

    def _turned(self, at: float) -> None:
        self.held, self.host.says = None, None
        self.touched()
        self.attempt.turn("pass", at)

    def seen_at(self, at: float) -> float:
        """The seen error at a pass."""
        return self.chart.seen_at(at) if self.chart is not None else 0.0

    # -- each frame --------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        """The rest of the tape is worked out, then the fog lifts."""
        return self.attempt.shown.won and self.lift.value < 1

    def update(self, seconds: float) -> None:
        shown = self.attempt.shown
        self.ready = shown.won and self.tape.go_on()
        if not shown.won:
            self.lift.jump(0.0)
        elif self.ready and self.attempt.director.state is not Phase.PLAY:
            self.lift.go(1.0)
        self.lift.update(seconds, self.host.game.settings.still)
        count = len(shown.probed)
        if count > self._heard:
            self.host.game.feel.look(abs(shown.probed[-1].unseen or 0.0), 0.005)
        self._heard = count

    def refresh(self) -> None:
        slider = self.slider
        if slider is None:
            return
        if self.held is None and slider.typed is None:
            slider.value = self.pass_now
        slider.marks = [(peek.at, "error") for peek in peeks_of(self.attempt.shown)]

    def paint(self, canvas: Canvas) -> None:
        chart, shown = self.chart, self.attempt.shown
        if chart is None:
            return
        count = len(shown.level.examples)
        legend = several("seen: the one example", "seen: the {count} examples", count).format(count=count)
        fog = 1 - self.lift.value
        unseen = self.tape.unseen if fog < 1 else ()
        chart.paint(canvas, _("Mean error"), fog, unseen)
        chart.paint_legend(canvas, legend, self.pass_now)
        peeks = peeks_of(shown)
        chart.paint_light(canvas, self.pass_now)
        chart.paint_peeks(canvas, peeks, fog == 1, self.pass_now, legend)
        chart.paint_pip(canvas, self.pass_now, mood_of(self.attempt), _("pass {at}").format(at=f"{self.pass_now:g}"))
        chart.paint_wanted(canvas)
