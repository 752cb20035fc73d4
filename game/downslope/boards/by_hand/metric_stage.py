"""The bowl of the chosen metric with Pip in it, over a ruler on which every example has a cup at its own wish."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...rules.question import Question
from ...view.bowls import bowl_walk
from ...view.bowls.bowl_landscape import window
from ...view.bowls.cups import Ruler, draw_cups, draw_place, ruler_height
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.error_curve import safe
from ...view.cards.metric_sample import loudest, metric_title
from ...view.draw.plate import draw_disc, draw_plate
from ...view.draw.theme import weight_hue
from ...view.draw.timeline import Timeline
from ...view.draw.tokens import BODY, LABEL, STRONG
from ...view.draw.tween import smooth
from ...view.format.axis import Axis
from ...view.format.numbers import number
from ..one_neuron.column_board import StagePanel
from ..shared.neuron_model import weight_at
from ..shared.tiles import mood_of
from .metric_model import MetricModel, axis_of, best_weights, bottom_of, error_by, metrics_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...learning.problem import Pair
    from ...view.draw.canvas import Canvas
    from ...view.draw.raster import Point
    from ...view.widgets.widget import Rect, Widget
    from ..shared.host import Host

PIP = 19.0
BEATS = ("open", 0.6), ("move", 0.7), ("rest", 0.5), ("close", 0.4)  # of a show: of the view, and of the bottoms
ABOVE = 0.4  # of the way from the bottom to the start: so much higher the bowl is to be seen
PARTS = 60  # of a curve, in the bowl's own view and in the open one
ROOM = 0.1  # of the wider view: beyond the wish that has moved


class Path(NamedTuple):
    """What becomes of a metric in a show: its errors and its bottom before and after; None: it has none."""

    metric: str
    weights: Sequence[float]
    errors: tuple[Sequence[float], Sequence[float]]
    bottoms: tuple[float, float] | None


class CupsStage(StagePanel):
    """`bowl`: the chosen metric's; `show`: the examples as a bet has them, while it is played out."""

    bare, words = (300.0, 250.0), (150.0, 60.0)

    def __init__(self, host: Host, model: MetricModel) -> None:
        super().__init__(host)
        self.model = model
        self.bowl: Bowl | None = None
        self.show: Sequence[Pair] | None = None
        self._paths: list[Path] = []
        self.time = Timeline()

    # -- where things are ----------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        """Height of the room under the bowl."""
        return ruler_height(self.text_scale)

    def key(self) -> tuple[object, ...]:
        return (*super().key(), self.low)

    def sheets(self) -> list[Rect]:
        return []

    def place(self, rect: Rect) -> list[Widget]:
        self.refresh()
        return []

    def make(self) -> None:
        super().make()
        session = self.attempt.shown
        best = [w for w in best_weights(session.run.examples) if w is not None]
        ends, error = axis_of(session, best), error_by(session, str(session.knobs["metric"]))
        floor = min(safe(error, ends[0] + (ends[1] - ends[0]) * i / PARTS) for i in range(PARTS + 1))
        start, bottom = session.run.start[0], self.model.bottom(str(session.knobs["metric"]))
        beyond = start if bottom is None else start + ABOVE * (start - bottom)
        self.bowl = Bowl(self.rect, self.rect[3] - self.low, ends, lambda weight: error(weight) - floor,
                         seen=beyond, bottoms=(), marks=False)  # fmt: skip

    def at(self) -> float:
        """The weight where Pip is: on his way between two steps."""
        session, step = self.attempt.shown, self.attempt.step
        here = weight_at(session, step)
        part = self.attempt.playback.at - step if step < session.count else 0.0
        if not 0 < part < 1:
            return here
        return here + (weight_at(session, step + 1) - here) * part

    def spot(self, weight: float) -> tuple[float, float]:
        """Where a weight is on the stage, as the view is now."""
        bowl = self.bowl
        if bowl is None:
            return self.rect[0], self.rect[1]
        if self.show is not None:
            return self._x_of(bowl, self._view(bowl), weight), bowl.rect[1] + bowl.sky
        return bowl.X(weight), bowl.height(weight)

    # -- time ----------------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        return self.show is not None

    def update(self, seconds: float) -> None:
        if self.show is None:
            return
        self.time.update(seconds, self.host.game.settings.still)
        if self.time.over:
            self.show = None

    def begin(self, question: Question) -> None:
        """Play out what would be, if the examples were those of the question's own level."""
        level = question.level
        if level is None or self.bowl is None:
            return
        session, moved = self.attempt.shown, [example.pair for example in level.examples]
        self.show, self.time = moved, Timeline(*BEATS)
        (low, high), wide = self.bowl.weights, self._widest()
        near = [low + (high - low) * i / PARTS for i in range(PARTS + 1)]
        far = [wide[0] + (wide[1] - wide[0]) * i / PARTS for i in range(PARTS + 1)]
        weights = sorted({*near, *far, *(w for w in best_weights(moved) if w is not None)})
        self._paths = []
        for name in metrics_of(session):
            before, after = self.model.bottom(name), bottom_of(session, name, moved)
            bottoms = None if before is None or after is None else (before, after)
            both = tuple([safe(error_by(session, name, pairs), w) for w in weights]
                         for pairs in (session.run.examples, moved))  # fmt: skip
            self._paths.append(Path(name, weights, (both[0], both[1]), bottoms))

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        if self.bowl is None:
            return
        if self.show is not None:
            self._paint_show(canvas, self.bowl, self.show)
            return
        self.bowl.paint(canvas)
        at = self.at()
        self._paint_way(canvas, self.bowl, at)
        ends = self.bowl.weights
        self._paint_ruler(canvas, self.model.ruler(at, ends, 6))
        self._paint_pip(canvas, self.bowl, at)
        metric = self.attempt.shown.run.metric
        self._paint_title(canvas, metric_title(metric), loudest(metric))

    def _paint_ruler(self, canvas: Canvas, ruler: Ruler) -> None:
        bowl = self.bowl
        assert bowl is not None
        x, y, w, h = self.rect
        rect = (x, y + bowl.sky, w, h - bowl.sky)
        canvas.keep(("cups", rect, bowl.key, ruler), *rect, lambda sub: draw_cups(sub, rect, bowl.X, ruler))

    def _paint_title(self, canvas: Canvas, name: str, told: str) -> None:
        x, y, w, _h = self.rect
        k = canvas.type
        wide = canvas.width(name + "  ", STRONG) + canvas.width(told) + 24
        if wide > w - 40:
            told, wide = "", canvas.width(name, STRONG) + 24
        draw_plate(canvas, (x + 20, y + 16, wide, 12 + 18 * k), "border", 9)
        end = x + 32 + canvas.mid_text(x + 32, y + 22 + 9 * k, name + "  ", STRONG)
        canvas.mid_text(end, y + 22 + 9 * k, told, BODY, "text2")

    def _paint_way(self, canvas: Canvas, bowl: Bowl, at: float) -> None:
        """Where he began, and how he came down from there."""
        start = self.attempt.shown.run.start[0]
        if abs(at - start) < 1e-9 or not bowl.fits(start):
            return
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            way = [bowl.seat(start + (at - start) * k / 30, PIP) for k in range(31)]
            canvas.polyline(way, "text", 2.4, 0.5, (1, 8))
            draw_disc(canvas, bowl.seat(start, bowl_walk.STONE), bowl_walk.STONE, "0", "text2", 1.8, tint=0.2)

    def _paint_pip(self, canvas: Canvas, bowl: Bowl, at: float) -> None:
        x, y = bowl.seat(at, PIP)
        px, hue, ground = bowl.X(bowl.inside(at)), weight_hue(at), bowl.height(bowl.inside(at))
        line = bowl.rect[1] + bowl.sky + 92
        canvas.line(px, ground + 2, px, line - 12, hue, 2.2, 0.9, (2, 7))
        word = self.attempt.now.words.get("prediction") or self.attempt.now.words.get("weight") or _("weight")
        high = 12 + 18 * canvas.type
        top = min(ground + 16, bowl.rect[1] + bowl.sky - high - 6)
        slope = bowl.slope(bowl.inside(at))
        bowl_walk.draw_pip(canvas, x, y, PIP, (0.28 if slope > 0 else -0.28, 0.25), mood_of(self.attempt))
        if top < y + PIP:  # where the ground is low, beside him
            px += 1.6 * PIP + (canvas.width(_(word), LABEL) + 90) / 2
        draw_place(canvas, px, top, _(word), number(at), hue)

    # -- what would be -------------------------------------------------------------------------------------------------

    def _paint_show(self, canvas: Canvas, bowl: Bowl, moved: Sequence[Pair]) -> None:
        """The view opens, the wish that is another is carried to its new place, the bottoms go where they must."""
        session = self.attempt.shown
        carried, axis = self._parts()[1], self._view(bowl)
        x_of = partial(self._x_of, bowl, axis)
        with window(canvas, bowl.rect, bowl.sky), canvas.clip(*bowl.rect[:3], bowl.sky):
            for path in self._paths:
                hue = "error" if path.metric == session.knobs["metric"] else "text2"
                canvas.polyline(self._curve(bowl, x_of, axis, path, carried), hue, 3)
        for row, path in enumerate(self._paths):
            if path.bottoms is not None:
                bottom = path.bottoms[0] + (path.bottoms[1] - path.bottoms[0]) * carried
                name = metric_title(session.metric(path.metric))
                self._paint_bottom(canvas, bowl, x_of(bottom), row, name, number(bottom))
        base = self.model.ruler(self.at(), (axis.low, axis.high), 6)
        wishes = [w for w in best_weights(moved) if w is not None]
        cups = tuple(cup._replace(wish=cup.wish + (wish - cup.wish) * carried) for cup, wish in zip(base.cups, wishes))
        x, y, w, h = self.rect
        draw_cups(canvas, (x, y + bowl.sky, w, h - bowl.sky), x_of, Ruler(cups, base.ticks))

    def _curve(self, bowl: Bowl, x_of: Callable[[float], float], axis: Axis, path: Path, carried: float) -> list[Point]:
        """A metric's error over the view, in its own height."""
        errors = [a + (b - a) * carried for a, b in zip(*path.errors)]
        seen = [e for weight, e in zip(path.weights, errors) if axis.low <= weight <= axis.high]
        low, span = min(seen), (max(seen) - min(seen)) or 1.0
        foot, room = bowl.rect[1] + bowl.sky - 24, bowl.sky - 110
        return [(x_of(weight), foot - (e - low) / span * room) for weight, e in zip(path.weights, errors)]

    def _paint_bottom(self, canvas: Canvas, bowl: Bowl, x: float, row: int, name: str, value: str) -> None:
        """A flag at a meter's bottom, its name and place high above it."""
        left, top, w, _h = bowl.rect
        foot, high = top + bowl.sky, top + 20 + row * (18 + 20 * canvas.type)
        half = (canvas.width(f"{name} {value}", LABEL) + 30) / 2
        canvas.line(x, high + 20, x, foot - 52, "goal", 1.6, 0.7, (2, 6))
        canvas.flag(x, foot, 52)
        draw_place(canvas, min(max(x, left + 12 + half), left + w - 12 - half), high, name, value, "goal")

    def _view(self, bowl: Bowl) -> Axis:
        """The weights that are seen now: from the bowl's own to as far as the furthest wish of the show."""
        opened, _carried, back = self._parts()
        (low, high), (least, most), wide = bowl.weights, self._widest(), opened - back
        return Axis(low + (least - low) * wide, high + (most - high) * wide)

    def _widest(self) -> tuple[float, float]:
        """The weights that are seen when the view is open: 0, and what is wanted most."""
        low, high = self.bowl.weights if self.bowl is not None else (0.0, 1.0)
        others = [w for w in best_weights(self.show or ()) if w is not None]
        return min(0.0, low), max([high, *(other * (1 + ROOM) for other in others)])

    def _x_of(self, bowl: Bowl, axis: Axis, weight: float) -> float:
        return bowl.rect[0] + axis.reach(weight) * bowl.rect[2]

    def _parts(self) -> tuple[float, float, float]:
        """How far the view is open, the bottoms have moved, the view has closed again: each 0 ... 1."""
        opens, moves, closes = (smooth(self.time.part(beat)) for beat in ("open", "move", "close"))
        return opens, moves, closes
