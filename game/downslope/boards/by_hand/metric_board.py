"""Levels in which the metric is chosen and Pip rolls to its bottom: both bowls on one axis, and who pulls how hard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.pull_arrows import draw_pulls, draw_tug, lines_height
from ...view.bowls.two_bowls import MetricCurve, curve_of, draw_cards, draw_curves
from ...view.cards.metric_chip import MetricChip
from ...view.cards.metric_sample import name_of, pull
from ...view.draw.tokens import BODY, CODE, LABEL, LEAD, NUMBER, STRONG
from ...view.format.measure import text_factor
from ...view.format.numbers import number
from ...view.widgets.label import draw_heading
from ...view.widgets.layout import GAP, Box, Part, Split, column, either, row
from ...view.widgets.widget import Rect, Widget
from ..one_neuron.bowl_board import BowlPanel
from ..one_neuron.bowl_stage import BowlStage
from ..shared.board import Board
from ..shared.neuron_model import weight_at
from ..shared.panel import BESIDE, EDGE, AttemptPanel, Pages, Tabs
from ..shared.tiles import TileSpec, common_tiles, mood_of, with_way_on
from .metric_model import (
    MetricModel,
    axis_of,
    best_weights,
    error_by,
    last_other,
    metrics_of,
    order_text,
    pullings,
    words,
)

if TYPE_CHECKING:
    from ...learning.metric import Metric
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

ARROWS = 44.0  # room for the arrows under the number line
PAD = 14.0
CHIP, CHIP_GAP = 54.0, 7.0
ORDER = 40.0  # height of an order's row
A = ord("A")
SIDE = 472.0


class Quiet(BowlStage):
    """Pip and his trail without the words in the sky: there are cards instead."""

    def _paint_words(self, canvas: Canvas, bowl: Bowl, failed: bool) -> None:
        x, y, _w, _h = bowl.rect
        wide, high = canvas.width(_("error"), STRONG) + 20, 10 + 18 * canvas.type
        under = [label for value, label in bowl.heights() if bowl.Y(value) < y + 20 + high + 8 * canvas.type]
        left = x + 10 + max((canvas.width(label, CODE) + 14 for label in under), default=0.0)
        canvas.rect(left, y + 12, wide, high, "panel", 9, alpha=0.92)
        canvas.text(left + 10, y + 12 + high / 2 + 5.6 * canvas.type, _("error"), STRONG, "error")


class MetricStage(BowlPanel):
    """`bowl`: the chosen metric's; `solid` and `ghost`: both curves on its axis."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.pip = Quiet(host.attempt)
        self.solid: MetricCurve | None = None
        self.ghost: MetricCurve | None = None

    def key(self) -> tuple[object, ...]:
        return (*super().key(), last_other(self.attempt.shown), text_factor(self.host.game))

    def make(self) -> None:
        session = self.attempt.shown
        run, name, other = session.run, str(session.knobs["metric"]), last_other(session)
        best = [w for w in best_weights(run.examples) if w is not None]
        weights = axis_of(session, best, metrics_of(session))
        low = lines_height(text_factor(self.host.game)) + ARROWS + self._slider
        self.bowl = self.pip.bowl = Bowl(self.rect, self.rect[3] - low, weights, error_by(session, name),
                                         seen=run.start[0])  # fmt: skip

        def curve(metric: str) -> MetricCurve:
            return curve_of(name_of(session.metric(metric)), error_by(session, metric), weights, best)

        self.solid, self.ghost = curve(name), curve(other) if other else None
        self.axis = self.axis_on(self.bowl, low - self._slider + 18)
        self.axis.bubble, self.axis.quiet = None, True

    @property
    def _slider(self) -> float:
        """Height of the number line under the arrows."""
        return 50 + 12 * text_factor(self.host.game)

    def paint(self, canvas: Canvas) -> None:
        bowl, axis, solid = self.bowl, self.axis, self.solid
        if bowl is None or axis is None or solid is None:
            return
        bowl.paint(canvas)
        draw_curves(canvas, bowl, solid, self.ghost)
        self.pip.paint(canvas, mood_of(self.attempt))
        draw_cards(canvas, bowl, solid, self.ghost)
        x, y, w, h = bowl.rect
        at = self.pip.at()
        px, hue = axis.x_of(at), "weight" if at >= 0 else "weight_negative"
        canvas.line(px, y + bowl.sky - 40, px, axis.line - 12, hue, 2.2, 0.9, (2, 7))
        pulls = tuple(pullings(self.attempt.shown, at))
        rect = (x, y + bowl.sky, w, h - bowl.sky - self._slider)
        draw_pulls(canvas, bowl, rect, _("Who pulls"), _("arrow = share of all the pulling"), pulls, at)
        if axis.fixed:
            axis.draw(canvas, self.host.state(axis))


