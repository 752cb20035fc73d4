"""A number is read the same wherever it is typed: in the window, as an option, in a range of a sweep."""

from collections.abc import Callable

import pytest

from downslope.i18n import parse_number
from downslope.storage.files import Refused
from downslope.sweep.grid import numbers
from downslope.terminal.output import number

Door = Callable[[str], float]
DOORS: dict[str, Door] = {
    "window": parse_number,
    "option": lambda text: number("--alpha", text),
    "range": lambda text: numbers("--alpha", [text])[0],
}
TYPED = {".25": 0.25, "+1.5": 1.5, "−3": -3.0, "1e-3": 0.001, "3.": 3.0, " 2 ": 2.0}


WRONG = ("", "-", ".", "x", "1_0", "inf", "-inf", "nan", "1e999", "--1", "1.2.3")


@pytest.mark.parametrize("name", DOORS)
def test_a_number_is_read_as_it_is_meant_and_what_is_none_is_refused(name: str) -> None:
    door = DOORS[name]
    assert {text: door(text) for text in TYPED} == TYPED
    assert name == "range" or door(",5") == 0.5  # in a range a comma parts numbers
    for text in WRONG:
        with pytest.raises((ValueError, Refused)):
            door(text)
