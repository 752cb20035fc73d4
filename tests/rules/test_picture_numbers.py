"""The numbers that a picture may follow are those of the run."""

from __future__ import annotations

import pytest

from downslope import Learn, Session, Turn
from downslope.rules.picture_numbers import answers, names, numbers
from support import shipped


def test_every_number_that_a_picture_may_follow_is_the_runs_own() -> None:
    for name in ["three-neurons", "streetlights", "hidden-four", "linear-layers", "thirteen", "double-it", "valley",
                 "ten-neurons", "edge-by-hand"]:  # fmt: skip
        catalog = shipped()
        session = Session(catalog.level(name), catalog)
        learns = session.run.learner is not None
        turned = [] if learns else [Turn("weight", 1.0, session.level.network.size - 1)]
        for turn in turned:
            session.do(turn)
        for step in range(4 if learns else 1):
            if learns:
                session.do(Learn(1))
            found = numbers(session, step)
            fresh = Session(catalog.level(name), catalog, [Learn(step)] if step else turned)
            assert numbers(fresh, step) == pytest.approx(found, rel=0, abs=1e-12, nan_ok=True)
            assert set(names(session.level)) <= set(found)
            input, goals = session.run.problem_then(step).examples[0]
            weights = session.run.weights_at(step)
            for k, (prediction, goal) in enumerate(zip(session.run.network.predict(weights, input), goals), 1):
                assert found[f"prediction {k}"] == prediction and found[f"miss {k}"] == prediction - goal
            after = session.run.network.predict(session.run.weights_at(step + 1), input)
            assert [found[f"next {k}"] for k in range(1, len(goals) + 1)] == list(after)
            nothing = ("answers 0 1", "answers 1 99999", "answers 1", "answer 1 2", "lit 1")
            assert not any(answers(session.run, weights, part) for part in nothing)
            for j in range(1, 5) if name == "hidden-four" else ():
                own = [session.run.network.forward(weights, given)[1][j - 1] for given, _goals in session.run.examples]
                assert [found[f"example {k} lit {j}"] for k in range(1, 5)] == own
                assert found[f"dead {j}"] == (not any(own)) == (j in (1, 3)) and found[f"bent {j}"] == 1
            alpha = found["alpha"]
            for k in range(1, len(goals) + 1) if learns else ():
                assert found[f"prediction {k}"] + alpha * found[f"pull {k}"] == pytest.approx(found[f"next {k}"])
        if learns:  # the step to come, worked out dry, and then made
            dry = numbers(session, session.count)
            before = session.count, session.weights, session.run.errors[:]
            ahead = session.copy()
            ahead.do(Learn(1))
            made = ahead.run.network.predict(ahead.weights, ahead.run.problem_then(session.count).examples[0][0])
            assert [dry[f"next {k}"] for k in range(1, len(made) + 1)] == list(made)
            assert (session.count, session.weights, session.run.errors[:]) == before
