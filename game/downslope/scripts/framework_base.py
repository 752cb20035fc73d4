"""What the frameworks' forms of a script share: the arrays, the rounds, and which examples a round looks at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.run import Run
from ..formulas.inline import NotInlinable
from ..formulas.recognise import KnownLoss, KnownOptimizer, recognise_learner, recognise_metric
from ..formulas.source import indent, merge_imports
from ..learning.learner import Learner
from .listing import blocks_of
from .rounds import MOST, Rounds, as_source, course, numbers_in, order_lines

Rows = list[list[float]]


class UnsupportedForm(NotInlinable):
    """Why there is no such form. `template` is translated by who shows it: template.format(**values)."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


class FrameworkScript:
    """A run to be written in a framework, or OnlyPython.

    `side`: neurons side by side; `one`: one output; `single`: one example a step, so that it is a row, not a table;
    `weights`: of each layer, a row for each neuron; `count`: examples a step, as the lines say it
    """

    def __init__(self, run: Run, rounds: int) -> None:
        if run.learner is None:
            raise UnsupportedForm("A level that is played by hand has only the Python form.")
        self.run, self.rounds = run, rounds
        self.learner: Learner = run.learner
        try:
            self.blocks = blocks_of(run.network)
        except NotInlinable as fault:
            kind = type(run.network).__name__
            raise UnsupportedForm("A network of the kind {network} has only the Python form.", network=kind) from fault
        self.side, self.one = not self.blocks, run.network.outputs == 1
        order = run.order
        if order.shifted:
            raise UnsupportedForm("A run whose pictures are moved has only the Python form.")
        if numbers_in(run) > MOST:
            raise UnsupportedForm("{count} examples are too many to write out: there is only the Python form.",
                             count=len(run.examples))  # fmt: skip
        self.single, self.whole = order.size == 1, order.is_full
        even = len(run.examples) % order.size == 0
        self.count = str(order.size) if even else "len(input)"
        self.each = not isinstance(run.alpha, (int, float))
        self.inputs = [list(x) for x, _ in run.examples]
        self.goals = [list(y) for _, y in run.examples]
        self.weights = [self.rows(run.origin.weights, number) for number in range(len(self.blocks))]
        self.bends = [self._bent([a.name for a in block.activations]) for block in self.blocks[:-1]]

    def _bent(self, names: list[str]) -> tuple[str, list[bool] | None]:
        """The one bend of a layer, and which of its neurons have it (None: all of them)."""
        kinds = [name for name in dict.fromkeys(names) if name != "linear"]
        if len(kinds) > 1:
            template = "A layer that bends in two ways, {one} and {other}, has only the Python form."
            raise UnsupportedForm(template, one=kinds[0], other=kinds[1])
        if not kinds or len(set(names)) == 1:
            return names[0], None
        return kinds[0], [name != "linear" for name in names]

    def rows(self, flat: Sequence[float], number: int) -> Rows:
        """What is kept for each weight of a layer, a row for each neuron."""
        block = self.blocks[number]
        return [list(flat[block.row(neuron)]) for neuron in range(block.neurons)]

    @property
    def biased(self) -> bool:
        """A layer has biases."""
        return any(block.bias for block in self.blocks)

    def place_of(self, index: int) -> tuple[int, int, int]:
        """(layer, neuron, number in its row) of a weight; a bias is the last of its row."""
        number = next(k for k, block in enumerate(self.blocks) if index < block.first + block.size)
        return number, *divmod(index - self.blocks[number].first, self.blocks[number].width)

    @property
    def rule(self) -> KnownOptimizer:
        """OnlyPython: no framework has this learner."""
        rule = recognise_learner(self.learner)
        if rule is None:
            template = "The learner “{learner}” has no {form} form."  # it may have one in NumPy
            raise UnsupportedForm(template, learner=_title(self.learner), form="PyTorch or Keras")
        if any(value != 0.0 for memory in self.run.origin.memories for value in memory):
            template = "{learner} had a memory when a knob was turned: such a run has no {form} form."
            raise UnsupportedForm(template, learner=_title(self.learner), form="PyTorch or Keras")
        return rule

    @property
    def loss(self) -> KnownLoss:
        """OnlyPython: no framework has this metric."""
        loss = recognise_metric(self.run.metric)
        if loss is None:
            template = "The metric “{metric}” has no {form} form."
            raise UnsupportedForm(template, metric=_title(self.run.metric), form="PyTorch or Keras")
        return loss

    @property
    def why(self) -> list[str]:
        """The comment on how the metric's delta differs from the slope that a framework takes."""
        loss = self.loss
        if loss.factor == 1.0:
            return []
        if loss == KnownLoss("squared", 0.5):
            return ["# a square's slope has a factor 2, which this metric's delta leaves out: half the error"]
        return [f"# this metric's delta is {loss.factor:g} times the slope of its error"]

    def course(self, counts: bool = False) -> Rounds:
        return course(self.run, self.rounds, "alpha", counts)

    def script(self, imports: list[str], head: list[str], body: list[str], end: str, changed: str) -> str:
        """All of it. `changed`: the line of a round that sets another alpha."""
        way = self.course(any("iteration" in line for line in body))
        lines = merge_imports(imports, way.imports, ["from random import Random"] if self.shuffle else [])
        body = [*([way.alpha] if way.alpha else []), *([] if way.constant else [changed]), *body]
        start = [*lines, "", *head, *self.shuffle, *way.helpers]
        return "\n".join([*start, way.head, *indent([line for line in body if line]), end]) + "\n"

    @property
    def shuffle(self) -> list[str]:
        """The lines that make the order of the examples, where they are shuffled."""
        return order_lines(self.run, self.rounds) if self.run.order.shuffled else []

    def pick(self) -> list[str]:
        """The line that says which examples a round looks at, `row` or `rows`; [] where it is all of them."""
        order, each = self.run.order, len(self.run.order.batches)
        if self.whole:
            return []
        if self.single:
            return ["row = order[iteration]" if order.shuffled else f"row = iteration % {each}"]
        if order.shuffled:
            return ["rows = batches[iteration]"]
        return [f"rows = slice(iteration % {each} * {order.size}, (iteration % {each} + 1) * {order.size})"]


def _title(thing: Any) -> str:
    return str(thing.title or thing.name)


def floats(value: Any) -> str:
    """Numbers that are floats for every library: 1.0, not 1."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(floats, value))}]"
    return repr(float(value))


def table(value: Sequence[Any]) -> str:
    """The arguments of an array of floats: written as briefly as can be."""
    text = plain(value)
    return text if "." in text or "e" in text else f"{text}, dtype=float"


def plain(value: Any) -> str:
    """Numbers written out one by one."""
    return f"[{', '.join(map(plain, value))}]" if isinstance(value, (list, tuple)) else as_source(value)


def half_of(value: float) -> str:
    """Times `value`, as a person would write it: " / 2", " * 3", or nothing for 1."""
    if value == 1.0:
        return ""
    return f" / {1 / value:g}" if (1 / value).is_integer() else f" * {as_source(value)}"
