"""A level as a table, as TOML, as Python, and as a code to send, which is read again here too.

In TOML an example is a line and a knob a table; a changed value is a changed line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from math import isfinite
from typing import Any, cast, get_args

from ..digits.dataset import Digits
from ..i18n import N_
from ..learning import Network, form_of, kebab
from ..rules import (
    KINDS,
    TARGETS,
    Catalog,
    Example,
    Gate,
    Knob,
    Level,
    Marker,
    Move,
    NoneWord,
    Question,
    Turn,
    is_own_picture,
    to_json,
)
from ..schema.schema import fields_of
from ..storage.files import Refused
from ..storage.share_code import letters_of, text_of_letters
from .needs import need_tables, outgoing_level
from .reading import BYTES, VERSION

LISTED = ("examples", "unseen", "hints")  # fields that have a line for each item
TARGET_KINDS: dict[Any, str] = {kind: kebab(kind.__name__) for kind in TARGETS}


class NotData(Exception):
    """The level has something that only Python can say: the name of the field, and what stands there."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(f"{field} is {type(value).__name__}")
        self.field, self.value = field, value


def table_of(level: Level) -> dict[str, Any]:
    """All that is not at its default. NotData: it cannot be said as data."""
    given = _given(level)
    left_out = next((name for name in given if name not in fields_of(Level, data=True)), None)
    if left_out is not None:
        raise NotData(left_out, given[left_out])
    return {name: _plain(name, value) for name, value in given.items()}


def _given(thing: Any) -> dict[str, Any]:
    """What is not at its default of a Level, a Knob, a Question."""
    kind: Any = type(thing)
    values = ((name, each, getattr(thing, name)) for name, each in fields_of(kind).items())
    return {name: value for name, each, value in values if each.needed or value != each.default}


def _plain_network(network: Network) -> Network:
    """Of a class that says nothing but its ops: the network that these make."""
    kind = type(network)
    own = {name for name in vars(kind) if not name.startswith("__")}
    return Network(network.ops()) if kind.__bases__ == (Network,) and own == {"ops"} else network


def _plain(name: str, value: Any) -> Any:
    """A value as TOML has it."""
    if value is None:  # what a file says instead of it, as the field of that name has it
        for field in [fields_of(kind)[name].kind for kind in (Level, Question) if name in fields_of(kind)]:
            while get_args(field):
                for rule in get_args(field):
                    if isinstance(rule, NoneWord):
                        return rule.none
                field = get_args(field)[0]
        raise NotData(name, None)
    value = _plain_network(value) if isinstance(value, Network) else value
    if type(value) is Network:
        kind, given = form_of(value.ops())
        if kind == "Network":
            return given
        table = {key: _plain(key, one) for key, one in given.items() if one is not None}
        return {"kind": {"ConvNet": "conv"}.get(kind, kind.lower())} | table
    if type(value) in TARGET_KINDS:
        return {"kind": TARGET_KINDS[type(value)]} | {key: _plain(key, one) for key, one in _given(value).items()}
    if isinstance(value, Digits):
        return {"digits": value.split} | ({"unseen": True} if value.unseen else {})
    if isinstance(value, Example):
        sides = [_plain(name, value.input), _plain(name, value.goal_prediction)]
        return [*sides, value.label] if value.label else sides
    if isinstance(value, (Gate, Knob, Move, Question, Marker)):
        plain = {key: _plain(key, one) for key, one in _given(value).items()}
        return ({"kind": "marker"} if isinstance(value, Marker) else {}) | plain
    if type(value) in KINDS.values():
        row = to_json(value)
        return row[:-1] if isinstance(value, Turn) and value.index == 0 else row
    if isinstance(value, Level):
        return table_of(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(str(key), one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple, range)):
        return [_plain(name, one) for one in value]
    if isinstance(value, (str, int, float)):
        return value
    raise NotData(name, value)


