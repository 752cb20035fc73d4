"""A step in arrays is the step, within a relative 1e-9: dense networks, all metrics, all learners that are formulas."""

from __future__ import annotations

import contextlib
import io
import math
from importlib.util import find_spec
from itertools import cycle, product
from typing import Any

import pytest

from downslope import ACTIVATIONS, Dense, Layers, Learn, Learner, Metric, Network, Neuron, Neurons, Problem, Session
from downslope.formulas.inline import NotInlinable
from downslope.lines.arrays import Arrays
from downslope.scripts.forms import ArrayForm
from scripts.test_frameworks import close, numbers
from scripts.test_script import expected, level
from support import shipped

MIXED = ("relu", "linear", "tanh")
NETWORKS = [
    Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 3, 2, activation="relu"), Layers(2, 3, 1, activation=MIXED),
    Network((Dense(0, 2, 3), Dense(6, 3, 2, (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"])))),
    Network((Dense(0, 2, 3, tuple(map(ACTIVATIONS.__getitem__, MIXED)), True), Dense(9, 3, 2, (), True))),
]  # fmt: skip
LEARNERS = [name for name, kind in shipped().learners.items() if kind.step is Learner.step and hasattr(kind, "update")]


@pytest.mark.parametrize(("library", "imported"), [("np", "numpy as np"), ("torch", "torch")])
def test_arrays_are_the_step(library: str, imported: str) -> None:
    if find_spec(imported.partition(" ")[0]) is None:
        pytest.skip(f"{imported} is not installed")
    batches = cycle((None, 1, 2))
    for number, (metric, learner) in enumerate(product(shipped().metrics, LEARNERS)):
        made = level(NETWORKS[number % 7], learner=learner, metric=metric, alpha=0.03, batch=next(batches))
        session = Session(made, shipped(), [Learn(4)])
        text = ArrayForm(session.run, session.count + 1, library, imported).text()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(text, {})
        assert close(numbers(out.getvalue()), expected(session)), f"{made.network} {metric} {learner}\n{text}"


class Odd(Metric):
    """A name set anew, which is the prediction itself at first; a choice, a sign, the least of two."""

    name = "odd"
    tau = 0.25

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction
        miss -= goal_prediction
        return math.sqrt(1.0 + miss * miss) + prediction * self.tau

    def delta(self, prediction: float, goal_prediction: float) -> float:
        sign = float((prediction > goal_prediction) - (prediction < goal_prediction))
        return sign + (self.tau if prediction > 0.0 else -self.tau) + min(prediction, 1.0)


class Still(Learner):
    """What it keeps is changed before it is used."""

    name = "still"
    memory = ("velocity",)

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        before = velocity
        velocity += weight_delta
        return weight - alpha * before, velocity


def test_formulas_of_one_s_own_are_said_with_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    learner, metric, given = Still(), Odd(), ([0.7, -0.4], [0.2])
    network = Neuron(2)
    learner.start(2)
    lines = Arrays(network, metric, learner, "np")
    space: dict[str, Any] = {"np": numpy, "weights": numpy.array([[0.5, -1.5]]), "velocity": numpy.zeros((1, 2))}
    space |= {"alpha": 0.1, "input": numpy.array([given[0]]), "goal_prediction": numpy.array([given[1]])}
    problem, weights = Problem(network, [given], metric), [0.5, -1.5]
    for _ in range(3):
        exec("\n".join([*lines.before, *lines.round]), space)
        assert close(float(space["error"]), problem.error(weights))
        weights = learner.step(problem, weights, 0.1)
        assert close(space["weights"][0].tolist(), weights)
        assert close(space["velocity"][0].tolist(), learner.memories[0])


class Refused:
    """Errors that are more than a formula of arrays."""

    def both(self, prediction: float, goal_prediction: float) -> float:
        return prediction if prediction > 0 and goal_prediction else goal_prediction

    def rounds(self, prediction: float, goal_prediction: float) -> float:
        return round(prediction)

    def three(self, prediction: float, goal_prediction: float) -> float:
        return max(prediction, goal_prediction, 1.0)

    def root(self, prediction: float, goal_prediction: float) -> float:
        return prediction * math.sqrt(2.0)

    def branch(self, prediction: float, goal_prediction: float) -> float:
        if prediction:
            return goal_prediction
        return prediction


WHY = {"both": "an and", "rounds": "round", "three": "max", "root": "numbers alone", "branch": "branch_of"}


def test_what_is_no_formula_of_arrays() -> None:
    for name, why in WHY.items():
        methods = {"error": getattr(Refused, name), "delta": Odd.delta, "name": name, "tau": 0.25}
        with pytest.raises(NotInlinable, match=why):
            Arrays(Neuron(), type("Own", (Metric,), methods)(), shipped().learner("gradient-descent")(), "np")
