"""The list of a visit's runs: the present one first, then the old ones, each with a switch; and time, to look back.

Boards with a chart of several runs share it: `visible_runs()` are the old ones that are to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import partial
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.past_runs import PRESENT, PastRun, Used, mark_of, past_of, requested_error
from ...attempt.shown import unit_name, unit_title
from ...i18n import _
from ...rules.catalog import item_title
from ...rules.outcome import OUTCOMES
from ...rules.session import Session
from ...view.charts.run_chart import RunLine, Style, draw_compare, draw_sample, style_of
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, LABEL, LEAD, LEAD_NUMBER
from ...view.draw.tokens import Run as Words
from ...view.format.axis import step_of
from ...view.format.numbers import short
from ...view.widgets.button import Toggle
from ...view.widgets.ink import SPRING, Boxed, Ink, Line, Mark, Row, icon
from ...view.widgets.number_input import Scrubber
from ...view.widgets.panel import Laid
from ...view.widgets.widget import Press, Rect, State, Widget
from .knob_panel import SIGNS
from .panel import AttemptPanel, Host, Latest, ModelPanel, Rewind
from .try_ghosts import tried_errors

# ---------------------------------------------------------------------------------------------------------------------
# A row of the list of runs: shown or not, line and mark, learner and knobs, what it took to come to the flag.


SWITCH = 46.0  # width of the switch
SAMPLE = 38.0


class RunText(NamedTuple):
    """What a row says. `icon`: an outcome's, "" for none; `end`: beats to the flag, or as far as it came."""

    style: Style
    name: str
    knobs: tuple[Words, ...]
    end: str
    icon: str
    landed: bool
    tip: str


class RunRow(Press):
    """`on`: the run is shown; None: it is the present one, which always is."""

    def __init__(self, name: str, rect: Rect, text: RunText, on: bool | None, on_change: Callable[[], None]) -> None:
        super().__init__(name, rect, group="runs")
        self.text, self.on, self.on_press = text, on, on_change if on is not None else None
        self.focusable = on is not None
        self.tip = text.tip

    def ink(self, hover: bool) -> Ink:
        """Switch, line, learner, knobs and end; the learner gives way first."""
        text, colour = self.text, "text" if self.on is not False else "text2"
        lit = Mark(_switch, (self.on, hover)) if self.on is not None else Line(_("now"), LABEL)
        name = Line(text.name, LABEL, colour, shorter=text.name.partition(" ")[0], grow=1, yields=True)
        end = Line(text.end, LEAD_NUMBER, "text" if text.landed else "text2")
        shown = Row((SPRING, *((icon(text.icon, 20, "text2"),) if text.icon else ()), *((end,) if text.end else ())), 4)
        items = (Boxed(lit, wide=SWITCH), Mark(draw_sample, (text.style,), wide=SAMPLE), name, Line(text.knobs, LABEL))
        return Boxed(Row((*items, Boxed(shown, wide=44)), 10), (8, 0),
                     fill="rowhi" if self.on is None or hover else "", radius=9)  # fmt: skip

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        self.ink(state.hover).put(canvas, (x + 2, y + 1, w - 4, h - 2))
        if self.on is None:
            canvas.rect(x + 2, y + 5, 4, h - 10, "text", 2)
        if state.focus:
            canvas.focus(x + 5, y + 5, w - 10, h - 10, 7)


def _switch(canvas: Canvas, rect: Rect, on: bool, hover: bool) -> None:
    """A toggle in small: a tick when on."""
    x, y, high = rect[0], rect[1] + rect[3] / 2, 24.0
    if on:
        canvas.rect(x, y - high / 2, SWITCH - 4, high, "prim_hi" if hover else "prim", high / 2)
        canvas.circle(x + SWITCH - 16, y, 9, "prim_text")
        canvas.path(f"M{x + SWITCH - 20} {y + 0.5}l3 3l5.4 -6", None, "prim", 2.2)
        return
    canvas.rect(x + 1, y - high / 2 + 1, SWITCH - 6, high - 2, "well", high / 2, "text2" if hover else "border2", 2)
    canvas.circle(x + 12, y, 6.5, "text2")


