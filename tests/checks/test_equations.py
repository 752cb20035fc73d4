"""What is printed is true: each calculation on a screen, done once more with its own printed digits.

On every level, in every part, before, during and after a run, on every page, and while the machine shows it. What is
written is read twice: as the game's equations, and from the screen as a player reads it; no equation is drawn that is
no `Equation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.equations import calculations, lines, noted, untrue, wrong_lines
from checks.paper import written
from downslope.attempt.game.game import Game
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.shared.panel import Pages
from downslope.engine.checkpoint import Snapshot
from downslope.rules.actions import Action, Learn, merge_learns
from downslope.rules.judged_steps import accuracies_incremental
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import Canvas
from downslope.view.format.equation import MOST, Equation, addition, difference, product
from downslope.view.format.numbers import brief, number
from driving import FRAME, MemoryStore, open_display
from pictures import drawing
from pictures.plans import digits, level
from shows import solved_actions, solved_once
from support import campaign, shipped

SIZE = (1280, 720)
SHOW, EVERY = 300, 50  # frames of the machine's show; so often one is read
RUN = 40  # frames of a run
TRAINED = ("ten-neurons", "kernels", "read-my-hand")  # their runs take minutes: they are read as they stand


@pytest.fixture
def display() -> Iterator[None]:
    open_display()
    with drawing.settled(), solved_once():
        yield
    pygame.display.quit()


@pytest.fixture
def printed() -> Iterator[set[Equation]]:
    """All equations that were made from now on."""
    with noted() as made:
        yield made


# -- the reader --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("2.0 × 0.40 = 0.8003", False), ("2.0 × 0.40015 = 0.8003", True), ("toes 0.01 × 8.5 = 0.04", False),
        ("1.1 × 0.73 = 0.807 0.80", False), ("−0.46 × (−.82) = 0.38", True), ("1.64 − 2 = −0.36", True),
        ("0.80 − 1.25 = 0.45", False), ("+0.1 + 0.2 + (−0.4) = −0.1", True), ("0.4 + 0.4 = 1", True),
        ("0.4 + 0.4 = 0.9", False), ("0.4 + 0.4 ≈ 0.9", True), ("0.4 + 0.4 ≈ 1.0", False),
        ("(0.65 − 0.8)² = 0.02", True),
        ("(0.65 − 0.8)² = 0.03", False), ("0.15² = 0.02", True), ("3.0·10⁻⁷ × 2 = 6.0·10⁻⁷", True),
        ("3.0·10⁻⁷ × 2 = 7.0·10⁻⁷", False),
    ],
)  # fmt: skip
def test_a_calculation_is_read_and_done_once_more(line: str, true: bool) -> None:
    assert [each.is_true for each in calculations(line)] == [true]


def test_the_cells_of_grids_are_read_side_by_side() -> None:
    found = calculations("1 .56 0 × .1 .01 .07 = .1 .01 .07 ≈0.09")
    assert [(each.terms, each.is_true) for each in found] == [(("1", ".1"), True), ((".56", ".01"), True),
                                                              (("0", ".07"), False)]  # fmt: skip


NUMBERS = st.floats(-50, 50) | st.floats(-2, 2).map(lambda value: round(value, 3))


@pytest.mark.slow
@given(NUMBERS, NUMBERS, st.integers(2, 4))
def test_products_and_differences_are_true_with_few_digits(a: float, b: float, digits: int) -> None:
    for equation in (product(a, b, a * b, digits), difference(a, b, a - b, digits)):
        assert [each.is_true for each in calculations(str(equation))] == [True], equation
        decimals = [len(text.partition(".")[2]) for text in equation.terms if "10" not in text]
        assert max(decimals, default=0) <= MOST + 4, "a small number begins later"
    assert product(round(a, 2), "2", 2 * round(a, 2)).relation == "="


@pytest.mark.slow
@given(st.lists(NUMBERS, min_size=2, max_size=16), st.integers(1, 2))
def test_what_is_added_up_is_true_or_about(terms: list[float], most: int) -> None:
    total = 0.0
    for term in terms:
        total += term
    for equation in (addition(terms, total), addition(terms, total, 1, most, lambda v, d: number(v or 0.0, d))):
        assert [each.is_true for each in calculations(str(equation))] == [True], equation


def test_what_cannot_be_true_says_about() -> None:
    assert str(product("2.0", "0.40", 0.8003, 4)) == "2.0 × 0.40 ≈ 0.8003"
    assert str(product(-0.5, -2.0, 1.0, write=brief)) == "−.5 × (−2) = 1"


# -- the screens -------------------------------------------------------------------------------------------------------


def frame(scene: Scene) -> Scene:
    scene.resize(*SIZE, 1)
    scene = scene.update(FRAME)
    scene.resize(*SIZE, 1)
    return scene


def read(scene: Scene) -> list[str]:
    def draw(canvas: Canvas) -> None:
        scene.game.toasts.fit(canvas)
        scene.draw(canvas)

    return list(lines(written(draw, SIZE, scene.game.look())))


def pages(scene: Scene) -> Iterator[list[str]]:
    """What stands on the screen, then with each other page of its board."""
    scene = frame(frame(scene))
    yield read(scene)
    groups = vars(scene.board).values() if isinstance(scene, PlayScene) else ()
    for group in [each for each in groups if isinstance(each, Pages)]:
        chosen = group.chosen
        for other in range(len(group.items())):
            if other != chosen:
                group.choose(other)
                yield read(frame(frame(scene)))
        group.choose(chosen)
        frame(scene)


def prefixes(name: str) -> list[list[Action]]:
    """The way through a level, as far as each of its actions; into the middle of a run too."""
    ways: list[list[Action]] = [[]]
    done: list[Action] = []
    for action in [] if name in TRAINED else solved_actions(name):
        if isinstance(action, Learn):
            ways += [[*done, Learn(steps)] for steps in sorted({1, 2, action.steps // 2} - {0, action.steps})]
        done.append(action)
        ways.append(list(done))
    return ways if len(ways) <= 7 else ways[:4] + ways[-3:]


def screens(name: str) -> Iterator[list[str]]:
    """All that is read on a level's screen."""
    for actions in prefixes(name):
        yield from pages(level(name, *merge_learns(actions))(new_game(text=1.5 if len(actions) % 3 == 2 else 1.0)))
    if name in TRAINED:
        yield from pages(level(name, Learn(60))(new_game())) if name != "read-my-hand" else ()
        return
    run = level(name)(new_game(bets=False))
    assert isinstance(run, PlayScene)
    run.resize(*SIZE, 1)
    run.do("learn" if "learn" in [tile.name for tile in run.board.tiles()] else "step")
    for number_ in range(RUN):
        frame(run)
        if number_ % 8 == 0:
            yield read(run)
    show: Scene = PlayScene(new_game(), shipped().level(name), True)
    for number_ in range(1, SHOW):
        show = frame(show)
        if number_ % EVERY == 0:
            yield read(show)
    yield from pages(show)


