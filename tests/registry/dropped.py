"""Plugins in the player's folder, and what the game makes of them."""

from __future__ import annotations

from pathlib import Path

from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all


def drop(home: Path, **files: str) -> None:
    """Put Python files into the folder."""
    folder = home / "plugins"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8", errors="surrogatepass")


def load(home: Path) -> Registry:
    """All of the folder, without packages."""
    return load_all(home, packages=False)


def record(registry: Registry, name: str) -> Plugin:
    found = registry.plugin(name)
    assert found is not None
    return found


def loaded(home: Path, name: str, text: str | None = None) -> tuple[Registry, Plugin]:
    """One plugin of it; with a text: that is put there before."""
    if text is not None:
        drop(home, **{name: text})
    registry = load(home)
    return registry, record(registry, name)
