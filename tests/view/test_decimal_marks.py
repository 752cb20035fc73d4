"""Pictures write numbers as the player's language does, whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame
import pytest

from downslope.view.bowls.cups import draw_balance
from downslope.view.bowls.small_bowl import draw_factor
from downslope.view.charts.accuracy_chart import Passed, draw_accuracy
from downslope.view.charts.fit_chart import PeekCell, draw_slots
from downslope.view.charts.seen_unseen_chart import ErrorPeek
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.numbers import use_decimal_mark
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")
RECT = (20.0, 20.0, 500.0, 300.0)


@pytest.fixture
def comma() -> Iterator[None]:
    use_decimal_mark(",")
    yield
    use_decimal_mark(".")


PICTURES: dict[str, Callable[[Canvas], object]] = {
    "1,25": lambda canvas: draw_balance(canvas, RECT, 1.25, 2.5, ("", "")),
    "1,2·10³⁰": lambda canvas: draw_balance(canvas, RECT, 1.2e30, 0.0, ("", "")),
    ",5": lambda canvas: draw_accuracy(canvas, RECT, [Passed(0.0, 0.1, 0.1)], 0.5, (), None),
    "2,5": lambda canvas: draw_slots(canvas, RECT, ("", ""), [PeekCell(ErrorPeek(1, 2.5, 0.0, 0.0), ((0.0, 0.0),))], 1,
        "",
                                     ((0.0, 0.0),)),
    "×∞": lambda canvas: draw_factor(canvas, 20.0, 20.0, float("inf")),
}  # fmt: skip


@pytest.mark.parametrize("told", PICTURES)
def test_numbers_are_written_as_the_language_does(comma: None, told: str) -> None:
    canvas = WordCanvas(pygame.Surface((640, 360)), Look(DUSK))
    PICTURES[told](canvas)
    assert told in canvas.words
