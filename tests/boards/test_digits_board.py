"""The digits' screen: drawing by mouse and keys, votes and maps as the engine has them, a training that is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from subprocess import Popen
from typing import Any

import pygame
import pytest

import waiting
from checks.paper import written
from downslope import Example, Move, paths
from downslope.attempt.game.game import Game
from downslope.attempt.game.own_net import keep_net, with_net
from downslope.attempt.rehearsal import ShowPhase
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.pictures.reading_board import (
    Drawing,
    HandBoard,
    ReadingBoard,
    ReadingPlace,
    ReturnedLetter,
    draw_fooled,
)
from downslope.boards.pictures.reading_pages import draw_why
from downslope.boards.pictures.recognition import Reader, Recognition, Speaking, draw_one, name_of_share
from downslope.learning.architecture import kernel_count
from downslope.registry.sources import load_all
from downslope.rules.actions import Learn, Next, Reset, Stop
from downslope.rules.catalog import Catalog
from downslope.rules.level import Level
from downslope.rules.picture_numbers import votes_of
from downslope.rules.session import Session
from downslope.rules.target import largest
from downslope.scenes.play.play import PlayScene
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.numbers import percent
from downslope.view.pictures.pixel_grids import DrawingPad, raster
from driving import Driver
from hands import HANDS, strokes
from listening import Spy
from playing import board_of, click, control, gets, key, lay_out, need, opened, page, painted, screen, wait
from support import shipped
from trained_net import trained
from word_canvas import WordCanvas

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]
LEVELS = """
from downslope import Accuracy, ConvNet, Drawn, Example, Fooled, Knob, Level, Neuron, hookimpl

def picture(k):
    return [float((i * (k + 3)) % 7 < 2 + k % 3) for i in range(64)]

def data():
    return [Example(picture(k % 10), [float(n == k % 10) for n in range(10)]) for k in range(60)]

@hookimpl
def levels():
    more = dict(chapter="x", unseen=data(), examples=data(), batch=1, target=Accuracy(0.9), budget=6, par=6,
                par_unit="passes", minutes=1, metric="softmax-cross-entropy", learner="gradient-descent",
                sight={"bowl": "none"})
    return [
        Level("eyes", title="Eyes", network=ConvNet(8, 4, 10), alpha=0.05, spread=0.3,
              knobs=[Knob("alpha", 0.01, 0.1, stops=(0.01, 0.05, 0.1)), Knob("kernels", 4, 8, stops=(4, 8))], **more),
        Level("plain", title="Plain", network=Neuron(64, 10), alpha=0.01, spread=0.0,
              knobs=[Knob("alpha", 0.001, 0.1, stops=(0.001, 0.01, 0.1))], **more),
        Level("hand", title="Hand", chapter="x", network=ConvNet(8, 4, 10), weights_from="eyes", examples=data(),
              learner=None, knobs=[], target=Drawn(8), par_target=Drawn(9), par=10, par_unit="drawings", minutes=1,
              metric="softmax-cross-entropy", sight={"bowl": "none"}, stages=[{"star": 3, "target": Fooled(0.1)}]),
    ]
