"""The digits' screen and the stencil: what is drawn, read and trained, and what is shown is what the engine has."""

from dataclasses import replace
from pathlib import Path
from subprocess import Popen
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from downslope import Accuracy, Conv
from downslope.attempt.game.game import Game
from downslope.attempt.game.own_net import keep_net, with_net
from downslope.engine.checkpoint import Snapshot
from downslope.learning import kernel_count
from downslope.registry.loading import load_all
from downslope.rules import Learn, Next, Session, Stop
from downslope.storage.saves import Store
from downslope.view.draw import AWAKE
from lib import waiting
from lib.driving import FRAME, Driver
from lib.playing import act, board, click, key, need, opened, page, painted, screen, wait, widget
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")
LEFT, RIGHT, DOWN, SPACE = pygame.K_LEFT, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_SPACE
EYES = """
from downslope import Accuracy, ConvNet, Example, Knob, Level, hookimpl

def example(k):
    picture = [float((i * (k + 3)) % 7 < 2 + k % 3) for i in range(64)]
    return Example(picture, [float(n == k) for n in range(10)])

@hookimpl
def levels():
    data = [example(k % 10) for k in range(60)]
    return [Level("eyes", title="Eyes", chapter="x", minutes=1, examples=data, unseen=data, network=ConvNet(8, 4, 10),
                  learner="gradient-descent", metric="softmax-cross-entropy", alpha=0.05, spread=0.3, batch=1,
                  knobs=[Knob("alpha", 0.01, 0.1, stops=(0.01, 0.05, 0.1)), Knob("kernels", 4, 8, stops=(4, 8))],
                  target=Accuracy(0.9), budget=6, par=6, par_unit="passes", sight={"bowl": "none"})]
"""  # a plugin: the process that trains reads it too


def until_it_stands(driver: Driver) -> None:
    """Let real time go by until the training stands, or something was lost."""

    def came() -> bool:
        wait(driver, FRAME)
        return not board(driver).training.running

    waiting.until(came, "it stands")


def test_what_a_training_tells_and_what_is_read_anew_wakes_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    events = list[Snapshot]()
    training = SimpleNamespace(follow=lambda _session: [events.pop()] if events else [], go=id, close=lambda: None)
    monkeypatch.setattr("downslope.boards.pictures.recognition.start_training", lambda *_given: training)
    driver = opened("kernels", bets=False)
    while not board(driver).recognition.reader.whole:
        AWAKE.ask()
        wait(driver, 1 / 60)
        assert AWAKE.ask()  # some pictures are read in each frame
    click(driver, "tile learn")
    wait(driver, 2)
    AWAKE.ask()
    wait(driver, 0.1)
    assert not AWAKE.ask()
    events.append(Snapshot(1, board(driver).recognition.weights()))
    wait(driver, 1 / 60)
    assert AWAKE.ask()


