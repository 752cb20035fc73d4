"""Calculations as a reader finds them: read from what is written on a screen, and done once more.

Nothing here asks the game how it writes a number, or what it takes for true.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple
from unittest.mock import patch

from checks.paper import Text
from downslope.view.format.equation import Equation

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


# -- the game's own ----------------------------------------------------------------------------------------------------


@contextmanager
def noted() -> Iterator[set[Equation]]:
    """All equations that are made inside."""
    made: set[Equation] = set()
    init = Equation.__init__

    def note(self: Equation, *what: Any) -> None:
        init(self, *what)
        made.add(self)

    with patch.object(Equation, "__init__", note):
        yield made


def wrong_lines(read_lines: list[str], made: set[Equation], words: str) -> Iterator[str]:
    """What is false, and what looks like an equation and is neither one nor in an author's own `words`."""
    known = [*(plain(str(equation)) for equation in made), plain(words)]
    for line in read_lines:
        found = list(calculations(line))
        yield from (f"false: {line}" for each in found if not each.is_true)
        yield from (f"no Equation: {line}" for each in found if not any(_text(each) in text for text in known))
        if EQUALITY.search(line) and not found:
            yield f"cannot be read: {line}"


def _text(each: Calculation) -> str:
    sign = each.signs[0]
    return plain(sign.join(each.terms) + each.relation + each.result)


def untrue(made: set[Equation]) -> list[str]:
    """Equations of the game that are false as they are printed; what is hidden or beyond all numbers is neither."""
    found = list[str]()
    for equation in made:
        terms, result = equation.terms, equation.result
        signs = (equation.sign,) * (len(terms) - 1)
        numbers = all(re.fullmatch(NUMBER, text) for text in (*terms, result))
        if numbers and not Calculation(terms, signs, equation.relation, result).is_true:
            found.append(str(equation))
    return found
