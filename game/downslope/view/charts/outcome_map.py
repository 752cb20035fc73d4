"""The convergence map and its key as controls: on its cells a cursor is moved by the arrows or the pointer.

A press takes the cursor along. While the pointer only rests on a cell, that cell is told of, and the cursor stays.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import ceil, floor, log10

from pygame import Surface

from ...convergence.convergence_map import FAULTY, KINDS, UNKNOWN, ConvergenceMap, KnobAxis
from ...i18n import N_, _
from ...rules import OUTCOMES, Value
from ..draw import (
    CODE,
    LABEL,
    NUMBER,
    PREMULTIPLIED,
    SPRITES,
    STRONG,
    Canvas,
    TextStyle,
    Theme,
    TimeSlice,
    blank,
    clip_line,
    mix_colours,
    weight_colour,
)
from ..format.axis import Axis, linear_axis
from ..format.numbers import short
from ..widgets.ink import SPRING, Boxed, Col, Either, Ink, Line, Mark, Para, Row, markup, pill
from ..widgets.widget import UNPLACED, Intent, Rect, State, Widget
from .plot import Plot

# The cells of a convergence map: a hue and a motif for each outcome, fainter the more steps it takes. The picture is
# kept and only what changes is painted: a map that is being worked out costs a few cells a frame.


WELL = 4.0  # the dark rim around the cells
GAP, CORNER = 0.7, 2.0
ORDINARY = 17.3  # the side of a cell whose motif has its drawn size
DIM = 0.2  # what is left of a cell while another outcome is lit
HATCH = 9.0  # from one line to the next on a place that nobody has run


def strength(kind: str, beats: int) -> float:
    """How far a cell stands out from the ground, 0..1: the fewer steps, the further."""
    full, part, last = OUTCOMES[kind].strength
    return full - part * min(1.0, math.log(max(1, beats)) / math.log(last))


def colours(theme: Theme, kind: str, beats: int) -> tuple[str, str]:
    """'#RRGGBB' of a cell and of its motif."""
    colour, part = theme.colour(OUTCOMES[kind].hue), round(strength(kind, beats), 2)
    fill = mix_colours(theme.cell_ground, colour, part)
    if OUTCOMES[kind].motif == "cup":  # its hue is so near the ground
        return fill, theme.cell_ink_stuck
    return fill, theme.cell_ink if part > 0.5 else mix_colours(colour, theme.cell_far, 0.35)


def draw_motif(canvas: Canvas, motif: str, x: float, y: float, colour: str, k: float = 1.0) -> None:
    """The sign of an outcome around (x, y), so that colour is not needed: dot, wave, ring, slash, bar, cup, or none."""
    if motif == "dot":
        canvas.circle(x, y, 2 * k, colour)
    elif motif == "ring":
        canvas.circle(x, y, 4 * k, None, colour, 1.9 * k)
    elif motif == "slash":
        canvas.line(x - 4 * k, y + 4.5 * k, x + 4 * k, y - 4.5 * k, colour, 2.1 * k)
    elif motif == "bar":
        canvas.line(x + 3 * k, y - 4.5 * k, x + 3 * k, y + 4.5 * k, colour, 2.1 * k)
        canvas.circle(x - 2 * k, y, 2 * k, colour)
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


def draw_not_run(canvas: Canvas, x: float, y: float, w: float, h: float, k: float = 1.0) -> None:
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
            draw_not_run(sub, 0, 0, w, h)
        elif code == FAULTY:
            draw_motif(sub, "slash", w / 2, h / 2, "text3")
            sub.line(w / 2 - 4, h / 2 - 4.5, w / 2 + 4, h / 2 + 4.5, "text3", 2.1)
        return layer

    return SPRITES.get(("cell", kind, tone, size, dim, canvas.look.theme, canvas.s), make)


# The frame of a convergence map: where its cells lie, which values stand at its sides, the flag on the best weight.


BESIDE = 86.0  # and so from weight to weight
ROUND = (1.0, 2.0, 2.5, 5.0)  # steps of what is written, times a power of ten
FLAG = 30.0
APART_NAMES = 14.0  # between two names of columns that stand on one level, with a line to a lower name between them


Tick = tuple[int, tuple[str, ...]]  # which column or row, from 0; what is written there, empty above a lower name


def _names(canvas: Canvas, names: Sequence[str], wide: float) -> tuple[list[tuple[str, ...]], float]:
    """Each name's lines and the size of all: on one level below the columns, else by turns on two, else smaller."""
    minimum = 16 / max(1.0, canvas.look.text)  # never below the text of 100 %
    for size, levels, maximum in ((16.0, 1, 2), (16.0, 2, 1), (minimum, 1, 2), (minimum, 2, 2)):
        room = wide - 2 if levels == 1 else 2 * wide - APART_NAMES
        below = [canvas.lines(name, room, LABEL.with_size(size), whole=True) for name in names]
        below = [lines if len(lines) <= maximum else [*lines[: maximum - 1], " ".join(lines[maximum - 1 :])]
                 for lines in below]  # at most so many; the last has all that is left  # fmt: skip
        if all(canvas.width(line, LABEL.with_size(size)) <= room for lines in below for line in lines):
            break
    upper = max(len(lines) for lines in below[::2]) if levels == 2 else 0
    named = [("",) * upper * (k % levels) + tuple(canvas.fit(line, room, LABEL.with_size(size)) for line in lines)
             for k, lines in enumerate(below)]  # fmt: skip
    return named, size


