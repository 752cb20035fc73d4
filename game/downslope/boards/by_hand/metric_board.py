"""Levels in which the metric is chosen and Pip rolls to its bottom: an order, meters, a bowl, and cups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from ...attempt.director import PlayRequest
from ...i18n import _, plural_form, sentence_case
from ...learning import Metric, Pair, Problem
from ...rules import FLAT, SLACK, Level, Question, Session, item_title, key_of
from ...view.bowls import bowl_walk
from ...view.bowls.cups import LINE, Cup, Ruler, draw_balance, draw_cups, draw_place
from ...view.bowls.error_bowl import Bowl, lowest, safe, window
from ...view.cards.metric_sample import draw_profile, metric_title, telling
from ...view.draw import (
    BODY,
    HEADING,
    LABEL,
    LEAD,
    LEAD_LABEL,
    NUMBER,
    STRONG,
    Canvas,
    Run,
    Timeline,
    draw_disc,
    draw_plate,
    smooth,
    weight_colour,
)
from ...view.format.axis import Axis, ticks
from ...view.format.markup import coloured_runs, pieces
from ...view.format.numbers import number, short
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Boxed, Col, Ink, InkPanel, Label, Line, Mark, Para, Row
from ...view.widgets.panel import Box, Part, Split, column, fit_content
from ...view.widgets.widget import Intent, Press, Rect, State, Widget
from ..one_neuron.column_board import StagePanel
from ..shared.board import Board, Keys, TileSpec, meaning_of, pip_mood, question_at, shared_tiles, with_next_step
from ..shared.neuron_model import weight_at
from ..shared.panel import Host, ModelPanel, Pages

LEFT, RIGHT = 0.22, 0.16  # of the span of all that must be seen: room at the ends of the ruler
Words = tuple[str, str]  # a bold line and a plain one, light markup
MISSES = (-2.0, -0.5, 0.0, 1.0, 3.0)
A = ord("A")


class PartOrder(NamedTuple):
    """What a part asks for.

    letter   "" where there is only one      chosen  the examples that it is about
    within   how near each of them must be; None: something else is asked
    balance  what is too much and what is too little must be alike
    """

    letter: str
    title: str
    lines: Words
    chosen: tuple[int, ...]
    within: float | None
    balance: bool


def error_by(session: Session, metric: str, examples: Sequence[Pair] | None = None) -> Callable[[float], float]:
    """weight -> mean error over the examples, by a named metric."""
    problem = Problem(session.level.network, examples or session.run.examples, session.metric(metric))
    return lambda weight: problem.error([weight])


def best_weights(examples: Sequence[Pair]) -> list[float]:
    """For each example the weight at which it misses nothing, but for those whose input is 0."""
    return [goals[0] / inputs[0] for inputs, goals in examples if inputs[0]]


def metrics_of(session: Session) -> list[str]:
    """Names of those to choose from."""
    knob = session.level.knob("metric")
    return [str(stop) for stop in knob.stops] if knob is not None else []


def bottom_of(session: Session, metric: str, examples: Sequence[Pair] | None = None) -> float | None:
    """The weight at which the error by this metric is least; None: it has no bottom there."""
    best = best_weights(examples or session.run.examples)
    low, height = min(best), max(best)
    span = (height - low) or 1.0
    lowest_points = lowest(error_by(session, metric, examples), low - span, height + span)
    return lowest_points[0] if lowest_points else None


def count_word(count: int) -> str:
    """A small number in letters, a larger one in digits."""
    letters = [_("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
               _("nine"), _("ten")]  # fmt: skip
    return letters[count] if 0 <= count < len(letters) else str(count)


def order_lines(session: Session, level: Level) -> Words:
    """What a part of the level asks for: a bold line and a plain one."""
    aim, count = level.aim, len(level.examples)
    guests = _(level.words.get("examples", "examples"))
    if aim.tolerance is not None:
        few = len(aim.only) if aim.only is not None else count
        plain = _("each within [goal:{far}].").format(far=short(aim.tolerance))
        if few < count:
            bold = _("Please {few} of the {count} {guests}:")
            return bold.format(few=count_word(few), count=count_word(count), guests=guests), plain
        return _("Please all {count} {guests}:").format(count=count_word(count), guests=guests), plain
    if is_balance(session, level):
        return _("Favour nobody:"), _("too much and too little balance.")
    if aim.at_most is not None:
        metric = session.metric(aim.metric) if aim.metric else session.run.metric
        text = _("{metric} error at most [goal:{limit}]")
        return _("Wanted:"), text.format(metric=metric_title(metric), limit=short(aim.at_most))
    if aim.limit is not None:
        return _("Wanted:"), _("squared misses add up to at most [goal:{limit}]").format(limit=short(aim.limit))
    return _("Wanted:"), _("a landing")


def is_balance(session: Session, level: Level) -> bool:
    """The misses, with their signs, must add up to 0 or nearly so."""
    aim = level.aim
    if aim.at_most is None or aim.at_least is None or abs(aim.at_most + aim.at_least) > 1e-9:
        return False
    metric = session.metric(aim.metric) if aim.metric else session.run.metric
    return all(abs(safe(lambda p: metric.error(p, 1.0), 1.0 + miss) - miss) < 1e-9 for miss in MISSES)


PIP = 19.0
BEATS = ("open", 0.5), ("move", 0.6), ("rest", 0.4), ("close", 0.4)  # of a show: of the view, and of the bottoms
ABOVE = 0.4  # of the way from the bottom to the start: so much higher the bowl is to be seen
PARTS = 60  # of a curve, in the bowl's own view and in the open one
ROOM = 0.1  # of the wider view: beyond the wish that has moved


# What becomes of a metric in a show: (weight, error before, error after) along its curve, its bottom before and after
Path = tuple[str, list[tuple[float, float, float]], tuple[float, float] | None]


class CupsStage(ModelPanel["MetricBoard"], StagePanel):
    """The bowl of the chosen metric with Pip in it, over a ruler on which every example has a cup at its own wish.

    `show`: the examples as a bet has them, while it is played out.
    """

    flat = True
    bare, words = (300.0, 250.0), (150.0, 60.0)
    bowl: Bowl | None = None
    show: Sequence[Pair] | None = None
    time: Timeline
    _paths: list[Path]
    _wide: tuple[float, float]  # the weights that are seen when the view of a show is open

    @property
    def low(self) -> float:
        return LINE + 18 + 38 * self.text_scale

    def make(self) -> None:
        super().make()
        session = self.attempt.shown
        error, knob = error_by(session, str(session.knobs["metric"])), session.level.knob("weight")
        # The start and every example's own weight are seen
        seen = [session.run.start[0], *best_weights(session.run.examples)]
        if knob is not None:
            seen += [knob.low, knob.high]
        span = max(seen) - min(seen) or 1.0
        ends = min(seen) - LEFT * span, max(seen) + RIGHT * span
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
            return bowl.rect[0] + self._view(bowl).reach(weight) * bowl.rect[2], bowl.rect[1] + bowl.sky
        return bowl.pixel_x(weight), bowl.height(weight)

    def update(self, seconds: float) -> None:
        super().update(seconds)
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
        (low, height), wishes = self.bowl.weights, best_weights(moved)
        self._wide = min(0.0, low), max([height, *(wish * (1 + ROOM) for wish in wishes)])  # 0, and what is wanted most
        views = self.bowl.weights, self._wide
        weights = sorted({*(a + (b - a) * i / PARTS for a, b in views for i in range(PARTS + 1)), *wishes})
        self._paths = []
        for name in metrics_of(session):
            before, after = self.model.bottom(name), bottom_of(session, name, moved)
            bottoms = None if before is None or after is None else (before, after)
            here, moved_error = error_by(session, name, session.run.examples), error_by(session, name, moved)
            self._paths.append((name, [(w, safe(here, w), safe(moved_error, w)) for w in weights], bottoms))

    def paint(self, canvas: Canvas) -> None:
        if self.bowl is None:
            return
        if self.show is not None:
            self._paint_show(canvas, self.bowl, self.show)
            return
        self.bowl.paint(canvas)
        at = self.at()
        bowl, start, (x, y, w, h) = self.bowl, self.attempt.shown.run.start[0], self.rect
        if abs(at - start) >= 1e-9 and bowl.fits(start):  # where he began, and how he came down from there
            with canvas.clip(*bowl.rect[:3], bowl.sky):
                way = [bowl.rest_point(start + (at - start) * k / 30, PIP) for k in range(31)]
                canvas.polyline(way, "text", 2.4, 0.5, (1, 8))
                draw_disc(canvas, bowl.rest_point(start, bowl_walk.STONE), bowl_walk.STONE, "0", "text2", 1.8, tint=0.2)
        rect = (x, y + bowl.sky, w, h - bowl.sky)
        canvas.once(rect, draw_cups, rect, bowl.pixel_x, self.model.ruler(at, bowl.weights, 6))
        pip = bowl.rest_point(at, PIP)
        px, colour, ground = bowl.pixel_x(bowl.inside(at)), weight_colour(at), bowl.height(bowl.inside(at))
        line = bowl.rect[1] + bowl.sky + 92
        canvas.line(px, ground + 2, px, line - 12, colour, 2.2, 0.9, (2, 7))
        word = self.attempt.now.words.get("prediction") or self.attempt.now.words.get("weight") or _("weight")
        height = 12 + 18 * canvas.type
        top = min(ground + 16, bowl.rect[1] + bowl.sky - height - 6)
        slope = bowl.slope(bowl.inside(at))
        canvas.pip(*pip, PIP, (0.28 if slope > 0 else -0.28, 0.25), pip_mood(self.attempt))
        if top < pip[1] + PIP:  # where the ground is low, beside him
            px += 1.6 * PIP + (canvas.width(_(word), LABEL) + 90) / 2
        draw_place(canvas, px, top, _(word), number(at), colour)
        name, k = metric_title(self.attempt.shown.run.metric), canvas.type
        draw_plate(canvas, (x + 20, y + 16, canvas.width(name, STRONG) + 24, 12 + 18 * k), "border", 9)
        canvas.text_vcenter(x + 32, y + 22 + 9 * k, name, STRONG)

    def _paint_show(self, canvas: Canvas, bowl: Bowl, moved: Sequence[Pair]) -> None:
        """The view opens, the wish that is another is carried to its new place, the bottoms go where they must."""
        session = self.attempt.shown
        carried, axis = smooth(self.time.part("move")), self._view(bowl)

        def x_of(weight: float) -> float:
            return bowl.rect[0] + axis.reach(weight) * bowl.rect[2]

        with window(canvas, bowl.rect, bowl.sky), canvas.clip(*bowl.rect[:3], bowl.sky):
            for metric, errors, _bottoms in self._paths:
                # Over the view, in its own height
                curve = [(weight, a + (b - a) * carried) for weight, a, b in errors]
                seen = [error for weight, error in curve if axis.low <= weight <= axis.high]
                low, span = min(seen), (max(seen) - min(seen)) or 1.0
                foot, room = bowl.rect[1] + bowl.sky - 24, bowl.sky - 110
                spots = [(x_of(weight), foot - (error - low) / span * room) for weight, error in curve]
                canvas.polyline(spots, "error" if metric == session.knobs["metric"] else "text2", 3)
        for index, (metric, _errors, bottoms) in enumerate(self._paths):
            if bottoms is not None:  # a flag, its name and place high above it
                left, top, w, _h = bowl.rect
                bottom, name = bottoms[0] + (bottoms[1] - bottoms[0]) * carried, metric_title(session.metric(metric))
                foot, height = top + bowl.sky, top + 20 + index * (18 + 20 * canvas.type)
                x, half = x_of(bottom), (canvas.width(f"{name} {number(bottom)}", LABEL) + 30) / 2
                canvas.line(x, height + 20, x, foot - 52, "goal", 1.6, 0.7, (2, 6))
                canvas.flag(x, foot, 52)
                named = min(max(x, left + 12 + half), left + w - 12 - half)
                draw_place(canvas, named, height, name, number(bottom), "goal")
        standing, marks, _band, _words = self.model.ruler(self.at(), (axis.low, axis.high), 6)
        cups = tuple(
            cup._replace(preferred_size=cup.preferred_size + (wish - cup.preferred_size) * carried)
            for cup, wish in zip(standing, best_weights(moved))
        )
        x, y, w, h = self.rect
        draw_cups(canvas, (x, y + bowl.sky, w, h - bowl.sky), x_of, (cups, marks, None, ""))

    def _view(self, bowl: Bowl) -> Axis:
        """The weights that are seen now: from the bowl's own to as far as the furthest wish of the show."""
        opened = smooth(self.time.part("open")) - smooth(self.time.part("close"))
        low, height = (a + (b - a) * opened for a, b in zip(bowl.weights, self._wide))
        return Axis(low, height)


