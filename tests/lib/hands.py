"""Fifty digits in five hands, as strokes of a pen: made up for the tests, none of them is in the data set. Two hands
write as others do: one small in a corner of the pad, and one as broad as it is.

hands.txt has the strokes of each digit: points "x,y" in hundredths of the pad, y downwards; curves go through the
points (Catmull & Rom 1974).
"""

from collections.abc import Iterable
from pathlib import Path

Stroke = list[tuple[float, float]]

WRITTEN = [part.splitlines()[1:] for part in Path(__file__).with_name("hands.txt").read_text("utf-8").split("\n\n")]
HANDS = range(5)


def strokes(hand: int, digit: int) -> list[Stroke]:
    """As the pen goes: points 0 ... 1, close together. A point that is named twice is a corner."""
    found = []
    left, wide, top, high = {3: (10, 0.45, 10, 0.6), 4: (-8, 1.15, 5, 0.9)}.get(hand, (0, 1, 0, 1))
    for text in WRITTEN[hand % 3][digit][3:].split(" / "):
        pairs = ([float(number) for number in word.split(",")] for word in text.split())
        points = [((left + wide * x) / 100, (top + high * y) / 100) for x, y in pairs]
        parts: list[Stroke] = [[points[0]]]
        for before, point in zip(points, points[1:]):
            parts.append([point]) if point == before else parts[-1].append(point)
        found.append([spot for part in parts for spot in _smooth(part)])
    return found


def _smooth(points: Stroke, between: int = 6) -> Stroke:
    ends = [points[0], *points, points[-1]]
    spots: Stroke = []
    for corners in zip(ends, ends[1:], ends[2:], ends[3:]):
        xs, ys = zip(*corners)
        spots += [(_spline(*xs, k / between), _spline(*ys, k / between)) for k in range(between)]
    return [*spots, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def rasterize(strokes: Iterable[Stroke], width: int, pen: float) -> list[float]:
    """Strokes as a square raster, `width` points across. A stroke is points (x, y), 0 ... 1, y downwards.

    `pen`: how wide it is, as a part of the raster.
    """
    ink, reach = [0.0] * (width * width), pen * width / 2
    for stroke in strokes:
        for start, end in zip(stroke, stroke[1:] or stroke):
            (ax, bx), (ay, by) = ((a * width, b * width) for a, b in zip(start, end))
            length = (bx - ax) ** 2 + (by - ay) ** 2
            for y in range(max(0, int(min(ay, by) - reach)), min(width, int(max(ay, by) + reach) + 1)):
                for x in range(max(0, int(min(ax, bx) - reach)), min(width, int(max(ax, bx) + reach) + 1)):
                    px, py = x + 0.5 - ax, y + 0.5 - ay
                    along = 0.0 if length == 0.0 else min(1.0, max(0.0, (px * (bx - ax) + py * (by - ay)) / length))
                    if (px - along * (bx - ax)) ** 2 + (py - along * (by - ay)) ** 2 <= reach * reach:
                        ink[y * width + x] = 1.0
    return ink
