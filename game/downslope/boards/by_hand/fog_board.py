"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.actions import Stop
from ...view.bowls.bowl_shape import HEAD as HEAD_ROOM
from ...view.bowls.fog_bowl import (
    Dot,
    FogBowl,
    draw_axis,
    draw_dots,
    draw_fog,
    draw_light,
    draw_looks,
    draw_pip,
)
from ...view.bowls.fog_clearing import draw_clearing, draw_floor, draw_roller, draw_start
from ...view.bowls.weight_axis import DROP, WeightAxis, spread
from ...view.cards.metric_sample import draw_meter, name_of
from ...view.cards.probe_log import Entry, ProbeWords, probe_table
from ...view.draw.tokens import STRONG
from ...view.draw.tween import smooth
from ...view.format.numbers import number
from ...view.networks.neuron_rows import NeuronNames, draw_neuron_rows, draw_square, neuron_rows_height
from ...view.strips.pictures import PROBE_STRIPS
from ...view.strips.probe_strip import ProbeStrip
from ...view.strips.scene_strip import HIGH as STRIP
from ...view.widgets.layout import GAP, Part, Split, column, either, row
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.table import HEAD, Table
from ...view.widgets.ticket import AnswerPlace
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.panel import BESIDE, AttemptPanel, Pages, Panel, Tabs, grow
from ..shared.tiles import TileSpec, common_tiles, mood_of, usual_counter, with_way_on
from .compass_ghosts import compass_ghosts
from .fog_curve import Curve, curve_of, factor
from .fog_model import LOWEST, Fog, axis, cancels, is_lifted, way, why_not, words
from .fog_show import FogShow, heights_of
from .sending_show import question_at

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SLIDER, MORE = 84.0, 18.0  # the strip under the sky, and what large text needs there
LEAST_SKY = 300.0  # where a strip lies under it
PLATE = 27.0  # from the middle of a ticket's plate to that of a number that it does not cover
BUBBLE = 24.0  # from the foot of the sky to the middle of the weight's bubble
GROWS = 0.3  # how much further the axis reaches down over a strip, for twice the text
METER, SQUARE = 72.0, 128.0
MOST_FREE = 20  # rows for looks that are left
SIDE = 456.0
SEEN, MORE_SEEN = 270.0, 60.0  # height of what was seen, under the neurons, and what large text needs there
EDGE = 60.0  # of the sky's upper and lower edge: a ticket does not come nearer
MOST = 358.0  # of the neurons: of many examples those are seen that have room


