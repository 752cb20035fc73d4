"""Cutting a list of actions at a step of the run: rewinding, and taking over a recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from types import NoneType

from .actions import Action, Answer, Learn, Next, Probe, Reset, TakeOver, Turn
from .target import World


def actions_until(session: World, step: int) -> list[Action]:
    """The actions that lead to this step of the present run. Looks taken before it stay, and all answers."""
    before, since = session.actions[: session.run_began_at], session.actions[session.run_began_at :]
    if step == session.recorded and not has_learned(since):
        kept = before + _by_hand(since)
    elif step < session.recorded:
        kept = [*(a for a in before if not isinstance(a, TakeOver)), TakeOver(step)]
    else:
        kept = before + shorten(since, step - session.recorded)
    answers = [action for action in session.actions if isinstance(action, Answer)]
    for action in kept:
        if action in answers:  # two parts may ask the same, and be answered alike: each answer is kept once
            answers.remove(action)
    return kept + answers


def shorten(actions: Iterable[Action], steps: int) -> list[Action]:
    """The actions up to so many steps. What was turned at that very moment stays out, but for weights; looks stay."""
    kept: list[Action] = []
    done = 0
    actions = list(actions)
    for position, action in enumerate(actions):
        if isinstance(action, Learn):
            if done + action.steps > steps:
                return kept + ([Learn(steps - done)] if steps > done else [])
            if done + action.steps == steps:
                return [*kept, action, *_by_hand(actions[position + 1 :])]
            done += action.steps
        kept.append(action)
    return kept


def without_last(session: World) -> list[Action]:
    """The actions without the last one. Answers given after it stay: a bet is not taken back."""
    done = _done(session.actions)
    answers = session.actions[len(done) :]
    if done and isinstance(done[-1], Next) and "questions" in session.base.stages[session.stage - 1]:
        answers = []  # to questions that only the part has that is left
    return [*done[:-1], *answers]


def last_action(session: World) -> Action | None:
    """The last action that was no answer; None: there is none."""
    done = _done(session.actions)
    return done[-1] if done else None


def is_fresh(session: World) -> bool:
    """Nothing was done since this part began: so far only what a first action needs is told."""
    return isinstance(last_action(session), (Next, Reset, NoneType))


def merge_learns(actions: Iterable[Action]) -> list[Action]:
    """The same, with Learns that follow each other as one: a thousand single steps are quickly done again."""
    kept: list[Action] = []
    for action in actions:
        last = kept[-1] if kept else None
        if isinstance(action, Learn) and isinstance(last, Learn):
            kept[-1] = Learn(last.steps + action.steps)
        else:
            kept.append(action)
    return kept


def _done(actions: list[Action]) -> list[Action]:
    """The actions up to the last that was no answer."""
    while actions and isinstance(actions[-1], Answer):
        actions = actions[:-1]
    return actions


def last_of(actions: Sequence[Action], *kinds: type[Action]) -> Action | None:
    """The last action of one of these kinds; None: there is none."""
    return next((action for action in reversed(actions) if isinstance(action, kinds)), None)


def _by_hand(actions: Iterable[Action]) -> list[Action]:
    """The weights turned before the next step, for it looked at them as they were then; and what was looked at."""
    before = takewhile(lambda action: not isinstance(action, Learn), actions)
    return [a for a in before if isinstance(a, Probe) or (isinstance(a, Turn) and a.knob == "weight")]


def has_learned(actions: Iterable[Action]) -> bool:
    """Steps are among them."""
    return any(isinstance(a, Learn) for a in actions)
