"""What a level shows: its own list, what its course has introduced so far, or all."""

from __future__ import annotations

from dataclasses import replace

from downslope import Example, Level
from downslope.level_files.reading import read_levels
from downslope.rules.campaign import ALL, PANELS, shown
from downslope.schema.level_rules import faults

ONE = Level("one", title="One", examples=[Example(1, 2)], introduces=["dial"],
            stages=[{"introduces": ["table"]}, {"brief": "once more"}])  # fmt: skip
TWO = Level("two", title="Two", examples=[Example(1, 2)])
THREE = Level("three", title="Three", examples=[Example(1, 2)], introduces=["undo", "loop"])
COURSE = (ONE, TWO, THREE)


def test_every_panel_has_a_short_sentence() -> None:
    assert all(says.endswith(".") and len(says.split()) <= 12 for says in PANELS.values())


def test_a_course_introduces_one_thing_after_the_other() -> None:
    assert [shown(ONE, COURSE, part) for part in range(3)] == [{"dial"}, {"dial", "table"}, {"dial", "table"}]
    assert shown(TWO, COURSE) == {"dial", "table"}
    assert shown(THREE, COURSE) == {"dial", "table", "undo", "loop"}


def test_a_level_that_nobody_leads_to_shows_all() -> None:
    assert shown(TWO) == shown(TWO, [TWO]) == ALL


def test_its_own_list_wins() -> None:
    assert shown(replace(TWO, shows=["code"]), COURSE) == {"code"}
    assert shown(replace(TWO, shows=[], stages=[{"shows": ["auto"]}]), COURSE, 1) == {"auto"}


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    wrong = replace(ONE, introduces=["dail"], stages=[{"shows": ["tabel"]}])  # type: ignore[list-item]
    found = {path: allowed for path, _value, allowed in faults(wrong)}
    assert "did you mean 'dial'?" in found["introduces[0]"] and "did you mean 'table'?" in found["stages[0].shows[0]"]


def test_a_file_has_the_same_two_fields() -> None:
    text = (
        '[[levels]]\nid = "a"\ntitle = "A"\nexamples = [[1, 2]]\nintroduces = ["dial"]\nshows = ["dial", "hint"]\n'
        '[[levels.stages]]\nintroduces = ["table"]\n'
    )
    (draft,) = read_levels(text)
    level = draft.level
    assert level is not None and not draft.faults
    assert (level.introduces, level.shows, level.stage(1).introduces) == (["dial"], ["dial", "hint"], ["table"])
