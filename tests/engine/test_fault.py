"""Whose fault it is that something raised, or gave what it may not: the plugin's, with its file and its line; and what
of somebody's text is shown."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Catalog, Example, Fault, Knob, Layers, Learn, Learner, Level, Network, Neuron, Run, Session, Turn
from downslope.engine.fault import blame
from downslope.engine.plain_text import plain, plain_object, short_repr, unmarked_lines
from downslope.engine.run import CheckedProblem
from downslope.engine.watchdog import CodeTimeout, StopPoint
from downslope.learning.contract import shape_faults
from downslope.learning.problem import Problem
from downslope.registry.sources import load_all
from downslope.rules.actions import Impossible
from support import campaign, shipped

CODE = """from downslope import Learner


class Odd(Learner):
    def update(self, weight, weight_delta, alpha):
        return self.other(weight)

    def other(self, weight):
        raise {raises}
"""


def raised_by(tmp_path: Path, raises: str) -> tuple[Any, BaseException]:
    """An author's learner, and what its method raised."""
    file = tmp_path / "odd.py"
    file.write_text(CODE.format(raises=raises), encoding="utf-8")
    registry = load_all(tmp_path / "home", packages=False)
    registry.add_file(file)
    learner = registry.collect().learner("odd/odd")()
    with pytest.raises(BaseException) as caught:
        learner.update(0.0, 0.0, 0.0)
    return learner, caught.value


def told(fault: Fault) -> tuple[str, int, str, bool]:
    return str(fault).partition(": ")[2], fault.line, fault.plugin, fault.stopped


def test_an_error_has_the_innermost_line_of_its_plugin(tmp_path: Path) -> None:
    learner, raised = raised_by(tmp_path, "ValueError('no')")
    assert told(blame(raised, learner, shipped().metric("squared"))) == ("ValueError: no", 9, "odd", False)
    bare = ValueError("elsewhere")
    assert told(blame(bare, shipped().metric("squared"), learner)) == ("ValueError: elsewhere", 0, "squared", False)


def test_where_code_was_ended_the_cause_says_where_and_the_reason_names_what_was_called(tmp_path: Path) -> None:
    learner, cause = raised_by(tmp_path, "TimeoutError")
    stopped = StopPoint("{what} took too long", what="it")
    stopped.__cause__ = cause
    assert told(blame(stopped, learner)) == ("update() took too long", 9, "odd", True)
    alone = StopPoint("{what} took too long", what="it")
    assert told(blame(alone, learner)) == ("it took too long", 0, "odd", True)
    with pytest.raises(CodeTimeout):  # what is meant for all goes on up
        blame(CodeTimeout(), learner)


# what a learner may not do


class Careless(Learner):
    name = "careless"

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        weights[0] -= 0.1
        return list(weights)


class Reads(Learner):
    """All that a list can do for who only reads."""

    name = "reads"

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        assert isinstance(weights, list) and weights.index(weights[0]) == 0 and weights.count(weights[0]) == 1
        parts: list[float] = weights[:1].__add__([weights[-1] + 0.1])
        return parts + weights.copy()[2:]


class Broken(Learner):
    name = "broken"

    def start(self, size: int) -> None:
        raise RuntimeError("no start")


def session(learner: type[Learner], **fields: Any) -> Session:
    found = shipped()
    catalog = Catalog(found.metrics, {**found.learners, learner.name: learner}, {}, {})
    level = Level("x", title="", network=Layers(2, 1), examples=[Example((1, 2), 3)], weights=[0.5, 0.25],
                  learner=learner.name, **fields)  # fmt: skip
    return Session(level, catalog)


def test_a_learner_may_read_the_weights_as_a_list_and_no_more() -> None:
    careless, reads = session(Careless), session(Reads)
    with pytest.raises(Fault, match="careless: step changed the weights it was given") as fault:
        careless.do(Learn(3))
    assert fault.value.file == __file__ and fault.value.line > 0 and careless.weights == [0.5, 0.25]
    reads.do(Learn(3))
    assert reads.weights == [0.5, 0.25 + 0.1 + 0.1 + 0.1]


def test_a_learner_that_raises_when_it_is_made_is_a_fault_and_one_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Fault, match="broken: RuntimeError: no start") as fault:
        session(Broken)
    assert fault.value.file == __file__
    attempt = session(Reads, knobs=[Knob("learner", stops=("reads", "rule-of-tiles"))])
    with pytest.raises(Impossible, match="rule-of-tiles is not made for the network of x"):
        attempt.do(Turn("learner", "rule-of-tiles"))
    assert attempt.knobs["learner"] == "reads" and not attempt.actions


def test_what_a_step_gives_is_told_with_the_line_where_it_begins() -> None:
    for gives, sentence in (
        (None, "step returned None; expected a list of 2 numbers"),
        ([1.0], "step returned [1.0]; expected a list of 2 numbers"),
        ("ab", "step returned 'ab'; expected a list of 2 numbers"),
        (["a", "b"], "step returned ['a', 'b']; expected numbers"),
        ([inf, "b"], "step returned [inf, 'b']; expected numbers"),
        ([0.5, nan], "step gave nan for weight 2, though the error and its slopes are finite"),
    ):

        class Odd(Learner):
            name = "odd"
            gives: Any = None

            def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> Any:
                return self.gives

        Odd.gives = gives
        odd = session(Odd)
        with pytest.raises(Fault) as fault:
            odd.do(Learn(1))
        assert (fault.value.sentence, fault.value.file) == (sentence, __file__)
        assert fault.value.line == Odd.step.__code__.co_firstlineno and odd.weights == [0.5, 0.25]


