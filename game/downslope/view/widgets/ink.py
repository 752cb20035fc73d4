"""Ink: the contents of a panel as one value. Sizes come up, places go down; the value is the key of its own picture.

    Col((Row((icon("check"), Line("Ready", STRONG), SPRING, Line(".2", NUMBER, "alpha"))), rule(), Para("Why ...")))

`size` is what it takes of a width, `draw` puts it into a place; `words` is what tests read, `speech` what is heard.
Leaves: Line, Para, Prose, Key, Mark. What holds others: Row, Col, Flow, Cells, Boxed, Either. What holds all that on a
screen: InkBox in a tree of panels, InkPanel for a panel that asks for its ink in each frame, InkPress for what is
pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, ClassVar

from ..draw import (
    BODY,
    ELLIPSIS,
    GLUE,
    LABEL,
    LEAD,
    MIDDLE,
    PANEL,
    SPACE_4,
    STRONG,
    TITLE,
    Canvas,
    Run,
    Sheet,
    TextStyle,
    draw_plate,
)
from ..format.markup import coloured_lines, coloured_runs, even_lines, pieces, plain
from .panel import Group, Panel
from .widget import UNPLACED, Press, Rect, State, Widget

TIGHT = 1.4  # sizes of the text: lines come no closer to fit than that
FINER = 0.5  # by so much a text gets smaller
SMALL = 16.0  # no text is made smaller to fit than this at the ordinary text size


class Label(Panel):
    """A paragraph with light markup, broken into `lines` for a canvas; a newline begins a new one.

    width     design pixels that a line may take; None: no line is broken
    height    design pixels that all may take: closer, then smaller where need be, though never below the text of 100 %
    most      lines that are shown; where there are more, the last ends with dots
    spacing   distance of the baselines, in sizes of the text
    even      its lines are about as long as each other
    """

    flat = True

    def __init__(self, canvas: Canvas, text: str, style: TextStyle = BODY, colour: str = "text", *,
                 width: float | None = None, height: float = inf, most: int = 0, spacing: float = 1.5,
                 anchor: str = "start", even: bool = False) -> None:  # fmt: skip
        self.text, self.colour, self.anchor, self.spacing = text, colour, anchor, spacing
        room = inf if width is None else width
        self._type, self._room = canvas.type, room
        minimum = min(style.size, SMALL / max(1.0, canvas.look.text))
        self.style, breaks = style, even_lines if even else coloured_lines
        while True:
            self.lines = [line for part in (text.split("\n") if text else ())
                          for line in breaks(canvas.look, part, room, self.style.size, style.weight)]  # fmt: skip
            if self.high * min(1.0, TIGHT / spacing) <= height or self.style.size <= minimum:
                break
            self.style = style.with_size(max(minimum, self.style.size - FINER))
        if self.high > height:
            self.spacing = max(min(TIGHT, spacing), spacing * height / self.high)
        if 0 < most < len(self.lines):
            last = "".join(text for text, _hue in self.lines[most - 1]) + ELLIPSIS  # others should follow
            self.lines = [*self.lines[: most - 1], [(canvas.fit(last, room, self.style), "")]]
        rows = [coloured_runs(line, colour, style.weight) for line in self.lines]
        self.wide = max((canvas.rich_width(row, self.style) for row in rows), default=0.0)

    @property
    def step(self) -> float:
        return self.spacing * self.style.size * self._type

    @property
    def high(self) -> float:
        return len(self.lines) * self.step

    def least_size(self) -> tuple[float, float]:
        return self.wide, self.high

    def base(self, top: float) -> float:
        """The baseline of its first line where it is written from `top` downwards."""
        return top + self.step / 2 + MIDDLE * self.style.size * self._type

    def words(self) -> list[str]:
        return ["".join(text for text, _hue in line) for line in self.lines]

    def draw(self, canvas: Canvas, x: float, top: float) -> float:
        """Write it from `top` downwards, with its anchor at x; the y below it."""
        base = self.base(top)
        for number, line in enumerate(self.lines):
            runs = coloured_runs(line, self.colour, self.style.weight)
            canvas.rich(x, base + number * self.step, runs, self.style, self.anchor, self._room)
        return top + self.high

    def paint(self, canvas: Canvas) -> None:
        """Write it into the place where the layout has put it, in the middle of its height."""
        x, y, w, h = self.rect
        x += {"start": 0.0, "middle": w / 2, "end": w}[self.anchor]
        self.draw(canvas, x, y + max(0.0, h - self.high) / 2)


Size = tuple[float, float]
ROUNDED = 0.5  # a place that was made as wide as a text may be so much narrower


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Empty room. `grow`: its share of what is left of a row or a column. `yields`: it gives way before others."""

    wide: float = 0.0
    high: float = 0.0
    grow: float = 0.0
    yields: bool = False
    wraps: ClassVar[bool] = False

    def inside(self) -> tuple[Ink, ...]:
        return getattr(self, "items", ())

    def is_soft(self) -> bool:
        return self.wraps or self.yields or any(item.is_soft() for item in self.inside())

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        """Width and height in a place that is so wide; its width may be more than that."""
        return self.wide, self.high

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        """Put it there."""

    def stand(self, canvas: Canvas, x: float, y: float, across: float = 0.5, down: float = 0.0,
              within: tuple[float, float] = (-inf, inf)) -> Rect:  # fmt: skip
        """Draw it with that part of it at a place, above it its middle; between these two x. Where it is."""
        wide, high = self.size(canvas)
        rect = (max(within[0], min(x - across * wide, within[1] - wide)), y - down * high, wide, high)
        self.draw(canvas, rect)
        return rect

    def put(self, canvas: Canvas, rect: Rect, alpha: float = 1.0) -> None:
        """The same as a layer that is kept: what stands there is drawn again only where it is another value."""
        canvas.keep((self, rect), *rect, lambda sub: self.draw(sub, rect), alpha)


