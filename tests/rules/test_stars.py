"""The three stars: what each asks for, and the one reason for which it is not given."""

from typing import Any

from downslope import Answer, Knob, Level, Marker, Near, Next, Question, Turn
from downslope.rules import condition_of, earned_stars, stars
from downslope.rules.stars import Condition, refusal_reason
from lib.support import play
from rules import levels

BET = Question("?", ["a", "b"], right="a")
KNOB_BET = Question("?", ["squared", "absolute"], right="absolute", knob="metric")
AFTER = Question("why?", ["a", "b"], right="a", star=None)
MARKER = Marker("?", 0, 1, 0.5, 0.1)
KNOBS = Knob("weight"), Knob("metric", stops=("squared", "absolute"))
SQUARED, ABSOLUTE = Turn("metric", "squared"), Turn("metric", "absolute")
WON, TURNED = Turn("weight", 1.0), Turn("weight", 0.25)


def small(**fields: Any) -> Level:
    """By hand: won with the weight 1."""
    return levels.small(**{"learner": None, "knobs": KNOBS, "par_unit": "turns"} | fields)


def test_what_a_star_asks_for() -> None:
    none, questions = Condition("none"), Condition("questions")
    for fields, two, three in (
        ({}, none, none),
        ({"par": 3}, Condition("par", 3, "turns"), none),
        ({"expert": 2}, none, Condition("expert", 2, "turns")),
        ({"questions": [BET], "expert": 2}, none, questions),
        ({"questions": [AFTER], "expert": 2}, none, Condition("expert", 2, "turns")),
        ({"questions": [BET._replace(star=2)], "par": 3}, questions, none),
        ({"stages": [{"star": 2, "par": 4}], "par": 3}, Condition("stage", 4, "turns"), none),
        ({"stages": [{"star": 3}], "par": 3}, Condition("par", 3, "turns"), Condition("stage", 0, "turns")),
        ({"stages": [{"par": 5, "par_unit": "runs"}], "par": 3}, Condition("par", 5, "runs"), none),
    ):  # fmt: skip
        level = small(**fields)
        assert [condition_of(level, star) for star in (1, 2, 3)] == [Condition("reached"), two, three]


def test_the_one_reason() -> None:
    over = [TURNED, TURNED, WON]
    for fields, actions, reasons in (
        ({"par": 2, "expert": 1}, [], ("unreached", "unreached", "unreached")),
        ({"par": 2, "expert": 1}, [WON], ("", "", "")),
        ({"par": 2, "expert": 1}, [TURNED, WON], ("", "", "over")),
        ({"par": 2, "expert": 1}, over, ("", "over", "over")),
        ({"par": 2, "par_target": Near(0.01)}, [Turn("weight", 0.95)], ("", "besides", "")),
        ({"par": 2, "par_target": Near(0.01)}, [WON], ("", "", "")),
        ({"questions": [BET]}, [WON], ("", "", "unanswered")),
        ({"questions": [BET]}, [Answer(0, "b"), WON], ("", "", "wrong")),
        ({"questions": [BET]}, [Answer(0, "a")], ("unreached", "unreached", "")),  # a bet that is won stays won
        ({"questions": [AFTER, BET]}, [Answer(0, "b"), Answer(1, "a"), WON], ("", "", "")),
        ({"questions": [BET, BET]}, [Answer(0, "a"), WON], ("", "", "unanswered")),
        ({"questions": [BET, BET]}, [Answer(1, "b"), WON], ("", "", "unanswered")),
        ({"questions": [KNOB_BET]}, [WON, SQUARED, ABSOLUTE], ("", "", "wrong")),
        ({"questions": [KNOB_BET]}, [ABSOLUTE, SQUARED, WON], ("", "", "")),
        ({"questions": [KNOB_BET]}, [WON], ("", "", "unanswered")),
        ({"questions": [MARKER]}, [Answer(0, 0.55), WON], ("", "", "")),
        ({"questions": [MARKER]}, [Answer(0, 0.75), WON], ("", "", "wrong")),
        ({"stages": [{"star": 2}]}, [WON], ("", "later", "")),
        ({"stages": [{"star": 2}]}, [WON, Next()], ("", "", "")),
        ({"stages": [{"star": 2, "par": 1, "weights": [0.0]}]}, [WON, Next(), *over], ("", "over", "")),
        ({"stages": [{"star": 2, "par": 1, "weights": [0.0]}]}, [WON, Next(), WON], ("", "", "")),
        ({"stages": [{"weights": [0.0]}]}, [WON, Next()], ("unreached",) * 3),
    ):  # fmt: skip
        session = play(small(**fields), *actions)
        assert tuple(refusal_reason(session, star) for star in (1, 2, 3)) == reasons, (fields, actions)
        assert earned_stars(session) == {star for star, reason in enumerate(reasons, 1) if not reason}
    watched = play(small(par=2, questions=[BET]), Answer(0, "a"), WON)
    assert earned_stars(watched) == {1, 2, 3} and earned_stars(watched, watched=True) == {1}
    assert [refusal_reason(watched, star, True) for star in (1, 2, 3)] == ["", "watched", "watched"]


def test_which_part_a_star_is_for() -> None:
    level = small(par=3, stages=[{"par": 5, "weights": [0.0]}, {"star": 2, "par": 4, "weights": [0.0]}, {"star": 3}])
    assert [stars.part_for(level, star) for star in (1, 2, 3)] == [1, 2, 3]
    assert (stars.par_of(level), stars.par_of(small(par=3))) == ((5, "turns"), (3, "turns"))
    session, seen = play(level), []
    for actions in ((), (WON, Next()), (WON, Next()), (WON,)):
        for action in actions:
            session.do(action)
        seen.append((session.stage, stars.par_here(session), stars.part_with_count(session)))
    assert seen == [(0, None, 1), (1, None, 1), (2, 4, 1), (2, 4, 2)]
    assert stars.par_here(play(small(par=3, stages=[{"star": 3}]))) == 3


def test_questions_of_all_parts_each_once() -> None:
    other = Question("other?", ["up", "down"], right="up", needle=0)
    level = small(questions=[BET], stages=[{"questions": [BET, other]}, {"title": "x"}])
    assert stars.questions_of(level) == [BET, other]
    assert stars.is_called(level) and not stars.is_called(small(questions=[BET, MARKER]))
