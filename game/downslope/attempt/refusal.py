"""The one door through which a player's actions reach a session: what cannot be done comes back as a reason."""

from __future__ import annotations

from collections.abc import Callable

from ..engine.fault import blame
from ..engine.run import Fault, Run
from ..engine.watchdog import Stopped
from ..i18n import _, several
from ..rules.actions import Impossible


def refusal(do: Callable[[], object], run: Run | None = None) -> Impossible | Fault | None:
    """Do it. Why it could not be done: the rules do not allow it, or a plugin raised; None: it was done.

    `run`: whose learner and metric are to be blamed where a plugin's code was ended.
    """
    try:
        do()
    except (Impossible, Fault) as why:
        return why
    except Stopped as stopped:
        if run is None:
            raise
        return blame(stopped, run.learner, run.metric, run.network)
    return None


def refusal_sentence(refused: Impossible) -> str:
    """The reason in the player's language, in the form that goes with its count."""
    (one, many), count = refused.forms, refused.values.get("count")
    template = several(one, many, count) if isinstance(count, int) and one != many else _(many)
    return template.format(**refused.values)
