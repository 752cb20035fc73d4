"""The race of the machine's tries on the play screen: where bet and verdict stand, seen by beats, then at its ends."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.attempt.round_plan import ShowPhase
from downslope.boards.by_hand.compass_ghosts import compass_ghosts
from downslope.boards.shared.try_ghosts import TriesSeen
from downslope.view.charts.lane_grid import GridLook
from downslope.view.charts.lanes import RaceLook
from driving import Driver
from playing import key, machine, opened, painted, screen, wait

pytestmark = pytest.mark.usefixtures("display")


def watched(level: str, seconds: float = 1.0, **settings: Any) -> Driver:
    driver = opened(level, bets=False, **settings)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    wait(driver, seconds)
    return driver


@pytest.mark.parametrize(
    ("level", "kind", "lanes"),
    [("thirteen", RaceLook, 7), ("valley", RaceLook, 24), ("hidden-four", RaceLook, 10), ("runaway", GridLook, 102)],
)
def test_it_lies_where_bet_and_verdict_stand(level: str, kind: type, lanes: int) -> None:
    driver = watched(level)
    play = screen(driver)
    race = play.overlay.race
    assert race in play.overlay.panels and race.rect == play.board.race_at()
    look = race.look
    assert isinstance(look, kind) and isinstance(look, (RaceLook, GridLook)) and play.has_overlay
    assert len(look.cells if isinstance(look, GridLook) else look.lanes) == lanes
    x, y, w, h = race.rect
    sheets = [sheet for panel in play.board.panels for sheet in panel.sheets() if sheet != race.rect]
    assert not [(a, b, c, d) for a, b, c, d in sheets if x < a + c / 2 < x + w and y < b + d / 2 < y + h]
    assert str(lanes) in race.sentence()


def test_it_is_there_until_the_run_begins() -> None:
    driver = watched("thirteen")
    play = screen(driver)
    show = machine(driver)
    assert show.tried is not None
    seen = [0.0]
    while show.phase is ShowPhase.TRIES:
        wait(driver, 0.1)
        seen.append(show.tried.beat or 0.0)
    assert seen == sorted(seen) and show.phase is ShowPhase.CHOOSES
    assert isinstance(play.overlay.race.look, RaceLook) and play.overlay.race.look.faded
    assert play.overlay.race.look.leader == show.tried.chosen
    while show.phase is ShowPhase.CHOOSES:
        wait(driver, 0.1)
    assert play.overlay.race not in play.overlay.panels and not play.has_overlay and show.tried.beat is None


def test_with_reduced_motion_beads_and_ghosts_jump() -> None:
    for still in (True, False):
        driver = watched("thirteen", 1.5, still=still)
        race, ghosts = screen(driver).overlay.race, TriesSeen(screen(driver).attempt)
        parts, places = set(), set()
        for _ in range(12):
            wait(driver, 1 / 30)
            parts.add(race.part)
            seen = ghosts.now()
            assert seen is not None and sum(ghost.leads for ghost in seen.ghosts) == 1
            places.add(seen.part)
        assert (parts == places == {0.0}) == still
        painted(driver)


def test_ghosts_stand_where_their_runs_are() -> None:
    driver = watched("valley", 2.0)
    tried = machine(driver).tried
    seen = TriesSeen(screen(driver).attempt).now()
    assert tried is not None and seen is not None and len(seen.ghosts) == len(tried.lanes)
    for ghost, lane in zip(seen.ghosts, tried.lanes):
        assert lane.session is not None
        step = lane.last_beat(seen.beat)
        run = lane.session.run
        assert ghost.weights == (tuple(run.history.weights_at(step)) if step < run.count else tuple(run.weights))
    assert len(seen.told) <= 4 and any(seen.ghosts[n].leads for n in seen.told)


def test_looking_by_hand_has_two_ghosts_beside_the_best_place() -> None:
    driver = watched("in-the-dark", 0.1)
    play, pairs = screen(driver), 0
    while not machine(driver).ended:
        wait(driver, 0.25)
        ghosts, session = compass_ghosts(play.attempt), machine(driver).session
        assert len(ghosts) <= 2 and not (session.won and ghosts)
        if len(ghosts) == 2:
            pairs += 1
            best, other = ghosts
            assert best == pytest.approx((other + session.weights[0]) / 2)
            seen = [probe.weights[0] for probe in session.probed]
            assert best == session.run.start[0] or best in seen
    assert pairs > 2 and not compass_ghosts(play.attempt)
