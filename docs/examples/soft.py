"""A metric with a knob: the size from which a miss counts as large."""

from downslope import Knob, Metric, hookimpl


class Soft(Metric):
    name = "soft"
    knobs = (Knob("width", 0.1, 2.0, start=0.5),)
    width: float  # the current value of the knob

    def error(self, prediction, goal_prediction):
        miss = abs(prediction - goal_prediction)
        return miss * miss / 2 if miss < self.width else self.width * (miss - self.width / 2)

    def delta(self, prediction, goal_prediction):
        return min(self.width, max(-self.width, prediction - goal_prediction))


@hookimpl
def metrics():
    return [Soft()]
