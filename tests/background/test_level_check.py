"""A level is checked in a process of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game, file_elsewhere
from downslope.attempt.shared_level import level_in, level_of
from downslope.background.commands import LevelCheck
from downslope.engine.run import Fault
from downslope.level_files.to_toml import encode_level
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from lib.playing import need
from lib.waiting import until
from registry.dropped import drop, load

UNFAIR = Path(__file__).with_name("unfair.txt").read_text(encoding="utf-8")  # a level that is not won at par


@pytest.mark.usefixtures("display")
def test_it_ends_wherever_the_level_is_left(home: Path) -> None:
    drop(home, dreams=UNFAIR)
    game = Game(Store(), catalog=load(home).catalog)
    leaves: list[Callable[[PlayScene], object]] = [PlayScene.to_map, lambda play: App(Options(), game, play).close()]
    for leave in leaves:
        play = PlayScene(game, game.catalog.level("dreams/dream"))
        check = need(play.check)
        process = need(check.process)
        play.go(Modal(game, play))
        assert play.check is check  # it may be given back
        leave(play)
        assert play.check is None and process.poll() is not None


@pytest.mark.slow
def test_what_it_says_names_the_file_and_goes_where_the_verdict_says_it_or_the_level_is_left(
    tmp_path: Path, display: None
) -> None:
    """The level is from elsewhere, and is checked where it lies."""
    file = tmp_path / "dreams.py"
    file.write_text(UNFAIR)
    game = Game(Store())
    level, thirteen = level_in(file, game.registry), game.catalog.level("thirteen")
    again = level_of(encode_level(thirteen), game.registry)
    assert file_elsewhere(game, level) == file and file_elsewhere(game, again) is None
    fair = LevelCheck("thirteen")

    def told(play: PlayScene) -> list[str]:
        until(lambda: [] if play.update(0.3) and play.check is not None else ["done"], "the end of the check")
        return [toast.title for toast in (*game.toasts.shown, *game.toasts.waiting)]

    play = PlayScene(game, level)
    first = told(play)
    assert first and all(title.startswith("dreams.py, line ") for title in first) and "par 1" in str(first), first
    play.end()
    assert not game.toasts.shown and not game.toasts.waiting
    play = PlayScene(game, level)
    play.attempt.fault = Fault("dreams", "step() returned None", "", 0)
    assert told(play) == []
    assert until(lambda: (fair.findings(),) if fair.findings() is not None else None) == ([],)
    assert PlayScene(game, again).check is None
