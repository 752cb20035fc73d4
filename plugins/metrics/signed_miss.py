"""The signed miss: too high counts for it, too low against it. It has no bottom, which is what it is here to show."""

from downslope import Metric


class SignedMiss(Metric):
    title = "signed miss"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0
