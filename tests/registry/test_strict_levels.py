"""Every word that a level uses is known or refused: all that is wrong at once, each with the line of its field."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from downslope.rules.changes import Stage
from downslope.rules.example import Example
from downslope.rules.knob import KNOBS, Knob
from downslope.rules.level import Level
from downslope.rules.level_words import PICTURES
from downslope.schema.level_rules import faults
from downslope.terminal.check import check_levels
from downslope.testing.plugin_check import idle_words
from downslope.view.scenery.diorama import DIORAMAS
from downslope.view.scenery.strips import STRIPS, UNDER_FOG
from registry.dropped import drop, load, loaded, record
from support import shipped

HEAD = """from downslope import *

EXAMPLES = [Example(1, 0.5)]
SHARED = [Knob('alpha', 0.1, 1.0)]


@hookimpl
def levels():
"""
LEVEL = """    return [
        Level(
            "odd",
            title="Odd",
            examples=EXAMPLES,
            weights=[0.1],
            alpha=0.2,
            {line}
        ),
    ]
"""
WRITTEN_AT = 16  # where {line} stands

# (the line, the field that is named, what else is said)
WRONG = [
    ("hint=['x'],", "", "Level has no field hint; did you mean hints?"),
    ("hints='x',", "hints", "allowed: a list of texts"),
    ("hints=['x', 3],", "hints[1]", "allowed: a text, in quotes"),
    ("minutes='two',", "minutes", "allowed: a number or None"),
    ("budget=2.5,", "budget", "allowed: a whole number"),
    ("budget=True,", "budget", "allowed: a whole number"),
    ("spread=float('nan'),", "spread", "allowed: a number"),
    ("shuffle='yes',", "shuffle", "allowed: True or False"),
    ("frozen=[0],", "frozen", "allowed: a frozenset of whole numbers"),
    ("words=['a'],", "words", "allowed: a dict"),
    ("network='big',", "network", "allowed: a Network, such as Neuron()"),
    ("target=0.01,", "target", "allowed: a target, such as Near(0.01)"),
    ("questions=Question('Q', ['a', 'b'], 'a'),", "questions", "allowed: a list: [Question(...)]"),
    ("knobs=Knob('alpha'),", "knobs", "allowed: a list: [Knob(...)]"),
    ("knobs=['alpha'],", "knobs[0]", "allowed: Knob(name, low, high)"),
    ("knobs=[Knob('alhpa', 0.1, 1)],", "knobs[0].name", "did you mean 'alpha'?"),
    ("knobs=[Knob('alpha', '0', 1)],", "knobs[0].low", "allowed: a number"),
    ("knobs=[Knob('alpha', 0.1, 1, most='all')],", "knobs[0].most", "allowed: a whole number or None"),
    ("knobs=[Knob()],", "", "Knob needs 'name'."),
    ("questions=[Question('Q')],", "", "Question needs 'answers' and 'right'."),
    ("knobs=[Knob('alpha', 0.1, 1, stpes=3)],", "", "Knob has no field stpes; did you mean stops?"),
    ("knobs=[Knob('beta', 0, 1, start=3)], learner='momentum',", "knobs[0].start", "allowed: 0 ... 1"),
    ("questions=[Question('Q', ['a', 'b'], 'a', when='strat')],", "questions[0].when", "did you mean 'start'?"),
    ("questions=[Question('Q', ['a', 'b'], 'a', when='stage 2')],", "questions[0].when", "the level has 0"),
    ("questions=[Question('Q', ['a', 'b'], 'a', when='in stage 2')],", "questions[0].when", "the level has 0"),
    ("questions=[Question('Q', ['a', 'b'], 'a', asks='outcom')],", "questions[0].asks", "did you mean 'outcome'?"),
    ("questions=[Question('Q', ['a', 'b'], 'a', star=4)],", "questions[0].star", "allowed: 2, 3 or None"),
    ("questions=[Question('Q', 'ab', 'a')],", "questions[0].answers", "allowed: a list of texts"),
    ("questions=[Question('Q', ['a', 'b'], right=1)],", "questions[0].right", "allowed: a text, in quotes"),
    ("questions=[Marker('M', 0, 1, 0.5, 0.1, hue='goals')],", "questions[0].hue", "did you mean 'goal'?"),
    ("recap=[Question('Q', ['a', 'b'], 'a', when='recpa')],", "recap[0].when", "did you mean 'recap'?"),
    ("stages=[{'exampels': EXAMPLES}],", "stages[0].exampels", "did you mean 'examples'?"),
    ("stages=[{'star': 5}],", "stages[0].star", "allowed: 2, 3 or None"),
    ("stages=[{'par': 'two'}],", "stages[0].par", "allowed: a whole number or None"),
    ("stages=['next'],", "stages[0]", "a dict of fields that change"),
    ("variants={'gear': {'low': {'alhpa': 1}}}, knobs=[Knob('gear', stops=['low'])],", "variants.gear.low.alhpa",
     "did you mean 'alpha'"),
    ("variants={'gear': {'low': {'alpha': 1.0}}},", "variants.gear", "the name of a knob of the level"),
    ("solution=[Turn('weight', 1)], knobs=SHARED,", "solution[0].knob", "a knob that is free here"),
    ("solution=['learn'],", "solution[0]", "an action, such as Learn(3)"),
    ("recording=[3],", "recording[0]", "an action, such as Learn(3)"),
    ("ghost=[Knob('alpha')],", "ghost[0]", "an action, such as Learn(3)"),
    ("weights_from='odd',", "weights_from", "another level than itself"),
    ("metric='sqared',", "metric", "did you mean 'squared'?"),
    ("beside='squared',", "beside", "allowed: another metric than the level's own."),
    ("beside='absolute', learner=None,", "beside", "there are no lines to compare"),
    ("wins=['lands'],", "wins[0]", "did you mean 'land'?"),
    ("par_unit='stpes',", "par_unit", "one of steps"),
]  # fmt: skip

IDLE = [
    ("sight={'bowls': 'fog'},", "sight.bowls", "did you mean 'bowl'?"),
    ("sight={'bowl': 'foggy'},", "sight.bowl", "did you mean 'fog'?"),
    ("words={'inptu': 'sun'},", "words.inptu", "did you mean 'input'?"),
    ("picture='tral',", "picture", "did you mean 'trail'?"),
    ("settings={'beat': 0.5}, learner='momentum',", "settings.beat", "did you mean 'beta'?"),
]


def text_with(*lines: str) -> str:
    return HEAD + LEVEL.format(line="\n            ".join(lines))


def test_it_is_refused_with_its_field_and_line(home: Path) -> None:
    drop(home, **{f"odd{number}": text_with(line) for number, (line, _field, _said) in enumerate(WRONG)})
    registry = load(home)
    for number, (_line, field, said) in enumerate(WRONG):
        plugin = record(registry, f"odd{number}")
        assert plugin.things == []
        (fault,) = plugin.faults
        assert said in fault.sentence and f"{field} is" in f"{fault.sentence} is", fault.sentence
        assert f"{[fault]}" == f"[{home}/plugins/odd{number}.py:{WRITTEN_AT}: {fault.sentence}]"


def test_all_that_is_wrong_is_told_at_once(home: Path) -> None:
    lines = ["budget=2.5,", "hints='x',", "knobs=[", "    Knob('alpha', 0.1, 1),", "    Knob('speed', 0, 1),", "],",
             "stages=[{'exampels': EXAMPLES}],", "metric='sqared',"]  # fmt: skip
    _registry, plugin = loaded(home, "odd", text_with(*lines))
    found = {fault.sentence.split(" is ")[0]: fault.line - WRITTEN_AT for fault in plugin.faults}
    assert found == {"Level odd: budget": 0, "Level odd: hints": 1, "Level odd: knobs[1].name": 4,
                     "Level odd: stages[0].exampels": 6, "Level odd: metric": 7}  # fmt: skip


def test_ten_are_told_at_once_and_the_first_stands_uncut_below_the_list_of_plugins(
    home: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downslope.terminal.commands import run

    fields = ("budget", "seed", "spread", "shuffle", "stop", "par", "expert", "hints", "minutes", "limit")
    _registry, plugin = loaded(home, "odd", text_with(*(f"{name}='x'," for name in fields)))
    assert {fault.values["field"] for fault in plugin.faults} == set(fields)
    assert run(["check", "odd"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 levels checked: 10 things are wrong"
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["plugins"]) == 0
    table, _line, below = capsys.readouterr().out.rstrip().rpartition("\n")
    assert below == f"{plugin.faults[0]} (and 9 more)" and len(below) > 80
    assert re.findall(r"^(\S+) .* (shipped|folder) +", table, re.MULTILINE) == [
        ("downslope", "shipped"), ("odd", "folder")
    ] and "10 faults" in table  # fmt: skip


def test_what_is_assigned_once_at_the_top_is_followed(home: Path) -> None:
    _registry, plugin = loaded(home, "odd", text_with("knobs=SHARED,").replace("'alpha'", "'alhpa'"))
    assert [fault.line for fault in plugin.faults] == [4]


@pytest.mark.parametrize("line, field, said", IDLE, ids=[line for line, _field, _said in IDLE])
def test_what_does_nothing_is_named_by_the_check(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, field: str, said: str
) -> None:
    registry, plugin = loaded(home, "odd", text_with(line, "target=Near(0.1),"))
    assert plugin.faults == [] and plugin.things == [("level", "odd/odd")]
    assert check_levels(registry, home / "plugins" / "odd.py") == 0
    out = capsys.readouterr().out
    assert f"odd/odd: {field} is" in out and said in out and "1 level checked: 1 warning" in out


def test_no_shipped_level_has_an_unknown_word() -> None:
    catalog = shipped()
    for level in catalog.levels.values():
        assert faults(level, catalog) == [] and idle_words(level, catalog) == [], level.id


def test_every_knob_of_the_game_is_known() -> None:
    for name in KNOBS:
        level = Level("known", title="", examples=[Example(1, 0.5)], knobs=[Knob(name, stops=(1,))])
        assert [found for found in faults(level, shipped()) if found[0] == "knobs[0].name"] == []


def test_there_is_a_scenery_for_every_picture() -> None:
    assert set(PICTURES) == set(DIORAMAS) | set(STRIPS) | set(UNDER_FOG)
    assert len(PICTURES) == len(DIORAMAS) + len(STRIPS) + len(UNDER_FOG)


def test_a_stage_has_a_type_for_every_field_of_a_level() -> None:
    level, stage = (get_type_hints(kind, include_extras=True) for kind in (Level, Stage))
    own = {field.name for field in fields(Level)} - {"id", "stages"}
    assert stage.keys() == own | {"star"}
    assert [name for name in own if stage[name] != level[name]] == []
