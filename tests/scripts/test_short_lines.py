"""The seven lines of a net, run as they stand on the screen, are the engine to the last bit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from downslope import Layers
from downslope.boards.network.net_tables import is_short, short_lines, short_step
from downslope.engine.run import Run
from downslope.learning.architecture import layers_of
from downslope.rules.actions import Learn, Turn
from support import play


class Rows:
    """Weights in rows, or one row of them, with `alpha * rows` and `rows -= rows`."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def __rmul__(self, rate: float) -> Rows:
        return Rows([each * rate if isinstance(each, float) else [v * rate for v in each] for each in self.rows])

    def __isub__(self, other: Rows) -> Rows:
        pairs = zip(self.rows, other.rows)
        return Rows([a - b if isinstance(a, float) else [v - w for v, w in zip(a, b)] for a, b in pairs])


def dot(values: Sequence[float], weights: Rows) -> Any:
    if not isinstance(weights.rows[0], float):
        return [dot(values, Rows(row)) for row in weights.rows]
    total = 0.0
    for value, weight in zip(values, weights.rows):
        total += value * weight
    return total


def relu(totals: Sequence[float]) -> list[float]:
    return [total if total > 0 else 0.0 for total in totals]


def back(delta: float, w_out: Rows, hidden: Sequence[float]) -> list[float]:
    return [delta * weight if value > 0 else 0.0 for weight, value in zip(w_out.rows, hidden)]


def outer(deltas: Any, values: Sequence[float]) -> Rows:
    if isinstance(deltas, float):
        return Rows([deltas * value for value in values])
    return Rows([[delta * value for value in values] for delta in deltas])


def of_text(run: Run, weights: Sequence[float], steps: int) -> list[float]:
    """The weights after so many steps of the text alone; what each line sets is also what the screen shows."""
    inputs, neurons, _one = layers_of(run.network).sizes  # type: ignore[union-attr]
    names: dict[str, Any] = {"dot": dot, "relu": relu, "back": back, "outer": outer, "alpha": run.alpha}
    names["w_in"] = Rows([list(weights[k * inputs : (k + 1) * inputs]) for k in range(neurons)])
    names["w_out"] = Rows(list(weights[neurons * inputs :]))
    for step in range(steps):
        example = run.order.batch(step)[0]
        names["lights"], names["goal"] = run.examples[example][0], run.examples[example][1][0]
        here = [v for row in names["w_in"].rows for v in row] + names["w_out"].rows
        told = short_step(run, here, example, names["alpha"])
        exec("\n".join(short_lines("lights")), names)
        set_by = (names["hidden"], names["prediction"], names["error"], names["delta"], names["h_delta"])
        assert (list(told.hidden), *told[1:4], list(told.hidden_delta)) == set_by
    return [v for row in names["w_in"].rows for v in row] + list(names["w_out"].rows)


def test_fifty_two_steps_of_the_wall() -> None:
    session = play("hidden-four", Turn("alpha", 0.5), Learn(52))
    start = session.run.history.weights_at(0)
    assert is_short(session.run) and of_text(session.run, start, session.count) == list(session.weights)
    assert len(short_lines()) == 7 and max(map(len, short_lines("lights"))) <= 40


def test_a_hundred_random_nets() -> None:
    dice, like = random.Random(7), play("hidden-four").run
    for _ in range(100):
        sizes = (dice.randint(1, 4), dice.randint(1, 6), 1)
        network = Layers(*sizes)
        weights = [dice.uniform(-1, 1) for _ in range(network.size)]
        pairs = [([dice.uniform(-1, 1) for _ in range(sizes[0])], [dice.uniform(-1, 1)]) for _ in range(3)]
        run = Run(network, pairs, like.metric, like.learner, weights, dice.choice((0.05, 0.3)), 1)
        for _step in range(6):
            run.step()
        assert is_short(run) and of_text(run, weights, 6) == list(run.weights)


@pytest.mark.parametrize("level", ["linear-layers", "streetlights", "the-wall"])
def test_what_they_do_not_say_keeps_its_own_lines(level: str) -> None:
    assert not is_short(play(level).run)
