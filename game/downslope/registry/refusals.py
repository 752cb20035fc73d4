"""What a hook may give and how a thing may be called, and the sentences that refuse anything else."""

from __future__ import annotations

from ..i18n import N_
from ..rules.catalog import NAMING, is_name
from ..storage.errors import Refused

WANTED = {"metrics": "a Metric, such as Huber()", "learners": "a class derived from Learner", "levels": "a Level"}


def wrong_kind(hook: str, thing: object) -> Refused:
    """The sentence for what a hook gave that is no such thing."""
    what = f"{thing!r:.60}" if isinstance(thing, (str, int, float)) else f"a {type(thing).__name__}"
    return Refused(N_("{hook}() returned {what}, not {wanted}."), hook=hook, what=what, wanted=WANTED[hook])


def check_name(name: object, where: str) -> str:
    """The name as it is. Refused: it is not in kebab-case."""
    if not is_name(name):
        raise Refused(N_("{where} is {name}; allowed: {allowed}."), where=where, name=repr(name), allowed=NAMING)
    return str(name)
