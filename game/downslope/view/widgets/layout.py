"""Rows, columns, stacks and grids: sizes come up, places go down.

    column(Part(cards, 270), Part(row(Part(chart), Part(code, 608), gap=16)), Part(tiles, 84))

A part takes a length (`size`), a share of what is left, or a length and a share of what is more. No part is ever
shorter than its smallest size: where it would be, the others give way; where all are at their smallest and it is still
too much, the row is longer than its place, which `fits` tells. `first_that_fits` has several trees for one place: the
first that
fits is taken. A tree is made anew for each layout; a part of size 0 is not there, nor is its gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from .widget import Rect

GAP = 12.0


class Box:
    """A leaf of the layout tree. `rect`: the place it was given last.

    thing   what it shows, by a name of shown.PANELS: where that is not shown, it has no place; "": it always has
    """

    thing: str = ""
    rect: Rect = (0.0, 0.0, 0.0, 0.0)

    def is_shown(self, shows: Collection[str]) -> bool:
        """Whether it has a place where these are shown."""
        return not self.thing or self.thing in shows

    def least_size(self) -> tuple[float, float]:
        """Width and height without which something of it is lost, at the present text size."""
        return (0.0, 0.0)

    def scroll_by(self, up: float) -> None:
        """It was scrolled: what is in it goes with it."""
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


def columns_within(wide: float, most: int, *boxes: Box, gap: float = GAP) -> int:
    """How many equal columns, at most so many, give each box its least width."""
    minimum = max((box.least_size()[0] for box in boxes), default=0.0)
    return next((count for count in range(most, 1, -1) if (wide + gap) / count - gap >= minimum), 1)


def boxes(what: Box | Split) -> Iterator[Box]:
    """All boxes of a tree, in reading order."""
    if isinstance(what, Box):
        yield what
        return
    for part in what.parts:
        yield from boxes(part.what)


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


def least_size(what: Box | Split, preferred_size: bool = False) -> tuple[float, float]:
    """The minimum width and height of the tree: each part at its minimum, or at its preferred size where it has one."""
    if isinstance(what, Box):
        return what.preferred_size() if preferred_size else what.least_size()
    if what.direction == "either":
        return least_size(what.parts[-1].what, preferred_size)
    sizes = [least_size(part.what, preferred_size) for part in what.parts]
    width, height = (max((size[i] for size in sizes), default=0.0) for i in (0, 1))
    gaps = what.gap * max(0, len(sizes) - 1)
    if what.direction == "across":
        width = gaps + sum(part.least(size[0], preferred_size) for part, size in zip(what.parts, sizes))
    elif what.direction == "down":
        height = gaps + sum(part.least(size[1], preferred_size) for part, size in zip(what.parts, sizes))
    return width, height


def grid_places(rect: Rect, count: int, gap: float = GAP) -> list[Rect]:
    """So many equal places side by side."""
    return [place for _box, place in arrange(grid(count, *(Box() for _ in range(count)), gap=gap), rect)]


def fits(what: Box | Split, rect: Rect) -> bool:
    """Every part has its smallest size there; half a pixel is nothing."""
    width, height = least_size(what)
    return width <= rect[2] + 0.5 and height <= rect[3] + 0.5


def lengths(what: Split, room: float) -> list[float]:
    """How long each part of a row or column is."""
    axis, parts = 1 if what.direction == "down" else 0, what.parts
    minimum = [part.least(least_size(part.what)[axis]) for part in parts]
    liked = [max(part.size or 0.0, low) for part, low in zip(parts, minimum)]
    room -= what.gap * max(0, len(parts) - 1)
    spare = sum(liked) - sum(minimum)
    part_given = min(1.0, max(0.0, sum(liked) - room) / spare) if spare > 0 else 0.0
    base = [like - part_given * (like - low) if part.size is not None else low if part.share == 0 else 0.0
            for part, like, low in zip(parts, liked, minimum)]  # fmt: skip
    shares = [part.share if part.share is not None else float(part.size is None) for part in parts]
    found, left = list(base), room - sum(base)
    sharing = [i for i, share in enumerate(shares) if share]
    while sharing:
        unit = max(0.0, left) / sum(shares[i] for i in sharing)
        short = [i for i in sharing if base[i] + unit * shares[i] < minimum[i]]
        for i in short or sharing:
            found[i] = minimum[i] if short else base[i] + unit * shares[i]
            left -= found[i] - base[i]
        sharing = [i for i in sharing if i not in short] if short else []
    return found


def arrange(what: Box | Split, rect: Rect) -> Iterator[tuple[Box, Rect]]:
    """(box, where), in reading order."""
    if isinstance(what, Box):
        yield what, rect
        return
    x, y, w, h = rect
    if what.direction == "either":
        fitting = next((part.what for part in what.parts if fits(part.what, rect)), what.parts[-1].what)
        yield from arrange(fitting, rect)
        return
    if what.direction == "above":
        for part in what.parts:
            yield from arrange(part.what, rect)
        return
    down = what.direction == "down"
    for part, length in zip(what.parts, lengths(what, h if down else w)):
        yield from arrange(part.what, (x, y, w, length) if down else (x, y, length, h))
        x, y = (x, y + length + what.gap) if down else (x + length + what.gap, y)
