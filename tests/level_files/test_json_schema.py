"""The schema of levels as data is sound. What it allows of the shipped levels and refuses: test_level_files.py."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from downslope.level_files.json_schema import level_schema

SMALL: dict[str, Any] = {"id": "ramp", "title": "A ramp", "examples": [[2, 1]]}
RIGHT: list[dict[str, Any]] = [
    {}, {"knobs": [{"name": "alpha", "low": 0.1}]}, {"questions": [{"text": "?", "answers": ["a", "b"], "right": "a"}]},
    {"stages": [{"title": "x"}]}, {"weights": [1]}, {"sight": {"bowl": "fog"}}, {"solution": [["learn", 3]]},
    {"target": {"kind": "near", "tolerance": 0.1}},
    *({"network": {"ops": ops}} for ops in (
        [["dense", 1, 3, "tanh", "bias"], ["dense", 1]], [["dense", 1, 2, ["tanh", "relu"]], ["beside"]],
        [["conv", 8, 4, "relu"], ["max-pool"], ["dense", 10]])),
]  # fmt: skip
WRONG: list[dict[str, Any]] = [
    {"title": 3}, {"id": None}, {"examples": 3}, {"no such field": 1}, {"knobs": [{"low": 0.1}]}, {"knobs": 1},
    {"questions": [{"text": "?"}]}, {"weights": ["a"]}, {"sight": {"bowl": "mist"}}, {"target": {"kind": "far"}},
    {"solution": [["jump"]]}, {"alpha": "fast"}, {"network": {"ops": [["conv", 8, 4, "tanh"]]}},
]  # fmt: skip


def test_every_reference_leads_to_a_definition_and_levels_are_told_apart() -> None:
    schema = level_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert set(re.findall(r'"#/\$defs/([^"]*)"', json.dumps(schema))) == set(schema["$defs"])
    for fields in (*RIGHT, *WRONG):
        table = {"downslope": 1, "levels": [{**SMALL, **fields}]}
        assert validator.is_valid(table) is (fields in RIGHT), fields
