"""What many tests of levels and sessions need: everything shipped, a level's session, a run told in a few letters."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from downslope import ConvNet, Digits
from downslope.registry.loading import load_all
from downslope.rules import Action, Catalog, Impossible, Learn, Level, Session, Turn
from downslope.scripts.to_python import run_script

RAMP = """[[levels]]
id = "ramp"
title = "A ramp"
brief = "Roll to the end."
examples = [[2, 1]]
weights = [1.5]
alpha = 0.1
"""  # a level as data
RAMP_KNOBS = 'knobs = [{ name = "alpha", stops = [0.1, 0.2] }]\n'


@cache
def shipped() -> Catalog:
    """All that comes with the game; a fault in any of it raises."""
    return load_all(plugins=False, strict=True).catalog


def campaign() -> list[Level]:
    """The levels in teaching order."""
    return list(shipped().levels.values())


def play(level: str | Level, *actions: Action) -> Session:
    """A session in which these were done."""
    return Session(shipped().level(level) if isinstance(level, str) else level, shipped(), actions)


def part(level: str, number: int) -> Level:
    """A part of a level as a level of its own."""
    return replace(shipped().level(level).stage(number), stages=(), questions=())


def free(level: str | Level, **fields: Any) -> Session:
    """The same start without notches or locks, with other fields: as `solve` with options explores."""
    base = shipped().level(level) if isinstance(level, str) else level
    return play(replace(base, knobs=(), stages=(), questions=(), **fields))


def told(session: Session) -> str:
    """Learn until it is known how it ends: `land 12`, in passes over the examples, or only `orbit`, `runaway` ..."""
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    assert session.outcome is not None
    kind, passes = session.outcome.kind, (session.count - session.recorded) // len(session.run.batches)
    return f"{kind} {passes}" if kind in ("land", "overshoot") else kind


def took(session: Session) -> int | None:
    """In how many passes it lands; None: it does not."""
    end = told(session).split()
    return int(end[1]) if len(end) == 2 else None


def stops(level: str, knob: str = "alpha", stage: int = 0) -> list[Any]:
    """All that the level's own knob may be set to."""
    found = shipped().level(level).stage(stage).knob(knob)
    assert found is not None
    values = found.values()
    assert values is not None
    return values


def fewest(level: str, most: int) -> tuple[int, list[list[Any]]]:
    """Every sequence of the level's alphas, one a step, breadth first: the fewest steps that land, and all that do."""
    layer: list[tuple[Session, list[Any]]] = [(play(level), [])]
    for depth in range(1, most + 1):
        layer = [grown for node in layer for grown in _one_more(node, stops(level))]
        found = [alphas for session, alphas in layer if session.won]
        if found:
            return depth, found
    raise AssertionError(f"nothing lands within {most} steps")


def _one_more(node: tuple[Session, list[Any]], alphas: Iterable[Any]) -> Iterator[tuple[Session, list[Any]]]:
    """One step with each alpha that may follow."""
    session, before = node
    for alpha in alphas:
        try:
            yield play(session.base, *session.actions, Turn("alpha", alpha), Learn(1)), [*before, alpha]
        except Impossible:
            continue


def script(session: Session) -> str:
    """All of the present run as plain Python. NotInlinable: plain lines cannot say it."""
    run = session.run
    return run_script(run, max(run.count + (not run.diverged), run.origin.step + 1), session)


@cache
def trained() -> Session:
    """The shipped recipe, six passes."""
    level = Level(
        "reader", title="", network=ConvNet(8, 16, 10), examples=Digits(), unseen=Digits(unseen=True), spread=0.2,
        alpha=0.1, schedule="linear", budget=6, batch=1, shuffle=True, augment="shift", seed=1,
        metric="softmax-cross-entropy",
    )  # fmt: skip
    return Session(level, shipped(), [Learn(6 * len(level.examples))])
