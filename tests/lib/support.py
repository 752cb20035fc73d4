"""What many tests of levels and sessions need: everything shipped, a level's session, a run told in a few letters."""

from dataclasses import replace
from functools import cache
from typing import Any

from downslope import ConvNet, Digits
from downslope.registry.loading import load_all
from downslope.rules import Action, Catalog, Learn, Level, Session
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


def stops(level: str, knob: str = "alpha", stage: int = 0) -> list[Any]:
    """All that the level's own knob may be set to."""
    found = shipped().level(level).stage(stage).knob(knob)
    assert found is not None
    values = found.values()
    assert values is not None
    return values


def script(session: Session) -> str:
    """All of the present run as plain Python. NotInlinable: plain lines cannot say it."""
    run = session.run
    return run_script(run, max(run.count + (not run.diverged), run.origin.step + 1), session)


@cache
def trained() -> Session:
    """The shipped recipe, two passes: it reads most digits."""
    level = Level(
        "reader", title="", network=ConvNet(8, 16, 10), examples=Digits(), unseen=Digits(unseen=True), spread=0.2,
        alpha=0.1, schedule="linear", budget=2, batch=1, shuffle=True, augment="shift", seed=1,
        metric="softmax-cross-entropy",
    )  # fmt: skip
    return Session(level, shipped(), [Learn(2 * len(level.examples))])
