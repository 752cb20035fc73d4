"""Levels in which the metric is chosen and Pip rolls to its bottom: an order, meters, a bowl, and cups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.catalog import key_of
from ...view.bowls.cups import balance_size, draw_balance
from ...view.cards.metric_choice import MetricChoice, choice_height
from ...view.draw.plate import draw_edge
from ...view.draw.tokens import BODY, HEADING, LABEL, LEAD_LABEL, NUMBER
from ...view.format.markup import hued_runs, pieces
from ...view.format.measure import measure
from ...view.format.numbers import short
from ...view.widgets.label import Label
from ...view.widgets.layout import Part, Split, column, either, row
from ...view.widgets.ticket import AnswerPlace
from ..shared.answer_places import bet_of, meaning_of
from ..shared.board import Board
from ..shared.panel import BESIDE, EDGE, AttemptPanel, Pages, Picture, PicturePanel, Tabs
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .metric_model import MetricModel, PartOrder, metrics_of, other_metric
from .metric_stage import CupsStage

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...view.draw.canvas import Canvas
    from ...view.widgets.widget import Act, Rect, Widget
    from ..shared.host import Host

SIDE = 464.0
ROLL = 1.6  # seconds of a roll
PAD = 20.0
CHOICE, BETWEEN, LOW = 94.0, 10.0, 56.0  # height of a choice at most, the gap under it, its least height


class OrderPanel(AttemptPanel, PicturePanel):
    """What is asked for in this part; in words, and where misses must add up to 0, on a pair of scales."""

    def __init__(self, host: Host, model: MetricModel) -> None:
        super().__init__(host)
        self.model = model

    @property
    def high(self) -> float:
        """As its sentence needs; not less than a letter and two lines."""
        canvas = measure(self.host.game, self.host.width, self.host.height)
        order = self.model.order()
        head, body = order_words(canvas, order.lines, sentence_width(canvas, SIDE, order.balance))
        return max(150.0, order_top(canvas) + head.high + body.high + 12)

    def smallest(self) -> tuple[float, float]:
        return (SIDE, self.high)

    def picture(self) -> Picture:
        model, order = self.model, self.model.order()
        weight = self.attempt.shown.weights[0] if model.is_down else self.attempt.shown.run.start[0]
        happy = [bool(model.happy(weight)[i]) for i in order.chosen]
        aside = (sum(happy), len(happy)) if order.within is not None else None
        return draw_order, self.rect, order, aside, model.sums(weight) if order.balance else None


def draw_order(canvas: Canvas, rect: Rect, order: PartOrder, pleased: tuple[int, int] | None,
               sums: tuple[float, float] | None) -> None:  # fmt: skip
    """Its letter, its sentence; at the right how many are pleased, or the scales."""
    x, y, w, h = rect
    k = canvas.type
    draw_edge(canvas, (x, y, w, h), "border2", 16, 1)
    middle, left = y + 22 + 18 * k, x + PAD
    if order.letter:
        canvas.circle(x + 38, middle, 18, "goal")
        canvas.mid_text(x + 38, middle, order.letter, HEADING, "ink" if canvas.theme.dark else "panel", "middle")
        left = x + 70
    room = w - PAD
    if pleased is not None:
        happy, few = pleased
        runs = [(str(happy), "goal" if happy == few else "error", 700, "mono"),
                (" " + _("of {few} pleased").format(few=few), "text2", 600, "ui")]  # fmt: skip
        canvas.rich(x + w - PAD, canvas.base_of(middle), runs, LABEL, anchor="end")
        room -= canvas.rich_width(runs, LABEL) + 12
    if sums is not None:
        wide, high = balance_size(k)
        draw_balance(canvas, (x + w - wide - 12, y + 16, wide, high), *sums, (_("too little"), _("too much")))
        room -= wide
    canvas.within(left, middle + 7.2 * k, order.title, x + room - left, HEADING, "text")
    head, body = order_words(canvas, order.lines, sentence_width(canvas, w, sums is not None))
    below = head.draw(canvas, x + PAD, y + order_top(canvas))
    body.draw(canvas, x + PAD, below + 2)


def order_top(canvas: Canvas) -> float:
    """From the panel's edge to the sentence."""
    return 40 + 28 * canvas.type


