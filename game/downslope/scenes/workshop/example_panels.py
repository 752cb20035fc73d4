"""The examples of the bench: typed in a table, and seen and changed in a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import LABEL, LEAD, LEAD_NUMBER
from ...view.format.numbers import number, telling
from ...view.widgets.button import Button
from ...view.widgets.panel import Panel
from ...view.widgets.widget import UNPLACED, Rect, Widget
from .cell_table import CellTable, SeenExample
from .example_plot import ExamplePlot

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen

WIDEST = 200.0  # of Paste


class BenchTable(Panel):
    """The title and Paste above the table, the mean error below."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene = scene
        self.paste = Button("paste", UNPLACED, _("Paste"), "", scene.paste, key="paste")
        self.wide = min(WIDEST, self.paste.wide(canvas, scene.game.controls.label("paste")))

    def smallest(self) -> tuple[float, float]:
        return (300.0 * self.scene.text_scale, 240.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        scene = self.scene
        k = scene.text_scale
        self.paste.rect = (x + w - 16 - self.wide, y + 8, self.wide, 40.0)
        foot = 16 + 24 * k
        self.table = CellTable(
            (x, y + 52, w, h - 52 - foot),
            scene.table,
            lambda: scene.visit.bench,
            look=self._look,
            on_cell=scene.set_cell,
            on_remove=scene.remove_row,
            on_add=scene.add_row,
            pad=lambda: scene.device == "pad",
        )
        self.table.type = k
        return [self.paste, self.table]

    def _look(self, first: int, last: int) -> list[SeenExample | None]:
        seen = self.scene.visit.examples_now()
        return [seen[row] if row < len(seen) else None for row in range(first, last)]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.within(x + 18, y + 22 + 11 * canvas.type, _("Examples"), w - 40 - self.wide, LEAD, "text")
        middle = y + h - 6 - 12 * canvas.type
        error, why = self.scene.visit.mean_error(), self.scene.visit.why
        if why:
            canvas.icon("warn", x + 16, middle - 10, 20, "error")
            style, text = canvas.shrink(why, w - 60, LABEL)
            canvas.mid_text(x + 44, middle, text, style, "text")
            return
        canvas.mid_text(x + 18, middle, _("mean error"), LABEL, "text2")
        if error is not None:
            told = number(error, 2) if abs(error) >= 1 else telling(error)
            canvas.mid_text(x + w - 18, middle, told, LEAD_NUMBER, "error", "end")


class PlotPanel(Panel):
    """The plot on a sheet of its own."""

    def __init__(self, scene: BenchScreen) -> None:
        self.scene = scene

    def smallest(self) -> tuple[float, float]:
        return (240.0, 200.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, scene = rect, self.scene
        self.plot = ExamplePlot(
            rect,
            scene.visit.picture,
            on_add=scene.add_example,
            on_drag=scene.drag_goal,
            on_drop=scene.drop_goal,
            on_remove=scene.remove_row,
        )
        self.plot.type = scene.text_scale
        return [self.plot]
