"""The code panel: plain lines, what runs, a plugin's file line by line with its values, two codes side by side."""

import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest

from downslope import Catalog, Example, Knob, Learner, Level, Problem
from downslope.boards.one_neuron.two_codes_board import TwoCodesBoard
from downslope.boards.shared.code_panel import CodePanel
from downslope.engine.watchdog import limits
from downslope.view.cards.code_listing import CodeRow
from lib.compiled_loops import Steep
from lib.driving import FRAME, Driver
from lib.playing import board_of, click, key, need, opened, page, screen, wait
from lib.plugin_learners import Branchy, Careful, Chancy, Patient, Squares
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


class Slower(Learner):
    """While somebody looks it takes for ever."""

    name = "slower"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        while sys.gettrace() is not None:
            pass
        return [w - alpha * s for w, s in zip(weights, problem.weight_deltas(weights))]


LEARNERS = Catalog(
    {**shipped().metrics, "theirs/branchy": Branchy(), "steep": Steep()},
    {**shipped().learners, **{kind.name: kind for kind in (Careful, Chancy, Patient, Slower)}},
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


def on_code(driver: Driver, part: str | None = None) -> CodePanel:
    """The board's code panel, and the keyboard on its tabs; at the page of a part."""
    page(driver, "Code")
    code = panel(driver)
    screen(driver).set_focus(f"files of {code.name}")
    if part is not None:
        code.choose([page.part for page in code.pages()].index(part))
        wait(driver, FRAME)
    return code


def running(driver: Driver) -> CodeRow:
    return next(row for row in panel(driver).source.sections[-1].rows if row.running)


@pytest.mark.parametrize(("level", "files", "method"), [
    (CAREFUL, ["plugin_learners.py", "As it runs"], Careful.step),
    (OF_TWO, ["gradient_descent.py", "As it runs", "plugin_learners.py"], Squares.forward),
], ids=["learner", "network"])  # fmt: skip
def test_what_plain_lines_cannot_say_is_shown_as_it_was_written(
    level: Level, files: list[str], method: Callable[..., object]
) -> None:
    driver = stepped(level, 0)
    code = on_code(driver)
    assert [page.title for page in code.pages()] == files
    code.choose(files.index("plugin_learners.py"))
    wait(driver, FRAME)
    lines = [line for line in inspect.getsource(method).splitlines()[1:] if line.strip()]
    rows = code.source.sections[-1].rows
    assert [row.line for row in rows] == textwrap.dedent("\n".join(lines)).split("\n")
    assert not any(row.value for row in rows) and "Step once" in code.sentence()


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("level", ["thirteen", "two-recipes", "three-neurons", "valley", "hidden-four", "stuck-steps"])
def test_the_second_tab_shows_what_runs_and_the_third_the_file_with_its_values(level: str) -> None:
    driver = stepped(level, panels="all")
    code = on_code(driver)
    assert [page.part for page in code.pages()] == ["", "loop", "learner"]
    key(driver, pygame.K_RIGHT)
    loop, area = code.attempt.shown.run.stretch_loop(), need(code.area)
    text = loop.text if loop is not None else "# Its steps are made one by one: a learner with a step of its own."
    assert bare("".join(row.line for row in need(code.picture).rows)) == bare(text)
    if loop is not None:
        screen(driver).set_focus(area.name)
        key(driver, pygame.K_DOWN)
        assert area.offset > 0.0
    code.choose(2)
    wait(driver, FRAME)
    assert code.shows_file and code.source.count > 0


def test_a_source_that_is_not_there_is_said_in_its_place() -> None:
    space: dict[str, Any] = {"Learner": Learner}
    step = "    def step(self, problem, weights, alpha):\n        return [0.5]\n"
    exec(f"class Gone(Learner):\n    name = 'gone'\n{step}", space)
    catalog = replace(LEARNERS, learners={**LEARNERS.learners, "gone": space["Gone"]})
    driver = opened(replace(CAREFUL, learner="gone"), catalog)
    assert panel(driver).sentence() == "gone.py. Its source is not on this machine."


def test_the_lines_of_a_step_stand_there_with_their_values_and_are_walked_back_and_forth() -> None:
    driver = stepped(steps=2)
    walk, attempt = panel(driver).source, screen(driver).attempt
    rows = {row.line: row.value for row in walk.sections[-1].rows}
    assert rows["return new"] == f"[{attempt.session.weights[0]:.4g}]"
    assert walk.count == walk.at + 1 and f"line {walk.count} of" in panel(driver).sentence()
    last = walk.at
    key(driver, pygame.K_COMMA, pygame.K_COMMA)
    assert walk.at == last - 2 and running(driver).line.strip() == "return there, tries"
    walk.go(0)
    key(driver, pygame.K_COMMA)
    assert (walk.step, attempt.step, walk.at) == (0, 1, walk.count - 1), "beyond its ends lies the step before"
    key(driver, pygame.K_PERIOD)
    assert (walk.step, attempt.step, walk.at) == (1, 2, 0)
    click(driver, "line forth")
    assert walk.at == 1
    screen(driver).set_focus("lines")
    key(driver, pygame.K_RIGHT)
    assert walk.at == 2
    x, y, w, h = need(screen(driver).widget("lines")).rect
    driver.click(x + w - 2, y + h / 2)
    assert walk.at == last


@pytest.mark.parametrize(("learner", "more", "told"), [
    ("chancy", {}, "The second time it returned different weights"),
    ("careful", {"sight": {"goal": "hidden"}}, "what is hidden"), ("patient", {}, "line 2000 of more."),
    ("slower", {}, "did not come back"),
])  # fmt: skip
def test_why_there_are_no_values_or_no_more_lines_is_said(
    learner: str, more: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if learner == "slower":
        monkeypatch.setattr(limits, "step", 0.2)
    driver = stepped(replace(CAREFUL, id="theirs/own", learner=learner, alpha=0.1, **more), panels="all")
    assert told in panel(driver).sentence() and sys.gettrace() is None
    values = any(row.value for section in panel(driver).source.sections for row in section.rows)
    assert values is (learner == "patient")
    assert screen(driver).attempt.session.count == 1 and screen(driver).attempt.fault is None


@pytest.mark.parametrize(("level", "part", "function"), [
    (replace(CAREFUL, metric="theirs/branchy", learner="gradient-descent", alpha=0.1), "metric", "Branchy.delta"),
    (OF_TWO, "network", "Squares.weight_deltas"),
], ids=["metric", "network"])  # fmt: skip
def test_metric_and_network_have_their_own_tabs(level: Level, part: str, function: str) -> None:
    walk = on_code(stepped(level), part).source
    assert need(walk.rows).traced.line_runs[-1].function == function


two_codes = partial(board_of, kind=TwoCodesBoard)


def values(panel: CodePanel) -> dict[str, str]:
    """The name that each line sets and the value that it shows."""
    shown, name = dict[str, str](), ""
    for row in need(panel.picture).rows:
        if row.number:
            name = row.line.split("=")[0].strip(" -")
        if row.value:
            shown[name] = row.value
    return shown


def moves(driver: Driver) -> tuple[set[str], set[str]]:
    """Of a step: what the lines that move the weight show on its way, in either code."""
    driver.key(pygame.K_SPACE)
    own, other = set[str](), set[str]()
    for _frame in range(20):
        wait(driver, FRAME)
        own.add(values(two_codes(driver).code).get("weight", ""))
        other.add(values(two_codes(driver).other).get("weight", ""))
    return own - {""}, other - {""}


def test_both_codes_show_what_the_engine_makes_of_the_same_weight_and_only_the_own_runs() -> None:
    driver = opened("two-recipes", still=False, bets=False, panels="all")
    own, other = two_codes(driver).code, two_codes(driver).other
    assert values(own) == {"prediction": "1.000", "error": "0.040", "delta": "0.400", "weight_delta": "0.800"}
    assert values(other) == {"prediction": "1.000", "error": "0.040", "delta": "0.200", "weight_delta": "0.400"}
    for code, marked in ((own, ["2.0 * (", ")"]), (other, [])):
        rows = need(code.picture).rows
        assert any(row.running for row in rows) is bool(marked)
        assert [row.line[a:b] for row in rows for a, b in row.differs or ()] == marked
    assert moves(driver) == ({"0.50→0.46"}, {"0.50→0.48"})  # and where the other's step would have led
    assert float(values(other)["delta"]) == pytest.approx(2 * screen(driver).attempt.session.weights[0] - 0.8, abs=5e-4)
    driver = opened(replace(shipped().level("goldilocks"), beside="absolute"), still=False, bets=False, panels="all")
    assert moves(driver)[1] == {"0.50→0.30"}, "any level may have one: .5 - alpha .1 * (sign 1 * input 2)"
