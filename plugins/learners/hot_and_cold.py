"""Hot and cold: look a little higher and a little lower with each weight, and keep the warmer. Alpha is the step."""

from collections.abc import Sequence

from downslope import Learner, Problem


class HotAndCold(Learner):
    title = "hot and cold"
    lines = """more = error_at(weight + alpha)
less = error_at(weight - alpha)
weight = weight + alpha if more < less else weight - alpha if less < more else weight"""

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        new, strides = list(weights), self.alphas(alpha, len(weights))
        for i in problem.free:
            here, stride = new[i], strides[i]
            new[i] = here + stride
            more = problem.error(new)
            new[i] = here - stride
            less = problem.error(new)
            new[i] = here + stride if more < less else here - stride if less < more else here
        return new
