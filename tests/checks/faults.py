"""What a reader would trip over on a screen: each fault is (kind, what it is about)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pygame import Rect

from checks.looks import Seen
from checks.paper import Text

CUT = 0.06  # so much of a text's ink may be lost: a letter's foot, no more
COVERED = 0.12
SHARE, LEAST = 0.12, 3  # words lie on words: more than 12 % of the smaller one, and more than 3 pixels each way


class Fault(NamedTuple):
    """`kind`: cut, covered, short, over, label or note."""

    kind: str
    text: str


def faults(seen: Seen) -> list[Fault]:
    """All of them, in no order."""
    window = Rect(0, 0, *seen.look.size)
    return sorted({*cut(seen.texts, window), *covered(seen.texts), *over(seen.texts, window), *labels(seen)})


def cut(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Letters that lie outside the layer that they are written on, or left and right of what is seen of it."""
    for text in texts:
        kept = text.ink.clip(text.layer).clip(window)
        if text.clip is not None:  # what is scrolled up or down is meant
            across = Rect(text.clip.x, kept.y, text.clip.w, kept.h)
            kept = kept.clip(across)
            if not text.ink.colliderect(text.clip):
                continue
        lost = 1 - kept.w * kept.h / max(1, text.ink.w * text.ink.h)
        if lost > CUT:
            yield Fault("cut", f"{text.string} {lost:.0%}")
        if text.short:
            yield Fault("short", text.string)


def covered(texts: list[Text]) -> Iterator[Fault]:
    """Words that come out from under something."""
    for text in texts:
        if text.cover is not None:
            hidden = text.seen.clip(text.cover)
            part = hidden.w * hidden.h / max(1, text.seen.w * text.seen.h)
            if part > COVERED:
                yield Fault("covered", f"{text.string} {part:.0%}")


def over(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Words on words."""
    seen = [(text.string, text.seen.clip(window)) for text in texts]
    seen = [(string, ink) for string, ink in seen if ink.w and ink.h]
    for i, (first, a) in enumerate(seen):
        for second, b in seen[i + 1 :]:
            both = a.clip(b)
            part = both.w * both.h / min(a.w * a.h, b.w * b.h)
            if (first, a) != (second, b) and min(both.w, both.h) > LEAST and part > SHARE:
                yield Fault("over", " / ".join(sorted((first, second))) + f" {part:.0%}")


def labels(seen: Seen) -> Iterator[Fault]:
    """A control whose own words are shortened."""
    for widget, texts in seen.labels:
        for text in texts:
            if text.short:
                yield Fault("label", f"{widget.name}: {text.string}")
