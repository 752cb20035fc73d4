"""Boards that are trees of panels: everything has its smallest size, in small windows and with large text."""

from __future__ import annotations

import pytest

from downslope.boards.shared.board import Board
from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import scale_of
from downslope.view.widgets.layout import fits, smallest
from pictures import drawing
from pictures.plans import PLANS, Plan, View

SIZES = [(size, text) for size in ((1280, 720), (960, 540)) for text in (1.0, 1.25, 1.5)]
BOARDS = [plan for plan in PLANS if plan.ends.endswith("Board")]


@pytest.mark.slow
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("plan", BOARDS, ids=lambda plan: plan.name)
def test_every_panel_has_its_smallest_size(plan: Plan) -> None:
    for played, _look in drawing.frames(plan, View("", "dark")):
        scene = played
    assert isinstance(scene, PlayScene)
    board, game, found = scene.board, scene.game, []
    if not isinstance(board, Board):
        pytest.skip("it is no tree yet")
    for size, text in SIZES:
        game.settings.text = text
        game.scale = game.controls.scale = scale_of(*size)
        with drawing.settled():
            scene.resized(size[0] / game.scale, size[1] / game.scale, game.scale)
            scene.update(drawing.FRAME)
        if not fits(board.tree(), board.room):
            found.append((size, text, smallest(board.tree()), board.room))
    assert found == []
