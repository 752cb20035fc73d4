"""Pictures write numbers as the player's language does, whatever their size."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from downslope.view.bowls.cups import draw_balance
from downslope.view.bowls.small_bowl import draw_factor
from downslope.view.charts.accuracy_chart import draw_accuracy
from downslope.view.charts.early_stopping import ErrorPeek, draw_slots
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.numbers import use_decimal_mark
from syntax import nodes, tree_of
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")
GAME = Path(__file__).parents[2] / "game" / "downslope"
SCREENS = ("view", "boards", "scenes", "attempt", "captions", "film")
RECT = (20.0, 20.0, 500.0, 300.0)
PEEK = (ErrorPeek(1, 2.5, 0.0, 0.0), ((0.0, 0.0),), False, False)


@pytest.fixture
def comma() -> Iterator[None]:
    use_decimal_mark(",")
    yield
    use_decimal_mark(".")


PICTURES: dict[str, Callable[[Canvas], object]] = {
    "1,25": lambda canvas: draw_balance(canvas, RECT, 1.25, 2.5, ("", "")),
    "1,2·10³⁰": lambda canvas: draw_balance(canvas, RECT, 1.2e30, 0.0, ("", "")),
    ",5": lambda canvas: draw_accuracy(canvas, RECT, [(0.0, 0.1, 0.1), (0.5, 0.2, 0.2)], 0.5, (), None),
    "2,5": lambda canvas: draw_slots(canvas, RECT, ("", ""), [PEEK], 1, "", ((0.0, 0.0),)),
    "×∞": lambda canvas: draw_factor(canvas, 20.0, 20.0, float("inf")),
}  # fmt: skip


def test_numbers_are_written_as_the_language_does(comma: None) -> None:
    for told in PICTURES:
        canvas = WordCanvas(pygame.Surface((640, 360)), Look(DUSK))
        PICTURES[told](canvas)
        assert told in canvas.words


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
