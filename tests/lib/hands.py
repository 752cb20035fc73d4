"""Fifty digits in five hands, as strokes of a pen: made up for the tests, none of them is in the data set. Two hands
write as others do: one small in a corner of the pad, and one as broad as it is.

A hand is one way to write each digit. A stroke is a text of points "x,y", in hundredths of the pad, y downwards; curves
are drawn through the points (Catmull & Rom 1974).
"""

from collections.abc import Iterable

Stroke = list[tuple[float, float]]

WRITTEN: list[dict[int, list[str]]] = [
    {  # upright and round
        0: ["50,12 30,22 22,50 30,78 50,88 70,78 78,50 70,22 50,12"],
        1: ["36,28 52,12 52,12 52,88"],
        2: ["26,30 34,16 54,12 70,24 68,42 46,64 24,86 24,86 78,86"],
        3: ["26,20 48,12 68,24 62,42 44,48 44,48 66,54 72,72 54,88 26,80"],
        4: ["62,88 62,12 62,12 20,62 20,62 82,62"],
        5: ["72,14 32,14 32,14 28,46 28,46 52,40 72,54 70,76 50,88 26,80"],
        6: ["66,14 42,30 28,58 32,80 50,88 68,78 68,60 52,52 32,62"],
        7: ["22,14 78,14 78,14 56,48 42,88"],
        8: ["50,48 32,36 34,18 50,12 66,18 68,36 50,48 30,62 30,80 50,88 70,80 70,62 50,48"],
        9: ["70,30 54,12 34,20 32,40 50,50 68,40 70,28 70,28 68,60 58,88"],
    },
    {  # slanted to the right, quick
        0: ["60,14 38,26 26,54 32,82 50,86 68,66 76,38 70,18 58,14"],
        1: ["62,12 42,88"],
        2: ["34,28 50,12 70,18 70,36 48,60 20,84 20,84 42,78 70,86"],
        3: ["34,18 56,12 70,22 60,40 46,46 46,46 62,54 62,74 44,88 22,82"],
        4: ["46,12 24,58 24,58 76,56", "66,34 54,88"],
        5: ["42,14 34,44 34,44 56,44 66,60 56,80 30,86", "42,14 76,12"],
        6: ["68,12 44,34 28,62 34,84 52,86 64,70 56,56 38,62"],
        7: ["28,18 76,14 76,14 58,46 40,88", "38,50 68,48"],
        8: ["70,20 54,12 38,20 42,38 60,54 60,76 42,88 28,76 36,58 60,40 70,22"],
        9: ["70,22 52,12 36,26 38,44 54,46 68,32 72,18 72,18 62,56 46,88"],
    },
    {  # square and careful
        0: ["34,14 66,14 76,28 76,72 66,86 34,86 24,72 24,28 34,14"],
        1: ["32,28 50,12 50,12 50,86", "30,86 70,86"],
        2: ["26,26 38,14 62,14 74,28 70,46 26,86 26,86 76,86 76,86"],
        3: ["26,14 74,14 74,14 46,42 46,42 70,50 74,70 60,86 28,84"],
        4: ["30,12 26,54 26,54 76,54", "66,16 66,88"],
        5: ["74,12 30,12 30,12 30,44 30,44 62,42 74,58 70,78 56,86 26,84"],
        6: ["66,12 36,36 26,66 36,86 62,86 74,70 64,54 38,54 28,66"],
        7: ["24,12 76,12 76,12 46,88"],
        8: ["50,46 30,34 36,14 64,14 70,34 50,46 28,60 28,78 42,88 60,88 72,76 72,60 50,46"],
        9: ["72,34 60,14 36,14 28,32 38,48 62,48 72,34 72,34 72,60 58,86 36,86"],
    },
]
HANDS = range(5)


def strokes(hand: int, digit: int) -> list[Stroke]:
    """As the pen goes: points 0 ... 1, close together. A point that is named twice is a corner."""
    found = []
    left, wide, top, high = {3: (10, 0.45, 10, 0.6), 4: (-8, 1.15, 5, 0.9)}.get(hand, (0, 1, 0, 1))
    for text in WRITTEN[hand % 3][digit]:
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
