"""What a player gives away of a run: its code, pasted and replayed as it was; a film, made while the game goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pygame
import pytest

from clocks import stands
from downslope import paths
from downslope.attempt.rehearsal import ShowPhase
from downslope.background import commands
from downslope.background.commands import FilmJob
from downslope.cli import run as run_here
from downslope.rules.actions import Learn, Turn
from downslope.rules.session import Session
from downslope.scenes.base.scene import screen as make_screen
from downslope.scenes.reel import WatchScene
from downslope.scenes.title import TitleScene
from downslope.storage.share_code import decode, encode
from downslope.view.draw.tween import slices_by
from driving import Driver
from playing import click, key, machine, opened, played, screen, to_card, wait
from support import play, shipped
from waiting import until

pytestmark = pytest.mark.usefixtures("display")


def chord(driver: Driver, code: int) -> None:
    """Ctrl and a key."""
    driver.post(pygame.KEYDOWN, key=code, mod=pygame.KMOD_LCTRL, unicode="")
    driver.post(pygame.KEYUP, key=code, mod=pygame.KMOD_LCTRL)


def at(name: str) -> Driver:
    """On the title, the map or the picker of shows, when it knows what there is."""
    game = opened("seven").game
    driver = Driver(make_screen(name, game, **({"parent": make_screen("title", game)} if name == "watch" else {})))
    wait(driver, 0.5)
    return driver


def run() -> Session:
    return play("thirteen", Turn("alpha", 15.0), Learn(2), Turn("alpha", 5.0), Learn(4))


@pytest.mark.parametrize(("name", "mouse"), [
    ("title", False), ("title", True), ("map", False), ("map", True), ("watch", False),
])  # fmt: skip
def test_a_pasted_code_opens_its_level_and_shows_exactly_that_run(name: str, mouse: bool) -> None:
    pygame.scrap.put_text("\n  " + encode(run()) + " \n")
    driver = at(name)
    before = asdict(driver.game.progress)
    click(driver, "code" if name == "title" else "share") if mouse else chord(driver, pygame.K_v)
    assert screen(driver).level.id == "thirteen" and screen(driver).kind == "machine"
    machine(driver).set_speed(4)
    played(driver)
    assert machine(driver).session.weights == run().weights
    assert list(machine(driver).session.run.errors) == list(run().run.errors)
    driver.scene.end()
    assert asdict(driver.game.progress) == before


def test_a_run_is_copied_where_it_is_seen() -> None:
    driver = opened("thirteen", bets=False)
    chord(driver, pygame.K_c)
    assert [toast.title for toast in driver.game.toasts.shown] == ["There is no run to copy yet. Do something first."]
    screen(driver).attempt.turn("alpha", 9.0)
    key(driver, pygame.K_SPACE)
    chord(driver, pygame.K_c)
    found = decode(pygame.scrap.get_text(), shipped())
    assert (found.level.id, found.actions) == ("thirteen", [Turn("alpha", 9.0), Learn(1)])


@pytest.mark.slow
def test_verdict_and_card_have_a_button_for_it() -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 24.0)
    key(driver, pygame.K_l)
    wait(driver, 20.0)
    pygame.scrap.put_text("before")
    click(driver, "copy code")
    assert decode(pygame.scrap.get_text(), shipped()).actions[0] == Turn("alpha", 24.0)
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 9.0)
    key(driver, pygame.K_l)
    to_card(driver)
    click(driver, "copy")
    assert decode(pygame.scrap.get_text(), shipped()).actions == [Turn("alpha", 9.0), Learn(3)]


@pytest.mark.slow
def test_the_command_opens_a_code_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["play", "--code", encode(run())[:-2]]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "is damaged" in said
    forged = encode(play("thirteen", Learn(1))).replace("DS1", "DS9")
    assert run_here(["play", "--code", forged]) == 2
    assert "DS9" in capsys.readouterr().err
    assert run_here(["play", "--code", encode(run()), "--frames", "3"]) == 0


# ---------------------------------------------------------------------------------------------------------------------
# A film of the run that was just seen: made in another process while the game goes on, and told with its place.


class Recorder:
    """Jobs that are written down, and done when a test says so."""

    made: list[Recorder] = []

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self.path, self.words = path, list(words)
        self.said: str | None = None
        self.made.append(self)

    def result(self) -> str | None:
        return self.said

    def stop(self) -> None:
        self.said = "stopped"


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Recorder]:
    monkeypatch.setattr(Recorder, "made", [])
    monkeypatch.setattr(commands, "FilmJob", Recorder)
    return Recorder.made


def won() -> Driver:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 9.0)
    key(driver, pygame.K_l)
    return driver


@pytest.mark.slow
def test_from_the_card_a_film_of_exactly_that_run_and_a_picture_of_the_card(jobs: list[Recorder]) -> None:
    driver = won()
    to_card(driver)
    click(driver, "film")
    (job,) = jobs
    assert job.words[0] == "--code" and job.words[2:4] == ["--theme", "dark"]
    session = decode(job.words[1], shipped())
    assert session.level.id == "thirteen" and len(session.actions) == 2
    assert job.path == paths.films() / "thirteen.gif"
    picture = pygame.image.load(job.path.with_suffix(".png"))
    assert picture.get_size() == (1280, 720)
    driver.game.films.update()
    assert driver.game.toasts.shown[0].title == "A film is being made"
    wait(driver, 1.0)
    job.said = ""
    driver.game.films.update()
    (toast,) = driver.game.toasts.shown
    assert toast.body == str(job.path) and toast.action is not None and toast.action[0] == "Open folder"
    assert not driver.game.films.jobs
    driver.game.films.make("thirteen", [])
    assert jobs[-1].path.name == "thirteen-2.gif"  # beside that picture


@pytest.mark.slow
def test_the_key_does_it_too_once_the_run_is_over(jobs: list[Recorder]) -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 24.0)
    key(driver, pygame.K_F12)
    assert not jobs
    key(driver, pygame.K_l)
    wait(driver, 20.0)
    key(driver, pygame.K_F12)
    assert [job.words[0] for job in jobs] == ["--code"]
    jobs[0].said = "The disk is full."
    wait(driver, 1.0)
    driver.game.films.update()
    assert [toast.title for toast in driver.game.toasts.shown] == ["The disk is full."]


def lost(**settings: Any) -> Driver:
    """Its run has run away, which is told; the level is not reached."""
    driver = opened("thirteen", bets=False, **settings)
    screen(driver).attempt.turn("alpha", 24.0)
    key(driver, pygame.K_l)
    wait(driver, 20.0)
    assert screen(driver).kind == "verdict"
    return driver


@pytest.mark.slow
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_the_hints_have_a_button_for_it_beside_what_closes_them(text: float, jobs: list[Recorder]) -> None:
    """They lie over the verdict, in which there is not always room for it."""
    driver = lost(text=text)
    key(driver, pygame.K_h)
    wait(driver, 0.1)
    (film,) = (widget.rect for widget in driver.scene.widgets if widget.name == "film")
    (close,) = (widget.rect for widget in driver.scene.widgets if widget.name == "close hints")
    assert film[0] + film[2] < close[0] and film[1] == close[1]
    click(driver, "film")
    assert [job.words[0] for job in jobs] == ["--code"]
    key(driver, pygame.K_ESCAPE)
    key(driver, pygame.K_r, pygame.K_h)
    wait(driver, 0.1)
    assert not any(widget.name == "film" for widget in driver.scene.widgets), "of no run"


def test_the_end_of_a_show_has_a_button_for_it(jobs: list[Recorder]) -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    with slices_by(stands):
        wait(driver, 0.2)
        machine(driver).jump(ShowPhase.ENDS)
        wait(driver, 0.5)
    click(driver, "film")
    assert [job.words[0] for job in jobs] == ["thirteen"]


def test_the_picker_saves_the_show_that_is_chosen(jobs: list[Recorder]) -> None:
    game = opened("seven").game
    driver = Driver(WatchScene(game, TitleScene(game)))
    wait(driver, 0.5)
    driver.scene.set_focus("chip warmer")
    key(driver, pygame.K_s)
    click(driver, "save")
    assert [job.words[0] for job in jobs] == ["warmer", "thirteen"]
    assert not game.sound.muted
    game.films.stop()
    assert {job.said for job in jobs} == {"stopped"}


def test_without_pillow_there_is_the_picture_and_a_hint(jobs: list[Recorder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    driver = won()
    to_card(driver)
    click(driver, "film")
    assert not jobs and (paths.films() / "thirteen.png").is_file()
    assert "downslope[gif]" in driver.game.toasts.shown[0].body


@pytest.mark.slow
def test_the_process_makes_it(tmp_path: Path) -> None:
    job = FilmJob(tmp_path / "a.gif", ["thirteen", "--seconds", ".3", "--size", "320x180", "--no-plugins"])
    until(lambda: job.result() is not None)
    assert (tmp_path / "a.gif").read_bytes()[:6] == b"GIF89a"
    lost = FilmJob(tmp_path / "no" / "b.gif", ["thirteen", "--no-plugins"])
    found: list[str | None] = [None]

    def ended() -> bool:
        found[0] = lost.result()
        return found[0] is not None

    until(ended)
    assert found[0] is not None and "cannot be written" in found[0]


@pytest.mark.parametrize("missing", ["subprocess.Popen", "tempfile.TemporaryFile"])
def test_where_no_process_can_be_started_that_is_told(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nor a file be made that keeps what it says: every folder for such files is full."""

    def refused(*_what: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr(missing, refused)
    assert "no process can start" in (FilmJob(tmp_path / "a.gif", ["thirteen"]).result() or "")
