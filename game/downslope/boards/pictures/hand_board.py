"""Your own hand: draw a digit, say which it is, and see what your net takes it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.own_net import trained_in
from ...i18n import _
from ...rules.target import Drawn, Fooled
from ...view.widgets.layout import Part
from ..shared.tiles import TileSpec, with_way_on
from .hand_panels import ROW, Drawings, HandResults, WhichDigit
from .reading_board import ReadingBoard

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ..shared.host import Host


class HandBoard(ReadingBoard):
    """Between the columns and the results stand ten buttons: which digit was that?"""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.drawings = Drawings(host.attempt)
        self.which = WhichDigit(host, self.recognition, self.drawings)
        self.results = HandResults(host, self.recognition, self.drawings)

    @classmethod
    def suits(cls, level: Level) -> bool:
        return level.learner is None and isinstance(level.target, (Drawn, Fooled)) and level.network.inputs >= 16

    def between(self) -> Part:
        return Part(self.which, ROW)

    def beside_the_tiles(self) -> list[Part]:
        return [Part(self.results)]

    def on_intent(self, intent: Intent) -> bool:
        if intent.text and intent.text in self.recognition.names():  # typed where nobody else wants it
            self.which.say(int(intent.text))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("clear", _("Clear"), "eraser", "erase", primary=True),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        session = self.attempt.session
        if session.won:  # the ways on take their places: four tiles can be read in large text
            del tiles[1]
        room = not session.won or session.last_stage
        if room and trained_in(self.host.game, self.attempt.now) is not None:
            tiles.append(TileSpec("train", _("Train"), "learn", "learn"))
        return with_way_on(self.attempt, tiles)

    def press(self, name: str) -> bool:
        if name == "clear":
            self.recognition.pad.clear()
        elif name == "train":
            source = trained_in(self.host.game, self.attempt.now)
            if source is not None:
                self.host.open("play", level=source)
        else:
            return False
        return True