# ---------------------------------------------------------------------------------------------------------------------
# What boards tell of a visit's runs: their lines, their rows, their names; the present one and the old ones.


def line_of(run: PastRun) -> RunLine:
    """Its error by beat, for a chart."""
    return RunLine(style_of(run.number), run.errors, run.every)


WITHOUT = {"momentum": "gradient-descent"}  # what a learner is whose beta was 0 all along


def learner_title(attempt: Attempt, run: PastRun) -> str:
    """What the learner of a run is called."""
    session, pushed = attempt.shown, any(dict(run.knobs).get("beta", (1.0,)))
    learner = run.learner if pushed else WITHOUT.get(run.learner, run.learner)
    return _(item_title(session.catalog.learner(learner, session.level.plugin)))


def values(used: Used) -> str:
    """.6, or .6→.3 where it was turned on the way."""
    texts = [short(v) if isinstance(v, (int, float)) else str(v) for v in used]
    return "→".join(texts if len(texts) < 4 else [texts[0], "…", texts[-1]])


def knob_words(run: PastRun, close: bool = False) -> tuple[Words, ...]:
    """Alpha and the learner's own knobs, short. `close`: with little room between them."""
    words: list[Words] = []
    if run.alphas:
        gap: Words = (" ", "alpha", 600) if close else (" ", "alpha", 700, "mono")
        words += [("α", "alpha", 700, "mono"), gap, (values(run.alphas), "alpha", 700, "mono")]
    before, after = ("  ", " ") if close else ("   ", "  ")
    for name, used in run.knobs[:2]:
        if used:
            sign = SIGNS.get(name, name[:4])
            words += [(before + sign + after, "text2", 600), (values(used), "text", 700, "mono")]
    return tuple(words)


def row_of(attempt: Attempt, run: PastRun) -> RunText:
    """The row of a run in the list."""
    name = _("auto-solve") if run.machine else learner_title(attempt, run)
    end, icon, tip = str(run.beats), "", ""
    if run.won:
        tip = _("at the flag after {count}").format(count=run.beats)
    elif run.outcome is not None:
        end, icon, tip = "", OUTCOMES[run.outcome].icon, _(OUTCOMES[run.outcome].title)
    elif run.key:
        end, tip = at_beat(run.beats), _("left after {count}").format(count=run.beats)
    else:
        end = at_beat(run.beats) if run.beats else ""
    if run.number == PRESENT:
        captions = (f"{step // run_batches(attempt)}: {words}" for step, words in attempt.playback.captions)
        tip = "; ".join(filter(None, (tip, *captions)))
    return RunText(style_of(run.number), name, knob_words(run), end, icon, run.won, tip)


def at_beat(beat: int) -> str:
    """How far a run has come that has not ended."""
    return _("at {n}").format(n=beat)


def run_batches(attempt: Attempt) -> int:
    """Steps of a pass; 1 where each step sees all examples."""
    return len(attempt.shown.run.batches)


def key_of(attempt: Attempt, run: PastRun) -> RunText:
    """The row of a run in the key of a picture: of the present one no more than is seen by now."""
    text, playback = row_of(attempt, run)._replace(knobs=knob_words(run, close=True)), attempt.playback
    if run.number == PRESENT and (playback.moving or playback.running):
        beat = (attempt.step - attempt.shown.recorded) // run_batches(attempt)
        return text._replace(end=at_beat(beat), icon="", landed=False, tip="")
    icon = OUTCOMES[run.outcome].icon if run.outcome is not None else ""
    return text._replace(icon=icon, end=_("away") if run.outcome == "runaway" else text.end)


