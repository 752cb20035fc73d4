"""Chapters 6 and 7, which the game does not show yet: the shipped catalog with their levels in it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from downslope.paths import plugin_files, shipped, shipped_plugins
from downslope.registry import Registry
from downslope.rules.actions import Action
from downslope.rules.catalog import Catalog
from downslope.rules.knob import Value
from downslope.rules.level import Level
from downslope.rules.session import Session

MANY = ("three-neurons", "toes", "freeze-the-toes", "valley", "streetlights", "noisy-lights")
DEEP = ("the-wall", "hidden-four", "all-zeros", "dead-relu", "linear-layers", "stop-in-time")


@cache
def catalog() -> Catalog:
    """A fault in any file raises."""
    registry = Registry(strict=True)
    for path in (*shipped_plugins(), *plugin_files(shipped() / "levels" / "next")):
        registry.add_file(path, "shipped")
    return registry.collect()


def level(name: str) -> Level:
    return catalog().level(name)


def play(of: str | Level, *actions: Action) -> Session:
    """A session in which these were done."""
    return Session(level(of) if isinstance(of, str) else of, catalog(), actions)


def free(of: str, **fields: Any) -> Session:
    """The same start without notches or locks, with other fields."""
    return play(replace(level(of), knobs=(), stages=(), questions=(), **fields))


def told(session: Session) -> str:
    """Run until it is known how it ends: `land 12`, in passes where there are any, or only `orbit`, `stuck` ..."""
    session.learn_on(session.level.budget * len(session.run.batches))
    assert session.outcome is not None
    kind, passes = session.outcome.kind, (session.count - session.recorded) // len(session.run.batches)
    return f"{kind} {passes}" if session.won else kind


def took(session: Session) -> int | None:
    """In how many steps, or passes, it lands; None: it does not."""
    end = told(session).split()
    return int(end[1]) if len(end) == 2 else None


def stops(of: str, knob: str = "alpha", stage: int = 0) -> list[Value]:
    """All that the level's own knob may be set to."""
    found = level(of).stage(stage).knob(knob)
    assert found is not None
    values = found.values()
    assert values is not None
    return values


def questions() -> Iterator[tuple[Level, Any]]:
    for name in (*MANY, *DEEP):
        for question in (*level(name).questions, *level(name).recap):
            yield level(name), question
