"""Equations, sums and percentages as a reader finds them: read from what is written on a screen, and recalculated.

Nothing here asks the game how it writes a number or what it takes for true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.paper import Text

NUMBER = r"\(?[−+]?(?:\d+(?:\.\d+)?|\.\d+)(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\)?"
CALCULATION = re.compile(rf"(?<![\w.²)]){NUMBER}(?: ?[×−+·] ?{NUMBER})+ ?[=≈] ?{NUMBER}(?![\w%])")
PARTS = re.compile(rf"(?:^| ?([×−+·=≈]) ?)({NUMBER})")
HIGH = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
ABOVE = 0.36  # of a letter's size: from its line up to the middle of its capitals
SLACK, GAP = 4, 190  # pixels: how far off a line may be to be read as the same, and how far apart two words of it


def lines(texts: Iterable[Text]) -> Iterator[str]:
    """What stands on one line, from left to right, whatever its size."""
    rows: list[tuple[float, list[Text]]] = []
    for text in texts:
        middle = text.spot[2] - ABOVE * text.px
        row = next((each for at, each in rows if abs(at - middle) <= SLACK), None)
        if row is None:
            rows.append((middle, [text]))
        else:
            row.append(text)
    for _middle, row in rows:
        row.sort(key=lambda text: text.ink.x)
        line = row[0].string
        for left, right in pairwise(row):
            gap = right.ink.x - left.ink.right
            if gap > GAP:
                yield line
                line = right.string
            else:
                line += (" " if gap > 2 else "") + right.string
        yield line


def value(text: str) -> Fraction:
    """The number that is read there."""
    factor, _times, power = text.strip("()").replace("−", "-").partition("·10")
    return Fraction(factor) * Fraction(10) ** int(power.translate(HIGH) or 0)


def unit(text: str) -> Fraction:
    """What its last digit counts."""
    factor, _times, power = text.strip("()").partition("·10")
    return Fraction(10) ** (int(power.translate(HIGH) or 0) - len(factor.partition(".")[2]))


class Calculation(NamedTuple):
    """terms with the signs between them, = or ≈, the result; all as they are written."""

    terms: tuple[str, ...]
    signs: tuple[str, ...]
    relation: str
    result: str

    @property
    def is_true(self) -> bool:
        """It rounds to what is written; with "about" it may, for some numbers that these terms are rounded from."""
        spare = 0 if self.relation == "=" else Fraction(1, 2)
        low, high = (value(self.terms[0]) + side * spare * unit(self.terms[0]) for side in (-1, 1))
        for sign, term in zip(self.signs, self.terms[1:]):
            ends = [value(term) + side * spare * unit(term) for side in (-1, 1)]
            results = [_calculated(a, sign, b) for a in (low, high) for b in ends]
            low, high = min(results), max(results)
        reach = unit(self.result) / 2
        return low - reach <= value(self.result) <= high + reach


def _calculated(first: Fraction, sign: str, second: Fraction) -> Fraction:
    return first * second if sign in "×·" else first - second if sign == "−" else first + second


def calculations(line: str) -> Iterator[Calculation]:
    """All that stand in a line."""
    for match in CALCULATION.finditer(line):
        *terms, result = PARTS.findall(match.group())
        signs = [sign for sign, _term in terms[1:]]
        yield Calculation(tuple(term for _sign, term in terms), tuple(signs), *result)
