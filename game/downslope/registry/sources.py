"""All plugins that there are: what is shipped, the player's own files, installed packages.

`load_all()` gives a Registry with all of them; `load_slowly` is the same in small pieces, for the game.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

from .. import paths
from ..i18n import bring
from ..rules.catalog import Catalog
from ..storage.plugin_choices import PluginChoices
from . import loading
from .crash_marks import Marks
from .kept_levels import LevelCache
from .plugin import Plugin
from .registry import Registry
from .trust import Trust, players_trust, watch_imports


def load_all(
    home: Path | None = None, *, packages: bool = True, plugins: bool = True, strict: bool = False,
    trust: Trust | None = None,
) -> Registry:  # fmt: skip
    """Everything that there is. `home`: the player's folder; `plugins` False: only what is shipped.

    `trust`: whose code may run; None: that of all, as for programs that load it.
    """
    registry = _registry(home, plugins, strict, trust)
    for _plugin in _everything(registry, home, packages, plugins):
        pass
    return registry


def _registry(home: Path | None, plugins: bool, strict: bool = False, trust: Trust | None = None) -> Registry:
    """An empty one; with `plugins` it knows what the player has switched off."""
    bring((), anew=True)
    if not plugins:
        return Registry(strict)
    choices = PluginChoices(home) if trust is None else trust.choices
    watch_imports(trust)
    return Registry(strict, Marks(paths.running(home)), choices.off, trust)


def load_slowly(plugins: bool = True) -> Generator[None, None, Registry]:
    """For the game, in small pieces: ask on until it returns the registry.

    Code that nobody has agreed to is not run.
    """
    registry = _registry(None, plugins, trust=players_trust() if plugins else None)
    for _plugin in _everything(registry, None, True, plugins):
        yield
    return registry


def _everything(registry: Registry, home: Path | None, packages: bool, plugins: bool) -> Iterator[Plugin]:
    """Each plugin when it has come in, and when it was asked for what it gives."""
    for path in paths.shipped_plugins():
        yield registry.add_file(path, "shipped")
    cache = None
    if plugins:
        folder = paths.plugins(home)
        registry.listing = paths.FolderListing(folder.absolute())
        refuse = loading.refusal_of(registry.listing)
        if refuse is not None:
            yield registry.add(folder.name, "", str(folder), refuse)
        cache, names = LevelCache(registry, home), {plugin.name for plugin in registry.plugins} | registry.off
        for path in registry.listing.plugins():
            levels = cache.levels_in(path) if path.stem not in names else None
            plugin = registry.add_file(path) if levels is None else registry.add_from_cache(path, levels)
            names.add(plugin.name)
            yield plugin
        registry.listing = None  # what comes later looks for itself
    if plugins and packages:
        yield from registry.add_packages()
    yield from registry.collecting()
    if cache is not None:
        cache.save(registry.plugins)


def load(plugins: bool = True) -> Catalog:
    """The catalogue of everything that is registered, for scripts and notebooks."""
    return load_all(plugins=plugins).catalog
