"""The lesson for teachers is so: its minutes, levels, keys and tables are what the game has."""

import re
from pathlib import Path

import pytest

from downslope import Learn, Session, Turn
from downslope.attempt.link import parse
from downslope.desktop.bindings import BY_INTENT
from downslope.rules import CHAPTERS
from lib.support import campaign, play, shipped

PAGE = (Path(__file__).parents[1] / "docs" / "teachers.md").read_text(encoding="utf-8")
LESSON = PAGE.partition("## A lesson of 45 minutes")[2].partition("\n## ")[0]
KEYS = {"Space": "step", "L": "learn", "R": "reset", "Up": "up", "Down": "down", "1": "one", "F1": "help"}
ENDS = {"lands": "land", "crosses and lands": "overshoot", "swings for ever": "orbit", "runs away": "runaway"}


def rows(head: str) -> list[list[str]]:
    """The rows of the table whose first cells are these."""
    text = LESSON.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_the_minutes_follow_each_other_and_every_level_key_and_link_of_the_page_is_one() -> None:
    spans = [tuple(map(int, row[0].split("–"))) for row in rows("minute")]
    assert [first for first, _last in spans] == [0, *(last for _first, last in spans[:-1])] and spans[-1][1] == 45
    names = re.findall(r"downslope (?:play|script|solve|watch) ([\w-]+)", PAGE)
    names += [name for row in rows("minute") for name in re.findall(r"`([\w-]+)`", row[2])]
    assert len(names) > 8 and set(names) <= set(shipped().levels)
    keys = LESSON.partition("\nKeys: ")[2].partition("\n\n")[0]
    assert [key for key, intent in KEYS.items() if key.lower() not in BY_INTENT[intent].keys or key not in keys] == []
    ((level, link),) = re.findall(r'play ([\w-]+) --link "([^"]+)"', LESSON)
    asked, remarks = parse(f"level={level}&{link}", shipped())
    assert remarks == [] and asked.level == level and asked.hide == {"map", "auto", "script"}


def test_its_tables_are_the_engines() -> None:
    steps = play("goldilocks", Turn("alpha", 0.1), Learn(3)).run.steps()
    for number, row in enumerate(rows("step")):
        step, after = steps[number], steps[number + 1]
        seen = (step.weights[0], step.predictions[0][0], step.deltas[0][0], step.weight_deltas[0], after.weights[0])
        assert list(map(float, row)) == [number + 1, *(pytest.approx(value) for value in seen)]
    assert len(rows("step")) == 2 and len(rows("level")) == len(rows("alpha | 1 − alpha · 4")) == 8
    for name, alpha, ends, took in rows("level"):
        level = shipped().level(name.strip("`"))
        outcome = Session(level, shipped(), [Turn("alpha", float(alpha)), Learn(level.budget)]).outcome
        assert outcome is not None and outcome.kind == ENDS[ends] and took in ("", str(outcome.step)), alpha
    for alpha, left in rows("alpha | 1 − alpha · 4"):
        assert float(left) == pytest.approx(1 - float(alpha) * 4)


def test_the_chapters_are_as_long_as_they_are_said_to_be() -> None:
    assert shipped().level("goldilocks").knobs[0].values() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    table = re.findall(r"^\| (\d) (\w[\w ]*) \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    assert len(table) == len(CHAPTERS) == 8
    for number, _title, count, minutes in table:
        levels = [level for level in campaign() if level.chapter == CHAPTERS[int(number) - 1].key]
        assert len(levels) == int(count) and abs(sum(level.minutes or 0 for level in levels) - int(minutes)) <= 1
