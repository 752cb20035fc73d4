"""Levels as `downslope solve` plays them: each is played once."""

from contextlib import nullcontext
from functools import cache

from downslope.solving.tried import Tried
from downslope.terminal.show.machine import Machine
from downslope.terminal.solve import SolveRequest, prepare
from lib.shows import solved_once
from lib.support import shipped


@cache
def machine_of(level: str) -> Machine:
    """Of kernels fifty rounds: whole they take seconds."""
    request = SolveRequest(level, rounds="50" if level == "kernels" else None)
    session, most = prepare(shipped().level(level), shipped(), request)
    with nullcontext() if session.level.solution else solved_once():  # whose looks are seen while it learns
        return Machine(session, most, request.explores).finish()


@cache
def tries_of(level: str) -> Tried | None:
    """All that was tried before the last part."""
    tried = machine_of(level).tries(lambda: 0.0)
    if tried is not None:
        tried.finish()
    return tried
