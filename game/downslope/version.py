"""The version of the game and of its plugin interface: the one place where either is written down."""

__version__ = "2.0.0.dev0"

# The major number stays 1: hooks, exported names and the entry-point group are those of 1, so plugins go on.
API = (1, 1)
"""(major, minor) of the plugin interface. A plugin may say `downslope_api = (1, 1)`; see docs/plugins.md."""