SPRING = Ink(grow=1.0)


@dataclass(frozen=True, slots=True)
class Line(Ink):
    """One line of text, in one colour or in runs.

    In a narrower place it has its `shorter` form, then it is smaller, at last it ends with dots (see draw/text.py).
    """

    text: str | tuple[Run, ...] = ""
    style: TextStyle = BODY
    colour: str = "text"
    anchor: str = "start"
    shorter: str | tuple[Run, ...] = ""
    spacing: float = 1.35  # its height, in sizes of the text
    struck: bool = False  # it is crossed out

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        runs = ((self.text, self.colour),) if isinstance(self.text, str) else self.text
        return max(self.wide, canvas.rich_width(runs, self.style)), self.spacing * self.style.size * canvas.type

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        x += {"start": 0, "middle": w / 2, "end": w}[self.anchor]
        base, forms = canvas.baseline_of(y + h / 2, self.style.size), [self.shorter] if self.shorter else []
        if isinstance(self.text, str):
            shorter = [form for form in forms if isinstance(form, str)]
            wide = canvas.within(x, base, self.text, w + ROUNDED, self.style, self.colour, self.anchor, shorter)
            if self.struck:
                left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor] - 3
                canvas.line(left, y + h / 2, left + wide + 6, y + h / 2, self.colour, 2)
        else:
            runs = [form for form in forms if not isinstance(form, str)]
            canvas.rich(x, base, self.text, self.style, self.anchor, w + ROUNDED, runs)


def markup(text: str, style: TextStyle = BODY, spacing: float = 1.35) -> Line:
    """One line of a text with light markup."""
    return Line(tuple(coloured_runs(pieces(text), "text2", style.weight)), style, spacing=spacing)


@dataclass(frozen=True, slots=True)
class Para(Ink):
    """A paragraph with light markup, in the middle of its place. `most`: so many lines, the last ends with dots."""

    text: str = ""
    style: TextStyle = BODY
    colour: str = "text"
    spacing: float = 1.5
    anchor: str = "start"
    most: int = 0
    wraps = True

    def _label(self, canvas: Canvas, room: float, high: float = inf) -> Label:
        return Label(canvas, self.text, self.style, self.colour, width=room + ROUNDED, height=high + ROUNDED,
                     most=self.most, spacing=self.spacing, anchor=self.anchor)  # fmt: skip

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        label = self._label(canvas, room)
        return label.wide, label.high

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        label = self._label(canvas, *rect[2:])
        label.rect = rect
        label.paint(canvas)


