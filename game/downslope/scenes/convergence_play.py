"""Play from a place of the convergence map: what of it the level lets be set, and what to say of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..convergence.axes import start_of
from ..i18n import _, sentence_case
from ..rules.actions import Turn
from ..rules.knob import Value, equal
from ..view.charts.outcome_axes import value_text
from .convergence_words import learner_name, own_name

if TYPE_CHECKING:
    from ..convergence.axes import MapPlane
    from ..rules.session import Session


def turns_to(plane: MapPlane, column: int, row: int, session: Session) -> tuple[list[Turn], list[str]]:
    """The knobs to turn, on the level's notches, and a sentence for each value that cannot be had."""
    wanted: list[tuple[str, str, Value]] = [
        (plane.across.name, _word(plane, session), plane.across.values[column]),
        ("alpha", _("alpha"), plane.up.values[row]),
    ]
    turns, notes = list[Turn](), list[str]()
    for name, word, value in wanted:
        knob = session.level.knob(name)
        here: Value = start_of(session)[0] if name == "weight" else session.knobs[name]
        if knob is None:
            if not equal(here, value):
                notes.append(_("In this level {knob} stays {value}.").format(knob=word, value=_said(here, session)))
            continue
        there = knob.snap(value) if isinstance(value, (int, float)) else value
        if not knob.allows(there):
            notes.append(_("In this level {knob} stays {value}.").format(knob=word, value=_said(here, session)))
            continue
        if not equal(there, value):
            notes.append(_("{knob} goes to the notch {value}.").format(
                knob=sentence_case(word), value=value_text(there)))  # fmt: skip
        turns.append(Turn(name, there))
    return turns, notes


def _said(value: Value, session: Session) -> str:
    """A value in words; a text is a learner's name."""
    if isinstance(value, str):
        return learner_name(value, session.level.plugin, session.catalog)
    return value_text(value)


def _word(plane: MapPlane, session: Session) -> str:
    names = {"weight": _("the start weight"), "learner": _("the learner")}
    return names.get(plane.across.name) or own_name(plane, session)
