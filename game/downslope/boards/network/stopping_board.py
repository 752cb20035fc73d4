"""When to stop: a recorded training whose seen error only falls, and few peeks at what it does on unseen examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from ...attempt.director import Phase
from ...attempt.shown import unit_title
from ...i18n import _, plural_form
from ...learning import Problem, Vector
from ...rules import Probe, Reset, Session, Stop, Turn, answers, last_of, start_pass
from ...view.charts.early_stopping import (
    LEFT,
    RIGHT,
    Curve,
    ErrorPeek,
    PeekCell,
    TwoErrors,
    draw_slots,
    slots_size,
)
from ...view.draw import Canvas, Tween
from ...view.format.numbers import number, short
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.number_input import Slider
from ...view.widgets.panel import GAP, Box, Split
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board, Keys, PipWords, TileSpec, meaning_of, pip_mood, shared_tiles, with_next_step
from ..shared.panel import LIFT, LIFT_STILL, AttemptPanel, Host, ModelPanel, Pages, grow
from ..shared.place_panel import PlacePanel
from .shown_net import varying_inputs

MANY = 61  # places at which the curve of a net is asked


def peeks_of(session: Session) -> list[ErrorPeek]:
    """Every peek since the start or the last reset, with the pass it was taken at."""
    here = start_pass(session.level) or 0.0
    places: list[float] = []
    for action in session.actions:
        if isinstance(action, Turn) and action.knob == "pass":
            here = float(action.value)
        elif isinstance(action, Reset):
            here, places = start_pass(session.level) or 0.0, []
        elif isinstance(action, Probe):
            places.append(here)
    pairs = zip(places, session.probed)
    return [(i, at, p.unseen or 0.0) for i, (at, p) in enumerate(pairs, 1)]


def is_stopped(session: Session) -> bool:
    """It was stopped since the last reset."""
    return isinstance(last_of(session.actions, Stop, Reset), Stop)


SLIDER, MORE = 84.0, 18.0  # the strip with the slider, and what large text needs there


class StoppingChart(AttemptPanel):
    """The recorded training: mean errors at the passes that the knob can stand at, worked out a few at a time.

    held    the pass while the slider is dragged, when `touched` is called
    lift    of the fog, once it is won      alone   the slider stands elsewhere
    """

    flat = True
    bare, words = (100.0, 180.0), (160.0, 80.0)

    def __init__(self, host: Host, touched: Callable[[], None]) -> None:
        super().__init__(host)
        self.touched, self.alone = touched, False
        session = self.attempt.session
        self.run, knob = session.recording_run, session.level.knob("pass")
        assert knob is not None
        self.passes = [float(v) for v in knob.values() or (knob.low, knob.high) if isinstance(v, (int, float))]
        self.seen: Curve = tuple((at, self.run.full_problem.error(self.weights(at))) for at in self.passes)
        self.unseen: Curve = ()
        self._others = Problem(self.run.network, session.level.data(unseen=True), self.run.metric)
        self._lines: dict[float, Curve] = {}
        self.held: float | None = None
        self.lift = Tween(LIFT, still=LIFT_STILL)
        self.ready = False  # what lies under the fog is worked out
        self.chart: TwoErrors | None = None
        self.slider: Slider | None = None
        self._heard = 0

    @cached_property
    def line_input(self) -> int | None:
        """The one input that varies, where one predicts from it: the net is a curve over it. None: it is not."""
        varying = varying_inputs([input for input, _goal in self.run.examples])
        return varying[0] if len(varying) == 1 and self.run.network.outputs == 1 else None

    def line(self, at: float) -> Curve:
        """What the net of a pass predicts over the examples' range. Empty: it is no curve."""
        k = self.line_input
        if k is None:
            return ()
        if at not in self._lines:
            weights, inputs = self.weights(at), [input for input, _goal in self.run.examples]
            low, height = min(row[k] for row in inputs), max(row[k] for row in inputs)
            places = [low + (height - low) * step / (MANY - 1) for step in range(MANY)]
            rows = [[*inputs[0][:k], place, *inputs[0][k + 1 :]] for place in places]
            self._lines[at] = tuple(zip(places, (self.run.network.predict(weights, row)[0] for row in rows)))
        return self._lines[at]

    def weights(self, at: float) -> Vector:
        return self.run.weights_at(min(self.run.count, round(at) * len(self.run.batches)))

    def carry_on(self, some: int = 6) -> bool:
        """Work out the unseen errors of some passes more. True: they are all there."""
        done = len(self.unseen)
        self.unseen += tuple((at, self._others.error(self.weights(at))) for at in self.passes[done : done + some])
        return len(self.unseen) == len(self.passes)

    @property
    def sky(self) -> float:
        """Height of the chart above the slider's strip."""
        return self.rect[3] - (0.0 if self.alone else self.strip)

    @property
    def strip(self) -> float:
        """Height of what the slider stands in."""
        return grow(SLIDER, MORE, self.text_scale)

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height - (SLIDER if self.alone else 0.0)

    @property
    def current_pass(self) -> float:
        if self.held is not None:
            return self.held
        seen = self.attempt.open_bets.film("times best")
        if seen is not None:
            return self.passes[round(seen * (len(self.passes) - 1))]
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
        self.rect = rect
        self.chart = TwoErrors(rect, self.sky, self.passes[-1], self.seen, wanted, self.text_scale)
        return [] if self.alone else self.place_slider((rect[0], rect[1] + self.sky, rect[2], self.strip))

    def place_slider(self, strip: Rect) -> list[Widget]:
        knob = self.attempt.session.level.knob("pass")
        self.slider = None
        if knob is None:
            return []
        x, y, w, _h = strip
        span = knob.high - knob.low
        ticks = [(knob.low + span * k / 30, short(knob.low + span * k / 30) if not k % 5 else "") for k in range(31)]
        slider = self.slider = Slider(
            "pass", (x + LEFT, y + 34 - 22, w - LEFT - RIGHT, 44.0), self.current_pass, knob.low, knob.high,
            margin=10, ticks=ticks, label=_("pass"), hue="text2", snap=knob.snap,
            nudge=lambda value, steps, fine: knob.nudge(value, steps * (10 if fine else 1)),
            on_change=self._turning, on_done=self._turned, on_fault=self.host.game.toasts.add,
            show=lambda value: short(value), enabled=not is_stopped(self.attempt.session),
        )  # fmt: skip
        slider.cap_at, slider.cap_room = (x + LEFT / 2 - 4, slider.line), (x, x + LEFT - slider.radius)
        return [slider]

    def _turning(self, at: float) -> None:
        """While it is dragged nothing is run: the tape knows its errors."""
        self.held = at
        self.touched()

    def _turned(self, at: float) -> None:
        self.held = None
        self.touched()
        self.attempt.turn("pass", at)

    def seen_at(self, at: float) -> float:
        return self.chart.seen_at(at) if self.chart is not None else 0.0

    def update(self, seconds: float) -> None:
        shown = self.attempt.shown
        self.ready = shown.won and self.carry_on()
        if not shown.won:
            self.lift.jump(0.0)
        elif self.ready and self.attempt.director.state is not Phase.PLAY:
            self.lift.go(1.0)
        self.lift.update(seconds, self.host.game.settings.still)
        count = len(shown.probed)
        if count > self._heard:
            self.host.game.player_feedback.look(abs(shown.probed[-1].unseen or 0.0), 0.005)
        self._heard = count
        slider = self.slider
        if slider is not None:
            slider.value = self.current_pass if slider.typed is None else slider.value
            slider.marks = [(at, "error") for _peek, at, _unseen in peeks_of(shown)]

    def paint(self, canvas: Canvas) -> None:
        chart, at, fog = self.chart, self.current_pass, 1 - self.lift.value
        if chart is None:
            return
        chart.paint(canvas, _("Mean error"), fog, self.unseen if fog < 1 else ())
        label, peeks = _("pass {at}").format(at=short(at)), peeks_of(self.attempt.shown)
        chart.paint_here(canvas, at, label, pip_mood(self.attempt), _("seen"), peeks, fog == 1)


