"""Tells the feel layer of every step as it comes to its end before the player's eyes, and of what came of the run."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from .director import Phase
from .game.feel import FAST, StepLook
from .past_runs import wanted_error

if TYPE_CHECKING:
    from ..rules.session import Session
    from .game.feel import Feel
    from .shown import ShownAttempt

MOST = 4  # steps that are told of in one frame: of more, the last ones
LARGE = 2_000  # examples times weights above which the error of the step before is taken, which is known
TINY = 1e-12  # the error of a target that asks for none


class ShownSteps:
    """Looks at an attempt once a frame. A step that is jumped to (a look back, an undo) is not one that was taken."""

    def __init__(self, feel: Feel) -> None:
        self._feel = feel
        self._run: object = None
        self._step = 0
        self._jumps = -1
        self._seen: object = None  # the outcome that Pip has taken in
        self._told: object = None  # the outcome that was told last

    def update(self, attempt: ShownAttempt) -> None:
        """A frame was made up: what of it is news."""
        if attempt.drag is not None:  # what a knob would give is not a run
            return
        session, step, jumps = attempt.shown, attempt.step, attempt.playback.jumps
        feel, run = self._feel, (session.run.serial, session.stage)
        if run != self._run:
            feel.begin(target_of(session), abs(signed_error(session, 0)))
        elif attempt.ahead is not None and len(session.run.batches) > 1:
            pass  # of what is tried whole passes are seen
        elif jumps == self._jumps and step > self._step:
            quiet, playback = session is not attempt.session, attempt.playback
            stands = playback.running and playback.pace is not None and playback.pace.step(playback.made)[1] > 0
            first = max(self._step, step - MOST)
            errors = [signed_error(session, k) for k in range(first, step + 1)]
            for k, (before, after) in enumerate(pairwise(errors), first):
                telling = stands and k == step - 1
                speed = min(FAST, playback.speed) if telling else playback.speed
                feel.step(StepLook(k + 1, before, after, speed, quiet, telling))
        if run != self._run:
            self._told = self._seen = session.outcome  # what it came to was told when it was played
        self._run, self._step, self._jumps = run, step, jumps
        self._tell_end(attempt)

    def _tell_end(self, attempt: ShownAttempt) -> None:
        outcome, playback = attempt.shown.outcome, attempt.playback
        if attempt.ahead is not None and attempt.step < attempt.shown.count:
            outcome = None  # it is not seen yet
        played = not playback.moving and not playback.running
        if outcome is None:
            self._told = self._seen = None
            return
        reacts = attempt.director.state is Phase.REACT
        if outcome is self._told or not played or (attempt.director.pending and not reacts):
            return
        if outcome is not self._seen:  # Pip takes it as the world does; what it was is heard with the verdict
            self._feel.show(outcome.kind)
            self._seen = outcome
        if not reacts:
            self._told = outcome
            self._feel.sing(outcome.kind, attempt.shown is not attempt.session)


def target_of(session: Session) -> float:
    """The error at which the run has landed; where the target is no error, a little of the first one."""
    wanted = wanted_error(session)
    if wanted is None:
        first = abs(signed_error(session, 0))
        wanted = first * 10**-3.5 if math.isfinite(first) else 0.0
    return max(TINY, wanted)


def signed_error(session: Session, step: int) -> float:
    """The error at a step. Where one weight is learned it is negative on the side on which less weight is wanted.

    Where the steps of a pass see one example each, it is that of all of them: each alone is now better, now worse.
    """
    run = session.run
    try:
        size = len(run.examples) * run.network.size
        if len(run.batches) > 1 and size <= LARGE:
            return run.full_problem.error(run.weights_at(step))
        error = run.errors[step] if step < run.count else _error_now(session, size)
        if run.network.size == 1 and size <= LARGE:
            return math.copysign(error, -run.weight_deltas_at(step)[0])
        return error
    except (ArithmeticError, LookupError):
        return math.inf


def _error_now(session: Session, size: int) -> float:
    run = session.run
    if size > LARGE:
        return run.errors[-1] if run.count else math.nan
    return run.error()