def ghost_name(attempt: Attempt) -> str:
    """Whose run the ghost's is, and how long it took."""
    ghost = attempt.ghost_at_place
    if ghost is None:
        return ""
    count = ghost.count - ghost.recorded or ghost.count
    # The alpha of a run that had only one
    alphas = {s.alpha for s in ghost.run.history.settings if isinstance(s.alpha, (int, float))}
    alpha = short(alphas.pop()) if len(alphas) == 1 else ""
    values = {"count": count, "alpha": alpha, "steps": unit_name(ghost.level, count, "steps")}
    if attempt.machine is not None and attempt.machine.session is attempt.ghost:
        text = _("shared run, {count} {steps}") if attempt.machine.is_shared else _("auto-solve, {count} {steps}")
        return text.format(**values)
    return (_("alpha {alpha}, {count} {steps}") if values["alpha"] else _("{count} {steps}")).format(**values)


LOWEST, HIGHEST = 30.0, 46.0  # of a row
UNDER = 8.0  # the last one
TICKS = 6  # numbers under the way through time


OFF, ENDS = "off", "ends"  # what is seen of old runs


class RunList(AttemptPanel):
    """`mode`: whether old runs are shown. `hidden`: keys of those that are switched off."""

    bare, words = (340.0, 40.0), (50.0, 28.0)
    hidden, mode = Laid[Set[str]](frozenset()), Laid(ENDS)
    is_on_map = False
    _listed = Laid[Sequence[int]](())  # the numbers of the old runs

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.present = Latest[PastRun]()
        self.rows: list[RunRow] = []
        self.update(0.0)

    # -- runs --------------------------------------------------------------------------------------------------------

    def now(self) -> PastRun:
        return self.present_of(self.attempt.shown, self.present)

    def present_of(self, session: Session, kept: Latest[PastRun]) -> PastRun:
        """A session as the present run; worked out once for each number of steps."""

        def found() -> PastRun:
            show = self.attempt.machine
            own = show is not None and session is show.session and not show.is_shared
            machine = own or self.attempt.ahead is not None  # what it tries is its own too
            return past_of(mark_of(session), PRESENT, machine)

        key = (session.run.serial, session.count, len(session.actions), session.outcome, repr(session.knobs))
        return kept.of(key, found)

    def old(self) -> list[PastRun]:
        return self.attempt.runs.others(self.attempt.shown)

    def visible_runs(self) -> list[PastRun]:
        return [run for run in self.old() if run.key not in self.hidden] if self.mode != OFF else []

    def runs_beside(self) -> list[PastRun]:
        """Those that are on the chart beside the present one."""
        return self.visible_runs()

    # -- widgets -----------------------------------------------------------------------------------------------------

    @property
    def head(self) -> float:
        """Height of the names of the columns."""
        return 14 + 18 * self.text_scale

    def high(self, runs: int) -> float:
        """The least height in which so many are seen."""
        return self.head + runs * LOWEST + UNDER

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.rows = rect, []
        x, y, w, h = rect
        head = self.head
        room = h - head - UNDER
        runs = [self.now(), *reversed(self.old())][: max(1, int(room / LOWEST))]
        height = min(HIGHEST, room / len(runs))
        for number, run in enumerate(runs):
            place = (x + 6, y + head + number * height, w - 12, height)
            on = None if not run.key else self.mode != OFF and run.key not in self.hidden
            flip = partial(self._flip, run.key)
            self.rows.append(RunRow(run.key or "run now", place, row_of(self.attempt, run), on, flip))
        return list(self.rows)

    def _flip(self, key: str) -> None:
        if self.mode == OFF:
            self.mode, self.hidden = ENDS, {run.key for run in self.old()} - {key}
        else:
            self.hidden = self.hidden ^ {key}

    def update(self, seconds: float) -> None:
        """A run has come to the old ones: there is another row."""
        self._listed = [past.number for past in self.old()]
        if self.rows:
            self.rows[0].text = row_of(self.attempt, self.now())

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        shown = self.attempt.shown
        unit = unit_title(shown.level, "steps" if len(shown.run.batches) == 1 else "passes")
        base = y + 6 + 16 * canvas.type
        right = _("{steps} to the flag").format(steps=unit)
        width = canvas.text(x + w - 18, base, right, LABEL, "text2", "end")
        canvas.within(x + 18, base, _("Learner"), w - 44 - width, LABEL, "text2")


