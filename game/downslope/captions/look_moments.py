"""The moments where nothing learns: of each look that is taken, by hand or along a recording.

The steps of these moments are actions: how many were made until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..rules.action_history import merge_learns
from ..rules.actions import Action, Next, Probe, ProbeResult, Show, Stop, Turn
from ..rules.level import effective_level
from ..rules.session import Session
from ..rules.target import largest
from .moment import MINOR, Moment

FIRST = 3  # looks that have a long moment; of the others only one that is nearer than all before
EQUAL = 1e-9  # relative: an error that is lower by less is not lower


class WeightView(NamedTuple):
    """One look. `at`: how many actions were made until then.

    weight   the one that was turned    way    1 up, -1 down from where the lowest was seen so far, 0 neither
    error    as the meter shows it      lowest, before    the lowest so far, places at the look before; None: the first
    miss     prediction - goal; None: there are several, or it is not seen
    places   outputs that are at their goal, of `outputs`
    """

    at: int
    weight: float
    way: int
    error: float
    lowest: float | None
    miss: float | None
    places: int
    outputs: int
    before: int | None
    won: bool


def looks_alone(session: Session) -> bool:
    """Nothing learns here: it is played by hand, or by looks at a recording."""
    level = session.level
    return level.learner is None or has_peeks(session)


def has_peeks(session: Session) -> bool:
    """It is played by looks at a recording."""
    return session.level.stop and session.level.knob("pass") is not None


def look_moments(session: Session) -> Iterator[Moment]:
    """Of the present part, in the order of its actions, one by one."""
    if looks_alone(session):
        first = max((k for k, action in enumerate(session.actions, 1) if isinstance(action, Next)), default=0)
        yield from _peeks(session, first) if has_peeks(session) else _tries_by_hand(session, first)


def _rows(session: Session, first: int) -> Iterator[tuple[int, Action, ProbeResult | None]]:
    """Each action of this part with how many were made until then, and what it saw."""
    actions, live = session.actions[first:], session.level.probes is None and session.level.learner is None
    looks = [isinstance(action, Probe) for action in actions].count(True)
    if live or looks > len(session.probed):  # each turn of a weight is a look; or a choice has wiped the table
        again = Session(session.base, session.catalog, merge_learns(session.actions[:first]))
        for number, action in enumerate(actions, first + 1):
            again.do(action)
            run, row = again.run, again.probed[-1] if isinstance(action, Probe) and not live else None
            if live and isinstance(action, Turn) and action.knob == "weight":
                predictions = tuple(tuple(run.network.predict(run.weights, inputs)) for inputs, _goals in run.examples)
                row = ProbeResult(tuple(run.weights), predictions, run.error(), again.knobs["metric"])
            yield number, action, row
        return
    seen = iter(session.probed[len(session.probed) - looks :])
    for number, action in enumerate(actions, first + 1):
        yield number, action, next(seen, None) if isinstance(action, Probe) else None


# -- by hand ----------------------------------------------------------------------------------------------------------


def _tries_by_hand(session: Session, first: int) -> Iterator[Moment]:
    lowest: tuple[float, float] | None = None  # error, weight
    before, turned, taken, last = None, 0, 0, len(session.actions)
    for number, action, row in _rows(session, first):
        if isinstance(action, Turn) and action.knob == "weight":
            turned = action.index
        elif isinstance(action, Turn):
            lowest, before = None, None
            knob = session.level.knob(action.knob)
            title = knob.title if knob is not None and knob.title else action.knob
            yield Moment(number, 1, "now", {"title": title, "choice": str(action.value)})
        elif isinstance(action, Show):
            read = largest(list(session.run.network.predict(session.weights, action.input)))
            yield Moment(number, 1, "drawn", {"goal": str(largest(list(action.goal_prediction))), "read": str(read)})
        if row is None:
            continue
        # The level as the choices had it that stood when it was looked
        knobs = {**session.knobs, "metric": row.metric, **dict(row.choices)}
        level_then = effective_level(session.base, session.stage, knobs, {})
        level, weight = level_then, row.weights[turned]
        outputs = [(value, goal) for values, (_inputs, goals) in zip(row.predictions, level.data())
                   for value, goal in zip(values, goals)]  # fmt: skip
        miss = outputs[0][0] - outputs[0][1] if len(outputs) == 1 and level.visibility("bowl") != "fog" else None
        way = 0 if lowest is None else (weight > lowest[1]) - (weight < lowest[1])
        places = [abs(value - goal) <= EQUAL for value, goal in outputs].count(True)
        error = row.error * (len(row.predictions) if level.visibility("error") == "total" else 1)
        look = WeightView(
            number, weight, way, error, lowest[0] if lowest else None, miss, places, len(outputs), before, False
        )
        words = _told(session, look._replace(won=session.won and number == last))
        before, taken = look.places, taken + 1
        nearer = lowest is None or abs(look.error) < abs(lowest[0])
        if nearer:
            lowest = look.error, look.weight
        yield words if nearer or taken <= FIRST or not words.rank else words._replace(rank=MINOR)


def _told(session: Session, look: WeightView) -> Moment:
    """The words that fit the level: places of a map, one miss, or an error that is lower or not."""
    if look.outputs > 1 and len(session.run.examples) == 1 and session.run.network.outputs == look.outputs:
        facts: Mapping[str, object] = {"count": look.places, "all": look.outputs, "before": look.before or 0}
        return Moment(look.at, 1 - look.won, "places" if look.before is None else "places before", facts)
    if look.won:
        return Moment(look.at, 0, "that is it", {"turned": look.weight})
    if look.miss is not None and look.miss:
        kind = "too low" if look.miss < 0 else "too high"
        return Moment(look.at, 1, kind, {"turned": look.weight, "miss": abs(look.miss)})
    if look.lowest is None or not look.way or look.error < 0 or look.lowest < 0:
        return Moment(look.at, 1, "error there", {"turned": look.weight, "error": look.error})
    lower = look.error < look.lowest * (1 - EQUAL)
    side = "right" if look.way > 0 else "left"
    return Moment(look.at, 1, f"{side} is {'lower' if lower else 'no lower'}", {"error": look.error})


# -- along a recording ------------------------------------------------------------------------------------------------


def _peeks(session: Session, first: int) -> Iterator[Moment]:
    """Two errors at a pass: of the examples that it learns from, and of those that it never saw."""
    seen: dict[int, ProbeResult] = {}
    here = before = 0
    for number, action, row in _rows(session, first):
        if isinstance(action, Turn) and action.knob == "pass":
            here = round(float(action.value))
        elif row is not None:
            seen[here] = row
            yield _peek(session, number, here, seen, before)
            before = here
        elif isinstance(action, Stop) and len(seen) > 2:
            order = sorted(seen)
            best = order.index(min(order, key=lambda place: seen[place].unseen or 0.0))
            if 0 < best < len(order) - 1:
                yield Moment(number, 0, "it turns", {"low": order[best - 1], "high": order[best + 1]})


def _peek(session: Session, at: int, here: int, seen: dict[int, ProbeResult], before: int) -> Moment:
    """Beside the peek that was taken before it."""
    now, then = seen[here], seen.get(before)
    unseen, facts = now.unseen, {"pass": here, "count": len(session.run.examples)}
    if then is None or here == before or unseen is None or then.unseen is None:
        return Moment(at, 0, "peek", {"pass": here, "error": unseen if unseen is not None else now.error})
    later = here > before
    if later and now.error < then.error and unseen > then.unseen:
        return Moment(at, 0, "peek too far", facts)
    if later and now.error < then.error and unseen < then.unseen:
        return Moment(at, 0, "peek nearer", facts)
    kind = "peek lower" if unseen < then.unseen else "peek higher"
    return Moment(at, 0, kind, {"pass": here, "other": before, "error": unseen})
