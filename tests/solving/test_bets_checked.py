"""A bet is checked, or it is said that it was not: by its words, by what it asks for, by a function of the session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from downslope import Example, Knob, Learn, Level, Marker, Near, Question, Session, Turn
from downslope.rules.outcome import OUTCOMES
from downslope.solving.fairness import LevelFinding, check, understood
from downslope.solving.question_answers import is_right
from support import shipped

TEA = Level("tea", title="Tea", examples=[Example(10, 4)], weights=[0.1], alpha=0.001, target=Near(0.01),
            knobs=[Knob("alpha", 0.001, 0.03, step=0.001)])  # fmt: skip
KINDS = ["land", "overshoot", "run away"]


def findings(question: Question | Marker, **more: Any) -> list[LevelFinding]:
    return list(check(replace(TEA, questions=[question], **more), shipped()))


def test_a_bet_in_outcome_words_is_checked_with_the_value_in_its_text() -> None:
    assert findings(Question("With alpha 0.03 the run would …", KINDS, "run away")) == []
    (wrong,) = findings(Question("With alpha 0.03 the run would …", KINDS, "land"))
    assert str(wrong) == "tea: question 1: with alpha 0.03 the run ends as run away; the answer is land"
    (wrong,) = findings(Question("With alpha 0.015 the run would …", KINDS, "land"))
    assert str(wrong).endswith("the run ends as overshoot; the answer is land"), "in the author's own words"
    (wrong,) = findings(Question("With alpha [alpha:.005] the run would …", KINDS, "run away"))
    assert "with alpha 0.005 the run ends as land" in str(wrong)


def test_without_a_value_the_start_settings_are_played_and_actions_win() -> None:
    (wrong,) = findings(Question("The run would …", KINDS, "run away"))
    assert "with the start settings the run ends as land" in str(wrong)
    asked = Question("With alpha 0.03 it would …", KINDS, "land", actions=[Turn("alpha", 0.005)])
    assert findings(asked) == []


def test_a_value_that_is_no_notch_is_not_played() -> None:
    asked = understood(Question("With alpha 0.5 the run would …", KINDS, "land"), TEA)
    assert asked.actions == () and asked.asks == "outcome"


def test_every_kind_and_its_title_is_a_word() -> None:
    for kind in OUTCOMES:
        for word in (kind, OUTCOMES[kind].title, OUTCOMES[kind].title.title()):
            others = [other for other in OUTCOMES if other != kind][:2]
            assert understood(Question("It would …", [word, *others], word), TEA).asks == "outcome"


def test_what_nobody_can_check_is_said_to_be_unchecked() -> None:
    runs = [Learn(1)]
    marker = Marker("Where?", 0, 1, 0.5, 0.1, actions=runs)
    for question in (Question("How?", ["so", "or so"], "so", actions=runs), marker):
        (note,) = findings(question)
        assert note.note and str(note) == "tea: question 1 was not checked: nothing says how"


def test_a_function_may_say_what_is_asked() -> None:
    def weight_at_the_end(session: Session) -> float:
        session.do(Learn(200))
        return round(session.weights[0], 2)

    right = Question("Where does it land?", [".4", ".6"], ".4", asks=weight_at_the_end, means=[0.4, 0.6],
                     actions=[Learn(1)])  # fmt: skip
    assert findings(right) == []
    (wrong,) = findings(right._replace(right=".6"))
    assert "question 1 has the answer .6, which its run does not give" in str(wrong)


def test_of_what_nothing_is_played_is_refused() -> None:
    (refused,) = findings(Question("How?", ["so", "or so"], "so"))
    assert not refused.note and str(refused) == "tea: question 1: nothing is played for its answer"


def test_a_function_that_raises_is_a_finding() -> None:
    (wrong,) = findings(Question("?", ["a", "b"], "a", asks=lambda session: 1 / 0, means=[1, 2]))
    assert str(wrong) == "tea: question 1 cannot be answered by a program: ZeroDivisionError: division by zero"


def test_every_shipped_question_is_checked() -> None:
    """Whether each is right is tested with its level."""
    catalog = shipped()
    unchecked = [level.id for level in catalog.levels.values() for question in (*level.questions, *level.recap)
                 if not understood(question, level).asks]  # fmt: skip
    assert unchecked == []
    for name in ("one-knob-two-days", "the-grump", "goldilocks"):
        (question,) = catalog.levels[name].questions
        assert is_right(question, catalog.levels[name], catalog) is True
