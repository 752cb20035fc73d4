"""What a picture puts beside what it speaks of: a plate for words, a tag with a quantity, a numbered disc, a band."""

from __future__ import annotations

from .canvas import Canvas
from .raster import Point
from .shapes import Dash
from .tokens import NUMBER, TextStyle

Rect = tuple[float, float, float, float]
MARK, BEFORE, AFTER = 17.0, 12.0, 10.0  # of a tag: from its left to the middle of the mark; room beside mark and words

BAND = 6.0  # no band of tolerance is thinner


def draw_plate(canvas: Canvas, rect: Rect, edge: str = "", radius: float = 10.0, width: float = 1.5, *,
               fill: str = "panel", alpha: float = 1.0, dash: Dash | None = None) -> None:  # fmt: skip
    """Draws a filled background for text with an inner edge. `edge`: its colour, "" for none; `alpha`: of the fill."""
    canvas.rect(*rect, fill, radius, alpha=alpha)
    if edge:
        draw_edge(canvas, rect, edge, radius, width, dash=dash)


def draw_edge(canvas: Canvas, rect: Rect, edge: str, radius: float, width: float, *, alpha: float = 1.0,
              dash: Dash | None = None) -> None:  # fmt: skip
    """Draws only the edge, inside a rect whose corners have that radius."""
    x, y, w, h = rect
    inside = max(1, round(width - 0.2)) / 2  # halves of a pixel, so that the edge is crisp
    canvas.rect(x + inside, y + inside, w - 2 * inside, h - 2 * inside, None, radius - inside, edge, width, alpha, dash)


def draw_word_backplate(canvas: Canvas, left: float, base: float, wide: float) -> None:
    """Behind a line of words on the sky, so that no star is read as a point of them. `base`: its baseline."""
    height = 12 + 18 * canvas.type
    draw_plate(canvas, (left - 10, canvas.vcentre_of(base) - height / 2, wide + 20, height), radius=9, alpha=0.8)


def tag_size(canvas: Canvas, text: str, style: TextStyle = NUMBER) -> tuple[float, float]:
    """Width and height of a tag."""
    return BEFORE + style.size + canvas.width(text, style) + AFTER, 14 + (2 + style.size) * canvas.type


def draw_tag(canvas: Canvas, rect: Rect, text: str, hue: str, style: TextStyle = NUMBER) -> None:
    """A quantity's mark and its number on a plate, all in its hue."""
    x, y, _w, h = rect
    draw_plate(canvas, rect, hue)
    canvas.glyph(hue, x + MARK, y + h / 2, 0.4 * style.size)
    canvas.text_vcenter(x + BEFORE + style.size, y + h / 2, text, style, hue)


def draw_disc(canvas: Canvas, spot: Point, radius: float, label: str, edge: str, width: float, *, tint: float,
              size: float = 16.0, hue: str = "ball2", dash: Dash | None = None) -> None:  # fmt: skip
    """A numbered stone, not smaller than its number. `tint`: how much of `hue` it has, 0..1; `size`: of the number."""
    radius = max(radius, canvas.width(label, NUMBER.with_size(size)) / 2 + 2)
    canvas.circle(*spot, radius, canvas.mix("stone", hue, tint))
    canvas.circle(*spot, radius, None, edge, width, dash=dash)
    canvas.text_vcenter(*spot, label, NUMBER.with_size(size), "text", "middle")


def band_ends(one: float, other: float, least: float = BAND) -> tuple[float, float]:
    """Where a band of tolerance begins and ends, so that it can be seen: around its middle, `least` wide at least."""
    middle, half = (one + other) / 2, max(least, abs(one - other)) / 2
    return middle - half, middle + half
