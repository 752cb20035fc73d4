"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...attempt.director import Phase, PlayRequest
from ...attempt.shown import unit_title
from ...i18n import _
from ...rules import Stop
from ...view.bowls.error_bowl import DROP, HEAD as HEAD_ROOM, MARGIN, Bowl, WeightAxis, spread
from ...view.bowls.fog_bowl import draw_fog, draw_light, draw_pip, draw_probes, draw_roll
from ...view.cards.metric_sample import cancels, draw_profile, metric_title
from ...view.draw import CODE, LABEL, STRONG, TITLE, TITLE_NUMBER, Canvas, Tween, smooth, weight_colour
from ...view.format.numbers import number
from ...view.networks.neuron_panel import SPOTS, NeuronRow, draw_square, neuron_rows_ink
from ...view.scenery.strips import HIGH as STRIP, UNDER_FOG, Strip, StripState
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Either, Ink, InkPanel, Line, Mark, Row, icon
from ...view.widgets.panel import GAP, Box, Laid, Panel, Part, Split, column
from ...view.widgets.table import Cell, Column, Table, TableRow
from ...view.widgets.widget import Rect, Widget
from ..shared.board import (
    Board,
    Count,
    PipWords,
    TileSpec,
    meaning_of,
    pip_mood,
    question_at,
    shared_tiles,
    with_next_step,
)
from ..shared.panel import LIFT, LIFT_STILL, AttemptPanel, DrawnPanel, Host, Latest, ModelPanel, Pages, TableLog, grow
from .fog_model import (
    LOWEST,
    SAME,
    Curve,
    FogShow,
    ProbeSeen,
    axis,
    curve_of,
    factor,
    heights_of,
    is_revealed,
    looks,
    refusal_reason,
    winning_look,
    words,
)
from .sending_model import compass_ghosts

SLIDER, MORE = 84.0, 18.0  # the strip under the sky, and what large text needs there
LEAST_SKY = 300.0  # where a strip lies under it
FOOT = 46.0  # of the sky, where the bubble of the weight stands: no tag does
GROWS = 0.3  # how much further the axis reaches down over a strip, for twice the text


