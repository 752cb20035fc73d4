"""The three stars: what each asks for, what an attempt has cost, which answer is right, and why a star is not given."""

from math import nan
from typing import Any

from downslope import Answer, Knob, Level, Marker, Next, Question, Turn
from downslope.rules import UNITS, condition_of, earned_stars, stars, words_for
from downslope.rules.stars import Condition, refusal_reason
from lib.support import play
from rules import levels

BET = Question("?", ["a", "b"], right="a")
KNOB_BET = Question("?", ["squared", "absolute"], right="absolute", knob="metric")
AFTER = Question("why?", ["a", "b"], right="a", star=None)
MARKER = Marker("?", 0, 1, 0.5, 0.1)
WON = Turn("weight", 1.0)


def small(**fields: Any) -> Level:
    """By hand: won with the weight 1."""
    knobs = Knob("weight"), Knob("metric", stops=("squared", "absolute"))
    return levels.small(**{"learner": None, "knobs": knobs, "par_unit": "turns"} | fields)


def test_what_a_star_asks_for_and_of_which_part() -> None:
    none, questions = Condition("none"), Condition("questions")
    for fields, two, three in (
        ({}, none, none), ({"par": 3}, Condition("par", 3, "turns"), none),
        ({"expert": 2}, none, Condition("expert", 2, "turns")),
        ({"questions": [BET], "expert": 2}, none, questions),
        ({"questions": [AFTER], "expert": 2}, none, Condition("expert", 2, "turns")),
        ({"questions": [BET._replace(star=2)], "par": 3}, questions, none),
        ({"stages": [{"star": 2, "par": 4}], "par": 3}, Condition("stage", 4, "turns"), none),
        ({"stages": [{"star": 3}], "par": 3}, Condition("par", 3, "turns"), Condition("stage", 0, "turns")),
        ({"stages": [{"par": 5, "par_unit": "runs"}], "par": 3}, Condition("par", 5, "runs"), none),
    ):  # fmt: skip
        assert [condition_of(small(**fields), star) for star in (1, 2, 3)] == [Condition("reached"), two, three]
    level = small(par=3, stages=[{"par": 5, "weights": [0.0]}, {"star": 2, "par": 4, "weights": [0.0]}, {"star": 3}])
    assert [stars.part_for(level, star) for star in (1, 2, 3)] == [1, 2, 3]
    assert (stars.par_of(level), stars.par_of(small(par=3))) == ((5, "turns"), (3, "turns"))
    walks: list[tuple[list[Any], Any]] = [
        ([], (0, None, 1)), ([WON, Next()], (1, None, 1)), ([WON, Next()] * 2, (2, 4, 1)),
        ([WON, Next(), WON, Next(), WON], (2, 4, 2)),
    ]  # fmt: skip
    for actions, seen in walks:
        session = play(level, *actions)
        assert (session.stage, stars.par_here(session), stars.part_with_count(session)) == seen
    assert stars.par_here(play(small(par=3, stages=[{"star": 3}]))) == 3
    other = Question("other?", ["up", "down"], right="up", needle=0)  # questions of all parts count, each once
    level = small(questions=[BET], stages=[{"questions": [BET, other]}, {"title": "x"}])
    assert stars.questions_of(level) == [BET, other]
    assert stars.is_called(level) and not stars.is_called(small(questions=[BET, MARKER]))


def test_the_words_of_a_unit_and_what_a_tally_keeps_for_itself() -> None:
    watched = play(small(par=2, questions=[BET]), Answer(0, "a"), WON)
    assert earned_stars(watched) == {1, 2, 3} and earned_stars(watched, watched=True) == {1}
    assert [refusal_reason(watched, star, True) for star in (1, 2, 3)] == ["", "watched", "watched"]
    assert words_for({}, "probes") == ("probe", "probes") == words_for({"probe": "send"}, "probes")
    assert words_for({"probes": "sends", "probe": "send"}, "probes") == ("send", "sends")
    assert words_for({"probes": "warmth"}, "probes") == ("warmth", "warmth")
    assert {name for name, unit in UNITS.items() if unit.least == 0} == {"calls", "bends", "drawings"}
    assert {name for name, unit in UNITS.items() if unit.decides} == {"bends"}
    other = watched.tally.copy()
    other.first_values["alpha"], other.cost_at_win[0], other.par_target_met[7] = 1.0, 9, True
    tally = watched.tally
    assert (tally.first_values, tally.cost_at_win, tally.par_target_met) == ({"weight": 1.0}, {0: 1}, {0: True})


def test_which_answer_is_right_and_what_it_means() -> None:
    way = Question("Which way?", ["up", "down"], right="up", means=[1, -1], notes=["It grows.", "It shrinks."])
    for answer, is_right, means, note in (
        ("up", True, 1, "It grows."), ("down", False, -1, "It shrinks."), ("stays", False, None, ""),
    ):  # fmt: skip
        assert (way.is_right(answer), way.meaning_of(answer), way.note_of_answer(answer)) == (is_right, means, note)
    assert (BET.meaning_of("a"), BET.note_of_answer("a"), BET.when, BET.star, BET.on_board) == (None, "", "start", 3, 0)
    assert KNOB_BET.on_board and BET._replace(needle=0).on_board
    found = [Question("?", words.split(), "").in_numbers for words in ("2 a", "a −3", "+.5 a", "-1 a", "a b2", "− a")]
    assert found == [True, True, True, True, False, False]
    edge = Marker("Where?", 0, 1, 0.3, 0.1)  # right up to its distance
    places: list[float | str] = [0.3, 0.1 + 0.3, 0.2, 0.4 + 1e-8, 0.19, "0.3", nan]
    assert [edge.is_right(place) for place in places] == [True] * 3 + [False] * 4
