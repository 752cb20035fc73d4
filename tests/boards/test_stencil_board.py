"""The stencil, by hand and learning: what is shown is what the engine computed; played with real events."""

from __future__ import annotations

from itertools import pairwise
from re import fullmatch

import pygame
import pytest

from checks.paper import written
from downslope.boards.pictures.stencil_board import StencilBoard, TeacherBoard, TeacherPanel, window
from downslope.learning.named import ConvNet
from downslope.learning.ops import assemble
from downslope.rules.actions import Learn
from downslope.rules.target import exam
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.format.numbers import number
from downslope.view.pictures.pixel_grids import StencilCell
from driving import FRAME, Driver
from playing import board_of, click, control, key, lay_out, opened, painted, screen, told, wait
from support import shipped as catalog

pytestmark = pytest.mark.usefixtures("display")
WANTED = (-1, 0, 1) * 3


def stencil(**settings: object) -> Driver:
    return opened("edge-by-hand", catalog(), **settings)


def cell(driver: Driver, number: int) -> StencilCell:
    found = control(driver, f"cell {number}", StencilCell)
    return found


def test_a_picture_is_put_together_from_its_windows() -> None:
    pixels = [float((7 * i) % 3 == 0) for i in range(64)]
    pairs = [(tuple(window(pixels, 8, place)), (0.0,)) for place in range(36)]
    assert assemble(pairs) == pixels
    assert [pairs[k][0] for k in (0, 35)] == [
        tuple(pixels[8 * i + j] for i in rows for j in rows) for rows in (range(3), range(5, 8))
    ]
    pairs[5] = ((2.0,) * 9, (0.0,))
    assert assemble(pairs) is None and assemble(pairs[:35]) is None


def test_the_map_is_that_of_the_last_look() -> None:
    driver = stencil()
    board = board_of(driver, StencilBoard)
    assert board.last_map() is None
    assert driver.scene.focus == "cell 1"
    key(driver, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_LEFT)  # the arrows walk the cells
    assert driver.scene.focus == "cell 4"
    driver.type("-")
    key(driver, pygame.K_SPACE)
    looked = board.last_map()
    pixels = board.pixels
    assert looked is not None and list(looked) == [-window(pixels, 8, place)[3] for place in range(36)]
    driver.type("0")
    assert screen(driver).attempt.session.weights[3] == 0
    driver.type("+")
    assert board.last_map() == looked == tuple(ConvNet(8).predict([0, 0, 0, -1, 0, 0, 0, 0, 0], pixels))
    assert screen(driver).attempt.session.weights[3] == 1 and sum(board.changes()) == 1
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    assert screen(driver).attempt.session.tally.probes == 2, "what was just looked at is not counted again"
    assert "last look" in driver.game.toasts.shown[-1].title


def test_the_window_is_moved_by_keys_and_by_mouse() -> None:
    driver = stencil()
    board = board_of(driver, StencilBoard)
    for _press in range(7):
        key(driver, pygame.K_RIGHT, shift=True)
    key(driver, pygame.K_DOWN, shift=True)
    assert board.place == 11 and driver.scene.focus == "cell 1"
    grid = board.picture.grid()
    driver.click(grid.x + 4.5 * grid.cell, grid.y + 3.5 * grid.cell)
    assert board.place == 2 * 6 + 3, "the pixel is in the middle of the window"
    mine = board.maps.grids()[1]
    driver.click(mine.x + 0.5 * mine.cell, mine.y + 5.5 * mine.cell)
    assert board.place == 30


