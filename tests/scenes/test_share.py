"""The code of a run in the game: copied from the screen that shows it, pasted on title and map, replayed as it was."""

from __future__ import annotations

from dataclasses import asdict

import pygame
import pytest

from downslope.cli import run as run_here
from downslope.rules.actions import Learn, Turn
from downslope.rules.session import Session
from downslope.scenes.base.navigation import screen as make_screen
from downslope.storage.share_code import decode, encode
from driving import Driver
from playing import click, key, machine, opened, played, screen, to_card, wait
from support import play, shipped

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
    assert screen(driver).level.id == "thirteen" and screen(driver).dock.kind == "machine"
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


def test_the_command_opens_a_code_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["play", "--code", encode(run())[:-2]]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "is damaged" in said
    forged = encode(play("thirteen", Learn(1))).replace("DS1", "DS9")
    assert run_here(["play", "--code", forged]) == 2
    assert "DS9" in capsys.readouterr().err
    assert run_here(["play", "--code", encode(run()), "--frames", "3"]) == 0
