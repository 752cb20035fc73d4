"""Auto-solve is watched: it opens after a run of one's own, is driven by keys and mouse, and leaves its ghost."""

from __future__ import annotations

from functools import cache
from typing import Any

import pygame
import pytest

from downslope.attempt.game.feedback import QUIET
from downslope.attempt.rehearsal import ENDING, PHASES, ShowPhase
from downslope.attempt.show import SPEEDS, MachineShow
from downslope.boards.by_hand.sending_board import SendingBoard
from downslope.boards.kinds import kind_of
from downslope.boards.shared.runs_panel import ghost_name, row_of
from downslope.rules.actions import Answer, Learn, Turn
from downslope.rules.session import Session
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import BareShow
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import Detents
from driving import FRAME, Driver
from playing import board_of, click, key, machine, open_level, opened, painted, played, screen, until, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def started(level: str, **settings: Any) -> Driver:
    """After a run of one's own; without bets."""
    driver = opened(level, bets=False, **settings)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    return driver


@pytest.mark.parametrize("level", ["which-way", "runaway"])
def test_it_opens_after_a_run_of_ones_own_for_key_and_mouse(level: str) -> None:
    driver = opened(level, bets=False)
    key(driver, pygame.K_a)
    assert screen(driver).attempt.machine is None
    driver = started(level)
    key(driver, pygame.K_a)
    assert screen(driver).kind == "machine"
    driver = started(level)
    click(driver, "tile auto")
    assert screen(driver).kind == "machine" and driver.scene.focus == "machine play"


@pytest.mark.slow
@pytest.mark.parametrize("level", ["which-way", "one-step", "runaway", "sealed-box"])
def test_its_ghost_stays_beside_the_players_run(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started(level)
    key(driver, pygame.K_a)
    machine(driver).set_speed(5)
    played(driver)
    key(driver, pygame.K_ESCAPE)
    drawn: list[float] = []
    original = Canvas.ghost

    def spy(self: Canvas, x: float, y: float, r: float, look: object = None, *rest: object, **more: object) -> None:
        if more.get("eyes", True):  # a start without eyes is one's own
            drawn.append(x)
        original(self, x, y, r, *([look] if look is not None else []), *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Canvas, "ghost", spy)
    from downslope.view.draw.surface_cache import LAYERS

    LAYERS.clear()
    painted(driver)
    assert len(drawn) == (5 if level in ("which-way", "one-step") else 1)


def test_the_ghost_is_that_of_the_part_the_player_is_in() -> None:
    driver = started("one-step")
    key(driver, pygame.K_a)
    machine(driver).set_speed(5)
    played(driver)
    key(driver, pygame.K_ESCAPE)
    attempt = screen(driver).attempt
    here = attempt.ghost_at_place
    assert machine(driver).session.stage == 1 and here is not None and here.stage == 0
    assert len(here.weights) == 5 and here.won


@pytest.mark.slow
def test_a_taken_over_recording_keeps_the_machines_alpha() -> None:
    driver = started("runaway")
    key(driver, pygame.K_a)
    while machine(driver).phase != "runs":
        wait(driver, 0.1)
    knob = driver.scene.widget("knob alpha")
    assert isinstance(knob, Detents) and not knob.enabled
    assert knob.value == machine(driver).session.knobs["alpha"] == 0.2
    played(driver)
    click(driver, "take over")
    attempt = screen(driver).attempt
    assert attempt.session.knobs["alpha"] == 0.2 and attempt.session.recorded == 8 and attempt.watched
    knob = driver.scene.widget("knob alpha")
    assert isinstance(knob, Detents) and knob.enabled and knob.value == 0.2


def test_after_the_calls_of_a_rule_and_one_test_it_opens() -> None:
    driver = opened("which-way")
    attempt = screen(driver).attempt
    assert not attempt.can_auto
    for number, way in enumerate(("down", "up", "down", "up", "up")):
        attempt.open_bets.open = number
        attempt.open_bets.answer(way)
        attempt.open_bets.close()
    assert not attempt.can_auto
    for knob, tile in (("first", "delta"), ("second", "1")):
        attempt.turn(knob, tile)
    screen(driver).request_layout()
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    assert attempt.session.actions == [*(Answer(n, w) for n, w in enumerate(("down", "up", "down", "up", "up"))),
                                       Turn("first", "delta"), Turn("second", "1"), Learn(1)]  # fmt: skip
    assert attempt.can_auto


@pytest.mark.slow
def test_a_run_that_was_pasted_is_not_called_the_machines() -> None:
    driver = started("goldilocks")
    attempt = screen(driver).attempt
    for shared, badge, ghost in ((True, "Shared run", "shared run, 2"), (False, "Auto-solve", "auto-solve, ")):
        attempt.replay([Turn("alpha", 0.3), Learn(2)]) if shared else attempt.auto()
        wait(driver, 0.5)
        assert screen(driver).topbar.owner[0] == badge
        played(driver)
        attempt.exit_machine()
        wait(driver, 0.1)
        assert ghost_name(attempt).startswith(ghost)
        assert row_of(attempt, attempt.runs.kept[-1]).name == ("auto-solve" if not shared else "gradient descent")


def test_by_hand_a_miss_is_told_once_the_light_has_arrived() -> None:
    driver = started("seven", still=False)
    screen(driver).attempt.auto()
    show, told = machine(driver), list[tuple[str, bool]]()
    for _ in range(round(8 / FRAME)):
        wait(driver, FRAME)
        said = screen(driver).topbar.title.caption()
        if said and (not told or told[-1][0] != said):
            told.append((said, board_of(driver, SendingBoard).sending.pulse >= 1))
    assert len(told) > 3 and all(arrived for _said, arrived in told) and show.session.actions


def test_of_its_next_part_it_says_what_is_tried_there() -> None:
    """5-7: what was won before is not said any more while the sixth telescope's alphas are tried."""
    driver = started("one-step")
    screen(driver).attempt.auto()
    show = machine(driver)
    for _ in range(round(30 / FRAME)):
        if show.session.stage and show.phase == "tries":
            break
        wait(driver, FRAME)
    wait(driver, 2 * FRAME)
    said = screen(driver).topbar.title.caption()
    assert said is not None and said == show.caption and said.startswith("It tries")


# ---------------------------------------------------------------------------------------------------------------------
# By keyboard and by mouse: pause, steps, speed, looking back, taking over, leaving.


def started_transport(monkeypatch: pytest.MonkeyPatch, by_mouse: bool = False) -> Driver:
    """The sourdough after one run of one's own, with the machine in the seat."""
    driver = open_level("thirteen", monkeypatch, bets=False)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    if by_mouse:
        click(driver, "tile auto")
    else:
        key(driver, pygame.K_a)
    assert screen(driver).kind == "machine" and driver.scene.focus == "machine play"
    return driver


def test_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started_transport(monkeypatch)
    wait(driver, 0.2)
    show = machine(driver)
    key(driver, pygame.K_SPACE)
    assert show.paused and show.phase is ShowPhase.TRIES
    clock = show.clock
    wait(driver, 2)
    assert show.clock == clock
    key(driver, pygame.K_PERIOD)
    assert show.clock > clock and show.session.count == 0
    key(driver, pygame.K_RETURN)
    assert not show.paused and show.phase is ShowPhase.RUNS and show.session.knobs["alpha"] == 9
    key(driver, pygame.K_SPACE)
    count = screen(driver).attempt.step
    key(driver, pygame.K_PERIOD)
    wait(driver, 0.7)
    assert show.session.count >= screen(driver).attempt.step == count + 1
    key(driver, pygame.K_COMMA)
    assert screen(driver).attempt.step == count
    key(driver, pygame.K_PERIOD)
    wait(driver, 0.7)
    assert screen(driver).attempt.step == count + 1
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).kind != "machine" and screen(driver).attempt.ghost is show.session


