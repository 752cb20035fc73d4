"""The list of plugins: what each adds, and what is wrong with those that could not be loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .. import paths
from ..capabilities import can, only_on_desktop
from ..desktop.clipboard import copy
from ..desktop.file_manager import open_folder
from ..i18n import _, several
from ..registry.record import Plugin
from ..registry.reload import reload, reload_lacking, switch
from ..storage.plugin_choices import PluginChoices
from ..view.cards.plugin_row import (
    GAP,
    SIDE,
    SWITCH,
    Columns,
    PluginView,
    columns_for,
    draw_row,
    fault_top,
    head_height,
    row_height,
)
from ..view.draw.tokens import BODY, LABEL
from ..view.widgets.button import Button, Toggle
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
BUTTON = (209.0, 48.0)  # size of a button beside a fault


class PluginsScene(PanelScreen):
    """`parent` is shown again afterwards. `plugins`: by default all that are registered."""

    def __init__(self, game: Game, parent: Scene, plugins: Sequence[Plugin] | None = None) -> None:
        super().__init__(game)
        self.parent = parent
        self.folder = paths.plugins()
        self.choices = PluginChoices()
        self._given = plugins
        self._list()

    def _list(self) -> None:
        """As they are now."""
        self.plugins = list(self.game.registry.plugins if self._given is None else self._given)
        self.shown = plugin_list(self.plugins)

    def begins(self) -> str:
        """Nothing waits to be done here, and a key that is hammered must not open folders."""
        return "back"

    def spoken_line(self) -> str:
        return f"{_('Plugins')}. {summary(self.plugins)}"

    def tree(self, canvas: Canvas) -> Split:
        wide = max(184.0, canvas.width(_("Open folder"), LABEL) + 72)
        folder = Button("folder", (0, 0, wide, 48), _("Open folder"), "folder", self._open_folder)
        key = self.game.controls.label("reload")
        wide = max(184.0, canvas.width(_("Load anew"), LABEL) + canvas.width(key, LABEL) + 96)
        anew = Button("reload", (0, 0, wide, 48), _("Load anew"), "reset", self._reload_all, key="reload")
        bar = TitleBar(canvas, _("Plugins"), self.back, below=summary(self.plugins),
                       controls=[folder, anew] if can("folders") else [])  # fmt: skip
        width, columns = self.width - 2 * EDGE, columns_for(canvas, [view for view, _plugin in self.shown])
        rows = [tight(PluginPanel(canvas, view, columns, width, self._controls(number)))
                for number, (view, _plugin) in enumerate(self.shown)]  # fmt: skip
        told = _("What you put into {folder} is there when plugins are loaded anew: Python, or levels as data.")
        told = only_on_desktop() or told.format(folder=self.folder)
        hint = Label(canvas, told, BODY, "text2", width=width - 2 * EDGE)
        content = column(*rows, tight(HintPanel(inset(hint, EDGE, 10, EDGE, 10))), gap=GAP)
        scrolled = ScrollPanel("list", self.area, inset(content, ROUND, 6, ROUND, ROUND))
        return column(Part(bar, TOP), Part(inset(scrolled, EDGE - ROUND, 0, EDGE - ROUND, 8)), gap=0)

    def _controls(self, number: int) -> RowControls:
        plugin, place = self.shown[number][1], (0.0, 0.0, *BUTTON)
        switch = partial(self._switch, plugin)
        found = RowControls(
            Toggle(f"on {number}", (0, 0, *SWITCH), not plugin.off, switch, tip=_("On or off"), group="switch"),
            Button(f"again {number}", place, _("Load anew"), "reset", partial(self._reload, plugin), group="copy"),
            Button(f"copy {number}", place, _("Copy report"), "share", partial(self._copy, plugin), group="copy"),
        )
        for control in found:
            control.about = plugin.name
        return found

    # -- what happens ------------------------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        if not open_folder(self.folder):
            self.game.toasts.add(_("Your plugins' folder"), str(self.folder), icon="folder")

    def _switch(self, plugin: Plugin, on: bool) -> None:
        """Off: what it brings is gone at once, and its code is not even imported at the next start."""
        if not self.choices.switch(plugin.name, on):
            self.game.toasts.fault(_("That could not be written down; it holds until the game ends."))
        switch(self.game.registry, plugin, on)
        self._show()

    def _reload(self, plugin: Plugin) -> None:
        again = reload(self.game.registry, plugin)
        self._show()
        if again.refused is None and not again.faults:
            self.game.toasts.add(_("{plugin} was loaded anew.").format(plugin=again.name), icon="check")

    def _reload_all(self) -> None:
        """Each that is not shipped, and files that are new in the folder."""
        registry = self.game.registry
        for plugin in [plugin for plugin in registry.foreign if not plugin.off]:
            reload(registry, plugin)
        known = {plugin.source for plugin in registry.plugins}
        for file in paths.plugin_files(self.folder):
            if str(file) not in known:
                registry.add_file(file)
        registry.collect()
        reload_lacking(registry)
        self._show()
        count = len([plugin for plugin in registry.foreign if not plugin.off])
        told = several("{n} plugin was loaded anew.", "{n} plugins were loaded anew.", count).format(n=count)
        self.game.toasts.add(told, icon="check")

    def _show(self) -> None:
        self._list()
        self.relayout()

    def _copy(self, plugin: Plugin) -> None:
        if not copy(report(plugin)):
            self.game.toasts.fault(_("This system has no clipboard; `downslope plugins` prints the list."))
            return
        self.game.toasts.add(_("Report copied"), icon="check")

    def back(self) -> None:
        self.go(self.parent)


class RowControls(NamedTuple):
    """What can be pressed in a plugin's row. `again` and `copy` stand beside its faults."""

    on: Toggle
    again: Button
    copy: Button


class PluginPanel(Panel):
    """A plugin, as high as its faults make it; its switch in the head, its buttons beside the first fault."""

    flat = True

    def __init__(
        self, canvas: Canvas, view: PluginView, columns: Columns, width: float, controls: RowControls
    ) -> None:
        self.view, self.columns, self.controls = view, columns, controls
        self.head = head_height(canvas)
        self.below = fault_top(canvas, view, columns, width) + 16
        needed = self.below + 2 * BUTTON[1] + GAP + 16 if view.faults and view.on is not None else 0.0
        self.high = max(row_height(canvas, view, columns, width), needed)

    def smallest(self) -> tuple[float, float]:
        return 0.0, self.high

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, _h = rect
        found: list[Widget] = []
        if self.view.on is not None:
            self.controls.on.rect = (x + w - SIDE - SWITCH[0], y + (self.head - SWITCH[1]) / 2, *SWITCH)
            found.append(self.controls.on)
        if self.view.faults:
            beside = [self.controls.again] if self.view.on is not None else []
            for number, button in enumerate([*beside, self.controls.copy]):
                top = y + self.below + number * (BUTTON[1] + GAP)
                button.rect = (x + w - 20 - BUTTON[0], top, *BUTTON)
                found.append(button)
        return found

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
