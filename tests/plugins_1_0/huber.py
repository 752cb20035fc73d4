from downslope import Metric, hookimpl


class Huber(Metric):
    name = "huber"

    def error(self, prediction, goal_prediction):
        miss = abs(prediction - goal_prediction)
        return miss * miss / 2 if miss < 1 else miss - 0.5

    def delta(self, prediction, goal_prediction):
        return min(1.0, max(-1.0, prediction - goal_prediction))


@hookimpl
def metrics():
    return [Huber()]
