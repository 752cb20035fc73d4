"""The run that a question asks about: a session of its own, which no player acts in."""

from __future__ import annotations

from dataclasses import replace

from ..engine.run import Fault
from ..rules.actions import Impossible, Learn
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.session import Session
from ..solving.halving_search import run_until


def run_of(question: Question | Marker, base: Level, catalog: Catalog) -> Session | None:
    """What the question does, and then, if it does not say for how long, on to an outcome. None: it cannot be done.

    `base`: the level it belongs to, where it brings none of its own; its words are said of the question's level too.
    """
    level = base if question.level is None else replace(question.level, words={**base.words, **question.level.words})
    try:
        session = Session(level, catalog, question.actions)
        if session.outcome is None and not any(isinstance(action, Learn) for action in question.actions):
            run_until(session)
    except (Impossible, Fault):
        return None
    return session
