"""The code panel never says that it cannot show a run: what plain lines cannot say is shown as its author wrote it."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.equations import unit, value
from checks.paper import written
from compiled_loops import Steep
from downslope import Catalog, Example, Knob, Learner, Level, Network, Problem
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared.code_panel import CodePanel, CodeRows, RunCursor
from downslope.rules.actions import Learn, Turn
from downslope.view.cards.code_listing import CodePicture, CodeRow, SourceSection
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.code_text import wrap_code
from driving import FRAME, Driver
from playing import board_of, key, opened, screen, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


class Halving(Learner):
    """Halves its reach until the error falls."""

    name = "halving"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        reach = alpha
        while reach > 1e-9:
            there = [w - reach * d for w, d in zip(weights, problem.weight_deltas(weights))]
            if problem.error(there) < problem.error(weights):
                return there
            reach /= 2
        return list(weights)


class Squares(Network):
    """One weight for the input's square."""

    inputs = outputs = size = 1

    def forward(self, weights: Any, input: Any) -> list[Any]:
        return [input, [weights[0] * input[0] * input[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0] * layers[0][0]]


CATALOG = Catalog({**shipped().metrics, "steep": Steep()}, {**shipped().learners, "halving": Halving}, {})
LEVEL = Level("own", title="Own", examples=[Example(0.9, 0.7)], weights=[0.1], alpha=0.4, learner="halving",
              knobs=[Knob("alpha", 0.1, 1.0)])  # fmt: skip


def section(driver: Driver) -> SourceSection:
    """The innermost function that the code panel shows."""
    return board_of(driver, BowlBoard).code.source.sections[-1]


def tabs(driver: Driver) -> list[str]:
    return [page.title for page in board_of(driver, BowlBoard).code.pages()]


@pytest.mark.parametrize(
    "level, files, method",
    [
        (LEVEL, ["test_code_panel.py", "As it runs"], Halving.step),
        (replace(LEVEL, network=Squares(), learner="gradient-descent"),
         ["gradient_descent.py", "As it runs", "test_code_panel.py"], Squares.forward),
    ],
    ids=["learner", "network"],
)  # fmt: skip
def test_what_plain_lines_cannot_say_is_shown_as_it_was_written(level: Level, files: list[str], method: Any) -> None:
    driver = opened(level, CATALOG)
    assert tabs(driver) == files
    code = board_of(driver, BowlBoard).code
    code.choose(max(number for number, name in enumerate(files) if name.startswith("test_")))
    wait(driver, FRAME)
    lines = [line for line in inspect.getsource(method).splitlines()[1:] if line.strip()]
    shown = textwrap.dedent("\n".join(lines)).split("\n")
    assert [row.line for row in section(driver).rows] == shown
    assert not any(row.value for row in section(driver).rows)
    assert "Step once" in code.sentence()


def test_a_metric_with_a_branch_stands_above_the_lines_that_call_it() -> None:
    driver = opened(replace(LEVEL, metric="steep", learner="gradient-descent"), CATALOG)
    code = board_of(driver, BowlBoard).code
    assert tabs(driver) == ["9 lines", "As it runs", "gradient_descent.py"]
    lines = [row.line.strip() for row in code.rows(False)]
    method = [line.strip() for line in inspect.getsource(Steep.error).splitlines()[1:]]
    first = lines.index(method[0])
    assert lines[first : first + 3] == method and "error = error_of(prediction, goal_prediction)" in lines[first + 3 :]


def bare(lines: list[str]) -> str:
    return "".join("".join(lines).split())


def on_code(driver: Driver, level: str) -> CodePanel:
    """The board's code panel, and the keyboard on its tabs."""
    board: Any = screen(driver).board
    for pages in filter(None, (getattr(board, name, None) for name in ("tabs", "pages"))):
        names = [name for name, _page in pages.items()]
        if "Code" in names:
            pages.choose(names.index("Code"))
    wait(driver, FRAME)
    code: CodePanel = board.code
    screen(driver).set_focus(f"files of {code.name}")
    return code


@pytest.mark.parametrize("level", ["thirteen", "two-recipes", "three-neurons", "valley", "hidden-four"])
def test_the_second_tab_shows_what_runs(level: str) -> None:
    driver = opened(level, panels="all")
    code = on_code(driver, level)
    key(driver, pygame.K_RIGHT)
    loop = code.attempt.shown.run.stretch_loop()
    assert loop is not None and code.picture is not None and code.area is not None and not code.shows_file
    assert bare([row.piece for row in code.picture.rows]) == bare(loop.text.splitlines())
    assert code.area.limit > 0 and code.area.offset == 0.0
    screen(driver).set_focus(code.area.name)
    key(driver, pygame.K_DOWN)
    assert code.area.offset > 0.0
    picture = code.picture
    wait(driver, 1.0)
    assert code.picture is picture, "nothing is worked out again"
    screen(driver).set_focus(f"files of {code.name}")
    key(driver, pygame.K_LEFT)
    assert code.page().part == "" and code.area.offset <= code.area.limit


def test_it_says_why_nothing_runs_many_times() -> None:
    driver = opened("stuck-steps", panels="all")
    code = on_code(driver, "stuck-steps")
    key(driver, pygame.K_RIGHT)
    assert code.picture is not None
    told = bare([row.piece for row in code.picture.rows])
    assert told == bare(["# Its steps are made one by one: a learner with a step of its own."])


def test_a_source_that_is_not_there_is_said_in_its_place() -> None:
    space: dict[str, Any] = {"Learner": Learner}
    step = "    def step(self, problem, weights, alpha):\n        return [0.5]\n"
    exec(f"class Gone(Learner):\n    name = 'gone'\n{step}", space)
    catalog = replace(CATALOG, learners={**CATALOG.learners, "gone": space["Gone"]})
    driver = opened(replace(LEVEL, learner="gone"), catalog)
    assert board_of(driver, BowlBoard).code.sentence() == "gone.py. Its source is not on this machine."


def test_a_long_line_is_carried_on_at_its_outermost_operator() -> None:
    line = "    error = (prediction - goal_prediction) * (prediction - goal_prediction)"
    assert wrap_code(line, 46) == [
        "    error = (prediction - goal_prediction)", "        * (prediction - goal_prediction)",
    ]  # fmt: skip
    assert wrap_code("weights = [w - alpha * d for w, d in zip(weights, deltas)]", 38) == [
        "weights = [w - alpha * d", "    for w, d in zip(weights, deltas)]",
    ]  # fmt: skip


@given(
    words=st.lists(
        st.sampled_from(("weight", "a", "+", "* ", "**", "(", ")", "prediction", " and ", ", ", "-", "12345678901")),
        min_size=1, max_size=14,
    ),
    deep=st.integers(0, 9), room=st.integers(1, 40),
)  # fmt: skip
def test_any_line_is_carried_on_to_its_end(words: list[str], deep: int, room: int) -> None:
    line = " " * deep + " ".join(words)
    pieces = wrap_code(line, room)
    assert "".join("".join(pieces).split()) == "".join(line.split())
    assert all(len(piece) <= max(room, 12) for piece in pieces[1:])



@pytest.mark.parametrize("offset", [0.0, 7.0, 20.0, 33.0, 60.0])
def test_code_scrolls_by_whole_lines(offset: float) -> None:
    rows = [CodeRow(f"line_{number} = {number}") for number in range(12)]
    texts = written(partial(_draw_code, rows, offset), (1280, 720), Look(DUSK))
    lines = [text for text in texts if text.string.startswith("line_")]
    assert len(lines) >= 4
    for text in lines:
        assert text.clip is not None and text.clip.top <= text.ink.top and text.ink.bottom <= text.clip.bottom


def _draw_code(rows: list[CodeRow], offset: float, canvas: Canvas) -> None:
    rect = (20.0, 20.0, 400.0, 41.0 + 130.0)
    picture = CodePicture(canvas, rect, rows)
    picture.draw(canvas, (20.0, 61.0, 400.0, 130.0), offset)


def test_each_line_is_true_with_the_numbers_that_the_lines_before_it_show() -> None:
    digits = set[int]()
    for name, alpha in (("goldilocks", 0.1), ("overshoot", 1.0), ("thirteen", 9.0)):
        session, rounds = play(name, Turn("alpha", alpha), Learn(8)), CodeRows()
        ((inputs, goals),) = session.run.examples
        for step in range(session.count):
            rows = rounds.rows(session, RunCursor(step), False)
            prediction, error, delta, blame = (
                next(row.value.replace("-", "−") for row in rows if row.line.startswith(f"{word} ="))
                for word in ("prediction", "error", "delta", "weight_delta")
            )
            miss, given = value(prediction) - Fraction(str(goals[0])), Fraction(str(inputs[0]))
            if abs(miss) < 0.01:
                break  # an error that is much smaller would need more than six digits
            for text, result in ((error, miss**2), (delta, miss), (blame, value(delta) * given)):
                assert abs(value(text) - result) <= unit(text) / 2, (name, step, text)
            digits.add(len(delta.partition(".")[2]))
    assert min(digits) == 3 < max(digits) <= 6
