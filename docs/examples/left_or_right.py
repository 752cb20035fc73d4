from downslope import Learner, hookimpl


class LeftOrRight(Learner):
    name = "left-or-right"
    title = "left or right"

    def step(self, problem, weights, alpha):
        there = list(weights)
        for index in problem.free:
            reach = alpha if isinstance(alpha, (int, float)) else alpha[index]
            sides = [there[:index] + [there[index] + side * reach] + there[index + 1 :] for side in (-1, 1)]
            there = min([there, *sides], key=problem.error)
        return there


@hookimpl
def learners():
    return [LeftOrRight]
