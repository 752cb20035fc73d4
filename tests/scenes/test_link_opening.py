"""A deep link opened: the level with its knobs, what is hidden on every screen, a look for one visit; and copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pygame
import pytest

from downslope import Network, paths
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.attempt.link import (
    HIDEABLE,
    PACK,
    copy_link,
    fair_start,
    link_of,
    open_link,
    parse,
    query_in,
)
from downslope.attempt.shared_level import copy_run, keep_level
from downslope.desktop import clipboard, download
from downslope.rules.actions import Impossible, Learn, Turn
from downslope.rules.example import Example
from downslope.rules.knob import Knob
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.scenes.base.scene import HIDDEN_BY, KEYS_HIDDEN_BY, SCREENS, Scene, screen
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.storage.share_code import SharedRun, encode, replay
from driving import FRAME, Driver, MemoryStore, pass_frames
from playing import click, key, opened, to_card, wait
from shows import solved_actions
from support import RAMP, RAMP_KNOBS, campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def game_of(query: str, store: Any = None) -> tuple[Game, Scene]:
    """The game as the link opens it."""
    game = Game(store or Store(), catalog=shipped())
    level, start, _plugin, _replay = open_link(game, query)
    if level is None:
        return game, screen("title", game)
    return game, PlayScene(game, level, start=start)


def names(scene: Scene) -> set[str]:
    return {widget.name for widget in scene.widgets}


def note(game: Game) -> str:
    return game.toasts.shown[0].title if game.toasts.shown else ""


# -- a run -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [level.id for level in campaign() if len(level.data()) <= 40])
def test_a_link_shows_a_run_which_ends_in_the_same_weights(name: str) -> None:
    """What auto-solve did, as a link: done again in the level to the last bit."""
    solved = play(name, *solved_actions(name))
    code = encode(solved)
    opening = open_link(Game(Store(), catalog=shipped()), f"?level=other&theme=light&run={code}")
    assert opening.level is not None and opening.level.id == name and opening.replay is not None
    assert replay(SharedRun(opening.level, list(opening.replay)), shipped()).weights == solved.weights


@pytest.mark.slow
def test_a_run_is_opened_by_the_game_and_copied_as_an_address() -> None:
    code = encode(play("goldilocks", Turn("alpha", 0.2), Learn(1)))
    app = App(Options(link=f"run={code}"), Game(Store(), catalog=shipped()))
    assert isinstance(app.scene, PlayScene) and app.scene.level.id == "goldilocks"
    pass_frames(app, 200, FRAME)
    assert app.scene.attempt.shown.count == 1
    app.game.address = "https://school.example/play/"
    assert copy_run(app.game, app.scene.attempt.shown)
    assert query_in(clipboard.paste() or "") == f"run={code}"
    app.close()


@pytest.mark.parametrize("code", ["DS1-", "DS2-abc", encode(play("goldilocks", Learn(1)))[:-3]])
def test_a_run_that_does_not_hold_leaves_the_title_and_one_sentence(code: str) -> None:
    game, scene = game_of(f"run={code}&alpha=.3")
    assert isinstance(scene, TitleScene) and note(game)


# -- the level and its knobs -------------------------------------------------------------------------------------------


def test_a_link_never_wins() -> None:
    game, scene = game_of("level=double-it&weight=2")
    assert isinstance(scene, PlayScene) and scene.attempt.session.actions == []
    assert note(game) == "These settings would win the level, so it starts as usual."
    game, scene = game_of("level=double-it&weight=1.9")
    assert isinstance(scene, PlayScene) and scene.attempt.session.weights == [1.9] and note(game) == ""


def test_what_the_rules_do_not_allow_is_left_out() -> None:
    game, scene = game_of("level=the-wall&wire=always+1&alpha=.1")
    assert isinstance(scene, PlayScene) and scene.attempt.session.actions == [Turn("alpha", 0.1)]
    assert note(game).startswith("extra wire is locked")


class Raising(Network):
    """A plugin's network that cannot be asked."""

    def predict(self, weights: Any, input: Any) -> Any:
        raise ValueError("broken on purpose")


