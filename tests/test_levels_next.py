"""Chapters 6 and 7 as data: no faults, short texts, every bet's answer found by running it; not shown by the game."""

import pytest

from downslope.paths import shipped, shipped_plugins
from downslope.rules import answers
from downslope.rules.autosolve import solve
from downslope.rules.check import check
from downslope.rules.level import Level
from downslope.rules.question import Marker, Question
from downslope.rules.session import Session
from downslope.rules.stars import earned
from downslope.view.hued import plain
from next_levels import DEEP, MANY, catalog, level, questions
from support import shipped as shipped_catalog

ASKED = list(questions())
each_level = pytest.mark.parametrize("name", [*MANY, *DEEP])
each_question = pytest.mark.parametrize(
    ("level", "question"), ASKED, ids=[f"{v.id} {q.text[:30]}" for v, q in ASKED]
)


def test_the_game_does_not_show_them() -> None:
    assert not set(MANY + DEEP) & set(shipped_catalog().levels)
    assert not any(path.parent.name == "next" for path in shipped_plugins())
    assert (shipped() / "levels" / "next").is_dir()


@each_level
def test_a_level_has_no_faults_and_is_not_won_at_its_start(name: str) -> None:
    assert level(name).faults() == []
    session = Session(level(name), catalog())
    assert not session.won and not session.reached


@each_level
def test_texts_are_short_and_marked_as_the_screens_want_them(name: str) -> None:
    found = level(name)
    assert 0 < len(plain(found.brief).split()) <= 25 and 0 < len(plain(found.insight).split()) <= 30
    assert len(found.hints) == 3 and found.title and found.minutes
    texts = [found.title, found.brief, found.insight, *found.hints, *found.words.values()]
    texts += [text for q in (*found.questions, *found.recap) for text in (q.text, q.why)]
    for text in texts:
        assert not set("[]") & set(plain(text)) and " -" not in text and ":-" not in text


@each_question
def test_the_right_answer_is_what_the_run_gives(level: Level, question: Question | Marker) -> None:
    assert answers.is_right(question, level, catalog()) is True


@each_question
def test_questions_are_whole(level: Level, question: Question) -> None:
    assert question.text and question.why and len(set(question.answers)) == len(question.answers) >= 3
    assert question.level is None or question.level.faults() == []


def test_recaps_end_the_chapters_and_bring_one_question_back() -> None:
    for names, chapter, earlier in ((MANY, "many", "alpha"), (DEEP, "deep", "many")):
        assert [bool(level(name).recap) for name in names] == [False] * 5 + [True]
        asked = level(names[-1]).recap
        assert [q.level.chapter for q in asked] == [chapter, chapter, earlier]
        assert all(q.when == "recap" for q in asked)


def test_a_visit_takes_as_long_as_was_meant() -> None:
    minutes = [sum(level(name).minutes or 0 for name in names) for names in (MANY, DEEP)]
    assert minutes == [24, 28]


SOLVED = {
    "three-neurons": 51, "toes": 2, "freeze-the-toes": 7, "valley": 58, "streetlights": 3, "noisy-lights": 27,
    "hidden-four": 13, "all-zeros": 37, "dead-relu": 2, "linear-layers": 1, "stop-in-time": 4,
}  # fmt: skip


@each_level
def test_the_machine_wins_every_level(name: str) -> None:
    session = Session(level(name), catalog())
    for action in solve(session):
        session.do(action)
        if session.complete:
            break
    assert session.complete
    if name in SOLVED:
        assert session.tally.at_win[0] == SOLVED[name]


@each_level
def test_every_level_is_fair(name: str) -> None:
    assert [str(finding) for finding in check(level(name), catalog())] == []


def test_the_machine_breaks_the_wall_after_three_runs_of_its_own() -> None:
    session = Session(level("the-wall"), catalog())
    for action in solve(session):
        session.do(action)
    assert session.won and session.tally.runs == 4 and session.tally.first_turned["wire"] == "left and middle both lit"


def test_the_machine_stops_where_two_stars_are() -> None:
    session = Session(level("stop-in-time"), catalog())
    for action in solve(session):
        session.do(action)
    assert earned(session) == {1, 2}
