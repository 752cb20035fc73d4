"""Momentum (Polyak 1964): a heavy ball. Pushes that agree add up, pushes that do not cancel.

v = beta * v + weight_delta; weight = weight - alpha * v. With beta 0 it is gradient descent.
"""

from downslope import Knob, Learner


class Momentum(Learner):
    beta = Knob(0.0, 0.99, start=0.9)
    memory = ("velocity",)
    frameworks = {"torch": "SGD({alpha}, momentum={beta})", "keras": "SGD({alpha}, momentum={beta})"}

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        velocity = self.beta * velocity + weight_delta
        return weight - alpha * velocity, velocity
