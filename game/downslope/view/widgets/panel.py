"""Panels: parts of a screen that draw themselves, in trees that say how they share its room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .layout import Box, Split, arrange, smallest
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

Picture = tuple[Callable[..., None], *tuple[Any, ...]]


class Panel(Box):
    """Something on a sheet of its own. `rect`: where it was placed last."""

    flat = False  # it has no sheet, or draws its own

    def place(self, rect: Rect) -> list[Widget]:
        """Stand here; the widgets that it has there, in reading order."""
        self.rect = rect
        return []

    def sheets(self) -> list[Rect]:
        """The empty sheets under it."""
        return [] if self.flat else [self.rect]

    def update(self, seconds: float) -> None:
        """Time goes by."""

    def refresh(self) -> None:
        """Show what has changed."""

    def paint(self, canvas: Canvas) -> None:
        """What lies on the sheet, under the widgets."""


class PicturePanel(Panel):
    """What it shows is its key: it is drawn once, and again when something in `picture` is another."""

    def picture(self) -> Picture | None:
        """A function that draws, and all that it takes after the canvas. None: there is nothing to draw now."""
        return None

    def paint(self, canvas: Canvas) -> None:
        found = self.picture()
        if found is not None:
            draw, *what = found
            key = (draw.__module__, draw.__qualname__, self.rect, *what)
            canvas.cached(key, *self.rect, lambda sub: draw(sub, *what))


class FreePlace(Panel):
    """Kept free: what lies there is drawn by somebody else."""

    flat = True


class Group(Panel):
    """Panels in one place, as one: what it is asked, it asks all that are `shown`."""

    def __init__(self, what: Box | Split) -> None:
        self.what = what
        self.shown: Sequence[Panel] = ()

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.shown, found = place_tree(self.what, rect)
        return found

    def smallest(self) -> tuple[float, float]:
        return smallest(self.what)

    def sheets(self) -> list[Rect]:
        return [rect for panel in self.shown for rect in panel.sheets()]

    def update(self, seconds: float) -> None:
        for panel in self.shown:
            panel.update(seconds)

    def refresh(self) -> None:
        for panel in self.shown:
            panel.refresh()

    def paint(self, canvas: Canvas) -> None:
        for panel in self.shown:
            panel.paint(canvas)


def place_tree(tree: Box | Split, rect: Rect) -> tuple[list[Panel], list[Widget]]:
    """Place all panels of a tree; they and their widgets, in reading order."""
    panels, found = list[Panel](), list[Widget]()
    for box, place in arrange(tree, rect):
        box.rect = place
        if isinstance(box, Panel):
            panels.append(box)
            found += box.place(place)
    return panels, found
