from downslope import Learner, hookimpl


class Stumble(Learner):
    name = "stumble"
    title = "a stumbler"

    def step(self, problem, weights, alpha):
        there = list(weights)
        for i in problem.free:
            there[i] += alpha * (2 * self.random.random() - 1)
        return there if problem.error(there) < problem.error(weights) else list(weights)


@hookimpl
def learners():
    return [Stumble]
