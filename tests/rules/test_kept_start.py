"""A part that others came before begins anew at once, or where that is not made yet, without holding up a frame."""

from __future__ import annotations

from functools import partial

import pytest

from clocks import LookClock, stands
from downslope.attempt import show as show_module
from downslope.attempt.kept_start import AT_ONCE, KeptStart
from downslope.attempt.playback import Playback
from downslope.attempt.round_plan import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.rules.actions import Learn, Next
from downslope.rules.session import Session
from downslope.view.draw.time_slice import slices_by
from support import play

FRAME = 1 / 60


def test_it_stands_where_the_session_stood_each_time_it_is_taken() -> None:
    session = play("thirteen", Learn(3), Learn(20))
    start = KeptStart(session)
    for _ in range(2):
        pieces = 0
        while not start.ready:
            start.work(partial(next, iter((True, False))))
            pieces += 1
        assert pieces == -(-23 // AT_ONCE)
        taken = start.take()
        assert taken.weights == session.weights and taken.count == 23 and taken is not session


@pytest.fixture
def second_part(monkeypatch: pytest.MonkeyPatch) -> MachineShow:
    """In the run of the second part of the valley, with what came before taken for long."""
    monkeypatch.setattr(show_module, "REPLAYED", 10)
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


def test_what_is_not_made_yet_is_waited_for(second_part: MachineShow) -> None:
    """The clock stands meanwhile, a few steps are made in each frame, and the last that was asked for counts."""
    show = second_part
    frames = 0
    with slices_by(LookClock(0.003)):
        while show.phase is not ShowPhase.CHOOSES:
            show.jump(ShowPhase.CHOOSES)
        session = show.session  # what was made is taken
        show.jump(ShowPhase.CHOOSES)
        show.jump(ShowPhase.TRIES)
        clock = show.clock
        while show.session is session:
            assert show.clock == clock and show.looks_ahead
            show.update(FRAME)
            frames += 1
            assert frames < 1000
    assert frames and not show.looks_ahead and str(show.phase) == "tries"
