"""When to stop: a recorded training whose seen error only falls, and few peeks at what it does on unseen examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.actions import Stop
from ...view.cards.peek_log import draw_examples, draw_peek_log
from ...view.charts.seen_unseen_chart import LEFT, RIGHT, TwoErrors
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Segmented
from ...view.widgets.slider import Slider
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.tiles import TileSpec, auto_tile, mood_of, usual_counter, with_way_on
from .stopping_model import PeekModel, peeks_of, start_pass, stopped, words

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE, GAP, SLIDER, TABS = 424.0, 16.0, 84.0, 46.0
LIFT, LIFT_STILL = 0.6, 0.15  # seconds in which the fog lifts
READ = 1.4  # seconds that the curve is left to be seen after a win


class StoppingBoard(Board):
    """`held`: the pass while the slider is dragged. `sure`: Stop was pressed once and asks again."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.tape = PeekModel(self.attempt.session)
        self.held: float | None = None
        self.sure = False
        self.fog = 1.0
        self.tab = 0  # compact: 0 the peeks, 1 the examples
        self.chart: TwoErrors | None = None
        self.slider: Slider | None = None
        self._rest = 0.0
        self._heard = 0

    @classmethod
    def suits(cls, level: Level) -> bool:
        numbers = level.knob("pass") is not None and level.probes is not None
        return numbers and bool(level.unseen) and bool(level.recording) and level.stop

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Rect:
        return (24.0, 72.0, self.host.width - 48 - SIDE - GAP, self.host.height - 192)

    @property
    def sky(self) -> float:
        return self.stage[3] - SLIDER - (18 if self.compact else 0)

    @property
    def column(self) -> Rect:
        return (self.host.width - 24 - SIDE, 72.0, SIDE, self.host.height - 192)

    def _examples_rect(self) -> Rect | None:
        x, y, w, h = self.column
        if self.compact:
            return (x, y + TABS + 12, w, h - TABS - 12) if self.tab else None
        return (x, y, w, 0.386 * h)

    def _log_rect(self) -> Rect | None:
        x, y, w, h = self.column
        if self.compact:
            return None if self.tab else (x, y + TABS + 12, w, h - TABS - 12)
        above = 0.386 * h + 12
        return (x, y + above, w, h - above)

    def strip(self) -> Rect:
        x, y, w, h = self.column
        return (x, y, w, h) if self.compact else (self._log_rect() or (x, y, w, h))

    def tiles_at(self) -> Rect:
        count = len(self.tiles())
        wide = min(count * 124.0 - 12, self.host.width - 48 - GAP - 400)
        return (24.0, self.host.height - 108.0, wide, 84.0)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    # -- widgets -----------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        return "pass"

    def layout(self) -> list[Widget]:
        session = self.attempt.session
        wanted = getattr(session.level.target, "at_most", 0.01)
        self.chart = TwoErrors(self.stage, self.sky, self.tape.passes[-1], self.tape.seen, wanted)
        self.slider = self._make_slider()
        found: list[Widget] = [self.slider] if self.slider is not None else []
        if self.compact and not self.covered:
            x, y, w, _h = self.column
            names = [self._peeks_word(), _("Examples")]
            found.append(Segmented("tabs", (x, y, w, TABS), names, self.tab, self._choose))
        return found

    def _make_slider(self) -> Slider | None:
        knob = self.attempt.session.level.knob("pass")
        if knob is None:
            return None
        x, y, w, _h = self.stage
        span = knob.high - knob.low
        ticks = [(knob.low + span * k / 30, f"{knob.low + span * k / 30:g}" if not k % 5 else "") for k in range(31)]
        rect = (x + LEFT, y + self.sky + 34 - 22, w - LEFT - RIGHT, 44.0)
        return Slider(
            "pass", rect, self.pass_now, knob.low, knob.high, margin=10, ticks=ticks, label=_("pass"), hue="text2",
            snap=knob.snap, nudge=lambda value, steps, fine: knob.nudge(value, steps * (10 if fine else 1)),
            on_change=self._turning, on_done=self._turned, on_fault=self.host.game.toasts.add,
            show=lambda value: f"{value:g}", enabled=not stopped(self.attempt.session),
        )  # fmt: skip

    def _choose(self, tab: int) -> None:
        self.tab = tab
        self.host.relayout()

    def _peeks_word(self) -> str:
        return unit_title(self.attempt.now, "probes")

    @property
    def pass_now(self) -> float:
        """The pass that is shown."""
        if self.held is not None:
            return self.held
        return float(self.attempt.shown.knobs.get("pass", start_pass(self.attempt.shown)))

    # -- what the player does ----------------------------------------------------------------------------------------

    def _turning(self, at: float) -> None:
        """While it is dragged nothing is run: the tape knows its errors."""
        self.held, self.sure = at, False

    def _turned(self, at: float) -> None:
        self.held, self.sure, self.host.says = None, False, None
        self.attempt.turn("pass", at)

    def press(self, name: str) -> bool:
        if name == "stop":
            self._stop()
        elif name == "probe" and stopped(self.attempt.session):
            self.host.game.toasts.add(_("It was stopped: reset to try again."))
        else:
            self.sure = False
            return False
        return True

    def _stop(self) -> None:
        """It asks once more before it is done: it cannot be taken back."""
        attempt = self.attempt
        self.host.says = None
        if attempt.asking.open_before(self._stop):
            return
        if not self.sure:
            self.sure = True
            self.host.game.sound.play("tick")
            return
        self.sure = False
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.game.sound.play("thud")
        self.host.relayout()

    def on_intent(self, intent: object) -> bool:
        name = getattr(intent, "name", "")
        if name == "undo" and stopped(self.attempt.session):
            self.host.game.toasts.add(_("Stopping is final: reset to try again."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        over = stopped(attempt.session)
        held = attempt.asking.holds  # Enter belongs to the bet
        label = _("Yes, stop") if self.sure else _("Stop here")
        tiles = [
            TileSpec("stop", label, "stop", "" if held else "accept", primary=not over, enabled=not over),
            TileSpec("probe", _("Peek"), "eye", "step", enabled=not over),
            TileSpec("reset", _("Reset"), "reset", "reset", primary=over and not attempt.session.won),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if attempt.can_auto:
            tiles.append(auto_tile(self.attempt))
        return with_way_on(self.attempt, tiles) if attempt.session.won else tiles

    def counter(self) -> tuple[str, int, int | None]:
        return usual_counter(self.attempt)

    def words(self) -> tuple[str, str]:
        shown = self.attempt.shown
        return words(shown, peeks_of(shown), self.pass_now, self.sure)

    # -- each frame --------------------------------------------------------------------------------------------------

    def holds(self) -> bool:
        return self._rest < READ

    def on_update(self, seconds: float) -> None:
        shown = self.attempt.shown
        ready = shown.won and self.tape.go_on()
        way = seconds / (LIFT_STILL if self.host.game.settings.still else LIFT)
        self.fog = max(0.0, self.fog - way) if ready else 1.0 if not shown.won else self.fog
        self._rest = self._rest + seconds if ready and self.fog == 0 else 0.0
        count = len(shown.probed)
        if count > self._heard:
            self.host.game.sound.pluck(abs(shown.probed[-1].unseen or 0.0), 0.005)
        self._heard = count

    def refresh(self) -> None:
        slider = self.slider
        if slider is None:
            return
        if self.held is None and slider.typed is None:
            slider.value = self.pass_now
        slider.marks = [(peek.at, "error") for peek in peeks_of(self.attempt.shown)]

    def paint_base(self, canvas: Canvas) -> None:
        places = (self._examples_rect(), self._log_rect())
        draw_sheets(canvas, [rect for rect in places if rect is not None and not (self.covered and self.compact)])

    def paint(self, canvas: Canvas) -> None:
        chart, shown = self.chart, self.attempt.shown
        if chart is None:
            return
        legend = _("seen: the {count} examples").format(count=len(shown.level.examples))
        chart.paint(canvas, _("Mean error"), legend, self.fog, self.tape.unseen if shown.won else ())
        peeks = peeks_of(shown)
        chart.paint_peeks(canvas, peeks, self.fog == 1, self.pass_now, legend)
        chart.paint_pip(canvas, self.pass_now, mood_of(self.attempt), _("pass {at}").format(at=f"{self.pass_now:g}"))
        if not (self.covered and self.compact):
            self._paint_side(canvas)

    def _paint_side(self, canvas: Canvas) -> None:
        shown, chart = self.attempt.shown, self.chart
        examples, log = self._examples_rect(), self._log_rect()
        if examples is not None:
            title = _("The {count} examples").format(count=len(shown.level.examples))
            points = tuple((e.pair[0][0], e.pair[1][0]) for e in shown.level.examples)
            said = self.attempt.now.words
            names = (_(said.get("input 1") or "input"), _(said.get("goal_prediction") or "goal prediction"))
            canvas.cached(("few examples", examples, title, points, names), *examples,
                          lambda sub: draw_examples(sub, examples, title, points, names))  # fmt: skip
        if log is not None and chart is not None and not self.covered:
            peeks, here = tuple(peeks_of(shown)), (self.pass_now, chart.seen_at(self.pass_now))
            count, over = int(shown.level.probes or 0), shown.won or stopped(shown)
            title = self._peeks_word()
            canvas.cached(("peek log", log, title, peeks, here, count, over), *log,
                          lambda sub: draw_peek_log(sub, log, title, peeks, here, count, over))  # fmt: skip
