"""Screens that are trees of panels: everything has its smallest size, in every window, at every size of text."""

from __future__ import annotations

from itertools import product

import pytest

from checks.pseudo import spoken
from downslope.scenes.base.panel_screen import PanelScreen
from downslope.view.draw.canvas import scale_of
from downslope.view.widgets.panel import BAR, fits, least_size
from pictures import drawing
from pictures.plans import PLANS, Plan, View

SIZES = ((960, 540), (1280, 720), (1920, 1080))
TEXTS = (1.0, 1.25, 1.5)
TREES = ("TitleScene", "LevelMapScene", "SettingsScene", "PluginsScene", "RecapScene", "ScriptScene", "BrokenScene",
         "WorkshopScene", "ChapterCardScene", "WatchScene", "PluginSourceScene", "SaveCard", "ChoiceCard", "OpenCard",
         "CardScene", "GlossaryScene", "HelpScene", "ConvergenceScene")
SCREENS = [plan for plan in PLANS if plan.ends in TREES]


def test_every_one_of_them_has_a_plan() -> None:
    assert {plan.ends for plan in SCREENS} == set(TREES)


def under_bars(scene: PanelScreen) -> list[tuple[str, object]]:
    """What lies under the bar that tells how far its area is scrolled, or sticks out of the area at the side."""
    return [
        (child.name, (child.rect, area.rect))
        for area in scene.areas.values() if area.limit > 0
        for child in area.children
        if child.visible and not (area.rect[0] <= child.rect[0]
                                  and child.rect[0] + child.rect[2] <= area.rect[0] + area.rect[2] - BAR - 2)
    ]  # fmt: skip


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("longer", [False, True], ids=["", "longer"])
@pytest.mark.parametrize("plan", SCREENS, ids=lambda plan: plan.name)
def test_every_panel_has_its_smallest_size(plan: Plan, longer: bool) -> None:
    found = list[object]()
    with spoken(longer):
        for played, _look in drawing.frames(plan, View("", "dark")):
            scene = played
        assert isinstance(scene, PanelScreen)
        for size, text in product(SIZES, TEXTS):
            scene.game.settings.text = text
            scene.game.scale = scene.game.controls.scale = scale_of(*size)
            scene.resize(size[0] / scene.game.scale, size[1] / scene.game.scale, scene.game.scale)
            tree = scene.tree(scene.measure())
            if not fits(tree, scene.room):
                found.append((size, text, least_size(tree), scene.room))
            found += [(size, text, *each) for each in under_bars(scene)]
    assert found == []
