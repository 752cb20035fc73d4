"""A kernel that slides, read from a session: the picture, its windows, what is wanted and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import TYPE_CHECKING

from ...i18n import _, plural_form
from ...learning.architecture import is_neuron, kernels_of
from ...learning.ops import CELLS, WIDTH, windows_of
from ...view.draw.tokens import BODY, LABEL, LEAD, LEAD_LABEL, NUMBER, STRONG
from ...view.pictures.kernel_grid import (
    Grid,
    cell_text,
    draw_agreement,
    draw_pixels,
    draw_values,
    draw_window,
    ink_on_blank,
)
from ...view.widgets.label import draw_heading
from ...view.widgets.widget import Rect
from ..shared.tiles import draw_hints

if TYPE_CHECKING:
    from ...learning.network import Vector
    from ...learning.problem import Pair
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ...view.draw.text import Run


def whole_picture(level: Level) -> bool:
    """One kernel whose bare map is the prediction."""
    kernels = kernels_of(level.network)
    return kernels is not None and kernels.kernels == 1 and not kernels.relu


def by_windows(level: Level) -> bool:
    """A neuron of nine inputs whose examples are the windows of a square picture, row by row."""
    network = level.network
    if network.inputs != CELLS or not is_neuron(network):
        return False
    return bool(level.unseen) and all(assemble(pairs) is not None for pairs in (level.data(), level.data(True)))


def assemble(windows: Sequence[Pair]) -> list[float] | None:
    """The picture that these are the windows of; None: they do not fit together."""
    places = isqrt(len(windows))
    if not places or places * places != len(windows) or len(windows[0][0]) != CELLS:
        return None
    side = places + WIDTH - 1
    pixels: list[float | None] = [None] * (side * side)
    for positions, (window, _goal) in zip(windows_of(side), windows):
        for spot, value in zip(positions, window):
            if pixels[spot] not in (None, value):
                return None
            pixels[spot] = value
    return [p or 0.0 for p in pixels]


def window(pixels: Vector, side: int, place: int) -> list[float]:
    """The nine pixels under one place of the map."""
    return [pixels[spot] for spot in windows_of(side)[place]]


def place_over(pixel: int, side: int) -> int:
    """The place of the map whose window has this pixel in its middle, or as near as it goes."""
    places = side - WIDTH + 1
    row, column = (min(places - 1, max(0, spot - 1)) for spot in divmod(pixel, side))
    return row * places + column


def agreement(present: Vector | None, wanted: Vector) -> list[bool]:
    """Where two maps agree."""
    if present is None:
        return [False] * len(wanted)
    return [abs(a - b) <= 0.05 for a, b in zip(present, wanted)]  # values of two maps that differ by no more agree


# ---------------------------------------------------------------------------------------------------------------------
# What the stencil's panels show: picture with its window, heading of the stencil, both maps, the nine products.


FULL = 3.0  # what a whole hue stands for on a map


def draw_picture(canvas: Canvas, rect: Rect, grid: Grid, pixels: Vector, window: tuple[int, int]) -> None:
    """The picture, and which nine pixels are under the stencil."""
    shown = tuple(pixels)

    def draw(sub: Canvas) -> None:
        draw_heading(sub, rect, _("Picture"), f"{grid.side} × {grid.side}", "input")
        draw_pixels(sub, grid, shown)
        x, y, w, h = rect
        draw_hints(sub, x + 20, y + h - 22 - 24 * sub.type, w - 28, [((_("Shift"), "←", "→"), _("move the window"))])

    canvas.keep(("stencil picture", rect, grid, shown), *rect, draw)
    draw_window(canvas, grid, *window)


def draw_stencil(canvas: Canvas, rect: Rect, changed: int, look: int) -> None:
    """Around the cells: what they are, what was changed, the keys."""
    note = _("{count} new since look {look}").format(count=changed, look=look) if changed and look else ""

    def draw(sub: Canvas) -> None:
        draw_heading(sub, rect, _("Stencil"), note, "weight")
        x, y, w, h = rect
        top, middle = y + h - 14 - 24 * sub.type, y + h - 14 - 12 * sub.type
        keys = [(("−", "0", "+"), _("set")), (("↵",), _("next value"))]
        end = x + 24 + draw_hints(sub, x + 24, top, w - 44, keys)
        word = _("changed")
        width = sub.width(word)
        if end + width + 40 < x + w:
            sub.circle(x + w - 32 - width, middle, 4.5, "text")
            sub.text_vcenter(x + w - 20, middle, word, BODY, "text2", "end")

    canvas.keep(("stencil around", rect, note), *rect, draw)


def draw_maps(canvas: Canvas, rect: Rect, grids: tuple[Grid, Grid], looked: Vector | None, wanted: Vector, look: int,
              place: tuple[int, int], told: str = "") -> None:  # fmt: skip
    """What the last look wrote, what is wanted, and where both agree. `told`: written instead of a look's map."""
    seen, goal = None if looked is None else tuple(looked), tuple(wanted)

    def draw(sub: Canvas) -> None:
        x, y, w, h = rect
        mine, theirs = grids
        base = y + 17 + 18 * sub.type
        title = told or (_("map of look {number}").format(number=look) if look else _("no look yet"))
        short = told or (_("look {number}").format(number=look) if look else _("no look"))
        names = [title, _("wanted map")]
        if any(sub.width(name, LEAD) > mine.wide - 22 for name in names):
            names = [short, _("wanted")]
        for glyph, text, grid in zip(("prediction", "goal"), names, grids):
            sub.glyph(glyph, grid.x + 8, base - 6 * sub.type, 7)
            sub.within(grid.x + 22, base, text, grid.wide - 14, LEAD, "text")
        draw_values(sub, mine, seen, "prediction", FULL)
        draw_values(sub, theirs, goal, "goal", FULL)
        low = mine.y + mine.wide + 20
        sub.line(x + 20, low, x + w - 20, low, "border", 1)
        _agreement(sub, (x, low, w, y + h - low), agreement(seen, goal), mine, bool(look))

    canvas.keep(("stencil maps", rect, grids, seen, goal, look, told), *rect, draw)
    for grid in grids:
        draw_window(canvas, grid, *place, reach=1)


