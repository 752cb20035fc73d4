"""Auto-solve is watched on every kind of board: it opens after a run of one's own, plays, and leaves its ghost."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.boards.by_hand.sending_board import SendingBoard
from downslope.boards.shared.runs_panel import ghost_name, row_of
from downslope.rules.actions import Answer, Learn, Turn
from downslope.scenes.play.top_bar import owner_of
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.number_input import Detents
from driving import FRAME, Driver
from playing import board_of, click, key, machine, opened, painted, played, screen, wait

LEVELS = ("which-way", "one-step", "runaway", "sealed-box", "the-grump", "two-recipes", "toes")

pytestmark = pytest.mark.usefixtures("display")


def started(level: str, **settings: Any) -> Driver:
    """After a run of one's own; without bets."""
    driver = opened(level, bets=False, **settings)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    return driver


@pytest.mark.parametrize("level", LEVELS)
def test_it_opens_after_a_run_of_ones_own_for_key_and_mouse(level: str) -> None:
    driver = opened(level, bets=False)
    key(driver, pygame.K_a)
    assert screen(driver).attempt.machine is None
    driver = started(level)
    key(driver, pygame.K_a)
    assert screen(driver).dock.kind == "machine"
    driver = started(level)
    click(driver, "tile auto")
    assert screen(driver).dock.kind == "machine" and driver.scene.focus == "machine play"


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


def test_a_run_that_was_pasted_is_not_called_the_machines() -> None:
    driver = started("goldilocks")
    attempt = screen(driver).attempt
    for shared, badge, ghost in ((True, "Shared run", "shared run, 2"), (False, "Auto-solve", "auto-solve, ")):
        attempt.replay([Turn("alpha", 0.3), Learn(2)]) if shared else attempt.auto()
        wait(driver, 0.5)
        assert owner_of(screen(driver))[0] == badge
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
