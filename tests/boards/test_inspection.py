"""A net that reads, looked at closely: by mouse, keys and wheel; what is shown is what the engine has."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from downslope import Conv
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.pictures.reading_pages import MisreadPictures
from downslope.engine.checkpoint import Snapshot
from downslope.learning.architecture import eye_shares, pixel_shares
from downslope.rules.actions import Learn, Turn
from downslope.rules.target import share_correct
from downslope.view.charts.vote_bars import Votes, row_of
from downslope.view.pictures.kernel_maps import KernelHistory, KernelMaps, KernelShares, MapPlace
from driving import Driver
from playing import board_of, control, key, opened, page, painted, screen, wait

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]
board = partial(board_of, kind=DigitsBoard)


def reading(kernels: int = 8, level: str = "kernels", steps: tuple[int, ...] = (0, 50, 200), name: str = "") -> Driver:
    """A net that has learned some of the shipped digits, its weights at these steps kept; it looks at a three."""
    driver = opened(level, bets=False)
    attempt, recognition, kept = screen(driver).attempt, board(driver).recognition, []
    if kernels != 8:
        attempt.session.do(Turn("kernels", kernels))
    board(driver).training.update()
    for step in steps:
        if step > attempt.session.count:
            attempt.session.do(Learn(step - attempt.session.count))
        share = share_correct(attempt.session.run, attempt.session.level.data(unseen=True)[:60])
        kept.append(Snapshot(step, list(attempt.session.weights), {"seen": share, "unseen": share}))
    board(driver).training.own = kept
    attempt.playback.jump(attempt.session.count)
    recognition.evaluation_at(recognition.reader.labels.index(3))
    wait(driver, 0.1)
    if name:
        page(driver, name)
    return driver


def test_what_speaks_is_the_engine_s_and_adds_up_and_one_cell_is_nine_products() -> None:
    driver = reading(name="One cell")
    seen, session = board(driver).recognition, screen(driver).attempt.session
    network, pixels = session.level.network, seen.pixels()
    predictions = network.predict(session.weights, pixels)
    first, second = sorted(range(10), key=lambda k: -predictions[k])[:2]
    speaking, pair = seen.speaking(), {first: 1.0, second: -1.0}
    assert speaking is not None and speaking.pair == (first, second)
    assert list(speaking.pixels) == pixel_shares(network, session.weights, pixels, pair)
    assert list(speaking.eyes) == eye_shares(network, session.weights, pixels, pair)
    assert sum(speaking.pixels) == pytest.approx(predictions[first] - predictions[second], abs=1e-12)
    assert control(driver, "eye shares", KernelShares).shares == speaking.eyes
    conv, shown = network.ops()[0], control(driver, "map", MapPlace)
    assert isinstance(conv, Conv) and shown.values[seen.place] == max(shown.values), "it begins at the brightest"
    screen(driver).set_focus("map")
    seen.put(14)
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    total = sum(a * pixels[k] for a, k in zip(session.weights[conv.kernel(seen.eye)], seen.window()))
    assert seen.place == 21 and shown.values[21] == pytest.approx(max(0.0, total))
    x, y = shown.grid.at(3)
    driver.move(x + 4, y + 4)
    wait(driver, 0.1)
    assert seen.place == 3, "the pointer is over it"
    screen(driver).set_focus("eye shares")
    key(driver, pygame.K_RIGHT)
    assert seen.eye == 1 and shown.place == seen.place


def test_two_digits_are_chosen_by_mouse_keys_and_wheel() -> None:
    driver = reading(name="One cell")
    seen = board(driver).recognition

    def pair() -> tuple[int, int]:
        return seen.pair() or (0, 0)

    x, top, w, high = row_of(control(driver, "votes", Votes).rect, 7, 10)
    driver.click(x + w / 2, top + high / 2)
    first, second = pair()
    assert first == 7
    driver.wheel(x + w / 2, top + high / 2, -1)
    moved = (second + 1) % 10
    assert pair() == (7, moved if moved != 7 else 8)
    screen(driver).set_focus("votes")
    key(driver, pygame.K_DOWN)
    first, before = pair()
    assert first in (8, 9)
    key(driver, pygame.K_RETURN, pygame.K_UP)  # from here on the arrows move the second
    assert pair()[0] == first and pair()[1] != before
    key(driver, pygame.K_DELETE)
    assert pair()[0] == seen.best, "as it is read"


@pytest.mark.parametrize("kernels, columns, rows", [(4, 2, 2), (16, 4, 4)])
def test_a_card_for_each_kernel(kernels: int, columns: int, rows: int) -> None:
    driver = reading(kernels, steps=(0,))
    eyes = control(driver, "kernels", KernelMaps)
    assert (len(eyes.items), eyes.columns, eyes.rows) == (kernels, columns, rows)
    screen(driver).set_focus("kernels")
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    assert eyes.chosen == 1 + columns
    key(driver, pygame.K_RETURN, then=0.1)
    assert isinstance(driver.scene.widget("map"), MapPlace), "Enter looks at one cell of it"
    assert board(driver).recognition.eye == 1 + columns


def test_when_looks_back_at_what_was_kept() -> None:
    driver = reading(name="When")
    wait(driver, 0.2)
    attempt, history = screen(driver).attempt, control(driver, "when", KernelHistory)
    assert [past[:3] for past in history.past] == [(k, str(k), False) for k in (0, 50, 200)]
    start = attempt.session.run.history.weights_at(50)
    assert [w for eye in history.past[1][3] for w in eye.kernel] == list(start[:72])
    x, y, w, h = history.cell(1, 0)
    driver.click(x + w / 2, y + h / 2)
    assert attempt.step == 0 and history.chosen == 1
    screen(driver).set_focus("when")
    key(driver, pygame.K_RIGHT)
    assert attempt.step == 50 and list(board(driver).recognition.weights()) == list(start)


@pytest.mark.parametrize("level", ["kernels", "ten-neurons"])
def test_a_misread_digit_says_why(level: str) -> None:
    driver = reading(level=level)
    seen = board(driver).recognition
    while not seen.reader.whole:
        wait(driver, 0.2)
    page(driver, "Wrong")
    wrong = control(driver, "wrong", MisreadPictures)
    assert len(wrong.items) == len(seen.reader.wrong()) > 6
    start = wrong.chosen + 1 if wrong.chosen >= 0 else 0
    screen(driver).set_focus("wrong")
    key(driver, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, then=0.1)
    assert wrong.chosen == start + 3 * wrong.columns and wrong.row > 0, "the rows follow"
    _pixels, label, read = wrong.items[wrong.chosen]
    assert (seen.label, seen.best) == (label, read)
    painted(driver)
    speaking = seen.speaking()
    assert speaking is not None and speaking.pair == (read, label) and sum(speaking.pixels) > 0
    row = wrong.row
    driver.wheel(wrong.rect[0] + 9, wrong.rect[1] + 9, -1)
    assert wrong.row == row + 1
    driver.click(wrong.rect[0] + 30, wrong.rect[1] + 20)
    assert seen.sample == seen.reader.wrong()[wrong.row * wrong.columns]


def test_equal_votes_read_nothing_and_in_large_text_each_page_is_one_press_away() -> None:
    driver = opened("ten-neurons")  # all weights are 0
    seen = board(driver).recognition
    assert len(set(seen.votes)) == 1 and seen.best is None
    painted(driver)
    driver = opened("kernels", text=1.5)
    wait(driver, 0.3)
    pages = board(driver).pages
    screen(driver).set_focus("tabs")
    for _name, shown in pages.items():
        assert pages.shown == [shown]
        key(driver, pygame.K_RIGHT)
