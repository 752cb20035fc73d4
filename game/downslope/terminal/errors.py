"""A request that cannot be met: one sentence on standard error, exit code 2."""

from __future__ import annotations

import sys


def print_error(sentence: str) -> int:
    """Say it on standard error; the exit code of a request that cannot be met."""
    print(sentence, file=sys.stderr)
    return 2
