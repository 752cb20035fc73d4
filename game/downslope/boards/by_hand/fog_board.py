"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import inf

from ...attempt.director import PlayRequest
from ...attempt.shown import unit_title
from ...i18n import _, plural_form, sentence_case
from ...rules.actions import Stop
from ...rules.catalog import item_title
from ...rules.session import Session
from ...view.bowls.error_bowl import DROP, Bowl, WeightAxis, spread
from ...view.bowls.error_bowl import HEAD as HEAD_ROOM
from ...view.bowls.fog_bowl import (
    Dot,
    draw_axis,
    draw_clearing,
    draw_dots,
    draw_floor,
    draw_fog,
    draw_light,
    draw_looks,
    draw_pip,
    draw_roller,
    draw_start,
)
from ...view.cards.metric_sample import cancels, draw_meter, metric_title
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import LABEL, STRONG
from ...view.draw.tween import smooth
from ...view.format.numbers import number
from ...view.networks.neuron_panel import SPOTS, draw_square, neuron_rows_ink
from ...view.scenery.strips import HIGH as STRIP
from ...view.scenery.strips import UNDER_FOG, Strip
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Either, Ink, InkPanel, Line, Mark, Row, icon
from ...view.widgets.panel import GAP, Box, Laid, Panel, Part, Split, column
from ...view.widgets.table import Cell, Column, Table, TableRow
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board, PipWords, meaning_of, question_at
from ..shared.panel import DrawnPanel, Host, ModelPanel, TableLog, Tabs, grow
from ..shared.tiles import Count, TileSpec, default_counter, shared_tiles, with_next_step
from .fog_model import (
    CLOSE,
    LOWEST,
    Curve,
    Fog,
    FogShow,
    ProbeSeen,
    axis,
    curve_of,
    factor,
    heights_of,
    hidden_misses,
    is_revealed,
    misses_of,
    way,
)
from .sending_model import compass_ghosts

# ---------------------------------------------------------------------------------------------------------------------
# What Pip says in the fog, from what was seen there.


def words(session: Session, seen: Sequence[ProbeSeen], lifted: bool) -> tuple[str, str]:
    """For the state of an attempt. `seen`: the start and the looks."""
    if session.won:
        misses, hidden = misses_of(session), hidden_misses(session, seen)
        read = [each.error for each in seen if each.metric == session.knobs["metric"]]
        if hidden and read and not cancels(session.run.metric):  # another meter was taken up since
            meter = _(item_title(session.run.metric))
            text = _("{meter} says [error:{value}].").format(meter=sentence_case(meter), value=number(read[-1]))
            return text, _("No miss can hide in it.")
        if hidden:
            numbers = [f"[error:{number(miss, 2, plus=True)}]" for miss in hidden]
            if len(hidden) == 2:
                plain = _("Misses of {one} and {other} cancel.").format(one=numbers[0], other=numbers[1])
                return _("The meter says [error:0]. Yet both are wrong."), plain
            return _("The meter says [error:0]."), _("The misses cancel: {misses}.").format(misses=", ".join(numbers))
        if any(abs(miss) > CLOSE for miss in misses) and len(misses) > 1:
            floor = number(session.run.error() * (len(misses) if session.level.visibility("error") == "total" else 1))
            return _("That is the bottom."), _("Its error is [error:{error}], not [error:0].").format(error=floor)
        return _("That’s it."), _("The [error:error] alone led you here.")
    if lifted:
        plain = _("There is the bottom. Go there and probe once more.")
        if session.level.stop:
            plain = _("There is the bottom. Go there and press “This is it”.")
        return _("All probes are used, so the fog lifts."), plain
    probes, used = session.level.probes, len(seen) - 1
    if not used:
        return "", _("Set a [weight:weight], then probe.")
    if cancels(session.run.metric):
        # A meter whose misses cancel
        if session.level.stop:
            return (
                _("On this meter, further along is always less."),
                _("Does it have a bottom at all? Another meter may."),
            )
        here = seen[-1].error
        return (
            _("The meter shows [error:{error}].").format(error=number(here)),
            _("It adds up the misses, signs included."),
        )
    bold, plain = _("The lower the dot, the better."), _("Sure that this is the bottom? Press “This is it”.")
    if probes is not None and probes != inf:
        left = int(probes) - used
        bold = plural_form("One probe is left.", "{count} probes are left.", left).format(count=left)
    if not session.level.stop:
        plain = _("An [error:error] of [error:0] is the bottom. The fog lifts when you stand on it.")
    return bold, plain


