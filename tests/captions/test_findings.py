"""What is said while the machine tries and at its end, read a second time: every setting runs apart, to its end."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings as profile, strategies as st

from downslope.captions.findings import (
    again_moment,
    border_moment,
    choice_finding,
    end_moment,
    findings,
    other_setting,
    own_way,
    search_moment,
)
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.rules import UNITS, Example, Impossible, Knob, Learn, Near, Reset, Session, Turn, merge_learns
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from lib.finding_claims import FINDING_CHECKS, Reading, readings
from lib.shows import all_runs, tried_parts
from lib.support import play, shipped


def said(moment: Moment | None) -> str:
    return "" if moment is None else plain(sentence(moment))


def told_of(tried: Tried) -> list[Moment]:
    last = choice_finding(tried)
    return [*findings(tried), *([last] if last is not None else [])]


def wrong(reading: Reading) -> list[str]:
    return [sentence(told) for told in told_of(reading.tried)
            if not FINDING_CHECKS[told.kind](reading, told) or len(said(told)) > LONGEST]  # fmt: skip


@pytest.mark.slow
def test_every_finding_is_true_by_a_second_reading_and_short() -> None:
    assert {name: wrong(reading) for name, reading in readings().items() if wrong(reading)} == {}


@pytest.mark.slow
@profile(max_examples=8)
@given(st.floats(0.2, 3.0), st.floats(-2.0, 2.0), st.integers(1, 200),
       st.sampled_from(["squared", "absolute", "huber", "log-cosh"]))  # fmt: skip
def test_every_finding_of_a_level_that_was_drawn_is_true(
    given_input: float, goal: float, hundredths: int, metric: str
) -> None:
    """Its alpha has no notches, so that nobody looks for a sequence of them."""
    least = hundredths / 100
    level = replace(
        shipped().level("goldilocks"), examples=[Example(round(given_input, 2), round(goal, 2))], stages=(), budget=20,
        knobs=[Knob("alpha", least, round(40 * least, 1), log=True)], alpha=least, metric=metric, target=Near(0.05),
    )  # fmt: skip
    tried = Tried(Session(level, shipped()))
    tried.work(lambda: tried.choice is None)
    assert wrong(Reading(tried)) == []


@pytest.mark.parametrize(("part", "sentences"), [
    ("thirteen 0", ["It tries 7 alphas from one start.", "Alpha 9 lands after 3 nights, first of all.",
                    "Alpha 15 crosses the flag, nearer each time: .35 a step.", "Alpha 9 needs the fewest: 3 nights."]),
    ("goldilocks 0", ["Alpha .5 swings between the same two weights.",
                      "Alpha .2 and alpha .3: 4 steps each; it takes the calmer one."]),
    ("valley 1", ["It tries 120 ways to set two knobs."]),
    ("orbit 0", ["None gets there by itself. The lowest is alpha .4.",
                 "No single alpha does it: 1 and 1.2 in turn."]),
    ("all-zeros 1", ["It moves one weight by hand first: left → hidden 1 to −.3."]),
])  # fmt: skip
def test_what_is_said_of_some_tries(part: str, sentences: list[str]) -> None:
    tried = dict(tried_parts())[part]
    assert [text for text in map(said, told_of(tried)) if text in sentences] == sentences


@pytest.mark.parametrize(("part", "other", "border"), [
    ("hidden-four 0", "With alpha .6 instead: 19 passes.", ""),
    ("valley 0", "", "From alpha .65 up it runs away."), ("valley 1", "With momentum 0 instead: 58 steps.", ""),
    ("thirteen 0", "With alpha 15 instead: 4 nights.", ""),
    ("three-neurons 0", "", "From leash .51 up it runs away."),
    ("goldilocks 0", "", "From alpha .6 up it runs away."), ("streetlights 0", "", ""),
])  # fmt: skip
def test_what_another_setting_takes_and_where_running_away_begins_is_true(part: str, other: str, border: str) -> None:
    """Once all tries have come to their ends; what comes after the choice changes no word before it."""
    first = dict(tried_parts())[part]
    tried = Tried(first.session)
    assert other_setting(tried) is None and border_moment(tried) is None
    tried.finish()
    found, edge, choice = other_setting(tried), border_moment(tried), tried.choice
    assert found is not None and choice is not None and told_of(tried) == told_of(first)
    assert (other in ("", said(found))) and (border in ("", said(edge)))
    assert edge is None or FINDING_CHECKS[edge.kind](Reading(tried), edge)
    ((knob, _title, value),) = found.facts["way"]
    done = [action for action in choice.actions if not (isinstance(action, Turn) and action.knob == knob)]
    actions = merge_learns([*tried.session.actions, *done, Turn(knob, value)])
    again = Session(tried.session.base, tried.session.catalog, actions)
    again.learn_until_outcome(again.level.budget * len(again.run.batches))
    assert again.won and (again.count - again.recorded) // len(again.run.batches) == found.facts["steps"].n


def test_the_end_says_what_it_took_and_is_held_against_the_par_of_its_own_part() -> None:
    runs = dict(all_runs())
    for name, yours, text in [
        ("thirteen 0", 7, "There in 3 nights. Par is 3; you took 7."),
        ("valley 1", None, "There in 13 steps. Par is 13."), ("valley 0", None, "There in 58 steps."),
        ("stop-in-time 0", None, "Won in 4 peeks. Par is 4."),
        ("hidden-four 0", 19, "There in 13 passes. Par is 13; you took 19."),
        ("the-grump 0", None, "Won in 1 try."),
    ]:  # fmt: skip
        assert said(end_moment(runs[name], yours)) == text
    for session in runs.values():
        found = end_moment(session, 99)
        if session.won:
            count = UNITS[session.level.par_unit].count(session)
            assert found.facts["steps"].n == (count or session.count - session.recorded)
        assert len(said(found)) <= LONGEST
    session = play("goldilocks", Turn("alpha", 0.5))
    assert said(end_moment(session)) == "It did not get there."
    session.learn_until_outcome(60)
    assert said(end_moment(session)) == "It did not get there: swing for ever."
    assert said(end_moment(play("read-my-hand"))) == "It waits for your drawing."


def test_a_levels_own_way_what_it_looks_for_and_when_it_runs_once_more_are_said() -> None:
    assert said(own_way(play("kernels"))) == "The level’s own way: kernels 16, alpha .1 to .001."
    kinds = {"dead-relu": "looks, by hand", "in-the-dark": "looks", "dead-wire": "looks", "stop-in-time": "looks"}
    assert {level: search_moment(play(level)).kind for level in kinds} == kinds
    session, again = play("the-wall"), list[str]()
    for _run in range(4):
        session.do(Learn(4 * 30))
        again.append(said(again_moment(session)))
        session.do(Reset())
        with suppress(Impossible):
            session.do(Turn("wire", "always 1"))
    told = "Once more: extra wire opens after 3 runs."
    assert again == ["", told, told, ""] and any(isinstance(action, Turn) for action in session.actions)
