"""How long the steps of a Learn are shown: slow where one tells something, at most six seconds in all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pygame
import pytest

from checks.faults import covered
from checks.paper import written
from clocks import stands
from downslope.attempt.playback import LIMIT, PACE_MOST, SLOW, STOP, Playback, RunPreview, pace_of
from downslope.captions import sentences
from downslope.captions.sentences import DistinguishingInputs
from downslope.rules.actions import Action, Impossible, Learn, Next, Turn
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.view.draw.canvas import scale_of
from downslope.view.draw.tween import TimeSlice, slices_by
from playing import key, opened, painted, screen, wait
from support import campaign, part, play, shipped

TICK = 1 / 60
WHOLE = LIMIT + 0.1  # seconds

pytestmark = pytest.mark.usefixtures("display", "ahead")


@pytest.fixture
def ahead() -> Iterator[None]:
    """All of a run is looked ahead in its first frame, however fast this machine is."""
    with slices_by(stands):
        yield


def looked_ahead(level: str | Level, *actions: Action) -> RunPreview:
    look_ahead = RunPreview(play(level, *actions))
    look_ahead.work(TimeSlice(60.0))
    return look_ahead


def notches() -> Iterator[tuple[str, float]]:
    """Every level that learns by steps that can be looked ahead, at each alpha that its knob has."""
    for level in campaign():
        knob = level.knob("alpha")
        if level.learner is None or knob is None or level.recording:
            continue
        values = [value for value in knob.values() or () if isinstance(value, (int, float))]
        values = values if len(values) <= 12 else values[:: -(-len(values) // 12)]
        yield from ((level.id, value) for value in values or [knob.low, knob.high])


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
    asked = 0
    for level, alpha in notches():
        session = Session(shipped().level(level), shipped())
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
        stands = [standing for standing in pace.standing if standing]
        assert pace.seconds <= WHOLE and len(stands) <= PACE_MOST and min(stands) >= STOP, (level, alpha)
        asked += 1
    assert asked > 100


def test_what_is_told_in_the_hidden_four() -> None:
    """Neurons that start or stop to fire and answers that tip over, as they are after a pass."""
    found = looked_ahead("hidden-four", Turn("alpha", 0.2)).pace
    assert found is not None
    each = 4
    assert len(found.moving) == 37 * each
    assert [i // each for i, standing in enumerate(found.standing, 1) if standing] == [1, 3, 6, 16, 37]
    assert "neuron 2 goes dark: neither left nor middle" in found.captions[6 * each]


def test_the_momentum_turns_where_there_is_some() -> None:
    without = looked_ahead("valley", Turn("alpha", 0.6)).pace
    momentum = looked_ahead("valley", Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.8)).pace
    assert without is not None and "turns" not in " ".join(without.captions.values())
    assert momentum is not None and " ".join(momentum.captions.values()).count("the momentum turns") in (1, 2, 3)


def test_what_a_run_tells() -> None:
    for level, turn, told in (
        ("thirteen", Turn("alpha", 3.0), {8: "nearly there"}),
        (part("warmer", 1), Turn("alpha", 0.001), {991: "nearly there"}),
        (part("warmer", 1), Turn("alpha", 0.1), {10: "nearly there"}),
        ("goldilocks", Turn("alpha", 0.6), {1: "past the goal · the error grows", 2: "past the goal again"}),
        ("the-grump", Turn("metric", "squared"), {}),  # the first step of this roll ends at 2.86 of 1.6: not nearly
        ("the-grump", Turn("metric", "absolute"), {}),
    ):  # fmt: skip
        found = looked_ahead(level, turn).pace
        assert found is not None and told.items() <= found.captions.items() and (told or not found.captions), level


def test_of_too_many_the_first_the_last_and_some_between_are_slow() -> None:
    pace = pace_of(100, dict.fromkeys(range(1, 101), "x"))
    kept = {number for number, standing in enumerate(pace.standing, 1) if standing}
    assert len(kept) == PACE_MOST and {1, 2, 3, 4, 5, 6, 99, 100} <= kept


def test_what_stands_is_never_shortened_and_it_gets_faster_between() -> None:
    found = pace_of(60, {30: "x"})
    assert [i for i, standing in enumerate(found.standing, 1) if standing == STOP] == [1, 30, 60]
    assert found.moving[0] > found.moving[1] > found.moving[20] and found.moving[28] > found.moving[20]
    assert found.moving[0] <= SLOW


def shown(
    level: str | Level, alpha: float, seconds: float = 8.0, **settings: bool
) -> list[tuple[float, int, int, str]]:  # fmt: skip
    """A Learn in frames: (seconds, the step that is shown, the session's count, the caption)."""
    driver = opened(level, None, bets=False, **settings)
    attempt = screen(driver).attempt
    attempt.turn("alpha", alpha)
    wait(driver, 0.5)
    found = []
    key(driver, pygame.K_l)
    for frame in range(round(seconds / TICK)):
        driver.scene = driver.scene.update(TICK)
        found.append((frame * TICK, attempt.step, attempt.session.count, attempt.playback.caption))
        if attempt.session.outcome is not None and not attempt.playback.moving:
            break
    return found


@pytest.mark.parametrize("still", [False, True])
@pytest.mark.parametrize(("level", "alpha"), [("hidden-four", 0.2), ("goldilocks", 0.6), (part("warmer", 1), 0.001)])
def test_each_telling_step_is_shown_long_enough(level: str | Level, alpha: float, still: bool) -> None:
    frames = shown(level, alpha, still=still)
    pace = looked_ahead(level, Turn("alpha", alpha)).pace
    assert pace is not None and frames[-1][0] <= WHOLE + 0.1
    for step, standing in enumerate(pace.standing, 1):
        if standing and step < len(pace.standing):  # after the last it is told what came of it
            seconds = sum(TICK for _time, at, _count, _caption in frames if at == step)
            assert seconds >= STOP - TICK, (step, seconds)
    told = [caption for _time, _step, _count, caption in frames if caption]
    last = len(pace.standing)
    assert set(told) >= {words for step, words in pace.captions.items() if step < last}


def test_what_a_step_tells_is_not_said_again_where_effects_are_not_heard() -> None:
    """Not even for one frame, between two steps that tell the same."""
    driver = opened("goldilocks", None, bets=False, effects=0.0)
    play = screen(driver)
    play.attempt.turn("alpha", 0.6)
    wait(driver, 0.5)
    key(driver, pygame.K_l)
    frames = 0
    while play.attempt.step < 4:
        wait(driver, TICK)
        if play.attempt.playback.captions:
            page = written(play.draw, (1280, 720), play.game.look())
            tagged = play.game.player_feedback.part("tag", "past the goal") is not None
            frames += tagged and not play.attempt.playback.caption
            assert play.attempt.playback.caption or "past the goal" not in {text.string for text in page}
    assert frames > 0


def test_captions_stay_with_the_run_and_go_with_it() -> None:
    driver = opened("goldilocks", bets=False)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.2)
    key(driver, pygame.K_l)
    wait(driver, 8.0)
    told = list(attempt.playback.captions)
    assert (told[0][1], attempt.session.outcome is not None) == ("nearly there", True)
    key(driver, pygame.K_r)
    wait(driver, 1.0)
    key(driver, pygame.K_l)
    wait(driver, 0.1)
    assert attempt.playback.captions == []


