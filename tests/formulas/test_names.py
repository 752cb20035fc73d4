"""A plugin's module may call its own things what it likes: loop, readable path and script agree to the last bit.

Constants, helper functions, shadowed builtins, locals and parameters get random names, most of them taken already: by
the loops, by the lines of a script, or by Python.
"""

import contextlib
import importlib.util
import io
import os
import sys
from itertools import count
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from downslope import Catalog, Exam, Example, Layers, Learn, Level, Network, Neuron, Neurons, Session
from downslope.formulas.inline import inline, is_gradient_descent, is_squared_error
from downslope.formulas.source import NotInlinable
from downslope.scripts.to_python import run_script
from lib.compiled_loops import learner, metric
from lib.support import shipped
from lib.walks import answers, differences, questions

NAMES = [
    "_k", "_end", "_w0", "_x0_0", "_x1_0", "_g0", "_d1_0", "_s0", "_total", "_P", "_D", "_G", "_W", "_M0", "_count",
    "_sum", "_keep", "_seen", "_g0_k", "_l1_y", "_m0", "_m0_0", "_f", "_low", "_keep_weight", "abs", "min", "max",
    "float", "zip", "range", "len", "enumerate", "print", "sum", "pow", "weight", "error", "delta", "prediction",
    "goal_prediction", "weight_delta", "alpha", "input", "weights", "inputs", "i", "d", "total", "value", "dot",
    "iteration", "goals", "order", "there", "found", "hidden", "predictions", "cos", "sqrt", "pi", "epoch", "é", "x_",
]  # fmt: skip
NETWORKS: list[Network] = [Neuron(1), Neuron(2), Neurons(3), Layers(2, 2, 1), Layers(2, 3, 2), Layers(12, 9, 1)]
numbers = count()
HELPERS = """from math import atan as {root}
{constant} = {number}
def {inner}(x):
    return x * {constant}
def {helper}(x):
    return {inner}(x) if x > 0 else {root}(x) * 0.5
"""
METRIC = "from downslope import Metric as Base_\n" + HELPERS + """class Own_(Base_):
    name = "own"
    factor = -0.75
    def error(me, {p}, {g}):
        {local} = {p} - {g}
        {local} = {helper}({local}) + {local} * {constant}
        return {local} * {local} + me.factor ** 2
    def delta(me, {p}, {g}):
        {local} = {p} - {g}
        return {helper}({local}) * me.factor * -1 + {constant} * {local}
"""
LEARNER = "from downslope import Learner as Base_\n" + HELPERS + """class Own_(Base_):
    name = "own"
    memory = ({memory!r},)
    def update(me, {p}, {g}, {alpha}, {memory}):
        {local} = {helper}({g}) + {memory} * {constant}
        return {p} - {local} * {alpha}, {local}
"""


def made(text: str) -> Any:
    """What the text makes, as a file of its own that is imported; all lie in the folder of all tests."""
    file = Path(os.environ["DOWNSLOPE_HOME"], f"own_{next(numbers)}.py")
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    found = sys.modules[file.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found.Own_


@st.composite
def texts(draw: st.DrawFn, text: str) -> str:
    roles = ("root", "constant", "inner", "helper", "p", "g", "alpha", "local")
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=len(roles), max_size=len(roles), unique=True))
    memory = draw(st.sampled_from([n for n in ("velocity", "_k", "_m0", "_M0", "v_") if n not in chosen]))
    number = draw(st.sampled_from([0.37, -0.61, 0.9, 1, -0.0]))
    return text.format(**dict(zip(roles, chosen)), memory=memory, number=number)


def session(network: Network, metric: Any, learner: Any, batch: int | None, many: int, *actions: Learn) -> Session:
    def some(many: int, by: float) -> list[float]:
        return [by * (k + 1) % 1.3 - 0.4 for k in range(many)]

    examples = [Example(some(network.inputs, by), some(network.outputs, 0.7 * by)) for by in (0.31, 0.77, 0.53)]
    level = Level(
        "x", title="", network=network, examples=examples[:many], weights=some(network.size, 0.43), learner="own",
        metric="own", alpha=0.05, target=Exam(-1.0), budget=100, batch=batch,
    )  # fmt: skip
    return Session(level, Catalog({"own": metric}, {"own": learner}, {}, {}), actions)


