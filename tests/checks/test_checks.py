"""The detectors see what they are there for, and nothing where all is well."""

from collections.abc import Callable, Iterator

import pygame
import pytest
from pygame import Rect

from checks.contrast import measured, too_pale
from checks.faults import covered, cut, over, small
from checks.paper import Text, written
from checks.pseudo import Pseudo, spoken
from downslope.i18n import _, plural_form
from downslope.view.draw import BODY, DUSK, Canvas, Look, scale_of

WINDOW = Rect(0, 0, 400, 200)
Paint = Callable[[Canvas], object]


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    pygame.font.init()
    yield
    pygame.display.quit()


def texts(paint: Paint) -> list[Text]:
    return written(lambda canvas: (paint(canvas), None)[1], WINDOW.size, Look(DUSK, 1.0, 1.0, True))


def word(canvas: Canvas, x: float = 20, y: float = 40) -> None:
    canvas.text(x, y, "weight")


def twice(canvas: Canvas) -> None:
    word(canvas)
    word(canvas, 40, 44)


def clipped(canvas: Canvas, x: float, high: float, y: float) -> None:
    with canvas.clip(20, 40, 100, high):
        word(canvas, x, y)


def under(canvas: Canvas, width: float, alpha: float = 1) -> None:
    word(canvas)
    canvas.rect(10, 10, width, 50, "panel", alpha=alpha)


@pytest.mark.parametrize(
    ("paint", "kinds", "count"),
    [
        (word, set(), 1),
        (lambda canvas: word(canvas, 380), {"cut"}, 1),
        (lambda canvas: canvas.keep("layer", 20, 20, 30, 30, word), {"cut"}, 1),
        (lambda canvas: clipped(canvas, 30, 30, 45), set(), 1),  # scrolled away
        (lambda canvas: clipped(canvas, 90, 30, 45), {"cut"}, 1),
        (lambda canvas: clipped(canvas, 30, WINDOW.h - 43, WINDOW.h + 5), set(), 1),
        (twice, {"over"}, 2),
        (lambda canvas: under(canvas, 40), {"covered"}, 1),
        (lambda canvas: under(canvas, 200), set(), 0),
        (lambda canvas: under(canvas, 200, 0.3), set(), 1),  # it lets the words through
        (lambda canvas: canvas.within(20, 40, "learning rate", 94), set(), 1),
        (lambda canvas: canvas.within(20, 40, "learning rate", 84), {"short"}, 1),
    ],
)
def test_what_is_cut_covered_shortened_or_on_top_of_another_is_found(paint: Paint, kinds: set[str], count: int) -> None:
    seen = texts(paint)
    faults = [fault for each in (cut(seen, WINDOW), covered(seen), over(seen, WINDOW)) for fault in each]
    assert ({fault.kind for fault in faults}, len(seen)) == (kinds, count)


def test_what_is_drawn_again_by_itself_writes_no_words() -> None:
    with pytest.raises(AssertionError, match="what lives writes weight"):
        texts(lambda canvas: canvas.alive(lambda: word(canvas)))


def test_the_letters_lie_where_the_canvas_draws_them() -> None:
    surface = pygame.Surface(WINDOW.size)
    Canvas(surface, Look(DUSK, 1.0, 1.0, True)).text(20, 40, "weight", BODY.with_size(24))
    drawn = pygame.mask.from_threshold(surface, (255, 255, 255), (160, 160, 160)).get_bounding_rects()
    ink = texts(lambda canvas: canvas.text(20, 40, "weight", BODY.with_size(24)))[0].ink
    assert ink.inflate(4, 4).contains(drawn[0].unionall(drawn[1:]))


def test_no_letter_is_smaller_than_14_pixels_in_any_window_whatever_asks_for_it() -> None:
    def asked(canvas: Canvas) -> None:
        canvas.text(20, 40, "weight", BODY.with_size(9))
        canvas.within(20, 60, "weight", 20)
        canvas.rich(20, 100, [("weight", "text")], room=20)

    for size in ((640, 360), (960, 540), (2560, 1440)):
        for text in (1.0, 1.5):
            page = written(asked, size, Look(DUSK, scale_of(*size), text, True))
            assert len(page) == 3 and not list(small(page))
    assert [fault.text for fault in small([Text("a", WINDOW, WINDOW, None, False, px=13.5)])] == ["a: 13.5 px"]


def test_the_longer_language_is_about_a_third_longer_and_keeps_what_is_filled_in() -> None:
    with spoken():
        assert _("{n} of {count} steps").format(n=1, count=2).startswith("1 ")
        assert _("The [weight:weight] must change").count("[weight:") == 1
        assert plural_form("{n} step", "{n} steps", 3) == Pseudo().gettext("{n} steps")
    assert _("weight") == "weight"
    text = "Alpha is trust in the slope. More trust is faster, until it is not. And alpha may well be above 1."
    assert 1.25 < len(Pseudo().gettext(text)) / len(text) < 1.37


FADE = [Rect(80, 400, 200, 42)]


def on_a_patch(canvas: Canvas) -> None:
    canvas.rect(116, 80, 200, 40, "#D0D0D0")
    canvas.text(100, 100, "hand", BODY, "#E0E0E0")


def beneath(canvas: Canvas) -> None:
    canvas.text(100, 100, "hand", BODY, "#505050")
    canvas.rect(80, 80, 100, 40, "#303030")


def hand(colour: str, y: float = 100, size: float = 16) -> Paint:
    return lambda canvas: canvas.text(100, y, "hand", BODY.with_size(size), colour)


@pytest.mark.parametrize(
    ("paint", "faint"),
    [
        (hand("#E0E0E0"), 0), (hand("#505050"), 1), (hand("#101010"), 1), (on_a_patch, 1), (beneath, 0),
        (lambda canvas: canvas.keep("layer", 50, 50, 200, 100, hand("#505050")), 1),
        (lambda canvas: canvas.keep("faint", 50, 50, 200, 100, hand("#E0E0E0"), alpha=0.3), 1),
        (hand("#707070", 100, 30), 0), (hand("#707070"), 1),  # large letters need less
        (hand("#808080", 390), 0), (hand("#606060", 390), 1), (hand("#606060", 430), 0), (hand("#181818", 430), 1),
    ],
)  # fmt: skip
def test_what_is_faint_is_found_however_it_got_so(paint: Paint, faint: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, 1280, 719, "#101010")
        paint(canvas)

    assert len(list(too_pale(measured(draw, (1280, 720), Look(DUSK)), fading=FADE))) == faint
