"""Plugins in the player's folder, and what the game makes of them."""

import os
from pathlib import Path

from downslope.registry.loading import load_all
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from lib.support import shipped

CUPS = 'id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\n'  # a level as data


def drop(home: Path, **files: str) -> None:
    """Put Python files into the folder."""
    for name, text in files.items():
        put(home, f"{name}.py", text)


def put(home: Path, name: str, text: str, age: float = 0.0) -> Path:
    """Put any file there, written so many seconds ago."""
    file = home / "plugins" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    if age:
        os.utime(file, (file.stat().st_mtime - age,) * 2)
    return file


def load(home: Path) -> Registry:
    """All of the folder, without packages."""
    return load_all(home, packages=False)


def come_in(file: Path) -> tuple[Registry, Plugin]:
    """A file of levels alone, beside the shipped metrics and learners."""
    registry = Registry()
    registry.catalog.metrics.update(shipped().metrics)
    registry.catalog.learners.update(shipped().learners)
    plugin = registry.add_file(file)
    registry.collect()
    return registry, plugin


def record(registry: Registry, name: str) -> Plugin:
    plugin = registry.plugin(name)
    assert plugin is not None
    return plugin


def loaded(home: Path, name: str, text: str | None = None) -> tuple[Registry, Plugin]:
    """One plugin of it; with a text: that is put there before."""
    if text is not None:
        drop(home, **{name: text})
    registry = load(home)
    return registry, record(registry, name)
