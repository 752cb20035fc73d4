"""What an attempt has cost: each unit counts its own thing, through Resets, and begins again at a stage with a par."""

from __future__ import annotations

from typing import Any

from downslope import Answer, Example, Knob, Learn, Level, Marker, Near, Next, Probe, Question, Reset, Session, Turn
from downslope.rules.costs import CALLS, UNITS, words_for
from support import play

PAIRS = [Example(1, 1), Example(2, 2), Example(3, 3)]


def small(**fields: Any) -> Level:
    given: dict[str, Any] = {"weights": [0.0], "alpha": 0.01, "knobs": (Knob("weight"), Knob("alpha", 0.001, 2.0))}
    return Level("small", title="Small", examples=PAIRS, **given | fields)


def counts(session: Session) -> dict[str, int]:
    return {name: UNITS[name].count(session) for name in UNITS}


def test_each_unit_counts_its_own_thing() -> None:
    session = play(small(batch=1, recording=[Learn(3)], probes=9.0))
    nothing = dict.fromkeys(UNITS, 0)
    assert counts(session) == nothing
    session.do(Learn(4))
    assert counts(session) == nothing | {"steps": 4, "passes": 2, "runs": 1}
    session.do(Learn(2))
    assert counts(session) == nothing | {"steps": 6, "passes": 2, "runs": 1}
    session.do(Turn("weight", 1.5))
    session.do(Turn("alpha", 0.5))
    session.do(Probe())
    assert counts(session) == nothing | {"steps": 6, "passes": 2, "runs": 1, "turns": 2, "probes": 1}
    session.do(Reset())
    assert counts(session) == nothing | {"runs": 1, "turns": 2, "probes": 1}
    session.do(Learn(1))
    assert counts(session)["runs"] == 2
    assert session.tally.first_values == {"weight": 1.5, "alpha": 0.5}
    session.do(Turn("alpha", 0.25))
    assert session.tally.first_values["alpha"] == 0.5


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


def test_a_stage_with_a_par_counts_from_0_and_another_goes_on() -> None:
    for changes, turns in (({"par": 3}, 0), ({"title": "Then"}, 1)):
        session = play(small(target=Near(9.0), learner=None, stages=[changes]), Turn("weight", 0.5), Next())
        assert (session.tally.turns, session.stage) == (turns, 1)
        assert session.tally.cost_at_win[0] == UNITS["steps"].count(play(small()))


def test_what_a_win_took_is_kept_at_the_win() -> None:
    session = play(small(learner=None, par=2, par_unit="turns", par_target=Near(0.1), target=Near(2.5)))
    assert session.tally.cost_at_win == {}
    session.do(Turn("weight", 0.0))
    session.do(Turn("weight", 0.5))
    assert (session.tally.cost_at_win, session.tally.par_target_met) == ({0: 2}, {0: False})
    session.do(Turn("weight", 1.0))  # the win is not counted again
    assert session.tally.cost_at_win == {0: 2}
    for target, met in ((None, True), (Near(0.1), True)):
        won = play(small(learner=None, par_target=target, target=Near(0.1)), Turn("weight", 1.0))
        assert won.tally.par_target_met == {0: met}


def test_a_carried_cost_counts_for_this_attempt_and_for_a_part_that_is_won() -> None:
    won = small(learner=None, par_unit="turns", target=Near(9.0))
    session = play(won, Turn("weight", 0.5))
    session.carry(probes=2, runs=1, turns=4)
    tally = session.tally
    assert (tally.probes, tally.runs, tally.turns, tally.carried, tally.cost_at_win) == (2, 1, 5, 2, {0: 5})
    other = tally.copy()
    other.turns, other.first_values["alpha"] = 6, 1.0
    other.cost_at_win[0], other.par_target_met[7] = 9, True
    assert (tally.turns, tally.cost_at_win, 7 in tally.par_target_met) == (5, {0: 5}, False)
    assert "alpha" not in tally.first_values and other.first_values["alpha"] == 1.0


def test_words_of_a_unit() -> None:
    assert words_for({}, "probes") == ("probe", "probes")
    assert words_for({"probes": "sends", "probe": "send"}, "probes") == ("send", "sends")
    assert words_for({"probes": "warmth"}, "probes") == ("warmth", "warmth")
    assert words_for({"probe": "send"}, "probes") == ("probe", "probes")
    assert {name for name, unit in UNITS.items() if unit.least == 0} == {"calls", "bends", "drawings"}
    assert {name for name, unit in UNITS.items() if unit.decides} == {"bends"}
    assert {name for name, unit in UNITS.items() if unit.stays} == {"probes", "runs"}
    assert (UNITS["calls"].phrase, UNITS["calls"].phrase_one, UNITS["steps"].least) == (CALLS, CALLS, 1)
