"""Every rendering of a step is the readable step, bit for bit: drawn networks, metrics, learners and settings."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from downslope import Conv, ConvNet, Layers, Learner, Network, Neuron, Neurons, Problem
from downslope.engine.run import Run
from downslope.formulas.source import NotInlinable
from downslope.lines import lines_of
from downslope.lines.form import StepForm
from downslope.lines.readable import readable
from lib.compiled_loops import EACH, Case, bits, cases, catalog

STEPS = 7
drawn = cases((0.05, EACH, -0.02))


def played(case: Case) -> tuple[Any, list[float], list[Any]]:
    """The run step by step, its start weights, and the examples and alpha of each step."""
    run = case.run(Run)
    start = list(run.weights)
    while run.count < STEPS and not run.diverged:
        run.step()
    return run, start, [(run.problem(k).examples, run.alpha_at(k)) for k in range(run.count)]


def rows(network: Network, batch: int, learner: str = "gradient-descent") -> Case:
    """One too large to be written out."""
    return Case(network, learner, zeros=0.5, more={"batch": batch})


@settings(max_examples=50)
@example(rows(Layers(9, 8, 6), 1), False)
@example(rows(Layers(9, 8, 6), 2, "adam"), True)
@example(rows(Network((Conv(0, 8, 12),)), 1), True)
@example(rows(ConvNet(8, 2, 10), 1), False)
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


@settings(max_examples=60)
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


class Told(Learner):
    """It asks for no error elsewhere."""

    name, lines = "told", "weight -= alpha * weight_delta"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        return [w - alpha * d for w, d in zip(weights, problem.weight_deltas(weights))]


def test_lines_that_a_learner_tells_are_those_of_one_weight_and_one_example() -> None:
    step = StepForm(Neuron(), catalog().metric("squared"), Told(), readable=True)
    assert readable(step).round[-2:] == ["weight_delta = delta * input", Told.lines]
    with pytest.raises(NotInlinable, match="a learner with a step of its own"):
        readable(step, batch="examples")
    beside = readable(StepForm(Neurons(2), catalog().metric("squared"), Told(), readable=True))
    space: dict[str, Any] = {**beside.given, "weights": [0.5, 2.0], "alpha": 0.1, "inputs": [1.0, 3.0], "goals": [1, 0]}
    exec("\n".join([*beside.imports, *beside.helpers, *beside.round]), space)
    assert space["weights"] == pytest.approx([0.55, 0.2]) and space["error"] == 36.25
