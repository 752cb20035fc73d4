"""Panels: parts of a screen that draw themselves, in trees that say how they share its room: rows, columns, stacks.

    column(Part(cards, 270), Part(row(Part(chart), Part(code, 608), gap=16)), Part(tiles, 84))

Sizes come up, places go down. A part takes a length (`size`), a share of what is left, or a length and a share of what
is more. No part is ever shorter than its smallest size: where it would be, the others give way; where all are at their
smallest and it is still too much, the row is longer than its place, which `fits` tells. `first_that_fits` has several
trees for one place: the first that fits is taken. A tree is made anew for each layout; a part of size 0 is not there,
nor is its gap.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from ...i18n import N_
from ..draw import LABEL, Canvas
from ..format.numbers import percent
from .button import Button
from .widget import Intent, Rect, State, Widget

GAP = 12.0
T = TypeVar("T")


@dataclass(eq=False)
class Laid(Generic[T]):
    """An attribute by which a screen is laid out: where it has become another, the widgets are made anew.

        listed = Laid(False)

    changes     of all of them, in all; a screen knows how many there were when it was laid out
    """

    first: T
    changes: ClassVar[int] = 0

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, thing: object, owner: type | None = None) -> T:
        value: T = vars(thing).get(self.name, self.first) if thing is not None else self.first
        return value

    def __set__(self, thing: object, value: T) -> None:
        Laid.changes += vars(thing).get(self.name, self.first) != value
        vars(thing)[self.name] = value


class Box:
    """A leaf of the layout tree. `rect`: the place it was given last.

    thing   what it shows, by a name of campaign.PANELS: where that is not shown, it has no place; "": it always has
    """

    thing: str = ""
    rect: Rect = (0.0, 0.0, 0.0, 0.0)
    least_room: tuple[float, float] = (0.0, 0.0)  # its least size, where that does not change

    def is_shown(self, shows: Collection[str]) -> bool:
        return not self.thing or self.thing in shows

    def least_size(self) -> tuple[float, float]:
        """Width and height without which something of it is lost, at the present text size."""
        return self.least_room

    def scroll_by(self, up: float) -> None:
        x, y, w, h = self.rect
        self.rect = (x, y - up, w, h)

    def preferred_size(self) -> tuple[float, float]:
        """Width and height with which nothing of it has to be scrolled for."""
        return self.least_size()


class Part(NamedTuple):
    """A box or a tree of boxes, and what it takes of its row: `size` design pixels and a `share` of what is left.

    Without a share: all of its size and no more; without both, one share; a share of 0: as long as it must be.
    `shrinks`: its size is what it would like to have; where the others need the room, it takes less, down to its
    smallest.
    """

    what: Box | Split
    size: float | None = None
    share: float | None = None
    shrinks: bool = False

    def least(self, needed: float, preferred_size: bool = False) -> float:
        """What it has in any case, or would like to have, where it needs so much."""
        return needed if self.size is None or (self.shrinks and not preferred_size) else max(self.size, needed)


class Split(NamedTuple):
    """`direction`: "across", "down", "above" (a stack: each in the whole place) or "either" (one of them)."""

    direction: str
    parts: tuple[Part, ...]
    gap: float = GAP


def fit_content(what: Box | Split) -> Part:
    """A part whose length is the minimum that its content needs."""
    return Part(what, share=0.0)


def row(*parts: Part, gap: float = GAP) -> Split:
    """A horizontal split: parts side by side, each as high as the row."""
    return Split("across", tuple(part for part in parts if part.size != 0), gap)


def column(*parts: Part, gap: float = GAP) -> Split:
    """A vertical split: parts one below the other, each as wide as the column."""
    return Split("down", tuple(part for part in parts if part.size != 0), gap)


def stack(*parts: Part) -> Split:
    """Each in the whole place, one above the other."""
    return Split("above", parts, 0.0)


def first_that_fits(*trees: Box | Split) -> Split:
    """Chooses the first tree that fits into the rect; if none does, the last, which needs least."""
    return Split("either", tuple(Part(tree) for tree in trees), 0.0)


def grid(columns: int, *boxes: Box, gap: float = GAP) -> Split:
    """Equal columns, equal rows; the last row may be shorter, its boxes are not wider."""
    rows = [list(boxes[i : i + columns]) for i in range(0, len(boxes), columns)]
    rows[-1] += [Box() for _ in range(columns - len(rows[-1]))]
    return column(*(Part(row(*(Part(box) for box in line), gap=gap)) for line in rows), gap=gap)


def boxes(what: Box | Split) -> Iterator[Box]:
    """All boxes of a tree, in reading order."""
    if isinstance(what, Box):
        yield what
        return
    for part in what.parts:
        yield from boxes(part.what)


Known = dict[int, tuple[float, float]]  # the least sizes of boxes and trees, within one layout
NOTHING = Split("down", ())  # what is left of a tree that shows nothing


def only(what: Box | Split, shows: Collection[str]) -> Box | Split:
    """The tree without the boxes that are not shown; NOTHING, if all of them go."""
    if isinstance(what, Box):
        return what if what.is_shown(shows) else NOTHING
    parts = (part._replace(what=only(part.what, shows)) for part in what.parts)
    kept = tuple(part for part in parts if part.what != NOTHING)
    return what._replace(parts=kept) if kept else NOTHING


def with_padding(
    what: Box | Split, left: float = 0.0, top: float = 0.0, right: float = 0.0, bottom: float = 0.0
) -> Split:
    """The box with padding around it."""
    across = row(Part(Box(), left), Part(what), Part(Box(), right), gap=0.0)
    return column(Part(Box(), top), Part(across), Part(Box(), bottom), gap=0.0)


def least_size(what: Box | Split, preferred_size: bool = False, known: Known | None = None) -> tuple[float, float]:
    """The minimum width and height of the tree: each part at its minimum, or at its preferred size where it has one."""
    known = {} if known is None else known
    if id(what) in known:
        return known[id(what)]
    if isinstance(what, Box):
        width, height = what.preferred_size() if preferred_size else what.least_size()
    elif what.direction == "either":
        width, height = least_size(what.parts[-1].what, preferred_size, known)
    else:
        sizes = [least_size(part.what, preferred_size, known) for part in what.parts]
        wides, highs = zip(*sizes) if sizes else ((0.0,), (0.0,))
        width, height, gaps = max(wides), max(highs), what.gap * max(0, len(sizes) - 1)
        if what.direction == "across":
            width = gaps + sum([part.least(wide, preferred_size) for part, wide in zip(what.parts, wides)])
        elif what.direction == "down":
            height = gaps + sum([part.least(high, preferred_size) for part, high in zip(what.parts, highs)])
    return known.setdefault(id(what), (width, height))


def grid_places(rect: Rect, count: int, gap: float = GAP) -> list[Rect]:
    """So many equal places side by side."""
    return [place for _box, place in arrange(grid(count, *(Box() for _ in range(count)), gap=gap), rect)]


def fits(what: Box | Split, rect: Rect, known: Known | None = None) -> bool:
    """Every part has its smallest size there; half a pixel is nothing."""
    width, height = least_size(what, False, known)
    return width <= rect[2] + 0.5 and height <= rect[3] + 0.5


def lengths(what: Split, room: float, known: Known) -> list[float]:
    """How long each part of a row or column is."""
    axis, parts = 1 if what.direction == "down" else 0, what.parts
    minimum = [part.least(least_size(part.what, False, known)[axis]) for part in parts]
    liked = [max(part.size or 0.0, low) for part, low in zip(parts, minimum)]
    room -= what.gap * max(0, len(parts) - 1)
    spare = sum(liked) - sum(minimum)
    part_given = min(1.0, max(0.0, sum(liked) - room) / spare) if spare > 0 else 0.0
    base = [like - part_given * (like - low) if part.size is not None else low if part.share == 0 else 0.0
            for part, like, low in zip(parts, liked, minimum)]  # fmt: skip
    shares = [part.share if part.share is not None else float(part.size is None) for part in parts]
    sizes, left = list(base), room - sum(base)
    sharing = [i for i, share in enumerate(shares) if share]
    while sharing:
        unit = max(0.0, left) / sum(shares[i] for i in sharing)
        short = [i for i in sharing if base[i] + unit * shares[i] < minimum[i]]
        for i in short or sharing:
            sizes[i] = minimum[i] if short else base[i] + unit * shares[i]
            left -= sizes[i] - base[i]
        sharing = [i for i in sharing if i not in short] if short else []
    return sizes


def arrange(what: Box | Split, rect: Rect, known: Known | None = None) -> Iterator[tuple[Box, Rect]]:
    """(box, where), in reading order; none is asked for its size twice."""
    known = {} if known is None else known
    if isinstance(what, Box):
        yield what, rect
        return
    x, y, w, h = rect
    if what.direction == "either":
        what = stack(next((part for part in what.parts if fits(part.what, rect, known)), what.parts[-1]))
    if what.direction == "above":
        for part in what.parts:
            yield from arrange(part.what, rect, known)
        return
    down = what.direction == "down"
    for part, length in zip(what.parts, lengths(what, h if down else w, known)):
        yield from arrange(part.what, (x, y, w, length) if down else (x, y, length, h), known)
        x, y = (x, y + length + what.gap) if down else (x + length + what.gap, y)


Picture = tuple[Callable[..., object], *tuple[Any, ...]]


class Panel(Box):
    """A part of the screen on a sheet of its own. `rect`: the place it was given last."""

    flat = False  # it has no sheet, or draws its own

    def place(self, rect: Rect) -> list[Widget]:
        """Stand here; the widgets that it has there, in reading order."""
        self.rect = rect
        return []

    def sheets(self) -> list[Rect]:
        """The empty sheets under it."""
        return [] if self.flat else [self.rect]

    def update(self, seconds: float) -> None:
        """Time goes by, none after a layout; what it shows follows what it is about."""

    def beneath(self) -> Picture | None:
        """What lies under all sheets, on the backdrop: a function that draws, and all that it takes."""
        return None

    def paint(self, canvas: Canvas) -> None:
        """What lies on the sheet, under the widgets."""

    def paint_over(self, canvas: Canvas) -> None:
        """What lies above the widgets, such as Pip and the bubble."""


class PicturePanel(Panel):
    """What it shows is its key: it is drawn once, and again when something in `picture` is another."""

    def picture(self) -> Picture | None:
        """A function that draws, and all that it takes after the canvas. None: there is nothing to draw now."""
        return None

    def paint(self, canvas: Canvas) -> None:
        picture = self.picture()
        if picture is not None:
            draw, *what = picture
            canvas.once(self.rect, draw, *what)


class Figure(PicturePanel):
    """A function that draws into its place, `draw(canvas, rect, *what)`: what it takes is all that it shows.

    `least`: the width and height without which something of it is lost.
    """

    flat = True

    def __init__(self, draw: Callable[..., None], *what: Any, least: tuple[float, float] = (0.0, 0.0)) -> None:
        self.draw, self.what, self.least_room = draw, what, least

    def picture(self) -> Picture:
        return (self.draw, self.rect, *self.what)


class Placeholder(Panel):
    """Kept free: what lies there is drawn by somebody else."""

    flat = True


class WidgetPanel(Panel):
    """One widget, as large as its place; without it at least `wide` x `high`. `sheet`: it stands on one of its own."""

    def __init__(self, widget: Widget, wide: float = 0.0, high: float = 0.0, sheet: bool = False) -> None:
        self.widget, self.least_room, self.flat = widget, (wide, high), not sheet

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = self.widget.rect = rect
        return [self.widget]


@dataclass(eq=False)
class Group(Panel):
    """Panels in one place, as one: what it is asked, it asks all that are `shown`."""

    what: Box | Split
    shown: Sequence[Panel] = field(default=(), init=False)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.shown, widgets = layout_tree(self.what, rect)
        return widgets

    def least_size(self) -> tuple[float, float]:
        return least_size(self.what)

    def scroll_by(self, up: float) -> None:
        super().scroll_by(up)
        for panel in self.shown:
            panel.scroll_by(up)

    def preferred_size(self) -> tuple[float, float]:
        return least_size(self.what, preferred_size=True)

    def sheets(self) -> list[Rect]:
        return [rect for panel in self.shown for rect in panel.sheets()]

    def update(self, seconds: float) -> None:
        for panel in self.shown:
            panel.update(seconds)

    def paint(self, canvas: Canvas) -> None:
        for panel in self.shown:
            panel.paint(canvas)


def layout_tree(tree: Box | Split, rect: Rect) -> tuple[list[Panel], list[Widget]]:
    """Places all panels of a tree and returns them with their widgets, in reading order."""
    panels, widgets = list[Panel](), list[Widget]()
    for box, place in arrange(tree, rect):
        box.rect = place
        if isinstance(box, Panel):
            panels.append(box)
            widgets += box.place(place)
    return panels, widgets


# A button in its place: as wide as its words need, where they are made as small as any text may be.


HIGH = 52.0
ICON, SIDES = 30.0, 20.0  # what a button needs beside its words


class ButtonPanel(WidgetPanel):
    """`high`: at least."""

    def __init__(self, canvas: Canvas, button: Button, high: float = HIGH) -> None:
        words = canvas.width(button.label, LABEL.with_size(canvas.least(LABEL.size)))
        super().__init__(button, words + SIDES + (ICON if button.icon else 0.0), high)


# A box whose content is higher than itself: wheel, keys, and dragging move it; a bar says how far it is.


LINE = 56.0  # design pixels for an arrow key or a notch of the wheel
BAR = 6.0
ROUND = 8.0  # left free above and below what `show` brings into view
NUDGES = {"up": -LINE, "down": LINE}
LEAST = 0.5  # design pixels: less than that beyond the edge is nothing to scroll to


class ScrollArea(Widget):
    """Holds widgets that move with the content, drawn clipped to `rect`, and boxes that do so too.

    height   of the content in design pixels
    offset   how far the content is moved up, 0..limit
    """

    lasting = ("_grip", "_bar")
    role, called = N_("text that scrolls"), N_("more lines")
    background = True
    label = ""  # what is in it

    def __init__(self, name: str, rect: Rect, height: float, offset: float = 0.0) -> None:
        super().__init__(name, rect)
        self.height = height
        self.offset = min(max(0.0, offset), self.limit)
        self.focusable = self.limit > 0
        self.children: list[Widget] = []
        self.boxes: list[Box] = []
        self.on_move: Callable[[float], None] | None = None
        self._grip: float | None = None  # y of the pointer that drags
        self._bar = False  # it drags the bar, not the content

    def accessible_value(self) -> str:
        return percent(self.offset / self.limit) if self.limit else ""

    @property
    def limit(self) -> float:
        hidden = self.height - max(0.0, self.rect[3])
        return hidden if hidden >= LEAST else 0.0

    def add(self, child: Widget | Box) -> None:
        """A widget or a box whose rect is where it would stand with offset 0."""
        if isinstance(child, Box):
            self.boxes.append(child)
        else:
            self.children.append(child)
        child.scroll_by(self.offset)

    def sees(self, rect: Rect) -> bool:
        return rect[1] < self.rect[1] + self.rect[3] and rect[1] + rect[3] > self.rect[1]

    def scroll(self, by: float) -> bool:
        """Move the content up by so much; False: it stands at its end."""
        offset = min(max(0.0, self.offset + by), self.limit)
        moved = offset - self.offset
        if not moved:
            return False
        self.offset = offset
        children: list[Widget | Box] = [*self.children, *self.boxes]
        for child in children:
            child.scroll_by(moved)
        if self.on_move:
            self.on_move(offset)
        return True

    def show(self, rect: Rect) -> None:
        """Scroll as little as is needed for a rect on the screen to be inside."""
        top, bottom = self.rect[1] + ROUND, self.rect[1] + self.rect[3] - ROUND
        if rect[1] < top or rect[3] > bottom - top:
            self.scroll(rect[1] - top)
        elif rect[1] + rect[3] > bottom:
            self.scroll(rect[1] + rect[3] - bottom)

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down", "page_up", "page_down", "home", "end") if self.limit else ()

    def act(self, intent: Intent) -> bool:
        if intent.name in ("press", "move", "release"):
            if intent.name == "press":
                self._grip = intent.y
                self._bar = intent.x > self.rect[0] + self.rect[2] - 4 * BAR
            elif self._grip is not None:
                moved = intent.y - self._grip
                self._grip = intent.y if intent.name == "move" else None
                self.scroll(moved * self.height / max(1.0, self.rect[3]) if self._bar else -moved)
            return True
        if intent.name == "wheel":
            return self.scroll(-intent.value * LINE)
        if intent.name in NUDGES:
            return self.scroll(NUDGES[intent.name])
        if intent.name in ("page_up", "page_down"):
            return self.scroll(self.rect[3] * (0.9 if intent.name == "page_down" else -0.9))
        if intent.name in ("home", "end"):
            return self.scroll(self.height if intent.name == "end" else -self.height)
        return False

    def draw(self, canvas: Canvas, state: State) -> None:
        if not self.limit:
            return
        x, y, width, height = self.rect
        left, track = x + width - BAR - 2, height - 2 * ROUND
        long = max(32.0, track * height / self.height)
        top = y + ROUND + (track - long) * self.offset / self.limit
        canvas.rect(left, y + ROUND, BAR, track, "well", BAR / 2)
        canvas.rect(left, top, BAR, long, "text2" if state.hover or state.pressed else "border2", BAR / 2)
        if state.focus:
            canvas.rect(left - 4, top - 4, BAR + 8, long + 8, None, BAR / 2 + 4, "focus", 3)


# A panel whose content is a tree of its own, as high as it must be: where there is too little room, it scrolls.


FADE, STRIPS = 42.0, 14  # height of what fades, in so many strips
MakeArea = Callable[[str, Rect, float], ScrollArea]  # name, place, height of the content


@dataclass(eq=False)
class ScrollPanel(Panel):
    """`make` gives the scroll area of a name, which stands where it stood before.

    least      design pixels of the content that are seen at least
    high       how high it would like to be, where that is more than its content
    stretch    design pixels by which the content may be higher than it must be
    focusable  the keyboard can be on it where there is something to scroll; else only on what lies in it
    ground     the colour into which the last rows fade where more is below; empty: they end there
    """

    name: str
    make: MakeArea
    content: Box | Split
    _: KW_ONLY
    least: float = 120.0
    high: float = 0.0
    stretch: float = 0.0
    focusable: bool = True
    ground: str = ""
    panels: list[Panel] = field(default_factory=list, init=False)
    flat = True

    def least_size(self) -> tuple[float, float]:
        width, height = least_size(self.content)
        return width, min(height, self.least)

    def preferred_size(self) -> tuple[float, float]:
        width, height = least_size(self.content)
        return width, max(height, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        needed = least_size(self.content)[1]
        height = max(needed, min(h, needed + self.stretch))
        self.area = self.make(self.name, rect, height)
        self.area.focusable = self.focusable and self.area.limit > 0
        self.panels, widgets = layout_tree(self.content, (x, y, w, height))
        children: list[Widget | Box] = [*self.panels, *widgets]
        for child in children:
            self.area.add(child)
        return [self.area, *widgets]

    def paint(self, canvas: Canvas) -> None:
        with canvas.clip(*self.rect):
            for panel in self.panels:
                if self.area.sees(panel.rect):
                    panel.paint(canvas)
            if self.ground and self.area.offset < self.area.limit - 1:
                x, y, w, h = self.rect
                for strip in range(STRIPS):
                    canvas.rect(x, y + h - FADE * (1 - strip / STRIPS), w, FADE / STRIPS + 0.5, self.ground,
                                alpha=0.8 * (strip + 1) / STRIPS)  # fmt: skip
