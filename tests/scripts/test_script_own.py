"""Kernels, methods with branches, loops: what is written of them gives the session's numbers to the last bit.

What plain lines cannot say is written with the game's own parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import copysign
from typing import Any

import pytest

from compiled_loops import Forked, Steep
from downslope import (
    Catalog,
    ConvNet,
    Dense,
    Digits,
    Example,
    Freeze,
    Layers,
    Learn,
    Learner,
    Level,
    Network,
    Neuron,
    Neurons,
    Session,
    Turn,
)
from downslope.formulas.inline import NotInlinable
from downslope.learning.activations import Activation
from downslope.learning.ops import Op
from downslope.scripts.forms import write_loop, written_as
from downslope.scripts.to_python import script
from plugin_networks import Recurrent
from scripts.test_script import expected, printed
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


def same(session: Session, plain: bool = True) -> str:
    """What is written of it gives its numbers. `plain`: with lines of Python alone."""
    if not plain:
        with pytest.raises(NotInlinable):
            script(session)
    text = written_as(session)
    assert ("run = Run(" in text) is not plain
    assert repr(printed(text)) == repr(expected(session)), text
    return text


def net(**fields: Any) -> Level:
    """Pictures of 4x4 pixels, two kernels, three votes."""
    made = level(ConvNet(4, 2, 3), metric="softmax-cross-entropy", batch=1)
    return replace(made, examples=PICTURES, **fields)


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum", "adam", "hot-and-cold"])
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
    ],
    ids=repr,
)
def test_orders_schedules_and_ice(fields: dict[str, Any]) -> None:
    same(played(net(**fields), Learn(9)))


@pytest.mark.parametrize("more", [{}, {"shuffle": True, "batch": 2, "schedule": "linear", "budget": 4}], ids=repr)
def test_pictures_that_are_moved_are_the_run_s_own(more: dict[str, Any]) -> None:
    same(played(net(augment="shift", **more), Learn(9)), plain=False)


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("turn", [Turn("alpha", 0.2), Turn("weight", 0.2, 1), Freeze(3)], ids=repr)
def test_what_was_turned_on_the_way(turn: Any, learner: str) -> None:
    same(played(net(learner=learner), Learn(4), turn, Learn(4)))


@pytest.mark.parametrize("network", [name for name in NETWORKS if NETWORKS[name].source])
def test_random_search_of_every_shape(network: str) -> None:
    same(played(level(NETWORKS[network], learner="random-search"), Learn(6)), plain=False)


@pytest.mark.parametrize(
    "fields, turns",
    [
        ({"shuffle": True, "batch": 2}, [Turn("alpha", 0.05), Learn(4)]),
        ({"schedule": "cosine", "budget": 3, "batch": 2}, []),
        ({"schedule": "cosine", "budget": 9}, [Turn("alpha", 0.3), Learn(3)]),
        ({"frozen": frozenset({1})}, []),
    ],
    ids=repr,
)
def test_a_step_of_its_own_in_every_order(fields: dict[str, Any], turns: list[Any]) -> None:
    same(played(level(NETWORKS["relu"], learner="random-search", **fields), Learn(6), *turns), plain=False)


def test_a_network_without_ops_that_a_level_has(monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(level(Recurrent(3), learner="momentum"), id="recurrent")
    catalog = replace(shipped(), levels={"recurrent": made})
    monkeypatch.setattr("downslope.load", lambda: catalog)
    turns: list[list[Any]] = [[], [Turn("alpha", 0.05), Learn(3)], [Turn("weight", 0.2, 1), Learn(3)]]
    for more in turns:
        same(Session(made, catalog, [Learn(5), *more]), plain=False)


def test_a_draw_in_the_middle_is_not_written() -> None:
    session = played(net(learner="random-search", batch=None), Learn(4), Turn("weight", 0.2, 1), Learn(4))
    with pytest.raises(NotInlinable, match="random-search"):
        written_as(session)


@pytest.mark.parametrize("network", ["two-outputs", "sigmoid", "deep-mixed", "biased-deep-two"])
@pytest.mark.parametrize("batch", [None, 1])
def test_outputs_that_depend_on_each_other(network: str, batch: int | None) -> None:
    same(played(level(NETWORKS[network], metric="softmax-cross-entropy", batch=batch), Learn(6)))


class Bending(Network):
    """As a plugin's author writes one: its ops alone, with an activation of its own and biases."""

    def ops(self) -> Sequence[Op]:
        return Dense(0, 3, 2, (Kinked(),) * 2, True), Dense(8, 2, 1, (), True)


