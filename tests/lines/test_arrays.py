"""A step in arrays is the step, within a relative 1e-9: dense networks, all metrics, all learners that are formulas."""

from __future__ import annotations

import contextlib
import io
import math
import re
from importlib.util import find_spec
from itertools import product
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
NETWORKS = {
    "one": Neuron(),
    "several": Neuron(3, 2),
    "beside": Neurons(3),
    "deep": Layers(3, 4, 3, 2, activation="relu"),
    "mixed": Layers(2, 3, 1, activation=MIXED),
    "bent at the end": Network((Dense(0, 2, 3), Dense(6, 3, 2, (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"])))),
    "biased": Network((Dense(0, 2, 3, tuple(map(ACTIVATIONS.__getitem__, MIXED)), True), Dense(9, 3, 2, (), True))),
}
LEARNERS = [name for name, kind in shipped().learners.items() if kind.step is Learner.step and hasattr(kind, "update")]
LIBRARIES = {"np": ("numpy", "numpy as np"), "torch": ("torch", "torch")}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("network", NETWORKS)
def test_arrays_are_the_step(network: str, library: str) -> None:
    needs, imported = LIBRARIES[library]
    if find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    wrong, cases = [], list(product(shipped().metrics, LEARNERS))
    for number, (metric, learner) in enumerate(cases):
        made = level(NETWORKS[network], learner=learner, metric=metric, alpha=0.03, batch=(None, 1, 2)[number % 3])
        session = Session(made, shipped(), [Learn(6)])
        text = ArrayForm(session.run, session.count + 1, library, imported).text()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(text, {})
        if not close(numbers(out.getvalue()), expected(session)):
            wrong.append(f"{metric} {learner}\n{text}{out.getvalue()}")
    assert len(cases) == 40 and not wrong, wrong[0]


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


class Refused(Metric):
    """More than a formula of arrays, in its error."""

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class Both(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return prediction if prediction > 0 and goal_prediction else goal_prediction


class Chain(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return float(0 < prediction < goal_prediction)


class Rounds(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return round(prediction)


class Three(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return max(prediction, goal_prediction, 1.0)


class Root(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return prediction * math.sqrt(2.0)


class Branch(Refused):
    def error(self, prediction: float, goal_prediction: float) -> float:
        if prediction:
            return goal_prediction
        return prediction


def test_what_is_no_formula_of_arrays() -> None:
    for metric, why in [
    (Both(), "an and"), (Chain(), "an and"), (Rounds(), "round()"), (Three(), "max()"), (Root(), "numbers alone"),
    (Branch(), "error_of()"),
]:  # fmt: skip
        with pytest.raises(NotInlinable, match=re.escape(why)):
            Arrays(Neuron(), metric, shipped().learner("gradient-descent")(), "np")
