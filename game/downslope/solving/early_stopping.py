"""When to stop: a few peeks at the unseen error along a recording, each four times as far, then one at the turn."""

from __future__ import annotations

from collections.abc import Iterator

from ..rules.actions import Action, Probe, Stop, Turn
from ..rules.knob import Knob
from ..rules.session import Session

FIRST, TIMES = 30, 4  # the first peek is at a thirtieth of the recording


def early_stopping(session: Session, knob: Knob) -> Iterator[Action]:
    """Three peeks bracket the turn, one more between the best two of them confirms it; then stop at the best."""
    passes = [knob.snap(knob.high / FIRST * TIMES**k) for k in range(3)]
    seen: dict[float, float] = {}
    for there in passes:
        yield from _peek(session, knob, there, seen)
    best, second = sorted(passes, key=seen.__getitem__)[:2]
    yield from _peek(session, knob, knob.snap((best * second) ** 0.5), seen)
    yield Turn(knob.name, min(seen, key=seen.__getitem__))
    yield Stop()


def _peek(session: Session, knob: Knob, there: float, seen: dict[float, float]) -> Iterator[Action]:
    yield Turn(knob.name, there)
    yield Probe()
    seen[there] = session.probed[-1].unseen or 0.0
