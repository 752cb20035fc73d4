"""The code panel: plain lines, what runs, a plugin's file line by line with its values, two codes side by side."""

from __future__ import annotations

import inspect
import sys
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
from downslope import Catalog, Example, Knob, Learner, Level, Neuron, Problem
from downslope.boards.one_neuron.two_codes_board import TwoCodesBoard, compare, in_line
from downslope.boards.shared.code_panel import CodePanel, CodeRows, RunCursor
from downslope.engine.watchdog import limits
from downslope.rules.actions import Learn, Turn
from downslope.view.cards.code_listing import CodePicture, CodeRow, lines_of_code
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.markup import wrap_code
from driving import FRAME, Driver
from playing import board_of, click, key, opened, page, painted, screen, wait
from plugin_learners import Branchy, Careful, Chancy, Patient, Plain, Squares
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


LEARNERS = Catalog(
    {**shipped().metrics, "theirs/branchy": Branchy(), "steep": Steep()},
    {**shipped().learners, **{kind.name: kind for kind in (Careful, Chancy, Patient, Plain)}},
    shipped().levels,
)
CAREFUL = Level("own", title="Own", examples=[Example(2.0, 3.0), Example(1.0, 1.5)], weights=[0.1], alpha=0.6,
                learner="careful", knobs=[Knob("alpha", 0.1, 1.0)])  # fmt: skip
OF_TWO = replace(CAREFUL, network=Squares(), weights=[0.1, 0.2], alpha=0.1, learner="gradient-descent",
                 examples=[Example([0.9, 0.2], 0.7)])  # fmt: skip


def stepped(level: Level | str = CAREFUL, steps: int = 1, **settings: Any) -> Driver:
    """The level with so many steps made by the key."""
    driver = opened(level, LEARNERS, bets=False, **settings)
    for _step in range(steps):
        key(driver, pygame.K_SPACE, then=0.7)
    return driver


def panel(driver: Driver) -> CodePanel:
    code = getattr(screen(driver).board, "code", None)
    assert isinstance(code, CodePanel)
    return code


@pytest.mark.parametrize(
    "level, files, method",
    [
        (CAREFUL, ["plugin_learners.py", "As it runs"], Careful.step),
        (OF_TWO, ["gradient_descent.py", "As it runs", "plugin_learners.py"], Squares.forward),
    ],
    ids=["learner", "network"],
)  # fmt: skip
def test_what_plain_lines_cannot_say_is_shown_as_it_was_written(level: Level, files: list[str], method: Any) -> None:
    driver = stepped(level, 0)
    code = on_code(driver)
    assert [page.title for page in code.pages()] == files
    code.choose(files.index("plugin_learners.py"))
    wait(driver, FRAME)
    lines = [line for line in inspect.getsource(method).splitlines()[1:] if line.strip()]
    rows = code.source.sections[-1].rows
    assert [row.line for row in rows] == textwrap.dedent("\n".join(lines)).split("\n")
    assert not any(row.value for row in rows) and "Step once" in code.sentence()


def test_a_metric_with_a_branch_stands_above_the_lines_that_call_it() -> None:
    code = panel(stepped(replace(CAREFUL, metric="steep", learner="gradient-descent", examples=[Example(2.0, 3.0)]), 0))
    assert [page.title for page in code.pages()] == ["9 lines", "As it runs", "gradient_descent.py"]
    lines = [row.line.strip() for row in code.rows(False)]
    method = [line.strip() for line in inspect.getsource(Steep.error).splitlines()[1:]]
    first = lines.index(method[0])
    assert lines[first : first + 3] == method and "error = error_of(prediction, goal_prediction)" in lines[first + 3 :]


def bare(lines: list[str]) -> str:
    return "".join("".join(lines).split())


def on_code(driver: Driver) -> CodePanel:
    """The board's code panel, and the keyboard on its tabs."""
    page(driver, "Code")
    code = panel(driver)
    screen(driver).set_focus(f"files of {code.name}")
    return code


