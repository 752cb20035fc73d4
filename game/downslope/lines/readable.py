"""A step as lines that are read: what a script prints, and what the code panel walks through.

One weight is written as the article has it, all else layer by layer with `dot`. The lines run as they are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..formulas.source import NotInlinable, indent, preamble
from ..learning import CELLS, Beside, Conv, Dense, MaxPool
from .form import StepForm, activation_of
from .unrolled import Lines

DOT = [
    "def dot(weights, values):",
    "    total = 0.0",
    "    for weight, value in zip(weights, values):",
    "        total += weight * value",
    "    return total",
]
WHOLE = {"P": "prediction", "G": "goal_prediction", "E": "error", "D": "delta"}


class Listing(NamedTuple):
    """`given`: name -> value at the start; `round`: the lines of one round; `kept`: what the next round takes over."""

    imports: Lines
    given: dict[str, Any]
    helpers: Lines
    round: Lines
    kept: tuple[str, ...]
    shown: tuple[str, str, str]  # the error, the prediction and the weight, as expressions of its names
    shuffled: bool = False  # it reads `order` (or `batches`) of the iteration

    @property
    def counts(self) -> bool:
        """The number of the round, `iteration`, is read."""
        return any("iteration" in line for line in self.round)


def readable(
    step: StepForm, frozen: frozenset[int] = frozenset(), batch: str = "", alphas: bool = False
) -> Listing:  # fmt: skip
    """A round of this step; its numbers are given elsewhere. NotInlinable: plain lines cannot say it.

    `batch`: the name of the examples that it looks at, "" for one of them; `alphas`: each weight has its own.
    """
    text, learns = _Text(step, frozen, batch, alphas), step.learner is not None
    lines = text.forward() if not learns else text.own_round() if step.own_lines else text.round()
    imports, helpers = preamble(step.names)
    dot = DOT if "dot(" in "\n".join([*lines, *text.helpers]) else []
    weight = "weight" if text.one else "weights" if text.size > 1 else "weights[0]"
    kept = (weight.partition("[")[0], *step.kept) if learns else ()
    shown = ("error" if learns else "", text.names[-1], weight)
    return Listing(imports, text.given, [*dot, *helpers, *text.helpers], lines, kept, shown)


class _Text:
    """`names`: of the values in front of each op, and behind the last. `given`, `helpers`: as in a listing."""

    def __init__(self, step: StepForm, frozen: frozenset[int], batch: str, alphas: bool) -> None:
        self.step, self.frozen, self.batch, self.alphas = step, frozen, batch, alphas
        self.ops, self.size = step.ops, step.network.size
        self.given: dict[str, Any] = {}
        self.helpers: Lines = []
        if not self.ops:
            raise NotInlinable("it has methods of its own")
        for before, op in zip((None, *self.ops), self.ops):
            if (isinstance(op, MaxPool) and not isinstance(before, Conv)) or (isinstance(op, Conv) and before):
                raise NotInlinable("kernels behind another layer, or pooling behind none")
        article = self.ops in ((Dense(0, 1, 1),), (Beside(0, 1),))
        self.one = article and not frozen and not alphas and not (batch and step.judge)
        self.single = step.network.outputs == 1
        alone = len(self.ops) == 1 and isinstance(self.ops[0], Beside) and not self.single
        self.is_alone = alone and not batch and not frozen and not step.judge  # they are gone through one by one
        hidden = [op for op in self.ops[:-1] if isinstance(op, (Dense, Beside))]
        self.names = ["inputs"]
        for op in self.ops[:-1]:
            kernels = "maps" if isinstance(op, Conv) else "pooled"
            one_of = f"hidden_{hidden.index(op) + 1}" if op in hidden else ""
            self.names.append(kernels if op not in hidden else "hidden" if len(hidden) == 1 else one_of)
        self.names.append("prediction" if self.single else "predictions")

    def round(self) -> Lines:
        """What the learner's formula makes of the weights."""
        if self.is_alone and not self.step.kept:
            return self._one_by_one(["weight_delta = delta * input", *self._update("weight")])
        look = [*self.forward(), *self._judged()]
        if self.one:
            look.append("weight_delta = delta * input")
            if not self.batch:
                return [*look, *self._update("weight")]
            mean = f"error, weight_delta = error / len({self.batch}), weight_delta / len({self.batch})"
            return ["error = weight_delta = 0.0", *self._each(_added(look)), mean, *self._update("weight")]
        back, deltas = self._back()
        if not self.batch:
            return [*look, *back, f"weight_deltas = {deltas}", *self._moves()]
        if "+" in deltas:
            back, deltas = [*back, f"found = {deltas}"], "found"
        added = [*back, "total_error += error", f"weight_deltas = [a + b for a, b in zip(weight_deltas, {deltas})]"]
        return [f"total_error, weight_deltas = 0.0, [0.0] * {self.size}", *self._each([*look, *added]),
                f"error = total_error / len({self.batch})", *self._moves()]  # fmt: skip

    def own_round(self) -> Lines:
        """What a learner tells that it does to one weight; it may ask how large the error would be elsewhere."""
        own_lines = self.step.own_lines
        asks, blames = (any(word in line for line in own_lines) for word in ("error_at", "weight_delta"))
        moves = [*(["weight_delta = delta * input"] if blames else []), *own_lines]
        if not asks and self.is_alone:
            return self._one_by_one(moves)
        look = [*self.forward(), *self._judged()]
        if not asks and self.one and not self.batch:
            return [*look, *moves]
        if not asks or self.alphas:
            raise NotInlinable("a learner with a step of its own")
        look = [line for line in look if not re.match(r" *(delta =|deltas\.append)", line)]
        if self.batch:
            look = ["total_error = 0.0", *self._each([*look, "total_error += error"]),
                    f"error = total_error / len({self.batch})"]  # fmt: skip
        assignment = [] if self.one else ["there = weights[:i] + [weight] + weights[i + 1:]"]
        inside = [line if self.one else re.sub(r"\bweights\b", "there", line) for line in look]
        end = inside.pop().removeprefix("error = ") if inside[-1].startswith("error = ") else "error"
        self.helpers += ["def error_at(weight):", *indent([*assignment, *inside, f"return {end}"])]
        if self.one:
            return [*(look if self.batch else [look[0], "error = error_at(weight)"]), *own_lines]
        return [*look, self._free(), *indent(["weight = weights[i]", *own_lines, "weights[i] = weight"])]

    def _each(self, lines: Lines) -> Lines:
        goal = "goal_prediction" if self.single else "goals"
        return [f"for {'input' if self.one else 'inputs'}, {goal} in {self.batch}:", *indent(lines)]

    def _one_by_one(self, moves: Lines) -> Lines:
        self.given["predictions"] = [0.0] * self.size
        weight = "weight, alpha = weights[i], alphas[i]" if self.alphas else "weight = weights[i]"
        own = [weight, "prediction = input * weight", *_added(self._formula()), *moves,
               "weights[i], predictions[i] = weight, prediction"]  # fmt: skip
        return ["error = 0.0", "for i, (input, goal_prediction) in enumerate(zip(inputs, goals)):", *indent(own)]

    # forward

    def forward(self) -> Lines:
        """The lines of a prediction."""
        if self.one:
            return ["prediction = input * weight"]
        lines: Lines = []
        for number, (op, values, name) in enumerate(zip(self.ops, self.names, self.names[1:])):
            end = name == "prediction"
            target = "(prediction,)" if end else name
            if isinstance(op, Beside):
                lines.append(f"{target} = [value * weight for value, weight in zip({values}, {self._slice(op)})]")
            elif isinstance(op, Conv):
                corner, cells = range(op.map_side), list(op.windows()[0])
                self.helpers.append(f"windows = [[{op.side} * row + column + cell for cell in {cells}] "
                                    f"for row in {corner} for column in {corner}]")  # fmt: skip
                starts = f"range({op.first}, {op.first + op.size}, {CELLS})"
                seen = f"[{values}[i] for i in window]) for k in {starts} for window in windows]"
                relu = [f"{target} = [0.0 if total <= 0.0 else total for total in totals]"] if op.relu else []
                lines += [f"{'totals' if relu else target} = [dot(weights[k:k + {CELLS}], {seen}", *relu]
            elif isinstance(op, MaxPool):
                side, corner, firsts = op.side, range(0, op.side - 1, 2), range(0, op.inputs, op.side**2)
                self.helpers.append(f"blocks = [first + {side} * row + column for first in {firsts} "
                                    f"for row in {corner} for column in {corner}]")  # fmt: skip
                block = f"(i, i + 1, i + {side}, i + {side + 1})"
                lines += [f"winners = [max({block}, key={values}.__getitem__) for i in blocks]",
                          f"{target} = [{values}[i] for i in winners]"]  # fmt: skip
            else:
                seen = f"[*{values}, 1.0]" if op.bias else values
                text, bend, bends = self._bend(number, self.step.values, "prediction" if end else "total")
                starts = f"range({op.first}, {op.first + op.size}, {op.width})"
                rows = f"[dot(weights[i:i + {op.width}], {seen}) for i in {starts}]"
                if end and len(self.ops) == 1:  # written out: nothing else needs it
                    lines += ["prediction = 0.0", f"for weight, value in zip(weights, {seen}):",
                              "    prediction += weight * value"]  # fmt: skip
                else:
                    whole = f"dot({self._slice(op)}, {seen})" if end else rows
                    lines.append(f"{'totals' if text and not end else name} = {whole}")
                if text:
                    lines.append(f"{name} = {text}" if end else f"{name} = [{text} for total{bend} in "
                                 f"{_zip('totals', bends)}]")  # fmt: skip
        return lines

    def _slice(self, op: Dense | Beside, count: int = 0) -> str:
        end = op.first + (count or op.size)
        within = f"[{op.first or ''}:{end if end < self.size else ''}]"
        return "weights" if within == "[:]" else f"weights{within}"

    def _bend(self, number: int, texts: dict[str, str], name: str) -> tuple[str, str, str]:
        """(an activation's value or slope at `name`, what a loop takes for it besides, and from where); "": linear."""
        op = self.ops[number]
        kinds = [bend.name if bend else "linear" for bend in (activation_of(op, k) for k in range(op.outputs))]
        plain = name if texts is self.step.values else "1.0"
        put = {kind: re.sub(r"\bV\b", name, texts[kind]) if kind != "linear" else plain for kind in kinds}
        if len(put) == 1:
            return "" if "linear" in put else _bracketed(put[kinds[0]], texts is self.step.slopes), "", ""
        mixed = [n for n, each in enumerate(self.ops) if len({a.name for a in getattr(each, "activations", ())}) > 1]
        bends = f"bends_{mixed.index(number) + 1}" if number > mixed[0] else "bends"
        self.given[bends] = kinds
        *first, last = ((kind, _bracketed(text)) for kind, text in put.items())
        text = " ".join([*(f"{text} if bend == {kind!r} else" for kind, text in first), last[1]])
        return _bracketed(text, texts is self.step.slopes), ", bend", bends

    # the miss

    def _formula(self) -> Lines:
        return list(self.step.told.put(**WHOLE).lines)

    def _judged(self) -> Lines:
        if self.step.judge:
            goals = "[prediction], [goal_prediction]" if self.single else "predictions, goals"
            return [f"error, {'(delta,)' if self.single else 'deltas'} = {self.step.judge}({goals})"]
        if self.single:
            return self._formula()
        return ["error, deltas = 0.0, []", "for prediction, goal_prediction in zip(predictions, goals):",
                *indent([*_added(self._formula()), "deltas.append(delta)"])]  # fmt: skip

    # back

    def _back(self) -> tuple[Lines, str]:
        """(the deltas, from the last layer to the first, then each weight's share of the miss)."""
        name = "prediction" if self.single else "value"
        text, bend, bends = self._bend(len(self.ops) - 1, self.step.slopes, name)  # of the last layer
        lines = [f"delta *= {text}"] if text and self.single else list[str]()
        if text and not self.single:
            lines = [f"deltas = [d * {text} for d, value{bend} in {_zip('deltas', 'predictions', bends)}]"]
        parts, places, after = list[str](), "", "delta" if self.single else "deltas"
        for number, op in reversed(list(enumerate(self.ops))):
            values, behind = self.names[number], "[delta]" if after == "delta" else after
            if isinstance(op, MaxPool):
                places = f"zip(winners, {behind})"
                continue
            if isinstance(op, Conv):
                add = [f"kernel, window = divmod(place, {len(op.windows())})",
                       f"for cell, i in enumerate(windows[window], {CELLS} * kernel):",
                       f"    kernel_deltas[cell] += d * {values}[i]"]  # fmt: skip
                maps = "[prediction]" if self.names[number + 1] == "prediction" else self.names[number + 1]
                add = [f"if {maps}[place] > 0.0:", *indent(add)] if op.relu else add
                each = f"for place, d in {places or f'enumerate({behind})'}:"
                lines += [f"kernel_deltas = [0.0] * {op.size}", each, *indent(add)]
                parts.insert(0, "kernel_deltas")
                continue
            seen = f"[*{values}, 1.0]" if isinstance(op, Dense) and op.bias else values
            if isinstance(op, Beside):
                parts.insert(0, f"[d * value for d, value in zip({behind}, {values})]")
            else:
                parts.insert(0, f"[delta * value for value in {seen}]" if after == "delta" else
                             f"[d * value for d in {after} for value in {seen}]")  # fmt: skip
            if number:
                lines.append(f"{values}_deltas = [{self._shares(op, number, after)}]")
                after = f"{values}_deltas"
        return lines, " + ".join(parts)

    def _shares(self, op: Dense | Beside, number: int, after: str) -> str:
        """Of each value in front of an op: deltas * weights, added up over what is behind, times its own slope."""
        text, bend, bends = self._bend(number - 1, self.step.slopes, "value")
        if isinstance(op, Beside):
            share, names, lists = "d * weight", "d, weight", ["[delta]" if after == "delta" else after, self._slice(op)]
        elif after == "delta":
            share, names, lists = "delta * weight", "weight", [self._slice(op, op.inputs)]
            share = share if self.step.noop else f"(0.0 + {share})"  # as a sum begins: no -0.0 for a memory
        else:
            share = f"dot({after}, weights[i:{op.first + op.size}:{op.width}])"
            names, lists = "i", [f"range({op.first}, {op.first + op.inputs})"]
        if not text:
            return f"{share} for {names} in {_zip(*lists)}"
        return f"{share} * {text} for {names}, value{bend} in {_zip(*lists, self.names[number], bends)}"

    # the learner

    def _update(self, weight: str) -> Lines:
        memory = [name + weight.removeprefix("weight").removeprefix("s") for name in self.step.kept]
        put = {"W": weight, "D": "weight_delta", "A": "alpha", **{f"M{j}": name for j, name in enumerate(memory)}}
        return list(self.step.update.put(**put).lines)

    def _moves(self) -> Lines:
        update, over = self._update("weights[i]"), f" / len({self.batch})" if self.batch else ""
        if self.frozen or self.alphas:
            alpha = ["alpha = alphas[i]"] if self.alphas else []
            return [self._free(), *indent([f"weight_delta = weight_deltas[i]{over}", *alpha, *update])]
        mean = [f"weight_delta = total{over}"] if over else []
        return [f"for i, {'total' if over else 'weight_delta'} in enumerate(weight_deltas):", *indent([*mean, *update])]

    def _free(self) -> str:
        free = tuple(i for i in range(self.size) if i not in self.frozen)
        return f"for i in {free}:  # the others are frozen" if self.frozen else f"for i in range({self.size}):"


def _added(lines: Sequence[str]) -> Lines:
    """With what is found added to what was found before."""
    return [re.sub("^(error|weight_delta) =", r"\1 +=", line) for line in lines]


def _zip(*lists: str) -> str:
    given = [each for each in lists if each]
    return f"zip({', '.join(given)})" if len(given) > 1 else given[0]


def _bracketed(text: str, wanted: bool = True) -> str:
    plain = isinstance(ast.parse(text, mode="eval").body, (ast.Name, ast.Constant, ast.Call))
    return text if plain or not wanted else f"({text})"
