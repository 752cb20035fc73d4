"""A level as a line of letters that fits into a message or a picture code: version, then deflated JSON in base64url.

    DL1-q1bKTFGyUkrOyS9NTVGyUqoFAA   downslope://level/DL1-q1bKTFGyUkrOyS9NTVGyUqoFAA

The dictionary that short texts are packed with is a part of the form: it never changes for a version.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..i18n import N_
from ..rules.catalog import Catalog
from ..rules.land_picture import is_own_picture
from ..rules.level import Level
from ..storage.files import Refused
from ..storage.share_code import letters_of, text_of_letters
from .needs import need_tables, outgoing_level
from .reading import BYTES
from .writing import table_of

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
