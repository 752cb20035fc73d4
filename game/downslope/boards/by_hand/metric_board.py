"""Levels in which the metric is chosen and Pip rolls to its bottom: both bowls on one axis, and who pulls how hard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.pull_arrows import draw_pulls, lines_height
from ...view.bowls.two_bowls import Curved, curved, draw_cards, draw_curves
from ...view.bowls.weight_axis import WeightAxis
from ...view.cards.metric_chip import MetricChip
from ...view.cards.metric_sample import name_of
from ...view.networks.neuron_panel import told
from ...view.widgets.widget import Rect, Widget
from ..one_neuron.bowl_stage import BowlStage
from ..shared.board import Board
from ..shared.neuron_model import weight_at
from ..shared.tiles import TileSpec, auto_tile, mood_of, with_way_on
from . import metric_words
from .metric_model import MetricModel, axis_of, best_weights, error_by, last_other, pullings
from .metric_side import MetricSide

if TYPE_CHECKING:
    from ...learning.metric import Metric
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE, GAP = 472.0, 16.0
ARROWS = 44.0  # room for the arrows under the number line


class Quiet(BowlStage):
    """Pip and his trail without the words in the sky: there are cards instead."""

    def _paint_words(self, canvas: Canvas, bowl: Bowl, failed: bool, compact: bool) -> None:
        x, y, _w, _h = bowl.rect
        wide, high = canvas.width(_("error"), 16, 700) + 20, 10 + 18 * canvas.type
        under = [label for value, label in bowl.heights() if bowl.Y(value) < y + 20 + high + 8 * canvas.type]
        left = x + 10 + max((canvas.width(label, 16, 600, "mono") + 14 for label in under), default=0.0)
        canvas.rect(left, y + 12, wide, high, "panel", 9, alpha=0.92)
        canvas.text(left + 10, y + 12 + high / 2 + 5.6 * canvas.type, _("error"), 16, "error", 700)


class MetricBoard(Board):
    """`bowl`: the chosen metric's; `solid` and `ghost`: both curves on its axis."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.pip = Quiet(self.attempt)
        self.side = MetricSide(self)
        self.bowl: Bowl | None = None
        self.axis: WeightAxis | None = None
        self.solid: Curved | None = None
        self.ghost: Curved | None = None
        self._made: object = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        knob, network = level.knob("metric"), level.network
        one = network.size == network.inputs == network.outputs == 1
        return level.learner is not None and knob is not None and len(knob.stops) > 1 and one and (
            level.sees("bowl") == "full" and level.sees("error") != "none" and level.sees("goal") != "hidden"
        )  # fmt: skip

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Rect:
        return (24.0, 72.0, self.host.width - 48 - SIDE - GAP, self.host.height - 192)

    @property
    def low(self) -> float:
        """Height of the part under the sky: number line, arrows, slider."""
        return lines_height(self.k) + ARROWS + 50 + 12 * self.k

    @property
    def column(self) -> Rect:
        return (self.host.width - 24 - SIDE, 72.0, SIDE, self.host.height - 192)

    def strip(self) -> Rect:
        return self.side.under_chips()

    def verdict_at(self) -> Rect:
        return self.side.least_needed()

    def tiles_at(self) -> Rect:
        return (24.0, self.host.height - 108.0, self.stage[2], 84.0)

    def message(self) -> Rect | None:
        x, _y, w, _h = self.column
        return (x, self.host.height - 108.0, w, 84.0)

    # -- widgets -----------------------------------------------------------------------------------------------------

    @property
    def stops(self) -> list[str]:
        knob = self.attempt.session.level.knob("metric")
        return [str(stop) for stop in knob.stops] if knob is not None else []

    def metric(self, name: str) -> Metric:
        return self.attempt.session.metric(name)

    def layout(self) -> list[Widget]:
        self._made = None
        self._make_bowl()
        self.chips = self._chips()
        found: list[Widget] = [self.axis] if self.axis is not None and not self.axis.fixed else []
        return [*found, *self.side.tabs(), *self.chips]

    def _chips(self) -> list[MetricChip]:
        found = []
        for number, (name, rect) in enumerate(zip(self.stops, self.side.chip_rects(len(self.stops)))):
            metric = self.metric(name)
            back = partial(self.host.next_metric, True) if not number else None
            press = partial(self.choose, name)
            found.append(MetricChip(f"metric {name}", rect, metric, self._source(name), press, back))
        return found

    def _source(self, name: str) -> str:
        """The plugin that a metric came from; "" for a shipped one."""
        owner = self.host.game.catalog.owner.get(f"metric {name}", "")
        return "" if owner.startswith("downslope.") or not owner else owner.rpartition(".")[2]

    def choose(self, name: str) -> None:
        if name != self.attempt.session.knobs["metric"]:
            self.host.says = None
            self.attempt.turn("metric", name)

    def _turned(self, weight: float) -> None:
        self.attempt.turn("weight", weight)

    def press(self, name: str) -> bool:
        if name in ("metric", "reset", "next"):
            self.host.says = None
        return False

    def _make_bowl(self) -> None:
        """Both curves on one axis, made anew when the metric, the part of the level or the window changes."""
        session = self.attempt.shown
        run, knob = session.run, session.level.knob("weight")
        name, other = str(session.knobs["metric"]), last_other(session)
        made = (self.stage, self.low, name, other, session.stage, run.examples, tuple(run.start), knob)
        if made == self._made:
            return
        self._made = made
        best = [w for w in best_weights(run.examples) if w is not None]
        weights = axis_of(session, best, self.stops)
        sky = self.stage[3] - self.low
        self.bowl = Bowl(self.stage, sky, weights, error_by(session, name), seen=run.start[0])
        self.pip.bowl = self.bowl
        self.solid = curved(self._named(name), error_by(session, name), weights, best)
        self.ghost = curved(self._named(other), error_by(session, other), weights, best) if other else None
        drop = self.low - 32 - 12 * self.k
        here = session.weights[0]
        if knob is None:
            self.axis = WeightAxis(self.bowl, here, drop=drop)
        else:
            values = [float(v) for v in knob.values() or ()] or None
            self.axis = WeightAxis(
                self.bowl, here, knob.low, knob.high, drop=drop, snap=knob.snap, nudge=knob.nudge, values=values,
                on_change=partial(self.attempt.dragging, "weight"), on_done=self._turned,
                on_fault=self.host.game.toasts.add, show=told, label=_("weight"),
            )  # fmt: skip
        self.axis.bubble, self.axis.quiet = None, True

    def _named(self, name: str) -> str:
        return name_of(self.metric(name))

    def reading(self) -> MetricModel:
        """What the panels tell about the step that is looked at."""
        return MetricModel(self.attempt.shown, weight_at(self.attempt.shown, self.attempt.step))

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        word = attempt.now.words.get("metric")
        tiles = [
            TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not attempt.over),
            TileSpec("learn", _("Learn"), "learn", "learn", enabled=not attempt.over, on=attempt.playback.running),
            TileSpec("metric", _(word).capitalize() if word else _("Metric"), "cup", "metric"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
            auto_tile(self.attempt),
        ]
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        return metric_words.words(self.attempt, self.solid)

    # -- each frame --------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        self.pip.update(seconds, self.host.game.settings.still)

    def refresh(self) -> None:
        self._make_bowl()
        session = self.attempt.shown
        if self.axis is not None and self.axis.typed is None:
            self.axis.value, self.axis.at = weight_at(session, self.attempt.step), self.pip.at()
        for name, chip in zip(self.stops, self.chips):
            chip.chosen = name == session.knobs["metric"]

    def paint_base(self, canvas: Canvas) -> None:
        self.side.paint_base(canvas)

    def paint(self, canvas: Canvas) -> None:
        bowl = self.bowl
        if bowl is None or self.axis is None or self.solid is None:
            return
        bowl.paint(canvas)
        draw_curves(canvas, bowl, self.solid, self.ghost)
        self.pip.paint(canvas, mood_of(self.attempt), self.compact)
        draw_cards(canvas, bowl, self.solid, self.ghost)
        self._paint_pulls(canvas, bowl)
        if self.axis.fixed:
            self.axis.draw(canvas, self.host.state(self.axis))
        self.side.paint(canvas)

    def _paint_pulls(self, canvas: Canvas, bowl: Bowl) -> None:
        x, y, w, h = bowl.rect
        at = self.pip.at()
        pulls = tuple(pullings(self.attempt.shown, at))
        rect = (x, y + bowl.sky, w, h - bowl.sky - 50 - 12 * self.k)
        axis = self.axis
        if axis is not None:
            px = axis.x_of(at)
            hue = "weight" if at >= 0 else "weight_negative"
            canvas.line(px, y + bowl.sky - 40, px, axis.line - 12, hue, 2.2, 0.9, (2, 7))
        title = _("Who pulls")
        note = _("arrow = share of all the pulling")
        draw_pulls(canvas, bowl, rect, title, note, pulls, at)
