"""The forms in which a run can be written: plain Python, or what people meet next."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..engine.run import Run
from ..formulas.names import NotInlinable
from ..i18n import _, translate
from ..rules.session import Session
from .numpy_form import UnsupportedForm, keras_form, numpy_form, torch_form
from .to_python import loop_head, loop_script, own_script, rounds_of, run_script, start_lines

FORMS: dict[str, Callable[[Run, int], str]] = {
    "python": run_script,
    "numpy": numpy_form,
    "torch": torch_form,
    "keras": keras_form,
}


def written_as(session: Session, form: str = "python") -> str:
    """The present run in this form, as `script` has it; where plain lines cannot say it, with Downslope's own parts.

    NotInlinable: neither can; KeyError: there is no such form.
    """
    run = session.run
    rounds = rounds_of(run)
    if form != "python":
        return "\n".join([*start_lines(run), FORMS[form](run, rounds)])
    try:
        return run_script(run, rounds, session)
    except NotInlinable as why:
        try:
            return "\n".join([*start_lines(run), own_script(session, rounds)])
        except NotInlinable as also:
            raise also from why


# ---------------------------------------------------------------------------------------------------------------------
# A run written in one of its forms, or why it cannot be, in the player's language.


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


def write_loop(session: Session, head: bool = True) -> Written:
    """What runs where many steps of the present run are made at once. `head`: and what it is."""
    run = session.run
    if run.learner is None:
        return Written("", _("A level that is played by hand makes no steps."))
    loop = run.stretch_loop()
    try:
        if loop is None:
            raise NotInlinable(run.why)
        return Written((loop_head(session) if head else "") + loop_script(session, loop))
    except NotInlinable as reason:
        return Written("", _("Its steps are made one by one: {why}.").format(why=reason))


def write_all(session: Session) -> dict[str, Written]:
    """In all forms, plain Python first."""
    return {form: write(session, form) for form in FORMS}
