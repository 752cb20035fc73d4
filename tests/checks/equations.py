"""Calculations as a reader finds them: read from what is written on a screen, and done once more.

Nothing here asks the game how it writes a number, or what it takes for true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.paper import Text

NUMBER = r"\(?[−+]?(?:\d+(?:\.\d+)?|\.\d+)(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\)?"
CALCULATION = re.compile(rf"(?<![\w.²)]){NUMBER}(?:²|(?: *[×−+] *{NUMBER})+) *[=≈] *{NUMBER}(?![\w%])")
SQUARE = re.compile(rf"\(({NUMBER}) *− *({NUMBER})\)² *([=≈]) *({NUMBER})")
CELLS = re.compile(rf"({NUMBER} {NUMBER} {NUMBER}) × ({NUMBER} {NUMBER} {NUMBER}) ([=≈]) ({NUMBER} {NUMBER} {NUMBER})")
PARTS = re.compile(rf"(?:^|² | *([×−+=≈]) *)({NUMBER})")
EQUALITY = re.compile(r"[\d)²] *[=≈] *\(?[−+]?[.\d]")
HIGH = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
ABOVE = 0.36  # of a letter's size: from its line up to the middle of its capitals
SLACK, GAP = 4, 190  # pixels: so far off a line is still on it, and so far apart are two words of it at most


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
                line += (" " if gap > 2 and line[-1:] != "(" else "") + right.string
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
    """Terms, the signs between them (and ² behind one), = or ≈, the result; all as they are written."""

    terms: tuple[str, ...]
    signs: tuple[str, ...]
    relation: str
    result: str

    @property
    def is_true(self) -> bool:
        """It rounds to what is written; with "about" it may, for some numbers that these terms are rounded from."""
        spare = 0 if self.relation == "=" else Fraction(1, 2)
        ends = [[value(term) + side * spare * unit(term) for side in (-1, 1)] for term in self.terms]
        low, high = ends[0]
        for sign, others in zip(self.signs, [*ends[1:], [Fraction(0)]]):
            results = [_result(a, sign, b) for a in (low, high) for b in others]
            low, high = min(results), max(results)
        return low - unit(self.result) / 2 <= value(self.result) <= high + unit(self.result) / 2


def _result(first: Fraction, sign: str, second: Fraction) -> Fraction:
    if sign == "²":
        return first * first
    return first * second if sign == "×" else first - second if sign == "−" else first + second


def calculations(line: str) -> Iterator[Calculation]:
    """All in a line: a × b = c, a − b = c, a + b + c = d, (a − b)² = c; three cells of a grid times three."""
    for first, second, relation, result in SQUARE.findall(line):
        yield Calculation((first, second), ("−", "²"), relation, result)
    for *rows, relation, results in CELLS.findall(line):
        for first, second, result in zip(*map(str.split, (*rows, results))):
            yield Calculation((first, second), ("×",), relation, result)
    for match in CALCULATION.finditer(CELLS.sub("", SQUARE.sub("", line))):
        *terms, (relation, result) = PARTS.findall(match.group())
        signs = [sign for sign, _term in terms[1:]] or ["²"]
        yield Calculation(tuple(term.strip("()") for _sign, term in terms), tuple(signs), relation, result)


def plain(text: str) -> str:
    """Without spaces and brackets, = for ≈, .5 for 0.5: to compare how the same is written in two places."""
    return re.sub(r"(?<![\d.])0\.", ".", re.sub(r"[ ()]", "", text).replace("≈", "="))
