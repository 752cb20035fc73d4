"""The measurements take names from the game: each of them is there."""

from __future__ import annotations

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from syntax import nodes, tree_of

FILES = sorted((Path(__file__).parents[1] / "benchmarks").glob("*.py"))


@pytest.mark.source
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_it_imports_is_there(file: Path) -> None:
    taken = [(node.module, alias.name) for node in nodes(tree_of(file), ast.ImportFrom) for alias in node.names
             if node.module and node.module.partition(".")[0] == "downslope"]  # fmt: skip
    gone = [(module, name) for module, name in taken
            if not hasattr(import_module(module), name) and find_spec(f"{module}.{name}") is None]  # fmt: skip
    assert gone == []


def test_the_measurements_are_found() -> None:
    assert {"still", "engine"} <= {file.stem for file in FILES}
