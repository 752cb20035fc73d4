"""A level's digest changes with what decides how it plays, and with nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope import Example, Knob, Level, Near, Neuron, Turn
from downslope.storage.level_digest import digest
from waiting import PATIENCE

LEVEL = Level(
    "thirteen", title="Thirteen", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=3.0, frozen=frozenset({0}),
    settings={"beta": 0.5, "gamma": 1}, stages=[{"alpha": 1.0, "brief": "again"}], recording=[Turn("alpha", 2.0)],
)  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "13"}, {"brief": "new"}, {"hints": ["look"]}, {"par": 3}, {"examples": (Example(0.3, 0.7),)},
        {"settings": {"gamma": 1.0, "beta": 0.5}}, {"alpha": 3}, {"stages": [{"alpha": 1, "brief": "once more"}]},
    ],
)  # fmt: skip
def test_words_and_ways_to_write_it_do_not_matter(changes: dict[str, Any]) -> None:
    assert digest(replace(LEVEL, **changes)) == digest(LEVEL)


@pytest.mark.parametrize(
    "changes",
    [
        {"examples": [Example(0.3, 0.71)]}, {"weights": [0.2]}, {"alpha": 2.0}, {"network": Neuron(1, 1), "seed": 1},
        {"target": Near(0.002)}, {"knobs": [Knob("weight")]}, {"learner": None}, {"stages": []}, {"recording": []},
        {"settings": {"beta": 0.6, "gamma": 1}}, {"frozen": frozenset()},
    ],
)  # fmt: skip
def test_what_decides_the_play_does(changes: dict[str, Any]) -> None:
    assert digest(replace(LEVEL, **changes)) != digest(LEVEL)


def test_it_is_the_same_in_every_process() -> None:
    code = (
        "from downslope import *; from downslope.storage.level_digest import digest;"
        "print(digest(Level('a', title='A', examples=[Example(1, 2)], wins=frozenset({'land', 'orbit', 'stuck'}))))"
    )
    game = Path(__file__).parents[2] / "game"
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(game)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True,
                              timeout=PATIENCE)  # fmt: skip
        found.add(done.stdout.strip())
    assert len(found) == 1 and len(found.pop()) == 12
