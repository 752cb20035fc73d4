"""Any learner is seen to think: its own file in the code panel, line by line, with the values of a step."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope import Catalog, Example, Knob, Learner, Level, Neuron, Problem
from downslope.boards.shared.code_panel import CodePanel
from downslope.engine.watchdog import limits
from downslope.view.cards.code_listing import SourceRow
from driving import FRAME, Driver
from playing import click, key, opened, screen, wait
from plugin_learners import Branchy, Careful, Chancy, Patient, Plain, Squares
from support import shipped

pytestmark = pytest.mark.usefixtures("display")

CATALOG = Catalog(
    {**shipped().metrics, "theirs/branchy": Branchy()},
    {**shipped().learners, **{kind.name: kind for kind in (Careful, Chancy, Patient, Plain)}},
    shipped().levels,
)
LEVEL = Level("own", title="Own", examples=[Example(2.0, 3.0), Example(1.0, 1.5)], weights=[0.1], alpha=0.6,
              learner="careful", knobs=[Knob("alpha", 0.1, 1.0)])  # fmt: skip


def stepped(level: Level | str = LEVEL, steps: int = 1, **settings: Any) -> Driver:
    """The level with so many steps made by the key."""
    driver = opened(level, CATALOG, bets=False, **settings)
    for _step in range(steps):
        driver.key(pygame.K_SPACE)
        wait(driver, 0.7)
    return driver


def panel(driver: Driver) -> CodePanel:
    code = getattr(screen(driver).board, "code", None)
    assert isinstance(code, CodePanel)
    return code


def running(driver: Driver) -> SourceRow:
    rows = panel(driver).source.sections[-1].rows
    return next(row for row in rows if row.is_running)


def test_after_one_step_its_lines_stand_there_with_their_values() -> None:
    driver = stepped()
    code = panel(driver)
    assert [page.title for page in code.pages()] == ["plugin_learners.py", "As it runs"]
    rows = {row.line: row.value for row in code.source.sections[-1].rows}
    weights = screen(driver).attempt.session.weights
    assert rows["return new"] == f"[{weights[0]:.4g}]"
    assert code.source.walk.count == code.source.walk.at + 1
    assert "return new" in code.sentence() and f"line {code.source.walk.count} of" in code.sentence()


def test_its_lines_are_walked_back_and_forth() -> None:
    driver = stepped()
    walk = panel(driver).source.walk
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
    driver = stepped(replace(LEVEL, alpha=1.0))
    walk = panel(driver).source.walk
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
    walk, attempt = panel(driver).source.walk, screen(driver).attempt
    assert walk.step == 2
    walk.go(0)
    key(driver, pygame.K_COMMA)
    assert (walk.step, attempt.step) == (1, 2) and walk.at == walk.count - 1
    key(driver, pygame.K_PERIOD)
    assert (walk.step, attempt.step, walk.at) == (2, 3, 0)


def test_a_step_under_way_goes_through_its_lines() -> None:
    driver = opened(LEVEL, CATALOG, bets=False, still=False)
    driver.key(pygame.K_SPACE)
    seen = []
    for _frame in range(14):
        wait(driver, FRAME)
        walk = panel(driver).source.walk
        if walk.rows is not None:
            seen.append(walk.at)
    assert seen == sorted(seen) and len(set(seen)) > 5


@pytest.mark.parametrize(
    "level, told",
    [
        (replace(LEVEL, learner="chancy"), "The second time it returned different weights"),
        (replace(LEVEL, sight={"goal": "hidden"}), "what is hidden"),
    ],
    ids=["chance", "hidden"],
)
def test_why_there_are_no_values_is_said(level: Level, told: str) -> None:
    driver = stepped(level)
    assert told in panel(driver).sentence()
    assert not any(row.value for section in panel(driver).source.sections for row in section.rows)


def test_of_very_many_lines_the_first_are_walked() -> None:
    driver = stepped(replace(LEVEL, learner="patient", alpha=0.1))
    assert panel(driver).source.walk.count == 2000
    assert panel(driver).sentence().endswith("line 2000 of more.")


def test_a_formula_is_told_for_the_weight_that_is_chosen() -> None:
    two = replace(LEVEL, learner="plain", network=Neuron(2), weights=[0.1, 0.2], alpha=0.1,
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
        (replace(LEVEL, metric="theirs/branchy", learner="gradient-descent", alpha=0.1), "metric", "Branchy.delta"),
        (replace(LEVEL, network=Squares(), weights=[0.1, 0.2], alpha=0.1, learner="gradient-descent",
                 examples=[Example([0.9, 0.2], 0.7)]), "network", "Squares.weight_deltas"),
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
    walk = code.source.walk
    assert walk.rows is not None and walk.rows.traced.line_runs[-1].function == function


@pytest.mark.parametrize("level", ["goldilocks", "two-recipes", "three-neurons", "valley", "hidden-four"])
def test_every_board_with_code_shows_the_file(level: str) -> None:
    driver = stepped(level, panels="all")
    code, board = panel(driver), screen(driver).board
    for pages in (getattr(board, name, None) for name in ("tabs", "pages")):
        if pages is None:
            continue
        names = [name for name, _page in pages.items()]
        if "Code" in names:
            pages.choose(names.index("Code"))
    wait(driver, FRAME)
    assert [page.part for page in code.pages()] == ["", "loop", "learner"]
    click(driver, f"files of {code.name}")
    code.choose(2)
    wait(driver, FRAME)
    assert code.shows_file and code.source.walk.count > 0
    for _name, rect in ((w.name, w.rect) for w in screen(driver).widgets if w.name.startswith("line")):
        assert code.rect[0] <= rect[0] and rect[1] + rect[3] <= code.rect[1] + code.rect[3]


def test_nothing_slides_with_reduced_motion(display: object) -> None:
    moves: dict[bool, bool] = {}
    for still in (True, False):
        driver = stepped(still=still)
        wait(driver, 1.0)
        driver.key(pygame.K_COMMA)
        wait(driver, FRAME)
        moves[still] = panel(driver).source.slide != 0
    assert moves == {True: False, False: True}


class Slower(Learner):
    """While somebody looks it takes for ever."""

    name = "slower"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        while sys.gettrace() is not None:
            pass
        return [w - alpha * s for w, s in zip(weights, problem.weight_deltas(weights))]


def test_what_does_not_come_back_the_second_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watchdog ends it, and afterwards neither of the two traces anything."""
    monkeypatch.setattr(limits, "step", 0.2)
    catalog = replace(CATALOG, learners={**CATALOG.learners, "slower": Slower})
    level = replace(LEVEL, id="theirs/own", learner="slower", alpha=0.1)
    driver = opened(level, catalog, bets=False, panels="all")
    driver.key(pygame.K_SPACE)
    wait(driver, 0.7)
    assert "did not come back" in panel(driver).sentence()
    assert sys.gettrace() is None
    if sys.version_info >= (3, 12):
        assert sys.monitoring.get_tool(4) is None
    assert screen(driver).attempt.session.count == 1 and screen(driver).attempt.fault is None
