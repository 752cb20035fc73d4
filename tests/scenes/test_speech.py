"""What is read aloud: each thing once, the newest first, one a second at most."""

from __future__ import annotations

from downslope.scenes.base.speech import LONGEST, Announcer, Speech, shorten


def test_each_is_said_once_and_the_newest_wins() -> None:
    announcer = Announcer()
    assert announcer.next(Speech(line="one"), 0.1) == "one"
    assert announcer.next(Speech(line="one"), 5.0) == ""
    assert announcer.next(Speech(line="two"), 0.0) == "two"
    assert announcer.next(Speech(line="three"), 0.5) == ""  # not so soon
    assert announcer.next(Speech(line="four"), 0.2) == ""
    assert announcer.next(Speech(line="four"), 0.4) == "four"
    assert announcer.next(Speech(), 9.0) == ""


def test_a_verdict_comes_first() -> None:
    assert Announcer().next(Speech("Pip", "landed", "a note", "a knob"), 0.0) == "landed"
    assert Announcer().next(Speech("Pip", "", "", "a knob"), 0.0) == "Pip"


def test_what_is_long_is_cut_at_a_word() -> None:
    text = shorten("word " * 100)
    assert len(text) <= LONGEST and text.endswith("word…")
    assert shorten("two\n lines") == "two lines"
    assert len(shorten("字" * 500)) == LONGEST and shorten("字" * 500).startswith("字字")  # not all writing has spaces