class FogStage(AttemptPanel):
    """`seen`: the start and all looks, the newest last; `lift`: how far the fog has gone; `show`: a bet that is played.

    `bowl`: the picture's scale, made anew when a look changes it.
    """

    flat = True
    bare, words = (120.0, 160.0), (100.0, 80.0)
    named = True  # its things say their names and values, which stand nowhere else
    bowl: Bowl | None = None
    axis: WeightAxis | None = None
    show = Laid[FogShow | None](None)
    _line: object = None  # where the slider stands, and whose it is
    _made: object = None

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        session = self.attempt.session
        self.lift = Tween(LIFT, float(is_revealed(session)), still=LIFT_STILL)
        self._looks: Latest[list[ProbeSeen]] = Latest()
        self.seen = looks(session)
        self._heard = (0, len(self.seen))  # stage and looks when something was last heard

    def place(self, rect: Rect) -> list[Widget]:
        self._made = None
        self.update(0.0)
        return [self.axis] if self.axis is not None and self.sweeping is None else []

    @property
    def sweeping(self) -> FogShow | None:
        """A bet that is sweeping over the weights: nobody holds the weight meanwhile."""
        return self.show if self.show is not None and not (self.show.roll or self.show.time.over) else None

    @property
    def weight(self) -> float:
        """The weight on the stage: as it is turned, or as a bet sweeps over it."""
        if self.sweeping is not None:
            return self.sweeping.weight
        return self.attempt.shown.weights[0]

    def word(self, name: str, default: str = "") -> str:
        return _(self.attempt.now.words.get(name) or default or name)

    def error_word(self) -> str:
        """For what a look tells; of several examples it says which number is made of their errors."""
        session = self.attempt.shown
        if session.level.visibility("error") == "total":
            return _("total error")
        return _("mean error") if len(session.run.examples) > 1 else _("error")

    def rows(self, here: float) -> list[NeuronRow]:
        """Every example with a weight, as far as the level lets it be seen."""
        session, level = self.attempt.shown, self.attempt.now
        live = session.level.visibility("prediction") == "live" or any(p.weights[0] == here for p in session.probed)
        live = live or self.sweeping is not None
        rows = list[NeuronRow]()
        for example, (inputs, goals) in zip(level.examples, session.run.examples):
            rows.append((
                _(example.label) if example.label else "",
                None if level.visibility("input") == "hidden" else inputs[0],
                session.run.network.predict([here], inputs)[0] if live else None,
                goals[0] if level.visibility("goal") != "hidden" or self.attempt.met else None,
            ))  # fmt: skip
        return rows

    def strip_state(self) -> StripState:
        rows = self.rows(self.weight)
        (given,), (goal,) = self.attempt.shown.run.examples[0]
        return StripState(
            self.weight, tuple(row[2] for row in rows), tuple(row[3] for row in rows),
            goal / given if self.attempt.met and given and len(rows) == 1 else None,
            past=tuple(each.weight for each in self.seen if each.number), labels=tuple(row[0] for row in rows),
            uncovered=smooth(self.lift.value), numbers=self.sweeping is None,  # a sweep tells no number of the weight
        )  # fmt: skip

    def dots(self) -> list[ProbeSeen]:
        """Those by the metric in use."""
        metric = self.attempt.shown.knobs["metric"]
        return [each for each in self.seen if each.metric == metric]

    @property
    def cancels(self) -> bool:
        """The misses add up to nothing, and that is told."""
        session = self.attempt.shown
        return self.attempt.met and session.won and cancels(session.run.metric) and winning_look(session, self.seen)[2]

    @property
    def mood(self) -> str:
        """Pip's: a meter that says 0 while both are wrong is nothing to smile at."""
        return "calm" if self.cancels else pip_mood(self.attempt)

    @property
    def strip(self) -> Strip | None:
        """What the story's own things do; nothing where the sky would be too low."""
        sky = self.rect[3] - grow(SLIDER, MORE, self.text_scale) - STRIP
        return UNDER_FOG.get(self.attempt.level.picture) if sky >= LEAST_SKY else None

    @property
    def low(self) -> float:
        """Height of what lies under the sky: the slider, and above it the strip."""
        return grow(SLIDER, MORE, self.text_scale) + (STRIP if self.strip is not None else 0.0)

    def update(self, seconds: float) -> None:
        """Time goes by. A bet that was read is put away."""
        attempt, session, still = self.attempt, self.attempt.shown, self.host.game.settings.still
        if self.show is not None:
            self.show.time.update(seconds, still)
            if self.show.number != attempt.open_bets.on_stage:
                self.show = None
        self.lift.go(float(is_revealed(session) and attempt.director.state is not Phase.PLAY))
        self.lift.update(seconds, still)
        key = (session.serial, session.run.serial, session.stage, session.knobs["metric"], tuple(session.probed))
        self.seen = self._looks.of(key, looks, session)
        # A new look is a pluck, the higher the better
        (stage, count), self._heard = self._heard, (session.stage, len(self.seen))
        if session.stage == stage and len(self.seen) > count and not session.won:
            self.host.game.player_feedback.look(abs(self.seen[-1].error), 0.01)
        self._make_bowl()
        if self.axis is not None:
            if attempt.drag is None and self.axis.typed is None:
                self.axis.value = session.weights[0]
            metric = session.knobs["metric"]
            self.axis.marks = [(each.weight, "error" if each.metric == metric else "text3") for each in self.seen]

    def _make_bowl(self) -> None:
        session = self.attempt.session
        run, knob = session.run, session.level.knob("weight")
        if knob is None:
            return
        sky, show, lowest = self.rect[3] - self.low, self.show, LOWEST
        if self.strip is not None:  # the weight's bubble has room there
            lowest += GROWS * max(0.0, self.text_scale - 1)
        seen = [each for each in self.seen if each.metric == session.knobs["metric"]]
        heights = heights_of(show.curve) if show is not None and show.roll else axis(seen, lowest)
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
            self.bowl, session.weights[0], knob.low, knob.high, label=self.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=partial(self.attempt.dragging, "weight"),
            on_done=partial(self.attempt.turn, "weight", instead=True),  # all turns between two looks are one
            on_fault=self.host.game.toasts.add, show=number, drop=DROP + (STRIP if self.strip is not None else 0.0),
        )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        """Of a bet what it asks: no light, no look that counts."""
        bowl, show, strip, (x, y, w, _h) = self.bowl, self.show, self.strip, self.rect
        if bowl is None:
            return
        lift = 0.0 if show is not None else smooth(self.lift.value)
        if lift > 0:
            bowl.paint(canvas)
        if lift < 1:
            (left, top, wide, high), m = bowl.rect, MARGIN  # with its shadow
            box = (left - m, top - m, wide + 2 * m, high + 2 * m)
            canvas.once(box, draw_fog, bowl.rect, bowl.sky, alpha=1 - lift)
        if strip is not None:
            state = self.strip_state()._replace(words=self.named)
            strip.paint(canvas, (x + 1, y + bowl.sky, w - 2, STRIP), bowl.pixel_x, state)
        # Lines and numbers of the errors, from the axis alone; on the ground, once the fog lifts
        left = x + 18 + max((canvas.width(label, CODE) for _value, label in bowl.heights()), default=0.0)
        for value, label in [(0.0, "0"), *((value, label) for value, label in bowl.heights() if value)]:
            line = bowl.pixel_y(value)
            if y + 42 + 14 * canvas.type < line < y + bowl.sky - 12:
                canvas.line(left + 14, line, x + w - 20, line, "grid", 1, 0.45 if value == 0 else 0.24)
                canvas.text_vcenter(left, line, label, CODE, "ground_text" if lift > 0 else "text2", "end")
        if show is None:
            draw_light(canvas, bowl, self.weight, lift)
            dots = self.dots()
            probed = {dot.weight for dot in dots if dot.number}
            probes = tuple(
                (dot.number, (bowl.pixel_x(dot.weight), bowl.pixel_y(dot.error)), number(dot.error),
                 weight_colour(dot.weight)) for dot in dots if dot.number or dot.weight not in probed
            )  # fmt: skip
            sky, foot = (*bowl.rect[:3], bowl.sky), (x, y + bowl.sky - FOOT, bowl.rect[2], FOOT)
            told = 1 if lift > 0 else len(probes)  # where the curve is there to read them by, the newest has its tag
            canvas.once(sky, draw_probes, sky, probes, told, (foot,))
            canvas.text(x + 20, y + 17 + 16 * canvas.type, self.error_word(), STRONG, "error")
            draw_pip(canvas, bowl, self.weight, lift, self.mood, compass_ghosts(self.attempt))
            return
        if show.roll:
            start, dusty = show.curve.start, bool(show.curve.beyond) and show.time.part("away") > 0  # he was out there
            way = 0 if show.time.over else 1 if (show.end > start) != dusty else -1
            draw_roll(canvas, bowl, start, show.furthest, show.weight, way, dusty)
        else:
            part, (left, _y, w, _h), line = show.time.part("line"), bowl.rect, bowl.pixel_y(show.curve.lowest)
            if part > 0:  # a line at the lowest error, without its number
                canvas.line(left + 14, line, left + 14 + (w - 28) * part, line, "error", 2.5, 1, (8, 6))
            draw_pip(canvas, bowl, show.curve.start, 0.0, "calm")
        canvas.text(x + 20, y + 17 + 16 * canvas.type, self.error_word(), STRONG, "error")


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