ASIDE = 148.0  # of a choice: beside its words


class MetricChoice(Press):
    """`source`: the plugin it came from, "" for one that is shipped. `back`: told on Shift with the metric key."""

    def __init__(self, name: str, rect: Rect, metric: Metric, source: str, on_press: Callable[[], object],
                 back: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(name, rect, group="metrics", tip=_("Count a miss this way"))
        self.metric = metric
        self.source = source
        self.chosen = False
        self.on_press, self._back = on_press, back

    def accessible_name(self) -> str:
        return item_title(self.metric)

    def accessible_value(self) -> str:
        return _("chosen") if self.chosen else ""

    def answers(self, name: str) -> bool:
        return name == "metric" and self._back is not None

    def act(self, intent: Intent) -> bool:
        if intent.name != "metric":
            return super().act(intent)
        if not intent.big or self._back is None:
            return False
        self._back()
        return True

    @property
    def title(self) -> str:
        return metric_title(self.metric) + (f"  ·  {self.source}" if self.source else "")

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        """Beside the name, of another than the chosen one."""
        taken = canvas.keycap_size(cap)[0] + 8
        return bool(cap) and not self.chosen and canvas.width(self.title, LEAD) <= self.rect[2] - ASIDE - taken

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        lit = state.hover or state.pressed
        cap = state.cap if self.shows_keycap(canvas, state.cap) else ""
        canvas.once((x - 4, y - 4, w + 8, h + 8), self._face, self.chosen, lit, cap)
        if state.focus:
            canvas.focus(x, y, w, h, 14)

    def _face(self, canvas: Canvas, chosen: bool, lit: bool, cap: str) -> None:
        x, y, w, h = self.rect
        k, middle = canvas.type, y + h / 2
        canvas.rect(x, y, w, h, "raised_hi" if lit else "raised" if chosen else "well", 14)
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 13.5, "focus" if chosen else "border2", 2 if chosen else 1.4)
        canvas.circle(x + 28, middle, 10, None, "text", 2)
        if chosen:
            canvas.circle(x + 28, middle, 5, "text")
        height = min(46.0, h - 36)
        draw_profile(canvas, (x + 56, middle - height / 2, 52, height), self.metric, "error" if chosen else "text2", 3)
        left, room = x + 132, w - ASIDE
        taken = 0.0
        if cap:
            taken = canvas.keycap(x + w - 16, y + 14, cap, "end") + 8
        label = Label(canvas, telling(self.metric), BODY, "text2", width=room, height=h - 12 - 24 * k, spacing=1.25)
        top = middle - (24 * k + label.high) / 2
        canvas.within(left, top + 12 * k + 6.4 * k, self.title, room - taken, LEAD, "text")
        label.draw(canvas, left, top + 24 * k)


