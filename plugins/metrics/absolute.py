"""Absolute error: the size of the miss. Its slope is 1 on one side and -1 on the other, however far away."""

from downslope import Metric


class Absolute(Metric):
    frameworks = {"torch": "l1_loss", "keras": "mae"}

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return float((prediction > goal_prediction) - (prediction < goal_prediction))