def test_a_plugin_that_raises_gives_its_level_as_usual() -> None:
    level = Level("broken", title="B", examples=[Example(0.9, 0.7)], weights=[0.1], network=Raising([["dense", 1, 1]]),
                  knobs=[Knob("weight", 0, 1)])  # fmt: skip
    game = Game(MemoryStore(), catalog=shipped())
    turns, remarks = fair_start(game, level, [Turn("weight", 0.5)])
    assert turns == () and [each.sentence for each in remarks] == [
        "broken cannot start as the link says, so it starts as usual."
    ]


def test_an_unknown_level_is_the_title_with_a_remark() -> None:
    game, scene = game_of("level=goldylocks&theme=light")
    assert isinstance(scene, TitleScene) and "did you mean goldilocks?" in note(game)
    assert game.settings.theme == "light"


# -- with a pack of levels ---------------------------------------------------------------------------------------------

WEEK = "".join(RAMP.replace('"ramp"', f'"{name}"') + RAMP_KNOBS for name in ("flat", "ramp"))
AT = "https://school.example/week%203.toml"


@pytest.fixture
def own_network() -> Iterator[None]:
    """What is asked of the network is asked of a test, as long as it runs."""
    yield
    download.fetcher = None


def opened_with(apps: list[Any], query: str, content: Any, why: str = "", at: str = AT) -> App:
    """The game as a link with a pack opens it, once the player has agreed."""
    asked: list[str] = []

    def fetch(address: str, answer: Any) -> None:
        asked.append(address)
        answer(content, why)

    download.fetcher = fetch
    app = App(Options(link=query), Game(Store(), plugins=False))
    apps.append(app)
    pass_frames(app, 3, FRAME)
    assert isinstance(app.scene, TitleScene) and asked == [], "nothing is fetched before the player agrees"
    assert note(app.game) == "This link has levels from school.example"
    app.game.toasts.act_on_newest()
    pass_frames(app, 60, FRAME)
    assert asked == [at]
    return app


def told_in(app: App) -> list[str]:
    return [toast.title for toast in (*app.game.toasts.shown, *app.game.toasts.waiting)]


@pytest.mark.slow
@pytest.mark.usefixtures("own_network")
@pytest.mark.parametrize(("query", "level", "alpha"), [("", "flat", 0.1), ("level=ramp&alpha=.2&", "ramp", 0.2)])
def test_a_pack_is_fetched_when_the_player_agrees(apps: list[Any], query: str, level: str, alpha: float) -> None:
    app = opened_with(apps, f"{query}pack=https://school.example/week 3.toml#top", WEEK.encode())
    assert isinstance(app.scene, PlayScene) and app.scene.level.id.endswith(f"/{level}")
    assert app.scene.attempt.session.knobs["alpha"] == alpha and "A ramp" in told_in(app)


@pytest.mark.slow
@pytest.mark.usefixtures("own_network")
def test_a_pack_whose_name_no_file_can_have_is_kept_under_one_that_can(apps: list[Any]) -> None:
    at = "https://school.example/wee%00k.toml"
    app = opened_with(apps, "pack=https://school.example/wee%2500k.toml", WEEK.encode(), at=at)
    assert isinstance(app.scene, PlayScene)
    keep_level(app.game, app.scene.level)
    assert (paths.plugins() / "week.toml").read_text(encoding="utf-8") == WEEK


@pytest.mark.usefixtures("own_network")
@pytest.mark.parametrize(
    ("content", "why", "told"),
    [
        (None, "404 Not Found", f"{AT} could not be fetched: 404 Not Found"),
        (b"#" * (PACK + 1), "", f"{AT} is larger than 64 KB, so it was skipped."),
        (b"import os", "", "week 3.toml: "),
        (b"PK\x03\x04", "", "week 3.toml.zip: "),
        (b"[[levels]]\n", "", "week 3.toml: "),
    ],
)
def test_a_pack_that_is_none_is_told(apps: list[Any], content: Any, why: str, told: str) -> None:
    app = opened_with(apps, "pack=https://school.example/week 3.toml", content, why)
    assert isinstance(app.scene, TitleScene)
    assert any(title.startswith(told) and len(title) > 20 for title in told_in(app)), told_in(app)


