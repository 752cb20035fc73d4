"""A PNG picture as ink, for the net to read. Its size is asked of the file's head before anything is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from ..i18n import _, plural_form
from ..rules import Example
from ..storage.files import invalid_file, read_file, unreadable

# A drawing as the net wants it: prepared as the shipped digits were, in plain Python, for the pad and for pictures.
# The ink is cut out, brought to the height of a bitmap of 32x32 and centred; where the pen was thinner than those of
# the data set, the strokes are thickened until as much of the bitmap is ink as there. What the net sees are the 8x8
# blocks of 4x4 points: how many of the 16 are ink.


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
    bitmap: Rows = []
    for rounds in range(THICKER + 1):
        bitmap = _placed(sums, box, rounds)
        for number in range(rounds):
            corners = number % 2  # now and then: round, neither square nor diamond
            steps = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)] + [(1, 1), (1, -1), (-1, 1), (-1, -1)] * corners
            thicker = [[0] * SIDE for _ in range(SIDE)]
            for y, row in enumerate(bitmap):
                for x, point in enumerate(row):
                    if point:
                        for down, right in steps:
                            if 0 <= y + down < SIDE and 0 <= x + right < SIDE:
                                thicker[y + down][x + right] = 1
            bitmap = thicker
        if count(bitmap) >= LEAST * SIDE * SIDE:
            break
    return bitmap


def blocks(bitmap: Rows, side: int = SIDE // BLOCK) -> list[float]:
    """The share of a block's points that are ink, row by row: of 8x8 blocks in sixteenths."""
    values, block = [], SIDE // side
    for top in range(0, SIDE, block):
        for left in range(0, SIDE, block):
            values.append(count([row[left : left + block] for row in bitmap[top : top + block]]) / block**2)
    return values


