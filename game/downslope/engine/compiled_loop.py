"""A compiled loop of many steps: its text, compiled under its own name, by which a traceback finds its lines."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from traceback import walk_tb
from typing import Any

from ..formulas.names import NotInlinable
from ..formulas.read import function_tree

PLACE = re.compile(r" \([^()]+:\d+\)$")  # as `place` writes it
HERE = Path(__file__).parent
MAKERS = [HERE, HERE.parent / "lines", HERE.parent / "formulas"]  # the rooms whose code makes loops

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


class NotCompilable(ValueError):
    """There is no loop for it, and why."""


@dataclass(eq=False)
class Loop:
    """run(weights, memories, samples, keep, seen) -> (weights, memories); predict(weights, input) -> list.

    samples: for each step (input, goal_predictions, alpha); where steps see several examples, (examples, alpha).
    `keep` (or None) takes the weights before each step, `seen` the error. Of one weight that is watched: see
    lines/watched.py, whose `steps` is `predict` here. `skips`: what is 0 is passed over, which is right while all
    numbers are moderate. `calls`: what the text calls by name. `trusted`: its first step was made both ways, and the
    readable path gave the same bits.
    """

    run: Callable[..., Any]
    predict: Callable[..., Any]
    text: str = ""
    calls: Mapping[str, Any] = field(default_factory=dict)
    skips: bool = False
    trusted: bool = False


def place(file: str, line: int) -> str:
    """Where it is, to be put behind a sentence."""
    return f" ({Path(file).name}:{line})"


def place_of(raised: BaseException) -> str:
    """The line that has led to it, in a file of none of these rooms: a plugin's, or else the game's. "": none."""
    raised = raised.__cause__ or raised
    if PLACE.search(str(raised)):
        return ""  # it tells that itself
    found = [(frame.f_code.co_filename, line) for frame, line in walk_tb(raised.__traceback__)]
    others = [at for at in found if Path(at[0]).parent not in MAKERS and at[0][:1] != "<"]
    theirs = [at for at in others if HERE.parent not in Path(at[0]).parents]
    return place(*(theirs or others)[-1]) if others else ""


def check_harmless(method: Callable[..., Any]) -> None:
    """NotCompilable: it notes things down or draws random numbers, so it may not be called more often than it is."""
    try:
        tree = function_tree(inspect.unwrap(getattr(method, "__func__", method)))
    except NotInlinable as why:
        raise NotCompilable(str(why)) from why
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if "random" in named:
            raise NotCompilable("it draws random numbers")
        stored = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
        if stored or isinstance(node, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Expr)):
            raise NotCompilable("it notes something down")
