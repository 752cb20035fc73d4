"""A table: a title beside the names of its columns; below, rows with a number in a ring, one of them lit.

    columns = (Column(_("pass"), 80 * k), Column(_("unseen"), hue="error", glyph="error", anchor="end"))
    cells = ((("120", "text", 700, "mono"),), (("0.031", "error", 700, "mono"),))
    rows = (TableRow("1", cells), TableRow("2", ring="free"))
    Table(_("Peeks"), columns, rows).paint(canvas, rect)

A cell is words, as `canvas.rich` takes them, or ink, which has the whole of its place. One rule for what is too
wide: words are written smaller, as far as any text may be; a name that would meet its neighbour leaves its glyph
alone; a column that may be missed is left out. A table is a value: made anew from what it shows, drawn anew where it
is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..draw import BODY, CODE_LIGHT, LABEL, LEAD, NUMBER, STRONG, Canvas, Run, TextStyle
from .ink import Ink
from .widget import Rect

HEAD, ROW = 46.0, 36.0  # heights
SIDE, INDENT, EDGE = 20.0, 62.0, 22.0  # where the title begins, and the first column beside the ring; free at the right
TOP = 6.0  # between the head and the first row
GAP = 10.0  # between what stands side by side
PARTS = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of its column, where words stand


Cell = Ink | tuple[Run, ...]


class Column(NamedTuple):
    """`size`: its width in design pixels; None: it shares what is left, and is at least `least` wide.

    `glyph`: of the quantity, before the name. `anchor`: where its words stand. `optional`: left out where there is
    no room for all.
    """

    name: str = ""
    size: float | None = None
    hue: str = "text2"
    glyph: str = ""
    anchor: str = "start"
    least: float = 0.0
    optional: bool = False


class TableRow(NamedTuple):
    """`ring`: how its number is framed, a row of RINGS; "free" and no cells: a row that is not used yet. `framed`: what
    will stand there is on its way.

    The last cell of a row that has fewer than there are columns has the room of all that follow. `high`: None: as high
    as the table's rows.
    """

    number: str = ""
    cells: tuple[Cell, ...] = ()
    ring: str = "plain"
    lit: bool = False
    high: float | None = None
    framed: bool = False


# Around a row's number: the fill, "" for none and "ball" for Pip's stones; the edge; the number's colour; dashed
RINGS = {
    "plain": ("well", "border2", "text", False),
    "error": ("ball", "error", "text", False),  # an error that was looked at
    "start": ("ball", "text2", "text", True),
    "done": ("well", "goal", "", False),  # a tick instead of the number
    "next": ("", "border2", "text", True),
    "free": ("", "border2", "text3", True),
}
StagePoint = tuple[float, float]  # left and right end of a column, from the table's left edge


class Table(NamedTuple):
    """`indent`: what is kept free for the rings. `ruled`: a line between rows. `style`: of the words in cells."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    row: float = ROW
    head: float = HEAD
    indent: float = INDENT
    ruled: bool = False
    style: TextStyle = BODY

    # -- sizes -------------------------------------------------------------------------------------------------------

    @property
    def height(self) -> float:
        """Of all rows, without the head."""
        return 2 * TOP + self.top(len(self.rows))

    def top(self, number: int) -> float:
        """How far below the first row this one begins."""
        height = 0.0
        for row in self.rows[:number]:
            height += self.row if row.high is None else row.high
        return height

    def least_size(self) -> tuple[float, float]:
        """All columns that cannot be missed, and one row."""
        needed = [column.size or column.least for column in self.columns if not column.optional]
        return self.indent + EDGE + sum(needed), self.head + 2 * TOP + self.row

    def spots(self, width: float) -> list[StagePoint | None]:
        minimum = [column.least if column.size is None else column.size for column in self.columns]
        room = width - self.indent - EDGE
        kept = [not column.optional or sum(minimum) <= room for column in self.columns]
        sharing = [column.size is None and present for column, present in zip(self.columns, kept)]
        left = room - sum(width for width, present in zip(minimum, kept) if present)
        spots, x = list[StagePoint | None](), self.indent
        for wide, present, more in zip(minimum, kept, sharing):
            wide += max(0.0, left) / sum(sharing) if more else 0.0
            spots.append((x, x + wide) if present else None)
            x += wide if present else 0.0
        return spots

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, rect: Rect, offset: float = 0.0) -> None:
        """Head and rows, these moved up by `offset` and cut at the edge; each row is a layer of its own, for most are
        the same in the next frame."""
        self.paint_head(canvas, rect)
        x, y, w, h = rect[0], rect[1] + self.head, rect[2], rect[3] - self.head - 4
        top, positions = y + TOP - offset, self.spots(w)
        with canvas.clip(x, y, w, h):
            for number, row in enumerate(self.rows):
                height = self.row if row.high is None else row.high
                if y - height < top < y + h:
                    if self.ruled and number:
                        canvas.line(x + SIDE, top - 1.5, x + w - EDGE, top - 1.5, "border", 1)
                    place = (x, top, w, height)
                    canvas.once(place, _draw_row, place, row, self.columns, tuple(positions), self.style)
                top += height

    def paint_head(self, canvas: Canvas, rect: Rect) -> None:
        place = (*rect[:3], self.head)
        canvas.once(place, _draw_head, place, self.title, self.columns, tuple(self.spots(rect[2])))


