"""The machine's tries on the play screen, seen by beats; the end of a show: what is told, where to go from there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.boards.by_hand.sending_model import compass_ghosts
from downslope.boards.pictures.reading_board import HandBoard
from downslope.boards.shared.try_ghosts import GhostStage
from downslope.learning.learner import Learner
from downslope.learning.network import Vector
from downslope.rules.actions import Learn, Turn
from downslope.rules.catalog import Catalog
from downslope.rules.example import Example
from downslope.rules.knob import Knob
from downslope.rules.level import Level
from downslope.rules.outcome import OUTCOMES
from downslope.rules.target import largest
from downslope.scenes.play.machine_show import story_of
from downslope.scenes.play.play import PlayScene
from downslope.solving.autosolve import solve
from downslope.storage.level_digest import digest
from downslope.view.bowls.bowl_walk import GhostView
from downslope.view.charts.race import RaceView
from driving import Driver
from playing import click, key, machine, opened, painted, screen, wait
from support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def ended(level: str, *own: Turn | Learn) -> Driver:
    """A show at its end; the player has done this before."""
    driver = opened(level, bets=False)
    for action in own:
        screen(driver).attempt.session.do(action)
    for each in campaign():
        driver.game.progress.level(each.id).reached = True
    shown_to_its_end(driver)
    return driver


def shown_to_its_end(driver: Driver) -> MachineShow:
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    machine(driver).jump(ShowPhase.ENDS)
    wait(driver, 1.5)
    return machine(driver)


def test_it_tells_the_end_and_stands_until_something_is_pressed() -> None:
    driver = ended("thirteen")
    badge, aside, parts = story_of(machine(driver))
    assert badge[1] == "land" and aside == "all 7 to their ends"
    assert any("[value:3 nights]" in part for part in parts)
    assert driver.scene.focus == "show next"
    wait(driver, 10)
    assert screen(driver).kind == "machine" and machine(driver).ended
    tried = machine(driver).tried
    assert tried is not None and tried.done and all(lane.outcome for lane in tried.lanes)
    assert screen(driver).dock.first == "end"
    painted(driver)


@pytest.mark.parametrize("par", ["3 steps", "9 steps"])
def test_your_best_is_told_where_it_was_played_under_this_par(par: str) -> None:
    driver = opened("thirteen", bets=False)
    driver.game.progress.level("thirteen").keep(5, [], f"{digest(shipped().level('thirteen'))} {par}")
    show = shown_to_its_end(driver)
    assert ("you took" in show.caption) is (par == "3 steps"), show.caption


@pytest.mark.parametrize("by_mouse", [False, True])
def test_next_is_the_level_that_comes_after(by_mouse: bool) -> None:
    driver = ended("thirteen")
    click(driver, "show next") if by_mouse else key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "goldilocks"


@pytest.mark.parametrize("by_mouse", [False, True])
def test_your_turn_begins_anew_and_leaves_the_ghost(by_mouse: bool) -> None:
    driver = ended("thirteen", Turn("alpha", 5), Learn(2))
    click(driver, "your turn") if by_mouse else key(driver, pygame.K_t)
    attempt = screen(driver).attempt
    assert screen(driver).kind == "" and attempt.session.count == 0
    assert attempt.ghost is not None and attempt.ghost.won


def test_the_players_own_best_run_is_a_lane() -> None:
    driver = ended("thirteen", Turn("alpha", 5), Learn(6))
    assert Turn("alpha", 5) in screen(driver).dock.end.race.own and own_lane(driver) == "5"


def test_a_run_whose_alpha_was_turned_on_the_way_is_no_lane() -> None:
    assert own_lane(ended("thirteen", Turn("alpha", 5), Learn(2), Turn("alpha", 9), Learn(2))) is None


@pytest.mark.slow
def test_of_many_lanes_all_ends_are_counted_in_words() -> None:
    driver = ended("three-neurons")
    tried = machine(driver).tried
    while tried is not None and not tried.done:
        wait(driver, 1)
    wait(driver, 0.1)
    assert tried is not None and len(tried.lanes) == 56
    ends = Counter(lane.outcome or "" for lane in tried.lanes)
    page = {text.string for text in written(screen(driver).draw, (1280, 720), driver.game.look())}
    assert {f"{n} {OUTCOMES[kind].do if n > 1 else OUTCOMES[kind].does}" for kind, n in ends.items()} <= page


def own_lane(driver: Driver) -> str | None:
    look = screen(driver).dock.end.race.look
    assert isinstance(look, RaceView)
    return None if look.you is None else look.lanes[look.you].label


class Raising(Learner):
    """A plugin's learner that cannot take a step where alpha is large."""

    name = "raising"
    most = 0.5

    def step(self, problem: object, weights: Vector, alpha: object) -> list[float]:
        if isinstance(alpha, float) and alpha > self.most:
            raise ValueError("too large")
        return [0.5 * weight for weight in weights]

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha


