"""What every neuron of a network answers to every example: which picture that is, the numbers, a sentence for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.architecture import layers_of
from ...view.networks.answers import SHADES, AnswerKind, Answers, cell_text, means_of
from ..shared.input_names import input_names

if TYPE_CHECKING:
    from ...engine.run import Run
    from ...learning.vectors import Vector
    from ...rules.level import Level

FEW, SIDE, ALONG = 12, 16, 41  # examples that have a cell each; places along a field's side, and along a curve
MOST = 64  # examples that are asked at every step
Column = list[tuple[float | None, ...]]  # a layer: of each neuron its answers
Pairs = Sequence[tuple["Vector", "Vector"]]


def varying_inputs(inputs: Sequence[Vector]) -> list[int]:
    """Which inputs are not the same in all examples."""
    return [k for k in range(len(inputs[0])) if len({row[k] for row in inputs}) > 1]


def kind_of(examples: Pairs) -> AnswerKind | None:
    """Which picture these examples ask for. None: there are too many to be asked at every step."""
    if not 0 < len(examples) <= MOST:
        return None
    inputs = [tuple(input) for input, _goal in examples]
    varying = varying_inputs(inputs)
    on_off = all(row[k] in (0, 1) for row in inputs for k in varying)
    pairs = [tuple(row[k] for k in varying) for row in inputs]
    if len(varying) == 2 and on_off and len(set(pairs)) == len(pairs):
        return AnswerKind("corners", 2, 2, tuple((int(down), int(across)) for across, down in pairs))
    if len(varying) == 1 and len(set(pairs)) > 2:
        return AnswerKind("curve", across=tuple(float(pair[0]) for pair in pairs))
    if len(varying) == 2 and not on_off:
        first, second = zip(*pairs)
        return AnswerKind("field", across=tuple(map(float, first)), down=tuple(map(float, second)))
    return _rows(examples) if len(examples) <= FEW else AnswerKind("means", across=_classes(examples))


def _classes(examples: Pairs) -> tuple[float, ...]:
    return tuple(float(goal[0]) if len(goal) == 1 else float(_largest(goal)) for _input, goal in examples)


def _largest(goal: Vector) -> int:
    return max(range(len(goal)), key=lambda k: goal[k])


def _rows(examples: Pairs) -> AnswerKind:
    """One row for each of two goals, the larger one above; else two rows in the table's order."""
    classes = _classes(examples)
    kinds = sorted(set(classes), reverse=True)
    if len(kinds) != 2:
        half = -(-len(examples) // 2)
        places = tuple(divmod(place, half) for place in range(len(examples)))
        return AnswerKind("rows", 1 + (len(examples) > half), half, places, classes)
    taken, cells = [0, 0], list[tuple[int, int]]()
    for each in classes:
        row = kinds.index(each)
        cells.append((row, taken[row]))
        taken[row] += 1
    return AnswerKind("rows", 2, max(taken), tuple(cells), classes)


class AnswerModel:
    """The answers of one run's network, for the weights that they were asked for last."""

    def __init__(self) -> None:
        self._owner: object = None
        self._kind: AnswerKind | None = None
        self._points: list[Vector] = []  # besides the examples: along a curve, over a field
        self._kept: tuple[object, list[Column], list[list[tuple[float, ...]]]] = (None, [], [])

    def kind(self, run: Run) -> AnswerKind | None:
        owner = (run.serial, len(run.examples))
        if owner != self._owner:
            self._owner, self._kind = owner, kind_of(run.examples)
            self._points = _points(run.examples, self._kind)
        return self._kind

    def of(self, run: Run, weights: Sequence[float]) -> tuple[list[Column], list[list[tuple[float, ...]]]]:
        """(answers of each layer from the first hidden one on, what lies along curve or field)."""
        self.kind(run)
        key = (run.serial, tuple(weights))
        if self._kept[0] != key:
            examples = [input for input, _goal in run.examples]
            asked = [_forward(run, weights, input) for input in (*examples, *self._points)]
            layers: list[Column] = []
            lines: list[list[tuple[float, ...]]] = []
            for layer, example in enumerate(asked[0][1:], 1):
                told = [tuple(found[layer][k] for found in asked) for k in range(len(example))]
                layers.append([row[: len(examples)] for row in told])
                lines.append([row[len(examples) :] for row in told])
            self._kept = key, layers, lines
        return self._kept[1], self._kept[2]


def _forward(run: Run, weights: Sequence[float], input: Vector) -> list[Vector]:
    """Every layer's values; beyond what a number can be: infinite."""
    network = layers_of(run.network)
    try:
        return (network or run.network).forward(weights, input)
    except ArithmeticError:
        sizes = network.sizes[1:] if network is not None else (run.network.outputs,)
        return [input, *([float("inf")] * size for size in sizes)]


def _points(examples: Pairs, kind: AnswerKind | None) -> list[Vector]:
    if kind is None or kind.name not in ("curve", "field"):
        return []
    inputs = [list(input) for input, _goal in examples]
    varying = varying_inputs(inputs)
    ends = [(min(row[k] for row in inputs), max(row[k] for row in inputs)) for k in varying]
    found: list[Vector] = []
    if kind.name == "curve":
        (low, high), k = ends[0], varying[0]
        for step in range(ALONG):
            found.append([*inputs[0][:k], low + (high - low) * step / (ALONG - 1), *inputs[0][k + 1 :]])
        return found
    for down in range(SIDE):
        for across in range(SIDE):
            row = list(inputs[0])
            for k, part, (low, high) in zip(varying, (across, SIDE - 1 - down), ends):
                row[k] = low + (high - low) * part / (SIDE - 1)
            found.append(row)
    return found


def pictures_of(columns: Sequence[Column], lines: Sequence[Sequence[tuple[float, ...]]],
                dead: Sequence[object]) -> list[list[Answers]]:  # fmt: skip
    """Of each layer, each neuron's. `dead`: of the hidden neurons, layer by layer, None where it is not; may be empty.
    """
    found, first = list[list[Answers]](), 0
    for layer, (column, along) in enumerate(zip(columns, lines), 1):
        hidden = layer < len(columns)
        gone = dead[first : first + len(column)] if hidden and dead else [None] * len(column)
        hue = "text" if hidden else "prediction"
        found.append([Answers(*row, hue, each is not None) for row, each in zip(zip(column, along), gone)])
        first += len(column)
    return found


# -- in words --------------------------------------------------------------------------------------------------------


def example_word(level: Level) -> str:
    """What the level calls an example."""
    return _(level.words.get("example", "")) or _("example")


def example_names(level: Level, examples: Pairs, kind: AnswerKind) -> list[str]:
    """What each example is called: "left, not middle", "both", or by its number."""
    one = example_word(level)
    if kind.name != "corners":
        return [f"{one} {number}" for number in range(1, len(examples) + 1)]
    inputs = [input for input, _goal in examples]
    varying = varying_inputs(inputs)
    first, second = (input_names(level)[k] for k in varying)
    words = {(0, 0): _("neither"), (1, 1): _("both"), (0, 1): _("{a}, not {b}").format(a=first, b=second),
             (1, 0): _("{a}, not {b}").format(a=second, b=first)}  # fmt: skip
    return [words[cell] for cell in kind.cells]


def sentence(name: str, names: Sequence[str], kind: AnswerKind, values: Sequence[float | None]) -> str:
    """A neuron's picture as a sentence: "hidden 4: left, not middle 0; neither .28; both .12; middle, not left .75"."""
    if kind.name == "means":
        pairs = [(f"{_('goal')} {cell_text(goal)}", mean) for goal, mean in means_of(kind, values)]
    else:
        pairs = [(example, value) for example, value in zip(names, values) if value is not None]
    return f"{name}: " + "; ".join(f"{example} {cell_text(value, 6)}" for example, value in pairs)


def most(names: Sequence[str], values: Sequence[float | None]) -> str:
    """The example that a neuron answers most to; "": to none."""
    known = [(abs(value), name) for name, value in zip(names, values) if value is not None]
    best = max(known, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] * SHADES >= 0.5 else ""
