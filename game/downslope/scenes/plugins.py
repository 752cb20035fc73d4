"""The list of plugins: what each adds, and what is wrong with those that could not be loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from .. import paths
from ..desktop.file_manager import open_folder
from ..i18n import _, several
from ..registry.record import HOOKS, Plugin, PluginFault
from ..version import __version__
from ..view.cards.plugin_row import GAP, FaultView, PluginView, columns_for, draw_row, fault_top, row_height
from ..view.draw.tokens import BODY, LABEL, TITLE
from ..view.format.measure import measure
from ..view.scenery.backdrop import draw_backdrop
from ..view.widgets.button import Button, IconButton
from ..view.widgets.widget import Rect
from .base.scrolling_scene import ScrollingScene
from .script import copy

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

TOP, MARGIN = 72.0, 24.0
MARKS = {"level": "map", "metric": "cup", "learner": "learn"}


class PluginsScene(ScrollingScene):
    """`parent` is shown again afterwards. `plugins`: by default all that are registered."""

    def __init__(self, game: Game, parent: Scene, plugins: Sequence[Plugin] | None = None) -> None:
        super().__init__(game)
        self.parent = parent
        self.folder = paths.plugins()
        self.plugins = list(game.registry.plugins if plugins is None else plugins)
        self.shown = listed(self.plugins)
        self.rows: list[tuple[PluginView, float, float]] = []  # with top and height in the list
        self.hint: list[str] = []

    # -- layout ------------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        """Nothing waits to be done here, and a key that is hammered must not open folders."""
        return "back"

    def layout(self) -> None:
        canvas = measure(self.game, self.width, self.height)
        views = [view for view, _plugin in self.shown]
        width = self.width - 2 * MARGIN
        self.columns = columns_for(canvas, views)
        self.rows = []
        top = 6.0
        for view in views:
            high = row_height(canvas, view, self.columns, width)
            self.rows.append((view, top, high))
            top += high + GAP
        told = _("A Python file that you put into {folder} is there when the game starts again.")
        self.hint = canvas.lines(told.format(folder=self.folder), width - 48)
        self.hint_top = top
        content = top + 20 + len(self.hint) * 24 * canvas.type + 12
        area = self.area("list", (MARGIN - 12, TOP, width + 24, self.height - TOP - 8), content)
        wide = max(184.0, canvas.width(_("Open folder"), LABEL) + 72)
        back = IconButton("back", (24, 10, 48, 48), icon="back", on_press=self.back, tip=_("Back"))
        place = (self.width - 24 - wide, 10, wide, 48)
        folder = Button("folder", place, _("Open folder"), "folder", self._open_folder)
        self.widgets = [area, *self._copy_buttons(canvas, width), back, folder]

    def _copy_buttons(self, canvas: Canvas, width: float) -> list[Button]:
        """One for each plugin with faults."""
        area, found = self.areas["list"], []
        for number, (view, top, _high) in enumerate(self.rows):
            if not view.faults:
                continue
            below = fault_top(canvas, view, self.columns, width) + 16
            place = (MARGIN + width - 20 - 209, area.rect[1] + top + below, 209, 48)
            found.append(self._copy_button(number, place))
            area.add(found[-1])
        return found

    def _copy_button(self, number: int, place: Rect) -> Button:
        plugin = self.shown[number][1]
        return Button(f"copy {number}", place, _("Copy report"), "share", lambda: self._copy(plugin), group="copy")

    # -- what happens ------------------------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        if not open_folder(self.folder):
            self.game.toasts.add(_("Your plugins' folder"), str(self.folder), icon="folder")

    def _copy(self, plugin: Plugin) -> None:
        try:
            copy(report(plugin))
        except pygame.error:
            self.game.toasts.fault(_("This system has no clipboard; `downslope plugins` prints the list."))
            return
        self.game.toasts.add(_("Report copied"), icon="check")

    def back(self) -> None:
        self.go(self.parent)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        draw_backdrop(canvas)
        room = self.width - 88 - 24 - 220
        canvas.text(88, 34, _("Plugins"), TITLE, "text")
        canvas.within(88, 40 + 18 * min(canvas.type, 1.4), self._told(), room, BODY, "text2")
        area = self.areas["list"]
        with canvas.clip(*area.rect):
            for view, top, high in self.rows:
                place = (MARGIN, area.y(top), canvas.w - 2 * MARGIN, high)
                if area.sees(place):
                    self._paint_row(canvas, place, view)
            self._paint_hint(canvas, area.y(self.hint_top))

    def _told(self) -> str:
        faulty = len([plugin for plugin in self.plugins if plugin.faults])
        if not faulty:
            return _("Levels, metrics and learners as Python files")
        told = several("{n} has a fault. The rest of the game runs on.",
                       "{n} have faults. The rest of the game runs on.", faulty)  # fmt: skip
        return told.format(n=faulty)

    def _paint_row(self, canvas: Canvas, place: Rect, view: PluginView) -> None:
        x, y, width, height = place
        box = (x - 24, y - 20, width + 48, height + 48)  # with its shadow
        canvas.cached(("plugin", view, self.columns), *box, lambda sub: draw_row(sub, place, view, self.columns))

    def _paint_hint(self, canvas: Canvas, y: float) -> None:
        high = 20 + len(self.hint) * 24 * canvas.type
        canvas.rect(MARGIN + 0.75, y, canvas.w - 2 * MARGIN - 1.5, high, None, 14, "border", 1.5, dash=(5, 5))
        for i, line in enumerate(self.hint):
            canvas.text(MARGIN + 24, y + 10 + (18 + 24 * i) * canvas.type, line, BODY, "text2")


def listed(plugins: Sequence[Plugin]) -> list[tuple[PluginView, Plugin]]:
    """What is shown: the game's own as one, each other plugin by itself, those with faults in any case."""
    own = [plugin for plugin in plugins if plugin.kind == "shipped" and not plugin.faults]
    found = []
    if own:
        things = [thing for plugin in own for thing in plugin.things]
        game = Plugin("downslope", __version__, "", "shipped", things=things)
        found.append((view_of(game), game))
    return found + [(view_of(plugin), plugin) for plugin in plugins if plugin not in own]


