"""The shipped catalog with the levels that the game does not show yet."""

from functools import cache

from downslope.paths import plugin_files, shipped, shipped_plugins
from downslope.registry import Registry
from downslope.rules.catalog import Catalog


@cache
def catalog() -> Catalog:
    """A fault in any file raises."""
    registry = Registry(strict=True)
    for path in (*shipped_plugins(), *plugin_files(shipped() / "levels" / "next")):
        registry.add_file(path, "shipped")
    return registry.collect()
