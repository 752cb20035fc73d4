"""Where the eye is in a run, as time goes by."""

from __future__ import annotations

from downslope.attempt.playback import HOP, Playback


def test_a_hop_takes_its_time_and_ends_at_the_step() -> None:
    playback = Playback()
    playback.hop(3)
    assert (playback.at, playback.looked_at, playback.moving) == (2.0, 2, True)
    playback.update(HOP / 2, 3, False)
    assert playback.hop_progress == 0.5 and playback.looked_at == 2
    playback.update(HOP / 2, 3, False)
    assert (playback.at, playback.hop_progress, playback.moving, playback.looked_at) == (3.0, 0.0, False, 3)


def test_with_reduced_motion_it_is_there_at_once() -> None:
    playback = Playback()
    playback.hop(1)
    assert playback.update(1 / 60, 1, True) == 0 and playback.at == 1.0 and not playback.moving


def test_a_jump_is_no_way() -> None:
    playback = Playback()
    playback.start()
    playback.jump(7)
    assert (playback.at, playback.target, playback.running, playback.jumps) == (7.0, 7, False, 1)
    playback.rush(9)
    assert (playback.at, playback.target, playback.jumps) == (9.0, 9, 1)


def test_a_learn_whose_pace_is_not_known_grows_faster() -> None:
    playback, made, seconds = Playback(), list[float](), 0.0
    playback.start()
    assert playback.update(0.0, 0, False) == 1  # its first step is due at once
    while len(made) < 30:
        due = playback.update(1 / 60, len(made) + 1, False)
        seconds += 1 / 60
        for _step in range(due):
            made.append(seconds)
            playback.target = len(made) + 1
    assert made[1] - made[0] > 3 * (made[29] - made[19]) / 10
    assert playback.made == 1 + len(made) and playback.speed > 1 / HOP


def test_time_that_was_not_used_is_given_back() -> None:
    playback = Playback()
    playback.start()
    due = playback.update(30.0, 0, True)
    assert due > 3
    playback.give_back(due - 1)
    assert playback.made == 1


def test_another_clock_leads_the_eye() -> None:
    playback = Playback()
    playback.follow(2.4, 6.0, False)
    assert (playback.at, playback.target, playback.speed) == (2.4, 3, 6.0)
    playback.follow(2.4, 6.0, True)
    assert (playback.at, playback.target) == (2.0, 3)
