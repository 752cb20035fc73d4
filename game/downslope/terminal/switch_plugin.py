"""`downslope plugins --disable NAME`, `--enable`, `--trust`, `--forget`: no plugin's code is run for it."""

from __future__ import annotations

from .. import paths
from ..i18n import _
from ..level_files.pack import plugin_name
from ..registry.answer import say
from ..registry.fingerprint import short_print
from ..registry.loading import packages
from ..registry.trust import Trust
from ..registry.trust_words import size_words
from ..storage.plugin_choices import PluginChoices
from .errors import print_error
from .suggest import unknown


def places() -> dict[str, tuple[str, str, str]]:
    """(kind, source, version) of each plugin that is not shipped, by its name."""
    found = {package.name: ("package", package.source, package.version) for package in packages()}
    return found | {plugin_name(path): ("folder", str(path), "") for path in paths.plugin_files(paths.plugins())}


def switch_plugin(name: str, on: bool) -> int:
    """0: it is so from the next start on; 2: there is no such plugin, or it could not be written down."""
    known, choices = places(), PluginChoices()
    if name not in known and name not in choices.off:
        return print_error(unknown(_("plugin"), name, known))
    if not choices.switch(name, on):
        return print_error(choices.faults[-1])
    say((_("{plugin} is on.") if on else _("{plugin} is off.")).format(plugin=name))
    return 0


def trust_plugin(name: str) -> int:
    """0: its code, as it is now, may run; 2: there is no such plugin, or it could not be written down."""
    known, trust = places(), Trust()
    if name not in known:
        return print_error(unknown(_("plugin"), name, known))
    trust.begin((other, kind, source) for other, (kind, source, _version) in known.items())
    kind, source, version = known[name]
    code = trust.unknown(name, kind, source, version)
    if code is None:
        say(_("{plugin} may run already: nobody asks about it.").format(plugin=name))
        return 0
    if not trust.agree([code]):
        return print_error(trust.choices.faults[-1])
    what = ", ".join([*size_words(code), _("fingerprint {fingerprint}").format(fingerprint=short_print(code.print))])
    say(_("{plugin} may run as it is now: {what}.").format(plugin=name, what=what))
    return 0


def forget_plugin(name: str) -> int:
    """0: it is asked about before it runs again; 2: nobody has trusted it, or that could not be written down."""
    trust = Trust()
    trust.begin((other, kind, source) for other, (kind, source, _version) in places().items())
    if name not in trust.choices.trusted:
        return print_error(unknown(_("trusted plugin"), name, trust.choices.trusted))
    if not trust.forget(name):
        return print_error(trust.choices.faults[-1])
    say(_("You will be asked before {plugin} may run again.").format(plugin=name))
    return 0
