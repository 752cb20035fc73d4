"""How much an opening screen says. The limits only fall."""

from statistics import median

import pytest

from density import NUMBER, densities
from downslope.rules.campaign import codes
from downslope.scenes.opening import MOST_WORDS, WORD
from support import shipped

MIDDLE_WORDS, MIDDLE_NUMBERS = 50, 16
# Of each part of a chapter's levels
WORDS = {"1": 45, **dict.fromkeys("234678", 60), "7-3": 53}
NUMBERS = {"1-5": 36, "1": 20, **dict.fromkeys("678", 35), "7-3": 21, "7-6": 19}
# Words and numbers of an opening as it was drawn, counted on that drawing's canvas as here; a tenth more may stand
# there. On the drawing of 7-1 no bet is asked, whose answers are the numbers 0, 1 and 2.
DRAWN = {"5-5": (46, 5), "6-1": (54, 19), "6-5": (42, 12), "7-1": (44, 5 + 3), "7-2": (56, 28), "7-4": (51, 17),
         "7-5": (49, 8), "8-2": (44, 14)}  # fmt: skip


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
    assert median(screen.numbers for screen in screens if screen.part == 1) <= MIDDLE_NUMBERS
    assert [f"{screen.level}: {screen.words} words, {screen.numbers} numbers, drawn {DRAWN[code[screen.level]]}"
            for screen in screens if screen.part == 1 and code[screen.level] in DRAWN
            and any(count > 1.1 * drawn for count, drawn in zip((screen.words, screen.numbers),
                                                                DRAWN[code[screen.level]]))] == []  # fmt: skip
