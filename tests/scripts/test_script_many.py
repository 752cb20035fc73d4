"""Many weights and deep nets as plain Python: running the lines gives the session's numbers to the last bit."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from downslope import (
    ACTIVATIONS,
    Dense,
    Example,
    Freeze,
    Knob,
    Layers,
    Learn,
    Learner,
    Level,
    Metric,
    Network,
    Neuron,
    Neurons,
    Session,
    Turn,
)
from downslope.scripts.to_python import script
from downslope.scripts.walk import walk_round
from scripts.test_script import expected, printed
from support import play, shipped

TANH = (ACTIVATIONS["tanh"],) * 3
NETWORKS = {
    "one": Neuron(),
    "three-inputs": Neuron(3),
    "two-outputs": Neuron(3, 2),
    "side-by-side": Neurons(3),
    "relu": Layers(3, 4, 1),
    "tanh": Layers(2, 3, 1, activation="tanh"),
    "sigmoid": Layers(2, 3, 2, activation="sigmoid"),
    "mixed": Layers(3, 4, 1, activation=("linear", "relu", "tanh", "linear")),
    "deep": Layers(2, 3, 3, 1, activation="relu"),
    "deep-mixed": Layers(2, 2, 3, 2, activation=("relu", "tanh", "tanh", "tanh", "sigmoid")),
    "straight": Network((Dense(0, 2, 3), Dense(6, 3, 1))),  # of a hidden layer without activations
    "biased": Network((Dense(0, 2, 1, (), True),)),
    "biased-two-outputs": Network((Dense(0, 2, 2, (), True),)),
    "biased-deep": Network((Dense(0, 2, 3, TANH, True), Dense(9, 3, 1, (), True))),
    "biased-deep-two": Network((Dense(0, 2, 3, TANH, True), Dense(9, 3, 3, TANH), Dense(18, 3, 2, (), True))),
}
LEARNERS = ("gradient-descent", "momentum", "nesterov", "rmsprop", "adam", "hot-and-cold")
METRICS = ("squared", "absolute", "huber", "log-cosh", "hinge")


def level(network: Any, count: int = 5, **more: Any) -> Level:
    """A level with random examples; the same for the same shape."""
    random = Random(f"{network} {count}")

    def some(many: int) -> tuple[float, ...]:
        return tuple(round(2 * random.random() - 1, 2) for _ in range(many))

    examples = [Example(some(network.inputs), some(network.outputs)) for _ in range(count)]
    free = [Knob("weight"), Knob("alpha"), Knob("freeze"), Knob("learner", stops=LEARNERS), Knob("beta", 0, 1)]
    fields = {"title": "", "alpha": 0.1, "knobs": free, "seed": 3, "budget": 60}
    return Level("x", network=network, examples=examples, **{**fields, **more})


def same(session: Session) -> None:
    text = script(session)
    assert repr(printed(text)) == repr(expected(session)), text


def played(made: Level, *actions: Any) -> Session:
    return Session(made, shipped(), actions)


@pytest.mark.parametrize("batch", [None, 1, 2])
@pytest.mark.parametrize("network", ["one", "side-by-side", "relu"])
def test_a_shuffled_order(network: str, batch: int | None) -> None:
    made = level(NETWORKS[network], batch=batch, shuffle=True)
    same(played(made, Learn(13)))
    same(played(made, Learn(6), Turn("weight", 0.5), Learn(8)))


@pytest.mark.parametrize("schedule", ["linear", "step", "cosine", "cycle"])
def test_a_schedule_is_written_as_its_formula(schedule: str) -> None:
    for network in ("one", "three-inputs"):
        made = level(NETWORKS[network], batch=2, schedule=schedule, budget=6)
        session = played(made, Learn(20))
        assert f"alpha = 0.1 * {schedule}(" in script(session)
        same(session)
    same(played(level(NETWORKS["one"], schedule=schedule), Learn(9), Turn("alpha", 0.3), Learn(9)))


TURNS = [
    [Learn(5), Turn("alpha", 0.3), Learn(6)],
    [Learn(5), Turn("weight", 0.25, 1), Learn(6)],
    [Learn(5), Turn("weight", 0.25, 1), Learn(3), Turn("alpha", 0.2), Learn(4)],
    [Freeze(0), Learn(5)],
    [Learn(4), Freeze(1), Learn(5)],
    [Freeze(1), Learn(4), Freeze(1, False), Learn(5), Turn("alpha", 0.02), Learn(3)],
    [Learn(4), Turn("learner", "adam"), Learn(5)],
    [Learn(4), Turn("weight", 0.1)],
]


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("turns", TURNS, ids=repr)
@pytest.mark.parametrize("network", ["three-inputs", "side-by-side", "mixed"])
def test_what_was_turned_on_the_way(network: str, turns: list[Any], learner: str) -> None:
    for count, batch in ((1, None), (5, 1), (5, None)):
        same(played(level(NETWORKS[network], count=count, learner=learner, batch=batch), *turns))


def test_a_learner_s_knob_turned_on_the_way_keeps_its_memory() -> None:
    session = played(level(NETWORKS["three-inputs"], learner="momentum"), Learn(5), Turn("beta", 0.5), Learn(6))
    assert session.run.origin.memories[0] != [0.0] * 3
    assert script(session).startswith("# from step 5 on")
    same(session)


def test_one_alpha_a_weight() -> None:
    for network in ("three-inputs", "side-by-side", "relu"):
        alpha = [0.01 * k for k in range(NETWORKS[network].size)]
        for learner in ("gradient-descent", "momentum"):
            same(played(level(NETWORKS[network], alpha=alpha, learner=learner, batch=2), Learn(6)))


def test_a_hundred_random_runs() -> None:
    """Any shape, learner, batch, metric, frozen weights, turned knobs."""
    random = Random(1)

    def one_of(some: Any) -> Any:
        return list(some)[int(random.random() * len(some))]

    for _ in range(100):
        network = NETWORKS[one_of(NETWORKS)]
        made = level(
            network, one_of((1, 4, 5)), learner=one_of(LEARNERS), metric=one_of(METRICS), batch=one_of((None, 1, 2, 3)),
            shuffle=one_of((False, True)), schedule=one_of(("constant", "constant", "cosine")), alpha=0.03,
            frozen=frozenset(i for i in range(network.size) if random.random() < 0.2),
        )  # fmt: skip
        turns = [Learn(1 + int(5 * random.random()))]
        turns += [one_of((Turn("alpha", 0.05), Turn("weight", 0.5), Freeze(0), Freeze(0, False))), Learn(4)]
        same(played(made, *turns))


def test_a_run_that_left_the_numbers_ends_with_its_last_finite_step() -> None:
    session = played(level(NETWORKS["three-inputs"], alpha=40.0), Learn(5000))
    assert session.run.diverged
    error, _prediction, weights = printed(script(session))
    assert error == session.run.errors[-1]
    assert weights == session.weights


def test_all_zeros_has_no_minus_zero() -> None:
    session = play("all-zeros")
    assert [repr(w) for w in session.weights] == ["0.0"] * 16


@pytest.mark.parametrize("learner", ["momentum", "adam"])
def test_tracing_forward_back_and_after_a_turn_knows_the_memory(learner: str) -> None:
    session = played(level(NETWORKS["relu"], learner=learner, batch=2), Learn(12), Turn("weight", 0.3), Learn(9))
    for step in (3, 4, 5, 20, 19, 2, 12, 13, 14, 7, 21):
        memory = session.rewind(step).run.learner
        assert memory is not None
        name = memory.memory[0]
        first = next(t.value for t in walk_round(session, step) if t.name == f"{name}[i]")
        memory.step(session.run.problem(step), session.run.history.weights_at(step) if step < session.count
                    else session.weights, session.run.alpha_at(step))  # fmt: skip
        assert first == memory.memories[0][0]


class Clashing(Metric):
    name = "clashing"

    def error(self, prediction: float, goal_prediction: float) -> float:
        total = prediction - goal_prediction
        return total * total

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class Forgetful(Learner):
    name = "forgetful"
    memory = ("weights",)

    def update(self, weight: float, weight_delta: float, alpha: float, weights: float) -> tuple[float, float]:
        return weight - alpha * weight_delta, weights


def test_names_that_the_lines_use_themselves_are_not_mixed_up() -> None:
    catalog = shipped()
    catalog.metrics["clashing"], catalog.learners["forgetful"] = Clashing(), Forgetful
    try:
        same(played(level(NETWORKS["relu"], metric="clashing"), Learn(3)))
        same(played(level(NETWORKS["relu"], learner="forgetful"), Learn(3)))
    finally:
        del catalog.metrics["clashing"], catalog.learners["forgetful"]


def test_a_number_of_the_learner_stands_in_the_lines_as_it_is_now() -> None:
    session = played(level(NETWORKS["relu"], learner="momentum"), Learn(6))
    learner = session.run.learner
    assert learner is not None
    told = [walk_round(session, 4)]
    vars(learner)["beta"] = 0.25  # as if it counted something
    told.append(walk_round(session, 4))
    del vars(learner)["beta"]
    assert told[0] != told[1] and len(told[0]) == len(told[1])
