"""The list of a visit's runs: the present one first, then the old ones, each with a switch; also on a map. And time,
to look back.

Boards with a chart of several runs share it: `visible_runs()` are the old ones that are to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Set
from functools import partial
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.past_runs import PRESENT, PastRun, Used, mark_of, past_of, requested_error
from ...attempt.shown import unit_name, unit_title
from ...i18n import _
from ...rules import OUTCOMES, Session, item_title, par_here
from ...view.charts.run_chart import HistoryBars, RunLine, Style, draw_compare, draw_sample, style_of
from ...view.draw import (
    BODY,
    LABEL,
    LEAD,
    LEAD_NUMBER,
    NUMBER,
    STRONG,
    Canvas,
    Point,
    Run as Words,
    clip_line,
    draw_plate,
)
from ...view.format.numbers import short
from ...view.widgets.button import Segmented, Toggle
from ...view.widgets.ink import SPRING, Boxed, Cells, Ink, Line, Mark, Row, icon
from ...view.widgets.panel import Laid
from ...view.widgets.widget import Intent, Press, Rect, State, Widget
from .knob_panel import SIGNS
from .neuron_model import errors_of
from .panel import AttemptPanel, Host, Latest, ModelPanel, Rewind
from .try_ghosts import tried_errors

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
    """A row of the list. `on`: the run is shown; None: it is the present one, which always is."""

    def __init__(self, name: str, rect: Rect, text: RunText, on: bool | None, on_change: Callable[[], None]) -> None:
        super().__init__(name, rect, group="runs")
        self.text, self.on, self.on_press = text, on, on_change if on is not None else None
        self.focusable = on is not None
        self.tip = text.tip

    def draw(self, canvas: Canvas, state: State) -> None:
        """Switch, line, learner, knobs and end; the learner gives way first."""
        (x, y, w, h), hover = self.rect, state.hover
        text, colour = self.text, "text" if self.on is not False else "text2"
        lit = Mark(_switch, (self.on, hover)) if self.on is not None else Line(_("now"), LABEL)
        name = Line(text.name, LABEL, colour, shorter=text.name.partition(" ")[0], grow=1, yields=True)
        end = Line(text.end, LEAD_NUMBER, "text" if text.landed else "text2")
        shown = Row((SPRING, *((icon(text.icon, 20, "text2"),) if text.icon else ()), *((end,) if text.end else ())), 4)
        items = (Boxed(lit, wide=SWITCH), Mark(draw_sample, (text.style,), wide=SAMPLE), name, Line(text.knobs, LABEL))
        fill = "rowhi" if self.on is None or hover else ""
        row = Boxed(Row((*items, Boxed(shown, wide=44)), 10), (8, 0), fill=fill, radius=9)
        row.put(canvas, (x + 2, y + 1, w - 4, h - 2))
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


def row_of(attempt: Attempt, run: PastRun, close: bool = False) -> RunText:
    """The row of a run. `close`: in the key of a picture; of the present one then no more than is seen by now."""
    # Alpha and the learner's own knobs, short
    words: list[Words] = []
    if run.alphas:
        gap: Words = (" ", "alpha", 600) if close else (" ", "alpha", 700, "mono")
        words += [("α", "alpha", 700, "mono"), gap, (values(run.alphas), "alpha", 700, "mono")]
    before, after = ("  ", " ") if close else ("   ", "  ")
    for sign, used in run.knobs[:2]:
        if used:
            words += [(before + SIGNS.get(sign, sign[:4]) + after, "text2", 600), (values(used), "text", 700, "mono")]
    name = _("auto-solve") if run.machine else learner_title(attempt, run)
    beats, playback, each = run.beats, attempt.playback, len(attempt.shown.run.batches)
    now, so_far = run.number == PRESENT, _("at {n}")
    if close and now and (playback.moving or playback.running):
        end = so_far.format(n=(attempt.step - attempt.shown.recorded) // each)
        return RunText(style_of(run.number), name, tuple(words), end, "", False, "")
    end, icon, tip = str(beats), "", ""
    if run.won:
        tip = _("at the flag after {count}").format(count=beats)
    elif run.outcome is not None:
        end, tip = _("away") if close and run.outcome == "runaway" else "", _(OUTCOMES[run.outcome].title)
    elif run.key:
        end, tip = so_far.format(n=beats), _("left after {count}").format(count=beats)
    else:
        end = so_far.format(n=beats) if beats else ""
    if run.outcome is not None and (close or not run.won):
        icon = OUTCOMES[run.outcome].icon
    if now:
        captions = (f"{step // each}: {words}" for step, words in playback.captions)
        tip = "; ".join(filter(None, (tip, *captions)))
    return RunText(style_of(run.number), name, tuple(words), end, icon, run.won, tip)


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
OFF, ENDS = "off", "ends"  # what is seen of old runs


class RunList(AttemptPanel):
    """`mode`: whether old runs are shown. `hidden`: keys of those that are switched off.

    chosen   on a map the key of the one that is picked out: "": none but the present one, None: the newest
    """

    bare, words = (340.0, 40.0), (50.0, 28.0)
    hidden, mode = Laid[Set[str]](frozenset()), Laid(ENDS)
    chosen: str | None = None
    _listed = Laid[Sequence[int]](())  # the numbers of the old runs

    def __init__(self, host: Host, is_on_map: bool = False) -> None:
        super().__init__(host)
        self.is_on_map, self.present = is_on_map, Latest[PastRun]()
        self.rows: list[RunRow] = []
        self.update(0.0)

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

    def chosen_run(self) -> PastRun | None:
        """The old run that is picked out; None: it is the present one, or there is none."""
        seen = self.visible_runs()
        if self.chosen is None or (self.chosen and all(run.key != self.chosen for run in seen)):
            return seen[-1] if seen else None
        return next((run for run in seen if run.key == self.chosen), None)

    def runs_beside(self) -> list[PastRun]:
        return [run for run in self.visible_runs() if not self.is_on_map or run == self.chosen_run()]

    @property
    def head(self) -> float:
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

            def flip(key: str = run.key) -> None:
                if self.mode == OFF:
                    self.mode, self.hidden = ENDS, {run.key for run in self.old()} - {key}
                else:
                    self.hidden = self.hidden ^ {key}

            self.rows.append(RunRow(run.key or "run now", place, row_of(self.attempt, run), on, flip))
        return list(self.rows)

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
        self.switch = Toggle("compare", place, self.model.mode != OFF,
                             lambda on: setattr(self.model, "mode", ENDS if on else OFF), key="compare",
                             tip=_("Show the old runs"))  # fmt: skip
        return [self.switch]

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
        playback, tries = self.attempt.playback, self.attempt.ahead is not None
        seen = [] if tries else seen
        here = (at - session.recorded) // each
        beats = max([8, here if tries else now.beats, *(run.beats for run in seen)])
        well = (x + 14, y + 48, w - 28, h - 60)
        word = _("step") if each == 1 else _("pass")
        live, *lines = (RunLine(style_of(run.number), run.errors, run.every) for run in (now, *seen))
        if tries or playback.moving or playback.running:  # no more than is seen by now
            live = live._replace(errors=live.errors[: here // live.every + 1])
        draw_compare(canvas, well, lines, [live], requested_error(session), here, beats, word,
                     tried_errors(self.attempt))  # fmt: skip


class HistoryPanel(AttemptPanel):
    """The error at every step, to look back, and Rewind while an earlier one is looked at."""

    thing = "history"
    bare, words = (280.0, 30.0), (0.0, 30.0)
    bars: HistoryBars
    rewind: Rewind

    def is_shown(self, shows: Collection[str]) -> bool:
        level = self.attempt.now
        return level.learner is not None and level.visibility("error") != "none" and super().is_shown(shows)

    def place(self, rect: Rect) -> list[Widget]:
        x, y, _w, _h = rect
        self.bars = HistoryBars("history", rect, self.attempt.look)
        self.rewind = Rewind(self.host, (x + 10, y + 8, 108, 40))
        return [self.bars, self.rewind]

    def update(self, seconds: float) -> None:
        attempt, session = self.attempt, self.attempt.shown
        ghost = errors_of(attempt.ghost_at_place) if attempt.ghost_at_place is not None else ()
        par = par_here(session) if session.level.par_unit == "steps" else None
        self.bars.show_run(errors_of(session), attempt.step, ghost, par)
        felt = [what for what in ("up", "pulse") if attempt.game.player_feedback.part("error", what) is not None]
        self.bars.felt = felt[0] if felt else ""
        self.bars.focusable = session.count > 0
        self.bars.titled = not self.rewind.follow()


# The runs of a visit on a map: how much of the old ones is drawn, which one is chosen, and the list of them in it. It
# stands in the corner with the fewest ways; it goes elsewhere, or has fewer rows, when the present one comes there.


KEY_SAMPLE, RIM, ICON = 30.0, 10.0, 19.0
BETWEEN = 14.0  # knobs, icon, end
GROUP = "runs on the picture"


class RunKeyRow(Press):
    """`chosen`: its run is picked out; a press, the pointer or the keyboard on it does so."""

    chosen = False

    def __init__(self, name: str, rect: Rect, text: RunText, on_press: Callable[[], None],
                 on_wheel: Callable[[int], None]) -> None:  # fmt: skip
        super().__init__(name, rect, group=GROUP)
        self.text, self.on_press, self.on_wheel = text, on_press, on_wheel
        self.tip = ": ".join(filter(None, (text.name, text.tip)))

    def act(self, intent: Intent) -> bool:
        if intent.name == "wheel":
            self.on_wheel(-round(intent.value))
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        lit = self.chosen or state.hover
        edge, row = "text" if self.chosen else "", Row(key_cells(canvas, self.text), BETWEEN)
        Boxed(row, (RIM, 0), "rowhi" if lit else "", edge, 6).put(canvas, self.rect)
        if state.focus:
            canvas.focus(x + 2, y + 2, w - 4, h - 4, 6)


def key_cells(canvas: Canvas, text: RunText) -> tuple[Ink, ...]:
    """Line and mark, alpha and the learner's own knobs, how the run ended; the ends stand under each other."""
    style = NUMBER if text.end[:1].isdigit() else LABEL
    end = Line(text.end, style, anchor="end", wide=canvas.width("0000", NUMBER))
    sign = icon(text.icon, ICON) if text.icon else Ink(wide=ICON)
    sample = Mark(draw_sample, (text.style,), wide=KEY_SAMPLE)
    return sample, Line(text.knobs, NUMBER, grow=1), sign, end


