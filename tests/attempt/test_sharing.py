"""Runs, levels and nets that go out or come in: what is copied, what is opened, what is kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from attempt.visits import small
from downslope import Learn, Turn, paths
from downslope.attempt import shared_level as sharing
from downslope.attempt.attempt import Attempt
from downslope.attempt.game import game as shared, own_net
from downslope.attempt.game.game import Game
from downslope.attempt.link import SETTINGS, copy_link, open_link, parse
from downslope.desktop import clipboard as system
from downslope.level_files.to_toml import encode_level
from downslope.storage.files import Refused
from downslope.storage.netfile import load_net, save_net
from downslope.storage.progress_export import NAME
from lib.driving import MemoryStore
from lib.support import RAMP, play, shipped


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies on it is the last."""
    copied: list[str] = []
    monkeypatch.setattr(system, "copy", lambda text: not copied.append(text))  # type: ignore[func-returns-value]
    monkeypatch.setattr(system, "paste", lambda: copied[-1] if copied else None)
    return copied


@pytest.fixture
def game() -> Game:
    return Game(MemoryStore())


def said(game: Game) -> list[str]:
    titles = [toast.title for toast in game.toasts.shown]
    game.toasts.shown = []
    return titles


def test_runs_levels_and_links_go_out_and_come_back(game: Game, clipboard: list[str], monkeypatch: Any) -> None:
    look = pytest.fail
    for text, words in (("", "clipboard"), (" ", "begins with"), ("DS1-rubbish", "")):
        clipboard += [text] * bool(text)
        assert sharing.pasted_run(game, look) is None
        (note,) = said(game)
        assert words in note
    assert sharing.copy_run(game, play("thirteen", Learn(3), Learn(2))) and sharing.is_run_code(clipboard[-1])
    back = sharing.pasted_run(game, look)
    assert isinstance(back, sharing.SharedRun) and back.level.id == "thirteen" and back.actions == [Learn(5)]
    clipboard.append(encode_level(small()))
    level = sharing.pasted_run(game, look)
    assert isinstance(level, type(small())) and level.title == "Small" and level.id in game.catalog.levels
    own = replace(shipped().level("thirteen"), weights=[0.25])  # a run with one's own net has no code
    assert not sharing.copy_run(game, play(own, Learn(1))) and clipboard[-1] == encode_level(small())
    said(game)
    session = play("thirteen", Turn("alpha", 3), Learn(1), Turn("alpha", 5))
    copy_link(game, session)
    assert clipboard[-1] == 'downslope play thirteen --link "alpha=5"' and said(game) == ["Link copied"]
    opening = open_link(game, "level=thirteen&alpha=5")
    assert opening.level is not None and opening.level.id == "thirteen" and list(opening.start) == [Turn("alpha", 5)]
    assert game.settings.bets and not game.hidden
    assert open_link(game, "level=double-it&weight=2").start == () and "would win" in said(game)[0]
    open_link(game, "level=thirteen&hide=map,bets")
    assert not game.settings.bets and game.hides("map") and not game.hides("hints")
    game.address = "https://page/"
    sharing.copy_run(game, play("thirteen", Learn(1)))
    copy_link(game, session)
    assert clipboard[-2].startswith("https://page/?run=") and clipboard[-1].startswith("https://page/?level=thirteen&")
    said(game)
    monkeypatch.setattr(system, "copy", lambda text: False)
    copy_link(game, session)
    assert "alpha=5" in game.toasts.shown[0].body and said(game) == ["A link to this level"]


def test_a_level_that_came_in_and_the_better_net_are_kept(game: Game, home: Path) -> None:
    level = sharing.level_in_bytes("ramp.toml", RAMP.encode(), game.registry)
    for kept in (level, level, replace(shipped().level("thirteen"), id="mine/thirteen")):
        sharing.keep_level(game, kept)
    folder = Path(game.toasts.shown[0].body).parent
    assert sorted(file.name for file in folder.iterdir()) == ["ramp-2.toml", "ramp.toml", "thirteen.toml"]
    assert (folder / "ramp.toml").read_bytes() == RAMP.encode()
    assert 'id = "thirteen"' in (folder / "thirteen.toml").read_text(encoding="utf-8")
    assert [sharing.is_file(name) for name in ("a.toml", "a.py", "a.zip", "thirteen")] == [True, True, True, False]
    taker = next(level for level in shipped().levels.values() if level.weights_from)
    trained = play(taker.weights_from)
    assert not own_net.has_net(taker) and "first" in own_net.where_to_train(game, taker)
    assert own_net.with_net(game, taker).weights is None
    for weight, unseen, better in ((0.125, 0.5, True), (0.25, 0.4, False)):  # the second reads less
        trained.run.weights[0] = weight
        assert own_net.keep_net(game, trained, unseen) is better
    (file,) = (home / "nets").rglob("*.json")
    assert load_net(file).weights[0] == 0.125 and load_net(file).trained["unseen"] == 0.5
    took = own_net.with_net(game, taker)
    assert took.weights is not None and took.weights[0] == 0.125 and took.unseen == trained.level.unseen
    assert own_net.has_net(took) and own_net.where_to_train(game, took) == ""
    save_net(file, replace(load_net(file), trained={}))  # how well it reads is not known
    assert own_net.keep_net(game, trained, 0.25)
    game.counts = False
    assert not own_net.keep_net(game, trained, 0.9)


