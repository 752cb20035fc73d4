"""Words: placed by their baseline, measured, wrapped, shortened, and mixed from runs of several colours."""

from __future__ import annotations

from collections.abc import Sequence

from .fonts import FINE, advance, ascent, file_of, word
from .raster import PREMULTIPLIED
from .strokes import Strokes

Run = tuple[str, str] | tuple[str, str, int] | tuple[str, str, int, str]  # string, colour[, weight[, family]]
ELLIPSIS = "…"
LEAST = 0.75  # part of its usual size below which no text is made smaller to fit
_PART = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Words(Strokes):
    """The part of the canvas that writes. Sizes are design pixels, grown by the player's text size."""

    def text(self, x: float, y: float, string: str, size: float = 16, colour: str = "text", weight: int = 500,
             anchor: str = "start", family: str = "ui", alpha: float = 1) -> float:  # fmt: skip
        """Write a line whose baseline is at y; `anchor` ('start', 'middle' or 'end') stands at x. The width."""
        if not string:
            return 0.0
        fine = self._fine(size)
        across = advance(string, family, weight, fine)
        px = x * self.s - self.ox - across * _PART[anchor]
        top = round(y * self.s - self.oy) - ascent(file_of(family, weight), fine)
        sprite = word(string, family, weight, fine, self.rgb(colour), round(alpha * 64) / 64)
        self.surface.blit(sprite, (round(px), top), special_flags=PREMULTIPLIED)
        return across / self.s

    def width(self, string: str, size: float = 16, weight: int = 500, family: str = "ui") -> float:
        """How wide a line would be, in design pixels."""
        return advance(string, family, weight, self._fine(size)) / self.s

    def rich(self, x: float, y: float, runs: Sequence[Run], size: float = 16, weight: int = 500, family: str = "ui",
             anchor: str = "start", room: float | None = None) -> float:  # fmt: skip
        """One line of runs (string, colour[, weight[, family]]), smaller where `room` asks for it; its width."""
        full = [(r[0], r[1], r[2] if len(r) > 2 else weight, r[3] if len(r) > 3 else family) for r in runs]
        total = self.rich_width(runs, size, weight, family)
        if room is not None and total > room:
            size = max(self.least(size), size * room / total)
            total = self.rich_width(runs, size, weight, family)
        widths = [self.width(string, size, bold, face) for string, _, bold, face in full]
        x -= total * _PART[anchor]
        for (string, colour, bold, face), part in zip(full, widths):
            self.text(x, y, string, size, colour, bold, "start", face)
            x += part
        return total

    def rich_width(self, runs: Sequence[Run], size: float = 16, weight: int = 500, family: str = "ui") -> float:
        """How wide a line of runs would be."""
        total = 0.0
        for run in runs:
            total += self.width(run[0], size, run[2] if len(run) > 2 else weight, run[3] if len(run) > 3 else family)
        return total

    def fits(self, runs: Sequence[Run], room: float, size: float = 16) -> bool:
        """Whether `rich` gets a line of runs into this room."""
        return self.rich_width(runs, self.least(size)) <= room

    def wrap(self, x: float, y: float, string: str, width: float, size: float = 16, colour: str = "text2",
             weight: int = 500, line: float | None = None, anchor: str = "start") -> float:  # fmt: skip
        """Write a paragraph no wider than `width`; the y of its last baseline.

        `line` is the distance of baselines at the ordinary text size (1.5 times the size if not given).
        """
        step = (1.5 * size if line is None else line) * self.type
        for number, part in enumerate(self.lines(string, width, size, weight)):
            y += step if number else 0.0
            self.text(x, y, part, size, colour, weight, anchor)
        return y

    def lines(self, string: str, width: float, size: float = 16, weight: int = 500, family: str = "ui") -> list[str]:
        """The lines of a paragraph; a newline in it always begins a new one."""
        found = []
        for paragraph in string.split("\n"):
            line = ""
            for part in paragraph.split(" "):
                longer = f"{line} {part}" if line else part
                if line and self.width(longer, size, weight, family) > width:
                    found.append(line)
                    longer = part
                line = longer
            found.append(line)
        return found

    def within(self, x: float, y: float, string: str, room: float, size: float = 16, colour: str = "text",
               weight: int = 500, anchor: str = "start", family: str = "ui") -> float:  # fmt: skip
        """Write a line no wider than `room`; see `fitted`. Its width."""
        size, string = self.fitted(string, room, size, weight, family)
        return self.text(x, y, string, size, colour, weight, anchor, family)

    def fitted(self, string: str, room: float, size: float = 16, weight: int = 500,
               family: str = "ui") -> tuple[float, str]:  # fmt: skip
        """Size and string that fit: a little smaller where there is too little room, shortened if that does not do."""
        wide = self.width(string, size, weight, family)
        if wide <= room:
            return size, string
        least = self.least(size)
        size = max(least, size * room / wide)
        while size > least and self.width(string, size, weight, family) > room:  # letters keep to whole pixels
            size = max(least, size - 0.25)
        return size, self.fit(string, room, size, weight, family)

    def least(self, size: float) -> float:
        """The smallest size that one of `size` may shrink to: a smaller part of it where the player has enlarged it."""
        return LEAST * size / max(1.0, self.look.text)

    def fit(self, string: str, width: float, size: float = 16, weight: int = 500, family: str = "ui") -> str:
        """The string, or as much of it as fits in front of an ellipsis."""
        if self.width(string, size, weight, family) <= width:
            return string
        low, high = 0, len(string)
        while low < high:
            middle = (low + high + 1) // 2
            short = string[:middle].rstrip() + ELLIPSIS
            if self.width(short, size, weight, family) <= width:
                low = middle
            else:
                high = middle - 1
        return string[:low].rstrip() + ELLIPSIS

    def _fine(self, size: float) -> int:
        """A size in quarters of a physical pixel."""
        return max(FINE, round(size * self.s * self.type * FINE))
