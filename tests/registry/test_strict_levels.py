"""Every word that a level uses is known, and does something."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from downslope.rules.changes import Stage
from downslope.rules.example import Example
from downslope.rules.knob import KNOBS, Knob
from downslope.rules.level import Level
from downslope.rules.level_words import PICTURES
from downslope.schema.level_rules import faults
from downslope.terminal.commands import run
from downslope.testing.plugin_check import idle_words
from downslope.view.scenery.diorama import DIORAMAS
from downslope.view.scenery.strips import STRIPS, UNDER_FOG
from registry.dropped import drop, load
from support import shipped

IDLE = [
    ("sight={'bowls': 'fog'}", "sight.bowls is", "did you mean 'bowl'?"),
    ("sight={'bowl': 'foggy'}", "sight.bowl is", "did you mean 'fog'?"),
    ("words={'inptu': 'sun'}", "words.inptu is", "did you mean 'input'?"),
    ("picture='tral'", "picture is", "did you mean 'trail'?"),
    ("settings={'beat': 0.5}, learner='momentum'", "settings.beat is", "did you mean 'beta'?"),
]
PAGE = "from downslope import *\nLEVELS = [\n    {}\n]\n"
ODD = "Level('odd{}', title='Odd', examples=[Example(1, 0.5)], weights=[0.1], target=Near(0.1), {}),"


def test_what_does_nothing_is_named_by_the_check(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = "\n    ".join(ODD.format(number, more) for number, (more, _field, _words) in enumerate(IDLE))
    drop(home, odd=PAGE.format(odd))
    assert load(home).faults == [] and run(["check", "odd"]) == 0
    *told, last = capsys.readouterr().out.splitlines()
    assert last == f"{len(IDLE)} levels checked: {len(IDLE)} warnings"
    for number, (_more, field, words) in enumerate(IDLE):
        assert f"odd.py:{number + 3}: level-word: level odd/odd{number}: {field}" in told[number]
        assert words in told[number]


def test_the_list_of_plugins_ends_with_the_first_fault_of_each_uncut(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("budget", "seed", "spread", "shuffle", "stop", "par", "expert", "hints", "minutes", "limit")
    drop(home, odd=PAGE.format(ODD.format("", ", ".join(f"{name}='x'" for name in names))))
    ((_plugin, first), *others) = load(home).faults
    assert run(["check", "odd"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 levels checked: 10 things are wrong"
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["plugins"]) == 0
    table, below = capsys.readouterr().out.rstrip().rsplit("\n", 1)
    assert below == f"{first} (and {len(others)} more)" and len(below) > 80 and "10 faults" in table


def test_no_shipped_level_has_an_unknown_word_and_every_knob_of_the_game_is_known() -> None:
    catalog = shipped()
    for level in catalog.levels.values():
        assert faults(level, catalog) == [] and idle_words(level, catalog) == [], level.id
    for name in KNOBS:
        level = Level("known", title="", examples=[Example(1, 0.5)], knobs=[Knob(name, stops=(1,))])
        assert [field for field, *_ in faults(level, catalog) if field == "knobs[0].name"] == []


def test_there_is_one_scenery_for_every_picture() -> None:
    assert sorted(PICTURES) == sorted([*DIORAMAS, *STRIPS, *UNDER_FOG])


def test_a_stage_has_a_type_for_every_field_of_a_level() -> None:
    level, stage = (get_type_hints(kind, include_extras=True) for kind in (Level, Stage))
    own = {field.name for field in fields(Level)} - {"id", "stages"}
    assert stage.keys() == own | {"star"} and [name for name in own if stage[name] != level[name]] == []
