"""A file of Python by its lines: which statement a line belongs to, what that sets, whether a test came out true."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import CodeType

from .source import identity_of

Lines = tuple[int, int]  # the first and the last
Test = ast.If | ast.While | ast.For
Loop = ast.For | ast.While
Function = ast.FunctionDef | ast.AsyncFunctionDef


class FileOutline:
    """Of a text. SyntaxError: it is no Python."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        tree = ast.parse(text)
        self._nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        self._heads = {line: node for node in self._nodes for line in range(node.lineno, _end_of_head(node) + 1)}
        self._known = {_key(code): identity_of(code) for code in _codes_in(compile(tree, "<outline>", "exec"))}

    def statement(self, line: int) -> int:
        """The line on which the statement of this line begins."""
        return self._heads[line].lineno if line in self._heads else line

    def last_line(self, line: int) -> int:
        """The last line of the statement that begins on this one; of one with a body, of its head."""
        return _end_of_head(self._heads[line]) if line in self._heads else line

    def targets(self, line: int) -> tuple[str, ...]:
        """The names that the statement on this line sets, in order: weight, self.tries."""
        return tuple(name for node in self._nodes if node.lineno == line for name in _targets(node))

    def answer(self, line: int, after: int) -> bool | None:
        """Whether what this line opens is gone into; `after`: the line that ran next. None: it opens nothing."""
        for node in self._nodes:
            if node.lineno == line and isinstance(node, Test) and node.body[0].lineno > _end_of_head(node):
                return node.body[0].lineno <= after <= (node.body[-1].end_lineno or 0)
        return None

    def loop(self, line: int) -> Lines:
        """The innermost loop of its function that this line is in, or begins; (0, -1): none."""
        first, _last = self.function(line)
        ends = [(node.lineno, node.body[-1].end_lineno or 0) for node in self._nodes if isinstance(node, Loop)]
        return max((lines for lines in ends if first <= lines[0] <= line <= lines[1]), default=(0, -1))

    def function(self, line: int) -> Lines:
        """The innermost function that this line is in; in none: 0 and the last line."""
        ends = [(node.lineno, node.end_lineno or 0) for node in self._nodes if isinstance(node, Function)]
        return max((lines for lines in ends if lines[0] <= line <= lines[1]), default=(0, len(self.lines)))

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


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes_in(part)


def _end_of_head(node: ast.stmt) -> int:
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def _targets(node: ast.stmt) -> Sequence[str]:
    """In the order in which they stand; what is set by := too. Of one with a body, what stands in its head."""
    if isinstance(node, Function):
        return (node.name,)
    parts = ast.iter_child_nodes(node) if hasattr(node, "body") else [node]
    heads = [part for part in parts if part is node or not isinstance(part, (ast.stmt, ast.excepthandler))]
    names = []
    for part in (part for head in heads for part in ast.walk(head)):
        if isinstance(part, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
            names.append(ast.unparse(part.value if isinstance(part, ast.Subscript) else part))
    return list(dict.fromkeys(names))
