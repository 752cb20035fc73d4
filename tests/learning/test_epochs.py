"""Some examples a step: their order, alpha over the budget, long runs that are kept in part, and how they end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
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
DEEP = replace(LEVEL, network=Layers(3, 5, 1), weights=None)


# the order


EPOCHS: list[tuple[int, int | None, int]] = [(6, 1, 6), (6, 4, 2), (6, None, 1), (6, 9, 1), (1, 1, 1)]


def test_an_epoch_sees_each_example_once() -> None:
    for count, batch, cut in EPOCHS:
        for seed in (None, "order 0"):
            order = BatchSampler(count, batch, seed)
            assert len(order.batches) == cut
            for epoch in range(3):
                seen = [i for k in range(cut) for i in order.batch(epoch * cut + k)]
                assert Counter(seen) == Counter(range(count))
                assert seed or seen == list(range(count))


def test_a_shuffle_is_new_each_epoch_and_the_same_each_time() -> None:
    one, two = BatchSampler(6, 1, "order 0"), BatchSampler(6, 1, "order 0")
    epochs = [tuple(one.batch(k) for k in range(e * 6, e * 6 + 6)) for e in range(20)]
    assert len(set(epochs)) > 15
    assert two.batch(119) == epochs[-1][-1] and two.batch(0) == epochs[0][0]  # in whatever order it is asked
    assert [BatchSampler(6, 1, "order 1").batch(k) for k in range(12)] != [one.batch(k) for k in range(12)]


def test_a_session_shuffles_by_its_seed() -> None:
    shuffled = replace(LEVEL, shuffle=True)
    plain, one, again, other = (play(v, *a, Learn(30)) for v, a in (
        (LEVEL, ()), (shuffled, ()), (shuffled, ()), (shuffled, (Turn("seed", 1),)),
    ))  # fmt: skip
    assert one.weights == again.weights != plain.weights != other.weights != one.weights
    assert [one.run.at(k).examples for k in range(30)] == [one.run.order.batch(k) for k in range(30)]
    assert one.rewind(17).weights == list(one.run.history.weights_at(17))


def test_mini_batches_take_the_mean_of_their_examples() -> None:
    session = play(replace(LEVEL, batch=4), Learn(2))
    assert [session.run.at(k).examples for k in range(2)] == [(0, 1, 2, 3), (4, 5)]
    weights, deltas = session.run.at(1).weights, session.run.at(1).deltas
    mean = [(deltas[0][0] * LIGHTS[4][0][i] + deltas[1][0] * LIGHTS[5][0][i]) / 2 for i in range(3)]
    assert session.weights == approx([w - 0.1 * d for w, d in zip(weights, mean)])


# alpha over the budget


def test_schedules_go_from_1_downwards() -> None:
    for name, factor in SCHEDULES.items():
        values = [factor(k / 100) for k in range(101)]
        assert values[0] == 1.0 and all(0.0 <= v <= 1.0 for v in values)
        if name != "cycle":
            assert values == sorted(values, reverse=True)
    assert [SCHEDULES["step"](p) for p in (0.49, 0.5, 0.75)] == [1.0, 0.1, 0.01]
    assert SCHEDULES["cosine"](0.5) == approx(0.5) and SCHEDULES["linear"](0.25) == 0.75
    assert [SCHEDULES["cycle"](k / 4) for k in range(4)] == [1.0] * 4


def test_a_schedule_holds_its_last_value_after_the_budget() -> None:
    assert scheduled_alpha("linear", 0.8, 3, 4) == scheduled_alpha("linear", 0.8, 9, 4) == approx(0.2)
    assert scheduled_alpha("constant", 0.8, 9, 4) == 0.8 and scheduled_alpha("linear", 0.8, 9, 0) == 0.8
    assert scheduled_alpha("step", [0.8, 0.4], 2, 4) == approx([0.08, 0.04])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_run_applies_the_schedule_not_the_learner(schedule: Any) -> None:
    session = play(replace(LEVEL, schedule=schedule, budget=10), Learn(60))
    weights = list(LEVEL.weights or ())
    for k in range(60):
        step = session.run.at(k)
        assert step.alpha == scheduled_alpha(schedule, 0.1, k, 60) and list(step.weights) == approx(weights)
        input, goal = LIGHTS[k % 6]
        delta = weights[0] * input[0] + weights[1] * input[1] + weights[2] * input[2] - goal
        assert isinstance(step.alpha, float)
        weights = [w - delta * x * step.alpha for w, x in zip(weights, input)]
    assert session.weights == approx(weights)


def test_alpha_and_schedule_are_turned_in_the_middle() -> None:
    session = play(LEVEL, Learn(6), Turn("schedule", "linear"), Learn(6), Turn("alpha", 0.2), Learn(6))
    assert [session.run.at(k).alpha for k in (0, 5)] == [0.1, 0.1]
    assert [session.run.at(k).alpha for k in (6, 12)] == approx([0.1 * (1 - 6 / 360), 0.2 * (1 - 12 / 360)])


# what is kept


class Wandering(Learner):
    """Memory, random numbers, and a knob."""

    name = "wandering"
    knobs = (Knob("beta", 0.0, 0.99, start=0.5),)
    memory = ("velocity",)
    beta: float

    def step(self, problem: Any, weights: Any, alpha: Alpha) -> list[float]:
        problem.weight_deltas(weights)
        new = super().step(problem, weights, alpha)
        return [w + 0.001 * self.random.random() for w in new]

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        velocity = velocity * self.beta + weight_delta
        return weight - velocity * alpha, velocity


def wandering(level: Level) -> Session:
    found = shipped()
    catalog = replace(found, learners={**found.learners, "wandering": Wandering})
    return Session(replace(level, learner="wandering", shuffle=True, schedule="cosine"), catalog)


ACTIONS = (
    Learn(100), Turn("alpha", 0.05), Learn(80), Turn("beta", 0.9), Learn(33), Freeze(4), Learn(40),
    Turn("weight", 2, 1), Learn(50), Freeze(4, False), Turn("metric", "absolute"), Learn(61),
)  # fmt: skip


def test_a_long_run_keeps_the_ends_of_epochs_and_runs_again_what_lies_between(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, part = wandering(DEEP), wandering(DEEP)
    for action in ACTIONS:
        whole.do(action)
    monkeypatch.setattr(history, "LIMIT", 900)
    for action in ACTIONS:
        part.do(action)
    kept = part.run.history
    assert part.weights == whole.weights and kept.errors == whole.run.history.errors
    assert len(whole.run.history.weights) == 20 * 364 and not whole.run.history.replay_points
    assert len(kept.weights) == 960 and 50 < len(kept.replay_points) < 65  # every sixth, and where something was turned
    for k in (*range(0, 364, 7), 363, 100, 47, 48, 49):
        assert part.run.at(k) == whole.run.at(k)
    assert part.rewind(200).weights == whole.rewind(200).weights == list(whole.run.history.weights_at(200))


def test_over_the_limit_a_run_without_epochs_keeps_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LIMIT", 30)
    session = play(replace(LEVEL, batch=None), Learn(40))
    assert len(session.run.history.weights) == 120 and not session.run.history.replay_points


class Uncopied(Wandering):
    def __deepcopy__(self, memo: Any) -> Any:
        raise TypeError("not to be copied")


def test_a_learner_that_cannot_be_copied_keeps_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LIMIT", 30)
    start = wandering(LEVEL)
    session = Session(start.base, replace(start.catalog, learners={"wandering": Uncopied}), [Learn(60)])
    assert len(session.run.history.weights) == 180 and not session.run.history.replay_points


def test_the_limit_is_a_quarter_of_a_million_numbers() -> None:
    session = play(replace(LEVEL, target=Exam(0)), Learn(6))
    session.run.history.weights.extend([0.0] * (3 * 83_334 - 18))
    session.run.history.errors.extend([0.0] * (83_334 - 6))
    session.do(Learn(12))
    assert [k.step for k in session.run.history.replay_points] == [83_334, 83_340]
    assert len(session.run.history.weights) == 3 * 83_334


# how it ends


def test_it_is_judged_by_the_weights_standing_still_at_the_ends_of_epochs() -> None:
    session = play(LEVEL)
    for _ in range(200):
        if session.outcome:
            break
        assert session.count == 0 or session.count % 6 or not session.reached
        session.do(Learn(1))
    assert session.outcome and session.outcome.step == 18 * 6 and session.won


def test_a_knob_turned_inside_an_epoch_is_judged_from_its_end() -> None:
    session = play(LEVEL, Learn(8), Turn("alpha", 1.0))
    session.learn_until_outcome(600)
    assert session.outcome and session.outcome.kind == "orbit" and session.outcome.turn % 6 == 0
    assert session.outcome.turn >= 12 and session.outcome.step % 6 == 0


@pytest.mark.parametrize(("shuffle", "schedule"), [(True, "constant"), (False, "linear")])
def test_nothing_is_proved_where_the_road_changes(shuffle: bool, schedule: Any) -> None:
    level = replace(LEVEL, shuffle=shuffle, schedule=schedule, alpha=1.0, weights=[0, 0, 0], budget=40)
    still = replace(level, examples=[Example((1, 0, 1), 0), Example((0, 1, 1), 0)], target=Exam(-1))  # no miss anywhere
    session = play(still)
    session.learn_until_outcome(10_000)
    assert session.outcome and session.outcome[:2] == ("stuck", "settled") and session.count == 80
    assert play(replace(still, shuffle=False, schedule="constant"), Learn(2)).outcome[:2] == ("stuck", "still")  # type: ignore[index]


def test_of_many_examples_200_decide() -> None:
    many = [Example((k / 500 - 1,), (k / 500 - 1) * 0.5) for k in range(1000)]
    session = play(replace(LEVEL, network=Neuron(), examples=many, weights=[0], knobs=()))
    judged = session.run.sample_problem.examples
    assert len(judged) == 200 and judged[0] == many[0].pair and judged[1] == many[5].pair
    assert session.run.error(judged=True) == approx(session.run.error(), rel=0.02)
    few = play(LEVEL).run
    assert few.sample_problem is few.full_problem
