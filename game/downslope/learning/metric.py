"""A metric says how wrong one prediction is (error), which way it missed (delta): see plugins/metrics."""

from __future__ import annotations

import re
from typing import Any

from .metric_slope import give_delta
from .ops import Vector


def kebab(name: str) -> str:
    """MeanError -> mean-error."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class Declared:
    """What has a name, if no other then its class's, and knobs: each an attribute, which stands where the knob starts
    until it is turned."""

    name: str
    knobs: tuple[Any, ...]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        untold = ("", *(kebab(base.__name__) for base in cls.__mro__))
        if "name" not in vars(cls) and getattr(cls, "name", None) in untold:
            cls.name = kebab(cls.__name__)
        knobs: object = getattr(cls, "knobs", ())
        for knob in knobs if isinstance(knobs, (tuple, list)) else ():
            name = getattr(knob, "name", "")
            if hasattr(knob, "__set_name__") and name and not hasattr(cls, name):  # it stands in `knobs` alone
                setattr(cls, name, knob)


class Metric(Declared):
    """The way a miss is counted. Write `error` for one output, and `delta` where its slope cannot be worked out.

    `slope_factor` is 2 for the squared error, because the article's delta leaves out that 2. Each attempt has a copy
    of the metric with its knobs as attributes: `self.tau` in a formula is the current number.
    """

    name: str = ""  # in levels and commands: small letters, digits, hyphens; empty: LogCosh is log-cosh
    title: str = ""  # the name that players read; empty: `name`
    slope_factor: float = 1.0  # slope of the error by the prediction = slope_factor * delta
    frameworks: dict[str, str] = {}  # what PyTorch or Keras call it, for scripts: {"torch": "mse_loss", "keras": "mse"}
    knobs: tuple[Any, ...] = ()  # settings: tau = Knob(0.05, 0.95, start=0.5) is one; you read it as self.tau

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if cls.total_error is Metric.total_error and cls.deltas is Metric.deltas:
            give_delta(cls, Metric.delta)

    def error(self, prediction: float, goal_prediction: float) -> float:
        """How wrong a prediction is: 0 if it is right."""
        if type(self).total_error is Metric.total_error:
            raise NotImplementedError
        return self.total_error([prediction], [goal_prediction])  # of an example with this output alone

    def delta(self, prediction: float, goal_prediction: float) -> float:
        """The miss with its sign: above 0 if the prediction is too large."""
        if type(self).deltas is Metric.deltas:
            raise NotImplementedError
        return self.deltas([prediction], [goal_prediction])[0]

    # The engine asks only the next two. Override them where one output's miss depends on the others.
    def total_error(self, predictions: Vector, goal_predictions: Vector) -> float:
        """The error of one example: the errors of its outputs, added up."""
        total = 0.0
        for prediction, goal_prediction in zip(predictions, goal_predictions):
            total += self.error(prediction, goal_prediction)
        return total

    def deltas(self, predictions: Vector, goal_predictions: Vector) -> list[float]:
        """A delta for each output."""
        return [self.delta(p, g) for p, g in zip(predictions, goal_predictions)]

    def judge(self, predictions: Vector, goal_predictions: Vector) -> tuple[float, list[float]]:
        """(error, deltas) at once, for the loops: to the last bit what the other two give."""
        return self.total_error(predictions, goal_predictions), self.deltas(predictions, goal_predictions)

    def shares(self, predictions: Vector) -> list[float] | None:
        """Parts that add up to 1, which bars show instead of the predictions. None: bars show the predictions."""
        return None
