"""The level card and its scripts by keyboard and mouse, with sessions that were really played."""

from typing import Any

import pygame
import pytest

from downslope.attempt import past_runs
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.rules import Answer, Learn, Next, Probe, Session, Turn, campaign, stars
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import ScriptScene, about
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.card import CardScene, Summary, comparison
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import Ghost
from downslope.scripts.forms import FORMS, Written, write, written_as
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from downslope.view.widgets.button import Button, Segmented
from lib.clocks import LookClock
from lib.driving import FRAME, Driver
from lib.playing import control, open_level, painted, screen, wait
from lib.support import play, script, shipped

pytestmark = pytest.mark.usefixtures("display")


def played() -> Session:
    right = shipped().level("thirteen").questions[0].right
    return play("thirteen", Answer(0, right), Turn("alpha", 15), Learn(4))


def summary_of(**changes: Any) -> Summary:
    """`thirteen` with alpha 15 and the right bet, against a machine with alpha 9."""
    session = played()
    level = session.base
    ghost = play(level, Turn("alpha", 9), Learn(3))
    assert session.outcome is not None
    told: dict[str, Any] = {
        "level": level, "stars": stars.earned_stars(session), "ever": frozenset(),
        "labels": ("reached", "3 or fewer", "bet right"), "count": session.tally.cost_at_win[0], "par": level.par,
        "unit": level.par_unit, "ghost": ghost.tally.cost_at_win[0], "errors": past_runs.errors_of(session),
        "ghost_errors": past_runs.errors_of(ghost), "outcome": session.outcome.kind,
        "written": lambda: {"python": Written(script(session))}, "next_level": campaign.following(level, shipped()),
    }  # fmt: skip
    return Summary(**{**told, **changes})


def card(summary: Summary, still: bool = True) -> Driver:
    game = Game(Store())
    game.settings.still = still
    return Driver(CardScene(game, Scene(game), summary))


def test_what_a_played_session_comes_to() -> None:
    summary = summary_of()
    assert (summary.count, summary.par, summary.ghost, summary.outcome) == (4, 3, 3, "overshoot")
    assert summary.stars == {1, 3} and comparison(summary) == "1 over par, 1 more than auto-solve."
    session = play("below-zero", Turn("weight", -1), Probe(), Turn("weight", -1.5), Probe())
    errors = past_runs.errors_of(session)  # the curve of sends begins with the start
    assert errors[:2] == pytest.approx([10**2, 2**2]) and len(errors) == session.tally.count(session) + 1


@pytest.mark.parametrize(
    ("count", "par", "ghost", "sentence"),
    [
        (5, 6, 6, "1 under par, 1 fewer than auto-solve."),
        (3, 3, 3, "Exactly par, as many as auto-solve."),
        (9, None, 4, "5 more than auto-solve."),
        (9, 7, None, "2 over par."),
        (None, 7, 3, ""),
    ],
)
def test_the_sentence(count: int | None, par: int | None, ghost: int | None, sentence: str) -> None:
    assert comparison(summary_of(count=count, par=par, ghost=ghost)) == sentence


@pytest.mark.parametrize(
    ("changes", "label", "level", "ended"),
    [
        ({}, "Next: The stiff peg", "goldilocks", None),
        ({"next_level": None}, "Map", "", None),
        ({"ended": 5}, "The chapter", "", 5),
    ],
)
def test_enter_goes_on(changes: dict[str, Any], label: str, level: str, ended: int | None) -> None:
    def pressed(*codes: int) -> Any:
        """What comes of these keys on the card."""
        driver = card(summary_of(**changes))
        driver.read()
        assert driver.scene.focus == "next" and control(driver, "next", Button).label == label
        for code in codes:
            driver.key(code)
        return driver.scene

    scene = pressed(pygame.K_RETURN)
    if level:
        assert isinstance(scene, PlayScene) and scene.level.id == level
    else:
        assert isinstance(scene, LevelMapScene) and scene.ending == ended
    assert isinstance(pressed(pygame.K_g), LevelMapScene)
    assert isinstance(pressed(pygame.K_LEFT, pygame.K_RETURN, pygame.K_RETURN), ScriptScene)
    assert pygame.scrap.get_text() == script(played())
    assert type(pressed(pygame.K_ESCAPE)) is Scene  # what was below


