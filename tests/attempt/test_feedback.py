"""The feel layer: what is shown becomes events, an event becomes sounds and things to be seen."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from downslope import paths
from downslope.attempt.game.feedback import EVENTS, RunFeedback, pitch
from downslope.boards.shared.board import pose_of
from downslope.desktop.sound import PENTATONIC, TICKS
from downslope.rules.outcome import OUTCOMES
from listening import Spy
from test_imports import FILES, PACKAGE


def feel_of(heard: bool = True, still: bool = False) -> tuple[RunFeedback, Spy]:
    spy = Spy(heard)
    return RunFeedback(spy, lambda: still), spy


def walk(
    player_feedback: RunFeedback, misses: list[float], tolerance: float, speed: float = 2.0, quiet: bool = False
) -> list[list[str]]:
    """A run is shown, step by step: the events of each step. The error is the squared miss, on the miss's side."""
    signed = [math.copysign(miss * miss, miss) for miss in misses]
    player_feedback.begin(tolerance**2, abs(signed[0]))
    found = []
    for before, after in pairwise(signed):
        player_feedback.update(1 / speed)
        found.append(player_feedback.step(before, after, speed, quiet))
    return found


SHEETS: dict[str, tuple[list[float], float, list[tuple[list[str], list[str]]]]] = {
    "5-1 alpha 9": (
        [-0.67 * 0.19**k for k in range(4)], 0.02,
        [(["step"], ["pluck69"]), (["step", "near"], ["pluck81"]), (["step"], ["pluck84"])],
    ),
    "5-1 alpha 15": (
        [-0.67 * (-0.35) ** k for k in range(5)], 0.02,
        [(["step", "crossed"], ["pluck67", "pluck62"]), (["step", "crossed"], ["pluck74", "pluck69"]),
         (["step", "crossed", "near"], ["pluck81", "pluck76"]), (["step"], ["pluck84"])],
    ),
    "5-6 alpha 1, absolute": (
        [-0.55, -0.3, -0.05, 0.2, -0.05, 0.2], 0.001,
        [(["step"], ["pluck62"]), (["step"], ["pluck69"]), (["step", "crossed", "grew"], ["pluck64", "pluck60"]),
         (["step", "crossed"], ["pluck69", "pluck64"]), (["step", "crossed", "grew"], ["pluck64", "pluck60"])],
    ),
    "5-2 alpha .6": (
        [0.2 * (-1.4) ** k for k in range(5)], 0.001,
        [(["step", "crossed", "grew"], ["away1"]), (["step", "crossed"], ["away2"]), (["step", "crossed"], ["away2"]),
         (["step"], ["away3"])],
    ),
}  # fmt: skip


def test_the_cue_sheet_of_a_run() -> None:
    for name in SHEETS:
        misses, tolerance, wanted = SHEETS[name]
        player_feedback, spy = feel_of()
        signed = [math.copysign(miss * miss, miss) for miss in misses]
        player_feedback.begin(tolerance**2, abs(signed[0]))
        found = []
        for before, after in pairwise(signed):
            player_feedback.update(0.5)
            found.append((player_feedback.step(before, after), spy.take()))
        assert found == wanted


def test_the_step_that_lands_does_not_go_past_the_goal() -> None:
    for left in [-1e-16, -1e-4]:
        player_feedback, spy = feel_of(heard=False)
        assert walk(player_feedback, [0.55, 0.05, left], 0.00075)[-1] == ["step"]
        assert spy.take() == ["pluck69", "pluck84"]
        assert player_feedback.part("tag", "past the goal") is None and player_feedback.part("camera", "tilt") is None


def test_the_pitch_uses_the_whole_scale_whatever_the_level() -> None:
    for first, target in ((0.45, 0.0004), (0.04, 1e-6), (1e6, 1.0)):
        assert pitch(first, target, first) == 60
        assert pitch(target, target, first) == 84 == pitch(0.0, target, first)
        assert pitch(first * 1e9, target, first) == 48
    notes = [pitch(10**-power, 1e-4, 1.0) for power in (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)]
    assert notes == sorted(notes) and len(set(notes)) == 9
    assert {note % 12 for note in notes} <= set(PENTATONIC)


def test_what_is_no_error_is_low() -> None:
    for error in [math.inf, math.nan, -1.0]:
        assert pitch(error, 0.01, 1.0) == 48


