"""The tries before a choice: each lane is a run of its own to the last bit, and what is chosen is what is played."""

from dataclasses import replace
from itertools import count, takewhile

import pytest

from downslope.rules import Action, Example, Knob, Learn, Near, Next, Session
from downslope.solving.autosolve import run_until, solve
from downslope.solving.tried import MOST_SEEN, Tried, level_with
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


def test_beat_by_beat_only_that_is_told_which_was_known_then() -> None:
    """Three alphas from 0 to 1: the second is there at once, one swings, one comes nearer by halves."""
    level = small(target=Near(0.01), knobs=[Knob("alpha", stops=[0.5, 1.0, 1.75])])
    tried = finished(play(level))
    assert [list(lane.errors[:3]) for lane in tried.lanes] == [[1, 0.25, 0.0625], [1, 0], [1, 0.5625, 0.31640625]]
    assert [lane.outcome for lane in tried.lanes] == ["land", "land", "overshoot"] and tried.chosen == 1
    assert [lane.outcome_at(1) for lane in tried.lanes] == [None, "land", None]
    assert [lane.steps for lane in tried.lanes] == [7, 1, 17]
    assert [lane.ways[0] for lane in tried.lanes] == [0.5, 1.0, 1.75] and tried.axes[0].numbers
    assert [tried.leader(beat) for beat in (0, 1, 2)] == [0, 1, 1] and tried.known == tried.length
    assert all(lane.last_shown_beat(beat) == min(beat, lane.made) for lane in tried.lanes for beat in range(9))
    tried.beat = 1.5
    assert (tried.shown, tried.after(1), tried.part_at(1.5)) == (1, 2, 0.5)
    ahead = tried.ahead_at(tried.beat)
    assert ahead is not None and ahead[0].weights == [1.0] and ahead[1] == 1
    assert tried.picked is not None and tried.picked[0] is ahead[0]
    assert tried.ahead_at(0.5) is not None and tried.ahead_at(None) is None and tried.part_at(None) == 0.0
    assert tried.part_at(float(tried.length)) == 0.0 and tried.visible_at(None) is None
    tried.beat = None
    assert tried.shown is None and tried.ahead_at(tried.beat) is None
    slow = finished(play("thirteen")).lanes[0]
    assert slow.last_shown_beat(100) < slow.made == slow.last_shown_beat(None)  # its heat was over before
    for stops, beat, border in (  # where the lanes begin that climb
        ((0.5, 1.0, 2.5, 3.0), 2, 2), ((0.5, 1.0, 2.5, 3.0), 0, None), ((0.5, 1.0, 2.5), 2, None),
        ((2.5, 3.0, 0.5), 2, 1), ((2.5, 3.0, 4.0), 2, None),
    ):  # fmt: skip
        assert finished(play(small(knobs=[Knob("alpha", stops=stops)]))).border(beat) == border, stops


def test_another_learner_begins_with_its_own_settings() -> None:
    own = small(learner="momentum", settings={"beta": 0.5, "gear": "low"}, variants={"gear": {"low": {"title": "Low"}}},
                stop=True, recording=[Learn(3)], stages=[{"alpha": 2.0}])  # fmt: skip
    for another, of, name, settings in (
        (None, own, "momentum", own.settings), ("adam", own, "adam", {"gear": "low"}),
        (None, small(learner=None), "gradient-descent", {}),
    ):  # fmt: skip
        made = level_with(of, another, alpha=0.125)
        assert (made.learner, made.settings, made.alpha, made.knobs) == (name, settings, 0.125, ())
        assert not (made.stages or made.recording or made.stop)


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
    seconds = count(0.0, 5.5)  # for each piece of work
    tried = Tried(play("valley"), lambda: next(seconds))
    tried.finish()
    late = [lane for lane in tried.lanes if lane.open]
    assert len(late) == 7 and all(lane.outcome is None for lane in late) and tried.done
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
    many = next(part.tried for part in parts_of(shipped().level("toes")) if part.name == "toes 1")
    assert many is not None and len(many.lanes) > 2 * MOST_SEEN >= len(many.seen) > MOST_SEEN / 2
    assert many.chosen in many.seen and {many.leader(beat) for beat in range(many.length + 1)} <= set(many.seen)
    values = [lane.ways[0] for lane in many.lanes]
    assert values == sorted(values, key=float)  # type: ignore[arg-type]
