"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import _
from ...learning.network import Neuron
from ...scripts.listing import listing
from ...view.cards.code_listing import CodePicture, Row, draw_code_head, value_text
from ...view.cards.order_card import OrderCard
from ...view.cards.sends_table import NEXT, ROW, Columns, SendRow, columns, draw_head, draw_line, draw_next, unit_of
from ...view.draw.tokens import BODY, CODE, LEAD_NUMBER, NUMBER
from ...view.format.numbers import number, short
from ...view.scenery.backdrop import draw_base
from ...view.widgets.layout import Part, Split, column, row, stack
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import BESIDE, AttemptPanel, FreePlace, PanelBoard
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from .sending_model import Sending, Sent, cards, send_at, strike_knob, struck, words
from .sending_stage import SendingStage

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

HEAD, CARD, CARD_GAP = 46.0, 64.0, 8.0
SLIM = 38.0  # row of a send where the cards have a panel of their own
FOOT = 48.0
SIDE = 440.0
ABOVE = 158.0  # what a bet leaves of the column


class HandPanel(AttemptPanel):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host, hand: Sending) -> None:
        super().__init__(host)
        self.hand = hand


class CardsPanel(HandPanel):
    """The panel behind the cards, where there are several; they draw themselves."""

    def __init__(self, host: Host, hand: Sending) -> None:
        super().__init__(host, hand)
        self.cards: list[OrderCard] = []

    @property
    def high(self) -> float:
        count = len(cards(self.attempt.session))
        return HEAD + count * (CARD + CARD_GAP) + CARD_GAP if self.hand.many else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.cards = rect, []
        if self._knob() is None:
            return []
        x, y, w, _h = rect
        tip = _("Strike this card, or take it back")
        for i, pair in enumerate(cards(self.attempt.session)):
            place = (x + 12, y + HEAD + CARD_GAP + i * (CARD + CARD_GAP), w - 24, CARD)
            self.cards.append(OrderCard(f"card {i + 1}", place, pair, partial(self._strike, i), tip=tip))
        return list(self.cards)

    def _knob(self) -> tuple[Knob, dict[int, str], str] | None:
        return strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))

    def _strike(self, card: int) -> None:
        """Strike a card, or take the strike back."""
        found = self._knob()
        if found is not None:
            knob, without, none = found
            self.host.says = None
            self.attempt.turn(knob.name, none if card in struck(self.attempt.session) else without.get(card, none))

    def refresh(self) -> None:
        gone, last = struck(self.attempt.shown), self.hand.seen[-1]
        unit = unit_of(last.misses, CARD - 12)
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.struck, card.sent = i in gone, (prediction, miss)
            card.unit, card.digits, card.columns = unit, self.hand.digits, columns(self.rect[0], self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        at = columns(self.rect[0], self.rect[2])
        names = (("prediction", _("prediction"), at.prediction), ("error", _("miss"), -1.0))
        draw_head(canvas, at, self.rect[1], _("Cards"), names)


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
        rows = [Row(line if self.short else "    " + line, value, "prediction", True) for line in lines]
        if not self.short:
            rows = [Row("def neuron(input, weight):"), *rows, Row("    return prediction")]
        draw_code_head(canvas, self.rect, "neuron.py", "")
        words = _("one line is all")
        if canvas.width(words) <= w - 72 - canvas.width("neuron.py", CODE):
            canvas.text(x + w - 16, y + 20.5 + 5.8 * canvas.type, words, BODY, "text2", "end")
        picture = CodePicture(canvas, self.rect, rows, numbers=not self.short)
        picture.draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)


class TablePanel(HandPanel):
    """A heading, rows that scroll, and where there is room a line that says what the squares are."""

    row_high = ROW  # at least

    @property
    def foot(self) -> float:
        """Its height."""
        return 0.0 if self.hand.many else FOOT

    def smallest(self) -> tuple[float, float]:
        return (0.0, HEAD + 10 + self.row_high + self.foot)  # one row is always seen

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = x, y, w, h = rect
        self.area, self._rows = ScrollArea("sends", (x + 1, y + HEAD, w - 2, h - HEAD - self.foot), 0.0), -1
        return [self.area]

    def rows_high(self) -> float:
        """Height of all rows."""
        raise NotImplementedError

    def refresh(self) -> None:
        """A row has come: it is brought into view."""
        area = self.area
        area.height = self.rows_high()
        area.focusable = area.limit > 0
        if len(self.hand.seen) != self._rows:
            self._rows = len(self.hand.seen)
            area.offset = 0.0 if self.hand.live else area.limit
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        at = columns(x, w)
        self.paint_head(canvas, at)
        with canvas.clip(*self.area.rect):
            self.paint_rows(canvas, at)
        if not self.foot:
            return
        canvas.line(x + 20, y + h - FOOT + 0.5, x + w - 20, y + h - FOOT + 0.5, "border", 1)
        runs = [
            (_("Side = how far off. Area ="), "text2", 500), (" " + _("miss squared"), "error", 600),
            (".", "text2", 500),
        ]  # fmt: skip
        canvas.rich(x + 20, y + h - 24 + 5.8 * canvas.type, runs, room=w - 40)

    def paint_head(self, canvas: Canvas, at: Columns) -> None:
        """The names of the columns."""

    def paint_rows(self, canvas: Canvas, at: Columns) -> None:
        """Those that have room, inside the area."""


