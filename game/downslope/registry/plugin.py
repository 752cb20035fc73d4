"""What is known of one plugin: where it came from, what it gave, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, NamedTuple

from ..engine.plain_text import jump_place, plain, unmarked_lines
from ..engine.watchdog import StopPoint, memory_limit
from ..rules import nearest
from .plugin_file import lines_of_text, read_lines

if TYPE_CHECKING:
    from ..digits.csv_examples import SiblingFiles
    from ..level_files.needs import PluginNeed
    from ..level_files.reading import Origin
    from ..rules import LandPicture
    from .trust import UnknownCode


HOOKS = ("metrics", "learners", "levels")  # in the order in which they are asked: levels look up the others' names
KINDS = tuple(hook.removesuffix("s") for hook in HOOKS)  # of what a plugin brings
LONGEST = 2000  # letters of an error's text that are looked at
UNKNOWN_FIELD = re.compile(r"(\w+)\.__\w+__\(\) got an unexpected keyword argument '(\w+)'")  # as Python says it
MISSING_FIELD = re.compile(r"(\w+)\.__\w+__\(\) missing \d+ required .*arguments?: (.+)")
MOST_LETTERS = 80  # of a plugin's name and version
AROUND = 1  # source lines shown before and after the one that is meant


class CheckRow(NamedTuple):
    """A finding of a check, as it is shown: how grave (error, warning, note), of what, what, and where."""

    severity: str
    thing: str
    message: str
    line: int = 0
    file: str = ""


@dataclass(frozen=True, repr=False)
class PluginFault:
    """One thing that is wrong. `template` and `values` are for translation; `sentence` is the two put together."""

    template: str
    values: dict[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0  # 0: not known
    function: str = ""  # the function that the line is in; empty: none, or not known
    source: tuple[tuple[int, str], ...] = ()  # (number, text) of the line and its neighbours
    stopped: bool = False  # its code did not come back, or wanted to end more than itself

    @property
    def sentence(self) -> str:
        return self.template.format(**self.values)

    def __repr__(self) -> str:
        """For an author's own test: file:line: sentence."""
        return f"{jump_place(self.file, self.line)}{self.sentence}"

    @property
    def place(self) -> str:
        """The file's name and the line: "robust.py, line 14"."""
        name = Path(self.file).name
        return f"{name}, line {self.line}" if self.line else name


