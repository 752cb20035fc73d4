"""The list of plugins: what each adds, and what is wrong with those that could not be loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import paths
from ..desktop.clipboard import copy
from ..desktop.file_manager import open_folder
from ..i18n import _
from ..registry.record import Plugin
from ..view.cards.plugin_row import GAP, Columns, PluginView, columns_for, draw_row, fault_top, row_height
from ..view.draw.tokens import BODY, LABEL
from ..view.widgets.button import Button
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, Split, column, inset, tight
from ..view.widgets.panel import Group, Panel
from ..view.widgets.scroll_panel import ScrollPanel
from ..view.widgets.title_bar import TitleBar
from ..view.widgets.widget import Rect, Widget
from .base.panel_screen import PanelScreen
from .plugins_words import plugin_list, report, summary

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

TOP, EDGE = 72.0, 24.0
ROUND = 12.0  # free around the list, for what is drawn around its controls
COPY = (209.0, 48.0)  # size of the button that copies


class PluginsScene(PanelScreen):
    """`parent` is shown again afterwards. `plugins`: by default all that are registered."""

    def __init__(self, game: Game, parent: Scene, plugins: Sequence[Plugin] | None = None) -> None:
        super().__init__(game)
        self.parent = parent
        self.folder = paths.plugins()
        self.plugins = list(game.registry.plugins if plugins is None else plugins)
        self.shown = plugin_list(self.plugins)

    def begins(self) -> str:
        """Nothing waits to be done here, and a key that is hammered must not open folders."""
        return "back"

    def tree(self, canvas: Canvas) -> Split:
        wide = max(184.0, canvas.width(_("Open folder"), LABEL) + 72)
        folder = Button("folder", (0, 0, wide, 48), _("Open folder"), "folder", self._open_folder)
        bar = TitleBar(canvas, _("Plugins"), self.back, below=summary(self.plugins), controls=[folder])
        width, columns = self.width - 2 * EDGE, columns_for(canvas, [view for view, _plugin in self.shown])
        rows = [tight(PluginPanel(canvas, view, columns, width, self._copy_button(number)))
                for number, (view, _plugin) in enumerate(self.shown)]  # fmt: skip
        told = _("A Python file that you put into {folder} is there when the game starts again.")
        hint = Label(canvas, told.format(folder=self.folder), BODY, "text2", width=width - 2 * EDGE)
        content = column(*rows, tight(HintPanel(inset(hint, EDGE, 10, EDGE, 10))), gap=GAP)
        scrolled = ScrollPanel("list", self.area, inset(content, ROUND, 6, ROUND, ROUND))
        return column(Part(bar, TOP), Part(inset(scrolled, EDGE - ROUND, 0, EDGE - ROUND, 8)), gap=0)

    def _copy_button(self, number: int) -> Button:
        plugin, place = self.shown[number][1], (0.0, 0.0, *COPY)
        return Button(f"copy {number}", place, _("Copy report"), "share", lambda: self._copy(plugin), group="copy")

    # -- what happens ------------------------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        if not open_folder(self.folder):
            self.game.toasts.add(_("Your plugins' folder"), str(self.folder), icon="folder")

    def _copy(self, plugin: Plugin) -> None:
        if not copy(report(plugin)):
            self.game.toasts.fault(_("This system has no clipboard; `downslope plugins` prints the list."))
            return
        self.game.toasts.add(_("Report copied"), icon="check")

    def back(self) -> None:
        self.go(self.parent)


class PluginPanel(Panel):
    """A plugin, as high as its faults make it; with faults, the button `copy` stands beside the first."""

    flat = True

    def __init__(self, canvas: Canvas, view: PluginView, columns: Columns, width: float, copy: Button) -> None:
        self.view, self.columns, self.copy = view, columns, copy
        self.high = row_height(canvas, view, columns, width)
        self.below = fault_top(canvas, view, columns, width) + 16

    def smallest(self) -> tuple[float, float]:
        return 0.0, self.high

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        if not self.view.faults:
            return []
        x, y, w, _h = rect
        self.copy.rect = (x + w - 20 - COPY[0], y + self.below, *COPY)
        return [self.copy]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = place = self.rect
        key = ("plugin", self.view, self.columns)
        canvas.cached(key, x - 24, y - 20, w + 48, h + 48, lambda sub: draw_row(sub, place, self.view, self.columns))


class HintPanel(Group):
    """Words in a dashed frame."""

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.rect(x + 0.75, y, w - 1.5, h, None, 14, "border", 1.5, dash=(5, 5))
        super().paint(canvas)
