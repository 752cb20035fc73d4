"""What is said at the end of a show, and that another setting would have taken what is said of it."""

from __future__ import annotations

import pytest

from downslope.captions.findings import border_moment, end_moment, other_setting
from downslope.captions.sentences import LONGEST, sentence
from downslope.rules.actions import Turn, merge_learns
from downslope.rules.costs import UNITS
from downslope.rules.session import Session
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from finding_claims import FINDING_CHECKS, Reading
from shows import all_runs, tried_parts
from support import play


def told_end(session: Session, yours: int | None = None) -> str:
    return plain(sentence(end_moment(session, yours)))


@pytest.mark.slow
def test_the_end_says_what_it_took() -> None:
    for level, yours, said in [
        ("thirteen", 7, "There in 3 nights. Par is 3; you took 7."),
        ("valley", None, "There in 13 steps. Par is 13."),
        ("linear-layers", 2, "Won in 1 bend. Par is 1; you took 2."),
        ("stop-in-time", None, "Won in 4 peeks. Par is 4."),
        ("dead-wire", None, "There in 1 step."),
        ("hidden-four", 19, "There in 13 passes. Par is 13; you took 19."),
    ]:
        last = [run for name, run in all_runs() if name.split()[0] == level][-1]
        assert told_end(last, yours) == said


@pytest.mark.slow
@pytest.mark.parametrize(("level", "said"), [
    ("valley", "There in 58 steps."), ("the-grump", "Won in 1 try."),
])  # fmt: skip
def test_a_part_is_not_held_against_the_par_of_another(level: str, said: str) -> None:
    first = next(run for name, run in all_runs() if name.split()[0] == level)
    assert told_end(first) == said


def test_what_did_not_get_there_is_said_by_its_outcome() -> None:
    session = play("goldilocks", Turn("alpha", 0.5))
    assert told_end(session) == "It did not get there."
    session.learn_until_outcome(60)
    assert told_end(session) == "It did not get there: swing for ever."
    assert told_end(play("read-my-hand")) == "It waits for your drawing."


def test_each_level_ends_with_what_its_par_counts() -> None:
    for _name, session in all_runs():
        found = end_moment(session, 99)
        if session.won:
            count = UNITS[session.level.par_unit].count(session)
            assert found.facts["steps"].n == (count or session.count - session.recorded)
        assert len(plain(sentence(found))) <= LONGEST


@pytest.fixture(scope="module")
def ends() -> dict[str, Tried]:
    """Some parts whose tries have all come to their ends."""
    found = {}
    for name, tried in tried_parts():
        if name in ("thirteen 0", "hidden-four 0", "valley 0", "valley 1", "streetlights 0", "freeze-the-toes 0",
                    "three-neurons 0", "goldilocks 0"):  # fmt: skip
            found[name] = Tried(tried.session)
            found[name].finish()
    return found


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("hidden-four 0", "With alpha .6 instead: 19 passes."),
        ("valley 1", "With momentum 0 instead: 58 steps."),
        ("thirteen 0", "With alpha 15 instead: 4 nights."),
    ],
)
def test_what_another_setting_takes(part: str, said: str, ends: dict[str, Tried]) -> None:
    found = other_setting(ends[part])
    assert found is not None and plain(sentence(found)) == said


def test_what_is_said_of_another_setting_is_true(ends: dict[str, Tried]) -> None:
    for part, tried in ends.items():
        found, choice = other_setting(tried), tried.choice
        assert found is not None and choice is not None
        ((knob, _title, value),) = found.facts["way"]
        done = [action for action in choice.actions if not (isinstance(action, Turn) and action.knob == knob)]
        if knob == "freeze":
            continue
        actions = merge_learns([*tried.session.actions, *done, Turn(knob, value)])
        again = Session(tried.session.base, tried.session.catalog, actions)
        again.learn_until_outcome(again.level.budget * len(again.run.batches))
        assert again.won and (again.count - again.recorded) // len(again.run.batches) == found.facts["steps"].n, part


@pytest.mark.parametrize(("part", "said"), [
    ("three-neurons 0", "From leash .51 up it runs away."), ("valley 0", "From alpha .65 up it runs away."),
    ("goldilocks 0", "From alpha .6 up it runs away."), ("hidden-four 0", ""),
])  # fmt: skip
def test_where_running_away_begins_is_said_once_all_is_known(part: str, said: str, ends: dict[str, Tried]) -> None:
    found = border_moment(ends[part])
    assert (plain(sentence(found)) if found is not None else "") == said
    assert found is None or FINDING_CHECKS[found.kind](Reading(ends[part]), found)


def test_of_what_is_not_known_yet_nothing_is_said() -> None:
    tried = Tried(play("thirteen"))
    assert other_setting(tried) is None and border_moment(tried) is None
    tried.work(lambda: tried.choice is None)
    assert border_moment(tried) is None
