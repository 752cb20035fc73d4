"""The schema of levels as data is sound: every reference leads somewhere, and a level it allows is one."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from downslope.level_files.json_schema import level_schema

SMALL: dict[str, Any] = {"id": "ramp", "title": "A ramp", "examples": [[2, 1]]}


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def test_every_reference_leads_to_a_definition_and_every_definition_is_used() -> None:
    schema = level_schema()
    Draft202012Validator.check_schema(schema)
    assert {*references(schema)} == {f"#/$defs/{name}" for name in schema["$defs"]}


def test_what_it_allows() -> None:
    schema = Draft202012Validator(level_schema())
    for fields, valid in (
        ({}, True), ({"title": 3}, False), ({"id": None}, False), ({"examples": 3}, False),
        ({"no such field": 1}, False), ({"knobs": [{"name": "alpha", "low": 0.1}]}, True),
        ({"knobs": [{"low": 0.1}]}, False), ({"knobs": 1}, False),
        ({"questions": [{"text": "?", "answers": ["a", "b"], "right": "a"}]}, True),
        ({"questions": [{"text": "?"}]}, False), ({"stages": [{"title": "x"}]}, True),
        ({"weights": [1]}, True), ({"weights": ["a"]}, False),
        ({"sight": {"bowl": "fog"}}, True), ({"sight": {"bowl": "mist"}}, False),
        ({"target": {"kind": "near", "tolerance": 0.1}}, True), ({"target": {"kind": "far"}}, False),
        ({"network": {"ops": [["dense", 1, 3, "tanh", "bias"], ["dense", 1]]}}, True),
        ({"network": {"ops": [["dense", 1, 2, ["tanh", "relu"]], ["beside"]]}}, True),
        ({"network": {"ops": [["conv", 8, 4, "relu"], ["max-pool"], ["dense", 10]]}}, True),
        ({"network": {"ops": [["dence", 1, 1]]}}, False), ({"network": {"ops": [["dense", 1, 1, "bais"]]}}, False),
        ({"network": {"ops": [["conv", 8, 4, "tanh"]]}}, False), ({"network": {"ops": []}}, False),
        ({"solution": [["learn", 3]]}, True), ({"solution": [["jump"]]}, False), ({"alpha": "fast"}, False),
    ):  # fmt: skip
        table = {"downslope": 1, "levels": [{**SMALL, **fields}]}
        assert schema.is_valid(table) is valid, (fields, [each.message for each in schema.iter_errors(table)][:1])