class SendsTable(TablePanel):
    """The miss of each send is a square."""

    def rows_high(self) -> float:
        return 6 + ROW * len(self.hand.seen) + (0 if self.hand.known else NEXT)

    def paint_head(self, canvas: Canvas, at: Columns) -> None:
        names = (
            ("weight", _("weight"), at.weight), ("prediction", _("prediction"), at.prediction),
            ("error", _("miss"), -1.0),
        )  # fmt: skip
        draw_head(canvas, at, self.rect[1], _("Sends"), names)

    def paint_rows(self, canvas: Canvas, at: Columns) -> None:
        hand, area = self.hand, self.area
        rows = hand.seen
        unit = unit_of([sent.misses[0] for sent in rows])
        for i, sent in enumerate(rows):
            last = i == len(rows) - 1
            caption = _("the start") if not i else _("last send") if last else ""
            weight, prediction = number(sent.weight, hand.weight_digits), number(sent.predictions[0], hand.digits)
            line = SendRow(str(i), caption, weight, prediction, sent.misses[0], sent.weight < 0, last and i > 0)
            y = area.y(6 + i * ROW)
            draw_line(canvas, at, y, line, unit, hand.digits)
            if not last:
                canvas.line(at.left + 20, y + ROW - 1.5, at.right, y + ROW - 1.5, "border", 1)
        if not hand.known:
            weight = number(hand.weight, hand.weight_digits)
            draw_next(canvas, at, area.y(6 + len(rows) * ROW), str(len(rows)), _("next"), weight, hand.weight < 0)


class OrdersTable(TablePanel):
    """One card for each order; the next rolls in when the one before has landed."""

    row_high = 84.0

    @property
    def _count(self) -> int:
        return self.attempt.shown.base.plain_stages + 1

    @property
    def _high(self) -> float:
        """Height of an order's card: all are seen at once, if it can be."""
        return max(self.row_high, min(ROW, (self.area.rect[3] - 10) / self._count))

    def rows_high(self) -> float:
        return 10 + self._high * self._count

    def paint_head(self, canvas: Canvas, at: Columns) -> None:
        names = (("prediction", _("prediction"), at.prediction), ("error", _("miss"), -1.0))
        draw_head(canvas, at, self.rect[1], _("Orders") if self._count > 1 else _("Goal"), names)

    def paint_rows(self, canvas: Canvas, at: Columns) -> None:
        now, high = self.attempt.shown.stage, self._high
        for stage in range(self._count):
            y = self.area.y(6 + stage * high)
            if stage > now:
                _paint_waiting(canvas, at, y, stage, high)
            else:
                ease = 1 - (1 - self.hand.roll) ** 3 if stage == now else 1.0
                self._paint_order(canvas, at, y, stage, (1 - ease) * (at.width + 20))

    def _paint_order(self, canvas: Canvas, at: Columns, y: float, stage: int, away: float) -> None:
        shown, hand = self.attempt.shown, self.hand
        example = shown.base.stage(stage).examples[0]
        (given,), (goal,) = example.pair
        now = stage == shown.stage
        at = columns(at.left + away, at.width)
        done = not now or (shown.won and hand.roll >= 1 and hand.pulse >= 1)
        hidden = now and hand.pulse < 1
        # of an order that has landed before: what the weight that stands now makes of it
        prediction = hand.seen[0].predictions[0] if now else shown.level.network.predict([hand.weight], (given,))[0]
        miss = None if hidden else prediction - goal
        mark = "done" if done else str(stage + 1)
        line = SendRow(mark, _(example.label), "", "?" if hidden else number(prediction, hand.digits), miss, lit=now)
        high = self._high
        unit = unit_of([send_at(shown, shown.run.start[0], frozenset()).misses[0], miss or 0.0], high - 18)
        draw_line(canvas, at, y, line, unit, hand.digits, high)
        runs = [(short(given), "input", 700, "mono"), (" → ", "text2", 500, "mono"), (short(goal), "goal", 700, "mono")]
        wide = canvas.width(f"{short(given)} → {short(goal)}", LEAD_NUMBER)
        size = 18 * min(1.0, (at.prediction - at.left - 72) / max(1.0, wide))
        canvas.rich(at.left + 60, y + high / 2 + 4, runs, BODY.sized(size))


def _paint_waiting(canvas: Canvas, at: Columns, y: float, stage: int, high: float) -> None:
    middle = y + high / 2 - 2
    canvas.rect(at.left + 12, y + 4, at.width - 24, high - 12, None, 10, "border", 1.5, dash=(5, 6))
    canvas.circle(at.left + 36, middle, 13, None, "border2", 1.8, dash=(3, 5))
    canvas.text(at.left + 36, middle + 6, str(stage + 1), CODE.sized(16 / canvas.type), "text3", "middle")
    canvas.text(at.left + 60, middle + 6 * canvas.type, _("on its way"), BODY, "text3")


