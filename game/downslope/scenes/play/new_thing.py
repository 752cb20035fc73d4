"""What a part of a level brings: a frame comes to it from the dock, where Pip speaks, and stays until it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.actions import Next, Reset
from ...rules.shown import ALL, PANELS
from ...view.draw.canvas import Canvas
from ...view.draw.tween import Tween
from ...view.widgets.panel import Group, Panel
from ...view.widgets.widget import Rect

if TYPE_CHECKING:
    from .play_screen import PlayScreen

SECONDS, AROUND, LINE, CORNER, DASH = 0.3, 3.0, 3.0, 19.0, (10.0, 6.0)  # a ring that is not dashed is the focus


class NewThing:
    """`part`: the one whose thing is framed. `used`: the parts in which it was used, by an action or by its press."""

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.way = play, Tween(SECONDS)
        self.part, self.used = -1, set[int]()

    def places(self) -> list[Rect]:
        """Where what is new stands; nothing where the level was won before, or shows all from the start."""
        play, attempt = self.play, self.play.attempt
        session, shows = attempt.session, attempt.shows
        if session.stage in self.used or shows == ALL or play.bare or play.game.progress.stars(attempt.level.id):
            return []
        new = {name for name in session.level.introduces if name in shows and not PANELS[name].tool}
        panels: list[Panel] = [*play.board.panels]
        for panel in panels:
            panels += panel.shown if isinstance(panel, Group) else ()
        tiles = {f"tile {tile.name}" for tile in play.board.tiles() if tile.thing in new}
        return [*(panel.rect for panel in panels if panel.thing in new),
                *(widget.rect for widget in play.widgets if widget.name in tiles)]  # fmt: skip

    def update(self, seconds: float) -> None:
        session = self.play.attempt.session
        if session.stage != self.part:
            self.part = session.stage
            self.way.jump(0.0)
            self.way.go(1.0)
        elif session.actions and not isinstance(session.actions[-1], (Next, Reset)):
            self.used.add(self.part)
        self.way.update(seconds, self.play.game.settings.still)

    def paint(self, canvas: Canvas) -> None:
        part, start, hue = self.way.value, self.play.dock.rect, canvas.readable("glow", "bg1")
        for place in self.places():
            x, y, w, h = (a + (b - a) * part for a, b in zip(start, place))
            canvas.rect(x - AROUND, y - AROUND, w + 2 * AROUND, h + 2 * AROUND, None, CORNER, hue, LINE, part, DASH)
