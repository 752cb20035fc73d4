"""What the strip of a level's world shows, read from the attempt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...attempt.units import unit_name
from ...view.strips.scene_strip import SceneStrip, StripState
from ...view.strips.strips import STRIPS
from ..shared.neuron_model import has_one_weight, weight_at
from ..shared.tolerance import tolerance_of, weight_band

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session

NEWEST = 20  # places before the one that is shown
SEEN = ("input", "weight", "goal")  # what a strip would else give away


def scene_of(session: Session) -> SceneStrip | None:
    """The strip that the level names, where it has one neuron, one example and hides nothing."""
    level, run = session.level, session.run
    if not has_one_weight(run) or len(run.examples) != 1 or not run.examples[0][0][0]:
        return None
    return None if any(level.visibility(what) == "hidden" for what in SEEN) else STRIPS.get(level.picture)


def strip_state(attempt: Attempt, at: float) -> StripState:
    """The numbers of now; `at`: the weight that Pip shows, during a hop between two steps."""
    session, step = attempt.shown, attempt.step
    run, ghost = session.run, attempt.ghost_here
    (input,), (goal,) = run.examples[0]
    past = [weight_at(session, k) for k in range(max(0, step - NEWEST), step)]
    if at != weight_at(session, step):
        past.append(weight_at(session, step))  # on its way from there
    return StripState(
        at, input * at, goal, goal / input, tolerance_of(session) or 0.0, weight_band(session),
        tuple(weight for weight in past if math.isfinite(weight)), step, ghost.count if ghost is not None else 0,
        run.alpha if isinstance(run.alpha, (int, float)) else 0.0, bool(session.level.compared_metric),
        unit_name(session.level, step, "steps"),
    )  # fmt: skip
