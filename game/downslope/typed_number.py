"""A number as a person types it: `.25`, `+1,5`, `−3`, `1e-3`."""

from __future__ import annotations

from math import isfinite

MINUS = "−"  # the sign that numbers are shown with


class NotFinite(ValueError):
    """A number, but no finite one: inf, nan, 1e999."""


def parse_number(text: str) -> float:
    """The finite number; comma and point part the decimals. NotFinite: it is none; ValueError: no number at all."""
    value = float(text.strip().replace(",", ".").replace(MINUS, "-"))
    if "_" in text:  # 1_000 is how a program writes a number
        raise ValueError(text)
    if not isfinite(value):
        raise NotFinite(text)
    return value
