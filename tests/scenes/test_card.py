"""The level card by keyboard and mouse, with sessions that were really played, and the ten lines on the clipboard."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from clocks import LookClock
from downslope.attempt import past_runs
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.rules import campaign, stars
from downslope.rules.actions import Answer, Learn, Next, Probe, Turn
from downslope.rules.level import Level
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import ScriptScene
from downslope.scenes.play.card import CardScene, Summary, comparison
from downslope.scenes.play.play_screen import Ghost
from downslope.scripts.forms import Written
from downslope.storage.saves import Store
from downslope.view.draw.tween import slices_by
from downslope.view.widgets.button import Button
from driving import FRAME, Driver
from playing import control, open_level, painted, screen, wait
from support import play, script, shipped

pytestmark = pytest.mark.usefixtures("display")


class Opened(Scene):
    """Stands for the play screen or the map that a button opens."""

    def __init__(self, game: Game, level: Level | None = None, ended: int | None = None) -> None:
        super().__init__(game)
        self.level, self.ended = level, ended


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "downslope.scenes.play.play", SimpleNamespace(PlayScene=Opened))
    monkeypatch.setitem(sys.modules, "downslope.scenes.level_map", SimpleNamespace(LevelMapScene=Opened))


def summary_of(**changes: Any) -> Summary:
    """`thirteen` with alpha 15 and the right bet, against a machine with alpha 9."""
    level = shipped().level("thirteen")
    session = play(level, Answer(0, level.questions[0].right), Turn("alpha", 15), Learn(4))
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


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize(
    ("changes", "label", "level", "ended"),
    [
        ({}, "Next: The stiff peg", "goldilocks", None),
        ({"next_level": None}, "Map", "", None),
        ({"ended": 5}, "The chapter", "", 5),
    ],
)
def test_enter_goes_on(changes: dict[str, Any], label: str, level: str, ended: int | None) -> None:
    driver = card(summary_of(**changes))
    driver.read()
    assert driver.scene.focus == "next" and control(driver, "next", Button).label == label
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, Opened) and driver.scene.ended == ended
    assert (driver.scene.level.id if driver.scene.level else "") == level
    driver = card(summary_of(**changes))
    driver.type("g")
    assert isinstance(driver.scene, Opened) and driver.scene.level is None
    driver = card(summary_of(**changes))
    below = driver.scene.standing()[1]
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is below


def test_the_lines_are_copied() -> None:
    summary = summary_of()
    driver = card(summary)
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, ScriptScene)
    driver.key(pygame.K_RETURN)
    assert summary.written is not None and pygame.scrap.get_text() == summary.written()["python"].text
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, CardScene)


def test_stars_pop_up_one_after_the_other_and_with_reduced_motion_all_stands() -> None:
    def golden(picture: pygame.Surface, x: float, y: float) -> bool:
        red, green, blue, _alpha = picture.get_at((round(x), round(y)))
        return red > 200 and green > 150 and blue < 140

    driver = card(summary_of(), still=False)
    x, y, width, _height = driver.scene.place  # type: ignore[attr-defined]
    places = [(x + width / 2 + dx, y + dy) for dx, dy in ((-150, 14), (150, 14), (0, -6))]
    stars = []
    for seconds in (0.0, 0.33, 1.0):
        driver.scene.update(seconds)
        picture = painted(driver)
        stars.append([golden(picture, *place) for place in places])
    assert stars == [[False] * 3, [True, False, False], [True, True, False]]  # the last was not earned
    for still in (False, True):  # confetti
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
