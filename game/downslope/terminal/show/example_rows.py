"""The examples: what goes in, what is wanted, and the prediction as a bar with the goal as a flag."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from rich.text import Text

from ...i18n import _
from ...learning.architecture import is_abreast
from ...learning.network import Vector
from ...rules.names import input_name
from ...view.format.numbers import short
from .figures import figure, weight_figure
from .glyphs import BLOCKS, level
from .run_part import RunPart
from .style import HUES

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
    low, high = min(0.0, *goals), max(0.0, *goals)
    here, lines = part.next_example(place), list[Text]()
    for row in kept:
        line = Text(" ▸ " if row.number == here else "   ", HUES["text"]).append_text(row.label)
        line.append(" " * (width - row.label.cell_len + 1)).append_text(_bar(row, low, high))
        value = weight_figure(row.prediction, 9) if high - low > 0.02 else figure(row.prediction)
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
            if is_abreast(part.run.network):
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
    for values, hue in (([row.goal for row in shown], "goal"), ([row.prediction for row in shown], "prediction")):
        signs = "".join("−" if round(value / largest, 3) < 0 else " " for value in values)
        blocks = "".join(BLOCKS[level(v / largest, 8)] if level(v / largest, 8) else "·" for v in values)
        lines += [Text("   " + blocks, HUES[hue]), Text("   " + signs, HUES[hue])]
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
