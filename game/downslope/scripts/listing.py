"""One round of a level as lines of plain Python, made from its own network, metric and learner. Nothing is typed in.

The same lines are shown in the code panel (traced_step.py runs them one by one) and written out as a script
(to_python.py).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from ..engine.run import Run
from ..formulas.inline import InlinedMethod, NotInlinable, inline, metric_lines, own_lines, update_lines
from ..formulas.names import Shown
from ..formulas.source import Listing, indent, preamble
from ..learning.activations import ACTIVATIONS, Activation
from ..learning.architecture import is_derived
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..learning.ops import Beside, Dense

# ---------------------------------------------------------------------------------------------------------------------
# The lines of a network's shape: what goes forward through it, and each weight's share of the miss on the way back.


DOT = [
    "def dot(weights, values):",
    "    total = 0.0",
    "    for weight, value in zip(weights, values):",
    "        total += weight * value",
    "    return total",
]
LONG = 110  # characters of a line


def blocks_of(network: Network) -> list[Dense]:
    """Its weights layer by layer; [] for neurons side by side. NotInlinable: it is made of something else.

    A hidden layer has an activation for each neuron, also where its op leaves out that they are linear.
    """
    match tuple(network.ops()):
        case (Beside(count=count),):
            return [] if count > 1 else [Dense(0, 1, 1)]
        case (*hidden, Dense(activations=()) as last) if all(isinstance(op, Dense) for op in hidden):
            linear = ACTIVATIONS["linear"]
            told = [op for op in hidden if isinstance(op, Dense)]
            return [*(op._replace(activations=op.activations or (linear,) * op.neurons) for op in told), last]
    raise NotInlinable("another network")


class Shape:
    """`hidden`: the names of the hidden layers; `names`: what the lines take from modules."""

    def __init__(self, network: Network, memory: Sequence[str] = ()) -> None:
        self.size = network.size
        self.blocks = blocks_of(network)
        self.one = network.outputs == 1
        self.goal = "goal_prediction" if self.one else "goals"
        several = len(self.blocks) > 2
        self.hidden = [f"hidden_{n}" if several else "hidden" for n, _ in enumerate(self.blocks[:-1], 1)]
        self.direct = self.one and len(self.blocks) == 1  # one neuron: a weight's share is delta * its input
        self.seen = _seen(self.blocks[0], "inputs") if self.blocks else "inputs"
        self.names = Shown(memory)

    def bends(self) -> dict[str, list[str]]:
        """Of each layer whose neurons differ: which one bends how."""
        mixed = [b.activations for b in self.blocks if len({a.name for a in b.activations}) > 1]
        return {self._bends(number): [a.name for a in activations] for number, activations in enumerate(mixed)}

    def _bends(self, number: int) -> str:
        return f"bends_{number + 1}" if number else "bends"

    def forward(self) -> list[str]:
        if not self.blocks:
            return ["predictions = [value * weight for value, weight in zip(inputs, weights)]"]
        lines, mixed = [], 0
        for block, values, name in zip(self.blocks, ["inputs", *self.hidden], [*self.hidden, ""]):
            before = _seen(block, values)
            rows = f"[dot(weights[i:i + {block.width}], {before}) for i in {_range(block)}]"
            if self.direct:
                each = [f"for weight, value in zip(weights, {before}):", *indent(["prediction += weight * value"])]
                return ["prediction = 0.0", *each]
            if not name:
                one = f"prediction = dot({self._end(block)}, {before})"
                lines.append(one if self.one else f"predictions = {rows}")
                continue
            kinds = {a.name: a for a in block.activations}
            if list(kinds) == ["linear"]:
                lines.append(f"{name} = {rows}")
                continue
            loop = "for total in totals"
            if len(kinds) > 1:
                loop = f"for total, bend in zip(totals, {self._bends(mixed)})"
                mixed += 1
            value = self._chosen_formula(kinds, lambda a: inline(a.value, "total", names=self.names))
            lines += [f"totals = {rows}", f"{name} = [{value} {loop}]"]
        return lines

    def _end(self, block: Dense) -> str:
        return f"weights[{block.first}:]" if block.first else "weights"

    def _chosen_formula(self, kinds: dict[str, Activation], formula: Callable[[Activation], InlinedMethod]) -> str:
        """One expression; with several kinds of bend, the one that `bend` names."""
        texts = {name: self._expression(formula(a)) for name, a in kinds.items()}
        *first, last = texts.items()
        told = [f"{_bracketed(text)} if bend == {name!r} else " for name, text in first]
        return "".join(told) + (_bracketed(last[1]) if told else last[1])

    def _expression(self, part: InlinedMethod) -> str:
        if part.lines or len(part.results) != 1:
            raise NotInlinable("an activation of several lines")
        return part.results[0]

    def back(self, target: str) -> list[str]:
        """The deltas of the hidden neurons, from the last layer to the first, and then each weight's share."""
        if not self.blocks:
            return [f"{target} = [delta * value for delta, value in zip(deltas, inputs)]"]
        lines = []
        after = "delta" if self.one else "deltas"
        mixed = len(self.bends())
        names = [after]
        for block, before, values in zip(self.blocks[:0:-1], self.blocks[-2::-1], self.hidden[::-1]):
            kinds = {a.name: a for a in before.activations}
            slope = ""
            if list(kinds) != ["linear"]:
                slope = self._chosen_formula(kinds, lambda a: inline(a.slope, "value", names=self.names))
            bends = ""
            if len(kinds) > 1:
                mixed -= 1
                bends = self._bends(mixed)
            name = f"{values}_deltas"
            lines.append(f"{name} = [{self._share(block, after, values, slope, bends)}]")
            after = name
            names.insert(0, name)
        parts = []
        for block, name, layer in zip(self.blocks, names, ["inputs", *self.hidden]):
            values = _seen(block, layer)
            parts.append(f"[delta * value for value in {values}]" if name == "delta" else
                         f"[d * value for d in {name} for value in {values}]")  # fmt: skip
        whole = f"{target} = {' + '.join(parts)}"
        if len(whole) <= LONG:
            return [*lines, whole]
        return [*lines, f"{target} = {parts[0]}", *(f"{target} += {part}" for part in parts[1:])]

    def _share(self, block: Dense, after: str, values: str, slope: str, bends: str) -> str:
        """A hidden neuron's delta: deltas * weights, added up over the neurons after it, times its slope."""
        times = f" * {_bracketed(slope)}" if slope else ""
        if after == "delta":
            own = f"weights[{block.first}:{block.first + block.inputs}]" if block.bias else self._end(block)
            names, lists = ["weight"], [own]
            share = "delta * weight"
        else:
            end = block.first + block.size
            names, lists = ["i"], [f"range({block.first}, {block.first + block.inputs})"]
            share = f"dot({after}, weights[i:{end}:{block.width}])"
        if slope:
            names, lists = [*names, "value"], [*lists, values]
        if bends:
            names, lists = [*names, "bend"], [*lists, bends]
        many = f"zip({', '.join(lists)})" if len(lists) > 1 else lists[0]
        return f"{share}{times} for {', '.join(names)} in {many}"