def draw_written(canvas: Canvas, grid: Grid, values: Vector, falling: float) -> None:
    """What has been written into a map so far, zeros too; the last one falls into its place."""
    size, ink = min(16.0, 0.5 * grid.cell / canvas.type), ink_on_blank(canvas, "prediction")
    for index, value in enumerate(values):
        x, y = grid.at(index)
        up = 18.0 * (1 - falling) if index == len(values) - 1 else 0.0  # how far a number falls into a map
        centre = x + grid.cell / 2, y + grid.cell / 2 - up
        canvas.text_vcenter(*centre, cell_text(value), NUMBER.with_size(size), ink, "middle")


def _agreement(canvas: Canvas, rect: Rect, same: list[bool], mine: Grid, looked: bool) -> None:
    x, y, w, h = rect
    cell = min(21.0, (h - 32) / mine.side)
    grid = Grid(mine.x, y + 18, cell, mine.side)
    if looked:
        draw_agreement(canvas, grid, same)
    left, agree = grid.x + grid.wide + 34, same.count(True) if looked else 0
    room = x + w - 22 - left
    label = _("Places that agree")
    label = label if canvas.width(label, LABEL) <= room else _("Agree")
    canvas.text(left, y + 22 + 16 * canvas.type, label, LABEL, "text2")
    big = 38 / max(1.0, canvas.type)
    base = y + 44 + 40 * canvas.type
    end = left + canvas.text(left, base, str(agree) if looked else "–", NUMBER.with_size(big), "text", "start") + 12
    canvas.text(end, base, _("of {count}").format(count=len(same)), LEAD_LABEL, "text2")
    if base + 30 < y + h:
        canvas.rect(left, base + 14, room, 10, "well", 5)
        canvas.rect(left, base + 14, max(10.0, room * agree / len(same)), 10, "text", 5)
    line = base + 44 + 6 * canvas.type
    if looked and line + 6 * canvas.type < y + h:
        differ = len(same) - agree
        told = plural_form("still differs", "still differ", differ)
        runs: list[Run] = [(str(differ), "error", 700, "mono"), (" " + told, "text2")]
        canvas.glyph("error", left + 8, base + 40 + 4 * canvas.type, 6.5)
        canvas.rich(left + 24, line, runs)


def draw_products(canvas: Canvas, rect: Rect, window: Vector, weights: Vector, wanted: float, focus: int | None,
                  sums: str = "") -> None:  # fmt: skip
    """The window as one neuron: nine inputs, each times its cell, and what that adds up to. `sums`: how, if told."""
    total = 0.0
    for pixel, weight in zip(window, weights):
        total += pixel * weight
    key = ("stencil products", rect, tuple(window), tuple(weights), wanted, focus, sums)
    canvas.keep(key, *rect, lambda sub: _products(sub, rect, window, weights, total, wanted, focus, sums))


def _products(canvas: Canvas, rect: Rect, window: Vector, weights: Vector, total: float, wanted: float,
              focus: int | None, told: str) -> None:  # fmt: skip
    x, y, w, h = rect
    line = 5.8 * canvas.type
    bold, plain = _("This window"), _("is one neuron")
    canvas.text(x + 24, y + h / 2 - 10 + line, bold, STRONG, "text")
    canvas.text(x + 24, y + h / 2 + 12 * canvas.type + line - 2, plain, BODY, "text2")
    start = x + 44 + max(canvas.width(bold, STRONG), canvas.width(plain))
    runs: list[list[Run]] = [
        [(_("writes") + " ", "text2", 600), (cell_text(total), "prediction", 700, "mono")],
        [(_("wanted") + " ", "text2", 600), (cell_text(wanted), "goal", 700, "mono")],
    ]
    if told:
        runs = [[(told, "text", 700, "mono")], runs[0]]
    sums = max(sum(canvas.width(r[0], NUMBER) for r in run) for run in runs)
    width = min(90.0, (x + w - 40 - sums - start) / len(window))
    for i, (pixel, weight) in enumerate(zip(window, weights)):
        left, lit = start + i * width, i == focus
        canvas.rect(left, y + 14, width - 8, h - 28, "rowhi" if lit else "well", 9)
        canvas.rect(left + 0.5, y + 14.5, width - 9, h - 29, None, 8.5, "text" if lit else "border", 1.5 if lit else 1)
        colour = "weight_negative" if weight < 0 else "weight"
        middle = left + (width - 8) / 2
        size = min(16.0, 0.36 * (width - 8) / canvas.type)
        base = canvas.baseline_of(y + h / 2, size)
        ink = "input" if pixel else "text3"
        canvas.text(middle, base - 11, cell_text(pixel), NUMBER.with_size(size), ink, "middle")
        ink = colour if weight else "text3"
        canvas.text(middle, base + 13, f"×{cell_text(weight)}", NUMBER.with_size(size), ink, "middle")
    for run, up in zip(runs, (-10.0, 12 * canvas.type - 2)):
        canvas.rich(x + w - 24, y + h / 2 + up + line, run, anchor="end")
