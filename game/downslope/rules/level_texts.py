"""The texts of a level: of which kind each is, and how long it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..learning.network import Found
from .knob import Knob
from .question import Marker, Question

# Field -> how many letters it may have.
TEXTS = {
    "id": 80, "title": 80, "brief": 400, "insight": 400, "chapter": 80, "picture": 80, "caption": 120,
    "weights_from": 160,
}  # fmt: skip
HINT, WORD, TITLE, ASKED, ANSWER = 400, 80, 80, 400, 200
HINTS = 20


def text_faults(level: Any) -> Iterator[Found]:
    """Those of a Level that are no texts, or too long."""
    for name, most in TEXTS.items():
        yield from _text(name, getattr(level, name), most)
    if not isinstance(level.hints, (list, tuple)) or len(level.hints) > HINTS:
        yield "hints", level.hints, f"a list of at most {HINTS} texts"
    else:
        for hint in level.hints:
            yield from _text("hints", hint, HINT)
    if not isinstance(level.words, Mapping):
        yield "words", level.words, 'a table, such as {"input": "temperature"}'
    else:
        for key, word in level.words.items():
            yield from _text("words", key, WORD)
            yield from _text("words", word, WORD)
    for knob in level.knobs:
        if isinstance(knob, Knob):
            yield from _text("knobs", knob.name, TITLE)
            yield from _text(f"knobs.{knob.name}", knob.title, TITLE)
    for question in (*level.questions, *level.recap):
        if isinstance(question, (Question, Marker)):
            yield from _text("questions", question.text, ASKED)
            yield from _text("questions", question.why, ASKED)
        if isinstance(question, Question):
            for answer in (*question.answers, *question.notes):
                yield from _text("questions", answer, ANSWER)


def _text(name: str, value: object, most: int) -> Iterator[Found]:
    if not isinstance(value, str):
        yield name, value, "a text, in quotes"
    elif len(value) > most:
        yield name, value, f"at most {most} letters"
