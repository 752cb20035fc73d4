"""A file's syntax tree, read once for all rules that are asked of the source."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())
