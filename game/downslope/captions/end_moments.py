"""What is said at the end of a show: what it took, and what another setting would have taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..rules.costs import UNITS
from ..rules.outcome import outcome_title
from ..rules.stars import part_for
from .moment import Moment
from .names import amount
from .settings_words import knob_settings

if TYPE_CHECKING:
    from ..rules.session import Session
    from ..solving.tried import Lane, Tried
    from .settings_words import KnobSetting


def end_moment(session: Session, yours: int | None = None) -> Moment:
    """Of the part that the session stands in. `yours`: what the player's own best took, in the unit of the par."""
    level, unit = session.level, session.level.par_unit
    if not session.won:
        if level.aim.drawn:
            return Moment(session.count, 0, "draw")
        title = outcome_title(session.outcome) if session.outcome is not None else ""
        return Moment(session.count, 0, "not there" if title else "given up", {"outcome": title})
    count, par = UNITS[unit].count(session), level.par if _has_par(session) else None
    if not count:  # what the par counts was not asked of a machine
        unit, par = "steps" if len(session.run.batches) == 1 else "passes", None
        count = UNITS[unit].count(session)
    words = "there" if unit in ("steps", "passes") else "won with"
    facts: dict[str, Any] = {"steps": amount(level.words, count, unit), "par": par, "yours": yours}
    if par is None:
        return Moment(session.count, 0, words, facts)
    return Moment(session.count, 0, f"{words}, par" if yours is None else f"{words}, par and yours", facts)


def _has_par(session: Session) -> bool:
    """The par is of the part that the session stands in: of the one that decides about star 2, or its own."""
    level, part = session.base, session.stage
    return part == part_for(level, 2) or (part > 0 and "par" in level.stages[part - 1])


def other_setting(tried: Tried) -> Moment | None:
    """A lane that differs from what was played in one knob alone, and landed too. None: there is none, or it is not
    known yet.

    Of several knobs the last one: back where the level has it; else its next value up, or down.
    """
    if tried.chosen is None or not tried.lanes[tried.chosen].won:
        return None
    best = tried.lanes[tried.chosen]
    own = knob_settings(tried.session, best.actions)
    found = [(place, lane) for lane in tried.lanes if lane is not best and lane.won
             for place in [_apart(own, knob_settings(tried.session, lane.actions))] if place is not None]  # fmt: skip
    if not found:
        return None
    place, lane = min(found, key=lambda each: _distance(tried, own, each[0], each[1]))
    setting = knob_settings(tried.session, lane.actions)[place]
    each = "steps" if len(tried.session.run.batches) == 1 else "passes"
    facts = {"way": (setting,), "steps": amount(tried.session.level.words, lane.made, each)}
    return Moment(0, 0, "instead", facts)


def _apart(own: tuple[KnobSetting, ...], other: tuple[KnobSetting, ...]) -> int | None:
    """The place of the one knob in which they differ; None: they differ in more."""
    if len(own) != len(other):
        return None
    places = [place for place, (a, b) in enumerate(zip(own, other)) if a != b]
    return places[0] if len(places) == 1 else None


def _distance(tried: Tried, own: tuple[KnobSetting, ...], place: int, lane: Lane) -> tuple[float, ...]:
    """Smaller is told rather."""
    mine, other = own[place], knob_settings(tried.session, lane.actions)[place]
    start = tried.session.knobs.get(other.knob)
    if isinstance(mine.value, str) or isinstance(other.value, str):
        return -place, 1, 0, 0
    several = len(own) > 1
    at_start = several and start == other.value
    return -place, not at_start, other.value < mine.value, abs(other.value - mine.value)
