"""The forms in which a run can be written: plain Python, or what people meet next."""

from __future__ import annotations

from collections.abc import Callable

from ..learning.run import Run
from .form_keras import keras_form
from .form_numpy import numpy_form
from .form_torch import torch_form
from .script import begun, rounds_of, run_script
from .session import Session

FORMS: dict[str, Callable[[Run, int], str]] = {
    "python": run_script,
    "numpy": numpy_form,
    "torch": torch_form,
    "keras": keras_form,
}


def written_as(session: Session, form: str = "python") -> str:
    """The present run in this form, as `script` has it. NotPlain: it cannot be; KeyError: there is no such form."""
    run = session.run
    text = FORMS[form](run, rounds_of(run))
    return text if form == "python" else "\n".join([*begun(run), text])
