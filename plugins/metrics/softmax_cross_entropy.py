"""Softmax cross-entropy: the predictions are votes, softmax makes shares of them, the error is -log of the right share.

share = exp(vote) / (all exp(vote) added up); error = -goal * log(share), added up (Bridle 1990). Its slope by a vote
is share - goal where the goals of an example add up to 1, as a class does (one 1, the rest 0).
"""

from collections.abc import Sequence
from math import exp, log

from downslope import Metric


class SoftmaxCrossEntropy(Metric):
    title = "softmax cross-entropy"

    def shares(self, predictions: Sequence[float]) -> list[float]:
        top = max(predictions)  # taken off every vote: the shares stay, and exp cannot overflow
        powers = [exp(vote - top) for vote in predictions]
        total = 0.0
        for power in powers:
            total += power
        return [power / total for power in powers]

    def total_error(self, predictions: Sequence[float], goal_predictions: Sequence[float]) -> float:
        top = max(predictions)
        total = 0.0
        for vote in predictions:
            total += exp(vote - top)
        error = 0.0
        for vote, goal in zip(predictions, goal_predictions):
            error += goal * (log(total) + top - vote)
        return error

    def deltas(self, predictions: Sequence[float], goal_predictions: Sequence[float]) -> list[float]:
        return [share - goal for share, goal in zip(self.shares(predictions), goal_predictions)]

    def judge(self, predictions: Sequence[float], goal_predictions: Sequence[float]) -> tuple[float, list[float]]:
        top = max(predictions)
        powers = [exp(vote - top) for vote in predictions]
        total = 0.0
        for power in powers:
            total += power
        error, scale = 0.0, log(total) + top
        for vote, goal in zip(predictions, goal_predictions):
            error += goal * (scale - vote)
        return error, [power / total - goal for power, goal in zip(powers, goal_predictions)]
