"""Words: the typefaces; placed by their baseline, measured, wrapped, shortened, and mixed from runs of several colours.

Inter for words, JetBrains Mono NL for code and live numbers, a few symbols from DejaVu Sans. Words are drawn four times
too large and averaged down: letters keep their true widths and shapes at every size, and sizes may be quarters of a
pixel. A missing file is replaced by pygame's own typeface and named in `FAULTS`; nothing crashes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import chain, groupby, islice
from math import inf

import pygame
from pygame import Surface
from pygame.font import Font

from ...i18n import _
from ...paths import assets
from .raster import PREMULTIPLIED, blank, tint
from .rects import PLACE_LIMIT, near
from .shapes import Shapes
from .surface_cache import SPRITES
from .theme import RGB
from .tokens import BODY, SMALLEST_TEXT, Run, TextStyle

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


Rect = tuple[float, float, float, float]
ELLIPSIS, GLUE = "…", "\N{NO-BREAK SPACE}"
LAST = (ELLIPSIS, "%")  # they begin no line
MIDDLE = 0.36  # of its size: from the middle of a line's capitals down to its baseline
LEAST = 0.75  # part of its usual size below which no text is made smaller to fit
WRITTEN = re.compile(r"([+−-]?)(\d*)(?:([.,])(\d+))?(?:·10(\S+))?")  # a number: sign, whole, mark, decimals, power
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LONG = 5  # digits of a whole number that may be told by its power alone
NOTHING = 1e-6  # a place that was made as wide as a text may have come out so much narrower by rounding
WORTH = 1.0  # so little may be too wide: letters keep to whole pixels
ASCENT = 0.76  # part of a line's size that is above its baseline
_PART = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Shortened(str):
    """What there was room for. `whole`: all of it, which the pointer shows."""

    whole = ""


class Words(Shapes):
    """The part of the canvas that writes. Sizes are design pixels, grown by the player's text size.

    A line that is too wide for its `room` is written in a shorter form where it has one, then smaller, down to 75 % but
    never below 14 physical pixels; then a number has fewer decimals, and words end with an ellipsis: see `fit_style`.
    """

    def text(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
             anchor: str = "start") -> float:  # fmt: skip
        """Write a line whose baseline is at y; `anchor` ('start', 'middle' or 'end') stands at x. The width."""
        if not string:
            return 0.0
        size, weight, family = style
        fine = fine_size(size, self.s, self.type)
        across = advance(string, family, weight, fine)
        before = across * _PART[anchor]
        px, py = x * self.s - self.ox - before, y * self.s - self.oy
        if not (-PLACE_LIMIT < px < PLACE_LIMIT and -PLACE_LIMIT < py < PLACE_LIMIT):
            px, py = near(px), near(py)
        top = round(py) - ascent(file_of(family, weight), fine)
        sprite = word(string, family, weight, fine, self.rgb(colour))
        height = fine / FINE / self.s
        self.written.append((x - before / self.s, y - ASCENT * height, across / self.s, height))
        if isinstance(string, Shortened):
            self.explain(self.written[-1], string.whole)
        self.surface.blit(sprite, (round(px), top), special_flags=PREMULTIPLIED)
        return across / self.s

    def explain(self, place: Rect, sentence: str) -> None:
        """What the pointer shows where it rests there."""
        self.tipped.append(place)
        self.tips.append(sentence)

    def words_at(self) -> list[Rect]:
        """Where something is written, in design pixels, since `clear_text_cache`."""
        return self.written

    def clear_text_cache(self) -> None:
        """A picture begins anew."""
        for places in (self.written, self.signs, self.tipped):
            places.clear()
        self.tips.clear()
        self.movers.clear()

    def text_vcenter(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
                 anchor: str = "start", room: float = inf, shorter: Sequence[str] = ()) -> float:  # fmt: skip
        """Write a line whose capitals have their middle at y, no wider than `room`. Its width."""
        style, string = self.fit_style(string, room, style, shorter)
        return self.text(x, self.baseline_of(y, style.size), string, style, colour, anchor)

    def baseline_of(self, middle: float, size: float = BODY.size) -> float:
        return middle + MIDDLE * size * self.type

    def vcentre_of(self, base: float) -> float:
        """Where the capitals of a line of the usual size with this baseline have their middle."""
        return base - MIDDLE * BODY.size * self.type

    def width(self, string: str, style: TextStyle = BODY) -> float:
        size, weight, family = style
        return advance(string, family, weight, fine_size(size, self.s, self.type)) / self.s

    def rich(self, x: float, y: float, runs: Sequence[Run], style: TextStyle = BODY, anchor: str = "start",
             room: float = inf, shorter: Sequence[Sequence[Run]] = ()) -> float:  # fmt: skip
        room = max(0.0, room)
        ways = [runs, *shorter]
        runs = next((way for way in ways if self.rich_width(way, style) <= room), ways[-1])
        total = self.rich_width(runs, style)
        if total > room:
            minimum = self.least(style.size)
            style = style.with_size(max(minimum, style.size * room / total))
            while style.size > minimum and self.rich_width(runs, style) > room + WORTH:  # letters keep to whole pixels
                style = style.with_size(max(minimum, style.size - 0.25))
            for count, (run, (string, _colour, own)) in enumerate(zip(runs, _styled(runs, style))):
                width = self.width(string, own)
                if width > room + WORTH:
                    part = self.fit(string, max(0.0, room), own)
                    if isinstance(part, Shortened):
                        part.whole = "".join(run[0] for run in runs)
                    runs = [*runs[:count], (part, *run[1:])]
                    break
                room -= width
            total = self.rich_width(runs, style)
        x -= total * _PART[anchor]
        for string, colour, own in _styled(runs, style):
            x += self.text(x, y, string, own, colour)
        return total

    def rich_width(self, runs: Sequence[Run], style: TextStyle = BODY) -> float:
        (size, own, face), total = style, 0.0
        fine = fine_size(size, self.s, self.type)
        for run in runs:  # as in `_styled`, which would make a style for each
            total += advance(run[0], run[3] if len(run) == 4 else face, own if len(run) == 2 else run[2], fine) / self.s
        return total

    def fits(self, runs: Sequence[Run], room: float) -> bool:
        return self.rich_width(runs, BODY.with_size(self.least(BODY.size))) <= room

    def lines(self, string: str, width: float, style: TextStyle = BODY, whole: bool = False) -> list[str]:
        """The lines of a paragraph; a newline in it always begins a new one.

        A word that is wider than all of `width` is broken; `whole`: it is not, for it will be made smaller or shorter.
        """
        lines = []
        for paragraph in string.split("\n"):
            line = ""
            for sign in LAST:
                paragraph = paragraph.replace(f" {sign}", f"{GLUE}{sign}")
            for piece in paragraph.split(" "):
                part = piece.replace(GLUE, " ")
                longer = f"{line} {part}" if line else part
                if line and self.width(longer, style) > width:
                    lines.append(line)
                    longer = part
                while not whole and len(longer) > 1 and self.width(longer, style) > width + NOTHING:
                    count = max(1, self.letters_that_fit(longer, width, style))
                    lines.append(longer[:count])
                    longer = longer[count:]
                line = longer
            lines.append(line)
        return lines

    def letters_that_fit(self, string: str, width: float, style: TextStyle = BODY, end: str = "") -> int:
        """How many of its letters have room, in front of this end."""
        counts = range(1, len(string) + 1)
        return bisect_right(counts, width, key=lambda count: self.width(string[:count].rstrip() + end, style))

    def within(self, x: float, y: float, string: str, room: float, style: TextStyle = BODY, colour: str = "text",
               anchor: str = "start", shorter: Sequence[str] = ()) -> float:  # fmt: skip
        style, string = self.fit_style(string, room, style, shorter)
        return self.text(x, y, string, style, colour, anchor)

    def fit_style(self, string: str, room: float, style: TextStyle = BODY,
                  shorter: Sequence[str] = ()) -> tuple[TextStyle, str]:  # fmt: skip
        """Style and string that fit: in a shorter form, then smaller, at last with an ellipsis."""
        width = self.width(string, style)
        if width > room:  # the shorter forms are looked for only then: most lines have room
            ways = [*shorter, *islice(fewer_decimals(string), 1)]
            string = next((way for way in ways if self.width(way, style) <= room), (string, *ways)[-1])
            width = self.width(string, style)
        if width <= max(0.0, room):
            return style, string
        minimum = self.least(style.size)
        style = style.with_size(max(minimum, style.size * room / width))
        while style.size > minimum and self.width(string, style) > room:  # letters keep to whole pixels
            style = style.with_size(max(minimum, style.size - 0.25))
        return style, self.fit(string, room, style)

    def cap(self, style: TextStyle, most: float = 1.0) -> TextStyle:
        """For a place that does not grow with the player's text: drawn at most so many times the design's size."""
        return style.times(min(1.0, most / self.type))

    def least(self, size: float) -> float:
        """The smallest size that one of `size` may shrink to: a smaller part of it where the player has enlarged it."""
        minimum = SMALLEST_TEXT / (self.s * self.type)
        return min(size, max(minimum, LEAST * size / max(1.0, self.look.text)))

    def fit(self, string: str, width: float, style: TextStyle = BODY) -> str:
        """The string, a number rounded if need be, or as much of it as fits in front of an ellipsis."""
        for way in chain((string,), fewer_decimals(string)):
            if self.width(way, style) <= width + NOTHING:
                return way
        part = Shortened(string[: self.letters_that_fit(string, width, style, ELLIPSIS)].rstrip() + ELLIPSIS)
        part.whole = getattr(string, "whole", string)
        return part


def fewer_decimals(string: str) -> Iterator[str]:
    """Of a number that is written alone: first without the 0 before its mark, then rounded more and more, not to 0.

    The last of a large one is the power of ten that is nearest: never so few digits that it would be another number.
    """
    match = WRITTEN.fullmatch(string)
    if match is None or not (match[2] or match[4]):
        return
    sign, whole, mark, decimals, power = match.groups("")
    exact = Decimal(f"{whole or 0}.{decimals or 0}")
    for digits in range(len(decimals), -1, -1):
        value = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if value:
            yield sign + str(value).removeprefix("0").replace(".", mark) + (power and "·10" + power)
    if power:
        yield f"{sign}10{power}"
    elif len(whole) >= LONG:
        yield f"{sign}10{str(round(exact.log10())).translate(POWERS)}"


def _styled(runs: Sequence[Run], style: TextStyle) -> Iterator[tuple[str, str, TextStyle]]:
    """(string, colour, style) of each run; what it does not say is the line's."""
    for run in runs:
        own = style if len(run) == 2 else TextStyle(style.size, run[2], run[3] if len(run) == 4 else style.family)
        yield run[0], run[1], own
