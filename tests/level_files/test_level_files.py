"""Levels as data: every shipped one there and back, every fault told with its line, no text that breaks the reader."""

from __future__ import annotations

import json
import os
import random
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from downslope import Catalog, Example, Learn, Level, Network, Session
from downslope.learning.ops import Op, ops_of
from downslope.level_files.field_lines import positions
from downslope.level_files.json_schema import level_schema
from downslope.level_files.reading import BYTES, LEVELS, levels_in, read_levels
from downslope.level_files.writing import NotData, encode_level, python_of, table_in_code, table_of, toml_of
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.schema.schema import LETTERS, WEIGHTS

LONG = '[["learn", 60_000]]'
LARGE = f'{[[k, k] for k in range(1, 31)]}\nghost = [["learn", 40_000], ["reset"], ["learn", 9_999]]'
TEA = """downslope = 1
id = "tea"
title = "Tea"
examples = [[10, 4]]
weights = [0.1]
alpha = 0.001
target = { kind = "near", tolerance = 0.01 }
par = 1

[[knobs]]
name = "alpha"
low = 0.001
high = 0.03
step = 0.001

[[questions]]
text = "With alpha 0.03 the run would …"
answers = ["land", "overshoot", "run away"]
right = "run away"
actions = [["turn", "alpha", 0.03]]
asks = "outcome"
means = ["land", "overshoot", "runaway"]
"""
ONLY_READER = (  # what a schema cannot ask: sums, names of other things, what lies beside the file
    'name = "alhpa"', "step = 1e-9", 'network = { kind = "conv", side = 20000 }', "budget = 2_000_000_000",
    'network = { kind = "layers", sizes = [1, 20000, 1] }', "weights = [nan]", 'solution = [["turn", "beta", 0.1]]',
    '{ csv = "../up.csv", input = "a", goal = "b" }', 'learner = "none"', f"recording = {LONG}", LARGE,
    f"stages = [{{ solution = {LONG} }}]", 'network = { ops = [["dense", 1, 3], ["dense", 2, 1]] }',
    'network = { ops = [["dense", 1, 15000], ["dense", 1]] }', 'network = { ops = [["conv", 150, 1]] }',
)  # fmt: skip
ONLY_PYTHON = {"one-knob-two-days", "the-grump", "read-my-hand"}  # a function of the session, a net of the player's


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return load_all(plugins=False)


@pytest.fixture
def opened(shipped: Registry, tmp_path: Path) -> Any:
    """Put a text into a file and let it come in: the plugin's record."""

    def come_in(text: str | bytes, name: str = "tea.toml") -> Plugin:
        registry = Registry()
        for hook in ("metrics", "learners"):
            getattr(registry.catalog, hook).update(getattr(shipped.catalog, hook))
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        plugin = registry.add_file(tmp_path / name)
        registry.collect()
        come_in.catalog = registry.catalog  # type: ignore[attr-defined]
        return plugin

    return come_in


def faults_of(plugin: Plugin) -> list[tuple[int, str]]:
    return [(fault.line, fault.sentence) for fault in plugin.faults]


def played(level: Level, catalog: Catalog, steps: int = 20) -> tuple[Any, ...]:
    session = Session(level, catalog)
    if level.learner is not None:
        session.do(Learn(steps))
    return session.weights, session.outcome, session.won


def data_levels(registry: Registry) -> Iterator[tuple[Level, str]]:
    for level in registry.catalog.levels.values():
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


def test_a_shipped_level_is_the_same_there_and_back(shipped: Registry) -> None:
    levels = list(data_levels(shipped))
    assert len(levels) == 36
    for level, text in levels:
        (draft,) = read_levels(text)
        assert draft.faults == [] and alike(draft.level) == alike(level), level.id
        assert toml_of(draft.level) == text, level.id
        assert tomllib.loads(text) == {"downslope": 1} | table_of(level), level.id


