"""What a reader would trip over on a screen: each fault is (kind, what it is about)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pygame import Rect

from checks.looks import Seen
from checks.paper import Text
from downslope.view.draw.tokens import SMALLEST_TEXT
from downslope.view.networks.net_nodes import WireControl
from downslope.view.pictures.pixel_squares import DrawingPad
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import NumberInput

KNOBS = (NumberInput, Segmented, DrawingPad)
CUT = 0.06  # so much of a text's ink may be lost: a letter's foot, no more
COVERED = 0.12
SHARE, LEAST = 0.12, 3  # words lie on words: more than 12 % of the smaller one, and more than 3 pixels each way


class Fault(NamedTuple):
    """`kind`: cut, covered, short, over, small, label or note."""

    kind: str
    text: str


def faults(seen: Seen) -> list[Fault]:
    """All of them, in no order."""
    window = Rect(0, 0, *seen.look.size)
    texts = seen.texts
    hidden = covered(texts, [*seen.notes, *seen.sheets])
    found = {*cut(texts, window), *hidden, *over(texts, window), *small(texts), *labels(seen), *notes(seen)}
    return sorted(fault for fault in found if not (seen.look.longer and fault.kind in SHORTENED))


SHORTENED = ("short", "label")  # what no language as short as ours has to: the pointer shows the whole


def cut(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Letters that lie outside the layer that they are written on, or left and right of what is seen of it."""
    for text in texts:
        whole = text.ink
        if text.clip is not None:  # what is scrolled up or down is meant, also where it reaches beyond the window
            if not text.ink.colliderect(text.clip):
                continue
            whole = text.ink.clip(Rect(text.ink.x, text.clip.y, text.ink.w, text.clip.h))
        kept = whole.clip(text.layer).clip(window).clip(text.clip or whole)
        lost = 1 - kept.w * kept.h / max(1, whole.w * whole.h)
        if lost > CUT:
            yield Fault("cut", f"{text.string} {lost:.0%}")
        if text.short:
            yield Fault("short", text.string)


def covered(texts: list[Text], notes: list[Rect] | None = None) -> Iterator[Fault]:
    """Words that come out from under something; `notes` may lie on them, they are gone after some seconds."""
    for text in texts:
        if any(note.inflate(4, 4).contains(sheet) for note in notes or () for sheet in text.covers):
            continue
        hidden = [text.seen.clip(sheet) for sheet in text.covers]
        part = max((box.w * box.h for box in hidden), default=0) / max(1, text.seen.w * text.seen.h)
        if part > COVERED:
            yield Fault("covered", f"{text.string} {part:.0%}")


def over(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Words on words."""
    seen = [(text, text.seen.clip(window)) for text in texts]
    seen = [(text, ink) for text, ink in seen if ink.w and ink.h]
    boxes = [ink for _text, ink in seen]
    for i, (first, a) in enumerate(seen):
        for second, b in (seen[k] for k in a.collidelistall(boxes) if k > i):
            both = a.clip(b)
            part = both.w * both.h / min(a.w * a.h, b.w * b.h)
            same = (first.string, a) == (second.string, b)
            under = any(sheet.contains(b) for sheet in first.covers)  # the second stands on what hides the first
            if min(both.w, both.h) > LEAST and part > SHARE and not same and not under:
                yield Fault("over", " / ".join(sorted((first.string, second.string))) + f" {part:.0%}")


def small(texts: list[Text]) -> Iterator[Fault]:
    """Letters that are too small to be read at a glance."""
    for text in texts:
        if text.px < SMALLEST_TEXT:
            yield Fault("small", f"{text.string}: {text.px:g} px")


def labels(seen: Seen) -> Iterator[Fault]:
    """A control whose own words are shortened."""
    for widget, texts in seen.labels:
        for text in texts:
            if text.short:
                yield Fault("label", f"{widget.name}: {text.string}")


def notes(seen: Seen) -> Iterator[Fault]:
    """A note on a control that is turned: the knob that it may speak of."""
    for note in seen.notes:
        for widget in seen.widgets:
            turned = isinstance(widget, KNOBS) and not isinstance(widget, WireControl)  # that one is the whole picture
            if turned and widget.visible and note.colliderect(seen.box(widget.rect).inflate(-4, -4)):
                yield Fault("note", widget.name)