def _ticks(axis: KnobAxis, pitch: float, apart: float) -> tuple[Tick, ...]:
    """Round values that are far enough apart, or every so many where the values grow by a ratio."""
    every = ceil(apart / pitch)
    numbers = [float(v) for v in axis.values]
    step = (numbers[-1] - numbers[0]) / max(1, len(numbers) - 1)
    even = all(abs(v - numbers[0] - k * step) < 1e-6 * step for k, v in enumerate(numbers))
    if axis.log:
        # The roundest values, where there is room between them.
        for parts in ((1, 2, 5), (1,)):
            shown = [
                k for k, v in enumerate(numbers) if any(abs(v / 10.0 ** floor(log10(v)) - p) < 1e-9 for p in parts)
            ]
            if all((b - a) * pitch >= 0.6 * apart for a, b in zip(shown, shown[1:])):
                break
        return tuple((k, (value_text(numbers[k]),)) for k in shown or (0, len(numbers) - 1))
    if not even or step == 0.0:
        return tuple((k, (value_text(v),)) for k, v in enumerate(numbers) if k % every == 0)
    scaled = ((m, m * step / 10.0 ** floor(log10(m * step) + 1e-9)) for m in range(every, 8 * every))
    every = next((m for m, lead in scaled if any(abs(lead - part) < 1e-6 for part in ROUND)), every)
    counts = [round(v / step) for v in numbers]
    return tuple((k, (value_text(v),)) for k, v in enumerate(numbers) if counts[k] % every == 0)


def value_text(value: Value) -> str:
    """A value of an axis, with as many digits as it has."""
    if isinstance(value, str):
        return value
    return re.sub(r"^(−?)\.", r"\g<1>0.", short(value, 6))  # 0.5, not .5: as on a measuring stick


def place_of(axis: KnobAxis, value: float) -> float | None:
    """Where a number lies among the axis' values, counted in places; None: beyond them."""
    numbers = [float(v) for v in axis.values]
    for k, (low, height) in enumerate(zip(numbers, numbers[1:])):
        if low <= value <= height:
            return k + (value - low) / (height - low)
    return None


MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
Place = tuple[int, int]  # column, row from the bottom


