"""Plates, tags and numbered discs: as large as their words, and they know when they meet."""

from __future__ import annotations

import pygame
import pytest

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.plate import draw_tag, tag_size
from downslope.view.draw.rects import meets
from downslope.view.draw.theme import DUSK, Look, weight_colour
from downslope.view.draw.tokens import BODY, LEAD_NUMBER, NUMBER, TextStyle


@pytest.fixture
def canvas() -> Canvas:
    pygame.font.init()
    return Canvas(pygame.Surface((400, 200)), Look(DUSK))


@pytest.mark.parametrize("style", [NUMBER, LEAD_NUMBER])
@pytest.mark.parametrize("text", ["0", "1.25", "−12345.678"])
def test_a_tag_is_as_large_as_its_number(canvas: Canvas, text: str, style: TextStyle) -> None:
    wide, high = tag_size(canvas, text, style)
    draw_tag(canvas, (20, 30, wide, high), text, "error", style)
    outside = canvas.picture.copy()
    outside.fill((0, 0, 0), (20, 30, round(wide), round(high)))
    assert pygame.mask.from_threshold(outside, (0, 0, 0), (1, 1, 1, 255)).count() == 400 * 200


def test_a_line_gets_smaller_where_its_room_asks_for_it(canvas: Canvas) -> None:
    whole = canvas.text_vcenter(10, 50, "−12.75", NUMBER)
    assert canvas.text_vcenter(10, 90, "−12.75", NUMBER, room=whole / 2) <= whole / 2 + 1
    assert canvas.text_vcenter(10, 90, "−12.75", NUMBER, room=whole) == whole


def test_the_capitals_have_their_middle_at_the_height_that_is_given(canvas: Canvas) -> None:
    for size in [12, 16, 30]:
        canvas.text_vcenter(10, 100, "H", BODY.with_size(size))
        drawn = pygame.mask.from_threshold(canvas.picture, (246, 241, 231), (140, 140, 140)).get_bounding_rects()[0]
        assert abs(drawn.centery - 100) <= 1


def test_two_rects_meet_where_they_come_closer_than_the_room_between_them() -> None:
    assert meets((0, 0, 10, 10), (9, 9, 10, 10))
    assert not meets((0, 0, 10, 10), (12, 0, 10, 10))
    assert meets((0, 0, 10, 10), (12, 0, 10, 10), 3)
    assert not meets((0, 0, 10, 10), (0, 12, 10, 10), 2)


def test_the_hue_of_a_weight_tells_its_sign() -> None:
    assert [weight_colour(w) for w in (-1.0, 0.0, 2.0, None)] == ["weight_negative", "weight", "weight", "weight"]
