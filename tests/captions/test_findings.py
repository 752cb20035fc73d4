"""What is said while the machine tries and at its end, read a second time: every setting runs apart, to its end."""

from contextlib import suppress

import pytest

from downslope.captions import findings as told
from downslope.captions.findings import end_moment
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.rules import UNITS, Impossible, Learn, Reset, Session, Turn, merge_learns
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from lib.finding_claims import FINDING_CHECKS, Reading, readings
from lib.shows import all_runs, tried_parts
from lib.support import play


def said(moment: Moment | None) -> str:
    return "" if moment is None else plain(sentence(moment))


def told_of(tried: Tried) -> list[Moment]:
    return [each for each in (*told.findings(tried), told.choice_finding(tried)) if each is not None]


def wrong(reading: Reading) -> list[str]:
    return [sentence(each) for each in told_of(reading.tried)
            if not reading.holds(each) or len(said(each)) > LONGEST]  # fmt: skip


@pytest.mark.slow
def test_every_finding_is_true_by_a_second_reading_and_short() -> None:
    assert {name: wrong(reading) for name, reading in readings().items() if wrong(reading)} == {}


def test_what_is_said_of_some_tries_and_each_kind_is_said() -> None:
    parts = dict(tried_parts())
    for part, sentences in {
        "thirteen 0": ["It tries 7 alphas from one start.", "Alpha 9 lands after 3 nights, first of all.",
                       "Alpha 15 crosses the flag, nearer each time: .35 a step.",
                       "Alpha 9 needs the fewest: 3 nights."],
        "goldilocks 0": ["Alpha .5 swings between the same two weights.",
                         "Alpha .2 and alpha .3: 4 steps each; it takes the calmer one."],
        "valley 1": ["It tries 120 ways to set two knobs."],
        "orbit 0": ["None gets there by itself. The lowest is alpha .4.",
                    "No single alpha does it: 1 and 1.2 in turn."],
        "all-zeros 1": ["It moves one weight by hand first: left → hidden 1 to −.3."],
    }.items():  # fmt: skip
        assert [text for text in map(said, told_of(parts[part])) if text in sentences] == sentences
    kinds = {each.kind for tried in parts.values() for each in told_of(tried)}
    assert set(FINDING_CHECKS) - kinds == {"tries learners", "out", "schedule falls", "out, one is not", "runs away"}


@pytest.mark.parametrize(("part", "other", "border"), [
    ("valley 0", "", "From alpha .65 up it runs away."), ("thirteen 0", "With alpha 15 instead: 4 nights.", ""),
    ("valley 1", "With momentum 0 instead: 58 steps.", ""), ("three-neurons 0", "", "From leash .51 up it runs away."),
])  # fmt: skip
def test_what_another_setting_takes_and_where_running_away_begins_is_true(part: str, other: str, border: str) -> None:
    """Once all tries have come to their ends; what comes after the choice changes no word before it."""
    first = dict(tried_parts())[part]
    tried = Tried(first.session)
    assert told.other_setting(tried) is None and told.border_moment(tried) is None
    tried.finish()
    found, edge, choice = told.other_setting(tried), told.border_moment(tried), tried.choice
    assert found is not None and choice is not None and told_of(tried) == told_of(first)
    assert (other in ("", said(found))) and (border in ("", said(edge)))
    assert edge is None or Reading(tried).holds(edge)
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
    ]:  # fmt: skip
        assert said(end_moment(runs[name], yours)) == text
    for session in runs.values():
        found, count = end_moment(session, 99), UNITS[session.level.par_unit].count(session)
        assert not session.won or found.facts["steps"].n == (count or session.count - session.recorded)
        assert len(said(found)) <= LONGEST
    session = play("goldilocks", Turn("alpha", 0.5))
    assert said(end_moment(session)) == "It did not get there."
    session.learn_until_outcome(60)
    assert said(end_moment(session)) == "It did not get there: swing for ever."
    assert said(end_moment(play("read-my-hand"))) == "It waits for your drawing."


def test_a_levels_own_way_what_it_looks_for_and_when_it_runs_once_more_are_said() -> None:
    assert said(told.own_way(play("kernels"))) == "The level’s own way: kernels 16, alpha .1 to .001."
    kinds = {"dead-relu": "looks, by hand", "in-the-dark": "looks", "dead-wire": "looks", "stop-in-time": "looks"}
    assert {level: told.search_moment(play(level)).kind for level in kinds} == kinds
    session, again = play("the-wall"), list[str]()
    for _run in range(4):
        session.do(Learn(4 * 30))
        again.append(said(told.again_moment(session)))
        session.do(Reset())
        with suppress(Impossible):
            session.do(Turn("wire", "always 1"))
    once = "Once more: extra wire opens after 3 runs."
    assert again == ["", once, once, ""] and any(isinstance(action, Turn) for action in session.actions)
