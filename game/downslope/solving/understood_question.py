"""A bet whose answers are ways in which a run can end says by itself what it asks: how the run of its text ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..rules.actions import Action, Turn
from ..rules.level import Level
from ..rules.outcome_kinds import OUTCOMES
from ..rules.question import Marker, Question

MARK = re.compile(r"\[\w+:([^\]]*)\]")  # [alpha:.1] is read as .1
ALSO = {"run away": "runaway", "runs away": "runaway", "lands": "land", "overshoots": "overshoot", "orbits": "orbit"}


def understood(question: Question | Marker, level: Level) -> Question | Marker:
    """The question with what it asks and what is played for it, where its own words say so; else as it is.

    Played are its `actions`; without any, NAME VALUE in its text, for a free knob and a notch of it: "With alpha 0.03".
    """
    if question.asks or isinstance(question, Marker):
        return question
    kinds = [_outcome(answer) for answer in question.answers]
    if None in kinds or len(set(kinds)) < len(kinds):
        return question
    actions = question.actions or tuple(_turns(question.text, level))
    return question._replace(asks="outcome", means=[str(kind) for kind in kinds], actions=actions)


def _outcome(answer: str) -> str | None:
    """The kind of outcome that an answer names."""
    word = answer.strip().rstrip(".").lower()
    for kind, row in OUTCOMES.items():
        if word in (kind, row.title.lower()):
            return kind
    return ALSO.get(word)


def _turns(text: str, level: Level) -> Iterable[Action]:
    plain = MARK.sub(r"\1", text).lower()
    for knob in level.knobs:
        for name in filter(None, (knob.name, knob.title, level.words.get(knob.name))):
            found = re.search(rf"\b{re.escape(name.lower())}\s*=?\s*(-?\d*\.?\d+)", plain)
            if found is not None and knob.allows(float(found[1])):
                yield Turn(knob.name, float(found[1]), knob.index or 0)
                break
