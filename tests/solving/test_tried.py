"""The tries before a choice: each lane is a run of its own to the last bit, and what is chosen is what is played."""

from dataclasses import replace
from itertools import count, takewhile

import pytest

from downslope.rules import Action, Example, Knob, Learn, Next, Session
from downslope.solving.autosolve import run_until, solve
from downslope.solving.tried import MOST_SEEN, Tried
from lib.compiled_loops import learner
from lib.shows import parts_of
from lib.support import campaign, play, shipped
from rules.levels import small


def finished(session: Session) -> Tried:
    tried = Tried(session)
    tried.finish()
    return tried


@pytest.mark.parametrize("name", ["thirteen", "streetlights", "the-grump"])
def test_a_lane_is_a_run_of_its_own(name: str) -> None:
    start = play(name)
    tried = finished(start)
    assert tried.done and tried.lanes and not start.actions
    for lane in tried.lanes:
        own, other = (Session(start.base, start.catalog, [*start.actions, *lane.actions]) for _ in range(2))
        errors = [own.run.error()]
        for _beat in range(lane.made):
            own.do(Learn(len(own.run.batches)))
            errors.append(own.run.error())
        assert list(lane.errors) == errors
        outcome = run_until(other).outcome
        assert lane.outcome == (outcome.kind if outcome else None) and lane.ended


@pytest.mark.parametrize("name", [level.id for level in campaign() if level.network.size < 4])
def test_what_is_chosen_is_what_is_played(name: str) -> None:
    session = play(name)
    tried = Tried(session)
    tried.work(lambda: tried.choice is None)
    if not tried.lanes:
        return
    before: list[Action] = []
    for action in solve(session):
        if isinstance(action, (Learn, Next)):
            break
        before.append(action)
        session.do(action)
    assert tried.choice is not None
    set_first = [*takewhile(lambda action: not isinstance(action, Learn), tried.choice.actions)]
    assert [action for action in set_first if action in before] == before
    assert (tried.chosen is not None) == (tried.choice.kind == "try")


def test_in_slices_it_comes_to_the_same_and_what_takes_long_after_the_choice_stays_open() -> None:
    at_once, sliced = finished(play("valley")), Tried(play("valley"))
    known = [0]
    while not sliced.done:
        sliced.work(iter((True, True, False)).__next__)
        known.append(sliced.known)
        assert sliced.known <= sliced.length
    assert known == sorted(known) and known[-1] == sliced.length == at_once.length
    assert [list(lane.errors) for lane in sliced.lanes] == [list(lane.errors) for lane in at_once.lanes]
    assert sliced.choice == at_once.choice
    seconds = count(0.0, 1.45)  # for each piece of work
    tried = Tried(play("valley"), lambda: next(seconds))
    tried.finish()
    late = [lane for lane in tried.lanes if lane.open]
    assert len(late) == 3 and all(lane.outcome is None for lane in late) and tried.done
    assert tried.lanes[tried.chosen or 0].outcome == "overshoot"


def test_a_try_that_raises_is_told_and_the_others_run_on() -> None:
    brittle = learner("brittle", "if alpha > 0.5:\n    raise ValueError('too large')\nreturn 0.5 * weight")
    catalog = replace(shipped(), learners={**shipped().learners, "brittle": brittle})
    for stops, chosen in (((0.1, 0.3, 0.9), 0), ((0.7, 0.9), None)):
        level = small(learner="brittle", weights=(1.0,), examples=[Example(1, 0)], alpha=stops[0],
                      knobs=(Knob("alpha", 0.1, 1.0, stops=stops),), budget=60)  # fmt: skip
        session = Session(level, catalog)
        tried = finished(session)
        assert [lane.fault is not None for lane in tried.lanes] == [stop > 0.5 for stop in stops]
        assert tried.chosen == chosen and tried.leader(8) == 0 and tried.choice is not None
        assert tried.lanes[-1].outcome is None and tried.lanes[-1].ended
        assert tried.choice.kind == ("try" if chosen is not None else "nothing")
        for action in solve(session) if chosen is not None else ():
            session.do(action)
        assert (session.outcome is not None) is (chosen is not None)


def test_two_knobs_are_a_grid_and_of_later_beats_and_of_very_many_tries_some_are_seen() -> None:
    tried = Tried(play("runaway"))
    across, up = tried.grid or pytest.fail("no grid")
    assert (across.name, len(across.ways), up.name, len(up.ways)) == ("step", 17, "alpha", 6)
    assert {lane.ways for lane in tried.lanes} == {(step, alpha) for step in across.ways for alpha in up.ways}
    bends = Tried(play("linear-layers")).grid
    assert bends is not None and [len(axis.ways) for axis in bends] == [16, 3] and not bends[0].numbers
    # what happens between two beats that are seen is seen at the second
    tried = finished(play("valley"))
    beats = range(tried.length + 1)
    assert all(tried.visible_at(tried.first_shown(beat)) == tried.first_shown(beat) >= beat for beat in beats)
    assert all(tried.visible_at(beat) == beat for beat in beats if tried.first_shown(beat) == beat)
    assert 58 in beats and tried.first_shown(58) == 60
    many = next(part.tried for part in parts_of("toes") if part.name == "toes 1")
    assert many is not None and len(many.lanes) > 2 * MOST_SEEN >= len(many.seen) > MOST_SEEN / 2
    assert {0, many.chosen, len(many.lanes) - 1, *map(many.leader, range(many.length + 1))} <= set(many.seen)
    values = [lane.ways[0] for lane in many.lanes]
    assert values == sorted(values, key=float)  # type: ignore[arg-type]