@dataclass
class Plugin:
    """`hooks`: those it has. `things`: (kind of thing, key in the catalogue).

    kind    shipped, folder, package, or code: a level that came as letters
    """

    name: str
    version: str
    source: str  # the file, or for a package what it names: "my_package.plugin"
    kind: str
    hooks: list[str] = field(default_factory=list)
    things: list[tuple[str, str]] = field(default_factory=list)
    faults: list[PluginFault] = field(default_factory=list)
    files: frozenset[str] = frozenset()  # whose lines are its own
    left_out: bool = False  # it was not loaded: it has ended the process before
    refused: Plugin | None = None  # its newer version, which has faults: this one is still there
    instead: str = ""  # it was not loaded: this file, of the same name, is shown in its place
    off: bool = False  # it was not loaded: the player has switched it off
    unknown: UnknownCode | None = None  # it was not loaded: nobody has agreed to run this code
    seconds: float = 0.0  # that loading it took
    read_at: float = 0.0  # when it was loaded, in seconds since 1970
    findings: tuple[CheckRow, ...] | None = None  # what a check has found in this version; None: nobody has checked it
    runs_no_code: bool = False  # it is data
    from_cache: bool = False  # its file is as it was: its levels are read when they are asked for
    page: str = ""  # where it can be had, as it says
    title: str = ""  # what its trail on the map is called, where that is not its name
    content: tuple[str, bytes] | None = None  # the file that came from outside: its name and bytes
    needs: tuple[PluginNeed, ...] = ()  # other plugins
    missing_needs: list[PluginFault] = field(default_factory=list)  # of these; where there are any it was asked nothing
    beside: SiblingFiles | None = None  # where the files are that its levels name; None: there are none
    pictures: dict[str, LandPicture] = field(default_factory=dict)  # its own, by their files' names
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # a text of its own -> language -> the text there
    origins: dict[str, Origin] = field(default_factory=dict)  # full id of a level -> its file, where it has its own

    @property
    def waits(self) -> UnknownCode | None:
        """Code that it would run, or run in place of what it is, if the player agreed."""
        return self.unknown if self.unknown is not None or self.refused is None else self.refused.unknown

    @property
    def first_fault(self) -> PluginFault | None:
        """Why it is not all there: the first reason."""
        return next(iter([*self.faults, *self.missing_needs]), None)

    def keys(self, thing: str) -> list[str]:
        """The keys of its levels, metrics or learners."""
        return [key for kind, key in self.things if kind == thing]

    def owns(self, frame: FrameType) -> bool:
        """Whether a line of its own is running there: of its file, or of any module of its package."""
        if self.kind == "package":
            name = str(frame.f_globals.get("__name__", ""))
            return name.partition(".")[0] == self.source.partition(":")[0].partition(".")[0]
        return frame.f_code.co_filename in self.files

    def fault(
        self, template: str, values: dict[str, object], line: int = 0, function: str = "", file: str = "",
        text: str = "", stopped: bool = False,
    ) -> PluginFault:  # fmt: skip
        """Add a fault to the record, unless it is there already; returns it. `text`: of a file within a zip."""
        values = {name: plain(value) if isinstance(value, str) else value for name, value in values.items()}
        file = file or next(iter(sorted(self.files)), self.source)
        lines = (lines_of_text(text) if text else read_lines(file)) if line else []
        around = range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1)
        source = tuple((number, lines[number - 1]) for number in around)
        fault = PluginFault(template, values, file, line, function, source, stopped)
        if fault not in self.faults:
            self.faults.append(fault)
        return fault

    def add_fault(self, error: BaseException) -> PluginFault:
        """Add what it raised: the last line of its own that was running, or the line of a syntax error."""
        name = type(error).__name__
        if isinstance(error, StopPoint) and error.__cause__ is not None:
            file, line, function = self.last_place(error.__cause__.__traceback__)
            return self.fault(error.template, error.values, line, function, file, stopped=True)
        if isinstance(error, SyntaxError) and error.filename:
            values: dict[str, object] = {"error": name, "reason": error.msg or ""}
            return self.fault("{error}: {reason}", values, error.lineno or 0, file=error.filename)
        from ..level_files.field_lines import FIELDS, keyword_line

        file, line, function = self.last_place(error.__traceback__)
        unknown = UNKNOWN_FIELD.search(str(error)) if isinstance(error, TypeError) else None
        if unknown is not None and unknown[1] in FIELDS:
            kind, field = unknown[1], unknown[2]
            line = keyword_line("\n".join(read_lines(file)), line, field)
            near = nearest(field, FIELDS[kind])
            template = "{kind} has no field {field}; did you mean {near}?" if near else "{kind} has no field {field}."
            return self.fault(template, {"kind": kind, "field": field, "near": near}, line, function, file)
        missing = MISSING_FIELD.search(str(error)) if isinstance(error, TypeError) else None
        if missing is not None and missing[1] in FIELDS:
            kind, field = missing[1], missing[2]
            return self.fault("{kind} needs {field}.", {"kind": kind, "field": field}, line, function, file)
        if memory_limit(error):
            return self.fault("It took more than {size:g} GB.", {"size": memory_limit(error)}, line, function, file)
        # What it says, on one line of bearable length
        try:
            reason = " ".join(unmarked_lines(str(error)[:LONGEST]).split())
        except Exception:  # an exception whose own text cannot be had
            reason = ""
        reason = reason if len(reason) <= 300 else reason[:299] + "…"
        if not reason:
            return self.fault("It raised {error}.", {"error": name}, line, function, file)
        return self.fault("{error}: {reason}", {"error": name, "reason": reason}, line, function, file)

    def last_place(self, trace: TracebackType | None) -> tuple[str, int, str]:
        """(file, line, function) of the innermost frame that is the plugin's own."""
        place = ("", 0, "")
        while trace is not None:
            code = trace.tb_frame.f_code
            if self.owns(trace.tb_frame):
                function = "" if code.co_name == "<module>" else code.co_name
                place = (code.co_filename, trace.tb_lineno, function)
            trace = trace.tb_next
        return place


# What is said first of a plugin, in the list of plugins, in a terminal and in JSON alike: the first that is so.
STATES: dict[str, Callable[[Plugin], object]] = {
    "off": lambda plugin: plugin.off,
    "changed": lambda plugin: plugin.waits is not None and plugin.waits.since,
    "new": lambda plugin: plugin.waits is not None,
    "last-good": lambda plugin: plugin.refused is not None,
    "stopped": lambda plugin: any(fault.stopped for fault in plugin.faults),
    "fault": lambda plugin: plugin.faults,
    "needs": lambda plugin: plugin.missing_needs,
    "findings": lambda plugin: plugin.findings,
    "data": lambda plugin: plugin.runs_no_code,
    "fine": lambda plugin: True,
}


def plugin_state(plugin: Plugin) -> str:
    """One of STATES."""
    return next(state for state, holds in STATES.items() if holds(plugin))


def shown_name(name: str) -> str:
    """A name or a version of whatever length."""
    return plain(name)[:MOST_LETTERS]


def line_of(file: str, text: str, otherwise: int = 0, quoted: bool = True, last: bool = False) -> int:
    """The first (or last) line on which `text` stands, in quotes; `otherwise` where there is none."""
    forms = (f'"{text}"', f"'{text}'") if quoted else (text,)
    lines = [number for number, line in enumerate(read_lines(file), 1) if any(form in line for form in forms)]
    return (lines or [otherwise])[-1 if last else 0]
