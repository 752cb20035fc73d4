"""How long the steps of a Learn are shown: slow where one tells something, at most six seconds in all."""

import pytest

from attempt.visits import FRAME, go_on, visit
from downslope.attempt.playback import HOP, LIMIT, PACE_MOST, SLOW, STOP, Pace, Playback, RunPreview, pace_of
from downslope.rules import Action, Level, Turn
from downslope.view.draw import TimeSlice, slices_by
from lib.clocks import stands
from lib.support import part, play

WHOLE = LIMIT + 0.1  # seconds


def looked_ahead(level: str | Level, *actions: Action) -> Pace:
    look_ahead = RunPreview(play(level, *actions))
    look_ahead.work(TimeSlice(60.0))
    assert look_ahead.pace is not None
    return look_ahead.pace


def test_a_pass_of_many_tells_whose_neuron_goes_dark_and_between_what_is_told_it_gets_faster() -> None:
    captions = looked_ahead("hidden-four", Turn("alpha", 0.2)).captions
    assert "neuron 2 goes dark: neither left nor middle" in captions[24]
    found, pace = pace_of(60, {30: "x"}), pace_of(100, dict.fromkeys(range(1, 101), "x"))
    assert {found.standing[at - 1] for at in (1, 30, 60)} == {STOP}
    assert SLOW >= found.moving[0] > found.moving[1] > found.moving[20] < found.moving[28]
    assert sum(map(bool, pace.standing)) == PACE_MOST


@pytest.mark.parametrize("still", [False, True])
def test_each_telling_step_is_shown_long_enough(still: bool) -> None:
    level = part("warmer", 1)
    attempt = visit(level, Turn("alpha", 0.1), bets=False, still=still)
    pace, frames = looked_ahead(level, Turn("alpha", 0.1)), list[tuple[int, str]]()
    with slices_by(stands):  # all of it is looked ahead in its first frame, however fast this machine is
        attempt.learn()
        while attempt.session.outcome is None or attempt.playback.moving:
            go_on(attempt, FRAME)
            frames.append((attempt.step, attempt.playback.caption))
    if not still:  # no moment of a frame is lost where a step begins within it
        assert len(frames) * FRAME == pytest.approx(pace.seconds - pace.standing[-1], abs=2 * FRAME)
    for step, standing in enumerate(pace.standing[:-1], 1):  # after the last it is told what came of it
        assert not standing or sum(FRAME for at, _caption in frames if at == step) >= STOP - FRAME
    assert {words for step, words in pace.captions.items() if step < len(pace.standing)} <= {text for _, text in frames}
    assert [words for _step, words in attempt.playback.captions] == list(pace.captions.values())
    assert go_on(attempt, "reset", "learn", FRAME).playback.captions == []  # they stay with the run and go with it
    attempt.pause()
    assert attempt.session.count == attempt.step == attempt.playback.target and not attempt.playback.moving


def test_the_eye_hops_jumps_and_follows_another_clock() -> None:
    playback = Playback()
    assert (playback.at, playback.moving, playback.running) == (0.0, False, False)
    playback.hop(3)
    for seconds, state in ((0.0, (2.0, 2, True, 0.0)), (HOP / 2, (2.5, 2, True, 0.5)), (HOP / 2, (3.0, 3, False, 0.0))):
        playback.update(seconds, 3, False)
        assert (playback.at, playback.looked_at, playback.moving, playback.hop_progress) == state
    playback.hop(4)
    assert playback.update(FRAME, 4, True) == 0 and playback.at == 4.0 and not playback.moving  # reduced motion
    playback.start()
    playback.jump(7)
    assert (playback.at, playback.target, playback.running, playback.jumps) == (7.0, 7, False, 1)
    playback.rush(9)
    assert (playback.at, playback.target, playback.jumps) == (9.0, 9, 1)
    for still, at in ((False, 2.4), (True, 2.0)):
        playback.follow(2.4, 6.0, still)
        assert (playback.at, playback.target, playback.speed) == (at, 3, 6.0)
    playback, made, seconds = Playback(), list[float](), 0.0  # a Learn whose pace is not known grows faster
    playback.start()
    assert playback.update(0.0, 0, False) == 1  # its first step is due at once
    while len(made) < 1000:
        due = playback.update(FRAME, len(made) + 1, False)
        seconds += FRAME
        made += [seconds] * due
        playback.target = len(made) + 1
    assert made[1] - made[0] > 3 * (made[29] - made[19]) / 10 and seconds < WHOLE
    assert playback.made == 1 + len(made) and playback.speed > 1 / HOP
    playback.start()
    due = playback.update(30.0, 0, True)
    assert due > 3
    playback.give_back(due - 1)
    assert playback.made == 1
