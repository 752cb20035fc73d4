"""A picture of one's own that stands in the land of a level by hand: PNG, or a small part of SVG."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32, decompressobj
from zlib import error as zlib_error

from ..digits.png import png_size
from ..i18n import N_
from ..rules.land_picture import LandPicture
from ..storage.errors import Refused
from ..storage.files import unreadable
from .beside import FilesBeside

BYTES = 1_000_000
WIDTH, HEIGHT = 1216, 528  # the land of a window of 1280 x 720
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's kinds of colour
# Where each pass over an interlaced PNG begins, and how far its pixels are apart, across and down.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
MAGIC = b"\x89PNG\r\n\x1a\n"


def read_land_picture(beside: FilesBeside | None, name: str) -> LandPicture:
    """The picture of that name. Refused: why there is none, with the line where it has lines."""
    if Path(name).name != name or name.startswith(".") or "\\" in name:
        raise Refused(N_("{file}: expected the name of a file next to this one."), file=name)
    if beside is None:
        raise Refused(N_("{file}: this level has no files next to it."), file=name)
    try:
        content = beside.read(name, BYTES)
    except OSError as error:
        raise unreadable(name, error) from None
    if name.lower().endswith(".svg"):
        from .svg_shapes import drawing_in  # a parser of XML: only where there is such a picture

        drawing = drawing_in(content, name)
        return LandPicture(name, *drawing.box[2:], crc32(content), svg=drawing.svg)
    return LandPicture(name, *_size(content, name), crc32(content), content)


def _size(content: bytes, name: str) -> tuple[int, int]:
    """Width and height of a PNG. Refused: it is none, or larger than the land."""
    found = png_size(content)
    if found is None:
        raise Refused(N_("{file} is not a PNG picture."), file=name)
    width, height = found
    if not (1 <= width <= WIDTH and 1 <= height <= HEIGHT):
        sentence = N_("{file} is {width} x {height}; allowed: up to {most} x {high}.")
        raise Refused(sentence, file=name, width=width, height=height, most=WIDTH, high=HEIGHT)
    pixels = _pixels(content)
    if pixels is None or not _are_all_there(pixels, content[16:29]):
        raise Refused(N_("{file} is damaged: a part is missing or changed."), file=name)
    return width, height


def _pixels(content: bytes) -> bytes | None:
    """The compressed ones. None: not every chunk is there, with its sum, up to the last."""
    at, found = len(MAGIC), b""
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4], "big")
        if end + 4 > len(content) or crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return None
        if content[at + 4 : at + 8] == b"IEND":
            return found
        if content[at + 4 : at + 8] == b"IDAT":
            found += content[at + 8 : end]
        at = end + 4
    return None


def _are_all_there(pixels: bytes, head: bytes) -> bool:
    """As many as the head says; never more of them are unpacked."""
    wide, high = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    depth, colour, interlaced = head[8], head[9], head[12]
    bits = depth * CHANNELS.get(colour, 0)
    count = 0
    for left, top, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -((left - wide) // across), -((top - high) // down)
        if columns > 0:
            count += max(0, rows) * (1 + (columns * bits + 7) // 8)
    try:
        return bits > 0 and len(decompressobj().decompress(pixels, count)) == count
    except zlib_error:
        return False
