"""The panel at the foot of the map: the chosen level in a few words and numbers, left of the Play button."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LABEL, LARGE_NUMBER, STRONG, TextStyle
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PLAY = 236.0  # width of the button
LEAST = 300.0  # least room for the words at the usual text size; columns go first, from the last on


class Column(NamedTuple):
    head: str
    value: str
    number: bool = True


class Card(NamedTuple):
    """What the panel says. The columns: what matters most comes first."""

    code: str
    title: str
    sentence: str
    columns: tuple[Column, ...] = ()


def draw_panel(canvas: Canvas, rect: Rect, card: Card) -> None:
    x, y, w, h = rect
    key = ("map panel", card, rect)
    canvas.cached(key, x - 40, y - 40, w + 80, h + 80, lambda sub: _draw(sub, rect, card))


def _draw(canvas: Canvas, rect: Rect, card: Card) -> None:
    x, y, w, h = rect
    canvas.sheet(x, y, w, h)
    first, second = y + 15 + 22 * canvas.type, y + h - 22
    end = x + w - 16 - PLAY - 24
    left = x + 150
    if canvas.type > 1.3:
        left = x + 24
    else:
        _bowl(canvas, x + 14, y + 12, 116, h - 24)
    columns = [(column, _wide(canvas, column)) for column in card.columns]
    least = LEAST * canvas.type
    while columns and end - left - sum(wide for _, wide in columns) - 28 * len(columns) < least:
        columns.pop()
    stop = end - sum(wide for _, wide in columns) - 28 * len(columns) if columns else end
    code = canvas.text(left, first, card.code, LARGE_NUMBER, "text2", "start") + 24 if card.code else 0.0
    canvas.within(left + code, first, card.title, stop - left - code - 16, STRONG.sized(22), "text")
    canvas.text(left, second, _first_words(canvas, card.sentence, stop - left - 16), BODY, "text2")
    if columns:
        canvas.line(stop, y + 18, stop, y + h - 18, "border", 1.5)
    at = stop + 22
    for column, wide in columns:
        canvas.text(at, first - 3, column.head, LABEL, "text2")
        size, weight, family = (20, 700, "mono") if column.number else (16, 600, "ui")
        canvas.text(at, second, column.value, TextStyle(size, weight, family), "text" if column.number else "text2")
        at += wide + 28


def _first_words(canvas: Canvas, sentence: str, room: float) -> str:
    """The sentence, or as many whole words as there is room for."""
    if canvas.width(sentence) <= room:
        return sentence
    words = sentence.split()
    while len(words) > 1 and canvas.width(" ".join(words).rstrip(",.;:") + " …") > room:
        words.pop()
    return canvas.fit(" ".join(words).rstrip(",.;:") + " …", room)


def _wide(canvas: Canvas, column: Column) -> float:
    size, weight, family = (20, 700, "mono") if column.number else (16, 600, "ui")
    return max(canvas.width(column.head, LABEL), canvas.width(column.value, TextStyle(size, weight, family)))


def _bowl(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A vignette: a bowl with Pip on its way to the flag. Not the level's own."""
    canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")], 10)
    low = y + h - 12
    points = []
    for i in range(45):
        u = i / 20 - 1.1
        points.append((x + w / 2 + u * w * 0.46, low - u * u * (h - 10)))
    with canvas.clip(x, y, w, h, 10):
        canvas.polygon([*points, (x + w + 9, y + h + 9), (x - 9, y + h + 9)], "ter1")
        canvas.polyline(points, "error", 3)
        canvas.flag(x + w / 2, low, 24, glow=False)
        canvas.pip(x + 22, y + 14, 7, (0.2, 0.2))
