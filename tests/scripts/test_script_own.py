"""What plain lines cannot say is written with the game's own parts, and gives the session's numbers to the last bit."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
from dataclasses import replace
from typing import Any

import pytest

from downslope import ConvNet, Digits, Example, Freeze, Learn, Learner, Level, Network, Neuron, Session, Turn
from downslope.formulas.inline import NotInlinable
from downslope.scripts.forms import written_as
from downslope.scripts.to_python import script
from scripts.test_script import WithABranch, expected, printed
from scripts.test_script_many import NETWORKS, level, played
from support import shipped

PICTURES = [Example([(3 * k + j) % 7 / 6 for j in range(16)], [k % 3 == 0, k % 3 == 1, k % 3 == 2]) for k in range(5)]


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
