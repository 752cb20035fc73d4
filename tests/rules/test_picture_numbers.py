"""The numbers that a picture may follow are those of the run."""

import pytest

from downslope import Example, Learn, Neuron, Turn
from downslope.rules import MOST, answers, names, numbers
from downslope.rules.picture_numbers import WHOLE
from lib.support import play
from rules.levels import small


@pytest.mark.parametrize("name", ["hidden-four", "double-it", "ten-neurons", "three-neurons", "edge-by-hand", "valley"])
def test_every_number_is_the_runs_own(name: str) -> None:
    session = play(name)
    run, learns = session.run, session.run.learner is not None
    session.do(Learn(4) if learns else Turn("weight", 1.0, session.level.network.size - 1))
    for step in range(4 if learns else 1):
        found, then = numbers(session, step), session.rewind(step)
        assert numbers(then, step) == pytest.approx(found, rel=0, abs=1e-12, nan_ok=True)  # the step to come, dry
        assert set(names(session.level)) <= set(found)
        input, goals = run.problem_then(step).examples[0]
        before, after = (run.network.predict(run.weights_at(k), input) for k in (step, step + learns))
        for k, (prediction, goal) in enumerate(zip(before, goals), 1):
            told = [found[f"{word} {k}"] for word in ("prediction", "miss", "next")]
            assert told == [prediction, prediction - goal, after[k - 1]]
            assert not learns or prediction + found["alpha"] * found[f"pull {k}"] == pytest.approx(after[k - 1])
        for j in range(1, 5) if name == "hidden-four" else ():
            own = [run.network.forward(run.weights_at(step), given)[1][j - 1] for given, _goals in run.examples]
            assert [found[f"example {k} lit {j}"] for k in range(1, 5)] == own
            assert found[f"dead {j}"] == (not any(own)) == (j in (1, 3)) and found[f"bent {j}"] == 1


def test_of_one_weight_on_paper_and_of_the_way_between_two_examples() -> None:
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
    each = {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)]}
    assert numbers(play(small(**each, alpha=[0.5, 0.25])), 0)["alpha"] == 0.5
    session = play("streetlights", Learn(1))
    way = answers(session.run, session.weights, "answers 1 2")
    ends = [session.run.predict(session.weights, session.run.examples[k][0])[0] for k in (0, 1)]
    assert list(way) == [f"answers 1 2 {k}" for k in range(41)] and MOST == 40
    assert [way["answers 1 2 0"], way["answers 1 2 40"]] == pytest.approx(ends)
    for nothing in ("answers 0 1", "answers 1 99999", "answers 1", "answer 1 2", "lit 1"):
        assert answers(session.run, session.weights, nothing) == {}
