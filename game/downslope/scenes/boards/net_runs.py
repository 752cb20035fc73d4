"""Old runs of a visit as lines of the error chart, each labelled by what it was made with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...view.numbers import short
from ...view.run_chart import Line
from ...words import _

if TYPE_CHECKING:
    from ...rules.session import Session
    from ..runs import Past, Runs

MOST = 5


def lines_of(runs: Runs, session: Session, times: int) -> list[Line]:
    """The newest last. `times`: what the mean error is multiplied by in this chart."""
    pasts = [past for past in runs.others(session) if past.stage == session.stage][-MOST:]
    learners = {past.learner for past in pasts} | {str(session.knobs["learner"] or "")}
    return [_line(past, session, times, len(learners) > 1) for past in pasts]


def _line(past: Past, session: Session, times: int, many: bool) -> Line:
    label = label_of(past, session, many)
    return Line(past.number, [error * times for error in past.errors], past.every, label, past.outcome or "")


def label_of(past: Past, session: Session, many: bool) -> str:
    """alpha .2, or .2→.05 where it was changed on the way; the knobs that had a say; the learner where they differ."""
    parts = []
    if many:
        parts.append(_(session.catalog.learner(past.learner, session.level.plugin).title))
    alphas = _arrows(past.alphas)
    if alphas:
        parts.append("α " + alphas)
    for name, values in past.knobs:
        knob = session.level.knob(name)
        parts.append(f"{_(knob.title if knob is not None and knob.title else name)} {_arrows(values)}")
    text = ", ".join(parts)
    return _("machine: {run}").format(run=text) if past.machine else text


def _arrows(values: Sequence[float | str]) -> str:
    shown = [short(value) if isinstance(value, (int, float)) else _(value) for value in values]
    return "→".join(shown if len(shown) < 4 else [shown[0], "…", shown[-1]])
