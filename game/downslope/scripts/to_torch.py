"""A run in PyTorch: modules for the layers, a loss, an optimizer; backward() instead of our own backpropagation."""

from __future__ import annotations

from ..engine.run import Run
from .framework_base import FrameworkScript, UnsupportedForm, floats, half_of, plain, table

MODULES = {"relu": "ReLU()", "tanh": "Tanh()", "sigmoid": "Sigmoid()"}
LOSSES = {"squared": "mse_loss", "absolute": "l1_loss", "huber": "huber_loss"}


def torch_form(run: Run, rounds: int) -> str:
    """OnlyPython: a learner, metric or network that PyTorch does not have."""
    return _Torch(run, rounds).text()


class _Torch(FrameworkScript):
    def text(self) -> str:
        body = [
            *self.pick(),
            f"prediction = {self._predicted()}",
            f"error = {self._error()}",
            "optimizer.zero_grad()",
            *self.why,
            self._backward(),
            *self._held(),
            "optimizer.step()",
        ]
        function = LOSSES.get(self.loss.kind)
        imports = ["import torch", *([f"from torch.nn.functional import {function}"] if function else [])]
        head = ["torch.set_default_dtype(torch.float64)", *self._data(), *self._model(), *self._optimizer()]
        return self.script(imports, head, body, self._print(), self._alpha_line())

    def _data(self) -> list[str]:
        one = self.single and self.whole
        inputs, goals = (self.inputs[0], self.goals[0]) if one else (self.inputs, self.goals)
        return [f"inputs = torch.tensor({table(inputs)})", f"goals = torch.tensor({table(goals)})"]

    def _model(self) -> list[str]:
        if self.side:
            start = self.run.origin.weights
            if self.each:
                return [f"weights = [torch.nn.Parameter(torch.tensor(weight)) for weight in {floats(start)}]"]
            return [f"weights = torch.nn.Parameter(torch.tensor({table(start)}))"]
        layers, lines = list[str](), list[str]()
        for number, block in enumerate(self.blocks):
            layers.append(f"torch.nn.Linear({block.inputs}, {block.neurons}{'' if block.bias else ', bias=False'})")
            if number == len(self.blocks) - 1:
                break
            bend, bent = self.bends[number]
            if bent:
                name = "Bend" if len(self.bends) == 1 else f"Bend{number + 1}"
                lines += [
                    f"class {name}(torch.nn.Module):",
                    "    def forward(self, total):",
                    f"        return torch.where(torch.tensor({bent}), torch.{bend}(total), total)",
                ]
                layers.append(f"{name}()")
            elif bend != "linear":
                layers.append(f"torch.nn.{MODULES[bend]}")
        if len(layers) == 1:
            return [*lines, f"model = {layers[0]}", *self._start(self._layer(0), 0)]
        lines.append(f"model = torch.nn.Sequential({', '.join(layers)})")
        for number in range(len(self.blocks)):
            lines += self._start(self._layer(number), number)
        return lines

    def _layer(self, number: int) -> str:
        """A layer of weights, in a model of several with their activations between them."""
        if len(self.blocks) == 1:
            return "model"
        between = [bend for bend, _ in self.bends[:number] if bend != "linear"]
        return f"model[{number + len(between)}]"

    def _start(self, layer: str, number: int) -> list[str]:
        """A layer's weights, and its biases, at the start."""
        block, rows = self.blocks[number], self.weights[number]
        lines = [f"{layer}.weight.data = torch.tensor({table([row[: block.inputs] for row in rows])})"]
        if block.bias:
            lines.append(f"{layer}.bias.data = torch.tensor({table([row[-1] for row in rows])})")
        return lines

    def _optimizer(self) -> list[str]:
        rule = self.rule
        what = "model.parameters()" if not self.side else "[weights]"
        alpha = self.run.alpha_at(self.run.origin.step)
        rate = "" if not isinstance(alpha, (int, float)) else f", lr={floats(alpha)}"
        if self.each:
            if not self.side:
                raise UnsupportedForm("A neuron with one alpha for each weight has no {form} form.", form="PyTorch")
            what = f'[{{"params": [weight], "lr": alpha}} for weight, alpha in zip(weights, {plain(alpha)})]'
        settings = {
            "gradient-descent": "SGD({}{})",
            "momentum": "SGD({}{}, momentum=%r)",
            "nesterov": "SGD({}{}, momentum=%r, nesterov=True)",
            "rmsprop": "RMSprop({}{}, alpha=%r, eps=1e-8)",
            "adam": "Adam({}{}, betas=(%r, %r), eps=1e-8)",
        }
        call = (settings[rule.kind] % rule.numbers).format(what, rate)
        return [f"optimizer = torch.optim.{call}"]

    def _alpha_line(self) -> str:
        if self.each:
            return 'for group, rate in zip(optimizer.param_groups, alpha): group["lr"] = rate'
        return 'optimizer.param_groups[0]["lr"] = alpha'

    # a round

    def _rows(self, name: str) -> str:
        return name if self.whole else f"{name}[{'row' if self.single else 'rows'}]"

    def _predicted(self) -> str:
        if not self.side:
            return f"model({self._rows('inputs')})"
        return f"{self._rows('inputs')} * {'torch.stack(weights)' if self.each else 'weights'}"

    def _error(self) -> str:
        goals, function = self._rows("goals"), LOSSES.get(self.loss.kind)
        count = self.count.replace("len(input)", "len(prediction)")
        if function and self.one:
            return f"{function}(prediction, {goals})"
        by = "" if self.single else f" / {count}"
        if function:
            return f'{function}(prediction, {goals}, reduction="sum"){by}'
        miss = f"prediction - {goals}"
        whole = f"({miss})" if self.loss.kind == "signed" else f"torch.log(torch.cosh({miss}))"
        return f"{whole}.mean()" if self.one else f"{whole}.sum(){by}"

    def _backward(self) -> str:
        part = half_of(self.loss.factor)
        return f"(error{part}).backward()" if part else "error.backward()"

    def _held(self) -> list[str]:
        """What is frozen has no slope."""
        lines = []
        for index in sorted(self.run.frozen):
            if self.side:
                place = f"weights[{index}].grad.zero_()" if self.each else f"weights.grad[{index}] = 0"
                lines.append(f"{place}  # frozen")
                continue
            number, neuron, i = self.place_of(index)
            if self.biased:
                bias = i == self.blocks[number].inputs
                place = f"bias.grad[{neuron}]" if bias else f"weight.grad[{neuron}, {i}]"
                lines.append(f"{self._layer(number)}.{place} = 0  # frozen")
                continue
            layer = "model" if len(self.blocks) == 1 else f"list(model.parameters())[{number}]"
            weight = f"{layer}.weight" if len(self.blocks) == 1 else layer
            lines.append(f"{weight}.grad[{neuron}, {i}] = 0  # frozen")
        return lines

    def _print(self) -> str:
        last = "prediction" if self.single else "prediction[-1]"
        lines = list[str]()
        prediction = f"{last}.item()" if self.one else f"{last}.tolist()"
        if self.side:
            weights = "[weight.item() for weight in weights]" if self.each else "weights.tolist()"
        elif self.biased:
            each = "layer for layer in model if isinstance(layer, torch.nn.Linear)"
            lines = [
                f"layers = [{each if len(self.blocks) > 1 else 'model'}]",
                "rows = [p.weight if p.bias is None else torch.cat([p.weight, p.bias[:, None]], 1) for p in layers]",
                "weights = [w for table in rows for w in table.flatten().tolist()]",
            ]
            weights = "weights"
        elif self.run.network.size == 1:
            weights = "model.weight.item()"
        elif len(self.blocks) == 1:
            weights = "model.weight.flatten().tolist()"
        else:
            lines, weights = ["weights = [w for p in model.parameters() for w in p.flatten().tolist()]"], "weights"
        last = f'print("error", error.item(), "prediction", {prediction}, "weight", {weights})'
        return "\n".join([*lines, last])
