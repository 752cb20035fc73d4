"""Nesterov's momentum (Nesterov 1983), in the form of Sutskever et al. (2013): look where the ball is about to be.

v = beta * v + weight_delta; weight = weight - alpha * (beta * v + weight_delta). The weight it keeps is the one that
it looks from, as the frameworks have it, so a step needs no second look.
"""

from downslope import Knob, Learner


class Nesterov(Learner):
    title = "Nesterov momentum"
    beta = Knob(0.0, 0.99, start=0.9)
    memory = ("velocity",)
    frameworks = dict.fromkeys(("torch", "keras"), "SGD({alpha}, momentum={beta}, nesterov=True)")

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        velocity = self.beta * velocity + weight_delta
        return weight - alpha * (self.beta * velocity + weight_delta), velocity