class ChipsPanel(AttemptPanel):
    """The metrics to choose from."""

    @property
    def _chip(self) -> float:
        return max(CHIP, 10 + 40 * self.text_scale)

    @property
    def high(self) -> float:
        return (
            26 + 18 * self.text_scale + len(metrics_of(self.attempt.session)) * (self._chip + CHIP_GAP) + PAD - CHIP_GAP
        )

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, _h = rect
        self.chips = []
        for i, name in enumerate(metrics_of(self.attempt.session)):
            place = (x + PAD, y + 26 + 18 * self.text_scale + i * (self._chip + CHIP_GAP), w - 2 * PAD, self._chip)
            metric, press = self.attempt.session.metric(name), partial(self._choose, name)
            back = partial(self.host.next_metric, True) if not i else None
            self.chips.append(MetricChip(f"metric {name}", place, metric, self._source(name), press, back))
        return list(self.chips)

    def _source(self, name: str) -> str:
        """The plugin that a metric came from; "" for a shipped one."""
        owner = self.host.game.catalog.owner.get(f"metric {name}", "")
        return "" if owner.startswith("downslope.") or not owner else owner.rpartition(".")[2]

    def _choose(self, name: str) -> None:
        if name != self.attempt.session.knobs["metric"]:
            self.host.says = None
            self.attempt.turn("metric", name)

    def refresh(self) -> None:
        session = self.attempt.shown
        for name, chip in zip(metrics_of(self.attempt.session), self.chips):
            chip.chosen = name == session.knobs["metric"]

    def paint(self, canvas: Canvas) -> None:
        draw_heading(canvas, self.rect, _("Metric"), _("how a miss is counted"))


class OrdersPanel(AttemptPanel):
    """A row for each part of the level: done, to do now, to come."""

    @property
    def _row(self) -> float:
        return max(ORDER, 14 + 24 * self.text_scale)

    @property
    def high(self) -> float:
        return 36 + 18 * self.text_scale + self._row * (self.attempt.session.base.plain_stages + 1)

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def paint(self, canvas: Canvas) -> None:
        session, rect = self.attempt.shown, self.rect
        count = session.base.plain_stages + 1
        texts = tuple(order_text(session, session.base.stage(number)) for number in range(count))
        done = session.stage + session.won

        def draw(sub: Canvas) -> None:
            x, y, w, _h = rect
            title = _("Orders") if count > 1 else _("Wanted")
            draw_heading(sub, rect, title)
            for stage, text in enumerate(texts):
                place = (x + PAD, y + 26 + 18 * self.text_scale + stage * self._row, w - 2 * PAD, self._row - 6)
                _draw_order(sub, place, chr(A + stage) if count > 1 else "", text, stage - done)

        canvas.cached(("orders", rect, texts, done), *rect, draw)


class ComparePanel(AttemptPanel):
    """Error and pulls at Pip's weight, by the chosen metric and by another one."""

    def smallest(self) -> tuple[float, float]:
        return (0.0, 150 + 60 * (self.text_scale - 1))

    def paint(self, canvas: Canvas) -> None:
        session, rect = self.attempt.shown, self.rect
        reading = MetricModel(session, weight_at(session, self.attempt.step))
        chosen, metrics = str(session.knobs["metric"]), metrics_of(self.attempt.session)
        other = last_other(session) or next(name for name in metrics if name != chosen)
        names = [name for name in metrics if name in (chosen, other)]
        cards = tuple((name, name == chosen, reading.error(name), reading.pulls(name)) for name in names)

        def draw(sub: Canvas) -> None:
            x, y, w, h = rect
            base = y + 12 + 16 * sub.type
            hue = "weight" if reading.weight >= 0 else "weight_negative"
            end = x + 20 + sub.text(x + 20, base, _("At weight") + " ", LABEL, "text2")
            sub.text(end, base, number(reading.weight), NUMBER, hue, "start")
            top = y + 22 + 18 * sub.type
            wide = (w - 2 * PAD - 8 * (len(cards) - 1)) / max(1, len(cards))
            for i, (name, solid, error, pulls) in enumerate(cards):
                place = (x + PAD + i * (wide + 8), top, wide, y + h - PAD - top)
                _draw_card(sub, place, session.metric(name), solid, error, pulls)

        canvas.cached(("compare", rect, reading.weight, cards), *rect, draw)