BROKEN = """from downslope import Example, Learner, Level


class Calm(Learner):
    def update(self, weight, weight_delta, alpha):
        raise ValueError("no")


LEVELS = [Level("pond", title="Pond", examples=[Example(1, 1)], weights=[0.0], learner="calm")]
"""


def test_a_plugin_that_raises_is_named_by_its_file_and_switched_off(game: Game, home: Path) -> None:
    (home / "plugins").mkdir()
    file, ramp = home / "plugins" / "pond.py", home / "ramp.toml"
    file.write_text(BROKEN, encoding="utf-8")
    ramp.write_text(RAMP, encoding="utf-8")
    attempt = Attempt(game, game.catalog.level("pond/pond"))
    attempt.step_once()
    assert attempt.fault is not None and attempt.over and attempt.verdict and not attempt.ran
    assert (attempt.fault.line, attempt.fault.plugin) == (6, "calm")
    plugin = shared.plugin_of(game, attempt.fault)
    assert plugin is not None and plugin.name == "pond" and len(plugin.faults) == 1
    assert shared.file_elsewhere(game, attempt.level) is None is shared.file_elsewhere(game, small())
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
    assert shared.file_elsewhere(game, sharing.level_in(ramp, game.registry)) == ramp
    for owner, keeper in (("pond", "pond"), ("lake", None)):  # one that is switched off, one that nobody has
        with pytest.raises(Refused) as raised:
            sharing.level_in_bytes("it.toml", f'{RAMP}learner = "{owner}/calm"\n'.encode(), game.registry)
        assert raised.value.values.get("keeper") == keeper and owner in str(raised.value)


def test_progress_goes_out_as_a_file_and_what_is_better_comes_in(game: Game) -> None:
    record = game.progress.level("thirteen")
    record.reached, record.stars = True, [1, 2]
    shared.give_progress(game)
    (file,) = paths.transfers().glob("*.json")
    assert game.toasts.shown[0].body == str(file) and said(game) == ["Progress is exported."]
    game.progress.levels.clear()
    for titles in (["Progress imported."], ["This file has no better progress."]):
        shared.ask_for_progress(game)
        assert game.progress.stars("thirteen") == [1, 2] and said(game)[-1:] == titles
    file.write_text("{", encoding="utf-8")
    shared.ask_for_progress(game)
    assert game.toasts.shown[0].hue == "error" and NAME in f"{game.toasts.shown[0]}"
    given: list[str] = []  # on a page it is given to the player, and the game waits where it is
    game.download = lambda name, text: given.append(name)
    game.choose = lambda: given.append("asked")
    file.unlink()
    shared.give_progress(game)
    shared.ask_for_progress(game)
    game.page = lambda: given.append("page")
    game.leave()
    assert given == [NAME, "asked", "page"] and not file.exists() and not game.quit
    game.page = None
    game.leave()
    assert game.quit


KEYS = ["level", "alpha", "weight", "weights", "kernels", "hide", "pack", "check", "day", *SETTINGS, "zzz", ""]
VALUES = ["goldilocks", "5-2", ".3", "0.3", "3e-1", "nan", "1e999", ".5,.48,-.7", ",,1", "dark", "100", "map,hints",
          "%zz", "[error:9]", "https://a/b.toml", "//a", "{n}", "９", "٣", "2 → 3"]  # fmt: skip
pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=12))


@settings(max_examples=30)
@given(st.text(max_size=120) | st.lists(pairs, max_size=6).map(lambda some: "&".join(f"{k}={v}" for k, v in some)))
@example("level=5-2&alpha=%FF%FE")
@example("pack=a:b/[c]")
def test_whatever_is_typed_is_read(query: str) -> None:
    link, remarks = parse(query, shipped())
    assert all(remark.sentence and "[" not in remark.sentence for remark in remarks)
    assert parse(link.text(), shipped()) == (link, [])