@pytest.mark.parametrize(
    ("query", "address", "told"),
    [
        ("pack=week.toml", "", "The pack week.toml has no host: outside a browser its address must begin with https."),
        ("pack=https://far.example/a.toml", "https://play.example/play/",
         "A page can only fetch packs from its own host: drop the file https://far.example/a.toml onto the game."),
        ("pack=https://[a", "", "A pack needs an https address; https://(a is ignored."),
    ],
)  # fmt: skip
def test_what_is_never_fetched(query: str, address: str, told: str) -> None:
    game = Game(Store(), plugins=False)
    game.address = address
    assert open_link(game, f"level=goilocks&{query}").level is None
    assert told in [*(toast.title for toast in game.toasts.shown)] or told in note(game)


def test_undo_leads_back_to_the_level_s_own_start() -> None:
    _game, scene = game_of("level=goldilocks&alpha=.3")
    driver = Driver(scene)
    key(driver, pygame.K_z)
    assert isinstance(scene, PlayScene) and scene.attempt.session.actions == []


# -- for this visit ----------------------------------------------------------------------------------------------------


def test_a_look_is_for_this_visit_alone(home: Path) -> None:
    before = Store()
    before.settings.text, before.settings.colours = 1.25, "standard"
    before.save()
    game, _scene = game_of("theme=light&text=150&motion=still&colours=safe&bet=off", Store())
    settings = game.settings
    assert (settings.theme, settings.text, settings.still, settings.colours, settings.bets) == (
        "light", 1.5, True, "safe", False)  # fmt: skip
    assert not game.look().theme.dark
    game.settings.sound = 0.1  # what the player changes is kept
    game.settings.colours = "standard"
    game.save()
    after = Store().settings
    assert (after.theme, after.text, after.still, after.bets, after.sound) == ("dark", 1.25, False, True, 0.1)
    assert after.colours == "standard"
    kept = json.loads((paths.saves(home) / "settings.json").read_text(encoding="utf-8"))
    assert kept["theme"] == "dark"


# -- what is hidden ----------------------------------------------------------------------------------------------------


def on_title(game: Game) -> set[str]:
    driver = Driver(screen("title", game))
    wait(driver, 0.2)
    return names(driver.scene)


def on_play(game: Game, level: str = "double-it") -> set[str]:
    game.progress.level(level).reached = True
    game.progress.level(level).stars = [1]
    game.settings.panels = "all"
    driver = Driver(PlayScene(game, game.catalog.level(level)))
    wait(driver, FRAME)
    return names(driver.scene) | {f"key {name}" for name in driver.scene.acts()}


def on_card(game: Game) -> set[str]:
    game.settings.bets = False
    driver = Driver(PlayScene(game, game.catalog.level("thirteen"), start=[Turn("alpha", 9)]))
    wait(driver, FRAME)
    key(driver, pygame.K_l)
    card = to_card(driver)
    return names(card) | {f"key {name}" for name in card.acts()} | {label_of(card, "next")}


def label_of(scene: Scene, name: str) -> str:
    """What stands on a button; "": it is not there."""
    widget = scene.widget(name)
    return widget.accessible_name() if widget is not None else ""


def on_settings(game: Game) -> set[str]:
    driver = Driver(SettingsScene(game, screen("title", game)))
    return names(driver.scene)


# Word -> where it is seen, and what is there only without it.
SEEN: dict[str, list[tuple[Any, set[str]]]] = {
    "map": [(on_title, {"map"}), (on_play, {"key map"})],
    "hints": [(on_play, {"tile hint", "key hint"})],
    "auto": [(on_title, {"watch"}), (on_play, {"tile auto", "key auto"})],
    "script": [(on_card, {"lines"})],
    "plugins": [(on_title, {"plugins"})],
    "settings": [(on_title, {"settings"}), (on_play, {"settings", "key settings"})],
    "bets": [(on_settings, {"bets"})],
    "next": [(on_card, {"Next: The stiff peg"})],
}


@pytest.mark.parametrize("word", HIDEABLE)
def test_what_a_link_hides_is_nowhere(word: str) -> None:
    for where, gone in SEEN[word]:
        plain, _scene = game_of("")
        hidden, _scene = game_of(f"hide={word}")
        before, after = where(plain), where(hidden)
        assert gone <= before, (word, gone - before)
        assert not gone & after, (word, gone & after)


def test_the_tables_of_what_is_hidden_know_words_and_screens() -> None:
    assert SEEN.keys() == HIDEABLE.keys()
    assert set(HIDDEN_BY.values()) | set(KEYS_HIDDEN_BY.values()) <= HIDEABLE.keys()
    assert HIDDEN_BY.keys() <= SCREENS.keys()


