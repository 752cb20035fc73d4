"""What plugins in checks.txt are made of: each is right as it stands."""

from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

from downslope import Example, Knob, Learn, Learner, Level, Metric, Near, Question, Turn
from lib.plugins import BiasedNeuron

COUNTS = count()
RUN_AWAY = Question("With alpha 0.03 the run would …", ["land", "overshoot", "run away"], "run away",
                    actions=[Turn("alpha", 0.03)], asks="outcome", means=["land", "overshoot", "runaway"])  # fmt: skip
TEA: dict[str, Any] = {
    "id": "tea", "title": "Tea", "examples": [Example(10, 4)], "weights": [0.1], "alpha": 0.001, "target": Near(0.01),
    "par": 1, "knobs": [Knob("alpha", 0.001, 0.03, step=0.001)], "questions": [RUN_AWAY],
}  # fmt: skip


def tea(**changes: Any) -> Level:
    return Level(**TEA | changes)


def on_shelf(within: Any) -> Level:
    """Tea whose target is its author's: how far it is says `within`."""
    target: Any = SimpleNamespace(title="on the shelf", within=within,
                                  met=lambda session: abs(session.run.weights[0] - 0.4) < 0.05)  # fmt: skip
    return tea(target=target, questions=[])


class Cubed(Metric):
    name, slope_factor = "cubed", 3.0

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction) ** 3

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * abs(prediction - goal_prediction)


def downhill(weights: Any, problem: Any, alpha: Any, by: float = 1.0) -> list[float]:
    alphas = alpha if isinstance(alpha, list) else [alpha] * len(weights)
    return [w - by * a * d for w, a, d in zip(weights, alphas, problem.weight_deltas(weights))]


def step_of(new: Callable[[Any, Any, Any], Any]) -> Any:
    """A method `step`: new(problem, weights, alpha)."""
    return lambda self, problem, weights, alpha: new(problem, weights, alpha)


class Halved(Learner):
    """A step of its own."""

    name = "halved"

    def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
        return downhill(weights, problem, alpha, 0.5)


class Straight(BiasedNeuron):
    """prediction = input * weight + bias."""

    def __init__(self) -> None:
        super().__init__(1)


__all__ = ["COUNTS", "RUN_AWAY", "TEA", "Cubed", "Halved", "Learn", "Straight", "downhill", "on_shelf", "step_of",
           "tea"]  # fmt: skip
