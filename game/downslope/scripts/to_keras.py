"""A run in Keras 3 on PyTorch: layers, compile(optimizer, loss), and a batch after the other."""

from __future__ import annotations

from ..engine.run import Run
from .framework_base import FrameworkScript, UnsupportedForm, floats, half_of, table

LOSSES = {
    "squared": '"mse"',
    "absolute": '"mae"',
    "huber": '"huber"',
    "log-cosh": '"log_cosh"',
    "signed": "lambda goal, prediction: prediction - goal",
}
SETUP = [
    "import os",
    'os.environ["KERAS_BACKEND"] = "torch"',
    "import keras",
    "import numpy as np",
    "from keras.layers import Dense",
    "from keras.src.backend.common import dtypes",
]
FLOAT64 = [
    'keras.config.set_floatx("float64")',
    'dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # without it Keras falls back to float32 on PyTorch',
]


def keras_form(run: Run, rounds: int) -> str:
    """OnlyPython: a learner, metric or network that Keras does not have."""
    return _Keras(run, rounds).text()


class _Keras(FrameworkScript):
    def text(self) -> str:
        body = [*self._epsilon(), *self.pick(), *self._round()]
        head = [*FLOAT64, *self._data(), *self._model(), *self._compiled()]
        return "\n".join([*SETUP, self.script([], head, body, self._print(), self._alpha_line())])

    def _data(self) -> list[str]:
        return [f"inputs = np.array({table(self.inputs)})", f"goals = np.array({table(self.goals)})"]

    # the model and its optimizer

    def _model(self) -> list[str]:
        if self.side:
            each = "keras.Sequential([keras.Input((1,)), Dense(1, use_bias=False)])"
            return [
                f"neurons = [{each} for _ in range({self.run.network.size})]",
                f"for neuron, weight in zip(neurons, {floats(self.run.origin.weights)}):",
                "    neuron.set_weights([np.array([[weight]])])",
                *(f"neurons[{index}].trainable = False  # frozen" for index in sorted(self.run.frozen)),
            ]
        classes = list[str]()
        layers = [f"keras.Input(({self.run.network.inputs},))"]
        for number, block in enumerate(self.blocks):
            held, lines = self._held(number)
            classes += lines
            layers.append(f"Dense({block.neurons}{self._bend(number)}{'' if block.bias else ', use_bias=False'}{held})")
        tables = ", ".join(part for number in range(len(self.blocks)) for part in self._start(number))
        return [
            *classes,
            f"model = keras.Sequential([{', '.join(layers)}])",
            "# Keras has a column for each neuron",
            f"model.set_weights([{tables}])",
        ]

    def _start(self, number: int) -> list[str]:
        """A layer's weights, and its biases, at the start."""
        block, rows = self.blocks[number], self.weights[number]
        kernel = f"np.array({table([row[: block.inputs] for row in rows])}).T"
        return [kernel, f"np.array({table([row[-1] for row in rows])})"] if block.bias else [kernel]

    def _bend(self, number: int) -> str:
        if number == len(self.blocks) - 1:
            return ""
        bend, bent = self.bends[number]
        if bent:
            total = f"keras.ops.where(np.array({bent}), keras.ops.{bend}(total), total)"
            return f", lambda total: {total}"
        return "" if bend == "linear" else f', "{bend}"'

    def _held(self, number: int) -> tuple[str, list[str]]:
        """(arguments of a layer, classes): constraints that put back what is frozen."""
        block = self.blocks[number]
        free = [[i not in self.run.frozen for i in range(*block.row(n).indices(self.run.network.size))]
                for n in range(block.neurons)]  # fmt: skip
        suffix = "" if len(self.blocks) == 1 else str(number + 1)
        arguments, lines = "", list[str]()
        kernel, *bias = self._start(number)
        kernels, biases = [row[: block.inputs] for row in free], [row[-1] for row in free]
        parts = [("kernel", f"np.array({kernels}).T", kernel), *(("bias", f"np.array({biases})", b) for b in bias)]
        for what, mask, start in parts:
            if "False" in mask:
                name = f"Frozen{suffix}" if what == "kernel" else f"FrozenBias{suffix}"
                arguments += f", {what}_constraint={name}()"
                lines += [
                    f"class {name}(keras.constraints.Constraint):",
                    f"    def __call__(self, {what}):",
                    f"        return keras.ops.where({mask}, {what}, {start})",
                ]
        return arguments, lines

    def _compiled(self) -> list[str]:
        rule, factor = self.rule, self._factor()
        alpha = self.run.alpha_at(self.run.origin.step)
        rate = "alpha" if self.each else floats(alpha)
        weights = f", loss_weights=[{factor!r}]" if factor != 1.0 else ""
        settings = {
            "gradient-descent": "SGD({})",
            "momentum": "SGD({}, momentum=%r)",
            "nesterov": "SGD({}, momentum=%r, nesterov=True)",
            "adam": "Adam({}, beta_1=%r, beta_2=%r)",
        }
        if rule.kind not in settings:
            raise UnsupportedForm("{learner} has no {form} form: there epsilon stands under the root.",
                             learner=self.learner.title or self.learner.name, form="Keras")  # fmt: skip
        if rule.kind in ("momentum", "nesterov") and not self.course(False).constant:
            refusal = "{learner} with an alpha that changes has no {form} form: there alpha is in the velocity."
            raise UnsupportedForm(refusal, learner=self.learner.title or self.learner.name, form="Keras")  # fmt: skip
        if self.each and not self.side:
            raise UnsupportedForm("A neuron with one alpha for each weight has no {form} form.", form="Keras")
        optimizer = f"keras.optimizers.{settings[rule.kind] % rule.numbers}".format(rate)
        compiled = f"compile({optimizer}, {LOSSES[self.loss.kind]}{weights})"
        why = self.why
        if self.run.network.outputs > 1 and not self.side:
            why = [*why, "# Keras takes the mean over the outputs, the game their sum"]
        if not self.side:
            return [*why, f"model.{compiled}"]
        if self.each:
            return [*why, f"for neuron, alpha in zip(neurons, {floats(alpha)}):", f"    neuron.{compiled}"]
        return [*why, "for neuron in neurons:", f"    neuron.{compiled}"]

    def _factor(self) -> float:
        """What the loss is multiplied by: Keras takes the mean over the outputs, and the full slope."""
        return self.loss.factor * (1 if self.side else self.run.network.outputs)

    def _alpha_line(self) -> str:
        if self.each:
            return "for neuron, rate in zip(neurons, alpha): neuron.optimizer.learning_rate = rate"
        if self.side:
            return "for neuron in neurons: neuron.optimizer.learning_rate = alpha"
        return "model.optimizer.learning_rate = alpha"

    def _epsilon(self) -> list[str]:
        """Keras adds epsilon before its correction for the start, the paper's algorithm after it."""
        if self.rule.kind != "adam":
            return []
        first = self.run.origin.step - 1
        step = "(iteration + 1)" if first < 0 else f"(iteration - {first})" if first else "iteration"
        value = f"1e-8 * (1 - {self.rule.numbers[1]!r} ** {step}) ** 0.5"
        where = "for neuron in neurons: neuron" if self.side else "model"
        return ["# Keras has epsilon before the correction for the start, not after it",
                f"{where}.optimizer.epsilon = {value}"]  # fmt: skip

    # a round

    def _round(self) -> list[str]:
        rows = "" if self.whole else "[[row]]" if self.single else "[rows]"
        whole = half_of(1 / self.loss.factor)  # Keras tells the weighted loss
        if self.side:
            pick = f"inputs{rows}[:, [i]], goals{rows}[:, [i]]" if rows else "inputs[:, [i]], goals[:, [i]]"
            return [
                "error, prediction = 0.0, []",
                "for i, neuron in enumerate(neurons):",
                f"    input, goal = {pick}",
                "    prediction.append(neuron.predict_on_batch(input)[-1].item())",
                f"    error += neuron.train_on_batch(input, goal){whole}",
                "    neuron.reset_metrics()",
            ]
        return [
            f"prediction = model.predict_on_batch(inputs{rows})",
            f"error = model.train_on_batch(inputs{rows}, goals{rows}){whole}",
            "model.reset_metrics()  # or it would be the mean of all rounds",
        ]

    def _print(self) -> str:
        if self.side:
            weights = "[neuron.get_weights()[0].item() for neuron in neurons]"
            return f'print("error", error, "prediction", prediction, "weight", {weights})'
        prediction = "prediction[-1].item()" if self.one else "prediction[-1].tolist()"
        first, weights = "", "model.get_weights()[0].item()"
        if self.biased:
            first, parts, k = "tables = model.get_weights()\n", list[str](), 0
            for block in self.blocks:
                whole = f"np.vstack(tables[{k}:{k + 2}])" if block.bias else f"tables[{k}]"
                parts.append(f"*{whole}.T.ravel().tolist()")
                k += 1 + block.bias
            weights = f"[{', '.join(parts)}]"
        elif self.run.network.size > 1:
            first, weights = (
                "weights = [w for table in model.get_weights() for w in table.T.ravel().tolist()]\n",
                "weights",
            )
        return f'{first}print("error", error, "prediction", {prediction}, "weight", {weights})'
