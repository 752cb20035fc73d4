"""Runs, levels and nets that go out or come in: what is copied, what is opened, what is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from attempt.visits import notes, small, visit
from downslope import Learn, Turn, paths
from downslope.attempt.attempt import Attempt
from downslope.attempt.game import game as shared
from downslope.attempt.game.game import Game
from downslope.attempt.game.own_net import has_net, keep_net, where_to_train, with_net
from downslope.attempt.game.progress_transfer import ask_for_progress, give_progress
from downslope.attempt.link import copy_link, open_link
from downslope.attempt.shared_level import (
    SharedRun,
    copy_run,
    is_file,
    is_run_code,
    keep_level,
    level_in,
    level_in_bytes,
    pasted_run,
)
from downslope.desktop import clipboard as system
from downslope.level_files.writing import encode_level
from downslope.registry.sources import load_all
from downslope.storage.files import Refused
from downslope.storage.netfile import load_net
from downslope.storage.progress_export import NAME
from driving import MemoryStore
from support import RAMP, play, shipped


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies on it is the last."""
    copied: list[str] = []

    def copy(text: str) -> bool:
        copied.append(text)
        return True

    monkeypatch.setattr(system, "copy", copy)
    monkeypatch.setattr(system, "paste", lambda: copied[-1] if copied else None)
    return copied


@pytest.fixture
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Game:
    monkeypatch.setenv("DOWNSLOPE_HOME", str(tmp_path))
    return Game(MemoryStore())


def opened(plugin: str) -> None:
    raise AssertionError(plugin)


def test_a_run_goes_out_as_a_code_and_comes_back(game: Game, clipboard: list[str]) -> None:
    session = play("thirteen", Learn(3), Learn(2))
    assert copy_run(game, session) and is_run_code(clipboard[-1])
    back = pasted_run(game, opened)
    assert isinstance(back, SharedRun) and back.level.id == "thirteen"
    assert sum(action.steps for action in back.actions if isinstance(action, Learn)) == 5


def test_on_a_page_the_code_is_an_address(game: Game, clipboard: list[str]) -> None:
    game.address = "https://page/"
    copy_run(game, play("thirteen", Learn(1)))
    assert clipboard[-1].startswith("https://page/?run=")


def test_what_cannot_be_pasted_says_why(game: Game, clipboard: list[str]) -> None:
    attempt = visit(small())
    attempt.game = game
    for text, said in ((None, "clipboard"), (" ", "begins with"), ("DS1-rubbish", "")):
        if text is not None:
            clipboard.append(text)
        assert pasted_run(game, opened) is None
        (note,) = notes(attempt)
        assert said in note


def test_a_level_is_pasted_too(game: Game, clipboard: list[str]) -> None:
    clipboard.append(encode_level(small()))
    level = pasted_run(game, opened)
    assert isinstance(level, type(small())) and level.title == "Small" and level.id in game.catalog.levels


def test_a_run_with_ones_own_net_has_no_code(game: Game, clipboard: list[str]) -> None:
    level = replace(shipped().level("thirteen"), weights=[0.25])
    assert not copy_run(game, play(level, Learn(1))) and clipboard == []


def test_a_level_that_came_in_is_kept_beside_what_is_there(game: Game) -> None:
    level = level_in_bytes("ramp.toml", RAMP.encode(), game.registry)
    keep_level(game, level)
    keep_level(game, level)
    folder = Path(game.toasts.shown[0].body).parent
    assert sorted(file.name for file in folder.iterdir()) == ["ramp-2.toml", "ramp.toml"]
    assert (folder / "ramp.toml").read_bytes() == RAMP.encode()


def test_a_level_that_was_made_here_is_kept_as_data(game: Game) -> None:
    keep_level(game, replace(shipped().level("thirteen"), id="mine/thirteen"))
    file = Path(game.toasts.shown[0].body)
    assert file.name == "thirteen.toml" and 'id = "thirteen"' in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("a.txt", "", "a level is a TOML file"), ("a.toml", "", "level"), ("a.toml", "levels = 3", "a list of tables")],
)
def test_bytes_that_hold_no_level_are_refused(game: Game, name: str, text: str, said: str) -> None:
    before = len(game.registry.plugins)
    with pytest.raises(Refused, match=said):
        level_in_bytes(name, text.encode(), game.registry)
    assert len(game.registry.plugins) == before


def test_the_first_level_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ramp.toml"
    file.write_text(RAMP, encoding="utf-8")
    registry = load_all(plugins=False)
    assert level_in(file, registry).id == "ramp/ramp"
    with pytest.raises(Refused, match=r"none\.toml is not a plugin file"):
        level_in(tmp_path / "none.toml", registry)
    assert [is_file(name) for name in ("a.toml", "a.py", "a.zip", "thirteen")] == [True, True, True, False]


