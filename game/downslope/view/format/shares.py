"""Shares of a whole as per cents: one alone, or all of them so that they add up."""

from __future__ import annotations

from collections.abc import Sequence

from .numbers import fixed_point


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as it is shown."""
    return fixed_point(100 * share, digits) + "%"


def percents(shares: Sequence[float]) -> list[int]:
    """Shares of 1 as whole per cents that add up to 100: what rounding down leaves goes to the largest remainders, and
    only when all others have one more to those below a half."""
    exact = [100 * share for share in shares]
    found = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda k: (exact[k] < 0.5, found[k] - exact[k]))
    for k in order[: max(0, 100 - sum(found))]:
        found[k] += 1
    return found


def told_percents(shares: Sequence[float]) -> list[str]:
    """As they are written: what is above 0 and rounds to 0 is "<1%"."""
    return ["<1%" if not whole and share > 0 else f"{whole}%" for whole, share in zip(percents(shares), shares)]
