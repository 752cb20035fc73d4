"""The one way in for every plugin.

`downslope.registry.load` is promised (docs/plugins.md). The names are fetched when they are first asked for: who only
wants to know what a plugin is waits for nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loading import load, load_all, load_slowly
    from .registry import PluginError, Registry

__all__ = ["PluginError", "Registry", "load", "load_all", "load_slowly"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".loading" if name.startswith("load") else ".registry", __name__), name)
