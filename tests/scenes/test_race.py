"""The race of the machine's tries on the play screen: where bet and verdict stand, seen by beats, then at its ends."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.attempt.playback.round_plan import ShowPhase
from downslope.boards.by_hand.sends import compass_ghosts
from downslope.boards.pictures.reading_board import HandBoard
from downslope.boards.shared.try_ghosts import GhostStage
from downslope.rules.target import largest
from downslope.solving.autosolve import solve
from downslope.view.charts.race import GridView, RaceView
from driving import Driver
from playing import key, machine, opened, painted, screen, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")
FINE = 1 / 60  # a frame of the game


def watched(level: str, seconds: float = 1.0, **settings: Any) -> Driver:
    driver = opened(level, bets=False, **settings)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    wait(driver, seconds)
    return driver


@pytest.mark.parametrize(
    ("level", "kind", "lanes"),
    [("thirteen", RaceView, 7), ("valley", RaceView, 24), ("hidden-four", RaceView, 10), ("runaway", GridView, 102)],
)
def test_it_stands_in_the_dock(level: str, kind: type, lanes: int) -> None:
    driver = watched(level)
    scene = screen(driver)
    race = scene.dock.race
    look = race.look
    assert scene.dock.first == "race"
    assert isinstance(look, kind) and isinstance(look, (RaceView, GridView))
    assert len(look.cells if isinstance(look, GridView) else look.lanes) == lanes
    assert str(lanes) in race.sentence()


def test_it_is_there_until_the_run_begins() -> None:
    driver = watched("thirteen")
    scene = screen(driver)
    show = machine(driver)
    assert show.tried is not None
    seen = [0.0]
    while show.phase is ShowPhase.TRIES:
        wait(driver, 0.1)
        seen.append(show.tried.beat or 0.0)
    assert seen == sorted(seen) and show.phase is ShowPhase.CHOOSES
    assert isinstance(scene.dock.race.look, RaceView) and scene.dock.race.look.faded
    assert scene.dock.race.look.leader == show.tried.chosen
    while show.phase is ShowPhase.CHOOSES:
        wait(driver, 0.1)
    assert scene.dock.first != "race" and show.tried.beat is None


def test_with_reduced_motion_beads_and_ghosts_jump() -> None:
    for still in (True, False):
        driver = watched("thirteen", 1.5, still=still)
        race, ghosts = screen(driver).dock.race, GhostStage(screen(driver).attempt)
        parts, places = set(), set()
        for _ in range(12):
            wait(driver, 1 / 30)
            parts.add(race.part)
            seen = ghosts.seen
            assert seen is not None and sum(ghost.leads for ghost in seen.ghosts) == 1
            places.add(seen.part)
        assert (parts == places == {0.0}) == still
        painted(driver)


def test_ghosts_stand_where_their_runs_are() -> None:
    driver = watched("valley", 2.0)
    tried = machine(driver).tried
    seen = GhostStage(screen(driver).attempt).seen
    assert tried is not None and seen is not None and len(seen.ghosts) == len(tried.lanes)
    for ghost, lane in zip(seen.ghosts, tried.lanes):
        assert lane.session is not None
        step = lane.last_shown_beat(seen.beat)
        run = lane.session.run
        assert ghost.weights == (tuple(run.history.weights_at(step)) if step < run.count else tuple(run.weights))
    assert len(seen.told) <= 4 and any(seen.ghosts[n].leads for n in seen.told)


def test_looking_by_hand_has_two_ghosts_beside_the_best_place() -> None:
    driver = watched("in-the-dark", 0.1)
    visit, pairs = screen(driver).attempt, 0
    while not machine(driver).ended:
        wait(driver, 0.25)
        ghosts, session = compass_ghosts(visit), machine(driver).session
        assert len(ghosts) <= 2 and not (session.won and ghosts)
        if len(ghosts) == 2:
            pairs += 1
            best, other = ghosts
            assert best == pytest.approx((other + session.weights[0]) / 2)
            seen = [probe.weights[0] for probe in session.probed]
            assert best == session.run.start[0] or best in seen
    assert pairs > 2 and not compass_ghosts(visit)


def test_where_pictures_are_to_be_drawn_the_shipped_ones_are_one_by_one() -> None:
    assert not list(solve(play("read-my-hand")))  # no search finds them
    driver = opened("read-my-hand", bets=False)
    attempt, seen = screen(driver).attempt, list[int]()
    attempt.ran = True
    attempt.auto()  # the board has no tile for it: it is watched from the title
    while not machine(driver).ended:
        wait(driver, 0.1)
        shown = attempt.shown.shown
        if len(shown) > len(seen):
            seen.append(largest(list(shown[-1][1])))
            assert len(shown) == len(seen)
            reading = screen(driver).board
            assert isinstance(reading, HandBoard) and tuple(reading.recognition.pixels()) == tuple(shown[-1][0])
    assert seen == list(range(10)) and not attempt.session.shown


@pytest.mark.slow
@pytest.mark.parametrize("still", [True, False])
def test_what_was_not_chosen_fades_and_does_not_blink_out(still: bool) -> None:
    driver = watched("thirteen", still=still)
    race, show = screen(driver).dock.race, machine(driver)
    while show.phase is ShowPhase.TRIES:
        painted(driver)
        assert race.fading == 0
        wait(driver, FINE, FINE)
    seen = []
    for _ in range(8):
        picture = painted(driver).get_buffer().raw
        seen.append((race.fading, picture))
        show.pause()
        wait(driver, FINE, FINE)
    left = [part for part, _picture in seen]
    assert left[0] == 1 and left == sorted(left, reverse=True) and 0 < left[2] < 1 and left[-1] == 0
    assert left.index(0) <= 6, "within 80 ms"
    assert len({picture for _part, picture in seen}) >= 4


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_with_reduced_motion_captions_fade_in(text: float) -> None:
    for still in (True, False):
        driver = watched("thirteen", still=still, text=text)
        title, show = screen(driver).topbar.title, machine(driver)
        wait(driver, 0.5)
        assert title.opacity == 1
        said = title.caption()
        while title.caption() == said:
            wait(driver, FINE, FINE)
        show.pause()
        wait(driver, FINE, FINE)
        parts, pictures = [title.opacity], [painted(driver).get_buffer().raw]
        for _ in range(11):
            wait(driver, FINE, FINE)
            parts.append(title.opacity)
            pictures.append(painted(driver).get_buffer().raw)
        assert parts == sorted(parts) and parts[-1] == 1
        assert (parts[0] < 0.5 and 3 <= len({part for part in parts if part < 1}) <= 9) if still else parts[0] == 1
        assert not still or len(set(pictures)) > 3


def test_the_chosen_try_stays_on_the_stage_until_its_knobs_are_set() -> None:
    """2-3: between the race and the choice no picture comes that was neither tried last nor chosen."""
    driver = watched("the-grump")
    show, attempt = machine(driver), screen(driver).attempt
    while show.phase is ShowPhase.TRIES:
        wait(driver, 0.1)
    assert show.tried is not None and show.tried.chosen is not None and not show.has_chosen
    assert attempt.shown is show.tried.lanes[show.tried.chosen].session and not show.session.actions
    while not show.has_chosen:
        wait(driver, 0.1)
    assert attempt.shown is show.session and attempt.shown.knobs["metric"] == "absolute"
