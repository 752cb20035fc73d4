"""One round of a network with many weights as lines of plain Python: flat weights, dense layers, a batch of examples.

Made, like listing.py, from the network's own shape and activations and from the metric's and the learner's formulas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..engine.run import Run
from ..formulas.inline import NotInlinable, metric_lines, own_lines, update_lines
from ..formulas.source import Listing, indent, preamble
from ..learning.learner import Learner
from .listing_layers import DOT, Shape


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
