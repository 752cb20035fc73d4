"""Texts, alone and in rows and columns: as large as they must be, within the room they are given, with every word."""

from __future__ import annotations

from math import inf

import pygame
import pytest
from pygame import Surface

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.draw.tokens import BODY, LEAD, NUMBER
from downslope.view.widgets.ink import (
    SPRING,
    Boxed,
    Cells,
    Col,
    Either,
    Flow,
    Ink,
    Label,
    Line,
    Mark,
    Para,
    Prose,
    Row,
    speech,
    words,
)
from downslope.view.widgets.panel import Part, arrange, column

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


def test_it_keeps_to_its_width_loses_no_word_and_is_as_high_as_it_must_be() -> None:
    for text in [1.0, 1.5]:
        labels = [Label(canvas(text), TEXT, width=width) for width in (600.0, 300.0, 160.0)]
        assert [label.high for label in labels] == sorted({label.high for label in labels}), "narrower, so higher"
        for label, width in zip(labels, (600.0, 300.0, 160.0)):
            assert words_of(label) == WORDS
            assert 0 < label.least_size()[0] <= width and label.least_size()[1] == len(label.lines) * label.step
    assert Label(canvas(), "").least_size() == (0.0, 0.0) and len(Label(canvas(), "one\ntwo").lines) == 2


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


SIGN = Mark(lambda canvas, rect: canvas.rect(*rect, "text"), wide=20, high=20, told="a sign")
INKS: list[Ink] = [
    Row((SIGN, Col((Line("A title", LEAD), Para(TEXT))))),
    Row((SIGN, Line("a name that gives way", yields=True), Line("13", NUMBER))),
    Flow(tuple(Row((SIGN, Line(name)), 6) for name in ("helps", "holds back", "seen", "unseen")), 18),
    Boxed(Cells(((Line("input"), Line("miss", anchor="end")), (Line("4"), Line("-4.00", anchor="end"))), 18), (9, 9)),
    Either((Row((Line("Error"), Line("by step, log scale"), SPRING, Line("0.04"))), Row((Line("Error"), Para(TEXT))))),
]  # fmt: skip


def test_what_is_made_of_texts_stays_in_its_place_and_is_as_high_as_it_says() -> None:
    for text in [1.0, 1.5]:
        for ink in INKS:
            for width in (150.0, 600.0):
                sheet = canvas(text)
                high = ink.size(sheet, width)[1]
                ink.draw(sheet, (20, 20, width, high))
                for left, top, wide, tall in sheet.words_at():
                    assert left >= 19 and top >= 19 and left + wide <= 20 + width + 1 and top + tall <= 20 + high + 2
                assert len(set(sheet.words_at())) == len(sheet.words_at()) > 1


def test_a_paragraph_of_several_styles_breaks_a_word_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    path, texts = "/home/somebody/" + "very-long-name-of-a-folder/" * 9 + "learner.py", list[str]()
    ink = Prose((("OSError:", LEAD, "error"), (path, BODY, "text")))

    def text(self: Canvas, x: float, y: float, string: str, *style: object) -> float:
        texts.append(string)
        return 0.0

    monkeypatch.setattr(Canvas, "text", text)
    ink.draw(canvas(), (0.0, 0.0, 500.0, 400.0))
    assert path in "".join(texts) and len(texts) > 2 and words(ink) == [f"OSError: {path}"]


def test_all_that_is_written_is_read() -> None:
    assert words(INKS[0]) == ["a sign", "A title", TEXT.replace("[alpha:.5]", ".5")]
    assert words(INKS[4]) == ["Error", "by step, log scale", "0.04"], "the fullest form"
    assert speech(INKS[4]) == "Error, by step, log scale, 0.04" and speech(INKS[3]) == "input, miss. 4, -4.00"
    assert speech(Col((Line("One."), Para("Two."), Row((SIGN, Line("three")))))) == "One. Two. a sign, three"


def test_a_line_is_shorter_then_smaller_then_ends_with_dots_and_says_the_rest() -> None:
    line = Line("gradient descent", shorter="gradient")
    widths = [canvas().width(word) for word in ("gradient descent", "gradient")]
    shown = []
    for room in (widths[0], widths[1], 0.9 * widths[1], 0.5 * widths[1]):
        sheet = canvas()
        line.draw(sheet, (0, 0, room, 22))
        (_x, _y, wide, tall), = sheet.words_at()
        assert wide <= room + 1 and tall >= 14
        shown.append((round(wide), list(sheet.tips)))
    assert [tips for _wide, tips in shown] == [[], [], [], ["gradient"]]
    assert shown[1][0] == round(widths[1])


def test_who_yields_gives_way_first_and_what_is_left_goes_to_who_grows() -> None:
    sheet, name, number = canvas(), Line("a name that gives way", yields=True), Line("13", NUMBER)
    Row((name, number)).draw(sheet, (0, 0, 120, 24))
    assert sheet.words_at()[1][2] == pytest.approx(sheet.width("13", NUMBER)) and sheet.words_at()[0][2] < 100
    sheet = canvas()
    Row((Line("left"), SPRING, Line("right", anchor="end"))).draw(sheet, (0, 0, 300, 24))
    assert sheet.words_at()[1][0] + sheet.words_at()[1][2] == pytest.approx(300, abs=1)