class FogStage(AttemptPanel):
    """`bowl`: the picture's scale, made anew when a look changes it."""

    flat = True
    bare, words = (120.0, 160.0), (100.0, 80.0)

    def __init__(self, host: Host, fog: Fog) -> None:
        super().__init__(host)
        self.fog = fog
        self.bowl: FogBowl | None = None
        self.axis: WeightAxis | None = None
        self._line: object = None  # where the slider stands, and whose it is
        self._made: object = None

    def place(self, rect: Rect) -> list[Widget]:
        self._made = None
        self.refresh()
        sweeps = self.fog.show is not None and not self.fog.show.roll  # nobody holds the weight meanwhile
        return [self.axis] if self.axis is not None and not sweeps else []

    @property
    def strip(self) -> ProbeStrip | None:
        """What the story's own things do; nothing where the sky would be too low."""
        sky = self.rect[3] - grow(SLIDER, MORE, self.text_scale) - STRIP
        return PROBE_STRIPS.get(self.attempt.level.picture) if sky >= LEAST_SKY else None

    @property
    def lowest(self) -> float:
        """Part of the errors seen that the axis reaches below them over a strip: the weight's bubble has room there."""
        return LOWEST + GROWS * max(0.0, self.text_scale - 1)

    @property
    def low(self) -> float:
        """Height of what lies under the sky: the slider, and above it the strip."""
        return grow(SLIDER, MORE, self.text_scale) + (STRIP if self.strip is not None else 0.0)

    def _make_bowl(self) -> None:
        session = self.attempt.session
        run, knob = session.run, session.level.knob("weight")
        if knob is None:
            return
        metric = session.knobs["metric"]
        sky = self.rect[3] - self.low
        show = self.fog.show
        heights = (show and show.heights) or axis(
            [seen for seen in self.fog.seen if seen.metric == metric], LOWEST if self.strip is None else self.lowest
        )
        times = factor(session.level, len(run.examples))
        made = (self.rect, sky, heights, run.metric, run.examples, knob, times)
        if made == self._made:
            return
        self._made = made
        whole = run.full_problem
        weights = spread(knob.low, knob.high, self.rect[2])
        self.bowl = FogBowl(self.rect, sky, weights, lambda w: whole.error([w]) * times, heights)
        line = (self.rect, sky, knob)
        if self.axis is not None and line == self._line:  # it may be held, or a number is being typed
            self.axis.bowl = self.bowl
            return
        self._line = line
        values = [float(v) for v in knob.values() or ()] or None
        self.axis = WeightAxis(
            self.bowl, session.weights[0], knob.low, knob.high, label=self.fog.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=partial(self.attempt.dragging, "weight"), on_done=self._turned,
            on_fault=self.host.game.toasts.add, show=number, drop=DROP + (STRIP if self.strip is not None else 0.0),
        )  # fmt: skip

    def _turned(self, weight: float) -> None:
        """All turns between two looks are one: undo takes them back together."""
        self.host.says = None
        self.attempt.turn("weight", weight, instead=True)

    def refresh(self) -> None:
        attempt = self.attempt
        self._make_bowl()
        if self.axis is not None:
            if attempt.drag is None and self.axis.typed is None:
                self.axis.value = attempt.shown.weights[0]
            metric = attempt.shown.knobs["metric"]
            marks = [(each.weight, "error" if each.metric == metric else "text3") for each in self.fog.seen]
            self.axis.marks = marks

    def paint(self, canvas: Canvas) -> None:
        bowl, lift, weight = self.bowl, self.fog.lift.value, self.fog.weight
        if bowl is None:
            return
        if self.fog.show is not None:
            self._paint_show(canvas, bowl, self.fog.show)
            self._paint_strip(canvas, bowl)
            return
        if lift > 0:
            bowl.paint(canvas)
        if lift < 1:
            draw_fog(canvas, bowl, 1 - smooth(lift))
        self._paint_strip(canvas, bowl)
        draw_axis(canvas, bowl, lift > 0)
        draw_light(canvas, bowl, weight, smooth(lift))
        dots = self.fog.dots()
        newest = dots[-1].number if dots else -1
        shapes = [Dot(e.number, e.weight, e.error, e.number == newest and e.number > 0) for e in dots]
        draw_dots(canvas, bowl, shapes, lift > 0)
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.fog.error_word(), STRONG, "error")
        draw_looks(canvas, bowl, compass_ghosts(self.attempt), smooth(lift))
        draw_pip(canvas, bowl, weight, smooth(lift), mood_of(self.attempt))

    def _paint_strip(self, canvas: Canvas, bowl: FogBowl) -> None:
        strip, (x, y, w, _h) = self.strip, bowl.rect
        if strip is not None:
            strip.paint(canvas, (x + 1, y + bowl.sky, w - 2, STRIP), bowl.X, self.fog.strip_state())

    def _paint_show(self, canvas: Canvas, bowl: FogBowl, show: FogShow) -> None:
        """What a bet asked: no light, no look that counts."""
        curve = show.curve
        draw_fog(canvas, bowl)
        draw_axis(canvas, bowl, False)
        if show.roll:
            draw_clearing(canvas, bowl, curve.start, show.furthest)
            draw_start(canvas, bowl, curve.start)
            way = 0 if show.over else -show.way if show.dusty else show.way
            draw_roller(canvas, bowl, show.weight, way, show.dusty, "calm")
        else:
            draw_floor(canvas, bowl, curve.lowest, show.line())
            draw_pip(canvas, bowl, curve.start, 0.0, "calm")
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.fog.error_word(), STRONG, "error")


class FogPanel(AttemptPanel):
    """It shows what was seen of the `fog`."""

    def __init__(self, host: Host, fog: Fog) -> None:
        super().__init__(host)
        self.fog = fog


class NeuronsPanel(FogPanel):
    """Every example with the weight as it stands, as far as the level lets it be seen."""

    @property
    def wanted(self) -> float:
        """Height of all rows."""
        return neuron_rows_height(len(self.attempt.shown.run.examples), self.text_scale, self.names())

    def smallest(self) -> tuple[float, float]:
        return (0.0, min(self.wanted, MOST))

    def names(self) -> NeuronNames:
        word = self.fog.word
        goal = word("goal_prediction", _("goal"))
        return NeuronNames(word("input"), word("weight"), word("prediction"), goal, _("miss"))

    def paint(self, canvas: Canvas) -> None:
        rect, knob = self.rect, self.attempt.session.level.knob("weight")
        limit = max(abs(knob.low), abs(knob.high)) if knob is not None else 1.0
        weight, names = self.attempt.shown.weights[0], self.names()  # a bet that sweeps shows no numbers of it
        rows = tuple(self.fog.rows(weight))
        key = ("pots", rect, rows, weight, names)
        canvas.cached(key, *rect, lambda sub: draw_neuron_rows(sub, rect, rows, weight, limit, names))