class OutcomeMap(Widget):
    """`you`: the place of the player's own run, where the cursor begins. `on_play`: Enter.

    words   what stands at the upright and at the level axis
    names   the columns' names, where they have no numbers
    flags   columns of the best weights
    lit     the outcome that is picked out
    running the place that is being run now
    """

    intents = (*MOVES, "home", "end", "page_up", "page_down", "accept")
    role = N_("map")
    label = ""  # what is drawn against what
    told = ""  # what is told of the cell

    def __init__(self, name: str, cells: ConvergenceMap, words: tuple[str, str], you: Place,
                 on_play: Callable[[], None], names: Sequence[str] = (),
                 flags: Sequence[float] = ()) -> None:  # fmt: skip
        super().__init__(name, UNPLACED)
        self.cells, self.words, self.names, self.flags, self.on_play = cells, words, names, flags, on_play
        self.you = self.cursor = you
        self.columns, self.rows = len(cells.plane.across.values), len(cells.plane.up.values)
        self.hover: Place | None = None
        self.running: Place | None = None
        self.lit = ""
        # The painted cells, a surface for each row: one that changes gets a new one, by which the screen knows it
        self._key: Hashable = None
        self._rows: list[Surface] = []
        self._painted: list[int] = []

    def fit(self, canvas: Canvas, rect: Rect) -> None:
        """Stand here; the canvas tells how much room the values at the sides take."""
        self.rect, (x, y, w, h), plane, t = rect, rect, self.cells.plane, canvas.type
        top, word, size = 20 + 24 * t, 20 + (58 if self.names else 40) * t, 16.0
        while True:
            height = h - top - word - 26 - 14 * t
            up = _ticks(plane.up, height / self.rows, 40.0 * t)  # at least so far from one alpha to the next
            widest = max((canvas.width(lines[0], CODE) for _place, lines in up), default=0.0)  # none: it is tiny
            left = 38 + widest + 8 * t
            wide = (w - left - 26) / self.columns
            if not self.names:
                across = _ticks(plane.across, wide, BESIDE * t)
                break
            named, size = _names(canvas, self.names, wide)
            lower, across = 20 + (22 + size * (1 + 1.25 * (max(map(len, named)) - 1))) * t, tuple(enumerate(named))
            if lower <= word:
                break
            word = lower
        self.grid: Rect = (x + left, y + top, w - left - 26, height)
        # What stands at both sides, from the cells down to what the level axis is called, size of the columns' names
        self._sides = across, up, word, size

    def middle_of(self, column: float, row: float) -> tuple[float, float]:
        """Of a cell; rows are counted from the bottom."""
        x, y, w, h = self.grid
        return x + (column + 0.5) * w / self.columns, y + h - (row + 0.5) * h / self.rows

    def at(self, x: float, y: float) -> Place | None:
        """The cell under a point."""
        left, top, w, h = self.grid
        if not (left <= x < left + w and top <= y < top + h):
            return None
        return int((x - left) / w * self.columns), self.rows - 1 - int((y - top) / h * self.rows)

    def accessible_value(self) -> str:
        return self.told

    @property
    def here(self) -> Place:
        """The cell that is told of."""
        return self.hover or self.cursor

    def act(self, intent: Intent) -> bool:
        if intent.name in ("press", "move", "release"):
            self.cursor = self.at(intent.x, intent.y) or self.cursor
            return True
        if intent.name in MOVES:
            far = 5 if intent.big else 1  # cells, with Shift
            across, up = MOVES[intent.name]
            return self._go(self.cursor[0] + across * far, self.cursor[1] + up * far)
        if intent.name in ("home", "end"):
            return self._go(0 if intent.name == "home" else self.columns, self.cursor[1])
        if intent.name in ("page_up", "page_down"):
            return self._go(self.cursor[0], self.rows if intent.name == "page_up" else 0)
        if intent.name == "accept":
            self.on_play()
            return True
        return False

    def _go(self, column: int, row: int) -> bool:
        """Beyond the edge counts as the edge."""
        self.hover = None
        self.cursor = min(self.columns - 1, max(0, column)), min(self.rows - 1, max(0, row))
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        canvas.once(self.rect, self._draw_sides, self.grid, *self._sides, *self.words)
        self._paint_cells(canvas, self.grid, self.cells.codes)
        left, top, w, h = self.grid
        low, wide, tall = top + h, w / self.columns, h / self.rows
        if self.running is not None and self.cells.cell(*self.running) is None:
            x, y = self.middle_of(*self.running)
            draw_running(canvas, x - wide / 2, y - tall / 2, wide, tall)
        for place in self.flags:  # the best weight: a dotted line through the map and a flag above it
            x = self.middle_of(place, 0)[0]
            colour = "goal" if canvas.theme.dark else "ink"
            canvas.line(x, top - WELL, x, low + WELL, colour, 2, 0.95, (2, 6))
            canvas.flag(x, top - 2, FLAG, glow=False)
        # Pip where the player's own run starts; no word beside him, for it would lie over cells
        x, y = self.middle_of(*self.you)
        canvas.circle(x, y, 13.5, "bg0", alpha=0.85)
        canvas.pip(x, y, 12, (0, 0.05), glow=False)
        rings: list[tuple[Place, float]] = [(self.cursor, 3 if state.focus else 2)]
        if self.hover is not None and self.hover != self.cursor:
            rings.insert(0, (self.hover, 1.5))
        x, y = self.middle_of(*self.cursor)  # hairs to its values at the sides
        canvas.line(left - 4, y, max(left - 4, x - 15), y, "focus", 1.4, 0.75, (1, 4))
        canvas.line(x, low + 4, x, min(low + 4, y + 16), "focus", 1.4, 0.75, (1, 4))
        w, h = max(28.0, wide + 10), max(30.0, tall + 10)
        for at, width in rings:
            x, y = self.middle_of(*at)
            if width >= 2:
                canvas.rect(x - w / 2, y - h / 2, w, h, None, 7, "bg0", 2 * width)
            canvas.rect(x - w / 2, y - h / 2, w, h, None, 7, "focus", width)

    def _draw_sides(self, canvas: Canvas, grid: Rect, across: Sequence[Tick], up: Sequence[Tick], word: float,
                    size: float, title: str, axis_word: str) -> None:  # fmt: skip
        """What stands in the panel: the sides and their values. `title`: at the top, of the upright axis."""
        (x, y, _w, _h), (left, top, w, h), axis = self.rect, grid, self.cells.plane.across
        t, low, weighs = canvas.type, top + h, axis.name == "weight"
        canvas.glyph("alpha", x + 26, y + 12 + 12 * t, 8)
        canvas.text(x + 42, y + 12 + 18 * t, title, STRONG, "alpha")
        canvas.rect(left - WELL, top - WELL, w + 2 * WELL, h + 2 * WELL, "well", 8)
        for place, lines in up:
            middle = self.middle_of(0, place)[1]
            canvas.text_vcenter(left - 14, middle, lines[0], CODE, "alpha", "end")
            canvas.line(left - 10, middle, left - 5, middle, "border2", 2)
        for place, lines in across:
            middle, value = self.middle_of(place, 0)[0], axis.values[place]
            deep = sum(not line for line in lines) * 1.25 * size * t  # its name stands below its neighbours'
            canvas.line(middle, low + 5, middle, low + 11 + deep, "border2", 2)
            named = isinstance(value, str)
            style = TextStyle(size if named else 16, 600, "ui" if named else "mono")
            colour = weight_colour(value) if weighs and isinstance(value, (int, float)) else "text"
            for k, line in enumerate(lines):
                canvas.text(middle, low + 14 + style.size * (1 + 1.25 * k) * t, line, style, colour, "middle")
        below, middle = low + word, left + w / 2
        if weighs:
            canvas.glyph("weight", middle - canvas.width(axis_word, LABEL) / 2 - 16, below - 6 * t, 7)
        canvas.text(middle, below, axis_word, LABEL, "text", "middle")

    def _paint_cells(self, canvas: Canvas, rect: Rect, codes: Sequence[int]) -> None:
        """Rows of codes, the first at the bottom: what has changed, as far as the time of a frame goes."""
        columns, rows = self.columns, self.rows
        box, lit = canvas.box(*rect), self.lit
        across = [round(box.w * k / columns) for k in range(columns + 1)]
        down = [round(box.h * k / rows) for k in range(rows, -1, -1)]  # the top edge of row k is down[k + 1]
        key = (canvas.look, box.size, columns, rows, lit)
        if key != self._key:
            self._key, self._painted = key, [-3] * len(codes)  # a code that there is not
            self._rows = [blank(box.w, down[row] - down[row + 1]) for row in range(rows)]
        piece = TimeSlice(0.003)  # seconds of a frame for painting cells
        for row in range(rows):
            first = row * columns
            if self._painted[first : first + columns] == codes[first : first + columns]:
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
            canvas.again(0.0)  # the rest of them in the next frame
            if piece.left < 0:
                break
        for row, surface in enumerate(self._rows):
            canvas.surface.blit(surface, (box.x, box.y + down[row + 1]), special_flags=PREMULTIPLIED)


