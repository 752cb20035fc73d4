"""Each screen draws what it drew, word by word, and looks as it did where a picture is kept; no screen is without one.

Look at what differs (of a picture: `differs.png` in the test's folder), then: python tests/pictures/renew.py NAME
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

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
from pictures.plans import PLANS, Plan

PICTURES = {name: (plan, view) for name, plan, view in drawing.pictures()}
NO_PICTURES = "an archive of the source has no pictures: they lie in the repository"
OTHER = f"words are set a little wider or narrower by another version than pygame-ce {drawing.recorded()}"


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    yield
    pygame.display.quit()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_it_draws_what_it_drew_and_the_plan_ends_where_it_says(plan: Plan) -> None:
    now, scene = drawing.display_list(plan)
    assert plan.ends in drawing.ends_in(scene)
    if not drawing.kept_list(plan).is_file():
        pytest.skip(NO_PICTURES)
    before = drawing.kept_list(plan).read_text(encoding="utf-8")
    if not drawing.right_version():
        pytest.skip(OTHER)
    changed = differing(before, now)
    assert not changed, "\n".join(["this has changed:", *changed])


def differing(before: str, now: str) -> list[str]:
    """Lines that are gone and lines that are new, each with its look."""
    lines = unified_diff(list(with_look(before)), list(with_look(now)), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def with_look(text: str) -> Iterator[str]:
    look = ""
    for line in text.splitlines():
        look = line if line.startswith("= ") else look
        yield f" {look[2:]} | {line}"


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(name: str, tmp_path: Path) -> None:
    if not drawing.kept(name).is_file():
        pytest.skip(NO_PICTURES)
    if not drawing.right_version():
        pytest.skip(OTHER)
    picture, _scene = drawing.draw(*PICTURES[name])
    reference = pygame.image.load(drawing.kept(name))
    share = drawing.differing(picture, reference)
    if share >= drawing.SHARE:
        pygame.image.save(drawing.beside(picture, reference), tmp_path / "differs.png")
    assert share < drawing.SHARE, f"{100 * share:.2f} % of the pixels differ: see {tmp_path / 'differs.png'}"


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
    assert pictures in (set(), set(PICTURES)), "all of them, or none: an archive of the source has none"
    assert drawing.left_over() == []


def test_what_changed_is_named_by_the_list() -> None:
    def list_of(word: str, x: float, colour: str) -> str:
        def draw(canvas: Canvas) -> None:
            canvas.rect(10, 10, 90, 40, colour, 8)
            canvas.keep("layer", 0, 0, 200, 100, lambda sub: sub.text(x, 40, word, LABEL, "weight", "middle"))

        with drawing.settled():
            return "\n".join(["= dark", *lines_of(draw, (400, 200), Look(theme_for(True), 1.0, 1.0, True))])

    usual = list_of("Step", 60, "panel")
    assert differing(usual, usual) == []
    assert differing(usual, list_of("Learn", 60, "panel")) == [
        '- dark | 40: 60 middle "Step" 16/600 weight', '+ dark | 40: 60 middle "Learn" 16/600 weight',
    ]  # fmt: skip
    assert [line[:33] for line in differing(usual, list_of("Step", 62, "panel"))] == [
        '- dark | 40: 60 middle "Step" 16/', '+ dark | 40: 62 middle "Step" 16/',
    ]  # fmt: skip
    gone, new = differing(usual, list_of("Step", 60, "well"))
    assert gone[2:].startswith("dark | ~ rect 10,10 90x40 ") and gone[2:-4] == new[2:-4] and gone[-4:] != new[-4:]


@pytest.mark.slow
def test_a_small_change_is_seen() -> None:
    """The tolerance means something: a label that is gone, or a colour that is another one, is too much."""
    plan, view = next((p, v) for p, v in PICTURES.values() if p.name == "settings")
    picture, _scene = drawing.draw(plan, view)
    assert drawing.differing(picture, drawing.rounded(picture)) == 0
    changed = picture.copy()
    changed.fill("#808080", (200, 200, 60, 40))
    assert drawing.differing(changed, picture) > drawing.SHARE


@pytest.mark.slow
def test_the_same_plan_gives_the_same_picture_twice() -> None:
    plan, view = PICTURES["title-dark"]
    first, second = (pygame.image.tobytes(drawing.draw(plan, view)[0], "RGB") for _ in range(2))
    assert first == second
