"""The picture of the house, docs/house.svg: `python tests/house.py` draws it anew after a room has come or gone.

A floor a row. A room's sentence is the one of its folder; who may import whom is ROOMS in test_imports.py.
"""

from __future__ import annotations

import ast
import textwrap
from html import escape
from pathlib import Path

from test_imports import PACKAGE, ROOMS, ROOT

PICTURE = ROOT / "docs" / "house.svg"
# From the roof down; every room of ROOMS once.
FLOORS: dict[str, list[str]] = {
    "doors": ["__main__", "tab", "cli", "terminal", "terminal/show", "film", "app"],
    "screens": ["scenes", "scenes/workshop", "scenes/play", "scenes/base"],
    "boards": ["boards", "boards/pictures", "boards/network", "boards/by_hand"],
    "": ["boards/several_weights", "boards/one_neuron", "boards/shared"],
    "behind the screens": ["attempt", "attempt/game"],
    "words; for plugins": ["captions", "testing", "downslope"],
    "pictures": ["view/level_map", "view/cards", "view/pictures"],
    " ": ["view/networks", "view/charts", "view/bowls"],
    "drawing kit": ["view/scenery", "view/widgets", "view/format", "view/draw"],
    "the machine": ["sweep", "background", "desktop"],
    "plugins, files": ["registry", "workshop", "level_files"],
    "what is found out": ["scripts", "convergence", "solving"],
    "what a level says": ["schema", "digits", "storage"],
    "the game's rules": ["rules"],
    "the core": ["engine", "lines", "formulas", "learning"],
    "for everyone": ["i18n", "version", "paths"],
}
WIDE, LEFT, GAP, EDGE = 1280, 190, 8, 24
LINE, HEAD, PAD = 17, 26, 12  # heights in pixels
LETTER = 6.3  # about the width of one


def sentence(room: str) -> str:
    """What the room is for: the first sentence of its folder or file."""
    if room == "downslope":
        return "All that a plugin's author imports."
    place = PACKAGE / room
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0]


def floor_of(label: str, rooms: list[str], top: int) -> tuple[list[str], int]:
    """The lines of SVG of one floor, and how high it is."""
    wide = (WIDE - EDGE - LEFT - GAP * (len(rooms) - 1)) / len(rooms)
    words = [textwrap.wrap(sentence(room), int((wide - 2 * PAD) / LETTER)) for room in rooms]
    high = HEAD + PAD + LINE * max(map(len, words))
    lines = [f'<text class="floor" x="{EDGE}" y="{top + high / 2 + 5:g}">{escape(label)}</text>']
    for place, (room, said) in enumerate(zip(rooms, words)):
        x = LEFT + place * (wide + GAP)
        lines.append(f'<rect x="{x:g}" y="{top}" width="{wide:g}" height="{high}" rx="10"/>')
        lines.append(f'<text class="room" x="{x + PAD:g}" y="{top + 20}">{escape(room)}</text>')
        for number, line in enumerate(said):
            lines.append(f'<text x="{x + PAD:g}" y="{top + HEAD + 12 + LINE * number}">{escape(line)}</text>')
    return lines, high


def picture() -> str:
    """The whole SVG."""
    lines, top = list[str](), 64
    for label, rooms in FLOORS.items():
        floor, high = floor_of(label, rooms, top)
        lines += floor
        top += high + GAP
    head = "The house: a room imports only rooms below it, or to its right"
    style = (
        "text{font:12px sans-serif;fill:#C0C8E8}.room{font:bold 14px sans-serif;fill:#F6F1E7}"
        ".floor{font:13px sans-serif}.head{font:bold 20px sans-serif;fill:#F6F1E7}"
        "rect{fill:#1B2252;stroke:#434E93}.ground{fill:#0C1130;stroke:none}"
    )
    high = top + EDGE - GAP
    size = f'width="{WIDE}" height="{high}" viewBox="0 0 {WIDE} {high}"'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', f"<style>{style}</style>",
        f'<rect class="ground" width="{WIDE}" height="{high}"/>',
        f'<text class="head" x="{EDGE}" y="38">{escape(head)}</text>', *lines, "</svg>",
    ]) + "\n"  # fmt: skip


def order() -> list[str]:
    """The rooms as the picture has them: from the roof, each row from the left."""
    return [room for rooms in FLOORS.values() for room in rooms]


if __name__ == "__main__":
    assert sorted(order()) == sorted(ROOMS)
    Path(PICTURE).write_text(picture(), encoding="utf-8")