def test_with_reduced_motion_there_is_no_confetti() -> None:
    for still in (False, True):
        driver = card(summary_of(stars=frozenset()), still=still)
        driver.scene.update(0.4)  # from now on the way on has the focus
        before = pygame.image.tobytes(painted(driver), "RGB")
        driver.scene.update(0.6)
        assert (before == pygame.image.tobytes(painted(driver), "RGB")) == still


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


def test_what_was_watched_is_the_ghost(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = screen(open_level("thirteen", monkeypatch, bets=False)).attempt
    attempt.ran = True
    attempt.auto()
    assert attempt.machine is not None
    attempt.machine.set_speed(5)
    while not attempt.machine.done:
        attempt.update(1 / 60)
    assert Ghost().work(attempt, 0.0) and Ghost().result(attempt) is attempt.machine.session



def scripts(session: Session) -> tuple[Driver, ScriptScene]:
    game = Game(Store())
    scene = ScriptScene(game, Scene(game), "A level", {form: write(session, form) for form in FORMS})
    return Driver(scene), scene


def copied(driver: Driver) -> str:
    driver.click(*control(driver, "copy", Button).centre)
    return pygame.scrap.get_text()


def click_tab(driver: Driver, number: int) -> tuple[float, float, float, float]:
    x, y, width, height = rect = control(driver, "form", Segmented).rect
    driver.click(x + (number + 0.5) * width / len(FORMS), y + height / 2)
    return rect


def test_each_tab_by_mouse_and_by_keys_and_what_is_copied() -> None:
    session = play("hidden-four", Learn(9))
    driver, scene = scripts(session)
    places = set()
    for number, form in enumerate(FORMS):
        places.add((click_tab(driver, number), scene.place))
        assert scene.form == form and control(driver, "copy", Button).label == "Copy to clipboard"
        assert copied(driver) == written_as(session, form) and control(driver, "copy", Button).label == "Copied"
    assert len(places) == 1, "no tab moves when another is chosen"
    driver, scene = scripts(session)
    for form in (*list(FORMS)[1:], "keras"):  # the last stays
        driver.key(pygame.K_RIGHT)
        assert scene.form == form
    area = scene.areas["lines"]
    driver.key(pygame.K_PAGEDOWN, times=4)
    assert area.offset == area.limit > 0
    driver.key(pygame.K_LEFT)
    assert scene.areas["lines"].offset == 0
    driver.key(pygame.K_RETURN)
    assert pygame.scrap.get_text() == written_as(session, "torch")
    driver.type("c")
    assert scene.form == "keras"
    driver.tab_to("form")
    driver.key(pygame.K_HOME)
    assert scene.form == "python"
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is not scene


def test_the_sentence_tells_how_pytorch_is_used() -> None:
    sessions = play("hidden-four", Learn(9)), play("one-step", Learn(1))
    by_optimizer, in_arrays = (write(session, "torch").text for session in sessions)
    assert "backward()" in by_optimizer and "slopes itself" in about("torch", by_optimizer)
    assert "backward()" not in in_arrays and "whole layer" in about("torch", in_arrays)


def test_a_form_that_there_is_not_says_why_and_cannot_be_copied() -> None:
    session = play("stuck-steps", Learn(3))
    driver, scene = scripts(session)
    pygame.scrap.put_text("before")
    click_tab(driver, 1)
    assert not scene.shown.text and "hot and cold" in scene.shown.why and scene.shown.why.endswith(".")
    assert copied(driver) == "before"
    click_tab(driver, 0)
    assert copied(driver) == written_as(session)
