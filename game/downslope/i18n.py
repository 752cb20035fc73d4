"""What a player reads, in the player's language. `_("text")` looks the text up at the moment it is shown.

English is written in the code, so English costs nothing: gettext is only imported for another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Protocol

from . import paths

# A number as a person types it: `.25`, `+1,5`, `−3`, `1e-3`.


MINUS = "−"  # the sign that numbers are shown with


class NotFinite(ValueError):
    """A number, but no finite one: inf, nan, 1e999."""


def parse_number(text: str) -> float:
    """The finite number; comma and point part the decimals. NotFinite: it is none; ValueError: no number at all."""
    value = float(text.strip().replace(",", ".").replace(MINUS, "-"))
    if "_" in text:  # 1_000 is how a program writes a number
        raise ValueError(text)
    if not isfinite(value):
        raise NotFinite(text)
    return value


ENGLISH = "en"


class Translation(Protocol):
    """What this module needs of gettext's translations."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, one: str, many: str, count: int, /) -> str: ...


class Translatable(Protocol):
    """What tells something in a sentence that is translated where it is shown: refusals, faults, what stops a run."""

    @property
    def template(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


class AuthorText(str):
    """A text of a plugin that brings translations of its own: language -> text. They hold for this text alone."""

    __slots__ = ("own",)
    own: Mapping[str, str]

    def __new__(cls, text: str, own: Mapping[str, str]) -> AuthorText:
        words = super().__new__(cls, text)
        words.own = own
        return words

    def __reduce__(self) -> tuple[type[AuthorText], tuple[str, Mapping[str, str]]]:
        return AuthorText, (str(self), self.own)


_current: Translation | None = None  # None: English
_language = ENGLISH  # what is asked for, also where the game itself has no translation to it
_brought: set[str] = set()  # languages to which plugins bring translations


def _(text: str) -> str:
    """Translates `text` into the player's language; returns `text` itself where no translation is known. Format the
    result afterwards.
    """
    if type(text) is AuthorText and text.own.get(_language):
        return text.own[_language]
    return text if _current is None or not text else _current.gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Marks a text for the translators' tools; it is translated where it is shown."""
    return text


def translate(sentence: Translatable, **more: object) -> str:
    """What is told, in the player's language. `more`: values besides its own.

    Without values the template is the sentence as it stands: it may be of a plugin, with braces that are meant.
    """
    template, values = _(sentence.template), {**sentence.values, **more}
    return template.format(**values) if values else template


def plural_form(one: str, many: str, count: int) -> str:
    """The form that goes with a count: several("{n} step", "{n} steps", n).format(n=n)."""
    if _current is None:
        return one if count == 1 else many
    return _current.ngettext(one, many, count)


def sentence_case(text: str) -> str:
    """Returns the text with its first letter in upper case, for the start of a sentence or title."""
    return text[:1].upper() + text[1:]


def use(language: str) -> bool:
    """Take up a language ("de", "pt_BR"). False where the game has no translation to it: it is in English then."""
    global _current, _language
    _current, _language = None, language or ENGLISH
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


def bring(languages: Iterable[str], anew: bool = False) -> None:
    """A plugin has texts in these languages: they can be chosen from now on. `anew`: no others than these."""
    if anew:
        _brought.clear()
    _brought.update(languages)


def languages() -> list[str]:
    """The languages that there are: English, each with a compiled translation, and those that plugins bring."""
    names = {path.parent.parent.name for path in paths.languages().glob("*/LC_MESSAGES/downslope.mo")}
    return [ENGLISH, *sorted((names | _brought) - {ENGLISH})]
