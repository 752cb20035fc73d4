"""How long the steps of a Learn are shown: slow where one tells something, at most six seconds in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from attempt.visits import FRAME, go_on, visit
from clocks import stands
from downslope.attempt.playback import HOP, LIMIT, PACE_MOST, SLOW, STOP, Playback, RunPreview, pace_of
from downslope.captions import sentences
from downslope.captions.sentences import DistinguishingInputs
from downslope.rules.actions import Action, Impossible, Learn, Next, Turn
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.view.draw.tween import TimeSlice, slices_by
from support import campaign, part, play

WHOLE = LIMIT + 0.1  # seconds


def looked_ahead(level: str | Level, *actions: Action) -> RunPreview:
    look_ahead = RunPreview(play(level, *actions))
    look_ahead.work(TimeSlice(60.0))
    return look_ahead


def notches() -> Iterator[tuple[str, float]]:
    """Every level that learns by steps that can be looked ahead, at a few of the alphas that its knob has."""
    for level in campaign():
        knob = level.knob("alpha")
        if level.learner is None or knob is None or level.recording:
            continue
        values = [value for value in knob.values() or () if isinstance(value, (int, float))]
        few = values[:: max(1, len(values) // 5)]
        yield from ((level.id, value) for value in few or [knob.low, knob.high])


def holds(words: str, session: Session, step: int) -> bool:
    """What a step tells, read a second time from the weights before its beat and after it."""
    run, (start, before, after) = session.run, _weights(session, step)
    misses = [[run.network.predict(w, x)[k] - g for x, goals in run.examples for k, g in enumerate(goals)]
              for w in (start, before, after)]  # fmt: skip
    errors = [sum(run.metric.total_error(run.network.predict(w, x), g) for x, g in run.examples)
              for w in (before, after)]  # fmt: skip
    near = session.level.aim.tolerance or 0.0
    if words in ("past the goal", "past the goal again"):
        return misses[1][0] * misses[2][0] < 0 and abs(misses[2][0]) > max(near, 1e-9)
    if words == "the error grows":
        return abs(errors[1]) > abs(errors[0])
    if words == "nearly there":
        asked = session.level.aim.only or range(len(misses[0]))
        first, _old, now = (max(abs(row[k]) for k in asked) for row in misses)
        return near < now <= min(10 * near, 0.1 * first)
    if words == "an answer flips":
        return any((a + g > 0.5) != (b + g > 0.5) for a, b, (_x, (g,)) in zip(misses[1], misses[2], run.examples))
    if words == "the weight changes sign":
        return before[0] * after[0] < 0
    if words == "the momentum turns":
        earlier = _weights(session, step - len(run.batches))[1]
        return sum((b - a) * (c - b) for a, b, c in zip(earlier, before, after)) < 0
    _neuron, number, verb, *_rest = words.split()
    lights, names = verb == "lights", words.partition(": ")[2]
    examples = [x for x, _goal in run.examples if sentences.fact_words(_names(session, x)) == names]
    old, new = ([run.network.forward(w, x)[1][int(number) - 1] > 0 for x in examples] for w in (before, after))
    return (old, new) == ([not lights], [lights])


def _names(session: Session, inputs: Sequence[float]) -> DistinguishingInputs:
    """left, not middle: of the inputs that are not the same in all examples."""
    rows, words = [x for x, _goal in session.run.examples], session.level.words
    vary = [i for i in range(len(inputs)) if any(row[i] != rows[0][i] for row in rows)]
    on, off = ([words[f"input {i + 1}"] for i in vary if bool(inputs[i]) == lit] for lit in (True, False))
    return DistinguishingInputs(tuple(on), tuple(off))


def _weights(session: Session, step: int) -> list[Sequence[float]]:
    """At the start, before the beat that ends with this step, and after it."""
    run, each = session.run, len(session.run.batches)
    places = (session.recorded, session.recorded + step - each, session.recorded + step)
    return [run.weights_at(k) for k in places]


@pytest.mark.slow
def test_what_each_step_of_a_learn_tells_is_so_and_it_takes_six_seconds_at_most() -> None:
    asked, kinds = 0, set[str]()
    for level, alpha in notches():
        session = play(level)
        try:
            session.do(Turn("alpha", alpha))
        except Impossible:
            continue  # the knob is locked at first
        pace = looked_ahead(level, Turn("alpha", alpha)).pace
        if pace is None:
            continue  # too large to look ahead
        session.learn_until_outcome(len(pace.moving))
        told = [(step, words) for step, text in pace.captions.items() for words in text.split(" · ")]
        assert [each for each in told if not holds(each[1], session, each[0])] == [], (level, alpha)
        still = [standing for standing in pace.standing if standing]
        assert pace.seconds <= WHOLE and len(still) <= PACE_MOST and min(still) >= STOP, (level, alpha)
        asked, kinds = asked + 1, kinds | {words for _step, words in told}
    assert asked > 50 and len(kinds) > 6


def test_what_a_run_tells() -> None:
    rows: list[tuple[str | Level, list[Action], dict[int, str]]] = [
        ("thirteen", [Turn("alpha", 3.0)], {8: "nearly there"}),
        (part("warmer", 1), [Turn("alpha", 0.1)], {10: "nearly there"}),
        ("goldilocks", [Turn("alpha", 0.6)], {1: "past the goal · the error grows", 2: "past the goal again"}),
        ("the-grump", [Turn("metric", "squared")], {}),  # the first step of this roll ends at 2.86 of 1.6: not nearly
        ("hidden-four", [Turn("alpha", 0.2)], {24: "neuron 2 goes dark: neither left nor middle"}),
    ]  # fmt: skip
    for level, actions, told in rows:
        found = looked_ahead(level, *actions).pace
        assert found is not None and (told or not found.captions), level
        assert all(words in found.captions[step] for step, words in told.items())
    without = looked_ahead("valley", Turn("alpha", 0.6)).pace
    momentum = looked_ahead("valley", Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.8)).pace
    assert without is not None and "turns" not in " ".join(without.captions.values())
    assert momentum is not None and " ".join(momentum.captions.values()).count("the momentum turns") in (1, 2, 3)


def test_what_stands_is_never_shortened_it_gets_faster_between_and_of_too_many_some_are_slow() -> None:
    found = pace_of(60, {30: "x"})
    assert [i for i, standing in enumerate(found.standing, 1) if standing == STOP] == [1, 30, 60]
    assert SLOW >= found.moving[0] > found.moving[1] > found.moving[20] < found.moving[28]
    pace = pace_of(100, dict.fromkeys(range(1, 101), "x"))
    kept = {number for number, standing in enumerate(pace.standing, 1) if standing}
    assert len(kept) == PACE_MOST and {1, 2, 3, 4, 5, 6, 99, 100} <= kept


@pytest.mark.parametrize("still", [False, True])
def test_each_telling_step_is_shown_long_enough(still: bool) -> None:
    level = part("warmer", 1)
    attempt = visit(level, Turn("alpha", 0.1), bets=False, still=still)
    pace, frames = looked_ahead(level, Turn("alpha", 0.1)).pace, list[tuple[int, str]]()
    assert pace is not None
    with slices_by(stands):  # all of it is looked ahead in its first frame, however fast this machine is
        attempt.learn()
        while attempt.session.outcome is None or attempt.playback.moving:
            go_on(attempt, FRAME)
            frames.append((attempt.step, attempt.playback.caption))
    assert len(frames) * FRAME <= WHOLE + 0.1
    for step, standing in enumerate(pace.standing[:-1], 1):  # after the last it is told what came of it
        assert not standing or sum(FRAME for at, _caption in frames if at == step) >= STOP - FRAME
    assert {words for step, words in pace.captions.items() if step < len(pace.standing)} <= {text for _, text in frames}
    assert [words for _step, words in attempt.playback.captions] == list(pace.captions.values())
    attempt.reset()
    attempt.learn()
    go_on(attempt, FRAME)
    assert attempt.playback.captions == []  # they stay with the run and go with it
    attempt.pause()
    assert attempt.session.count == attempt.step == attempt.playback.target and not attempt.playback.moving


def test_the_eye_hops_jumps_and_follows_another_clock() -> None:
    playback = Playback()
    playback.hop(3)
    assert (playback.at, playback.looked_at, playback.moving) == (2.0, 2, True)
    playback.update(HOP / 2, 3, False)
    assert playback.hop_progress == 0.5 and playback.looked_at == 2
    playback.update(HOP / 2, 3, False)
    assert (playback.at, playback.hop_progress, playback.moving, playback.looked_at) == (3.0, 0.0, False, 3)
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


def test_a_learn_whose_pace_is_not_known_grows_faster_and_gives_unused_time_back() -> None:
    playback, made, seconds = Playback(), list[float](), 0.0
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
