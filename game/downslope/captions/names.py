"""How a level calls its examples, its weights and what it counts: in English, translated where they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..learning.architecture import layers_of
from ..learning.problem import Pair
from ..rules.costs import words_for
from ..rules.level import Level
from ..rules.names import input_name
from .moment import Amount, LitInputs, WeightPlace


def name_by_input(words: Mapping[str, str], index: int, value: float) -> str:
    """Of a neuron that has one input: the level's own word for it, else "input .5", by what goes in."""
    return input_name(words, index, f"{words.get('input', 'input')} {value:g}")


def lit_inputs(words: Mapping[str, str], examples: Sequence[Pair], number: int) -> LitInputs:
    """What tells one example from the others: inputs that are the same in all of them are not named."""
    own = examples[number][0]
    vary = [i for i in range(len(own)) if len({inputs[i] for inputs, _goal in examples}) > 1]
    on = tuple(input_name(words, i) for i in vary if own[i])
    return LitInputs(on, tuple(input_name(words, i) for i in vary if not own[i]))


def amount(words: Mapping[str, str], count: int, unit: str) -> Amount:
    """So many of a unit of costs.UNITS, by the level's own word."""
    return Amount(count, *words_for(words, unit))


def weight_place(level: Level, index: int) -> WeightPlace:
    """Where a weight stands: of which input, or between which neurons."""
    network = level.network
    if network.weight_names:
        return WeightPlace(network.weight_names[index])
    layers = layers_of(network)
    if layers is None or not layers.hidden:
        return WeightPlace(input_name(level.words, index % max(1, network.inputs)))
    for number, block in enumerate(layers.blocks):
        if index < block.first + block.size:
            neuron, source = divmod(index - block.first, block.inputs)
            last = number == len(layers.blocks) - 1
            start = input_name(level.words, source) if number == 0 else f"hidden {source + 1}"
            return WeightPlace(start, "prediction" if last else f"hidden {neuron + 1}")
    return WeightPlace(f"weight {index + 1}")
