"""Sentences that were replaced are nowhere any more: each said something that was not so, or not to be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [*sorted((ROOT / "game").rglob("*.py")), *sorted((ROOT / "levels").glob("*.py"))]
REPLACED = (
    "Does the same sign do?",
    "The wire is dark: you see the prediction only when you send.",
    "one zero, one place",
    "Five guests, one spoon",
    "weight] must change by 1.1",
    "Twelve nights at alpha 3",
    "until numbers end",
    "NaN is not a bug",
    "all is as it was at",
    "over a whole pass the moves add up to 0",
    "near enough.",
    "Watch six crossings",
    "Stack as many panes",
)


@pytest.fixture(scope="module")
def written() -> str:
    """All source in which sentences stand, as one text: what was broken into lines put together again."""
    text = "\n".join(file.read_text("utf-8") for file in SOURCES)
    return " ".join(text.replace('"\n', "\n").replace('\n    "', "\n").split())


@pytest.mark.parametrize("sentence", REPLACED)
def test_a_sentence_that_was_replaced_is_gone(written: str, sentence: str) -> None:
    assert sentence not in written
