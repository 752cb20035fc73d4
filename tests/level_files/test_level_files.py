"""Levels as data: every shipped one there and back, every fault told with its line, no text that breaks the reader."""

import json
import os
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from downslope import Catalog, Example, Learn, Level, Network, Session
from downslope.learning import ops_of
from downslope.learning.ops import Op
from downslope.level_files.field_lines import field_line, keyword_line, lines_of, positions
from downslope.level_files.json_schema import level_schema
from downslope.level_files.reading import BYTES, levels_in, read_levels
from downslope.level_files.to_toml import NotData, encode_level, python_of, table_in_code, table_of, toml_of
from level_files.samples import FOLDER, laid_out, sample
from lib.support import campaign, shipped
from registry.dropped import come_in

TEA = sample("tea.toml")
ONLY_PYTHON = {"one-knob-two-days", "the-grump", "read-my-hand"}  # a function of the session, a net of the player's


def played(level: Level, catalog: Catalog) -> tuple[Any, ...]:
    session = Session(level, catalog, [Learn(3)] if level.learner is not None else [])
    return session.weights, session.outcome, session.won


def data_levels() -> Iterator[tuple[Level, str]]:
    for level in campaign():
        try:
            yield level, toml_of(level)
        except NotData:
            assert level.id in ONLY_PYTHON


