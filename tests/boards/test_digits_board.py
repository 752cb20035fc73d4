"""The digits' screen and the stencil: what is drawn, read and trained, and what is shown is what the engine has."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import Any

import pygame
import pytest

from downslope import Accuracy, Conv, Move, paths
from downslope.attempt.game.game import Game
from downslope.attempt.game.own_net import keep_net, with_net
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.pictures.reading_board import HandBoard, ReadingBoard, ReadingPlace
from downslope.boards.pictures.reading_pages import MisreadPictures
from downslope.boards.pictures.recognition import Recognition
from downslope.engine.checkpoint import Snapshot
from downslope.learning import eye_shares, kernel_count, pixel_shares
from downslope.registry.loading import load_all
from downslope.rules import Catalog, Learn, Next, Reset, Session, Stop, largest, share_correct, votes_of
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.saves import Store
from downslope.view.draw import AWAKE
from downslope.view.pictures.kernel_maps import KernelHistory, KernelShares, MapPlace
from downslope.view.pictures.pixel_grids import DrawingPad
from lib import waiting
from lib.driving import Driver
from lib.hands import strokes
from lib.playing import board_of, click, control, key, need, opened, page, painted, screen, wait
from lib.support import shipped, trained

pytestmark = pytest.mark.usefixtures("display")
LEVELS = """
from downslope import Accuracy, ConvNet, Drawn, Example, Fooled, Knob, Level, hookimpl

def picture(k):
    return [float((i * (k + 3)) % 7 < 2 + k % 3) for i in range(64)]

@hookimpl
def levels():
    data = [Example(picture(k % 10), [float(n == k % 10) for n in range(10)]) for k in range(60)]
    more = dict(chapter="x", examples=data, minutes=1, network=ConvNet(8, 4, 10), metric="softmax-cross-entropy",
                sight={"bowl": "none"})
    return [
        Level("eyes", title="Eyes", alpha=0.05, spread=0.3, unseen=data, batch=1, target=Accuracy(0.9), budget=6,
              par=6, par_unit="passes", learner="gradient-descent",
              knobs=[Knob("alpha", 0.01, 0.1, stops=(0.01, 0.05, 0.1)), Knob("kernels", 4, 8, stops=(4, 8))], **more),
        Level("hand", title="Hand", weights_from="eyes", learner=None, knobs=[], target=Drawn(8), par_target=Drawn(9),
              par=10, par_unit="drawings", stages=[{"star": 3, "target": Fooled(0.1)}], **more),
    ]