WAYS = "ways"
MODES = (OFF, ENDS, WAYS)
ROWS = 5  # at most
WIDE, ROW, PAD, FOOT = 300.0, 26.0, 9.0, 34.0  # of the list at 100 %: width, a row, above and below, the switch
INSET = 8.0  # from the edges of the room that it has
SHARE = 0.62  # of the map's height is the most that it takes


class MapRunsList:
    """The list in the map. `rect`: where it stands; None: there is nothing to compare, or no room.

    counted   how much of what must not be covered lies in a place, and of what had better not be
    """

    count, corner = Laid(0), Laid(0)  # how many rows, and where
    first = Laid(0)  # of the old runs, the newest first, the one in the second row

    def __init__(self, runs: RunList, counted: Callable[[Rect], tuple[int, int]]) -> None:
        self.runs, self.host, self.attempt, self.counted = runs, runs.host, runs.attempt, counted
        self.rect: Rect | None = None
        self.rows: list[RunKeyRow] = []
        self._room: Rect = (0.0, 0.0, 1.0, 1.0)
        self._wide, self._t = WIDE, 1.0
        self._most = ROWS
        self._seen: object = None
        self._switch: Segmented | None = None

    def place(self, room: Rect) -> list[Widget]:
        """In a corner of the room: with all its rows, or with fewer where only so it covers nothing."""
        before, many, self.rows, self._switch, self.rect = self.rect, len(self.rows), [], None, None
        old = self._listed()
        if not self.runs.old() or self.attempt.machine is not None:
            return []
        canvas = self.runs.measure()
        t = self._t = max(1.0, canvas.type)
        texts = [row_of(self.attempt, run, close=True) for run in (self.runs.now(), *old)]
        names = [_("off"), _("ends"), _("paths")]
        each = max(canvas.width(name, STRONG) for name in names) + 12
        long = max(166.0, 3 * each + 8)  # least width of the switch
        rows = Cells(tuple(key_cells(canvas, text) for text in texts), BETWEEN)
        width = min(max(WIDE, rows.size(canvas)[0] + 2 * RIM + 8, long + 22), room[2] - 2 * INSET)
        self._room, self._wide = room, width
        maximum = min(ROWS, len(texts), int((SHARE * room[3] - 2 * PAD - FOOT * t) / (ROW * t)))
        if maximum < 1:
            return []
        self._most = maximum
        count, corner = self._best(maximum)
        self.count = count
        if before is None or self.counted(self._at(count, self.corner))[0]:  # else it need not move
            self.corner = corner
        self.first = min(self.first, len(old) - count + 1)
        for number, run in enumerate(old if count < many else ()):
            if f"map {run.key}" == self.host.focus:  # with fewer rows the keyboard stays where it is
                self.first = min(max(self.first, number - count + 2), number)
        shown = [self.runs.now(), *old[self.first : self.first + count - 1]]
        texts = [texts[0], *texts[1 + self.first : self.first + count]]
        self.rect = x, y, w, h = self._at(count, self.corner)
        for number, (run, text) in enumerate(zip(shown, texts)):
            spot, name = (x + 4, y + PAD + number * ROW * t, w - 8, ROW * t), f"map {run.key or 'run now'}"
            self.rows.append(RunKeyRow(name, spot, text, partial(self.choose, run.key), self.scroll))
        place = (x + w - 8 - long, y + h - 3 - FOOT * t, long, FOOT * t)
        tip = _("How much of the old runs to draw")
        self._switch = Segmented("compare", place, names, MODES.index(self.runs.mode),
                                 lambda number: setattr(self.runs, "mode", MODES[number]), key="compare",
                                 tip=tip)  # fmt: skip
        return [*self.rows, self._switch]

    def _listed(self) -> list[PastRun]:
        """The old runs that are not switched off, the newest first."""
        return [run for run in reversed(self.runs.old()) if run.key not in self.runs.hidden]

    def _at(self, count: int, corner: int) -> Rect:
        # Where the list may stand: below at the left, above at the right, below at the right, above at the left.
        high = (count * ROW + FOOT) * self._t + 2 * PAD
        x, y, w, h = self._room
        left, right, top, low = x + INSET, x + w - INSET - self._wide, y + INSET, y + h - INSET - high
        return *((left, low), (right, top), (right, low), (left, top))[corner], self._wide, high

    def _best(self, most: int) -> tuple[int, int]:
        """(how many rows, which corner): the most rows with which it covers nothing, else what covers least."""
        tried = [(count, corner) for count in range(most, min(most, 2) - 1, -1) for corner in range(4)]
        costs = {place: self.counted(self._at(*place)) for place in tried}
        return min(tried, key=lambda place: (costs[place][0], -place[0], costs[place][1]))

    def choose(self, key: str) -> None:
        if self.runs.chosen == key:
            return
        self.runs.chosen = key
        if self.runs.mode == OFF and key:
            self.runs.mode = ENDS

    def scroll(self, by: int) -> None:
        """Other old runs in the rows, where there are more than rows."""
        maximum = len(self._listed()) - len(self.rows) + 1
        if self.rows:
            self.first = min(max(0, self.first + by), maximum)

    def update(self) -> None:
        """What has become of the run that goes on; where its way comes to the list, that goes elsewhere."""
        if self.rect is None:
            return
        # The pointer, or the keyboard, on a row picks it out
        host = self.host
        for number, row in enumerate(self.rows):
            state = host.state(row)
            if state.hover or state.focus:
                self.choose(row.name.removeprefix("map ") if row.name != "map run now" else "")
                walks = state.focus and len(self.rows) > 2  # of two, the second would go from under the keyboard
                if walks and number == 1 and self.first:
                    self.scroll(-1)
                elif walks and number == len(self.rows) - 1:
                    self.scroll(1)
                break
        chosen = self.runs.chosen_run()
        here = chosen.key if chosen is not None else ""
        for row in self.rows:
            row.chosen = row.name == f"map {here or 'run now'}"
        self.rows[0].text = row_of(self.attempt, self.runs.now(), close=True)
        seen = (self.attempt.shown.run.serial, self.attempt.step, self.rect)
        if seen == self._seen:
            return
        self._seen = seen
        now = self.counted(self.rect)[0]
        if not now:
            return
        count, corner = self._best(self._most)
        if self.counted(self._at(count, corner))[0] < now:
            self.count, self.corner = count, corner

    def paint(self, canvas: Canvas) -> None:
        if self.rect is None or self._switch is None:
            return
        rect, switch = self.rect, self._switch
        cap = self.host.state(switch).cap
        draw_plate(canvas, rect, "border", 12, 1)
        middle, left = switch.rect[1] + switch.rect[3] / 2, rect[0] + 14
        words, room = _("Old runs"), switch.rect[0] - 8 - left
        if canvas.width(words, LABEL) <= room:
            left += canvas.width(words, LABEL) + 10
            canvas.text_vcenter(rect[0] + 14, middle, words, LABEL, "text2")
        width, height = canvas.keycap_size(cap)
        if cap and left + width + 4 <= switch.rect[0]:
            canvas.keycap(left, middle - height / 2, cap)


def stretches_in(points: Sequence[Point], rect: Rect) -> int:
    """How many stretches of a way touch a rect."""
    return sum(clip_line(a, b, rect) is not None for a, b in zip(points, points[1:]))
