"""Some examples a step: their order, alpha over the budget, long runs that are kept in part, and how they end."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi
from typing import Any

import pytest
from pytest import approx

from downslope import Exam, Example, Freeze, Knob, Layers, Learn, Learner, Level, Neuron, Session, Turn
from downslope.engine import history
from downslope.learning.batches import SCHEDULES, BatchSampler, scheduled_alpha
from downslope.learning.learner import Alpha
from support import play, shipped

LIGHTS = [((1, 0, 1), 0), ((0, 1, 1), 1), ((0, 0, 1), 0), ((1, 1, 1), 1), ((0, 1, 1), 1), ((1, 0, 1), 0)]
LEVEL = Level(
    "lights", title="", network=Neuron(3), examples=[Example(*pair) for pair in LIGHTS], weights=[0.5, 0.48, -0.7],
    alpha=0.1, batch=1, target=Exam(0.01), budget=60,
    knobs=[Knob("alpha", 0.01, 2), Knob("freeze"), Knob("weight"), Knob("seed", 0, 99), Knob("beta", 0, 0.99),
           Knob("schedule", stops=tuple(SCHEDULES)), Knob("metric", stops=("squared", "absolute"))],
)  # fmt: skip


def test_an_epoch_sees_each_example_once_in_another_order_each_time() -> None:
    for count, batch, cut in ((6, 1, 6), (6, 4, 2), (6, None, 1), (6, 9, 1), (1, 1, 1)):
        for seed in (None, "order 0"):
            order = BatchSampler(count, batch, seed)
            epochs = [[i for k in range(cut) for i in order.batch(epoch * cut + k)] for epoch in range(20)]
            assert len(order.batches) == cut and all(sorted(epoch) == list(range(count)) for epoch in epochs)
            assert len(set(map(tuple, epochs))) > 15 if seed and count > 1 else epochs == [list(range(count))] * 20
            assert BatchSampler(count, batch, seed).batch(19 * cut)[0] == epochs[19][0]  # in whatever order it is asked


# alpha over the budget, once more

ORACLES: dict[str, Any] = {
    "constant": lambda part: 1.0, "linear": lambda part: 1 - part, "cosine": lambda part: (1 + cos(part * pi)) / 2,
    "step": lambda part: 0.1 ** max(0, int(4 * part) - 1),
    "cycle": lambda part: (1 + cos((4 * part - int(4 * part)) * pi)) / 2,
}  # fmt: skip


@pytest.mark.parametrize(("batch", "budget"), [(1, 60), (4, 20)])
def test_each_schedule_and_the_mean_of_a_batch_once_more(batch: int, budget: int) -> None:
    """The run applies the schedule, not the learner."""
    assert set(ORACLES) == set(SCHEDULES)
    for name, oracle in ORACLES.items():
        made: Level = replace(LEVEL, schedule=name, budget=10, batch=batch)  # type: ignore[arg-type]
        session, weights = play(made, Learn(20)), [0.5, 0.48, -0.7]
        for k in range(20):
            step, alpha = session.run.at(k), 0.1 * oracle(k / budget)
            assert step.alpha == approx(alpha, abs=1e-12) and list(step.weights) == approx(weights), name
            seen = [LIGHTS[index] for index in step.examples]
            assert seen == (LIGHTS[k % 6 : k % 6 + 1] if batch == 1 else [LIGHTS[:4], LIGHTS[4:]][k % 2])
            misses = [sum(w * x for w, x in zip(weights, input)) - goal for input, goal in seen]
            blame = [sum(miss * input[i] for miss, (input, _) in zip(misses, seen)) / len(seen) for i in range(3)]
            weights = [w - alpha * slope for w, slope in zip(weights, blame)]
        assert session.weights == approx(weights)


def test_a_schedule_holds_its_last_value_after_the_budget_and_is_turned_on_the_way() -> None:
    assert scheduled_alpha("linear", 0.8, 3, 4) == scheduled_alpha("linear", 0.8, 9, 4) == approx(0.2)
    assert scheduled_alpha("constant", 0.8, 9, 4) == 0.8 and scheduled_alpha("linear", 0.8, 9, 0) == 0.8
    assert scheduled_alpha("step", [0.8, 0.4], 2, 4) == approx([0.08, 0.04])
    session = play(LEVEL, Learn(6), Turn("schedule", "linear"), Learn(6), Turn("alpha", 0.2), Learn(6))
    alphas = [session.run.at(k).alpha for k in (0, 5, 6, 12)]
    assert alphas == approx([0.1, 0.1, 0.1 * (1 - 6 / 360), 0.2 * (1 - 12 / 360)])


# what is kept


class Wandering(Learner):
    """Memory, random numbers, and a knob."""

    name = "wandering"
    knobs = (Knob("beta", 0.0, 0.99, start=0.5),)
    memory = ("velocity",)
    beta: float

    def step(self, problem: Any, weights: Any, alpha: Alpha) -> list[float]:
        new = super().step(problem, weights, alpha)
        return [w + 0.001 * self.random.random() for w in new]

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        velocity = velocity * self.beta + weight_delta
        return weight - velocity * alpha, velocity


class Uncopied(Wandering):
    def __deepcopy__(self, memo: Any) -> Any:
        raise TypeError("not to be copied")


ACTIONS = (
    Learn(100), Turn("alpha", 0.05), Learn(80), Turn("beta", 0.9), Learn(33), Freeze(4), Learn(40),
    Turn("weight", 2, 1), Learn(50), Freeze(4, False), Turn("metric", "absolute"), Learn(61),
)  # fmt: skip


def wandering(kind: type[Learner], network: Any, *actions: Any, batch: int | None = 1) -> Session:
    catalog = replace(shipped(), learners={"wandering": kind})
    made = replace(LEVEL, learner="wandering", shuffle=batch == 1, schedule="cosine", network=network, batch=batch)
    return Session(replace(made, weights=None, seed=3), catalog, actions)


def test_a_long_run_keeps_the_ends_of_epochs_and_runs_again_what_lies_between(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = Layers(3, 5, 1)
    whole = wandering(Wandering, deep, *ACTIONS)
    assert len(whole.run.history.weights) == 20 * 364 and not whole.run.history.replay_points
    monkeypatch.setattr(history, "LIMIT", 900)
    part = wandering(Wandering, deep, *ACTIONS)
    kept = part.run.history
    assert part.weights == whole.weights and kept.errors == whole.run.history.errors
    assert len(kept.weights) == 960 and 50 < len(kept.replay_points) < 65  # every sixth, and where something was turned
    for k in (*range(0, 364, 7), 363, 100, 47, 48, 49):
        assert part.run.at(k) == whole.run.at(k)
    assert part.rewind(200).weights == whole.rewind(200).weights == list(whole.run.history.weights_at(200))
    monkeypatch.setattr(history, "LIMIT", 30)  # where there are no epochs, or nothing can be copied: every step
    for session in (wandering(Wandering, Neuron(3), Learn(40), batch=None), wandering(Uncopied, Neuron(3), Learn(40))):
        assert len(session.run.history.weights) == 120 and not session.run.history.replay_points


# how it ends


def test_it_is_judged_at_the_ends_of_epochs() -> None:
    session = play(LEVEL)
    while session.outcome is None and session.count < 200:
        assert session.count % 6 or not session.reached
        session.do(Learn(1))
    assert session.outcome and session.outcome.step == 18 * 6 and session.won
    turned = play(LEVEL, Learn(8), Turn("alpha", 1.0))
    turned.learn_until_outcome(600)
    assert turned.outcome and turned.outcome.kind == "orbit" and turned.outcome.turn % 6 == 0
    assert turned.outcome.turn >= 12 and turned.outcome.step % 6 == 0