class NeuronsPanel(InkPanel, ModelPanel[FogStage]):
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


class LogPanel(ModelPanel[FogStage], TableLog):
    """A row for each look, and one for the next."""

    thing = "table"

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
            turn: Cell = ((note, "text2", 600),) if note else ()
            before, error = seen[i - 1], each.error
            if not note and before.metric == each.metric and abs(error - before.error) > SAME * (1 + abs(error)):
                turn = less if error < before.error else more
            weight = ((number(each.weight), weight_colour(each.weight), 700, "mono"),)
            cells = turn, weight, picture, ((number(each.error), "error", 700, "mono"),)
            newest = i == len(seen) - 1 and i > 0
            rows.append(TableRow(str(each.number), cells, "error" if each.number else "start", newest))
        if not self.attempt.met and session.level.probes is not None:  # where the slider stands
            here = session.weights[0]
            weight = ((number(here), weight_colour(here), 500, "mono"),)
            rows.append(TableRow(str(len(seen)), ((), weight, (), ()), "next"))
        title = unit_title(self.attempt.now, "probes")
        return Table(title, columns, tuple(rows), max(SQUARE_ROW if squares else ROW, 12 + 24 * k))


PLATE = 27.0  # from the middle of a ticket's plate to that of a number that it does not cover
BUBBLE = 24.0  # from the foot of the sky to the middle of the weight's bubble
FREE = 24.0  # from the right end to the peg of a floor: the bottom, and Pip in it, lie further in
EDGE = 60.0  # of the sky's upper and lower edge: a ticket does not come nearer


