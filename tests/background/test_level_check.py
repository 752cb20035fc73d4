"""A level is checked in a process of its own."""

from pathlib import Path

import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game, file_elsewhere
from downslope.attempt.shared_level import level_in, level_of
from downslope.background.commands import LevelCheck
from downslope.engine.run import Fault
from downslope.level_files.to_toml import encode_level
from downslope.registry.loading import load_all
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from lib.waiting import until

UNFAIR = """
from downslope import Example, Knob, Level, Near, hookimpl

@hookimpl
def levels():
    knobs = [Knob("alpha", stops=(.1, .2))]
    return [Level("dream", title="", par=1, examples=[Example(2, 1)], weights=[0], target=Near(.01), knobs=knobs)]
"""


@pytest.fixture
def game(home: Path) -> Game:
    """With that level in the player's folder."""
    (home / "plugins").mkdir(parents=True)
    (home / "plugins" / "dreams.py").write_text(UNFAIR)
    return Game(Store(), catalog=load_all(home, packages=False).catalog)


def finding(check: LevelCheck) -> list[str]:
    (found,) = until(lambda: [] if (findings := check.findings()) is None else [findings], "the end of the check")
    return found


@pytest.mark.slow
def test_a_level_from_elsewhere_is_checked_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "dreams.py"
    file.write_text(UNFAIR)
    game = Game(Store())
    level = level_in(file, game.registry)
    assert file_elsewhere(game, level) == file
    unfair, fair = finding(LevelCheck(level.id, file=file)), finding(LevelCheck("thirteen"))
    assert "par 1 is not reached" in unfair[0] and fair == []
    thirteen = level_of(encode_level(game.catalog.level("thirteen")), game.registry)
    assert file_elsewhere(game, thirteen) is None
    assert PlayScene(game, thirteen).check is None and PlayScene(game, level).check is not None


@pytest.mark.parametrize("leave", ["map", "window"])
def test_it_ends_wherever_the_level_is_left(game: Game, leave: str, display: None) -> None:
    play = PlayScene(game, game.catalog.level("dreams/dream"))
    check = play.check
    assert check is not None and check.process is not None
    process = check.process
    play.go(Modal(game, play))
    assert play.check is check  # it may be given back
    if leave == "window":
        App(Options(), game, play).close()
    else:
        play.to_map()
    assert play.check is None and process.poll() is not None


@pytest.mark.slow
def test_what_it_says_names_the_file_and_goes_where_the_verdict_says_it_or_the_level_is_left(
    game: Game, display: None
) -> None:
    level = game.catalog.level("dreams/dream")

    def told(play: PlayScene) -> list[str]:
        until(lambda: [] if play.update(0.3) and play.check is not None else ["done"], "the end of the check")
        return [toast.title for toast in (*game.toasts.shown, *game.toasts.waiting)]

    play = PlayScene(game, level)
    first = told(play)
    assert first and all(title.startswith("dreams.py, line ") for title in first)
    play.end()
    assert not game.toasts.shown and not game.toasts.waiting
    play = PlayScene(game, level)
    play.attempt.fault = Fault("dreams", "step() returned None", "", 0)
    assert told(play) == []
