"""The detectors see what they are there for, and nothing where all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame
import pytest
from pygame import Rect

from checks.faults import covered, cut, over, small
from checks.paper import Text, written
from checks.pseudo import Pseudo, spoken
from downslope.i18n import _, plural_form
from downslope.view.draw.canvas import Canvas, scale_of
from downslope.view.draw.theme import Look, theme_for
from downslope.view.draw.tokens import BODY, Run
from downslope.view.pictures.pixel_grids import number_in_cell

WINDOW = Rect(0, 0, 400, 200)


@pytest.fixture(autouse=True)
def fonts() -> Iterator[None]:
    pygame.font.init()
    yield


def texts(draw: Callable[[Canvas], object]) -> list[Text]:
    return written(lambda canvas: (draw(canvas), None)[1], WINDOW.size, Look(theme_for(True), 1.0, 1.0, True))


def kinds(draw: Callable[[Canvas], object]) -> set[str]:
    seen = texts(draw)
    return {fault.kind for found in (cut(seen, WINDOW), covered(seen), over(seen, WINDOW)) for fault in found}


def test_a_text_that_stands_alone_is_well() -> None:
    assert kinds(lambda canvas: canvas.text(20, 40, "weight")) == set()


def test_what_is_drawn_again_by_itself_writes_no_words() -> None:
    with pytest.raises(AssertionError, match="what lives writes weight"):
        texts(lambda canvas: canvas.alive(lambda: (canvas.text(20, 40, "weight"), None)[1]))


def test_a_text_beyond_the_window_or_its_layer_is_cut() -> None:
    def layered(canvas: Canvas) -> None:
        def inside(sub: Canvas) -> None:
            sub.text(20, 40, "weight")

        canvas.keep("layer", 20, 20, 30, 30, inside)

    assert kinds(lambda canvas: canvas.text(380, 40, "weight")) == {"cut"}
    assert kinds(layered) == {"cut"}


def test_what_is_scrolled_away_is_not_cut_but_what_runs_out_at_the_side_is() -> None:
    def scrolled(canvas: Canvas, x: float) -> None:
        with canvas.clip(20, 40, 100, 30):
            canvas.text(x, 45, "weight")

    assert kinds(lambda canvas: scrolled(canvas, 30)) == set()
    assert kinds(lambda canvas: scrolled(canvas, 90)) == {"cut"}

    def at_the_foot(canvas: Canvas, x: float) -> None:
        with canvas.clip(20, 40, 100, WINDOW.h - 43):
            canvas.text(x, WINDOW.h + 5, "weight")

    assert kinds(lambda canvas: at_the_foot(canvas, 30)) == set()
    assert kinds(lambda canvas: at_the_foot(canvas, 90)) == {"cut"}


def test_words_on_words_are_seen() -> None:
    def both(canvas: Canvas) -> None:
        canvas.text(20, 40, "weight")
        canvas.text(40, 44, "alpha")

    assert kinds(both) == {"over"}


def test_a_text_under_the_edge_of_a_sheet_is_seen_and_one_wholly_under_it_is_gone() -> None:
    def under(canvas: Canvas, width: float, alpha: float = 1) -> None:
        canvas.text(20, 40, "weight")
        canvas.rect(10, 10, width, 50, "panel", alpha=alpha)

    assert kinds(lambda canvas: under(canvas, 40)) == {"covered"}
    assert kinds(lambda canvas: under(canvas, 200)) == set()
    assert texts(lambda canvas: under(canvas, 200)) == []
    assert len(texts(lambda canvas: under(canvas, 200, 0.3))) == 1  # it lets the words through


def test_a_text_gets_smaller_before_it_is_shortened() -> None:
    def within(canvas: Canvas, room: float) -> None:
        assert canvas.within(20, 40, "learning rate", room) <= room

    assert kinds(lambda canvas: within(canvas, 94)) == set()
    assert kinds(lambda canvas: within(canvas, 84)) == {"short"}  # it would have less than 14 pixels


def test_the_letters_lie_where_the_canvas_draws_them() -> None:
    surface = pygame.Surface(WINDOW.size)
    look = Look(theme_for(True), 1.0, 1.0, True)
    Canvas(surface, look).text(20, 40, "weight", BODY.with_size(24))
    drawn = pygame.mask.from_threshold(surface, (255, 255, 255), (160, 160, 160)).get_bounding_rects()
    ink = texts(lambda canvas: canvas.text(20, 40, "weight", BODY.with_size(24)))[0].ink
    assert ink.inflate(4, 4).contains(drawn[0].unionall(drawn[1:]))


def test_the_longer_language_keeps_what_is_filled_in() -> None:
    with spoken():
        assert _("{n} of {count} steps").format(n=1, count=2).startswith("1 ")
        assert _("The [weight:weight] must change").count("[weight:") == 1
        assert plural_form("{n} step", "{n} steps", 3) == Pseudo().gettext("{n} steps")
    assert _("weight") == "weight"


def test_the_longer_language_is_about_a_third_longer() -> None:
    text = "Alpha is trust in the slope. More trust is faster, until it is not. And alpha may well be above 1."
    assert 1.25 < len(Pseudo().gettext(text)) / len(text) < 1.37


@pytest.mark.parametrize("cell", [12.0, 16.0, 24.0, 55.0])
@pytest.mark.parametrize("value", [-3.0, -1.57, -0.13, 0.86])
def test_the_sign_of_a_cell_is_never_told_by_its_colour_alone(cell: float, value: float) -> None:
    def in_cell(canvas: Canvas) -> None:
        text, style = number_in_cell(canvas, value, cell, 2)
        assert text.startswith(("−", "-")) == (value < 0)
        assert canvas.width(text, style) <= max(cell, 10)

    texts(in_cell)


@pytest.mark.parametrize(("value", "text"), [(-2.83, "-2.8"), (1.57, "1.6"), (-0.2, "-.2")])
def test_a_small_cell_tells_sign_and_number(value: float, text: str) -> None:
    def in_cell(canvas: Canvas) -> None:
        told, style = number_in_cell(canvas, value, 32.0, 1)
        assert told.replace("−", "-") == text and canvas.width(told, style) <= 32.0
        assert number_in_cell(canvas, value, 16.0, 1)[0] == ("−" if value < 0 else ""), "its hue says the rest"

    texts(in_cell)


def test_a_line_of_several_colours_gets_smaller_too() -> None:
    def line(canvas: Canvas) -> None:
        runs: list[Run] = [("pass 1", "text", 600), (", step 1 of 6", "text2", 600)]
        whole = canvas.rich(20, 40, runs)
        assert canvas.rich(20, 80, runs, room=0.9 * whole) <= 0.9 * whole + 1
        assert canvas.fits(runs, 0.9 * whole) and not canvas.fits(runs, 0.8 * whole)

    texts(line)


def test_no_letter_is_smaller_than_14_pixels_in_any_window_whatever_asks_for_it() -> None:
    def asked(canvas: Canvas) -> None:
        canvas.text(20, 40, "weight", BODY.with_size(9))
        canvas.within(20, 60, "weight", 20)
        canvas.text_vcenter(20, 80, "weight", room=20)
        canvas.rich(20, 100, [("weight", "text")], room=20)

    written_at = [written(asked, size, Look(theme_for(True), scale_of(*size), text, True))
                  for size in ((640, 360), (960, 540), (2560, 1440)) for text in (1.0, 1.5)]  # fmt: skip
    assert all(len(page) == 4 and not list(small(page)) for page in written_at)
    tiny = Text("weight", WINDOW, WINDOW, None, False, px=13.5)
    assert [fault.text for fault in small([tiny])] == ["weight: 13.5 px"]


def test_a_line_takes_its_shorter_form_before_it_gets_smaller_and_its_whole_is_kept_when_it_is_cut() -> None:
    def line(canvas: Canvas) -> None:
        wide = canvas.width("learning rate")
        assert canvas.fit_style("learning rate", wide, shorter=["rate"]) == (BODY, "learning rate")
        assert canvas.fit_style("learning rate", wide - 1, shorter=["rate"]) == (BODY, "rate")
        assert canvas.fit_style("learning rate", 0.9 * wide)[1] == "learning rate"
        canvas.within(20, 40, "learning rate", 0.5 * wide)
        canvas.rich(20, 80, [("learning ", "text"), ("rate", "text2")], room=0.5 * wide)

    canvas = Canvas(pygame.Surface(WINDOW.size), Look(theme_for(True), 1.0, 1.0, True))
    line(canvas)
    assert canvas.tips == 2 * ["learning rate"] and [y // 20 for _x, y, _w, _h in canvas.tipped] == [1, 3]
