"""A run to its end: so many rounds, until its outcome, or as auto-solve plays it."""

from __future__ import annotations

from ..rules.actions import Learn
from ..rules.session import Session
from .autosolve import solve
from .halving_search import run_until


def run_to_end(session: Session, rounds: int | None, explores: bool) -> None:
    """Rounds: exactly so many, whatever happens but a runaway. Else until the outcome, or as auto-solve plays."""
    if rounds is not None:
        session.do(Learn(rounds))
    elif explores:
        run_until(session)
    else:
        for action in solve(session):
            session.do(action)
            if session.complete:
                break
