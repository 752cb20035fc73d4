"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import _
from ...rules.actions import Next
from ...rules.question import Question
from ...scripts.listing import listing
from ...view.cards.code_listing import CodePicture, CodeRow, draw_code_head, value_text
from ...view.cards.order_card import OrderCard
from ...view.cards.sends_table import (
    NEXT,
    ROW,
    SLIM,
    Caption,
    Crossed,
    Miss,
    Order,
    order_columns,
    prediction_at,
    send_columns,
    slim_columns,
    unit_of,
    weight_cell,
    words_cell,
)
from ...view.dioramas.pose import LAND, SHORT
from ...view.draw.timeline import STILL
from ...view.draw.tokens import BODY, CODE, LEAD_BODY, STRONG
from ...view.draw.tween import Tween
from ...view.format.measure import measure
from ...view.format.numbers import number
from ...view.scenery.backdrop import draw_base
from ...view.widgets.label import Label
from ...view.widgets.layout import Part, Split, column, either, row, stack
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.table import HEAD, TOP, Cell, Row, Table
from ...view.widgets.ticket import ROOM, AnswerPlace
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.panel import BESIDE, AttemptPanel, FreePlace
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .sending_model import Sending, cards, send_at, strike_knob, strike_text, struck_cards, words
from .sending_show import question_at, show_of
from .sending_stage import SendingStage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...attempt.director import PlayRequest
    from ...rules.knob import Knob
    from ...rules.question import Question
    from ...view.draw.canvas import Canvas
    from ...view.draw.text import Run
    from ..shared.host import Host

CARD, CARD_GAP = 64.0, 8.0
TEAR = 0.3  # seconds in which a struck card is torn
FOOT, FOOT_LINE = 48.0, 22.0  # of the line under a table; what a second one needs more, at 100 %
SIDE = 440.0
ASIDE = 0.22  # of the goal: so far from it stands what is only known to be too low or too high
EDGE = 40.0  # above the ground: a ticket at the edge beyond which its answer lies
EDGES = {-1: "left", 0: "", 1: "right"}
ABOVE = 158.0  # what a bet leaves of the column


class HandPanel(AttemptPanel):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host, hand: Sending) -> None:
        super().__init__(host)
        self.hand = hand


class OrderCards(HandPanel):
    """The panel behind the cards, where there are several; they draw themselves."""

    def __init__(self, host: Host, hand: Sending) -> None:
        super().__init__(host, hand)
        self.cards: list[OrderCard] = []
        self._tears = dict[int, Tween]()  # of the cards that were struck

    @property
    def asked(self) -> Label | None:
        """The question that a card answers, above the cards."""
        canvas = measure(self.host.game, self.host.width, self.host.height)
        text = strike_text(self.attempt.session)
        return Label(canvas, text, STRONG, width=SIDE - 40, spacing=1.35) if text else None

    @property
    def top(self) -> float:
        """Height of what stands above the first card."""
        asked = self.asked
        return HEAD + (asked.high + 16 if asked is not None else 0.0)

    @property
    def high(self) -> float:
        count = len(cards(self.attempt.session))
        return self.top + count * (CARD + CARD_GAP) + CARD_GAP if self.hand.many else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        self.cards = []
        if self._knob() is None:
            return []
        x, y, w, _h = rect
        for i, pair in enumerate(cards(self.attempt.session)):
            # no tip, which would lie on the next card: Pip says what a press does
            place = (x + 12, y + self.top + CARD_GAP + i * (CARD + CARD_GAP), w - 24, CARD)
            self.cards.append(OrderCard(f"card {i + 1}", place, pair, partial(self._strike, i)))
        return list(self.cards)

    def _knob(self) -> tuple[Knob, dict[int, str], str] | None:
        return strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))

    def _strike(self, card: int) -> None:
        """Strike a card, or take the strike back."""
        found = self._knob()
        if found is not None:
            knob, without, none = found
            self.host.says = None
            back = card in struck_cards(self.attempt.session)
            self.attempt.turn(knob.name, none if back else without.get(card, none))

    @property
    def moving(self) -> bool:
        """A card is torn."""
        return any(not tear.done for tear in self._tears.values())

    def update(self, seconds: float) -> None:
        gone = struck_cards(self.attempt.shown)
        for card in gone - self._tears.keys():
            self._tears[card] = Tween(TEAR)
            self._tears[card].go(1.0)
        for card in self._tears.keys() - gone:
            del self._tears[card]
        for tear in self._tears.values():
            tear.update(seconds, self.host.game.settings.still)

    def refresh(self) -> None:
        gone, last = struck_cards(self.attempt.shown), self.hand.seen[-1]
        unit = unit_of(last.misses, CARD - 12)
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.struck, card.sent = i in gone, (prediction, miss)
            card.torn = self._tears[i].value if i in self._tears else 1.0
            card.unit, card.digits = unit, self.hand.digits
            card.prediction_at = self.rect[0] + prediction_at(self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        asked = self.asked
        if asked is not None:
            asked.draw(canvas, x + 20, y + 8)
        down = self.top - HEAD
        Table(_("Cards"), order_columns(w), ()).paint_head(canvas, (x, y + down, w, h - down))


class LinePanel(HandPanel):
    """The line as the rules write it, between the two that make a function of it where there is room."""

    @property
    def short(self) -> bool:
        return self.hand.many

    @property
    def high(self) -> float:
        return 52 + 26 * self.text_scale if self.short else 66 + 78 * self.text_scale

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        known = self.hand.known
        try:
            lines = listing(self.attempt.shown.run).round
        except NotInlinable:
            lines = []
        values = [value_text(p, self.hand.digits) for p in known.predictions] if known else ["?"]
        value = values[0] if len(values) == 1 else ""
        rows = [CodeRow(line if self.short else "    " + line, value, "prediction", True) for line in lines]
        if not self.short:
            rows = [CodeRow("def neuron(input, weight):"), *rows, CodeRow("    return prediction")]
        draw_code_head(canvas, self.rect, "neuron.py", "")
        words = _("one line is all")
        if canvas.width(words) <= w - 72 - canvas.width("neuron.py", CODE):
            canvas.text(x + w - 16, y + 20.5 + 5.8 * canvas.type, words, BODY, "text2", "end")
        picture = CodePicture(canvas, self.rect, rows, numbers=not self.short)
        picture.draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)


