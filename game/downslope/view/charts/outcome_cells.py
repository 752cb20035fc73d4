"""The cells of a convergence map: a hue and a motif for each outcome, fainter the more steps it takes.

The picture is kept and only what changes is painted: a map that is being worked out costs a few cells a frame.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pygame
from pygame import Surface

from ...convergence.closed_form import KINDS
from ...convergence.convergence_map import FAULTY, UNKNOWN
from ...rules.outcome_kinds import OUTCOMES
from ..draw.canvas import Canvas
from ..draw.clipping import clip_line
from ..draw.raster import PREMULTIPLIED, blank
from ..draw.surface_cache import SPRITES
from ..draw.theme import Theme, mix_colours
from ..draw.time_slice import TimeSlice

if TYPE_CHECKING:
    from ..widgets.widget import Rect

WELL = 4.0  # the dark rim around the cells
GAP, CORNER = 0.7, 2.0
ORDINARY = 17.3  # the side of a cell whose motif has its drawn size
SMALL = 8  # physical pixels: a narrower cell has no motif of its own
MARKED = 26.0  # so far apart are motifs there
DIM = 0.2  # what is left of a cell while another outcome is lit
NOTHING = -3  # a code that there is not
HATCH = 9.0  # from one line to the next on a place that nobody has run
SHARE = 0.003  # seconds of a frame for painting cells


def strength(kind: str, beats: int) -> float:
    """How far a cell stands out from the ground, 0..1: the fewer steps, the further."""
    full, part, last = OUTCOMES[kind].strength
    return full - part * min(1.0, math.log(max(1, beats)) / math.log(last))


def colours(theme: Theme, kind: str, beats: int) -> tuple[str, str]:
    """'#RRGGBB' of a cell and of its motif."""
    hue, part = theme.colour(OUTCOMES[kind].hue), round(strength(kind, beats), 2)
    fill = mix_colours(theme.cell_ground, hue, part)
    if OUTCOMES[kind].motif == "cup":  # its hue is so near the ground
        return fill, theme.cell_ink_stuck
    return fill, theme.cell_ink if part > 0.5 else mix_colours(hue, theme.cell_far, 0.35)


def draw_motif(canvas: Canvas, motif: str, x: float, y: float, colour: str, k: float = 1.0) -> None:
    """The sign of an outcome around (x, y), so that colour is not needed: dot, wave, ring, slash, cup, or none."""
    if motif == "dot":
        canvas.circle(x, y, 2 * k, colour)
    elif motif == "ring":
        canvas.circle(x, y, 4 * k, None, colour, 1.9 * k)
    elif motif == "slash":
        canvas.line(x - 4 * k, y + 4.5 * k, x + 4 * k, y - 4.5 * k, colour, 2.1 * k)
    elif motif == "wave":
        turns = [i / 16 for i in range(17)]
        wave = [(x + (10 * t - 5) * k, y - 2.3 * k * math.sin(2 * math.pi * t)) for t in turns]
        canvas.polyline(wave, colour, 1.8 * k)
    elif motif == "cup":
        turns = [math.pi * i / 12 for i in range(13)]
        cup = [(x - 4 * k * math.cos(a), y - 1.5 * k + 4 * k * math.sin(a)) for a in turns]
        canvas.polyline([(x - 4 * k, y - 4 * k), *cup, (x + 4 * k, y - 4 * k)], colour, 1.8 * k)


def draw_cell(canvas: Canvas, x: float, y: float, w: float, h: float, kind: str, beats: int, k: float = 1.0) -> None:
    """One cell with its motif, as on the map; `k`: size of the motif."""
    fill, ink = colours(canvas.look.theme, kind, beats)
    canvas.rect(x, y, w, h, fill, min(CORNER * k, w / 4, h / 4))
    if OUTCOMES[kind].motif == "cup":
        canvas.rect(x + 0.5, y + 0.5, w - 1, h - 1, None, min(CORNER * k, w / 4, h / 4), "border2", 1)
    draw_motif(canvas, OUTCOMES[kind].motif, x + w / 2, y + h / 2, ink, k)


def draw_untried(canvas: Canvas, x: float, y: float, w: float, h: float, k: float = 1.0) -> None:
    """A place that nobody has run: hatched, in no outcome's hue. `k`: size of its corners."""
    canvas.rect(x, y, w, h, canvas.mix("well", "panel", 0.35), min(CORNER * k, w / 4, h / 4))
    box = (x + 1, y + 1, w - 2, h - 2)
    for number in range(1, math.ceil((w + h) / HATCH)):
        line = clip_line((x - h + number * HATCH, y + h), (x + number * HATCH, y), box)
        if line is not None:
            canvas.line(*line[0], *line[1], "border", 1.2)


