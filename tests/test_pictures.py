"""Every screen has a picture; what differs from its list is told by the line, and a small change of it is seen.

Each plan is compared with its list and its pictures in checks/test_screens.py. Look at what differs (pictures are in
the test's folder), then: python tests/pictures/renew.py NAME
"""

import importlib
import pkgutil

import pygame
import pytest

from downslope import scenes
from downslope.boards.kinds import KINDS, board_class
from downslope.boards.shared.board import Board
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from pictures import drawing
from pictures.plans import PLANS


@pytest.mark.usefixtures("display")
def test_every_screen_and_every_board_has_a_picture_and_none_is_left_over() -> None:
    """All scenes and boards, without those that are only there to make others of."""
    themes: dict[str, set[str]] = {}
    for plan in PLANS:
        for name in (plan.ends, "PlayScene") if plan.ends.endswith("Board") else (plan.ends,):
            themes.setdefault(name, set()).update(view.theme for view in plan.views)
    for module in pkgutil.walk_packages(scenes.__path__, "downslope.scenes."):
        importlib.import_module(module.name)
    screens = {board_class(kind).__name__ for kind in KINDS}
    waiting: list[type[object]] = [Scene]
    for kind in waiting:  # it grows; what is below PlayScene is it, without what is pressed, in the reel
        below = kind.__subclasses__() if kind is not PlayScene else []
        inside = [sub for sub in below if sub.__module__.startswith("downslope.")]
        waiting += inside
        if not inside and kind.__module__ != "downslope.scenes.base.scene":
            screens.add(kind.__name__)
    assert {"TitleScene", "PlayScene", "BowlBoard"} <= screens and Board.__name__ not in screens
    assert [name for name in sorted(screens) if not themes.get(name)] == [] and themes["PlayScene"] == {"dark", "light"}
    pictures = {path.stem for path in drawing.KEPT.glob("*.png")}
    assert pictures in (set(), drawing.pictures()), "all of them, or none: an archive of the source has none"
    assert drawing.left_over() == []


def test_a_small_change_of_a_screen_is_seen() -> None:
    first = pygame.Surface((960, 540))
    second = first.copy()
    assert drawing.differing(first, second) == 0
    second.fill("#808080", (200, 200, 60, 40))
    assert drawing.differing(first, second) > drawing.SHARE
    lines = ["40: 60 middle Step"], ["40: 62 middle Step"]
    assert drawing.differing_lines("dark", *lines) == ["- dark | 40: 60 middle Step", "+ dark | 40: 62 middle Step"]
