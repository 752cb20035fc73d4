"""What a command says, and how it ends: whatever happens, one sentence and an exit code, no traceback.

Exit codes: 0 well done; 1 the answer is no (a plugin raised, a level is unfair), or something broke; 2 a request that
cannot be met, or output that cannot be written; 128 + n a signal ended it: 130 Ctrl-C, 141 nobody reads on.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import EBADF
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..engine.watchdog import dog, raise_typed_interrupts
from ..i18n import N_, NotFinite, _, parse_number, translate
from ..paths import HomeUnusable
from ..registry.plugin_guard import answer, say
from ..storage.files import Refused, write_log

if TYPE_CHECKING:
    from ..registry.registry import Registry


# What was typed: numbers and sizes as options, and names that are not there with what may have been meant.


def number(name: str, text: str, above: float | None = None, most: float | None = None) -> float:
    """Refused: not a finite number, or not between the limits. `most`: only where there is an `above`."""
    allowed = _("a finite number") if above is None else _("a finite number above {above:g}")
    allowed = allowed if most is None else _("a number above {above:g}, at most {most:g}")
    allowed = allowed.format(above=above, most=most)
    template = _("{name} is {value}; allowed: {allowed}")
    try:
        value = parse_number(text)
        if (above is None or value > above) and (most is None or value <= most):
            return value
    except NotFinite:
        pass
    except ValueError:
        template = _("{name} is {value!r}, not a number; allowed: {allowed}")
    raise Refused(template.format(name=name, value=text, allowed=allowed))


def whole(name: str, text: str, least: int, most: int | None = None) -> int:
    """Refused: not a whole number, or too large or small."""
    try:
        value = parse_number(text)
        if value == int(value) and least <= value and (most is None or value <= most):
            return int(value)
    except ValueError:
        pass
    allowed = _("a whole number, {least} or above") if most is None else _("a whole number, {least} to {most}")
    template = _("{name} is {value}; allowed: {allowed}")
    raise Refused(template.format(name=name, value=text or "?", allowed=allowed.format(least=least, most=most)))


def parse_size(text: str) -> tuple[int, int]:
    """`1280x720`. Refused: not a size, or one that no window has."""
    width, x, height = text.partition("x")
    fits = x and width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 180 <= int(height) <= 4320
    if not fits:
        raise Refused(_("--size is {value}; allowed: WIDTHxHEIGHT, such as 1280x720").format(value=text or "''"))
    return int(width), int(height)


def parse_theme(text: str) -> str:
    """Refused: neither dark nor light."""
    if text not in ("", "dark", "light"):
        raise Refused(_("--theme is {value}; allowed: dark, light").format(value=text))
    return text


KEPT_OUT = {
    "off": N_("There is no level {name}: {plugin} is off. On again: downslope plugins --enable {plugin}"),
    "new": N_("There is no level {name}: {plugin} is new here."),
    "changed": N_("There is no level {name}: {plugin} has changed."),
}  # what is said of a plugin that brings no level now, by its state; a plugin that waits for trust was named before
BRINGS_NONE = N_("There is no level {name} in {plugin}.")


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """One sentence, with the nearest name where there is one."""
    from ..rules import nearest

    names = list(known)
    short = {key.rpartition("/")[2]: key for key in names}
    close = nearest(name, [*names, *short])
    if close:
        return _("There is no {kind} {name!r}; did you mean {close!r}?").format(
            kind=kind, name=name, close=short.get(close, close)
        )
    return _("There is no {kind} {name!r}; there are: {names}").format(
        kind=kind, name=name, names=", ".join(names[:30]) or _("none")
    )


def unknown_level(name: str, registry: Registry) -> str:
    """One sentence: why the plugin that is named brings none, or which level may have been meant."""
    from ..rules import nearest

    owner, slash, _id = name.partition("/")
    plugin = registry.plugin(owner) if slash else None
    if slash and plugin is None and not nearest(name, registry.catalog.levels):
        return _("There is no level {name}: no plugin is called {plugin}.").format(name=name, plugin=owner)
    if plugin is None or plugin.keys("level"):
        return unknown(_("level"), name, registry.catalog.levels)
    wrong = plugin.first_fault
    if wrong is not None:
        why = f"{wrong.place}: {translate(wrong)}"
        return _("There is no level {name}: {why}").format(name=name, why=why)
    from ..registry.plugin import plugin_state

    template = KEPT_OUT.get(plugin_state(plugin), BRINGS_NONE)
    return _(template).format(name=name, plugin=plugin.name)


INTERRUPTED, UNREAD = 128 + int(signal.SIGINT), 128 + 13
PATIENCE = 2.0  # seconds in which the process may end by itself
AGAIN = 0.05  # seconds after which a Ctrl-C that came where nothing can be raised is raised


def run_command(command: Callable[[], int], needs_output: bool = True, as_json: bool = False) -> int:
    """The exit code of a command. `needs_output`: what it says on standard output is what it is for.

    `as_json`: a program reads that; where there is no answer it reads why.
    """
    said.update(error="", answer=False)
    try:
        silent = settle()
        code = command()
        answer().flush()
        if silent and needs_output and code == 0:
            raise OSError(EBADF, os.strerror(EBADF))  # what writing there raises
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return UNREAD
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):  # Rich has noticed it
            return UNREAD
        code = leave.code if isinstance(leave.code, int) else 1 if leave.code else 0
    except Exception as error:
        code = _said(error)
    if as_json and not said["answer"] and code not in (0, INTERRUPTED, UNREAD):
        with suppress(OSError, ValueError):
            print_json({"failed": said["error"]})
    return code


def _said(error: Exception) -> int:
    """The sentence, and the exit code."""
    try:
        if isinstance(error, HomeUnusable):
            return print_error(translate(error))
        if isinstance(error, Refused):
            return print_error(str(error))
        if isinstance(error, OSError):
            if error.filename is None:
                _give_up_output()
                return print_error(_("The output cannot be written: {reason}").format(reason=error.strerror or error))
            return print_error(f"{error.filename}: {error.strerror}")
        if isinstance(error, MemoryError):
            print_error(_("There is not enough memory."))
            return 1
        import traceback

        log = write_log("".join(traceback.format_exception(error)))
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        print_error(_("Something broke: {what} The details are in {file}.").format(what=what, file=log))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _give_up_output() -> None:
    """Nothing more is written there, neither by what is still in its buffer."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, answer().fileno())
        os.close(nowhere)


