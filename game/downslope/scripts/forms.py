"""The forms in which a run can be written: plain Python, or what people meet next."""

from __future__ import annotations

from collections.abc import Callable

from ..engine.run import Run
from ..formulas.inline import NotInlinable
from ..rules.session import Session
from .to_downslope import own_script
from .to_keras import keras_form
from .to_numpy import numpy_form
from .to_python import rounds_of, run_script, start_lines
from .to_torch import torch_form

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
        return run_script(run, rounds)
    except NotInlinable as why:
        try:
            return "\n".join([*start_lines(run), own_script(session, rounds)])
        except NotInlinable as also:
            raise also from why
