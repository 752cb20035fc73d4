"""The lesson for teachers is so: its minutes, levels, keys and every number in it are what the game has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from downslope import Learn, Session, Turn
from downslope.attempt.link import parse
from downslope.desktop.bindings import BY_INTENT
from downslope.rules.campaign import CHAPTERS
from support import shipped

PAGE = (Path(__file__).parents[1] / "docs" / "teachers.md").read_text(encoding="utf-8")
LESSON = PAGE.partition("## A lesson of 45 minutes")[2].partition("\n## ")[0]
KEYS = {
    "Space": "step", "L": "learn", "R": "reset", "Up": "up", "Down": "down", "1": "one", "4": "four", "F1": "help",
    "Enter": "accept",
}  # fmt: skip
ENDS = {"lands": "land", "crosses and lands": "overshoot", "swings for ever": "orbit", "runs away": "runaway"}


def rows(head: str) -> list[list[str]]:
    """The rows of the table whose first cells are these."""
    text = LESSON.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_the_minutes_follow_each_other_up_to_45() -> None:
    spans = [tuple(map(int, row[0].split("–"))) for row in rows("minute")]
    assert [first for first, _last in spans] == [0, *(last for _first, last in spans[:-1])]
    assert spans[-1][1] == 45 and all(first < last for first, last in spans)


def test_every_level_of_the_page_is_one() -> None:
    levels = shipped().levels
    named = {name for row in rows("minute") for name in re.findall(r"`([\w-]+)`", row[2])}
    assert named == {"double-it", "thirteen", "goldilocks", "runaway"}
    played = re.findall(r"downslope (?:play|script|solve|watch) ([\w-]+)", PAGE)
    assert len(played) > 4 and [name for name in [*named, *played] if name not in levels] == []


def test_what_the_levels_are_said_to_be_they_are() -> None:
    levels = shipped().levels
    trail, dough, peg = levels["double-it"], levels["thirteen"], levels["goldilocks"]
    assert "The sign says 10.5 km, and Pip stops halfway: home is 21 km away" in LESSON
    assert trail.examples[0].pair == ((10.5,), (21.0,))
    assert "with alpha 3 the sourdough lands in 12 nights. And after the first night with alpha 15?" in LESSON
    assert dough.title == "The sourdough" and dough.words["steps"] == "nights"
    (bet,) = (question for question in dough.questions if question.star == 3)
    assert "15" in bet.text and bet.right == "above the goal"
    assert "with input 2, goal_prediction 0.8 and alpha 0.1" in LESSON
    assert peg.examples[0].pair == ((2.0,), (0.8,)) and peg.alpha == 0.1
    assert peg.knobs[0].values() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] and "**Six alphas.**" in LESSON
    howl = next(question for question in levels["runaway"].questions if question.star == 3)
    assert howl.right == "9" and "so the error, its square, by 9" in LESSON and "at alpha 1 each step" in LESSON


def test_the_round_on_paper_is_the_engines() -> None:
    session = Session(shipped().level("goldilocks"), shipped(), [Turn("alpha", 0.1), Learn(3)])
    steps = session.run.steps()
    table = rows("step")
    assert len(table) == 2
    for number, row in enumerate(table):
        step, after = steps[number], steps[number + 1]
        seen = (step.weights[0], step.predictions[0][0], step.deltas[0][0], step.weight_deltas[0], after.weights[0])
        assert list(map(float, row)) == [number + 1, *(pytest.approx(value) for value in seen)]


def test_each_alpha_ends_as_the_table_says() -> None:
    table = rows("level")
    assert len(table) == 8
    for name, alpha, ends, steps in table:
        level = shipped().level(name.strip("`"))
        session = Session(level, shipped(), [Turn("alpha", float(alpha)), Learn(level.budget)])
        assert session.outcome is not None and session.outcome.kind == ENDS[ends], alpha
        assert steps in ("", str(session.outcome.step))


def test_what_a_step_leaves_is_so_and_one_alpha_lands_in_one_step() -> None:
    for alpha, left in rows("alpha | 1 − alpha · 4"):
        assert float(left) == pytest.approx(1 - float(alpha) * 4)
    session = Session(shipped().level("goldilocks"), shipped(), [Turn("alpha", 0.1), Learn(60)])
    assert session.stage == 0 and session.base.stage(1).par == 1
    assert session.base.stage(1).knobs[0].allows(0.25), "it can be found there"


def test_its_keys_are_the_games() -> None:
    keys = LESSON.partition("\nKeys: ")[2].partition("\n\n")[0]
    for key, intent in KEYS.items():
        name = {"Enter": "return", "Up": "up", "Down": "down"}.get(key, key.lower())
        assert name in BY_INTENT[intent].keys, key
        assert re.search(rf"\b{key}\b", keys if key != "Enter" else LESSON), key


def test_what_the_machines_are_prepared_with_can_be_opened() -> None:
    ((level, link),) = re.findall(r'play ([\w-]+) --link "([^"]+)"', LESSON)
    asked, remarks = parse(f"level={level}&{link}", shipped())
    assert remarks == [] and asked.level == level and asked.hide == {"map", "auto", "script"}


def test_no_other_number_stands_in_it() -> None:
    tables = re.findall(r"^\|.*\|$", LESSON, re.MULTILINE)
    checked = {number for line in tables if "**" not in line for number in re.findall(r"\d+(?:\.\d+)?", line)}
    told = {"10.5", "21", "3", "12", "15", "45", "38", "9", "1", "4", "0", "2", "0.8"}  # by the tests above
    prose = [line for line in LESSON.splitlines() if line not in tables or "**" in line]
    plain = re.sub(r"\d+–\d+", "", " ".join(prose)).replace("F1", "")
    found = set(re.findall(r"\d+(?:\.\d+)?", plain))
    assert found - checked - told == set()


def test_the_chapters_are_as_long_as_they_are_said_to_be() -> None:
    table = re.findall(r"^\| (\d) (\w[\w ]*) \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    levels = list(shipped().levels.values())
    assert len(table) == len(CHAPTERS) == 8
    for number, _title, count, minutes in table:
        here = [level for level in levels if level.chapter == CHAPTERS[int(number) - 1].key]
        assert len(here) == int(count)
        assert abs(sum(level.minutes or 0 for level in here) - int(minutes)) <= 1, number