SIDE = 464.0
ROLL = 1.6  # seconds of a roll
PAD = 20.0
CHOICE, BETWEEN, LOW = 94.0, 10.0, 56.0  # height of a choice at most, the gap under it, its least height


class OrderPanel(InkPanel, ModelPanel["MetricBoard"]):
    """What is asked for in this part; in words, and where misses must add up to 0, on a pair of scales."""

    least = SIDE

    def ink(self) -> Ink:
        """Letter and title, at their right how many are pleased; the sentence below, beside it the scales."""
        model, order, k = self.model, self.model.order(), self.text_scale
        weight = self.attempt.shown.weights[0] if model.is_down else self.attempt.shown.run.start[0]
        head: list[Ink] = [Line(order.title, HEADING, grow=1, yields=True)]
        if order.letter:
            head.insert(0, Mark(_draw_letter, (order.letter,), wide=36, high=36))
        if order.within is not None:
            happy = [bool(model.happy(weight)[i]) for i in order.chosen]
            number_of: Run = (str(sum(happy)), "goal" if all(happy) else "error", 700, "mono")
            head.append(Line((number_of, (" " + _("of {few} pleased").format(few=len(happy)), "text2")), LABEL))
        bold, plain = order.lines
        sentence = Col((Para(bold, LEAD_LABEL, spacing=1.3), Para(plain, BODY, "text2", spacing=1.3)), 2)
        body = Col((Row(tuple(head), 14), sentence), 10)
        beside: tuple[Ink, ...] = (Boxed(body, grow=1),)
        if order.balance:
            words = _("too little"), _("too much")  # above the foot of the scales
            wide, high = 190 + 100 * (k - 1), 74 + 34 * k
            beside += (Mark(draw_balance, (*model.sums(weight), words), wide=wide, high=high),)
        return Boxed(Row(beside, 12, "top"), (PAD, 20), edge="border2", radius=16, line=1, high=150)