AFFINE = """downslope = 1
id = "taxi"
title = "The taxi"
network = { ops = [["dense", 1, 1, "bias"]] }
examples = [[2, 7], [5, 13]]
weights = [1, 0]
alpha = 0.05
budget = 3000
target = { kind = "near", tolerance = 0.05 }
"""


def test_a_level_y_is_ax_plus_b_goes_everywhere(opened: Any, shipped: Registry) -> None:
    """It is played, and comes back from text, Python, a code and a saved net."""
    opened(AFFINE)
    level = opened.catalog.levels["tea/taxi"]
    session = Session(level, opened.catalog)
    session.do(Learn(3000))
    assert session.won and session.weights == pytest.approx([2, 3], abs=0.1)
    (draft,) = read_levels(toml_of(level))
    space: dict[str, Any] = {}
    exec(python_of(level), space)
    (again,) = space["levels"]()
    (coded,) = levels_in(table_in_code(encode_level(level)), "")
    for network in (draft.level.network, again.network, coded.level.network):
        assert network == level.network and network.source == 'Network([["dense", 1, 1, "bias"]])'


class Line(Network):
    def ops(self) -> tuple[Op, ...]:
        return ops_of([["dense", 1, 1, "bias"]])


class Crooked(Line):
    title = "A crooked line"


def test_a_network_that_only_gives_its_ops_is_data(shipped: Registry) -> None:
    taxi = Level("taxi", title="The taxi", examples=[Example(2, 7)], weights=[1.0, 0.0], network=Line())
    assert 'network = { ops = [["dense", 1, 1, "bias"]] }' in toml_of(taxi)
    assert 'Network([["dense", 1, 1, "bias"]])' in python_of(taxi)
    for write in (toml_of, python_of):
        with pytest.raises(NotData):
            write(replace(taxi, network=Crooked()))


def test_all_levels_go_into_one_file(shipped: Registry) -> None:
    levels = [level for level, _text in data_levels(shipped)]
    text = toml_of(*levels)
    assert [draft.level.id for draft in read_levels(text[:BYTES])] == [level.id for level in levels]
    assert not any(draft.faults for draft in read_levels(text))


