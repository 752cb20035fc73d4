"""Whose fault it is that something raised, or gave what it may not: the plugin's, with its file and its line; and what
of somebody's text is shown."""

import inspect
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import inf, nan
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Fault, Knob, Layers, Learn, Learner, Level, Network, Run, Session, Turn
from downslope.engine.fault import blame
from downslope.engine.plain_text import plain, plain_object, short_repr, unmarked_lines
from downslope.engine.run import is_own
from downslope.engine.watchdog import CodeTimeout, StopPoint
from downslope.rules import Catalog, Impossible
from lib.support import campaign, shipped


class Odd(Learner):
    """It gives what `gives` gives."""

    name = "odd"
    gives: Any = None
    steps = 0

    def step(self, problem: Any, weights: Any, alpha: Any) -> Any:
        self.steps += 1
        return self.gives(weights, problem.weight_deltas(weights))


def session(gives: Callable[..., Any], **fields: Any) -> Session:
    found, Odd.gives = shipped(), lambda self, *given: gives(self, *given)
    catalog = Catalog(found.metrics, {**found.learners, "odd": Odd}, {}, {})
    examples = [Example((1, 2), 3)]
    return Session(Level("x", title="", network=Layers(2, 1), examples=examples, weights=[0.5, 0.25],
                         learner="odd", **fields), catalog)  # fmt: skip


def test_an_error_has_the_innermost_line_of_its_plugin() -> None:
    odd, squared = session(lambda *_: [int("no")]), shipped().metric("squared")
    with pytest.raises(Fault, match="odd: ValueError: invalid literal") as fault:
        odd.do(Learn(1))
    raised, learner, line = fault.value.__cause__, odd.run.learner, fault.value.line
    assert fault.value.file == __file__ and "int(" in Path(__file__).read_text().splitlines()[line - 1]
    bare = blame(ValueError("elsewhere"), squared, learner)
    assert (str(bare), bare.line, bare.stopped) == ("squared: ValueError: elsewhere", 0, False)
    stopped = StopPoint("{what} took too long", what="it")
    assert str(blame(stopped, learner)) == "odd: it took too long"
    stopped.__cause__ = raised  # which says where, and what was called
    told = blame(stopped, learner)
    assert (str(told), told.line, told.stopped) == ("odd: step() took too long", line, True)
    with pytest.raises(CodeTimeout):  # what is meant for all goes on up
        blame(CodeTimeout(), learner)


def careless(odd: Odd, weights: Any, slopes: Any) -> Any:
    weights[0] -= 0.1
    return list(weights)


GIVEN: list[tuple[Any, str]] = [
    (careless, "step changed the weights it was given; make a list of its own"),
    (lambda *_: None, "step returned None; expected a list of 2 numbers"),
    (lambda *_: [1.0], "step returned [1.0]; expected a list of 2 numbers"),
    (lambda *_: "ab", "step returned 'ab'; expected a list of 2 numbers"),
    (lambda *_: ["a", "b"], "step returned ['a', 'b']; expected numbers"),
    (lambda *_: [inf, "b"], "step returned [inf, 'b']; expected numbers"),
    (lambda *_: [0.5, nan], "step gave nan for weight 2, though the error and its slopes are finite"),
]


def test_what_a_step_gives_is_told_with_the_line_where_it_begins_and_the_run_stays_before_it() -> None:
    for gives, sentence in GIVEN:
        odd = session(gives)
        with pytest.raises(Fault) as fault:
            odd.do(Learn(3))
        assert (fault.value.sentence, fault.value.file) == (sentence, __file__)
        assert fault.value.line == Odd.step.__code__.co_firstlineno and odd.weights == [0.5, 0.25]
    one = session(lambda odd, weights, slopes: [w + (nan if odd.steps > 3 else 0.1) for w in weights])
    with pytest.raises(Fault, match="odd: step gave nan for weight 1"):
        one.do(Learn(100))
    assert one.weights == pytest.approx([0.8, 0.55]) and one.count == 3
    # too large for a number: it runs away, which is no fault
    for far in ([0.5, inf], []):
        away = session(lambda odd, weights, slopes: far or [w - 1e200 * s for w, s in zip(weights, slopes)])  # noqa: B023
        away.do(Learn(100))
        assert away.outcome is not None and away.outcome.kind == "runaway"
    stops = [Knob("learner", stops=("odd", "rule-of-tiles"))]
    good = session(lambda odd, weights, slopes: [weights[0], weights[-1] + 0.1], knobs=stops)
    with pytest.raises(Impossible, match="rule-of-tiles is not made for the network of x"):
        good.do(Turn("learner", "rule-of-tiles"))
    assert good.knobs["learner"] == "odd" and not good.actions
    good.do(Learn(3))
    assert good.weights == [0.5, 0.25 + 0.1 + 0.1 + 0.1]


class Fickle(Network):
    """One of its methods gives something else for inputs above 1, where nobody asks when it is loaded."""

    inputs, outputs, size = 1, 2, 2
    odd, gives = "", None

    def forward(self, weights: Any, input: Any) -> Any:
        there = self.odd == "forward" and input[0] > 1
        return [input, self.gives if there else [input[0] * weight for weight in weights]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> Any:
        there = self.odd == "weight_deltas" and layers[0][0] > 1
        return self.gives if there else [layers[0][0] * each for each in delta]


def test_a_network_that_does_not_go_on_as_it_was_is_named_with_the_line_of_its_method() -> None:
    learner, pairs = shipped().learner("gradient-descent")(), [((0.5,), (1.0, 0.0)), ((2.0,), (0.5, 0.5))]
    learner.start(2)
    assert not is_own(Fickle()) and is_own(Layers(2, 1)), "of the game's own tests know what they give"
    wrong: list[Any] = [[], [1.0], [1.0, 2.0, 3.0], None, 0.5, [1.0, "x"], [1.0, 1j]]
    for method, gives, batch in product(("forward", "weight_deltas"), wrong, (1, None)):
        network = Fickle()
        vars(network).update(odd=method, gives=gives)
        run = Run(network, pairs, shipped().metric("squared"), learner, [0.1, 0.2], 0.1, batch)
        with pytest.raises(Fault, match=f"Fickle: {method} returned .*; expected 2 numbers, one for each") as fault:
            while run.count < 6:
                run.advance(6 - run.count)
        assert fault.value.file == __file__
        assert fault.value.line == inspect.getsourcelines(getattr(Fickle, method))[1]


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
