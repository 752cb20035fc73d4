"""`downslope check` and `words`: what a plugin brings, asked for what it promises; and its code, that may not end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from ..background.commands import DUMP, CheckReport
from ..desktop.processes import PIPE, command, end
from ..engine.plain_text import jump_place
from ..engine.watchdog import StopPoint, dog, limits, spent_time
from ..i18n import _, plural_form, translate
from ..level_files.pack import InPack, is_pack
from ..paths import GUARDED, is_child, plugin_files
from ..registry.loading import plugin_of
from ..registry.own_words import FOLDER, LANGUAGE, complete_words, texts_in
from ..registry.plugin import KINDS, Plugin, PluginFault
from ..registry.plugin_guard import answer, say
from ..registry.registry import Registry
from ..rules import Catalog, Level
from ..storage.files import Refused, read_file, unwritable, write_file
from ..testing.findings import Finding
from ..testing.learner_check import raised_sentence
from ..testing.plugin_check import Look, entry_faults, thing_faults
from .lists import level_of
from .output import print_error, print_json, said

# A command in which a plugin's code runs: it comes back, or the plugin is named and the command goes on without it.


Given = TypeVar("Given")


def watch(registry: Registry, plugin: str, call: Callable[[], Given]) -> Given:
    """What `call` gives. Stopped: a plugin's code did not come back. Where there are no plugins, nothing is watched."""
    if not registry.foreign:
        return call()
    return dog.run(limits.command, plugin or _("A plugin"), call, registry.owns)


def exit_code_of(plugins: Registry, call: Callable[[], int]) -> int:
    """The exit code of what may run plugins' code; 1: it did not come back, which is said."""
    try:
        return watch(plugins, "", call)
    except StopPoint as stopped:
        cause = stopped.__cause__
        if isinstance(cause, SystemExit) and plugins.blamed_plugin(stopped) is None:
            raise cause from None  # it was not a plugin's
        fault = _fault_of(plugins, stopped)
        print_error(str(stopped) if fault is None else f"{jump_place(fault.file, fault.line)}{translate(fault)}")
        return 1


def _fault_of(registry: Registry, stopped: StopPoint) -> PluginFault | None:
    plugin = registry.blamed_plugin(stopped)
    return plugin.faults[-1] if plugin is not None and plugin.faults else None


# A command in a bounded process, where a plugin's code may do what it likes; the caller hears what ended it.


LAST = 2.0  # seconds in which its last words come
SHOW = "\x1b[?1049l\x1b[?25h"  # what a terminal is told after a show: its own page, and the cursor


class GuardedCommand:
    """`terminal`: it has ours, and its keys; else its lines are read. What it says on standard error is passed on."""

    def __init__(self, words: Sequence[str], limit: int, terminal: bool = False) -> None:
        """OSError: no process can be started."""
        streams: dict[str, Any] = {"stdin": None, "stdout": answer()} if terminal else {"stdin": PIPE, "stdout": PIPE}
        self.process = command(words, limit, GUARDED, apart=not terminal, stderr=PIPE, **streams)
        self.dump = ""  # where it stood, as faulthandler tells
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._end, self._pass_on)]
        for thread in self._threads:
            thread.start()

    def code(self) -> int:
        """Its exit code, when it has ended."""
        self.process.wait()
        for thread in self._threads:
            thread.join(LAST)
        return self.process.returncode

    def _pass_on(self) -> None:
        assert self.process.stderr is not None
        with suppress(ValueError, OSError):
            for line in self.process.stderr:
                if self.dump or line.startswith(DUMP):
                    self.dump += line
                else:
                    print(line, end="", file=sys.stderr, flush=True)

    def _end(self) -> None:
        """What it has started does not outlive it, nor hold its pipes."""
        self.process.wait()
        with suppress(OSError, AttributeError):
            os.killpg(self.process.pid, signal.SIGKILL)


