"""The code panel: plain lines, what runs, a plugin's file line by line with its values, two codes side by side."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from downslope import Example, Knob, Level
from downslope.boards.shared.code_panel import CodePanel
from lib.driving import FRAME, Driver
from lib.playing import board, key, need, opened, page, screen, wait
from lib.plugins import BiasedNeuron, Branchy, Careful
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")

OWN = replace(shipped(), metrics={**shipped().metrics, "theirs/branchy": Branchy()},
              learners={**shipped().learners, "careful": Careful})  # fmt: skip
CAREFUL = Level("own", title="Own", examples=[Example(2.0, 3.0), Example(1.0, 1.5)], weights=[0.1], alpha=0.6,
                learner="careful", knobs=[Knob("alpha", 0.1, 1.0)])  # fmt: skip
OF_TWO = replace(CAREFUL, network=BiasedNeuron(), weights=[0.1, 0.2, 0.3], alpha=0.1, learner="gradient-descent",
                 examples=[Example([0.9, 0.2], 0.7)])  # fmt: skip


def looked_at(level: Level | str, panels: str = "come") -> tuple[Driver, CodePanel]:
    """The level and its code panel, which has the keyboard on its tabs."""
    driver = opened(level, OWN, bets=False, panels=panels)
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
    driver, code = looked_at(level)
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
        driver, code = looked_at(level, panels="all")
        key(driver, pygame.K_SPACE, then=0.7)
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
