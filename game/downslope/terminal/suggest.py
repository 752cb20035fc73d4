"""What was typed: numbers and sizes as options, and names that are not there with what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..i18n import N_, _, translate
from ..storage.errors import Refused
from ..typed_number import NotFinite, parse

if TYPE_CHECKING:
    from ..registry.registry import Registry

# ---------------------------------------------------------------------------------------------------------------------
# Numbers that were typed as options: read, or refused in a sentence that says what is allowed.


def number(name: str, text: str, above: float | None = None, most: float | None = None) -> float:
    """Refused: not a finite number, or not between the limits. `most`: only where there is an `above`."""
    allowed = _("a finite number") if above is None else _("a finite number above {above:g}")
    allowed = allowed if most is None else _("a number above {above:g}, at most {most:g}")
    allowed = allowed.format(above=above, most=most)
    template = _("{name} is {value}; allowed: {allowed}")
    try:
        value = parse(text)
        if (above is None or value > above) and (most is None or value <= most):
            return value
    except NotFinite:
        pass
    except ValueError:
        template = _("{name} is {value!r}, not a number; allowed: {allowed}")
    raise Refused(template.format(name=name, value=text, allowed=allowed))


def whole(name: str, text: str, least: int, most: int | None = None) -> int:
    """Refused: not a whole number, or too large or small."""
    try:
        value = parse(text)
        if value == int(value) and least <= value and (most is None or value <= most):
            return int(value)
    except ValueError:
        pass
    allowed = _("a whole number, {least} or above") if most is None else _("a whole number, {least} to {most}")
    template = _("{name} is {value}; allowed: {allowed}")
    raise Refused(template.format(name=name, value=text or "?", allowed=allowed.format(least=least, most=most)))


def parse_size(text: str) -> tuple[int, int]:
    """`1280x720`. Refused: not a size, or one that no window has."""
    width, x, height = text.partition("x")
    fits = x and width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 180 <= int(height) <= 4320
    if not fits:
        raise Refused(_("--size is {value}; allowed: WIDTHxHEIGHT, such as 1280x720").format(value=text or "''"))
    return int(width), int(height)


def parse_theme(text: str) -> str:
    """Refused: neither dark nor light."""
    if text not in ("", "dark", "light"):
        raise Refused(_("--theme is {value}; allowed: dark, light").format(value=text))
    return text


KEPT_OUT = {
    "off": N_("There is no level {name}: {plugin} is off. On again: downslope plugins --enable {plugin}"),
    "new": N_("There is no level {name}: {plugin} is new here."),
    "changed": N_("There is no level {name}: {plugin} has changed."),
}  # what is said of a plugin that brings no level now, by its state; a plugin that waits for trust was named before
BRINGS_NONE = N_("There is no level {name} in {plugin}.")


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """One sentence, with the nearest name where there is one."""
    from ..rules.level_words import nearest

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
    from ..rules.level_words import nearest

    owner, slash, _id = name.partition("/")
    plugin = registry.plugin(owner) if slash else None
    if slash and plugin is None and not nearest(name, registry.catalog.levels):
        return _("There is no level {name}: no plugin is called {plugin}.").format(name=name, plugin=owner)
    if plugin is None or plugin.keys("level"):
        return unknown(_("level"), name, registry.catalog.levels)
    wrong = plugin.first_fault
    if wrong is not None:
        why = f"{wrong.place}: {translate(wrong)}"
        return _("There is no level {name}: {why}").format(name=name, why=why)
    from ..registry.plugin import plugin_state

    template = KEPT_OUT.get(plugin_state(plugin), BRINGS_NONE)
    return _(template).format(name=name, plugin=plugin.name)