def toml_of(*levels: Level, catalog: Catalog | None = None) -> str:
    """One level as a file, or several of them. NotData: one cannot be said as data.

    `catalog`: it is sent away from there: what is a plugin's is named in full, and who else must be there is said.
    """
    sent = [outgoing_level(level, catalog) if catalog is not None else (level, {}) for level in levels]
    needs = need_tables({name: need for _level, needs in sent for name, need in needs.items()})
    head = f"downslope = {VERSION}\n" + (f"needs = {inline(needs)}\n" if needs else "")
    tables = [table_of(level) for level, _needs in sent]
    if len(tables) == 1:
        return head + toml(tables[0])
    return head + "".join(f"\n[[levels]]\n{toml(table, 'levels.')}" for table in tables)


def toml(table: Mapping[str, Any], under: str = "") -> str:
    """Plain fields in their order, then a table for each knob, question and stage. `under`: what these stand in."""
    lines, tables = list[str](), list[str]()
    for name, value in table.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for one in value:
                tables += ["", f"[[{under}{name}]]", *(f"{key(k)} = {inline(v)}" for k, v in one.items())]
        elif name in LISTED and isinstance(value, list) and len(value) > 1:
            lines += [f"{name} = [", *(f"    {inline(one)}," for one in value), "]"]
        else:
            lines.append(f"{key(name)} = {inline(value)}")
    return "\n".join(lines + tables) + "\n"


def key(name: str) -> str:
    """A key, in quotes where it must be."""
    bare = name.replace("-", "").replace("_", "")
    return name if bare.isalnum() and name.isascii() else quote(name)