def _draw_head(canvas: Canvas, rect: Rect, title: str, columns: Sequence[Column],
               spots: Sequence[StagePoint | None]) -> None:  # fmt: skip
    x, y, w, high = rect
    base = canvas.baseline_of(y + high / 2, LEAD.size)
    end = x + SIDE + canvas.width(title, LEAD)  # of what stands to the left
    minimum = x + SIDE + canvas.width(title, STRONG.with_size(canvas.least(STRONG.size)))
    named = list[tuple[Column, StagePoint, float]]()
    for column, spot in zip(columns, spots):
        if spot is not None and column.name:
            before = end if column.glyph or named else minimum  # the title gives way to one that has no glyph
            named.append((column, spot, before))
            end = x + spot[0] + (0.0 if column.glyph else canvas.width(column.name, LABEL))
    limit = x + w - EDGE + GAP
    for column, (start, stop), before in reversed(named):  # each between what stands before it and the one after it
        at, width = x + start + PARTS[column.anchor] * (stop - start), canvas.width(column.name, LABEL)
        glyph = 21.0 if column.glyph else 0.0
        room = {
            "start": limit - GAP - x - start,
            "middle": 2 * min(at - before - GAP - glyph, limit - GAP - at),
            "end": x + stop - before - GAP - glyph,
        }[column.anchor]
        alone = glyph and (width > room or (column.anchor == "start" and before + glyph > x + start))
        width = 0.0 if alone else canvas.within(at, base, column.name, room, LABEL, column.hue, column.anchor)
        limit = at - width * PARTS[column.anchor] - glyph
        if glyph:
            limit = max(limit, before + 4) if column.anchor == "start" else limit if width else at - 16
            canvas.glyph(column.glyph, limit + 7, canvas.vcentre_of(base), 6.8)
    room = limit - GAP - x - SIDE
    style = LEAD if canvas.width(title, LEAD) <= room else STRONG  # smaller before it gives way
    canvas.within(x + SIDE, base, title, room, style, "text")
    canvas.line(x + 1, y + high - 0.5, x + w - 1, y + high - 0.5, "border", 1)


def _draw_row(canvas: Canvas, rect: Rect, row: TableRow, columns: Sequence[Column],
              positions: Sequence[StagePoint | None], own: TextStyle) -> None:  # fmt: skip
    x, y, w, h = rect
    middle = y + h / 2 - 1
    if row.lit:  # the newest, or chosen, or at work
        canvas.rect(x + 8, y, w - 16, h - 2, "rowhi", 9)
        canvas.rect(x + 8, y + 4, 4, h - 10, "text", 2)
    if row.framed:
        canvas.rect(x + 12, y + 4, w - 24, h - 12, None, 10, "border", 1.5, dash=(5, 6))
    if row.number:
        fill, edge, colour, dashed = RINGS[row.ring]
        radius = min(max(11.0, 3 + 8 * canvas.type), h / 2 - 2)
        if fill:
            stone = canvas.mix("stone", "ball2", 0.3 if canvas.theme.dark else 0.25)  # of those that Pip leaves
            canvas.circle(x + 36, middle, radius, stone if fill == "ball" else fill)
        canvas.circle(x + 36, middle, radius, None, edge, 2, dash=(3, 5) if dashed else None)
        if colour:
            size = min(16.0, (2 * radius - 4) / (canvas.type * max(1.0, 0.62 * len(row.number))))
            style = (NUMBER if fill else CODE_LIGHT).with_size(size)
            canvas.text_vcenter(x + 36, middle, row.number, style, colour, "middle")
        else:
            canvas.icon("check", x + 27, middle - 9, 18, edge, 3)
    if not row.cells:
        first = next((spot for column, spot in zip(columns, positions) if column.name and spot), None)
        if first is not None:
            canvas.line(x + first[0], middle, x + first[0] + 44, middle, "border", 2)
    if 0 < len(row.cells) < len(positions) and (begin := positions[len(row.cells) - 1]) is not None:
        positions = [*positions[: len(row.cells) - 1], (begin[0], w - EDGE)]
    for column, spot, cell in zip(columns, positions, row.cells):
        if spot is None:
            continue
        left, wide = x + spot[0], spot[1] - spot[0]
        if isinstance(cell, Ink):
            cell.draw(canvas, (left, y, wide, h))
        else:
            at, base = left + PARTS[column.anchor] * wide, canvas.baseline_of(middle)
            canvas.rich(at, base, cell, own, column.anchor, wide - GAP)
