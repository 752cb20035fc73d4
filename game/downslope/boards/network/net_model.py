"""What a network's board shows, read from the engine: the values of every layer, deltas on their way back, the dead."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.architecture import layers_of
from ...learning.network import Network
from ...view.draw.tween import smooth
from ...view.format.numbers import short
from ..shared.neuron_model import input_names

if TYPE_CHECKING:
    from ...engine.run import Run
    from ...rules.level import Level

TALLEST, MOST = 24, 300  # neurons of a layer, weights: what there is room for
Values = list[tuple[float, ...]]


def sizes_of(network: Network) -> tuple[int, ...]:
    """Neurons of each layer, the inputs first. (): it is not dense."""
    layers = layers_of(network)
    return layers.sizes if layers is not None else ()


def fits(network: Network) -> bool:
    """A dense network that can be drawn with all its wires."""
    sizes = sizes_of(network)
    return 1 < len(sizes) <= 5 and max(sizes) <= TALLEST and network.size <= MOST


def values_of(run: Run, weights: Sequence[float], example: int) -> Values | None:
    """Every layer's values for an example. None: they are beyond what a number can be."""
    try:
        network = layers_of(run.network) or run.network
        found = [tuple(layer) for layer in network.forward(weights, run.examples[example][0])]
    except ArithmeticError:
        return None
    return found if all(map(isfinite, found[-1])) else None


def weights_between(run: Run, step: int, part: float) -> tuple[float, ...]:
    """A part of the way from the weights of a step to those of the next."""
    eased = smooth(part)
    return tuple(a + (b - a) * eased for a, b in zip(run.weights_at(step), run.weights_at(step + 1)))


def deltas_of(run: Run, weights: Sequence[float], layers: Values, example: int) -> Values:
    """The delta of every neuron, the first hidden layer's first, the prediction's last."""
    delta = run.metric.deltas(layers[-1], run.examples[example][1])
    dense = layers_of(run.network)
    if dense is None:
        return [tuple(delta)]
    return [tuple(row) for row in dense.layer_deltas(weights, layers, delta)]


def error_of(run: Run, layers: Values, example: int) -> float | None:
    """The error of one example, from the values of the layers. None: it is no number."""
    try:
        return run.metric.total_error(layers[-1], run.examples[example][1])
    except ArithmeticError:
        return None


def dead_neurons_of(run: Run, weights: Sequence[float]) -> list[tuple[float, ...] | None]:
    """For each hidden neuron that no example brings above 0: what it gets for each. None: it lights up, or cannot die.

    Only a ReLU can be dead: it passes nothing forward and nothing back.
    """
    network = layers_of(run.network)
    if network is None:
        return []
    totals: list[list[float]] = [[] for _k in range(network.hidden)]
    for input, _goal in run.examples:
        for neuron, total in enumerate(network.totals(weights, network.forward(weights, input))):
            totals[neuron].append(total)
    names = network.activations
    return [tuple(t) if n == "relu" and all(x <= 0 for x in t) else None for t, n in zip(totals, names)]


def lamps(run: Run) -> bool:
    """Every input of every example is on or off."""
    return all(value in (0, 1) for input, _goal in run.examples for value in input)


def heads(level: Level, pictures: bool = False) -> list[str]:
    """What the columns are called; hidden ones with their activation where it is one for all, and no plain one.

    `pictures`: the neurons show what they answer, and what is wanted is a column too.
    """
    network, words = level.network, level.words
    count = len(sizes_of(network))
    found = [_(words.get("inputs", "inputs"))]
    for layer in range(1, count - 1):
        name = _("hidden") if count == 3 else _("hidden {n}").format(n=layer)
        name = _("what each answers") if pictures and count == 3 else name
        kinds = set(kinds_of(network, layer))
        found.append(f"{name}, {kinds.pop()}" if len(kinds) == 1 and not kinds & {"relu", "linear"} else name)
    return [*found, _("prediction"), *([_("goal")] if pictures else [])]


def kinds_of(network: Network, layer: int) -> tuple[str, ...]:
    """The activations of a hidden layer."""
    layers = layers_of(network)
    if layers is None:
        return ()
    first = sum(layers.sizes[1:layer])
    return layers.activations[first : first + layers.sizes[layer]]


def neuron_name(level: Level, layer: int, number: int) -> str:
    """Of a node, as a wire's tip says it."""
    sizes = sizes_of(level.network)
    if layer == 0:
        return input_names(level)[number]
    if layer == len(sizes) - 1:
        return _("prediction") if sizes[-1] == 1 else _("prediction {n}").format(n=number + 1)
    if len(sizes) == 3:
        return _("hidden {n}").format(n=number + 1)
    return _("hidden {layer}.{n}").format(layer=layer, n=number + 1)


def goal_word(level: Level, goals: Sequence[float]) -> str:
    """The level's own word for a goal, else the number itself; of several, which one is on, or the first ones."""
    if len(goals) == 1:
        return _(level.words.get(f"goal {goals[0]:g}", "")) or short(goals[0])
    if sorted(goals) == [0] * (len(goals) - 1) + [1]:
        number = list(goals).index(1)
        return _(level.words.get(f"goal {number}", "")) or str(number)
    return " ".join(short(goal) for goal in goals[:2]) + (" …" if len(goals) > 2 else "")