class PeekLog(ModelPanel[StoppingChart]):
    """A slot for each peek: the curve of its pass among the examples, and its unseen error."""

    @property
    def count(self) -> int:
        return int(self.attempt.shown.level.probes or 0)

    def slots(self) -> list[PeekCell]:
        peeks, tape = peeks_of(self.attempt.shown), self.model
        best = min((unseen for _peek, _at, unseen in peeks), default=0.0)
        return [(peek, tape.line(peek[1]), peek[2] == best, peek is peeks[-1]) for peek in peeks]

    def least_size(self) -> tuple[float, float]:
        columns, width, height = slots_size(self.text_scale, self.count)
        rows = -(-self.count // columns)
        return 28 + columns * (width + 6), 28 + 18 * self.text_scale + rows * (height + 6)

    def paint(self, canvas: Canvas) -> None:
        shown, tape, at = self.attempt.shown, self.model, short(self.model.current_pass)
        upcoming = () if self.attempt.met or is_stopped(shown) else (_("next: {at}").format(at=at), at)
        head = unit_title(self.attempt.now, "probes"), _("unseen error")
        points = tuple((e.pair[0][tape.line_input or 0], e.pair[1][0]) for e in shown.level.examples)
        canvas.once(self.rect, draw_slots, self.rect, head, tuple(self.slots()), self.count, upcoming, points)


PEEP = 0.7  # seconds for which a peek blows the fog away


class Beach(PlacePanel):
    """The net of a pass among its examples, above the slider; what is unseen lies in fog."""

    def __init__(self, host: Host, chart: StoppingChart) -> None:
        super().__init__(host)
        self.chart, self._left, self._seen = chart, 0.0, 0

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return max(width, self.chart.least_size()[0]), height + GAP + self.chart.strip

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        self.rect = (x, y, w, h - GAP - self.chart.strip)
        self.strip = (x, y + h - self.chart.strip, w, self.chart.strip)
        return self.chart.place_slider(self.strip)

    def sheets(self) -> list[Rect]:
        return [self.strip]

    def update(self, seconds: float) -> None:
        count = len(self.attempt.shown.probed)
        self._left = PEEP if count > self._seen else max(0.0, self._left - seconds)
        self._seen = count

    def numbers(self) -> dict[str, float]:
        tape, here = self.chart, self.chart.current_pass
        if here not in self._kept:
            weights = tape.weights(here)
            misses = [tape.run.network.predict(weights, input)[0] - goal for input, (goal,) in tape.run.examples]
            values = {f"example {number} miss": miss for number, miss in enumerate(misses, 1)}
            for shape in self.picture.picture.parts:
                values |= answers(tape.run, weights, shape.name)
            self._kept = {here: values}
        return self._kept[here] | {"peeked": float(self._left > 0 or is_stopped(self.attempt.shown))}


class StoppingBoard(Board):
    """`sure`: Stop was pressed once and asks again."""

    first_focus = "pass"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sure = False
        self.chart = StoppingChart(host, partial(setattr, self, "sure", False))
        self.log = PeekLog(host, self.chart)
        self.place = Beach(host, self.chart) if self.attempt.now.moves else None
        self.chart.alone, self.stage = self.place is not None, self.place or self.chart
        self.tabs = Pages(host, lambda: [(_("Errors"), self.chart), (unit_title(self.attempt.now, "probes"), self.log)],
                          named=True)  # fmt: skip
        self.tabs.under = GAP

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """So many times what is wanted, at the last pass: how low the best one is, the fog does not tell."""
        question, means = meaning_of(self.attempt, number, answer)
        chart = self.chart.chart
        if question is None or question.asks != "times best" or chart is None:
            return super().anchor(number, answer)
        times = sum(means) / len(means) if isinstance(means, range) else float(means)
        return AnswerAnchor(chart.plot.x_of(chart.last), chart.plot.y_of(times * chart.wanted), "left")

    def sides(self) -> Sequence[Box | Split]:
        """The peeks; where the examples are a place, the errors too."""
        if self.place is None:
            return [self.log]
        return [self.chart] if self.attempt.open_bets.on_screen else [self.tabs, self.chart]

    def press(self, name: str) -> bool:
        attempt, host = self.attempt, self.host
        if name == "probe" and is_stopped(attempt.session):
            host.game.toasts.add(_("You have stopped. Reset to try again."))
            return True
        if name != "stop":
            self.sure = False
            return False
        self.sure = not self.sure
        if self.sure:  # it asks once more before it is done: it cannot be taken back
            attempt.open_bets.close()
            host.game.player_feedback.feedback("press")
            return True
        if attempt.act(Stop()) and not attempt.session.won:
            host.game.player_feedback.feedback("wrong")
        return True

    def keys(self) -> Keys:
        final = _("Stopping is final: reset to try again.")
        stopped = is_stopped(self.attempt.session)
        return {"undo": lambda _intent: self.host.game.toasts.add(final)} if stopped else {}

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        over = is_stopped(attempt.session)
        label = _("Yes, stop") if self.sure else _("Stop here")
        errors = [unseen for _peek, _at, unseen in sorted(peeks_of(attempt.session), key=lambda peek: peek[1])]
        knows = self.sure or (bool(errors) and errors[0] > min(errors) < errors[-1])  # the lowest lies within
        tiles = [
            TileSpec("stop", label, "stop", "accept", primary=not over and knows, enabled=not over),
            TileSpec("probe", _("Peek"), "eye", "step", primary=not over and not knows, enabled=not over),
            TileSpec("reset", _("Reset"), "reset", "reset", primary=over and not attempt.director.seen.won),
            *shared_tiles(attempt, "hint", "auto", idle_auto=False),
        ]
        return with_next_step(self.attempt, tiles) if attempt.director.seen.won else tiles

    def words(self) -> PipWords:
        """Heard: the seen error of the pass, and what the last peek told."""
        peeks, here = peeks_of(self.attempt.shown), self.chart.current_pass
        heard = [_("Pass {at}: seen error {error}.").format(at=short(here), error=number(self.chart.seen_at(here), 4))]
        heard += [_("Peek {n}: unseen error {error}.").format(n=peek, error=number(unseen, 4))
                  for peek, _at, unseen in peeks[-1:]]  # fmt: skip
        return PipWords(*self._told(peeks), heard=" ".join(heard))

    def _told(self, peeks: Sequence[ErrorPeek]) -> tuple[str, str]:
        session = self.attempt.shown
        unseen = "" if not (session.won or is_stopped(session)) else number(session.error_by(unseen=True), 4)
        if session.won:
            return _("Stopped in time."), _("Unseen: [error:{error}].").format(error=unseen)
        if is_stopped(session):
            plain = _("Unseen at this pass: [error:{error}]. Reset to try again.")
            return _("Too far, or not far enough."), plain.format(error=unseen)
        if self.sure:
            bold = _("Stop at pass {at}?").format(at=short(self.chart.current_pass))
            return bold, _("Stopping is final. Press again to stop.")
        if not peeks:
            count = len(session.level.unseen)
            plain = plural_form("A peek tests one unseen example. Stopping is final.",
                                "A peek tests {count} unseen examples. Stopping is final.", count)  # fmt: skip
            return _("The error on the seen examples only falls."), plain.format(count=count)
        if len(peeks) > 1 and peeks[-1][2] > peeks[-2][2] and peeks[-1][1] > peeks[-2][1]:
            return _("Later, and worse on the unseen ones."), _("The turn is between falling and rising peeks.")
        _number, at, lowest = min(peeks, key=lambda peek: peek[2])
        best = {"error": number(lowest, 4), "at": short(at)}
        left = int(session.level.probes or 0) - len(peeks)
        bold = plural_form("One peek is left.", "{count} peeks are left.", left).format(count=left)
        return bold, _("Best so far: [error:{error}] at pass {at}.").format(**best)

    def at_rest(self) -> bool:
        return not self.attempt.shown.won or self.chart.ready
