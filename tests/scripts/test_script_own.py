"""What plain lines cannot say is written with the game's own parts, and gives the session's numbers to the last bit."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from compiled_loops import Forked
from downslope import (
    Catalog,
    ConvNet,
    Dense,
    Digits,
    Example,
    Freeze,
    Learn,
    Learner,
    Level,
    Network,
    Neuron,
    Session,
    Turn,
)
from downslope.formulas.inline import NotInlinable
from downslope.learning.activations import Activation
from downslope.learning.ops import Op
from downslope.scripts.forms import write_loop, written_as
from downslope.scripts.to_python import script
from plugin_networks import Recurrent
from scripts.test_script import WithABranch, expected, printed
from scripts.test_script_many import NETWORKS, level, played
from support import shipped

PICTURES = [Example([(3 * k + j) % 7 / 6 for j in range(16)], [k % 3 == 0, k % 3 == 1, k % 3 == 2]) for k in range(5)]


class Kinked(Activation):
    """Not plain lines: it is called."""

    name = "kinked"

    def value(self, total: float) -> float:
        if total > 0.0:
            return total
        return 0.1 * total

    def slope(self, value: float) -> float:
        return 1.0 if value > 0.0 else 0.1


def same(session: Session) -> str:
    """Plain lines cannot say it, and this text can."""
    with pytest.raises(NotInlinable):
        script(session)
    text = written_as(session)
    assert "from downslope import" in text
    assert repr(printed(text)) == repr(expected(session)), text
    return text


def net(**fields: Any) -> Level:
    """Pictures of 4x4 pixels, two kernels, three votes."""
    made = level(ConvNet(4, 2, 3), metric="softmax-cross-entropy", batch=1)
    return replace(made, examples=PICTURES, **fields)


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum", "adam", "random-search", "hot-and-cold"])
@pytest.mark.parametrize("batch", [None, 1, 2])
def test_kernels(learner: str, batch: int | None) -> None:
    same(played(net(learner=learner, batch=batch), Learn(7)))


@pytest.mark.parametrize(
    "fields",
    [
        {"shuffle": True},
        {"shuffle": True, "batch": 2},
        {"schedule": "cosine", "budget": 3},
        {"frozen": frozenset({0, 20}), "learner": "momentum"},
        {"augment": "shift"},
        {"augment": "shift", "shuffle": True, "batch": 2, "schedule": "linear", "budget": 4},
    ],
    ids=repr,
)
def test_orders_schedules_and_ice(fields: dict[str, Any]) -> None:
    same(played(net(**fields), Learn(9)))


def test_what_was_turned_on_the_way() -> None:
    for learner in ("gradient-descent", "momentum"):
        same(played(net(learner=learner), Learn(4), Turn("alpha", 0.2), Learn(4)))
        same(played(net(learner=learner), Learn(4), Turn("weight", 0.2, 1), Learn(4)))
        same(played(net(learner=learner), Learn(4), Freeze(3), Learn(4)))
    session = played(net(learner="random-search"), Learn(4), Turn("weight", 0.2, 1), Learn(4))
    with pytest.raises(NotInlinable, match="random-search"):
        written_as(session)  # its random numbers are somewhere in the middle


@pytest.mark.parametrize("network", [name for name in NETWORKS if NETWORKS[name].source])
def test_random_search_of_every_shape(network: str) -> None:
    same(played(level(NETWORKS[network], learner="random-search"), Learn(6)))


@pytest.mark.parametrize("network", ["two-outputs", "sigmoid", "deep-mixed"])
def test_outputs_that_depend_on_each_other(network: str) -> None:
    same(played(level(NETWORKS[network], metric="softmax-cross-entropy", batch=1), Learn(6)))


def test_a_metric_with_a_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = shipped()
    monkeypatch.setitem(catalog.metrics, "branchy", WithABranch())
    monkeypatch.setattr("downslope.load", lambda: catalog)
    same(played(level(Neuron(), count=1, metric="branchy"), Learn(5)))


def test_many_examples_and_weights_are_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = shipped()
    digits = Level("digits-here", title="", network=Neuron(64, 10), examples=Digits(), metric="softmax-cross-entropy",
                   batch=1, seed=4, stages=[{"alpha": 0.01}])  # fmt: skip
    monkeypatch.setitem(catalog.levels, "digits-here", digits)
    monkeypatch.setattr("downslope.load", lambda: catalog)
    text = same(Session(digits, catalog, [Learn(30)]))
    assert max(map(len, text.splitlines())) <= 120
    assert "catalog.level('digits-here').data()" in text and "Random('weights 4')" in text
    with pytest.raises(NotInlinable, match="1437 examples"):
        written_as(Session(digits, catalog, [Learn(3)]), "torch")


def test_by_hand_it_is_a_prediction() -> None:
    session = played(net(learner=None), Turn("weight", 0.5, 2))
    out = printed_prediction(written_as(session))
    assert out == session.run.network.predict(session.weights, PICTURES[0].pair[0])


def printed_prediction(text: str) -> Any:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "<script>", "exec"), {})
    return ast.literal_eval(out.getvalue().removeprefix("prediction "))


class Somebodys(Network):
    """A network of a plugin's."""

    inputs = outputs = size = 1

    def forward(self, weights: Any, input: Any) -> Any:
        return [input, [input[0] * weights[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> Any:
        return [delta[0] * layers[0][0]]


def test_a_network_of_somebody_else_s_cannot_be_made_here() -> None:
    made = Level("x", title="", network=Somebodys(), examples=[Example(1, 1)], weights=[0.5])
    with pytest.raises(NotInlinable, match="another kind"):
        written_as(Session(made, shipped(), [Learn(2)]))


class Counting(Learner):
    """A formula with a line that is no assignment."""

    name = "counting"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        move = alpha * weight_delta
        if move > 1:
            move = 1.0
        return weight - move


def test_a_line_is_named_as_its_file_counts_them() -> None:
    catalog = replace(shipped(), learners={**shipped().learners, "counting": Counting})
    session = Session(replace(shipped().level("thirteen"), learner="counting"), catalog, [Learn(2)])
    line = inspect.getsourcelines(Counting.update)[1] + 2
    with pytest.raises(NotInlinable, match=f"line {line} is not an assignment"):
        script(session)


STEPS = 5


def made_by(text: str, session: Session) -> tuple[list[Any], list[float], list[float]]:
    """(the weights before each step, the errors, the weights after the last) of the lines that are printed."""
    run, space = session.run, dict[str, Any]()
    exec(text, space)
    assert run.learner is not None
    kept: list[Any] = []
    errors: list[float] = []
    if "steps" in space:  # of one weight
        memory = tuple(m[0] for m in run.learner.memories)
        ends = space["run"](*run.examples[0], -1.0, 1e300, run.weights[0], memory, run.alpha, STEPS, 0, -1, 1.0, 0.0,
                            kept.extend, errors.extend)  # fmt: skip
        return kept, errors, [ends[1]]
    seen = [(run.problem(step).examples, run.alpha_at(step)) for step in range(run.count, run.count + STEPS)]
    samples = [(examples, alpha) if run.order.size > 1 else (*examples[0], alpha) for examples, alpha in seen]
    weights, _memories = space["run"](run.weights, run.learner.memories, samples, kept.extend, errors.append)
    return kept, errors, weights


def as_printed(session: Session) -> str:
    """What runs of it, whose steps are the readable ones."""
    text, why = write_loop(session)
    assert not why
    kept, errors, weights = made_by(text, session)
    run, first = session.run, session.run.count
    for _ in range(STEPS):
        run.step()
    assert repr(errors) == repr(list(run.errors[first:]))
    assert repr(weights) == repr(list(run.weights))
    assert repr(kept) == repr([w for step in range(first, run.count) for w in run.weights_at(step)])
    return text


class Bent(Network):
    """With an activation of its own."""

    def ops(self) -> Sequence[Op]:
        return Dense(0, 3, 2, (Kinked(),) * 2), Dense(6, 2, 1)


LOOPS = [
    level for level in shipped().levels.values()
    if level.learner is not None and shipped().learner(level.learner).step is Learner.step
]  # fmt: skip


@pytest.mark.parametrize("level", LOOPS, ids=lambda level: level.id)
def test_what_runs_makes_the_steps_of_the_level(level: Level) -> None:
    text = as_printed(Session(level, shipped()))
    assert text.count(level.id) == 2 and "definition" in text.partition("\ndef ")[0]


@pytest.mark.parametrize(
    "fields, called",
    [
        ({"metric": "branchy"}, "judge"),
        ({"learner": "forked"}, "move"),
        ({"network": Recurrent(3)}, "weight_deltas"),
        ({"network": Bent()}, "value_kinked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_runs_names_what_it_calls(fields: dict[str, Any], called: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(level(NETWORKS["three-inputs"]), id="named", batch=1, **fields)
    metrics, learners = {**shipped().metrics, "branchy": WithABranch()}, {**shipped().learners, "forked": Forked}
    catalog = Catalog(metrics, learners, {"named": made})
    monkeypatch.setattr("downslope.load", lambda: catalog)
    assert f"\n{called} = " in as_printed(Session(made, catalog))