class SquarePanel(FogPanel):
    """The last look as a square, where the error is the square of a miss."""

    @property
    def wanted(self) -> float:
        return SQUARE + 40 * (self.text_scale - 1) if self.fog.seen[-1].side is not None else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, last = self.rect, self.fog.seen[-1]
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        note = _("how bad, as a square")
        key = ("probe square", rect, title, last.error)
        canvas.cached(key, *rect, lambda sub: draw_square(sub, rect, title, last.error, last.side or 0.0, note))


class MeterPanel(FogPanel):
    """What the metric in use said last, where there are others."""

    @property
    def wanted(self) -> float:
        return METER + 30 * (self.text_scale - 1) if self.attempt.shown.level.knob("metric") is not None else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, session, dots = self.rect, self.attempt.shown, self.fog.dots()
        metric, word = session.run.metric, self.fog.word("metric")
        value = dots[-1].error if dots else None
        total = _("total of the last look") if session.level.visibility("error") == "total" else _("the last look")
        key = ("meter", rect, session.knobs["metric"], value)
        canvas.cached(key, *rect, lambda sub: draw_meter(sub, rect, word, metric, value, total))


class LogPanel(FogPanel):
    """A row for each look, one for the next, and one for each that is left."""

    def smallest(self) -> tuple[float, float]:
        return self.table().smallest()

    def place(self, rect: Rect) -> list[Widget]:
        """The newest look is seen first."""
        x, y, w, h = rect
        self.area, self._rows = ScrollArea("log", (x, y + HEAD, w, h - HEAD - 4), 0.0), -1
        return [self.area]

    def entries(self) -> list[Entry]:
        session, seen = self.attempt.shown, self.fog.seen
        metric = session.knobs["metric"]
        found = []
        for i, each in enumerate(seen):
            other = each.metric != metric
            note = _("start") if not i else name_of(session.metric(each.metric)) if other else ""
            turn = way(each, seen[i - 1]) if i else 0
            newest = i == len(seen) - 1 and i > 0
            found.append(Entry(each.number, "seen", each.weight, each.error, turn, each.side, note, newest, other))
        probes = session.level.probes
        done = len(seen) - 1
        if self.attempt.met or probes is None:
            return found
        found.append(Entry(done + 1, "next", session.weights[0]))
        left = min(MOST_FREE, int(probes) - done - 1) if probes != float("inf") else 0
        return found + [Entry(done + 2 + i, "free") for i in range(max(0, left))]

    def table(self) -> Table:
        signed = cancels(self.attempt.shown.run.metric)
        less, more = (_("less"), _("more")) if signed else (_("better"), _("worse"))
        title = unit_title(self.attempt.now, "probes")
        words = ProbeWords(title, self.fog.word("weight"), self.fog.error_word(), less, more)
        return probe_table(self.entries(), words, self.text_scale)

    def refresh(self) -> None:
        area, table, seen = self.area, self.table(), len(self.fog.seen)
        area.height = table.height
        area.focusable = area.limit > 0
        if seen != self._rows:
            self._rows = seen
            area.offset = max(0.0, 12 + table.top(seen + 1) - area.rect[3])  # the row after it is to be seen too
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        self.table().paint(canvas, self.rect, self.area.offset)


