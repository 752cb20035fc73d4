"""A picture of dots in braille characters: each character is 2 x 4 dots."""

from __future__ import annotations

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # row, column -> bit (Unicode block U+2800)


class Dots:
    """`columns` x `rows` characters; dots are addressed from the top left, 2 x 4 a character."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.bits = [[0] * columns for _ in range(rows)]
        self.letters: dict[tuple[int, int], tuple[str, str]] = {}  # (column, row) -> (letter, style)

    @property
    def width(self) -> int:
        return self.columns * 2

    @property
    def height(self) -> int:
        return self.rows * 4

    def dot(self, x: int, y: int) -> None:
        """Outside: nothing."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.bits[y // 4][x // 2] |= DOTS[y % 4][x % 2]

    def letter(self, x: int, y: int, letter: str, style: str) -> None:
        """A letter in place of the character that holds this dot; the first one there stays."""
        place = (min(self.columns - 1, max(0, x // 2)), min(self.rows - 1, max(0, y // 4)))
        self.letters.setdefault(place, (letter, style))

    def character(self, column: int, row: int) -> tuple[str, str]:
        """(what stands there, its style); the style of the curve is empty."""
        if (column, row) in self.letters:
            return self.letters[column, row]
        bits = self.bits[row][column]
        return (chr(0x2800 + bits) if bits else " "), ""
