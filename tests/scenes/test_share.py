"""What a player gives away of a run: its code, pasted and replayed as it was; a film, made while the game goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

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
from downslope.storage.share_code import SharedRun, decode, encode
from downslope.view.draw.tween import slices_by
from driving import Driver
from playing import click, key, machine, opened, played, screen, to_card, wait
from support import play, shipped
from waiting import until

pytestmark = pytest.mark.usefixtures("display")


def chord(driver: Driver, code: int) -> None:
    """Ctrl and a key."""
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        driver.post(kind, key=code, mod=pygame.KMOD_LCTRL, unicode="")


def run() -> Session:
    return play("thirteen", Turn("alpha", 15.0), Learn(2), Turn("alpha", 5.0), Learn(4))


def ran(alpha: float, text: float = 1.0) -> Driver:
    """A run with this alpha, told: 9 lands, 24 runs away."""
    driver = opened("thirteen", bets=False, text=text)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l)
    if alpha == 9:
        to_card(driver)
    else:
        wait(driver, 20.0)
        assert screen(driver).kind == "verdict"
    return driver


def copied() -> SharedRun:
    return decode(pygame.scrap.get_text(), shipped())


@pytest.mark.parametrize(("name", "button"), [("title", "code"), ("map", "share"), ("map", ""), ("watch", "")])
def test_a_pasted_code_opens_its_level_and_shows_exactly_that_run(name: str, button: str) -> None:
    pygame.scrap.put_text("\n  " + encode(run()) + " \n")
    game = opened("seven").game
    driver = Driver(make_screen(name, game, **({"parent": make_screen("title", game)} if name == "watch" else {})))
    wait(driver, 0.5)
    before = asdict(game.progress)
    click(driver, button) if button else chord(driver, pygame.K_v)
    assert screen(driver).level.id == "thirteen" and screen(driver).kind == "machine"
    machine(driver).set_speed(4)
    played(driver)
    assert machine(driver).session.weights == run().weights
    assert list(machine(driver).session.run.errors) == list(run().run.errors)
    driver.scene.end()
    assert asdict(game.progress) == before


def test_a_run_is_copied_where_it_is_seen() -> None:
    driver = opened("thirteen", bets=False)
    chord(driver, pygame.K_c)
    assert [toast.title for toast in driver.game.toasts.shown] == ["There is no run to copy yet. Do something first."]
    screen(driver).attempt.turn("alpha", 9.0)
    key(driver, pygame.K_SPACE)
    chord(driver, pygame.K_c)
    assert (copied().level.id, copied().actions) == ("thirteen", [Turn("alpha", 9.0), Learn(1)])
    click(ran(24), "copy code")
    assert copied().actions[0] == Turn("alpha", 24.0)
    click(ran(9), "copy")
    assert copied().actions == [Turn("alpha", 9.0), Learn(3)]


def test_the_command_opens_a_code_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    for code, why in ((encode(run())[:-2], "is damaged"), (encode(run()).replace("DS1", "DS9"), "DS9")):
        assert run_here(["play", "--code", code]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and why in said
    assert run_here(["play", "--code", encode(run()), "--frames", "3"]) == 0


# -- a film of the run that was just seen: made in another process, and told with its place ----------------------------


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


def test_from_the_card_a_film_of_exactly_that_run_and_a_picture_of_the_card(
    jobs: list[Recorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = ran(9)
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


def test_a_run_that_is_over_is_filmed_by_key_and_beside_its_hints(jobs: list[Recorder]) -> None:
    """They lie over the verdict, in which there is not always room for the button."""
    driver = ran(24, 1.5)
    key(driver, pygame.K_F12, pygame.K_h)
    wait(driver, 0.1)
    (film,) = (widget.rect for widget in driver.scene.widgets if widget.name == "film")
    (close,) = (widget.rect for widget in driver.scene.widgets if widget.name == "close hints")
    assert film[0] + film[2] < close[0] and film[1] == close[1]
    click(driver, "film")
    assert [job.words[0] for job in jobs] == ["--code"] * 2
    key(driver, pygame.K_ESCAPE, pygame.K_r, pygame.K_F12, pygame.K_h)
    wait(driver, 0.1)
    assert len(jobs) == 2 and driver.scene.widget("film") is None, "of no run"


def test_a_show_is_filmed_at_its_end_and_where_it_is_picked(jobs: list[Recorder]) -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    with slices_by(stands):
        wait(driver, 0.2)
        machine(driver).jump(ShowPhase.ENDS)
        wait(driver, 0.5)
    click(driver, "film")
    driver = Driver(WatchScene(driver.game, TitleScene(driver.game)))
    wait(driver, 0.5)
    driver.scene.set_focus("chip warmer")
    key(driver, pygame.K_s)
    assert [job.words[0] for job in jobs] == ["thirteen", "warmer"] and not driver.game.sound.muted
    driver.game.films.stop()
    assert {job.said for job in jobs} == {"stopped"}


@pytest.mark.slow
def test_the_process_makes_it_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = FilmJob(tmp_path / "a.gif", ["thirteen", "--seconds", ".1", "--size", "320x180", "--no-plugins"])
    until(lambda: job.result() is not None)
    assert (tmp_path / "a.gif").read_bytes()[:6] == b"GIF89a"
    lost = FilmJob(tmp_path / "no" / "b.gif", ["thirteen", "--no-plugins"])
    assert "cannot be written" in until(lost.result)  # type: ignore[operator]

    def refused(*_what: object, **_more: object) -> None:
        raise OSError

    for missing in ("tempfile.TemporaryFile", "subprocess.Popen"):  # every folder is full, or there are no processes
        monkeypatch.setattr(missing, refused)
        assert "no process can start" in (FilmJob(tmp_path / "a.gif", ["thirteen"]).result() or "")
