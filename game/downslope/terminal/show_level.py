"""`downslope level`: a level as data, as Python, as a code; or the schema by which an editor completes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..i18n import _
from ..level_files.level_code import encode_level, level_link
from ..level_files.python_source import python_of
from ..level_files.writing import NotData, toml_of
from ..registry.answer import say
from ..registry.registry import Registry
from ..rules.level import Level
from ..storage.errors import Refused
from .errors import print_error
from .lists import level_of

FORMS: dict[str, Callable[[Level], str]] = {
    "toml": toml_of, "python": python_of, "code": encode_level, "link": level_link,
}  # fmt: skip


def show_level(registry: Registry, name: str, form: str) -> int:
    """0: it is written to standard output; 2: there is no such level or form, or it cannot be said so."""
    if form not in FORMS:
        return print_error(_("--as is {value}; allowed: {allowed}").format(value=repr(form), allowed=", ".join(FORMS)))
    level = level_of(registry, name)
    if level is None:
        return 2
    try:
        text = FORMS[form](replace(level, id=level.id.rpartition("/")[2]))  # the plugin's name is not part of it
    except Refused as why:
        return print_error(_(str(why)))
    except NotData as bad:
        kind = type(bad.value).__name__
        sentence = _("{level} cannot be written as {form}: its {field} is a {kind}")
        return print_error(sentence.format(level=level.id, form=form, field=bad.field, kind=kind))
    say(text.rstrip("\n"))
    return 0


def show_schema() -> int:
    """The schema of a level as data, as JSON."""
    from ..registry.level_schema import schema_text

    say(schema_text().rstrip("\n"))
    return 0