def _range(block: Dense) -> str:
    return f"range({block.first}, {block.first + block.size}, {block.width})"


def _seen(block: Dense, values: str) -> str:
    """What its weights stand before: the values, and for a bias a 1."""
    return f"[*{values}, 1.0]" if block.bias else values


def _bracketed(text: str) -> str:
    plain = isinstance(ast.parse(text, mode="eval").body, (ast.Name, ast.Constant, ast.Call))
    return text if plain else f"({text})"


# ---------------------------------------------------------------------------------------------------------------------
# One round of a network with many weights as lines of plain Python: flat weights, dense layers, a batch of examples.
# Made, like listing.py, from the network's own shape and activations and from the metric's and the learner's
# formulas.


def many_listing(run: Run, learner: Learner) -> Listing:
    """The lines of one step. NotInlinable: another network, or a learner with a step that is not one weight's."""
    return _Many(run, learner).listing()


def forward_listing(run: Run) -> Listing:
    """Without a learner: what the first example's prediction comes to."""
    many = _Many(run, None)
    inputs, _goals = run.examples[0]
    body = many.forward()
    given = {"inputs": list(inputs), **many.bends(), "weights": list(run.weights)}
    imports, helpers = preamble(many.names)
    helpers += DOT if "dot(" in "\n".join(body) else []
    return Listing(imports, given, helpers, body, (), ("", many.shown[1], many.shown[2]))