class Reaching(Learner):
    """A formula with a branch, a helper of its own and a number."""

    name = "reaching"
    reach = 0.25

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        if abs(weight_delta) > self.reach:
            return self.nearer(weight, weight_delta, alpha)
        return weight - alpha * weight_delta

    def nearer(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - alpha * copysign(self.reach, weight_delta)


@pytest.mark.parametrize("network", [Neuron(), Neuron(3), Neurons(3), Bending()], ids=lambda n: type(n).__name__)
@pytest.mark.parametrize("learner", ["gradient-descent", "momentum", "reaching"])
@pytest.mark.parametrize("batch", [None, 1])
def test_what_is_more_than_plain_lines_is_written_out_as_functions(
    network: Network, learner: str, batch: int | None
) -> None:
    catalog = replace(shipped(), learners={**shipped().learners, "reaching": Reaching},
                      metrics={**shipped().metrics, "branchy": Steep()})  # fmt: skip
    for metric in ("branchy", "squared"):
        made = level(network, learner=learner, metric=metric, batch=batch)
        same(Session(made, catalog, [Learn(6)]))


class Counting(Learner):
    """It notes something down with every weight."""

    name = "counting"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        self.count = 1
        return weight - alpha * weight_delta


class Shadowing(Reaching):
    """A method of its own lies over that of its class."""

    def start(self, size: int) -> None:
        super().start(size)
        vars(self)["nearer"] = lambda weight, weight_delta, alpha: weight


class Naming(Reaching):
    """A name for two things."""

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        if abs(weight_delta) > self.reach:
            nearer = self.nearer(weight, weight_delta, alpha)
            return nearer
        return weight - alpha * weight_delta


@pytest.mark.parametrize(
    "kind, why",
    [(Counting, r"self\.count is not a number"), (Shadowing, r"self\.nearer is not"), (Naming, "for two things")],
)
def test_what_a_function_cannot_say_is_not_written_out(kind: type[Learner], why: str) -> None:
    catalog = replace(shipped(), learners={**shipped().learners, kind.name: kind})
    session = Session(replace(shipped().level("thirteen"), learner=kind.name), catalog, [Learn(2)])
    with pytest.raises(NotInlinable, match=why):
        script(session)


def test_many_examples_and_weights_are_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = shipped()
    one = tuple(Example(e.input, e.pair[1][:1]) for e in Digits().make()[:40])
    digits = Level("digits-here", title="", network=Layers(64, 3, 1), examples=one, batch=1, seed=4,
                   stages=[{"alpha": 0.01}])  # fmt: skip
    monkeypatch.setitem(catalog.levels, "digits-here", digits)
    monkeypatch.setattr("downslope.load", lambda: catalog)
    text = same(Session(digits, catalog, [Learn(30)]))
    assert max(map(len, text.splitlines())) <= 120
    assert "level('digits-here').data()" in text and "Random('weights 4')" in text
    with pytest.raises(NotInlinable, match="40 examples"):
        written_as(Session(digits, catalog, [Learn(3)]), "torch")


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
        ({"network": Bending()}, "value_kinked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_runs_names_what_it_calls(fields: dict[str, Any], called: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(level(NETWORKS["three-inputs"]), id="named", batch=1, **fields)
    metrics, learners = {**shipped().metrics, "branchy": Steep()}, {**shipped().learners, "forked": Forked}
    catalog = Catalog(metrics, learners, {"named": made})
    monkeypatch.setattr("downslope.load", lambda: catalog)
    assert f"\n{called} = " in as_printed(Session(made, catalog))
