"""A request that cannot be met: one sentence on standard error, exit code 2."""

from __future__ import annotations

import sys
from contextlib import suppress


class Said:
    """What was said last on standard error, and whether an answer is out: a program that reads JSON waits for one."""

    error = ""
    answer = False


def print_error(sentence: str) -> int:
    """Prints the sentence on standard error and returns the exit code of a request that cannot be met."""
    Said.error = " ".join(sentence.split())
    with suppress(OSError, ValueError):  # nobody is there to hear it
        print(Said.error, file=sys.stderr, flush=True)
    return 2
