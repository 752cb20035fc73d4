"""Boards of one neuron beside the bowl: needles and calls, the recording, the sealed box, the bath, the lock."""

import re
from dataclasses import replace
from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope import Knob
from downslope.boards.one_neuron.feel_board import FeelBoard
from downslope.boards.one_neuron.lock_board import Boats, LockBoard
from downslope.boards.one_neuron.needles_board import CallsBoard, NeedlesBoard
from downslope.boards.one_neuron.recording_board import RecordingBoard, is_taken_over
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.learning import Neuron
from downslope.rules import MOVES, Learn, Level, Near, Question, TakeOver, Turn
from downslope.rules.level import Example
from downslope.view.charts.run_chart import RecordingStrip
from downslope.view.format.markup import plain
from downslope.view.networks.weight_needles import CHOICES, CallChoice, Freezer
from lib.driving import Driver
from lib.playing import board_of, click, control, key, need, opened, painted, screen, told, until, wait
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
needles_board = partial(board_of, kind=NeedlesBoard)


def test_the_needles_are_the_engines_and_turn_while_a_step_is_under_way() -> None:
    driver = opened("toes", bets=False, still=False)
    start, panel = screen(driver).attempt.session.weights[0], needles_board(driver).needles_panel
    key(driver, pygame.K_SPACE, then=0.3)
    assert start < panel.needles().weights[0] < screen(driver).attempt.session.weights[0]
    wait(driver, 2.0)
    shown, run = panel.needles(), screen(driver).attempt.session.run
    assert shown.weights == run.weights
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert shown.prediction == run.network.predict(run.weights, run.examples[0][0])[0]
    assert [blame for _delta, _input, blame in panel.blames() or ()] == pytest.approx([-1.19, -0.091, -0.168])


@pytest.mark.parametrize(("hidden", "number"), [("goal", "7.77"), ("weight", "0.35"), ("input", "1.23")])
def test_a_number_that_is_hidden_is_written_nowhere(hidden: str, number: str) -> None:
    level = Level(
        "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
        knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
    )  # fmt: skip
    driver = opened(level)
    texts = written(driver.scene.draw, (1280, 720), driver.game.look())
    assert texts and not [text.string for text in texts if number.lstrip("0") in text.string]


def test_a_needle_is_frozen_by_key_and_by_mouse_and_what_ice_holds_is_blamed_for_nothing() -> None:
    driver = opened("freeze-the-toes", bets=False)

    def frozen() -> frozenset[int]:
        return screen(driver).attempt.session.frozen

    key(driver, pygame.K_1)
    click(driver, "needle 3")
    assert frozen() == {0, 2} == set(needles_board(driver).needles_panel.needles().frozen or ())
    screen(driver).set_focus("needle 1")
    key(driver, pygame.K_RETURN)
    assert frozen() == {2}
    driver.click(*control(driver, "needle 2", Freezer).badge)
    assert frozen() == {1, 2}, "its snowflake can be pressed"
    key(driver, pygame.K_SPACE)
    run, blames = screen(driver).attempt.session.run, need(needles_board(driver).needles_panel.blames())
    assert run.weights[0] != run.start[0] and run.weights[1:] == list(run.start[1:])
    assert blames[1][2] == 0.0 != blames[0][2]


MICS = "dead-wire"
REHEARSAL, CONCERT = {"call 1": "stays", "call 2": "down"}, {"call 4": "down", "call 5": "up"}
calls_board = partial(board_of, kind=CallsBoard)
choice = partial(control, kind=CallChoice)


def call(driver: Driver, name: str, said: str) -> None:
    """On a needle, with a click."""
    x, y, w, h = choice(driver, name).rect
    driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)
    wait(driver, 0.1)


def day(driver: Driver, calls: dict[str, str]) -> None:
    """A day's calls, played."""
    for name, said in calls.items():
        call(driver, name, said)
    click(driver, "tile rehearse", then=0.5)
    told(driver)


@pytest.mark.parametrize(("name", "said", "stars", "lines"), [
    ("call 1", "up", {1, 3}, ["left: −2 × 0 = 0,", "so it stays"]),
    ("call 2", "up", {1, 3}, ["right: −2 × (−2) = 4,", "so it goes down"]),
    ("call 4", "stays", {1, 2}, ["left: .4968 × 1 = .4968,", "so it goes down"]),
    ("call 5", "down", {1, 2}, ["right: .4968 × (−2) = −.9936,", "so it goes up"]),
])  # fmt: skip
def test_a_wrong_call_costs_its_star_and_the_reason_stands_at_its_needle(
    name: str, said: str, stars: set[int], lines: list[str]
) -> None:
    driver = opened(MICS, bets=False)
    model = calls_board(driver).stage
    for stage, calls in enumerate((REHEARSAL, CONCERT)):
        day(driver, {**calls, **({name: said} if name in calls else {})})
        if name in calls:
            (wrong,) = (each for each in model.calls(stage) if not each.question.is_right(each.said))
            assert f"call {wrong.number + 1}" == name and model.reason(wrong, model.names()[wrong.needle]) == lines
        assert calls_board(driver).counter().used == 2 * stage + 2 - (name in calls) - (stage and name in REHEARSAL)
        if not stage:
            click(driver, "tile next", then=1.0)
    assert screen(driver).attempt.stars() == stars and model.needles().miss == ("spot on", "text")


