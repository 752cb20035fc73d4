"""`downslope plugins --disable NAME`, `--enable NAME`: no plugin's code is run for it."""

from __future__ import annotations

from .. import paths
from ..i18n import _
from ..registry.answer import say
from ..registry.loading import packages
from ..storage.plugin_choices import PluginChoices
from .errors import print_error
from .suggest import unknown


def switch_plugin(name: str, on: bool) -> int:
    """0: it is so from the next start on; 2: there is no such plugin, or it could not be written down."""
    files = [path.stem for path in paths.plugin_files(paths.plugins())]
    known = [*files, *(package.name for package in packages())]
    choices = PluginChoices()
    if name not in known and name not in choices.off:
        return print_error(unknown(_("plugin"), name, known))
    if not choices.switch(name, on):
        return print_error(choices.faults[-1])
    say((_("{plugin} is on.") if on else _("{plugin} is off.")).format(plugin=name))
    return 0