"""


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalog]:
    monkeypatch.setenv("DOWNSLOPE_HOME", str(tmp_path))
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "pictures.py").write_text(LEVELS, encoding="utf-8")
    yield load_all().catalog


board = partial(board_of, kind=DigitsBoard)


def recognition(driver: Driver) -> Recognition:
    return board_of(driver, ReadingBoard).recognition


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[Popen[str]]:
    """Those that are started for a training."""
    found: list[Popen[str]] = []

    def start(command: list[str], **options: Any) -> Popen[str]:
        process = Popen(command, **options)
        if command[-1] == "worker":
            found.append(process)
        return process

    monkeypatch.setattr("subprocess.Popen", start)
    return found


pad = partial(control, name="pad", kind=DrawingPad)


def drag(driver: Driver, *points: tuple[float, float]) -> None:
    """Draw on the pad with the mouse."""
    x, y, w, h = pad(driver).rect
    spots = [(round(x + u * w), round(y + v * h)) for u, v in points]
    driver.post(pygame.MOUSEBUTTONDOWN, pos=spots[0], button=1)
    for spot in spots[1:]:
        driver.post(pygame.MOUSEMOTION, pos=spot, rel=(1, 1), buttons=(1, 0, 0))
    driver.post(pygame.MOUSEBUTTONUP, pos=spots[-1], button=1)
    wait(driver, 0.1)


def write(driver: Driver, digit: int, said: int | None = None) -> None:
    """Draw a digit with the mouse, and say which it is."""
    for stroke in strokes(0, digit):
        drag(driver, *stroke)
    if said is not None:
        click(driver, f"digit {said}")


def of_a_trained_net() -> Driver:
    """The postcards, read by a net that was trained."""
    save_net(paths.net("pictures/eyes"), SavedNet(trained().level.network, trained().weights))
    return opened("pictures/hand", load_all().catalog)


def until(driver: Driver, done: str) -> None:
    """Let real time go by until the training stands, or something was lost."""

    def came() -> bool:
        wait(driver, 0.05)
        training = board(driver).training
        return (done == "stands" and not training.running) or (done == "moves" and training.live is not None)

    waiting.until(came, done)


def test_drawing_with_the_mouse_rubbing_and_clearing(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    drag(driver, (0.5, 0.1), (0.5, 0.9))
    wait(driver, 0.1)
    assert len(pad(driver).strokes) == 1 and recognition(driver).has_drawing()
    pixels = pad(driver).pixels
    assert sum(pixels) > 4 and all(p == 0 for p in pixels[::8]), "a bar in the middle"
    click(driver, "rubber")
    drag(driver, (0.4, 0.5), (0.6, 0.5))
    assert len(pad(driver).strokes) == 2, "the bar fell apart"
    click(driver, "clear", then=0.1)
    here = recognition(driver)
    assert not here.has_drawing() and not any(pad(driver).pixels) and here.votes == [], "an empty pad"
    click(driver, "another", then=0.1)
    assert tuple(pad(driver).pixels) == tuple(here.reader.pairs[1][0])


def test_fifty_drawn_digits_are_read() -> None:
    driver = opened(trained().base, shipped())
    here, attempt, right = recognition(driver), screen(driver).attempt, 0
    attempt.session = trained()
    attempt.look(attempt.session.count)
    for hand, digit in product(range(len(HANDS)), range(10)):
        pad(driver).clear()
        pad(driver).strokes += strokes(hand, digit)
        wait(driver, 0.1)
        assert here.has_drawing() and tuple(here.pixels()) == tuple(pad(driver).pixels)
        right += here.votes.index(max(here.votes)) == digit
    assert right >= 40


def test_drawing_with_the_keys(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    screen(driver).set_focus("pad")
    key(driver, pygame.K_RETURN)
    for _press in range(5):
        key(driver, pygame.K_DOWN, shift=True)
    key(driver, pygame.K_RETURN, pygame.K_RIGHT)
    (stroke,) = pad(driver).strokes
    assert stroke[0] == (0.5, 0.25) and stroke[-1] == pytest.approx((0.5, 0.875))
    ink = raster([stroke])
    assert 0 < sum(ink) < 0.1 * len(ink) and sum(ink[: 96 * 20]) == 0


def test_a_training_is_followed_to_its_end(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    click(driver, "tile learn")
    until(driver, "stands")
    attempt, training = screen(driver).attempt, board(driver).training
    session = attempt.session
    assert session.count == 6 * 60 or session.won
    driver.read()
    assert driver.scene.focus.startswith("tile"), "and not on the way out"
    ends = session.count // 60
    assert [passes for passes, _seen, _unseen in training.points if passes.is_integer()] == list(range(ends + 1))
    assert [one.step for one in training.kept][:8] == [0, 10, 20, 30, 50, 60, 90, 100]
    again = opened("pictures/eyes", catalog)
    here = screen(again).attempt.session
    here.learn(session.count)
    assert session.weights == here.weights, "the same steps, made by another process"
    if not session.won:
        for number in (2, 8):
            step = training.kept[number].step
            attempt.look(step)
            assert list(recognition(driver).weights()) == list(here.run.history.weights_at(step))
    board(driver).training.stop()


def test_alpha_is_turned_while_it_trains_and_what_begins_anew_is_not(catalog: Catalog) -> None:
    driver = opened("pictures/eyes", catalog)
    training = board(driver).training
    training.one_pass()
    training.turn("alpha", 0.1)
    training.turn("kernels", 8)
    until(driver, "stands")
    session = screen(driver).attempt.session
    assert session.knobs["alpha"] == 0.1 and kernel_count(session.level.network) == 4
    assert any("cannot be turned while it trains" in toast.title for toast in driver.game.toasts.shown)
    training.turn("kernels", 8)
    wait(driver, 0.1)
    assert kernel_count(screen(driver).attempt.session.level.network) == 8 and len(training.points) <= 1
    board(driver).training.stop()


def test_a_process_that_is_killed_is_told_and_gone_on_from(catalog: Catalog, processes: list[Popen[str]]) -> None:
    driver = opened("pictures/eyes", catalog)
    training = board(driver).training
    training.one_pass()
    until(driver, "stands")
    before = screen(driver).attempt.session.count
    training.toggle()
    (process,) = processes
    assert process.poll() is None
    process.kill()
    until(driver, "stands")
    assert any("go on from there" in f"{toast.title} {toast.body}" for toast in driver.game.toasts.shown)
    session = screen(driver).attempt.session
    assert session.count >= before > 0
    training.toggle()
    until(driver, "stands")
    assert session.count == 360 or session.won
    board(driver).training.stop()


def test_leaving_ends_the_process(catalog: Catalog, processes: list[Popen[str]]) -> None:
    driver = opened("pictures/plain", catalog)
    training = board(driver).training
    training.toggle()
    (process,) = processes
    assert process.poll() is None
    scene = driver.scene
    assert isinstance(scene, PlayScene)
    scene.end()
    assert process.poll() is not None


def test_nothing_is_read_before_it_is_known_with_which_weights(catalog: Catalog) -> None:
    """As where a board is made anew while a net is being trained."""
    session = Session(next(level for name, level in catalog.levels.items() if name.endswith("/eyes")), catalog)
    session.run.stretch_loop()  # its loop predicts, and asks for as many weights as there are
    reader = Reader(session)
    reader.carry_on(session)
    assert reader.read == []
    reader.begin(session.weights)
    reader.carry_on(session)
    assert reader.read and 0 <= reader.share() <= 1


def test_the_table_and_the_wrong_ones(catalog: Catalog) -> None:
    driver = opened("pictures/plain", catalog)
    here = recognition(driver)
    wait(driver, 2.0)
    assert here.reader.whole
    table = here.reader.table(10)
    assert sum(map(sum, table)) == 60 and sum(table[k][k] for k in range(10)) == 60 - len(here.reader.wrong())
    page(driver, "Wrong")
    wrong = need(driver.scene.widget("wrong"))
    driver.click(wrong.rect[0] + 30, wrong.rect[1] + 20)
    assert here.sample == here.reader.wrong()[0]


def test_of_a_net_without_kernels_it_is_not_said_that_the_sums_came_through_them() -> None:
    canvas, sentence = WordCanvas(pygame.Surface((1280, 720)), Look(DUSK)), "All pixels add up to the lead."
    draw_why(canvas, (0.0, 0.0, 320.0, 400.0), Speaking((3, 8), (0.1,) * 64, ()), (1.0,) * 64, False, sentence)
    assert " ".join(canvas.words).endswith(sentence)


def test_a_picture_that_is_kept_is_the_one_that_would_be_drawn_anew(catalog: Catalog) -> None:
    level = catalog.level("pictures/plain")
    LAYERS.clear()  # a tile of another board may stand a part of a pixel beside these
    painted(opened(level, catalog))
    driver = opened(replace(level, budget=9), catalog)
    kept = pygame.image.tobytes(painted(driver), "RGB")
    LAYERS.clear()
    assert pygame.image.tobytes(painted(driver), "RGB") == kept, "the progress of another budget"


def test_each_part_keeps_a_net_of_its_own_and_the_last_is_read_by(catalog: Catalog) -> None:
    """Their exams differ, so that none is better than the other; and nothing is asked that the net has learned from."""
    shipped_level, reader, game = shipped().level("kernels"), shipped().level("read-my-hand"), Game(Store())
    net = trained()
    whole = replace(shipped_level, network=net.level.network, weights=tuple(net.weights), spread=1.0)
    session = Session(
        replace(whole, stages=[{**shipped_level.stages[0], "weights": whole.weights}]), shipped(), [Learn(1), Stop()]
    )

    def asked() -> Level:
        level = with_net(game, reader)
        learned = {pixels for pixels, _goal in learned_from.data()}
        assert learned.isdisjoint(pixels for pixels, _goal in level.data(unseen=True)) and level.unseen
        return level

    assert session.won and keep_net(game, session, 0.981)
    first, learned_from = tuple(session.weights), session.level
    assert asked().weights == first and asked().unseen == shipped_level.unseen
    session.do(Next())
    assert not session.won and not keep_net(game, session, 0.93), "not before it reads as much as its part asks"
    assert asked().weights == first
    session.do(Learn(1))
    session.do(Stop())
    assert session.won and keep_net(game, session, 0.947)
    learned_from = session.level
    assert asked().weights == tuple(session.weights) != first and asked().unseen == reader.unseen
    assert load_net(paths.net("kernels")).weights == list(first), "the first part's is kept as well"


def test_who_has_no_net_is_led_to_its_training(catalog: Catalog) -> None:
    driver = opened("pictures/hand", catalog)
    hand = board_of(driver, HandBoard)
    assert [tile.name for tile in hand.tiles() if tile.primary] == ["train"]
    assert "Train one in “Eyes” first" in hand.words()[1] and not driver.game.toasts.shown
    assert sum("untrained" in text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())) == 1
    assert hand.below not in hand.panels
    pad(driver).strokes += strokes(0, 3)
    wait(driver, 0.1)
    hand.which.say(3)
    wait(driver, 0.1)
    assert hand.below in hand.panels and hand.words().plain == "", "with the first drawing"
    hand = board_of(of_a_trained_net(), HandBoard)
    assert [tile.name for tile in hand.tiles() if tile.primary] == ["clear"]
    click(driver, "tile train")
    assert screen(driver).level.id == "pictures/eyes"


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_what_fooled_the_net_is_told_whole(text: float) -> None:
    """Each word stands inside the panel, and not over the next drawing's."""
    canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK, 1.0, text))
    draw_fooled(canvas, (100, 100, 900, 200), 0.6, [Drawing((0.5,) * 64, 7, 1, 1.0)] * 2)
    first, second = canvas.written[-2:]
    assert first[0] >= 100 and first[0] + first[2] < second[0]