def new_game(**settings: Any) -> Game:
    return Game(MemoryStore(**settings), catalog=shipped())


@pytest.mark.slow
@pytest.mark.parametrize("name", [level.id for level in campaign()])
def test_every_equation_of_a_level_is_true_as_printed(name: str, display: None, printed: set[Equation]) -> None:
    words = repr(shipped().level(name))
    offenders = sorted({fault for screen in screens(name) for fault in wrong_lines(screen, printed, words)})
    assert offenders == [] and untrue(printed) == []


@pytest.mark.parametrize("name", ["goldilocks", "toes", "hidden-four"])
def test_a_theme_changes_no_text(name: str, display: None) -> None:
    dark, light = (list(pages(level(name, Learn(2))(new_game(theme=theme)))) for theme in ("dark", "light"))
    assert dark == light and any("=" in line for screen in dark for line in screen)


@pytest.mark.slow
def test_a_share_says_of_how_many_pictures_and_is_counted_once_more(display: None) -> None:
    game = new_game()
    office = digits(game)
    assert isinstance(office, PlayScene)
    scene = PlayScene(game, replace(office.level, picture="", moves=()))  # the office writes the largest share alone
    scene.attempt.session.do(Learn(300))
    scene.attempt.playback.jump(300)
    assert isinstance(scene.board, DigitsBoard)
    session, pieces = scene.attempt.session, accuracies_incremental(scene.attempt.session)
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            measured = end.value
            break
    scene.board.training.own = [Snapshot(session.count, list(session.weights), measured)]
    screen = read(frame(frame(scene)))
    seen = next(match for match in (re.search(r"\bseen +([\d.]+)% +of (\d+)", line) for line in screen) if match)
    large = next(match for match in (re.match(r"([\d.]+)%", line) for line in screen) if match)
    for told, all_of in ((seen, session.level.data()), (large, session.level.data(unseen=True))):
        right = sum(_best(session.run.predict(session.weights, x)) == _best(goal) for x, goal in all_of)
        assert abs(Fraction(told.group(1)) - Fraction(100 * right, len(all_of))) <= Fraction(1, 20)
    assert int(seen.group(2)) == len(session.level.data()) > 1000
    lines = (re.fullmatch(r"(\d )?((<1|\d+)%)( \d)*", line) for line in screen)  # names of templates stand beside one
    votes = [line[2] for line in lines if line is not None]
    assert len(votes) == 10 and sum(int(vote.strip("<%")) for vote in votes if vote != "<1%") == 100


def _best(votes: Sequence[float]) -> int:
    return max(range(len(votes)), key=votes.__getitem__)
