"""A step in arrays is the step, within a relative 1e-9: dense networks, all metrics, all learners that are formulas."""

import math
from importlib.util import find_spec
from itertools import cycle

import pytest

from downslope import ACTIVATIONS, Dense, Layers, Learn, Metric, Network, Neuron, Neurons, Session
from downslope.formulas.inline import NotInlinable
from downslope.lines.arrays import Arrays
from downslope.scripts.forms import ArrayForm
from lib.compiled_loops import FORMULAS, METRICS, catalog
from lib.support import shipped
from scripts.test_frameworks import close
from scripts.test_script import expected, level, printed

MIXED = ("relu", "linear", "tanh")
NETWORKS = [
    Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 3, 2, activation="relu"), Layers(2, 3, 1, activation=MIXED),
    Network((Dense(0, 2, 3), Dense(6, 3, 2, (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"])))),
    Network((Dense(0, 2, 3, tuple(map(ACTIVATIONS.__getitem__, MIXED)), True), Dense(9, 3, 2, (), True))),
]  # fmt: skip


@pytest.mark.parametrize(("library", "imported"), [("np", "numpy as np"), ("torch", "torch")])
def test_arrays_are_the_step(library: str, imported: str) -> None:
    if find_spec(imported.partition(" ")[0]) is None:
        pytest.skip(f"{imported} is not installed")
    said, metrics = set[str](), [name for name in METRICS if name != "guarded"]  # arrays know both of its branches
    for number, metric, learner in zip(range(40), cycle(metrics), cycle(FORMULAS)):
        made = level(NETWORKS[number % 7], learner=learner, metric=metric, alpha=0.03, batch=(None, 1, 2)[number % 3])
        session = Session(made, catalog(), [Learn(4)])
        try:
            text = ArrayForm(session.run, session.count + 1, library, imported).text()
        except NotInlinable:
            continue
        assert close(printed(text), expected(session)), f"{made.network} {metric} {learner}\n{text}"
        said |= {metric, learner}
    assert {*metrics, *FORMULAS} - said == {"half", "steep", "forked"}


class Refused:
    """Errors that are more than a formula of arrays."""

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction

    def both(self, prediction: float, goal_prediction: float) -> float:
        return prediction if prediction > 0 and goal_prediction else goal_prediction

    def rounds(self, prediction: float, goal_prediction: float) -> float:
        return round(prediction)

    def three(self, prediction: float, goal_prediction: float) -> float:
        return max(prediction, goal_prediction, 1.0)

    def root(self, prediction: float, goal_prediction: float) -> float:
        return prediction * math.sqrt(2.0)


WHY = {"both": "an and", "rounds": "round", "three": "max", "root": "numbers alone"}


def test_what_is_no_formula_of_arrays() -> None:
    for name, why in WHY.items():
        methods = {"error": getattr(Refused, name), "delta": Refused.delta, "name": name}
        with pytest.raises(NotInlinable, match=why):
            Arrays(Neuron(), type("Own", (Metric,), methods)(), shipped().learner("gradient-descent")(), "np")
