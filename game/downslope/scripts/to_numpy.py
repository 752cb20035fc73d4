"""A run in NumPy: a layer at once instead of a weight at a time. The formulas are still the metric's and learner's own.

One example a step is a row, plural are a table; with one output the last layer's weights are a row too.
"""

from __future__ import annotations

from ..engine.run import Run
from ..formulas.inline import InlinedMethod, NotInlinable, metric_lines, update_lines
from ..formulas.names import Shown
from ..formulas.vectorize import constants, vectorize
from .framework_base import FrameworkScript, Rows, UnsupportedForm, plain, table
from .rounds import as_source

# of the engine's own bends: value of a total, slope at a value
BENDS = {
    "relu": ("np.maximum({}, 0)", "({} > 0)"),
    "tanh": ("np.tanh({})", "(1 - {0} * {0})"),
    "sigmoid": ("1 / (1 + np.exp(-{}))", "({0} * (1 - {0}))"),
}


def numpy_form(run: Run, rounds: int) -> str:
    """OnlyPython: a formula that arrays cannot have."""
    return _Numpy(run, rounds).text()


class _Numpy(FrameworkScript):
    def __init__(self, run: Run, rounds: int) -> None:
        super().__init__(run, rounds)
        depth = len(self.blocks)
        stems = ["hidden"] if depth == 2 else [f"hidden_{k}" for k in range(1, depth)]
        self.stems = [*stems, ""]  # of the layers; the last has none
        self.names = Shown(self.learner.memory)

    def text(self) -> str:
        body = [*self._picked(), *self._forward(), *self._judged(), *self._back(), *self._moves()]
        constant = self.course(False).constant
        alpha = [f"alpha = {self._alpha()}"] if constant else []
        head = [*self._data(), *alpha, *constants(self.names.scope)]
        changed = "alpha = np.array(alpha)" if self.each else ""
        return self.script(["import numpy as np"], head, body, self._print(), changed)

    # the numbers at the start

    def _data(self) -> list[str]:
        plural = "s" if not self.whole else ""
        one = self.single and self.whole
        inputs, goals = self.inputs[0] if one else self.inputs, self.goals[0] if one else self.goals
        shown = self.goals[0][0] if one and self.one else [g[0] for g in self.goals] if self.one else goals
        goal = as_source(shown) if one and self.one else f"np.array({plain(shown)})"
        lines = [f"input{plural} = np.array({plain(inputs)})", f"goal_prediction{plural} = {goal}"]
        lines += [f"{self._bent_name(k)} = np.array({bent})" for k, (_, bent) in enumerate(self.bends) if bent]
        origin = self.run.origin
        for number, name in enumerate(self.stems):
            lines.append(f"{_named(name, 'weights')} = np.array({table(self._shaped(origin.weights, number))})")
            for memory, values in zip(self.learner.memory, origin.memories):
                lines.append(f"{_named(name, memory)} = {self._start(values, number)}")
        return lines

    def _shaped(self, flat: list[float], number: int) -> list[float] | Rows:
        """A layer's numbers; as one row where it is the weights of one output, or neurons side by side."""
        if self.side:
            return list(flat)
        rows = self.rows(flat, number)
        return rows[0] if self.one and number == len(self.blocks) - 1 else rows

    def _start(self, values: list[float], number: int) -> str:
        shaped = self._shaped(values, number)
        if any(values):
            return f"np.array({table(shaped)})"
        across = len(shaped[0]) if isinstance(shaped[0], list) else 0
        return f"np.zeros(({len(shaped)}, {across}))" if across else f"np.zeros({len(shaped)})"

    def _alpha(self) -> str:
        if self.each and len(self.blocks) > 1:
            raise UnsupportedForm("A deep net with one alpha for each weight has only the Python form.")
        alpha = self.run.alpha_at(self.run.origin.step)
        if isinstance(alpha, (int, float)):
            return as_source(alpha)
        return f"np.array({table(alpha if self.side else self._shaped(list(alpha), 0))})"

    # a round

    def _picked(self) -> list[str]:
        if self.whole:
            return []
        name = "row" if self.single else "rows"
        return [*self.pick(), f"input, goal_prediction = inputs[{name}], goal_predictions[{name}]"]

    def _bent_name(self, number: int) -> str:
        return "bends" if len(self.bends) == 1 else f"bends_{number + 1}"

    def _forward(self) -> list[str]:
        if self.side:
            return ["prediction = input * weights"]
        lines, before = list[str](), "input"
        for number, stem in enumerate(self.stems):
            row = self.one and not stem
            weights, bias = self._parted(number)
            total = f"{weights} @ {before}" if self.single else f"{before} @ {weights}{'' if row else '.T'}"
            total += bias
            if not stem:
                return [*lines, f"prediction = {total}"]
            bend, bent = self.bends[number]
            if bend == "linear":
                lines.append(f"{stem} = {total}")
            elif bent:
                value = BENDS[bend][0].format("total")
                lines += [f"total = {total}", f"{stem} = np.where({self._bent_name(number)}, {value}, total)"]
            elif bend == "sigmoid":
                lines.append(f"{stem} = {BENDS[bend][0].format(f'({total})')}")
            else:
                lines.append(f"{stem} = {BENDS[bend][0].format(total)}")
            before = stem
        return lines

    def _parted(self, number: int) -> tuple[str, str]:
        """(a layer's weights without its biases, the biases to be added)."""
        weights = _named(self.stems[number], "weights")
        if not self.blocks[number].bias:
            return weights, ""
        across = "" if self.one and number == len(self.blocks) - 1 else ":, "
        return f"{weights}[{across}:-1]", f" + {weights}[{across}-1]"

    def _judged(self) -> list[str]:
        lines = list[str]()
        for line in self._put(metric_lines(self.run.metric, names=self.names)):
            value = line.removeprefix("error = ")
            if line.startswith("delta = ") and not (self.single and self.one) and "prediction" not in line:
                lines.append(f"delta = np.full_like(prediction, {line.removeprefix('delta = ')})")
            elif value == line or (self.single and self.one):
                lines.append(line)
            elif self.one:
                lines.append(f"error = np.mean({value})")
            else:
                lines.append(f"error = np.sum({value}){'' if self.single else f' / {self.count}'}")
        return lines

    def _put(self, part: InlinedMethod) -> list[str]:
        try:
            lines = vectorize(part.lines, self.names.scope)
            constants(self.names.scope)
        except NotInlinable as fault:
            template = "The formula of “{name}” has only the Python form, because of {what}."
            raise UnsupportedForm(template, name=self.learner.name, what=str(fault)) from fault
        return lines

    def _back(self) -> list[str]:
        """The deltas of the hidden layers, from the last to the first, then the weight_deltas, all of old weights."""
        if self.side:
            return ["weight_deltas = " + ("delta * input" if self.single else "np.mean(delta * input, axis=0)")]
        lines, deltas = [], ["delta"]
        for number in range(len(self.blocks) - 1, 0, -1):
            stem, after, weights = self.stems[number - 1], deltas[0], self._parted(number)[0]
            share = f"{after} @ {weights}"
            if after == "delta" and self.one:
                share = f"delta * {weights}" if self.single else f"np.outer(delta, {weights})"
            bend, bent = self.bends[number - 1]
            slope = "" if bend == "linear" else BENDS[bend][1].format(stem)
            slope = f"np.where({self._bent_name(number - 1)}, {slope}, 1)" if bent else slope
            lines.append(f"{stem}_delta = {share}{f' * {slope}' if slope else ''}")
            deltas.insert(0, f"{stem}_delta")
        for block, stem, layer, delta in zip(self.blocks, self.stems, ["input", *self.stems], deltas):
            row, before = self.one and not stem, layer
            if block.bias:  # what stands in front of a bias is 1
                ones = f"np.column_stack([{layer}, np.ones(len({layer}))])"
                before = f"np.append({layer}, 1)" if self.single else ones
            if self.single:
                found = f"delta * {before}" if row else f"np.outer({delta}, {before})"
            else:
                found = f"{delta}{'' if row else '.T'} @ {before} / {self.count}"
            lines.append(f"{_named(stem, 'weight_deltas')} = {found}")
        return lines

    def _moves(self) -> list[str]:
        """The learner's formula, for each layer; what is frozen is put back."""
        lines = []
        for stem in self.stems:
            memory = [_named(stem, m) for m in self.learner.memory]
            try:
                weights, weight_deltas = _named(stem, "weights"), _named(stem, "weight_deltas")
                part = update_lines(self.learner, weights, weight_deltas, memory, self.names)
            except NotInlinable as fault:
                name = self.learner.title or self.learner.name
                raise UnsupportedForm("The learner “{learner}” has only the Python form.", learner=name) from fault
            lines += self._put(part)
        return lines + [self._held(index) for index in sorted(self.run.frozen)]

    def _held(self, index: int) -> str:
        value = as_source(self.run.origin.weights[index])
        number, place = 0, str(index)
        if not self.side:
            number, neuron, i = self.place_of(index)
            place = str(i) if self.one and number == len(self.blocks) - 1 else f"{neuron}, {i}"
        return f"{_named(self.stems[number], 'weights')}[{place}] = {value}  # frozen"

    def _print(self) -> str:
        last = "prediction" if self.single else "prediction[-1]"
        prediction = last if self.one else f"{last}.tolist()"
        flat = [_named(stem, "weights") for stem in self.stems]
        if self.run.network.size == 1:
            weights = "weights[0]"
        elif len(flat) > 1:
            weights = f"[*{', *'.join(f'{name}.ravel().tolist()' for name in flat)}]"
        else:
            weights = "weights.tolist()" if self.one or self.side else "weights.ravel().tolist()"
        return f'print("error", error, "prediction", {prediction}, "weight", {weights})'


def _named(stem: str, name: str) -> str:
    return f"{stem}_{name}" if stem else name
