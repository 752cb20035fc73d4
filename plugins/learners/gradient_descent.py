"""Gradient descent: go against each weight's share of the miss, as the article does."""

from downslope import Learner


class GradientDescent(Learner):
    title = "gradient descent"
    frameworks = {"torch": "SGD({alpha})", "keras": "SGD({alpha})"}

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha
