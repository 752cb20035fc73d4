"""The way back in an attempt: what was turned is given back, what was seen stays seen and counted."""

from __future__ import annotations

from .actions import Impossible, Probe
from .costs import UNITS
from .session import Session
from .truncate import last_action


def before_last(session: Session) -> Session:
    """Without the last thing that was turned or learned; looks since then stay.

    Impossible: there is nothing but looks.
    """
    state = session
    while isinstance(last_action(state), Probe):
        state = state.step_back()
    if last_action(state) is None:
        raise Impossible(UNITS["probes"].stays)
    return state.step_back()


def with_looks(session: Session, state: Session) -> Session:
    """An earlier state, or the level anew, in which all that was seen in the session still counts.

    Impossible: a run was seen there, where runs are the unit.
    """
    unit = session.level.par_unit
    if unit != "probes" and UNITS[unit].stays and UNITS[unit].count(state) < UNITS[unit].count(session):
        raise Impossible(UNITS[unit].stays)
    looks = max(0, session.tally.probes - state.tally.probes)
    turns = max(0, session.tally.turns - state.tally.turns) if unit == "turns" else 0
    rows = session.probed[len(state.probed) :] if session.stage == state.stage else []
    if looks or turns:
        state.carry(looks, 0, turns, rows[-looks:] if looks else ())
    return state
