"""Every level as plain Python: running the lines in an empty namespace gives exactly the session's numbers."""

from __future__ import annotations

import ast
import contextlib
import io
from typing import Any

import pytest

from downslope import Example, Learn, Level, Session, Turn
from downslope.scripts.to_python import run_script, script
from downslope.scripts.walk import walk_round
from downslope.solving.autosolve import solve
from downslope.solving.halving_search import run_until
from support import shipped as catalog

LEARNED = [v.id for v in catalog().levels.values() if v.learner is not None and v.network.size <= 120]
LARGE = ("ten-neurons", "kernels")
MOST, WIDEST = 24, 120  # lines of a script, and letters of one


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
    session = run_until(Session(catalog().levels[name], catalog()))
    text = script(session)
    assert printed(text) == expected(session), text
    lines = [line for line in text.splitlines() if not line.startswith(("weights =", "examples ="))]
    assert len(lines) <= MOST and max(map(len, lines)) <= WIDEST, text


@pytest.mark.slow
@pytest.mark.parametrize("name", LEARNED)
def test_the_machine_s_run_of_every_part(name: str) -> None:
    session = Session(catalog().levels[name], catalog())
    parts = 0
    for action in solve(session):
        session.do(action)
        if session.won:
            copy = session.copy()
            assert repr(printed(script(copy))) == repr(expected(copy))
            parts += 1
    assert parts >= 1


@pytest.mark.parametrize("name", LARGE)
def test_a_hundred_and_twenty_steps_over_pictures(name: str) -> None:
    session = Session(catalog().levels[name], catalog(), [Learn(120)])
    text = script(session)
    assert repr(printed(text)) == repr(expected(session))
    assert len(text.splitlines()) <= 55 and max(map(len, text.splitlines())) <= 140


@pytest.mark.parametrize("name", [level.id for level in catalog().levels.values() if level.learner is None])
def test_by_hand_it_is_a_prediction(name: str) -> None:
    session, out = Session(catalog().levels[name], catalog()), io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script(session), "<script>", "exec"), {})
    run = session.run
    prediction = run.network.predict(run.weights, run.examples[0][0])
    told = ast.literal_eval(out.getvalue().removeprefix("prediction "))
    assert told == (prediction if run.network.outputs > 1 else prediction[0])


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


@pytest.mark.parametrize("name", [*LEARNED, *LARGE])
def test_walking_the_lines_gives_the_step_s_numbers(name: str) -> None:
    session = Session(catalog().levels[name], catalog())
    session.learn_until_outcome(11) if name in LEARNED else session.do(Learn(2))
    last = session.count - 1
    for step in range(max(session.recorded, last - 8), session.count):
        walked = walk_round(session, step)
        values = {line.name: line.value for line in walked}
        look, after = session.run.at(step), session.run.weights_at(step + 1)
        assert values["error"] == look.error
        told = values["prediction"] if "prediction" in values else values["predictions"][-1]
        assert told == look.predictions[-1][-1]
        moved = [line.value for line in walked if line.name == "weights[i]"] or [values["weight"]]
        assert moved == list(after)