@pytest.mark.parametrize("name", HIDDEN_BY)
def test_no_way_leads_to_a_hidden_screen(name: str) -> None:
    _game, scene = game_of(f"level=goldilocks&hide={HIDDEN_BY[name]}")
    driver = Driver(scene)
    wait(driver, FRAME)
    scene.open(name)
    driver.scene = scene.update(FRAME)
    assert type(driver.scene) is (TitleScene if name == "map" else PlayScene)


def test_without_a_map_back_leads_to_the_title() -> None:
    _game, scene = game_of("level=goldilocks&hide=map")
    driver = Driver(scene)
    wait(driver, FRAME)
    click(driver, "back")
    assert isinstance(driver.scene, TitleScene)
    _game, scene = game_of("level=goldilocks")
    driver = Driver(scene)
    wait(driver, FRAME)
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, LevelMapScene)


def test_without_a_way_on_the_card_is_left_by_playing_again() -> None:
    _game, scene = game_of("level=thirteen&alpha=9&hide=next,map,bets")
    driver = Driver(scene)
    wait(driver, FRAME)
    key(driver, pygame.K_l)
    card = to_card(driver)
    assert "next" not in names(card)
    wait(driver, 1.0)
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene)


# -- copied ------------------------------------------------------------------------------------------------------------


def test_a_link_is_copied_from_play_settings_and_card(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str) -> bool:
        copied.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy", copy)
    driver = opened("goldilocks")
    driver.scene.attempt.turn("alpha", 0.3)  # type: ignore[attr-defined]
    driver.post(pygame.KEYDOWN, key=pygame.K_l, mod=pygame.KMOD_LCTRL, unicode="l")
    key(driver, pygame.K_F10)
    wait(driver, 0.5)
    click(driver, "link")
    assert copied == ['downslope play goldilocks --link "alpha=.3"'] * 2
    driver.game.address = "https://play.example/play/"
    click(driver, "link")
    assert copied[-1] == "https://play.example/play/?level=goldilocks&alpha=.3"
    assert parse(copied[-1], shipped())[0].turns == (Turn("alpha", 0.3),)


def test_a_link_is_pasted_on_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "paste", lambda: 'downslope play goldilocks --link "alpha=.3&hide=map"')
    game = Game(Store(), catalog=shipped())
    driver = Driver(screen("title", game))
    wait(driver, 0.2)
    driver.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="v")
    wait(driver, 0.2)
    assert isinstance(driver.scene, PlayScene) and driver.scene.attempt.session.knobs["alpha"] == 0.3
    assert game.hides("map")


def test_without_a_clipboard_the_link_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda text: False)
    game = Game(MemoryStore(), catalog=shipped())
    copy_link(game, play("double-it"))
    assert game.toasts.shown[0].body == "downslope play double-it"


def test_a_copied_link_does_not_give_the_answer_away() -> None:
    game, _scene = game_of("hide=hints")
    won = play("double-it", Turn("weight", 2.0))
    assert won.won and link_of(game, won).text() == "level=double-it&hide=hints"
    learned = Session(shipped().level("goldilocks"), shipped(), [Turn("alpha", 0.2), Turn("alpha", 0.3), Learn(1)])
    assert link_of(game, learned).text() == "level=goldilocks&alpha=.3&hide=hints"


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "https://play.example/play/"])
def test_a_copied_link_opens_the_same_on_every_level(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(clipboard, "copy", copied.append)
    game, sender, chosen = Game(MemoryStore(), catalog=shipped()), Game(MemoryStore(), catalog=shipped()), Random(7)
    sender.address = address
    for level in campaign():
        session = Session(level, shipped())
        for knob in level.knobs:
            values = knob.values() or [knob.low, knob.high]
            with suppress(Impossible):  # its rules do not allow that
                session.do(Turn(knob.name, chosen.choice(values), knob.index or 0))
        copy_link(sender, session)
        level_again, start, *_more = open_link(game, query_in(copied[-1]))
        assert level_again is level and note(game) == "", (level.id, note(game))
        again = Session(level, shipped(), start)
        assert not again.won, "a link never wins"
        if not (session.won or session.reached):
            free = {name: value for name, value in session.knobs.items() if name != "freeze"}
            assert (list(again.weights), {name: again.knobs[name] for name in free}) == (list(session.weights), free)

