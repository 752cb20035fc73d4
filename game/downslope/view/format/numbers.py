"""Numbers as the player reads them: with a true minus sign, and small errors that stay visible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

MINUS = "−"
INFINITE = "∞"
NOT_A_NUMBER = "?"
HIDDEN = "?"
SMALLEST_PLAIN = 1e-6  # below this, and from LARGEST_PLAIN on, a power of ten is written
LARGEST_PLAIN = 1e7
ZERO = 1e-9  # what is worked out and smaller than this is 0: rounding, not a result
HALF = 1 + 1e-12  # a 5 behind the last digit rounds away from zero, also where binary left it a hair short of 5
TIMES_TEN = "·10"
LARGE = 100  # from here on a number beside a neuron has one decimal fewer
_SMALL_DIGITS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def fixed_point(size: float, digits: int) -> str:
    """With so many decimals, half away from zero, as a person rounds: 2.625 is 2.63. Python's own is half to even."""
    return f"{size * HALF:.{digits}f}"


def number(value: float, digits: int = 2, plus: bool = False) -> str:
    """A number with `digits` decimals; more where it would otherwise read as zero: .00005 is not 0.00.

    What is all but zero, or rounds to it, has no sign. `plus` writes + before positive ones.
    """
    if math.isnan(value):
        return NOT_A_NUMBER
    size = abs(value) if abs(value) >= ZERO else 0.0
    sign = MINUS if value < 0 else "+" if plus and value > 0 else ""
    if math.isinf(size):
        return sign + INFINITE
    if size == 0:
        return fixed_point(0.0, digits)
    if size < SMALLEST_PLAIN or size >= LARGEST_PLAIN:
        return sign + _power(size)
    decimals = max(digits, -math.floor(math.log10(size))) if size < 0.5 * 10**-digits else digits
    return sign + fixed_point(size, decimals)


def neuron_number(value: float | None, digits: int = 2) -> str:
    """A number beside a neuron; huge ones lose a decimal, hidden ones are question marks."""
    return HIDDEN if value is None else number(value, digits if abs(value) < LARGE else digits - 1)


def with_sign(value: float | None, digits: int = 2) -> str:
    """The same with a + before what is above 0."""
    return HIDDEN if value is None else number(value, digits, plus=True)


def printed_value(text: str) -> Decimal | None:
    """The number that is read there, with the decimals that it is written with; None: it is no number."""
    factor, _times, power = text.replace(MINUS, "-").partition(TIMES_TEN)
    try:
        value = Decimal(factor)
    except InvalidOperation:
        return None
    return value.scaleb(int(power.translate(_PLAIN_DIGITS))) if power else value


def telling(value: float, digits: int = 3) -> str:
    """A number below 1 with so many digits that tell, also where they begin after some zeros: 0.0000113, but 0.04."""
    size = abs(value)
    if not SMALLEST_PLAIN <= size < 1:
        return number(value)
    maximum = digits - 1 - math.floor(math.log10(size))
    needed = next(d for d in range(2, maximum + 1) if d == maximum or round(size, d) == round(size, maximum))
    return number(value, needed)


def short(value: float, digits: int = 10) -> str:
    """The shortest text of a number, as in the levels' texts: '.1', '15', '−.25'; with at most that many digits."""
    if not math.isfinite(value):
        return number(value)
    value = float(f"{value:.{digits}g}")
    text = f"{abs(value):.10g}"
    if "e" in text:
        return (MINUS if value < 0 else "") + _power(abs(value))
    if text.startswith("0."):
        text = text[1:]
    return (MINUS if value < 0 else "") + text


def brief(value: float | None, digits: int = 2) -> str:
    """As `short`, with so many decimals at most."""
    return HIDDEN if value is None else short(round(value, digits) or 0.0)


def decimals(value: float, most: int = 10) -> int:
    """How many decimals a number is given with: 2 for 0.05, 0 for 3."""
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2])


def _power(size: float) -> str:
    factor, exponent = f"{size:.1e}".split("e")
    return factor + TIMES_TEN + str(int(exponent)).translate(_SMALL_DIGITS)


def clock_text(seconds: float) -> str:
    """Whole minutes and seconds: "0:21"."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


# Shares of a whole as per cents: one alone, or all of them so that they add up. A metric of a plugin, or a net that
# ran away, may give what is no share: it is told as the number that it is.


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as it is shown."""
    return fixed_point(100 * share, digits) + "%" if math.isfinite(share) else number(share)


def percents(shares: Sequence[float]) -> list[int]:
    """Shares of 1 as whole per cents that add up to 100: what rounding down leaves goes to the largest remainders, and
    only when all others have one more to those below a half. What is no share has none."""
    exact = [100 * min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0 for share in shares]
    whole = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda k: (exact[k] < 0.5, whole[k] - exact[k]))
    for k in order[: max(0, 100 - sum(whole))]:
        whole[k] += 1
    return whole


def told_percents(shares: Sequence[float]) -> list[str]:
    """As they are written: what is above 0 and rounds to 0 is "<1%"."""
    return [number(share) if not math.isfinite(share) else "<1%" if not whole and share > 0 else f"{whole}%"
            for whole, share in zip(percents(shares), shares)]  # fmt: skip
