"""The three stars: what each asks for, what an attempt has cost, which answer is right, and why a star is not given."""

from math import nan
from typing import Any

from downslope import Answer, Example, Knob, Learn, Level, Marker, Near, Next, Probe, Question, Reset, Turn
from downslope.rules import UNITS, condition_of, earned_stars, stars, words_for
from downslope.rules.stars import Condition, refusal_reason
from lib.support import play
from rules import levels

BET = Question("?", ["a", "b"], right="a")
KNOB_BET = Question("?", ["squared", "absolute"], right="absolute", knob="metric")
AFTER = Question("why?", ["a", "b"], right="a", star=None)
MARKER = Marker("?", 0, 1, 0.5, 0.1)
SQUARED, ABSOLUTE = Turn("metric", "squared"), Turn("metric", "absolute")
WON, TURNED = Turn("weight", 1.0), Turn("weight", 0.25)


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


def test_the_one_reason() -> None:
    over, unreached = [TURNED, TURNED, WON], "unreached unreached unreached"
    part = [{"star": 2, "par": 1, "weights": [0.0]}]
    for fields, actions, reasons in (  # a dot: the star is given
        ({"par": 2, "expert": 1}, [], unreached), ({"par": 2, "expert": 1}, [WON], ". . ."),
        ({"par": 2, "expert": 1}, [TURNED, WON], ". . over"), ({"par": 2, "expert": 1}, over, ". over over"),
        ({"par": 2, "par_target": Near(0.01)}, [Turn("weight", 0.95)], ". besides ."),
        ({"par": 2, "par_target": Near(0.01)}, [WON], ". . ."), ({"questions": [BET]}, [WON], ". . unanswered"),
        ({"questions": [BET]}, [Answer(0, "b"), WON], ". . wrong"),
        ({"questions": [BET]}, [Answer(0, "a")], "unreached unreached ."),  # a bet that is won stays won
        ({"questions": [AFTER, BET]}, [Answer(0, "b"), Answer(1, "a"), WON], ". . ."),
        ({"questions": [BET, BET]}, [Answer(0, "a"), WON], ". . unanswered"),
        ({"questions": [BET, BET]}, [Answer(1, "b"), WON], ". . unanswered"),
        ({"questions": [KNOB_BET]}, [WON, SQUARED, ABSOLUTE], ". . wrong"),
        ({"questions": [KNOB_BET]}, [ABSOLUTE, SQUARED, WON], ". . ."),
        ({"questions": [KNOB_BET]}, [WON], ". . unanswered"),
        ({"questions": [MARKER]}, [Answer(0, 0.55), WON], ". . ."),
        ({"questions": [MARKER]}, [Answer(0, 0.75), WON], ". . wrong"),
        ({"stages": [{"star": 2}]}, [WON], ". later ."), ({"stages": [{"star": 2}]}, [WON, Next()], ". . ."),
        ({"stages": part}, [WON, Next(), *over], ". over ."), ({"stages": part}, [WON, Next(), WON], ". . ."),
        ({"stages": [{"weights": [0.0]}]}, [WON, Next()], unreached),
    ):  # fmt: skip
        session = play(small(**fields), *actions)
        assert " ".join(refusal_reason(session, star) or "." for star in (1, 2, 3)) == reasons, (fields, actions)
        assert earned_stars(session) == {star for star, reason in enumerate(reasons.split(), 1) if reason == "."}
    watched = play(small(par=2, questions=[BET]), Answer(0, "a"), WON)
    assert earned_stars(watched) == {1, 2, 3} and earned_stars(watched, watched=True) == {1}
    assert [refusal_reason(watched, star, True) for star in (1, 2, 3)] == ["", "watched", "watched"]


def test_each_unit_counts_its_own_thing_through_resets() -> None:
    trio = [Example(1, 1), Example(2, 2), Example(3, 3)]
    session = play(levels.small(examples=trio, batch=1, alpha=0.01, recording=[Learn(3)], probes=9.0))
    names = ["steps", "passes", "runs", "turns", "probes"]
    rows: list[tuple[list[Any], list[int]]] = [
        ([], [0, 0, 0, 0, 0]), ([Learn(4)], [4, 2, 1, 0, 0]), ([Learn(2), Turn("weight", 1.5)], [6, 2, 1, 1, 0]),
        ([Turn("alpha", 0.5), Probe()], [6, 2, 1, 2, 1]), ([Reset()], [0, 0, 1, 2, 1]),
        ([Learn(1), Turn("alpha", 0.25)], [1, 1, 2, 3, 1]),
    ]  # fmt: skip
    for actions, wanted in rows:
        for action in actions:
            session.do(action)
        assert [UNITS[name].count(session) for name in names] == wanted, actions
    assert [UNITS[name].count(session) for name in ("calls", "bends", "drawings")] == [0, 0, 0]
    assert session.tally.first_values == {"weight": 1.5, "alpha": 0.5}
    needles = [Question(f"{n}?", ["up", "down"], right="up", needle=0) for n in range(3)]
    for questions, answers, count in (  # calls: where it is right, on needles; else each that is answered
        (needles, "up down up", 2), (needles, "down", 0), ([BET, BET], "a b", 2), (needles, "", 0),
        ([*needles, BET, BET], "up up down a a", 2),
    ):  # fmt: skip
        called = play(small(questions=questions), *(Answer(n, value) for n, value in enumerate(answers.split())))
        assert UNITS["calls"].count(called) == count
    assert words_for({}, "probes") == ("probe", "probes") == words_for({"probe": "send"}, "probes")
    assert words_for({"probes": "sends", "probe": "send"}, "probes") == ("send", "sends")
    assert words_for({"probes": "warmth"}, "probes") == ("warmth", "warmth")
    assert {name for name, unit in UNITS.items() if unit.least == 0} == {"calls", "bends", "drawings"}
    assert {name for name, unit in UNITS.items() if unit.decides} == {"bends"}


def test_what_a_win_took_is_kept_at_the_win_and_what_is_carried_counts_too() -> None:
    for changes, turns in (({"par": 3}, 0), ({"title": "Then"}, 1)):  # a part with a par counts from 0
        session = play(small(target=Near(9.0), stages=[changes]), Turn("weight", 0.5), Next())
        assert (session.tally.turns, session.stage, session.tally.cost_at_win[0]) == (turns, 1, 1)
    two = small(par=2, par_target=Near(0.01), target=Near(0.5))
    assert play(two).tally.cost_at_win == {}
    tally = play(two, Turn("weight", 0.0), Turn("weight", 0.5), WON).tally  # the win is not counted again
    assert (tally.cost_at_win, tally.par_target_met) == ({0: 2}, {0: False})
    for target in (None, Near(0.1)):
        assert play(small(par_target=target), WON).tally.par_target_met == {0: True}
    session = play(small(), WON)
    session.carry(probes=2, runs=1, turns=4)
    for tally in (session.tally, session.copy().tally):
        assert (tally.probes, tally.runs, tally.turns, tally.carried, tally.cost_at_win) == (2, 1, 5, 2, {0: 5})
    other = session.tally.copy()
    other.first_values["alpha"], other.cost_at_win[0], other.par_target_met[7] = 1.0, 9, True
    assert session.tally.cost_at_win == {0: 5} and list(session.tally.first_values) == ["weight"]
    assert 7 not in session.tally.par_target_met


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
