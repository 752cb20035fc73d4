"""Levels as data in which a number is another one: what comes in is opened on its board, drawn and played."""

from __future__ import annotations

import os
import random
import re
from contextlib import suppress
from pathlib import Path

import pytest

from downslope import Learn
from downslope.attempt.game.game import Game
from downslope.level_files.writing import NotData, toml_of
from downslope.registry.sources import load_all
from downslope.scenes.play.play import PlayScene
from driving import MemoryStore
from playing import shot

NUMBER = re.compile(r"(?<![\w.\"])-?\d+(?:\.\d+)?(?![\w.\"])")
FACTORS = (0.0, -1.0, 0.1, 2.0, 10.0, 1000.0, 1e6)
LARGE = 200  # weights: such levels take long to open


def mutated(text: str, rng: random.Random) -> str:
    """One of its numbers is another; what is a whole number stays one."""
    found = rng.choice([*NUMBER.finditer(text, text.index("examples"))])
    number = float(found[0]) * rng.choice(FACTORS)
    return text[: found.start()] + (repr(number) if "." in found[0] else f"{number:.0f}") + text[found.end() :]


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_a_level_with_another_number_is_played_or_refused_with_a_reason(tmp_path: Path) -> None:
    registry = load_all(plugins=False)
    texts = []
    for level in registry.catalog.levels.values():
        with suppress(NotData):
            texts += [toml_of(level)] if level.network.size < LARGE else []
    file, played = tmp_path / "other.toml", 0
    for seed in range(int(os.environ.get("LEVEL_TEXTS", "40"))):
        rng = random.Random(seed)
        file.write_text(mutated(rng.choice(texts), rng), encoding="utf-8")
        plugin = registry.add_file(file)
        registry.collect()
        assert plugin.keys("level") or plugin.faults[0].sentence, seed
        for key in plugin.keys("level"):
            played += 1
            scene = PlayScene(Game(MemoryStore(), catalog=registry.catalog), registry.catalog.levels[key])
            if scene.level.learner is not None:
                scene.attempt.act(Learn(3))
            scene.update(1 / 60)
            shot(scene, (960, 540))
            scene.end()
        registry.drop(plugin)
    assert played