def end(code: int) -> None:
    """End the process. A Ctrl-C from now on ends it at once and without a word.

    Where a plugin's code has run, neither its threads nor what it wants done at the end keep the process alive.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    if dog.used:
        last = threading.Timer(PATIENCE, os._exit, (code,))
        last.daemon = True
        last.start()
    sys.exit(code)


def catch_lost_interrupts() -> None:
    """A Ctrl-C that comes while something is tidied up cannot be raised there: it is raised a moment later.

    Nor can one that comes while C code runs that clears all errors, as pygame's does when it loads: a loop asks
    `repeat_lost_interrupt` of the watchdog.
    """
    raise_typed_interrupts()
    before = sys.unraisablehook

    def hook(unraisable: Any) -> None:
        if isinstance(unraisable.exc_value, KeyboardInterrupt):
            again = threading.Timer(AGAIN, signal.raise_signal, (signal.SIGINT,))
            again.daemon = True
            again.start()
        else:
            before(unraisable)

    sys.unraisablehook = hook


# What was said last on standard error, and whether an answer is out: a program that reads JSON waits for one.
said: dict[str, Any] = {"error": "", "answer": False}


def print_error(sentence: str) -> int:
    """Prints the sentence on standard error and returns the exit code of a request that cannot be met."""
    said["error"] = " ".join(sentence.split())
    with suppress(OSError, ValueError):  # nobody is there to hear it
        print(said["error"], file=sys.stderr, flush=True)
    return 2


FEW = 3  # plugins that have a line each


def report_left_out(registry: Registry) -> None:
    """A line for each plugin that was not loaded because nobody has agreed to it; one for all where they are many."""
    if len(registry.waiting) > FEW:
        text = _("{n} plugins are new or have changed, and were skipped. {lists} lists them, {trusts} lets them run.")
        lists = "downslope plugins"
        print_error(text.format(n=len(registry.waiting), lists=lists, trusts=f"{lists} --trust all"))
        return
    for plugin in registry.waiting:
        changed = plugin.waits is not None and plugin.waits.since
        text = _("{plugin} has changed and was skipped: {command}") if changed else ""
        text = text or _("{plugin} is new here and was skipped: {command}")
        print_error(text.format(plugin=plugin.name, command=f"downslope plugins --trust {plugin.name}"))


# Standard output as it may be: closed, or in an old encoding. What cannot be written there is written in ASCII.


HANDLER = "downslope-plain"
PLAIN = {
    "−": "-", "–": "-", "—": "-", "×": "x", "·": ".", "…": ".", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    "━": "=", "─": "-", "┄": "-", "│": "|", "¦": "|", "→": ">", "←": "<", "↑": "^", "↓": "v", "↗": "^", "▲": "^",
    "▸": ">", "≤": "<=", "≥": ">=", "±": "+-", "●": "o", "○": ".", "★": "*", "☆": "-", "⚑": "!", "∞": "8", "∪": "u",
    "½": "1/2", "²": "2", "░": ".", "▒": "=", "▓": "*", "█": "#", "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+",
    "▆": "*", "▇": "#", **{chr(dots): "*" for dots in range(0x2801, 0x2900)},
}  # fmt: skip


def settle() -> bool:
    """Make the standard streams such that writing to them cannot fail for a character. True: output is closed."""
    for _number in range(3):  # a file that is opened later must not get the number of a stream that is closed
        with suppress(OSError):
            number = os.open(os.devnull, os.O_RDWR)
            if number > 2:
                os.close(number)
            else:
                os.set_inheritable(number, True)  # the same holds for the processes that we start
    closed = sys.stdout is None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # until the process ends
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)
    return closed


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import unicodedata

    written = ""
    for letter in error.object[error.start : error.end]:
        bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        written += PLAIN.get(letter) or (bare if bare.isprintable() and bare else "?")
    return written, error.end


codecs.register_error(HANDLER, _plain)


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on standard output: its letters as they are where they can be written, else escaped.

    A number that is not finite is null: JSON has none of them.
    """
    readable = (answer().encoding or "").lower().replace("_", "-") in ("utf-8", "utf8")
    value, said["answer"] = _finite(value), True
    say(json.dumps(value, ensure_ascii=not readable, allow_nan=False, indent=indent))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value
