"""The level card and its scripts by keyboard and mouse, with sessions that were really played."""

from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.rules import Answer, Learn, Next, Session, Turn
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import ScriptScene, about
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.card import CardScene, card_of, comparison
from downslope.scenes.play.play import PlayScene
from downslope.scripts.forms import FORMS, write, written_as
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from downslope.view.widgets.button import Button, Segmented
from lib.clocks import LookClock
from lib.driving import FRAME, Driver
from lib.playing import control, open_level, painted, screen, wait
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


def card(still: bool = True, **changes: Any) -> Driver:
    """`thirteen` was won with alpha 15 and the right bet."""
    game = Game(Store(), catalog=shipped())
    game.settings.still = still
    level = PlayScene(game, game.catalog.level("thirteen"))
    for action in (Answer(0, level.level.questions[0].right), Turn("alpha", 15), Learn(4)):
        level.attempt.session.do(action)
    return Driver(CardScene(game, Scene(game), replace(card_of(level).summary, **changes)))


def test_what_a_played_session_comes_to_is_compared_in_a_sentence() -> None:
    summary = card().scene.summary  # type: ignore[attr-defined]
    assert (summary.count, summary.par, summary.outcome, summary.stars) == (4, 3, "overshoot", {1, 3})
    for count, par, ghost, sentence in (
        (5, 6, 6, "1 under par, 1 fewer than auto-solve."), (3, 3, 3, "Exactly par, as many as auto-solve."),
        (9, None, 4, "5 more than auto-solve."), (9, 7, None, "2 over par."), (None, 7, 3, ""),
    ):  # fmt: skip
        assert comparison(replace(summary, count=count, par=par, ghost=ghost)) == sentence


def test_enter_goes_on_and_with_reduced_motion_there_is_no_confetti() -> None:
    for changes, label, level, ended in (
        ({}, "Next: The stiff peg", "goldilocks", None), ({"next_level": None}, "Map", "", None),
        ({"ended": 5}, "The chapter", "", 5),
    ):  # fmt: skip
        driver = card(**changes)
        driver.read()
        assert driver.scene.focus == "next" and control(driver, "next", Button).label == label
        driver.key(pygame.K_RETURN)
        onward: Any = driver.scene
        assert onward.level.id == level if level else onward.ending == ended
        assert type(onward) is (PlayScene if level else LevelMapScene)
    for code, kind in ((pygame.K_g, LevelMapScene), (pygame.K_ESCAPE, Scene), (pygame.K_r, PlayScene)):
        driver = card(chart=None)
        driver.key(code)
        assert type(driver.scene) is kind
    driver = card()
    driver.tab_to("lines")
    driver.key(pygame.K_RETURN, times=2)
    assert isinstance(driver.scene, ScriptScene) and "alpha = 15\nfor" in pygame.scrap.get_text()
    for still in (False, True):
        driver = card(still, stars=frozenset())
        driver.scene.update(0.4)  # from now on the way on has the focus
        before = bytes(painted(driver).get_buffer())
        driver.scene.update(0.6)
        assert (before == bytes(painted(driver).get_buffer())) == still


def test_no_frame_looks_for_the_machines_run_longer_than_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("valley", monkeypatch, bets=False)
    attempt = screen(driver).attempt
    for action in (Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(13)):
        assert attempt.act(action)
    clock, longest, looked = LookClock(0.001), 0.0, 0  # a machine that needs a millisecond for each piece
    with slices_by(clock):
        for _ in range(3000):
            before = clock.seconds
            wait(driver, FRAME)
            longest = max(longest, clock.seconds - before)
            if isinstance(driver.scene, CardScene):
                looked += driver.scene.summary.looking
                if not driver.scene.summary.looking:
                    break
            elif attempt.director.state is Phase.HOLD:
                driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, CardScene)
    assert looked > 5, "the card waits for nobody"
    assert longest < 0.011, "a slice, and the looks at its two ends"
    assert driver.scene.summary.ghost == 13 and "auto-solve" in comparison(driver.scene.summary)


def scripts(session: Session) -> tuple[Driver, ScriptScene]:
    game = Game(Store())
    scene = ScriptScene(game, Scene(game), "A level", {form: write(session, form) for form in FORMS})
    return Driver(scene), scene


def copied(driver: Driver, form: int | None = None) -> str:
    """What the button copies, once that tab was pressed."""
    if form is not None:
        x, y, width, height = control(driver, "form", Segmented).rect
        driver.click(x + (form + 0.5) * width / len(FORMS), y + height / 2)
        assert control(driver, "copy", Button).label == "Copy to clipboard"
    driver.click(*control(driver, "copy", Button).centre)
    return pygame.scrap.get_text()


def test_each_form_by_mouse_and_by_keys_what_is_copied_and_why_there_is_none() -> None:
    session, places = play("hidden-four", Learn(9)), set()
    driver, scene = scripts(session)
    for number, form in enumerate(FORMS):
        assert copied(driver, number) == written_as(session, form) and control(driver, "copy", Button).label == "Copied"
        assert scene.form == form
        places.add((control(driver, "form", Segmented).rect, scene.place))
    assert len(places) == 1, "no tab moves when another is chosen"
    driver, scene = scripts(session)
    for form in (*list(FORMS)[1:], "keras"):  # the last stays
        driver.key(pygame.K_RIGHT)
        assert scene.form == form
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RETURN)
    assert pygame.scrap.get_text() == written_as(session, "torch")
    driver.type("c")
    assert scene.form == "keras"
    driver.tab_to("form")
    driver.key(pygame.K_HOME)
    assert scene.form == "python"
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is not scene
    by_optimizer, in_arrays = (write(each, "torch").text for each in (session, play("one-step", Learn(1))))
    assert "backward()" in by_optimizer and "slopes itself" in about("torch", by_optimizer)
    assert "backward()" not in in_arrays and "whole layer" in about("torch", in_arrays)
    session = play("stuck-steps", Learn(3))
    driver, scene = scripts(session)
    pygame.scrap.put_text("before")
    assert copied(driver, 1) == "before" and not scene.shown.text and "hot and cold" in scene.shown.why
    assert copied(driver, 0) == written_as(session)