@pytest.mark.slow
def test_the_learned_stencil_shows_the_run() -> None:
    driver = opened("edge-learned", catalog(), bets=False)
    click(driver, "tile step")
    stage = board_of(driver, TeacherBoard).stage
    assert isinstance(stage, TeacherPanel)
    screen(driver).attempt.turn("picture", "house")
    for _press in range(40):
        key(driver, pygame.K_SPACE, then=0.1)
    session = screen(driver).attempt.session
    assert session.count == 40 and list(stage.weights()) == session.weights
    texts = [each.string for each in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert number(exam(session, unseen=True), 2) in texts
    screen(driver).attempt.look(7)
    assert stage.weights() == session.run.at(7).weights
    pixels = assemble(session.run.examples)
    assert pixels is not None and pixels != assemble(session.level.data(True))


@pytest.mark.slow
def test_the_picture_on_the_stage_is_the_one_that_the_knob_names() -> None:
    """Lists come and go while the knob is turned, and a new one may lie where another lay."""
    driver = opened("edge-learned", catalog(), bets=False)
    right: dict[str, int] = {}
    for turn in range(60):
        for picture in ("house", "dot", "stripes")[turn % 3 :][:2]:
            screen(driver).attempt.turn("picture", picture)
        if picture not in right:
            LAYERS.clear()
        seen = hash(pygame.image.tobytes(painted(driver), "RGB"))
        assert seen == right.setdefault(picture, seen), (turn, picture)


def look_of(driver: Driver, seconds: float = 4.0) -> list[tuple[float, int, int, bool]]:
    """A look, frame by frame: how long it has taken, where the window is, places written, products on their way."""
    board, attempt = board_of(driver, StencilBoard), screen(driver).attempt
    key(driver, pygame.K_SPACE)
    frames = list[tuple[float, int, int, bool]]()
    for _frame in range(round(seconds / FRAME)):
        show = board.show
        if show is None:
            break
        picture = painted(driver).get_buffer().raw
        assert picture == painted(driver).get_buffer().raw, "a place in time has one picture"
        frames.append((show.time.time, board.place, len(show.values()), show.flown is not None))
        (down, across), side = show.spot, board.map_side
        ahead = [divmod(min(35, board.place + k), side) for k in (0, 1)]
        assert all(min(a, b) <= at <= max(a, b) for at, a, b in zip((down, across), *ahead)), "it slides to the next"
        assert show.values() == attempt.session.probed[-1].predictions[0][: frames[-1][2]]
        wait(driver, FRAME)
    return frames


@pytest.mark.slow
def test_a_look_slides_over_every_place_and_writes_as_it_goes() -> None:
    driver = opened("edge-by-hand", bets=False, still=False)
    board, attempt = board_of(driver, StencilBoard), screen(driver).attempt
    for index, value in enumerate((-1, 0, 1, 0, 0, 1, -1, 0, 1)):
        attempt.turn("weight", float(value), index, instead=True)
    wait(driver, 0.2)
    first = look_of(driver)
    assert first[-1][0] == pytest.approx(1.44 + 1.2, abs=2 * FRAME), "once it is seen how a number comes about"
    shown = {(place, count) for _time, place, count, flies in first if flies}
    ((place, count),) = shown
    pixels, weights = board.pixels, attempt.session.weights
    products = [sum(bool(a * b) for a, b in zip(window(pixels, 8, k), weights)) for k in range(36)]
    assert place == count == products.index(max(products)), "where most of the nine count"
    attempt.turn("weight", 0.0, 0, instead=True)
    second = look_of(driver)
    assert not any(flies for *_what, flies in second)
    for frames in (first, second):
        places, written = [place for _time, place, *_rest in frames], [count for _time, _place, count, _flies in frames]
        assert places == sorted(places) and max(b - a for a, b in pairwise(places)) <= 2 and written[-1] >= 34
    assert second[-1][0] == pytest.approx(1.44, abs=2 * FRAME) and board.place == 35
    attempt.turn("weight", 1.0, 0, instead=True)
    key(driver, pygame.K_SPACE, then=0.1)
    key(driver, pygame.K_SPACE, then=0.4)
    assert board.show is None, "a second press hurries it"


def test_a_look_is_heard_place_by_place_and_at_the_win_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, heard = stencil(), list[tuple[list[float], float]]()
    monkeypatch.setattr(driver.game.player_feedback, "melody", lambda values, apart: heard.append((values, apart)))
    board = board_of(driver, StencilBoard)
    for weights in ((0,) * 9, WANTED):
        for index, value in enumerate(weights):
            screen(driver).attempt.turn("weight", float(value), index, instead=True)
        key(driver, pygame.K_SPACE)
        told(driver)
    wanted = board.wanted
    assert [value for values, apart in heard for value in values if apart == 0.04] == [*[0] * 36, *wanted]
    assert heard[-1] == (wanted, 0.06)


@pytest.mark.parametrize("level", ["edge-by-hand", "edge-learned"])
@pytest.mark.parametrize("size", [(960, 540), (1280, 720)])
def test_no_number_of_a_map_is_its_sign_alone(level: str, size: tuple[int, int]) -> None:
    for text in (1.0, 1.5):
        driver = opened(level, bets=False, text=text)
        if level == "edge-learned":  # its maps come with what is written
            screen(driver).attempt.act(Learn(1))
            wait(driver, 0.1)
        lay_out(driver.scene, size)
        texts = [each.string for each in written(driver.scene.draw, size, driver.game.look())]
        session = screen(driver).attempt.session
        goals = [goal for _given, wanted in session.level.data(bool(session.level.unseen)) for goal in wanted]
        negative = [int(each.replace("−", "-")) for each in texts if fullmatch(r"[-−]\d", each)]
        assert sorted(negative) == sorted(goal for goal in goals if goal < 0), text
