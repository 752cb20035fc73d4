"""What was sent in a level by hand, and what it gave, read from a session; which of its cards are struck.

Read from its actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from ...rules.actions import Next, Reset, Stop, Turn
from ...rules.session import Session
from ...view.format.numbers import decimals

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.knob import Knob


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
    turned: list[float] = []  # the weights that were looked at in this part, in order
    for action in session.actions:
        if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
            turned = []
        elif isinstance(action, Turn):
            turned.append(float(action.value))
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

    @property
    def counted(self) -> list[float]:
        """The misses of those that are not struck."""
        return [miss for card, miss in enumerate(self.misses) if card not in self.crossed_out]


def cards(session: Session) -> list[tuple[float, float]]:
    """(input, goal) of every card of this stage, the struck ones too."""
    return [(pair[0][0], pair[1][0]) for pair in session.base.stage(session.stage).data()]


class CardKnob(NamedTuple):
    """A choice of cards. `stops`: of each card the one that strikes it, or, `alone`, the one that leaves it alone.

    every   the stop with all cards
    """

    knob: Knob
    stops: dict[int, str]
    every: str
    alone: bool


def card_knob(session: Session) -> CardKnob | None:
    """Where this stage has such a choice."""
    level = session.base.stage(session.stage)
    whole = list(level.examples)
    for knob in level.knobs:
        strikes, alone, every = dict[int, str](), dict[int, str](), ""
        for stop, changes in level.variants.get(knob.name, {}).items():
            left = [i for i, example in enumerate(whole) if example in list(changes.get("examples", whole))]
            gone = [i for i in range(len(whole)) if i not in left]
            every = every if gone else str(stop)
            if len(gone) == 1:
                strikes[gone[0]] = str(stop)
            elif len(left) == 1:
                alone[left[0]] = str(stop)
        if every and (strikes or alone):
            return CardKnob(knob, strikes or alone, every, not strikes)
    return None


def crossed_out_cards(session: Session) -> frozenset[int]:
    """Which cards do not count now."""
    return _out(session, session.knobs)


def _out(session: Session, knobs: dict[str, object]) -> frozenset[int]:
    knob = card_knob(session)
    if knob is None:
        return frozenset()
    chosen = frozenset(card for card, stop in knob.stops.items() if knobs.get(knob.knob.name) == stop)
    return frozenset(knob.stops) - chosen if knob.alone and chosen else chosen


def send_at(session: Session, weight: float, gone: frozenset[int]) -> SendResult:
    """What a weight gives on every card."""
    pairs = cards(session)
    predictions = tuple(session.level.network.predict([weight], (given,))[0] for given, _ in pairs)
    misses = tuple(p - goal for p, (_, goal) in zip(predictions, pairs))
    return SendResult(weight, predictions, misses, gone)


def sends(session: Session) -> list[SendResult]:
    """Every send of this stage, also those before a Reset or an Undo; the start before them, where the goal is seen;
    after them what was called, where that is done once."""
    start = Session(session.base, session.catalog).weights[0]
    weights = session.level.weights if session.stage else None
    carried = session.carried_weights
    entry = carried[0] if carried is not None else float(weights[0]) if weights else start
    looks = [(seen.weights[0], _out(session, dict(seen.choices))) for seen in session.probed]
    if session.level.visibility("goal") != "hidden" or session.level.visibility("prediction") == "live":
        looks = [(entry, frozenset()), *looks]
    if session.called:
        since = takewhile(lambda action: not isinstance(action, (Reset, Next)), reversed(session.actions))
        before = dropwhile(lambda action: not isinstance(action, Stop), since)
        turned = (float(each.value) for each in before if isinstance(each, Turn) and each.knob == "weight")
        looks.append((next(turned, entry), frozenset()))
    return [send_at(session, weight, gone) for weight, gone in looks]


def first_few(texts: Sequence[str]) -> list[str]:
    """All, or of too many the first ones and dots."""
    return list(texts) if len(texts) <= FEW else [*texts[: FEW - 1], "…"]


def most_decimals(values: Iterable[float]) -> int:
    """As many as the longest of them has, four at most."""
    return max((decimals(value, MOST) for value in values), default=0)


def ruled_out(notches: Sequence[float], tried: Iterable[tuple[float, int]], given: float) -> set[int]:
    """Which of them no longer can be it. `tried`: (weight, 1 for too much, -1 for too little); `given`: the input."""
    ways = [(weight, way if given > 0 else -way) for weight, way in tried]
    return {place for place, notch in enumerate(notches)
            if any(way and (notch - weight) * way >= 0 for weight, way in ways)}  # fmt: skip
