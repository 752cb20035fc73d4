"""The table of screens: every row is a screen, and whoever asks for one gives what it is made with."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from downslope.scenes.base.navigation import SCREENS, screen_class
from downslope.scenes.base.scene import Scene
from syntax import nodes, tree_of

PACKAGE = Path(__file__).parents[2] / "game" / "downslope"


@pytest.mark.parametrize("name", SCREENS)
def test_every_row_is_a_screen(name: str) -> None:
    assert issubclass(screen_class(name), Scene)


@pytest.mark.source
def test_every_request_gives_what_the_screen_is_made_with() -> None:
    """`open("play", level=...)` and `screen("map", game)`, wherever they stand in the source."""
    found, wrong = 0, []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in nodes(tree_of(file), ast.Call):
            if not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("open", "screen") or node.args[0].value not in SCREENS:
                continue
            found += 1
            keywords = {str(keyword.arg): None for keyword in node.keywords}
            try:
                inspect.signature(screen_class(node.args[0].value)).bind(None, **keywords)
            except TypeError as error:
                wrong.append(f"{file.name}:{node.lineno}: {error}")
    assert found > len(SCREENS) and wrong == []
