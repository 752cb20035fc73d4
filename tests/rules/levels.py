"""A level on paper: one weight, one example, from 0 to 1."""

from typing import Any

from downslope import Example, Knob, Level, Metric, Near

BOTH = [Example(1, 1), Example(2, 1)]


def small(**fields: Any) -> Level:
    """With alpha 1 it is there at once, with .5 each step halves the miss."""
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.5, "target": Near(0.1),
        "knobs": [Knob("alpha", -1.0, 5.0), Knob("weight", -2.0, 2.0)],
    } | fields  # fmt: skip
    return Level(given.pop("id", "small"), **given)


class Tilted(Metric):
    """Misses below the goal count `beta`, those above it the rest."""

    name = "tilted"
    beta = Knob(0.05, 0.95, start=0.5)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return self.delta(prediction, goal_prediction) * (prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return (1 - self.beta if prediction > goal_prediction else self.beta) * (prediction - goal_prediction)