"""
board = partial(board_of, kind=DigitsBoard)
pad = partial(control, name="pad", kind=DrawingPad)


@pytest.fixture
def catalog(home: Path) -> Catalog:
    (home / "plugins").mkdir()
    (home / "plugins" / "pictures.py").write_text(LEVELS, encoding="utf-8")
    return load_all().catalog


def recognition(driver: Driver) -> Recognition:
    return board_of(driver, ReadingBoard).recognition


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[Popen[str]]:
    """Those that are started for a training."""
    workers: list[Popen[str]] = []

    def start(command: list[str], **options: Any) -> Popen[str]:
        process = Popen(command, **options)
        if command[-1] == "worker":
            workers.append(process)
        return process

    monkeypatch.setattr("subprocess.Popen", start)
    return workers


def drag(driver: Driver, *points: tuple[float, float]) -> None:
    """Draw on the pad with the mouse."""
    x, y, w, h = pad(driver).rect
    spots = [(round(x + u * w), round(y + v * h)) for u, v in points]
    driver.post(pygame.MOUSEBUTTONDOWN, pos=spots[0], button=1)
    for spot in spots[1:]:
        driver.post(pygame.MOUSEMOTION, pos=spot, rel=(1, 1), buttons=(1, 0, 0))
    driver.post(pygame.MOUSEBUTTONUP, pos=spots[-1], button=1)
    wait(driver, 0.1)


def write(driver: Driver, digit: int, said: int) -> None:
    """Draw a digit with the mouse, and say which it is."""
    for stroke in strokes(0, digit):
        drag(driver, *stroke)
    click(driver, f"digit {said}")


class Told:
    """A training that tells what it is given."""

    def __init__(self) -> None:
        self.events: list[Snapshot] = []

    def follow(self, session: Session) -> list[Snapshot]:
        events, self.events = self.events, []
        return events

    def go(self, until: int) -> None:
        self.until = until

    def close(self) -> None:
        self.until = 0


def test_what_a_training_tells_and_what_is_read_anew_wakes_the_window(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = Told()
    monkeypatch.setattr("downslope.boards.pictures.recognition.start_training", lambda *_given: training)
    driver = opened("pictures/eyes", catalog)
    frames = 0
    while not recognition(driver).reader.whole:
        AWAKE.ask()
        wait(driver, 1 / 60)
        assert AWAKE.ask()  # some pictures are read in each frame
        frames += 1
    assert frames > 5
    click(driver, "tile learn")
    wait(driver, 2)
    AWAKE.ask()
    wait(driver, 0.1)
    assert not AWAKE.ask()
    training.events = [Snapshot(1, recognition(driver).weights())]
    wait(driver, 1 / 60)
    assert AWAKE.ask()


def of_a_trained_net() -> Driver:
    """The postcards, read by a net that was trained."""
    save_net(paths.net("pictures/eyes"), SavedNet(trained().level.network, trained().weights))
    return opened("pictures/hand", load_all().catalog)


def until_it_stands(driver: Driver) -> None:
    """Let real time go by until the training stands, or something was lost."""

    def came() -> bool:
        wait(driver, 0.05)
        return not board(driver).training.running

    waiting.until(came, "it stands")


def test_a_digit_is_drawn_rubbed_out_and_cleared_by_mouse_and_by_keys(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    drag(driver, (0.5, 0.1), (0.5, 0.9))
    pixels, here = pad(driver).pixels, recognition(driver)
    assert len(pad(driver).strokes) == 1 and here.has_drawing() and tuple(here.pixels()) == tuple(pixels)
    assert sum(pixels) > 4 and all(p == 0 for p in pixels[::8]), "a bar in the middle"
    click(driver, "rubber")
    drag(driver, (0.4, 0.5), (0.6, 0.5))
    assert len(pad(driver).strokes) == 2, "the bar fell apart"
    click(driver, "clear", then=0.1)
    assert not here.has_drawing() and not any(pad(driver).pixels) and here.votes == []
    click(driver, "another", then=0.1)
    assert tuple(pad(driver).pixels) == tuple(here.reader.pairs[1][0])
    driver = opened("pictures/eyes", catalog)
    screen(driver).set_focus("pad")
    key(driver, pygame.K_RETURN)
    driver.key(pygame.K_DOWN, shift=True, times=5)
    key(driver, pygame.K_RETURN, pygame.K_RIGHT)
    (stroke,) = pad(driver).strokes
    assert stroke[0] == (0.5, 0.25) and stroke[-1] == pytest.approx((0.5, 0.875))


@pytest.mark.slow
def test_a_training_is_followed_to_its_end(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    click(driver, "tile learn")
    until_it_stands(driver)
    attempt, training = screen(driver).attempt, board(driver).training
    session, ends = attempt.session, attempt.session.count // 60
    assert session.count == 6 * 60 or session.won
    assert [passes for passes, _seen, _unseen in training.points if passes.is_integer()] == list(range(ends + 1))
    assert [one.step for one in training.kept][:8] == [0, 10, 20, 30, 50, 60, 90, 100]
    here = screen(opened("pictures/eyes", catalog)).attempt.session
    here.learn(session.count)
    assert session.weights == here.weights, "the same steps, made by another process"
    if not session.won:
        for number in (2, 8):
            step = training.kept[number].step
            attempt.look(step)
            assert list(recognition(driver).weights()) == list(here.run.history.weights_at(step))
    training.stop()


@pytest.mark.slow
def test_alpha_is_turned_while_it_trains_and_what_begins_anew_is_not(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    training = board(driver).training
    training.one_pass()
    training.turn("alpha", 0.1)
    training.turn("kernels", 8)
    until_it_stands(driver)
    session = screen(driver).attempt.session
    assert session.knobs["alpha"] == 0.1 and kernel_count(session.level.network) == 4
    assert any("cannot be turned while it trains" in toast.title for toast in driver.game.toasts.shown)
    training.turn("kernels", 8)
    wait(driver, 0.1)
    assert kernel_count(screen(driver).attempt.session.level.network) == 8 and len(training.points) <= 1
    training.stop()


@pytest.mark.slow
def test_a_process_that_is_killed_is_told_and_gone_on_from_and_leaving_ends_it(
    catalog: Catalog, processes: list[Popen[str]]
) -> None:
    driver = opened("pictures/eyes", catalog)
    training = board(driver).training
    training.one_pass()
    until_it_stands(driver)
    before = screen(driver).attempt.session.count
    training.toggle()
    processes[0].kill()
    until_it_stands(driver)
    assert any("go on from there" in f"{toast.title} {toast.body}" for toast in driver.game.toasts.shown)
    assert screen(driver).attempt.session.count >= before > 0
    training.toggle()
    assert len(processes) == 2 and processes[1].poll() is None
    screen(driver).end()
    assert processes[1].poll() is not None


@pytest.mark.slow
def test_each_part_keeps_a_net_of_its_own_and_the_last_is_read_by() -> None:
    """Their exams differ, so that none is better than the other; and nothing is asked that the net has learned from."""
    reader, game, nets = shipped().level("read-my-hand"), Game(Store()), list[tuple[float, ...]]()
    session = Session(replace(shipped().level("kernels"), target=Accuracy(0.01)), shipped(), [Learn(1), Stop()])
    for exam in (0.981, 0.947):
        assert keep_net(game, session, exam) and not keep_net(game, session, 0.93), "not a worse one"
        nets.append(tuple(session.weights))
        level = with_net(game, reader)
        asked, learned = level.data(unseen=True), {pixels for pixels, _goal in session.level.data()}
        assert level.weights == nets[-1] and asked and learned.isdisjoint(pixels for pixels, _goal in asked)
        if exam == 0.981:
            session.do(Next())
            assert not keep_net(game, session, 0.93), "not before it reads what its part asks"
            assert with_net(game, reader).weights == nets[0]
            session.do(Learn(1))
    assert nets[0] != nets[1] and load_net(paths.net("kernels")).weights == list(nets[0]), "the first part's is kept"


def test_who_has_no_net_is_led_to_its_training(catalog: Catalog) -> None:
    driver = opened("pictures/hand", catalog)
    hand = board_of(driver, HandBoard)
    assert [tile.name for tile in hand.tiles() if tile.primary] == ["train"]
    assert "Train one in “Eyes” first" in hand.words()[1] and hand.below not in hand.panels
    pad(driver).strokes += strokes(0, 3)
    wait(driver, 0.1)
    hand.which.say(3)
    wait(driver, 0.1)
    assert hand.below in hand.panels and hand.words().plain == "", "with the first drawing"
    click(driver, "tile train")
    assert screen(driver).level.id == "pictures/eyes"


@pytest.mark.slow
def test_digits_are_drawn_confirmed_and_judged(catalog: Catalog) -> None:
    driver = of_a_trained_net()
    hand, session = board_of(driver, HandBoard), screen(driver).attempt.session
    assert [tile.name for tile in hand.tiles() if tile.primary] == ["clear"]
    driver.type("7")
    wait(driver, 0.05)
    assert session.shown == [] and hand.which.said == "Draw it first."
    for digit in range(10):
        write(driver, digit, digit)
    right = sum(drawing.right for drawing in hand.drawings())
    assert len(session.shown) == 10 and session.won and right >= 8
    wait(driver, 4.0)
    click(driver, "tile next")
    assert screen(driver).attempt.session.stage == 1 and not recognition(driver).has_drawing(), "an empty pad"
    write(driver, 1, 7)
    assert screen(driver).attempt.session.won, "something else than what was drawn"


@pytest.mark.slow
def test_what_is_read_wrongly_stays_until_the_next_stroke_and_can_be_taken_back(catalog: Catalog) -> None:
    driver = of_a_trained_net()
    here, session = recognition(driver), screen(driver).attempt.session
    write(driver, 3, 8)
    wait(driver, 0.2)
    assert here.has_drawing() and tuple(here.pixels()) == tuple(session.shown[-1][0])
    click(driver, "digit 8")
    assert len(session.shown) == 1, "it is judged once"
    write(driver, 5, 5)
    assert len(session.shown) == 2 and not here.has_drawing(), "what is right makes room"
    write(driver, 3, 8)
    key(driver, pygame.K_z)
    click(driver, "digit 3")
    assert [largest(goal) for _pixels, goal in screen(driver).attempt.session.shown] == [8, 5, 3]


def read_on(level: str, steps: int) -> tuple[Driver, ReadingPlace]:
    """A net in its place that has learned so many steps and read all unseen digits."""
    driver = opened(level, bets=False)
    attempt, place = screen(driver).attempt, need(board(driver).place)
    attempt.session.do(Learn(steps))
    attempt.look(attempt.session.count)
    wait(driver, 0.1)
    while not place.recognition.reader.whole:
        wait(driver, 0.1)
    return driver, place


@pytest.mark.parametrize("level", ["ten-neurons", "kernels"])
def test_a_sorting_office_shows_what_the_engine_reads(level: str) -> None:
    driver, place = read_on(level, 300)
    session, seen = screen(driver).attempt.session, place.recognition
    numbers, table = place.numbers(), seen.reader.table(10)
    votes = votes_of(session.run, session.run.predict(session.weights, seen.pixels()))
    assert [numbers[f"vote {k}"] for k in range(1, 11)] == pytest.approx(votes)
    shares = [table[k][k] / sum(table[k]) for k in range(10)]
    assert [numbers[f"right {k}"] for k in range(1, 11)] == pytest.approx(shares)
    right = sum(table[k][k] for k in range(10))
    assert sum(map(sum, table)) == 360 == right + len(seen.reader.wrong())
    vote, said = (1 if level == "ten-neurons" else 100) * max(votes), board(driver).words().heard
    assert f"{right} of 360 read correctly." in said and 0 < right < 360
    assert float(said.partition("Its vote is ")[2].split(" ")[0].strip("%.")) == pytest.approx(vote, abs=0.5)
    screen(driver).attempt.act(Reset())
    wait(driver, 0.3)
    assert not any(name.startswith("right") for name in place.numbers()) or level == "kernels", "all weights are 0"
    other = replace(shipped().level(level), picture="street.svg", moves=(Move("walker", "x", "alpha"),))
    assert board(opened(other, bets=False)).place is None, "without paper or holes there is no place to read in"


digits_board = partial(board_of, kind=DigitsBoard)


def reading(level: str = "kernels", name: str = "") -> Driver:
    """A net that has learned some of the shipped digits, its weights at these steps kept; it looks at a three."""
    driver = opened(level, bets=False)
    attempt, recognition, kept = screen(driver).attempt, digits_board(driver).recognition, []
    digits_board(driver).training.update()
    for step in (0, 50, 200):
        if step > attempt.session.count:
            attempt.session.do(Learn(step - attempt.session.count))
        share = share_correct(attempt.session.run, attempt.session.level.data(unseen=True)[:60])
        kept.append(Snapshot(step, list(attempt.session.weights), {"seen": share, "unseen": share}))
    digits_board(driver).training.own = kept
    attempt.playback.jump(attempt.session.count)
    recognition.evaluation_at(recognition.reader.labels.index(3))
    wait(driver, 0.1)
    if name:
        page(driver, name)
    return driver


def test_what_speaks_is_the_engine_s_and_adds_up_and_one_cell_is_nine_products() -> None:
    driver = reading(name="One cell")
    seen, session = digits_board(driver).recognition, screen(driver).attempt.session
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
    assert attempt.step == 50 and list(digits_board(driver).recognition.weights()) == list(start)


@pytest.mark.parametrize("level", ["kernels", "ten-neurons"])
def test_a_misread_digit_says_why(level: str) -> None:
    driver = reading(level=level)
    seen = digits_board(driver).recognition
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


def test_equal_votes_read_nothing() -> None:
    seen = digits_board(opened("ten-neurons")).recognition  # all weights are 0
    assert len(set(seen.votes)) == 1 and seen.best is None