def test_the_better_net_is_kept_and_taken(game: Game, tmp_path: Path) -> None:
    taker = next(level for level in shipped().levels.values() if level.weights_from)
    trained = play(taker.weights_from)
    assert not has_net(taker) and taker.weights_from and "first" in where_to_train(game, taker)
    assert with_net(game, taker).weights is None
    trained.run.weights[0] = 0.125
    assert keep_net(game, trained, 0.5)
    trained.run.weights[0] = 0.25
    assert not keep_net(game, trained, 0.4)  # it reads less
    (file,) = (tmp_path / "nets").rglob("*.json")
    assert load_net(file).weights[0] == 0.125 and load_net(file).trained["unseen"] == 0.5
    took = with_net(game, taker)
    assert has_net(took) and took.weights is not None and took.weights[0] == 0.125 and where_to_train(game, took) == ""
    game.counts = False
    assert not keep_net(game, trained, 0.9)


# -- links, plugins, progress ------------------------------------------------------------------------------------------


def test_a_link_has_the_knobs_as_they_stand(game: Game, clipboard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    session = play("thirteen", Turn("alpha", 3), Learn(1), Turn("alpha", 5))
    copy_link(game, session)
    assert clipboard[-1] == 'downslope play thirteen --link "alpha=5"' and game.toasts.shown[0].title == "Link copied"
    opening = open_link(game, "level=thirteen&alpha=5")
    assert opening.level is not None and opening.level.id == "thirteen" and list(opening.start) == [Turn("alpha", 5)]
    monkeypatch.setattr(system, "copy", lambda text: False)
    game.toasts.shown = []
    copy_link(game, session)
    (toast,) = game.toasts.shown
    assert toast.title == "A link to this level" and "alpha=5" in toast.body


BROKEN = """from downslope import Example, Learner, Level


class Calm(Learner):
    def update(self, weight, weight_delta, alpha):
        raise ValueError("no")


LEVELS = [Level("pond", title="Pond", examples=[Example(1, 1)], weights=[0.0], learner="calm")]
"""


def test_a_plugin_that_raises_is_named_by_its_file_and_switched_off(game: Game, tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    file = tmp_path / "plugins" / "pond.py"
    file.write_text(BROKEN, encoding="utf-8")
    attempt = Attempt(game, game.catalog.level("pond/pond"))
    attempt.step_once()
    assert attempt.fault is not None and attempt.over and attempt.verdict and not attempt.ran
    assert (attempt.fault.line, attempt.fault.plugin) == (6, "calm")
    plugin = shared.plugin_of(game, attempt.fault)
    assert plugin is not None and plugin.name == "pond" and len(plugin.faults) == 1
    assert shared.file_elsewhere(game, attempt.level) is None
    attempt.fault.file = "elsewhere.py"
    assert shared.plugin_of(game, attempt.fault) is None
    attempt.reset()
    assert attempt.fault is None and attempt.session.count == 0 and not attempt.over
    assert shared.load_anew(game, plugin)
    file.write_text(BROKEN + "1 / 0\n", encoding="utf-8")
    assert not shared.load_anew(game, game.registry.plugin("pond") or plugin)
    shared.switch_off(game, game.registry.plugin("pond") or plugin)
    assert "pond/pond" not in game.catalog.levels and game.toasts.shown[-1].title
    assert Game(MemoryStore()).catalog.levels.keys().isdisjoint({"pond/pond"})


def test_progress_goes_out_as_a_file_and_what_is_better_comes_in(game: Game) -> None:
    record = game.progress.level("thirteen")
    record.reached, record.stars = True, [1, 2]
    give_progress(game)
    (file,) = paths.transfers().glob("*.json")
    assert [(toast.title, toast.body) for toast in game.toasts.shown] == [("Progress is exported.", str(file))]
    game.progress.levels.clear()
    game.toasts.shown = []
    ask_for_progress(game)
    assert game.progress.stars("thirteen") == [1, 2] and game.toasts.shown[-1].title == "Progress imported."
    game.toasts.shown = []
    ask_for_progress(game)
    assert [toast.title for toast in game.toasts.shown] == ["This file has no better progress."]
    file.write_text("{", encoding="utf-8")
    game.toasts.shown = []
    ask_for_progress(game)
    assert game.toasts.shown[0].hue == "error"


def test_on_a_page_progress_is_given_to_the_player(game: Game) -> None:
    given: list[tuple[str, str]] = []
    game.download = lambda name, text: given.append((name, text))
    asked: list[bool] = []
    game.choose = lambda: asked.append(True)
    give_progress(game)
    ask_for_progress(game)
    assert [name for name, _text in given] == [NAME] and asked == [True] and not paths.transfers().exists()
