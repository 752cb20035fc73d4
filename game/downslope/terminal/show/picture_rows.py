"""Pictures in shades: a stranger's digit, the votes for it, kernels with a minus before what is below 0, their maps."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isfinite

from rich.text import Text

from ...captions.reading_moments import look_moment
from ...captions.sentences import sentence
from ...engine.checkpoint import Snapshot
from ...i18n import _
from ...learning.architecture import is_one_layer, kernels_of
from ...learning.network import Vector
from ...learning.ops import Conv
from ...rules.target import largest
from ...view.format.markup import plain
from ...view.format.numbers import percents
from .run_part import PicturePart
from .style import HUES, SHADES, level, percent

EDGES = (0.03, 0.19, 0.44, 0.75)  # parts of the largest weight from which a cell is a shade darker
GAMMA = 0.65  # of a map's brightness: what is lit at all is seen
NEAR = 0.02  # of a pass: that near to half of one it is told as half
VOTE = 16  # columns of a vote's bar


def beside(left: Sequence[Text], right: Sequence[Text], column: int) -> list[Text]:
    """Lines of two blocks, the right one from this column on."""
    found = []
    for k in range(max(len(left), len(right))):
        line = left[k].copy() if k < len(left) else Text()
        if k < len(right) and right[k].plain.strip():
            line.append(" " * (column - line.cell_len)).append_text(right[k])
        found.append(line)
    return found


def stranger_rows(part: PicturePart, place: int, number: int) -> list[Text]:
    """An unseen picture under its goal; beside it the votes, the reading in bold."""
    inputs, goals = part.is_from_elsewhere(number)
    side = round(len(inputs) ** 0.5)
    picture = [Text(_("a stranger:") + " ", HUES["text2"]).append(str(largest(goals)), f"bold {HUES['text']}")]
    for row in range(side):
        line = Text()
        for value in inputs[row * side : (row + 1) * side]:
            line.append(SHADES[level(value, 4)] * 2, HUES["input"])
        picture.append(line)
    return beside(picture, vote_rows(part, place, number), 2 * side + 3)


def vote_rows(part: PicturePart, place: int, number: int) -> list[Text]:
    """A bar for each output."""
    inputs, _goals = part.is_from_elsewhere(number)
    votes = part.run.network.predict(part.weights(place), inputs)
    shares = part.run.metric.shares(votes) or _positive_shares(votes)
    told, read = percents(shares), largest(votes)
    lines = [Text("   " + _("votes"), HUES["text2"])]
    for output, share in enumerate(shares):
        here = output == read
        line = Text(f"{output} ", f"bold {HUES['text']}" if here else HUES["text2"])
        bar = "━" * round(VOTE * share) if isfinite(share) else ""
        colour = HUES["prediction" if here else "text2"]
        lines.append(line.append(f"{bar:<{VOTE}}", colour).append(f"{told[output]:>4}%", colour))
    return lines


def _positive_shares(votes: Vector) -> list[float]:
    """Of what is above 0, where the metric knows no shares."""
    above, total = [max(0.0, vote) for vote in votes], 0.0
    for vote in above:
        total += vote
    return [vote / total for vote in above] if total else [0.0 for _vote in votes]


def accuracy_row(part: PicturePart, place: int, number: int, width: int) -> Text:
    """How much is read rightly, and as what the stranger was read so far."""
    look, (inputs, goals) = part.look(place), part.is_from_elsewhere(number)
    line = Text("   " + _("unseen") + " ", HUES["text2"]).append(percent(look.unseen), HUES["prediction"])
    line.append("   " + _("training") + " ", HUES["text2"]).append(percent(look.seen), HUES["text"])
    if part.aim is not None:
        line.append("   " + _("wanted") + " ", HUES["text2"]).append(f"{100 * part.aim:g}%", HUES["goal"])
    read = [largest(part.run.network.predict(each.weights, inputs)) for each in part.looks if each.step <= place]
    line.append(" " * (10 if width > 90 else 4) + _("read as"), HUES["text2"])
    rest = " " + _("so far")
    for digit in read[-max(1, (width - line.cell_len - len(rest)) // 2) :][-12:]:
        line.append(f" {digit}", HUES["prediction" if digit == largest(goals) else "error"])
    return line.append(rest, HUES["text2"])


def look_sentence(part: PicturePart, place: int) -> str:
    """The caption of a look."""
    look, first = (
        Snapshot(each.step, each.weights, {"unseen": each.unseen}) for each in (part.look(place), part.looks[0])
    )
    return plain(sentence(look_moment(look, first, part.each, NEAR)))


def kernel_rows(part: PicturePart, place: int, number: int, width: int, rows: int) -> list[Text]:
    """Each kernel, and below it what it makes of the stranger, where there is room for that."""
    if is_one_layer(part.run.network):
        return _template_rows(part, place, width, rows)
    network = kernels_of(part.run.network)
    if network is None or rows < 5:
        return []
    weights, (inputs, goals) = part.weights(place), part.is_from_elsewhere(number)
    maps = network.forward(weights, inputs)
    side, count = network.map_side, network.kernels
    shows_maps = rows >= 6 + side
    wide = shows_maps and count * (2 * side + 2) + 1 <= width
    pitch = 2 * side + 2 if wide else max(7, side + 1) if shows_maps else 9
    each = max(1, (width - 2) // pitch)
    if not shows_maps and count > each:
        return _bare_kernels(network, weights, each, rows)
    largest_weight = _largest_kernel_weight(network, weights)
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
            drawn = [_map_cells(maps[k * side * side : (k + 1) * side * side], side, brightest, wide) for k in kernels]
            lines += [Text(), *(_row([block[r] for block in drawn], pitch) for r in range(side))]
    return lines[:rows]


def _bare_kernels(network: Conv, weights: Sequence[float], each: int, rows: int) -> list[Text]:
    """As many as there is room for, without their numbers."""
    largest_weight, lines = _largest_kernel_weight(network, weights), list[Text]()
    for first in range(0, network.kernels, each):
        numbers = range(first, min(network.kernels, first + each))
        blocks = [_kernel_cells(weights[network.kernel(k)], largest_weight) for k in numbers]
        if len(lines) + 3 <= rows:
            lines += [_row([block[r] for block in blocks], 9) for r in range(3)]
    return lines


def _largest_kernel_weight(network: Conv, weights: Sequence[float]) -> float:
    return max(map(abs, weights[: network.kernel(network.kernels - 1).stop]), default=1.0) or 1.0


def _row(cells: Sequence[Text], pitch: int) -> Text:
    line = Text("   ")
    for cell in cells:
        line.append_text(cell).append(" " * (pitch - cell.cell_len))
    line.rstrip()
    return line


def _shade(part: float) -> int:
    """0 ... 4"""
    return len([edge for edge in EDGES if abs(part) >= edge])


def _kernel_cells(weights: Sequence[float], largest_weight: float, side: int = 3) -> list[Text]:
    """Two letters a weight: shades of it, the first one a minus below 0."""
    lines = []
    for row in range(side):
        line = Text()
        for value in weights[row * side : (row + 1) * side]:
            shade = _shade(value / largest_weight)
            letters = SHADES[shade] * 2 if shade else "··"
            line.append("−" + letters[1:] if shade and value < 0 else letters, _hue(value))
        lines.append(line)
    return lines


def _hue(value: float) -> str:
    return HUES["weight" if value >= 0 else "weight_negative"]


def _map_cells(values: Sequence[float], side: int, brightest: float, wide: bool) -> list[Text]:
    lines = []
    for row in range(side):
        shades = [ceil(4 * (value / brightest) ** GAMMA) for value in values[row * side : (row + 1) * side]]
        letters = "".join((SHADES[shade] if shade else "·") * (2 if wide else 1) for shade in shades)
        lines.append(Text(letters, HUES["prediction"]))
    return lines


def _template_rows(part: PicturePart, place: int, width: int, rows: int) -> list[Text]:
    """What each output looks for, pixel by pixel: as many of them as there is room for, those read now first."""
    network, weights = part.run.network, part.weights(place)
    side = round(network.inputs**0.5)
    if side * side != network.inputs or rows < side + 2:
        return []
    pitch = 2 * side + 2 if width < 120 else side + 3
    count = min(network.outputs, (width - 2) // pitch)
    votes = network.predict(weights, part.is_from_elsewhere(0)[0])
    chosen = sorted(sorted(range(network.outputs), key=lambda output: -votes[output])[:count])
    largest_weight = max(map(abs, weights), default=1.0) or 1.0
    each = network.inputs
    blocks = [_kernel_cells(weights[k * each : (k + 1) * each], largest_weight, side) for k in chosen]
    lines = [Text(" " + _("what speaks for each digit"), HUES["text2"])]
    lines.append(_row([Text(str(k), HUES["text2"]) for k in chosen], pitch))
    return [*lines, *(_row([block[r] for block in blocks], pitch) for r in range(side))]