class Lost(Learner):
    """Its fourth step comes to no number; or to one that is too large first."""

    name = "lost"
    steps, reach = 0, 0.1

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        self.steps += 1
        slopes = problem.weight_deltas(weights)
        lost = inf - inf if self.steps == 4 else 0.0
        return [weight - self.reach * slope + lost for weight, slope in zip(weights, slopes)]


class Far(Lost):
    name, reach = "far", 1e200


def test_a_step_that_comes_to_no_number_leaves_the_run_before_it_and_an_overflow_is_no_fault() -> None:
    lost, far = session(Lost), session(Far)
    lost.do(Learn(3))
    before = list(lost.weights)
    with pytest.raises(Fault, match="lost: step gave nan for weight 1") as fault:
        lost.do(Learn(100))
    assert fault.value.line == Lost.step.__code__.co_firstlineno
    assert lost.weights == before and lost.count == 3
    far.do(Learn(100))
    assert far.outcome is not None and far.outcome.kind == "runaway"


# a network that keeps its promises where it was asked, and not elsewhere, is named as soon as it does not


class Fickle(Network):
    """It gives something else for inputs above 1, where nobody asks when it is loaded."""

    inputs, outputs, size = 1, 2, 2

    def __init__(self, method: str = "", gives: Any = None) -> None:
        self.method, self.gives = method, gives

    def forward(self, weights: Any, input: Any) -> list[Any]:
        there = self.method == "forward" and input[0] > 1
        return [input, self.gives if there else [input[0] * weights[0], input[0] * weights[1]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> Any:
        there = self.method == "weight_deltas" and layers[0][0] > 1
        return self.gives if there else [delta[0] * layers[0][0], delta[1] * layers[0][0]]


class OnlyErrors(Learner):
    """It asks for errors alone."""

    name = "only-errors"

    def step(self, problem: Problem, weights: Sequence[float], alpha: Any) -> list[float]:
        return [weight - 0.01 * problem.error(weights) for weight in weights]


def run_of(network: Network, learner: type[Learner] | None = None, batch: int | None = None) -> Run:
    own = (learner or shipped().learner("gradient-descent"))()
    own.start(network.size)
    pairs = [((0.5,), (1.0, 0.0)), ((2.0,), (0.5, 0.5))]
    return Run(network, pairs, shipped().metric("squared"), own, [0.1, 0.2], 0.1, batch)


def play(run: Run) -> None:
    while run.count < 6 and not run.diverged:
        run.advance(6 - run.count)


@pytest.mark.parametrize("method", ["forward", "weight_deltas"])
def test_it_is_named_with_its_file_and_the_line_of_its_method(method: str) -> None:
    _lines, first = inspect.getsourcelines(getattr(Fickle, method))
    for gives in ([], [1.0], [1.0, 2.0, 3.0], None, 0.5, [1.0, "x"], [1.0, 1j]):
        network = Fickle(method, gives)
        assert list(shape_faults(network)) == []
        for batch in (1, None):
            with pytest.raises(Fault, match=f"Fickle: {method} returned .*; expected 2 numbers, one for each") as fault:
                play(run_of(network, batch=batch))
            assert (fault.value.file, fault.value.line) == (__file__, first)
    if method == "forward":
        with pytest.raises(Fault, match="Fickle: forward returned"):
            play(run_of(Fickle("forward", [1.0]), OnlyErrors))


def test_what_gives_its_numbers_is_left_alone() -> None:
    run = run_of(Fickle())
    play(run)
    assert run.count == 6 and type(run.problem(0)) is CheckedProblem
    assert run.at(3).predictions == tuple(tuple(run.network.predict(run.at(3).weights, x)) for x, _ in run.examples)
    assert type(run_of(Neuron(1, 2)).problem(0)) is Problem


# text of strangers: what cannot be seen, or does something to what stands around it, is not in it


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_a_terminal_or_a_window_obeys(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(letter) for letter in shown if letter not in "\u200c\u200d"} & {"Cc", "Cs", "Cf"}
    shown.encode()
    assert plain(shown) == shown and unmarked_lines(text).count("\n") == text.count("\n")


def test_of_a_long_list_only_the_beginning_is_looked_at() -> None:
    class Counted:
        seen = 0

        def __repr__(self) -> str:
            type(self).seen += 1
            return "x"

    assert short_repr([Counted()] * 10_000) == "[x, x, x, x, x, x, ...]" and Counted.seen < 10
    assert short_repr([1j]) == "[1j]" and len(short_repr("y" * 1000)) == 60


@dataclass(frozen=True)
class Box:
    words: object


class Pair(NamedTuple):
    one: str
    other: object


def test_texts_are_found_wherever_they_are_and_what_can_be_read_stays() -> None:
    bad = "a\x1bb"
    assert plain_object([Box((bad, 1)), {bad: Pair(bad, [bad])}]) == [Box(("ab", 1)), {"ab": Pair("ab", ["ab"])}]
    for text in ("weight × −0.5 → “goal”", "नमस्ते", "日本語", "é", "\U0001f468\u200d\U0001f469\u200d\U0001f467"):
        assert plain(text) == text
    for level in campaign():
        assert plain_object(level) is level