class TablePanel(HandPanel):
    """A heading, rows that scroll, and where there is room a line that says what the squares are."""

    row_high = ROW  # at least
    told: Sequence[Sequence[Run]] = ((),)  # lines under the rows

    @property
    def foot(self) -> float:
        """Its height."""
        return 0.0 if self.hand.many else FOOT + (len(self.told) - 1) * FOOT_LINE * self.text_scale

    def smallest(self) -> tuple[float, float]:
        return (0.0, HEAD + 10 + self.row_high + (0.0 if self.hand.many else FOOT))  # one row is always seen

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        self.told = self.foot_lines(w - 40, h)
        self.area, self._rows = ScrollArea("sends", (x, y + HEAD, w, h - HEAD - self.foot), 0.0), -1
        return [self.area]

    def foot_lines(self, room: float, high: float) -> list[list[Run]]:
        """What the squares are: in two lines where one is too narrow for it and the panel is high enough."""
        side: list[Run] = [(_("Side = how far off."), "text2", 500)]
        area: list[Run] = [(_("Area ="), "text2", 500), (" " + _("miss squared"), "error", 600), (".", "text2", 500)]
        line: list[Run] = [*side, (" ", "text2", 500), *area]
        fits = measure(self.host.game, self.host.width, self.host.height).rich_width(line) <= room
        return [line] if fits or high < self.smallest()[1] + FOOT_LINE * self.text_scale else [side, area]

    def table(self) -> Table:
        """All rows, for the present width."""
        raise NotImplementedError

    def refresh(self) -> None:
        """A row has come: it is brought into view."""
        area = self.area
        area.height = self.table().height
        area.focusable = area.limit > 0
        if len(self.hand.seen) != self._rows:
            self._rows = len(self.hand.seen)
            area.offset = 0.0 if self.hand.live else area.limit
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        table = self.table()
        table.paint_head(canvas, self.rect)
        self.paint_rows(canvas, table)
        if not self.foot:
            return
        canvas.line(x + 20, y + h - self.foot + 0.5, x + w - 20, y + h - self.foot + 0.5, "border", 1)
        for above, runs in enumerate(reversed(self.told)):
            canvas.rich(x + 20, y + h - 24 + (5.8 - above * FOOT_LINE) * canvas.type, runs, room=w - 40)

    def paint_rows(self, canvas: Canvas, table: Table) -> None:
        table.paint_rows(canvas, self.area.rect, self.area.offset)


class SendsTable(TablePanel):
    """The miss of each send is a square."""

    def table(self) -> Table:
        hand, rows = self.hand, list[Row]()
        unit = unit_of([sent.misses[0] for sent in hand.seen])
        for i, sent in enumerate(hand.seen):
            last = i == len(hand.seen) - 1
            caption = Caption(_("the start") if not i else _("last send") if last else "", last and i > 0)
            prediction = words_cell(number(sent.predictions[0], hand.digits), "prediction")
            weight, miss = weight_cell(sent.weight, hand.weight_digits), Miss(sent.misses[0], unit, hand.digits)
            rows.append(Row(str(i), (caption, weight, prediction, miss), lit=caption.lit))
        if not hand.known:
            cells = (((_("next"), "text", 600),), weight_cell(hand.weight, hand.weight_digits),
                     words_cell("?", "prediction"), Miss(None, unit, hand.digits))  # fmt: skip
            rows.append(Row(str(len(rows)), cells, "next", high=NEXT))
        return Table(_("Sends"), send_columns(self.rect[2]), tuple(rows), ROW, ruled=True, style=LEAD_BODY)