def run_in_child(words: Sequence[str], as_json: bool, files: Collection[str]) -> int:
    """The exit code of a command that shows its answer itself; 1: its process was ended, which is said.

    `files`: whose lines may be to blame.
    """
    terminal = not as_json and answer().isatty()
    with _kept_terminal() if terminal else nullcontext():
        guarded = GuardedCommand(words, 0, terminal)
        try:
            for line in guarded.process.stdout or ():
                say(line, end="")
                said["answer"] = True
            code = guarded.code()
        finally:
            end(guarded.process)
    if code > 0 or (code == 0 and (said["answer"] or terminal)):
        return code
    if terminal:
        print(SHOW, end="", file=answer(), flush=True)
    last = CheckReport("", set(files)).ending(code, guarded.dump, limits.command)
    print_error(f"{jump_place(last['file'], last['line'])}{last['message']}")
    return 1


@contextmanager
def _kept_terminal() -> Iterator[None]:
    """Ctrl-C is for the process that has the terminal meanwhile; its keys are as before afterwards."""
    before, keys = signal.signal(signal.SIGINT, lambda number, frame: None), None
    with suppress(ImportError, OSError, ValueError):
        import termios

        with suppress(termios.error):
            keys = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        if keys is not None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, keys)
        signal.signal(signal.SIGINT, before)


Thing = tuple[Plugin | None, str, str]  # whose, its kind, its key
LIMIT = 20.0  # seconds of the processor in all for each plugin that is named
NEVER = 1e6  # seconds: this process has limits of its own
GLANCE = 0.05  # seconds between two looks at the time


class Overrun(Exception):
    """The time of a check is over."""


def check_levels(
    registry: Registry, path: Path | None, only: str | None = None, as_json: bool = False, strict: bool = False,
    timeout: float = 0.0,
) -> int:  # fmt: skip
    """`only`: this level, by its full id where a path is given. `timeout`: seconds in all; 0: as many as are usual.

    0: all is well; 1: something is wrong, or, `strict`, a warning; 2: there is nothing to check at that path, which
    may be the name of a plugin or the id of a level too.

    A line for each finding: file:line: rule: thing: message.
    """
    plugins: list[Plugin]
    things: list[Thing]
    if path is not None and only is None and path.as_posix() in registry.catalog.levels and not path.exists():
        only, path = path.as_posix(), None
    if only is not None and path is None:
        level = level_of(registry, only)
        if level is None:
            return 2
        owner = next((plugin for plugin in registry.plugins if level.id in plugin.keys("level")), None)
        plugins, things = [], [(owner, "level", level.id)]
    elif path is None:
        plugins = list(registry.plugins)
        # Of what is shipped the levels are asked; tests hold its metrics and learners to more
        things = [(plugin, kind, key) for plugin in plugins for kind in KINDS for key in plugin.keys(kind)
                  if kind == "level" or plugin.kind != "shipped"]  # fmt: skip
    else:
        files = named_files(path)
        named = registry.plugin(str(path)) if not path.exists() else None
        if named is None and not (files and all(file.exists() for file in files)):
            return print_error(_("{path} is not a plugin file or a folder of them").format(path=path))
        plugins = [named] if named is not None else [plugin_of(registry, file) for file in files]
        registry.collect()
        things = [(plugin, kind, key) for plugin in plugins for kind in KINDS for key in plugin.keys(kind)
                  if only in (None, key)]  # fmt: skip
    look = opening_check() if strict else None
    findings, begun = list[Finding](), list[Thing]()
    limit = timeout or (LIMIT * len(plugins) if path is not None else 0.0)
    lines = as_json and is_child()
    if lines:
        limits.hard = NEVER
        own = [name for plugin in plugins for name in sorted(plugin.files)]
        print_json({"kinds": [kind for _owner, kind, _key in things], "files": own})

    def tell(one: Finding) -> None:
        findings.append(one)
        if lines:
            print_json(one._asdict() | {"severity": one.severity})
        elif not as_json:
            say(one)

    def begin(thing: Thing) -> None:
        begun.append(thing)
        if lines:
            print_json({"begun": " ".join(thing[1:])})

    try:
        with deadline(limit):
            for one in _findings(registry, plugins, things, begin, look):
                tell(one)
    except Overrun:
        name = " ".join(begun[-1][1:]) if begun else _("a plugin")
        text = _("the check took longer than {limit:g} s and was stopped here; the rest was not checked")
        slow = [f"{one.thing}: {one.message}" for one in findings if one.rule == "learner-slow"]
        file = next(iter(sorted(begun[-1][0].files)), "") if begun and begun[-1][0] is not None else ""
        tell(Finding("check-unfinished", name, "; ".join([text.format(limit=limit), *slow]), file))
    if lines:
        print_json({"begun": ""})
        return 0
    return _report([kind for _plugin, kind, _key in things], findings, as_json, strict)