@dataclass(frozen=True, slots=True)
class Key(Ink):
    """What is pressed: a key with what stands on it."""

    told: str = ""
    colour: str = "text2"
    fill: str = "well"

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        return canvas.keycap_size(self.told, self.high or 24.0)

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        top = rect[1] + (rect[3] - self.size(canvas)[1]) / 2
        canvas.keycap(rect[0], top, self.told, colour=self.colour, fill=self.fill or None, size=self.high or 24.0)


@dataclass(frozen=True, slots=True)
class Mark(Ink):
    """A picture: `paint(canvas, rect, *what)`. `text`: height besides, at the ordinary text size; it grows with that.

    `told`: the picture in words, where they stand nowhere beside it.
    """

    paint: Callable[..., object] | None = None
    what: tuple[Any, ...] = ()
    text: float = 0.0
    told: str = ""

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        return self.wide, self.high + self.text * canvas.type

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        if self.paint is not None:
            self.paint(canvas, rect, *self.what)


def draw_star(canvas: Canvas, rect: Rect, radius: float, on: bool = True, glow: bool = False) -> None:
    """What a Mark paints: a star in the middle of its place."""
    canvas.star(rect[0] + rect[2] / 2, rect[1] + rect[3] / 2, radius, on, glow)


def pill(sign: str, told: str, high: float = 0.0, hue: str = "text",
         around: tuple[float, float] = (15, 10)) -> Boxed:  # fmt: skip
    """A pill with an icon and words, such as those of an outcome; or with its icon alone."""
    words = (Line(told, STRONG, hue, spacing=1.0),) if told else ()
    return Boxed(Row((icon(sign, 22, hue, text=16), *words)), around, f"panel*{hue}*0.14", hue, 99.0, high=high)


def icon(name: str, size: float = 18.0, colour: str = "text", width: float = 2.2, text: float = 0.0,
         told: str = "") -> Mark:  # fmt: skip
    """An icon, `size` wide and high. `text`: in the middle of a line that is so high at the ordinary text size."""
    return Mark(_icon, (name, size, colour, width), text, told, wide=size, high=0.0 if text else size)


def _icon(canvas: Canvas, rect: Rect, name: str, size: float, colour: str, width: float) -> None:
    canvas.icon(name, rect[0], rect[1] + (rect[3] - size) / 2, size, colour, width)


def glyph_mark(name: str, size: float) -> Mark:
    """The glyph of a quantity, `size` from its middle to its edge."""
    return Mark(_glyph, (name, size), wide=2 * size)


def _glyph(canvas: Canvas, rect: Rect, name: str, size: float) -> None:
    canvas.glyph(name, rect[0] + size, rect[1] + rect[3] / 2, size)


def rule(high: float = 7.0) -> Mark:
    """A line across."""
    return Mark(_rule, high=high)


def _rule(canvas: Canvas, rect: Rect) -> None:
    x, y, w, h = rect
    canvas.line(x, y + h / 2, x + w, y + h / 2, "border", 1)


@dataclass(frozen=True, slots=True)
class Row(Ink):
    """Side by side. Too wide: what is soft is narrower first, then all alike.

    `align`: "middle" or "top", each as high as it must be; "fill", each as high as the row. `equal`: all as wide.
    """

    items: tuple[Ink, ...] = ()
    gap: float = 8.0
    align: str = "middle"
    equal: bool = False

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        widths = self._widths(canvas, room)
        sizes = [item.size(canvas, wide) for item, wide in zip(self.items, widths)]
        across = sum(min(w, wide) if item.yields else w for item, wide, (w, _h) in zip(self.items, widths, sizes))
        return across + self.gap * max(0, len(sizes) - 1), max([self.high, *(h for _w, h in sizes)])

    def _widths(self, canvas: Canvas, room: float) -> list[float]:
        usual = [item.size(canvas)[0] for item in self.items]
        if self.equal:
            usual = [max(usual, default=0.0) if room == inf else (room + self.gap) / len(usual) - self.gap] * len(usual)
        return usual if room == inf else shares(usual, self.items, room, self.gap)

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        for item, wide in zip(self.items, self._widths(canvas, w)):
            high = h if self.align == "fill" else min(h, item.size(canvas, wide)[1])
            item.draw(canvas, (x, y if self.align == "top" else y + (h - high) / 2, wide, high))
            x += wide + self.gap