@pytest.mark.parametrize("level", ["thirteen", "two-recipes", "three-neurons", "valley", "hidden-four"])
def test_the_second_tab_shows_what_runs(level: str) -> None:
    driver = opened(level, panels="all")
    code = on_code(driver)
    key(driver, pygame.K_RIGHT)
    loop = code.attempt.shown.run.stretch_loop()
    assert loop is not None and code.picture is not None and code.area is not None and not code.shows_file
    assert bare([row.line for row in code.picture.rows]) == bare(loop.text.splitlines())
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
    code = on_code(driver)
    key(driver, pygame.K_RIGHT)
    assert code.picture is not None
    told = bare([row.line for row in code.picture.rows])
    assert told == bare(["# Its steps are made one by one: a learner with a step of its own."])


def test_a_source_that_is_not_there_is_said_in_its_place() -> None:
    space: dict[str, Any] = {"Learner": Learner}
    step = "    def step(self, problem, weights, alpha):\n        return [0.5]\n"
    exec(f"class Gone(Learner):\n    name = 'gone'\n{step}", space)
    catalog = replace(LEARNERS, learners={**LEARNERS.learners, "gone": space["Gone"]})
    driver = opened(replace(CAREFUL, learner="gone"), catalog)
    assert panel(driver).sentence() == "gone.py. Its source is not on this machine."


def test_a_long_line_is_carried_on_at_its_outermost_operator() -> None:
    line = "    error = (prediction - goal_prediction) * (prediction - goal_prediction)"
    assert wrap_code(line, 46) == [
        "    error = (prediction - goal_prediction)", "        * (prediction - goal_prediction)",
    ]  # fmt: skip
    assert wrap_code("weights = [w - alpha * d for w, d in zip(weights, deltas)]", 38) == [
        "weights = [w - alpha * d", "    for w, d in zip(weights, deltas)]",
    ]  # fmt: skip


@pytest.mark.slow
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

    def draw(canvas: Canvas) -> None:
        CodePicture(canvas, (20.0, 20.0, 400.0, 171.0), rows).draw(canvas, (20.0, 61.0, 400.0, 130.0), offset)

    lines = [text for text in written(draw, (1280, 720), Look(DUSK)) if text.string.startswith("line_")]
    assert len(lines) >= 4
    for text in lines:
        assert text.clip is not None and text.clip.top <= text.ink.top and text.ink.bottom <= text.clip.bottom


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


def running(driver: Driver) -> CodeRow:
    rows = panel(driver).source.sections[-1].rows
    return next(row for row in rows if row.running)


def test_after_one_step_its_lines_stand_there_with_their_values_and_are_walked_back_and_forth() -> None:
    driver = stepped()
    code = panel(driver)
    assert [page.title for page in code.pages()] == ["plugin_learners.py", "As it runs"]
    rows = {row.line: row.value for row in code.source.sections[-1].rows}
    weights = screen(driver).attempt.session.weights
    assert rows["return new"] == f"[{weights[0]:.4g}]"
    assert code.source.count == code.source.at + 1
    assert "return new" in code.sentence() and f"line {code.source.count} of" in code.sentence()
    walk = code.source
    last = walk.at
    key(driver, pygame.K_COMMA, pygame.K_COMMA)
    assert walk.at == last - 2 and running(driver).line.strip() == "return there, tries"
    key(driver, pygame.K_PERIOD)
    assert walk.at == last - 1
    driver.key(pygame.K_HOME)
    screen(driver).set_focus("lines")
    key(driver, pygame.K_HOME)
    assert walk.at == 0
    key(driver, pygame.K_RIGHT)
    assert walk.at == 1
    click(driver, "line forth")
    assert walk.at == 2
    x, y, w, h = next(widget.rect for widget in screen(driver).widgets if widget.name == "lines")
    driver.click(x + w - 2, y + h / 2)
    assert walk.at == last


