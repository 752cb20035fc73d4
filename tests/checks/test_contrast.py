"""What is too pale is found, however it got so; the themes' own colours.

Every screen is asked in test_screens.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame
import pytest

from checks.contrast import ENOUGH, contrast, measured, pale, too_pale
from downslope.rules.actions import Answer, Learn, Turn
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, DUSK_CONTRAST, PAPER, PAPER_CONTRAST, Look, readable, rgb_of
from downslope.view.draw.tokens import BODY
from pictures.drawing import last
from pictures.plans import DARK, Plan, level


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.display.quit()


def test_all_writing_of_high_contrast_has_seven_to_one() -> None:
    words = ("text", "text2", "text3", "input", "weight", "weight_negative", "prediction", "goal", "error", "alpha",
             "plugin", "ground_text", "kw", "op")  # fmt: skip
    for theme in (DUSK_CONTRAST, PAPER_CONTRAST):
        pairs = [(word, ground) for word in words for ground in ("bg0", "panel", "raised", "well", "rowhi", "ter1")]
        pairs.append(("prim_text", "prim"))
        low = {pair: contrast(*(rgb_of(theme.colour(name)) for name in pair)) for pair in pairs}
        assert {pair: ratio for pair, ratio in low.items() if ratio < 7} == {}
        assert contrast(rgb_of(theme.border2), rgb_of(theme.well)) >= 3


def drawn(paint: Callable[[Canvas], object]) -> list[str]:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, 1280, 719, "#101010")
        paint(canvas)

    return list(too_pale(measured(draw, (1280, 720), Look(DUSK))))


def test_what_is_faint_is_found_however_it_got_so() -> None:
    assert drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#E0E0E0")) == []
    assert len(drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#505050"))) == 1
    assert len(drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#101010"))) == 1  # as good as gone

    def on_a_patch(canvas: Canvas) -> None:
        canvas.rect(116, 80, 200, 40, "#D0D0D0")
        canvas.text(100, 100, "hand", BODY, "#E0E0E0")

    def on_a_layer(canvas: Canvas) -> None:
        def draw(sub: Canvas) -> None:
            sub.text(100, 100, "hand", BODY, "#505050")

        canvas.keep("layer", 50, 50, 200, 100, draw)

    def on_a_faint_layer(canvas: Canvas) -> None:
        canvas.keep("faint", 50, 50, 200, 100, lambda sub: sub.text(100, 100, "hand", BODY, "#E0E0E0"), alpha=0.3)

    assert len(drawn(on_a_patch)) == len(drawn(on_a_layer)) == len(drawn(on_a_faint_layer)) == 1


@pytest.mark.slow
def test_the_weight_on_an_opened_box_stands_out() -> None:
    opened = level("sealed-box", Learn(1), Answer(0, 1.6), Turn("alpha", 0.39), Learn(1))
    scene, _look = last(Plan("sealed-box opened", opened, "SealedBoard", (1.0,)), DARK)
    assert list(pale(scene)) == []


def test_large_letters_need_less() -> None:
    assert drawn(lambda canvas: canvas.text(100, 100, "0.75", BODY.with_size(30), "#707070")) == []
    assert len(drawn(lambda canvas: canvas.text(100, 100, "0.75", BODY, "#707070"))) == 1


@pytest.mark.parametrize(
    ("top", "colour", "faint"), [(390, "#808080", 0), (390, "#606060", 1), (430, "#606060", 0), (430, "#181818", 1)]
)
def test_a_row_that_fades_may_lose_what_lies_over_it_and_no_more(top: float, colour: str, faint: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, 1280, 719, "#101010")
        canvas.text(100, top, "hand", BODY, colour)

    fade = [pygame.Rect(80, 400, 200, 42)]
    assert len(list(too_pale(measured(draw, (1280, 720), Look(DUSK)), fading=fade))) == faint


def test_what_lies_under_a_sheet_is_not_asked() -> None:
    def under(canvas: Canvas) -> None:
        canvas.text(100, 100, "hand", BODY, "#505050")
        canvas.rect(80, 80, 100, 40, "#303030")

    assert drawn(under) == []


def test_a_colour_becomes_readable_on_any_ground_and_keeps_its_hue_where_it_can() -> None:
    for theme in (DUSK, PAPER):
        for hue in (theme.weight, theme.weight_negative, theme.error, theme.text3):
            for ground in ("#000000", "#404040", "#767676", "#909090", "#FFFFFF", hue):
                assert contrast(rgb_of(readable(hue, ground)), rgb_of(ground)) >= ENOUGH
    assert readable(DUSK.weight, "#000000") == DUSK.weight.upper()
