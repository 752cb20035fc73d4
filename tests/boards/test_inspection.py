"""A net that reads, looked at closely: by mouse, keys and wheel; what is shown is what the engine has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pygame
import pytest

from downslope import Conv
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.pictures.reading_pages import MisreadPictures, ReadingPages
from downslope.engine.checkpoint import Snapshot
from downslope.learning.architecture import eye_shares, pixel_shares
from downslope.rules.actions import Action, Learn, Turn
from downslope.rules.target import share_correct
from downslope.view.charts.vote_bars import Votes, row_of
from downslope.view.pictures.kernel_maps import KernelHistory, KernelMaps, KernelShares, MapPlace
from downslope.view.widgets.button import Segmented
from driving import Driver
from playing import board_of, click, control, key, opened, page, painted, screen, wait

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]
STEPS = (0, 50, 200)


def reading(kernels: int = 8, level: str = "kernels", steps: Sequence[int] = STEPS) -> Driver:
    """A net that has learned some of the shipped digits, its weights at these steps kept; it looks at a three."""
    driver = opened(level, bets=False)
    attempt, board = screen(driver).attempt, board_of(driver, DigitsBoard)
    session, kept = attempt.session, []
    first: list[Action] = [Turn("kernels", kernels)] if kernels != 8 and level == "kernels" else []
    for action in first:
        session.do(action)
    board.training.update()
    for step in steps:
        if step > session.count:
            session.do(Learn(step - session.count))
        share = share_correct(session.run, session.level.data(unseen=True)[:60])
        kept.append(Snapshot(step, list(session.weights), {"seen": share, "unseen": share}))
    board.training.own = kept
    attempt.playback.jump(session.count)
    recognition = board.recognition
    recognition.evaluation_at(recognition.reader.labels.index(3))
    wait(driver, 0.1)
    return driver


votes = partial(control, name="votes", kind=Votes)


def test_what_speaks_is_the_engine_s_and_adds_up() -> None:
    driver = reading()
    page(driver, "One cell")
    inspection, session = board_of(driver, DigitsBoard).recognition, screen(driver).attempt.session
    network, pixels = session.level.network, board_of(driver, DigitsBoard).recognition.pixels()
    predictions = network.predict(session.weights, pixels)
    first, second = sorted(range(10), key=lambda k: -predictions[k])[:2]
    speaking = inspection.speaking()
    assert speaking is not None and speaking.pair == (first, second)
    pair = {first: 1.0, second: -1.0}
    assert list(speaking.pixels) == pixel_shares(network, session.weights, pixels, pair)
    assert list(speaking.eyes) == eye_shares(network, session.weights, pixels, pair)
    assert sum(speaking.pixels) == pytest.approx(predictions[first] - predictions[second], abs=1e-12)
    shown = driver.scene.widget("eye shares")
    assert isinstance(shown, KernelShares) and shown.shares == speaking.eyes


def test_two_digits_are_chosen_by_mouse_keys_and_wheel() -> None:
    driver = reading()
    page(driver, "One cell")
    board = board_of(driver, DigitsBoard)

    def pair() -> tuple[int, int]:
        return board.recognition.pair() or (0, 0)

    x, top, w, high = row_of(votes(driver).rect, 7, 10)
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
    assert pair()[0] == board.recognition.best, "as it is read"
    driver.click(x + w / 2, top + high / 2)
    click(driver, "tabs")  # anything else
    board.recognition.evaluation_at(5)
    wait(driver, 0.1)
    assert pair()[0] == board.recognition.best, "another picture"


def test_one_cell_is_nine_products() -> None:
    driver = reading()
    page(driver, "One cell")
    board = board_of(driver, DigitsBoard)
    inspection, session = board.recognition, screen(driver).attempt.session
    network, pixels = session.level.network, board.recognition.pixels()
    conv = network.ops()[0]
    assert isinstance(conv, Conv)
    shown = control(driver, "map", MapPlace)
    assert shown.values[inspection.place] == max(shown.values), "it begins at the brightest"
    screen(driver).set_focus("map")
    inspection.put(14)
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    assert inspection.place == 21
    window = [pixels[k] for k in inspection.window()]
    total = sum(a * b for a, b in zip(window, session.weights[conv.kernel(inspection.eye)]))
    assert shown.values[21] == pytest.approx(max(0.0, total))
    x, y = shown.grid.at(3)
    driver.move(x + 4, y + 4)
    wait(driver, 0.1)
    assert inspection.place == 3, "the pointer is over it"
    pad = driver.scene.widget("window")
    assert pad is not None and driver.scene.widget("pad") is None, "the pad shows what speaks"
    driver.click(pad.rect[0] + 3, pad.rect[1] + 3)
    assert inspection.place == 0
    screen(driver).set_focus("eye shares")
    key(driver, pygame.K_RIGHT)
    assert inspection.eye == 1 and shown.place == inspection.place


@pytest.mark.parametrize("kernels, columns, rows", [(4, 2, 2), (8, 4, 2), (16, 4, 4)])
def test_a_card_for_each_kernel(kernels: int, columns: int, rows: int) -> None:
    driver = reading(kernels, steps=(0,))
    eyes = driver.scene.widget("kernels")
    assert isinstance(eyes, KernelMaps) and len(eyes.items) == kernels
    assert (eyes.columns, eyes.rows) == (columns, rows)
    cards = [pygame.Rect(eyes.cell(k)) for k in range(kernels)]
    assert not any(a.colliderect(b) for k, a in enumerate(cards) for b in cards[:k])
    assert all(pygame.Rect(eyes.rect).inflate(4, 4).contains(card) for card in cards)
    screen(driver).set_focus("kernels")
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    assert eyes.chosen == 1 + columns
    key(driver, pygame.K_RETURN, then=0.1)
    assert isinstance(driver.scene.widget("map"), MapPlace), "Enter looks at one cell of it"
    assert board_of(driver, DigitsBoard).recognition.eye == 1 + columns


def test_when_looks_back_at_what_was_kept() -> None:
    driver = reading()
    page(driver, "When")
    wait(driver, 0.2)
    attempt, history = screen(driver).attempt, driver.scene.widget("when")
    assert isinstance(history, KernelHistory)
    assert [past[:3] for past in history.past] == [(k, str(k), False) for k in STEPS]
    start = attempt.session.run.history.weights_at(50)
    assert [w for eye in history.past[1][3] for w in eye.kernel] == list(start[:72])
    x, y, w, h = history.cell(1, 0)
    driver.click(x + w / 2, y + h / 2)
    assert attempt.step == 0 and history.chosen == 1
    screen(driver).set_focus("when")
    key(driver, pygame.K_RIGHT)
    assert attempt.step == 50
    assert list(board_of(driver, DigitsBoard).recognition.weights()) == list(start)


@pytest.mark.parametrize("level", ["kernels", "ten-neurons"])
def test_a_misread_digit_says_why(level: str) -> None:
    driver = reading(level=level)
    recognition = board_of(driver, DigitsBoard).recognition
    while not recognition.reader.whole:
        wait(driver, 0.2)
    page(driver, "Wrong")
    wrong = driver.scene.widget("wrong")
    assert isinstance(wrong, MisreadPictures) and len(wrong.items) == len(recognition.reader.wrong()) > 6
    start = wrong.chosen + 1 if wrong.chosen >= 0 else 0
    screen(driver).set_focus("wrong")
    key(driver, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, then=0.1)
    assert wrong.chosen == start + 3 * wrong.columns and wrong.row > 0, "the rows follow"
    _pixels, label, read = wrong.items[wrong.chosen]
    assert recognition.label == label and recognition.best == read
    painted(driver)
    speaking = board_of(driver, DigitsBoard).recognition.speaking()
    assert speaking is not None and speaking.pair == (read, label) and sum(speaking.pixels) > 0
    row = wrong.row
    driver.wheel(wrong.rect[0] + 9, wrong.rect[1] + 9, -1)
    assert wrong.row == row + 1


def test_equal_votes_read_nothing_and_in_large_text_each_page_is_one_press_away() -> None:
    driver = opened("ten-neurons")  # all weights are 0
    recognition = board_of(driver, DigitsBoard).recognition
    assert len(set(recognition.votes)) == 1 and recognition.best is None
    painted(driver)
    driver = opened("kernels", text=1.5)
    pages = board_of(driver, DigitsBoard).pages
    assert isinstance(pages, ReadingPages)
    wait(driver, 0.3)
    for number, (_name, shown) in enumerate(pages.items()):
        tabs = driver.scene.widget("tabs")
        assert isinstance(tabs, Segmented)
        x, y, w, h = tabs.item_rect(number)
        driver.click(x + w / 2, y + h / 2)
        wait(driver, 0.1)
        assert pages.shown == [shown]
