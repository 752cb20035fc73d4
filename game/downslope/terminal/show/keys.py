"""Single keys from a terminal, as they are pressed. Where it cannot be read so (no terminal, Windows), none come."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

SEQUENCES = {"\x1b[D": "left", "\x1b[C": "right", "\x1bOD": "left", "\x1bOC": "right"}
LETTERS = {" ": "space", "+": "+", "=": "+", "-": "-", "_": "-", "−": "-", "\r": "enter", "\n": "enter", "\x1b": "q"}
BEGUN, REST = (b"\x1b", b"\x1b[", b"\x1bO"), 0.05  # of an arrow key on a slow line; seconds in which its rest comes
Read = Callable[[float], list[str]]


def key_names(typed: str) -> list[str]:
    """The keys in what was typed: left, right, space, +, -, enter, a small letter. Unknown sequences are left out."""
    found = []
    while typed:
        sequence = next((s for s in SEQUENCES if typed.startswith(s)), "")
        if sequence:
            found.append(SEQUENCES[sequence])
            typed = typed[len(sequence) :]
        elif typed[:2] in ("\x1b[", "\x1bO"):
            end = next((k for k, letter in enumerate(typed[2:], 3) if letter.isalpha() or letter == "~"), len(typed))
            typed = typed[end:]
        else:
            found.append(LETTERS.get(typed[0], typed[0].lower()))
            typed = typed[1:]
    return found


@contextmanager
def raw_keys(stream: TextIO | None = None) -> Iterator[Read | None]:
    """A function that waits at most so many seconds for keys; None: this is no terminal that can be asked."""
    stream = sys.stdin if stream is None else stream
    try:
        import select
        import termios
        import tty

        number = stream.fileno()
    except (ImportError, AttributeError, OSError, ValueError):
        yield None
        return
    try:
        before = termios.tcgetattr(number)
    except termios.error:
        yield None
        return

    def read(seconds: float) -> list[str]:
        if not select.select([number], [], [], max(0.0, seconds))[0]:
            return []
        typed = os.read(number, 1024)
        if typed.endswith(BEGUN) and select.select([number], [], [], REST)[0]:
            typed += os.read(number, 1024)
        if not typed:  # nobody is there any more
            time.sleep(max(0.0, seconds))
        return key_names(typed.decode("utf-8", "ignore"))

    tty.setcbreak(number)  # Ctrl-C stays Ctrl-C
    try:
        yield read
    finally:
        with suppress(termios.error, OSError):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