class FogBoard(Board):
    """`fog`: what was seen, and how far it has lifted."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.fog = fog = Fog(host)
        self.stage, self.neurons, self.square = FogStage(host, fog), NeuronsPanel(host, fog), SquarePanel(host, fog)
        self.meter, self.log = MeterPanel(host, fog), LogPanel(host, fog)
        self.tabs = Tabs(host, self._items, 1)
        self.tabs.under = GAP
        self.seen = Pages(host, self._seen)
        self._square_high = 0.0  # its height when the panels were laid
        self._curves = dict[int, Curve | None]()  # of each question

    def _items(self) -> list[tuple[str, Panel | Split]]:
        neurons = column(Part(self.neurons, self.neurons.wanted), Part(self.square, self.square.wanted))
        return [(_("Neuron"), neurons), (_("Probes"), column(Part(self.meter, self.meter.wanted), Part(self.log)))]

    def _seen(self) -> list[tuple[str, Split]]:
        """What was seen: the last look, and all of them."""
        square, meter = Part(self.square, self.square.wanted), Part(self.meter, self.meter.wanted)
        return [("", column(square, meter, Part(self.log)))]

    def tree(self) -> Split:
        self._square_high = self.square.wanted
        neurons = Part(self.neurons, self.neurons.wanted, shrinks=True)  # of many examples those with room
        seen = Part(self.with_cover(self.seen), grow(SEEN, MORE_SEEN, self.text_scale), 1.0)
        side = either(column(neurons, seen), self.with_cover(self.tabs))
        return column(
            Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)),
            self.tiles_row(),
        )

    def begins(self) -> str:
        return "weight"

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """A bottom stands at its weight, or beyond the end of the axis; a floor at its error."""
        question, bowl, curve = question_at(self.attempt, number), self.stage.bowl, self._curve(number)
        if question is None or bowl is None or curve is None or answer not in question.answers:
            return None
        (x, y, w, _h), foot = bowl.rect, bowl.rect[1] + bowl.sky
        means = dict(zip(question.answers, question.means))[str(answer)]
        if question.asks == "floor":
            if means is None:  # for ever lower
                return AnswerPlace(x + w / 2, foot - 30, arrow="down")
            error = curve.lowest if means else 0.0
            return AnswerPlace(x + w / 4, bowl.Y(error), "right", value=error)
        if question.asks != "bottom":
            return None
        weight = float(means)
        if curve.beyond and weight == curve.bottom:
            away = x if curve.beyond < 0 else x + w
            low, high = heights_of(curve)  # of the picture in which he leaves
            up = (curve.error(bowl.weight_at(away)) - low) / (high - low)
            leaves = bowl.base - up * (bowl.base - y - HEAD_ROOM)
            errors = [0.0, *(value for value, _label in bowl.heights()), *(seen.error for seen in self.fog.dots())]
            lines = [foot - BUBBLE * self.text_scale, *(bowl.Y(error) for error in errors)]
            leaves = beside(max(y + EDGE, min(foot - EDGE, leaves)), lines, PLATE * self.text_scale)
            return AnswerPlace(away, leaves, arrow="left" if away == x else "right")
        return AnswerPlace(bowl.X(weight), foot, value=weight)

    def _curve(self, number: int) -> Curve | None:
        if number not in self._curves:
            question = question_at(self.attempt, number)
            self._curves[number] = curve_of(self.attempt, question) if question is not None else None
        return self._curves[number]

    def begin(self, show: PlayRequest) -> None:
        question, curve = question_at(self.attempt, show.number), self._curve(show.number)
        if show.kind == "bet" and question is not None and curve is not None and question.asks in ("bottom", "floor"):
            self.fog.show = FogShow(show.number, curve, question.asks == "bottom")
            self.host.relayout()

    def over(self) -> bool:
        return self.fog.show is None or self.fog.show.over

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        if name == "probe":
            self.host.says = None
            self.attempt.drag = None
        if name != "stop":
            return False
        self._call()
        return True

    def _call(self) -> None:
        """Call the bottom; where it is not, Pip says why."""
        attempt = self.attempt
        attempt.drag = None
        if attempt.asking.open_before(self._call):
            return
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.says = (_("Not here."), why_not(attempt.session, self.fog.seen))
            self.host.game.feel.wrong()

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        level = attempt.session.level
        tiles = [TileSpec("probe", _("Probe"), "probe", "step", primary=True)] if level.probes is not None else []
        if level.stop:
            tip = _("Say that the error is nowhere less than here")
            tiles.append(TileSpec("stop", _("Call"), "stop", "code", enabled=not attempt.asking.on_screen, tip=tip))
        if level.knob("metric") is not None:
            label, tip = self.fog.word("metric").capitalize(), _("Count a miss in another way")
            tiles.append(TileSpec("metric", label, "cup", "metric", tip=tip))
        more = common_tiles(attempt, "undo", "reset", "hint", "auto", idle_auto=False)
        return with_way_on(self.attempt, [*tiles, *more])

    def words(self) -> tuple[str, str]:
        return words(self.attempt.shown, self.fog.seen, is_lifted(self.attempt.shown))

    def counter(self) -> tuple[str, int, int | None]:
        level, session = self.attempt.shown.level, self.attempt.shown
        if level.par is None:
            return (unit_title(level, "probes"), session.tally.probes, None)
        return usual_counter(self.attempt)

    # -- each frame --------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        shows = self.fog.show is not None and not self.fog.show.over
        return shows or not self.fog.lift.done or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        shows = self.fog.show
        self.fog.update(seconds)
        super().on_update(seconds)
        if shows is not None and self.fog.show is None:
            self.host.relayout()
        if self.square.wanted != self._square_high:  # by another metric the error is a square, or is none any more
            self.host.relayout()


def beside(y: float, lines: Sequence[float], reach: float) -> float:
    """The height nearest to y that is not within reach of any of these."""
    spots = [y, *(line + side * reach for line in lines for side in (-1, 1))]
    free = [spot for spot in spots if all(abs(spot - line) > reach - 1e-6 for line in lines)]
    return min(free, key=lambda spot: abs(spot - y), default=y)
