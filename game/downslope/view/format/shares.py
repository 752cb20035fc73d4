"""Shares of a whole as per cents: one alone, or all of them so that they add up.

A metric of a plugin, or a net that ran away, may give what is no share: it is told as the number that it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .numbers import fixed_point, number


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as it is shown."""
    return fixed_point(100 * share, digits) + "%" if math.isfinite(share) else number(share)


def percents(shares: Sequence[float]) -> list[int]:
    """Shares of 1 as whole per cents that add up to 100: what rounding down leaves goes to the largest remainders, and
    only when all others have one more to those below a half. What is no share has none."""
    exact = [100 * min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0 for share in shares]
    found = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda k: (exact[k] < 0.5, found[k] - exact[k]))
    for k in order[: max(0, 100 - sum(found))]:
        found[k] += 1
    return found


def told_percents(shares: Sequence[float]) -> list[str]:
    """As they are written: what is above 0 and rounds to 0 is "<1%"."""
    return [number(share) if not math.isfinite(share) else "<1%" if not whole and share > 0 else f"{whole}%"
            for whole, share in zip(percents(shares), shares)]  # fmt: skip
