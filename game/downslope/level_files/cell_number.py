"""What a cell of a table says as a number, as spreadsheets of many countries write it."""

from __future__ import annotations

import re

from ..typed_number import MINUS, parse

# Signs between thousands: 1.234,5 and 1.234.567, or 1,234.5 and 1,234,567. One alone parts the decimals.
POINTS = re.compile(r"[-+]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
COMMAS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")


def cell_number(cell: str, comma: bool) -> float | None:
    """None: it is none. `comma`: it may part the decimals, for it does not part the cells."""
    plain = cell.replace(MINUS, "-").replace(" ", "").replace("\u00a0", "")
    if not comma and "," in plain:
        return None
    if comma and POINTS.fullmatch(plain):
        plain = plain.replace(".", "")
    elif comma and COMMAS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        return parse(plain)
    except ValueError:
        return None