class _Many(Shape):
    def __init__(self, run: Run, learner: Learner | None) -> None:
        super().__init__(run.network, learner.memory if learner else ())
        self.run, self.learner = run, learner or Learner()
        self.helpers: list[str] = []
        self.batched = run.order.size > 1 and len(run.examples) > 1
        self.given: dict[str, Any] = {}
        self.shown = "error", "prediction" if self.one else "predictions", "weights" if self.size > 1 else "weights[0]"

    def listing(self) -> Listing:
        run = self.run
        self._give()
        chosen = self._chosen()
        body = self._own_step() if self.learner.lines else self._batch() if self.batched else self._single()
        imports, helpers = preamble(self.names)
        text = "\n".join([*chosen, *body, *self.helpers])
        helpers += [*(DOT if "dot(" in text else []), *self.helpers]
        kept = ("weights", *self.learner.memory)
        return Listing(imports, self.given, helpers, [*chosen, *body], kept, self.shown, run.order.shuffled)

    # the numbers at the start, and which examples a step looks at

    def _give(self) -> None:
        run, origin = self.run, self.run.origin
        if len(run.examples) == 1:
            inputs, goals = run.examples[0]
            self.given |= {"inputs": list(inputs), self.goal: goals[0] if self.one else list(goals)}
        else:
            self.given["examples"] = [(list(x), y[0] if self.one else list(y)) for x, y in run.examples]
        self.given |= self.bends()
        self.given["weights"] = list(origin.weights)
        self.given |= dict(zip(self.learner.memory, (list(m) for m in origin.memories)))
        each = not isinstance(run.alpha, (int, float))
        self.given["alphas" if each else "alpha"] = list(run.alpha) if isinstance(run.alpha, Sequence) else run.alpha

    def _chosen(self) -> list[str]:
        """The line that takes the step's example, or examples."""
        order, count = self.run.order, len(self.run.examples)
        if count == 1:
            return []
        if order.size == 1:
            place = "order[iteration]" if order.shuffled else f"iteration % {count}"
            return [f"inputs, {self.goal} = examples[{place}]"]
        if order.shuffled:
            return ["batch = [examples[i] for i in batches[iteration]]"]
        each = len(order.batches)
        return [] if each == 1 else [f"batch = examples[iteration % {each} * {order.size}:][:{order.size}]"]

    @property
    def _batch_name(self) -> str:
        whole = len(self.run.batches) == 1 and not self.run.order.shuffled
        return "examples" if whole else "batch"

    # a round

    def _single(self) -> list[str]:
        body = [*self.forward(), *self._judged()]
        if self.direct:
            return [*body, *self._moves(f"delta * {self.seen}[i]", self.seen, "input", "delta * input")]
        return [*body, *self.back("weight_deltas"), *self._moves("weight_deltas[i]", "weight_deltas", "weight_delta")]

    def _batch(self) -> list[str]:
        """The mean over the examples of a step."""
        batch, run = self._batch_name, self.run
        even = len(run.examples) % run.order.size == 0
        count = str(run.order.size) if even else "len(batch)"
        inside = [*self.forward(), *self._judged(), "total_error += error"]
        if self.direct:
            pairs = f"zip(weight_deltas, {self.seen})"
            inside.append(f"weight_deltas = [total + delta * value for total, value in {pairs}]")
        else:
            inside += [*self.back("found"), "weight_deltas = [a + b for a, b in zip(weight_deltas, found)]"]
        moves = self._moves(f"weight_deltas[i] / {count}", "weight_deltas", "total", f"total / {count}")
        return [
            f"total_error, weight_deltas = 0.0, [0.0] * {self.size}",
            f"for inputs, {self.goal} in {batch}:",
            *indent(inside),
            f"error = total_error / {count}",
            *moves,
        ]

    def _judged(self) -> list[str]:
        metric = metric_lines(self.run.metric, names=self.names)
        if self.one:
            return metric.lines
        added = [re.sub(r"^error =", "error +=", line) for line in metric.lines]
        return [
            "error, deltas = 0.0, []",
            "for prediction, goal_prediction in zip(predictions, goals):",
            *indent([*added, "deltas.append(delta)"]),
        ]

    # the learner

    def _moves(self, at: str, many: str, each: str, value: str = "") -> list[str]:
        """The learner's formula for each weight that may move. `at`: the weight_delta of weight i; `each` of `many`."""
        memory = [f"{m}[i]" for m in self.learner.memory]
        update = update_lines(self.learner, "weights[i]", memory=memory, names=self.names)
        frozen, alphas = self.run.frozen, "alphas" in self.given
        if not frozen and not alphas:
            first = [f"weight_delta = {value}"] if value else []
            return [f"for i, {each} in enumerate({many}):", *indent([*first, *update.lines])]
        free = [i for i in range(self.size) if i not in frozen]
        head = f"for i in {_listed(free)}:  # the others are frozen" if frozen else f"for i in range({self.size}):"
        own = ["alpha = alphas[i]"] if alphas else []
        return [head, *indent([f"weight_delta = {at}", *own, *update.lines])]

    def _own_step(self) -> list[str]:
        """A learner that only asks how large the error would be with one weight somewhere else, weight after weight."""
        if "error_at" not in self.learner.lines or "alphas" in self.given:
            raise NotInlinable("a learner with a step of its own")
        look = [*self.forward(), *self._judged()]
        drop = "deltas" if not self.one else "delta"
        look = [line for line in look if not line.strip().startswith((f"{drop} =", f"{drop}.append"))]
        if self.batched:
            look = [f"for inputs, {self.goal} in {self._batch_name}:", *indent([*look, "total_error += error"])]
            look = ["total_error = 0.0", *look, f"error = total_error / len({self._batch_name})"]
        there = [line.replace("weights", "there") for line in look]
        changed = "there = weights[:i] + [weight] + weights[i + 1:]"
        self.helpers = ["def error_at(weight):", *indent([changed, *there, "return error"])]
        free = [i for i in range(self.size) if i not in self.run.frozen]
        own = ["weight = weights[i]", *own_lines(self.learner, self.names), "weights[i] = weight"]
        return [*look, f"for i in {_listed(free)}:", *indent(own)]


