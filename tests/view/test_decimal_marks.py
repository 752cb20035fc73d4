"""What writes numbers as the player reads them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from syntax import nodes, tree_of

GAME = Path(__file__).parents[2] / "game" / "downslope"
SCREENS = ("view", "boards", "scenes", "attempt", "captions", "film")


def is_text_of_a_number(text: ast.JoinedStr) -> bool:
    """It writes decimals itself, and is no path of a picture, which begins with where it moves to."""
    specs = [part.format_spec for part in text.values if isinstance(part, ast.FormattedValue) and part.format_spec]
    ends = [spec.values[-1] for spec in specs if isinstance(spec, ast.JoinedStr) and spec.values]
    first = text.values[0]
    path = isinstance(first, ast.Constant) and str(first.value).startswith("M")
    return not path and any(isinstance(end, ast.Constant) and str(end.value)[-1] in "efg%" for end in ends)


@pytest.mark.source
def test_a_number_becomes_text_in_one_place() -> None:
    """What is read by a program may be written otherwise: a key, or what is rounded by being read again."""
    offenders = []
    for file in sorted(path for room in SCREENS for path in (GAME / room).rglob("*.py")):
        tree, where = tree_of(file), file.relative_to(GAME).as_posix()
        calls = [call for call in nodes(tree, ast.Call) if ast.unparse(call.func).endswith(("float", ".get"))]
        read_again = {id(text) for call in calls for text in call.args}
        texts = [text for text in nodes(tree, ast.JoinedStr) if id(text) not in read_again]
        if where != "view/format/numbers.py":
            offenders += [f"{where}:{text.lineno}" for text in texts if is_text_of_a_number(text)]
    assert offenders == []
