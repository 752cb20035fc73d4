"""A number is read the same wherever it is typed: in the window, as an option, in a range of a sweep."""

from collections.abc import Callable

import pytest

from downslope.storage.errors import Refused
from downslope.sweep.grid import numbers
from downslope.terminal.suggest import number
from downslope.typed_number import parse

Door = Callable[[str], float]
DOORS: dict[str, Door] = {
    "window": parse,
    "option": lambda text: number("--alpha", text),
    "range": lambda text: numbers("--alpha", [text])[0],
}
TYPED = {".25": 0.25, "+1.5": 1.5, "−3": -3.0, "1e-3": 0.001, "3.": 3.0, " 2 ": 2.0}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize(("text", "value"), TYPED.items())
def test_a_number_is_read_as_it_is_meant(door: Door, text: str, value: float) -> None:
    assert door(text) == value


@pytest.mark.parametrize("name", ["window", "option"])  # in a range a comma parts numbers
def test_a_comma_parts_the_decimals(name: str) -> None:
    assert DOORS[name](",5") == 0.5


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("text", ["", "-", ".", "x", "1_0", "inf", "-inf", "nan", "1e999", "--1", "1.2.3"])
def test_what_is_no_number_is_refused(door: Door, text: str) -> None:
    with pytest.raises((ValueError, Refused)):
        door(text)
