"""A long run in a show: where the rehearsal stood the show stands too, to the last bit, and it can be taken over."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from clocks import LookClock, stands
from downslope.attempt import rehearsal
from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import LONGEST, SHORTEST, ShowPhase
from downslope.attempt.show import MachineShow
from downslope.rules.actions import Action, Learn, Turn, merge_learns
from downslope.rules.example import Example
from downslope.rules.session import Session
from downslope.solving import autosolve
from downslope.view.draw.tween import slices_by
from support import play, shipped

FRAME = 1 / 60
RUN: list[Action] = [Turn("alpha", 0.01), Learn(700), Turn("alpha", 0.003), Learn(20)]


WAY = [action for alpha in (0.01, 0.003, 0.001) for action in (Turn("alpha", alpha), Learn(240))]


def office(**more: Any) -> Session:
    """Ten neurons, few digits: 240 steps a pass."""
    level = shipped().level("ten-neurons")
    seen, unseen = ([Example(*pair) for pair in pairs] for pairs in (level.data()[:240], level.data(True)[:120]))
    return Session(replace(level, examples=seen, unseen=unseen, **more), shipped())


def stands_at(session: Session) -> list[Any]:
    run = session.run
    return [session.count, run.weights, list(run.errors), session.outcome, session.knobs, session.won,
            merge_learns(session.actions), run.error(), session.tally.runs, vars(run.learner)["memories"],
            session.detector and session.detector.epoch_errors]  # fmt: skip


def to_its_run(show: MachineShow) -> MachineShow:
    with slices_by(stands):
        while show.phase is not ShowPhase.RUNS:
            show.update(FRAME * 6)
    return show


@pytest.fixture(scope="module")
def made() -> Session:
    """The same, as somebody makes it."""
    session = office()
    for action in RUN:
        session.do(action)
    return session


def test_the_show_stands_where_somebody_stands_who_makes_its_run(made: Session) -> None:
    show = to_its_run(MachineShow(office(), Playback(), RUN))
    with slices_by(stands):
        while not show.ended:
            show.update(FRAME * 6)
    assert stands_at(show.session) == stands_at(made)
    assert show.session.run.predict != show.session.run.network.predict, "pictures are read in the compiled loop"
    for step in (0, 1, 30, 31, 45, 239, 240, 500, 719):
        assert show.session.run.history.weights_at(step) == made.run.history.weights_at(step), step


def test_it_is_taken_over_at_any_step(made: Session) -> None:
    show = to_its_run(MachineShow(office(), Playback(), RUN))
    with slices_by(stands):
        show.jump(ShowPhase.ENDS)
    for step in (310,):
        taken = show.session_for_player(step, office())
        wanted = made.rewind(step)
        assert (taken.count, taken.weights, taken.knobs) == (wanted.count, wanted.weights, wanted.knobs), step
        again = Session(taken.base, taken.catalog, taken.actions)
        assert again.weights == taken.weights and taken is not show.session


def test_single_steps_that_are_due_together_are_made_at_once() -> None:
    show = to_its_run(MachineShow(play("hidden-four"), Playback()))
    with slices_by(stands):
        while not show.ended:
            show.update(FRAME * 60)
    one_by_one = Session(show.session.base, show.session.catalog)
    for action in chain.from_iterable([Learn(1)] * a.steps if isinstance(a, Learn) else [a] for a in
                                      show.session.actions):  # fmt: skip
        one_by_one.do(action)
    assert stands_at(one_by_one) == stands_at(show.session)


@pytest.fixture
def long_way(monkeypatch: pytest.MonkeyPatch) -> Session:
    """The level gives a way of three passes, which is taken for long."""
    monkeypatch.setattr(rehearsal, "LONG", 700)
    monkeypatch.setattr(autosolve, "LONG", 100)
    return office(solution=WAY)


def test_a_long_way_is_shown_while_it_is_rehearsed_and_says_the_same_at_the_same_time(long_way: Session) -> None:
    at_once, show = MachineShow(office(solution=WAY), Playback()), MachineShow(long_way, Playback())
    with slices_by(stands):
        at_once.jump(ShowPhase.ENDS)
    plan, ahead, said = at_once.plan, 0, set[str]()
    assert plan.run is not None
    with slices_by(LookClock(0.004)):
        while not show.ended:
            show.update(FRAME * 6)
            if show.round is not None and show.phase is not ShowPhase.ENDS:
                assert show.caption == plan.caption(show.phase, show.clock)
                said.add(show.caption)
            if show.phase is ShowPhase.RUNS:
                ahead += show.looks_ahead
                assert plan.run.position(show.clock) <= show.session.count
    assert ahead > 10 and len(said) > 3, "its run began before it was known to its end"
    assert stands_at(show.session) == stands_at(at_once.session)
    assert [look.step for look in show.read] == [0, 120, 240, 480, 720]


def test_its_end_can_be_asked_for_while_it_is_rehearsed(long_way: Session) -> None:
    show = MachineShow(long_way, Playback())
    with slices_by(LookClock(0.004)):
        while show.phase is not ShowPhase.RUNS:
            show.update(FRAME * 6)
        assert show.looks_ahead
        show.single()
        show.jump(ShowPhase.ENDS)
        while not show.ended:
            show.update(FRAME)
    assert (show.session.count, show.session.outcome is not None) == (720, True)
    again = Session(show.session.base, show.session.catalog, show.session.actions)
    assert again.weights == show.session.weights


@pytest.mark.parametrize("level", ["thirteen", "one-step"])
def test_what_was_tried_is_not_tried_again_and_the_actions_are_those_of_solve(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    wanted = play(level)
    for action in autosolve.solve(wanted):
        wanted.do(action)

    def searched(session: Session) -> None:
        raise AssertionError("it is known")

    monkeypatch.setattr(autosolve, "search", searched)
    show = MachineShow(play(level), Playback())
    with slices_by(stands):
        while not show.ended:
            show.update(FRAME * 60)
    assert stands_at(show.session) == stands_at(wanted)


def test_looks_at_a_recording_are_never_hurried_and_a_measured_step_is_held_for_a_while() -> None:
    lasts = []
    for level in ("stop-in-time", "one-step"):
        show = MachineShow(play(level), Playback())
        with slices_by(stands):
            while show.round is None:
                show.update(FRAME)
        assert show.round.looks and show.plan.tries is not None, level
        lasts.append((show.plan.lasts[ShowPhase.TRIES], show.plan.tries.length))
    (peeks, seen), (measured, made) = lasts
    assert peeks == seen > LONGEST and measured == SHORTEST > made
