"""Colours and marks for the terminal: by meaning, with a mark for every colour (NO_COLOR keeps all marks)."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.format.numbers import MINUS, decimal_mark, fixed_point, number, short

if TYPE_CHECKING:
    from rich.text import Text


# ---------------------------------------------------------------------------------------------------------------------
# Numbers as they stand on a page of the terminal: short, without the 0 before the point, with a true minus sign.


LARGE = 1000.0  # from here on a number is written with a power of ten


def figure(value: float, digits: int = 4) -> str:
    """An error: `.3204`, `1.36`; where so many decimals would show one digit, two: `7.6e-7`."""
    size = abs(value)
    if not isfinite(value) or size == 0:
        return "0" if size == 0 else number(value)
    sign = MINUS if value < 0 else ""
    if size >= LARGE or size < 10 ** (1 - digits):
        return sign + f"{size:.1e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    if size < 1:
        text = fixed_point(size, digits)
        return sign + _marked(text.removeprefix("0"))
    return sign + _marked(f"{size:.3g}")


def target_number(value: float, width: int = 5) -> str:
    """What is wanted, or a decade: `.01`, `3e-6`."""
    text = short(value, 3)
    return text if len(text) <= width else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def weight_number(value: float, width: int = 5) -> str:
    """Two decimals, `−0.17`; fewer of a number that is too wide for its column."""
    if not isfinite(value):
        return number(value)
    sign = MINUS if value < 0 and round(value, 2) else ""
    for digits in (2, 1, 0):
        text = sign + _marked(fixed_point(abs(value), digits))
        if len(text) <= width + 1:
            return text
    return sign + f"{abs(value):.0e}".replace("e+0", "e").replace("e+", "e")


def knob_number(value: object) -> str:
    """What a knob stands on: `.5`, or a word."""
    return short(float(value)) if isinstance(value, (int, float)) else str(value)


def percent(share: float) -> str:
    """A share of 1 as it is read: `88.6%`."""
    return _marked(f"{100 * share:.1f}") + "%"


def _marked(text: str) -> str:
    return text.replace(".", decimal_mark())


# ---------------------------------------------------------------------------------------------------------------------
# Lines where only ASCII can be written: every sign has another one of the same width.


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


HUES = {
    "text": "#F6F1E7", "text2": "#C0C8E8", "text3": "#9AA5D3", "input": "#D3C4FF", "weight": "#4FA8FF",
    "weight_negative": "#FF8C38", "prediction": "#86EFD3", "goal": "#FFDE52", "error": "#FF7C8B", "alpha": "#BDEE7E",
    "glow": "#FFB27A", "border": "#626EBC", "pill": "#2F3A78",
}  # fmt: skip


def outcome_names() -> dict[str, str]:
    """In the order of the legend."""
    return {kind: _(row.title) for kind, row in OUTCOMES.items()}


def marks(unicode: bool) -> dict[str, str]:
    """The sign of each outcome."""
    return {kind: row.mark if unicode else row.ascii for kind, row in OUTCOMES.items()}


def stars(earned: int, unicode: bool) -> str:
    """★★☆, or **- where only ASCII can be written."""
    full, empty = ("★", "☆") if unicode else ("*", "-")
    return full * earned + empty * (3 - earned)