def test_phases_are_walked_with_arrows_and_pressed() -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    key(driver, pygame.K_a)
    wait(driver, 0.2)
    driver.scene.set_focus("show")
    key(driver, pygame.K_RIGHT)
    assert machine(driver).phase is ShowPhase.CHOOSES
    key(driver, pygame.K_LEFT)
    assert machine(driver).phase is ShowPhase.TRIES
    x, y, wide, high = driver.scene.widget("show").rect  # type: ignore[union-attr]
    driver.click(x + wide - 5, y + high / 2)
    assert machine(driver).phase is ShowPhase.ENDS and machine(driver).session.won
    wait(driver, 0.1)
    assert driver.scene.widget("show") is None and screen(driver).dock.first == "end"


@pytest.mark.parametrize("by_mouse", [False, True])
def test_taking_over_at_the_step_looked_at(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = started_transport(monkeypatch, by_mouse)
    played(driver)
    if by_mouse:
        click(driver, "machine back")
        click(driver, "take over")
    else:
        key(driver, pygame.K_COMMA)
        driver.tab_to("take over")
        key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert attempt.session.count == machine(driver).session.count - 1
    assert list(attempt.session.weights) == list(machine(driver).session.run.history.weights_at(attempt.session.count))
    assert screen(driver).kind == "" and driver.scene.focus.startswith("tile ")


def test_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started_transport(monkeypatch, by_mouse=True)
    speeds = driver.scene.widget("machine speed")
    assert isinstance(speeds, Segmented)
    x, y, width, height = speeds.rect
    driver.click(x + width - 10, y + height / 2)
    wait(driver, 0.2)
    assert SPEEDS[machine(driver).speed] == 0.0 and machine(driver).done
    click(driver, "machine start")
    assert screen(driver).attempt.step == 0
    click(driver, "machine step")
    wait(driver, 1)
    assert screen(driver).attempt.step == 1
    click(driver, "machine play")
    wait(driver, 2)
    assert screen(driver).attempt.step == machine(driver).session.count
    click(driver, "leave")
    assert screen(driver).kind != "machine"


# ---------------------------------------------------------------------------------------------------------------------
# The tries are heard: the one that leads, quietly, and a note for each that comes to the goal.


def begun() -> Driver:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    wait(driver, 0.1)
    return driver


def heard(driver: Driver, monkeypatch: pytest.MonkeyPatch, seconds: float) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    monkeypatch.setattr(driver.game.sound, "play", lambda name, volume=1.0, *_when: found.append((name, volume)))
    wait(driver, seconds)
    return found


def test_the_leader_is_heard_quietly_and_each_landing_has_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = begun()
    plucks = [each for each in heard(driver, monkeypatch, 7.0) if each[0].startswith("pluck")]
    assert plucks and {volume for _name, volume in plucks} == {QUIET}
    assert [name for name, _volume in plucks].count("pluck84") >= 4  # so many come to the goal within the heats


# ---------------------------------------------------------------------------------------------------------------------
# The show of a level of every board, driven through all its phases by keys, and taken over on the way.


HEAVY = {"ten-neurons", "kernels", "the-wall"}  # trained with thousands of pictures, or for 12,000 steps
BOARDS = {kind_of(level): level.id for level in campaign() if level.id not in HEAVY}  # the last level of each


@cache
def opened_once() -> Driver:
    return opened("double-it", bets=False)


def begun_all(level: str) -> Driver:
    driver = opened_once()
    scene = PlayScene(driver.game, shipped().level(level), auto=True)
    scene.resize(driver.scene.width, driver.scene.height, driver.scene.scale)
    driver.scene = scene
    wait(driver, 0.1)
    return driver


def show_of(driver: Driver) -> MachineShow:
    machine = screen(driver).attempt.machine
    assert machine is not None
    return machine


def told(session: Session) -> Session:
    """The same actions once more, from nothing."""
    return Session(session.base, session.catalog, session.actions)


@pytest.mark.parametrize("level", BOARDS.values())
def test_each_show_goes_through_its_phases_by_keys(level: str) -> None:
    driver = begun_all(level)
    show, seen = show_of(driver), list[tuple[int, ShowPhase]]()
    for _ in range(400):
        here = show.session.stage, show.phase
        if here not in seen:
            seen.append(here)
            assert driver.scene.focus in ("machine play", "show next", "your turn", ""), driver.scene.focus
        if show.ended:
            break
        if show.prepares:
            show.set_speed(1)
            key(driver, pygame.K_SPACE)  # it holds
            clock = show.clock
            wait(driver, 0.05)
            assert show.paused and show.clock == clock
            key(driver, pygame.K_RETURN)  # and goes to the run, as soon as it is known
            for _ in range(200):
                if not show.prepares:
                    break
                wait(driver, 0.05)
        elif show.phase is ShowPhase.RUNS:
            key(driver, pygame.K_PERIOD)
            show.set_speed(len(SPEEDS) - 1)
            if show.paused:
                key(driver, pygame.K_SPACE)
        wait(driver, 0.1)
    assert show.ended and show.session.complete == show.session.won
    order = [PHASES.index(phase) for stage, phase in seen if stage == seen[-1][0]]
    assert order == sorted(order)
    again = told(show.session)
    assert again.weights == show.session.weights and again.stage == show.session.stage
    key(driver, pygame.K_a)
    assert screen(driver).kind != "machine" and not screen(driver).attempt.session.actions


# ---------------------------------------------------------------------------------------------------------------------
# A show that is only watched, as a reel has it: nothing to press, it tells when it is over.


def scene_of(driver: Driver) -> BareShow:
    assert isinstance(driver.scene, BareShow)
    return driver.scene


def watched(level: str) -> Driver:
    driver = opened("double-it", bets=False)
    scene = BareShow(driver.game, shipped().level(level), True)
    scene.resize(driver.scene.width, driver.scene.height, driver.scene.scale)
    driver.scene = scene
    wait(driver, 0.2)
    return driver


def test_there_is_nothing_of_the_screens_own_to_press_and_nothing_is_counted() -> None:
    driver = watched("thirteen")
    names = {widget.name for widget in driver.scene.widgets}
    assert not names & {"back", "settings", "machine play", "take over", "leave", "show"}
    before, show = driver.game.progress, screen(driver).attempt.machine
    assert show is not None
    show.jump(ShowPhase.ENDS)
    wait(driver, 0.5)
    assert show.ended and not scene_of(driver).over
    wait(driver, ENDING)
    assert scene_of(driver).over
    assert before.last_level != "thirteen" and not before.level("thirteen").stars


def test_while_it_is_held_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = begun()
    key(driver, pygame.K_SPACE)
    wait(driver, 0.2)
    assert heard(driver, monkeypatch, 2.0) == []
