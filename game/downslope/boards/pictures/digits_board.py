"""Pictures that are learned: a pad to draw on, kernels and what they see, the votes, and how the training goes.

The training runs in a process of its own (background/client.py); the board follows it and never waits.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.layout import Part, inset
from ..shared.knob_panel import KnobPanel, rows_of
from ..shared.tiles import TileSpec, with_way_on
from .reading_board import ReadingBoard
from .training_follower import TrainingFollower
from .training_panels import AccuracyPanel, ProgressPanel, SharesPanel, TriesPanel

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ..shared.host import Host

SHARES, TRIES = 150.0, 176.0
TRIED = 1.3  # larger text leaves no room for the latest tries


class DigitsBoard(ReadingBoard):
    """Between the columns and the training stand the knobs, beside each other."""

    def __init__(self, host: Host) -> None:
        self.training = TrainingFollower(host)
        super().__init__(host, self.training)
        self.knobs = KnobPanel(host, turn=self.training.turn)
        self.accuracy, self.shares = AccuracyPanel(host, self.training), SharesPanel(host, self.training)
        self.under_tiles, self.tries = ProgressPanel(host, self.training), TriesPanel(self.recognition)

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        square = isqrt(network.inputs) ** 2 == network.inputs >= 16
        return level.learner is not None and square and network.outputs > 2 and level.batch == 1

    def between(self) -> Part:
        count = len(rows_of(self.attempt.now))
        self.knobs.columns = max(1, count)
        return Part(self.knobs, self.knobs.height if count else 0.0)

    def beside_the_tiles(self) -> list[Part]:
        chart = Part(inset(self.accuracy, 0, 12, 16, 6))
        if self.text_scale >= TRIED:
            return [chart, Part(inset(self.shares, 0, 12, 24, 4), SHARES + 24)]
        tries = Part(inset(self.tries, 0, 8, 18, 2), TRIES + 18)
        return [chart, Part(inset(self.shares, 0, 12, 8, 4), SHARES + 8), tries]

    @property
    def most_tiles(self) -> int:
        return 5 if self.attempt.now.stop else 4

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        actions = {"learn": self.training.toggle, "step": self.training.one_pass}
        if name == "reset":
            self.training.stop()
        if name in actions:
            actions[name]()
        return name in actions

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "pause":
            self.training.toggle()
            return True
        if intent.name == "undo":  # taking a training back would mean to train again
            self.host.game.toasts.add(_("What was learned stays. Reset begins anew."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt, busy = self.attempt, self.training.running
        over = attempt.over or attempt.session.won
        tiles = [
            TileSpec("learn", _("Pause") if busy else _("Train"), "pause" if busy else "play", "learn",
                     primary=True, enabled=busy or not over, on=busy),
            TileSpec("step", _("Pass"), "step", "step", enabled=not busy and not over),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]  # fmt: skip
        if attempt.now.stop and not attempt.session.won:
            tiles.insert(2, TileSpec("stop", _("Done"), "check", "accept", enabled=not busy))
        return tiles if busy else with_way_on(self.attempt, tiles)

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        self.training.update()
        super().on_update(seconds)

    def ended(self) -> None:
        self.training.stop()
