"""Something else that traces, as a debugger does: while it is there, nobody else can."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def another_tracer() -> Iterator[None]:
    """It is at work."""
    if sys.version_info >= (3, 12):
        sys.monitoring.use_tool_id(3, "another")
        try:
            yield
        finally:
            sys.monitoring.free_tool_id(3)
        return
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: None)
    try:
        yield
    finally:
        sys.settrace(before)
