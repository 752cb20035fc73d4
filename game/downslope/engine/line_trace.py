"""A trace of some code, line by line as it ran: what each line set, what it gave back, who waits for it.

    made = record(lambda: learner.step(problem, weights, alpha), owns)

Nothing of it stands in a run: a step that was made is made once more by a twin, and only then is anything traced, by
sys.settrace. No code of a value's class is called: plain numbers, texts, lists and the like are written out, all else
is told by its class.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count, islice
from types import CodeType, FrameType
from typing import Any, NamedTuple

MOST = 2000  # line runs that are kept; the rest runs untraced
SHORT = 4  # items of a list that are shown
LETTERS = 24  # of a text
WIDE = 64  # bits of a whole number that is written out
INNER = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>", "<lambda>")  # a part of the line around them
Values = dict[str, str]
Owns = Callable[[CodeType], bool]
LineOf = Callable[[CodeType, int], int]


class LineRun(NamedTuple):
    """One line that ran.

    frame    number of the call that it belongs to       caller   the line run that waits for that call; -1: none
    changes  (name, value) of what is another after it   names    (name, value) of all that is known after it
    gave     what its call gave back with it, or handed out; None: nothing        raised   the class of what it raised
    """

    file: str
    line: int
    function: str
    frame: int
    caller: int
    depth: int
    changes: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    gave: str | None = None
    raised: str = ""


class TracedCall(NamedTuple):
    """`result`: what the call gave. `whole`: no more line runs than MOST. `codes`: whose lines they are."""

    result: Any
    line_runs: list[LineRun]
    whole: bool
    codes: frozenset[CodeType]


class Busy(Exception):
    """Another tool, a debugger or coverage, traces this process."""


def short_value(value: object, deep: int = 0) -> str:
    """A value in a few letters, without running code of its class."""
    kind = type(value)
    if kind is float:
        return f"{value:.4g}"
    if kind is int:
        return str(value) if value.bit_length() <= WIDE else "<int>"  # type: ignore[attr-defined]
    if value is None or kind is bool:
        return str(value)
    if kind is str:
        return repr(value if len(value) <= LETTERS else value[: LETTERS - 1] + "…")  # type: ignore[arg-type, index]
    if kind in (list, tuple) and deep < 2:
        shown = [short_value(each, deep + 1) for each in value[:SHORT]]  # type: ignore[index]
        if len(value) > SHORT:  # type: ignore[arg-type]
            shown.append(f"… {len(value)}")  # type: ignore[arg-type]
        return f"[{', '.join(shown)}]" if kind is list else f"({', '.join(shown)})"
    if kind is dict and deep < 2:
        first = islice(value.items(), SHORT)  # type: ignore[attr-defined]
        shown = [f"{short_value(key, 2)}: {short_value(each, deep + 1)}" for key, each in first]
        return "{" + ", ".join(shown) + "}"
    return f"<{_class_name(kind)}>"


def _class_name(kind: type) -> str:
    """As it was written; a metaclass has no say."""
    return str(type.__dict__["__name__"].__get__(kind))


_Open = tuple[int, int, Values]  # a call under way: its number, its line run that is not finished, the values before


@dataclass(eq=False)
class _Recorder:
    """Turns what happens in frames into line runs."""

    _owns: Owns
    _line_of: LineOf
    line_runs: list[LineRun] = field(default_factory=list)
    codes: set[CodeType] = field(default_factory=set)
    full: bool = False
    _open: dict[FrameType, _Open] = field(default_factory=dict)
    _stack: list[FrameType] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        """For sys.settrace. A comprehension is part of the line around it, in every Python."""
        if event == "call":
            if self.full or frame.f_code.co_name in INNER or not self._owns(frame.f_code):
                return None
            # A call begins, or a generator goes on
            self._stack.append(frame)
            self.codes.add(frame.f_code)
            if frame in self._open:
                self._open[frame] = self._open[frame][0], -1, values_in(frame)
            else:
                self._open[frame] = next(self._numbers), -1, {}
        elif not self.full and event == "line":
            self._line(frame, self._line_of(frame.f_code, frame.f_lineno))
        elif not self.full and event == "exception":
            kind, number = argument[0], self._open[frame][1]
            if number >= 0 and kind not in (StopIteration, GeneratorExit):
                self.line_runs[number] = self.line_runs[number]._replace(raised=_class_name(kind))
        elif event == "return":
            # A call gives something back and is over, or goes on later; or something that was raised ends it
            here, code = self._open[frame], frame.f_code.co_code
            name = dis.opname[code[frame.f_lasti]] if 0 <= frame.f_lasti < len(code) else ""
            gave = argument is not None or name in ("YIELD_VALUE", "RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR")
            if not self.full:
                self._finish(frame, here)
                if here[1] >= 0 and gave:
                    self.line_runs[here[1]] = self.line_runs[here[1]]._replace(gave=short_value(argument))
            if name != "YIELD_VALUE":
                del self._open[frame]
            if frame in self._stack:  # what is thrown into a generator is no call
                del self._stack[self._stack.index(frame) :]
        return self.trace

    def _line(self, frame: FrameType, line: int) -> None:
        """A line begins: the frame's line before it is over. A part of the same line is no line run of its own."""
        here = self._open[frame]
        number, line_run, _before = here
        if line_run >= 0 and self.line_runs[line_run].line == line:
            return
        now = self._finish(frame, here)
        if len(self.line_runs) >= MOST:
            self.full = True
            return
        self._open[frame] = number, len(self.line_runs), now
        code, depth = frame.f_code, self._stack.index(frame) if frame in self._stack else 0
        caller = self._open[self._stack[depth - 1]][1] if depth else -1
        name = code.co_qualname.replace("<locals>.", "")
        self.line_runs.append(LineRun(code.co_filename, line, name, number, caller, depth))

    def _finish(self, frame: FrameType, here: _Open) -> Values:
        now, (_number, line_run, before) = values_in(frame), here
        if line_run >= 0:
            new = tuple((name, value) for name, value in now.items() if before.get(name) != value)
            self.line_runs[line_run] = self.line_runs[line_run]._replace(changes=new, names=tuple(now.items()))
        return now


def values_in(frame: FrameType) -> Values:
    """What the names of a call stand at, and the attributes of its `self`, in a few letters."""
    values: Values = {}
    for name, value in frame.f_locals.items():
        if name == "self":
            try:
                own = object.__getattribute__(value, "__dict__")
            except AttributeError:
                continue
            if type(own) is dict:
                values |= {f"self.{name}": short_value(each) for name, each in own.items() if type(name) is str}
        elif name.isidentifier():
            values[name] = short_value(value)
    return values


def record(call: Callable[[], Any], owns: Owns, line_of: LineOf = lambda code, line: line) -> TracedCall:
    """What a call gave, and its line runs. What it raises comes through. Busy: something else traces.

    `owns`: whose lines are noted. `line_of`: the line that stands for one, of several over which a statement goes.
    """
    if sys.gettrace() is not None:
        raise Busy
    recorder = _Recorder(cache(owns), line_of)
    sys.settrace(recorder.trace)
    try:
        result = call()
    finally:
        sys.settrace(None)
    return TracedCall(result, recorder.line_runs, not recorder.full, frozenset(recorder.codes))
