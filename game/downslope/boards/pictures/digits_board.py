"""Pictures that are learned: a pad to draw on, kernels and what they see, the votes, and how the training goes.

The training runs in a process of its own (background/client.py); the board follows it and never waits.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.pictures.confusion import WrongOnes
from ...view.pictures.drawing_pad import DrawingPad
from ...view.pictures.kernel_maps import KernelMaps
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Segmented
from ...view.widgets.slider import Scrubber
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.knob_panel import KnobPanel, rows_of
from ..shared.tiles import TileSpec, with_way_on
from .digit_panels import DigitPanels
from .digit_tools import tools
from .digits_model import Reader, eyes_of, shares
from .training_follower import TrainingFollower

if TYPE_CHECKING:

    from ...desktop.controls import Intent
    from ...learning.network import Vector
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

PAD, VOTES, GAP = 328.0, 404.0, 16.0
KNOBS, BOTTOM, TILE = 76.0, 156.0, 88.0


class DigitsBoard(Board):
    """`sample`: the unseen picture that is shown while nothing is drawn. `tab`: kernels, table, wrong ones."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        run = self.attempt.session.run
        run.epoch.made(run)  # its compiled loop also predicts, and much faster
        self.training = TrainingFollower(self)
        self.panels = DigitPanels(self)
        self.reader = Reader(self.attempt.session)
        self.pad: DrawingPad | None = None
        self.eyes: KernelMaps | None = None
        self.wrong: WrongOnes | None = None
        self.knobs: KnobPanel | None = None
        self.scrubber: Scrubber | None = None
        self.tab = 0
        self.sample = 0
        self.chosen = 0
        self._seen: tuple[object, tuple[float, ...]] = (None, ())
        self._now: object = None  # the weights and the picture for which votes and maps were worked out
        self._votes: list[float] = []

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        square = isqrt(network.inputs) ** 2 == network.inputs >= 16
        return level.learner is not None and square and network.outputs > 2 and level.batch == 1

    # -- what is seen ------------------------------------------------------------------------------------------------

    def weights(self) -> Vector:
        """Those at the step that is looked at; while it trains the newest that were heard of."""
        session, step = self.attempt.shown, self.attempt.step
        if self.training.live is not None and step >= session.count:
            return self.training.live
        return session.run.history.weights_at(step) if step < session.count else session.weights

    def pixels(self) -> Vector:
        """What the net is shown: the drawing as it was prepared, else a picture of the data set."""
        pad = self.pad
        if pad is not None and pad.strokes:
            key = tuple(map(tuple, pad.strokes))
            if self._seen[0] != key:
                self._seen = (key, tuple(self.panels.prepared(pad.strokes)))
            return self._seen[1]
        return self.reader.pairs[self.sample][0]

    def drawn(self) -> bool:
        return self.pad is not None and bool(self.pad.strokes)

    def votes(self) -> list[float]:
        """The shares of the votes for what is shown."""
        return self._votes

    def names(self) -> list[str]:
        return [str(k) for k in range(self.attempt.now.network.outputs)]

    # -- places ------------------------------------------------------------------------------------------------------

    def columns(self) -> tuple[Rect, Rect, Rect]:
        """Pad, kernels, votes."""
        wide = self.host.width - 48 - 2 * GAP
        high = self.host.height - 72 - 24 - BOTTOM - 12 - (KNOBS + 12 if self._has_knobs() else 0)
        spare = wide - PAD - VOTES - 468
        pad, votes = PAD + 0.3 * spare, VOTES + 0.3 * spare
        middle = wide - pad - votes
        left = 24 + pad + GAP
        return (24, 72, pad, high), (left, 72, middle, high), (left + middle + GAP, 72, votes, high)

    def _has_knobs(self) -> bool:
        return bool(rows_of(self.attempt.now))

    def knob_rect(self) -> Rect:
        return (24, self.host.height - 24 - BOTTOM - 12 - KNOBS, self.host.width - 48, KNOBS)

    def bottom(self) -> Rect:
        return (24, self.host.height - 24 - BOTTOM, self.host.width - 48, BOTTOM)

    def strip(self) -> Rect:
        return self.columns()[2]

    def tiles_at(self) -> Rect:
        x, y, _w, _h = self.bottom()
        return (x + 14, y + 12, self.tiles_wide, 76.0)

    @property
    def tiles_wide(self) -> float:
        """What the tiles may take, however many of them there are at the moment."""
        return TILE * (5 if self.attempt.now.stop or self.attempt.now.learner is None else 4)

    def pad_rect(self) -> Rect:
        x, y, w, h = self.columns()[0]
        head = 30 + 20 * self.k
        side = min(w - 40, h - head - 74)
        return (x + (w - side) / 2, y + head, side, side)

    def inside(self) -> Rect:
        """The middle column under its tabs."""
        x, y, w, h = self.columns()[1]
        return (x, y + 56, w, h - 56)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        found: list[Widget] = [self._make_pad(), *tools(self), self._tabs()]
        self.eyes = self.wrong = None
        if self.tab == 0 and eyes_of(self.attempt.now.network, self.weights(), None):
            self.eyes = KernelMaps("kernels", self.inside(), self._choose_kernel)
            self.eyes.chosen = self.chosen
            found.append(self.eyes)
        elif self.tab == 2:
            self.wrong = WrongOnes("wrong", self.inside(), self._look_at)
            found.append(self.wrong)
        self.knobs = None
        if self._has_knobs():
            self.knobs = KnobPanel(self.host, columns=len(rows_of(self.attempt.now)),
                                   turn=self.training.turn)  # fmt: skip
            found += self.knobs.lay(self.knob_rect())
        x, y, w, h = self.panels.chart_rect()
        self.scrubber = Scrubber("passes", (x + 56, y + h - 20 * self.k - 22, w - 76, 30), 0, 1, moved=self._scrub,
                                 label=_("pass"))  # fmt: skip
        found.append(self.scrubber)
        self.refresh()
        return found

    def _make_pad(self) -> DrawingPad:
        old, self.pad = self.pad, DrawingPad("pad", self.pad_rect(), tip=_("Draw a digit"))
        if old is not None:
            self.pad.strokes, self.pad.rubbing, self.pad.pen = old.strokes, old.rubbing, old.pen
        return self.pad

    def _tabs(self) -> Segmented:
        x, y, w, _h = self.columns()[1]
        first = _("Kernels") if eyes_of(self.attempt.now.network, self.weights(), None) else _("Weights")
        names = [first, _("Table"), _("Wrong")]
        return Segmented("tabs", (x + 12, y + 10, w - 24, 44), names, self.tab, self._choose_tab)

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.host.relayout()

    def _choose_kernel(self, number: int) -> None:
        self.chosen = number

    # -- what the player does ----------------------------------------------------------------------------------------

    def take(self, rubber: bool) -> None:
        if self.pad is not None:
            self.pad.rubbing = rubber
            self.host.relayout()

    def clear(self) -> None:
        if self.pad is not None:
            self.pad.clear()

    def another(self) -> None:
        """Another picture of the data set, when nothing is drawn."""
        self.clear()
        self.sample = (self.sample + 1) % len(self.reader.pairs)

    def _look_at(self, number: int) -> None:
        """One of those that are read wrongly, onto the pad."""
        self.clear()
        wrong = self.reader.wrong()
        if number < len(wrong):
            self.sample = wrong[number]

    def _scrub(self, number: int) -> None:
        """Back to a pass."""
        if not self.training.running:
            self.attempt.look(self.training.step_of(number))

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

    # -- each frame --------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        self.training.update()
        if self.training.live is None:
            self.reader.begin(self.weights())
        if not self.reader.whole:
            self.reader.go_on(self.attempt.shown)

    def ended(self) -> None:
        self.training.stop()

    def refresh(self) -> None:
        self._work_out()
        if self.wrong is not None:
            self.wrong.shown = self.panels.wrong_ones(self.wrong.fits)
        if self.knobs is not None:
            self.knobs.refresh()
        if self.scrubber is not None:
            points = self.training.points
            self.scrubber.look(self.training.nearest(self.attempt.step), max(0, len(points) - 1))
            self.scrubber.enabled = len(points) > 1 and not self.training.running
            self.scrubber.visible = len(points) > 1

    def _work_out(self) -> None:
        """Votes and maps, when the weights or the picture have changed."""
        pixels, weights, network = tuple(self.pixels()), tuple(self.weights()), self.attempt.now.network
        key = (pixels, weights, network, self.pad, self.eyes)
        if key == self._now:
            return
        self._now = key
        self._votes = shares(self.attempt.shown, self.attempt.shown.run.predict(weights, pixels))
        if self.pad is not None:
            self.pad.pixels = pixels
        if self.eyes is not None:
            self.eyes.eyes = eyes_of(network, weights, pixels)

    def paint_base(self, canvas: Canvas) -> None:
        columns = self.columns()
        sheets = [*columns[: 2 if self.covered else 3], self.bottom()]
        draw_sheets(canvas, [*sheets, self.knob_rect()] if self._has_knobs() else sheets)

    def paint(self, canvas: Canvas) -> None:
        self.panels.paint(canvas)
        if self.knobs is not None:
            self.knobs.paint(canvas)
