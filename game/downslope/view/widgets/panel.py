"""Panels: parts of a screen that draw themselves, in trees that say how they share its room."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from ..draw.tokens import LABEL
from .button import Button
from .layout import Box, Split, arrange, least_size
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


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
        """Time goes by."""

    def refresh(self) -> None:
        """Show what has changed."""


    def beneath(self) -> tuple[Hashable, Callable[[Canvas], None]] | None:
        """What lies under all sheets, on the backdrop: what it depends on, and what draws it."""
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
        found = self.picture()
        if found is not None:
            draw, *what = found
            key = (draw.__module__, draw.__qualname__, self.rect, *what)

            def paint(sub: Canvas) -> None:
                draw(sub, *what)

            canvas.keep(key, *self.rect, paint)


class Figure(PicturePanel):
    """A function that draws into its place, `draw(canvas, rect, *what)`: what it takes is all that it shows.

    `least`: the width and height without which something of it is lost.
    """

    flat = True

    def __init__(self, draw: Callable[..., None], *what: Any, least: tuple[float, float] = (0.0, 0.0)) -> None:
        self.draw, self.what, self.least = draw, what, least

    def least_size(self) -> tuple[float, float]:
        return self.least

    def picture(self) -> Picture:
        return (self.draw, self.rect, *self.what)


class Placeholder(Panel):
    """Kept free, at least so wide: what lies there is drawn by somebody else."""

    flat = True

    def __init__(self, wide: float = 0.0) -> None:
        self.wide = wide

    def least_size(self) -> tuple[float, float]:
        return (self.wide, 0.0)


class WidgetPanel(Panel):
    """One widget, as large as its place; without it at least `wide` x `high`. `sheet`: it stands on one of its own."""

    def __init__(self, widget: Widget, wide: float = 0.0, high: float = 0.0, sheet: bool = False) -> None:
        self.widget, self.least, self.flat = widget, (wide, high), not sheet

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = self.widget.rect = rect
        return [self.widget]

    def least_size(self) -> tuple[float, float]:
        return self.least


class Group(Panel):
    """Panels in one place, as one: what it is asked, it asks all that are `shown`."""

    def __init__(self, what: Box | Split) -> None:
        self.what = what
        self.shown: Sequence[Panel] = ()

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.shown, found = layout_tree(self.what, rect)
        return found

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

    def refresh(self) -> None:
        for panel in self.shown:
            panel.refresh()


    def paint(self, canvas: Canvas) -> None:
        for panel in self.shown:
            panel.paint(canvas)


def layout_tree(tree: Box | Split, rect: Rect) -> tuple[list[Panel], list[Widget]]:
    """Places all panels of a tree and returns them with their widgets, in reading order."""
    panels, found = list[Panel](), list[Widget]()
    for box, place in arrange(tree, rect):
        box.rect = place
        if isinstance(box, Panel):
            panels.append(box)
            found += box.place(place)
    return panels, found


# ---------------------------------------------------------------------------------------------------------------------
# A button in its place: as wide as its words need, where they are made as small as any text may be.


HIGH = 52.0
ICON, SIDES = 30.0, 20.0  # what a button needs beside its words


class ButtonPanel(WidgetPanel):
    """`high`: at least."""

    def __init__(self, canvas: Canvas, button: Button, high: float = HIGH) -> None:
        words = canvas.width(button.label, LABEL.with_size(canvas.least(LABEL.size)))
        super().__init__(button, words + SIDES + (ICON if button.icon else 0.0), high)
