"""A plugin at arm's length: its code is watched while it runs, what it prints is no answer, what it broke is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, TypeVar

from ..engine.watchdog import dog, limits
from ..i18n import translate

if TYPE_CHECKING:
    from ..engine.run import Fault
    from .registry import Registry


_kept: list[TextIO] = []  # standard output, once it was put aside


def redirect_prints() -> None:
    """From now on all that is printed goes to standard error, but what is written to `answer()`.

    For a process of our own only: it cannot be taken back.
    """
    out = sys.__stdout__
    if _kept or out is None or out is not sys.stdout:
        return  # it is done already, or somebody reads along
    with suppress(OSError, ValueError):
        out.flush()
        kept = os.dup(out.fileno())
        os.dup2(sys.stderr.fileno(), out.fileno())
        line_wise = os.fdopen(kept, "w", 1, encoding=out.encoding, errors=out.errors, closefd=False)
        _kept.append(line_wise)  # `dev` says something now and then: who reads a pipe hears it then
        sys.stdout = sys.stderr
        setattr(sys, "__stdout__", sys.stderr)  # noqa: B010 - code that goes round sys.stdout finds the same


def answer() -> TextIO:
    """Where the answer goes."""
    return _kept[0] if _kept else sys.stdout


def say(*words: object, end: str = "\n") -> None:
    """Prints a line that belongs to the command's answer on standard output."""
    print(*words, end=end, file=answer())


Given = TypeVar("Given")


def guard(registry: Registry | None, plugin: str, call: Callable[[], Given]) -> Given:
    """What `call` gives. Stopped: the plugin's code did not come back. Empty: only the game's own code runs."""
    if not plugin:
        return call()
    return dog.run(limits.step, plugin, call, registry.owns if registry is not None else None)


def fault_sentence(fault: Fault) -> str:
    """Whose learner, metric or network it was, and what it did, in the player's language."""
    return f"{fault.plugin}: {translate(fault)}"
