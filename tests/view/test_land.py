"""The colours of the land are one table in every theme, and what draws it names them."""

from __future__ import annotations

import re
from pathlib import Path

import downslope
from downslope.view.draw.theme import DUSK, LAND, OWN, PAPER

VIEW = Path(downslope.__file__).parent / "view"


def test_every_colour_is_one_in_both_themes() -> None:
    assert not OWN.keys() & LAND.keys()
    for name in (*OWN, *LAND):
        for theme in (DUSK, PAPER):
            assert re.fullmatch("#[0-9A-F]{6}", theme.colour(name)), name


def test_every_colour_is_used() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in VIEW.rglob("*.py") if file.name != "land.py")
    unused = [name for name in LAND if f'"{name}"' not in text and f'"{name.rstrip("0123456789")}' not in text
              and f'{name.rstrip("0123456789")}{{' not in text]  # fmt: skip
    assert unused == []
