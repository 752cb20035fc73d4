"""The one handler at the top of every entry point: whatever happens, one sentence and an exit code, no traceback.

Exit codes: 0 well done; 1 the answer is no (a plugin raised, a level is unfair), or something broke; 2 a request that
cannot be met, or output that cannot be written; 128 + n a signal ended it: 130 Ctrl-C, 141 nobody reads on.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ..engine.watchdog import dog, raise_typed_interrupts
from ..registry.stdout_guard import answer
from .errors import Said, print_error
from .streams import closed_output, print_json, settle

INTERRUPTED, UNREAD = 128 + int(signal.SIGINT), 128 + 13
PATIENCE = 2.0  # seconds in which the process may end by itself
AGAIN = 0.05  # seconds after which a Ctrl-C that came where nothing can be raised is raised


def run_command(command: Callable[[], int], needs_output: bool = True, as_json: bool = False) -> int:
    """The exit code of a command. `needs_output`: what it says on standard output is what it is for.

    `as_json`: a program reads that; where there is no answer it is told why.
    """
    code = _code_of(command, needs_output)
    if as_json and not Said.answer and code not in (0, INTERRUPTED, UNREAD):
        with suppress(OSError, ValueError):
            print_json({"failed": Said.error})
    return code


def _code_of(command: Callable[[], int], needs_output: bool) -> int:
    try:
        silent = settle()
        code = command()
        answer().flush()
        if silent and needs_output and code == 0:
            raise closed_output()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return UNREAD
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):  # Rich has noticed it
            return UNREAD
        return leave.code if isinstance(leave.code, int) else 1 if leave.code else 0
    except Exception as error:
        return _said(error)
    return code


def _said(error: Exception) -> int:
    """The sentence, and the exit code."""
    try:
        from ..i18n import _, translate
        from ..paths import HomeUnusable
        from ..storage.errors import Refused

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
        return _unforeseen(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def _unforeseen(error: Exception) -> int:
    import traceback

    from ..i18n import _
    from ..storage.files import write_log

    log = write_log("".join(traceback.format_exception(error)))
    what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    print_error(_("Something broke: {what} The details are in {file}.").format(what=what, file=log))
    return 1


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
