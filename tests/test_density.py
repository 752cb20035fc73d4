"""How much an opening screen says. The limits only fall."""

from statistics import median

import pytest

from density import NUMBER, WORD, densities

MOST_WORDS, MIDDLE_WORDS = 123, 81


def test_a_word_has_two_letters_and_a_number_its_sign() -> None:
    line = "a weight, Pip’s: −.5 × 10.50 = 2"
    assert WORD.findall(line) == ["weight", "Pip’s"] and NUMBER.findall(line) == ["−.5", "10.50", "2"]


@pytest.mark.slow
def test_no_opening_screen_says_more_than_its_limit() -> None:
    screens = list(densities())
    assert [f"{screen.level} {screen.part}: {screen.words}" for screen in screens if screen.words > MOST_WORDS] == []
    assert median(screen.words for screen in screens if screen.part == 1) <= MIDDLE_WORDS