def test_the_pitch_rises_exactly_when_the_error_falls() -> None:
    player_feedback, spy = feel_of()
    walk(player_feedback, [1.0, 0.5, 0.2, 0.4, 0.9, 0.1, 0.01], 0.01)
    notes = [int(name[5:]) for name in spy.take()]
    errors = [0.5, 0.2, 0.4, 0.9, 0.1, 0.01]
    for (a, b), (low, high) in zip(pairwise(errors), pairwise(notes)):
        assert (high > low) == (b < a)


def test_an_orbit_repeats_its_notes_at_half_the_loudness() -> None:
    player_feedback, spy = feel_of()
    walk(player_feedback, [-0.55, -0.3, -0.05, 0.2, -0.05, 0.2], 0.001)
    spy.take()
    player_feedback.outcome("orbit")
    assert spy.played == [("pluck69", 0.5, 0.0), ("pluck64", 0.5, 0.16)]


def test_what_a_run_comes_to_is_heard() -> None:
    player_feedback, spy = feel_of()
    heard = {}
    for kind in OUTCOMES:
        walk(player_feedback, [1.0, 0.5], 0.01)
        spy.take()
        player_feedback.outcome(kind)
        heard[kind] = spy.take()
    assert heard["land"] == heard["overshoot"] == ["land"]
    assert heard["runaway"] == ["fall", "thud"]
    assert heard["stuck"] == ["tock"] and heard["crawl"] == ["breath"]


def test_the_end_of_anothers_run_is_quiet_too() -> None:
    player_feedback, spy = feel_of()
    player_feedback.outcome("land", quiet=True)
    assert spy.played == [("land", 0.4, 0.0)]


def test_each_lamp_is_a_rung_higher_up_to_the_highest() -> None:
    feedback, spy = feel_of()
    for number in range(40):
        feedback.lamp(number)
    notes = [int(name.removeprefix("pluck")) for name in spy.take()]
    rungs = sorted(set(notes))
    assert len(notes) == 40 and notes[0] == 72 and len(rungs) > 3
    assert notes == [*rungs, *[rungs[-1]] * (40 - len(rungs))]


def test_others_runs_are_quiet_and_at_most_twenty_plucks_a_second() -> None:
    player_feedback, spy = feel_of()
    player_feedback.begin(1e-8, 1.0)
    for k in range(200):  # two seconds, 100 steps a second
        player_feedback.update(0.01)
        player_feedback.step(1 / (k + 1), 1 / (k + 2), 100.0, quiet=True)
    assert 30 <= len(spy.played) <= 40
    assert {volume for _name, volume, _delay in spy.played} == {0.4}


def test_the_end_of_a_telling_step_is_heard_however_fast_it_goes() -> None:
    player_feedback, spy = feel_of()
    player_feedback.begin(1e-8, 1.0)
    for k in range(10):
        player_feedback.step(1.0, 0.5, 500.0, telling=k in (3, 7))
    assert len(spy.played) == 3


def test_above_eight_steps_a_second_nothing_is_seen_of_a_step() -> None:
    player_feedback, _spy = feel_of()
    walk(player_feedback, [1.0, -0.9, 0.8], 0.01, speed=9.0)
    assert not player_feedback.moving
    walk(player_feedback, [1.0, -0.9, 0.8], 0.01, speed=8.0)
    assert player_feedback.moving


def test_only_the_first_crossings_are_told() -> None:
    player_feedback, _spy = feel_of()
    events = walk(player_feedback, [1.0, -0.9, 0.8, -0.7, 0.6, -0.5], 0.01)
    assert [("crossed" in each) for each in events] == [True, True, True, False, False]


def test_a_knob_ticks_higher_the_further_it_is_turned() -> None:
    player_feedback, spy = feel_of()
    for part in (-1.0, 0.0, 0.5, 1.0, 2.0):
        player_feedback.feedback("turn", part)
    assert spy.take() == ["tick72", "tick72", "tick84", "tick96", "tick96"]
    assert TICKS[0] == 84 - 12 and TICKS[-1] == 84 + 12