class SlimTable(TablePanel):
    """Sends where each has several misses: numbers in columns, those of struck cards faint and crossed."""

    row_high = SLIM

    def rows_high(self) -> float:
        return 10 + SLIM * (len(self.hand.seen) + (0 if self.hand.known else 1))

    def paint_head(self, canvas: Canvas, at: Columns) -> None:
        names = (("weight", _("weight"), at.weight), ("error", _("misses"), -1.0))
        draw_head(canvas, at, self.rect[1], _("Sends"), names)

    def paint_rows(self, canvas: Canvas, at: Columns) -> None:
        count = len(cards(self.attempt.shown))
        first, last = at.weight + 72, at.right
        xs = [first + (last - first) * (i + 1) / count for i in range(count)]
        rows: list[Sent | None] = [*self.hand.seen, *([] if self.hand.known else [None])]
        for i, sent in enumerate(rows):
            self._paint_row(canvas, at, self.area.y(6 + i * SLIM), i, sent, xs)

    def _paint_row(self, canvas: Canvas, at: Columns, y: float, mark: int, sent: Sent | None, xs: list[float]) -> None:
        hand = self.hand
        middle = y + SLIM / 2 - 2
        base = middle + 5.8 * canvas.type
        weight = hand.weight if sent is None else sent.weight
        if sent is not None and mark and mark == len(hand.seen) - 1:
            canvas.rect(at.left + 8, y, at.width - 16, SLIM - 4, "rowhi", 9)
            canvas.rect(at.left + 8, y + 4, 4, SLIM - 12, "text", 2)
        fill, dash = (None, (3, 5)) if sent is None else ("well", None)
        canvas.circle(at.left + 36, middle, 12, fill, "border2", 1.8, dash=dash)
        canvas.text(at.left + 36, middle + 5.6, str(mark), NUMBER.sized(16 / canvas.type), "text", "middle")
        hue = "weight_negative" if weight < 0 else "weight"
        canvas.text(at.weight, base, number(weight, hand.weight_digits), NUMBER, hue, "start")
        room = xs[-1] - xs[-2] - 10 if len(xs) > 1 else 200.0
        for i, x in enumerate(xs):
            if sent is None:
                canvas.text(x, base, "?", NUMBER, "text2", "end")
                continue
            gone = i in sent.struck
            label = number(sent.misses[i], hand.digits, True)
            size = 16 * min(1.0, room / max(1.0, canvas.width(label, NUMBER)))
            wide = canvas.text(x, base, label, NUMBER.sized(size), "text3" if gone else "error", "end")
            if gone:
                canvas.line(x - wide - 2, middle, x + 2, middle, "text3", 2)


class SendingBoard(PanelBoard):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.hand = hand = Sending(host)
        self.stage, self.cards, self.line = SendingStage(host, hand), CardsPanel(host, hand), LinePanel(host, hand)
        self.orders, self.slim, self.sends = OrdersTable(host, hand), SlimTable(host, hand), SendsTable(host, hand)

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        by_hand = level.learner is None and level.visibility("bowl") == "none" and level.knob("weight") is not None
        return by_hand and isinstance(network, Neuron) and network.size == 1

    @property
    def table(self) -> TablePanel:
        """The one that is wanted now."""
        return self.orders if self.hand.live else self.slim if self.hand.many else self.sends

    def tree(self) -> Split:
        side = column(Part(self.cards, self.cards.high), Part(self.table), Part(self.line, self.line.high))
        cover = column(Part(FreePlace(), ABOVE), Part(self.cover), gap=0.0)
        return column(
            Part(row(Part(self.stage), Part(stack(Part(side), Part(cover)), SIDE), gap=BESIDE)),
            self.low_row(),
        )

    def begins(self) -> str:
        return "weight"

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if self.attempt.can_auto:
            tiles.insert(0, auto_tile(self.attempt))
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        tiles = with_way_on(self.attempt, [send, *tiles])
        return [tile for tile in tiles if tile.name != "send" or not self.hand.live]

    def words(self) -> tuple[str, str]:
        hand = self.hand
        return words(self.host.game, self.attempt.shown, hand.seen, hand.live, hand.pulse >= 1)

    def holds(self) -> bool:
        """What comes after a win waits until it was seen."""
        return not self.hand.rests()

    @property
    def moving(self) -> bool:
        return self.hand.moving or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        self.hand.update(seconds)
        super().on_update(seconds)

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, the land and the empty sheets beside it, as one layer."""
        sheets = tuple(rect for panel in self.panels for rect in panel.sheets())

        def still(sub: Canvas) -> None:
            self.stage.paint_land(sub)
            for sheet in sheets:
                sub.sheet(*sheet)

        draw_base(canvas, ("by hand", self.stage.land(), sheets), still)
