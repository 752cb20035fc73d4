"""What is said in which state; each thing has one name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope.attempt.shown import unit_title
from downslope.boards.by_hand.fog_model import looks
from downslope.boards.by_hand.fog_model import words as words_in_fog
from downslope.boards.network.net_board import NetBoard
from downslope.boards.network.shown_net import dead_neurons_of
from downslope.rules.actions import Action, Next, Probe, Turn
from downslope.rules.campaign import places
from downslope.rules.session import Session
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.star_conditions import condition
from downslope.view.draw.canvas import Canvas
from downslope.view.format.markup import plain
from downslope.view.format.numbers import number as told
from driving import FRAME, Driver
from playing import board_of, click, key, opened, screen, wait
from support import play, shipped
from syntax import nodes, tree_of

ROOT = Path(__file__).parents[1]
SOURCES = [*sorted((ROOT / "game").rglob("*.py")), *sorted((ROOT / "levels").glob("*.py"))]

# Second names for a thing that has one. They can mean nothing else.
AVOIDED = (
    "auto-solver", "optimiser", "epoch", "inertia", "glimpse", "kink", "guilt", "deviation", "diverge", "explode",
    "gradient(?![ -]descent)", "data point", "step size", "feature map", "augmentation", "penalty", "probability",
)  # fmt: skip
CALLS = {"_": 1, "N_": 1, "plural_form": 2, "Impossible": 2}  # function: how many of its arguments are sentences


def sentences(file: Path) -> Iterator[str]:
    """What a player may read: of the game's files what is translated, of a file of levels every text."""
    if file.parent.name == "levels":
        yield from (str(node.value) for node in nodes(tree_of(file), ast.Constant) if isinstance(node.value, str))
    for call in nodes(tree_of(file), ast.Call):
        for argument in call.args[: CALLS.get(getattr(call.func, "id", ""), 0)]:
            parts = [node.value for node in ast.walk(argument) if isinstance(node, ast.Constant)]
            yield from (part for part in parts if isinstance(part, str))


@pytest.mark.source
def test_one_thing_has_one_name() -> None:
    avoided = re.compile(rf"\b({'|'.join(AVOIDED)})", re.IGNORECASE)
    texts = [(file.name, text) for file in SOURCES for text in sentences(file)]
    assert len(AVOIDED) <= 30 and len(texts) > 3000
    assert [f"{name}: {text}" for name, text in texts if avoided.search(text)] == []


def on_screen(driver: Driver, size: tuple[int, int] = (1280, 720)) -> list[str]:
    """All that is written on it now."""
    scene = driver.scene

    def draw(canvas: Canvas) -> None:
        scene.game.toasts.fit(canvas)
        scene.draw(canvas)

    return [text.string for text in written(draw, size, scene.game.look())]


def sending(level: str, *actions: Action) -> str:
    """What Pip says on a board by hand."""
    driver = opened(level, bets=False)
    for action in actions:
        screen(driver).attempt.act(action)
        wait(driver, 4.0)
    return plain(" ".join(screen(driver).board.words())).strip()


def weights(*values: float) -> tuple[Action, ...]:
    return tuple(action for value in values for action in (Turn("weight", value), Probe()))


pytestmark = pytest.mark.usefixtures("display")


@pytest.mark.slow
def test_what_pip_says_by_hand() -> None:
    for level, actions, said in [
        ("double-it", (), "The sign says how far I walk. I stopped halfway."),
        ("double-it", (Turn("weight", 3.0),), "Too far."),
        ("double-it", (Turn("weight", 2.0),), "Home. Now try the same weight on the next one."),
        ("double-it", (Turn("weight", 2.0), Next(), Next()), "Right, and nobody touched the dial."),
        ("a-hundredth", (), "I can only tell you: too high, or too low. Six tries left."),
        ("a-hundredth", weights(0.001), "Too low. That rules out every notch to the left. Five tries left."),
        ("a-hundredth", weights(1, 0.1, 0.05, 0.02, 0.005, 0.002), "Now you see the number. One more!"),
        ("a-hundredth", weights(0.01), "It fits."),
        ("seven", weights(1.0), "Fine for the small one. Is it for all? You can only open it once."),
        ("below-zero", weights(2), "Too cold. Further off than before. Four tries left."),
        ("below-zero", weights(2, -2), "Too warm. Three tries left."),
        ("one-knob-two-days", (), "Which one is wrong? Only your first strike counts."),
    ]:  # fmt: skip
        heard = sending(level, *actions)
        assert said in heard and not re.search(r"\b(table|row|slider)", heard), "what is not on the screen"


