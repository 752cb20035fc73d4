"""From the loop to what a press does there are few frames of the game's own, in few files: docs/one_press.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.engine.run import Run
from downslope.rules.session import Session
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from support import shipped

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "game" / "downslope"
FRAMES, FILES = 14, 10
FRAME = 1 / 60
Way = list[tuple[str, str]]  # file, qualified name

# level, the control that is pressed, what it comes down to
PRESSES: dict[str, tuple[str, str, Callable[..., object]]] = {
    "Step": ("thirteen", "tile step", Run.step),
    "Learn": ("hands-off", "tile learn", Attempt.learn),
    "Probe": ("in-the-dark", "tile probe", Session.do),
    "Reset": ("hands-off", "tile reset", Session.do),
    "Undo": ("goldilocks", "tile undo", Session.step_back),
    "a dial": ("double-it", "weight", Session.do),
    "a knob with stops": ("goldilocks", "knob alpha", Session.do),
    "an answer": ("goldilocks", "answer 1", Session.do),
}


def own_frames(last: FrameType) -> Way:
    """From the loop down."""
    way: Way = []
    frame: FrameType | None = last
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if PACKAGE in file.parents:
            way.append((file.relative_to(PACKAGE).as_posix(), frame.f_code.co_qualname))
        frame = frame.f_back
    return way[::-1]


def clicked(app: App, name: str, goal: Callable[..., object]) -> Way:
    """The frames that stand when the goal is first called."""
    ways: list[Way] = []
    code = goal.__code__

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code is code and not ways:
            ways.append(own_frames(frame))

    widget = app.scene.widget(name)
    assert widget is not None and widget.live, [each.name for each in app.scene.widgets]
    x, y, width, height = widget.rect
    at = round((x + width * 0.95) * app.game.scale), round((y + height / 2) * app.game.scale)
    for kind, more in (
        (pygame.MOUSEMOTION, {"rel": (0, 0), "buttons": (0, 0, 0)}), (pygame.MOUSEBUTTONDOWN, {"button": 1}),
        (pygame.MOUSEBUTTONUP, {"button": 1}),
    ):  # fmt: skip
        pygame.event.post(pygame.event.Event(kind, pos=at, **more))
    sys.setprofile(note)
    try:
        for _ in range(5):
            app.tick(FRAME)
    finally:
        sys.setprofile(None)
    assert ways, f"{name} does not come to {goal.__qualname__}"
    return ways[0]


def way_of(press: str, apps: list[App]) -> Way:
    level, name, goal = PRESSES[press]
    store = Store()
    store.settings.bets = press == "an answer"
    game = Game(store, catalog=shipped())
    play = PlayScene(game, game.catalog.level(level))
    app = App(Options(), game, play)
    apps.append(app)
    for _ in range(40):
        app.tick(FRAME)
    if press == "Undo":
        knob = play.level.knob("alpha")
        assert knob is not None and play.attempt.turn("alpha", knob.stops[-1])
    for _ in range(30):
        app.tick(FRAME)
    return clicked(app, name, goal)


@pytest.mark.slow
@pytest.mark.parametrize("press", PRESSES)
def test_a_press_goes_through_few_frames(press: str, apps: list[App]) -> None:
    way = way_of(press, apps)
    assert len(way) <= FRAMES and len({file for file, _name in way}) <= FILES, way


@pytest.mark.slow
def test_the_document_has_the_way_of_a_step(apps: list[App]) -> None:
    text = (ROOT / "docs" / "one_press.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d+ \| `([\w.]+)` \| `([\w/.]+)` \|", text, re.MULTILINE)
    assert [(file, name) for name, file in rows] == way_of("Step", apps)