WRONG = [
    ('title = "Tea"', 'titel = "Tea"', 3, "did you mean 'title'?"),
    ("[[10, 4]]", "[[10, 4], [3]]", 4, "examples[1] is [3]"),
    ("alpha = 0.001", 'alpha = "x"', 6, "alpha is 'x'"),
    ('"near"', '"neer"', 7, "did you mean 'near'?"),
    ("par = 1", "par = 1\nhints = 'x'", 9, "hints is 'x'; allowed: a list of texts."),
    ("high = 0.03", "hihg = 0.03", 13, "did you mean 'high'?"),
    ('name = "alpha"', 'name = "alhpa"', 11, "did you mean 'alpha'?"),
    ('asks = "outcome"', 'asks = "outcom"', 21, "did you mean 'outcome'?"),
    ("step = 0.001", "step = 1e-9", 14, "at most 10000 notches"),
    ("par = 1", 'network = { kind = "conv", side = 20000 }', 8, f"at most {WEIGHTS} weights, inputs and outputs"),
    ("par = 1", 'network = { kind = "layers", sizes = [1, 20000, 1] }', 8, "at most 20000 weights"),
    ("par = 1", 'network = { ops = [["dense", 1, 1, "bais"]] }', 8, "network.ops[0][3] is 'bais'; allowed: one of "),
    ("par = 1", 'network = { ops = [["dence", 1, 1]] }', 8, "did you mean 'dense'?"),
    ("par = 1", 'network = { op = [["dense", 1, 1]] }', 8, "did you mean 'ops'?"),
    ("par = 1", 'network = { ops = [["dense", 1, 3], ["dense", 2, 1]] }', 8, "3 values in"),
    ("par = 1", 'network = { ops = [["dense", 1, 15000], ["dense", 1]] }', 8, "at most 20000 weights"),
    ("par = 1", 'network = { ops = [["conv", 150, 1]] }', 8, "at most 20000 weights, inputs and outputs"),
    ("par = 1", 'network = { ops = [], kind = "neuron" }', 8, "network.ops is the unknown 'ops'"),
    ("par = 1", 'network = { ops = [] }', 8, "network.ops is []; allowed: one or more."),
    ("weights = [0.1]", "weights = [1e13]", 5, "weights[0] is 10000000000000.0"),
    ("weights = [0.1]", "weights = [nan]", 5, "weights[0] is nan"),
    ("par = 1", 'brief = "' + "x" * (LETTERS + 1) + '"', 8, f"at most {LETTERS} letters"),
    ("par = 1", 'frozen = ["a"]', 8, "frozen[0] is 'a'; allowed: a whole number."),
    ("par = 1", "budget = 2_000_000_000", 8, "budget times examples times weights"),
    ("par = 1", f"recording = {LONG}", 8, "recording is 'steps 60000'; allowed: steps at most 50000."),
    ("par = 1", f"stages = [{{ solution = {LONG} }}]", 8, "stages[0].solution is 'steps 60000'"),
    ("[[10, 4]]", LARGE, 5, "ghost is 'steps 49999'; allowed: steps times examples times weights"),
    ("0.01 }", '0.01, only = ["x"] }', 7, "target.only is ['x']"),
    ("par = 1", 'solution = [["turn", "beta", 0.1]]', 8, "solution[0].knob is 'beta'"),
    ("par = 1", 'solution = [["trun", "alpha", 0.1]]', 8, "turn, freeze, learn"),
    ("par = 1", 'stages = [{ exampels = 3 }]', 8, "did you mean 'examples'?"),
    ("par = 1", 'weights_from = "kernels"', 8, "weights_from"),
    ("[[10, 4]]", '{ csv = "../up.csv", input = "a", goal = "b" }', 4, "the name of a file next to this one"),
    ("[[10, 4]]", '{ digits = "mine" }', 4, "one of stratified, writers"),
    ("downslope = 1", "downslope = 2", 1, "downslope is 2; this game reads form 1."),
    ('title = "Tea"', 'title = "Tea"\ntitle = "Two"', 4, "Cannot overwrite"),
    ('id = "tea"\n', "", 1, "It has no id; every level has id, title, examples."),
    ('title = "Tea"', "title = Tea", 3, 'Invalid value: put text in quotes, as in title = "Tea".'),
    ("par = 1", 'learner = "none"', 8, "learner is 'none'; allowed: a text, in quotes, or 'by hand'"),
    ("par = 1", "network = 3", 8, 'a table, such as { kind = "neuron", inputs = 2 }.'),
    ("par = 1", "widgets = 3", 8, "widgets is the unknown 'widgets'; "),
    ("[[questions]]", "[[question]]", 16, "question is the unknown 'question'; did you mean 'questions'?"),
    ('id = "tea"', 'id = "pots/tea"', 2, "id is 'pots/tea'; allowed: small letters"),
]


def test_a_fault_is_told_with_its_line(opened: Any) -> None:
    for old, new, line, sentence in WRONG:
        assert old in TEA
        plugin = opened(TEA.replace(old, new))
        found = faults_of(plugin)
        assert plugin.keys("level") == []
        assert any(number == line and sentence in told for number, told in found), found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[" + ".".join(["a"] * 20000) + "]\n", "It is nested too deeply"),
        ("[[stages]]\nbudget = 1000\n" * 3000, "stages is 'a list of 3000'; allowed: a list of at most 40"),
    ],
    ids=["tables", "stages"],
)
def test_what_is_too_much_to_look_at_is_refused_at_once(opened: Any, more: str, said: str) -> None:
    (found,) = opened(TEA + more).faults
    assert said in found.sentence


def test_the_mark_with_which_some_editors_begin_a_file_is_no_part_of_it(home: Path) -> None:
    (home / "plugins").mkdir()
    (home / "plugins" / "tea.toml").write_bytes(b"\xef\xbb\xbf" + TEA.replace("\n", "\r\n").encode())
    plugin = load_all(home, packages=False).plugin("tea")
    assert plugin is not None and plugin.keys("level") == ["tea/tea"] and not plugin.faults