def _listed(indices: list[int]) -> str:
    return f"({', '.join(map(str, indices))}{',' if len(indices) == 1 else ''})"


__all__ = ["Listing", "listing", "preamble"]


def listing(run: Run, metric: Metric | None = None) -> Listing:
    """The lines for this run. NotInlinable: its network, metric or learner is more than plain lines can say.

    `metric`: the lines as they would be with this one.
    """
    if metric is not None:
        run = copy(run)
        run.metric = metric
    if not is_derived(run.network):
        raise NotInlinable("it has methods of its own")
    ops, learner, one = tuple(run.network.ops()), run.learner, len(run.examples) == 1
    neuron = len(ops) == 1 and ops[0] == Dense(0, run.network.inputs, 1)
    if run.order.shifted:
        raise NotInlinable("pictures are moved")
    if learner is None:
        return _forward_only(run) if neuron and run.network.size == 1 else forward_listing(run)
    if len(run.batches) > 1 or run.frozen or run.order.shuffled:
        return many_listing(run, learner)
    if len(ops) == 1 and isinstance(ops[0], Beside) and one and not learner.memory and "error_at" not in learner.lines:
        return _side_by_side(run, learner)
    if isinstance(run.alpha, (int, float)) and neuron:
        if run.network.inputs == 1 and (one or not learner.lines):
            return _one_example(run, learner) if one else _many_examples(run, learner)
        if one and not learner.memory and not learner.lines:
            return _many_inputs(run, learner)
    return many_listing(run, learner)


def _forward_only(run: Run) -> Listing:
    (input,), _ = run.examples[0]
    given = {"input": input, "weight": run.weights[0]}
    return Listing([], given, [], ["prediction = input * weight"], (), ("", "prediction", "weight"))