def refusal_reason(session: Session, seen: Sequence[ProbeSeen]) -> str:
    """Why this is not the bottom, from what was seen if that is enough."""
    here = session.weights[0]
    if cancels(session.run.metric):
        return _("Misses cancel on this meter: further along is always less. Try another meter.")
    total = len(session.run.examples) if session.level.visibility("error") == "total" else 1
    error = session.run.error() * total
    metric = session.knobs["metric"]
    lower = [each for each in seen if each.metric == metric and each.error < error - CLOSE]
    if lower:
        best = min(lower, key=lambda each: each.error)
        values = {"weight": number(best.weight), "error": number(best.error)}
        return _("Weight [weight:{weight}] had less error: [error:{error}].").format(**values)
    if not any(abs(each.weight - here) < CLOSE for each in seen if each.metric == metric):
        return _("You have not probed here, and somewhere the [error:error] is less.")
    return _("Your best so far, but somewhere not yet probed the [error:error] is less.")


# ---------------------------------------------------------------------------------------------------------------------
# The stage of a level in the fog: looks in the sky over the weight's axis; the curve, as far as the fog has lifted.


SLIDER, MORE = 84.0, 18.0  # the strip under the sky, and what large text needs there
LEAST_SKY = 300.0  # where a strip lies under it
GROWS = 0.3  # how much further the axis reaches down over a strip, for twice the text


