"""A label is as wide and as high as its text, keeps to the room it is given, and loses no word of it."""

from __future__ import annotations

from math import inf

import pygame
import pytest
from pygame import Surface

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.draw.tokens import BODY, LEAD
from downslope.view.widgets.label import Label
from downslope.view.widgets.layout import Part, arrange, column

TEXT = "A weight that is too large makes the prediction too large, and [alpha:.5] of that is taken back."
WORDS = TEXT.replace("[alpha:.5]", ".5").split()


def canvas(text: float = 1.0) -> Canvas:
    return Canvas(Surface((640, 480)), Look(DUSK, 1.0, text))


def words_of(label: Label) -> list[str]:
    return " ".join(label.words()).split()


def ink_on(sheet: Canvas) -> pygame.Mask:
    """The pixels on which something was drawn."""
    found = pygame.mask.from_threshold(sheet.picture, (0, 0, 0), (1, 1, 1, 255))
    found.invert()
    return found


@pytest.mark.parametrize("text", [1.0, 1.5])
@pytest.mark.parametrize("width", [160.0, 300.0, 600.0])
def test_it_keeps_to_its_width_and_loses_no_word(text: float, width: float) -> None:
    label = Label(canvas(text), TEXT, width=width)
    assert words_of(label) == WORDS
    assert 0 < label.least_size()[0] <= width and label.least_size()[1] == len(label.lines) * label.step


def test_it_is_as_high_as_it_must_be() -> None:
    sheet = canvas()
    assert Label(sheet, TEXT).high < Label(sheet, TEXT, width=300).high < Label(sheet, TEXT, width=160).high
    assert Label(sheet, "").least_size() == (0.0, 0.0)
    assert len(Label(sheet, "one\ntwo").lines) == 2


def test_it_becomes_smaller_to_fit_but_never_smaller_than_the_text_of_100_percent() -> None:
    plain, large = canvas(), canvas(1.5)
    assert Label(plain, TEXT, BODY, width=300, height=20).style.size == 16
    assert Label(plain, TEXT, LEAD, width=300, height=20).style.size == 16
    label = Label(large, TEXT, LEAD, width=300, height=130)
    assert 16 / 1.5 <= label.style.size < LEAD.size and label.high <= 130
    assert words_of(label) == WORDS
    assert Label(large, TEXT, LEAD, width=300, height=inf).style == LEAD


def test_what_is_beyond_the_last_line_ends_with_dots() -> None:
    label = Label(canvas(), TEXT, width=160, most=2)
    assert len(label.lines) == 2 and words_of(label)[-1].endswith("…") and label.least_size()[0] <= 160
    assert words_of(Label(canvas(), TEXT, width=600, most=2)) == WORDS


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_it_is_drawn_where_the_layout_puts_it(anchor: str) -> None:
    sheet = canvas()
    sheet.picture.fill((0, 0, 0))
    first, second = (Label(sheet, TEXT, width=300, anchor=anchor) for _ in range(2))
    tree = column(Part(first, 0.1), Part(second), gap=10.0)
    for box, rect in arrange(tree, (100.0, 50.0, 300.0, 400.0)):
        box.rect = rect
    assert first.rect[3] == first.high and second.rect[1] == 50 + first.high + 10
    first.paint(sheet)
    found = ink_on(sheet).get_bounding_rects()
    assert pygame.Rect(first.rect).inflate(2, 2).contains(found[0].unionall(found[1:]))
    assert first.draw(sheet, 100, 60) == 60 + first.high