class FogBoard(Board):
    """Beside the stage what was seen: neurons, the last look as a square, the meter, all looks."""

    stage: FogStage
    first_focus = "weight"
    _laid_by = Laid[object](None)  # a sweep, and whether by this metric the error is a square

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage = FogStage(host)
        self.neurons, self.log = NeuronsPanel(host, self.stage), LogPanel(host, self.stage)
        self.square = DrawnPanel(host, self.draw_square, thing="error-square")
        self.meter = DrawnPanel(host, self.draw_meter, thing="meter")
        self.tabs = Pages(host, self._items, 1, named=True)
        self.tabs.under = GAP
        self._curves = dict[int, Curve | None]()  # of each question

    @property
    def wanted_square(self) -> float:
        """Height of the last look as a square; 0 where the error is not the square of a miss."""
        return SQUARE + 40 * (self.stage.text_scale - 1) if self.stage.seen[-1].side is not None else 0.0

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
        last, note = self.stage.seen[-1], _("your miss, as a square")
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        canvas.once(rect, draw_square, rect, title, last.error, last.side or 0.0, note)

    def draw_meter(self, canvas: Canvas, rect: Rect) -> None:
        """The metric in use in big letters, where there are others, and what it said last; tied to the misses above."""
        (x, y, w, h), k, metric, dots = rect, canvas.type, self.attempt.shown.run.metric, self.stage.dots()
        middle = y + h / 2
        draw_profile(canvas, (x + 22, middle - 14, 36, 28), metric, "error", 3)
        value = number(dots[-1].error) if dots else "?"
        width = canvas.text(x + w - 22, middle + 9 * k, value, TITLE_NUMBER, "error", "end")
        canvas.glyph("error", x + w - 22 - width - 18, middle + k, 8)
        room = w - 76 - 22 - width - 18 - 8 - 14
        canvas.text_vcenter(x + 76, middle + 2 * k, metric_title(metric), TITLE, "text", room=room)
        if self.neurons in self.panels and self.stage.cancels:
            spot = x + w * SPOTS[-1]
            canvas.line(spot, y, spot, middle - 22 * k, "text", 1.5, 0.8, (4.0, 4.0))

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
            errors = [0.0, *(value for value, _label in bowl.heights()), *(seen.error for seen in self.stage.dots())]
            lines = [foot - BUBBLE, *(bowl.pixel_y(error) for error in errors)]
            leaves = beside(leaves, lines, PLATE * self.stage.text_scale, (y + EDGE, foot - EDGE))
            return AnswerAnchor(away, leaves, arrow="left" if away == x else "right")
        dots = self.stage.dots() if self.stage.show is None else []
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
            self.stage.show = FogShow(show.number, curve, question.asks == "bottom")

    def at_rest(self) -> bool:
        return self.stage.show is None or self.stage.show.time.over

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
            label, tip = self.stage.word("metric").capitalize(), _("Count misses another way")
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
        return _("This part is about this {meter}.").format(meter=self.stage.word("metric"))

    def words(self) -> PipWords:
        fog, seen, heard = self.stage, self.stage.seen[-1], ""
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
        return super().counter()

    def after_update(self, seconds: float) -> None:
        self.stage.named = self.neurons not in self.panels
        super().after_update(seconds)
        self._laid_by = self.stage.sweeping, self.wanted_square


def beside(y: float, lines: Sequence[float], reach: float, room: tuple[float, float]) -> float:
    """The height nearest to y inside of `room` that is not within reach of any of these lines, or as far as may be."""
    low, height = room
    y = max(low, min(height, y))
    positions = [y, *(line + side * reach for line in lines for side in (-1, 1))]
    inside = [spot for spot in positions if low <= spot <= height]
    away = {spot: min((abs(spot - line) for line in lines), default=reach) for spot in inside}
    return min(inside, key=lambda spot: (round(max(0.0, reach - away[spot]), 6), abs(spot - y)))
