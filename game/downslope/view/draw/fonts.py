"""The typefaces: Inter for words, JetBrains Mono NL for code and live numbers, a few symbols from DejaVu Sans.

Words are drawn four times too large and averaged down: letters keep their true widths and shapes at every
size, and sizes may be quarters of a pixel. A missing file is replaced by pygame's own typeface and named in
`FAULTS`; nothing crashes.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import pygame
from pygame import Surface
from pygame.font import Font

from ...i18n import _
from ...paths import assets
from .raster import blank, tint
from .surface_cache import SPRITES
from .theme import RGB
from .tokens import SMALLEST_TEXT

FAULTS: list[str] = []  # one sentence for every file that could not be read
REPLACED: set[str] = set()  # those files
FILES = {
    ("ui", 500): "Inter-Medium.ttf",
    ("ui", 600): "Inter-SemiBold.ttf",
    ("ui", 700): "Inter-Bold.ttf",
    ("ui", 800): "Inter-ExtraBold.ttf",
    ("mono", 500): "JetBrainsMonoNL-Medium.ttf",
    ("mono", 600): "JetBrainsMonoNL-SemiBold.ttf",
    ("mono", 700): "JetBrainsMonoNL-Bold.ttf",
}
SYMBOLS = "Symbols.ttf"
FINE = 4  # words are drawn this many times too large
NOWHERE = "\ue123"  # a character no typeface has: its box shows what a missing one looks like
PROBE = 64  # pixels; large, so that a letter's measures differ from those of the missing box


@lru_cache(64)
def file_of(family: str, weight: int) -> str:
    """The file of a family ('ui' or 'mono') in the weight nearest to the one wished for."""
    weights = [w for f, w in FILES if f == family]
    if not weights:
        raise ValueError(f"There is no typeface {family!r}; there are 'ui' and 'mono'.")
    return FILES[family, min(weights, key=lambda w: abs(w - weight))]


@lru_cache(128)
def font(file: str, pixels: int) -> Font:
    """A typeface at a size in whole pixels; pygame's own where the file is missing."""
    if not pygame.font.get_init():
        pygame.font.init()
    if file not in REPLACED:
        try:
            return Font(assets() / "fonts" / file, pixels)
        except (OSError, ValueError, pygame.error) as problem:
            _replace(file, str(problem))
    return Font(None, pixels)


def _replace(file: str, problem: str) -> None:
    """Another typeface stands in for it from now on, which is noted."""
    REPLACED.add(file)
    font.cache_clear()
    template = _("The typeface {file} could not be read ({problem}); another one stands in for it.")
    if not any(file in known for known in FAULTS):
        FAULTS.append(template.format(file=file, problem=problem))


def width_of(file: str, pixels: int, text: str) -> int:
    """Of a text, in pixels. That a file is broken is only noticed when a letter is asked for: another stands in."""
    try:
        return font(file, pixels).size(text)[0]
    except pygame.error:
        _replace(file, _("it is damaged"))
    return font(file, pixels).size(text)[0]


@lru_cache(4096)
def holds(file: str, letter: str) -> bool:
    """Whether the font has the letter."""
    width_of(file, PROBE, letter)
    probe = font(file, PROBE)
    return probe.metrics(letter) != probe.metrics(NOWHERE)


@lru_cache(8192)
def pieces(text: str, family: str, weight: int) -> tuple[tuple[str, str], ...]:
    """(file, part of the text): the parts that the typeface lacks and the symbols have are set in the symbols."""
    # What no typeface takes: half a letter, as the names of files may have, is "?"
    own, text = file_of(family, weight), text.encode("utf-8", "replace").decode().replace("\0", "")
    if text.isascii():
        return ((own, text),)
    files = ((own if holds(own, letter) or not holds(SYMBOLS, letter) else SYMBOLS, letter) for letter in text)
    grouped = groupby(files, key=lambda pair: pair[0])
    return tuple((file, "".join(letter for _, letter in group)) for file, group in grouped)


@lru_cache(1024)
def fine_size(size: float, scale: float, factor: float) -> int:
    """A size in design pixels as quarters of a physical pixel, never too small to be read.

    `scale`: Canvas.s; `factor`: Canvas.type.
    """
    return round(max(SMALLEST_TEXT, size * scale * factor) * FINE)


@lru_cache(16384)
def advance(text: str, family: str, weight: int, fine: int) -> float:
    """Width of a text in physical pixels; `fine` is its size in quarters of a pixel."""
    total = 0.0
    for file, part in pieces(text, family, weight):
        total += width_of(file, fine, part) / FINE
    return total


@lru_cache(512)
def ascent(file: str, fine: int) -> int:
    """Whole physical pixels from the top of a text's sprite down to its baseline."""
    return -(-font(file, fine).get_ascent() // FINE)


def word(text: str, family: str, weight: int, fine: int, rgb: RGB) -> Surface:
    """The sprite of a text; its baseline lies `ascent(file_of(family, weight), fine)` below its top.

    It is drawn once, in white, for all colours.
    """
    key = (text, family, weight, fine)

    def white() -> Surface:
        base, width, below = ascent(file_of(family, weight), fine) * FINE, 0, 0
        parts = [(width_of(file, fine, part), font(file, fine), part) for file, part in pieces(text, family, weight)]
        for wide, face, _part in parts:
            width += wide
            below = max(below, face.get_height() - face.get_ascent())
        large = blank((width // FINE + 2) * FINE, (base + below) // FINE * FINE + FINE)
        large.fill((255, 255, 255, 0))  # only its opacity is averaged, and premultiplied when it is small
        x = 0
        for wide, face, part in parts:
            letters = face.render(part, True, (255, 255, 255))
            large.blit(letters, (x, base - face.get_ascent()), special_flags=pygame.BLEND_RGBA_MAX)
            x += wide
        size = (large.get_width() // FINE, large.get_height() // FINE)
        return pygame.transform.smoothscale(large, size).premul_alpha()

    return SPRITES.get((*key, rgb), lambda: tint(SPRITES.get(key, white).copy(), rgb))
