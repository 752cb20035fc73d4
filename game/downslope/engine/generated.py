"""Generated text, compiled under a name of its own by which a traceback finds its lines."""

from __future__ import annotations

import linecache
from collections.abc import Sequence
from itertools import count
from typing import Any

from ..formulas.names import NotInlinable

_numbers = count(1)


class TooLarge(OverflowError):
    """Numbers for which no loop was made; the readable path has no trouble with them."""


def execute(lines: Sequence[str], title: str, space: dict[str, Any]) -> dict[str, Any]:
    """The names that the lines define, over those of `space`. NotInlinable: they are too much for the compiler."""
    text = "\n".join(lines) + "\n"
    file = f"<{title}, loop {next(_numbers)}>"
    try:
        code = compile(text, file, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotInlinable(f"the compiler refused it: {error}") from error
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    exec(code, space)
    return space