def alike(thing: Any) -> Any:
    """The same, its lists and ranges as tuples: a file tells them not apart."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return type(thing).__name__, {each.name: alike(getattr(thing, each.name)) for each in fields(thing)}
    if isinstance(thing, dict):
        return {key: alike(one) for key, one in thing.items()}
    return tuple(map(alike, thing)) if isinstance(thing, (list, tuple, range)) else thing


def from_python(text: str) -> Level:
    written: dict[str, Any] = {}
    exec(text, written)
    (level,) = written["levels"]()
    assert isinstance(level, Level)
    return level


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in range(1, 6))])
def test_a_shipped_level_is_the_same_there_and_back(first: int) -> None:
    """As TOML, which the schema allows, and as Python; and all of them in one file. Of six neighbours one in turn."""
    schema, levels = Draft202012Validator(level_schema()), list(data_levels())
    assert len(levels) == 36
    for level, text in levels[first::6]:
        (draft,) = read_levels(text)
        assert draft.faults == [] and alike(draft.level) == alike(level), level.id
        table = tomllib.loads(text)
        assert toml_of(draft.level, catalog=shipped()) == text and table == {"downslope": 1} | table_of(level), level.id
        assert [found.message for found in schema.iter_errors(table)] == [], level.id
        lines, found = text.partition("\n[[")[0].splitlines(), positions(text)
        keys = {row.partition(" = ")[0]: number for number, row in enumerate(lines, 1) if re.match(r"[a-z_]+ = ", row)}
        assert {name: found[name] for name in keys} == keys, level.id
        again = from_python(python_of(level, shipped()))
        assert python_of(again) == python_of(level), level.id
        if level.network.size < 200:
            assert played(again, shipped()) == played(level, shipped()), level.id
    if first:
        return
    drafts = read_levels(toml_of(*(level for level, _text in levels))[:BYTES])
    assert [draft.level.id for draft in drafts] == [level.id for level, _text in levels]
    schema_text = json.dumps(level_schema(), indent=1, ensure_ascii=False)
    assert Path(__file__).parents[2].joinpath("docs/level-1.schema.json").read_text("utf-8") == schema_text + "\n"
    Draft202012Validator.check_schema(level_schema())
    assert set(re.findall(r'"#/\$defs/([^"]*)"', schema_text)) == set(level_schema()["$defs"])


class Line(Network):
    def ops(self) -> tuple[Op, ...]:
        return ops_of([["dense", 1, 1, "bias"]])


def test_a_network_that_gives_its_ops_goes_everywhere() -> None:
    """A level y = ax + b comes back from text, Python and a code."""
    given: dict[str, Any] = {"title": "The taxi", "examples": [Example(2, 7), Example(5, 13)], "weights": [1, 0]}
    for network in (Network([["dense", 1, 1, "bias"]]), Line()):
        level = Level("taxi", network=network, frozen=frozenset({1}), **given)
        (draft,) = read_levels(toml_of(level))
        (coded,) = levels_in(table_in_code(encode_level(level)), "")
        for again in (draft.level, from_python(python_of(level)), coded.level):
            assert again.network.source == 'Network([["dense", 1, 1, "bias"]])' and set(again.frozen) == {1}
    for write in (toml_of, python_of):
        with pytest.raises(NotData):
            write(Level("taxi", network=type("Crooked", (Line,), {"title": "A crooked line"})(), **given))


def test_a_table_beside_it_is_read_and_code_in_it_is_not_run(tmp_path: Path) -> None:
    registry, plugin = come_in(FOLDER / "ice.toml")
    rows = [(each.input, each.goal_prediction, each.label) for each in registry.catalog.levels["ice/ice"].examples]
    assert rows == [((1.0, 20.0), 0.4, "Mo"), ((0.0, 10.0), 0.1, "Tu")] and not plugin.faults
    seen: list[str] = []

    def note(event: str, _arguments: object) -> None:
        if event in ("exec", "compile", "import", "os.system", "subprocess.Popen"):
            seen.append(event)

    sys.addaudithook(note)
    seen.clear()
    come_in(laid_out({"tea.toml": TEA.replace("Tea", "__import__('os').system('true')")}, tmp_path) / "tea.toml")
    assert seen == []


JUNK = ["1e300", "-1", '"x"', "[]", "{}", "true", "nan", "[[1]]", '["learn", 1]', "9" * 400, "0", '""']


@pytest.mark.slow
def test_any_text_is_loaded_and_plays_or_is_refused_with_a_reason(tmp_path: Path) -> None:
    """Of letters or values that are others, and lines that are elsewhere."""
    rng = random.Random(1)
    texts = [TEA, *(text for level, text in data_levels() if level.network.size < 200)]
    for number in range(int(os.environ.get("LEVEL_TEXTS", "80"))):
        text = rng.choice(texts)
        place, lines = rng.randrange(len(text)), text.split("\n")
        if number % 2:
            text = text[:place] + rng.choice('[]{}",=\n .0x') + text[place + rng.randrange(3) :]
        else:
            name, equals, _value = lines.pop(rng.randrange(len(lines))).partition(" = ")
            lines.insert(rng.randrange(len(lines)), name + equals + rng.choice(JUNK) * bool(equals))
            text = "\n".join(lines)
        content = text.encode(errors="replace")
        registry, plugin = come_in(laid_out({"tea.toml": content}, tmp_path) / "tea.toml")
        for key in plugin.keys("level"):
            played(registry.catalog.levels[key], registry.catalog)
        assert plugin.keys("level") or (plugin.faults and all(fault.sentence for fault in plugin.faults)), text


def test_the_line_of_a_field_and_of_an_argument() -> None:
    """Each line of the sample says what is meant by it: the level's id and the field."""
    source = sample("fields.txt")
    for number, text in enumerate(source.splitlines(), 1):
        for level, path in re.findall(r"(\w*)/([\w.\[\]]*)", text.partition("# ")[2]):
            assert field_line(source, level, path) == number, (level, path)
    assert field_line(source, "three", "title") == field_line(source, "", "Own") == 0
    # a level alone in its file is meant whatever its id is
    assert field_line('x = 1\nLevel(name(),\n      title="T")', "made", "title") == 3
    for source in ("Level(", "x = 1", "\0", "(" * 500):
        assert field_line(source, "one", "title") == 0
    assert lines_of("levels.py") is field_line and lines_of("levels.toml") is not field_line
    source = "f(\n    a=1,\n    b=2,\n)\ng(c=3)"
    for line, name, wanted in ((1, "a", 2), (2, "b", 3), (4, "b", 3), (5, "b", 5), (5, "c", 5), (3, "z", 3)):
        assert keyword_line(source, line, name) == wanted
    assert keyword_line("f(", 1, "a") == 1
