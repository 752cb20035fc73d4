"""The forms in which a run can be written: plain Python, or what people meet next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..engine.run import Run
from ..formulas.source import NotInlinable, indent, merge_imports
from ..i18n import _, translate
from ..learning import ACTIVATIONS, Beside, Dense, Learner
from ..lines.arrays import Arrays, full_name
from ..rules import Session
from .to_python import (
    MOST,
    OwnParts,
    as_source,
    course,
    numbers_in,
    order_lines,
    run_script,
    start_lines,
)  # fmt: skip

# A run in NumPy, or in PyTorch without its optimizers: lines/arrays.py, with its numbers and its rounds around it.


class UnsupportedForm(NotInlinable):
    """Why there is no such form. `template` is translated by who shows it: template.format(**values)."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


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
        head += [f"alpha = {alpha}"] if course(self.run, self.rounds, "alpha", False).constant else []
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

    def script(self, imports: list[str], head: list[str], body: list[str], end: str, changed: str) -> str:
        """All of it. `changed`: the line of a round that sets another alpha."""
        way = course(self.run, self.rounds, "alpha", any("iteration" in line for line in body))
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
    return _(str(thing.title or thing.name))


def floats(value: Any) -> str:
    """Numbers that are floats for every library, written as briefly as can be: the first says what all are."""
    if isinstance(value, list):
        return f"[{', '.join([*map(floats, value[:1]), *map(as_source, value[1:])])}]"
    return repr(float(value))


# A run in PyTorch or Keras as people write them: modules or layers, a loss, an optimizer. A learner and a metric say
# by `frameworks` what they are called there.


MODULES = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid"}
KERAS = """import os
os.environ["KERAS_BACKEND"] = "torch"
import keras
from keras.layers import Dense
from keras.src.backend.common import dtypes
"""
FLOAT64 = [
    'keras.config.set_floatx("float64")',
    'dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # without it Keras falls back to float32 on PyTorch',
]


def torch_form(run: Run, rounds: int) -> str:
    """With its optimizers, or if there is none, in its arrays. UnsupportedForm: they cannot have it either."""
    try:
        return TorchForm(run, rounds, "torch", "torch").text()
    except UnsupportedForm:
        return ArrayForm(run, rounds, "torch", "torch").text()


class FrameworkForm(ArrayForm):
    """`optimizer`, `each`: what a learner says of itself, and lines of each round after it; `loss`: what a metric
    says; `factor`: its delta is so many times the slope of the error."""

    name, form = "torch", "PyTorch"

    def __init__(self, run: Run, rounds: int, library: str, imported: str) -> None:
        super().__init__(run, rounds, library, imported)
        first, learner, metric = run.origin.step, self.learner, run.metric
        optimizer, self.loss = _told(learner, "update", self.name), _told(metric, "error", self.name)
        self.loss = self.loss if metric.slope_factor else ""
        for thing, text in ((learner, optimizer), (metric, self.loss)):
            if not text:
                raise UnsupportedForm("“{thing}” has no {form} form.", thing=title_of(thing), form=self.form)
        if any(value != 0.0 for memory in run.origin.memories for value in memory):
            template = "{learner} had a memory when a knob was turned: such a run has no {form} form."
            raise UnsupportedForm(template, learner=title_of(learner), form=self.form)
        if not all(isinstance(op, (Dense, Beside)) for op in self.ops) or not isinstance(run.alpha, (int, float)):
            template = "A network of the kind {network}, or one with an alpha for each weight, has no {form} form."
            raise UnsupportedForm(template, network=type(run.network).__name__, form=self.form)
        step = f"(iteration + {1 - first})".replace("+ -", "- ").replace("(iteration + 0)", "iteration")
        knobs = {knob.name: getattr(learner, knob.name) for knob in learner.knobs}
        for name, value in {"alpha": run.alpha_at(first), "step": step, **knobs}.items():
            optimizer = optimizer.replace(f"{{{name}}}", value if isinstance(value, str) else floats(value))
        self.optimizer, *self.each = optimizer.splitlines()
        self.factor, slope = 1.0 / metric.slope_factor, metric.slope_factor
        self.why = [f"# the slope has a factor {slope:g}; this metric's delta is without it"] if slope != 1.0 else []

    def bend(self, op: Any) -> str:
        """The activation of a layer."""
        bends = {*getattr(op, "activations", ())} or {ACTIVATIONS["linear"]}
        if len(bends) > 1 or not bends <= {*ACTIVATIONS.values()}:
            raise UnsupportedForm("A layer whose neurons bend in different ways has no {form} form.", form=self.form)
        return str(bends.pop().name)