def test_with_shift_to_the_same_lines_next_time() -> None:
    driver = stepped(replace(CAREFUL, alpha=1.0))
    walk = panel(driver).source
    line_runs = walk.rows.traced.line_runs if walk.rows is not None else ()
    places = [number for number, line_run in enumerate(line_runs) if line_run.function.startswith("halve") and
              "problem.error(there)" in walk.rows.line_and_value(number)[0]]  # type: ignore[union-attr]  # fmt: skip
    assert len(places) > 1, "the first try is not good enough with such an alpha"
    walk.go(places[0])
    wait(driver, FRAME)
    assert running(driver).value == "no"
    key(driver, pygame.K_PERIOD, shift=True)
    assert walk.at == places[1]
    assert panel(driver).source.sections[-1].aside == "round 2 of its loop"
    key(driver, pygame.K_COMMA, shift=True)
    assert walk.at == places[0]


def test_beyond_its_ends_lies_the_step_before_or_after() -> None:
    driver = stepped(steps=3)
    walk, attempt = panel(driver).source, screen(driver).attempt
    assert walk.step == 2
    walk.go(0)
    key(driver, pygame.K_COMMA)
    assert (walk.step, attempt.step) == (1, 2) and walk.at == walk.count - 1
    key(driver, pygame.K_PERIOD)
    assert (walk.step, attempt.step, walk.at) == (2, 3, 0)


def test_a_step_under_way_goes_through_its_lines() -> None:
    driver = opened(CAREFUL, LEARNERS, bets=False, still=False)
    driver.key(pygame.K_SPACE)
    seen = []
    for _frame in range(14):
        wait(driver, FRAME)
        walk = panel(driver).source
        if walk.rows is not None:
            seen.append(walk.at)
    assert seen == sorted(seen) and len(set(seen)) > 5


@pytest.mark.parametrize(
    "level, told",
    [
        (replace(CAREFUL, learner="chancy"), "The second time it returned different weights"),
        (replace(CAREFUL, sight={"goal": "hidden"}), "what is hidden"),
    ],
    ids=["chance", "hidden"],
)
def test_why_there_are_no_values_or_no_more_lines_is_said(level: Level, told: str) -> None:
    driver = stepped(level)
    assert told in panel(driver).sentence()
    assert not any(row.value for section in panel(driver).source.sections for row in section.rows)
    many = panel(stepped(replace(CAREFUL, learner="patient", alpha=0.1)))
    assert many.source.count == 2000 and many.sentence().endswith("line 2000 of more.")


@pytest.mark.slow
def test_a_formula_is_told_for_the_weight_that_is_chosen() -> None:
    two = replace(CAREFUL, learner="plain", network=Neuron(2), weights=[0.1, 0.2], alpha=0.1,
                  examples=[Example([0.9, 0.2], 0.7), Example([0.1, 0.8], 0.3)])  # fmt: skip
    driver = stepped(two)
    board: Any = screen(driver).board
    board.tabs.choose(1)
    code = panel(driver)
    code.choose(2)
    wait(driver, FRAME)
    values = [running(driver).value]
    click(driver, "line weight")
    wait(driver, FRAME)
    values.append(running(driver).value)
    assert values == [f"{weight:.4g}" for weight in screen(driver).attempt.session.weights]


@pytest.mark.parametrize(
    "level, part, function",
    [
        (replace(CAREFUL, metric="theirs/branchy", learner="gradient-descent", alpha=0.1), "metric", "Branchy.delta"),
        (OF_TWO, "network", "Squares.weight_deltas"),
    ],
    ids=["metric", "network"],
)  # fmt: skip
def test_metric_and_network_have_their_own_tabs(level: Level, part: str, function: str) -> None:
    driver = stepped(level)
    if part == "network":
        board: Any = screen(driver).board
        board.tabs.choose(1)
    code = panel(driver)
    parts = [page.part for page in code.pages()]
    assert part in parts
    code.choose(parts.index(part))
    wait(driver, FRAME)
    walk = code.source
    assert walk.rows is not None and walk.rows.traced.line_runs[-1].function == function


