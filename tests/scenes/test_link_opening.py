"""What a link hides, a window that opens its pack, a run that is given to a command or filmed: see walks/links.txt."""

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.attempt.link import HIDEABLE, open_link
from downslope.background import commands
from downslope.cli import run as run_here
from downslope.desktop import download
from downslope.rules import Learn, Turn
from downslope.scenes.base.scene import HIDDEN_BY, KEYS_HIDDEN_BY, SCREENS, screen as make_screen
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.storage.share_code import encode
from lib.driving import FRAME, Driver, pass_frames
from lib.playing import click, key, passes, screen, wait
from lib.support import RAMP, play, shipped
from lib.waiting import until

pytestmark = pytest.mark.usefixtures("display")
RUN = play("thirteen", Turn("alpha", 15.0), Learn(2), Turn("alpha", 5.0), Learn(4))


def game_of(query: str) -> tuple[Game, Driver]:
    """The game as the link opens it."""
    game = Game(Store(), catalog=shipped())
    level, start, _plugin, replay = open_link(game, query)
    driver = Driver(make_screen("title", game) if level is None else PlayScene(game, level, start=start, replay=replay))
    wait(driver, 0.2)
    return game, driver


@pytest.mark.slow
def test_the_window_opens_a_pack_as_soon_as_it_is_there(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "fetcher", lambda _address, answer: answer(RAMP.encode(), ""))
    apps.append(app := App(Options(link="pack=https://school.example/ramp.toml"), Game(Store(), plugins=False)))
    pass_frames(app, 3, FRAME)
    assert isinstance(app.scene, TitleScene)
    app.game.toasts.act_on_newest()
    pass_frames(app, 60, FRAME)
    assert isinstance(app.scene, PlayScene) and app.scene.level.title == "A ramp"


def shown(where: str, query: str) -> set[str]:
    """All controls of a screen, by their names and by what they are called, and its keys, as the link opens it."""
    game, _driver = game_of(query)
    record, title = game.progress.level("double-it"), make_screen("title", game)
    record.reached, record.stars, game.settings.panels = True, [1], "all"
    play, won = (PlayScene(game, game.catalog.level(level)) for level in ("double-it", "thirteen"))
    for action in (Turn("alpha", 9), Learn(3)):
        won.attempt.session.do(action)
    settings = make_screen("settings", game, parent=title)
    driver = Driver({"title": title, "play": play, "settings": settings, "card": card_of(won)}[where])
    wait(driver, 0.2)
    names = {name for widget in driver.scene.widgets for name in (widget.name, widget.accessible_name())}
    return names | {f"key {name}" for name in driver.scene.acts()}


# Word -> where it is seen, and what is there only without it.
SEEN: dict[str, dict[str, set[str]]] = {
    "map": {"title": {"map"}, "play": {"key map"}}, "hints": {"play": {"tile hint", "key hint"}},
    "auto": {"title": {"watch"}, "play": {"tile auto", "key auto"}}, "script": {"card": {"lines"}},
    "plugins": {"title": {"plugins"}}, "settings": {"title": {"settings"}, "play": {"settings", "key settings"}},
    "bets": {"settings": {"bets"}}, "next": {"card": {"Next: The stiff peg"}},
}  # fmt: skip


def test_what_a_link_hides_is_nowhere_and_no_way_leads_there() -> None:
    for word in HIDEABLE:
        for where, gone in SEEN[word].items():
            assert gone <= shown(where, "") and not gone & shown(where, f"hide={word}"), word
    assert HIDDEN_BY.keys() <= SCREENS.keys() and {*HIDDEN_BY.values(), *KEYS_HIDDEN_BY.values()} <= HIDEABLE.keys()
    for name, word in HIDDEN_BY.items():
        _game, driver = game_of(f"level=goldilocks&hide={word}")
        driver.scene.open(name)
        driver.scene = driver.scene.update(FRAME)
        assert type(driver.scene) is (TitleScene if name == "map" else PlayScene), name
    _game, driver = game_of("level=thirteen&alpha=9&hide=next,map,bets")
    key(driver, pygame.K_l)
    passes(driver, lambda: screen(driver).attempt.director.state is Phase.HOLD, "no verdict")
    key(driver, pygame.K_RETURN, then=1.0)
    assert isinstance(driver.scene, CardScene)
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene), "without a way on the card is left by playing again"
    click(driver, "back")
    assert isinstance(driver.scene, TitleScene)


def test_the_command_opens_a_code_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["play", "--code", encode(RUN)[:-2]]) == 2 and "is damaged" in capsys.readouterr().err
    assert run_here(["play", "--code", encode(RUN), "--frames", "3"]) == 0


@pytest.mark.slow
def test_a_process_makes_a_film_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["thirteen", "--seconds", ".1", "--size", "320x180", "--no-plugins"]
    job = commands.FilmJob(tmp_path / "a.gif", words)
    until(lambda: job.result() is not None)
    assert (tmp_path / "a.gif").read_bytes()[:6] == b"GIF89a"
    for missing in ("tempfile.TemporaryFile", "subprocess.Popen"):  # every folder is full, or there are no processes
        monkeypatch.setattr(missing, Mock(side_effect=OSError))
        assert "no process can start" in (commands.FilmJob(tmp_path / "a.gif", words).result() or "")
