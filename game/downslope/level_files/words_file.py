"""The texts of a plugin in another language, as TOML: `"Winter jackets" = "Vinterjakker"`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..engine.plain_text import plain_lines
from ..i18n import N_
from ..storage.errors import Refused
from .positions import nearest_line, positions
from .reading import table_in
from .writing import quote

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
MOST = 5_000  # texts
LETTERS = 2_000  # of one


def words_in(text: str) -> dict[str, str]:
    """Text -> what it is called there; those that are not translated yet are left out. Refused: with the line."""
    table = table_in(text)
    if len(table) > MOST:
        raise Refused(N_("{count} texts; allowed: {most}."), count=len(table), most=MOST)
    for key, value in table.items():
        if not isinstance(value, str) or len(value) > LETTERS:
            allowed = f"a text of at most {LETTERS} letters"
            lines = positions(text)
            raise Refused(N_("{key} is {value}; allowed: {allowed}."), nearest_line(lines, key), key=f"{key!r:.60}",
                          value=f"{value!r:.60}", allowed=allowed)  # fmt: skip
    return {plain_lines(key): plain_lines(value) for key, value in table.items() if value}


def complete_words(before: str, texts: Iterable[str]) -> str:
    """The file with each text that it lacks, to be filled in; what stands there stays as it is. Refused: no TOML."""
    known: Mapping[str, object] = table_in(before)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    lines = [f'{quote(text)} = ""' for text in missing]
    head = before if not before or before.endswith("\n") else f"{before}\n"
    return head + "".join(f"{line}\n" for line in lines)
