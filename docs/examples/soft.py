"""A metric with a knob: how large a miss may be before it counts as one."""

from downslope import Knob, Metric, hookimpl


class Soft(Metric):
    name = "soft"
    knobs = (Knob("width", 0.1, 2.0, start=0.5),)
    width: float  # the knob's value of now

    def error(self, prediction, goal_prediction):
        miss = abs(prediction - goal_prediction)
        return miss * miss / 2 if miss < self.width else self.width * (miss - self.width / 2)

    def delta(self, prediction, goal_prediction):
        return min(self.width, max(-self.width, prediction - goal_prediction))


@hookimpl
def metrics():
    return [Soft()]