def _told(thing: Any, formula: str, name: str) -> str:
    """What it is called in this framework, by the class that has its formula too."""
    kind = next(kind for kind in type(thing).__mro__ if {formula, "frameworks"} & vars(kind).keys())
    names = vars(kind).get("frameworks")
    return str(names.get(name, "")) if isinstance(names, dict) else ""


class TorchForm(FrameworkForm):
    """Modules for the layers; backward() instead of our own backpropagation."""

    def text(self) -> str:
        modules, starts, tables, held = list[str](), list[str](), list[str](), list[str]()
        for op in self.ops:
            bend = self.bend(op)
            if isinstance(op, Beside):
                raise UnsupportedForm("Neurons side by side have no {form} form.", form=self.form)
            layer, rows = f"model[{len(modules)}]", self.rows(op, self.run.origin.weights)
            modules.append(f"Linear({op.inputs}, {op.neurons}{'' if op.bias else ', bias=False'})")
            modules += [f"{MODULES[bend]}()"] if bend != "linear" else []
            starts.append(f"{layer}.weight.data = torch.tensor({floats([row[: op.inputs] for row in rows])})")
            starts += [f"{layer}.bias.data = torch.tensor({floats([row[-1] for row in rows])})"] if op.bias else []
            tables.append(f"torch.hstack([{layer}.weight, {layer}.bias[:, None]])" if op.bias else f"{layer}.weight")
            for neuron, row in enumerate(self.rows(op, range(self.run.network.size))):
                places = [f"weight.grad[{neuron}, {k}]" for k in range(op.inputs)] + [f"bias.grad[{neuron}]"]
                held += [f"{layer}.{place} = 0  # frozen" for place, k in zip(places, row) if k in self.run.frozen]
        error = f"{self.loss}(prediction, goal_prediction)"
        if not self.one:
            error = f'{self.loss}(prediction, goal_prediction, reduction="sum") / len(input)'
        head = [
            *self.data(), f"model = torch.nn.Sequential({', '.join(f'torch.nn.{module}' for module in modules)})",
            *starts, f"optimizer = torch.optim.{self.optimizer.replace('(', '(model.parameters(), ', 1)}",
        ]  # fmt: skip
        body = [*self.pick, "prediction = model(input)", f"error = {error}", "optimizer.zero_grad()", *self.why,
                f"(error{_times(self.factor)}).backward()" if self.why else "error.backward()", *held,
                "optimizer.step()"]  # fmt: skip
        imports = [f"from torch.nn.functional import {self.loss}"]
        return self.script(imports, head, body, self.print_line(tables), 'optimizer.param_groups[0]["lr"] = alpha')


class KerasForm(FrameworkForm):
    """Keras 3 on PyTorch: layers, compile(optimizer, loss), and a batch after the other. Neurons side by side are a
    layer whose other weights stay 0."""

    name, form = "keras", "Keras"

    def text(self) -> str:
        if "momentum=" in self.optimizer and not course(self.run, self.rounds, "alpha", False).constant:
            refusal = "{learner} with an alpha that changes has no {form} form: there alpha is in the velocity."
            raise UnsupportedForm(refusal, learner=title_of(self.learner), form=self.form)
        free = [int(k not in self.run.frozen) for k in range(self.run.network.size)]
        layers, starts, tables = [f"keras.Input(({self.run.network.inputs},))"], list[str](), list[str]()
        held: list[str] = []
        for op in self.ops:
            own, first = (self.rows(op, self.run.origin.weights), self.rows(op, free)), len(starts)
            more = "" if self.bend(op) == "linear" else f', "{self.bend(op)}"'
            if isinstance(op, Beside):
                parts, more = {"kernel": [f"np.diag({floats(row)})" for row in own]}, ", use_bias=False"
                tables.append("np.diag(model.get_weights()[0])")
            elif op.bias:
                parts = {"kernel": _columns([[row[:-1] for row in rows] for rows in own]),
                         "bias": [f"np.array({floats([row[-1] for row in rows])})" for rows in own]}  # fmt: skip
                tables.append(f"np.vstack(model.get_weights()[{first}:{first + 2}]).T")
            else:
                parts, more = {"kernel": _columns(own)}, f"{more}, use_bias=False"
                tables.append(f"model.get_weights()[{first}].T")
            for number, (what, (start, moves)) in enumerate(parts.items(), first):
                starts.append(start)
                if "0" in moves.replace(".0", "") or isinstance(op, Beside):
                    held.append(f"hold_{number} = lambda values: keras.ops.where({moves}, values, {start})")
                    more += f", {what}_constraint=hold_{number}"
            layers.append(f"Dense({op.outputs}{more})")
        weight = self.factor * self.run.network.outputs
        weighted = f", loss_weights=[{weight!r}]" if weight != 1.0 else ""
        head = [
            *FLOAT64, *self.data(), *held, f"model = keras.Sequential([{', '.join(layers)}])",
            "# Keras has a column for each neuron", f"model.set_weights([{', '.join(starts)}])", *self.why,
            *(["# Keras takes the mean over the outputs, the game their sum"] if not self.one else []),
            f'model.compile(keras.optimizers.{self.optimizer}, "{self.loss}"{weighted})',
        ]  # fmt: skip
        body = [*self.each, *self.pick, "prediction = model.predict_on_batch(input)",
                f"error = model.train_on_batch(input, goal_prediction){_times(1.0 / self.factor)}",
                "model.reset_metrics()  # or it would be the mean of all rounds"]  # fmt: skip
        end = self.print_line(tables, "error")
        return KERAS + self.script([], head, body, end, "model.optimizer.learning_rate = alpha")


