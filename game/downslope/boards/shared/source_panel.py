"""A plugin's own file in the code panel: its lines as they ran in a step, with back and forth at the foot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil

from ...attempt.playback import ENDS_ONLY
from ...attempt.shown import RESET_FIRST, weight_name
from ...engine.watchdog import StopPoint
from ...formulas.source import FileOutline
from ...i18n import N_, _
from ...learning import Learner
from ...registry.plugin_guard import guard
from ...scripts.walk import (
    LATE,
    NOT_READ,
    RAISED,
    PluginSource,
    TracedStep,
    Twins,
    outline_at,
    source_of_part,
    trace_example,
    trace_learner,
)
from ...view.cards.code_listing import BETWEEN, ROW, TOP, CodeRow, SourceSection, draw_sections
from ...view.draw import BODY, LABEL, Canvas, TimeSlice, measure, smooth
from ...view.format.markup import HUES
from ...view.widgets.button import Button
from ...view.widgets.panel import Laid, ScrollArea
from ...view.widgets.progress_dots import BeatButton, BeatDots
from ...view.widgets.widget import Rect, Widget
from .panel import Host, Latest

SECTIONS = 3  # at most
OUTER = 4  # rows at most of a function that waits
HEADED = 3  # rows: where there are fewer, no head stands over them
INNER = 5  # rows at least of the one that runs
FILE = 8  # rows: a function with fewer is shown among the other lines of its file
LONGEST = 44  # letters of what a call was given
WAITS = "…"
OLD = "text3"  # hue of what was set in a round before this one


class SourceRows:
    """Of one traced step, at one of its line runs: a section for each waiting function, the innermost last."""

    def __init__(self, traced: TracedStep) -> None:
        self.traced = traced
        # For each line run the next one of the same call
        numbers: list[int | None] = [None] * len(traced.line_runs)
        last: dict[int, int] = {}
        for number, line_run in enumerate(traced.line_runs):
            if line_run.frame in last:
                numbers[last[line_run.frame]] = number
            last[line_run.frame] = number
        self._next = numbers

    def sections(self, at: int, room: Callable[[int], int]) -> tuple[SourceSection, ...]:
        """At line run `at`. `room`: for a number of sections how many rows there is room for, their heads with them."""
        if room(1) < HEADED:
            return (self._running(at, room(1))._replace(name=""),)
        chain = [at]  # the line runs that wait, the outermost first, and the one that runs
        while len(chain) < SECTIONS and self.traced.line_runs[chain[0]].caller >= 0:
            chain.insert(0, self.traced.line_runs[chain[0]].caller)
        while len(chain) > 1 and room(len(chain)) < len(chain) * 2 + INNER:
            chain = chain[1:]
        sections = [self._waiting(number, at) for number in chain[:-1]]
        taken = sum(1 + len(section.rows) for section in sections) + 1
        return (*sections, self._running(at, max(1, room(len(chain)) - taken)))

    def _waiting(self, number: int, at: int) -> SourceSection:
        """The lines of a function that have run, up to the one that waits for what it has called."""
        line_run = self.traced.line_runs[number]
        last = self._last_runs(line_run.frame, number)
        lines = sorted(line for line in last if line <= line_run.line)[-OUTER:]
        outline, texts = outline_at(line_run.file), dict.fromkeys(lines, "")
        if outline is not None:
            body = body_of(outline, line_run.line)
            texts = {line: outline.lines[line - 1].strip() for line in lines}
            texts |= zip(body, _dedented(outline, body))
        rows = [self._row(last[line], number, texts[line]) for line in lines]
        rows[-1] = rows[-1]._replace(value=WAITS, hue="text", running=False)
        return SourceSection(line_run.function, _("line {line} waits for").format(line=line_run.line), tuple(rows))

    def _running(self, at: int, room: int) -> SourceSection:
        """The lines of the function that runs, the running one in the middle where not all have room."""
        line_run = self.traced.line_runs[at]
        outline = outline_at(line_run.file)
        if outline is None:
            return SourceSection(line_run.function, "", ())
        lines = body_of(outline, line_run.line)
        if line_run.caller < 0 and len(lines) < room:  # there is room for its head, or for more of the file
            first, end = outline.function(line_run.line) if room < FILE else (1, len(outline.lines))
            lines = [number for number in range(max(1, first), end + 1) if outline.lines[number - 1].strip()]
        here = lines.index(line_run.line) if line_run.line in lines else 0
        first = max(0, min(here - (room - 1) // 2, len(lines) - room))
        # The line runs of the head of the loop that it is in, since that was come to from outside
        loop, heads = outline.loop(line_run.line), list[int]()
        for number in range(at, -1, -1) if loop[0] else ():
            before = self.traced.line_runs[number]
            if before.frame == line_run.frame and not loop[0] <= before.line <= loop[1]:
                break
            if before.frame == line_run.frame and before.line == loop[0]:
                heads.insert(0, number)
        last, begun = self._last_runs(line_run.frame, at), heads[-1] if heads else 0  # the present round of it
        rows = []
        shown = lines[first : first + room]
        for line, text in zip(shown, _dedented(outline, lines)[first : first + room]):
            row = CodeRow(text, number=str(line))
            if line in last:
                row = self._row(last[line], at, text)
                old = last[line] < begun and loop[0] <= line <= loop[1] and line != line_run.line
                row = row._replace(hue=OLD if old else row.hue, running=line == line_run.line)
            rows.append(row)
        if heads:
            aside = _("round {count} of its loop").format(count=len(heads))
            return SourceSection(line_run.function, aside, tuple(rows))
        # What the call was given, where that is said in a few words
        begin = next(each for each in self.traced.line_runs if each.frame == line_run.frame)
        new = {name for name, _value in begin.changes}
        known = [(n, value) for n, value in begin.names if n not in new and "." not in n and value[:1] != "<"]
        text = ", ".join(f"{name} {value}" for name, value in known)
        return SourceSection(line_run.function, text if len(text) <= LONGEST else "", tuple(rows))

    def _last_runs(self, frame: int, at: int) -> dict[int, int]:
        """Line -> the last line run of this call at which it ran, up to `at`."""
        line_runs = self.traced.line_runs
        return {line_runs[k].line: k for k in range(at + 1) if line_runs[k].frame == frame}

    def _row(self, number: int, at: int, text: str) -> CodeRow:
        return CodeRow(text, *self.value(number), number == at, number=str(self.traced.line_runs[number].line))

    def value(self, number: int) -> tuple[str, str]:
        """What a line run set, and the hue of its name."""
        line_run = self.traced.line_runs[number]
        if line_run.raised:
            return line_run.raised, "error"
        outline = outline_at(line_run.file)
        if outline is None:
            return "", "text"
        after = self._next[number]
        entered = outline.answer(line_run.line, self.traced.line_runs[after].line) if after is not None else None
        if entered is not None and not outline.targets(line_run.line):
            return (_("yes") if entered else _("no")), "text"
        if entered is False:
            return _("over"), "text2"
        known = dict(line_run.names)
        named = [(name, known[name]) for name in outline.targets(line_run.line) if name in known]
        named = named or list(line_run.changes)
        if not named:
            given = line_run.gave if line_run.gave not in (None, "None") else ""
            return given or "", "text"
        return ", ".join(value for _name, value in named), HUES.get(named[0][0].rpartition(".")[2], "text")


def body_of(outline: FileOutline, line: int) -> list[int]:
    """The lines of the function that a line is in, without its head and without empty ones."""
    first, last = outline.function(line)
    body = range(outline.last_line(first) + 1, last + 1)
    return [number for number in body if outline.lines[number - 1].strip()] or [line]


def _dedented(outline: FileOutline, lines: Sequence[int]) -> list[str]:
    return textwrap.dedent("\n".join(outline.lines[line - 1] for line in lines)).split("\n")


# A walk through the lines of a step that was made: which step, which line; it is made once more when it is looked
# at. Nothing is traced while a run goes on too fast to be read, or while nobody looks.


SLICE = 0.003  # seconds of a frame in which the steps before are made again
KEPT = 16  # traced steps
STEP_FIRST = N_("Step once, then walk its lines.")
RUNS = N_("It is running. Once it stops, you can walk through the step.")
SEEKS = N_("Repeating the steps before it …")
HIDDEN = N_("Its values would give away what is hidden here.")
PARTS = ("learner", "metric", "network")
FOOT = 52.0
BUTTON = (74.0, 34.0)  # of back and forth
SHORTEST = 60.0  # width of the dots without which they are left out
SLIDES = 0.12  # seconds from one row to the next
LEAST = 2  # rows that are seen in any case


class SourcePanel:
    """What lies under the head of a code panel while a file is chosen there.

    `part`: whose lines. `weight`, `example`: the ones chosen on the board. `at`: the line run that is looked at.
    """

    weight = Laid(0)

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.part = "learner"
        self.at = 0
        self.example: int | None = None  # None: the first that the step looks at
        self.rows: SourceRows | None = None  # None: there are no values, and `note` says why
        self.note = ""
        self._source: Latest[PluginSource] = Latest()
        self._key: object = None
        self._begin = False  # the next step that is come to is looked at from its first line
        self._twins = Twins()
        self._known: dict[object, SourceRows] = {}
        self._search: tuple[object, Iterator[Learner | None]] | None = None
        self.rect: Rect = (0.0, 0.0, 0.0, 0.0)
        self.sections: tuple[SourceSection, ...] = ()
        self.area: ScrollArea | None = None
        self.dots: BeatDots | None = None
        self._has_dots = True
        self._buttons: list[BeatButton] = []
        self._chooser: Button | None = None  # of the weight
        self._made: object = None
        self._row = -1  # where the light stands
        self._from, self._since = 0.0, -SLIDES  # how many rows above it the light came from, and when

    def source(self) -> PluginSource | None:
        """The file of the part; None: there is no such part."""
        run = self.attempt.shown.run
        thing = {"learner": run.learner, "metric": run.metric, "network": run.network}[self.part]
        if thing is None:
            return None
        return self._source.of(type(thing), source_of_part, thing)

    @property
    def step(self) -> int:
        """The step whose lines are looked at: the one under way, else the one that led here."""
        here = self.attempt.step
        return here if self.attempt.playback.hop_progress > 0 else max(0, here - 1)

    @property
    def count(self) -> int:
        return len(self.rows.traced.line_runs) if self.rows is not None else 0

    def _look(self, secret: bool) -> tuple[SourceRows | None, str]:
        attempt, session = self.attempt, self.attempt.shown
        playback, show = attempt.playback, attempt.show
        self.weight = min(self.weight, session.run.network.size - 1)
        source = self.source()
        if source is None or source.outline is None:
            return None, _(NOT_READ)
        if secret:
            return None, _(HIDDEN)
        if attempt.drag is not None:  # what a knob would give is not a run
            return self.rows, self.note
        at_rest = not (playback.moving or playback.running)
        tries = attempt.ahead is not None or (show is not None and show.prepares)
        if tries or not (at_rest or 0 < playback.speed <= ENDS_ONLY):
            return None, _(RUNS)
        if at_rest:
            self._twins.note(session.run)
        if not session.run.count or self.step >= session.run.count:
            return None, _(STEP_FIRST if self.attempt.fault is None else RESET_FIRST)
        run = self.attempt.shown.run
        example = run.order.batch(self.step)[0] if self.example is None else self.example
        key = run.serial, self.step, self.part, self.weight, example, run.metric
        rows = self._known.get(key)
        if rows is None:
            traced = self._trace(key, example)
            if traced is None:
                return None, _(SEEKS)
            if len(self._known) >= KEPT:
                del self._known[next(iter(self._known))]
            rows = self._known[key] = SourceRows(traced)
        traced = rows.traced
        return (rows, "") if traced.line_runs else (None, _(traced.note).format(error=traced.error))

    def _trace(self, key: object, example: int) -> TracedStep | None:
        """None: there is more to be done, in the next frames."""
        session, step = self.attempt.shown, self.step
        guarded = partial(guard, self.host.game.loaded, self.attempt.level.plugin)
        if self.part != "learner":
            return trace_example(session, step, self.part, example, guarded)
        assert session.run.learner is not None
        source = source_of_part(session.run.learner)
        try:
            if self._search is None or self._search[0] != key:
                self._search = key, self._twins.find(self.attempt.shown, self.step)
            search, piece = self._search[1], TimeSlice(SLICE)
            learner: Learner | None = None
            while learner is None and piece.left > 0:
                learner = guarded(lambda: next(search))
            if learner is not None:
                self._search = None
            twin = learner
        except StopPoint:
            return TracedStep(source, note=LATE)
        except Exception as error:
            return TracedStep(source, note=RAISED, error=type(error).__name__)
        return trace_learner(session, step, twin, self.weight, guarded) if twin is not None else None

    @property
    def walks(self) -> bool:
        """Its lines can be gone through now."""
        playback = self.attempt.playback
        return self.rows is not None and not playback.moving and not playback.running

    def go(self, number: int) -> None:
        if self.walks:
            self.at = min(self.count - 1, max(0, number))

    def walk(self, way: int, far: bool) -> bool:
        """One line on (1) or back (-1), beyond the step's ends into the next; `far`: to the same line's next time.

        False: there is none.
        """
        if not self.walks or self.rows is None:
            return False
        before, line_runs = self.at, self.rows.traced.line_runs
        if far:
            here = line_runs[before].file, line_runs[before].line
            places = range(before + way, len(line_runs) if way > 0 else -1, way)
            self.at = next((k for k in places if (line_runs[k].file, line_runs[k].line) == here), before)
            return self.at != before
        if 0 <= self.at + way < self.count:
            self.at += way
            return True
        step = self.step + 1 + way  # what is looked at is the step that led there
        if not 1 <= step <= self.attempt.shown.run.count:
            return False
        self._begin = way > 0
        self.attempt.look(step)
        return True

    def place(self, rect: Rect) -> list[Widget]:
        self._made, self._row = None, self._row if rect == self.rect else -1  # it does not slide into another place
        x, y, w, h = self.rect = rect
        width, height = BUTTON
        top = y + h - FOOT + (FOOT - height) / 2 + 1
        self._buttons = [
            BeatButton("line back", (x + 14, top, width, height), "step_back", "earlier", _("One line back"),
                       partial(self.walk, -1)),
            BeatButton("line forth", (x + 20 + width, top, width, height), "step", "later", _("One line on"),
                       partial(self.walk, 1)),
        ]  # fmt: skip
        left = x + 20 + 2 * width + 18
        canvas = measure(self.host.game.look(), self.host.width, self.host.height)
        counter = canvas.width(_("line {line} of {count}").format(line=2000, count=2000), BODY) + 26
        self._chooser = None
        run = self.attempt.shown.run
        formula = self.part == "learner" and run.learner is not None and type(run.learner).step is Learner.step
        if formula and run.network.size > 1:
            name = weight_name(self.attempt.shown.level, self.weight)
            long = canvas.width(name, LABEL) + 28
            step_on = partial(setattr, self, "weight", (self.weight + 1) % run.network.size)
            self._chooser = Button("line weight", (left - 12, top, long, height), name, on_press=step_on)
            self._chooser.tip, self._chooser.radius = _("The same for the next weight"), 10.0
            left += long + 6
        room = x + w - counter - left
        self.dots = BeatDots("lines", (left + 9, top, max(0.0, room - 18), height), 0, 1, moved=self.go)
        self._has_dots = room >= SHORTEST
        offset = self.area.offset if self.area is not None else 0.0
        self.area = ScrollArea("source", (x, y, w, h - FOOT), 0.0, offset)
        chooser = [self._chooser] if self._chooser is not None else []
        return [self.area, *self._buttons, *chooser, self.dots]

    def update(self, secret: bool) -> None:
        """Look at what the attempt has come to. `secret`: without values."""
        self.rows, self.note = self._look(secret)
        if self.rows is not None:
            key = self.attempt.shown.run.serial, self.step, self.part, self.weight, self.example
            hop = self.attempt.playback.hop_progress
            if hop > 0:
                self.at, self._begin = int(hop * self.count), False
            elif key != self._key or self._key is None:
                self.at, self._begin = 0 if self._begin else self.count - 1, False
            self._key = key if hop <= 0 else None
            self.at = min(self.at, self.count - 1)
        dots, area = self.dots, self.area
        if dots is None or area is None:
            return
        for widget in (*self._buttons, *([self._chooser] if self._chooser is not None else []), dots):
            widget.visible = widget.enabled = self.walks and (widget is not dots or self._has_dots)
        if self.rows is not None:
            dots.depths = [line_run.depth for line_run in self.rows.traced.line_runs]
            dots.look(self.at, len(dots.depths) - 1)
        made = (self.rows, self.at, self.rect, self.part, self.host.game.look(), self.source())
        if made != self._made:
            self._made = made
            k, height = self.host.game.look().type, self.rect[3] - FOOT
            before, row = self._row, -1
            if self.rows is None:
                source, self.sections = self.source(), ()
                if source is not None and source.outline is not None and source.method is not None:
                    # The lines of a method that has not run
                    lines = body_of(source.outline, source.method.__code__.co_firstlineno)
                    texts = zip(lines, _dedented(source.outline, lines))
                    name = source.method.__qualname__.replace("<locals>.", "")
                    self.sections = (SourceSection(name, "", tuple(CodeRow(text, number=str(n)) for n, text in texts)),)
                rows = sum(1 + len(section.rows) for section in self.sections)
                area.height = TOP + rows * ROW * k
            else:
                # How many rows, heads of sections among them, there is room for
                self.sections = self.rows.sections(
                    self.at, lambda count: max(1, int((height - TOP - BETWEEN * (count - 1)) / (ROW * k) + 0.02))
                )
                area.height = 0.0
                tops = [row for section in self.sections for row in (None, *section.rows)]
                row = next((n for n, each in enumerate(tops) if each is not None and each.running), -1)
            area.focusable = area.limit > 0
            area.scroll(0.0)
            moved = row - before if row >= 0 and before >= 0 else 0
            if moved and not self.host.game.settings.still:
                self._from, self._since = float(moved), self.host.time
            self._row = row

    def sentence(self) -> str:
        """For the text mirror: the running line and its value."""
        source = self.source()
        if source is None:
            return ""
        if self.rows is None:
            return f"{source.name}. {self.note}"
        here, value = self.rows.traced.line_runs[self.at], self.rows.value(self.at)[0]
        outline = outline_at(here.file)
        lines = outline.lines if outline is not None else ()
        line = lines[here.line - 1].strip() if here.line <= len(lines) else ""
        said = _("{file}, line {line}: {code}").format(file=source.name, line=here.line, code=line)
        text = f" → {value}" if value else ""
        return f"{said}{text}. {self._count()}."

    def _count(self) -> str:
        whole = self.rows is None or self.rows.traced.whole
        line = self.at + 1
        return (_("line {line} of {count}") if whole else _("line {line} of more")).format(line=line, count=self.count)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        area = self.area
        if area is None:
            return
        foot = y + h - FOOT
        with canvas.clip(x, y, w, h - FOOT):
            # Of lines that did not run, those from the first that is not scrolled away
            first = ceil(area.offset / (ROW * canvas.type) - 0.25)
            seen = tuple(section._replace(rows=section.rows[first:]) for section in self.sections)
            part = (self.host.time - self._since) / SLIDES  # of the light's way to its row
            slide = self._from * (1 - smooth(part)) if 0 <= part < 1 else 0.0
            draw_sections(canvas, (x, y, w, h - FOOT), seen, slide)
        canvas.line(x + 1, foot + 0.5, x + w - 1, foot + 0.5, "border", 1)
        base = canvas.baseline_of(foot + FOOT / 2) + 1
        if self.walks:
            canvas.text(x + w - 18, base, self._count(), BODY, "text2", "end")
        else:
            # Why there are no values; while a step is under way, how many lines it has
            style, note = canvas.fit_style(self.note or self._count(), w - 36)
            canvas.text(x + 18, base, note, style, "text2")