class OrdersTable(TablePanel):
    """One card for each order; the next rolls in when the one before has landed."""

    row_high = 84.0

    def table(self) -> Table:
        count, now = self.attempt.shown.base.plain_stages + 1, self.attempt.shown.stage
        high = max(self.row_high, min(ROW, (self.area.rect[3] - 2 * TOP) / count))  # all are seen, if it can be
        coming: Cell = ((_("on its way"), "text3"),)
        rows = [self._order(stage, high) for stage in range(min(count, now + 1))]
        rows += [Row(str(stage + 1), (coming,), "free", framed=True) for stage in range(now + 1, count)]
        title = _("Orders") if count > 1 else _("Goal")
        return Table(title, order_columns(self.rect[2]), tuple(rows), high, style=LEAD_BODY)

    def paint_rows(self, canvas: Canvas, table: Table) -> None:
        """The newest rolls in from the right."""
        (x, y, w, h), now = self.area.rect, self.attempt.shown.stage
        away = (1 - self.hand.roll) ** 3 * (w + 20)
        rolling, rows = table.rows[now], list(table.rows)
        rows[now] = Row(high=table.row)
        offset = self.area.offset - table.top(now)
        with canvas.clip(*self.area.rect):
            table._replace(rows=tuple(rows)).paint_rows(canvas, self.area.rect, self.area.offset)
            table._replace(rows=(rolling,)).paint_rows(canvas, (x + away, y, w, h), offset)

    def _order(self, stage: int, high: float) -> Row:
        shown, hand = self.attempt.shown, self.hand
        example = shown.base.stage(stage).examples[0]
        (given,), (goal,) = example.pair
        now = stage == shown.stage
        done = not now or (self.attempt.met and hand.roll >= 1 and hand.pulse >= 1)
        # of an order that has landed before: what the weight that stands now makes of it
        prediction = hand.seen[0].predictions[0] if now else shown.level.network.predict([hand.weight], (given,))[0]
        order = Order(given, goal, Caption(_(example.label), now))
        if now and hand.pulse < 1:  # it is hidden
            return Row(str(stage + 1), (order, words_cell("?", "prediction")), lit=now)
        miss = prediction - goal
        unit = unit_of([send_at(shown, shown.run.start[0], frozenset()).misses[0], miss], high - 18)
        cells = (order, words_cell(number(prediction, hand.digits), "prediction"), Miss(miss, unit, hand.digits))
        return Row(str(stage + 1), cells, "done" if done else "plain", now)


class SlimTable(TablePanel):
    """Sends where each has several misses: numbers in columns, those of struck cards faint and crossed."""

    row_high = SLIM

    def table(self) -> Table:
        hand, count = self.hand, len(cards(self.attempt.shown))
        rows = []
        for i, sent in enumerate(hand.seen):
            misses = [self._cell(miss, k in sent.struck) for k, miss in enumerate(sent.misses)]
            newest = 0 < i == len(hand.seen) - 1
            rows.append(Row(str(i), ((), weight_cell(sent.weight, hand.weight_digits), *misses), lit=newest))
        if not hand.known:
            unknown = [words_cell("?", "text2")] * count
            rows.append(Row(str(len(rows)), ((), weight_cell(hand.weight, hand.weight_digits), *unknown), "next"))
        return Table(_("Sends"), slim_columns(count), tuple(rows), SLIM)

    def _cell(self, miss: float, gone: bool) -> Cell:
        label = number(miss, self.hand.digits, True)
        return Crossed(label) if gone else words_cell(label, "error")


