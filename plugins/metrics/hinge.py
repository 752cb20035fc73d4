"""Hinge (Vapnik 1995): a goal of 1 or -1 is a side. No error once the prediction is on that side, by as much or more.

goal - prediction, taken on the goal's side, never below 0: for 1 and -1 the textbook's max(0, 1 - goal * prediction).
Its slope is 1 towards the goal while there is an error, and 0 after.
"""

from downslope import Metric


class Hinge(Metric):
    def error(self, prediction: float, goal_prediction: float) -> float:
        side = 1.0 if goal_prediction > 0.0 else -1.0
        return max(0.0, side * (goal_prediction - prediction))

    def delta(self, prediction: float, goal_prediction: float) -> float:
        side = 1.0 if goal_prediction > 0.0 else -1.0
        return -side if side * (goal_prediction - prediction) > 0.0 else 0.0
