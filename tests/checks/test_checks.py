"""The detectors see what they are there for, and nothing where all is well; what the game prints of a sum is true.

planted.txt has the faults that they must find.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given, strategies as st
from pygame import Rect

from checks.contrast import too_pale
from checks.equations import calculations
from checks.faults import of_words
from checks.paper import Text, written
from checks.pseudo import Pseudo
from downslope.view.draw import BODY, DUSK, Canvas, Look, scale_of
from downslope.view.format.equation import MOST, addition, difference, product
from downslope.view.format.numbers import brief, number
from lib.walks import answers, differences, questions

WINDOW = Rect(0, 0, 400, 200)
LOOK = Look(DUSK, 1.0, 1.0, True)
FADE = [Rect(80, 400, 200, 42)]
Paint = Callable[[Canvas], object]


def word(x: float = 20, y: float = 40, size: float = 16, colour: str = "text", anchor: str = "start") -> Paint:
    return lambda canvas: canvas.text(x, y, "weight", BODY.with_size(size), colour, anchor)


def box(x: float, y: float, width: float, high: float, colour: str = "panel", alpha: float = 1) -> Paint:
    return lambda canvas: canvas.rect(x, y, width, high, colour, alpha=alpha)


def kept(paint: Paint, place: tuple[float, float, float, float], alpha: float = 1) -> Paint:
    return lambda canvas: canvas.keep(place, *place, paint, alpha)


def clipped(paint: Paint) -> Paint:
    def draw(canvas: Canvas) -> None:
        with canvas.clip(20, 40, 100, 30):
            paint(canvas)

    return draw


def found(*paints: Paint) -> str:
    """What is wrong with what is written in a small window, and how many words are to be seen."""
    seen = written(lambda canvas: [paint(canvas) for paint in paints], WINDOW.size, LOOK)
    return " ".join([*(kind for kind, texts in of_words(seen, WINDOW).items() if [*texts]), f"in {len(seen)}"])


def faint(*paints: Paint) -> str:
    """What is too pale on a dark ground; the last rows of a list fade."""
    ground = box(0, 0, 1280, 719, "#101010")
    texts = too_pale(lambda canvas: [paint(canvas) for paint in (ground, *paints)], Look(DUSK), fading=FADE)
    return "too pale" if [*texts] else "well to be read"


def read(line: str) -> str:
    """Each calculation that stands there, done once more."""
    return ", ".join(f"{' '.join(each.terms)} {each.result}: {each.is_true}" for each in calculations(line))


NAMES: dict[str, Any] = {
    "word": word, "box": box, "kept": kept, "clipped": clipped, "found": found, "faint": faint, "read": read,
    "within": lambda room: lambda canvas: canvas.within(20, 40, "learning rate", room), "spoken": Pseudo().gettext,
}  # fmt: skip


@pytest.mark.usefixtures("display")
def test_what_is_planted_is_found() -> None:
    assert differences(Path(__file__).with_name("planted.txt"), questions(names=NAMES), answers) == []


@pytest.mark.usefixtures("display")
def test_letters_lie_where_the_canvas_draws_them_and_none_is_smaller_than_14_pixels_whatever_asks_for_it() -> None:
    for anchor, x in (("start", 20.0), ("middle", 200.0), ("end", 380.0)):
        surface, paint = pygame.Surface(WINDOW.size), word(x, size=24, anchor=anchor)
        paint(Canvas(surface, LOOK))
        drawn = pygame.mask.from_threshold(surface, (255, 255, 255), (160, 160, 160)).get_bounding_rects()
        (text,) = written(paint, WINDOW.size, LOOK)
        assert text.ink.inflate(4, 4).contains(drawn[0].unionall(drawn[1:]))

    def asked(canvas: Canvas) -> None:
        canvas.text(20, 40, "weight", BODY.with_size(9))
        canvas.within(20, 60, "weight", 20)
        canvas.rich(20, 100, [("weight", "text")], room=20)

    for size, grown in [((640, 360), 1.0), ((960, 540), 1.5), ((2560, 1440), 1.0)]:
        page = written(asked, size, Look(DUSK, scale_of(*size), grown, True))
        assert len(page) == 3 and not of_words(page, WINDOW)["small"]
    assert of_words([Text("a", WINDOW, WINDOW, None, False, px=13.5)], WINDOW)["small"] == ["a: 13.5 px"]


NUMBERS = st.floats(-50, 50) | st.floats(-2, 2).map(lambda value: round(value, 3))


@pytest.mark.slow
@given(st.lists(NUMBERS, min_size=2, max_size=16), st.integers(1, 4))
def test_what_the_game_prints_of_a_sum_is_true_with_few_digits_or_about(terms: list[float], digits: int) -> None:
    (a, b, *_more), total = terms, 0.0
    for term in terms:
        total += term
    sums = addition(terms, total), addition(terms, total, 1, min(digits, 2), lambda v, d: number(v or 0.0, d))
    two = product(a, b, a * b, max(2, digits)), difference(a, b, a - b, max(2, digits))
    for equation in (*sums, *two):
        assert [each.is_true for each in calculations(str(equation))] == [True], equation
    decimals = [len(text.partition(".")[2]) for each in two for text in each.terms if "10" not in text]
    assert max(decimals, default=0) <= MOST + 4, "a small number begins later"
    assert product(round(a, 2), "2", 2 * round(a, 2)).relation == "="
    assert str(product("2.0", "0.40", 0.8003, 4)) == "2.0 × 0.40 ≈ 0.8003"
    assert str(product(-0.5, -2.0, 1.0, write=brief)) == "−.5 × (−2) = 1"