def sentence_width(canvas: Canvas, wide: float, balance: bool) -> float:
    """Room for the sentence in a panel so wide, beside a pair of scales where there is one."""
    return wide - 2 * PAD - (balance_size(canvas.type)[0] if balance else 0.0)


def order_words(canvas: Canvas, lines: tuple[str, str], wide: float) -> tuple[Label, Label]:
    """The sentence, in its two parts."""
    bold, plain = lines
    one = 1.3 * LEAD_LABEL.size * canvas.type  # in one line, where that is legible
    head = Label(canvas, bold, LEAD_LABEL, width=wide, height=one, spacing=1.3)
    return head, Label(canvas, plain, BODY, "text2", width=wide, spacing=1.3)


class MetersPanel(AttemptPanel):
    """The metrics to choose from, and what the last roll came to."""

    def __init__(self, host: Host, model: MetricModel) -> None:
        super().__init__(host)
        self.model = model
        self.choices: list[MetricChoice] = []

    @property
    def _head(self) -> float:
        return 30 + 22 * self.text_scale

    @property
    def _result(self) -> float:
        """Height of the two lines about the last roll."""
        return 20 + 56 * self.text_scale

    def smallest(self) -> tuple[float, float]:
        count = len(metrics_of(self.attempt.session))
        return (SIDE, self._head + count * (self._least + BETWEEN) + 4)

    @property
    def _least(self) -> float:
        canvas = measure(self.host.game, self.host.width, self.host.height)
        session = self.attempt.session
        needed = [choice_height(canvas, session.metric(name), SIDE - 32) for name in metrics_of(session)]
        return max(LOW, min(14 + 50 * self.text_scale, *needed))  # a second line may be smaller

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        catalog, level = self.host.game.catalog, self.attempt.level
        metrics = metrics_of(self.attempt.session)
        free = h - self._head - 8
        most = CHOICE * max(1.0, self.text_scale)
        each = min(most, (free - self._result) / len(metrics) - BETWEEN)
        self.told = each >= self._least  # else Pip alone says what came of it
        each = max(each, min(most, free / len(metrics) - BETWEEN)) if not self.told else each
        back = partial(self.host.attempt.next_metric, True)
        self.choices = []
        for i, name in enumerate(metrics):
            metric = self.attempt.session.metric(name)
            source = key_of(catalog.metrics, name, level.plugin).rpartition("/")[0]
            place = (x + 16, y + self._head + i * (each + BETWEEN), w - 32, each)
            choose = partial(self.attempt.turn, "metric", name)
            choice = MetricChoice(f"metric {name}", place, metric, source, choose, back if i == 0 else None)
            self.choices.append(choice)
        self.foot = y + self._head + len(metrics) * (each + BETWEEN)
        self.refresh()
        return list(self.choices)

    def refresh(self) -> None:
        session = self.attempt.shown
        for name, choice in zip(metrics_of(self.attempt.session), self.choices):
            choice.chosen = name == session.knobs["metric"]
            choice.key = "metric" if name == other_metric(self.attempt.session) else ""  # whose keycap is seen

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        result = self.model.result() if self.told else None
        foot, alpha = self.foot, self.alpha()

        def draw(sub: Canvas) -> None:
            k = sub.type
            base, room = y + 16 + 19 * k, w - 2 * PAD
            if alpha:
                room -= sub.text(x + w - PAD, base, alpha, NUMBER, "alpha", "end") + 12
            sub.within(x + PAD, base, _("How should Pip count a miss?"), room, HEADING, "text")
            if result is not None:
                sub.line(x + PAD, foot + 6, x + w - PAD, foot + 6, "border", 1)
                first, second = result
                sub.rich(x + PAD, foot + 12 + 24 * k, hued_runs(pieces(first), "text2", 600), LABEL)
                sub.rich(x + PAD, foot + 12 + 52 * k, hued_runs(pieces(second), "text", 600), LABEL, room=w - 2 * PAD)

        canvas.keep(("meters", self.rect, result, foot, alpha), *self.rect, draw)

    def alpha(self) -> str:
        """With which the machine rolls. The player is not told of it before chapter 4."""
        alpha = self.attempt.shown.run.alpha
        if self.attempt.show is None or not isinstance(alpha, (int, float)):
            return ""
        return "α " + short(alpha)


