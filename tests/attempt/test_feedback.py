"""The feel layer: what is shown becomes events, an event becomes sounds and things to be seen."""

import math
from itertools import pairwise

import pytest

from downslope import paths
from downslope.attempt.game.sound_cues import EVENTS, RunFeedback, pitch
from downslope.boards.shared.board import pose_of
from downslope.desktop.sound import PENTATONIC
from downslope.rules import OUTCOMES
from lib.listening import Spy


def feel_of(heard: bool = True, still: bool = False, target: float = 1e-8) -> tuple[RunFeedback, Spy]:
    spy = Spy(heard)
    feel = RunFeedback(spy, lambda: still)
    feel.begin(target, 1.0)
    return feel, spy


def walk(feel: RunFeedback, misses: list[float], tolerance: float, speed: float = 2.0) -> list[str]:
    """A run is shown, step by step: the events of each step. The error is the squared miss, on the miss's side."""
    signed = [math.copysign(miss * miss, miss) for miss in misses]
    feel.begin(tolerance**2, abs(signed[0]))
    events = []
    for before, after in pairwise(signed):
        feel.update(1 / speed)
        events.append(" ".join(feel.step(before, after, speed)))
    return events


SWINGS = [-0.55, -0.3, -0.05, 0.2, -0.05, 0.2]


def test_the_cue_sheet_of_a_run() -> None:
    for misses, tolerance, events, sounds in (
        ([-0.67 * (-0.35) ** k for k in range(5)], 0.02, "step crossed, step crossed, step crossed near, step",
         "pluck67 pluck62 pluck74 pluck69 pluck81 pluck76 pluck84"),
        (SWINGS, 0.001, "step, step, step crossed grew, step crossed, step crossed grew",
         "pluck62 pluck69 pluck64 pluck60 pluck69 pluck64 pluck64 pluck60"),
        ([0.55, 0.05, -1e-16], 0.00075, "step, step", "pluck69 pluck84"),  # the one that lands is not past it
    ):  # fmt: skip
        feel, spy = feel_of()
        assert walk(feel, misses, tolerance) == events.split(", ") and spy.take() == sounds.split()
    for first, target in ((0.45, 0.0004), (0.04, 1e-6), (1e6, 1.0)):  # the pitch uses the whole scale everywhere
        notes = [pitch(error, target, first) for error in (first * 1e9, first, target, 0.0, math.inf, math.nan, -1.0)]
        assert notes == [48, 60, 84, 84, 48, 48, 48]
    notes = [pitch(10**-power, 1e-4, 1.0) for power in (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)]
    assert notes == sorted(notes) and len(set(notes)) == 9 and {note % 12 for note in notes} <= set(PENTATONIC)


def test_what_a_run_comes_to_is_heard_and_that_of_others_is_quiet() -> None:
    for kind, sounds in (
        ("land", "land 1.0 0.0"), ("overshoot", "land 1.0 0.0"), ("runaway", "fall 1.0 0.0, thud 1.0 0.62"),
        ("stuck", "tock 1.0 0.0"), ("crawl", "breath 1.0 0.0"), ("orbit", "pluck69 0.5 0.0, pluck64 0.5 0.16"),
    ):  # fmt: skip
        feel, spy = feel_of()
        walk(feel, SWINGS, 0.001)
        spy.take()
        feel.outcome(kind)
        assert ", ".join(" ".join(map(str, each)) for each in spy.played) == sounds, kind
    feel, spy = feel_of()
    feel.outcome("land", quiet=True)
    feel.star(2)
    feel.feedback("press")
    assert spy.played == [("land", 0.4, 0.0), ("star2", 1.0, 0.0), ("click", 1.0, 0.0)]
    feel, spy = feel_of()
    for k in range(200):  # two seconds, 100 steps a second: at most twenty plucks in each
        feel.update(0.01)
        feel.step(1 / (k + 1), 1 / (k + 2), 100.0, quiet=True)
    assert 30 <= len(spy.played) <= 40 and {volume for _name, volume, _delay in spy.played} == {0.4}
    feel, spy = feel_of()
    for k in range(10):  # the end of a telling step is heard however fast it goes
        feel.step(1.0, 0.5, 500.0, telling=k in (3, 7))
    assert len(spy.take()) == 3
    feel.update(1.0)
    feel.tries(0.5, 1.0, 1e-8, 2)  # those that land make a chord
    assert spy.take()[-2:] == ["pluck84", "pluck84"]
    feel.look(1e-9, 1e-8)
    assert spy.take() == ["pluck84"]
    for part in (-1.0, 0.0, 0.5, 1.0, 2.0):
        feel.feedback("turn", part)
    assert spy.take() == ["tick72", "tick72", "tick84", "tick96", "tick96"]
    for number in range(40):  # lamps ring higher the further they are
        feel.lamp(number)
    notes = [int(name.removeprefix("pluck")) for name in spy.take()]
    assert notes == sorted(notes) and notes[0] == 72 and len(set(notes)) > 3


def test_every_event_is_heard_or_seen_with_motion_or_without() -> None:
    sounds = {row.split()[0] for row in (paths.assets() / "sounds.txt").read_text(encoding="utf-8").splitlines()}
    seen_anyway = {"star", "press", "turn", "hint", "chapter"}  # they pop, go down, move, open
    assert set(OUTCOMES) <= set(EVENTS)
    for name, event in EVENTS.items():
        assert {tone.name for tone in event.tones} <= {*sounds, "pluck", "again"}, name
        for still in (False, True):
            feel, _spy = feel_of(heard=False, still=still)
            feel.show(name)
            cues, moving = (*event.unheard, *(event.still if still else event.seen)), {*event.seen} - {*event.still}
            assert cues or name in seen_anyway, f"{name}: nothing is seen of it where nothing is heard"
            assert not still or all(feel.part(cue.to, cue.what) is None for cue in moving)
            for seconds, part in ((0.0, 0.0), (cues[0].seconds / 2, 0.5), (5.0, None)) if cues else ():
                feel.update(seconds)
                assert feel.part(cues[0].to, cues[0].what) == (part if part is None else pytest.approx(part))
            assert not (cues and feel.moving)
    feel, spy = feel_of()
    feel.rest()
    near = [spy.bed.near]  # how near the goal is, the bed is told
    walk(feel, [1.0, 0.1], 0.1)
    near.append(spy.bed.near)
    feel.step(1.0, math.inf)
    assert near == [None, 1.0] and spy.bed.silent
    feel.begin(0.01, 1.0)
    assert spy.bed.near is not None and 0 < spy.bed.near < 1
    for steps, mood in ((20, "calm"), (21, "tired"), (1, "calm")):  # Pip is tired after twenty steps
        walk(feel, [1.0] * steps, 0.1)
        assert pose_of(feel, (0.0, 0.0), "calm").mood == mood