def _draw_card(canvas: Canvas, rect: Rect, metric: Metric, solid: bool, error: float,
               pulls: tuple[float, float]) -> None:  # fmt: skip
    x, y, w, h = rect
    k = canvas.type
    canvas.rect(x, y, w, h, "raised" if solid else "well", 12)
    canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 11.5, "text" if solid else "border2", 1.5,
                dash=None if solid else (6, 5))  # fmt: skip
    style, label = canvas.fitted(name_of(metric), w - 32, STRONG)
    foot = y + h - 12
    canvas.text(x + 16, y + 10 + 14 * k, label, style, "text")
    line = y + 16 + 34 * k
    canvas.glyph("error", x + 24, line - 7 * k, 7)
    canvas.text(x + 40, line, number(error), NUMBER.sized(20), "error", "start")
    bar = foot - 28 * k
    if line + 26 * k < bar - 4:
        style, label = canvas.fitted(pull(metric), w - 32, BODY)
        canvas.text(x + 16, line + 24 * k, label, style, "text2")
    draw_tug(canvas, (x + 16, bar - 2, w - 32, 10), *pulls)
    end = x + 16 + canvas.text(x + 16, foot, "← ", CODE, "text2", "start")
    canvas.text(end, foot, number(pulls[0]), NUMBER, "weight_negative", "start")
    end = x + w - 16 - canvas.text(x + w - 16, foot, " →", CODE, "text2", "end")
    canvas.text(end, foot, number(pulls[1]), NUMBER, "weight", "end")


def _draw_order(canvas: Canvas, rect: Rect, letter: str, text: str, ahead: int) -> None:
    """ahead < 0: met; 0: this one now; > 0: still to come."""
    x, y, w, h = rect
    k, middle = canvas.type, y + h / 2
    now = ahead == 0
    canvas.rect(x, y, w, h, "raised" if now else "well", 10)
    edge = "text" if now else "border2" if ahead > 0 else "border"
    canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 9.5, edge, 1.5, dash=(6, 5) if ahead > 0 else None)
    left = x + 14
    if ahead < 0:
        canvas.icon("check", left, middle - 10, 20, "goal", 3)
    elif letter:
        canvas.text(left + 10, middle + 6 * k, letter, LEAD, "goal" if now else "text2", "middle")
    else:
        canvas.glyph("goal", left + 10, middle, 8)
    style, label = canvas.fitted(text, w - 60, LABEL)
    canvas.text(x + 46, middle + 5.8 * k, label, style, "text" if now else "text2")


class MetricBoard(Board):
    """The bowls at the left; metrics, orders and the comparison at the right."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage, self.chips = MetricStage(host), ChipsPanel(host)
        self.orders, self.compare = OrdersPanel(host), ComparePanel(host)
        self.tabs = Tabs(host, lambda: [(_("Orders"), self.orders), (_("Compare"), self.compare)])
        self.tabs.high, self.tabs.under = 44.0, GAP
        self.both, self.alone = Pages(host, lambda: [("", self._both())]), Pages(host, lambda: [("", self.compare)])

    @classmethod
    def suits(cls, level: Level) -> bool:
        knob, network = level.knob("metric"), level.network
        one = network.size == network.inputs == network.outputs == 1
        return level.learner is not None and knob is not None and len(knob.stops) > 1 and one and (
            level.visibility("bowl") == "full" and level.visibility("error") != "none"
            and level.visibility("goal") != "hidden"
        )  # fmt: skip

    def _both(self, compare: Box | Split | None = None) -> Split:
        """The orders over the comparison."""
        return column(Part(self.orders, self.orders.high), Part(compare or self.compare))

    def tree(self) -> Split:
        """What was ordered can be read while a verdict is told, if there is room for it."""
        verdict = self.host.overlay_kind == "verdict"
        both = self._both(self.with_cover(self.alone)) if verdict else self.with_cover(self.both)
        side = column(Part(self.chips, self.chips.high), Part(either(both, self.with_cover(self.tabs))))
        return column(
            Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)),
            self.tiles_row(self.host.width - 2 * EDGE - BESIDE - SIDE),
        )

    def press(self, name: str) -> bool:
        if name in ("metric", "reset", "next"):
            self.host.says = None
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        word = attempt.now.words.get("metric")
        tiles = [
            *common_tiles(attempt, "step", "learn"),
            TileSpec("metric", _(word).capitalize() if word else _("Metric"), "cup", "metric"),
            *common_tiles(attempt, "reset", "hint", "auto"),
        ]
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        return words(self.attempt, self.stage.solid)
