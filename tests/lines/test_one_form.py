"""Every rendering of a step is the readable step, bit for bit: drawn networks, metrics, learners and settings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from compiled_loops import Clipped, Cubed, Decay, Forked, Steep, Swapping
from downslope import ConvNet, Layers, Learner, Metric, Network, Neuron, Neurons
from downslope.engine.run import Run
from downslope.formulas.names import NotInlinable
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.network import Vector
from downslope.learning.ops import Dense, Op
from downslope.lines import lines_of
from downslope.lines.form import StepForm
from downslope.lines.readable import readable
from support import shipped


class Rooted(Metric):
    """Its delta is worked out."""

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return float((1 + miss * miss) ** 0.5) - 1


class Asks(Metric):
    """A function of a module, by the module's name."""

    def error(self, prediction: float, goal_prediction: float) -> float:
        return math.hypot(1.0, prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) / math.hypot(1.0, prediction - goal_prediction)


def test_a_formula_that_asks_a_module_is_written_out() -> None:
    lines, calls, _ = lines_of(Neuron(2), Asks(), shipped().learner("gradient-descent")())
    assert not calls and any(".hypot(" in line for line in lines), lines


class Keeping(Learner):
    """Its memory is the weight_delta itself, a -0.0 too."""

    name = "keeping"
    memory = ("before",)

    def update(self, weight: float, weight_delta: float, alpha: float, before: float) -> tuple[float, float]:
        return weight - alpha * (weight_delta + before), weight_delta


METRICS = [*shipped().metrics.values(), Steep(), Cubed(), Rooted(), Asks()]
LEARNERS = [
    *(kind for kind in shipped().learners.values() if kind.step is Learner.step and hasattr(kind, "update")),
    Clipped, Swapping, Decay, Forked, Keeping,
]  # fmt: skip
STEPS = 7


class Biased(Network):
    """As an author writes one: ops alone, neurons that bend differently, a weight for an input that is always 1."""

    inputs, outputs, size = 3, 2, 26

    def ops(self) -> Sequence[Op]:
        bends = tuple(ACTIVATIONS[name] for name in ("tanh", "relu", "sigmoid", "linear"))
        return Dense(0, 3, 4, bends, True), Dense(16, 4, 2, (), True)


def bent_at_the_end(inputs: int, hidden: int, outputs: int, bends: Sequence[str]) -> Network:
    """Activations on the last layer too."""
    ends = tuple(ACTIVATIONS[bend] for bend in bends)
    return Network((Dense(0, inputs, hidden), Dense(inputs * hidden, hidden, outputs, ends * outputs)))


class Quadratic(Network):
    """No ops: its two methods are called."""

    inputs, outputs, size = 1, 1, 2

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        (value,) = input
        return [[value], [weights[0] * value + weights[1] * value * value]]

    def weight_deltas(
        self, weights: Vector, layers: Sequence[Vector], deltas: Vector
    ) -> list[float]:
        (value,) = layers[0]
        return [deltas[0] * value, deltas[0] * value * value]


def drawn_network(random: Random) -> Network:
    size = random.randint
    make: Callable[[], Network] = random.choice([
        lambda: Neuron(size(1, 4), size(1, 3)), lambda: Neurons(size(1, 5)), Biased, Quadratic,
        lambda: Layers(size(1, 4), size(1, 4), size(1, 3), activation=random.choice(list(ACTIVATIONS))),
        lambda: Layers(2, 3, 2, 1, activation=[random.choice(list(ACTIVATIONS)) for _ in range(5)]),
        lambda: Layers(size(9, 14), size(9, 12), size(1, 4), activation=random.choice(["relu", "tanh", "linear"])),
        lambda: bent_at_the_end(size(1, 4), size(1, 3), size(1, 2), [random.choice(list(ACTIVATIONS))]),
        lambda: bent_at_the_end(12, 9, size(1, 2), [random.choice(list(ACTIVATIONS))]),
        lambda: ConvNet(size(4, 7), size(1, 3), size(1, 4)), lambda: ConvNet(size(3, 5), size(1, 2)),
        lambda: Network([["conv", 4, 2], ["dense", 8, size(1, 2)]]), lambda: Network([["dense", 3, 1], ["beside", 1]]),
    ])  # fmt: skip
    return make()


def drawn_number(random: Random) -> float:
    return random.choice([0.0, 1.0, random.uniform(-2, 2), random.uniform(-0.1, 0.1)])


def bits(*rows: Sequence[float]) -> list[str]:
    return [repr(value) for row in rows for value in row]


