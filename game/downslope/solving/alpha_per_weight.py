"""An alpha for each weight: measure what one step leaves of each miss, and divide. It needs two runs."""

from __future__ import annotations

from collections.abc import Iterator

from ..rules.actions import Action, Learn, Reset, Turn
from ..rules.session import Session

RUNS = 6  # tries


def tuned_each(session: Session) -> Iterator[Action]:
    """A step at the present alphas leaves the part `left` of a miss; alpha / (1 - left) would leave nothing."""
    if session.run.count > session.recorded:
        yield Reset()
    for _ in range(RUNS):
        before = _misses(session)
        yield Learn(1)
        if session.won:
            return
        after = _misses(session)
        alphas = list(session.knobs["alpha"])
        yield Reset()
        for index, (old, new) in enumerate(zip(before, after)):
            knob = session.level.knob("alpha", index)
            if knob is None or not old or new == old:
                continue
            better = knob.snap(alphas[index] / (1.0 - new / old))
            if better != alphas[index]:
                yield Turn("alpha", better, index)


def _misses(session: Session) -> list[float]:
    ((input, goals),) = session.run.examples
    return [p - g for p, g in zip(session.run.network.predict(session.weights, input), goals)]