def check_in_child(
    path: Path, only: str | None, as_json: bool, strict: bool, timeout: float, options: Sequence[str]
) -> int:
    """The same in a process of its own: what ends it is a finding. `options`: of all commands, that come before it.

    OSError: no process can be started.
    """
    files = [str(file.absolute()) for file in named_files(path)]
    limit = timeout or LIMIT * max(1, len(files))
    level = ["--level", only] if only is not None else []
    strictly = ["--strict"] if strict else []
    words = [*options, "check", "--json", *strictly, "--timeout", f"{limit:g}", *level, "--", str(path)]
    guarded = GuardedCommand(words, ceil(1.25 * limit) + 5)
    report, findings = CheckReport(path.stem, set(files)), list[Finding]()

    def tell(row: dict[str, Any] | None) -> None:
        if row is not None:
            findings.append(Finding(**{name: value for name, value in row.items() if name in Finding._fields}))
            if not as_json:
                say(findings[-1])

    try:
        for line in guarded.process.stdout or ():
            tell(report.take(line))
        code = guarded.code()
    finally:
        end(guarded.process)
    if report.failed:
        said["error"] = report.failed
        return code
    if report.begun != "":
        tell(report.ending(code, guarded.dump, limit))
    return _report(report.kinds, findings, as_json, strict)


def _report(kinds: Sequence[str], findings: Sequence[Finding], as_json: bool, strict: bool) -> int:
    """The exit code, after what is said at the end."""
    if as_json:
        print_json([one._asdict() | {"severity": one.severity} for one in findings])
    else:
        # What was checked, and how much of it is wrong. `kinds`: of all things.
        counts = [
            plural_form("{n} level", "{n} levels", kinds.count("level")).format(n=kinds.count("level")),
            plural_form("{n} learner", "{n} learners", kinds.count("learner")).format(n=kinds.count("learner")),
            plural_form("{n} metric", "{n} metrics", kinds.count("metric")).format(n=kinds.count("metric")),
        ]
        checked = ", ".join(count for count, kind in zip(counts, reversed(KINDS)) if kind in kinds)
        graves = [one.severity for one in findings]
        wrong, warnings, notes = (graves.count(grave) for grave in ("error", "warning", "note"))
        parts = [
            plural_form("{n} thing is wrong", "{n} things are wrong", wrong).format(n=wrong) if wrong else "",
            plural_form("{n} warning", "{n} warnings", warnings).format(n=warnings) if warnings else "",
            plural_form("{n} note", "{n} notes", notes).format(n=notes) if notes else "",
        ]
        result = ", ".join(filter(None, parts)) or _("all is well")
        say(_("{things} checked: {result}").format(things=checked or counts[0], result=result))
    worst = {one.severity for one in findings}
    return 1 if "error" in worst or (strict and "warning" in worst) else 0


def named_files(path: Path | None) -> list[Path]:
    """The plugins that are asked for by their place: who names a file wants its code to be run."""
    if path is None:
        return []
    return [path] if is_pack(path) or not path.is_dir() else plugin_files(path)