class Case:
    """A drawn network, metric, learner and setting, and the run that has made its steps one by one."""

    def __init__(self, seed: int) -> None:
        random = self.random = Random(seed)
        self.network, self.metric = drawn_network(random), random.choice(METRICS)
        self.kind, count = random.choice(LEARNERS), random.randint(1, 4)
        self.batch = random.choice([1, 1, count])
        share = random.choice([0.0, 0.0, 0.15])
        size, ends = self.network.size, (self.network.inputs, self.network.outputs)
        self.frozen = frozenset(k for k in range(size) if random.random() < share)
        self.several = random.random() < 0.2 and size < 90
        self.alpha = [random.uniform(0, 0.1) for _ in range(size)] if self.several else 0.05
        rows = [[[drawn_number(random) for _ in range(end)] for end in ends] for _ in range(count)]
        self.examples = [(inputs, goals) for inputs, goals in rows]
        self.start = self.network.start_weights(random, 0.7)
        self.run = Run(self.network, self.examples, self.metric, self.learner(), self.start, self.alpha, self.batch,
                       self.frozen)  # fmt: skip
        while self.run.count < STEPS and not self.run.diverged:
            self.run.step()

    def learner(self) -> Learner:
        made: Learner = self.kind()
        for knob in made.knobs:
            setattr(made, knob.name, knob.start)
        made.start(self.network.size)
        return made


TOGETHER = 25  # cases of a test


@pytest.mark.parametrize("first", range(0, 300, TOGETHER))
def test_lines_that_run_are_the_step(first: int) -> None:
    for seed in range(first, first + TOGETHER):
        check_lines_that_run(Case(seed))


def check_lines_that_run(case: Case) -> None:
    run, examples, alpha, count = case.run, case.examples, case.alpha, len(case.examples)
    lines, calls, _ = lines_of(
        case.network, case.metric, case.learner(), case.frozen, case.batch > 1, case.several, case.random.random() < 0.5
    )
    space: dict[str, Any] = dict(calls)
    exec("\n".join(lines), space)
    samples = [(examples, alpha) if case.batch > 1 else (*examples[k % count], alpha) for k in range(run.count)]
    errors: list[float] = []
    weights, memories = space["run"](case.start, case.learner().memories, samples, None, errors.append)
    assert run.learner is not None
    assert bits(weights, errors, *memories) == bits(run.weights, run.errors, *run.learner.memories)
    assert bits(space["predict"](case.start, examples[0][0])) == bits(case.network.predict(case.start, examples[0][0]))


@pytest.mark.parametrize(
    "first",
    [*range(0, 300, TOGETHER), *(pytest.param(k, marks=pytest.mark.slow) for k in range(300, 3000, TOGETHER))],
)
def test_lines_that_are_read_are_the_step(first: int) -> None:
    for seed in range(first, first + TOGETHER):
        check_lines_that_are_read(Case(seed))


def check_lines_that_are_read(case: Case) -> None:
    """In an empty namespace."""
    run, learner, outputs = case.run, case.learner(), case.network.outputs
    step = StepForm(case.network, case.metric, learner, readable=True)
    batch = "examples" if case.batch > 1 else ""
    if isinstance(case.network, Quadratic):
        with pytest.raises(NotInlinable):
            readable(step, case.frozen, batch, case.several)
        return
    text = readable(step, case.frozen, batch, case.several)
    one = text.is_one
    examples = [(x[0] if one else x, y[0] if outputs == 1 else y) for x, y in case.examples]
    take = f"{'input' if one else 'inputs'}, {'goal_prediction' if outputs == 1 else 'goals'}"
    take = "" if batch else f"{take} = examples[iteration % {len(examples)}]"
    each = ["    " + line for line in (take, *text.round, "errors.append(0.0 + error)")]
    starts = [list(case.start), *learner.memories]
    given = {name: row[0] if one else row for name, row in zip(text.kept, starts)}
    space: dict[str, Any] = {**text.given, **given, "examples": examples, "errors": []}
    space["alphas" if case.several else "alpha"] = case.alpha
    lines = [*text.imports, *text.helpers, f"for iteration in range({run.count}):", *each]
    exec("\n".join(lines), space)
    weights, *memories = ([space[name]] if one else space[name] for name in text.kept)
    assert bits(weights, space["errors"]) == bits(run.weights, run.errors)
    assert run.learner is not None
    if not case.frozen:  # else that of a frozen weight stays where it is
        assert memories == run.learner.memories
        assert batch or bits(*memories) == bits(*run.learner.memories)  # a mean begins with 0.0: so no -0.0
