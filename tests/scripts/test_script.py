"""Every level with a learner as plain Python: running the lines gives exactly the session's numbers."""

from __future__ import annotations

import ast
import contextlib
import io
from typing import Any

import pytest

from downslope import Example, Learn, Level, Metric, Near, Session, Turn
from downslope.formulas.inline import NotInlinable
from downslope.scripts.to_python import run_script, script
from downslope.scripts.traced_step import trace
from downslope.solving.autosolve import solve
from downslope.solving.halving_search import run_until
from support import shipped as catalog

ONE = ("forward", "error", "hot-and-cold", "delta", "alpha")  # the chapters of one neuron
LEARNED = [v.id for v in catalog().levels.values() if v.learner is not None and v.chapter in ONE]


def printed(text: str) -> list[Any]:
    """What running it prints: error, prediction, weight."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "<script>", "exec"), {})
    words = out.getvalue().replace("prediction", ";").replace("weight", ";").replace("error", "")
    return [ast.literal_eval(part.strip()) for part in words.split(";")]


def expected(session: Session) -> list[Any]:
    """The last look of the session, and the weights after one more move, as a script prints them."""
    look = session.run.at(session.count)
    weights = _after_one_more(session)
    single = len(weights) == 1
    prediction: Any = list(look.predictions[-1])
    return [look.error, prediction[0] if len(prediction) == 1 else prediction, weights[0] if single else weights]


def _after_one_more(session: Session) -> list[float]:
    session.do(Learn(1))
    return list(session.weights)


@pytest.mark.parametrize("name", LEARNED)
def test_start_knobs_until_the_outcome(name: str) -> None:
    level = catalog().levels[name]
    session = run_until(Session(level, catalog()))
    assert printed(script(session)) == expected(session)


@pytest.mark.parametrize("name", LEARNED)
def test_the_machine_s_run_of_every_part(name: str) -> None:
    session = Session(catalog().levels[name], catalog())
    parts = 0
    for action in solve(session):
        session.do(action)
        if session.won:
            copy = session.copy()
            assert printed(script(copy)) == expected(copy)
            parts += 1
    assert parts >= 1


@pytest.mark.parametrize("name", LEARNED)
def test_a_script_is_short(name: str) -> None:
    session = run_until(Session(catalog().levels[name], catalog()))
    lines = script(session).splitlines()
    assert 8 <= len(lines) <= 16
    assert max(map(len, lines)) <= 120


def test_alphas_that_change_are_a_list() -> None:
    level = Level("x", title="", examples=[Example(2, 0.8)], weights=[0.5], alpha=0.1)
    session = Session(level, catalog(), [Learn(8), Turn("alpha", 1.0), Learn(8)])
    text = script(session)
    assert "for alpha in [0.1] * 8 + [1] * 9:" in text
    assert printed(text) == expected(session)


def test_so_many_rounds_and_no_more() -> None:
    session = Session(catalog().levels["thirteen"], catalog(), [Learn(13)])
    error, prediction, weight = printed(run_script(session.run, 13))
    assert (error, prediction, weight) == (0.00023544975794049082, 0.6846556278088515, 2.295995361001539)


class WithABranch(Metric):
    name = "branchy"

    def error(self, prediction: float, goal_prediction: float) -> float:
        if prediction > goal_prediction:
            return prediction - goal_prediction
        return goal_prediction - prediction

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0 if prediction > goal_prediction else -1.0


def test_what_plain_lines_cannot_say_is_said() -> None:
    found = catalog()
    found.metrics["branchy"] = WithABranch()
    try:
        level = Level("x", title="", examples=[Example(0.5, 0.8)], weights=[0.5], alpha=0.2, metric="branchy")
        session = Session(level, found, [Learn(5)])
        with pytest.raises(NotInlinable):
            script(session)
        assert session.count == 5  # the readable path runs all the same
    finally:
        del found.metrics["branchy"]


@pytest.mark.parametrize("name", LEARNED)
def test_tracing_the_lines_gives_the_step_s_numbers(name: str) -> None:
    session = Session(catalog().levels[name], catalog())
    session.learn_until_outcome(4)
    for step in range(session.recorded, session.count + 1):
        look = session.run.at(step)
        found: dict[str, Any] = {}
        for line in trace(session, step):
            found[line.name] = line.value
        assert found["error"] == look.error
        after = session.run.history.weights_at(step + 1) if step + 1 < session.count else None
        if step + 1 == session.count:
            after = tuple(session.weights)
        if after is not None and "weight" in found and len(after) == 1:
            assert found["weight"] == after[0]


def test_near_is_what_a_target_means() -> None:
    session = Session(Level("x", title="", examples=[Example(1, 1)], weights=[0.9], target=Near(0.1)), catalog())
    assert session.reached  # a miss of .1 exactly, but for rounding, counts as within .1
