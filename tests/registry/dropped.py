"""Plugins in the player's folder, and what the game makes of them."""

import os
import sys
from pathlib import Path

import pytest

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


def package_in(folder: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> Path:
    """The first module of a package `snow` 2.5 that is installed there: each is an entry point by its first letters."""
    info = folder / "snow-2.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: snow\nVersion: 2.5\n"
                                   "Project-URL: Home, https://snow.example/pack\n", encoding="utf-8")  # fmt: skip
    tops = dict.fromkeys(module.partition("/")[0] for module in modules)
    points = "".join(f"{top.partition('_')[0]} = {top}\n" for top in tops)
    (info / "entry_points.txt").write_text(f"[downslope]\n{points}", encoding="utf-8")
    for module, text in modules.items():
        (folder / module).parent.mkdir(exist_ok=True)
        (folder / f"{module}.py").write_text(text, encoding="utf-8")
    for top in tops:  # another test may have had one of this name
        monkeypatch.delitem(sys.modules, top, raising=False)
    monkeypatch.syspath_prepend(str(folder))
    return folder / f"{next(iter(modules))}.py"


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
