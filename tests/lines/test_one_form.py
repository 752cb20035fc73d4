"""Every rendering of a step is the readable step, bit for bit: drawn networks, metrics, learners and settings."""

from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from downslope import ACTIVATIONS, Conv, ConvNet, Dense, Layers, Learn, Learner, Metric, Network, Neuron, Neurons
from downslope.engine.run import Run
from downslope.formulas.source import NotInlinable
from downslope.lines import lines_of
from downslope.lines.arrays import Arrays
from downslope.lines.form import StepForm
from downslope.lines.readable import readable
from downslope.rules import Session
from downslope.scripts.forms import ArrayForm
from lib.compiled_loops import FORMULAS, METRICS, Case, bits, cases, catalog, formula
from lib.support import shipped
from lib.walks import answers, differences, questions
from scripts.test_frameworks import close
from scripts.test_script import expected, level, printed

drawn = cases((0.05, None, -0.02))


def played(case: Case) -> tuple[Any, list[float], list[Any]]:
    """The run step by step, its start weights, and the examples and alpha of each step."""
    run = case.run(Run)
    start = list(run.weights)
    while run.count < 7 and not run.diverged:
        run.step()
    return run, start, [(run.problem(k).examples, run.alpha_at(k)) for k in range(run.count)]


def rows(network: Network, batch: int, learner: str = "gradient-descent") -> Case:
    """One too large to be written out."""
    return Case(network, learner, zeros=0.5, more={"batch": batch})


@settings(max_examples=30)
@example(Case(Layers(9, 8, 6), zeros=0.5, more={"batch": 1, "frozen": frozenset((3, 90))}), False)
@example(rows(Layers(130, 1, 6, activation="tanh"), 1), False)
@example(rows(Layers(9, 8, 6), 1, "decay"), False)
@example(rows(Layers(9, 8, 6), 2, "adam"), True)
@example(rows(Network((Conv(0, 8, 12),)), 1), True)
@example(rows(ConvNet(8, 2, 10), 1), False)
@example(Case(Network([["conv", 4, 1, "relu"], ["dense", 4, 1]]), "momentum", more={"batch": 1}), False)
@example(rows(ConvNet(8, 2, 10), 2, "adam"), True)
@given(case=drawn, sparse=st.booleans())
def test_lines_that_run_are_the_step(case: Case, sparse: bool) -> None:
    run, start, samples = played(case)
    several, batched = isinstance(run.alpha, list), run.order.size > 1
    metric = catalog().metric(case.metric)
    lines, calls, _ = lines_of(case.network, metric, case.made(), run.frozen, batched, several, sparse)
    space: dict[str, Any] = dict(calls)
    exec("\n".join(lines), space)
    samples = samples if batched else [(*examples[0], alpha) for examples, alpha in samples]
    errors: list[float] = []
    weights, memories = space["run"](start, case.made().memories, samples, None, errors.append)
    assert bits(weights) == bits(run.weights) and bits(errors) == bits(run.errors)
    assert run.diverged or list(map(bits, memories)) == list(map(bits, run.learner.memories))
    input = run.examples[0][0]
    assert bits(space["predict"](start, input)) == bits(case.network.predict(start, input))


@settings(max_examples=30)
@given(case=drawn, hot=st.sampled_from([False, False, True]))
def test_lines_that_are_read_are_the_step(case: Case, hot: bool) -> None:
    """In an empty namespace."""
    hot = hot and case.network.size <= 30  # it looks twice for each weight
    case = replace(case, learner="hot-and-cold" if hot else case.learner)
    run, start, samples = played(case)
    learner, batched, several = case.made(), run.order.size > 1, isinstance(run.alpha, list)
    unsaid = not case.network.ops() or (hot and several)  # it has two methods
    with pytest.raises(NotInlinable) if unsaid else nullcontext():
        step = StepForm(case.network, catalog().metric(case.metric), learner, readable=True)
        text = readable(step, run.frozen, "examples" if batched else "", several)
    if unsaid:
        return
    one = text.shown[2] == "weight"
    assert text.shown[0] == "error" and text.shown[1] in ("prediction", "predictions")
    given = [
        ([(x[0] if one else x, y[0] if len(y) == 1 else y) for x, y in examples], alpha) for examples, alpha in samples
    ]
    take = f"{'input' if one else 'inputs'}, {'goal_prediction' if case.network.outputs == 1 else 'goals'}"
    first = f"examples, {'alphas' if several else 'alpha'} = samples[iteration]"
    each = [first, *([] if batched else [f"{take} = examples[0]"]), *text.round, "errors.append(0.0 + error)"]
    starts = {name: row[0] if one else row for name, row in zip(text.kept, [start, *learner.memories])}
    space: dict[str, Any] = {**text.given, **starts, "samples": given, "errors": []}
    rounds = [f"for iteration in range({run.count}):", *("    " + line for line in each)]
    exec("\n".join([*text.imports, *text.helpers, *rounds]), space)
    weights, *memories = ([space[name]] if one else space[name] for name in text.kept)
    assert bits(weights) == bits(run.weights) and bits(space["errors"]) == bits(run.errors)
    if not run.frozen and not run.diverged:  # else that of a frozen weight stays where it is
        assert memories == run.learner.memories
        if not batched:  # a mean begins with 0.0: so no -0.0
            assert list(map(bits, memories)) == list(map(bits, run.learner.memories))


