"""Machines that have played, for the tests of their pages; each level is played once for all of them."""

from functools import cache

from rich.console import ConsoleDimensions as PageSize

from downslope.rules import Session
from downslope.terminal.show.live import PageContent, page
from downslope.terminal.show.machine import Machine, RunPart
from downslope.terminal.solve import SolveRequest, prepare
from lib.support import shipped

SHORT = {"kernels": "50"}  # rounds: played whole it takes seconds


@cache
def machine_of(level: str, alpha: str | None = None, rounds: str | None = None) -> Machine:
    """As `downslope solve` plays it, or explores it."""
    request = SolveRequest(level, alpha=alpha, rounds=rounds or SHORT.get(level))
    session, most = prepare(shipped().level(level), shipped(), request)
    return Machine(session, most, request.explores).finish()


def fresh(level: str) -> Session:
    return Session(shipped().level(level), shipped())


def lines(sheet: PageSize, shown: PageContent) -> list[str]:
    return [line.plain.rstrip() for line in page(sheet, shown)]


def last_part(level: str) -> RunPart:
    return machine_of(level).parts[-1]
