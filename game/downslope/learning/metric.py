"""A metric says how wrong one prediction is (error) and which way it missed (delta)."""

from __future__ import annotations

from typing import Any

from .network import Vector


class Metric:
    """Write `error` and `delta` of one output, in plain numbers. Both must be finite for finite numbers.

    `slope_factor`: the article's squared error has 2, for its delta leaves the slope's 2 out. `knobs`: each attempt
    has a copy of the metric with its knobs as attributes, so that `self.tau` in a formula is the number of now.
    """

    name: str = ""  # what levels and commands call it: small letters, figures, hyphens
    title: str = ""  # what players read; empty: its name
    slope_factor: float = 1.0  # the true slope of the error by the prediction is slope_factor * delta
    knobs: tuple[Any, ...] = ()  # its own settings, as Knob(name, low, high, start=...)

    def error(self, prediction: float, goal_prediction: float) -> float:
        """How wrong a prediction is: 0 where it is right."""
        if type(self).total_error is Metric.total_error:
            raise NotImplementedError
        return self.total_error([prediction], [goal_prediction])  # of an example with this output alone

    def delta(self, prediction: float, goal_prediction: float) -> float:
        """Which way it missed, and how far: above 0 where the prediction is too large."""
        if type(self).deltas is Metric.deltas:
            raise NotImplementedError
        return self.deltas([prediction], [goal_prediction])[0]

    # The engine asks only the next two. Override them where one output's miss depends on the others.

    def total_error(self, predictions: Vector, goal_predictions: Vector) -> float:
        """The error of one example: added up over its outputs."""
        total = 0.0
        for prediction, goal_prediction in zip(predictions, goal_predictions):
            total += self.error(prediction, goal_prediction)
        return total

    def deltas(self, predictions: Vector, goal_predictions: Vector) -> list[float]:
        """One delta an output."""
        return [self.delta(p, g) for p, g in zip(predictions, goal_predictions)]

    def shares(self, predictions: Vector) -> list[float] | None:
        """What bars show instead of the predictions: parts that add up to 1. None: the predictions themselves."""
        return None
