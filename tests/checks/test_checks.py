"""The detectors see what they are there for, and nothing where all is well; what the game prints of a sum is true."""

from collections.abc import Callable, Iterator

import pygame
import pytest
from hypothesis import given, strategies as st
from pygame import Rect

from checks.contrast import too_pale
from checks.equations import calculations
from checks.faults import of_words
from checks.paper import Text, written
from checks.pseudo import Pseudo, spoken
from downslope.i18n import _
from downslope.view.draw import BODY, DUSK, Canvas, Look, scale_of
from downslope.view.format.equation import MOST, addition, difference, product
from downslope.view.format.numbers import brief, number

WINDOW = Rect(0, 0, 400, 200)
LOOK = Look(DUSK, 1.0, 1.0, True)
FADE = [Rect(80, 400, 200, 42)]
Paint = Callable[[Canvas], object]


@pytest.fixture(autouse=True, scope="module")
def display() -> Iterator[None]:
    pygame.display.init()
    pygame.font.init()
    yield
    pygame.display.quit()


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


@pytest.mark.parametrize(("paints", "kinds", "count"), [
    ([word()], set(), 1), ([word(380)], {"cut"}, 1), ([kept(word(), (20, 20, 30, 30))], {"cut"}, 1),
    ([clipped(word(30, 35))], set(), 1), ([clipped(word(90, 45))], {"cut"}, 1),  # the first is scrolled away
    ([word(), word(40, 44)], {"over"}, 2), ([word(), box(10, 10, 40, 50)], {"covered"}, 1),
    ([word(), box(10, 10, 200, 50)], set(), 0), ([word(), box(10, 10, 200, 50, alpha=0.3)], set(), 1),
    ([lambda canvas: canvas.within(20, 40, "learning rate", 94)], set(), 1),
    ([lambda canvas: canvas.within(20, 40, "learning rate", 84)], {"short"}, 1),
])  # fmt: skip
def test_what_is_cut_covered_shortened_or_on_top_of_another_is_found(
    paints: list[Paint], kinds: set[str], count: int
) -> None:
    seen = written(lambda canvas: [paint(canvas) for paint in paints], WINDOW.size, LOOK)
    assert {kind for kind, found in of_words(seen, WINDOW).items() if list(found)} == kinds and len(seen) == count


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


def test_the_longer_language_is_about_a_third_longer_and_keeps_what_is_filled_in() -> None:
    with spoken():
        assert _("{n} of {count} steps").format(n=1, count=2).startswith("1 ")
        assert _("The [weight:weight] must change").count("[weight:") == 1
    text = "Alpha is trust in the slope. More trust is faster, until it is not. And alpha may well be above 1."
    assert _("weight") == "weight" and 1.25 < len(Pseudo().gettext(text)) / len(text) < 1.37


@pytest.mark.parametrize(("paints", "faint"), [
    ([word(100, 100, 16, "#E0E0E0")], 0), ([word(100, 100, 16, "#505050")], 1),
    ([box(120, 80, 100, 40, "#D0D0D0"), word(100, 100, 16, "#E0E0E0")], 1),
    ([word(100, 100, 16, "#505050"), box(80, 80, 130, 40, "#303030")], 0),
    ([kept(word(100, 100, 16, "#E0E0E0"), (50, 50, 200, 100), 0.3)], 1),
    ([word(100, 100, 30, "#707070")], 0), ([word(100, 100, 16, "#707070")], 1),  # large letters need less
    ([word(100, 390, 16, "#606060")], 1), ([word(100, 430, 16, "#606060")], 0), ([word(100, 430, 16, "#181818")], 1),
])  # fmt: skip
def test_what_is_faint_is_found_however_it_got_so(paints: list[Paint], faint: int) -> None:
    ground = box(0, 0, 1280, 719, "#101010")
    found = too_pale(lambda canvas: [paint(canvas) for paint in (ground, *paints)], Look(DUSK), fading=FADE)
    assert len(list(found)) == faint


@pytest.mark.parametrize(("line", "true"), [
    ("2.0 × 0.40 = 0.8003", [False]), ("2.0 × 0.40015 = 0.8003", [True]), ("toes 0.01 × 8.5 = 0.04", [False]),
    ("−0.46 × (−.82) = 0.38", [True]), ("0.80 − 1.25 = 0.45", [False]), ("+0.1 + 0.2 + (−0.4) = −0.1", [True]),
    ("0.4 + 0.4 = 1", [True]), ("0.4 + 0.4 ≈ 0.9", [True]), ("0.4 + 0.4 ≈ 1.0", [False]),
    ("(0.65 − 0.8)² = 0.02", [True]), ("(0.65 − 0.8)² = 0.03", [False]), ("0.15² = 0.02", [True]),
    ("3.0·10⁻⁷ × 2 = 7.0·10⁻⁷", [False]), ("1 .56 0 × .1 .01 .07 = .1 .01 .07 ≈0.09", [True, True, False]),
])  # fmt: skip
def test_a_calculation_is_read_and_done_once_more(line: str, true: list[bool]) -> None:
    assert [each.is_true for each in calculations(line)] == true


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