def _draw_letter(canvas: Canvas, rect: Rect, letter: str) -> None:
    x, y, w, h = rect
    canvas.circle(x + w / 2, y + h / 2, 18, "goal")
    ink = "ink" if canvas.theme.dark else "panel"
    canvas.text_vcenter(x + w / 2, y + h / 2, letter, HEADING, ink, "middle")


class MetersPanel(ModelPanel["MetricBoard"]):
    """The metrics to choose from, and what the last roll came to."""

    choices: Sequence[MetricChoice] = ()

    @property
    def _head(self) -> float:
        return 30 + 22 * self.text_scale

    def least_size(self) -> tuple[float, float]:
        count = len(metrics_of(self.attempt.session))
        return (SIDE, self._head + count * (self._least + BETWEEN) + 4)

    @property
    def _least(self) -> float:
        canvas = self.measure()
        session = self.attempt.session
        labels = (Label(canvas, telling(session.metric(name)), BODY, width=SIDE - 32 - ASIDE, spacing=1.25)
                for name in metrics_of(session))  # fmt: skip
        needed = [16 + 24 * canvas.type + each.high for each in labels]
        return max(LOW, min(14 + 50 * self.text_scale, *needed))  # a second line may be smaller

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        catalog, level = self.host.game.catalog, self.attempt.level
        metrics = metrics_of(self.attempt.session)
        free, maximum, count = h - self._head - 8, CHOICE * max(1.0, self.text_scale), len(metrics)
        result = 20 + 56 * self.text_scale  # height of the two lines about the last roll
        self.told = (free - result) / count - BETWEEN >= self._least  # else Pip alone says what came of it
        each = min(maximum, (free - result * self.told) / count - BETWEEN)
        back = partial(self.host.attempt.next_metric, True)
        choices = list[MetricChoice]()
        for i, name in enumerate(metrics):
            metric = self.attempt.session.metric(name)
            source = key_of(catalog.metrics, name, level.plugin).rpartition("/")[0]
            place = (x + 16, y + self._head + i * (each + BETWEEN), w - 32, each)
            choose = partial(self.attempt.turn, "metric", name)
            choices.append(MetricChoice(f"metric {name}", place, metric, source, choose, back if i == 0 else None))
        self.choices = choices
        self.foot = y + self._head + len(metrics) * (each + BETWEEN)
        self.update(0.0)
        return list(self.choices)

    def update(self, seconds: float) -> None:
        session = self.attempt.session
        metrics = metrics_of(session)
        upcoming = metrics[(metrics.index(str(session.knobs["metric"])) + 1) % len(metrics)]
        for name, choice in zip(metrics, self.choices):
            choice.chosen = name == self.attempt.shown.knobs["metric"]
            choice.key = "metric" if name == upcoming else ""  # whose keycap is seen

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        result = self.model.result() if self.told else None
        foot, alpha = self.foot, self.attempt.shown.run.alpha
        k = canvas.type
        base, room = y + 16 + 19 * k, w - 2 * PAD
        if self.attempt.show is not None and isinstance(alpha, (int, float)):  # players hear of it in chapter 4
            room -= canvas.text(x + w - PAD, base, "α " + short(alpha), NUMBER, "alpha", "end") + 12
        canvas.within(x + PAD, base, _("How Pip counts"), room, HEADING, "text")
        if result is not None:
            canvas.line(x + PAD, foot + 6, x + w - PAD, foot + 6, "border", 1)
            first, second = result
            second_runs = coloured_runs(pieces(second), "text", 600)
            canvas.rich(x + PAD, foot + 12 + 24 * k, coloured_runs(pieces(first), "text2", 600), LABEL)
            canvas.rich(x + PAD, foot + 12 + 52 * k, second_runs, LABEL, room=w - 2 * PAD)