def box_of(ink: Sequence[float], width: int) -> Box | None:
    """Where there is ink, half as dark as it can be or more."""
    rows = [y for y in range(len(ink) // width) if max(ink[y * width : (y + 1) * width]) >= 0.5]
    columns = [x for x in range(width) if rows and max(ink[x::width]) >= 0.5]
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows else None


def count(bitmap: Iterable[Sequence[int]]) -> int:
    """How many points of a bitmap are set."""
    points = 0
    for row in bitmap:
        for point in row:
            points += point
    return points


def _placed(sums: list[list[float]], box: Box, margin: int) -> Rows:
    """The box, as large as fits within the margin, in the middle of the bitmap."""
    left, top, right, bottom = box
    scale = min((SIDE - 2 * margin) / (bottom - top), (WIDEST - 2 * margin) / (right - left))
    width, height = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    bitmap = [[0] * SIDE for _ in range(SIDE)]
    wide, high = right - left, bottom - top
    across = [(left + x * wide // width, left + (x + 1) * wide // width) for x in range(width)]
    down = [(top + y * high // height, top + (y + 1) * high // height) for y in range(height)]
    for y, (y1, y2) in enumerate(down, (SIDE - height) // 2):
        for x, (x1, x2) in enumerate(across, (SIDE - width) // 2):
            x3, y3 = max(x2, x1 + 1), max(y2, y1 + 1)  # where it grows, several points come from one
            bitmap[y][x] = int(
                sums[y3][x3] - sums[y1][x3] - sums[y3][x1] + sums[y1][x1] >= COVERED * (x3 - x1) * (y3 - y1)
            )
    return bitmap


MAGIC = b"\x89PNG\r\n\x1a\n"
MOST = 4096  # points across or down
ENOUGH = 256  # points across that are looked at: larger pictures are made smaller first
CONTRAST = 0.15  # between the darkest and the brightest: below it nothing is drawn
BLOCKS = 8  # a picture of 8x8 is taken for what the net sees; of other nets, of their own side


def read_picture(path: Path, side: int = BLOCKS) -> list[float]:
    """side x side pixels, 0 ... 1, as the net wants them. Refused: why not, in one sentence."""
    try:
        content = read_file(path)
    except OSError as error:
        raise unreadable(path.name, error) from error
    return picture_in(path, content, side)


def picture_in(path: Path, raw: bytes, side: int = BLOCKS) -> list[float]:
    """The same of a file of that name whose bytes are there.

    In shades of ink (0: paper, 1: ink): dark on a bright ground or bright on a dark one, whichever the edge is.
    """
    # Refused: it is no picture, or one that is too large; nothing of it was unpacked
    head = raw[:24]
    if not head:
        raise invalid_file(path, "", _("an empty file"), _("a PNG picture"))
    dimensions = png_size(head)
    if dimensions is None:
        raise invalid_file(path, "", _("not a PNG picture"), _("a PNG picture"))
    across, down = dimensions
    if not (1 <= across <= MOST and 1 <= down <= MOST):
        size = _("{width} × {height} pixels").format(width=across, height=down)
        raise invalid_file(path, "", size, _("1 to {most} each way").format(most=MOST))
    empty = invalid_file(path, "", _("nothing is drawn on it"), _("dark ink on a bright ground, or bright on dark"))
    import pygame

    try:
        picture = pygame.image.load(BytesIO(raw), ".png")  # needs no display
        width, height = picture.get_size()
        paper = pygame.Surface((width, height), 0, 32)
        paper.fill((255, 255, 255))
        paper.blit(picture, (0, 0))
        if max(width, height) > ENOUGH:
            scale = ENOUGH / max(width, height)
            width, height = max(1, round(width * scale)), max(1, round(height * scale))
            paper = pygame.transform.smoothscale(paper, (width, height))
        rgb = pygame.image.tobytes(paper, "RGB")
    except (pygame.error, ValueError, MemoryError) as error:
        raise invalid_file(path, "", _("damaged ({error})").format(error=error), _("a whole PNG picture")) from error
    red, green, blue = rgb[0::3], rgb[1::3], rgb[2::3]
    light = [0.299 * r + 0.587 * g + 0.114 * b for r, g, b in zip(red, green, blue)]  # ITU-R BT.601
    low, high = min(light), max(light)
    if high - low < CONTRAST * 255:
        raise empty
    edge = [*light[:width], *light[-width:], *light[::width], *light[width - 1 :: width]]
    dark = 2 * sorted(edge)[len(edge) // 2] < low + high
    span = high - low
    ink = [(value - low) / span if dark else (high - value) / span for value in light]
    if (width, len(ink)) == (side, side * side):
        return [round(16 * value) / 16 for value in ink]
    values = preprocess(ink, width, side)
    if values is None:
        raise empty
    return values


def png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height that its head tells of; None: it is no PNG."""
    if len(content) < 24 or not content.startswith(MAGIC) or content[12:16] != b"IHDR":
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


MOST_PICTURES = 5_000  # pictures
CLASSES = 100
SIDES = tuple(side for side in (4, 8, 16, SIDE) if SIDE % side == 0)


def read_pictures(folder: Path | str, side: int = 8) -> tuple[list[Example], list[str]]:
    """Examples from PNG pictures, a folder for each class (`cats/1.png`, `dogs/1.png`), and the names of the classes.

    The input of an example are side x side pixels from 0 (paper) to 1 (ink), squeezed as the shipped digits were: cut
    out, centred, thick enough. The goal_prediction is 1 for its class, else 0, in the order of the names.
    Refused (a ValueError): the file, and what is wrong with it.
    """
    folder = Path(folder)
    if side not in SIDES:
        allowed = _("a side of {sides}").format(sides=", ".join(map(str, SIDES)))
        raise invalid_file(folder, "", repr(side), allowed)
    try:
        classes = sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")
        files = [
            (path.name, file)
            for path in classes
            for file in sorted(path.iterdir())
            if file.suffix.lower() == ".png" and file.name[0] != "."
        ]
    except OSError as error:
        raise unreadable(folder.name, error) from error
    names = [path.name for path in classes if any(name == path.name for name, _file in files)]
    if len(names) < 2 or len(names) > CLASSES or len(files) > MOST_PICTURES:
        count = plural_form("{n} folder with pictures", "{n} folders with pictures", len(names)).format(n=len(names))
        wanted = _("2 to {most} folders, one for each class, with at most {pictures} pictures")
        raise invalid_file(folder, "", count, wanted.format(most=CLASSES, pictures=MOST_PICTURES))
    examples = []
    for name, file in files:
        goal = tuple(float(name == other) for other in names)
        examples.append(Example(tuple(read_picture(file, side)), goal, name))
    return examples, names