@dataclass(frozen=True, slots=True)
class Composed(Ink):
    """What is another ink in each place: `compose` says which."""

    def compose(self, canvas: Canvas, room: float, high: float = inf) -> Ink:
        """What it is in so much room."""
        raise NotImplementedError

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        return self.compose(canvas, room).size(canvas, room)

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        self.compose(canvas, *rect[2:]).draw(canvas, rect)


@dataclass(frozen=True, slots=True)
class Flow(Composed):
    """Side by side, and below each other where there is no more room."""

    items: tuple[Ink, ...] = ()
    gap: float = 5.0
    line_gap: float = 0.0
    wraps = True

    def compose(self, canvas: Canvas, room: float, high: float = inf) -> Ink:
        rows, used = list[list[Ink]]([[]]), 0.0
        for item in self.items:
            wide = item.size(canvas, room)[0]
            if rows[-1] and used + wide > room + ROUNDED:
                rows.append([])
                used = 0.0
            rows[-1].append(item)
            used += wide + self.gap
        return Col(tuple(Row(tuple(row), self.gap) for row in rows), self.line_gap)


@dataclass(frozen=True, slots=True)
class Prose(Composed):
    """A paragraph in several styles: (text, style, colour) of each part. A word that is wider than a line is broken."""

    parts: tuple[tuple[str, TextStyle, str], ...] = ()
    wraps = True

    def compose(self, canvas: Canvas, room: float, high: float = inf) -> Ink:
        words = [Line(piece, style, colour, spacing=1.5) for text, style, colour in self.parts for word in text.split()
                 for piece in canvas.lines(word.replace(GLUE, " "), room, style, whole=room == inf)]  # fmt: skip
        return Flow(tuple(words), canvas.width(" "))

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        self.compose(canvas, rect[2] + ROUNDED).draw(canvas, rect)


@dataclass(frozen=True, slots=True)
class Col(Ink):
    """One under the other. Too high: all are lower in equal parts."""

    items: tuple[Ink, ...] = ()
    gap: float = 0.0

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        sizes = [item.size(canvas, room) for item in self.items]
        gaps = self.gap * max(0, len(sizes) - 1)
        return max((w for w, _h in sizes), default=0.0), max(self.high, sum(h for _w, h in sizes) + gaps)

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        for item, high in zip(self.items, shares([i.size(canvas, w)[1] for i in self.items], self.items, h, self.gap)):
            item.draw(canvas, (x, y, w, high))
            y += high + self.gap


@dataclass(frozen=True, slots=True)
class Cells(Composed):
    """Rows whose columns stand under each other; the first column takes what is left. `lit`: rows on a plate."""

    rows: tuple[tuple[Ink, ...], ...] = ()
    gap: float = 0.0
    line_gap: float = 0.0
    lit: tuple[int, ...] = ()

    def inside(self) -> tuple[Ink, ...]:
        return sum(self.rows, ())

    def compose(self, canvas: Canvas, room: float, high: float = inf) -> Ink:
        wide = [max(item.size(canvas)[0] for item in column) for column in zip(*self.rows)]
        lines = [Row(tuple(Boxed(item, wide=w, grow=float(not n), yields=item.yields)
                           for n, (w, item) in enumerate(zip(wide, row))), self.gap) for row in self.rows]  # fmt: skip
        return Col(tuple(Boxed(line, fill="rowhi" if number in self.lit else "", radius=6)
                         for number, line in enumerate(lines)), self.line_gap)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Boxed(Ink):
    """At least so large, with room around it (across, down), on a plate where `fill` or `edge` is given.

    `most`: it is no wider than that; a width that is both does not give way.
    """

    item: Ink = SPRING
    pad: tuple[float, float] = (0.0, 0.0)
    fill: str = ""
    edge: str = ""
    radius: float = 10.0
    line: float = 1.5
    dash: tuple[float, float] | None = None
    most: float = inf

    def inside(self) -> tuple[Ink, ...]:
        return (self.item,)

    def is_soft(self) -> bool:
        return self.yields or (self.item.is_soft() and self.wide != self.most)

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        (across, down), (w, h) = self.pad, self.item.size(canvas, min(room, self.most) - 2 * self.pad[0])
        return min(self.most, max(self.wide, w + 2 * across)), max(self.high, h + 2 * down)

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        (x, y, w, h), (across, down) = rect, self.pad
        if self.fill or self.edge:
            draw_plate(canvas, rect, self.edge, self.radius, self.line, fill=self.fill or "panel",
                       alpha=float(bool(self.fill)), dash=self.dash)  # fmt: skip
        self.item.draw(canvas, (x + across, y + down, max(0.0, w - 2 * across), max(0.0, h - 2 * down)))


