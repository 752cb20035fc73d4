"""A link opened and copied, a run given away: its level and knobs, what is hidden, its code, its film."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope import paths
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.attempt.link import HIDEABLE, PACK, link_of, open_link
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.shared_level import keep_level
from downslope.background import commands
from downslope.cli import run as run_here
from downslope.desktop import download
from downslope.rules import Learn, Turn
from downslope.scenes.base.scene import HIDDEN_BY, KEYS_HIDDEN_BY, SCREENS, screen as make_screen
from downslope.scenes.play.card import card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.storage.share_code import decode, encode
from downslope.view.draw import slices_by
from lib.clocks import stands
from lib.driving import FRAME, Driver, MemoryStore, pass_frames
from lib.playing import click, key, machine, opened, played, screen, to_card, wait
from lib.support import RAMP, RAMP_KNOBS, play, shipped
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


def chord(driver: Driver, code: int) -> None:
    """Ctrl and a key."""
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        driver.post(kind, key=code, mod=pygame.KMOD_LCTRL, unicode="")


def told_in(game: Game) -> list[str]:
    return [toast.title for toast in (*game.toasts.shown, *game.toasts.waiting)]


# -- a run, a level and its knobs --------------------------------------------------------------------------------------


def test_a_link_starts_a_level_as_it_may_and_never_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a plugin that raises break it; and what is no pack of a host that may be asked is never fetched."""
    rows: tuple[tuple[str, list[Turn] | None, str], ...] = (
        ("level=double-it&weight=2", [], "These settings would win the level, so it starts as usual."),
        ("level=double-it&weight=1.9", [Turn("weight", 1.9)], ""),
        ("level=the-wall&wire=always+1&alpha=.1", [Turn("alpha", 0.1)], "extra wire is locked"),
        (f"run={encode(RUN)[:-3]}", None, "This code is damaged"),
        ("level=goilocks&pack=week.toml", None, "The pack week.toml has no host: outside a browser"),
    )
    for query, actions, told in rows:
        game, driver = game_of(query)
        assert told in " ".join(told_in(game)) and (told_in(game) == []) is (not told)
        assert isinstance(driver.scene, TitleScene if actions is None else PlayScene)
        if isinstance(driver.scene, PlayScene):
            assert driver.scene.attempt.session.actions == actions
            key(driver, pygame.K_z)
            assert driver.scene.attempt.session.actions == [], "undo leads back to the level's own start"
    game = Game(MemoryStore(), catalog=shipped())
    game.address = "https://play.example/play/"
    assert open_link(game, "level=goilocks&pack=https://far.example/a.toml").level is None
    assert told_in(game)[0].startswith("A page can only fetch packs from its own host")
    monkeypatch.setattr("downslope.attempt.link.Session", Mock(side_effect=ValueError("broken on purpose")))
    assert open_link(game, "level=double-it&weight=1.9")[:2] == (shipped().level("double-it"), ())
    assert told_in(game)[-1] == "double-it cannot start as the link says, so it starts as usual."
    before = Store().settings
    game, _driver = game_of("theme=light&text=150&motion=still&colours=safe&bet=off")
    own = game.settings
    assert (own.theme, own.text, own.still, own.colours, own.bets) == ("light", 1.5, True, "safe", False)
    game.save()
    assert Store().settings == before, "a look is for this visit alone"


# -- with a pack of levels ---------------------------------------------------------------------------------------------

WEEK = "".join(RAMP.replace('"ramp"', f'"{name}"') + RAMP_KNOBS for name in ("flat", "ramp")).encode()
AT = "https://school.example/week%203%00.toml"
PACKS: list[tuple[str, Any, str]] = [  # more of the link, what is fetched or why there is none, what is opened or told
    ("", WEEK, "flat"), ("level=ramp&alpha=.2&", WEEK, "ramp"),
    ("", "404 Not Found", f"{AT} could not be fetched: 404 Not Found"),
    ("", b"#" * (PACK + 1), f"{AT} is larger than 64 KB"), ("", b"PK\x03\x04", "week 3.toml.zip: "),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("more", "content", "told"), PACKS)
