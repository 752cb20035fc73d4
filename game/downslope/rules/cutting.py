"""Cutting a list of actions at a step of the run: rewinding, and taking over a recording."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .actions import Action, Learn, TakeOver

if TYPE_CHECKING:
    from .session import Session


def cut(session: Session, step: int) -> list[Action]:
    """The actions that lead to this step of the present run. Answers given and looks taken before it stay."""
    before, since = session.actions[: session.began], session.actions[session.began :]
    if step < session.recorded or (step == session.recorded and not _learned(since)):
        kept = [a for a in before if not isinstance(a, TakeOver)]
        return [*kept, TakeOver(step)] if session.recorded else before
    return before + shorten(since, step - session.recorded)


def shorten(actions: Iterable[Action], steps: int) -> list[Action]:
    """The actions up to so many steps; what was turned at that very moment stays out."""
    kept: list[Action] = []
    done = 0
    for action in actions:
        if isinstance(action, Learn):
            if done + action.steps >= steps:
                return kept + ([Learn(steps - done)] if steps > done else [])
            done += action.steps
        kept.append(action)
    return kept


def folded(actions: Iterable[Action]) -> list[Action]:
    """The same, with Learns that follow each other as one: a thousand single steps are quickly done again."""
    kept: list[Action] = []
    for action in actions:
        last = kept[-1] if kept else None
        if isinstance(action, Learn) and isinstance(last, Learn):
            kept[-1] = Learn(last.steps + action.steps)
        else:
            kept.append(action)
    return kept


def _learned(actions: Iterable[Action]) -> bool:
    return any(isinstance(a, Learn) for a in actions)
