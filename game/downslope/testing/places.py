"""Where that is written of which a check speaks: a method of a plugin's class, or the line of its own that raised."""

from __future__ import annotations

from typing import NamedTuple

from ..scripts.plugin_source import GAME, code_of_plugin


class CodePlace(NamedTuple):
    """A line of a file; "" and 0: not known."""

    file: str = ""
    line: int = 0


def place_of(kind: type, *methods: str) -> CodePlace:
    """Where the first of these methods begins that the class has not from the game."""
    for name in methods:
        method = getattr(kind, name, None)
        code = getattr(method, "__code__", None)
        if code is not None and str(getattr(method, "__module__", "")).partition(".")[0] != GAME:
            return CodePlace(code.co_filename, code.co_firstlineno)
    return CodePlace()


def raised_at(error: BaseException, kind: type, *methods: str) -> CodePlace:
    """The innermost line of the plugin's own that was running; else where the method begins."""
    place = place_of(kind, *methods)
    if not place.file:
        return place
    is_own, trace = code_of_plugin(place.file), error.__traceback__
    while trace is not None:
        if is_own(trace.tb_frame.f_code):
            place = CodePlace(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place