@settings(max_examples=15)
@given(texts(METRIC), texts(LEARNER), st.sampled_from(NETWORKS), st.sampled_from([1, None]), st.sampled_from([1, 3]))
def test_loop_readable_path_and_script_agree(
    metric: str, learner: str, network: Network, batch: int | None, many: int
) -> None:
    fields = network, made(metric)(), made(learner), batch, many
    once, single = session(*fields, Learn(9)), session(*fields)
    for _ in range(9):
        single.do(Learn(1))
    assert once.run.learner is not None and single.run.learner is not None
    assert once.run.loop is not None or many == 1
    for one, other in (
        (once.run.history.weights, single.run.history.weights), (once.run.errors, single.run.errors),
        (once.weights, single.weights), (once.run.learner.memories, single.run.learner.memories),
    ):  # fmt: skip
        assert repr(list(one)) == repr(list(other))
    look, text, out = single.run.at(9), run_script(single.run, 10), io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "<script>", "exec"), {})
    single.do(Learn(1))
    prediction: Any = list(look.predictions[-1]) if network.outputs > 1 else look.predictions[-1][0]
    weights: Any = single.weights if network.size > 1 else single.weights[0]
    assert out.getvalue() == f"error {look.error!r} prediction {prediction!r} weight {weights!r}\n", text


def test_two_things_of_one_name_are_two_names_and_a_file_that_changed_has_no_lines() -> None:
    """The metric's and the learner's module each have a constant of that name."""
    names = {"root": "root", "constant": "CUT", "inner": "part", "helper": "soft", "local": "y", "memory": "velocity",
             "p": "p", "g": "g", "alpha": "a"}  # fmt: skip
    own, learner = made(METRIC.format(**names, number=0.37)), LEARNER.format(**names, number=-0.61)
    text = run_script(session(Neuron(1), own(), made(learner), None, 1, Learn(3)).run, 4)
    assert "\nCUT = 0.37\n" in text and "\nCUT_ = -0.61\n" in text
    other = made(METRIC.format(**names, number=0.37))  # nobody has read it yet
    file = Path(str(sys.modules[other.__module__].__file__))
    file.write_text(file.read_text(encoding="utf-8").replace("y * y +", "y + y +"), encoding="utf-8")
    with pytest.raises(NotInlinable, match="changed"):
        inline(other().error, "p", "g")


REFUSED = """from downslope import Metric as Base_
class Own_(Base_):
    def more(self, p, g, *rest): return p
    def fewer(self, p): return p
    @staticmethod
    def loose(p, g): return p
    def branch(self, p, g):
        if p: p = g
        return p
    def place(self, p, g):
        self.p = p
        return p
"""


def test_what_is_no_formula_is_refused_and_the_shipped_ones_are_known_for_what_they_are() -> None:
    own = made(REFUSED)()
    for method in (own.more, own.fewer, own.loose, own.branch, own.place):
        with pytest.raises(NotInlinable):
            inline(method, "p", "g")
    twice = "miss = goal_prediction - prediction\nreturn miss**2 * 3 / 2", "-(goal_prediction - prediction) * 0.5"
    assert is_squared_error(metric("twice", *twice)) == (1.5, 0.5)
    half = "if alpha > 0.3:\n    raise ValueError('too large')\nreturn weight - weight_delta * alpha / 2"
    assert not is_gradient_descent(learner("half", half)())
    squared = {name: is_squared_error(shipped().metric(name)) for name in shipped().metrics}
    known = {name: found for name, found in squared.items() if found}
    assert known == {"squared": (1.0, 1.0), "squared-true-slope": (1.0, 2.0)}
    descents = [name for name, kind in shipped().learners.items() if is_gradient_descent(kind())]
    assert descents == ["gradient-descent"]


def test_what_is_answered() -> None:
    asked = questions("formulas.inline", "formulas.source", names=globals() | {"inf": inf})
    assert differences(Path(__file__).with_name("answers.txt"), asked, answers) == []
