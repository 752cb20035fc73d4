"""The machine's show: it stands where somebody stands who makes its run, goes back and forth, and can be taken over."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from attempt.visits import FRAME, small
from downslope import Example, Knob, Learn, Probe, Session, Turn
from downslope.attempt import rehearsal, show as show_module
from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import SPEEDS, MachineShow
from downslope.rules import Action, merge_learns
from downslope.solving import autosolve
from downslope.view.draw import slices_by
from lib.clocks import LookClock, stands
from lib.support import play, shipped

WAY = [action for alpha in (0.01, 0.003, 0.001) for action in (Turn("alpha", alpha), Learn(240))]
TRIES, CHOOSES, RUNS, ENDS = ShowPhase


def office(**more: Any) -> Session:
    """Ten neurons, few digits: 240 steps a pass."""
    level = shipped().level("ten-neurons")
    seen, unseen = ([Example(*pair) for pair in pairs] for pairs in (level.data()[:240], level.data(True)[:120]))
    return Session(replace(level, examples=seen, unseen=unseen, **more), shipped())


def shown(session: Session, until: ShowPhase = ENDS, actions: list[Action] | None = None) -> MachineShow:
    """As far as that phase of its last part; all that is to be looked ahead is done in one frame."""
    show = MachineShow(session, Playback(), actions)
    with slices_by(stands):
        while not (show.phase is until and show.session.last_stage):
            show.update(FRAME * 6)
    return show


def stands_at(session: Session) -> list[Any]:
    run, watch = session.run, session.detector
    return [list(run.errors), run.weights, vars(run.learner)["memories"], session.outcome, session.knobs,
            session.tally.runs, merge_learns(session.actions), watch and watch.epoch_errors]  # fmt: skip


@pytest.mark.slow
def test_the_show_stands_where_somebody_stands_who_makes_its_run_and_a_long_way_is_shown_while_it_is_rehearsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, show = office(), shown(office(), actions=list(WAY))
    for action in WAY:
        made.do(action)
    assert stands_at(show.session) == stands_at(made)
    taken, wanted = show.session_for_player(310, office()), made.rewind(310)
    assert (taken.count, taken.weights, taken.knobs) == (wanted.count, wanted.weights, wanted.knobs)
    assert Session(taken.base, taken.catalog, taken.actions).weights == taken.weights and taken is not show.session
    at_once = shown(office(solution=WAY))
    monkeypatch.setattr(rehearsal, "LONG", 700)  # the level gives a way of three passes, which is taken for long
    monkeypatch.setattr(autosolve, "LONG", 100)
    show, plan, ahead, said = MachineShow(office(solution=WAY), Playback()), at_once.plan, set[int](), set[str]()
    assert plan.run is not None
    with slices_by(LookClock(0.004)):
        while not show.ended:
            show.update(FRAME * 6)
            if show.round is not None and show.phase is not ENDS:
                assert show.caption == plan.caption(show.phase, show.clock)
                said.add(show.caption)
            if show.phase is RUNS:
                ahead |= {show.session.count} if show.looks_ahead else set()
                assert plan.run.position(show.clock) <= show.session.count
    assert len(ahead) > 10 and len(said) > 3, "its run began before it was known to its end"
    assert stands_at(show.session) == stands_at(at_once.session)
    assert [look.step for look in show.read] == [0, 120, 240, 480, 720]


def test_it_is_taken_over_while_it_tries_and_back_in_the_second_part_a_phase_begins_anew() -> None:
    level, frames = small(alpha=0.25, knobs=[Knob("alpha", stops=[0.25, 1.0])]), [0, 0]
    for fast in (False, True):  # where it goes as fast as it can, nearly all of a frame is for looking ahead
        show = MachineShow(play(level), Playback())
        show.set_speed(1 + fast * len(SPEEDS))
        with slices_by(LookClock(0.001)):
            while show.round is None:
                show.update(FRAME)
                frames[fast] += 1
    assert 4 * frames[1] < frames[0]
    show = MachineShow(play(level), Playback())
    own = play(small(probes=9), Probe())
    with slices_by(stands):
        while show.tried is None or not show.tried.shown:
            show.update(FRAME)
        beat = show.tried.shown
        show.single()
        assert show.paused and show.tried.shown == beat + 1
        show.toggle()
        taken = show.session_for_player(0, own)  # with the knobs of the try that leads
        assert (taken.count, taken.alpha(), taken.tally.probes) == (0, 1.0, 1)
        while show.phase is not CHOOSES:
            show.update(FRAME)
        assert show.session_for_player(0, own).alpha() == 1.0
        show = shown(play("valley"), RUNS)
        wanted = list(show.session.run.weights_at(0))
        show.run()
        while not show.session.count:
            show.update(FRAME)
        for phase in (RUNS, TRIES, RUNS, CHOOSES, TRIES):
            show.jump(phase)
            assert show.phase is phase and show.session.stage == 1 and not show.session.count
            assert show.session.weights == wanted
        show.run()
        while not show.ended:
            show.update(FRAME * 4)
        again = Session(show.session.base, show.session.catalog, show.session.actions)
        assert again.weights == show.session.weights and show.session.complete and not show.over
        before = show.session
        show.jump(ENDS)
        assert show.session is before, "it is there"


def test_a_long_run_is_made_over_several_frames_on_the_way_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    actions: list[Action] = [Learn(1)] * 400
    again = play("dead-relu", *actions)
    for replayed in (500, 10):  # beyond so many steps the end is there at once, from where it was rehearsed
        monkeypatch.setattr(show_module, "REPLAYED", replayed)
        show = MachineShow(play("dead-relu"), Playback(), actions)
        with slices_by(stands):
            while show.round is None:
                show.update(FRAME)
        began, made = show.session.count, [show.session.count]
        with slices_by(LookClock(0.003)):
            show.jump(ENDS)
            if replayed == 500:  # on the way another phase can be asked for
                assert show.looks_ahead and not show.ended
                show.jump(TRIES)
                show.jump(RUNS)
                assert show.phase is RUNS and show.session.count == began
                show.jump(ENDS)
            while not show.ended:
                made.append(show.session.count)
                show.update(FRAME)
            assert len(made) == 1 or replayed == 500
            assert max([after - before for before, after in pairwise(made)], default=0) <= 80
            assert (show.session.count, show.session.weights) == (again.count, again.weights)
            show.jump(RUNS)
            assert show.session.count == began and not show.ended