# What is told of one cell of a convergence map: how its run ends, its values, its misses step by step, the law.


LEAST = 34.0  # a lower chart tells nothing


def details_of_cell(kind: str, note: str, values: str, beats: str, trace: tuple[float, ...] = (), signed: bool = True,
                    law: tuple[str, ...] = ()) -> tuple[Ink, ...]:  # fmt: skip
    """All that is told of it, the fullest first; texts with light markup.

    `kind`: an outcome, "" while it is not known; `note`: instead of it. `trace`: misses step by step; not `signed`:
    errors. The chart takes the room that the words leave; where there is none, first the heading goes, then the `law`.
    """
    numbers = Either((Row((markup(values, LABEL), SPRING, markup(beats, LABEL))),
                      Col((Para(values, LABEL, "text2"), Para(beats, LABEL, "text2")))))  # fmt: skip
    ended = pill(OUTCOMES[kind].icon, _(OUTCOMES[kind].title)) if kind else Line(note, LABEL, "text2")
    parts = (Boxed(ended, high=36), numbers, Mark(_draw_trace, (trace, signed), high=LEAST, grow=1))
    lines = tuple(markup(line) for line in law)
    heading = Line(_("Under the cursor"), LABEL, "text2", spacing=1.5)
    ways = ((heading, *parts, Col(lines)), (*parts, Col(lines)), parts) if law else ((heading, *parts), parts)
    return tuple(Col(way, 5) for way in ways)