@dataclass(frozen=True, slots=True)
class Either(Composed):
    """The first that has room, else the last. Read aloud is the first."""

    items: tuple[Ink, ...] = ()

    def inside(self) -> tuple[Ink, ...]:
        return self.items[:1]

    def compose(self, canvas: Canvas, room: float, high: float = inf) -> Ink:
        sizes = ((item, item.size(canvas, room)) for item in self.items)
        fitting = (item for item, (w, h) in sizes if w <= room + ROUNDED and h <= high + ROUNDED)
        return next(fitting, self.items[-1])


def shares(usual: list[float], items: Sequence[Ink], room: float, gap: float) -> list[float]:
    """How long each is: what is left goes to those that grow; for what is missing, soft ones are shorter, then all."""
    room -= gap * max(0, len(items) - 1)
    left, grow = room - sum(usual), sum(item.grow for item in items)
    if left >= 0:
        return [length + left * item.grow / grow if grow else length for length, item in zip(usual, items)]
    soft = [item.is_soft() for item in items]
    flexible = sum(length for length, gives in zip(usual, soft) if gives)
    kept = max(0.0, flexible + left) / flexible if flexible else 1.0
    lengths = [length * kept if gives else length for length, gives in zip(usual, soft)]
    part = min(1.0, max(0.0, room) / max(sum(lengths), 1e-9))
    return [length * part for length in lengths]


def words(ink: Ink) -> list[str]:
    """All that is written, in reading order."""
    own = _text(ink)
    return [own] * bool(own) + [each for item in ink.inside() for each in words(item)]


def speech(ink: Ink) -> str:
    """The same to be read aloud: what stands side by side with commas, what stands below with full stops."""
    if isinstance(ink, Cells):
        parts = [speech(Row(row)) for row in ink.rows]
    else:
        parts = [_text(ink), *map(speech, ink.inside())]
    beside = isinstance(ink, (Row, Flow)) and not any(". " in part for part in parts)
    return (", " if beside else ". ").join(part.rstrip(".") for part in parts if part)


def _text(ink: Ink) -> str:
    """What is written by it alone."""
    if isinstance(ink, Line):
        return ink.text if isinstance(ink.text, str) else "".join(run[0] for run in ink.text)
    if isinstance(ink, Prose):
        return " ".join(text for text, _style, _colour in ink.parts if text).replace(GLUE, " ")
    return plain(ink.text) if isinstance(ink, Para) else str(getattr(ink, "told", ""))


class InkBox(Panel):
    """Ink in a tree of panels, as high as it is in so much width. Of a function the ink is asked in each frame."""

    flat = True

    def __init__(self, canvas: Canvas, ink: Ink | Callable[[], Ink], width: float = inf) -> None:
        self.ask = ink
        wide, high = self.ink.size(canvas, width)
        self.least_room = (wide if width == inf else 0.0, high)

    @property
    def ink(self) -> Ink:
        return self.ask if isinstance(self.ask, Ink) else self.ask()

    def paint(self, canvas: Canvas) -> None:
        self.ink.put(canvas, self.rect)


