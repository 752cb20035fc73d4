"""A run written in one of its forms, or why it cannot be, in the player's language."""

from __future__ import annotations

from typing import NamedTuple

from ..formulas.inline import NotInlinable
from ..i18n import _, translate
from ..rules.session import Session
from .forms import FORMS, written_as
from .framework_base import UnsupportedForm


class Written(NamedTuple):
    """`text`: the script; or, where it is empty, `why` there is none: a sentence."""

    text: str
    why: str = ""


def write(session: Session, form: str = "python") -> Written:
    """The present run. KeyError: there is no such form. Fault: the learner or the metric raised."""
    try:
        return Written(written_as(session, form))
    except UnsupportedForm as reason:
        return Written("", translate(reason))
    except NotInlinable as reason:
        return Written("", _("Plain lines cannot say it: {why}.").format(why=reason))


def write_all(session: Session) -> dict[str, Written]:
    """In all forms, plain Python first."""
    return {form: write(session, form) for form in FORMS}
