"""An equation as it is printed: with as many digits as make it true for whoever recalculates it.

Two to six decimals are tried; where even six do not make it true, it says "about".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..draw import Run
from .numbers import neuron_number, printed_value

LEAST, MOST = 2, 6  # decimals
EQUAL, ABOUT = "=", "≈"
Write = Callable[[float | None, int], str]  # a number with so many decimals
Number = float | str | Callable[[int], str] | None  # a text is printed as it is; what writes itself; None is hidden


@dataclass(frozen=True)
class Equation:
    """What is printed: the terms, the sign between them (×, + or −), = or ≈, the result."""

    terms: tuple[str, ...]
    sign: str
    relation: str
    result: str

    @property
    def factors(self) -> list[str]:
        """The terms as they stand in a line: from the second on a negative one is in brackets."""
        return [_bracketed(term, term, k) for k, term in enumerate(self.terms)]

    def __str__(self) -> str:
        return f"{f' {self.sign} '.join(self.factors)} {self.relation} {self.result}"

    @property
    def about(self) -> str:
        """In front of a result that stands alone: "≈" where it is not exact."""
        return ABOUT if self.relation == ABOUT else ""

    def in_sentence(self, *hues: str) -> str:
        """In a sentence, with light markup; hues of the terms, then of the result."""
        terms = [_bracketed(f"[{hue}:{term}]", term, k) for k, (term, hue) in enumerate(zip(self.terms, hues))]
        return f"{f' {self.sign} '.join(terms)} {self.relation} [{hues[-1]}:{self.result}]"

    def runs(self, *hues: str) -> list[Run]:
        """In a line; hues of the terms, then of the result."""
        runs: list[Run] = []
        for term, hue in zip(self.factors, hues):
            runs += [(f" {self.sign} ", "text2", 500, "mono")] if runs else []
            runs.append((term, hue, 700, "mono"))
        return [*runs, (f" {self.relation} ", "text2", 500, "mono"), (self.result, hues[-1], 700, "mono")]


def _bracketed(text: str, term: str, place: int) -> str:
    return f"({text})" if place and term[:1] in "−-" else text


def product(first: Number, second: Number, result: Number, digits: int = LEAST, least: int = LEAST,
            write: Write = neuron_number) -> Equation:  # fmt: skip
    """first × second = result; `digits`: of the result, `least`: of the factors at least."""
    return products([(first, second, result)], digits, least, write)[0]


def products(rows: Sequence[tuple[Number, Number, Number]], digits: int = LEAST, least: int = LEAST,
             write: Write = neuron_number) -> list[Equation]:  # fmt: skip
    """Products below each other, their factors with the same number of decimals."""
    return _print([(row[:2], row[2]) for row in rows], "×", [(k, digits) for k in range(least, MOST + 1)], write)


def difference(
    first: Number, second: Number, result: Number, digits: int = LEAST, write: Write = neuron_number
) -> Equation:
    """first − second = result, all with the same number of decimals."""
    return _print([((first, second), result)], "−", [(k, k) for k in range(digits, MOST + 1)], write)[0]


def addition(terms: Sequence[Number], result: Number, digits: int = LEAST, most: int = MOST,
          write: Write = neuron_number) -> Equation:  # fmt: skip
    """The terms add up to the result, with as many decimals; or rounded to it, with more of them, `most` at most."""
    decimals = [(k, of_result) for k in range(digits, most + 1) for of_result in sorted({k, digits}, reverse=True)]
    return _print([(terms, result)], "+", decimals, write)[0]


def _print(rows: Sequence[tuple[Sequence[Number], Number]], sign: str, decimals: Sequence[tuple[int, int]],
           write: Write) -> list[Equation]:  # fmt: skip
    """With the first decimals, of terms and of result, that make all of them true; else those that are not say "about"
    with as few as there are."""

    def text(value: Number, digits: int) -> str:
        if callable(value):
            return value(digits)
        return value if isinstance(value, str) else write(value, digits)

    def printed(pair: tuple[int, int]) -> list[tuple[tuple[str, ...], str]]:
        return [(tuple(text(term, pair[0]) for term in terms), text(result, pair[1])) for terms, result in rows]

    tries = (printed(pair) for pair in decimals)
    best = next((each for each in tries if all(holds(terms, sign, result) for terms, result in each)), None)
    return [
        Equation(terms, sign, EQUAL if best is not None or holds(terms, sign, result) else ABOUT, result)
        for terms, result in best or printed(decimals[0])
    ]


def holds(terms: Iterable[str], sign: str, result: str) -> bool:
    """Whether what is calculated from the printed terms rounds to the printed result; so does all with no number."""
    values, end = [printed_value(term) for term in terms], printed_value(result)
    if end is None or not values or any(value is None for value in values):
        return True
    total, *others = [value for value in values if value is not None]
    for value in others:
        total = total * value if sign == "×" else total - value if sign == "−" else total + value
    return abs(total - end) <= Decimal((0, (5,), int(end.as_tuple().exponent) - 1))
