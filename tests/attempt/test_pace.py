"""How long the steps of a Learn are shown: slow where one tells something, at most six seconds in all."""

from typing import Any

import pytest

from attempt.visits import FRAME, go_on, small, visit
from downslope import Example, Near, Neuron
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


def test_what_a_run_tells() -> None:
    again, turns, sign = "past the goal again", "the momentum turns", "the weight changes sign"
    grows = "past the goal · the error grows"
    lamps = {"examples": [Example((1, 0), 1), Example((0, 1), 0)], "network": Neuron(2), "weights": [0.0, 1.0]}
    rows: list[tuple[dict[str, Any], int, dict[int, str]]] = [  # each step leaves 1 - alpha of the miss
        ({}, 7, {4: "nearly there"}), ({"target": Near(0.1)}, 4, {}),
        ({"alpha": 1.5}, 7, {1: "past the goal", 2: again, 3: again, 4: "nearly there"}),
        ({"alpha": 2.2}, 76, {1: grows, 2: f"{again} · {sign}", 3: f"{again} · {sign}", 4: sign}),
        (lamps, 17, {3: "an answer flips", 9: "nearly there"}),
        ({"alpha": 0.2, "learner": "momentum", "settings": {"beta": 0.8}, "budget": 20}, 17,
         {4: grows, 7: turns, 10: "nearly there", 11: again, 14: turns}),
    ]  # fmt: skip
    for fields, steps, told in rows:
        found = looked_ahead(small(**{"target": Near(0.01)} | fields))
        assert (len(found.moving), found.captions) == (steps, told) and found.seconds <= WHOLE
    captions = looked_ahead("hidden-four", Turn("alpha", 0.2)).captions  # the end of a pass of four
    assert "neuron 2 goes dark: neither left nor middle" in captions[24]
    found = pace_of(60, {30: "x"})  # what stands is never shortened; between, it gets faster
    assert [i for i, standing in enumerate(found.standing, 1) if standing == STOP] == [1, 30, 60]
    assert SLOW >= found.moving[0] > found.moving[1] > found.moving[20] < found.moving[28]
    pace = pace_of(100, dict.fromkeys(range(1, 101), "x"))  # of too many some are slow
    kept = {number for number, standing in enumerate(pace.standing, 1) if standing}
    assert len(kept) == PACE_MOST and {1, 2, 3, 4, 5, 6, 99, 100} <= kept


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