class FogStage(ModelPanel[Fog]):
    """`bowl`: the picture's scale, made anew when a look changes it."""

    flat = True
    bare, words = (120.0, 160.0), (100.0, 80.0)
    named = True  # its things say their names and values, which stand nowhere else
    bowl: Bowl | None = None
    axis: WeightAxis | None = None
    _line: object = None  # where the slider stands, and whose it is
    _made: object = None

    def place(self, rect: Rect) -> list[Widget]:
        self._made = None
        self.update(0.0)
        return [self.axis] if self.axis is not None and self.model.sweeping is None else []

    @property
    def strip(self) -> Strip | None:
        """What the story's own things do; nothing where the sky would be too low."""
        sky = self.rect[3] - grow(SLIDER, MORE, self.text_scale) - STRIP
        return UNDER_FOG.get(self.attempt.level.picture) if sky >= LEAST_SKY else None

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
        show = self.model.show
        lowest = LOWEST
        if self.strip is not None:  # the weight's bubble has room there
            lowest += GROWS * max(0.0, self.text_scale - 1)
        heights = (show and show.heights) or axis([seen for seen in self.model.seen if seen.metric == metric], lowest)
        times = factor(session.level, len(run.examples))
        made = (self.rect, sky, heights, run.metric, run.examples, knob, times)
        if made == self._made:
            return
        self._made = made
        whole = run.full_problem
        weights = spread(knob.low, knob.high, self.rect[2])
        self.bowl = Bowl(self.rect, sky, weights, lambda w: whole.error([w]) * times, marks=False, heights=heights)
        line = (self.rect, sky, knob)
        if self.axis is not None and line == self._line:  # it may be held, or a number is being typed
            self.axis.bowl = self.bowl
            return
        self._line = line
        values = [float(v) for v in knob.values() or ()] or None
        self.axis = WeightAxis(
            self.bowl, session.weights[0], knob.low, knob.high, label=self.model.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=partial(self.attempt.dragging, "weight"),
            on_done=partial(self.attempt.turn, "weight", instead=True),  # all turns between two looks are one
            on_fault=self.host.game.toasts.add, show=number, drop=DROP + (STRIP if self.strip is not None else 0.0),
        )  # fmt: skip

    def update(self, seconds: float) -> None:
        attempt = self.attempt
        self._make_bowl()
        if self.axis is not None:
            if attempt.drag is None and self.axis.typed is None:
                self.axis.value = attempt.shown.weights[0]
            metric = attempt.shown.knobs["metric"]
            marks = [(each.weight, "error" if each.metric == metric else "text3") for each in self.model.seen]
            self.axis.marks = marks

    def paint(self, canvas: Canvas) -> None:
        bowl, lift, weight = self.bowl, self.model.lift.value, self.model.weight
        if bowl is None:
            return
        if self.model.show is not None:
            self._paint_show(canvas, bowl, self.model.show)
            self._paint_strip(canvas, bowl)
            return
        if lift > 0:
            bowl.paint(canvas)
        if lift < 1:
            draw_fog(canvas, bowl, 1 - smooth(lift))
        self._paint_strip(canvas, bowl)
        draw_axis(canvas, bowl, lift > 0)
        draw_light(canvas, bowl, weight, smooth(lift))
        dots = self.model.dots()
        newest = dots[-1].number if dots else -1
        shapes = [Dot(e.number, e.weight, e.error, e.number == newest and e.number > 0) for e in dots]
        draw_dots(canvas, bowl, shapes, lift > 0)
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.model.error_word(), STRONG, "error")
        draw_looks(canvas, bowl, compass_ghosts(self.attempt), smooth(lift))
        draw_pip(canvas, bowl, weight, smooth(lift), self.model.mood)

    def _paint_strip(self, canvas: Canvas, bowl: Bowl) -> None:
        strip, (x, y, w, _h) = self.strip, bowl.rect
        if strip is not None:
            strip.paint(canvas, (x + 1, y + bowl.sky, w - 2, STRIP), bowl.pixel_x,
                        self.model.strip_state()._replace(words=self.named))

    def _paint_show(self, canvas: Canvas, bowl: Bowl, show: FogShow) -> None:
        """What a bet asked: no light, no look that counts."""
        curve = show.curve
        draw_fog(canvas, bowl)
        draw_axis(canvas, bowl, False)
        if show.roll:
            draw_clearing(canvas, bowl, curve.start, show.furthest)
            draw_start(canvas, bowl, curve.start)
            way = 0 if show.time.over else -show.way if show.dusty else show.way
            draw_roller(canvas, bowl, show.weight, way, show.dusty, "calm")
        else:
            draw_floor(canvas, bowl, curve.lowest, show.time.part("line"))
            draw_pip(canvas, bowl, curve.start, 0.0, "calm")
        x, y, _w, _h = self.rect
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.model.error_word(), STRONG, "error")


# ---------------------------------------------------------------------------------------------------------------------
# What was seen, beside the stage: the neurons, the last look as a square, the meter, and all looks.


ROW, SQUARE_ROW = 36.0, 46.0
LOG_SQUARE, BAR = 38.0, 120.0  # side of the largest square; length of the longest bar


def _draw_bar(canvas: Canvas, rect: Rect, part: float, signed: bool) -> None:
    """From the left; where some error is negative, from the middle to its own side. `part`: -1 ... 1."""
    x, y, w, h = rect
    width, middle = min(BAR, w), y + h / 2 - 1
    if width < 30:
        return
    canvas.rect(x, middle - 5, width, 10, "well", 5)
    if not signed:
        canvas.rect(x, middle - 5, max(10.0, width * part), 10, "error", 5)
        return
    zero, far = x + width / 2, part * width / 2
    canvas.rect(min(zero, zero + far), middle - 5, abs(far), 10, "error", 3)
    canvas.line(zero, middle - 8, zero, middle + 8, "text2", 2)


def _draw_square(canvas: Canvas, rect: Rect, side: float) -> None:
    """An error that is the square of a miss."""
    x, y, w, h = rect
    if w < LOG_SQUARE:
        return
    left, top = x + min(30.0, (w - LOG_SQUARE) / 2), y + (h - side) / 2 - 1
    canvas.rect(left, top, side, side, "error", 2, alpha=0.12)
    canvas.rect(left, top, side, side, None, 2, "error", 2.2)


METER, SQUARE = 72.0, 128.0
MOST = 358.0  # of the neurons: of many examples those are seen that have room


