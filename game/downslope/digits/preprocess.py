"""A drawing as the net wants it: prepared as the shipped digits were, in plain Python, for the pad and for pictures.

The ink is cut out, brought to the height of a bitmap of 32x32 and centred; where the pen was thinner than those of the
data set, the strokes are thickened until as much of the bitmap is ink as there. What the net sees are the 8x8 blocks of
4x4 points: how many of the 16 are ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SIDE, BLOCK, FULL = 32, 4, 16  # of the bitmap, of a block, and its points
WIDEST = 26  # points across: hardly a digit of the data set is wider
LEAST = 0.27  # share of ink: 19 of 20 digits of the data set have .25 or more, half of them .30
THICKER = 5  # rounds of thickening at most: a hairline gets as thick as that
COVERED = 0.35  # of a point: from here on it is ink

Rows = list[list[int]]  # 1: ink
Box = tuple[int, int, int, int]  # left, top, right, bottom; the last two outside


def preprocess(ink: Sequence[float], width: int, side: int = SIDE // BLOCK) -> list[float] | None:
    """side x side pixels, 0 ... 1, of a grey raster (0: paper, 1: ink), row by row. None: there is no ink."""
    bitmap = bitmap_of(ink, width)
    return None if bitmap is None else blocks(bitmap, side)


def bitmap_of(ink: Sequence[float], width: int) -> Rows | None:
    """The 32x32 points, with the ink cut out, scaled, centred and thick enough. None: there is no ink."""
    box = box_of(ink, width)
    if box is None:
        return None
    # At [y][x] all the ink above and to the left added up, so that any box costs four looks (Crow 1984)
    sums = [[0.0] * (width + 1)]
    for y in range(len(ink) // width):
        line, total = [0.0], 0.0
        for x, value in enumerate(ink[y * width : (y + 1) * width], 1):
            total += value
            line.append(total + sums[-1][x])
        sums.append(line)
    found: Rows = []
    for rounds in range(THICKER + 1):
        found = _placed(sums, box, rounds)
        for number in range(rounds):
            found = _thicker(found, corners=number % 2 == 1)  # now and then: round, neither square nor diamond
        if count(found) >= LEAST * SIDE * SIDE:
            break
    return found


def blocks(bitmap: Rows, side: int = SIDE // BLOCK) -> list[float]:
    """The share of a block's points that are ink, row by row: of 8x8 blocks in sixteenths."""
    found, block = [], SIDE // side
    for top in range(0, SIDE, block):
        for left in range(0, SIDE, block):
            found.append(count([row[left : left + block] for row in bitmap[top : top + block]]) / block**2)
    return found


def box_of(ink: Sequence[float], width: int) -> Box | None:
    """Where there is ink, half as dark as it can be or more."""
    rows = [y for y in range(len(ink) // width) if max(ink[y * width : (y + 1) * width]) >= 0.5]
    columns = [x for x in range(width) if rows and max(ink[x::width]) >= 0.5]
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows else None


def count(bitmap: Iterable[Sequence[int]]) -> int:
    """How many points of a bitmap are set."""
    found = 0
    for row in bitmap:
        for point in row:
            found += point
    return found


def _placed(sums: list[list[float]], box: Box, margin: int) -> Rows:
    """The box, as large as fits within the margin, in the middle of the bitmap."""
    left, top, right, bottom = box
    scale = min((SIDE - 2 * margin) / (bottom - top), (WIDEST - 2 * margin) / (right - left))
    width, height = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    found = [[0] * SIDE for _ in range(SIDE)]
    across = [(left + _part(x, width, right - left), left + _part(x + 1, width, right - left)) for x in range(width)]
    down = [(top + _part(y, height, bottom - top), top + _part(y + 1, height, bottom - top)) for y in range(height)]
    for y, (y1, y2) in enumerate(down, (SIDE - height) // 2):
        for x, (x1, x2) in enumerate(across, (SIDE - width) // 2):
            x3, y3 = max(x2, x1 + 1), max(y2, y1 + 1)  # where it grows, several points come from one
            found[y][x] = int(
                sums[y3][x3] - sums[y1][x3] - sums[y3][x1] + sums[y1][x1] >= COVERED * (x3 - x1) * (y3 - y1)
            )
    return found


def _part(number: int, of: int, length: int) -> int:
    return number * length // of


def _thicker(bitmap: Rows, corners: bool) -> Rows:
    """A point more all around."""
    steps = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)] + [(1, 1), (1, -1), (-1, 1), (-1, -1)] * corners
    found = [[0] * SIDE for _ in range(SIDE)]
    for y, row in enumerate(bitmap):
        for x, point in enumerate(row):
            if point:
                for down, right in steps:
                    if 0 <= y + down < SIDE and 0 <= x + right < SIDE:
                        found[y + down][x + right] = 1
    return found
