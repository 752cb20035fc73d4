"""The numbers that a picture may follow are those of the run."""

import pytest

from downslope import Example, Learn, Neuron, Session, Turn
from downslope.rules import MOST, answers, names, numbers
from downslope.rules.picture_numbers import WHOLE
from lib.support import play, shipped
from rules.levels import small


@pytest.mark.parametrize("name", ["three-neurons", "streetlights", "hidden-four", "linear-layers", "thirteen",
                                  "double-it", "valley", "ten-neurons", "edge-by-hand"])  # fmt: skip
def test_every_number_is_the_runs_own(name: str) -> None:
    session = play(name)
    learns = session.run.learner is not None
    for turn in [] if learns else [Turn("weight", 1.0, session.level.network.size - 1)]:
        session.do(turn)
    for step in range(4 if learns else 1):
        if learns:
            session.do(Learn(1))
        found, run = numbers(session, step), session.run
        fresh = Session(session.base, session.catalog, [Learn(step)] if step else session.actions if not learns else [])
        assert numbers(fresh, step) == pytest.approx(found, rel=0, abs=1e-12, nan_ok=True)  # the step to come, dry
        assert set(names(session.level)) <= set(found)
        input, goals = run.problem_then(step).examples[0]
        weights, after = (run.network.predict(run.weights_at(k), input) for k in (step, step + 1 if learns else step))
        for k, (prediction, goal) in enumerate(zip(weights, goals), 1):
            assert (found[f"prediction {k}"], found[f"miss {k}"], found[f"next {k}"]) == (
                prediction, prediction - goal, after[k - 1]
            )  # fmt: skip
            if learns:
                assert prediction + found["alpha"] * found[f"pull {k}"] == pytest.approx(after[k - 1])
        for j in range(1, 5) if name == "hidden-four" else ():
            own = [run.network.forward(run.weights_at(step), given)[1][j - 1] for given, _goals in run.examples]
            assert [found[f"example {k} lit {j}"] for k in range(1, 5)] == own
            assert found[f"dead {j}"] == (not any(own)) == (j in (1, 3)) and found[f"bent {j}"] == 1


def test_of_one_weight_on_paper() -> None:
    session = play(small(weights=[0.5]), Learn(3))  # .5, .75, .875, .9375
    found = numbers(session, 2)
    wanted = {"weight": 0.875, "was": 0.75, "held": 0, "miss": -0.125, "near": 0.75, "steps": 2, "exam": 0.015625,
              "prediction 1 before 2": 0.5, "error": 0.015625, "aim": 1.0, "input": 1.0}  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    land = set(names(small(learner=None, sight={"bowl": "none"})))
    assert "beat" in land and land.isdisjoint({"error", "held", "next"}) and set(WHOLE) <= set(names(session.level))
    wide = play(small(network=Neuron(MOST), examples=[Example((1.0,) * MOST, 1)], weights=[0.5] * MOST, alpha=0.1))
    assert numbers(wide, 0)["held 40"] == 0 and "held 40" in set(names(wide.level))
    assert {"weight", "weight 1"} <= set(names(session.level)) and "example 1 goal" not in names(session.level)


def test_what_the_network_answers_along_the_way_between_two_examples() -> None:
    session = Session(shipped().level("streetlights"), shipped(), [Learn(1)])
    run = session.run
    way = answers(run, session.weights, "answers 1 2")
    ends = [run.network.predict(session.weights, run.examples[k][0])[0] for k in (0, 1)]
    assert list(way) == [f"answers 1 2 {k}" for k in range(41)] and MOST == 40
    assert [way["answers 1 2 0"], way["answers 1 2 40"]] == pytest.approx(ends)
    for nothing in ("answers 0 1", "answers 1 99999", "answers 1", "answer 1 2", "lit 1"):
        assert answers(run, session.weights, nothing) == {}
