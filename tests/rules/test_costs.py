"""What an attempt has cost: each unit counts its own thing, through Resets, and begins again at a stage with a par."""

from typing import Any

from downslope import Answer, Example, Learn, Marker, Near, Next, Probe, Question, Reset, Session, Turn
from downslope.rules import UNITS, words_for
from lib.support import play
from rules.levels import small

WON = Turn("weight", 1.0)


def counts(session: Session) -> dict[str, int]:
    return {name: unit.count(session) for name, unit in UNITS.items() if unit.count(session)}


def test_each_unit_counts_its_own_thing() -> None:
    trio = [Example(1, 1), Example(2, 2), Example(3, 3)]
    session = play(small(examples=trio, batch=1, alpha=0.01, recording=[Learn(3)], probes=9.0))
    for action, wanted in (
        (None, {}),
        (Learn(4), {"steps": 4, "passes": 2, "runs": 1}),
        (Learn(2), {"steps": 6, "passes": 2, "runs": 1}),
        (Turn("weight", 1.5), {"steps": 6, "passes": 2, "runs": 1, "turns": 1}),
        (Turn("alpha", 0.5), {"steps": 6, "passes": 2, "runs": 1, "turns": 2}),
        (Probe(), {"steps": 6, "passes": 2, "runs": 1, "turns": 2, "probes": 1}),
        (Reset(), {"runs": 1, "turns": 2, "probes": 1}),
        (Learn(1), {"steps": 1, "passes": 1, "runs": 2, "turns": 2, "probes": 1}),
        (Turn("alpha", 0.25), {"steps": 1, "passes": 1, "runs": 2, "turns": 3, "probes": 1}),
    ):  # fmt: skip
        if action is not None:
            session.do(action)
        assert counts(session) == wanted, action
    assert session.tally.first_values == {"weight": 1.5, "alpha": 0.5}


def test_calls_are_those_that_are_right_where_they_are_made_on_needles() -> None:
    needles = [Question(f"{n}?", ["up", "down"], right="up", needle=0) for n in range(3)]
    plain = [Marker("?", 0, 1, 0.5, 0.1), Question("?", ["a", "b"], right="a")]
    rows: tuple[tuple[list[Any], list[Any], int], ...] = (
        (needles, ["up", "down", "up"], 2), (needles, ["down"], 0), (plain, [0.9, "b"], 2), (needles, [], 0),
        ([*needles, *plain], ["up", "up", "down", 0.5, "a"], 2),
    )  # fmt: skip
    for questions, answers, count in rows:
        session = play(small(questions=questions), *(Answer(n, value) for n, value in enumerate(answers)))
        assert UNITS["calls"].count(session) == count


def test_what_a_win_took_is_kept_at_the_win_and_a_stage_with_a_par_counts_from_0() -> None:
    for changes, turns in (({"par": 3}, 0), ({"title": "Then"}, 1)):
        session = play(small(target=Near(9.0), learner=None, stages=[changes]), Turn("weight", 0.5), Next())
        assert (session.tally.turns, session.stage, session.tally.cost_at_win[0]) == (turns, 1, 0)
    two = small(learner=None, par=2, par_unit="turns", par_target=Near(0.01), target=Near(0.5))
    assert play(two).tally.cost_at_win == {}
    tally = play(two, Turn("weight", 0.0), Turn("weight", 0.5), WON).tally  # the win is not counted again
    assert (tally.cost_at_win, tally.par_target_met) == ({0: 2}, {0: False})
    for target in (None, Near(0.1)):
        assert play(small(learner=None, par_target=target), WON).tally.par_target_met == {0: True}


def test_a_carried_cost_counts_for_this_attempt_and_for_a_part_that_is_won() -> None:
    session = play(small(learner=None, par_unit="turns"), WON)
    session.carry(probes=2, runs=1, turns=4)
    for tally in (session.tally, session.copy().tally):
        assert (tally.probes, tally.runs, tally.turns, tally.carried, tally.cost_at_win) == (2, 1, 5, 2, {0: 5})
    other = session.tally.copy()
    other.first_values["alpha"], other.cost_at_win[0], other.par_target_met[7] = 1.0, 9, True
    assert session.tally.cost_at_win == {0: 5} and list(session.tally.first_values) == ["weight"]
    assert 7 not in session.tally.par_target_met


def test_words_of_a_unit() -> None:
    assert words_for({}, "probes") == ("probe", "probes") == words_for({"probe": "send"}, "probes")
    assert words_for({"probes": "sends", "probe": "send"}, "probes") == ("send", "sends")
    assert words_for({"probes": "warmth"}, "probes") == ("warmth", "warmth")
    assert {name for name, unit in UNITS.items() if unit.least == 0} == {"calls", "bends", "drawings"}
    assert {name for name, unit in UNITS.items() if unit.decides} == {"bends"}
