"""Pip's body in a hop: squashed before, stretched in the air, squashed when he lands; the foot stays on the ground."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from downslope.view.bowls.bowl_walk import (
    CROUCH,
    DUST,
    LANDED,
    LANDING,
    draw_landing,
    draw_take_off,
    stretch_at,
)
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import Look, theme_for

LOOK = Look(theme_for(True), 1.0, 1.0, False)


def test_no_shape_jumps_within_a_step() -> None:
    shapes = [stretch_at(k / 200) for k in range(201)]
    for (a, b), (c, d) in zip(shapes, shapes[1:]):
        assert abs(a - c) < 0.05 and abs(b - d) < 0.05


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
def test_dust_is_seen_and_settles(display: None, draw: Callable[..., None]) -> None:
    changed = []
    for part in (0.0, 1.0):
        surface = pygame.Surface((200, 200))
        surface.fill((120, 110, 130))
        draw(Canvas(surface, Look(theme_for(False))), 100, 100, part)
        changed.append(200 * 200 - pygame.mask.from_threshold(surface, (120, 110, 130), (1, 1, 1, 255)).count())
    assert changed[0] > 50 and changed[1] == 0 and DUST > LANDING
