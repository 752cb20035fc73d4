"""What a player reads, in the player's language. `_("text")` looks the text up at the moment it is shown.

English is written in the code, so English costs nothing: gettext is only imported for another language.
"""

from __future__ import annotations

from typing import Protocol

from . import paths

ENGLISH = "en"


class Translation(Protocol):
    """What this module needs of gettext's translations."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, one: str, many: str, count: int, /) -> str: ...


_current: Translation | None = None  # None: English


def _(text: str) -> str:
    """`text` in the player's language; `text` itself where no translation is known. Format it afterwards."""
    return text if _current is None or not text else _current.gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark a text for translation here; it is translated where it is shown."""
    return text


def several(one: str, many: str, count: int) -> str:
    """The form that goes with a count: several("{n} step", "{n} steps", n).format(n=n)."""
    if _current is None:
        return one if count == 1 else many
    return _current.ngettext(one, many, count)


def use(language: str) -> bool:
    """Take up a language ("de", "pt_BR"). False, and English, where there is no translation to it."""
    global _current
    _current = None
    if language in ("", ENGLISH):
        return True
    import gettext

    try:
        _current = gettext.translation("downslope", paths.languages(), [language])
    except Exception:  # no such file, or one that is no translation: what a broken one raises is not written down
        return False
    return True


def speak(translation: Translation | None) -> None:
    """Take up a translation that is at hand, as `use` takes up one that lies in a file; None: English."""
    global _current
    _current = translation


def languages() -> list[str]:
    """The languages that there are: English and each with a compiled translation."""
    found = paths.languages().glob("*/LC_MESSAGES/downslope.mo")
    return [ENGLISH, *sorted(path.parent.parent.name for path in found)]
