"""Numbers that were typed as options: read, or refused in a sentence that says what is allowed."""

from __future__ import annotations

from ..i18n import _
from ..storage.errors import Refused
from ..typed_number import NotFinite, parse


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
