"""Squared error, as the article has it, and with its true slope.

The slope of miss * miss is 2 * miss. The article's delta leaves the 2 out: it hides in alpha.
"""

from downslope import Metric


class Squared(Metric):
    slope_factor = 2.0
    frameworks = {"torch": "mse_loss", "keras": "mse"}

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * (prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class SquaredTrueSlope(Squared):
    title = "squared with its true slope"
    slope_factor = 1.0

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 2.0 * (prediction - goal_prediction)
