"""Calculations as a reader finds them: read from what is written on a screen, and done once more.

Nothing here asks the game how it writes a number, or what it takes for true.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
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


def lines(texts: Iterable[Text]) -> list[str]:
    """What stands on one line, from left to right, whatever its size."""
    rows: list[tuple[float, int, str]] = []  # the middle of a line, its right end, what stands there
    for text in sorted(texts, key=lambda text: text.ink.x):
        middle, left = text.base - ABOVE * text.px, text.ink.x
        near = (k for k, (at, end, _line) in enumerate(rows) if abs(at - middle) <= SLACK and left - end <= GAP)
        k = next(near, len(rows))
        at, end, line = rows[k] if k < len(rows) else (middle, left, "")
        rows[k : k + 1] = [(at, text.ink.right, line + " " * (left - end > 2 and line[-1:] != "(") + text.string)]
    return [line for _middle, _end, line in rows]


def value(text: str) -> tuple[Fraction, Fraction]:
    """The number that is read there, and what its last digit counts."""
    factor, _times, power = text.strip("()").replace("−", "-").partition("·10")
    ten = Fraction(10) ** int(power.translate(HIGH) or 0)
    return Fraction(factor) * ten, ten / 10 ** len(factor.partition(".")[2])


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
        ends = [[number + side * spare * digit for side in (-1, 1)] for number, digit in map(value, self.terms)]
        results = ends[0]
        for sign, others in zip(self.signs, [*ends[1:], [Fraction(0)]]):
            results = [_result(a, sign, b) for a in (min(results), max(results)) for b in others]
        number, digit = value(self.result)
        return min(results) - digit / 2 <= number <= max(results) + digit / 2


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


def wrong(texts: Iterable[Text]) -> Iterator[str]:
    """Lines with a calculation that is false, or that cannot be read."""
    for line in lines(texts):
        found = list(calculations(line))
        if not all(each.is_true for each in found):
            yield f"false: {line}"
        if EQUALITY.search(line) and not found:
            yield f"cannot be read: {line}"
