"""A PNG picture as ink, for the net to read. Its size is asked of the file's head before anything is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from ..i18n import _, plural_form
from ..rules.example import Example
from ..storage.errors import Refused, invalid_file
from ..storage.files import read_file, unreadable
from .preprocess import SIDE, preprocess

MAGIC = b"\x89PNG\r\n\x1a\n"
MOST = 4096  # points across or down
ENOUGH = 256  # points across that are looked at: larger pictures are made smaller first
CONTRAST = 0.15  # between the darkest and the brightest: below it nothing is drawn
BLOCKS = 8  # a picture of 8x8 is taken for what the net sees; of other nets, of their own side


class Shades(NamedTuple):
    """0: paper, 1: ink, row by row."""

    values: Sequence[float]
    width: int


def read_picture(path: Path, side: int = BLOCKS) -> list[float]:
    """side x side pixels, 0 ... 1, as the net wants them: see preprocess.py. Refused: why not, in one sentence."""
    return picture_in(path, _file_of(path), side)


def picture_in(path: Path, raw: bytes, side: int = BLOCKS) -> list[float]:
    """The same of a file of that name whose bytes are there."""
    ink = ink_in(path, raw)
    if (ink.width, len(ink.values)) == (side, side * side):
        return [round(16 * value) / 16 for value in ink.values]
    found = preprocess(ink.values, ink.width, side)
    if found is None:
        raise _empty(path)
    return found


def ink_in(path: Path, raw: bytes) -> Shades:
    """The picture in shades of ink: dark on a bright ground or bright on a dark one, whichever the edge is."""
    _check(path, raw[:24])
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
        raise _empty(path)
    edge = [*light[:width], *light[-width:], *light[::width], *light[width - 1 :: width]]
    dark = 2 * sorted(edge)[len(edge) // 2] < low + high
    span = high - low
    return Shades([(value - low) / span if dark else (high - value) / span for value in light], width)


def png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height that its head tells of; None: it is no PNG."""
    if len(content) < 24 or not content.startswith(MAGIC) or content[12:16] != b"IHDR":
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _file_of(path: Path) -> bytes:
    """All that is in it. Refused: it cannot be read."""
    try:
        return read_file(path)
    except OSError as error:
        raise unreadable(path.name, error) from error


def _check(path: Path, head: bytes) -> None:
    """Refused: it is no picture, or one that is too large; nothing of it was unpacked."""
    if not head:
        raise invalid_file(path, "", _("an empty file"), _("a PNG picture"))
    found = png_size(head)
    if found is None:
        raise invalid_file(path, "", _("not a PNG picture"), _("a PNG picture"))
    width, height = found
    if not (1 <= width <= MOST and 1 <= height <= MOST):
        size = _("{width} × {height} pixels").format(width=width, height=height)
        raise invalid_file(path, "", size, _("1 to {most} each way").format(most=MOST))


def _empty(path: Path) -> Refused:
    return invalid_file(path, "", _("nothing is drawn on it"), _("dark ink on a bright ground, or bright on dark"))


# ---------------------------------------------------------------------------------------------------------------------
# Pictures of one's own as examples: a folder with a folder for each class, whose name is what is seen there.


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
    found = []
    for name, file in files:
        goal = tuple(float(name == other) for other in names)
        found.append(Example(tuple(read_picture(file, side)), goal, name))
    return found, names
