"""What a player by hand knows: the start, and what each send brought. Cards that may be struck stay on the table.

Read from the session's actions, so that turning a knob gives away nothing that was not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.actions import Next, Probe, Reset, Turn
from ...rules.knob import Knob
from ...rules.session import Session

if TYPE_CHECKING:
    from ...rules.level import Level


class Sent(NamedTuple):
    """A row of the table. One prediction and one miss for each card, the struck ones too."""

    weight: float
    predictions: tuple[float, ...]
    misses: tuple[float, ...]
    struck: frozenset[int]


def cards(session: Session) -> list[tuple[float, float]]:
    """(input, goal) of every card of this stage, the struck ones too."""
    return [(pair[0][0], pair[1][0]) for pair in session.base.stage(session.stage).data()]


def strike_knob(level: Level) -> tuple[Knob, dict[int, str], str] | None:
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


def struck(session: Session) -> frozenset[int]:
    """Which cards are struck now."""
    return _struck_by(session, session.knobs)


def _struck_by(session: Session, knobs: dict[str, object]) -> frozenset[int]:
    found = strike_knob(session.base.stage(session.stage))
    if found is None:
        return frozenset()
    knob, without, _none = found
    return frozenset(card for card, stop in without.items() if knobs.get(knob.name) == stop)


def row(session: Session, weight: float, gone: frozenset[int]) -> Sent:
    """What a weight gives on every card."""
    pairs = cards(session)
    predictions = tuple(session.level.network.predict([weight], (given,))[0] for given, _ in pairs)
    misses = tuple(p - goal for p, (_, goal) in zip(predictions, pairs))
    return Sent(weight, predictions, misses, gone)


def sends(session: Session) -> list[Sent]:
    """The start of this stage and every send since, the last Reset included."""
    weight = entry = _start(session)
    knobs: dict[str, object] = dict(session.base.settings)
    stage, looks = 0, list[tuple[float, frozenset[int]]]()
    for action in session.actions:
        if isinstance(action, Turn):
            if action.knob == "weight":
                weight = float(action.value)
            else:
                knobs[action.knob] = action.value
        elif isinstance(action, Probe):
            looks.append((weight, _struck_by(session, knobs)))
        elif isinstance(action, Reset):
            weight, looks = entry, []
        elif isinstance(action, Next):
            stage += 1
            changes = session.base.stages[stage - 1]
            weight = entry = float(changes["weights"][0]) if changes.get("weights") else weight
            looks = []
    return [row(session, entry, frozenset()), *(row(session, w, gone) for w, gone in looks)]


def _start(session: Session) -> float:
    return Session(session.base, session.catalog).weights[0]


def worst_ratio(sent: Sent, goals: list[float]) -> float:
    """Prediction / goal of the card that is furthest off: 1 where all are right. Struck cards do not count."""
    ratios = [p / g if g else 1.0 + p for i, (p, g) in enumerate(zip(sent.predictions, goals)) if i not in sent.struck]
    return max(ratios, key=lambda ratio: abs(ratio - 1.0), default=1.0)
