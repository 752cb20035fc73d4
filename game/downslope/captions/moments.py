"""The moments of a run that has been made: `moments(session)`. Nothing in them is guessed, so they may look ahead.

What is said of a neuron ("answers only to ...") is said at the first pass from which it holds to the end of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from .abreast_moments import abreast_moments
from .error_moments import error_moments
from .hidden_moments import hidden_moments
from .knob_moments import knob_moments
from .look_moments import look_moments, looks_alone
from .moment import Moment
from .one_neuron_moments import one_neuron_moments
from .pull_moments import pull_moments
from .reading_moments import NONE, Reading, reading_moments, reads_pictures
from .right_moments import right_moments
from .run_table import RunTable
from .stencil_moments import stencil_moments
from .valley_moments import valley_moments

if TYPE_CHECKING:
    from ..engine.snapshot import Snapshot
    from ..rules.session import Session

MAKERS = (knob_moments, one_neuron_moments, abreast_moments, valley_moments, pull_moments, hidden_moments,
          right_moments, stencil_moments)  # fmt: skip


def moments(session: Session) -> list[Moment]:
    """Of the present run, in the order of its steps; where nothing learns of the present part, of its actions."""
    for found in moments_slowly(session):
        if found is not None:
            return found
    return []


def moments_slowly(
    session: Session, read: list[Snapshot] | None = None, known: Mapping[int, Reading] = NONE
) -> Iterator[list[Moment] | None]:
    """The same in pieces of a few milliseconds: None until the last one.

    `read`: there is added how many unseen pictures are read rightly, where a run learns that, at each look; but for
    those that are `known`.
    """
    if looks_alone(session):
        told = list[Moment]()
        for moment in look_moments(session):
            told.append(moment)
            yield None
        yield told
        return
    table, found = RunTable(session), list[Moment]()
    if reads_pictures(table):
        yield from reading_moments(table, read, known)
        return
    try:
        for _piece in table.look():
            yield None
    except Exception:  # numbers that have run away, or a network of a plugin that raises
        yield []
        return
    for maker in MAKERS:
        found += _made_by(maker, table)
        yield None
    yield sorted(found or _made_by(error_moments, table), key=lambda moment: (moment.step, moment.rank))


def _made_by(maker: Callable[[RunTable], list[Moment]], table: RunTable) -> list[Moment]:
    """Numbers that have run away tell nothing, nor does a part of a plugin that raises when it is asked."""
    try:
        return maker(table)
    except Exception:
        return []
