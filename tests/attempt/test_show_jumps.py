"""A show goes back and forth: a part that others came before begins anew at once, a long way takes several frames."""

from __future__ import annotations

from itertools import pairwise

import pytest

from clocks import LookClock, stands
from downslope.attempt import show as show_module
from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import BETWEEN, ENDING, ShowPhase
from downslope.attempt.show import MachineShow
from downslope.engine.fast_run import FastRun
from downslope.rules.actions import Learn, Next
from downslope.rules.session import Session
from downslope.view.draw.tween import slices_by
from support import play

FRAME = 1 / 60


@pytest.fixture
def second_part() -> MachineShow:
    """In the run of the second part of the valley."""
    show = MachineShow(play("valley"), Playback())
    with slices_by(stands):
        while not (show.session.stage == 1 and show.phase is ShowPhase.RUNS):
            show.update(FRAME * 4)
    return show


def begins(session: Session) -> Session:
    """As its part began."""
    last = max(place for place, action in enumerate(session.actions) if isinstance(action, Next))
    return Session(session.base, session.catalog, session.actions[: last + 1])


def test_back_in_the_second_part_it_begins_anew(second_part: MachineShow) -> None:
    show = second_part
    wanted = begins(show.session)
    with slices_by(stands):
        for phase in (ShowPhase.TRIES, ShowPhase.RUNS, ShowPhase.CHOOSES, ShowPhase.TRIES):
            show.jump(phase)
            assert show.phase is phase and show.session.stage == 1 and not show.session.count
            if phase is ShowPhase.TRIES:
                assert (show.session.weights, show.session.knobs) == (wanted.weights, wanted.knobs)
        show.run()
        while not show.ended:
            show.update(FRAME * 4)
    again = Session(show.session.base, show.session.catalog, show.session.actions)
    assert again.weights == show.session.weights and show.session.complete
    before = show.session
    show.jump(ShowPhase.ENDS)
    assert show.session is before, "it is there"


def test_the_end_of_the_last_part_stands_longer_than_that_of_one_before(second_part: MachineShow) -> None:
    first, last = MachineShow(play("valley"), Playback()), second_part
    with slices_by(stands):
        while first.phase is not ShowPhase.RUNS:
            first.update(FRAME * 4)
    assert (first.session.last_stage, last.session.last_stage) == (False, True)
    assert first.plan.lasts[ShowPhase.ENDS] == BETWEEN < ENDING == last.plan.lasts[ShowPhase.ENDS]


def test_a_phase_that_is_asked_for_again_begins_anew(second_part: MachineShow) -> None:
    show = second_part
    with slices_by(stands):
        show.run()
        while not show.session.count:
            show.update(FRAME)
        show.jump(ShowPhase.RUNS)
    assert show.phase is ShowPhase.RUNS and show.session.stage == 1 and not show.session.count


def test_where_a_part_begins_nothing_of_what_came_before_is_made_again(
    second_part: MachineShow, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    session = begins(second_part.session)

    def learned(_run: FastRun, _most: int) -> None:
        raise AssertionError("it stands there already")

    monkeypatch.setattr(FastRun, "advance", learned)
    for _time in range(2):
        again = session.fork()
        assert again is not None and again is not session and again.actions == session.actions
        assert (again.stage, again.weights, again.knobs) == (session.stage, session.weights, session.knobs)


def test_a_long_run_is_made_over_several_frames_on_the_way_to_its_end() -> None:
    actions = [Learn(1)] * 400
    show = MachineShow(play("dead-relu"), Playback(), actions)
    with slices_by(stands):
        while show.round is None:
            show.update(FRAME)
    made = [show.session.count]
    with slices_by(LookClock(0.003)):
        show.jump(ShowPhase.ENDS)
        while not show.ended:
            made.append(show.session.count)
            show.update(FRAME)
            assert len(made) < 400
    assert max(after - before for before, after in pairwise(made)) <= 80 < show.session.count
    again = play("dead-relu", *actions)
    assert (show.session.count, show.session.weights) == (again.count, again.weights)


def test_on_the_way_to_the_end_another_phase_can_be_asked_for() -> None:
    show = MachineShow(play("dead-relu"), Playback(), [Learn(1)] * 400)
    with slices_by(LookClock(0.003)):
        while show.round is None:
            show.update(FRAME)
        began = show.session.count
        show.jump(ShowPhase.ENDS)
        assert show.looks_ahead and not show.ended
        show.jump(ShowPhase.TRIES)
        show.jump(ShowPhase.RUNS)
    assert show.phase is ShowPhase.RUNS and show.session.count == began


def test_the_end_of_a_long_run_is_there_at_once_and_the_run_can_be_seen_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(show_module, "REPLAYED", 10)
    actions = [Learn(1)] * 60
    show = MachineShow(play("dead-relu"), Playback(), actions)
    with slices_by(LookClock(0.003)):
        while show.round is None:
            show.update(FRAME)
        began, again = show.session.count, play("dead-relu", *actions)
        for _time in range(2):
            show.jump(ShowPhase.ENDS)
            assert show.ended and (show.session.count, show.session.weights) == (again.count, again.weights)
            show.jump(ShowPhase.RUNS)
            assert show.phase is ShowPhase.RUNS and show.session.count == began and not show.ended


def test_while_it_tries_a_frame_that_shows_another_beat_makes_less_than_those_between() -> None:
    clock, anew, between = LookClock(0.0015), list[float](), list[float]()
    with slices_by(clock):
        show = MachineShow(Session(play("valley").base, play("valley").catalog), Playback())
        assert show.tried is not None
        while show.round is None:
            before, began = show.tried.shown, clock.seconds
            show.update(FRAME)
            (between if show.tried.shown == before else anew).append(clock.seconds - began)
    assert anew and max(anew) < 0.9 * sorted(between)[len(between) // 2]
