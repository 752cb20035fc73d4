"""What was sent in a level by hand, and what it gave, read from a session; which of its cards are struck.

Read from its actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from ...rules.actions import Next, Turn
from ...rules.session import Session
from ...view.format.numbers import decimals

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.knob import Knob
    from ...rules.level import Level


# ---------------------------------------------------------------------------------------------------------------------
# The machine looks for a weight by hand: where it stands best so far, and the other side on which it looks.


CLOSE = 1e-9


def compass_ghosts(attempt: Attempt) -> list[float]:
    """Weights beside the one that it looks at now, at most two; none where it does not look, or has found it."""
    if attempt.show is None:
        return []
    session = attempt.show.session
    level = session.level
    knob = level.knob("weight")
    # The weights that were looked at in this part, in order
    found: list[float] = []
    for action in session.actions:
        if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
            found = []
        elif isinstance(action, Turn):
            found.append(float(action.value))
    turned = found
    if level.learner is not None or level.network.size != 1 or knob is None or not turned or session.won:
        return []
    best = session.run.start[0]
    for weight in turned[:-1]:
        best = weight if _miss(session, weight) < _miss(session, best) else best
    here = session.weights[0]
    stride = here - best
    if abs(stride) < CLOSE:
        return []
    low, height = (min(knob.values() or (knob.low,)), max(knob.values() or (knob.high,)))
    other = best - stride
    inside = isinstance(low, (int, float)) and isinstance(height, (int, float)) and low <= other <= height
    return [best, knob.snap(other)] if inside else [best]


def _miss(session: Session, weight: float) -> float:
    error = abs(session.run.full_problem.error([weight]))
    return error if isfinite(error) else float("inf")


MOST = 4  # decimals
FEW = 5  # cards of which each has a number in the neuron and a column


class SendResult(NamedTuple):
    """A row of the table. One prediction and one miss for each card, the struck ones too."""

    weight: float
    predictions: tuple[float, ...]
    misses: tuple[float, ...]
    crossed_out: frozenset[int]


def cards(session: Session) -> list[tuple[float, float]]:
    """(input, goal) of every card of this stage, the struck ones too."""
    return [(pair[0][0], pair[1][0]) for pair in session.base.stage(session.stage).data()]


def cross_out_knob(level: Level) -> tuple[Knob, dict[int, str], str] | None:
    """(knob, card -> the stop that strikes it, the stop that strikes none), where the level has such a choice."""
    whole = list(level.examples)
    for knob in level.knobs:
        stops = level.variants.get(knob.name, {})
        without: dict[int, str] = {}
        none = ""
        for stop, changes in stops.items():
            left = list(changes.get("examples", whole))
            gone = [i for i, example in enumerate(whole) if example not in left]
            if not gone:
                none = str(stop)
            elif len(gone) == 1:
                without[gone[0]] = str(stop)
        if none and without:
            return knob, without, none
    return None


def crossed_out_cards(session: Session) -> frozenset[int]:
    """Which cards are struck now."""
    return _struck_by(session, session.knobs)


def _struck_by(session: Session, knobs: dict[str, object]) -> frozenset[int]:
    found = cross_out_knob(session.base.stage(session.stage))
    if found is None:
        return frozenset()
    knob, without, _none = found
    return frozenset(card for card, stop in without.items() if knobs.get(knob.name) == stop)


def send_at(session: Session, weight: float, gone: frozenset[int]) -> SendResult:
    """What a weight gives on every card."""
    pairs = cards(session)
    predictions = tuple(session.level.network.predict([weight], (given,))[0] for given, _ in pairs)
    misses = tuple(p - goal for p, (_, goal) in zip(predictions, pairs))
    return SendResult(weight, predictions, misses, gone)


def sends(session: Session) -> list[SendResult]:
    """The start of this stage and every send since, also those before a Reset or an Undo."""
    start = Session(session.base, session.catalog).weights[0]
    weights = session.level.weights if session.stage else None
    carried = session.carried_weights
    entry = carried[0] if carried is not None else float(weights[0]) if weights else start
    looks = [(seen.weights[0], _struck_by(session, dict(seen.choices))) for seen in session.probed]
    return [send_at(session, entry, frozenset()), *(send_at(session, w, gone) for w, gone in looks)]


def first_few(texts: Sequence[str]) -> list[str]:
    """All, or of too many the first ones and dots."""
    return list(texts) if len(texts) <= FEW else [*texts[: FEW - 1], "…"]


def most_decimals(values: Iterable[float]) -> int:
    """As many as the longest of them has, four at most."""
    return max((decimals(value, MOST) for value in values), default=0)
