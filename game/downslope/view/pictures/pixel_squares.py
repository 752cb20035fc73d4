"""What each pixel adds to a vote: squares on the picture, larger for more, blue for it, orange with a bar against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.theme import rgb_of, weight_colour
from ..draw.tokens import BODY, NUMBER
from ..format.numbers import number
from .kernel_grid import Grid, draw_minus, draw_mosaic

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.text import Run
    from ..widgets.widget import Rect


# ---------------------------------------------------------------------------------------------------------------------
# A picture that was read: what it is, what it was read as, and how it looks, small, in a row of those that were
# tried.


SMALL = 4.0  # a pixel of a tried picture


class ReadPicture(NamedTuple):
    """A picture (pixels 0 ... 1, row by row), what it is and what it was read as."""

    pixels: tuple[float, ...]
    label: int
    read: int

    @property
    def right(self) -> bool:
        return self.label == self.read


def draw_tried(canvas: Canvas, x: float, y: float, pixels: Sequence[float], edge: str) -> None:
    """A picture of 8x8 pixels, 36 wide with its frame."""
    canvas.rect(x - 2, y - 2, 36, 36, "well", 5)
    for index, pixel in enumerate(pixels):
        if pixel > 0.1:
            row, column = divmod(index, 8)
            canvas.rect(x + column * SMALL, y + row * SMALL, SMALL, SMALL, canvas.mix("well", "input", pixel))
    canvas.rect(x - 2, y - 2, 36, 36, None, 5, edge, 2)


DIM = 0.42  # what is left of the picture under the squares
SMALLEST, LARGEST = 0.26, 0.86  # of a cell


def draw_pixel_shares(canvas: Canvas, grid: Grid, pixels: Sequence[float], shares: Sequence[float]) -> None:
    """The picture, dimmed, and a square for each pixel that adds something."""
    tones = [rgb_of(canvas.mix("well", "input", 0.05 + DIM * pixel)) for pixel in pixels]
    draw_mosaic(canvas, grid, tones)
    largest = max((abs(share) for share in shares), default=0.0)
    for index, share in enumerate(shares):
        part = abs(share) / largest if largest else 0.0
        if part < 0.02:  # of the largest share: a smaller one has no square
            continue
        x, y = grid.at(index)
        side = grid.cell * (SMALLEST + (LARGEST - SMALLEST) * part**0.6)
        spot = x + (grid.cell - side) / 2, y + (grid.cell - side) / 2
        canvas.rect(*spot, side, side, canvas.mix("well", weight_colour(share), 0.6 + 0.4 * part), 0.16 * grid.cell)
        if share < 0:
            draw_minus(canvas, *spot, side, canvas.theme.dark and part > 0.2)


def draw_key(canvas: Canvas, x: float, middle: float, against: bool, runs: Sequence[Run]) -> float:
    """A square, blue or orange with its bar, and what it says; where that ends."""
    canvas.rect(x, middle - 7, 14, 14, "weight_negative" if against else "weight", 4)
    if against:
        draw_minus(canvas, x, middle - 7, 14, canvas.theme.dark)
    return x + 22 + canvas.rich(x + 22, canvas.baseline_of(middle), runs, BODY)


def draw_speakers(canvas: Canvas, rect: Rect, first: int, second: int, total: float) -> None:
    """Under the squares: which hue speaks for which digit, and what all of it adds up to."""
    x, y, w, h = rect
    line = h / 2
    names = [[(digit, "text", 700, "mono")] for digit in (str(first), str(second))]
    says: Run = (_("says") + " ", "text2", 600)
    end = draw_key(canvas, x, y + line / 2, False, [says, *names[0]])
    draw_key(canvas, max(end + 24, x + 100), y + line / 2, True, [says, *names[1]])
    value: Run = (number(total, 1, plus=True), weight_colour(total), 700, "mono")
    told, brief = ([(word + " ", "text2"), value] for word in (_("all pixels add up to"), _("together")))
    canvas.rich(x, canvas.baseline_of(y + 1.5 * line), told, BODY, room=w, shorter=[brief])


def draw_sums(canvas: Canvas, rect: Rect, first: int, second: int, shares: Sequence[float]) -> None:
    """What speaks for, what against, and by how much the first has more."""
    x, y, w, h = rect
    sums = [0.0, 0.0]
    for share in shares:
        sums[share < 0] += share
    step = min(24 * canvas.type, (h - 10) / 5)
    for against, (digit, total) in enumerate(zip((first, second), sums)):
        middle = y + 10 + against * 2.5 * step
        draw_key(canvas, x, middle, bool(against), [(str(digit), "text", 700, "mono")])
        base = canvas.baseline_of(middle + step)
        canvas.within(x, base, number(total, 1, plus=True), w, NUMBER, weight_colour(-1.0 if against else 1.0))
    low = y + 10 + 4.3 * step
    canvas.line(x, low, x + w, low, "weight", 2)
    canvas.within(x, low + 8 + 12 * canvas.type, number(sums[0] + sums[1], 1, plus=True), w, NUMBER, "text")
