"""How much an opening screen says. The limits only fall."""

from statistics import median

import pytest

from density import NUMBER, WORD, densities
from support import campaign

MOST_WORDS, MIDDLE_WORDS = 123, 81


def test_a_word_has_two_letters_and_a_number_its_sign() -> None:
    line = "a weight, Pip’s: −.5 × 10.50 = 2"
    assert WORD.findall(line) == ["weight", "Pip’s"] and NUMBER.findall(line) == ["−.5", "10.50", "2"]


@pytest.mark.slow
def test_the_first_chapter_begins_with_little() -> None:
    names = [level.id for level in campaign() if level.chapter == "forward"]
    opens = {screen.level: (screen.words, screen.numbers) for screen in densities(names) if screen.part == 1}
    assert list(opens) == names and opens["double-it"][0] <= 25 and opens["double-it"][1] <= 12
    assert {name: count for name, count in opens.items() if count[0] > 45} == {}
    assert [name for name, count in opens.items() if count[1] > 20] == ["one-knob-two-days"]


@pytest.mark.slow
def test_no_opening_screen_says_more_than_its_limit() -> None:
    screens = list(densities())
    assert [f"{screen.level} {screen.part}: {screen.words}" for screen in screens if screen.words > MOST_WORDS] == []
    assert median(screen.words for screen in screens if screen.part == 1) <= MIDDLE_WORDS
