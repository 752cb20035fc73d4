"""What is wrong with a level: each field to its edge, each fault by its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, nan
from typing import Any

from downslope import Exam, Example, Knob, Layers, Level, Marker, Near, Neuron, Question
from downslope.rules.validate import ANSWER, ASKED, HINT, HINTS, STAGES, TEXTS, TITLE, WORD, as_words, fits

NO_NUMBER: Any = "a"
BET = Question("?", ["a", "b"], right="a")


def faults(**fields: Any) -> list[str]:
    given: dict[str, Any] = {"id": "small", "title": "Small", "examples": [Example(1, 2)], "weights": [0.5]} | fields
    return [field for field, _, _ in Level(given.pop("id"), **given).faults()]


def test_texts_have_a_longest() -> None:
    assert TEXTS == {"id": 80, "title": 80, "brief": 400, "insight": 400, "chapter": 80, "picture": 80, "caption": 120,
            "weights_from": 160}  # fmt: skip
    assert (HINT, WORD, TITLE, ASKED, ANSWER) == (400, 80, 80, 400, 200)
    for name, most in TEXTS.items():
        assert (faults(**{name: "x" * most}), faults(**{name: "x" * (most + 1)}), faults(**{name: 3})[:1]) == (
            [],
            [name],
            [name],
        )
    for field, make, most in (
        ("hints", lambda text: {"hints": [text]}, HINT), ("words", lambda text: {"words": {text: "x"}}, WORD),
        ("words", lambda text: {"words": {"x": text}}, WORD), ("knobs", lambda text: {"knobs": [Knob(text)]}, TITLE),
        ("knobs.a", lambda text: {"knobs": [Knob("a", title=text)]}, TITLE),
        ("questions", lambda text: {"questions": [BET._replace(text=text)]}, ASKED),
        ("questions", lambda text: {"recap": [BET._replace(why=text)]}, ASKED),
        ("questions", lambda text: {"questions": [BET._replace(answers=["a", text])]}, ANSWER),
        ("questions", lambda text: {"questions": [BET._replace(notes=[text])]}, ANSWER),
        ("questions", lambda text: {"questions": [Marker(text, 0, 1, 0.5, 0.1)]}, ASKED),
    ):  # fmt: skip
        assert (faults(**make("x" * most)), faults(**make("x" * (most + 1)))) == ([], [field]), field


def test_each_field_to_its_edge() -> None:
    steep, picture = Knob("alpha", 0.1, 1.0), [Example([1, 0, 0, 1], 1)]
    for name, right, wrong in (
        ("id", ["a"], [""]), ("network", [Neuron()], [3]), ("examples", [[Example(2, 0)]], [[], [3], [Example(0, 1)],
            [Example([1, 2], 1)], [Example(1, [1, 2])], [Example(nan, 1)], [Example(1, inf)], [Example(NO_NUMBER, 1)]]),
        ("weights", [None, [4.0], [-4.0]], [[1, 2], [inf], ["a"], [4.1], [-4.1]]), ("frozen", [{0}], [{1}, {-1}]),
        ("alpha", [0.01, [2.0]], [0, -1, inf, nan, 2.1, 0.009, [0.1, 0.2]]), ("beside", ["absolute"], ["squared", 3]),
        ("budget", [1], [0, 1.5]), ("batch", [None, 1], [0]), ("limit", [None, 1], [0]), ("par", [None, 1], [0, "3"]),
        ("expert", [1], [0]), ("schedule", ["linear"], ["slow", 3]), ("augment", [None], ["shift", "twist"]),
        ("spread", [0, 1.0], [-0.1, inf]), ("probes", [None, 1, inf, 0.5], [0, -1]), ("par_unit", ["runs"], ["miles"]),
        ("wins", [(), ["orbit"]], [["flies"]]), ("hints", [["x"] * HINTS], [["x"] * (HINTS + 1), "x"]),
        ("words", [{"a": "b"}], [["a"], {"a": 3}]), ("variants", [{}, {"alpha": {0.5: {}}}], [{"gear": {1: {}}}]),
        ("questions", [[BET], [Marker("?", 0, 1, 1.0, 0.1)], [Marker("?", 0, 1, 0.0, 0.1)],
            [Question("?", ["up", "down"], right="up", needle=0)], [BET._replace(means=[1, 2])]],
            [[3], [BET._replace(right="c")], [BET._replace(means=[1])], [Marker("?", 0, 1, 1.1, 0.1)],
             [Marker("?", 0, 1, -0.1, 0.1)], [BET._replace(needle=0)],
             [Question("?", ["up", "down"], right="up", needle=1)]]),
        ("target", [Near(0.0)], []), ("unseen", [[Example(1, 1)]], []),
        ("stages", [[{"title": "x"}] * STAGES], [[{}] * (STAGES + 1)]),
    ):  # fmt: skip
        knobs = [Knob("weight", -4, 4), Knob("alpha", 0.01, 2.0, stops=()), Knob("gear", stops=(0, 2))]
        if name == "variants":
            knobs = [Knob("alpha", stops=(0.1, 0.5)), Knob("gear", stops=(0, 2))]
        for value in right:
            assert faults(**{"knobs": knobs, name: value}) == [], (name, value)
        for value in wrong:
            assert [field for field in faults(**{"knobs": knobs, name: value}) if field == name], (name, value)
    assert (
        faults(target=Exam(1, unseen=True)) == ["unseen"] and faults(target=Exam(1, True), unseen=[Example(1, 1)]) == []
    )
    assert faults(par_target=Near(-1)) == ["par_target.tolerance"] and faults(target=Near(-1)) == ["target.tolerance"]
    square = {"network": Neuron(4), "examples": picture, "weights": None}
    assert faults(**square, augment="shift") == [] and faults(**square, augment="twist") == ["augment"]
    assert faults(alpha=0.05, knobs=[steep], learner=None) == [] and faults(alpha=0.05, knobs=[steep]) == ["alpha"]
    assert faults(beside="absolute", learner=None) == ["beside"]
    assert faults(network=Layers(2, 0, 1)) != []


def test_a_knob_s_own_faults() -> None:
    for knob, fields in (
        (Knob("a", 0, 1), []), (Knob("a", 1, 1), ["knobs.a"]), (Knob("a", 2, 1), ["knobs.a"]),
        (Knob("a", 0, inf), ["knobs.a"]),
        (Knob("a", 2, 1, stops=(1, 2)), []), (Knob("a", stops=(1, nan)), ["knobs.a"]),
        (Knob("a", 0, 1, log=True), ["knobs.a"]),
        (Knob("a", 0.1, 1, log=True), []), (Knob("a", 0, 1, step=1), []), (Knob("a", 0, 1, step=1.1), ["knobs.a"]),
        (Knob("a", 0, 1, step=0), ["knobs.a"]), (Knob("a", 0.1, 9, log=True, step=1.0), []),
        (Knob("a", 0.1, 9, log=True, step=1.1), ["knobs.a"]),
    ):  # fmt: skip
        assert faults(knobs=[knob]) == fields, knob
    tau = Knob("tau", 0, 1, start=0.5)
    assert [faults(knobs=[tau], settings={"tau": value}) for value in (1, 1.1)] == [[], ["settings.tau"]]


def test_a_fault_of_a_stage_is_named_by_its_number() -> None:
    assert faults(stages=[{"title": "x"}, {"budget": 0}]) == ["stages[1].budget"]
    assert faults(stages=[{"budget": 0}, {"budget": 0}]) == ["stages[0].budget"]
    assert faults(stages=[{"no such field": 1}]) == ["stages[0]"] and faults(knobs=3) == ["level"]


def test_a_value_is_of_an_annotation_s_kind() -> None:
    rows: tuple[tuple[Any, list[Any], list[Any], str], ...] = (
        (float, [1, 1.5, inf], [True, "a", nan, None], "a number"), (int, [1], [True, 1.5], "a whole number"),
        (bool, [True], [1], "True or False"), (str, ["a"], [1], "a text, in quotes"),
        (float | None, [None, 1], ["a"], "a number or None"),
        (Sequence[float], [[1], (1,)], ["a", Near(1), 3], "a list of numbers"),
        (Sequence[str], [["a"]], ["a"], "a list of texts"), (Mapping[str, str], [{}], [[]], "a dict"),
        (frozenset[int], [frozenset()], [set()], "a frozenset of whole numbers"), (Knob, [Knob("a")], [3], "a Knob"),
        (Any, [3, None], [], "a Any"),
    )  # fmt: skip
    for hint, right, wrong, words in rows:
        assert all(fits(value, hint) for value in right) and not any(fits(value, hint) for value in wrong), hint
        assert hint is Any or as_words(hint) == words