class SendingBoard(Board):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.hand = hand = Sending(host)
        self.stage, self.cards, self.line = SendingStage(host, hand), OrderCards(host, hand), LinePanel(host, hand)
        self._shows: int | None = None  # number of the bet that is played out
        self._follows = False  # the orders that are left come in the same show
        self._stood = 0.0  # seconds that what one of them came to has been seen
        self.orders, self.slim, self.sends = OrdersTable(host, hand), SlimTable(host, hand), SendsTable(host, hand)

    @property
    def table(self) -> TablePanel:
        """The one that is wanted now."""
        return self.orders if self.hand.live else self.slim if self.hand.many else self.sends

    def tree(self) -> Split:
        seen = Part(self.cards, self.cards.high), Part(self.table)
        side = either(column(*seen, Part(self.line, self.line.high)), column(*seen))
        cover = column(Part(FreePlace(), ABOVE), Part(self.cover), gap=0.0)
        return column(
            Part(row(Part(self.stage), Part(stack(Part(side), Part(cover)), SIDE), gap=BESIDE)),
            self.tiles_row(),
        )

    def begins(self) -> str:
        return "weight"

    def tiles(self) -> list[TileSpec]:
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        more = common_tiles(self.attempt, "auto", "reset", "undo", "hint", idle_auto=False)
        tiles = with_way_on(self.attempt, [send, *more])
        return [tile for tile in tiles if tile.name != "send" or not self.hand.live]

    @property
    def shows_result(self) -> bool:
        """The light has arrived."""
        return self.hand.pulse >= 1

    def words(self) -> tuple[str, str]:
        hand = self.hand
        return words(self.host.game, self.attempt.shown, hand.seen, hand.live, hand.pulse >= 1)

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        question = question_at(self.attempt, number)
        if question is None or answer not in question.answers:
            return None
        if question.knob:
            return self._card_mark(question, str(answer))
        means = dict(zip(question.answers, question.means)).get(str(answer))
        goal = self.hand.values.length or self.hand.values.goal  # while an order comes in: of the one before
        if means is None:
            return None
        if question.asks == "miss sign" and goal is not None:
            return self._place_of(goal * (1 + ASIDE * float(means)), None)
        return self._place_of(float(means), float(means)) if question.asks == "prediction" else None

    def _place_of(self, prediction: float, value: float | None) -> AnswerPlace:
        spot = self.stage.spot(prediction)
        return AnswerPlace(spot.x, spot.y - EDGE * abs(spot.edge), spot.side, EDGES[spot.edge], value)

    def _card_mark(self, question: Question, answer: str) -> AnswerPlace | None:
        """An answer that strikes a card stands over that card's own thing in the land."""
        found = strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))
        cards = {stop: card for card, stop in found[1].items()} if found is not None else {}
        if found is None or question.knob != found[0].name or answer not in cards:
            return None
        x, y = self.hand.scene.card_spot(self.stage.land, cards[answer], len(self.hand.cards))
        return AnswerPlace(x, y)

    def ticket_room(self, place: AnswerPlace) -> Rect:
        """Under the neuron and its names, where these are beside it."""
        room = super().ticket_room(place)
        if room != self.stage.rect or place.side == "right":
            return room
        x, y, w, h = self.stage.sky
        top = min(max(y, self.stage.land.free), y + h - 2 * EDGE)
        return (x, top - ROOM, w, y + h - top + ROOM)

    def ticket_text(self, number: int, answer: str | float) -> str:
        question = question_at(self.attempt, number)
        return _("first strike") if question is not None and question.knob else ""

    def react(self, kind: str) -> None:
        """What was sent is answered as soon as the light has come; here a bet is."""
        if self.hand.tryout is not None:
            self.hand.land.react(LAND if kind == "right" else SHORT, lights=False)

    def begin(self, show: PlayRequest) -> None:
        question = self.attempt.level.questions[show.number] if show.kind == "bet" else None
        self._follows = question is not None and question.when.startswith("in stage")
        found = show_of(self.attempt, show.number) if show.kind == "bet" else None
        if found is not None:
            self.hand.try_out(found.weight, list(found.pairs), found.seconds, found.light)
            self._shows = show.number

    def over(self) -> bool:
        return self.hand.rests() and not self._follows

    def _follow(self, seconds: float) -> None:
        """What holds for one order is shown for all that come: they follow unasked."""
        session = self.attempt.session
        rests = self._follows and self.hand.rests() and not self.hand.waits
        self._stood = self._stood + seconds if rests else 0.0
        if not rests or (self.host.game.settings.still and self._stood < STILL):
            return
        self._stood = 0.0
        self._follows = session.won and session.stage < session.base.plain_stages
        if self._follows:
            self.attempt.act(Next())

    def _put_back(self) -> None:
        """A bet's run is over when its verdict was read."""
        asking = self.attempt.asking
        if self._shows is not None and self._shows not in (asking.played, asking.last):
            self._shows = None
            self.hand.put_back()

    @property
    def moving(self) -> bool:
        return self.hand.moving or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        self._put_back()
        self._follow(seconds)
        self.hand.update(seconds)
        super().on_update(seconds)

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, the land and the empty sheets beside it, as one layer."""
        sheets = tuple(rect for panel in self.panels for rect in panel.sheets())

        def still(sub: Canvas) -> None:
            self.stage.paint_land(sub)
            for sheet in sheets:
                sub.sheet(*sheet)

        draw_base(canvas, ("by hand", self.stage.land_key(), sheets), still)
