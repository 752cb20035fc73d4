"""What is wrong with a level: each field to its edge, each fault by its field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf, nan
from typing import Annotated, Any, Literal

from downslope import Exam, Example, Gate, Knob, Layers, Level, Marker, Near, Neuron, Neurons, Question
from downslope.learning import FieldFault, Network
from downslope.rules import NoneWord, Stage
from downslope.rules.question import InnerLevel
from downslope.schema.level_rules import faults
from downslope.schema.schema import WRONG, LevelReader, as_words, fits, layers_table
from lib.support import shipped
from rules.levels import BOTH, small

NO_NUMBER: Any = "a"
BET = Question("?", ["a", "b"], right="a")


def wrong(**fields: Any) -> list[str]:
    return [field for field, _, _ in faults(small(**{"weights": [0.5], "alpha": 0.1, "knobs": ()} | fields))]


def test_each_field_to_its_edge() -> None:
    for name, allowed, refused in (
        ("id", ["a"], [""]), ("network", [Neuron()], [3]), ("title", ["x" * 80], ["x" * 81, 3]),
        ("examples", [[Example(2, 0)]], [[], [3], [Example(0, 1)], [Example([1, 2], 1)], [Example(1, [1, 2])],
            [Example(nan, 1)], [Example(1, inf)], [Example(NO_NUMBER, 1)]]),
        ("weights", [None, [4.0], [-4.0]], [[1, 2], [inf], ["a"], [4.1], [-4.1]]),
        ("frozen", [frozenset({0})], [frozenset({1, -1}), {0}]),
        ("alpha", [0.01, [2.0]], [0, -1, inf, nan, 2.1, 0.009, [0.1, 0.2]]), ("beside", ["absolute"], ["squared", 3]),
        ("budget", [1], [0, 1.5]), ("batch", [None, 1], [0]), ("limit", [None, 1], [0]), ("par", [None, 1], [0, "3"]),
        ("expert", [1], [0]), ("schedule", ["linear"], ["slow", 3]), ("augment", [None], ["shift", "twist"]),
        ("spread", [0, 1.0], [-0.1, inf]), ("probes", [None, 1, inf, 0.5], [0, -1]), ("par_unit", ["runs"], ["miles"]),
        ("wins", [(), ["orbit"]], [["flies"]]), ("hints", [["x"] * 20], [["x"] * 21, "x"]),
        ("words", [{"a": "b"}], [["a"], {"a": 3}]), ("variants", [{}, {"alpha": {0.5: {}}}], [{"gear": {1: {}}}]),
        ("questions", [[BET], [Marker("?", 0, 1, 1.0, 0.1)], [Marker("?", 0, 1, 0.0, 0.1)],
            [Question("?", ["up", "down"], right="up", needle=0)], [BET._replace(means=[1, 2])]],
            [[3], [BET._replace(right="c")], [BET._replace(means=[1])], [Marker("?", 0, 1, 1.1, 0.1)],
             [Marker("?", 0, 1, -0.1, 0.1)], [BET._replace(needle=0)],
             [Question("?", ["up", "down"], right="up", needle=1)]]),
        ("gates", [[Gate(0.6, 0.1)]], [[Gate(0.6, 0)], [Gate(inf, 1)], Gate(0.6, 1), [0.6]]),
        ("knobs_until", ["start", "end"], ["run"]), ("target", [Near(0.0)], []), ("unseen", [[Example(1, 1)]], []),
        ("stages", [[{"title": "x"}] * 40], [[{}] * 41]),
    ):  # fmt: skip
        alpha = Knob("alpha", 0.01, 2.0, stops=(0.1, 0.5) if name == "variants" else ())
        knobs = [Knob("weight", -4, 4), alpha, Knob("gear", stops=(0, 2))]
        for value in allowed:
            assert wrong(**{"knobs": knobs, name: value}) == [], (name, value)
        for value in refused:
            told = wrong(**{"knobs": knobs, name: value})
            assert [path for path in told if re.split(r"[.\[]", path)[0] == name], (name, value)
    assert wrong(network=Layers(2, 0, 1)) != []


def test_what_is_wrong_together_is_told_once_by_its_field() -> None:
    square: dict[str, Any] = {"network": Neuron(4), "examples": [Example([1, 0, 0, 1], 1)], "weights": None}
    gate: dict[str, Any] = {"gates": [Gate(0.6, 0.1)], "weights": None}
    steep, tau = {"alpha": 0.05, "knobs": [Knob("alpha", 0.1, 1.0)]}, {"knobs": [Knob("tau", 0, 1, start=0.5)]}
    rows: list[tuple[dict[str, Any], list[str]]] = [
        ({"target": Exam(1, unseen=True)}, ["unseen"]), ({"target": Exam(1, True), "unseen": [Example(1, 1)]}, []),
        ({"par_target": Near(-1)}, ["par_target.tolerance"]), ({"target": Near(-1)}, ["target.tolerance"]),
        (square | {"augment": "shift"}, []), (square | {"augment": "twist"}, ["augment"]),
        (steep | {"learner": None}, []), (steep, ["alpha"]), ({"beside": "absolute", "learner": None}, ["beside"]),
        (gate | {"learner": None}, ["gates"]), (gate | {"examples": BOTH}, ["gates"]),
        (gate | {"network": Neurons(2), "examples": [Example((1, 1), (1, 1))]}, ["gates"]),
        (tau | {"settings": {"tau": 1}}, []), (tau | {"settings": {"tau": 1.1}}, ["settings.tau"]),
        ({"stages": [{"title": "x"}, {"budget": 0}]}, ["stages[1].budget"]), ({"knobs": 3}, ["knobs"]),
        ({"stages": [{"budget": 0}, {"budget": 0}]}, ["stages[0].budget", "stages[1].budget"]),
        ({"stages": [{"no such field": 1}]}, ["stages[0].no such field"]),
        *(({"knobs": [knob]}, [f"knobs[0]{field}"] if field != "right" else []) for knob, field in (
            (Knob("a", 0, 1), "right"), (Knob("a", 1, 1), ""), (Knob("a", 2, 1), ""), (Knob("a", 0, inf), ".high"),
            (Knob("a", 2, 1, stops=(1, 2)), "right"), (Knob("a", stops=(1, nan)), ".stops[1]"),
            (Knob("a", 0, 1, log=True), ".low"), (Knob("a", 0.1, 1, log=True), "right"),
            (Knob("a", 0, 1, step=1), "right"), (Knob("a", 0, 1, step=1.1), ".step"),
            (Knob("a", 0, 1, step=0), ".step"), (Knob("a", 0.1, 9, log=True, step=1.0), "right"),
            (Knob("a", 0.1, 9, log=True, step=1.1), ".step"),
        )),
    ]  # fmt: skip
    for fields, told in rows:
        assert wrong(**fields) == told, fields

    class Odd(Network):
        def faults(self) -> list[FieldFault]:
            raise LookupError("of its own")

    assert wrong(network=Odd()) == ["level"]


def test_a_name_that_several_plugins_have_is_told_with_all_of_them() -> None:
    squared = shipped().metric("squared")
    several = replace(shipped(), metrics={"squared": squared, "a/odd": squared, "b/odd": squared})
    level = Level("small", title="Small", examples=[Example(1, 2)], weights=[0.5], metric="odd")
    assert faults(level, several) == [("metric", "odd", "the full name, one of a/odd, b/odd")]
    assert faults(replace(level, metric="b/odd"), several) == [] != faults(replace(level, metric="odder"), several)


def test_a_value_is_of_an_annotation_s_kind() -> None:
    rows: tuple[tuple[Any, list[Any], list[Any], str], ...] = (
        (float, [1, 1.5, inf], [True, "a", nan, None], "a number"), (int, [1], [True, 1.5], "a whole number"),
        (bool, [True], [1], "True or False"), (str, ["a"], [1], "a text, in quotes"),
        (float | None, [None, 1], ["a"], "a number or None"),
        (Sequence[float], [[1], (1,)], ["a", Near(1), 3], "a list of numbers"),
        (Sequence[str], [["a"]], ["a"], "a list of texts"), (Mapping[str, str], [{}], [[]], "a dict"),
        (frozenset[int], [frozenset()], [set()], "a frozenset of whole numbers"),
        (Knob, [Knob("a")], [3], "Knob(name, low, high)"),
        (Any, [3, None], [], "a Any"),
    )  # fmt: skip
    for hint, right, wrong, words in rows:
        assert all(fits(value, hint) for value in right) and not any(fits(value, hint) for value in wrong), hint
        assert hint is Any or as_words(hint) == words
    assert (as_words(Literal[1, 2]), as_words(Literal["a", "b"])) == ("1, 2", as_words(str))


def test_plain_data_becomes_what_it_says_and_all_that_is_wrong_is_told() -> None:
    quiz, hand = Question | Marker, Annotated[str | None, NoneWord("by hand")]
    small = Level("a", title="A", examples=[Example(1, 2)])
    bet: dict[str, Any] = {"text": "?", "answers": ["a", "b"], "right": "a"}
    rows: tuple[tuple[Any, Any, Any, list[str]], ...] = (
        (InnerLevel, {"id": "a", "title": "A", "examples": [[1, 2]]}, small, []), (InnerLevel, {}, WRONG, ["x"]),
        (quiz, bet, BET, []), (quiz, 3, WRONG, ["x"]), (quiz, bet | {"kind": "riddle"}, WRONG, ["x.kind"]),
        (quiz, {"text": "?"}, WRONG, ["x"]), (quiz, bet | {"text": 3, "wrong": 4}, WRONG, ["x.wrong", "x.text"]),
        (hand, "by hand", None, []), (hand, "adam", "adam", []), (hand, "None", WRONG, ["x"]), (hand, 3, WRONG, ["x"]),
        (Stage, {"title": "a", "budget": "many"}, {"title": "a"}, ["x.budget"]),
        (Sequence[Knob], [{"name": "a"}, {"name": "b"}], [Knob("a"), Knob("b")], []),
        (Sequence[Knob], [{"name": 3}, {"name": "b"}, {"name": 4}], WRONG, ["x[0].name", "x[2].name"]),
        (frozenset[int], [1, 2, 1], frozenset({1, 2}), []), (frozenset[int], [1, "a"], WRONG, ["x[1]"]),
        (Mapping[str, int], {"a": 1, "b": "c"}, WRONG, ["x.b"]),
    )  # fmt: skip
    for kind, given, made, told in rows:
        reader = LevelReader(data=True)
        assert (reader.build(kind, given, "x"), [path for path, _, _ in reader.faults]) == (made, told), (kind, given)
    reader = LevelReader()
    reader.parts(Level, {"words": {"inptu": "x"}, "picture": "tre", "sight": {"bowl": "fgo"}, "title": ""}, "")
    assert reader.faults == [] and {path for path, _, _ in reader.idle} == {"words.inptu", "picture", "sight.bowl"}
    assert layers_table(sizes=[3, 4, 1], activation="tanh") == Layers(3, 4, 1, activation="tanh")
    assert layers_table([3, 4, 1]) == Layers(3, 4, 1)
