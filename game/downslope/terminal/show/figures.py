"""Numbers as they stand on a page of the terminal: short, without the 0 before the point, with a true minus sign."""

from __future__ import annotations

from math import isfinite

from ...view.format.numbers import MINUS, decimal_mark, fixed_point, number, short

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


def aim_figure(value: float, width: int = 5) -> str:
    """What is wanted, or a decade: `.01`, `3e-6`."""
    text = short(value, 3)
    return text if len(text) <= width else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def weight_figure(value: float, width: int = 5) -> str:
    """Two decimals, `−0.17`; fewer of a number that is too wide for its column."""
    if not isfinite(value):
        return number(value)
    sign = MINUS if value < 0 and round(value, 2) else ""
    for digits in (2, 1, 0):
        text = sign + _marked(fixed_point(abs(value), digits))
        if len(text) <= width + 1:
            return text
    return sign + f"{abs(value):.0e}".replace("e+0", "e").replace("e+", "e")


def knob_figure(value: object) -> str:
    """What a knob stands on: `.5`, or a word."""
    return short(float(value)) if isinstance(value, (int, float)) else str(value)


def percent(share: float) -> str:
    """A share of 1 as it is read: `88.6%`."""
    return _marked(f"{100 * share:.1f}") + "%"


def _marked(text: str) -> str:
    return text.replace(".", decimal_mark())