def _findings(
    registry: Registry, plugins: list[Plugin], things: list[Thing], begin: Callable[[Thing], None], look: Look | None
) -> Iterator[Finding]:
    """`begin`: called for each thing as its turn comes. `look`: what else is asked of a level."""
    for plugin in plugins:
        yield from entry_faults(plugin)
    for owner, kind, key in things:
        begin((owner, kind, key))
        foreign = owner if owner is not None and owner.kind != "shipped" else None
        try:
            faults = thing_faults(registry, foreign, kind, key, look)
            yield from watch(registry, foreign.name if foreign else "", partial(list[Finding], faults))
        except MemoryError as error:  # also in what the game does with its things
            message = raised_sentence(_("raised MemoryError"), error)
            file = next(iter(sorted(foreign.files)), "") if foreign is not None else ""
            yield Finding("plugin-stopped", f"{kind} {key}", message, file)
        except StopPoint as stopped:
            fault = _fault_of(registry, stopped)
            if fault is None:
                yield Finding("plugin-stopped", f"{kind} {key}", str(stopped))
                continue
            values = fault.values | ({"what": f"{fault.function}()"} if fault.function else {})
            yield Finding("plugin-stopped", f"{kind} {key}", _(fault.template).format(**values), fault.file, fault.line)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Overrun: what is done within took longer. As a Ctrl-C does, it ends whatever runs; 0: it may take any time.

    Time in which others have the machine counts less, as for the watchdog.
    """
    over, left = threading.Event(), threading.Event()

    def watch_time() -> None:
        spent, before = 0.0, (time.monotonic(), time.process_time())
        while spent < seconds:
            if left.wait(GLANCE):
                return
            now = time.monotonic(), time.process_time()
            spent += spent_time(now[0] - before[0], now[1] - before[1])
            before = now
        over.set()
        signal.raise_signal(signal.SIGINT)

    try:
        if seconds:
            threading.Thread(target=watch_time, daemon=True).start()
        yield
    except KeyboardInterrupt:
        if not over.is_set():
            raise
        raise Overrun from None
    finally:
        left.set()


def opening_check() -> Look | None:
    """Finds too many words on the opening screen of a level. None: no window can be opened for it, which is said."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"  # nobody sees or hears it
    from ..desktop.window import DisplayMissing, open_window
    from ..scenes.opening import MOST_WORDS, SIZE, WORD, opening_lines

    try:
        open_window(SIZE)
    except DisplayMissing as missing:
        print_error(_("The words of opening screens were not counted: {reason}").format(reason=missing))
        return None

    def look(level: Level, catalog: Catalog) -> list[Finding]:
        writers = Counter[str]()
        for text, writer in opening_lines(catalog, level):
            writers[writer] += len(WORD.findall(text))
        if writers.total() <= MOST_WORDS:
            return []
        most = ", ".join(f"{writer} ({count})" for writer, count in writers.most_common(3))
        text = _("its opening screen has {count} words; allowed: {most}. Most are in: {writers}")
        text = text.format(count=writers.total(), most=MOST_WORDS, writers=most)
        return [Finding("level-words", f"level {level.id}", text)]

    return look


# `downslope words FILE LANGUAGE`: the file of a plugin's texts in another language, written or completed.


def write_words(registry: Registry, path: Path, language: str) -> int:
    """0: it is written; 2: there is no such plugin or language, or it cannot be written."""
    if not LANGUAGE.fullmatch(language):
        allowed = _("two or three letters, such as nb, de, pt_BR")
        return print_error(_("LANGUAGE is {value}; allowed: {allowed}").format(value=language, allowed=allowed))
    if path.suffix == ".zip":
        return print_error(_("{path} is a zip: words belong in the folder it was made from").format(path=path))
    if not path.exists():
        return print_error(_("{path} is not a plugin file").format(path=path))
    plugin = plugin_of(registry, path)
    registry.collect()
    texts = [plugin.title]  # all that a player reads, in the order in which they come
    for kind, key in plugin.things:
        thing = registry.items_of(kind)[key]
        texts += texts_in(vars(thing)) if kind == "level" else [str(getattr(thing, "title", ""))]
    texts = [text for text in dict.fromkeys(texts) if text.strip()]
    if not texts:
        return print_error(_("{path} has no text that a player reads").format(path=path))
    # Where it belongs: beside the file, in a pack in its folder of words
    if isinstance(plugin.beside, InPack) and path.is_dir():
        file = path / FOLDER / f"{language}.toml"
    elif path.name == "__init__.py":
        file = path.parent / FOLDER / f"{language}.toml"
    else:
        file = path.with_name(f"{path.stem}.{language}.toml")
    try:
        before = read_file(file).decode() if file.exists() else ""
        after = complete_words(before, texts)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, after)
    except Refused as refused:
        return print_error(_("{file}, line {line}: {reason}").format(file=file.name, line=refused.line, reason=refused))
    except (OSError, UnicodeDecodeError) as error:
        return print_error(unwritable(file, error))
    added = len(after.splitlines()) - len(before.splitlines())
    text = plural_form("{file}: {n} text to translate was added", "{file}: {n} texts to translate were added", added)
    say(text.format(file=file, n=added))
    return 0
