"""What the card at a chapter's end is made of: a mark, how many of how many, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, VALUE
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

MARK, AFTER = 30.0, 12.0  # its width, and what is free after it


class ChapterFact(NamedTuple):
    """mark: flag, star, or the name of an icon."""

    mark: str
    value: str
    word: str


def draw_chapter_fact(canvas: Canvas, rect: Rect, fact: ChapterFact) -> None:
    """The mark beside two lines, in the middle of its place."""
    x, y, w, h = rect
    wide = max(canvas.width(fact.value, VALUE), canvas.width(fact.word, BODY))
    left, middle = x + max(0.0, (w - wide - MARK - AFTER) / 2), y + h / 2
    if fact.mark == "flag":
        canvas.line(left + 6, middle + 14, left + 6, middle - 12, "gold1", 2.4)
        canvas.polygon([(left + 7, middle - 12), (left + 24, middle - 6), (left + 7, middle)], "gold1")
    elif fact.mark == "star":
        canvas.star(left + MARK / 2, middle, 15)
    else:
        canvas.icon(fact.mark, left + 2, middle - 13, 26, "text")
    words = left + MARK + AFTER
    canvas.text(words, middle - 3, fact.value, VALUE, "text")
    canvas.text(words, middle + 17 * canvas.type, fact.word, BODY, "text2")
