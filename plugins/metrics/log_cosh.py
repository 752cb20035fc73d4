"""Log-cosh: log(cosh(miss)), nearly squared near the goal and nearly straight far away, without a seam between.

Written as |miss| + log((1 + exp(-2 |miss|)) / 2), which is the same and cannot overflow. Its slope is tanh(miss).
"""

from math import expm1, log1p, tanh

from downslope import Metric


class LogCosh(Metric):
    frameworks = {"keras": "log_cosh"}

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = abs(prediction - goal_prediction)
        return miss + log1p(expm1(-2.0 * miss) / 2.0)  # log1p and expm1 keep all digits of a small miss

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return tanh(prediction - goal_prediction)