def test_a_pack_is_fetched_when_the_player_agrees_and_what_is_none_is_told(
    apps: list[Any], more: str, content: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(address: str, answer: Any) -> None:
        asked.append(address)
        answer(*(None, content) if isinstance(content, str) else (content, ""))

    monkeypatch.setattr(download, "fetcher", fetch)
    app = App(Options(link=f"{more}pack=https://school.example/week 3%2500.toml#top"), Game(Store(), plugins=False))
    apps.append(app)
    pass_frames(app, 3, FRAME)
    assert isinstance(app.scene, TitleScene) and asked == [], "nothing is fetched before the player agrees"
    assert told_in(app.game)[0] == "This link has levels from school.example"
    app.game.toasts.act_on_newest()
    pass_frames(app, 60, FRAME)
    assert asked == [AT]
    if content != WEEK:
        assert isinstance(app.scene, TitleScene)
        assert any(title.startswith(told) and len(title) > 20 for title in told_in(app.game)), told_in(app.game)
        return
    assert isinstance(app.scene, PlayScene) and app.scene.level.id.endswith(f"/{told}")
    assert app.scene.attempt.session.knobs["alpha"] == (0.2 if told == "ramp" else 0.1)
    keep_level(app.game, app.scene.level)
    (file,) = paths.plugins().glob("*.toml")  # under a name that a file can have
    assert file.read_bytes() == WEEK and "\0" not in file.name


# -- for this visit ----------------------------------------------------------------------------------------------------


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
    to_card(driver)
    wait(driver, 1.0)
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene), "without a way on the card is left by playing again"
    click(driver, "back")
    assert isinstance(driver.scene, TitleScene)


# -- copied ------------------------------------------------------------------------------------------------------------


def test_a_link_is_copied_from_play_and_settings_pasted_on_the_title_and_gives_no_answer_away() -> None:
    driver = opened("goldilocks")
    chord(driver, pygame.K_c)
    assert told_in(driver.game) == ["There is no run to copy yet. Do something first."]
    screen(driver).attempt.turn("alpha", 0.3)
    key(driver, pygame.K_SPACE)
    chord(driver, pygame.K_c)
    run = decode(pygame.scrap.get_text(), shipped())
    assert (run.level.id, run.actions) == ("goldilocks", [Turn("alpha", 0.3), Learn(1)])
    chord(driver, pygame.K_l)
    assert pygame.scrap.get_text() == 'downslope play goldilocks --link "alpha=.3"'
    driver.game.address = "https://play.example/play/"
    key(driver, pygame.K_F10, then=0.5)
    click(driver, "link")
    assert pygame.scrap.get_text() == "https://play.example/play/?level=goldilocks&alpha=.3"
    pygame.scrap.put_text('downslope play goldilocks --link "alpha=.3&hide=hints"')
    game, driver = game_of("")
    chord(driver, pygame.K_v)
    wait(driver, 0.2)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.3 and game.hides("hints")
    assert link_of(game, play("double-it", Turn("weight", 2.0))).text() == "level=double-it&hide=hints"


def test_a_code_that_is_opened_pasted_or_in_a_link_shows_exactly_that_run_in_its_level() -> None:
    pygame.scrap.put_text("\n  " + encode(RUN) + " \n")
    for name, button in (("title", "code"), ("map", "share"), ("watch", ""), ("", "")):
        game, driver = game_of("" if name else f"level=other&run={encode(RUN)}")
        if name:
            driver = Driver(make_screen(name, game, **({"parent": driver.scene} if name == "watch" else {})))
            wait(driver, 0.5)
            click(driver, button) if button else chord(driver, pygame.K_v)
        assert screen(driver).level.id == "thirteen" and screen(driver).kind == "machine"
        machine(driver).set_speed(4)
        played(driver)
        assert machine(driver).session.weights == RUN.weights
        assert list(machine(driver).session.run.errors) == list(RUN.run.errors)
        driver.scene.end()
        assert not game.progress.levels, "it is nobody's own"


