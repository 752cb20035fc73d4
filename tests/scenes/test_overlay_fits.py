"""The parts of the play screen around its board have their smallest size, in small windows and with large text."""

from __future__ import annotations

import pytest

from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import scale_of
from downslope.view.widgets.layout import Box, fits
from downslope.view.widgets.panel import Panel
from pictures import drawing
from pictures.plans import PLANS, Plan, View

SIZES = [(size, text) for size in ((1280, 720), (960, 540), (2560, 1440)) for text in (1.0, 1.25, 1.5)]
NAMES = {"bowl-bet", "valley-bet", "bowl-verdict", "bowl-machine", "net-machine"}
OVER = [plan for plan in PLANS if plan.name in NAMES]


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("plan", OVER, ids=lambda plan: plan.name)
def test_every_part_has_its_smallest_size(plan: Plan) -> None:
    for played, _look in drawing.frames(plan, View("", "dark")):
        scene = played
    assert isinstance(scene, PlayScene) and scene.overlay.panels
    game, found = scene.game, []
    for size, text in SIZES:
        game.settings.text = text
        game.scale = game.controls.scale = scale_of(*size)
        with drawing.settled():
            scene.resize(size[0] / game.scale, size[1] / game.scale, game.scale)
            scene.update(drawing.FRAME)
        for panel in (*scene.overlay.panels, scene.topbar.title, scene.topbar.counter):
            if not fits(panel, panel.rect):
                found.append((size, text, type(panel).__name__, panel.least_size(), panel.rect))
    assert found == []


def test_every_panel_around_a_board_says_its_smallest_size() -> None:
    waiting, silent = list[type[Panel]]([Panel]), []
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("downslope.scenes.play") and kind.least_size is Box.least_size:
            silent.append(kind.__name__)
    assert silent == []
