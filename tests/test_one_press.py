"""From the loop to what a press does there are few frames of the game's own, in few files: docs/one_press.md."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from traceback import walk_stack
from types import FrameType

import pytest

from downslope.app.app import App, Options
from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.engine.run import Run
from downslope.rules import Session
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.widgets.widget import Widget
from lib.players import Mouse
from lib.support import shipped

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "game" / "downslope"
# level, the control that is pressed, what it comes down to
PRESSES: list[tuple[str, str, Callable[..., object]]] = [
    ("thirteen", "tile step", Run.step), ("hands-off", "tile learn", Attempt.learn),
    ("in-the-dark", "tile probe", Session.do), ("hands-off", "tile reset", Session.do),
    ("double-it", "weight", Session.do), ("goldilocks", "knob alpha", Session.do),
    ("goldilocks", "answer 1", Session.do),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press[1])
def test_a_press_goes_through_few_frames_and_the_document_has_the_way_of_a_step(
    press: tuple[str, str, Callable[..., object]], apps: list[App]
) -> None:
    level, name, goal = press
    store = Store()
    store.settings.bets = name == "answer 1"
    game = Game(store, catalog=shipped())
    app = App(Options(), game, PlayScene(game, game.catalog.level(level)))
    apps.append(app)
    mouse = Mouse(app)
    ways: list[list[tuple[str, str]]] = []

    def note(last: FrameType, event: str, _argument: object) -> None:
        if event == "call" and last.f_code is goal.__code__:
            codes = [frame.f_code for frame, _line in walk_stack(last)][::-1]
            files = [Path(code.co_filename) for code in codes]
            ways.append([(file.relative_to(PACKAGE).as_posix(), code.co_qualname)
                         for file, code in zip(files, codes) if PACKAGE in file.parents])  # fmt: skip

    mouse.tick(20)
    x, y, width, height = mouse.need(name, Widget).rect
    sys.setprofile(note)
    try:
        mouse.click(x + width * 0.95, y + height / 2)
        mouse.tick(2)
    finally:
        sys.setprofile(None)
    assert len(ways[0]) <= 14 and len({file for file, _function in ways[0]}) <= 10, ways[0]
    if name == "tile step":
        text = (ROOT / "docs" / "one_press.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| \d+ \| `([\w.]+)` \| `([\w/.]+)` \|", text, re.MULTILINE)
        assert [(file, function) for function, file in rows] == ways[0]
