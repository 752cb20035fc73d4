"""What the opening screen of a level says to somebody who has won nothing yet: each line, and who writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from pygame import Surface

from ..attempt.game.game import Game
from ..i18n import _
from ..rules import Action, Catalog, Level
from ..storage.saves import Settings, SpectatorStore
from ..view.draw import BODY, Canvas, TextStyle, holds
from ..view.widgets.panel import Group, Panel
from .play.play import PlayScene

SIZE = (1280, 720)  # of its window
LOOKED_AT, FRAME = 2.0, 1 / 20  # seconds after it was opened, in frames
MOST_WORDS = 80
WORD = re.compile(r"[^\W\d_][\w’']+")  # two letters or more


def opening_lines(catalog: Catalog, level: Level, start: Sequence[Action] = ()) -> list[tuple[str, str]]:
    """All that is seen, once a window was opened: each line, and the panel that it stands in.

    `start`: what was done before, where a later part opens.
    """
    game = Game(SpectatorStore(Settings(still=True, sound=0.0, wind=0.0, music=0.0)), catalog=catalog)
    play = PlayScene(game, level, start=start)
    play.resize(*SIZE)
    for _frame in range(round(LOOKED_AT / FRAME)):
        play.update(FRAME)
    page = WrittenCanvas(Surface(SIZE), game.look())
    play.draw(page)
    lines, inside = list[tuple[str, str]](), list[Panel](play.board.panels)
    for panel in inside:  # of a group those in it too
        inside += panel.shown if isinstance(panel, Group) else ()
    single = [panel for panel in inside if not isinstance(panel, Group) or not panel.shown]
    for text, spot in page.noted:  # the smallest panel that holds it, by a name that says what it is
        panels = [panel for panel in single if holds(panel.rect, spot)]
        panel = min(panels, key=lambda panel: panel.rect[2] * panel.rect[3], default=play.tiles_place)
        if spot[1] < play.room[1]:
            writer = _("the top bar")
        elif holds(play.dock.rect, spot):
            writer = {"lines": _("Pip’s lines"), "strip": _("the bet")}.get(play.dock.first, _("the dock"))
        elif panel is play.tiles_place:
            writer = _("the tiles")
        else:
            name = panel.thing or type(panel).__name__.removesuffix("Panel")
            writer = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() or _("the stage")
        lines.append((text, writer))
    return lines


class WrittenCanvas(Canvas):
    """A canvas that notes each line with its place. Nothing on it is kept from another time."""

    def __init__(self, *whole: Any) -> None:
        super().__init__(*whole)
        self.noted: list[tuple[str, tuple[float, float]]] = []

    def text(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
             anchor: str = "start") -> float:  # fmt: skip
        across = super().text(x, y, string, style, colour, anchor)
        if string.strip():
            left, top, width, height = self.written[-1]
            self.noted.append((string, (left + width / 2, top + height / 2)))
        return across

    def keep(self, key: Hashable, x: float, y: float, w: float, h: float, draw: Callable[[Canvas], object],
             alpha: float = 1, opaque: bool = False) -> None:  # fmt: skip
        if alpha > 0:
            draw(self)