@pytest.mark.slow
@pytest.mark.parametrize("most", [0.5, 0.0])
def test_a_learner_that_raises_in_its_tries_does_not_end_the_show(most: float) -> None:
    driver = opened("thirteen", bets=False)
    catalog = Catalog(dict(shipped().metrics), {"raising": type("Raising", (Raising,), {"most": most})}, {})
    knob = Knob("alpha", 0.1, 1.0, stops=(0.1, 0.3, 0.9))
    level = Level("raising", title="Raising", examples=[Example((1.0,), (0.0,))], weights=(1.0,), learner="raising",
                  knobs=(knob,), budget=60)  # fmt: skip
    driver.game.catalog.learners.update(catalog.learners)
    try:
        scene = PlayScene(driver.game, level, auto=True)
        scene.resize(1280, 720, 1.0)
        driver.scene = scene
        show = machine(driver)
        wait(driver, 0.3)
        faults = [lane.fault is not None for lane in show.tried.lanes] if show.tried is not None else []
        assert faults == [most < alpha for alpha in (0.1, 0.3, 0.9)]
        painted(driver)
        wait(driver, 20)
        assert show.ended and show.failed == (not most)
        if not most:
            assert show.caption == "No try could be run." and driver.scene.focus == "leave"
        painted(driver)
    finally:
        del driver.game.catalog.learners["raising"]


def test_one_that_did_not_get_there_says_so() -> None:
    driver = ended("thirteen")
    show = machine(driver)
    show.session = show.session.rewind(1)
    assert story_of(show)[0][1] == "given up"


# ---------------------------------------------------------------------------------------------------------------------
# The race of the machine's tries: where it stands, seen by beats, then at its ends.


FINE = 1 / 60  # a frame of the game


def watched(level: str, seconds: float = 1.0, **settings: Any) -> Driver:
    driver = opened(level, bets=False, **settings)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    wait(driver, seconds)
    return driver


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


@pytest.mark.slow
def test_ghosts_stand_where_their_runs_are(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = watched("valley", 2.0)
    tried = machine(driver).tried
    seen = GhostStage(screen(driver).attempt).seen
    assert tried is not None and seen is not None and len(seen.ghosts) == len(tried.lanes)
    for ghost, lane in zip(seen.ghosts, tried.lanes):
        assert lane.session is not None
        step = lane.last_shown_beat(seen.beat)
        run = lane.session.run
        assert ghost.weights == (tuple(run.history.weights_at(step)) if step < run.count else tuple(run.weights))
    views = list[list[GhostView]]()
    monkeypatch.setattr("downslope.boards.shared.try_ghosts.draw_ghosts", lambda *drawn: views.append(drawn[1]))
    painted(driver)
    tagged = [leads for label, _spot, leads, _faint, _happy in views[-1] if label]
    assert len(tagged) <= 4 and any(tagged), "in a crowd some have a tag, the leader always"


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


@pytest.mark.slow
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
        wait(driver, FINE if show.clock > show.plan.lasts[ShowPhase.TRIES] - 0.2 else 0.1, FINE)
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


@pytest.mark.slow
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


def test_again_begins_with_the_tries() -> None:
    driver = ended("thirteen")
    actions = list(machine(driver).session.actions)
    click(driver, "show again")
    show = machine(driver)
    assert show.phase is ShowPhase.TRIES and not show.session.actions and not show.done
    show.jump(ShowPhase.ENDS)
    assert show.session.actions == actions or show.session.count == 3