def _one_example(run: Run, learner: Learner) -> Listing:
    (input,), (goal,) = run.examples[0]
    given = {"weight": run.origin.weights[0], "goal_prediction": goal, "input": input, "alpha": run.alpha}
    given |= _memory(run)
    if not learner.lines:
        names = Shown(learner.memory)
        metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
        body = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
        imports, helpers = preamble(names)
        return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))
    imports, helpers, body = _own_lines(run, learner)
    return Listing(imports, given, helpers, body, ("weight",), ("error", "prediction", "weight"))


def _own_lines(run: Run, learner: Learner) -> tuple[list[str], list[str], list[str]]:
    """For a learner with a step of its own: (imports, helpers, round)."""
    names = Shown()
    lines = own_lines(learner, names)
    if "error_at" in learner.lines:
        error = inline(run.metric.error, "prediction", "goal_prediction", names=names)
        imports, helpers = preamble(names)
        inner = ["prediction = input * weight", *error.lines, f"return {error.results[0]}"]
        helpers += ["def error_at(weight):", *indent(inner)]
        return imports, helpers, ["prediction = input * weight", "error = error_at(weight)", *lines]
    metric = metric_lines(run.metric, names=names)
    imports, helpers = preamble(names)
    blame = ["weight_delta = delta * input"] if "weight_delta" in learner.lines else []
    return imports, helpers, ["prediction = input * weight", *metric.lines, *blame, *lines]


def _many_examples(run: Run, learner: Learner) -> Listing:
    pairs = [(input[0], goal[0]) for input, goal in run.examples]
    names, count = Shown(learner.memory), len(pairs)
    metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in metric.lines]
    body = [
        "error = weight_delta = 0.0",
        "for input, goal_prediction in examples:",
        *indent(["prediction = input * weight", *look, "weight_delta += delta * input"]),
        f"error, weight_delta = error / {count}, weight_delta / {count}",
        *update.lines,
    ]
    given = {"weight": run.origin.weights[0], "examples": pairs, "alpha": run.alpha, **_memory(run)}
    imports, helpers = preamble(names)
    return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))


def _many_inputs(run: Run, learner: Learner) -> Listing:
    inputs, (goal,) = run.examples[0]
    names = Shown()
    metric, update = metric_lines(run.metric, names=names), update_lines(learner, "weights[i]", names=names)
    body = [
        "prediction = 0.0",
        "for i, input in enumerate(inputs):",
        *indent(["prediction += weights[i] * input"]),
        *metric.lines,
        "for i, input in enumerate(inputs):",
        *indent(["weight_delta = delta * input", *update.lines]),
    ]
    given = {"inputs": list(inputs), "goal_prediction": goal, "weights": list(run.origin.weights), "alpha": run.alpha}
    imports, helpers = preamble(names)
    return Listing(imports, given, helpers, body, ("weights",), ("error", "prediction", "weights"))


def _side_by_side(run: Run, learner: Learner) -> Listing:
    inputs, goals = run.examples[0]
    given: dict[str, Any] = {"inputs": list(inputs), "goals": list(goals), "weights": list(run.origin.weights)}
    given["predictions"] = [0.0] * len(inputs)
    each = isinstance(run.alpha, (int, float))
    given["alpha" if each else "alphas"] = run.alpha if isinstance(run.alpha, (int, float)) else list(run.alpha)
    if learner.lines:
        imports, helpers, look = _own_lines(run, learner)
    else:
        names = Shown(learner.memory)
        metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
        imports, helpers = preamble(names)
        look = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in look]
    start = "weight = weights[i]" if each else "weight, alpha = weights[i], alphas[i]"
    body = [
        "error = 0.0",
        "for i, (input, goal_prediction) in enumerate(zip(inputs, goals)):",
        *indent([start, *look, "weights[i], predictions[i] = weight, prediction"]),
    ]
    first = "[0]" if len(inputs) == 1 else ""
    return Listing(imports, given, helpers, body, ("weights",), ("error", f"predictions{first}", f"weights{first}"))


def _memory(run: Run) -> dict[str, float]:
    """What the learner keeps for the one weight."""
    names = run.learner.memory if run.learner else ()
    return {name: values[0] for name, values in zip(names, run.origin.memories)}
