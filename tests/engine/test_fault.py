"""Whose fault it is that something raised, or gave what it may not: the plugin's, with its file and its line; and what
of somebody's text is shown."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, nan
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Example, Fault, Knob, Layers, Learn, Learner, Level, Network, Run, Session, Turn
from downslope.engine.fault import blame
from downslope.engine.plain_text import plain, plain_object, short_repr, unmarked_lines
from downslope.engine.watchdog import CodeTimeout, StopPoint
from downslope.learning.contract import shape_faults
from downslope.learning.problem import Problem
from downslope.registry.sources import load_all
from downslope.rules.actions import Impossible
from downslope.rules.catalog import Catalog
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
    squared, bare = shipped().metric("squared"), ValueError("elsewhere")
    assert told(blame(raised, learner, squared)) == ("ValueError: no", 9, "odd", False)
    assert told(blame(bare, squared, learner)) == ("ValueError: elsewhere", 0, "squared", False)
    stopped = StopPoint("{what} took too long", what="it")
    assert told(blame(stopped, learner)) == ("it took too long", 0, "odd", True)
    stopped.__cause__ = raised  # which says where, and what was called
    assert told(blame(stopped, learner)) == ("update() took too long", 9, "odd", True)
    with pytest.raises(CodeTimeout):  # what is meant for all goes on up
        blame(CodeTimeout(), learner)


# what a learner may not do


class Odd(Learner):
    """It gives what `gives` gives."""

    name = "odd"
    gives: Any = None
    steps = 0

    def step(self, problem: Problem, weights: Any, alpha: Any) -> Any:
        self.steps += 1
        return self.gives(weights, problem.weight_deltas(weights))


def session(gives: Callable[..., Any], **fields: Any) -> Session:
    found, Odd.gives = shipped(), lambda self, *given: gives(self, *given)
    catalog = Catalog(found.metrics, {**found.learners, "odd": Odd}, {}, {})
    examples = [Example((1, 2), 3)]
    return Session(Level("x", title="", network=Layers(2, 1), examples=examples, weights=[0.5, 0.25],
                         learner="odd", **fields), catalog)  # fmt: skip


def careless(odd: Odd, weights: Any, slopes: Any) -> Any:
    weights[0] -= 0.1
    return list(weights)


def reads(odd: Odd, weights: Any, slopes: Any) -> Any:
    """All that a list can do for who only reads."""
    assert isinstance(weights, list) and weights.index(weights[0]) == 0 and weights.count(weights[0]) == 1
    return [*weights[:1], weights[-1] + 0.1, *weights.copy()[2:]]


GIVEN: list[tuple[Any, str]] = [
    (careless, "step changed the weights it was given; make a list of its own"),
    (lambda *_: None, "step returned None; expected a list of 2 numbers"),
    (lambda *_: [1.0], "step returned [1.0]; expected a list of 2 numbers"),
    (lambda *_: "ab", "step returned 'ab'; expected a list of 2 numbers"),
    (lambda *_: ["a", "b"], "step returned ['a', 'b']; expected numbers"),
    (lambda *_: [inf, "b"], "step returned [inf, 'b']; expected numbers"),
    (lambda *_: [0.5, nan], "step gave nan for weight 2, though the error and its slopes are finite"),
]


def test_what_a_step_gives_is_told_with_the_line_where_it_begins() -> None:
    for gives, sentence in GIVEN:
        odd = session(gives)
        with pytest.raises(Fault) as fault:
            odd.do(Learn(3))
        assert (fault.value.sentence, fault.value.file) == (sentence, __file__)
        assert fault.value.line == Odd.step.__code__.co_firstlineno and odd.weights == [0.5, 0.25]
    good = session(reads, knobs=[Knob("learner", stops=("odd", "rule-of-tiles"))])
    with pytest.raises(Impossible, match="rule-of-tiles is not made for the network of x"):
        good.do(Turn("learner", "rule-of-tiles"))
    assert good.knobs["learner"] == "odd" and not good.actions
    good.do(Learn(3))
    assert good.weights == [0.5, 0.25 + 0.1 + 0.1 + 0.1]


def test_a_step_that_comes_to_no_number_leaves_the_run_before_it_and_an_overflow_is_no_fault() -> None:
    def lost(odd: Odd, weights: Any, slopes: Any) -> Any:
        nothing = inf - inf if odd.steps == 4 else 0.0
        return [weight - 0.1 * slope + nothing for weight, slope in zip(weights, slopes)]

    one = session(lost)
    one.do(Learn(3))
    before = list(one.weights)
    with pytest.raises(Fault, match="odd: step gave nan for weight 1"):
        one.do(Learn(100))
    assert one.weights == before and one.count == 3
    far = session(lambda odd, weights, slopes: [w - 1e200 * slope for w, slope in zip(weights, slopes)])
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


def played(network: Network, batch: int | None = None) -> Run:
    own = shipped().learner("gradient-descent")()
    own.start(2)
    pairs = [((0.5,), (1.0, 0.0)), ((2.0,), (0.5, 0.5))]
    run = Run(network, pairs, shipped().metric("squared"), own, [0.1, 0.2], 0.1, batch)
    while run.count < 6:
        run.advance(6 - run.count)
    return run


@pytest.mark.parametrize("method", ["forward", "weight_deltas"])
def test_it_is_named_with_its_file_and_the_line_of_its_method(method: str) -> None:
    _lines, first = inspect.getsourcelines(getattr(Fickle, method))
    for gives in ([], [1.0], [1.0, 2.0, 3.0], None, 0.5, [1.0, "x"], [1.0, 1j]):
        network = Fickle(method, gives)
        assert list(shape_faults(network)) == []
        for batch in (1, None):
            with pytest.raises(Fault, match=f"Fickle: {method} returned .*; expected 2 numbers, one for each") as fault:
                played(network, batch)
            assert (fault.value.file, fault.value.line) == (__file__, first)
    run = played(Fickle())
    assert run.at(3).predictions == tuple(tuple(run.network.predict(run.at(3).weights, x)) for x, _ in run.examples)


# text of strangers: what cannot be seen, or does something to what stands around it, is not in it


@dataclass(frozen=True)
class Box:
    words: object


class Pair(NamedTuple):
    one: str
    other: object


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_a_terminal_or_a_window_obeys(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(letter) for letter in shown if letter not in "\u200c\u200d"} & {"Cc", "Cs", "Cf"}
    shown.encode()
    assert plain(shown) == shown and unmarked_lines(text).count("\n") == text.count("\n")


def test_what_can_be_read_stays_and_of_a_long_list_only_the_beginning_is_looked_at() -> None:
    for text in ("weight × −0.5 → “goal”", "नमस्ते", "日本語", "é", "\U0001f468\u200d\U0001f469\u200d\U0001f467"):
        assert plain(text) == text
    bad = "a\x1bb"
    assert plain_object([Box((bad, 1)), {bad: Pair(bad, [bad])}]) == [Box(("ab", 1)), {"ab": Pair("ab", ["ab"])}]
    assert all(plain_object(level) is level for level in campaign())
    assert short_repr([1j] * 10_000) == "[1j, 1j, 1j, 1j, 1j, 1j, ...]" and len(short_repr("y" * 1000)) == 60