class NeuronsPanel(InkPanel, ModelPanel[Fog]):
    """Every example with the weight as it stands, as far as the level lets it be seen."""

    @property
    def wanted(self) -> float:
        return self.ink().size(self.measure())[1]

    def least_size(self) -> tuple[float, float]:
        return (0.0, min(self.wanted, MOST))

    def ink(self) -> Ink:
        knob, word = self.attempt.session.level.knob("weight"), self.model.word
        limit = max(abs(knob.low), abs(knob.high)) if knob is not None else 1.0
        goal = word("goal_prediction", _("goal"))
        names = (word("input"), word("weight"), word("prediction"), goal, _("miss"))
        weight = self.attempt.shown.weights[0]  # a bet that sweeps shows no numbers of it
        return neuron_rows_ink(self.model.rows(weight), weight, limit, names, self.model.cancels)


class LogPanel(ModelPanel[Fog], TableLog):
    """A row for each look, and one for the next."""

    thing = "table"

    def row_count(self) -> int:
        return len(self.model.seen)

    def table(self) -> Table:
        """Number, better or worse, weight, the error as a bar or as a real square, and as a number."""
        session, seen, k = self.attempt.shown, self.model.seen, self.text_scale  # large text leaves less for the bars
        words = (_("less"), _("more")) if cancels(session.run.metric) else (_("better"), _("worse"))
        less, more = (Either((Row((icon(sign, 20), Line(word, LABEL, "text2")), 4), icon(sign, 20)))
                      for sign, word in zip(("down_arrow", "up_arrow"), words))  # fmt: skip
        squares = [each.side for each in seen if each.side is not None]
        errors = [each.error for each in seen if each.metric == session.knobs["metric"]]
        unit = LOG_SQUARE / max((side for side in squares if side), default=1.0)
        largest, signed = max(map(abs, errors), default=0.0), any(error < 0 for error in errors)
        longest = max(len(number(each.error)) for each in seen)
        columns = (
            Column("", max(84.0, 66 * k + 26)),
            Column(self.model.word("weight"), 18 + 52 * k, "text2", "weight"),
            Column(),
            Column(_("error"), 14 + 9.6 * k * longest, "error", "error", "end"),
        )
        rows = list[TableRow]()
        for i, each in enumerate(seen):
            other = each.metric != session.knobs["metric"]  # it was counted by another meter
            picture: Cell = ()
            if each.side is not None:
                picture = Mark(_draw_square, (max(3.0, each.side * unit),))
            elif largest > 0 and not other:
                picture = Mark(_draw_bar, (each.error / largest, signed))
            note = _("start") if not i else metric_title(session.metric(each.metric)) if other else ""
            turned = way(each, seen[i - 1]) if i else 0
            turn: Cell = ((note, "text2", 600),) if note else less if turned < 0 else more if turned else ()
            cells = turn, _weight(each.weight, 700), picture, ((number(each.error), "error", 700, "mono"),)
            newest = i == len(seen) - 1 and i > 0
            rows.append(TableRow(str(each.number), cells, "error" if each.number else "start", newest))
        if not self.attempt.met and session.level.probes is not None:  # where the slider stands
            rows.append(TableRow(str(len(seen)), ((), _weight(session.weights[0], 500), (), ()), "next"))
        title = unit_title(self.attempt.now, "probes")
        return Table(title, columns, tuple(rows), max(SQUARE_ROW if squares else ROW, 12 + 24 * k))


def _weight(weight: float, bold: int) -> Cell:
    return ((number(weight), "weight_negative" if weight < 0 else "weight", bold, "mono"),)


PLATE = 27.0  # from the middle of a ticket's plate to that of a number that it does not cover
BUBBLE = 24.0  # from the foot of the sky to the middle of the weight's bubble
SIDE = 456.0
FREE = 24.0  # from the right end to the peg of a floor: the bottom, and Pip in it, lie further in
EDGE = 60.0  # of the sky's upper and lower edge: a ticket does not come nearer


