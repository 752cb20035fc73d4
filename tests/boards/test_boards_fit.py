"""The smallest sizes of a board's panels are true: at its own, each can be read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence

import pytest
from pygame import Rect

from checks.faults import cut, over
from checks.paper import written
from downslope import boards
from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import Canvas, scale_of
from downslope.view.widgets.panel import Box, Group, Panel, Placeholder
from pictures import drawing
from pictures.plans import PLANS, Plan, View

SIZES = [(size, text) for size in ((1280, 720), (960, 540)) for text in (1.0, 1.25, 1.5)]
BOARDS = [plan for plan in PLANS if plan.ends.endswith("Board")]


SHEETS = {"Panel"}  # that several panels share: nothing is written on them


def leaves(panels: Sequence[Panel]) -> Iterator[Panel]:
    """Panels that are no groups of others, and no free places."""
    for panel in panels:
        if isinstance(panel, Group):
            yield from leaves(panel.shown)
        elif not isinstance(panel, Placeholder) and type(panel).__name__ not in SHEETS:
            yield panel


def lost(panel: Panel, scene: PlayScene, size: tuple[int, int]) -> list[str]:
    """What cannot be read of it where it stands: cut, on top of each other, outside of its place."""
    widgets = panel.place(panel.rect)
    panel.refresh()

    def draw(canvas: Canvas) -> None:
        panel.paint(canvas)
        for widget in widgets:
            if widget.visible:
                widget.draw(canvas, scene.state(widget))

    texts, scale = written(draw, size, scene.game.look()), scene.game.scale
    place = Rect(*(round(part * scale) for part in panel.rect)).inflate(8, 8)
    outside = [f"outside: {text.string}" for text in texts if text.clip is None and not place.contains(text.ink)]
    found = [*cut(texts, Rect(0, 0, *size)), *over(texts, Rect(0, 0, *size))]
    seen = [fault for fault in found if fault.kind != "short"]  # that ends with dots, and the pointer shows the whole
    return [*(f"{fault.kind}: {fault.text}" for fault in seen), *outside]


@pytest.mark.slow
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("plan", BOARDS, ids=lambda plan: plan.name)
def test_at_its_smallest_size_each_panel_can_be_read(plan: Plan) -> None:
    for played, _look in drawing.frames(plan, View("", "dark")):
        scene = played
    assert isinstance(scene, PlayScene)
    game, found = scene.game, []
    for size, text in (SIZES[0], SIZES[2], SIZES[5]):
        game.settings.text = text
        game.scale = game.controls.scale = scale_of(*size)
        with drawing.settled():
            scene.resize(size[0] / game.scale, size[1] / game.scale, game.scale)
            scene.update(drawing.FRAME)
            for panel in leaves(scene.board.panels):
                (x, y, w, h), (wide, high) = panel.rect, panel.least_size()
                before = lost(panel, scene, size)
                panel.rect = (x, y, wide or w, high or h)
                now = lost(panel, scene, size)
                if len(now) > len(before):
                    found.append((size, text, type(panel).__name__, (w, h), (wide, high), now[:3]))
                panel.rect = (x, y, w, h)
    assert found == []


def test_every_panel_of_a_board_says_its_smallest_size() -> None:
    for module in pkgutil.walk_packages(boards.__path__, "downslope.boards."):
        importlib.import_module(module.name)
    waiting: list[type[Panel]] = [Panel]
    silent = []
    while waiting:
        kind = waiting.pop()
        inside = kind.__subclasses__()
        waiting += inside
        says = kind.least_size is not Box.least_size or kind.least_room is not Box.least_room
        if kind.__module__.startswith("downslope.boards") and not says:
            silent.append(kind.__name__)
    assert silent == []