def view_of(plugin: Plugin) -> PluginView:
    """A plugin in the words of the screen."""
    if not plugin.faults:
        status = _("loaded")
    else:
        status = _("works in part") if plugin.things else _("could not load")
    faults = tuple(fault_of(fault) for fault in plugin.faults)
    return PluginView(plugin.name, plugin.version, plugin.kind, chips_of(plugin), faults, status)


def chips_of(plugin: Plugin) -> tuple[tuple[str, str], ...]:
    """What it adds: one thing by name, several by number."""
    names = {"level": _("level {name}"), "metric": _("metric {name}"), "learner": _("learner {name}")}
    found = []
    for kind in [hook.removesuffix("s") for hook in reversed(HOOKS)]:
        keys = plugin.keys(kind)
        many = {
            "level": several("{n} level", "{n} levels", len(keys)),
            "metric": several("{n} metric", "{n} metrics", len(keys)),
            "learner": several("{n} learner", "{n} learners", len(keys)),
        }[kind].format(n=len(keys))
        if keys:
            words = names[kind].format(name=keys[0].rpartition("/")[2]) if len(keys) == 1 else many
            found.append((words, MARKS[kind]))
    return tuple(found)


def fault_of(fault: PluginFault) -> FaultView:
    """A fault in words; of the source the faulty line and the one before it."""
    error = str(fault.values.get("error", "")) if fault.template == "{error}: {reason}" else ""
    sentence = str(fault.values["reason"]) if error else _(fault.template).format(**fault.values)
    lines = tuple((number, text) for number, text in fault.source if number <= fault.line)
    return FaultView(Path(fault.file).name, fault.line, fault.function, lines, error, sentence)


def report(plugin: Plugin) -> str:
    """Everything that is wrong with a plugin, as text for its author."""
    parts = [f"{plugin.name} {plugin.version} ({plugin.kind}: {plugin.source}), downslope {__version__}"]
    for fault in plugin.faults:
        parts += ["", f"{fault.file}, line {fault.line}" if fault.line else fault.file]
        parts += [f"{'>' if number == fault.line else ' '} {number:4} {text}" for number, text in fault.source]
        parts.append(fault.sentence)
    return "\n".join(parts) + "\n"
