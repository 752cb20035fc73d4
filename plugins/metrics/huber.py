"""Huber's error (Huber 1964): squared near the goal, straight further away, so that one wild example cannot shout.

miss ** 2 / 2 within 1 of the goal, |miss| - 1/2 beyond; its slope is the miss itself, but never more than 1.
"""

from downslope import Metric


class Huber(Metric):
    title = "Huber"
    frameworks = {"torch": "huber_loss", "keras": "huber"}

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = abs(prediction - goal_prediction)
        return miss * miss / 2.0 if miss < 1.0 else miss - 0.5

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return min(1.0, max(-1.0, prediction - goal_prediction))
