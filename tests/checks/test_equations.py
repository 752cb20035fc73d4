"""A calculation is read from a line and done once more; what the game prints is true with its own printed digits.

Every screen's equations are read in test_screens.py.
"""

import pytest
from hypothesis import given, strategies as st

from checks.equations import calculations
from downslope.view.format.equation import MOST, addition, difference, product
from downslope.view.format.numbers import brief, number


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("2.0 × 0.40 = 0.8003", [False]), ("2.0 × 0.40015 = 0.8003", [True]), ("toes 0.01 × 8.5 = 0.04", [False]),
        ("−0.46 × (−.82) = 0.38", [True]), ("0.80 − 1.25 = 0.45", [False]), ("+0.1 + 0.2 + (−0.4) = −0.1", [True]),
        ("0.4 + 0.4 = 1", [True]), ("0.4 + 0.4 ≈ 0.9", [True]), ("0.4 + 0.4 ≈ 1.0", [False]),
        ("(0.65 − 0.8)² = 0.02", [True]), ("(0.65 − 0.8)² = 0.03", [False]), ("0.15² = 0.02", [True]),
        ("3.0·10⁻⁷ × 2 = 7.0·10⁻⁷", [False]), ("1 .56 0 × .1 .01 .07 = .1 .01 .07 ≈0.09", [True, True, False]),
    ],
)  # fmt: skip
def test_a_calculation_is_read_and_done_once_more(line: str, true: list[bool]) -> None:
    assert [each.is_true for each in calculations(line)] == true


NUMBERS = st.floats(-50, 50) | st.floats(-2, 2).map(lambda value: round(value, 3))


@pytest.mark.slow
@given(NUMBERS, NUMBERS, st.integers(2, 4))
def test_products_and_differences_are_true_with_few_digits(a: float, b: float, digits: int) -> None:
    for equation in (product(a, b, a * b, digits), difference(a, b, a - b, digits)):
        assert [each.is_true for each in calculations(str(equation))] == [True], equation
        decimals = [len(text.partition(".")[2]) for text in equation.terms if "10" not in text]
        assert max(decimals, default=0) <= MOST + 4, "a small number begins later"
    assert product(round(a, 2), "2", 2 * round(a, 2)).relation == "="


@pytest.mark.slow
@given(st.lists(NUMBERS, min_size=2, max_size=16), st.integers(1, 2))
def test_what_is_added_up_is_true_or_about(terms: list[float], most: int) -> None:
    total = 0.0
    for term in terms:
        total += term
    for equation in (addition(terms, total), addition(terms, total, 1, most, lambda v, d: number(v or 0.0, d))):
        assert [each.is_true for each in calculations(str(equation))] == [True], equation


def test_what_cannot_be_true_says_about() -> None:
    assert str(product("2.0", "0.40", 0.8003, 4)) == "2.0 × 0.40 ≈ 0.8003"
    assert str(product(-0.5, -2.0, 1.0, write=brief)) == "−.5 × (−2) = 1"