class FogBoard(Board):
    """`fog`: what was seen, and how far it has lifted."""

    stage: FogStage
    first_focus = "weight"
    _laid_by = Laid[object](None)  # a sweep, and whether by this metric the error is a square

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.fog = fog = Fog(host)
        self.stage, self.neurons, self.log = FogStage(host, fog), NeuronsPanel(host, fog), LogPanel(host, fog)
        self.square = DrawnPanel(host, self.draw_square, thing="error-square")
        self.meter = DrawnPanel(host, self.draw_meter, thing="meter")
        self.tabs = Tabs(host, self._items, 1)
        self.tabs.under = GAP
        self._curves = dict[int, Curve | None]()  # of each question

    @property
    def wanted_square(self) -> float:
        """Height of the last look as a square; 0 where the error is not the square of a miss."""
        return SQUARE + 40 * (self.stage.text_scale - 1) if self.fog.seen[-1].side is not None else 0.0

    def parts(self) -> tuple[Part, Part, Part]:
        """Neurons, square and meter: of many examples those with room, the others where the level has them."""
        has_meter = self.attempt.shown.level.knob("metric") is not None
        meter = METER + 30 * (self.stage.text_scale - 1) if has_meter else 0.0
        neurons = Part(self.neurons, self.neurons.wanted, shrinks=True)
        return neurons, Part(self.square, self.wanted_square), Part(self.meter, meter)

    def _items(self) -> list[tuple[str, Panel | Split]]:
        neurons, square, meter = self.parts()
        return [(_("Neuron"), column(neurons, square)), (_("Probes"), column(meter, Part(self.log)))]

    def sides(self) -> Sequence[Box | Split]:
        neurons, square, meter = self.parts()
        seen = column(square, meter, Part(self.log))
        first = [seen] if square.size else []  # nowhere else can the side of the square be read
        rest = column(neurons, meter, Part(self.log)), self.tabs, seen, self.log
        return [column(neurons, *seen.parts), *first, *rest]

    def draw_square(self, canvas: Canvas, rect: Rect) -> None:
        """The last look as a square."""
        last, note = self.fog.seen[-1], _("your miss, as a square")
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        canvas.once(rect, draw_square, rect, title, last.error, last.side or 0.0, note)

    def draw_meter(self, canvas: Canvas, rect: Rect) -> None:
        """What the metric in use said last, where there are others; tied to the misses that are seen above it."""
        dots, tied = self.fog.dots(), self.neurons in self.panels and self.fog.cancels
        value, spot = dots[-1].error if dots else None, rect[0] + rect[2] * SPOTS[-1]
        draw_meter(canvas, rect, self.attempt.shown.run.metric, value, spot if tied else None)

    # -- bets --------------------------------------------------------------------------------------------------------

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """A bottom stands at its weight, or beyond the end of the axis; a floor at its error."""
        question, means = meaning_of(self.attempt, number, answer)
        bowl, curve = self.stage.bowl, self._curve(number)
        if question is None or bowl is None or curve is None:
            return None
        (x, y, w, _h), foot = bowl.rect, bowl.rect[1] + bowl.sky
        if question.asks == "floor":
            if means is None:  # for ever lower
                return AnswerAnchor(x + w / 2, foot - 30, arrow="down")
            error = curve.lowest if means else 0.0
            return AnswerAnchor(x + w - FREE, bowl.pixel_y(error), "left", value=error)
        if question.asks != "bottom":
            return None
        weight = float(means)
        if curve.beyond and weight == curve.bottom:
            away = x if curve.beyond < 0 else x + w
            low, height = heights_of(curve)  # of the picture in which he leaves
            up = (curve.error(bowl.weight_at(away)) - low) / (height - low)
            leaves = bowl.base - up * (bowl.base - y - HEAD_ROOM)
            errors = [0.0, *(value for value, _label in bowl.heights()), *(seen.error for seen in self.fog.dots())]
            lines = [foot - BUBBLE, *(bowl.pixel_y(error) for error in errors)]
            leaves = beside(leaves, lines, PLATE * self.stage.text_scale, (y + EDGE, foot - EDGE))
            return AnswerAnchor(away, leaves, arrow="left" if away == x else "right")
        dots = self.fog.dots() if self.fog.show is None else []
        tops = [bowl.pixel_y(seen.error) - 16 for seen in dots if seen.weight == weight]  # over its number
        return AnswerAnchor(bowl.pixel_x(weight), min([foot, *tops]), value=weight)

    def _curve(self, number: int) -> Curve | None:
        if number not in self._curves:
            question = question_at(self.attempt, number)
            self._curves[number] = curve_of(self.attempt, question) if question is not None else None
        return self._curves[number]

    def begin(self, show: PlayRequest) -> None:
        question, curve = question_at(self.attempt, show.number), self._curve(show.number)
        if show.kind == "bet" and question is not None and curve is not None and question.asks in ("bottom", "floor"):
            self.fog.show = FogShow(show.number, curve, question.asks == "bottom")

    def at_rest(self) -> bool:
        return self.fog.show is None or self.fog.show.time.over

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        if name == "probe":
            self.attempt.drag = None
        why = self._why_no_meter() if name == "metric" else ""
        if why:
            self.host.game.refuse(why)
            return True
        if name != "stop":
            return False
        attempt = self.attempt  # the bottom is called
        attempt.drag = None
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.game.player_feedback.feedback("wrong")
        return True

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        level = attempt.session.level
        tiles = [TileSpec("probe", _("Probe"), "probe", "step", primary=True)] if level.probes is not None else []
        if level.stop:
            tip = _("Say that the error is lowest here")
            tiles.append(TileSpec("stop", _("This is it"), "stop", "code", tip=tip))
        if level.knob("metric") is not None:
            label, tip = self.fog.word("metric").capitalize(), _("Count misses another way")
            why = self._why_no_meter()
            tiles.append(TileSpec("metric", label, "cup", "metric", enabled=not why, refusal_reason=why, tip=tip,
                                  thing="meters"))  # fmt: skip
        more = shared_tiles(attempt, "undo", "reset", "hint", "auto", idle_auto=False)
        return with_next_step(self.attempt, [*tiles, *more])

    def _why_no_meter(self) -> str:
        """A later part asks for another metric: to turn to it now would give that part away. "": it may be turned."""
        base, stage = self.attempt.session.base, self.attempt.session.stage
        later = any(base.stage(number).aim.metric for number in range(stage + 1, len(base.stages) + 1))
        if not later or self.attempt.now.aim.metric is not None:
            return ""
        return _("This part is about this {meter}.").format(meter=self.fog.word("metric"))

    def words(self) -> PipWords:
        seen, fog, heard = self.fog.seen[-1], self.fog, ""
        if seen.number and seen.metric == self.attempt.shown.knobs["metric"]:
            heard = _("At {weight} {value} the {name} is {error}.").format(
                weight=fog.word("weight"), value=number(seen.weight), name=fog.error_word(), error=number(seen.error)
            )
        session = self.attempt.shown
        sentences = words(session, fog.seen, is_revealed(session))
        if session.actions and isinstance(session.actions[-1], Stop) and not session.won:
            sentences = _("Not here."), refusal_reason(session, fog.seen)
        return PipWords(*sentences, fog.mood, heard)

    def counter(self) -> Count:
        level, session = self.attempt.shown.level, self.attempt.shown
        if level.par is None:
            return Count(unit_title(level, "probes"), session.tally.probes, None)
        return default_counter(self.attempt)

    # -- each frame --------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        self.fog.update(seconds)
        self.stage.named = self.neurons not in self.panels
        super().after_update(seconds)
        self._laid_by = self.fog.sweeping, self.wanted_square


def beside(y: float, lines: Sequence[float], reach: float, room: tuple[float, float]) -> float:
    """The height nearest to y inside of `room` that is not within reach of any of these lines, or as far as may be."""
    low, height = room
    y = max(low, min(height, y))
    positions = [y, *(line + side * reach for line in lines for side in (-1, 1))]
    inside = [spot for spot in positions if low <= spot <= height]
    away = {spot: min((abs(spot - line) for line in lines), default=reach) for spot in inside}
    return min(inside, key=lambda spot: (round(max(0.0, reach - away[spot]), 6), abs(spot - y)))