def test_twelve_faults_are_twelve_sentences(opened: Any) -> None:
    """Each on its line, where one is nearest with the word that is meant."""
    wrong = [
        ('titel = "Tea"', "did you mean 'title'?"), ("budget = 0", "1 or above"),
        ('learner = "momentm"', "'momentum'?"),
        ("spread = -1", "0 or above"), ('schedule = "liner"', "'linear'?"), ("shuffle = 3", "True or False"),
        ('network = { kind = "neurn" }', "'neuron'?"), ('target = { kind = "neer" }', "'near'?"),
        ("examples = [[1, 2], [3]]", "[input, goal]"), ("words = { input = 3 }", "a text"),
        ('recap = [{ text = "?", answers = ["a"], right = "a", when = "recpa" }]', "'recap'?"),
        ('stages = [{ exampels = 3 }]', "'examples'?"),
    ]  # fmt: skip
    found = faults_of(opened('id = "tea"\n' + "\n".join(line for line, _said in wrong)))
    assert [line for line, _sentence in sorted(found)] == list(range(2, 14)), found
    assert [said for (_line, said), (_number, told) in zip(wrong, sorted(found)) if said not in told] == []


def test_a_whole_level_beside_a_broken_one_comes_in(opened: Any) -> None:
    whole = TEA.partition("[[knobs]]")[0].replace("downslope = 1\n", "").replace("0.001", "0.02")
    plugin = opened(f'[[levels]]\n{whole}\n[[levels]]\nid = "two"\ntitel = "x"\n')
    assert plugin.keys("level") == ["tea/tea"]
    assert {line for line, _sentence in faults_of(plugin)} >= {13}


NO_FILES = [
    (TEA.encode().replace(b"Tea", b"T\xe5a"), 3, "tea.toml is not UTF-8: byte 0xe5."),
    (b"a = 1\n" * 50_000, 0, f"allowed: {BYTES}"),
    (b"a = " + b"[" * 5000 + b"]" * 5000, 0, "nested too deeply"),
    (b"[[levels]]\n" * (LEVELS + 1), 0, f"allowed: {LEVELS}"),
    (b"levels = 3", 1, "write [[levels]]"),
    (b"a = ", 1, "Invalid value"),
]


def test_what_is_no_file_of_levels_is_refused(opened: Any) -> None:
    for content, line, sentence in NO_FILES:
        (told,) = faults_of(opened(content))
        assert told[0] == line and sentence in told[1]


def test_examples_come_from_columns_of_a_file_beside_it(opened: Any, tmp_path: Path) -> None:
    (tmp_path / "ice.csv").write_text("day;sun;degrees;sold\nMo;1;20;0.4\nTu;0;10;0.1\n")
    columns = '{ csv = "ice.csv", input = ["sun", "degrees"], goal = "sold", label = "day" }'
    network = 'network = { kind = "neuron", inputs = 2 }\nweights = [0.1, 0.2]'
    text = TEA.replace("[[10, 4]]", columns).replace("weights = [0.1]", network)
    plugin = opened(text)
    assert faults_of(plugin) == []
    level = opened.catalog.levels["tea/tea"]
    assert [(each.input, each.goal_prediction, each.label) for each in level.examples] == [
        ((1.0, 20.0), 0.4, "Mo"),
        ((0.0, 10.0), 0.1, "Tu"),
    ]
    (tmp_path / "ice.csv").write_text("day;sun;degrees;sold\nMo;1;hot;0.4\n")
    told = faults_of(opened(text))
    assert told[0][0] == 4
    assert "ice.csv, line 2: 'hot' is not a number (column degrees)." in told[0][1]


