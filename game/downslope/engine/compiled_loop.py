"""A compiled loop of many steps, and what the texts of all of them are put together with."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from ..formulas.names import NotInlinable
from ..learning.network import Vector
from .symbols import NotCompilable, Symbol

# ---------------------------------------------------------------------------------------------------------------------
# Generated text, compiled under a name of its own by which a traceback finds its lines.


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


Lines = list[str]


@dataclass(eq=False)
class Loop:
    """run(weights, memories, samples, keep, seen) -> (weights, memories).

    samples: for each step (input, goal_predictions, alpha); where steps see several examples, (examples, alpha).
    `keep` (or None) takes the weights before each step, `seen` the error. predict(weights, input) -> list.
    `skips`: what is 0 is passed over, which is right while all numbers are moderate. `trusted`: its first step was made
    both ways, and the readable path gave the same bits.
    """

    run: Callable[..., tuple[list[float], list[list[float]]]]
    predict: Callable[[Vector, Vector], list[float]]
    text: str = ""
    skips: bool = False
    trusted: bool = False


def compile_loop(title: str, lines: Lines, functions: dict[str, Any], skips: bool) -> Loop:
    """Untraceable: the compiler refuses the text."""
    space = execute_loop(title, lines, functions)
    return Loop(space["run"], space["predict"], "\n".join(lines), skips)


def execute_loop(title: str, lines: Lines, functions: dict[str, Any]) -> dict[str, Any]:
    """What the lines define. `functions`: those that they call. Untraceable: the compiler refuses the text."""
    try:
        return execute(lines, title, dict(functions))
    except NotInlinable as why:
        raise NotCompilable(str(why)) from why


def indent(lines: Sequence[str], by: int = 4) -> Lines:
    """The lines, further to the right."""
    return [" " * by + line for line in lines]


def unpack(names: Sequence[str], value: str) -> str:
    """The line that puts the parts of a value under these names."""
    return f"{', '.join(names)}, = {value}"


def names(stem: str, count: int) -> list[str]:
    """stem0, stem1 ..."""
    return [f"{stem}{k}" for k in range(count)]


def names_of(nodes: Sequence[Symbol]) -> list[str]:
    """Of inputs of a graph."""
    return [node.args[0] for node in nodes]
