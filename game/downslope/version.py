"""The version of the game and of its plugin interface: the one place where either is written down."""

__version__ = "1.0.0"

API = (1, 1)
"""(major, minor) of the plugin interface. A plugin may say `downslope_api = (1, 1)`; see docs/plugins.md."""
