"""A rule that the player builds: weight -= alpha * one tile * another. It works on neurons side by side, or on one."""

from collections.abc import Sequence

from downslope import Knob, Learner, Network, Problem

TILES = ("1", "delta", "input", "prediction", "goal")


class RuleOfTiles(Learner):
    title = "a rule of two tiles"
    first = Knob(stops=TILES, start="1")
    second = Knob(stops=TILES, start="1")

    def fits(self, network: Network) -> bool:
        return network.size == network.inputs == network.outputs

    @property
    def lines(self) -> str:  # type: ignore[override]
        names = {"goal": "goal_prediction"}
        first, second = (names.get(tile, tile) for tile in (self.first, self.second))
        return f"weight -= {first} * {second} * alpha"

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        ((inputs, goals),) = problem.examples
        look = problem.look(weights)
        new, alphas = list(weights), self.alphas(alpha, len(weights))
        for i in problem.free:
            tiles = dict(zip(TILES, (1.0, look.deltas[0][i], inputs[i], look.predictions[0][i], goals[i])))
            new[i] -= tiles[self.first] * tiles[self.second] * alphas[i]
        return new