class MetricBoard(Board):
    """The bowl over its cups at the left; the order and the meters at the right."""

    tells_outcome = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.model = MetricModel(host.attempt)
        self.stage = CupsStage(host, self.model)
        self.order, self.meters = OrderPanel(host, self.model), MetersPanel(host, self.model)
        self.page = Pages(host, lambda: [("", self.meters)])
        self.tabs = Tabs(host, lambda: [(_("Order"), self.order), (_("Meter"), self.meters)])  # in long words

    def tree(self) -> Split:
        """The order stays to be read while something is asked or told."""
        both = column(Part(self.order, self.order.high), Part(self.with_cover(self.page)))
        side = either(both, self.with_cover(self.tabs))
        tiles = max(0.0, self.host.width - 2 * EDGE - BESIDE - SIDE - 256)
        return column(Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)), self.tiles_row(tiles))

    # -- what is done --------------------------------------------------------------------------------------------------

    def tiles(self) -> list[TileSpec]:
        attempt, words = self.attempt, self.attempt.now.words
        seen = attempt.director.seen
        roll = TileSpec("roll", _(words.get("learn", "")) or _("Roll"), "step", "step", primary=not seen.over,
                        enabled=not attempt.over and not attempt.playback.running)  # fmt: skip
        word = words.get("metric")
        meter = TileSpec("metric", _(word).capitalize() if word else _("Metric"), "cup", "metric",
                         tip=_("Count misses another way"))  # fmt: skip
        tiles = with_way_on(attempt, [roll, meter, *common_tiles(attempt, "reset", "hint", "auto", idle_auto=False)])
        if seen.over and not seen.won and not attempt.asking.due:  # another meter has another bottom
            return [tile._replace(primary=tile.name == "metric") for tile in tiles]
        return tiles

    def press(self, name: str) -> bool:
        if name in ("metric", "reset", "next", "roll"):
            self.host.says = None
        if name == "roll":
            self.attempt.learn(ROLL)
            return True
        return False

    def hears(self) -> tuple[str, ...]:
        return ("learn",)

    def on_intent(self, intent: Act) -> bool:
        """The key of Learn rolls too."""
        if intent.name == "learn":
            self.attempt.learn(ROLL)
            return True
        return False

    def words(self) -> tuple[str, str]:
        return self.model.words()

    # -- what the director asks ----------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """At the bottoms that the answer says will move; between them, where it says both."""
        _question, means = meaning_of(self.attempt, number, answer)
        if self.stage.bowl is None or means is None:
            return None
        named, session = str(means).split(), self.attempt.shown
        bottoms = [self.model.bottom(name) for name in named if name in metrics_of(session)]
        found = [bottom for bottom in bottoms if bottom is not None]
        if not found:
            return None
        weight = sum(found) / len(found)
        x, y = self.stage.spot(weight)
        return AnswerPlace(x, y, value=weight)

    def begin(self, show: PlayRequest) -> None:
        question = bet_of(self.attempt, show)
        if question is not None:
            self.stage.begin(question)

    def over(self) -> bool:
        return self.stage.show is None
