"""The examples: what goes in, what is wanted, and the prediction as a bar with the goal as a flag."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from rich.text import Text

from ...captions.sentences import fact_words
from ...i18n import N_, _
from ...learning.architecture import Layered, is_neuron, is_side_by_side, kernels_of, layers_of
from ...learning.network import Vector
from ...rules.example import input_name
from ...view.format.numbers import short
from .run_part import HandwrittenPart, RunPart
from .style import BLOCKS, HUES, figure, level, weight_number

# ---------------------------------------------------------------------------------------------------------------------
# The weights as numbers, a row a neuron, with arrows for what the last step moved; many as a strip of blocks.


MOST = 24  # weights as numbers
BAR_WIDTH = 76  # columns of a strip
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


def _hidden_rows(part: RunPart, network: Layered, place: int) -> list[Text]:
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
    text = Text(f"{weight_number(value):>{COLUMN - 1}}", HUES["weight" if value >= 0 else "weight_negative"])
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
    if is_side_by_side(network) or is_neuron(network):
        own = [input_name(words, i, "") for i in range(network.inputs)]
        if all(own):
            return [_(name) for name in own]
    return [str(i + 1) for i in range(network.size)]


def _strip(part: RunPart, place: int, width: int) -> list[Text]:
    """Blocks as high as the weights, in their order; below those that are negative a minus."""
    weights = list(part.weights(place))
    room = min(BAR_WIDTH, width - 4)
    largest = max((abs(w) for w in weights if isfinite(w)), default=1.0) or 1.0
    heights = _summed(weights, room)
    blocks, signs = Text("  "), Text("  ")
    for value in heights:
        colour = HUES["weight" if value >= 0 else "weight_negative"]
        blocks.append(BLOCKS[max(1, level(value / largest, 8))] if value else " ", colour)
        signs.append("−" if value < 0 else " ", colour)
    text = _("weights: {n}, the largest {value}").format(n=len(weights), value=weight_number(largest))
    return [Text(" " + text, HUES["text2"]), blocks, signs]


def _summed(weights: Sequence[float], room: int) -> list[float]:
    """One value a column: of several weights in a column the one that is farthest from 0."""
    if len(weights) <= room:
        return list(weights)
    edges = [len(weights) * k // room for k in range(room + 1)]
    return [max(weights[a:b], key=abs) for a, b in zip(edges, edges[1:])]


# ---------------------------------------------------------------------------------------------------------------------
# The last steps as a table: weight, prediction, delta, error; by hand the last looks.


WEIGHTS, PREDICTIONS = 3, 6  # of so many at most each is told


def step_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """A head and at most so many steps less one, the present one last."""
    run = part.run
    if isinstance(part, HandwrittenPart):
        return _look_rows(part, place, most)
    if run.network.size > 1 or part.each > 1:
        return _beat_rows(part, place, most)
    heads = f"{_('step'):>5}{_('weight'):>10}{_('prediction'):>12}{_('delta'):>9}{_('error'):>10}"
    lines = [Text(heads, HUES["text2"])]
    for step in range(max(part.first, place - most + 2), place + 1):
        look = run.at(step)
        weight, prediction, delta = look.weights[0], look.predictions[0][0], look.deltas[0][0]
        line = Text(f"{look.iteration:>5}", f"bold {HUES['text']}" if step == place else HUES["text2"])
        line.append(f"{figure(weight):>10}", HUES["weight" if weight >= 0 else "weight_negative"])
        line.append(f"{figure(prediction):>12}", HUES["prediction"]).append(f"{figure(delta):>9}", HUES["text"])
        lines.append(line.append(f"{figure(look.error):>10}", HUES["error"]))
    return lines


def _beat_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """Of several weights: what each example got after the last steps or passes, and what is measured."""
    here, told = part.beat(place), len(part.examples) * part.run.network.outputs <= PREDICTIONS
    weighs = part.run.network.size <= WEIGHTS
    unit = _("pass") if part.unit == "passes" else _("step")
    heads = Text(f"{unit:>5}", HUES["text2"])
    if weighs:
        heads.append(f"{_('weights'):>{8 * part.run.network.size}}")
    if told:
        heads.append(f"{_('predictions'):>{max(13, 8 * len(part.examples) * part.run.network.outputs)}}")
    lines = [heads.append(f"{part.title:>10}")]
    for beat in range(max(0, here - most + 2), here + 1):
        at = part.first + beat * part.each
        line = Text(f"{beat:>5}", f"bold {HUES['text']}" if beat == here else HUES["text2"])
        for value in part.weights(at) if weighs else ():
            line.append(f"{figure(value):>8}", HUES["weight" if value >= 0 else "weight_negative"])
        if told:
            values = "".join(f"{figure(value):>8}" for row in part.predictions(at) for value in row)
            line.append(f"{values:>13}", HUES["prediction"])
        lines.append(line.append(f"{figure(part.measure(beat)):>10}", HUES["error"]))
    return lines


def _look_rows(part: HandwrittenPart, place: int, most: int) -> list[Text]:
    """The same of what was looked at by hand."""
    here = part.beat(place)
    lines = [Text(f"{_('look'):>5}{_('weight'):>10}{part.title:>16}", HUES["text2"])]
    for number in range(max(0, here - most + 2), here + 1):
        look = part.looks[number]
        weight = look.weights[0]
        line = Text(f"{number:>5}", f"bold {HUES['text']}" if number == here else HUES["text2"])
        line.append(f"{figure(weight):>10}", HUES["weight" if weight >= 0 else "weight_negative"])
        lines.append(line.append(f"{figure(look.error):>16}", HUES["error"]))
    return lines


BAR, BEYOND = 28, 29  # columns from 0 to the largest goal, and of a bar
LABEL = 22  # columns of what goes in and what is wanted, at most
STRIP = 76  # columns of a strip
LAMPS = 6  # inputs of 0 and 1 that are shown as lamps


MANY = 12  # of more examples goals and predictions are strips


class ExampleLine(NamedTuple):
    """`number`: of the example."""

    number: int
    label: Text
    goal: float
    prediction: float


def example_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """At most so many lines; of more examples the first, and how many more there are."""
    if most <= 0:
        return []
    rows = _rows(part, place)
    if len(rows) > MANY:
        return _strips(rows)[:most]
    kept = rows if len(rows) <= most else rows[: most - 1]
    width = max((row.label.cell_len for row in kept), default=0)
    goals = [row.goal for row in rows]
    low, height = min(0.0, *goals), max(0.0, *goals)
    here, lines = part.next_example(place), list[Text]()
    for row in kept:
        line = Text(" ▸ " if row.number == here else "   ", HUES["text"]).append_text(row.label)
        line.append(" " * (width - row.label.cell_len + 1)).append_text(_bar(row, low, height))
        value = weight_number(row.prediction, 9) if height - low > 0.02 else figure(row.prediction)
        lines.append(line.append(f"{value:>10}", HUES["prediction"]))
    if len(kept) < len(rows):
        lines.append(Text("   " + _("and {n} more").format(n=len(rows) - len(kept)), HUES["text3"]))
    return lines


def _rows(part: RunPart, place: int) -> list[ExampleLine]:
    """One for each output of each example."""
    words, found = part.level.words, list[ExampleLine]()
    for index, ((inputs, goals), predictions) in enumerate(zip(part.examples, part.predictions(place))):
        for output, (goal, prediction) in enumerate(zip(goals, predictions)):
            label = Text()
            if is_side_by_side(part.run.network):
                own = inputs[output : output + 1]
                name = input_name(words, output, words.get(f"output {output + 1}", ""))
                label.append(f"{_(name) if name else output + 1} ", HUES["text2"]).append_text(input_marks(own))
            elif output == 0 or len(goals) <= LAMPS:
                label.append_text(input_marks(inputs))
            label.append(" " + _goal(words.get(f"goal {goal:g}"), goal), HUES["text" if output == 0 else "text2"])
            label.truncate(LABEL)
            found.append(ExampleLine(index, label, goal, prediction))
    return found


def _strips(rows: list[ExampleLine]) -> list[Text]:
    """A column an example: its goal and its prediction as blocks, a minus below those that are below 0."""
    shown = rows[:STRIP]
    largest = max([1e-9, *(abs(value) for row in shown for value in (row.goal, row.prediction) if isfinite(value))])
    lines = [Text(" " + _("goals, and their predictions: {n}").format(n=len(rows)), HUES["text2"])]
    for values, colour in (([row.goal for row in shown], "goal"), ([row.prediction for row in shown], "prediction")):
        signs = "".join("−" if round(value / largest, 3) < 0 else " " for value in values)
        blocks = "".join(BLOCKS[level(v / largest, 8)] if level(v / largest, 8) else "·" for v in values)
        lines += [Text("   " + blocks, HUES[colour]), Text("   " + signs, HUES[colour])]
    return lines


def _goal(word: str | None, goal: float) -> str:
    return _(word) if word else "→ " + short(goal, 3)


def input_marks(inputs: Vector) -> Text:
    """Lamps for a few of 0 and 1, a few numbers, or a strip of blocks."""
    line, lamps = Text(), set(inputs) <= {0, 1} and 1 < len(inputs) <= LAMPS
    if len(inputs) <= 3 and not lamps:
        return line.append(" ".join(short(value, 3) for value in inputs), HUES["input"])
    for k, value in enumerate(inputs):
        if lamps:
            line.append(" " if k else "").append("●" if value else "○", HUES["input" if value else "text3"])
        else:
            line.append(BLOCKS[level(value, 8)] if level(value, 8) else "·", HUES["input"])
    return line


def _bar(row: ExampleLine, low: float, high: float) -> Text:
    """From 0 to the prediction, the flag where the goal is; too large a one goes to the edge."""
    scale = BAR / ((high - low) or 1.0)
    zero = round(-low * scale) + (low < 0)  # before the first one there is room for the flag
    end = zero + row.prediction * scale if isfinite(row.prediction) else BEYOND
    end = round(min(float(BEYOND), max(0.0, end)))
    cells = [" "] * (BEYOND + 1)
    cells[zero + round(row.goal * scale) - (row.goal < 0)] = "⚑"
    for k in range(min(zero, end), max(zero, end)):
        cells[k] = "━"
    line = Text()
    for cell in cells[:BEYOND]:
        line.append(cell, HUES["goal"] if cell == "⚑" else HUES["prediction"])
    return line