def _columns(tables: Any) -> list[str]:
    """Tables of rows as Keras has them: a column for each neuron."""
    return [f"np.array({floats([list(column) for column in zip(*rows)])})" for rows in tables]


def _times(value: float) -> str:
    """Times `value`, as a person would write it: " / 2", " * 3", or nothing for 1."""
    if value == 1.0:
        return ""
    return f" / {1 / value:g}" if (1 / value).is_integer() else f" * {as_source(value)}"


FORMS: dict[str, Callable[[Run, int], str]] = {
    "python": run_script,
    "numpy": lambda run, rounds: ArrayForm(run, rounds, "np", "numpy as np").text(),
    "torch": torch_form,
    "keras": lambda run, rounds: KerasForm(run, rounds, "np", "numpy as np").text(),
}


def written_as(session: Session, form: str = "python") -> str:
    """The present run in this form, as `script` has it; where plain lines cannot say it, with Downslope's own parts.

    NotInlinable: neither can; KeyError: there is no such form.
    """
    run = session.run
    # One more than steps were made; not where the next weights would not be finite. The last look is the landing one:
    # a script prints its error and prediction, and the weight after it. Where something else than alpha was turned on
    # the way, it begins there
    rounds = max(run.count + (not run.diverged), run.origin.step + 1)
    if form != "python":
        return "\n".join([*start_lines(run), FORMS[form](run, rounds)])
    try:
        return run_script(run, rounds, session)
    except NotInlinable:
        return "\n".join([*start_lines(run), OwnParts(session, rounds).text()])


class Written(NamedTuple):
    """`text`: the script; or, where it is empty, `why` there is none: a sentence."""

    text: str
    why: str = ""


def write(session: Session, form: str = "python") -> Written:
    """The present run. KeyError: there is no such form. Fault: the learner or the metric raised."""
    try:
        return Written(written_as(session, form))
    except UnsupportedForm as reason:
        return Written("", translate(reason))
    except NotInlinable as reason:
        return Written("", _("Plain lines cannot say it: {why}.").format(why=reason))


def write_loop(session: Session, head: bool = True) -> Written:
    """What runs where many steps of the present run are made at once. `head`: and what it is, as a comment."""
    run, level = session.run, session.base.id
    if run.learner is None:
        return Written("", _("A level that is played by hand makes no steps."))
    loop = run.stretch_loop()
    try:
        if loop is None:
            raise NotInlinable(run.why)
        what = ", ".join((run.network.source or type(run.network).__name__, run.metric.name, run.learner.name))
        said = f"# These lines run where many steps of {level} are made at once: {what}.\n"
        said += f"# The step of `downslope script {level}` is the definition; they equal it to the last bit.\n"
        return Written((said if head else "") + OwnParts(session, 0).loop(loop))
    except NotInlinable as reason:
        return Written("", _("Its steps are made one by one: {why}.").format(why=reason))
