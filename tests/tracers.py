"""Something else that traces, as a debugger does: while it is there, nobody else can."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def another_tracer() -> Iterator[None]:
    """It is at work."""
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: None)
    try:
        yield
    finally:
        sys.settrace(before)
