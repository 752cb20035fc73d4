"""The moments of a run that has been made: `moments(session)`. Nothing in them is guessed, so they may look ahead.

What is said of a neuron ("answers only to ...") is said at the first pass from which it holds to the end of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hidden_moments import hidden_moments
from .moment import Moment
from .one_neuron_moments import one_neuron_moments
from .pull_moments import pull_moments
from .run_table import RunTable
from .valley_moments import valley_moments

if TYPE_CHECKING:
    from ..rules.session import Session

MAKERS = (one_neuron_moments, valley_moments, pull_moments, hidden_moments)


def moments(session: Session) -> list[Moment]:
    """Of the present run, in the order of its steps."""
    table, found = RunTable(session), list[Moment]()
    for maker in MAKERS:
        try:
            found += maker(table)
        except (ArithmeticError, ValueError):  # numbers that have run away tell nothing
            continue
    return sorted(found, key=lambda moment: (moment.step, moment.rank))
