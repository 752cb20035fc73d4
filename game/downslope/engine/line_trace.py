"""A trace of some code, line by line as it ran: what each line set, what it gave back, who waits for it.

    made = record(lambda: learner.step(problem, weights, alpha), owns)

Nothing of it stands in a run: a step that was made is made once more by a twin, and only then is anything traced.
From Python 3.12 on sys.monitoring tells of the lines of the code that is asked for and of no other; before it,
sys.settrace. No code of a value's class is called: plain numbers, texts, lists and the like are written out, all else
is told by its class.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import islice
from types import CodeType, FrameType
from typing import Any, NamedTuple

MOST = 2000  # line runs that are kept; the rest runs untraced
SHORT = 4  # items of a list that are shown
LETTERS = 24  # of a text
WIDE = 64  # bits of a whole number that is written out
MONITORING: Any = getattr(sys, "monitoring", None)
TOOL = 3  # an id of sys.monitoring that no known tool uses; the watchdog has 4
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


class _Open(NamedTuple):
    """A call that is under way: its number, its line run that is not finished, the values before that."""

    frame: int
    line_run: int
    before: Values


class Recorder:
    """Turns what happens in frames into line runs. `on`: calls that begin now are told; `over`: no more ever."""

    def __init__(self, owns: Owns, line_of: LineOf) -> None:
        self.line_runs: list[LineRun] = []
        self.codes: set[CodeType] = set()
        self.on, self.over = True, False
        self.full = False
        self._owns, self._line_of = owns, line_of
        self._known: dict[CodeType, bool] = {}
        self._open: dict[FrameType, _Open] = {}
        self._stack: list[FrameType] = []
        self._frames = 0

    def is_requested(self, code: CodeType) -> bool:
        """Its lines are line runs of their own; a comprehension is part of the line around it, in every Python."""
        if code not in self._known:
            self._known[code] = code.co_name not in INNER and self._owns(code)
        return self._known[code]

    def enter(self, frame: FrameType) -> None:
        """A call begins, or a generator goes on."""
        if not self.on or self.full or self.over:
            return
        self._stack.append(frame)
        self.codes.add(frame.f_code)
        if frame not in self._open:
            self._open[frame] = _Open(self._frames, -1, {})
            self._frames += 1
        else:
            self._open[frame] = self._open[frame]._replace(line_run=-1, before=values_in(frame))

    def line(self, frame: FrameType, line: int) -> None:
        """A line begins: the frame's line before it is over. A part of the same line is no line run of its own."""
        here = self._open.get(frame)
        if here is None or self.full:
            return
        line = self._line_of(frame.f_code, line)
        if here.line_run >= 0 and self.line_runs[here.line_run].line == line:
            return
        now = self._finish(frame, here)
        if len(self.line_runs) >= MOST:
            self.full = True
            return
        self._open[frame] = _Open(here.frame, len(self.line_runs), now)
        code, depth = frame.f_code, self._stack.index(frame) if frame in self._stack else 0
        below = self._open.get(self._stack[depth - 1]) if depth else None
        name = code.co_qualname.replace("<locals>.", "")
        caller = below.line_run if below is not None else -1
        self.line_runs.append(LineRun(code.co_filename, line, name, here.frame, caller, depth))

    def leave(self, frame: FrameType, value: object, over: bool = True, raised: bool = False) -> None:
        """A call gives something back and is over, or goes on later; or something that was raised ends it."""
        here = self._open.get(frame)
        if here is None:
            return
        if not self.full:
            self._finish(frame, here)
            if here.line_run >= 0 and not raised:
                self.line_runs[here.line_run] = self.line_runs[here.line_run]._replace(gave=short_value(value))
        if over:
            del self._open[frame]
        if frame in self._stack:
            del self._stack[self._stack.index(frame) :]

    def fault(self, frame: FrameType, error: BaseException | type) -> None:
        """Something was raised while this line ran."""
        here = self._open.get(frame)
        kind = error if isinstance(error, type) else type(error)
        if here is not None and here.line_run >= 0 and not self.full and kind not in (StopIteration, GeneratorExit):
            self.line_runs[here.line_run] = self.line_runs[here.line_run]._replace(raised=_class_name(kind))

    def _finish(self, frame: FrameType, here: _Open) -> Values:
        now = values_in(frame)
        if here.line_run >= 0:
            new = tuple((name, value) for name, value in now.items() if here.before.get(name) != value)
            before = self.line_runs[here.line_run]
            self.line_runs[here.line_run] = before._replace(changes=new, names=tuple(now.items()))
        return now


