"""Words: placed by their baseline, measured, wrapped, shortened, and mixed from runs of several colours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import inf

from .clipping import PLACE_LIMIT, near
from .fonts import FINE, advance, ascent, file_of, fine_size, word
from .raster import PREMULTIPLIED
from .strokes import Strokes
from .tokens import BODY, SMALLEST_TEXT, TextStyle

Rect = tuple[float, float, float, float]
Run = tuple[str, str] | tuple[str, str, int] | tuple[str, str, int, str]  # string, colour[, weight[, family]]
ELLIPSIS, GLUE = "…", "\N{NO-BREAK SPACE}"  # what is left open ends its line
MIDDLE = 0.36  # of its size: from the middle of a line's capitals down to its baseline
LEAST = 0.75  # part of its usual size below which no text is made smaller to fit
NOTHING = 1e-6  # a place that was made as wide as a text may have come out so much narrower by rounding
ASCENT = 0.76  # part of a line's size that is above its baseline
_PART = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Words(Strokes):
    """The part of the canvas that writes. Sizes are design pixels, grown by the player's text size."""

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
        self.surface.blit(sprite, (round(px), top), special_flags=PREMULTIPLIED)
        return across / self.s

    def words_at(self) -> list[Rect]:
        """Where something is written, in design pixels, since `clear_text_cache`."""
        return self.written

    def signs_at(self) -> list[Rect]:
        """Where an icon stands, or what tells something as an icon does, since `clear_text_cache`."""
        return self.signs

    def clear_text_cache(self) -> None:
        """A picture begins anew."""
        self.written.clear()
        self.signs.clear()

    def text_vcenter(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
                 anchor: str = "start", room: float = inf) -> float:  # fmt: skip
        """Write a line whose capitals have their middle at y, smaller where it is wider than `room`. Its width."""
        style = style.with_size(style.size * min(1.0, room / max(1.0, self.width(string, style))))
        return self.text(x, self.baseline_of(y, style.size), string, style, colour, anchor)

    def baseline_of(self, middle: float, size: float = BODY.size) -> float:
        """The baseline of a line whose capitals have their middle there."""
        return middle + MIDDLE * size * self.type

    def vcentre_of(self, base: float) -> float:
        """Where the capitals of a line of the usual size with this baseline have their middle."""
        return base - MIDDLE * BODY.size * self.type

    def width(self, string: str, style: TextStyle = BODY) -> float:
        """How wide a line would be, in design pixels."""
        size, weight, family = style
        return advance(string, family, weight, fine_size(size, self.s, self.type)) / self.s

    def rich(self, x: float, y: float, runs: Sequence[Run], style: TextStyle = BODY, anchor: str = "start",
             room: float | None = None) -> float:  # fmt: skip
        """One line of runs, smaller where `room` asks for it; its width."""
        total = self.rich_width(runs, style)
        if room is not None and total > max(0.0, room):
            style = style.with_size(max(self.least(style.size), style.size * room / total))
            total = self.rich_width(runs, style)
        x -= total * _PART[anchor]
        for string, colour, own in _styled(runs, style):
            x += self.text(x, y, string, own, colour)
        return total

    def rich_width(self, runs: Sequence[Run], style: TextStyle = BODY) -> float:
        """How wide a line of runs would be."""
        total = 0.0
        for string, _colour, own in _styled(runs, style):
            total += self.width(string, own)
        return total

    def fits(self, runs: Sequence[Run], room: float, style: TextStyle = BODY) -> bool:
        """Whether `rich` gets a line of runs into this room."""
        return self.rich_width(runs, style.with_size(self.least(style.size))) <= room

    def wrap(self, x: float, y: float, string: str, width: float, style: TextStyle = BODY, colour: str = "text2",
             line: float | None = None) -> float:  # fmt: skip
        """Write a paragraph no wider than `width`; the y of its last baseline.

        `line` is the distance of baselines at the ordinary text size (1.5 times the size if not given).
        """
        step = (1.5 * style.size if line is None else line) * self.type
        for number, part in enumerate(self.lines(string, width, style)):
            y += step if number else 0.0
            self.text(x, y, part, style, colour)
        return y

    def lines(self, string: str, width: float, style: TextStyle = BODY, whole: bool = False) -> list[str]:
        """The lines of a paragraph; a newline in it always begins a new one.

        A word that is wider than all of `width` is broken; `whole`: it is not, for it will be made smaller or shorter.
        """
        found = []
        for paragraph in string.split("\n"):
            line = ""
            for piece in paragraph.replace(f" {ELLIPSIS}", f"{GLUE}{ELLIPSIS}").split(" "):
                part = piece.replace(GLUE, " ")
                longer = f"{line} {part}" if line else part
                if line and self.width(longer, style) > width:
                    found.append(line)
                    longer = part
                while not whole and len(longer) > 1 and self.width(longer, style) > width + NOTHING:
                    count = max(1, self.letters_that_fit(longer, width, style))
                    found.append(longer[:count])
                    longer = longer[count:]
                line = longer
            found.append(line)
        return found

    def letters_that_fit(self, string: str, width: float, style: TextStyle = BODY, end: str = "") -> int:
        """How many of its letters have room, in front of this end."""
        counts = range(1, len(string) + 1)
        return bisect_right(counts, width, key=lambda count: self.width(string[:count].rstrip() + end, style))

    def within(self, x: float, y: float, string: str, room: float, style: TextStyle = BODY, colour: str = "text",
               anchor: str = "start") -> float:  # fmt: skip
        """Write a line no wider than `room`; see `fit_style`. Its width."""
        style, string = self.fit_style(string, room, style)
        return self.text(x, y, string, style, colour, anchor)

    def fit_style(self, string: str, room: float, style: TextStyle = BODY) -> tuple[TextStyle, str]:
        """Style and string that fit: a little smaller where there is too little room, shortened if that does not do."""
        width = self.width(string, style)
        if width <= max(0.0, room):
            return style, string
        minimum = self.least(style.size)
        style = style.with_size(max(minimum, style.size * room / width))
        while style.size > minimum and self.width(string, style) > room:  # letters keep to whole pixels
            style = style.with_size(max(minimum, style.size - 0.25))
        return style, self.fit(string, room, style)

    def mark_style(self, style: TextStyle) -> TextStyle:
        """For what stands in a mark that does not grow with the player's text; never too small to be read."""
        return style.with_size(max(style.size * self.s, SMALLEST_TEXT) / (self.s * self.type))

    def cap(self, style: TextStyle, most: float = 1.0) -> TextStyle:
        """For a place that does not grow with the player's text: drawn at most so many times the design's size."""
        return style.times(min(1.0, most / self.type))

    def least(self, size: float) -> float:
        """The smallest size that one of `size` may shrink to: a smaller part of it where the player has enlarged it."""
        return LEAST * size / max(1.0, self.look.text)

    def fit(self, string: str, width: float, style: TextStyle = BODY) -> str:
        """The string, or as much of it as fits in front of an ellipsis."""
        if self.width(string, style) <= width + NOTHING:
            return string
        return string[: self.letters_that_fit(string, width, style, ELLIPSIS)].rstrip() + ELLIPSIS


def _styled(runs: Sequence[Run], style: TextStyle) -> Iterator[tuple[str, str, TextStyle]]:
    """(string, colour, style) of each run; what it does not say is the line's."""
    for run in runs:
        own = style if len(run) == 2 else TextStyle(style.size, run[2], run[3] if len(run) == 4 else style.family)
        yield run[0], run[1], own
