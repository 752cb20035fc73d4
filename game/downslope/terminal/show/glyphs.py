"""Lines where only ASCII can be written: every sign has another one of the same width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

SHADES = " ░▒▓█"  # from nothing to all, also as `level` counts them
BLOCKS = " ▁▂▃▄▅▆▇█"
BRAILLE = range(0x2800, 0x2900)

PLAIN = str.maketrans({
    "░": ".", "▒": "=", "▓": "*", "█": "#", "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "#",
    "━": "=", "┄": "-", "·": ".", "●": "o", "○": ".", "▸": ">", "⚑": "!", "★": "*", "☆": "-", "−": "-", "→": ">",
    "←": "<", "∞": "8", "–": "-", "—": "-", "…": ".", "’": "'", "‘": "'", "“": '"', "”": '"', "×": "x", "²": "2",
    "▲": "^", "↗": "^", **{chr(code): "*" for code in BRAILLE},
})  # fmt: skip


def level(value: float, most: int) -> int:
    """0 ... most, for a value of 0 ... 1 and beyond."""
    return most if value != value else min(most, round(most * min(1.0, abs(value))))


def ascii_text(line: Text) -> Text:
    """The same line in ASCII, as wide; an arrow up or down takes the space behind it for its second letter."""
    letters = line.plain
    for arrow, two in (("↑", "up"), ("↓", "dn")):
        letters = letters.replace(f"{arrow} ", two).replace(arrow, two[0])
    letters = letters.translate(PLAIN)
    found = line.copy()
    found.plain = "".join(letter if letter.isascii() else "?" for letter in letters)
    return found
