"""A learner that tries both sides of each weight, and goes where the error is lowest."""

from downslope import Learner, hookimpl

downslope_api = (1, 1)


class LeftOrRight(Learner):
    name = "left-or-right"
    title = "left or right"

    def step(self, problem, weights, alpha):
        there, alphas = list(weights), self.alphas(alpha, len(weights))
        for index in problem.free:
            left, right = list(there), list(there)
            left[index] -= alphas[index]
            right[index] += alphas[index]
            there = min(there, left, right, key=problem.error)
        return there


@hookimpl
def learners():
    return [LeftOrRight]
