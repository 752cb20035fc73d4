"""An action in pieces of a millisecond or two, where nets are large or many examples are judged: a frame makes what it
has time for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .actions import Action, Learn, check
from .judged_steps import learn_slowly

if TYPE_CHECKING:
    from .session import Session

WORK = 6_000  # weights times examples times steps: a millisecond


def do_slowly(session: Session, action: Action) -> Iterator[None]:
    """`session.do`, piece by piece; it is one of its actions once all are made."""
    if not isinstance(action, Learn):
        session.do(action)
        return
    check(action)
    run = session.run
    yield from learn_slowly(session, action.steps, most=max(1, WORK // (run.network.size * len(run.batches[0]))))
    session.actions.append(action)
