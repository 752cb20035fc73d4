"""From the loop to what a press does there are few frames of the game's own, in few files: docs/one_press.md."""

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
from downslope.rules import Session
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from lib.driving import pass_frames
from lib.support import shipped

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "game" / "downslope"
FRAMES, FILES = 14, 10
# level, the control that is pressed, what it comes down to
PRESSES: dict[str, tuple[str, str, Callable[..., object]]] = {
    "Step": ("thirteen", "tile step", Run.step),
    "Learn": ("hands-off", "tile learn", Attempt.learn),
    "Probe": ("in-the-dark", "tile probe", Session.do),
    "Reset": ("hands-off", "tile reset", Session.do),
    "a dial": ("double-it", "weight", Session.do),
    "a knob with stops": ("goldilocks", "knob alpha", Session.do),
    "an answer": ("goldilocks", "answer 1", Session.do),
}


@pytest.mark.slow
@pytest.mark.parametrize("press", PRESSES)
def test_a_press_goes_through_few_frames_and_the_document_has_the_way_of_a_step(press: str, apps: list[App]) -> None:
    level, name, goal = PRESSES[press]
    store = Store()
    store.settings.bets = press == "an answer"
    game = Game(store, catalog=shipped())
    app = App(Options(), game, PlayScene(game, game.catalog.level(level)))
    apps.append(app)
    pass_frames(app, 70)
    ways: list[list[tuple[str, str]]] = []

    def note(last: FrameType, event: str, _argument: object) -> None:
        if event == "call" and last.f_code is goal.__code__:
            ways.append([])
            frame: FrameType | None = last
            while frame is not None:
                file = Path(frame.f_code.co_filename)
                if PACKAGE in file.parents:
                    ways[-1].insert(0, (file.relative_to(PACKAGE).as_posix(), frame.f_code.co_qualname))
                frame = frame.f_back

    widget = app.scene.widget(name)
    assert widget is not None and widget.live
    x, y, width, height = widget.rect
    at = round((x + width * 0.95) * app.game.scale), round((y + height / 2) * app.game.scale)
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=at, button=1))
    sys.setprofile(note)
    try:
        pass_frames(app, 5)
    finally:
        sys.setprofile(None)
    way = ways[0]
    assert len(way) <= FRAMES and len({file for file, _function in way}) <= FILES, way
    if press == "Step":
        text = (ROOT / "docs" / "one_press.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| \d+ \| `([\w.]+)` \| `([\w/.]+)` \|", text, re.MULTILINE)
        assert [(file, function) for function, file in rows] == way
