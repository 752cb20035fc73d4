"""What a level does not show is not drawn; its keys still act."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pygame
import pytest

from downslope.rules.level_words import PanelName
from downslope.scenes.play.play import PlayScene
from downslope.view.widgets.panel import Group, Panel
from playing import opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def things(play: PlayScene) -> set[str]:
    """Of all panels on the screen."""
    panels: list[Panel] = [*play.board.panels, *play.dock.shown]
    for panel in panels:
        panels += panel.shown if isinstance(panel, Group) else ()
    return {panel.thing for panel in panels} - {""}


def tiles(play: PlayScene) -> list[str]:
    return [widget.name for widget in play.widgets if widget.name.startswith("tile ")]


def test_a_level_with_nothing_to_show_has_its_stage_and_its_own_tiles() -> None:
    driver = opened(replace(shipped().level("thirteen"), shows=[], questions=[]))
    play = screen(driver)
    assert things(play) == set() and tiles(play) == ["tile step", "tile learn"] and play.widget("stars") is None
    for key in (pygame.K_SPACE, pygame.K_z, pygame.K_h):
        driver.key(key)
        wait(driver, 2.0)
    assert not play.attempt.session.count and not play.attempt.session.actions and play.dock.first == "hints"
    driver.key(pygame.K_ESCAPE)
    play.attempt.ran = True  # who has made a run of their own may see the machine's
    driver.key(pygame.K_a)
    assert play.attempt.show is not None


def test_a_level_with_all_has_them() -> None:
    play = screen(opened(replace(shipped().level("thirteen"), shows=get_args(PanelName))))
    assert things(play) == {"code", "history"} and play.widget("stars") is not None
    assert tiles(play) == ["tile step", "tile learn", "tile auto", "tile reset", "tile undo", "tile hint"]