class InkPress(Press):
    """Ink that is pressed, or only read where nothing happens then.

    told   what is read aloud instead of its words      value   where it stands, as it is read aloud
    lit    how it looks under the pointer, where it is more than a lighter ground
    ring   how far inside its edge the focus is drawn, and the radius of its corners
    """

    value = ""
    lit: Ink | None = None
    ring = (3.0, 8.0)

    def __init__(self, name: str, ink: Ink, on_press: Callable[[], object] | None = None, group: str = "",
                 told: str = "") -> None:  # fmt: skip
        super().__init__(name, UNPLACED, group=group)
        self.ink, self.on_press, self.told = ink, on_press, told

    def accessible_name(self) -> str:
        return self.told or speech(self.ink)

    def accessible_value(self) -> str:
        return self.value

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, w, h), (inset, radius), ink = self.rect, self.ring, self.ink
        if self.on_press and (state.hover or state.pressed):
            ink = self.lit or ink
            canvas.rect(x, y + 2, w, h - 4, "raised", 12)
        ink.put(canvas, self.rect)
        if state.focus:
            canvas.focus(x + inset, y + inset, w - 2 * inset, h - 2 * inset, radius)


class InkPanel(Panel):
    """A panel that is ink: its size and its picture follow from that."""

    least = inf  # the width for which its height is asked
    measure: Callable[[], Canvas]  # a canvas for widths

    def ink(self) -> Ink:
        """All that it shows."""
        raise NotImplementedError

    def least_size(self) -> Size:
        wide, high = self.ink().size(self.measure(), self.least)
        return min(wide, self.least), high

    def paint(self, canvas: Canvas) -> None:
        self.ink().put(canvas, self.rect)


def card(title: str, *items: Ink, aside: str = "", gap: float = 6.0) -> Boxed:
    """A panel's heading, and under it what it holds."""
    head = Row((Line(title, LEAD), SPRING, Line(aside, LABEL, "text2", yields=True)))
    return Boxed(Col((head, *items), gap), (20.0, 14.0))


def draw_heading(canvas: Canvas, rect: Rect, title: str, aside: str = "", sign: str = "",
                 style: TextStyle = BODY) -> float:  # fmt: skip
    """The title of a panel, after the glyph of a quantity, and at the right what more is said, where both have room.

    `style`: of what is said more. The y below them.
    """
    (x, y, w, _h), mark = rect, (glyph_mark(sign, 7),) if sign else ()
    high = 34 + 23 * canvas.type if sign else 28 + 19 * canvas.type
    ways = [Row((*mark, Line(title, LEAD, yields=not rest), SPRING, *rest), 9)
            for rest in ((Line(aside, style, "text2"),) * bool(aside), ())]  # fmt: skip
    Either(tuple(ways)).draw(canvas, (x + 20, y, w - 40, high))
    return y + (25 + 18 * canvas.type if sign else 22 + 16 * canvas.type)


# A card: a sheet with parts on it, which share the room inside its padding. Its size comes from its parts, their places
# from the layout; nobody counts lines.


def card_title(canvas: Canvas, title: str, below: str = "", sign: str = "", colour: str = "text") -> InkBox:
    """`below`: a quieter line under the title; `sign`: an icon before it, in that colour."""
    named = Row((*((icon(sign, 28, colour),) if sign else ()), Line(title, TITLE, yields=True, spacing=1.1)), 14)
    return InkBox(canvas, Col((named, *((Line(below, BODY, "text2"),) if below else ()), Ink(high=10))), 0)


@dataclass(eq=False)
class Card(Group):
    """`sheet`: what it stands on, a sheet of tokens.py. `padding`: from its edge to its parts."""

    sheet: Sheet = PANEL
    padding: float = SPACE_4
    flat = True  # it draws its own sheet, whose edge may change

    def place(self, rect: Rect) -> list[Widget]:
        (x, y, w, h), pad = rect, self.padding
        widgets = super().place((x + pad, y + pad, w - 2 * pad, h - 2 * pad))
        self.rect = rect
        return widgets

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width + 2 * self.padding, height + 2 * self.padding

    def paint(self, canvas: Canvas) -> None:
        canvas.sheet(*self.rect, self.sheet)
        super().paint(canvas)
