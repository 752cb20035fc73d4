"""Each screen looks as it did when its reference picture was kept, in both themes; and no screen is without one.

Look at what differs (`differs.png` in the test's folder), then: python tests/pictures/renew.py NAME
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from downslope import scenes
from downslope.boards.kinds import KINDS, board_class
from downslope.boards.shared.board import Board
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from pictures import drawing
from pictures.plans import PLANS

pytestmark = pytest.mark.slow

PICTURES = {name: (plan, view) for name, plan, view in drawing.pictures()}
OTHER = f"letters and curves differ between versions: the pictures were drawn by pygame-ce {drawing.recorded()}"


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    yield
    pygame.display.quit()


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did_and_the_plan_ends_where_it_says(name: str, tmp_path: Path) -> None:
    plan, view = PICTURES[name]
    picture, scene = drawing.draw(plan, view)
    assert plan.ends in drawing.ends_in(scene)
    if not drawing.right_version():
        pytest.skip(OTHER)
    reference = pygame.image.load(drawing.kept(name))
    share = drawing.differing(picture, reference)
    if share >= drawing.SHARE:
        pygame.image.save(drawing.beside(picture, reference), tmp_path / "differs.png")
    assert share < drawing.SHARE, f"{100 * share:.2f} % of the pixels differ: see {tmp_path / 'differs.png'}"


def test_every_screen_and_every_board_has_a_plan_in_both_themes() -> None:
    themes: dict[str, set[str]] = {}
    for plan in PLANS:
        themes.setdefault(plan.ends, set()).update(view.theme for view in plan.views)
        if plan.ends.endswith("Board"):
            themes.setdefault("PlayScene", set()).update(view.theme for view in plan.views)
    missing = [name for name in sorted(screens()) if themes.get(name) != {"dark", "light"}]
    assert missing == []


def screens() -> set[str]:
    """The classes of all scenes and boards, without those that are only there to make others of."""
    for module in pkgutil.walk_packages(scenes.__path__, "downslope.scenes."):
        importlib.import_module(module.name)
    chosen = set(map(board_class, KINDS))  # they are imported where a level needs them
    found: set[str] = set()
    waiting: list[type[object]] = [Scene, Board]
    while waiting:
        kind = waiting.pop()
        inside: list[type[object]] = [sub for sub in kind.__subclasses__() if sub.__module__.startswith("downslope.")]
        inside = [sub for sub in inside if kind is not PlayScene]  # those are it, without what is pressed, in the reel
        waiting += inside
        if kind in chosen or (not inside and kind.__module__ != "downslope.scenes.base.scene"):
            found.add(kind.__name__)
    return found


def test_the_set_of_screens_is_found() -> None:
    assert {"TitleScene", "LevelMapScene", "PlayScene", "CardScene", "RecapScene", "BowlBoard"} <= screens()


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in drawing.KEPT.glob("*.png")} == set(PICTURES)


def test_a_small_change_is_seen() -> None:
    """The tolerance means something: a label that is gone, or a colour that is another one, is too much."""
    plan, view = next((p, v) for p, v in PICTURES.values() if p.name == "settings")
    picture, _scene = drawing.draw(plan, view)
    assert drawing.differing(picture, drawing.rounded(picture)) == 0
    changed = picture.copy()
    changed.fill("#808080", (200, 200, 60, 40))
    assert drawing.differing(changed, picture) > drawing.SHARE


def test_the_same_plan_gives_the_same_picture_twice() -> None:
    plan, view = PICTURES["title-dark"]
    first, second = (pygame.image.tobytes(drawing.draw(plan, view)[0], "RGB") for _ in range(2))
    assert first == second
