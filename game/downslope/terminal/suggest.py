"""Names that are not there: which one may have been meant."""

from __future__ import annotations

from collections.abc import Iterable

from ..i18n import _
from ..rules.nearest import nearest


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
