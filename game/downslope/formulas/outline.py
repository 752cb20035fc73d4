"""A file of Python by its lines: which statement a line belongs to, what that sets, whether a test came out true."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import CodeType

from .read import identity_of

Test = ast.If | ast.While | ast.For
Loop = ast.For | ast.While


class FileOutline:
    """Of a text. SyntaxError: it is no Python."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        tree = ast.parse(text)
        self._first: dict[int, int] = {}  # line -> the first line of its statement
        self._sets: dict[int, tuple[str, ...]] = {}
        self._tests: dict[int, tuple[int, int]] = {}  # line of a test -> first and last line of what it opens
        self._loops: dict[int, tuple[int, int]] = {}  # line of a loop -> first and last line of it
        self._functions: list[tuple[int, int]] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt):
                self._add(node)
        self._known = {_key(code): identity_of(code) for code in codes_in(compile(tree, "<outline>", "exec"))}

    def _add(self, node: ast.stmt) -> None:
        end = node.end_lineno or node.lineno
        body = getattr(node, "body", None)
        header = max(node.lineno, body[0].lineno - 1) if body else end
        for line in range(node.lineno, header + 1):
            self._first[line] = node.lineno
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._functions.append((node.lineno, end))
            self._sets[node.lineno] = (node.name,)
            return
        self._sets[node.lineno] = (*self._sets.get(node.lineno, ()), *_targets(node))
        if isinstance(node, Test) and node.body[0].lineno > header:
            self._tests[node.lineno] = node.body[0].lineno, node.body[-1].end_lineno or end
        if isinstance(node, Loop):
            self._loops[node.lineno] = node.lineno, node.body[-1].end_lineno or end

    def statement(self, line: int) -> int:
        """The line on which the statement of this line begins."""
        return self._first.get(line, line)

    def last_line(self, line: int) -> int:
        """The last line of the statement that begins on this one; of one with a body, of its head."""
        last = line
        while self._first.get(last + 1) == line:
            last += 1
        return last

    def targets(self, line: int) -> tuple[str, ...]:
        """The names that the statement on this line sets, in order: weight, self.tries."""
        return self._sets.get(line, ())

    def answer(self, line: int, after: int) -> bool | None:
        """Whether what this line opens is gone into; `after`: the line that ran next. None: it opens nothing."""
        opened = self._tests.get(line)
        return None if opened is None else opened[0] <= after <= opened[1]

    def loop_lines(self, line: int) -> tuple[int, int]:
        """The first and the last line of the loop that begins there."""
        return self._loops[line]

    def loop(self, line: int) -> int:
        """The line of the innermost loop that this line is in, or begins; 0: none."""
        around = [first for first, last in self._loops.values() if first <= line <= last]
        function = self.function(line)
        return max((first for first in around if first >= function[0]), default=0)

    def function(self, line: int) -> tuple[int, int]:
        """The first and the last line of the innermost function that this line is in; in none: 0 and the last line."""
        around = [(first, last) for first, last in self._functions if first <= line <= last]
        return max(around, default=(0, len(self.lines)))

    def is_source_of(self, code: CodeType) -> bool:
        """This code was made from this text."""
        return bool(self._known.get(_key(code)) == identity_of(code))


@lru_cache(16)
def outline_of(text: str) -> FileOutline | None:
    """None: it is no Python."""
    try:
        return FileOutline(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """It, and those of all functions and classes in it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from codes_in(part)


def _targets(node: ast.stmt) -> Sequence[str]:
    """In the order in which they stand; what is set by := too."""
    heads: list[ast.AST] = [node]
    if hasattr(node, "body"):  # of one with a body, what stands in its head
        heads = [part for part in ast.iter_child_nodes(node) if not isinstance(part, (ast.stmt, ast.excepthandler))]
    found: list[str] = []
    for head in heads:
        for part in ast.walk(head):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                found.append(part.id)
            elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                found.append(ast.unparse(part))
            elif isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store):
                found.append(ast.unparse(part.value))
    return list(dict.fromkeys(found))
