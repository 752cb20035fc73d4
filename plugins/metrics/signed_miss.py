"""The signed miss: too high counts for it, too low against it. It has no bottom, which is what it is here to show."""

from downslope import Metric, hookimpl


class SignedMiss(Metric):
    name = "signed-miss"
    title = "signed miss"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0


@hookimpl
def metrics() -> list[Metric]:
    return [SignedMiss()]