def test_nothing_plays_before_each_needle_is_called_and_a_call_may_be_changed_until_then() -> None:
    driver = opened(MICS)
    head, rule = calls_board(driver).words()
    assert (head, plain(rule)) == ("Your rule:", "weight -= alpha × delta × input")
    key(driver, pygame.K_DOWN, pygame.K_UP)  # they find the needle that is not called
    assert choice(driver, "call 1").call == "stays"
    key(driver, pygame.K_SPACE)
    assert screen(driver).attempt.session.count == 0 and not need(screen(driver).widget("tile rehearse")).enabled
    call(driver, "call 1", "up")
    call(driver, "call 2", "up")
    assert need(screen(driver).widget("tile rehearse")).primary
    assert screen(driver).attempt.session.actions == [], "a call is no call before it is played"
    day(driver, REHEARSAL)
    assert screen(driver).attempt.session.answers == {(0, 0): "stays", (0, 1): "down"}
    click(driver, "tile undo")
    call(driver, "call 1", "up")
    assert screen(driver).attempt.session.count == 0 and choice(driver, "call 1").call == "stays"


@pytest.mark.parametrize(("inputs", "text"), [((1,), 1.0), ((1, 0, -1, 2, -2, 0.5), 1.5)])
def test_a_plugins_level_with_any_number_of_needles(inputs: tuple[float, ...], text: float) -> None:
    rights = ["down" if given < 0 else "up" if given else "stays" for given in inputs]
    level = Level(
        "many", title="Many", network=Neuron(len(inputs)), examples=[Example(inputs, 1)], weights=[0.0] * len(inputs),
        alpha=0.05, knobs=[], target=Near(0.1), sight={"bowl": "none"},
        questions=[Question(f"Needle {i}?", tuple(MOVES), right, needle=i) for i, right in enumerate(rights)],
    )  # fmt: skip
    driver = opened(level, text=text)
    painted(driver)
    day(driver, {f"call {i + 1}": right for i, right in enumerate(rights)})
    assert screen(driver).attempt.stars() >= {1}


LEFT, RIGHT = pygame.K_LEFT, pygame.K_RIGHT
board = partial(board_of, kind=RecordingBoard)
strip_of = partial(control, name="recording", kind=RecordingStrip)


def words(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


def test_the_scrubber_has_the_keyboard_at_once_and_takes_over_where_it_stands() -> None:
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, LEFT, pygame.K_HOME)
    assert attempt.step == 0 and driver.scene.focus == "recording"
    key(driver, pygame.K_END, *[LEFT] * 8)
    error = f"{attempt.session.run.at(8).error:.7f}"
    assert attempt.step == 8 and error == "0.0000113" in board(driver).words()[1], "with the digits that tell"
    key(driver, *[RIGHT] * 3, pygame.K_RETURN)
    assert is_taken_over(attempt.session)
    key(driver, pygame.K_SPACE, then=0.3)
    reel = strip_of(driver)
    assert (reel.recorded, len(reel.errors), len(reel.rest), reel.slots) == (11, 13, 17, 17)
    assert reel.alphas == pytest.approx((0.1,) * 8 + (1.0,) * 3 + (0.1,))
    key(driver, pygame.K_r, then=0.1)
    assert attempt.session.count == attempt.session.recorded == attempt.step == 16, "the recording is back"
    assert not is_taken_over(attempt.session) and strip_of(driver).rest == ()