@pytest.mark.slow
def test_pause_leaves_the_session_at_the_step_that_is_shown() -> None:
    dice = random.Random(7)
    for _ in range(5):
        driver = opened("hidden-four", bets=False, still=False)
        attempt = screen(driver).attempt
        attempt.turn("alpha", 0.2)
        wait(driver, 0.3)
        key(driver, pygame.K_l)
        for _frame in range(dice.randrange(1, 300)):
            driver.scene = driver.scene.update(TICK)
        attempt.pause()
        assert attempt.session.count == attempt.step == attempt.playback.target and not attempt.playback.moving


def test_where_nobody_can_look_ahead_it_gets_faster_and_faster() -> None:
    playback, count, frames = Playback(), 0, 0
    playback.start()
    while count < 1000:
        count += playback.update(TICK, count, True)
        playback.target = count
        frames += 1
    assert frames * TICK < WHOLE


def test_a_learn_of_any_length_goes_on_where_nobody_can_look_ahead() -> None:
    playback, count = Playback(), 0
    playback.start()
    while count < 20_000:
        count += playback.update(10.0, count, True)
        playback.target = count


def test_a_caption_is_drawn() -> None:
    driver = opened("thirteen", bets=False, still=False)
    screen(driver).attempt.turn("alpha", 9.0)
    key(driver, pygame.K_l)
    for _ in range(400):
        driver.scene = driver.scene.update(TICK)
        if screen(driver).attempt.playback.caption:
            painted(driver)
            return
    raise AssertionError("no step told anything")


TIGHT = [("freeze-the-toes", (1280, 720), 1.0), ("three-neurons", (960, 540), 1.5)]


@pytest.mark.parametrize(("level", "size", "text"), TIGHT)
def test_what_a_step_tells_covers_no_number(level: str, size: tuple[int, int], text: float) -> None:
    driver = opened(level, None, bets=False, text=text)
    play = screen(driver)
    scale = driver.game.scale = driver.controls.scale = scale_of(*size)
    play.resize(size[0] / scale, size[1] / scale, scale)
    wait(driver, 0.5)
    play.resize(size[0] / scale, size[1] / scale, scale)
    play.do("learn")
    for _time in range(2000):
        play.update(TICK)
        if play.attempt.playback.caption:
            break
    assert play.attempt.playback.caption
    page = list(written(play.draw, size, play.game.look()))
    assert [fault for fault in covered(page) if fault.kind == "covered"] == []
