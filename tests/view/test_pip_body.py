"""Pip's body in a hop: squashed before, stretched in the air, squashed when he lands; the foot stays on the ground."""

from __future__ import annotations

import pygame
import pytest

from downslope.view.bowls.bowl_walk import (
    ARROW,
    CROUCH,
    DUST,
    LANDED,
    LANDING,
    OFF,
    ROUND,
    draw_landing,
    draw_take_off,
    flight,
    stretch_after,
    stretch_at,
)
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import Look, theme_for

LOOK = Look(theme_for(True), 1.0, 1.0, False)


def test_the_shapes_of_a_step() -> None:
    assert stretch_at(0.0) == stretch_at(ARROW) == ROUND
    assert stretch_at(OFF) == pytest.approx(CROUCH)
    wide, high = stretch_at(OFF + 0.14 * (1 - OFF))
    assert wide == pytest.approx(0.90, abs=0.01) and high == pytest.approx(1.16, abs=0.01)
    assert stretch_at(OFF + 0.5 * (1 - OFF)) == pytest.approx(ROUND, abs=0.01)
    assert stretch_at(1.0) == pytest.approx((0.92, 1.12))
    assert stretch_after(0.0) == LANDED and stretch_after(LANDING) == ROUND == stretch_after(9.0)


def test_no_shape_jumps_within_a_step() -> None:
    shapes = [stretch_at(k / 200) for k in range(201)]
    for (a, b), (c, d) in zip(shapes, shapes[1:]):
        assert abs(a - c) < 0.05 and abs(b - d) < 0.05


def test_he_flies_as_a_ball_that_was_thrown() -> None:
    assert [flight(part) for part in (0.0, ARROW, OFF, 1.0)] == [0.0, 0.0, 0.0, 1.0]
    assert flight((OFF + 1) / 2) == pytest.approx(0.5)


def rows_of(stretch: tuple[float, float]) -> tuple[int, int, int]:
    """First and last row, and the width, of what is drawn as brightly as his body is."""
    surface = pygame.Surface((200, 200))
    Canvas(surface, LOOK).pip(100, 100, 18, (0.0, 0.0), stretch=stretch)
    bright = [(x, y) for x in range(200) for y in range(200) if sum(surface.get_at((x, y))[:3]) > 480]
    xs, ys = [x for x, _y in bright], [y for _x, y in bright]
    return min(ys), max(ys), max(xs) - min(xs)


def test_his_foot_stays_where_it_was(display: None) -> None:
    top, foot, width = rows_of((1.0, 1.0))
    for stretch in (CROUCH, (0.9, 1.16), LANDED):
        other_top, other_foot, other_width = rows_of(stretch)
        assert abs(other_foot - foot) <= 1, stretch
        assert (other_top > top) == (stretch[1] < 1) and (other_width > width) == (stretch[0] > 1)


@pytest.mark.parametrize("draw", [draw_take_off, draw_landing])
@pytest.mark.parametrize("dark", [True, False])
def test_dust_is_seen_and_settles(display: None, draw: object, dark: bool) -> None:
    assert callable(draw) and DUST > LANDING
    look = Look(theme_for(dark), 1.0, 1.0, False)
    changed = []
    for part in (0.0, 0.5, 1.0):
        surface = pygame.Surface((200, 200))
        surface.fill((120, 110, 130))
        draw(Canvas(surface, look), 100, 100, part)
        changed.append(sum(surface.get_at((x, y))[:3] != (120, 110, 130) for x in range(200) for y in range(200)))
    assert changed[0] > 50 and changed[2] == 0