@pytest.mark.slow
def test_a_training_makes_the_engines_steps_is_turned_gone_on_from_when_it_is_killed_and_ends_with_the_screen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "plugins").mkdir()
    (home / "plugins" / "pictures.py").write_text(EYES, encoding="utf-8")
    catalog = load_all().catalog
    workers: list[Popen[str]] = []

    def start(command: list[str], **options: Any) -> Popen[str]:
        if command[-1] != "worker":
            raise OSError("nobody asks here whether the level is fair")
        workers.append(Popen(command, **options))
        return workers[-1]

    monkeypatch.setattr("subprocess.Popen", start)
    driver = opened("pictures/eyes", catalog)
    click(driver, "tile learn")
    until_it_stands(driver)
    session, training = screen(driver).attempt.session, board(driver).training
    assert session.count == 6 * 60 or session.won
    assert [at for at, _seen, _unseen in training.points if at.is_integer()] == list(range(session.count // 60 + 1))
    assert [one.step for one in training.kept][:8] == [0, 10, 20, 30, 50, 60, 90, 100]
    here = screen(opened("pictures/eyes", catalog)).attempt.session
    here.learn(session.count)
    assert session.weights == here.weights, "the same steps, made by another process"
    training.stop()
    training = board(driver := opened("pictures/eyes", catalog)).training
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
    training, begun = board(driver := opened("pictures/eyes", catalog)).training, len(workers)
    training.one_pass()
    until_it_stands(driver)
    before = screen(driver).attempt.session.count
    training.toggle()
    workers[begun].kill()
    until_it_stands(driver)
    assert any("go on from there" in f"{toast.title} {toast.body}" for toast in driver.game.toasts.shown)
    assert screen(driver).attempt.session.count >= before > 0
    training.toggle()
    assert len(workers) == begun + 2 and workers[-1].poll() is None
    screen(driver).end()
    assert workers[-1].poll() is not None


@pytest.mark.slow
def test_each_part_keeps_a_net_of_its_own_and_the_last_is_read_by() -> None:
    """Their exams differ, so that none is better than the other; and nothing is asked that the net has learned from."""
    reader, game = shipped().level("read-my-hand"), Game(Store())
    session = Session(replace(shipped().level("kernels"), target=Accuracy(0.01)), shipped(), [Learn(1), Stop()])
    for unseen in (0.981, 0.947):
        assert keep_net(game, session, unseen) and not keep_net(game, session, 0.93), "not a worse one"
        level = with_net(game, reader)
        asked, learned = level.data(unseen=True), {pixels for pixels, _goal in session.level.data()}
        assert level.weights == tuple(session.weights) and learned.isdisjoint(pixels for pixels, _goal in asked)
        if not session.stage:
            session.do(Next())
            assert not keep_net(game, session, 0.93), "not before it reads what its part asks"
            session.do(Learn(1))


@pytest.mark.parametrize("level", ["ten-neurons", "kernels"])
def test_a_sorting_office_shows_what_the_engine_reads_and_a_misread_digit_says_why(level: str) -> None:
    driver = opened(level, bets=False)
    place, seen = board(driver).place, board(driver).recognition
    assert (len(set(seen.votes)) == 1 and seen.best is None) is (level == "ten-neurons"), "all weights are 0"
    act(driver, Learn(300))
    while not seen.reader.whole:
        wait(driver, 0.1)
    numbers, table = place.numbers(), seen.reader.table(10)
    shares = [table[k][k] / sum(table[k]) for k in range(10)]
    assert [numbers[f"right {k}"] for k in range(1, 11)] == pytest.approx(shares)
    right = sum(table[k][k] for k in range(10))
    assert sum(map(sum, table)) == 360 == right + len(seen.reader.wrong())
    assert f"{right} of 360 read correctly." in board(driver).words().heard and 0 < right < 360
    page(driver, "Wrong")
    wrong = widget(driver, "wrong")
    screen(driver).set_focus("wrong")
    key(driver, RIGHT, then=0.1)
    painted(driver)  # the two that are compared are those of the picture
    (_pixels, label, read), speaking = wrong.items[wrong.chosen], need(seen.speaking())
    assert (seen.label, seen.best) == (label, read) and speaking.pair == (read, label) and sum(speaking.pixels) > 0


def test_what_speaks_adds_up_a_cell_is_nine_products_and_when_looks_back_at_what_was_kept() -> None:
    driver = opened("kernels", bets=False)
    attempt, training, seen = screen(driver).attempt, board(driver).training, board(driver).recognition
    training.update()
    training.own = []
    for step in (0, 50, 200):
        act(driver, *([Learn(step - attempt.session.count)] if step else []))
        training.own.append(Snapshot(step, list(attempt.session.weights), {"seen": 0.5, "unseen": 0.5}))
    seen.evaluation_at(seen.reader.labels.index(3))
    wait(driver, 0.1)
    page(driver, "One cell")
    run, weights, pixels = attempt.session.run, attempt.session.weights, seen.pixels()
    predictions = run.predict(weights, pixels)
    first, second = sorted(range(10), key=lambda k: -predictions[k])[:2]
    speaking = need(seen.speaking())
    assert speaking.pair == (first, second)
    assert sum(speaking.pixels) == pytest.approx(predictions[first] - predictions[second], abs=1e-12)
    conv, shown = run.network.ops()[0], widget(driver, "map")
    assert isinstance(conv, Conv) and shown.values[seen.place] == max(shown.values), "it begins at the brightest"
    screen(driver).set_focus("map")
    seen.put(14)
    key(driver, RIGHT, DOWN)
    total = sum(a * pixels[k] for a, k in zip(weights[conv.kernel(seen.eye)], seen.window()))
    assert seen.place == 21 and shown.values[21] == pytest.approx(max(0.0, total))
    page(driver, "When")
    wait(driver, 0.2)
    history, kept = widget(driver, "when"), run.history.weights_at(50)
    assert [past[:3] for past in history.past] == [(k, str(k), False) for k in (0, 50, 200)]
    assert [w for eye in history.past[1][3] for w in eye.kernel] == list(kept[:72])
    x, y, w, h = history.cell(1, 0)
    driver.click(x + w / 2, y + h / 2)
    assert attempt.step == 0 and history.chosen == 1
    screen(driver).set_focus("when")
    key(driver, RIGHT)
    assert attempt.step == 50 and list(seen.weights()) == list(kept)