def test_undo_takes_back_a_take_over_with_the_alpha_that_it_brought() -> None:
    """Else the next step would be made with the night's alpha, which the knob cannot show."""
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, pygame.K_RETURN)
    assert attempt.session.actions == [TakeOver(15), Turn("alpha", 0.1)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [] and not board(driver).taken
    board(driver).scrub(8)
    key(driver, pygame.K_RETURN, pygame.K_UP)
    assert attempt.session.actions == [TakeOver(8), Turn("alpha", 0.2)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [TakeOver(8)] and board(driver).alpha.value() == 0.1
    key(driver, pygame.K_l, then=6.0)
    assert attempt.session.outcome is not None and isinstance(attempt.session.actions[-1], Learn)


sealed = partial(board_of, kind=SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won_and_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box", still=False, bets=False)
    box = sealed(driver).stage.box()
    assert (box.input, box.weight) == (None, None) and box.misses == pytest.approx([-0.88])
    key(driver, pygame.K_SPACE, then=0.1)
    assert len(sealed(driver).stage.known_misses()) == 1, "what a step left is told when Pip has arrived"
    wait(driver, 1.0)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert sealed(driver).stage.known_misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


room = partial(board_of, kind=FeelBoard)


def by_hand(driver: Driver, *keys: int, then: float = 0.0) -> None:
    for code in keys:
        key(driver, code, then=0.5)
    wait(driver, then)


def tiles(driver: Driver) -> list[str]:
    return [widget.name.removeprefix("tile ") for widget in driver.scene.widgets if widget.name.startswith("tile ")]


def test_by_hand_each_press_is_one_move_that_pip_calls_better_or_worse_and_no_number_is_told() -> None:
    driver = opened("warmer", bets=False)
    attempt = screen(driver).attempt
    assert tiles(driver) == ["colder", "hotter", "hint"]
    by_hand(driver, LEFT)
    assert "Worse. Hotter, then?" in words(driver) and need(driver.scene.widget("tile hotter")).primary
    click(driver, "tile hotter", then=0.5)
    assert "Better! Hotter again?" in words(driver) and not re.findall(r"\d", words(driver).replace("3-1", ""))
    assert attempt.session.actions == [Turn("weight", 1.2), Turn("weight", 1.3)]
    assert room(driver).room.moves() == ((False, False), (True, True))
    key(driver, pygame.K_z, then=0.5)
    assert room(driver).room.moves() == ((False, False),)
    key(driver, pygame.K_r, then=0.5)
    assert room(driver).room.moves() == () and attempt.session.weights == [1.3]


def test_just_right_the_loop_is_offered_and_plays_the_same_moves() -> None:
    driver = opened("warmer", bets=False, still=False)
    by_hand(driver, *[RIGHT] * 3, then=2.0)
    assert "You did the same thing 3 times. Shall the loop do it for you?" in words(driver)
    assert tiles(driver) == ["next", "by hand"]
    key(driver, pygame.K_l)
    loop, weights = need(room(driver).room.loop), set[float]()
    assert loop.count == 3 and loop.won
    while not screen(driver).attempt.session.stage:
        weights.add(round(2 * 0.8 * room(driver).room.warmth(), 3))
        wait(driver, 0.05)
        painted(driver)
    assert {1.3, 1.4, 1.5, 1.6} <= weights and screen(driver).attempt.session.weights == [0.5]
    assert "Three looks for one move." in words(driver) and "Error bowl" not in words(driver)


LOCK = "hands-off"


def boats(driver: Driver) -> Boats:
    return board_of(driver, LockBoard).water.boats()


def test_the_boat_goes_with_the_prediction_leaves_its_wake_and_rocks_where_it_bumps() -> None:
    driver = opened(LOCK, bets=False, still=False)
    assert boats(driver).at == 0.25 and not boats(driver).past and len(boats(driver).other) == 12
    click(driver, "tile learn")
    until(driver, "verdict")
    run = screen(driver).attempt.session.run
    path = [0.5 * run.weights_at(step)[0] for step in range(run.count + 1)]
    assert [*boats(driver).past, boats(driver).at] == path and len(path) == 13
    screen(driver).attempt.look(5)
    assert boats(driver).at == path[5] == pytest.approx(0.669482, abs=1e-6)
    key(driver, pygame.K_r)
    driver.scene.set_focus("knob alpha")
    key(driver, RIGHT, RIGHT)
    click(driver, "tile learn")
    rocked = set[float]()
    for _ in range(60):
        wait(driver, 0.05)
        bumped = boats(driver).bumped
        rocked |= {bumped[1]} if bumped is not None else set()
    assert bumped == (0.6, 0) and min(rocked) < 0 < max(rocked)
    screen(driver).attempt.look(1)
    assert boats(driver).bumped is None


def test_an_engine_is_chosen_by_pointer_or_keys_and_holds_for_the_run() -> None:
    driver = opened(LOCK, bets=False)
    click(driver, "engine 1")
    session, choices = screen(driver).attempt.session, board_of(driver, LockBoard).engines.choices
    assert session.knobs["learner"] == "hot-and-cold"
    assert [(each.kind, each.label) for each in choices] == [("on", "fixed step"), ("normal", "delta")]
    assert choices[0].strides == pytest.approx([0.3 * k for k in range(6)])
    driver.scene.set_focus("engine 2")
    key(driver, pygame.K_RETURN)
    click(driver, "tile learn")
    until(driver, "verdict")
    click(driver, "engine 1")
    assert screen(driver).attempt.session.knobs["learner"] == "gradient-descent"
    assert [toast.title for toast in driver.game.toasts.shown] == [
        "engine holds for the whole run: press Reset to choose again."
    ]


def test_a_bet_shows_two_wakes_of_its_run_and_a_level_of_ones_own_may_have_no_engine() -> None:
    driver = opened(LOCK)
    key(driver, pygame.K_d, then=0.5)
    run = play(LOCK, Learn(2)).run
    assert boats(driver).foreseen == [0.5 * run.weights_at(step)[0] for step in (1, 2)]
    level = replace(shipped().level(LOCK), knobs=[Knob("alpha", 0.1, 4)], knobs_until="end", ghost=(), questions=())
    driver = opened(level)
    assert driver.scene.widget("engine 1") is None and driver.scene.widget("knob alpha") is not None
    assert driver.scene.widget("tile step") is not None and not boats(driver).other
    bare = board_of(opened(replace(level, knobs=())), LockBoard)
    assert bare.stage_tree() is bare.water
