"""RMSProp (Tieleman & Hinton 2012, lecture 6.5): divide each slope by its own usual size: all keep pace.

s = rho * s + (1 - rho) * weight_delta ** 2; weight = weight - alpha * weight_delta / (sqrt(s) + 1e-8).
"""

from math import sqrt

from downslope import Knob, Learner


class RmsProp(Learner):
    name = "rmsprop"
    title = "RMSProp"
    rho = Knob(0.0, 0.999, start=0.9)
    memory = ("square",)
    frameworks = {"torch": "RMSprop({alpha}, alpha={rho}, eps=1e-8)"}  # in Keras epsilon stands under the root

    def update(self, weight: float, weight_delta: float, alpha: float, square: float) -> tuple[float, float]:
        square = self.rho * square + (1.0 - self.rho) * (weight_delta * weight_delta)
        return weight - alpha * weight_delta / (sqrt(square) + 1e-8), square
