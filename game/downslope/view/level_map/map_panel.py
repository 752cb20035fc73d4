"""The panel at the foot of the map: the chosen level in a few words and numbers, left of the Play button."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LABEL, LARGE, LARGE_NUMBER, VALUE, TextStyle
from ..widgets.card import Card
from ..widgets.layout import Box, Part, Split, either, inset, row, stack
from ..widgets.panel import Figure, Panel
from ..widgets.widget import Rect, Widget
from .thumbnail import LevelStory, draw_thumbnail

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PLAY, PLAY_HIGH = 236.0, 58.0  # of the button
BOWL = 116.0  # width of the thumbnail
LEAST = 300.0  # least room for the words at the usual text size; facts go first, from the last on
LINES = 2  # of the sentence
STAR = 26.0  # from a star to what it asks for


class Fact(NamedTuple):
    """A value with its name over it."""

    head: str
    value: str
    number: bool = True

    @property
    def style(self) -> TextStyle:
        """Of its value."""
        return VALUE if self.number else LABEL


class StopText(NamedTuple):
    """What the panel says. The facts: what matters most comes first; stars: (what it asks for, is it earned), of each.
    """

    code: str
    title: str
    sentence: str
    facts: tuple[Fact, ...] = ()
    stars: tuple[tuple[str, bool], ...] = ()
    story: LevelStory = LevelStory()  # what the thumbnail shows


class StopPanel(Panel):
    """`text` may be another at any time; the button stays where it is."""

    flat = True

    def __init__(self, text: StopText, play: Widget) -> None:
        self.text, self.play = text, play
        self._card: Card | None = None
        self._key: Hashable = None  # what the card was made from

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        high = min(h - 24, PLAY_HIGH)
        self.play.rect = (x + w - 16 - PLAY, y + (h - high) / 2 + 2, PLAY, high)
        return [self.play]

    def paint(self, canvas: Canvas) -> None:
        key = (self.text, self.rect, canvas.look)
        if self._card is None or key != self._key:
            self._card, self._key = Card(text_tree(canvas, self.text), padding=0), key
            self._card.place(self.rect)
        self._card.paint(canvas)


def text_tree(canvas: Canvas, text: StopText) -> Split:
    """With a thumbnail, stars and all facts where there is room; then facts go, the last first, then the thumbnail.

    The sentence is never cut: what stands beside it gives way first.
    """
    count = len(text.facts)
    trees = [_tree(canvas, text, bowl, shown, True) for bowl in (True, False) for shown in range(count, -1, -1)]
    trees.append(_tree(canvas, text, False, 0, False))
    return inset(either(*trees), right=16 + PLAY + 24)


def _tree(canvas: Canvas, text: StopText, bowl: bool, count: int, stars: bool) -> Split:
    words = Part(Figure(draw_words, text, least=(_least(canvas, text.sentence) if stars else LEAST * canvas.type, 0)))
    thumbnail = inset(Figure(draw_thumbnail, text.story), 14, 12, 0, 12)
    before = [Part(thumbnail, 14 + BOWL), Part(Box(), 20)] if bowl else [Part(Box(), 24)]
    facts = []
    for fact in text.facts[:count]:
        wide = max(canvas.width(fact.head, LABEL), canvas.width(fact.value, fact.style))
        facts.append(Part(Figure(draw_fact, fact), wide))
    if text.stars and stars:
        wide = max(canvas.width(asks, LABEL) for asks, _earned in text.stars) + STAR
        facts.insert(0, Part(Figure(draw_star_rows, text.stars), wide))
    ruled = stack(Part(Figure(draw_separator)), Part(inset(row(*facts, gap=28), 22, 0, 6, 0)))
    return row(*before, words, *([Part(Box(), 16), Part(ruled, share=0)] if facts else []), gap=0)


def _least(canvas: Canvas, sentence: str) -> float:
    """The least width in which the sentence has room on its lines."""
    room = LEAST * canvas.type
    while len(canvas.lines(sentence, room)) > LINES and room < canvas.w:
        room += 20
    return room


def draw_star_rows(canvas: Canvas, rect: Rect, stars: tuple[tuple[str, bool], ...]) -> None:
    """What each star asks for, one under the other."""
    x, y, _w, h = rect
    pitch = 25 * canvas.type
    for number, (asks, earned) in enumerate(stars):
        middle = y + h / 2 + (number - (len(stars) - 1) / 2) * pitch
        canvas.star(x + 9, middle, 9 * min(1.25, canvas.type), on=earned)
        canvas.mid_text(x + STAR, middle, asks, LABEL, "text" if earned else "text2")


def draw_words(canvas: Canvas, rect: Rect, text: StopText) -> None:
    """Code and title on the first line, the sentence below."""
    x, y, w, h = rect
    lines = canvas.lines(text.sentence, w)
    step = 22 * canvas.type
    first = y + (h - 32 * canvas.type - step * len(lines)) / 2 + 22 * canvas.type
    code = canvas.text(x, first, text.code, LARGE_NUMBER, "text2") + 24 if text.code else 0.0
    canvas.within(x + code, first, text.title, w - code, LARGE, "text")
    for number, line in enumerate(lines):
        canvas.text(x, first + 7 * canvas.type + step * (number + 0.9), line, BODY, "text2")


def draw_fact(canvas: Canvas, rect: Rect, fact: Fact) -> None:
    """The name on the first line, the value on the second."""
    first, second = _lines(canvas, rect)
    canvas.text(rect[0], first - 3, fact.head, LABEL, "text2")
    canvas.text(rect[0], second, fact.value, fact.style, "text" if fact.number else "text2")


def draw_separator(canvas: Canvas, rect: Rect) -> None:
    """The line before the facts."""
    x, y, _w, h = rect
    canvas.line(x, y + 18, x, y + h - 18, "border", 1.5)


def _lines(canvas: Canvas, rect: Rect) -> tuple[float, float]:
    """The baselines of the two lines."""
    return rect[1] + 20 + 22 * canvas.type, rect[1] + rect[3] - 28
