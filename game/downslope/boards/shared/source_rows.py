"""The rows of a source as it ran, at one of its line runs: a section for each waiting function, the innermost last."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.traced_source import SourceRow, SourceSection
from ...view.format.code_text import HUES

if TYPE_CHECKING:
    from ...engine.line_trace import LineRun
    from ...formulas.outline import FileOutline
    from ...scripts.plugin_source import PluginSource
    from ...scripts.traced_step import TracedStep

SECTIONS = 3  # at most
OUTER = 4  # rows at most of a function that waits
HEADED = 3  # rows: where there are fewer, no head stands over them
INNER = 5  # rows at least of the one that runs
FILE = 8  # rows: a function with fewer is shown among the other lines of its file
LONGEST = 44  # letters of what a call was given
WAITS = "…"


class SourceRows:
    """Of one traced step; what was found of it is kept."""

    def __init__(self, traced: TracedStep) -> None:
        self.traced = traced
        self._next = _next_of_call(traced.line_runs)

    def sections(self, at: int, room: Callable[[int], int]) -> tuple[SourceSection, ...]:
        """At line run `at`. `room`: for a number of sections how many rows there is room for, their heads with them."""
        if room(1) < HEADED:
            return (self._running(at, room(1))._replace(name=""),)
        chain = self._chain(at)[-SECTIONS:]
        while len(chain) > 1 and room(len(chain)) < len(chain) * 2 + INNER:
            chain = chain[1:]
        found = [self._waiting(number, at) for number in chain[:-1]]
        taken = sum(1 + len(section.rows) for section in found) + 1
        return (*found, self._running(at, max(1, room(len(chain)) - taken)))

    def line_and_value(self, at: int) -> tuple[str, str]:
        """(the line that runs at this line run, what it set)."""
        row = self._row(at, at, self._line(self.traced.line_runs[at]).strip())
        return row.line, row.value

    def same_line(self, at: int, way: int) -> int:
        """The line run at which this line runs the next time, or ran the last; the same one where it does not."""
        line_runs = self.traced.line_runs
        here = line_runs[at]
        places = range(at + way, len(line_runs) if way > 0 else -1, way)
        return next((k for k in places if (line_runs[k].file, line_runs[k].line) == (here.file, here.line)), at)

    def _chain(self, at: int) -> list[int]:
        """The line runs that wait, the outermost first, and the one that runs."""
        found = [at]
        while self.traced.line_runs[found[0]].caller >= 0:
            found.insert(0, self.traced.line_runs[found[0]].caller)
        return found

    def _outline(self, line_run: LineRun) -> FileOutline | None:
        return self.traced.outline(line_run.file)

    def _line(self, line_run: LineRun) -> str:
        outline = self._outline(line_run)
        return outline.lines[line_run.line - 1] if outline is not None and line_run.line <= len(outline.lines) else ""

    def _waiting(self, number: int, at: int) -> SourceSection:
        """The lines of a function that have run, up to the one that waits for what it has called."""
        line_run = self.traced.line_runs[number]
        last = self._last_runs(line_run.frame, number)
        lines = sorted(line for line in last if line <= line_run.line)[-OUTER:]
        texts = self._texts(line_run, lines)
        rows = [self._row(last[line], number, text) for line, text in zip(lines, texts)]
        rows[-1] = rows[-1]._replace(value=WAITS, hue="text", is_old=False, is_running=False)
        return SourceSection(line_run.function, _("line {line} waits for").format(line=line_run.line), tuple(rows))

    def _running(self, at: int, room: int) -> SourceSection:
        """The lines of the function that runs, the running one in the middle where not all have room."""
        line_run = self.traced.line_runs[at]
        outline = self._outline(line_run)
        if outline is None:
            return SourceSection(line_run.function, "", ())
        lines = body_of(outline, line_run.line)
        if line_run.caller < 0 and len(lines) < room:  # there is room for its head, or for more of the file
            first, end = outline.function(line_run.line) if room < FILE else (1, len(outline.lines))
            lines = filled_lines(outline, max(1, first), end)
        here = lines.index(line_run.line) if line_run.line in lines else 0
        first = max(0, min(here - (room - 1) // 2, len(lines) - room))
        last, begun = self._last_runs(line_run.frame, at), self._round_began(at)
        loop = _range_of(outline, outline.loop(line_run.line))
        rows = []
        shown = lines[first : first + room]
        for line, text in zip(shown, _dedented(outline, lines)[first : first + room]):
            row = SourceRow(line, text)
            if line in last:
                row = self._row(last[line], at, text)
                old = last[line] < begun and loop[0] <= line <= loop[1] and line != line_run.line
                row = row._replace(is_old=old, is_running=line == line_run.line)
            rows.append(row)
        count = self._round(at)
        aside = _("round {count} of its loop").format(count=count) if count else self._given(line_run.frame)
        return SourceSection(line_run.function, aside, tuple(rows))

    def _given(self, frame: int) -> str:
        """What a call was given, where that is said in a few words."""
        first = next(line_run for line_run in self.traced.line_runs if line_run.frame == frame)
        new = {name for name, _value in first.changes}
        known = [(n, value) for n, value in first.names if n not in new and "." not in n and value[:1] != "<"]
        told = ", ".join(f"{name} {value}" for name, value in known)
        return told if len(told) <= LONGEST else ""

    def _texts(self, line_run: LineRun, lines: Sequence[int]) -> list[str]:
        outline = self._outline(line_run)
        if outline is None:
            return ["" for _line in lines]
        body = body_of(outline, line_run.line)
        texts = dict(zip(body, _dedented(outline, body)))
        return [texts.get(line, outline.lines[line - 1].strip()) for line in lines]

    def _last_runs(self, frame: int, at: int) -> dict[int, int]:
        """Line -> the last line run of this call at which it ran, up to `at`."""
        line_runs = self.traced.line_runs
        return {line_runs[k].line: k for k in range(at + 1) if line_runs[k].frame == frame}

    def _round_began(self, at: int) -> int:
        """The line run at which the present round of the innermost loop began; 0: there is no loop."""
        heads = self._heads(at)
        return heads[-1] if heads else 0

    def _round(self, at: int) -> int:
        return len(self._heads(at))

    def _heads(self, at: int) -> list[int]:
        """The line runs of the head of the loop that the running line is in, since it was come to from outside."""
        line_runs = self.traced.line_runs
        outline = self._outline(line_runs[at])
        if outline is None:
            return []
        first, last = _range_of(outline, outline.loop(line_runs[at].line))
        found: list[int] = []
        for k in range(at, -1, -1):
            if line_runs[k].frame != line_runs[at].frame or not first:
                continue
            if not first <= line_runs[k].line <= last:
                break
            if line_runs[k].line == first:
                found.insert(0, k)
        return found

    def _row(self, number: int, at: int, text: str) -> SourceRow:
        """What the line run of this number set."""
        line_run = self.traced.line_runs[number]
        value, hue = self._value(number)
        return SourceRow(line_run.line, text, value, hue, is_running=number == at)

    def _value(self, number: int) -> tuple[str, str]:
        """What a line run set, and the hue of its name."""
        line_run, outline = self.traced.line_runs[number], None
        if line_run.raised:
            return line_run.raised, "error"
        outline = self._outline(line_run)
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


def source_section(source: PluginSource) -> SourceSection:
    """The lines of a method that has not run."""
    if source.method is None or source.outline is None:
        return SourceSection("", "", ())
    line = source.method.__code__.co_firstlineno
    lines = body_of(source.outline, line)
    rows = tuple(SourceRow(n, text) for n, text in zip(lines, _dedented(source.outline, lines)))
    return SourceSection(source.method.__qualname__.replace("<locals>.", ""), "", rows)


def body_of(outline: FileOutline, line: int) -> list[int]:
    """The lines of the function that a line is in, without its head and without empty ones."""
    first, last = outline.function(line)
    begin = outline.last_line(first) + 1
    return filled_lines(outline, begin, last) or [line]


def filled_lines(outline: FileOutline, first: int, last: int) -> list[int]:
    """Those that are not empty."""
    return [number for number in range(first, last + 1) if outline.lines[number - 1].strip()]


def _dedented(outline: FileOutline, lines: Sequence[int]) -> list[str]:
    return textwrap.dedent("\n".join(outline.lines[line - 1] for line in lines)).split("\n")


def _range_of(outline: FileOutline, head: int) -> tuple[int, int]:
    return outline.loop_lines(head) if head else (0, -1)


def _next_of_call(line_runs: Sequence[LineRun]) -> list[int | None]:
    """For each line run the next one of the same call."""
    found: list[int | None] = [None] * len(line_runs)
    last: dict[int, int] = {}
    for number, line_run in enumerate(line_runs):
        if line_run.frame in last:
            found[last[line_run.frame]] = number
        last[line_run.frame] = number
    return found
