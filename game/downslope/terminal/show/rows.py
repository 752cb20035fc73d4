"""What stands on a page: the curve, weights, the last steps, examples with their predictions, pictures and kernels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from rich.text import Text

from ...captions.sentences import fact_words
from ...i18n import N_, _
from ...learning import Layered, Vector, is_neuron, is_one_layer, is_side_by_side, kernels_of, layers_of
from ...rules import input_name, largest
from ...view.format.numbers import MINUS, fixed_point, number, percents, short
from .machine import ByHandPart, PicturePart, RunPart

# Numbers as they stand on a page of the terminal: short, without the 0 before the point, with a true minus sign.


LARGE = 1000.0  # from here on a number is written with a power of ten


def figure(value: float, digits: int = 4) -> str:
    """An error: `.3204`, `1.36`; where so many decimals would show one digit, two: `7.6e-7`."""
    size = abs(value)
    if not isfinite(value) or size == 0:
        return "0" if size == 0 else number(value)
    sign = MINUS if value < 0 else ""
    if size >= LARGE or size < 10 ** (1 - digits):
        return sign + f"{size:.1e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    if size < 1:
        text = fixed_point(size, digits)
        return sign + text.removeprefix("0")
    return sign + f"{size:.3g}"


def target_number(value: float, width: int = 5) -> str:
    """A target, or a decade: `.01`, `3e-6`."""
    text = short(value, 3)
    return text if len(text) <= width else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def weight_number(value: float, width: int = 5) -> str:
    """Two decimals, `−0.17`; fewer of a number that is too wide for its column."""
    if not isfinite(value):
        return number(value)
    sign = MINUS if value < 0 and round(value, 2) else ""
    for digits in (2, 1, 0):
        text = sign + fixed_point(abs(value), digits)
        if len(text) <= width + 1:
            return text
    return sign + f"{abs(value):.0e}".replace("e+0", "e").replace("e+", "e")


def knob_number(value: object) -> str:
    """What a knob stands on: `.5`, or a word."""
    return short(float(value)) if isinstance(value, (int, float)) else str(value)


def percent(share: float) -> str:
    """A share of 1 as it is read: `88.6%`."""
    return f"{100 * share:.1f}%"


SHADES = " ░▒▓█"  # from nothing to all, also as `level` counts them
BLOCKS = " ▁▂▃▄▅▆▇█"


def level(value: float, most: int) -> int:
    """0 ... most, for a value of 0 ... 1 and beyond."""
    return most if value != value else min(most, round(most * min(1.0, abs(value))))


HUES = {
    "text": "#F6F1E7", "text2": "#C0C8E8", "text3": "#9AA5D3", "input": "#D3C4FF", "weight": "#4FA8FF",
    "weight_negative": "#FF8C38", "prediction": "#86EFD3", "goal": "#FFDE52", "error": "#FF7C8B", "alpha": "#BDEE7E",
    "pill": "#2F3A78",
}  # fmt: skip


# A curve in braille dots over two fixed axes, with the line of the target. Each character is 2 x 4 dots.


DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # row, column -> bit (Unicode block U+2800)
ABOVE, BELOW = 0.25, 0.3  # decades of room above the start and below the goal
DEEPEST = 6.0  # decades at most


def chart(part: RunPart, place: int, columns: int, rows: int) -> list[Text]:
    """Lines: a label of so many letters and a space, then the dots; the last line is the axis below."""
    shares, aim, low, high = part.shares, part.aim, 0.0, 1.0
    marks = [(1.0, "100"), (0.5, "50"), (0.0, "0")]
    if not shares:  # decades
        values = [value for _beat, value in part.curve(part.last) if isfinite(value) and value > 0] or [1.0]
        first = part.measure(0)
        start = log10(first if isfinite(first) and first > 0 else max(values))
        end = log10(aim or min(values))
        high = max(start, end) + ABOVE
        low = max(min(start, end) - BELOW, high - DEEPEST)
        powers = list(range(floor(low) + 1, floor(high) + 1))
        every = 1 + len(powers) // 5  # few enough to be read
        marks = [(10.0**power, target_number(10.0**power)) for power in powers if power % every == 0]

    def down(value: float) -> float:
        """0 at the top ... 1 at the bottom; beyond the ends on them."""
        if not shares:
            value = log10(value) if isfinite(value) and value > 0 else high if value else low
        return 1.0 - min(1.0, max(0.0, (value - low) / (high - low)))

    def dot(value: float) -> int:
        return round(down(value) * (4 * rows - 1)) if shares else int(down(value) * (4 * rows - 1))

    def row(value: float) -> int:
        return dot(value) // 4 if shares else round(down(value) * (rows - 1))

    bits = [[0] * columns for _ in range(rows)]
    across = (2 * columns - 1) / part.length
    # From dot to dot; a single one is a dot
    points = [(round(beat * across), dot(value)) for beat, value in part.curve(place)]
    for (x0, y0), (x1, y1) in pairwise([points[0], *points]):
        span = max(abs(x1 - x0), abs(y1 - y0), 1)
        for k in range(span + 1):
            x, y = x0 + floor((x1 - x0) * k / span + 0.5), y0 + floor((y1 - y0) * k / span)
            if 0 <= x < 2 * columns and 0 <= y < 4 * rows:
                bits[y // 4][x // 2] |= DOTS[y % 4][x % 2]
    width = 4 if shares else 5
    labels = {row(value): (text[:width], HUES["text2"]) for value, text in marks}
    wanted = row(aim) if aim is not None else None
    if aim is not None and wanted is not None and not (shares and wanted in labels):
        labels[wanted] = (f"{100 * aim:g}" if shares else target_number(aim), HUES["goal"])
    colour = HUES["prediction" if shares else "error"]
    lines = []
    for at, cells in enumerate(bits):
        text, style = labels.get(at, ("", ""))
        line = Text(f"{text:>{width}} ", style)
        for cell in cells:
            empty = "┄" if at == wanted else " "
            line.append(chr(0x2800 + cell) if cell else empty, colour if cell else HUES["goal"])
        lines.append(line)
    edge = columns if shares else columns - 1
    axis = f"{'0':<{max(2, edge // 2 - 3)}}{_(part.unit)}"
    return [*lines, Text(" " * (width + 1) + f"{axis}{part.length:>{max(1, edge - len(axis))}}", HUES["text2"])]


# The weights as numbers, a row a neuron, with arrows for what the last step moved; many as a strip of blocks.


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
    # Blocks as high as the weights, in their order; below those that are negative a minus
    weights = list(part.weights(place))
    room = min(STRIP, width - 4)
    largest = max((abs(w) for w in weights if isfinite(w)), default=1.0) or 1.0
    # Of several weights in a column the one that is farthest from 0
    columns = min(room, len(weights))
    edges = [len(weights) * k // columns for k in range(columns + 1)]
    blocks, signs = Text("  "), Text("  ")
    for value in (max(weights[a:b], key=abs) for a, b in zip(edges, edges[1:])):
        colour = HUES["weight" if value >= 0 else "weight_negative"]
        blocks.append(BLOCKS[max(1, level(value / largest, 8))] if value else " ", colour)
        signs.append("−" if value < 0 else " ", colour)
    text = _("weights: {n}, the largest {value}").format(n=len(weights), value=weight_number(largest))
    return [Text(" " + text, HUES["text2"]), blocks, signs][:most]


def _hidden_rows(part: RunPart, network: Layered, place: int) -> list[Text]:
    """A row for each hidden neuron: its weights, what leads on, its answer to each example."""
    inputs, count = network.sizes[:2]
    heads = [*(fact_words(input_name(part.level.words, i)) for i in range(inputs)), "▸ " + _("out")]
    columns = "".join(f"{clip(head, COLUMN - 1):>{COLUMN}}" for head in heads)
    line = Text(f" {_('neuron'):<6}{columns}", HUES["text2"])
    has_totals = len(part.examples) <= 6
    if has_totals:
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
        if has_totals:
            row.append("   ")
            for values in layers:  # blocks as high as the answer; dots for none, a minus before one below 0
                value = values[neuron]
                height = level(value, 8) if isfinite(value) else 8
                answer = "···" if not height else "−" + BLOCKS[height] * 2 if value < 0 else BLOCKS[height] * 3
                colour = "text3" if not height else "weight_negative" if value < 0 else "text"
                row.append(" ").append(answer, HUES[colour])
            if all(values[neuron] == 0 for values in layers):
                row.append("   " + _("dark"), HUES["text3"])
        lines.append(row)
    return lines


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
        lines.append(Text(" " + _("weights"), HUES["text2"]))
        for first in range(0, 9, 3):  # as they lie over the picture
            line = Text("   ")
            for i in range(first, first + 3):
                line.append(" ").append_text(_number(part, place, i))
            lines.append(line)
        return lines
    each = max(1, (min(width, 80) - 10) // (COLUMN + 1))
    # What stands above each weight
    words, names = part.level.words, [str(i + 1) for i in range(network.size)]
    if network.weight_names:
        names = [_(name) for name in network.weight_names]
    elif network.size == 1:
        names = [_(words.get("weight", "weight"))]
    elif is_side_by_side(network) or is_neuron(network):
        own = [input_name(words, i, "") for i in range(network.inputs)]
        names = [_(name) for name in own] if all(own) else names
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


def clip(word: str, width: int) -> str:
    """A word that is too long for its column ends in an ellipsis."""
    return word if len(word) <= width else word[: width - 1] + "…"


WEIGHTS, PREDICTIONS = 3, 6  # of so many at most each has its own value


def step_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """A head and at most so many rows less one, the present one last; of several weights what each example got."""
    run, here, by_hand = part.run, part.beat(place), isinstance(part, ByHandPart)
    alone = by_hand or (run.network.size == 1 and part.each == 1)
    size, answers = 1 if by_hand else run.network.size, len(part.examples) * run.network.outputs
    wide, last = 10 if alone else 8, 16 if by_hand else 10
    wide_answers = max(12 if alone else 13, 8 * answers)
    heads = [(_("look") if by_hand else _("pass") if part.unit == "passes" else _("step"), 5)]
    if size <= WEIGHTS:
        heads.append((_("weight") if alone else _("weights"), wide * size))
    if answers <= PREDICTIONS and not by_hand:
        heads.append((_("prediction") if alone else _("predictions"), wide_answers))
    if alone and not by_hand:
        heads.append((_("delta"), 9))
    lines = [Text("".join(f"{head:>{width}}" for head, width in (*heads, (part.title, last))), HUES["text2"])]
    for beat in range(max(0, here - most + 2), here + 1):
        at = part.looks[beat].step if isinstance(part, ByHandPart) else part.first + beat * part.each
        line = Text(f"{beat:>5}", f"bold {HUES['text']}" if beat == here else HUES["text2"])
        for value in part.weights(at)[:size] if size <= WEIGHTS else ():
            line.append(f"{figure(value):>{wide}}", HUES["weight" if value >= 0 else "weight_negative"])
        if answers <= PREDICTIONS and not by_hand:
            values = "".join(f"{figure(value):>8}" for row in part.predictions(at) for value in row)
            line.append(f"{values:>{wide_answers}}", HUES["prediction"])
        if alone and not by_hand:
            line.append(f"{figure(run.at(at).deltas[0][0]):>9}", HUES["text"])
        lines.append(line.append(f"{figure(part.measure(beat)):>{last}}", HUES["error"]))
    return lines


BAR, BEYOND = 28, 29  # columns from 0 to the largest goal, and of a bar
LABEL = 22  # columns of inputs and goals, at most
LAMPS = 6  # inputs of 0 and 1 that are shown as lamps


MANY = 12  # of more examples goals and predictions are strips


def example_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """At most so many lines; of more examples the first, and how many more there are."""
    if most <= 0:
        return []
    # Of each output of each example: its number, its label, goal and prediction
    words, rows = part.level.words, list[tuple[int, Text, float, float]]()
    for index, ((inputs, goals), predictions) in enumerate(zip(part.examples, part.predictions(place))):
        for output, (goal, prediction) in enumerate(zip(goals, predictions)):
            label = Text()
            if is_side_by_side(part.run.network):
                own = inputs[output : output + 1]
                name = input_name(words, output, words.get(f"output {output + 1}", ""))
                label.append(f"{_(name) if name else output + 1} ", HUES["text2"]).append_text(input_marks(own))
            elif output == 0 or len(goals) <= LAMPS:
                label.append_text(input_marks(inputs))
            word = words.get(f"goal {goal:g}")
            label.append(f" {_(word) if word else '→ ' + short(goal, 3)}", HUES["text" if output == 0 else "text2"])
            label.truncate(LABEL)
            rows.append((index, label, goal, prediction))
    if len(rows) > MANY:
        # A column an example: its goal and its prediction as blocks, a minus below those that are below 0
        shown = [row[2:] for row in rows[:STRIP]]
        largest = max([1e-9, *(abs(value) for row in shown for value in row if isfinite(value))])
        lines = [Text(" " + _("goals, and their predictions: {n}").format(n=len(rows)), HUES["text2"])]
        for colour, values in zip(("goal", "prediction"), zip(*shown)):
            signs = "".join("−" if round(value / largest, 3) < 0 else " " for value in values)
            blocks = "".join(BLOCKS[level(v / largest, 8)] if level(v / largest, 8) else "·" for v in values)
            lines += [Text("   " + blocks, HUES[colour]), Text("   " + signs, HUES[colour])]
        return lines[:most]
    kept = rows if len(rows) <= most else rows[: most - 1]
    width = max((label.cell_len for _number, label, _goal, _prediction in kept), default=0)
    goals = [row[2] for row in rows]
    low, height = min(0.0, *goals), max(0.0, *goals)
    # Which one the step from here looks at; None: all of them, or none
    one_by_one = part.each > 1 and len(part.examples) == part.each and place < part.last
    here, lines = part.run.order.batch(place)[0] if one_by_one else None, list[Text]()
    scale = BAR / ((height - low) or 1.0)
    zero = round(-low * scale) + (low < 0)  # before the first one there is room for the flag
    for index, label, goal, prediction in kept:
        line = Text(" ▸ " if index == here else "   ", HUES["text"]).append_text(label)
        line.append(" " * (width - label.cell_len + 1))
        # From 0 to the prediction, the flag where the goal is; too large a one goes to the edge
        end = zero + prediction * scale if isfinite(prediction) else BEYOND
        end = round(min(float(BEYOND), max(0.0, end)))
        cells = [" "] * (BEYOND + 1)
        cells[zero + round(goal * scale) - (goal < 0)] = "⚑"
        for k in range(min(zero, end), max(zero, end)):
            cells[k] = "━"
        for cell in cells[:BEYOND]:
            line.append(cell, HUES["goal"] if cell == "⚑" else HUES["prediction"])
        value = weight_number(prediction, 9) if height - low > 0.02 else figure(prediction)
        lines.append(line.append(f"{value:>10}", HUES["prediction"]))
    if len(kept) < len(rows):
        lines.append(Text("   " + _("and {n} more").format(n=len(rows) - len(kept)), HUES["text3"]))
    return lines


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


# Pictures in shades: a stranger's digit, the votes for it, kernels with a minus before what is below 0, their maps.


EDGES = (0.03, 0.19, 0.44, 0.75)  # parts of the largest weight from which a cell is a shade darker
GAMMA = 0.65  # of a map's brightness: what is lit at all is seen
VOTE = 16  # columns of a vote's bar


def beside(left: Sequence[Text], right: Sequence[Text], column: int) -> list[Text]:
    """Lines of two blocks, the right one from this column on."""
    lines = []
    for k in range(max(len(left), len(right))):
        line = left[k].copy() if k < len(left) else Text()
        if k < len(right) and right[k].plain.strip():
            line.append(" " * (column - line.cell_len)).append_text(right[k])
        lines.append(line)
    return lines


def stranger_rows(part: PicturePart, place: int, number: int) -> list[Text]:
    """An unseen picture under its goal; beside it the votes, a bar for each output, the reading in bold."""
    inputs, goals = part.unseen_example(number)
    side = round(len(inputs) ** 0.5)
    picture = [Text(_("a stranger:") + " ", HUES["text2"]).append(str(largest(goals)), f"bold {HUES['text']}")]
    for row in range(side):
        line = Text()
        for value in inputs[row * side : (row + 1) * side]:
            line.append(SHADES[level(value, 4)] * 2, HUES["input"])
        picture.append(line)
    votes = part.run.network.predict(part.weights(place), inputs)
    shares = part.run.metric.shares(votes)
    if not shares:  # the metric knows none: of what is above 0
        above, total = [max(0.0, vote) for vote in votes], 0.0
        for vote in above:
            total += vote
        shares = [vote / total if total else 0.0 for vote in above]
    percentages, read = percents(shares), largest(votes)
    lines = [Text("   " + _("votes"), HUES["text2"])]
    for output, share in enumerate(shares):
        here = output == read
        line = Text(f"{output} ", f"bold {HUES['text']}" if here else HUES["text2"])
        bar = "━" * round(VOTE * share) if isfinite(share) else ""
        colour = HUES["prediction" if here else "text2"]
        lines.append(line.append(f"{bar:<{VOTE}}", colour).append(f"{percentages[output]:>4}%", colour))
    return beside(picture, lines, 2 * side + 3)


def kernel_rows(part: PicturePart, place: int, number: int, width: int, rows: int) -> list[Text]:
    """Each kernel, and below it what it makes of the stranger, where there is room for that."""
    weights = part.weights(place)
    if is_one_layer(part.run.network):  # what each output looks for: as many as there is room for, those read now first
        flat = part.run.network
        side = round(flat.inputs**0.5)
        if side * side != flat.inputs or rows < side + 2:
            return []
        pitch = 2 * side + 2 if width < 120 else side + 3
        count = min(flat.outputs, (width - 2) // pitch)
        votes = flat.predict(weights, part.unseen_example(0)[0])
        chosen = sorted(sorted(range(flat.outputs), key=lambda output: -votes[output])[:count])
        largest_weight = max(map(abs, weights), default=1.0) or 1.0
        each = flat.inputs
        blocks = [_kernel_cells(weights[k * each : (k + 1) * each], largest_weight, side) for k in chosen]
        lines = [Text(" " + _("what speaks for each digit"), HUES["text2"])]
        lines.append(_row([Text(str(k), HUES["text2"]) for k in chosen], pitch))
        return [*lines, *(_row([block[r] for block in blocks], pitch) for r in range(side))]
    network = kernels_of(part.run.network)
    if network is None or rows < 5:
        return []
    (inputs, goals) = part.unseen_example(number)
    maps = network.forward(weights, inputs)
    side, count = network.map_side, network.kernels
    shows_maps = rows >= 6 + side
    wide = shows_maps and count * (2 * side + 2) + 1 <= width
    pitch = 2 * side + 2 if wide else max(7, side + 1) if shows_maps else 9
    each = max(1, (width - 2) // pitch)
    largest_weight = max(map(abs, weights[: network.kernel(count - 1).stop]), default=1.0) or 1.0
    brightest = max(maps, default=1.0) or 1.0
    head = _("kernels, and what each makes of the {digit}") if shows_maps else _("kernels")
    lines = [Text(" " + head.format(digit=largest(goals)), HUES["text2"])]
    for first in range(0, count, each):
        kernels = range(first, min(count, first + each))
        if len(lines) + 4 > rows and first:
            lines.append(Text("   " + _("and {n} more").format(n=count - first), HUES["text3"]))
            break
        blocks = [_kernel_cells(weights[network.kernel(k)], largest_weight) for k in kernels]
        lines.append(_row([Text(str(k + 1), HUES["text2"]) for k in kernels], pitch))
        lines += [_row([block[r] for block in blocks], pitch) for r in range(3)]
        if shows_maps:
            lines.append(Text())
            for r in range(side):
                begins = [(k * side + r) * side for k in kernels]
                shades = [[ceil(4 * (value / brightest) ** GAMMA) for value in maps[k : k + side]] for k in begins]
                letters = ["".join((SHADES[one] if one else "·") * (2 if wide else 1) for one in row) for row in shades]
                lines.append(_row([Text(each, HUES["prediction"]) for each in letters], pitch))
    return lines[:rows]


def _row(cells: Sequence[Text], pitch: int) -> Text:
    line = Text("   ")
    for cell in cells:
        line.append_text(cell).append(" " * (pitch - cell.cell_len))
    line.rstrip()
    return line


def _kernel_cells(weights: Sequence[float], largest_weight: float, side: int = 3) -> list[Text]:
    """Two letters a weight: shades of it, the first one a minus below 0."""
    lines = []
    for row in range(side):
        line = Text()
        for value in weights[row * side : (row + 1) * side]:
            shade = len([edge for edge in EDGES if abs(value / largest_weight) >= edge])
            letters = SHADES[shade] * 2 if shade else "··"
            letters = "−" + letters[1:] if shade and value < 0 else letters
            line.append(letters, HUES["weight" if value >= 0 else "weight_negative"])
        lines.append(line)
    return lines