class Comparison(ModelPanel[RunList]):
    """The errors of the present run and of the old ones, and the switch that shows those."""

    bare, words = (90.0, 80.0), (100.0, 46.0)

    switch: Toggle | None = None

    def __init__(self, host: Host, model: RunList) -> None:
        super().__init__(host, model)
        self.charted = Latest[PastRun]()

    def place(self, rect: Rect) -> list[Widget]:
        """With a switch that shows all old runs, or none, where no list on a map has one."""
        if self.model.is_on_map:
            return []
        place = (rect[0] + rect[2] - 72, rect[1] + 8, 56.0, 32.0)
        self.switch = Toggle("compare", place, self.model.mode != OFF, self._show, key="compare",
                             tip=_("Show the old runs"))  # fmt: skip
        return [self.switch]

    def _show(self, on: bool) -> None:
        self.model.mode = ENDS if on else OFF

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        (session, at), seen = self.attempt.charted, self.model.runs_beside()
        now = self.model.present_of(session, self.charted)
        each = len(session.run.batches)
        base = y + 24 + 6 * canvas.type
        end = canvas.text(x + 18, base, _("Compare"), LEAD, "text")
        what = _("error at every step") if each == 1 else _("error after every pass")
        cap, right = "", x + w - 20
        if self.switch is not None:
            cap, right = self.host.state(self.switch).cap, self.switch.rect[0] - 12
        if cap and canvas.keycap_size(cap)[0] + 12 <= right - x - 18 - end - 16:
            right -= canvas.keycap(right, y + 12, cap, "end") + 12
        if canvas.width(what) <= right - x - 18 - end - 16:
            canvas.text(right, base, what, BODY, "text2", "end")
        tries = self.attempt.ahead is not None
        seen = [] if tries else seen
        here = (at - session.recorded) // each
        beats = max([8, here if tries else now.beats, *(run.beats for run in seen)])
        well = (x + 14, y + 48, w - 28, h - 60)
        word = _("step") if each == 1 else _("pass")
        live = line_of(now)
        if tries or self.attempt.playback.moving or self.attempt.playback.running:  # no more than is seen by now
            live = live._replace(errors=live.errors[: here // live.every + 1])
        draw_compare(canvas, well, list(map(line_of, seen)), [live], requested_error(session), here, beats, word,
                     tried_errors(self.attempt))  # fmt: skip


class TimePanel(AttemptPanel):
    """A scrubber over the steps of the shown run, and Rewind while an earlier one is looked at."""

    bare, words = (200.0, 0.0), (80.0, 46.0)
    scrubber: Scrubber
    rewind: Rewind

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        self.scrubber = Scrubber("time", (x + 150, y + h / 2 - 22, w - 174, 24), 0, 1, radius=12,
                                 moved=lambda step: self.attempt.look(step + self.attempt.shown.recorded))  # fmt: skip
        self.rewind = Rewind(self.host, (x + 14, y + (h - 44) / 2, 108, 44))
        return [self.scrubber, self.rewind]

    def update(self, seconds: float) -> None:
        attempt, session = self.attempt, self.attempt.shown
        last = session.count - session.recorded
        if last != self.scrubber.last:
            step = max(1, round(step_of(float(last), TICKS)))
            self.scrubber.ticks = [(float(k), str(k)) for k in range(0, last + 1, step)] if last else []
        self.scrubber.look(attempt.step - session.recorded, last)
        self.scrubber.focusable = last > 0
        self.rewind.follow()

    def paint(self, canvas: Canvas) -> None:
        if self.rewind.visible:
            return
        (x, y, _w, h), k = self.rect, canvas.type
        canvas.text(x + 20, y + h / 2 - 4 * k, _("Time"), LABEL, "text")
        step = self.attempt.step - self.attempt.shown.recorded
        runs: list[Words] = [(_("step") + " ", "text2", 500), (str(step), "text", 700, "mono")]
        canvas.rich(x + 20, y + h / 2 + 20 * k, runs, room=118)
