"""When to stop: a recorded training whose seen error only falls, and few peeks at what it does on unseen examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...attempt.director import Phase
from ...attempt.units import unit_title
from ...i18n import _, several
from ...rules.actions import Stop
from ...view.cards.peek_log import LEAST as ROW
from ...view.cards.peek_log import draw_examples, peek_table
from ...view.charts.fit_chart import Fit, PeekSlot, Points, draw_fit, draw_slots, slots_size
from ...view.charts.seen_unseen_chart import LEFT, RIGHT, TwoErrors
from ...view.widgets.layout import GAP, Part, Split, column, either, row
from ...view.widgets.slider import Slider
from ...view.widgets.table import Table
from ...view.widgets.ticket import AnswerPlace
from ...view.widgets.widget import Rect, Widget
from ..shared.answer_places import meaning_of
from ..shared.board import Board
from ..shared.fog_lift import fog_lift
from ..shared.panel import BESIDE, AttemptPanel, Panel, Picture, PicturePanel, Tabs, grow
from ..shared.table_log import TableLog
from ..shared.tiles import TileSpec, common_tiles, mood_of, with_way_on
from .stopping_model import PeekModel, is_between, is_stopped, peeks_of, start_pass
from .stopping_words import words

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SLIDER, MORE = 84.0, 18.0  # the strip with the slider, and what large text needs there
SIDE = 424.0
EXAMPLES = 0.525  # of the column's height
NOTHING: Points = ()
SLOTS = 8  # peeks that have a slot each; of more there is a table
FEW = 3  # rows of it that are seen in any case


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
        here = float(shown.knobs.get("pass", start_pass(shown)))
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


class FewExamples(AttemptPanel, PicturePanel):
    """The examples that it learns from, as points; with the curve that the net of this pass predicts, if it is one."""

    bare, words = (100.0, 150.0), (200.0, 40.0)

    def __init__(self, host: Host, chart: StoppingChart) -> None:
        super().__init__(host)
        self.chart = chart

    def picture(self) -> Picture:
        shown, tape, said = self.attempt.shown, self.chart.tape, self.attempt.now.words
        count = len(shown.level.examples)
        names = (_(said.get("input 1") or "input"), _(said.get("goal_prediction") or "goal prediction"))
        points = tape.points(shown.level.examples)
        if tape.line_input is None:
            title = several("The one example", "The {count} examples", count).format(count=count)
            return draw_examples, self.rect, title, points, names
        one = _(said.get("examples", "examples"))
        title = _("The net on its {count} {examples}").format(count=count, examples=one)
        here = self.chart.pass_now
        lowest = min(peeks_of(shown), key=lambda peek: peek.unseen, default=None)
        best, best_line, others = "", NOTHING, NOTHING
        if lowest is not None and lowest.at != here:
            best, best_line = _("pass {at}").format(at=f"{lowest.at:g}"), tape.line(lowest.at)
        if is_stopped(shown):  # before that nothing of them is drawn anywhere
            others = tape.points(shown.level.unseen)
        fit = Fit(title, _("pass {at}").format(at=f"{here:g}"), points, tape.line(here), names, best, best_line, others)
        return draw_fit, self.rect, fit


class PeekLog(TableLog):
    """A row for each peek: the pass, the seen error and the unseen one; or of few a slot for each."""

    def __init__(self, host: Host, chart: StoppingChart) -> None:
        super().__init__(host)
        self.chart = chart

    def title(self) -> str:
        """What the level calls its peeks."""
        return unit_title(self.attempt.now, "probes")

    def count_seen(self) -> int:
        return len(self.attempt.shown.probed)

    def table(self) -> Table:
        """Its rows share the height, as far as it goes."""
        shown, at, high = self.attempt.shown, self.chart.pass_now, self.rect[3]
        peeks, here = peeks_of(shown), (at, self.chart.seen_at(at))
        return peek_table(self.title(), peeks, here, self.count, self._is_over, high, self.text_scale)

    @property
    def count(self) -> int:
        """So many peeks there are."""
        return int(self.attempt.shown.level.probes or 0)

    @property
    def _is_over(self) -> bool:
        """No peek comes any more."""
        return self.attempt.met or is_stopped(self.attempt.shown)

    @property
    def has_slots(self) -> bool:
        """Each peek has a place with the curve of its pass."""
        return self.chart.tape.line_input is not None and 0 < self.count <= SLOTS

    def slots(self) -> list[PeekSlot]:
        """The peeks so far."""
        peeks, tape = peeks_of(self.attempt.shown), self.chart.tape
        best = min((peek.unseen for peek in peeks), default=0.0)
        return [PeekSlot(peek, tape.line(peek.at), peek.unseen == best, peek is peeks[-1]) for peek in peeks]

    def smallest(self) -> tuple[float, float]:
        if self.has_slots:
            columns, wide, high = slots_size(self.text_scale, self.count)
            rows = -(-self.count // columns)
            return 28 + columns * (wide + 6), 28 + 18 * self.text_scale + rows * (high + 6)
        wide, high = super().smallest()
        return wide, high + (FEW - 1) * ROW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        if not self.has_slots:
            return super().place(rect)
        self.rect = rect
        return []

    def refresh(self) -> None:
        if not self.has_slots:
            super().refresh()

    def paint(self, canvas: Canvas) -> None:
        if self.host.has_overlay:
            return
        if not self.has_slots:
            super().paint(canvas)
            return
        shown, tape = self.attempt.shown, self.chart.tape
        coming = "" if self._is_over else _("next: {at}").format(at=f"{self.chart.pass_now:g}")
        unseen = len(shown.level.unseen)
        one = _(shown.level.words.get("examples", "examples"))
        about = _("error on {count} unseen {examples}").format(count=unseen, examples=one)
        slots, head = tuple(self.slots()), (self.title(), about)
        points = tape.points(shown.level.examples)
        key = ("peek slots", self.rect, head, slots, self.count, coming)
        canvas.keep(key, *self.rect, lambda sub: draw_slots(sub, self.rect, head, slots, self.count, coming, points))


class StoppingBoard(Board):
    """`sure`: Stop was pressed once and asks again."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sure = False
        self.chart = StoppingChart(host, self._unsure)
        self.examples, self.log = FewExamples(host, self.chart), PeekLog(host, self.chart)
        self.tabs = Tabs(host, self._items)
        self.tabs.under = GAP

    def _items(self) -> list[tuple[str, Panel]]:
        return [(self.log.title(), self.log), (_("Examples"), self.examples)]

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """So many times what is wanted, at the last pass: how low the best one is, the fog does not tell."""
        question, means = meaning_of(self.attempt, number, answer)
        chart = self.chart.chart
        if question is None or question.asks != "times best" or chart is None:
            return super().mark(number, answer)
        times = sum(means) / len(means) if isinstance(means, range) else float(means)
        return AnswerPlace(chart.plot.x_of(chart.last), chart.plot.y_of(times * chart.wanted), "left")

    def tree(self) -> Split:
        above = row(Part(self.chart), Part(self._side(), SIDE), gap=BESIDE)
        return column(Part(above), self.tiles_row())

    def _side(self) -> Split:
        """Examples over peeks, or one of them where there is no room for both."""
        log = Part(self.with_cover(self.log), share=1 - EXAMPLES)
        return either(column(Part(self.examples, share=EXAMPLES), log), self.with_cover(self.tabs))

    def begins(self) -> str:
        return "pass"

    # -- what the player does ----------------------------------------------------------------------------------------

    def _unsure(self) -> None:
        self.sure = False

    def press(self, name: str) -> bool:
        if name == "stop":
            self._stop()
        elif name == "probe" and is_stopped(self.attempt.session):
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
            self.host.game.feel.press()
            return
        self.sure = False
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.game.feel.wrong()
        self.host.relayout()

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "undo" and is_stopped(self.attempt.session):
            self.host.game.toasts.add(_("Stopping is final: reset to try again."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        over = is_stopped(attempt.session)
        held = attempt.asking.on_screen  # Enter belongs to the bet
        label = _("Yes, stop") if self.sure else _("Stop here")
        knows = self.sure or is_between(peeks_of(attempt.session))
        tiles = [
            TileSpec("stop", label, "stop", "" if held else "accept", primary=not over and knows, enabled=not over),
            TileSpec("probe", _("Peek"), "eye", "step", primary=not over and not knows, enabled=not over),
            TileSpec("reset", _("Reset"), "reset", "reset", primary=over and not attempt.director.seen.won),
            *common_tiles(attempt, "hint", "auto", idle_auto=False),
        ]
        return with_way_on(self.attempt, tiles) if attempt.director.seen.won else tiles

    def words(self) -> tuple[str, str]:
        shown = self.attempt.shown
        return words(shown, peeks_of(shown), self.chart.pass_now, self.sure)

    def over(self) -> bool:
        return not self.attempt.shown.won or self.chart.ready