def test_a_level_is_the_same_as_python(shipped: Registry) -> None:
    for level in shipped.catalog.levels.values():
        try:
            source = python_of(level)
        except NotData:
            assert level.id in ONLY_PYTHON
            continue
        written: dict[str, Any] = {}
        exec(source, written)
        (again,) = written["levels"]()
        assert python_of(again) == source, level.id
        if level.network.size < 200:
            assert played(again, shipped.catalog, 3) == played(level, shipped.catalog, 3), level.id


def test_the_schema_knows_what_the_reader_knows(shipped: Registry) -> None:
    schema = Draft202012Validator(level_schema())
    for level, text in data_levels(shipped):
        assert [found.message for found in schema.iter_errors(tomllib.loads(text))] == [], level.id
    assert schema.is_valid(tomllib.loads(TEA))
    for old, new in [(old, new) for old, new, *_rest in WRONG if new not in ONLY_READER]:
        try:
            table = tomllib.loads(TEA.replace(old, new))
        except tomllib.TOMLDecodeError:
            continue
        assert not schema.is_valid(table), new


def test_the_schema_for_editors_is_the_programs() -> None:
    written = Path(__file__).parents[2] / "docs" / "level-1.schema.json"
    assert written.read_text(encoding="utf-8") == json.dumps(level_schema(), indent=1, ensure_ascii=False) + "\n"


def lines_by_hand(text: str) -> dict[str, int]:
    """The lines of plain keys, counted without a scanner."""
    rows = enumerate(text.splitlines(), 1)
    return {row.partition(" = ")[0]: number for number, row in rows if " = " in row and row[0].isalpha()}


def test_positions_are_the_lines_of_the_keys(shipped: Registry) -> None:
    for level, text in data_levels(shipped):
        head = text.partition("\n[[")[0]
        found = positions(text)
        for name, line in lines_by_hand(head).items():
            assert found[name] == line, (level.id, name)


def junk(rng: random.Random) -> str:
    return rng.choice(["1e300", "-1", '"x"', "[]", "{}", "true", "nan", "[[1]]", '["learn", 1]', "9" * 400, "0", '""'])


def mutations(texts: list[str], rng: random.Random) -> Iterator[str]:
    """Texts with letters, lines or values that are others."""
    while True:
        text = rng.choice(texts)
        way = rng.randrange(4)
        if way == 0:
            place = rng.randrange(len(text))
            yield text[:place] + rng.choice('[]{}",=\n .0x') + text[place + rng.randrange(3) :]
        elif way == 1:
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
            yield "\n".join(lines)
        else:
            lines = text.split("\n")
            with_value = [n for n, line in enumerate(lines) if " = " in line]
            for number in rng.sample(with_value, min(len(with_value), way - 1)):
                lines[number] = lines[number].partition(" = ")[0] + " = " + junk(rng)
            yield "\n".join(lines)


@pytest.mark.slow
def test_any_text_is_loaded_and_plays_or_is_refused_with_a_reason(shipped: Registry, opened: Any) -> None:
    rng, count = random.Random(1), int(os.environ.get("LEVEL_TEXTS", "100"))
    texts = [text for level, text in data_levels(shipped) if level.network.size < 200]
    for text, _number in zip(mutations([TEA, *texts], rng), range(count)):
        plugin = opened(text.encode(errors="replace"))
        for key in plugin.keys("level"):
            played(opened.catalog.levels[key], opened.catalog, 3)
        if not plugin.keys("level"):
            assert plugin.faults, text
            assert all(sentence for _line, sentence in faults_of(plugin))


def test_nothing_of_a_text_is_run(opened: Any, shipped: Registry) -> None:
    seen: list[str] = []
    opened(TEA)  # what is imported for it is imported now

    def note(event: str, _arguments: object) -> None:
        if note_of_answer and event in ("exec", "compile", "import", "os.system", "subprocess.Popen"):
            seen.append(event)

    note_of_answer = False
    sys.addaudithook(note)
    come = partial(opened, TEA.replace("Tea", "__import__('os').system('true')"))
    note_of_answer = True
    come()
    note_of_answer = False
    assert seen == []
