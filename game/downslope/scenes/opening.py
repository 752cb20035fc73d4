"""What the opening screen of a level says to somebody who has won nothing yet: each line, and who writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
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
    lines = list[tuple[str, str]]()
    for text, spot in page.noted:  # the smallest panel that holds it, by a name that says what it is
        panels = [panel for panel in leaves(play.board.panels) if holds(panel.rect, spot)]
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


def crowding(lines: Iterable[tuple[str, str]]) -> str:
    """What is said of too many words; "": there are no more than fit."""
    writers = Counter[str]()
    for text, writer in lines:
        writers[writer] += len(WORD.findall(text))
    if writers.total() <= MOST_WORDS:
        return ""
    most = ", ".join(f"{writer} ({count})" for writer, count in writers.most_common(3))
    text = _("its opening screen has {count} words; allowed: {most}. Most are in: {writers}")
    return text.format(count=writers.total(), most=MOST_WORDS, writers=most)


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


def leaves(panels: Iterable[Panel]) -> Iterator[Panel]:
    """Each panel; of a group those in it."""
    for panel in panels:
        if isinstance(panel, Group) and panel.shown:
            yield from leaves(panel.shown)
        else:
            yield panel
