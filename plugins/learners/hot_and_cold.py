"""Hot and cold: look a little higher and a little lower with each weight, and keep the warmer. Alpha is the step."""

from collections.abc import Sequence

from downslope import Learner, Problem


class HotAndCold(Learner):
    title = "hot and cold"
    lines = """hotter = error_at(weight + alpha)
colder = error_at(weight - alpha)
if hotter < colder:
    weight += alpha
elif colder < hotter:
    weight -= alpha"""

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        new, strides = list(weights), self.alphas(alpha, len(weights))
        for i in problem.free:
            here, stride = new[i], strides[i]
            new[i] = here + stride
            hotter = problem.error(new)
            new[i] = here - stride
            colder = problem.error(new)
            new[i] = here + stride if hotter < colder else here - stride if colder < hotter else here
        return new
