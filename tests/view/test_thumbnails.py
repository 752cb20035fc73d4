"""The thumbnails of the map: each story its own, drawn once, and nothing told that the level hides."""

from __future__ import annotations

import pygame
import pytest

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.draw.theme import DUSK, PAPER, Look, Theme
from downslope.view.level_map.map_panel import LevelStory, draw_thumbnail, story_of
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")

RECT = (8, 8, 116, 62)
PICTURED = [level.id for level in campaign() if story_of(level).picture]


def picture(story: LevelStory, theme: Theme = DUSK) -> bytes:
    surface = pygame.Surface((140, 80))
    draw_thumbnail(Canvas(surface, Look(theme)), RECT, story)
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("theme", [DUSK, PAPER], ids=["dusk", "paper"])
def test_each_story_has_its_own(theme: Theme) -> None:
    stories = {story_of(shipped().level(name)) for name in PICTURED}
    seen = {picture(story, theme) for story in stories}
    assert len(seen) == len(stories) >= len(PICTURED) - 1  # the one string is played in two levels
    assert picture(LevelStory(), theme) not in seen


def test_a_level_without_a_picture_has_its_network_or_the_bowl() -> None:
    bare = [level for level in campaign() if level.id not in PICTURED]
    single = {level.id for level in bare if level.network.size == 1}
    assert {level.id for level in bare if story_of(level) == LevelStory()} == single
    stories = {story_of(level) for level in bare}
    assert len({picture(story) for story in stories}) == len(stories) > 5
    assert story_of(shipped().level("hidden-four")).layers == (3, 4, 1)


def test_it_is_drawn_once() -> None:
    story = story_of(shipped().level("hands-off"))
    picture(story)
    before = LAYERS.made
    for _ in range(3):
        picture(story)
    assert LAYERS.made == before


def test_a_hidden_goal_is_not_shown() -> None:
    assert story_of(shipped().level("in-the-dark")).goals == (None,)
