"""`downslope words FILE LANGUAGE`: the file of a plugin's texts in another language, written or completed."""

from __future__ import annotations

from pathlib import Path

from ..i18n import _, several
from ..level_files.pack import InPack
from ..level_files.words_file import LANGUAGE, complete_words
from ..registry.answer import say
from ..registry.own_words import FOLDER, texts_of
from ..registry.record import Plugin
from ..registry.registry import Registry
from ..storage.errors import Refused
from ..storage.files import read_file, unwritable, write_file
from .check import plugin_of
from .errors import print_error


def write_words(registry: Registry, path: Path, language: str) -> int:
    """0: it is written; 2: there is no such plugin or language, or it cannot be written."""
    if not LANGUAGE.fullmatch(language):
        allowed = _("two or three letters, such as nb, de, pt_BR")
        return print_error(_("LANGUAGE is {value}; allowed: {allowed}").format(value=language, allowed=allowed))
    if path.suffix == ".zip":
        return print_error(_("{path} is a zip: words belong in the folder it was made from").format(path=path))
    if not path.exists():
        return print_error(_("{path} is not a plugin file").format(path=path))
    plugin = plugin_of(registry, path)
    registry.collect()
    things = [registry.things_of(kind)[key] for kind, key in plugin.things]
    texts = texts_of(plugin, things)
    if not texts:
        return print_error(_("{path} has no text that a player reads").format(path=path))
    file = words_file(plugin, path, language)
    try:
        before = read_file(file).decode() if file.exists() else ""
        after = complete_words(before, texts)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, after)
    except Refused as refused:
        return print_error(_("{file}, line {line}: {reason}").format(file=file.name, line=refused.line, reason=refused))
    except (OSError, UnicodeDecodeError) as error:
        return print_error(unwritable(file, error))
    added = len(after.splitlines()) - len(before.splitlines())
    told = several("{file}: {n} text to translate came in", "{file}: {n} texts to translate came in", added)
    say(told.format(file=file, n=added))
    return 0


def words_file(plugin: Plugin, path: Path, language: str) -> Path:
    """Where it belongs: beside the file, in a pack in its folder of words."""
    if isinstance(plugin.beside, InPack) and path.is_dir():
        return path / FOLDER / f"{language}.toml"
    if path.name == "__init__.py":
        return path.parent / FOLDER / f"{language}.toml"
    return path.with_name(f"{path.stem}.{language}.toml")
