"""A number as a person types it: `.25`, `+1,5`, `−3`, `1e-3`."""

from __future__ import annotations

from math import isfinite

MINUS = "−"  # the sign that numbers are shown with


def parse(text: str) -> float:
    """The finite number; comma and point both part the decimals. Raises ValueError for anything else."""
    value = float(text.strip().replace(",", ".").replace(MINUS, "-"))
    if not isfinite(value) or "_" in text:  # 1_000 is how a program writes a number
        raise ValueError(text)
    return value