def test_digits_are_drawn_confirmed_and_judged(catalog: Catalog) -> None:
    driver = of_a_trained_net()
    hand, session = board_of(driver, HandBoard), screen(driver).attempt.session
    for key_of in "0123456789":
        hand.which.said = ""
        driver.type(key_of)
        wait(driver, 0.05)
        assert session.shown == [] and hand.which.said == "Draw it first.", key_of
    for digit in range(10):
        write(driver, digit, digit)
    firsts = {drawing.digit: drawing for drawing in reversed(hand.drawings())}
    assert sorted(firsts) == list(range(10)) and len(session.shown) == 10
    right = sum(drawing.right for drawing in firsts.values())
    assert session.won == (right >= 8) and right >= 8
    wait(driver, 4.0)
    if isinstance(driver.scene, PlayScene):  # the second target: something else than what was drawn
        click(driver, "tile next")
        assert screen(driver).attempt.session.stage == 1 and not recognition(driver).has_drawing(), "an empty pad"
        write(driver, 1, 7)
        assert screen(driver).attempt.session.won


def test_what_is_read_wrongly_stays_with_its_reasons_until_the_next_stroke(catalog: Catalog) -> None:
    driver = of_a_trained_net()
    here, session = recognition(driver), screen(driver).attempt.session
    write(driver, 3, 8)
    wait(driver, 0.2)
    assert here.has_drawing() and tuple(here.pixels()) == tuple(session.shown[-1][0])
    lay_out(driver.scene, (1280, 720))
    words = [text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert "Why 3, not 8" in words
    click(driver, "digit 8")
    assert len(session.shown) == 1, "it is judged once"
    write(driver, 5, 5)
    assert len(session.shown) == 2 and not here.has_drawing(), "the stroke began another; what is right makes room"
    write(driver, 3, 8)
    key(driver, pygame.K_z)
    click(driver, "digit 3")
    assert [largest(goal) for _pixels, goal in screen(driver).attempt.session.shown] == [8, 5, 3], "taken back"


def test_a_part_begins_with_an_empty_pad(catalog: Catalog) -> None:
    driver = of_a_trained_net()
    here = recognition(driver)
    for digit in range(10):
        write(driver, min(digit, 8), digit)
    assert screen(driver).attempt.session.won and here.pad.judged, "an 8 that is called a 9"
    screen(driver).attempt.next_stage()
    wait(driver, 0.2)
    assert screen(driver).attempt.session.stage == 1 and not here.has_drawing()


def test_in_a_show_all_that_is_told_of_the_training_is_of_the_run_that_is_shown(catalog: Catalog) -> None:
    """120 steps of 60 pictures: looked at by chance, after half a pass, and after each pass."""
    driver = opened("pictures/eyes", catalog)
    attempt, training, seen = screen(driver).attempt, board(driver).training, recognition(driver)
    wait(driver, 1.0)
    assert [passes for passes, _seen, _unseen in training.points] == [0.0], "the player's own: read by chance"
    attempt.replay([Learn(120)])
    machine = need(attempt.machine)
    while machine.round is None:
        wait(driver, 0.1)
    machine.jump(ShowPhase.RUNS)
    wait(driver, 0.05)
    assert [one.step for one in training.kept] == [0], "nothing is told ahead"
    machine.jump(ShowPhase.ENDS)
    wait(driver, 0.2)
    unseen = machine.session.level.data(unseen=True)
    history, run = machine.session.run.history, machine.session.run
    weights = {step: list(history.weights_at(step)) for step in (0, 30, 60)} | {120: list(machine.session.weights)}
    assert {one.step: list(one.weights) for one in training.kept} == weights
    shares = []
    for step in weights:
        read = [largest(run.predict(weights[step], pixels)) == largest(goal) for pixels, goal in unseen]
        shares.append(read.count(True) / len(read))
    assert [passes for passes, _seen, _unseen in training.points] == [0.0, 0.5, 1.0, 2.0]
    assert [unseen for _passes, _seen, unseen in training.points] == shares
    assert board(driver).accuracy.here == 3 and training.reached == 120 and attempt.session.count == 0
    assert [past[0] for past in board(driver).recognition.past(9)] == [0, 60, 120]
    attempt.look(30)
    wait(driver, 0.1)
    assert training.reached == 30 and board(driver).accuracy.here == 1 and list(seen.weights()) == weights[30]
    attempt.exit_machine()
    wait(driver, 0.1)
    assert [point[0] for point in training.points] == [0.0] and training.reached == 0, "the player's own again"


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
    found, table = place.numbers(), seen.reader.table(10)
    votes = votes_of(session.run, session.run.predict(session.weights, seen.pixels()))
    assert [found[f"vote {k}"] for k in range(1, 11)] == pytest.approx(votes)
    shares = [table[k][k] / sum(table[k]) for k in range(10)]
    assert [found[f"right {k}"] for k in range(1, 11)] == pytest.approx(shares)
    right = sum(table[k][k] for k in range(10))
    vote = max(votes) if level == "ten-neurons" else 100 * max(votes)
    said = board(driver).words().heard
    assert f"{right} of 360 read correctly." in said and 0 < right < 360
    assert float(said.partition("Its vote is ")[2].split(" ")[0].strip("%.")) == pytest.approx(vote, abs=0.5)
    screen(driver).attempt.act(Reset())
    wait(driver, 0.3)
    assert not any(name.startswith("right") for name in place.numbers()) or level == "kernels", "all weights are 0"
    other = replace(shipped().level(level), picture="street.svg", moves=(Move("walker", "x", "alpha"),))
    assert board(opened(other, bets=False)).place is None, "without paper or holes there is no place to read in"


def test_a_letter_flies_where_it_is_read_and_a_wrong_one_comes_back_stamped() -> None:
    driver, place = read_on("ten-neurons", 300)
    driver.game.settings.still = False
    spy = driver.game.player_feedback.sound = Spy()
    seen = place.recognition
    for label, read in zip(seen.reader.labels, seen.reader.read):
        sample, best = seen.sample, seen.best
        assert (label, read) == (seen.label, best)
        click(driver, "another")
        assert place.sent == (sample, label, read) and seen.sample == sample + 1
        way = place.numbers()
        assert 0 < way[f"sent {read + 1}"] < 1 and sum(name.startswith("sent") for name in way) == 1
        assert [name for name in spy.take() if name != "click"] == ["letter"]
        wait(driver, 0.05)
        assert spy.take() == [], "it is on its way"
        wait(driver, 0.25)
        assert place.sent is None and spy.take() == ["slot"]
        pad, slot = ([where for name, where in spy.places if name == heard][-1] for heard in ("letter", "slot"))
        assert 640 * (pad + 1) == pytest.approx(place.part_at("pad")[0])
        assert 640 * (slot + 1) == pytest.approx(place.part_at(f"hole {read + 1}")[0])
        if label != read:
            break
    assert label != read and place.returned == (sample, label, read)
    stamp = driver.scene.widget("returned")
    assert isinstance(stamp, ReturnedLetter) and stamp.label == f"{label}→{read}"
    click(driver, "returned", then=0.1)
    assert board(driver).pages.page() is board(driver).pages.wrong and seen.sample == sample
    session = screen(driver).attempt.session
    while largest(session.run.predict(session.weights, seen.reader.pairs[sample][0])) != label:
        session.do(Learn(100))
    screen(driver).attempt.look(session.count)
    wait(driver, 0.1)
    while not seen.reader.whole:
        wait(driver, 0.1)
    wait(driver, 0.1)
    assert place.returned is not None and place.returned[0] != sample, "that one is read correctly by now"


def test_while_it_trains_letters_come_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, place = read_on("ten-neurons", 30)
    monkeypatch.setattr(board(driver).training, "running", True)
    first = place.recognition.sample
    wait(driver, 1.0)
    assert place.recognition.sample == first, "not with reduced motion"
    driver.game.settings.still = False
    wait(driver, 1.0)
    assert first + 3 <= place.recognition.sample <= first + 8
    page(driver, "When")
    first = place.recognition.sample
    wait(driver, 1.0)
    assert place.recognition.sample == first, "nor where one is looked at closely"


@pytest.mark.parametrize("least", [0.0, 0.6])
def test_a_postcard_is_stamped_with_what_is_read_and_smeared_where_that_is_not_sure(least: float) -> None:
    level = replace(shipped().level("read-my-hand"), network=trained().level.network, weights=trained().weights,
                    weights_from="", spread=1.0)  # fmt: skip
    driver = opened(level, bets=False)
    hand, seen = board_of(driver, HandBoard), recognition(driver)
    place = hand.place
    assert place is not None and place.numbers()["sure"] == 0 and set(place.texts().values()) == {*"0123456789", ""}
    for one, digit in ((one, digit) for one in range(len(HANDS)) for digit in range(10)):
        pad(driver).clear()
        pad(driver).strokes += strokes(one, digit)
        wait(driver, 0.1)
        share = max(seen.votes)
        if (share >= 0.6) == bool(least):
            break
    assert (share >= 0.6) == bool(least)
    texts = place.texts()
    assert (texts["read"], texts["sure"]) == (str(seen.best), percent(share)) and place.numbers()["sure"] == share
    seen_parts = {move.part: move.value(share) for move in level.moves if move.by == "sure"}
    assert (seen_parts["waves"], seen_parts["smear"], seen_parts["mark"]) == ((1, 0, 1) if least else (0, 1, 1))


def test_it_is_said_of_what_the_share_is() -> None:
    digits = next(level for level in shipped().levels.values() if gets(level, DigitsBoard))
    assert (name_of_share(digits), draw_one(digits)) == ("Unseen digits", "draw a digit")
    own = replace(digits, examples=[Example([0.0] * 64, [1.0] + [0.0] * 9)])
    assert (name_of_share(own), draw_one(own)) == ("Unseen pictures", "draw a picture")
    assert name_of_share(replace(own, unseen=())) == "Seen pictures"
    assert name_of_share(replace(digits, unseen=())) == "Seen digits"
