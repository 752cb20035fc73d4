"""The numbers of a sealed box: the misses that are seen, and what the lid hides until the level is won."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.networks.sealed_box import Box
from ..shared.neuron_model import is_neuron
from ..shared.tiles import mood_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt


class SealedModel:
    """Reads the attempt; changes nothing."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def misses(self) -> list[float]:
        """prediction - goal_prediction at every look of the run."""
        session = self.attempt.shown
        run = session.run
        if not is_neuron(run):
            return [0.0]
        (input,), (goal,) = run.examples[0]
        weights = [*run.history.weights, run.weights[0]]
        return [m for m in (input * weight - goal for weight in weights) if isfinite(m)]

    def told(self) -> list[float]:
        """What a step leaves is told when Pip has arrived."""
        misses = self.misses()
        return misses[: self.attempt.step + 1] if self.attempt.playback.moving else misses

    def ghost(self) -> float | None:
        """The miss with which the machine's run ended."""
        ghost = self.attempt.ghost_here
        if ghost is None or not ghost.count or not is_neuron(ghost.run):
            return None
        (input,), (goal,) = ghost.run.examples[0]
        return input * ghost.weights[0] - goal

    def box(self) -> Box:
        session = self.attempt.shown
        run, step = session.run, min(self.attempt.step, len(self.misses()) - 1)
        (input,), (goal,) = run.examples[0]
        misses = self.misses()
        opened = session.won and not self.attempt.playback.moving
        words = session.level.words
        names = [_(words.get(n, n)) for n in ("input", "weight", "prediction")]
        return Box(
            input if opened else None,
            run.weights[0] if opened else None,
            misses[step] + goal,
            goal,
            misses[: self.attempt.shown.count + 1],
            min(self.attempt.playback.at, len(misses) - 1),
            (names[0], names[1], names[2], _("goal")),
            mood_of(self.attempt),
            self.ghost(),
        )
