"""Whatever a player does goes through one door: what cannot be done is a sentence, what was seen stays counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from downslope.attempt.attempt import Attempt, before_last, with_inspections
from downslope.attempt.bets import refusal_sentence
from downslope.attempt.past_runs import keep
from downslope.engine.run import Fault
from downslope.rules.actions import Answer, Impossible, Learn, Next, Probe, Reset, Turn
from downslope.rules.session import Session
from downslope.scenes.play.card import CardScene
from downslope.solving.autosolve import solve
from driving import Driver
from playing import click, key, machine, opened, played, screen, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


def test_the_door_tells_why() -> None:
    driver = opened("thirteen", bets=False)
    attempt = screen(driver).attempt
    assert attempt.act(Turn("alpha", 9)) and titles(driver) == []
    assert not attempt.act(Next()) and titles(driver) == ["This was the last part."]
    one = Impossible("{count} are left.", "One is left.", count=1)
    assert refusal_sentence(one) == "One is left."

    def breaks() -> None:
        raise Fault("somebody", "something", "no")

    assert not attempt.through(breaks) and attempt.fault is not None
    with pytest.raises(ZeroDivisionError):
        attempt.through(lambda: 1 / 0)  # a fault of the game itself is not hidden


def titles(driver: Driver) -> list[str]:
    return [toast.title for toast in driver.game.toasts.shown]


@pytest.mark.slow
@pytest.mark.parametrize("back", [1, 187])
def test_the_machine_is_watched_looked_back_at_and_taken_over(back: int) -> None:
    """Blackout: its recording cannot be taken over, so a step in it is refused with a sentence."""
    driver = opened("dead-relu", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    machine(driver).set_speed(5)
    played(driver)
    session = machine(driver).session
    attempt = screen(driver).attempt
    attempt.look(session.count - back)
    wait(driver, 0.1)
    click(driver, "take over")
    wait(driver, 0.1)
    if session.count - back < session.recorded:
        assert titles(driver)[-1] == "This recording cannot be taken over."
        assert attempt.machine is not None and attempt.machine.on_stage, "nothing was changed"
    else:
        assert attempt.session.count == session.count - back and not attempt.machine.on_stage  # type: ignore[union-attr]


# -- what was seen stays counted ---------------------------------------------------------------------------------------


def test_the_way_back_gives_the_knob_and_never_the_look() -> None:
    session = play("in-the-dark", Turn("weight", 1.0), Probe())
    back = with_inspections(session, before_last(session))
    assert back.weights == session.run.start and back.tally.probes == 1 and back.probed == session.probed
    assert back.copy().probed == session.probed and back.copy().tally.probes == 1
    with pytest.raises(Impossible, match="still counts"):
        before_last(play("in-the-dark", Probe()))
    session.do(Turn("weight", 1.5))
    assert with_inspections(session, before_last(session)).weights == [1.0]
    session.do(Reset())
    assert session.tally.probes == 1 and len(session.probed) == 1 and session.weights == session.run.start


def test_a_limit_of_looks_holds_through_a_reset_and_a_way_back() -> None:
    session = play("stop-in-time", Turn("pass", 20), Probe(), Turn("pass", 40), Probe(), Reset())
    back = with_inspections(session, before_last(session))
    assert len(back.probed) == back.tally.probes == 2
    for _look in range(int(back.level.probes or 0) - 2):
        back.do(Probe())
    with pytest.raises(Impossible, match="used"):
        back.do(Probe())


@pytest.mark.parametrize("learned", [(), (Learn(2),)])
def test_rewinding_keeps_equal_answers_of_two_parts_apart(learned: tuple[Learn, ...]) -> None:
    session = play("dead-wire", Learn(4), Answer(1, "up"), Next(), *learned, Answer(1, "up"))
    assert session.stage == 1 and len(session.answers) == 2
    assert session.rewind(0).answers == session.answers


def test_rewinding_gives_no_look_back() -> None:
    looked = replace(shipped().level("hands-off"), probes=9)
    session = Session(looked, shipped(), [Learn(1), Probe(), Learn(1)])
    assert with_inspections(session, session.rewind(1)).count == 1
    back = with_inspections(session, session.rewind(0))
    assert back.count == 0 and back.tally.probes == 1 and back.probed == session.probed


def test_a_run_stays_counted_where_runs_are() -> None:
    session = play("the-grump", Learn(1))
    with pytest.raises(Impossible, match="run you have seen"):
        with_inspections(session, session.undo())
    assert with_inspections(play("thirteen", Learn(1)), play("thirteen")).count == 0


def test_a_session_that_is_taken_over_keeps_ones_own_looks() -> None:
    driver = opened("in-the-dark", bets=False)
    key(driver, pygame.K_RIGHT, pygame.K_SPACE, pygame.K_RIGHT, pygame.K_SPACE)
    attempt = screen(driver).attempt
    assert attempt.session.tally.probes == 2
    key(driver, pygame.K_a)
    machine(driver).set_speed(5)
    played(driver)
    seen = machine(driver).session.tally.probes
    attempt.take_over()
    assert attempt.session.tally.probes == 2 + seen
    assert attempt.session.copy().tally.probes == 2 + seen, "also after a copy, and so while a knob is dragged"
    attempt.reset()
    assert attempt.session.tally.probes == 2 + seen == attempt.session.copy().tally.probes, "nor does a reset unsee"


# -- what is saved as best is what was played --------------------------------------------------------------------------


def test_a_reset_in_a_later_part_gives_nothing_back() -> None:
    session = play("double-it", Turn("weight", 2.0), Next())
    assert session.won and session.tally.cost_at_win[1] == 1
    session.do(Reset())
    assert session.won and session.tally.count(session) == 1 == session.tally.cost_at_win[1]


@pytest.mark.parametrize("stage", [0, 1, 2])
def test_reset_after_a_part_is_won_saves_no_best_of_nothing(stage: int) -> None:
    """R in any part of the first level: one that was won as it began leads back to the first; turns stay counted."""
    driver = opened("double-it", bets=False)
    attempt: Attempt = screen(driver).attempt
    driver.type("2")
    key(driver, pygame.K_RETURN, *[pygame.K_RETURN] * stage)
    assert attempt.session.stage == stage and attempt.session.won
    key(driver, pygame.K_r)
    counted = 0 if stage == 2 else 1  # the level was reached: what comes is a replay
    assert attempt.session.stage == 0 and not attempt.session.won and attempt.session.tally.turns == counted
    driver.type("2")
    key(driver, pygame.K_RETURN, *[pygame.K_RETURN] * 3)
    card = driver.scene
    assert isinstance(card, CardScene) and card.summary.count == counted + 1
    assert driver.game.progress.level("double-it").best == counted + 1


def test_after_the_card_a_reset_begins_the_whole_level_anew() -> None:
    driver = opened("double-it", bets=False)
    attempt: Attempt = screen(driver).attempt
    driver.type("2")
    key(driver, pygame.K_RETURN, *[pygame.K_RETURN] * 3)
    assert isinstance(driver.scene, CardScene)
    key(driver, pygame.K_ESCAPE, pygame.K_r)
    assert (attempt.session.stage, attempt.session.tally.turns, attempt.session.won) == (0, 0, False)


def watched_to_the_end(driver: Driver) -> None:
    screen(driver).attempt.ran = True
    screen(driver).attempt.auto()
    machine(driver).set_speed(5)
    played(driver)


def test_what_the_machine_won_is_not_the_players() -> None:
    """The level is reached with more steps than par, then the machine does it within par, and its run is taken over."""
    driver = opened("thirteen", bets=False)
    attempt, record = screen(driver).attempt, driver.game.progress.level("thirteen")
    assert attempt.act(Turn("alpha", 15)) and attempt.act(Learn(4))
    assert attempt.session.complete
    watched_to_the_end(driver)
    attempt.take_over()
    assert (record.stars, record.best) == ([1], 4), "what was won before is kept"
    assert attempt.session.won and attempt.stars() == {1}
    keep(driver.game, attempt)
    assert (record.stars, record.best) == ([1], 4)


@pytest.mark.parametrize("back", [0, 2])
def test_ones_own_looks_count_in_what_a_win_took(back: int) -> None:
    driver = opened("in-the-dark", bets=False)
    key(driver, pygame.K_RIGHT, pygame.K_SPACE, pygame.K_RIGHT, pygame.K_SPACE)
    watched_to_the_end(driver)
    attempt = screen(driver).attempt
    seen = machine(driver).session.tally.probes
    attempt.take_over()
    for _ in range(back):  # the machine has looked where it won; what is looked at once more counts once more
        assert attempt.act(Probe())
    session = attempt.session
    assert session.won and session.tally.cost_at_win == {0: 2 + seen}
    assert session.copy().tally.cost_at_win == {0: 2 + seen}
    assert session.copy().tally.probes == session.tally.probes == 2 + seen + back


def test_a_win_after_the_take_over_costs_the_same_when_it_is_done_again() -> None:
    session = play("in-the-dark", Turn("weight", 0.3), Probe())
    session.carry(3, 0)
    goal = play("in-the-dark")
    for action in solve(goal):
        goal.do(action)
    for action in goal.actions:
        session.do(action)
    assert session.won
    assert session.undo().tally.cost_at_win == {} and session.copy().tally.cost_at_win == session.tally.cost_at_win


@pytest.mark.parametrize("act", [Attempt.probe, Attempt.stop])
def test_who_looks_or_calls_leaves_the_machine_first(act: Callable[[Attempt], None]) -> None:
    driver = opened("no-perfect-answer", bets=False)
    attempt = screen(driver).attempt
    attempt.ran = True
    attempt.auto()
    assert attempt.machine is not None and attempt.machine.on_stage
    act(attempt)
    assert not attempt.machine.on_stage and attempt.shown is attempt.session