def test_lines_that_a_learner_tells_are_those_of_one_weight_and_one_example() -> None:
    said = {"name": "told", "lines": "weight -= alpha * weight_delta", "step": lambda *given: [0.0]}
    told, squared = type("Told", (Learner,), said)(), catalog().metric("squared")  # it asks for no error elsewhere
    step = StepForm(Neuron(), squared, told, readable=True)
    assert readable(step).round[-2:] == ["weight_delta = delta * input", said["lines"]]
    with pytest.raises(NotInlinable, match="a learner with a step of its own"):
        readable(step, batch="examples")
    beside = readable(StepForm(Neurons(2), squared, told, readable=True))
    space: dict[str, Any] = {**beside.given, "weights": [0.5, 2.0], "alpha": 0.1, "inputs": [1.0, 3.0], "goals": [1, 0]}
    exec("\n".join([*beside.imports, *beside.helpers, *beside.round]), space)
    assert space["weights"] == pytest.approx([0.55, 0.2]) and space["error"] == 36.25


# in arrays, within a relative 1e-9: dense networks, all metrics, all learners that are formulas

MIXED = ("relu", "linear", "tanh")
NETWORKS = [
    Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 3, 2, activation="relu"), Layers(2, 3, 1, activation=MIXED),
    Network((Dense(0, 2, 3), Dense(6, 3, 2, (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"])))),
    Network((Dense(0, 2, 3, tuple(map(ACTIVATIONS.__getitem__, MIXED)), True), Dense(9, 3, 2, (), True))),
]  # fmt: skip


@pytest.mark.parametrize(("library", "imported"), [("np", "numpy as np"), ("torch", "torch")])
def test_arrays_are_the_step(library: str, imported: str) -> None:
    if find_spec(imported.partition(" ")[0]) is None:
        pytest.skip(f"{imported} is not installed")
    said, metrics = set[str](), [name for name in METRICS if name != "guarded"]  # arrays know both of its branches
    for number, metric, learner in zip(range(40), cycle(metrics), cycle(FORMULAS)):
        made = level(NETWORKS[number % 7], learner=learner, metric=metric, alpha=0.03, batch=(None, 1, 2)[number % 3])
        session = Session(made, catalog(), [Learn(4)])
        try:
            text = ArrayForm(session.run, session.count + 1, library, imported).text()
        except NotInlinable:
            continue
        assert close(printed(text), expected(session)), f"{made.network} {metric} {learner}\n{text}"
        said |= {metric, learner}
    assert {*metrics, *FORMULAS} - said == {"half", "steep", "forked"}


def made(network: Network, learner: str = "gradient-descent", **how: Any) -> list[str]:
    return lines_of(network, shipped().metric("squared"), shipped().learner(learner)(), **how)[0]


def arrays(error: str) -> Arrays:
    methods = {name: formula(text, "prediction", "goal") for name, text in {"error": error, "delta": "1.0"}.items()}
    return Arrays(Neuron(), type("Own", (Metric,), methods)(), shipped().learner("gradient-descent")(), "np")


def test_what_is_answered() -> None:
    signs = {"rows": " r1 = ", "called": "forward(ws, xs)"}
    ways = {"way": lambda *of, **how: [way for way in signs if signs[way] in " ".join(made(*of, **how))]}
    assert differences(Path(__file__).with_name("answers.txt"), questions(names=globals() | ways), answers) == []