@pytest.mark.parametrize("level", ["goldilocks", "two-recipes", "three-neurons", "valley", "hidden-four"])
def test_every_board_with_code_shows_the_file(level: str) -> None:
    driver = stepped(level, panels="all")
    code = on_code(driver)
    assert [page.part for page in code.pages()] == ["", "loop", "learner"]
    click(driver, f"files of {code.name}")
    code.choose(2)
    wait(driver, FRAME)
    assert code.shows_file and code.source.count > 0
    for _name, rect in ((w.name, w.rect) for w in screen(driver).widgets if w.name.startswith("line")):
        assert code.rect[0] <= rect[0] and rect[1] + rect[3] <= code.rect[1] + code.rect[3]


def test_nothing_slides_with_reduced_motion(display: object) -> None:
    moves: dict[bool, bool] = {}
    for still in (True, False):
        driver = stepped(still=still)
        wait(driver, 1.0)
        key(driver, pygame.K_COMMA)
        moves[still] = panel(driver).source.slide != 0
    assert moves == {True: False, False: True}


class Slower(Learner):
    """While somebody looks it takes for ever."""

    name = "slower"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        while sys.gettrace() is not None:
            pass
        return [w - alpha * s for w, s in zip(weights, problem.weight_deltas(weights))]


@pytest.mark.slow
def test_what_does_not_come_back_the_second_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watchdog ends it, and afterwards neither of the two traces anything."""
    monkeypatch.setattr(limits, "step", 0.2)
    catalog = replace(LEARNERS, learners={**LEARNERS.learners, "slower": Slower})
    level = replace(CAREFUL, id="theirs/own", learner="slower", alpha=0.1)
    driver = opened(level, catalog, bets=False, panels="all")
    key(driver, pygame.K_SPACE, then=0.7)
    assert "did not come back" in panel(driver).sentence()
    assert sys.gettrace() is None
    if sys.version_info >= (3, 12):
        assert sys.monitoring.get_tool(4) is None
    assert screen(driver).attempt.session.count == 1 and screen(driver).attempt.fault is None


two_codes = partial(board_of, kind=TwoCodesBoard)


def values(panel: CodePanel) -> dict[str, str]:
    """The name that each line sets and the value that it shows."""
    assert panel.picture is not None
    found, name = {}, ""
    for row in panel.picture.rows:
        if row.number:
            name = row.line.split("=")[0].strip(" -")
        if row.value:
            found[name] = row.value
    return found


def moves(driver: Driver) -> tuple[set[str], set[str]]:
    """Of a step: what the lines that move the weight show on its way, in either code."""
    driver.key(pygame.K_SPACE)
    own, other = set[str](), set[str]()
    for _frame in range(20):
        wait(driver, FRAME)
        own.add(values(two_codes(driver).code).get("weight", ""))
        other.add(values(two_codes(driver).other).get("weight", ""))
    return own - {""}, other - {""}


def test_both_codes_show_what_the_engine_makes_of_the_same_weight() -> None:
    driver = opened("two-recipes", still=False, bets=False, panels="all")
    wait(driver, FRAME)
    own, other = values(two_codes(driver).code), values(two_codes(driver).other)
    assert own == {"prediction": "1.000", "error": "0.040", "delta": "0.400", "weight_delta": "0.800"}
    assert other == {"prediction": "1.000", "error": "0.040", "delta": "0.200", "weight_delta": "0.400"}
    own_move, other_move = moves(driver)
    weight = 0.5 - 0.05 * 2 * 0.2 * 2  # the level's own recipe has moved it
    assert screen(driver).attempt.session.weights == [pytest.approx(weight)]
    assert (own_move, other_move) == ({"0.50→0.46"}, {"0.50→0.48"})  # and where the other's step would have led
    assert "weight" not in values(two_codes(driver).code), "all lines are of the weight that is there now"
    assert float(values(two_codes(driver).other)["delta"]) == pytest.approx(2 * weight - 0.8, abs=0.0005)


def test_both_are_called_as_the_level_calls_them() -> None:
    words = shipped().level("two-recipes").words
    driver = opened("two-recipes", bets=False, panels="all")
    assert two_codes(driver).code.pages()[0].title == words["metric 1"]
    assert two_codes(driver).other.lines_name(0) == words["metric 2"]
    plain = opened(replace(shipped().level("two-recipes"), words={}), bets=False, panels="all")
    assert two_codes(plain).code.pages()[0].title == "squared-true-slope"
    assert two_codes(plain).other.lines_name(0) == "squared"


def test_only_the_own_code_runs_and_the_two_is_marked_in_the_line_that_has_it() -> None:
    driver = opened("two-recipes", bets=False, panels="all")
    for panel, words in ((two_codes(driver).code, ["2.0 * (", ")"]), (two_codes(driver).other, [])):
        assert panel.picture is not None
        assert any(row.running for row in panel.picture.rows) is bool(words)
        assert "weight" not in values(panel), "where the next step lands is not told before the law is known"
        lines = [row for row in panel.picture.rows if row.differs is not None]
        assert lines[0].line.strip().startswith("delta =")
        assert [line.line[a:b] for line in lines for a, b in line.differs or ()] == words


def test_in_compact_mode_the_other_code_has_a_tab_for_mouse_and_keyboard() -> None:
    driver = opened("two-recipes", text=1.5, bets=False, panels="all")
    screen(driver).set_focus("tabs")
    key(driver, pygame.K_RIGHT)
    assert two_codes(driver).pages.chosen == 2
    assert screen(driver).widget("other code") is not None and screen(driver).widget("code") is None
    click(driver, "tabs")  # its middle: the second tab
    assert two_codes(driver).pages.chosen == 1 and screen(driver).widget("code") is not None


def test_the_bet_covers_only_the_other_code() -> None:
    """What it asks about, the code that runs, stays to be read."""
    driver = opened("two-recipes", panels="all")
    key(driver, pygame.K_d)
    assert screen(driver).kind == "strip"
    names = [widget.name for widget in screen(driver).widgets]
    assert "code" in names and "other code" not in names
    painted(driver)


def test_what_the_other_code_has_not_is_marked_words_in_a_line_and_whole_lines() -> None:
    assert in_line("a = b - c", "a = 2.0 * (b - c)") == ((), ((4, 11), (16, 17)))
    assert in_line("x = 1", "x = 1") == ((), ())
    assert in_line("x = old", "x = new") == (((4, 7),), ((4, 7),))
    left, right = compare([CodeRow("a = 1"), CodeRow("b = 2"), CodeRow("c = 3")], [CodeRow("a = 1"), CodeRow("c = 3")])
    assert [row.differs for row in left] == [None, ((0, 5),), None]
    assert [row.differs for row in right] == [None, None]
    line = "    delta = 2.0 * (prediction - goal_prediction)"  # marks go on where a line is carried on
    pieces = lines_of_code([CodeRow(line, "0.4", differs=((12, 19), (47, 48)))], 34)
    assert len(pieces) > 1
    assert [row.line[a:b] for row in pieces for a, b in row.differs or ()] == ["2.0", "* (", ")"]


def test_any_level_may_have_a_metric_beside_its_own() -> None:
    driver = opened(replace(shipped().level("goldilocks"), beside="absolute"), still=False, bets=False, panels="all")
    assert moves(driver)[1] == {"0.50→0.30"}  # 0.5 - alpha 0.1 * (sign 1 * input 2)
    painted(driver)
