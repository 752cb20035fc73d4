"""What is played on a stage is a function of its time: put back, it is drawn as it was; a press makes it four times
as fast, and with reduced motion its end is there at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pytest

from downslope.attempt.director import PLACING, Phase
from downslope.boards.pictures.stencil_board import StencilBoard
from downslope.boards.several_weights.contour_board import ContourBoard
from driving import FRAME, Driver
from playing import board_of, key, opened, painted, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")

Morph = tuple[Driver, Callable[[float], object]]  # what is driven, and what puts it to a part of its time, 0 ... 1


def bowl_becomes_map() -> Morph:
    driver = opened("valley", bets=False, still=False)
    wait(driver, 1.5)
    return driver, board_of(driver, ContourBoard).land.part.jump


def products_become_a_number() -> Morph:
    driver = opened("edge-by-hand", bets=False, still=False)
    board = board_of(driver, StencilBoard)
    turned(driver)
    key(driver, pygame.K_SPACE)
    show = board.show
    assert show is not None and show.time.length > 2.4
    show_time = show.time
    return driver, lambda part: setattr(show_time, "time", part * show_time.length)


def step_of(name: str) -> Morph:
    """A step is on its way: blame walks back, lanterns go, dogs spring."""
    driver = opened(name, bets=False, still=False)
    play_scene = screen(driver)
    play_scene.attempt.step_once()

    def put(part: float) -> None:
        play_scene.attempt.playback.at = part
        play_scene.board.after_update(0.0)

    return driver, put


def answer_becomes_a_plate() -> Morph:
    driver = opened("thirteen", still=False)
    wait(driver, 0.6)
    attempt = screen(driver).attempt
    attempt.open_bets.answer(shipped().level("thirteen").questions[0].right)
    assert attempt.director.state is Phase.PLACE
    return driver, lambda part: setattr(attempt.director, "clock", part * PLACING)


def turned(driver: Driver, first: float = -1.0) -> None:
    """The stencil finds right edges; its first cell may be another."""
    for index, value in enumerate((first, 0, 1, 0, 0, 1, -1, 0, 1)):
        screen(driver).attempt.turn("weight", float(value), index, instead=True)
    wait(driver, 0.2)


MORPHS: dict[str, Callable[[], Morph]] = {
    "bowl": bowl_becomes_map, "products": products_become_a_number, "plate": answer_becomes_a_plate,
    **{name: partial(step_of, name) for name in ("hidden-four", "dead-relu", "three-neurons", "toes")},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", MORPHS)
def test_played_backwards_each_time_has_its_picture_again(name: str) -> None:
    driver, put = MORPHS[name]()
    times = [0.05 + 0.9 * k / 11 for k in range(12)]

    def pictures(order: list[float]) -> list[bytes]:
        found = []
        for time in order:
            put(time)
            found.append(painted(driver).get_buffer().raw)
        return found

    forward = pictures(times)
    assert pictures(times[::-1])[::-1] == forward
    assert len(set(forward)) > 8, "it moves"


def test_a_press_makes_what_is_played_four_times_as_fast() -> None:
    driver, _put = products_become_a_number()
    show = board_of(driver, StencilBoard).show
    step, _put = step_of("hidden-four")
    playback = screen(step).attempt.playback
    assert show is not None
    for driven in (driver, step):
        times = [show.time.time if driven is driver else playback.at]
        for press in (False, True):
            if press:
                screen(driven).attempt.director.faster()
            wait(driven, FRAME)
            times.append(show.time.time if driven is driver else playback.at)
        start, once, hurried = times
        assert hurried - once == pytest.approx(4 * (once - start))


def second_look(still: bool = True) -> tuple[Driver, StencilBoard]:
    """8-1 in the frame in which its second look is asked for."""
    driver = opened("edge-by-hand", bets=False, still=still)
    turned(driver)
    key(driver, pygame.K_SPACE)
    wait(driver, 4.0)
    turned(driver, 0.0)
    driver.key(pygame.K_SPACE)
    return driver, board_of(driver, StencilBoard)


@pytest.mark.slow
def test_a_look_moves_in_nearly_every_frame_and_writes_each_cell_in_its_time() -> None:
    driver, board = second_look(still=False)
    pictures, written = [painted(driver)], dict[int, float]()  # milliseconds since the frame that begins it
    for frame in range(88):
        driver.scene = driver.scene.update(1 / 60)
        show = board.show
        for place in range(len(show.values()) if show is not None else 36):
            written.setdefault(place, frame * 1000 / 60)
        pictures.append(painted(driver))
    same = [pygame.mask.from_threshold(after, (0, 0, 0), (1, 1, 1, 255), before).count() / (1280 * 720)
            for before, after in zip(pictures, pictures[1:])]  # fmt: skip
    assert sum(part <= 0.98 for part in same) >= 70
    assert all(abs(written[place] - 40 * (place + 1)) <= 17 for place in range(36)), written


def test_with_reduced_motion_the_end_of_a_look_is_there_at_once() -> None:
    driver, board = second_look()
    wait(driver, 0.15)
    assert board.show is not None and board.show.values() == board.last_map()
