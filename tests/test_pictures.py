"""Every screen has a list of what it draws, and a picture; what differs from them is seen.

Each plan is compared with its list and its pictures in checks/test_screens.py. Look at what differs (pictures are in
the test's folder), then: python tests/pictures/renew.py NAME
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pygame
import pytest

from downslope import scenes
from downslope.boards.kinds import KINDS, board_class
from downslope.boards.shared.board import Board
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import Look, theme_for
from downslope.view.draw.tokens import LABEL
from pictures import drawing
from pictures.listing import lines_of
from pictures.plans import DARK, PLANS


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    yield
    pygame.display.quit()


def test_every_screen_and_every_board_has_a_picture_in_both_themes() -> None:
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


def test_no_picture_is_missing_or_left_over() -> None:
    pictures = {path.stem for path in drawing.KEPT.glob("*.png")}
    assert pictures in (set(), drawing.pictures()), "all of them, or none: an archive of the source has none"
    assert drawing.left_over() == []


def test_what_changed_is_named_by_the_list() -> None:
    def list_of(word: str, x: float, colour: str) -> str:
        def draw(canvas: Canvas) -> None:
            canvas.rect(10, 10, 90, 40, colour, 8)
            canvas.keep("layer", 0, 0, 200, 100, lambda sub: sub.text(x, 40, word, LABEL, "weight", "middle"))

        with drawing.settled():
            return "\n".join(["= dark", *lines_of(draw, (400, 200), Look(theme_for(True), 1.0, 1.0, True))])

    usual = list_of("Step", 60, "panel")
    assert drawing.differing_lines(usual, usual) == []
    assert drawing.differing_lines(usual, list_of("Learn", 60, "panel")) == [
        '- dark | 40: 60 middle "Step" 16/600 weight', '+ dark | 40: 60 middle "Learn" 16/600 weight',
    ]  # fmt: skip
    assert [line[:33] for line in drawing.differing_lines(usual, list_of("Step", 62, "panel"))] == [
        '- dark | 40: 60 middle "Step" 16/', '+ dark | 40: 62 middle "Step" 16/',
    ]  # fmt: skip
    gone, new = drawing.differing_lines(usual, list_of("Step", 60, "well"))
    assert gone[2:].startswith("dark | ~ rect 10,10 90x40 ") and gone[2:-4] == new[2:-4] and gone[-4:] != new[-4:]


@pytest.mark.slow
def test_a_plan_gives_the_same_picture_twice_and_a_small_change_of_it_is_seen() -> None:
    """The tolerance means something: a label that is gone, or a colour that is another one, is too much."""
    plan = next(plan for plan in PLANS if plan.name == "settings")
    first, second = (drawing.drawn(plan, drawing.last(plan, DARK)[0])[1]["settings-small"] for _ in range(2))
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")
    assert drawing.differing(first, drawing.rounded(first)) == 0
    first.fill("#808080", (200, 200, 60, 40))
    assert drawing.differing(first, second) > drawing.SHARE


def test_this_version_of_pygame_is_the_one_that_drew() -> None:
    if not drawing.right_version():
        pytest.skip(f"words are set a little wider or narrower than by {drawing.recorded()}: nothing was compared")
