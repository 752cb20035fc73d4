"""A number is read the same wherever it is typed: in the window, as an option, in a range of a sweep."""

from collections.abc import Callable

import pytest

from downslope.i18n import parse_number
from downslope.storage.files import Refused
from downslope.sweep.grid import numbers
from downslope.terminal.output import number

TYPED = {".25": 0.25, "+1.5": 1.5, "−3": -3.0, "1e-3": 0.001, "3.": 3.0, " 2 ": 2.0}
WRONG = ("", "-", ".", "x", "1_0", "inf", "-inf", "nan", "1e999", "--1", "1.2.3")


@pytest.mark.parametrize("door", [
    parse_number, lambda text: number("--alpha", text), lambda text: numbers("--alpha", [text])[0],
])  # fmt: skip
def test_a_number_is_read_as_it_is_meant_and_what_is_none_is_refused(door: Callable[[str], float]) -> None:
    assert {text: door(text) for text in TYPED} == TYPED and parse_number(",5") == number("--alpha", ",5") == 0.5
    for text in WRONG:
        with pytest.raises((ValueError, Refused)):
            door(text)
