"""The stage where the metric is chosen: both bowls on one axis, Pip in the chosen one, and who pulls how hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.pull_arrows import draw_pulls, lines_height
from ...view.bowls.two_bowls import Curved, curved, draw_cards, draw_curves
from ...view.cards.metric_sample import name_of
from ...view.draw.tokens import CODE, STRONG
from ...view.format.measure import text_factor
from ..one_neuron.bowl_board import BowlPanel
from ..one_neuron.bowl_stage import BowlStage
from ..shared.tiles import mood_of
from .metric_model import axis_of, best_weights, error_by, last_other, metrics_of, pullings

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

ARROWS = 44.0  # room for the arrows under the number line


class Quiet(BowlStage):
    """Pip and his trail without the words in the sky: there are cards instead."""

    def _paint_words(self, canvas: Canvas, bowl: Bowl, failed: bool, compact: bool) -> None:
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
        self.solid: Curved | None = None
        self.ghost: Curved | None = None

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

        def curve(metric: str) -> Curved:
            return curved(name_of(session.metric(metric)), error_by(session, metric), weights, best)

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
        self.pip.paint(canvas, mood_of(self.attempt), self.large)
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
