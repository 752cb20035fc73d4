"""What a cell of a table says as a number, as spreadsheets of many countries write it."""

from __future__ import annotations

import re

# Signs between thousands: 1.234,5 and 1.234.567, or 1,234.5 and 1,234,567. One alone parts the decimals.
POINTS = re.compile(r"[-+]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
COMMAS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")


def cell_number(cell: str, comma: bool) -> float | None:
    """None: it is none. `comma`: it may part the decimals, for it does not part the cells."""
    plain = cell.replace("−", "-").replace(" ", "").replace("\u00a0", "")
    if comma:
        if POINTS.fullmatch(plain):
            plain = plain.replace(".", "")
        elif COMMAS.fullmatch(plain):
            plain = plain.replace(",", "")
        plain = plain.replace(",", ".")
    try:
        return None if "_" in plain else float(plain)
    except ValueError:
        return None