def test_nothing_is_said_while_the_light_is_on_its_way() -> None:
    driver = opened("below-zero", bets=False, still=False)
    screen(driver).attempt.turn("weight", -1.5)
    screen(driver).attempt.probe()
    wait(driver, 0.2)
    assert screen(driver).board.words() == ("", "")


def test_a_meter_that_is_taken_up_after_the_win_says_its_own_value() -> None:
    won = play("plus-and-minus", Turn("weight", 1.0), Probe())
    assert won.won
    told = "The meter says 0. Yet both are wrong."
    assert plain(words_in_fog(won, looks(won), True)[0]) == told
    before = looks(won)
    won.do(Turn("metric", "squared"))
    assert plain(words_in_fog(won, before, True)[0]) == told  # it has not looked by the new one yet
    assert plain(" ".join(words_in_fog(won, looks(won), True))) == "Squared says 10.00. No miss can hide in it."


LATER = "Auto-solve opens after one run of your own."


@pytest.mark.parametrize("way", ["click", "key", "hover", "focus"])
def test_auto_solve_says_when_it_opens(way: str) -> None:
    driver = opened("thirteen", bets=False)
    tile = driver.scene.widget("tile auto")
    assert tile is not None and not tile.enabled
    if way == "click":
        click(driver, "tile auto")
    elif way == "key":
        key(driver, pygame.K_a)
    elif way == "hover":
        driver.move(*tile.centre)
        wait(driver, 1)
    else:
        for _ in range(40):
            key(driver, pygame.K_TAB)
            if driver.scene.focus == "tile auto":
                break
        assert driver.scene.focus == "tile auto"
    wait(driver, FRAME)
    assert screen(driver).attempt.machine is None
    said = " ".join(on_screen(driver))
    assert LATER in said.replace("  ", " "), said


def test_a_knob_that_comes_later_says_when() -> None:
    assert "after the first landing" in " ".join(on_screen(opened("valley", bets=False)))


def test_a_dead_neuron_tells_what_its_numbers_are() -> None:
    driver = opened("dead-relu", bets=False)
    board = board_of(driver, NetBoard)
    wait(driver, 0.2)
    x, y = board.net.wires.at.node(1, 0) if board.net.wires is not None else (0, 0)
    driver.click(x, y)
    wait(driver, 0.2)
    session = board.attempt.shown
    totals = " ".join(told(total, 1) for total in dead_neurons_of(session.run, session.weights)[0] or ())
    assert f"Its sums {totals}: never above 0." in " ".join(" ".join(on_screen(driver)).split())


def test_a_training_tells_its_passes_from_the_start() -> None:
    driver = opened("kernels", bets=False)
    wait(driver, 0.2)
    assert "Passes 0" in " ".join(" ".join(on_screen(driver)).split())
    screen(driver).end()


def reached(level: str, *turns: tuple[str, Any]) -> CardScene:
    """The card of a level, each of whose parts was learned with a knob turned."""
    driver = opened(level, bets=False)
    attempt = screen(driver).attempt
    for number, turn in enumerate(turns):
        if number:
            attempt.next_stage()
        attempt.turn(*turn)
        attempt.session.learn_until_outcome(200)
    assert attempt.session.complete
    card = card_of(screen(driver))
    assert isinstance(card, CardScene)
    return card


def test_the_cards_curve_is_of_the_part_that_is_counted() -> None:
    card = reached("overshoot", ("alpha", 1.0), ("alpha", 1.6))
    assert len(card.summary.errors) == (card.summary.count or 0) + 1
    said = on_screen(Driver(card))
    assert any(words.startswith("error, part 1") for words in said) and "As Python" in said


def test_one_word_counts_what_is_done_in_the_first_four_chapters() -> None:
    """What a learner does are steps, what is called on cards and needles calls; all else are tries."""
    levels = [place.level for place in places(shipped()) if place.chapter <= 4]
    counted = {level.id: [unit_title(level.stage(n)) for n in range(len(level.stages) + 1)] for level in levels}
    others = {name for name, words in counted.items() if set(words) - {"Tries"}}
    assert others == {"dead-wire", "hands-off"} and counted["hands-off"] == ["Steps"]
    assert set(counted["dead-wire"]) == {"Calls"}


def test_what_asks_for_a_star_says_in_how_many() -> None:
    said = [text for level in shipped().levels.values() for text in stars_of(Session(level, shipped()))]
    assert not [text for text in said if "…" in text]
    assert "in 2 tries or fewer" in said and "in 1 try" in said and "in 11 tries or fewer" in said


def stars_of(session: Session) -> list[str]:
    return [condition(session.base, star) for star in (1, 2, 3)]
