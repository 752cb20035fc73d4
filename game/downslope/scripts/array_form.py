"""A run in NumPy, or in PyTorch without its optimizers: lines/arrays.py, with its numbers and its rounds around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.run import Run
from ..formulas.names import NotInlinable
from ..formulas.source import indent, merge_imports
from ..learning.learner import Learner
from ..learning.ops import Beside
from ..lines.arrays import Arrays, full_name
from .rounds import MOST, Rounds, as_source, course, numbers_in, order_lines


class UnsupportedForm(NotInlinable):
    """Why there is no such form. `template` is translated by who shows it: template.format(**values)."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


def numpy_form(run: Run, rounds: int) -> str:
    """UnsupportedForm: a formula that arrays cannot have."""
    return ArrayForm(run, rounds, "np", "numpy as np").text()


class ArrayForm:
    """`text` of a run. `array`: what the library calls one; `pick`: the lines of a round that take its examples."""

    def __init__(self, run: Run, rounds: int, library: str, imported: str) -> None:
        if run.learner is None:
            raise UnsupportedForm("A level that is played by hand has only the Python form.")
        if type(run.learner).step is not Learner.step:
            template = "The learner “{learner}” has only the Python form."
            raise UnsupportedForm(template, learner=title_of(run.learner))
        if run.order.shifted:
            raise UnsupportedForm("A run whose pictures are moved has only the Python form.")
        if numbers_in(run) > MOST:
            raise UnsupportedForm("{count} examples are too many to write out: there is only the Python form.",
                             count=len(run.examples))  # fmt: skip
        self.run, self.rounds, self.learner = run, rounds, run.learner
        self.ops: tuple[Any, ...] = tuple(run.network.ops())
        self.library, self.imported, self.one = library, imported, run.network.outputs == 1
        self.array = f"{library}.{'array' if library == 'np' else 'tensor'}"
        order, each = run.order, len(run.order.batches)
        rows = f"range({len(run.examples)})[iteration % {each} * {order.size}:][:{order.size}]"
        if order.shuffled:
            rows = "[order[iteration]]" if order.size == 1 else "batches[iteration]"
        elif order.size == 1:
            rows = f"[iteration % {each}]"
        self.pick = [f"rows = {rows}", "input, goal_prediction = inputs[rows], goals[rows]"]
        self.pick = [] if order.is_full else self.pick

    def text(self) -> str:
        origin, alpha, changed = self.run.origin, as_source(self.run.alpha_at(self.run.origin.step)), ""
        try:
            lines = Arrays(self.run.network, self.run.metric, self.learner, self.library)
        except NotInlinable as fault:
            raise UnsupportedForm("There is only the Python form, because of {what}.", what=str(fault)) from fault
        if not isinstance(self.run.alpha, (int, float)):
            if len(self.ops) > 1:
                raise UnsupportedForm("A deep net with one alpha for each weight has only the Python form.")
            alpha, changed = (f"{self.array}({text}).reshape(weights.shape)" for text in (alpha, "alpha"))
        head, held = self.data(), list[str]()
        for op, stem in zip(self.ops, lines.stems):
            weights = full_name(stem, "weights")
            head.append(f"{weights} = {self.array}({floats(self.rows(op, origin.weights))})")
            for memory, values in zip(lines.step.kept, origin.memories):
                start = f"{self.array}({floats(self.rows(op, values))})"
                start = start if any(values) else f"{self.library}.zeros_like({weights})"
                head.append(f"{full_name(stem, memory)} = {start}")
            for index in sorted(self.run.frozen & {*range(op.first, op.first + op.size)}):
                k = index - op.first
                place = k if isinstance(op, Beside) else f"{k // op.width}, {k % op.width}"
                held.append(f"{weights}[{place}] = {as_source(origin.weights[index])}  # frozen")
        head += [f"alpha = {alpha}"] if self.course(False).constant else []
        end = self.print_line([full_name(stem, "weights") for stem in lines.stems])
        body, changed = [*self.pick, *lines.round, *held], f"alpha = {changed}" if changed else ""
        return self.script(lines.imports, [*head, *lines.before], body, end, changed)

    def data(self) -> list[str]:
        """The examples, as rows."""
        names = ("inputs", "goals") if self.pick else ("input", "goal_prediction")
        torch = ["torch.set_default_dtype(torch.float64)"] if self.library == "torch" else []
        return torch + [f"{name} = {self.array}({floats(list(map(list, column)))})"
                        for name, column in zip(names, zip(*self.run.examples))]  # fmt: skip

    def rows(self, op: Any, numbers: Sequence[Any]) -> list[Any]:
        """Those of a layer, a row for each neuron, or of neurons side by side."""
        own = list(numbers[op.first : op.first + op.size])
        return own if isinstance(op, Beside) else [own[k : k + op.width] for k in range(0, op.size, op.width)]

    def course(self, counts: bool) -> Rounds:
        return course(self.run, self.rounds, "alpha", counts)

    def script(self, imports: list[str], head: list[str], body: list[str], end: str, changed: str) -> str:
        """All of it. `changed`: the line of a round that sets another alpha."""
        way = self.course(any("iteration" in line for line in body))
        shuffle = order_lines(self.run, self.rounds) if self.run.order.shuffled else []
        random = ["from random import Random"] if shuffle else []
        body = [*([way.alpha] if way.alpha else []), *([] if way.constant or not changed else [changed]), *body]
        lines = merge_imports(imports, way.imports, random, [f"import {self.imported}"])
        return "\n".join([*lines, "", *head, *shuffle, *way.helpers, way.head, *indent(body), end]) + "\n"

    def print_line(self, tables: list[str], error: str = "error.item()") -> str:
        """The last line; `tables`: expressions for the weights of each layer."""
        flat = [f"{table}.ravel().tolist()" for table in tables]
        weights = flat[0] if len(flat) == 1 else f"[{', '.join(f'*{table}' for table in flat)}]"
        weights = f"{tables[0]}.item()" if self.run.network.size == 1 else weights
        prediction = "prediction[-1].item()" if self.one else "prediction[-1].tolist()"
        return f'print("error", {error}, "prediction", {prediction}, "weight", {weights})'


def title_of(thing: Any) -> str:
    """What a player reads as its name."""
    return str(thing.title or thing.name)


def floats(value: Any) -> str:
    """Numbers that are floats for every library, written as briefly as can be: the first says what all are."""
    if isinstance(value, list):
        return f"[{', '.join([*map(floats, value[:1]), *map(as_source, value[1:])])}]"
    return repr(float(value))
