"""Random search (Matyas 1965): look at a random place near by, and move there if it is better. Alpha is how near."""

from collections.abc import Sequence

from downslope import Learner, Problem


class RandomSearch(Learner):
    title = "random search"

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        there, reach = list(weights), self.alphas(alpha, len(weights))
        for i in problem.free:
            there[i] += reach[i] * (2.0 * self.random.random() - 1.0)
        return there if problem.error(there) < problem.error(weights) else list(weights)
