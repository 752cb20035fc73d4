"""Names that are not there: which one may have been meant."""

from __future__ import annotations

from collections.abc import Iterable

from ..i18n import N_, _, translate
from ..registry.plugin_state import plugin_state
from ..registry.registry import Registry
from ..rules.nearest import nearest

KEPT_OUT = {
    "off": N_("There is no level {name}: {plugin} is off. On again: downslope plugins --enable {plugin}"),
    "new": N_("There is no level {name}: {plugin} is new here."),
    "changed": N_("There is no level {name}: {plugin} has changed."),
}  # what is said of a plugin that brings no level now, by its state; who waits to be trusted was told before
BRINGS_NONE = N_("There is no level {name} in {plugin}.")


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """One sentence, with the nearest name where there is one."""
    names = list(known)
    short = {key.rpartition("/")[2]: key for key in names}
    close = nearest(name, [*names, *short])
    if close:
        return _("There is no {kind} {name!r}; did you mean {close!r}?").format(
            kind=kind, name=name, close=short.get(close, close)
        )
    return _("There is no {kind} {name!r}; there are: {names}").format(
        kind=kind, name=name, names=", ".join(names[:30]) or _("none")
    )


def unknown_level(name: str, registry: Registry) -> str:
    """One sentence: why the plugin that is named brings none, or which level may have been meant."""
    owner, slash, _id = name.partition("/")
    plugin = registry.plugin(owner) if slash else None
    if plugin is None or plugin.keys("level"):
        return unknown(_("level"), name, registry.catalog.levels)
    wrong = plugin.first_fault
    if wrong is not None:
        why = f"{wrong.place}: {translate(wrong)}"
        return _("There is no level {name}: {why}").format(name=name, why=why)
    told = KEPT_OUT.get(plugin_state(plugin), BRINGS_NONE)
    return _(told).format(name=name, plugin=plugin.name)
