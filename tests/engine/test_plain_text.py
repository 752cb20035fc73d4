"""Text of strangers: what cannot be seen, or does something to what stands around it, is not in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from downslope.engine.plain_text import plain, plain_object, short_repr, unmarked_lines
from support import campaign

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY)
def test_nothing_is_left_that_a_terminal_or_a_window_obeys(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(letter) for letter in shown if letter not in "\u200c\u200d"} & {"Cc", "Cs", "Cf"}
    shown.encode()
    assert plain(shown) == shown and unmarked_lines(text).count("\n") == text.count("\n")


def test_of_a_long_list_only_the_beginning_is_looked_at() -> None:
    class Counted:
        seen = 0

        def __repr__(self) -> str:
            type(self).seen += 1
            return "x"

    assert short_repr([Counted()] * 10_000) == "[x, x, x, x, x, x, ...]" and Counted.seen < 10
    assert short_repr([1j]) == "[1j]" and len(short_repr("y" * 1000)) == 60


def test_what_can_be_read_stays() -> None:
    for text in ("weight × −0.5 → “goal”", "नमस्ते", "日本語", "é", "\U0001f468\u200d\U0001f469\u200d\U0001f467"):
        assert plain(text) == text


def test_shipped_levels_are_plain() -> None:
    for level in campaign():
        assert plain_object(level) is level


@dataclass(frozen=True)
class Box:
    words: object


class Pair(NamedTuple):
    one: str
    other: object


def test_texts_are_found_wherever_they_are() -> None:
    bad = "a\x1bb"
    assert plain_object([Box((bad, 1)), {bad: Pair(bad, [bad])}]) == [Box(("ab", 1)), {"ab": Pair("ab", ["ab"])}]
