"""Pip's pose follows what is felt of the run: he looks back, blinks, yawns, sits down; then he is as he was."""

from __future__ import annotations

import pytest

from downslope.attempt.game.feedback import RunFeedback, StepView
from downslope.boards.shared.bowl_room import PipPose, pose_of
from downslope.rules.outcome_kinds import OUTCOMES
from downslope.view.bowls.bowl_walk import ROUND
from listening import Spy

AHEAD = (0.28, 0.22)


def feel_of(still: bool = False) -> RunFeedback:
    return RunFeedback(Spy(), lambda: still)


def poses(player_feedback: RunFeedback, seconds: float = 2.0, mood: str = "calm") -> list[PipPose]:
    """Every sixtieth of a second, from now on."""
    found = []
    for _ in range(round(60 * seconds)):
        found.append(pose_of(player_feedback, AHEAD, mood))
        player_feedback.update(1 / 60)
    return found


def test_nothing_felt_he_is_as_he_was() -> None:
    assert pose_of(feel_of(), AHEAD, "calm") == PipPose(AHEAD, "calm")


@pytest.mark.parametrize("kind", OUTCOMES)
def test_each_outcome_is_taken_in_its_own_way_and_passes(kind: str) -> None:
    player_feedback = feel_of()
    player_feedback.begin(0.01, 1.0)
    player_feedback.outcome(kind)
    seen = poses(player_feedback)
    assert len(set(seen)) > 1, "nothing of it is seen"
    assert seen[-1] == PipPose(AHEAD, "calm")


def test_a_landing_is_three_hops_whatever_his_mood() -> None:
    player_feedback = feel_of()
    player_feedback.outcome("land")
    lifts = [pose.lift for pose in poses(player_feedback)]
    tops = sum(a < b >= c for a, b, c in zip(lifts, lifts[1:], lifts[2:]))
    assert tops == 3 and max(lifts) > 8 and {pose.mood for pose in poses(player_feedback)} == {"calm"}


def test_a_crossing_makes_him_look_back() -> None:
    player_feedback = feel_of()
    player_feedback.begin(0.0001, 1.0)
    player_feedback.step(StepView(1, -1.0, 0.5))
    player_feedback.update(0.05)
    pose = pose_of(player_feedback, AHEAD, "calm")
    assert pose.look[0] > AHEAD[0] and pose.look[1] < 0 and pose.stretch[0] > 1 > pose.stretch[1]


def test_after_twenty_steps_he_is_tired_but_a_mood_counts_more() -> None:
    player_feedback = feel_of()
    for k in range(20):
        player_feedback.step(StepView(k, 1.0, 0.99))
    player_feedback.update(3.0)
    assert pose_of(player_feedback, AHEAD, "calm").mood == "tired"
    assert pose_of(player_feedback, AHEAD, "happy").mood == "happy"


@pytest.mark.parametrize("kind", OUTCOMES)
def test_with_reduced_motion_he_stands(kind: str) -> None:
    """He may sit, or be dizzy; nothing of him goes to and fro."""
    player_feedback = feel_of(still=True)
    player_feedback.outcome(kind)
    seen = poses(player_feedback)
    assert {pose.lift for pose in seen} == {0.0}
    assert len({pose.look for pose in seen}) == 1
    assert {pose.stretch for pose in seen} == {ROUND} or kind == "stuck"