def test_every_event_has_all_its_ways() -> None:
    """Heard or not, with motion or without: something is there for each, unless the screen itself shows it."""
    sounds = {row.split()[0] for row in (paths.assets() / "sounds.txt").read_text(encoding="utf-8").splitlines()}
    for name, event in EVENTS.items():
        assert event.tones or event.seen, name
        assert event.unheard or event.still or name in SHOWN, f"{name}: nothing is seen of it where nothing is heard"
        moving = {cue.what for cue in event.still}
        assert not moving & {"wave", "gust", "flutter", "look back", "shake", "count", "turn", "tilt", "happy"}, name
        for tone in event.tones:
            assert tone.name in {*sounds, "pluck", "again"}, name
    assert set(OUTCOMES) <= set(EVENTS)


SHOWN = {"star", "press", "turn", "hint", "chapter"}  # stars pop, buttons go down, thumbs move, drawers open


def events_of(player_feedback: RunFeedback, name: str) -> None:
    steps = {"step": (1.0, 0.5), "crossed": (1.0, -0.5), "grew": (0.5, 1.0), "near": (1.0, 0.005)}
    if name in steps:
        player_feedback.step(*steps[name])
    elif name in OUTCOMES:
        player_feedback.outcome(name)
    elif name == "star":
        player_feedback.star(1)
    else:
        player_feedback.feedback(name)


def test_an_event_without_sound_is_to_be_seen_and_goes_by() -> None:
    for name in EVENTS:
        for still in (False, True):
            player_feedback, _spy = feel_of(heard=False, still=still)
            player_feedback.begin(0.001, 1.0)
            events_of(player_feedback, name)
            row = EVENTS[name]
            cue = next(iter((*row.unheard, *(row.still if still else row.seen))), None)
            if cue is None:
                assert name in SHOWN
                continue
            assert player_feedback.part(cue.to, cue.what) == 0.0
            player_feedback.update(cue.seconds / 2)
            assert player_feedback.part(cue.to, cue.what) == pytest.approx(0.5)
            player_feedback.update(5.0)
            assert player_feedback.part(cue.to, cue.what) is None and not player_feedback.moving


def test_with_reduced_motion_only_what_stands_still_is_seen() -> None:
    for name in EVENTS:
        player_feedback, _spy = feel_of(still=True)
        player_feedback.begin(0.001, 1.0)
        events_of(player_feedback, name)
        for cue in {*EVENTS[name].seen} - {*EVENTS[name].still}:
            assert player_feedback.part(cue.to, cue.what) is None


def test_the_bed_is_told_how_near_the_goal_is() -> None:
    player_feedback, spy = feel_of()
    assert spy.bed.near is None
    walk(player_feedback, [1.0, 0.1], 0.1)
    assert spy.bed.near == 1.0
    player_feedback.step(1.0, math.inf)
    assert spy.bed.silent
    player_feedback.begin(0.01, 1.0)
    assert spy.bed.near is not None and 0 < spy.bed.near < 1
    player_feedback.rest()
    assert spy.bed.near is None


def test_pip_is_tired_after_twenty_steps_of_one_run() -> None:
    player_feedback, _spy = feel_of()
    walk(player_feedback, [1.0] * 20, 0.1)
    moods = [pose_of(player_feedback, (0.0, 0.0), "calm").mood]
    walk(player_feedback, [1.0] * 21, 0.1)
    moods.append(pose_of(player_feedback, (0.0, 0.0), "calm").mood)
    player_feedback.begin(0.1, 1.0)
    moods.append(pose_of(player_feedback, (0.0, 0.0), "calm").mood)
    assert moods == ["calm", "tired", "calm"]


def test_only_the_game_and_the_feel_layer_speak_to_the_sounds() -> None:
    """Boards, screens and widgets tell the feel layer what happens; how that sounds is its own affair."""
    allowed = {
        "attempt/game/game.py", "attempt/game/feedback.py", "desktop/sound.py", "app/app.py", "scenes/settings.py",
    }  # fmt: skip
    found = []
    for file in FILES:
        path = file.relative_to(PACKAGE).as_posix()
        if path not in allowed and re.search(r"\bgame\.sound\b|desktop\.sound\b|\.mixer\b", file.read_text("utf-8")):
            found.append(path)
    assert found == []


def test_feedback_names_its_event() -> None:
    player_feedback, spy = feel_of()
    for what in ("press", "refuse", "wrong"):
        player_feedback.feedback(what)
    player_feedback.feedback("turn", 1.0)
    assert spy.take() == ["click", "refuse", "wrong", "tick96"]
    assert player_feedback.part("pip", "shake") == 0.0