def values_in(frame: FrameType) -> Values:
    """What the names of a call stand at, and the attributes of its `self`, in a few letters."""
    found: Values = {}
    for name, value in frame.f_locals.items():
        if name == "self":
            found |= _attributes(value)
        elif name.isidentifier():
            found[name] = short_value(value)
    return found


def _attributes(owner: object) -> Values:
    try:
        attributes = object.__getattribute__(owner, "__dict__")
    except AttributeError:
        return {}
    if type(attributes) is not dict:
        return {}
    return {f"self.{name}": short_value(value) for name, value in attributes.items() if type(name) is str}


def record(call: Callable[[Recorder], Any], owns: Owns, line_of: LineOf = lambda code, line: line) -> TracedCall:
    """What a call gave, and its line runs. What it raises comes through. Busy: something else traces.

    `owns`: whose lines are told. `line_of`: the line that stands for one, of several over which a statement goes.
    """
    recorder = Recorder(owns, line_of)
    made = _monitored(call, recorder) if MONITORING is not None else _settraced(call, recorder)
    return TracedCall(made, recorder.line_runs, not recorder.full, frozenset(recorder.codes))


def _settraced(call: Callable[[Recorder], Any], recorder: Recorder) -> Any:
    if sys.gettrace() is not None:
        raise Busy

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "call":
            if recorder.full or recorder.over or not recorder.on or not recorder.is_requested(frame.f_code):
                return None
            recorder.enter(frame)
        elif event == "line":
            recorder.line(frame, frame.f_lineno)
        elif event == "exception":
            recorder.fault(frame, argument[0])
        elif event == "return":
            recorder.leave(frame, argument, *_end_of(frame, argument))
        return trace

    sys.settrace(trace)
    try:
        return call(recorder)
    finally:
        sys.settrace(None)


def _end_of(frame: FrameType, value: object) -> tuple[bool, bool]:
    """Whether the call is over, and whether something raised has ended it: settrace tells all of them as a return."""
    code = frame.f_code.co_code
    name = _op_names()[code[frame.f_lasti]] if 0 <= frame.f_lasti < len(code) else ""
    if name == "YIELD_VALUE":
        return False, False
    return True, value is None and name not in ("RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR")


def _op_names() -> list[str]:
    import dis

    return dis.opname


def _monitored(call: Callable[[Recorder], Any], recorder: Recorder) -> Any:
    if MONITORING.get_tool(TOOL) is not None:
        raise Busy
    events, here = MONITORING.events, sys._getframe
    seen: set[CodeType] = set()

    def start(code: CodeType, offset: int) -> Any:
        if recorder.full or recorder.over or not recorder.is_requested(code):
            return MONITORING.DISABLE
        if not recorder.on:
            return None
        if code not in seen:
            seen.add(code)
            wanted = events.LINE | events.PY_RETURN | events.PY_YIELD | events.PY_RESUME
            MONITORING.set_local_events(TOOL, code, wanted)
        recorder.enter(here(1))
        return None

    def resume(code: CodeType, offset: int) -> None:
        recorder.enter(here(1))

    def thrown(code: CodeType, offset: int, error: BaseException) -> None:
        if recorder.is_requested(code):
            recorder.enter(here(1))

    def line(code: CodeType, number: int) -> Any:
        recorder.line(here(1), number)
        return MONITORING.DISABLE if recorder.full else None

    def leave(code: CodeType, offset: int, value: object) -> None:
        recorder.leave(here(1), value)

    def pause(code: CodeType, offset: int, value: object) -> None:
        recorder.leave(here(1), value, over=False)

    def unwind(code: CodeType, offset: int, error: BaseException) -> None:
        if recorder.is_requested(code):
            recorder.leave(here(1), None, raised=True)

    def fault(code: CodeType, offset: int, error: BaseException) -> None:
        if recorder.is_requested(code):
            recorder.fault(here(1), error)

    told = {events.PY_START: start, events.PY_RESUME: resume, events.PY_THROW: thrown, events.LINE: line,
            events.PY_RETURN: leave, events.PY_YIELD: pause, events.PY_UNWIND: unwind, events.RAISE: fault}  # fmt: skip
    MONITORING.use_tool_id(TOOL, "downslope code panel")
    try:
        for event, callback in told.items():
            MONITORING.register_callback(TOOL, event, callback)
        MONITORING.restart_events()
        MONITORING.set_events(TOOL, events.PY_START | events.PY_THROW | events.PY_UNWIND | events.RAISE)
        return call(recorder)
    finally:
        MONITORING.set_events(TOOL, 0)
        for code in seen:
            MONITORING.set_local_events(TOOL, code, 0)
        for event in told:
            MONITORING.register_callback(TOOL, event, None)
        MONITORING.free_tool_id(TOOL)