def test_the_command_opens_a_code_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["play", "--code", encode(RUN)[:-2]]) == 2 and "is damaged" in capsys.readouterr().err
    assert run_here(["play", "--code", encode(RUN), "--frames", "3"]) == 0


# -- a film of the run that was just seen: made in another process, and told with its place ----------------------------


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is asked for, and done when a test says so."""
    made: list[Any] = []

    class Job(SimpleNamespace):
        def __init__(self, path: Path, words: list[str]) -> None:
            super().__init__(path=path, words=words, said=None, result=lambda: self.said)
            self.stop = lambda: setattr(self, "said", "stopped")
            made.append(self)

    monkeypatch.setattr(commands, "FilmJob", Job)
    return made


@pytest.mark.slow
def test_a_film_is_made_of_exactly_that_run_with_a_picture_of_the_card(
    jobs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 9)
    key(driver, pygame.K_l)
    to_card(driver)
    films = driver.game.films
    click(driver, "film")
    (job,) = jobs
    assert job.words[0] == "--code" and job.words[2:4] == ["--theme", "dark"]
    assert decode(job.words[1], shipped()).actions == [Turn("alpha", 9.0), Learn(3)]
    assert job.path == paths.films() / "thirteen.gif"
    assert pygame.image.load(job.path.with_suffix(".png")).get_size() == (1280, 720)
    films.update()
    assert driver.game.toasts.shown[0].title == "A film is being made"
    for said in ("The disk is full.", ""):
        job.said = said
        wait(driver, 1.0)
        films.update()
        (toast,) = driver.game.toasts.shown
        assert not films.jobs and (toast.title == said or toast.body == str(job.path))
        films.make("thirteen", [])
        job = jobs[-1]
        assert job.path.name == "thirteen-2.gif"  # beside that picture
    assert toast.action is not None and toast.action[0] == "Open folder"
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    click(driver, "film")
    bodies = " ".join(note.body for note in driver.game.toasts.waiting)
    assert len(jobs) == 3 and "downslope[gif]" in bodies, "without Pillow there is the picture"
    click(driver, "copy")
    assert decode(pygame.scrap.get_text(), shipped()).actions == [Turn("alpha", 9.0), Learn(3)]


def test_a_run_is_filmed_where_it_is_over_and_a_show_at_its_end_and_where_it_is_picked(jobs: list[Any]) -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 24)
    key(driver, pygame.K_l, then=20.0)
    click(driver, "copy code")
    assert decode(pygame.scrap.get_text(), shipped()).actions[0] == Turn("alpha", 24.0)
    key(driver, pygame.K_F12, pygame.K_r, pygame.K_F12, pygame.K_a)
    assert [job.words[0] for job in jobs] == ["--code"], "of no run there is none"
    with slices_by(stands):
        wait(driver, 0.2)
        machine(driver).jump(ShowPhase.ENDS)
        wait(driver, 0.5)
    click(driver, "film")
    driver = Driver(make_screen("watch", driver.game, parent=make_screen("title", driver.game)))
    wait(driver, 0.5)
    driver.scene.set_focus("chip warmer")
    key(driver, pygame.K_s)
    assert [job.words[0] for job in jobs[1:]] == ["thirteen", "warmer"] and not driver.game.sound.muted
    driver.game.films.stop()
    assert {job.said for job in jobs[1:]} == {"stopped"}


@pytest.mark.slow
def test_the_process_makes_it_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["thirteen", "--seconds", ".1", "--size", "320x180", "--no-plugins"]
    job = commands.FilmJob(tmp_path / "a.gif", words)
    until(lambda: job.result() is not None)
    assert (tmp_path / "a.gif").read_bytes()[:6] == b"GIF89a"
    for missing in ("tempfile.TemporaryFile", "subprocess.Popen"):  # every folder is full, or there are no processes
        monkeypatch.setattr(missing, Mock(side_effect=OSError))
        assert "no process can start" in (commands.FilmJob(tmp_path / "a.gif", words).result() or "")
