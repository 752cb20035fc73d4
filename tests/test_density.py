"""How much an opening screen says. The limits only fall."""

from statistics import median

import pytest

from density import NUMBER, densities
from downslope.rules.campaign import codes
from downslope.scenes.opening import MOST_WORDS, WORD
from support import shipped

MIDDLE_WORDS = 60
# Of each part of a chapter's levels
WORDS = {"1": 45, **dict.fromkeys("234678", 60), "7-1": 53, "7-2": 56, "7-3": 53, "7-4": 56}
NUMBERS = {"1-5": 36, "1": 20, **dict.fromkeys("678", 35), "7-1": 22, "7-3": 21, "7-4": 18, "7-5": 19, "7-6": 19}


def limit(limits: dict[str, int], code: str, most: int) -> int:
    """The level's own, its chapter's, else that of all."""
    return limits.get(code, limits.get(code.partition("-")[0], most))


def test_a_word_has_two_letters_and_a_number_its_sign() -> None:
    line = "a weight, Pip’s: −.5 × 10.50 = 2"
    assert WORD.findall(line) == ["weight", "Pip’s"] and NUMBER.findall(line) == ["−.5", "10.50", "2"]


@pytest.mark.slow
def test_no_opening_screen_says_more_than_its_limit() -> None:
    screens, code = list(densities()), codes(shipped())
    first = next(screen for screen in screens if screen.level == "double-it")
    assert first.words <= 25 and first.numbers <= 12
    assert [f"{screen.level} {screen.part}: {screen.words} words, {screen.numbers} numbers" for screen in screens
            if screen.words > limit(WORDS, code[screen.level], MOST_WORDS)
            or screen.numbers > limit(NUMBERS, code[screen.level], 99)] == []  # fmt: skip
    assert median(screen.words for screen in screens if screen.part == 1) <= MIDDLE_WORDS
