"""The weights as numbers, a row a neuron, with arrows for what the last step moved; many as a strip of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from rich.text import Text

from ...captions.sentences import fact_words
from ...i18n import N_, _
from ...learning.architecture import is_abreast, is_neuron, kernels_of, layers_of
from ...learning.dense import Layers
from ...rules.names import input_name
from .figures import weight_figure
from .glyphs import BLOCKS, level
from .run_part import RunPart
from .style import HUES

MOST = 24  # weights as numbers
STRIP = 76  # columns of a strip
COLUMN = 8  # of a number: a space, the number, its arrow
NUMBERS = {2: N_("two"), 3: N_("three"), 4: N_("four"), 5: N_("five"), 6: N_("six")}


def weight_rows(part: RunPart, place: int, width: int, most: int) -> list[Text]:
    """At most so many lines."""
    network = part.run.network
    layers = layers_of(network)
    if layers is not None and len(layers.sizes) == 3 and network.outputs == 1 and network.size <= MOST:
        return _hidden_rows(part, layers, place)[:most]
    if network.size <= MOST:
        return _number_rows(part, place, width)[:most]
    return _strip(part, place, width)[:most]


def _hidden_rows(part: RunPart, network: Layers, place: int) -> list[Text]:
    """A row for each hidden neuron: its weights, what leads on, its answer to each example."""
    inputs, count = network.sizes[:2]
    heads = [*(fact_words(input_name(part.level.words, i)) for i in range(inputs)), "▸ " + _("out")]
    columns = "".join(f"{clip(head, COLUMN - 1):>{COLUMN}}" for head in heads)
    line = Text(f" {_('neuron'):<6}{columns}", HUES["text2"])
    told = len(part.examples) <= 6
    if told:
        number = NUMBERS.get(len(part.examples), str(len(part.examples)))
        things = _(part.level.words.get("examples", "examples"))
        line.append(" " * 5 + _("answers to {number} {examples}").format(number=_(number), examples=things))
    lines, weights = [line], part.weights(place)
    layers = [network.forward(weights, x)[1] for x, _goal in part.examples]
    for neuron in range(count):
        row = Text(f"{neuron + 1:>4}", HUES["text"]).append(" " * 3)
        for i in range(inputs):
            row.append_text(_number(part, place, neuron * inputs + i))
        row.append_text(_number(part, place, inputs * count + neuron))
        if told:
            row.append("   ")
            for values in layers:
                row.append(" ").append_text(_answer(values[neuron]))
            if all(values[neuron] == 0 for values in layers):
                row.append("   " + _("dark"), HUES["text3"])
        lines.append(row)
    return lines


def _answer(value: float) -> Text:
    """Three blocks as high as the answer; dots for none, a minus before one below 0."""
    height = level(value, 8) if isfinite(value) else 8
    if height == 0:
        return Text("···", HUES["text3"])
    if value < 0:
        return Text("−" + BLOCKS[height] * 2, HUES["weight_negative"])
    return Text(BLOCKS[height] * 3, HUES["text"])


def _number(part: RunPart, place: int, index: int) -> Text:
    """A weight in its column, and whether the last step moved it."""
    value = part.weights(place)[index]
    text = Text(f"{weight_figure(value):>{COLUMN - 1}}", HUES["weight" if value >= 0 else "weight_negative"])
    before = part.weights(place - 1)[index] if place > part.first else value
    return text.append("↑" if value > before else "↓" if value < before else " ", HUES["text"])


def _number_rows(part: RunPart, place: int, width: int) -> list[Text]:
    """Names above numbers, as many beside each other as there is room for."""
    network, lines = part.run.network, list[Text]()
    if kernels_of(network) is not None or (network.size == 9 and is_neuron(network)):
        return _stencil(part, place)
    each = max(1, (min(width, 80) - 10) // (COLUMN + 1))
    names = _names(part)
    for first in range(0, network.size, each):
        row = range(first, min(network.size, first + each))
        heads = "".join(f" {clip(names[i], COLUMN):>{COLUMN}}" for i in row)
        title = _("weights") if network.size > 1 and not first else ""
        lines.append(Text(f" {title:<8}{heads}", HUES["text2"]))
        line = Text(" " * 9)
        for i in row:
            line.append(" ").append_text(_number(part, place, i))
        lines.append(line)
    return lines


def _stencil(part: RunPart, place: int) -> list[Text]:
    """Three rows of three, as they lie over the picture."""
    lines = [Text(" " + _("weights"), HUES["text2"])]
    for row in range(0, 9, 3):
        line = Text("   ")
        for index in range(row, row + 3):
            line.append(" ").append_text(_number(part, place, index))
        lines.append(line)
    return lines


def clip(word: str, width: int) -> str:
    """A word that is too long for its column ends in an ellipsis."""
    return word if len(word) <= width else word[: width - 1] + "…"


def _names(part: RunPart) -> list[str]:
    """What stands above each weight."""
    network, words = part.run.network, part.level.words
    if network.weight_names:
        return [_(name) for name in network.weight_names]
    if network.size == 1:
        return [_(words.get("weight", "weight"))]
    if is_abreast(network) or is_neuron(network):
        own = [input_name(words, i, "") for i in range(network.inputs)]
        if all(own):
            return [_(name) for name in own]
    return [str(i + 1) for i in range(network.size)]


def _strip(part: RunPart, place: int, width: int) -> list[Text]:
    """Blocks as high as the weights, in their order; below those that are negative a minus."""
    weights = list(part.weights(place))
    room = min(STRIP, width - 4)
    largest = max((abs(w) for w in weights if isfinite(w)), default=1.0) or 1.0
    heights = _summed(weights, room)
    blocks, signs = Text("  "), Text("  ")
    for value in heights:
        hue = HUES["weight" if value >= 0 else "weight_negative"]
        blocks.append(BLOCKS[max(1, level(value / largest, 8))] if value else " ", hue)
        signs.append("−" if value < 0 else " ", hue)
    told = _("weights: {n}, the largest {value}").format(n=len(weights), value=weight_figure(largest))
    return [Text(" " + told, HUES["text2"]), blocks, signs]


def _summed(weights: Sequence[float], room: int) -> list[float]:
    """One value a column: of several weights in a column the one that is farthest from 0."""
    if len(weights) <= room:
        return list(weights)
    edges = [len(weights) * k // room for k in range(room + 1)]
    return [max(weights[a:b], key=abs) for a, b in zip(edges, edges[1:])]