def _draw_trace(canvas: Canvas, rect: Rect, values: tuple[float, ...], signed: bool) -> None:
    """Misses around the goal's dotted line, or errors above it."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 10)
    if not values:
        return
    axis, steps = linear_axis([*values, *(-value for value in values if signed)]), max(12, len(values) - 1)
    plot = Plot((x + 14, y + 8, w - 28, h - 16), Axis(0, steps), axis)
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=6, after=6)
    for spot in plot.curve(canvas, enumerate(values), "text", 2, 0.65):
        canvas.circle(*spot, 3.4 if plot.rect[2] > 9 * steps else 2.2, "text")
    if not signed and h > 30 * canvas.type + 16:  # lower: the word would lie over the curve
        canvas.text(x + w - 12, y + 8 + 14 * canvas.type, _("error"), LABEL, "error", "end")


# The key of a convergence map: each outcome with its cells and how many there are; below, how many nobody has run
# yet, or, on a whole map, how the cells fade with the steps. With the arrows, or a press, one outcome is lit: the
# others are dimmed on the map until the focus goes elsewhere.


ORDER = sorted(OUTCOMES, key=lambda kind: -OUTCOMES[kind].height)  # as they lie in a map
LAST = 30  # steps at which landing is faintest
RAMP = 12
EXAMPLE = 25.0  # pitch of the cells of an outcome: with few steps and, where all names have room, with many


class OutcomeLegend(Widget):
    """`counts`: places of each kind; `left`: those not tried yet; `kinds`: what is listed. `on_lit` is told which one
    is lit, or ""."""

    intents = ("up", "down")
    role, called = N_("list"), N_("Outcomes")

    def __init__(self, name: str, on_lit: Callable[[str], None], word: str) -> None:
        super().__init__(name, UNPLACED)
        self.kinds: list[str] = []
        self.counts: Mapping[str, int] = {}
        self.left = 0
        self.on_lit, self.word = on_lit, word
        self.lit = ""
        self._pitch = 1.0

    def accessible_value(self) -> str:
        """The lit one, else all, with how many places end so."""
        kinds = [self.lit] if self.lit else [kind for kind in self.kinds if self.counts.get(kind)]
        return ", ".join(f"{_(OUTCOMES[kind].title)} {self.counts.get(kind, 0)}" for kind in kinds)

    def light(self, kind: str) -> bool:
        self.lit = kind
        self.on_lit(kind)
        return True

    def leave(self) -> None:
        self.light("")

    def act(self, intent: Intent) -> bool:
        if intent.name == "press":
            row = int((intent.y - self.rect[1] - 8) // self._pitch)
            kind = self.kinds[row] if 0 <= row < len(self.kinds) else ""
            return self.light("" if kind == self.lit else kind)
        if intent.name in ("up", "down"):
            way = 1 if intent.name == "down" else -1
            here = self.kinds.index(self.lit) if self.lit else -1 if way > 0 else len(self.kinds)
            return self.light(self.kinds[(here + way) % len(self.kinds)])
        return intent.name == "release"

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        foot = 20 + 28 * canvas.type
        pitch = self._pitch = (h - 8 - foot) / len(self.kinds)
        canvas.once(self.rect, self._draw_rows, self.rect, tuple(self.kinds), bool(self.left))
        if self.left:
            canvas.text_vcenter(x + w - 20, y + h - foot / 2 + 2, str(self.left), NUMBER, "text2", "end")
        for index, kind in enumerate(self.kinds):
            middle = y + 8 + (index + 0.5) * pitch
            canvas.text_vcenter(x + w - 20, middle, str(self.counts.get(kind, 0)), NUMBER, "text2", "end")
            if kind == self.lit:
                canvas.rect(x + 8, middle - pitch / 2 + 1, w - 16, pitch - 2, None, 9, "focus", 2)
        if state.focus:
            canvas.focus(x, y, w, h, 16)

    def _draw_rows(self, canvas: Canvas, rect: Rect, kinds: Sequence[str], unfinished: bool) -> None:
        (x, y, w, h), t, pitch = rect, canvas.type, self._pitch
        names = [_(OUTCOMES[kind].title) for kind in kinds]
        room = w - 86 - canvas.width("99999", NUMBER)  # of a name, behind two cells or one
        count = 2 if max(canvas.width(name, LABEL) for name in names) <= room - 2 * EXAMPLE else 1
        cell = min(26.0, pitch - 8)
        for place, (kind, name) in enumerate(zip(kinds, names)):
            middle, row = y + 8 + (place + 0.5) * pitch, OUTCOMES[kind]
            for k, beats in enumerate((row.few, row.many)[:count]):
                draw_cell(canvas, x + 18 + EXAMPLE * k, middle - cell / 2, 24, cell, kind, beats, 1.3)
            left = x + 30 + EXAMPLE * count
            canvas.icon(row.icon, left, middle - 12, 24)
            canvas.within(left + 36, canvas.baseline_of(middle), name, room - EXAMPLE * count, LABEL, "text")
        top = y + h - 20 - 28 * t
        canvas.line(x + 18, top + 4, x + w - 18, top + 4, "border", 1)
        if unfinished:  # what a place looks like that nobody has run
            middle, width = top + 12 + 14 * t, EXAMPLE * count - 1
            draw_not_run(canvas, x + 18, middle - cell / 2, width, cell, 1.3)
            left = x + 31 + width
            room = x + w - 28 - canvas.width("99999", NUMBER) - left
            canvas.within(left, canvas.baseline_of(middle), _("not tried yet"), room, LABEL, "text")
            return
        base = top + 14 + 18 * t  # from few steps to many, in the hue of landing
        left = x + 20 + canvas.text(x + 20, base, self.word, LABEL, "text2") + 32
        left += canvas.text(left, base, "1", NUMBER, "text", "start") + 10
        right = x + w - 20 - canvas.width(str(LAST), NUMBER) - 10
        each = min(14.0, (right - left) / RAMP)
        for k in range(RAMP):
            fill = colours(canvas.look.theme, "land", round(LAST ** (k / (RAMP - 1))))[0]
            canvas.rect(left + k * each, base - 6 * t - 10, each - 1, 20, fill, 2)
        canvas.text(left + RAMP * each + 10, base, str(LAST), NUMBER, "text", "start")