def quote(value: str) -> str:
    """A text as TOML writes it: on one line, in quotes."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if isfinite(value) else "inf"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {inline(one)}" for name, one in value.items()) + " }"
    return str(value)


WIDTH = 100  # letters of a line, where a value may be broken
STEP = "    "


def _source(value: Any, field: str, names: set[str], indent: str = "") -> str:
    """A value as Python writes it; `names` gets what must be imported for it.

    NotData: it is a function, or of a class of a plugin's.
    """
    if isinstance(value, Network):
        network = _plain_network(value)
        if type(network).__module__.partition(".")[0] != __name__.partition(".")[0]:
            raise NotData(field, network)
        names.add(network.source.partition("(")[0])
        return network.source
    if hasattr(value, "_asdict") or (is_dataclass(value) and not isinstance(value, type)):
        # A Knob, an Example, a Level ...: what stands first without its name, the rest by name.
        kind = type(value)
        if kind.__module__.partition(".")[0] != __name__.partition(".")[0]:
            raise NotData(field, value)
        names.add(kind.__name__)
        words, fields = list[str](), fields_of(cast(Any, kind))
        for name, part in _given(value).items():
            written = _source(part, name, names, indent + STEP)
            leads = fields[name].needed and len(words) == list(fields).index(name) and kind.__name__ != "Level"
            words.append(written if leads else f"{name}={written}")
        return _broken(f"{kind.__name__}(", words, ")", indent)
    if isinstance(value, Mapping):
        pairs = [f"{key!r}: {_source(one, field, names, indent + STEP)}" for key, one in value.items()]
        return _broken("{", pairs, "}", indent)
    if isinstance(value, frozenset):
        return f"frozenset({sorted(value)})"
    if isinstance(value, (list, tuple, range)):
        return _broken("[", [_source(one, field, names, indent + STEP) for one in value], "]", indent)
    if isinstance(value, float) and not isfinite(value):
        return "float('inf')"
    if value is None or isinstance(value, (str, int, float)):
        return repr(value)
    raise NotData(field, value)


def _broken(begin: str, parts: list[str], end: str, indent: str) -> str:
    """On one line, or a part a line."""
    line = begin + ", ".join(parts) + end
    if len(indent) + len(line) <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{indent}{STEP}{part},\n" for part in parts)
    return f"{begin}\n{inner}{indent}{end}"


def python_of(level: Level, catalog: Catalog | None = None) -> str:
    """A plugin file that gives this level. NotData: it has something that cannot be written down."""
    names = {"Level", "hookimpl"}
    level = outgoing_level(level, catalog)[0] if catalog is not None else level
    written = _source(level, "level", names, STEP * 2)
    return (
        f"from downslope import {', '.join(sorted(names))}\n\n\n"
        f"@hookimpl\ndef levels():\n{STEP}return [\n{STEP * 2}{written},\n{STEP}]\n"
    )


# A level as a line of letters that fits into a message or a picture code: version, then deflated JSON in base64url.
# DL1-q1bKTFGyUkrOyS9NTVGyUqoFAA downslope://level/DL1-q1bKTFGyUkrOyS9NTVGyUqoFAA The dictionary that short texts are
# packed with is a part of the form: it never changes for a version.


CODE_NAME, CODE_VERSION = "DL", 1
CODE = re.compile(rf"{CODE_NAME}\d+-")  # not the heads of a table, DLR and EUR
LONGEST = 20_000  # letters of a code
LINK, FRAGMENT = "downslope://level/", "level="  # around a code: on the desktop, behind the # of a page's address
COMMON = (
    b'{"id":"","title":"","brief":"","examples":[[],"weights":[0.],"alpha":0.,"target":{"kind":"near","tolerance":0.0'
    b'"knobs":[{"name":"alpha","low":0.0,"high":,"step":0.0,"log":true}],"network":{"kind":"layers","sizes":[,"hints":["'
    b'"insight":"","par":,"questions":[{"text":"With alpha the run would ","answers":["land","overshoot","run away"],'
    b'"right":"run away","why":"","metric":"squared","learner":"gradient-descent","words":{"input":"'
)


def encode_level(level: Level, catalog: Catalog | None = None) -> str:
    """The code of a level. NotData: it cannot be said as data; Refused: it is too long for a code, or needs a file.

    `catalog`: as of `toml_of`.
    """
    level, needs = outgoing_level(level, catalog) if catalog is not None else (level, {})
    table = table_of(level) | {"id": level.id.rpartition("/")[2]}
    table |= {"needs": need_tables(needs)} if needs else {}
    if any(is_own_picture(part.get("picture")) for part in (table, *table.get("stages", ()))):
        raise Refused(N_("This level has its own picture, which a code cannot hold: share its file or a pack."))
    plain = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    code = f"{CODE_NAME}{CODE_VERSION}-{letters_of(plain, COMMON)}"
    if len(code) > LONGEST or len(plain) > BYTES:
        raise Refused(N_("This level is too long for a code: save it as a file."))
    return code


def code_in(text: str) -> str:
    """The code in a text that may be a link to a level, or an address with one behind its #; spaces do not count."""
    code = "".join(text.split())
    if code[: len(LINK)].lower() == LINK:
        return code[len(LINK) :].rstrip("/")
    head, _fragment, rest = code.partition("#")
    if "://" in head and rest.startswith(FRAGMENT):
        return rest[len(FRAGMENT) :].partition("&")[0]
    return code


def is_level_code(text: str) -> bool:
    """It says that it is one, or a link to one, of whichever version."""
    return CODE.match(code_in(text)) is not None or text.strip()[: len(LINK)].lower() == LINK


def table_in_code(code: str) -> dict[str, Any]:
    """What a code or link holds; spaces and line breaks do not count. Refused: why there is no level in it."""
    code = code_in(code)
    head, _dash, letters = code.partition("-")
    if head != f"{CODE_NAME}{CODE_VERSION}":
        raise Refused(N_("This is not a level code; one begins with {start}."), start=f"{CODE_NAME}{CODE_VERSION}-")
    if len(code) > LONGEST:
        raise Refused(N_("This code has {count} letters; allowed: {most}."), count=len(code), most=LONGEST)
    try:
        table = json.loads(text_of_letters(letters, BYTES, COMMON))
    except (ValueError, OverflowError, RecursionError):
        raise Refused(N_("This code is damaged: a part is missing or changed.")) from None
    if not isinstance(table, dict):
        raise Refused(N_("This code is damaged: a part is missing or changed."))
    return table