def draw_running(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    """Around the place that is being run: a dashed frame, and three dots where there is room."""
    canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, min(CORNER * 2, w / 4, h / 4), "text", 1.5, 1, (5, 3))
    if w > 36 and h > 10:
        for number in range(3):
            canvas.circle(x + w / 2 + 10 * (number - 1), y + h / 2, 2.6, "text", alpha=1 - 0.3 * number)


class OutcomeCells:
    """The painted cells of one map, a surface for each row. A row that changes gets a new surface: the screen knows by
    it that there is something new to be seen."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._rows: list[Surface] = []
        self._painted: list[int] = []

    def shows(self, codes: Sequence[int]) -> bool:
        """Every cell is painted as these say."""
        return self._painted == codes

    def draw(self, canvas: Canvas, rect: Rect, columns: int, codes: Sequence[int], lit: str = "") -> None:
        """Rows of `columns` codes, the first at the bottom; `rect`: what they fill. `lit`: the others are dimmed."""
        box, rows = canvas.box(*rect), len(codes) // columns
        across = [round(box.w * k / columns) for k in range(columns + 1)]
        down = [round(box.h * k / rows) for k in range(rows, -1, -1)]  # the top edge of row k is down[k + 1]
        key = (canvas.look, box.size, columns, rows, lit)
        if key != self._key:
            self._key, self._painted = key, [NOTHING] * len(codes)
            self._rows = [blank(box.w, down[row] - down[row + 1]) for row in range(rows)]
        if self._painted != codes:
            self._paint(canvas, across, codes, lit)
        tiny = box.w < SMALL * columns
        for row, surface in enumerate(self._rows):
            canvas.surface.blit(surface, (box.x, box.y + down[row + 1]), special_flags=0 if tiny else PREMULTIPLIED)
        if tiny:
            draw_gaps(canvas, rect, columns, codes)

    def _paint(self, canvas: Canvas, across: list[int], codes: Sequence[int], lit: str) -> None:
        """What has changed, as far as the time of a frame goes."""
        piece, columns = TimeSlice(SHARE), len(across) - 1
        for row in range(len(self._rows)):
            first = row * columns
            if self._painted[first : first + columns] == codes[first : first + columns]:
                continue
            if across[-1] < SMALL * columns:
                self._rows[row] = _strip(canvas, self._rows[row].get_size(), codes[first : first + columns], lit)
                self._painted[first : first + columns] = codes[first : first + columns]
                continue
            surface = self._rows[row] = self._rows[row].copy()
            for column in range(columns):
                code = codes[first + column]
                if code == self._painted[first + column]:
                    continue
                size = across[column + 1] - across[column], surface.get_height()
                sprite = _sprite(canvas, size, code, bool(lit) and code >= 0 and KINDS[code & 7] != lit)
                surface.fill((0, 0, 0, 0), (across[column], 0, *size))
                surface.blit(sprite, (across[column], 0), special_flags=PREMULTIPLIED)
                self._painted[first + column] = code
            if piece.left < 0:
                return


def draw_gaps(canvas: Canvas, rect: Rect, columns: int, codes: Sequence[int]) -> None:
    """Whole rows of places too small for a hatch of their own that nobody has run."""
    x, y, w, h = rect
    rows = len(codes) // columns
    high = h / rows
    empty = [all(code == UNKNOWN for code in codes[row * columns : (row + 1) * columns]) for row in range(rows)]
    first = 0
    for row in range(rows + 1):
        if row < rows and empty[row]:
            continue
        if row > first:
            top, tall = y + h - row * high, (row - first) * high
            canvas.keep(("untried", rect, first, row), x, top, w, tall, partial(_hatch, rect=(x, top, w, tall)))
        first = row + 1


def _hatch(canvas: Canvas, rect: Rect) -> None:
    draw_untried(canvas, *rect)


def draw_marks(canvas: Canvas, rect: Rect, columns: int, codes: Sequence[int], lit: str = "") -> None:
    """On cells too small for a motif: the motifs of some of them, so that colour alone need not tell."""
    x, y, w, h = rect
    rows = len(codes) // columns
    every = max(1, round(MARKED * columns / w)), max(1, round(MARKED * rows / h))
    places = [(c, r) for r in range(every[1] // 2, rows, every[1]) for c in range(every[0] // 2, columns, every[0])]
    shown = tuple((c, r, codes[r * columns + c]) for c, r in places if codes[r * columns + c] >= 0)

    def still(sub: Canvas) -> None:
        for column, row, code in shown:
            kind = KINDS[code & 7]
            if not lit or kind == lit:
                middle = x + (column + 0.5) * w / columns, y + h - (row + 0.5) * h / rows
                draw_motif(sub, OUTCOMES[kind].motif, *middle, colours(sub.look.theme, kind, code >> 3)[1], 0.8)

    canvas.keep(("marks", rect, columns, shown, lit), x, y, w, h, still)


def _strip(canvas: Canvas, size: tuple[int, int], codes: Sequence[int], lit: str) -> Surface:
    """A row of cells that are too small for anything but their colour."""
    theme = canvas.look.theme
    ground, untried = theme.cell_ground, canvas.mix("well", "panel", 0.35)
    table: dict[int, bytes] = {}
    for code in set(codes):
        fill = colours(theme, KINDS[code & 7], code >> 3)[0] if code >= 0 else untried
        dim = bool(lit) and code >= 0 and KINDS[code & 7] != lit
        table[code] = bytes((*theme.rgb(mix_colours(ground, fill, DIM) if dim else fill), 255))
    row = pygame.image.frombytes(b"".join(map(table.__getitem__, codes)), (len(codes), 1), "RGBA")
    strip = Surface(size, 0, 32)
    strip.blit(pygame.transform.scale(row, size), (0, 0))
    return strip


def _sprite(canvas: Canvas, size: tuple[int, int], code: int, dim: bool) -> Surface:
    """A cell in physical pixels."""
    kind, beats = (KINDS[code & 7], code >> 3) if code >= 0 else ("", 0)
    tone = round(strength(kind, beats), 2) if kind else code

    def make() -> Surface:
        layer = blank(*size)
        sub = Canvas(layer, canvas.look, (0, 0), canvas.whole)
        w, h = size[0] / sub.s - GAP, size[1] / sub.s - GAP
        if kind and not dim:
            draw_cell(sub, 0, 0, w, h, kind, beats, min(1.6, min(w, h) / ORDINARY))
        elif kind:
            theme = canvas.look.theme
            sub.rect(0, 0, w, h, mix_colours(theme.cell_ground, colours(theme, kind, beats)[0], DIM), CORNER)
        elif code == UNKNOWN:
            draw_untried(sub, 0, 0, w, h)
        elif code == FAULTY:
            draw_motif(sub, "slash", w / 2, h / 2, "text3")
            sub.line(w / 2 - 4, h / 2 - 4.5, w / 2 + 4, h / 2 + 4.5, "text3", 2.1)
        return layer

    return SPRITES.get(("cell", kind, tone, size, dim, canvas.look.theme, canvas.s), make)
