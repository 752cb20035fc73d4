"""What is true of a run that has ended: the numbers behind its facts."""

from typing import Any

import pytest

from downslope import Example, Learn, Near, Neurons, Session, Turn
from downslope.rules import RunFacts, alpha_since, common_ratio, constant_ratio, signed_misses
from downslope.solving.autosolve import run_until
from lib.support import shipped
from rules.levels import small


def facts(*actions: Any, **fields: Any) -> RunFacts:
    session = run_until(Session(small(**fields), shipped(), actions))
    assert session.outcome is not None
    return RunFacts(session, session.outcome)


def test_the_numbers_behind_the_facts() -> None:
    """Which facts are true of which runs is in walks.txt."""
    two: dict[str, Any] = {"network": Neurons(2), "examples": [Example((1, 2), (1, 1))], "weights": [0.0, 0.0]}
    lands, beside, turned = facts(), facts(**two, alpha=0.4), facts(Learn(2), Turn("alpha", 0.5), alpha=0.25)
    assert list(lands.misses) == [-1.0, -0.5, -0.25, -0.125, -0.0625]
    assert signed_misses(lands.session, 1, 2) == [-0.5, -0.25] and signed_misses(beside.session, 0, 1) is None
    assert list(lands.seen) == [1.0, 0.25, 0.0625, 0.015625, 0.00390625] and lands.watched_from == 0
    assert beside.crossing == 1 and lands.crossing is None
    swings = facts(metric="absolute", alpha=0.3, target=Near(0.01), examples=[Example(1, 0.95)], budget=40)
    assert swings.cycle_errors == pytest.approx([0.25, 0.05, 0.25])
    assert alpha_since(turned.session) == 2 and constant_ratio(turned.session) == pytest.approx(0.5)
    assert turned.watched_from == 2 and len(turned.seen) == 4
    assert common_ratio([0.5, 0.5, 0.5]) == 0.5 and common_ratio([]) is None and common_ratio([0.5, 0.51]) is None
    assert common_ratio([0.5, 0.51], steady=0.05) == 0.5 and common_ratio([-0.5, -0.51], steady=0.01) is None
