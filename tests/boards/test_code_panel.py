"""The code panel: plain lines, what runs, a plugin's file line by line with its values, two codes side by side."""

import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope import Catalog, Example, Knob, Learner, Level
from downslope.boards.shared.code_panel import CodePanel
from lib.driving import FRAME, Driver
from lib.playing import board, click, key, need, opened, page, screen, wait
from lib.plugins import BiasedNeuron, Branchy, Careful, Chancy, Patient
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


SPACE: dict[str, Any] = {}  # there is no file of its source
exec("def step(self, problem, weights, alpha): return [0.5]", SPACE)
Gone: type[Learner] = type("Gone", (Learner,), {"name": "gone", "step": SPACE["step"]})
LEARNERS = Catalog(
    {**shipped().metrics, "theirs/branchy": Branchy()},
    {**shipped().learners, **{kind.name: kind for kind in (Careful, Chancy, Patient, Gone)}},
    shipped().levels,
)
CAREFUL = Level("own", title="Own", examples=[Example(2.0, 3.0), Example(1.0, 1.5)], weights=[0.1], alpha=0.6,
                learner="careful", knobs=[Knob("alpha", 0.1, 1.0)])  # fmt: skip
OF_TWO = replace(CAREFUL, network=BiasedNeuron(), weights=[0.1, 0.2, 0.3], alpha=0.1, learner="gradient-descent",
                 examples=[Example([0.9, 0.2], 0.7)])  # fmt: skip


def stepped(level: Level | str = CAREFUL, steps: int = 1, panels: str = "come") -> tuple[Driver, CodePanel]:
    """The level with so many steps made by the key, and its code panel, which has the keyboard on its tabs."""
    driver = opened(level, LEARNERS, bets=False, panels=panels)
    for _step in range(steps):
        key(driver, pygame.K_SPACE, then=0.7)
    page(driver, "Code")
    code = board(driver).code
    screen(driver).set_focus(f"files of {code.name}")
    return driver, code


def turn_to(driver: Driver, code: CodePanel, part: str) -> None:
    code.choose([page.part for page in code.pages()].index(part))
    wait(driver, FRAME)


BRANCHY = replace(CAREFUL, metric="theirs/branchy", learner="gradient-descent", alpha=0.1)


@pytest.mark.parametrize(("level", "files", "part", "method", "traced"), [
    (CAREFUL, ["plugins.py", "As it runs"], "learner", Careful.step, "Careful.step"),
    (BRANCHY, ["14 lines", "As it runs", "gradient_descent.py", "plugins.py"], "metric", Branchy.error,
     "Branchy.delta"),
    (OF_TWO, ["gradient_descent.py", "As it runs", "plugins.py"], "network", BiasedNeuron.forward,
     "BiasedNeuron.weight_deltas"),
], ids=["learner", "metric", "network"])  # fmt: skip
def test_what_plain_lines_cannot_say_is_shown_as_it_was_written(
    level: Level, files: list[str], part: str, method: Callable[..., object], traced: str
) -> None:
    driver, code = stepped(level, 0)
    assert [page.title for page in code.pages()] == files
    turn_to(driver, code, part)
    lines = [line for line in inspect.getsource(method).splitlines()[1:] if line.strip()]
    rows = code.source.sections[-1].rows
    assert [row.line for row in rows] == textwrap.dedent("\n".join(lines)).split("\n")
    assert not any(row.value for row in rows) and "Step once" in code.sentence()
    key(driver, pygame.K_SPACE, then=0.7)
    assert need(code.source.rows).traced.line_runs[-1].function == traced


def test_the_second_tab_shows_what_runs_and_the_third_the_file_with_its_values() -> None:
    for level in ("thirteen", "valley", "stuck-steps"):
        driver, code = stepped(level, panels="all")
        assert [page.part for page in code.pages()] == ["", "loop", "learner"]
        key(driver, pygame.K_RIGHT)
        loop, area = code.attempt.shown.run.stretch_loop(), need(code.area)
        text = loop.text if loop is not None else "# Its steps are made one by one: a learner with a step of its own."
        assert "".join("".join(row.line for row in need(code.picture).rows).split()) == "".join(text.split())
        if loop is not None:
            screen(driver).set_focus(area.name)
            key(driver, pygame.K_DOWN)
            assert area.offset > 0.0
        turn_to(driver, code, "learner")
        assert code.shows_file and code.source.count > 0


def test_the_lines_of_a_step_stand_there_with_their_values_and_are_walked_back_and_forth() -> None:
    driver, code = stepped(steps=2)
    walk, attempt = code.source, screen(driver).attempt
    rows = {row.line: row.value for row in walk.sections[-1].rows}
    assert rows["return new"] == f"[{attempt.session.weights[0]:.4g}]"
    assert walk.count == walk.at + 1 and f"line {walk.count} of" in code.sentence()
    last = walk.at
    key(driver, pygame.K_COMMA, pygame.K_COMMA)
    running = next(row.line for row in code.source.sections[-1].rows if row.running)
    assert walk.at == last - 2 and running.strip() == "return there, tries"
    walk.go(0)
    key(driver, pygame.K_COMMA)
    assert (walk.step, attempt.step, walk.at) == (0, 1, walk.count - 1), "beyond its ends lies the step before"
    key(driver, pygame.K_PERIOD)
    assert (walk.step, attempt.step, walk.at) == (1, 2, 0)
    click(driver, "line forth")
    screen(driver).set_focus("lines")
    key(driver, pygame.K_RIGHT)
    assert walk.at == 2
    x, y, w, h = need(screen(driver).widget("lines")).rect
    driver.click(x + w - 2, y + h / 2)
    assert walk.at == last


@pytest.mark.parametrize(("learner", "more", "told"), [
    ("chancy", {}, "The second time it returned different weights"),
    ("careful", {"sight": {"goal": "hidden"}}, "what is hidden"), ("patient", {}, "line 2000 of more."),
    ("gone", {}, "source is not on this machine"),
])  # fmt: skip
def test_why_there_are_no_values_or_no_more_lines_is_said(learner: str, more: dict[str, Any], told: str) -> None:
    driver, code = stepped(replace(CAREFUL, id="theirs/own", learner=learner, alpha=0.1, **more), panels="all")
    assert told in code.sentence() and sys.gettrace() is None
    assert any(row.value for section in code.source.sections for row in section.rows) is (learner == "patient")
    assert screen(driver).attempt.session.count == 1 and screen(driver).attempt.fault is None
