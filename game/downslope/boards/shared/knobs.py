"""The knobs of a level: which of them a panel has, what they are called and say, how their numbers are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...i18n import _, several
from ...rules.knob import Knob
from ...rules.knob_turns import is_locked
from ...view.format.numbers import number, short

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...rules.session import Session

SIGNS = {"alpha": "α", "beta": "β", "beta1": "β₁", "beta2": "β₂", "gamma": "γ", "rho": "ρ"}


def rows_of(level: Level) -> list[Knob]:
    """The knobs that belong into the panel, alpha first."""
    if level.learner is None:
        return []
    found = [k for k in level.knobs if k.name not in ("weight", "freeze") and k.index in (None, 0)]
    return sorted(found, key=lambda k: k.name != "alpha")


def weights_of(level: Level) -> list[Knob]:
    """A knob for each weight that may be turned by hand."""
    found = [(i, level.knob("weight", i)) for i in range(level.network.size)]
    return [knob._replace(index=i, title=weight_name(level, i)) for i, knob in found if knob is not None]


def coming(session: Session) -> list[Knob]:
    """The knobs that a later part brings, which has not begun: they are seen, and why they cannot be turned."""
    here = {knob.name for knob in session.level.knobs}
    found: dict[str, Knob] = {}
    for stage in range(session.stage + 1, len(session.base.stages) + 1):
        for knob in rows_of(session.base.stage(stage)):
            if knob.name not in here:
                found.setdefault(knob.name, knob)
    return list(found.values())


def knob_name(knob: Knob) -> str:
    """The name of its widget."""
    return f"weight {(knob.index or 0) + 1}" if knob.name == "weight" else f"knob {knob.name}"


def knob_title(knob: Knob) -> str:
    """What a knob is called."""
    if knob.title:
        return _(knob.title)
    return _("learning rate") if knob.name == "alpha" else _(knob.name.replace("_", " "))


def lock_note(session: Session, knob: Knob) -> str:
    """Of one that waits for runs to end (`Knob.after`) when it opens; "": it may be turned."""
    if not is_locked(session, knob):
        return ""
    ended = min(knob.after, session.tally.runs - (session.outcome is None and session.tally.runs > 0))
    return several(
        "opens after one run", "opens after {count} runs: {ended} so far", knob.after
    ).format(count=knob.after, ended=ended)


def number_format(knob: Knob) -> Callable[[float], str]:
    """How its numbers are written: notches as short as they are, others with three digits."""
    if knob.name == "weight":
        return partial(number, digits=3)
    return short if knob.notched or not knob.log else partial(short, digits=3)
