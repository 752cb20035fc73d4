"""A request that cannot be met: one sentence on standard error, exit code 2."""

from __future__ import annotations

import sys
from contextlib import suppress


def print_error(sentence: str) -> int:
    """Prints the sentence on standard error and returns the exit code of a request that cannot be met."""
    with suppress(OSError, ValueError):  # nobody is there to hear it
        print(" ".join(sentence.split()), file=sys.stderr, flush=True)
    return 2
