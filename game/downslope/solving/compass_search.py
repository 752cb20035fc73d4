"""Solving by hand, as a machine without a learner would: compass search (Hooke & Jeeves 1961) on what it may see.

Try a stride to either side, go where it is better, halve the stride where it is not. Every look is real, and counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..rules.actions import Action, Probe, Stop, Turn
from ..rules.knob import Knob, Value
from ..rules.session import Session


def compass(session: Session) -> Iterator[Action]:
    """Each choice in turn (which card to strike, which meter), and the weights under each, until the stage is won."""
    for choice in _choices(session):
        if choice is not None:
            yield choice
        before: list[float] = []
        while not session.won and session.weights != before:  # of several weights, one may undo what another did
            before = list(session.weights)
            for index in range(session.level.network.size):
                knob = session.level.knob("weight", index)
                if knob is not None:
                    yield from _one_weight(session, knob, index)
            if session.level.network.size == 1:
                break
        if session.won:
            return
        if session.level.stop:
            yield Stop()
        if session.won:
            return


def _choices(session: Session) -> list[Turn | None]:
    found: list[Turn | None] = [None]
    for knob in session.level.knobs:
        if knob.name != "weight" and knob.stops:
            found += [Turn(knob.name, stop) for stop in knob.stops if stop != session.knobs.get(knob.name)]
    return found


def _one_weight(session: Session, knob: Knob, index: int) -> Iterator[Action]:
    notches = _notches(knob)
    here = min(range(len(notches)), key=lambda k: abs(notches[k] - session.weights[index]))
    lowest = _seen(session)
    stride = max(1, len(notches) // 5)
    known = {here: lowest}
    while not session.won:
        moved = False
        for there in (here + stride, here - stride):
            if not 0 <= there < len(notches):
                continue
            if there not in known:
                yield from _look(session, knob.name, notches[there], index)
                known[there] = _seen(session)
                if session.won:
                    return
            if known[there] < lowest:
                here, lowest, moved = there, known[there], True
                break
        if not moved:
            if stride == 1:
                break
            stride = (stride + 1) // 2
    if not session.won and session.weights[index] != notches[here]:
        yield Turn(knob.name, notches[here], index)


def _look(session: Session, name: str, value: Value, index: int) -> Iterator[Action]:
    yield Turn(name, value, index)
    if session.level.probes is not None:
        yield Probe()


def _seen(session: Session) -> float:
    """How bad it is. A signed meter is brought to 0."""
    return abs(session.run.error())


def _notches(knob: Knob) -> list[float]:
    values = knob.values()
    if values is None:
        values = [knob.low + (knob.high - knob.low) * k / 400 for k in range(401)]
    return sorted(float(v) for v in values)