class MetricBoard(Board):
    """The bowl over its cups at the left; the order and the meters at the right."""

    stage: CupsStage
    tells_outcome = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._bottoms: dict[object, float | None] = {}
        self.stage, self.wish, self.meters = CupsStage(host, self), OrderPanel(host, self), MetersPanel(host, self)
        pages = [(_("Order"), self.wish), (_("Meter"), self.meters)]
        self.tabs = Pages(host, lambda: pages, named=True)  # in long words

    def sides(self) -> Sequence[Box | Split]:
        return [column(fit_content(self.wish), Part(self.meters)), self.tabs, self.wish]

    def tiles(self) -> list[TileSpec]:
        attempt, words = self.attempt, self.attempt.now.words
        seen = attempt.director.seen
        roll = TileSpec("roll", _(words.get("learn", "")) or _("Roll"), "step", "step", primary=not seen.over,
                        enabled=not attempt.over and not attempt.playback.running)  # fmt: skip
        word = words.get("metric")
        meter = TileSpec("metric", _(word).capitalize() if word else _("Metric"), "cup", "metric",
                         tip=_("Count misses another way"))  # fmt: skip
        tiles = with_next_step(attempt, [roll, meter, *shared_tiles(attempt, "reset", "hint", "auto", idle_auto=False)])
        if seen.over and not seen.won:  # another meter has another bottom
            return [tile._replace(primary=tile.name == "metric") for tile in tiles]
        return tiles

    def press(self, name: str) -> bool:
        if name == "roll":
            self.attempt.learn(ROLL)
        return name == "roll"

    def keys(self) -> Keys:
        return {"learn": lambda _intent: self.attempt.learn(ROLL)}

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """At the bottoms that the answer says will move; between them, where it says both."""
        _question, means = meaning_of(self.attempt, number, answer)
        if self.stage.bowl is None or means is None:
            return None
        named = [name for name in str(means).split() if name in metrics_of(self.attempt.shown)]
        bottoms = [bottom for bottom in map(self.bottom, named) if bottom is not None]
        weight = sum(bottoms) / max(1, len(bottoms))
        return AnswerAnchor(*self.stage.spot(weight), value=weight) if bottoms else None

    def begin(self, show: PlayRequest) -> None:
        question = question_at(self.attempt, show.number)
        if question is not None and show.kind == "bet":
            self.stage.begin(question)

    def at_rest(self) -> bool:
        return self.stage.show is None

    def bottom(self, metric: str) -> float | None:
        """Of a metric on the stage, looked for once."""
        key = (metric, self.attempt.shown.stage)
        if key not in self._bottoms:
            self._bottoms[key] = bottom_of(self.attempt.shown, metric)
        return self._bottoms[key]

    @property
    def is_down(self) -> bool:
        """Pip has rolled to the end of his way, and that may be told."""
        attempt = self.attempt
        rests = not (attempt.playback.moving or attempt.playback.running)
        return self.attempt.shown.outcome is not None and rests and not attempt.director.pending

    def misses(self, weight: float) -> list[float]:
        run = self.attempt.shown.run
        return [run.network.predict([weight], inputs)[0] - goals[0] for inputs, goals in run.examples]

    def happy(self, weight: float) -> list[bool | None]:
        """For each example whether it is near enough, as this part has it, else as another one has; None: nobody says.
        """
        base = self.attempt.shown.base
        parts = [self.attempt.shown.stage, *range(base.star_one_stages + 1)]
        tolerances = (base.stage(number).aim.tolerance for number in parts)
        far = next((tolerance for tolerance in tolerances if tolerance is not None), None)
        return [None if far is None else abs(miss) <= far + SLACK for miss in self.misses(weight)]

    def sums(self, weight: float) -> tuple[float, float]:
        """(too little, too much): the misses to both sides added up, both positive."""
        misses = self.misses(weight)
        return -sum(min(0.0, miss) for miss in misses), sum(max(0.0, miss) for miss in misses)

    def order(self) -> PartOrder:
        """What the part on the stage asks for."""
        session = self.attempt.shown
        level = session.base.stage(session.stage)
        aim, count = level.aim, session.base.star_one_stages + 1
        letter = chr(A + session.stage) if count > 1 else ""
        title = _("Order {letter}").format(letter=letter) if letter else _("Wanted")
        everybody = tuple(range(len(level.examples)))
        balance = aim.tolerance is None and is_balance(session, level)
        return PartOrder(letter, title, order_lines(session, level), aim.only or everybody, aim.tolerance, balance)

    def band(self) -> tuple[float, float] | None:
        """The weights that please all who are asked; None: none does, or something else is asked."""
        order = self.order()
        if order.within is None:
            return None
        low, height = -inf, inf
        for i in order.chosen:
            (input, *_more), (goal, *_rest) = self.attempt.shown.run.examples[i]
            if not input:
                continue
            ends = sorted(((goal - order.within) / input, (goal + order.within) / input))
            low, height = max(low, ends[0]), min(height, ends[1])
        return (low, height) if low <= height else None

    def ruler(self, weight: float, ends: tuple[float, float], most: int) -> Ruler:
        """The cups as they feel where Pip is, and what pleases those who are asked."""
        session, order = self.attempt.shown, self.order()
        cups = []
        for i, (((input, *_more), (goal, *_rest)), pleased) in enumerate(zip(session.run.examples, self.happy(weight))):
            if input:
                mood = "" if pleased is None else "happy" if pleased else "sad"
                label = session.level.examples[i].label
                asked = i in order.chosen and order.within is not None
                cups.append(Cup(goal / input, _(label) if label else "", mood, asked))
        few = count_word(len(order.chosen))
        return tuple(cups), tuple(ticks(*ends, most)), self.band(), _("pleases all {few}").format(few=few)

    def result(self) -> Words | None:
        """What a roll came to: where it ended, and what of the order that is. None: nothing has rolled yet."""
        if not self.is_down:
            return None
        session, order = self.attempt.shown, self.order()
        weight = session.weights[0]
        first = _("Rolled to the bottom: [weight:{weight}]") if self.at_bottom() else _("Rolled to [weight:{weight}]")
        text = first.format(weight=number(weight))
        if order.within is not None:
            happy = [bool(self.happy(weight)[i]) for i in order.chosen]
            few, guests = count_word(len(happy)), _(session.level.words.get("examples", "examples"))
            if not any(happy):
                line = plural_form("The miss is more than [goal:{far}].",
                                   "All {few} {guests} miss by more than [goal:{far}].", len(happy))  # fmt: skip
            elif all(happy):
                line = plural_form("Pleased.", "All {few} {guests} are pleased.", len(happy))
            else:
                line = _("{happy} of {few} are pleased.")
            pleased = count_word(sum(happy)).capitalize()
            return text, line.format(few=few, guests=guests, far=short(order.within), happy=pleased)
        if order.balance:
            low, height = self.sums(weight)
            line = _("Too little [error:{low}], too much [error:{high}].").format(low=number(low), high=number(height))
            return text, line
        return text, _("The order is met.") if session.won else _("The order is not met.")

    def at_bottom(self) -> bool:
        """The slope of the error is 0 there, or nearly so."""
        run = self.attempt.shown.run
        return all(abs(slope) < FLAT for slope in run.full_problem.weight_deltas(run.weights))

    def words(self) -> Words:
        attempt, session, order = self.attempt, self.attempt.shown, self.order()
        if attempt.playback.moving or attempt.playback.running or attempt.director.pending:
            return "", ""
        if session.outcome is None:
            return "", _("Choose a meter, then roll.")
        meter = metric_title(session.metric(str(session.knobs["metric"])))
        if session.won and not session.last_stage:
            title = _("Order {letter} is met.").format(letter=order.letter)
            return title, _("The next order wants something else. Pip starts again.")
        if session.won:
            return _("Just what they ordered."), _("Each meter has its own bottom.")
        left = [i for i in range(len(session.run.examples)) if i not in order.chosen]
        bottom = self.bottom(str(session.knobs["metric"]))
        if bottom is None:
            return _("This meter has no bottom."), _("Misses on one side cancel misses on the other.")
        if self.at_bottom():
            another = _("This is the bottom of {meter}. Another meter has a different one.").format(meter=meter)
        else:  # steps that do not get smaller pass it by
            another = _("The bottom of {meter} is at {weight}. Another meter has a different one.").format(
                meter=meter, weight=number(bottom)
            )
        if order.within is not None and len(left) == 1 and session.level.examples[left[0]].label:
            name = _(session.level.examples[left[0]].label)
            bold = _("{name} pulled Pip away from the {few}.").format(
                name=sentence_case(name), few=count_word(len(order.chosen))
            )
            return bold, another
        text = _("At the bottom of {meter}: {weight}.")
        if not self.at_bottom():
            text = _("Near the bottom of {meter}: {weight}.")
        bold = text.format(meter=meter, weight=number(bottom))
        wanted = _("Order {letter} asks for something else.").format(letter=order.letter)
        return bold, wanted if order.letter else another
