"""Beside the stage of a level by hand: its cards, which may be struck, and the line that a prediction is made by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import _, sentence_case
from ...scripts.listing import listing
from ...view.cards.code_listing import CodePicture, CodeRow, draw_code_head, value_text
from ...view.cards.order_card import OrderCard
from ...view.cards.sends_table import order_columns, prediction_at, unit_of
from ...view.draw.tokens import BODY, CODE, STRONG
from ...view.draw.tween import Tween
from ...view.format.measure import measure
from ...view.widgets.label import Label
from ...view.widgets.table import HEAD, Table
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel
from .sending_model import Sending
from .sending_words import strike_text
from .sends import cards, strike_knob, struck_cards

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE = 440.0  # width of the column
CARD, CARD_GAP = 64.0, 8.0
LOW, CLOSE = 26.0, 3.0  # the least height of a card at 100 %, and the gap beneath it
FEW = 3  # cards that are seen in any case, where none is struck
TEAR = 0.3  # seconds in which a struck card is torn


class SendingPanel(AttemptPanel):
    """`sending`: what was sent, and what of it is seen."""

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host)
        self.sending = sending


class OrderCards(SendingPanel):
    """The panel behind the cards, where there are several; they draw themselves."""

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host, sending)
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
        return self.top + count * (CARD + CARD_GAP) + CARD_GAP if self.sending.many else 0.0

    def smallest(self) -> tuple[float, float]:
        """All that can be struck have room, else some of them."""
        if not self.sending.many:
            return (0.0, 0.0)
        count = len(cards(self.attempt.session))
        seen = count if self._knob() is not None else min(FEW, count)
        return (0.0, self.top + seen * (self._low + CLOSE) + CARD_GAP)

    @property
    def _low(self) -> float:
        return LOW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        """As high as there is room for; of many that cannot be struck the first ones."""
        self.rect, self.cards = rect, []
        pairs = cards(self.attempt.session) if self.sending.many else []
        if not pairs:
            return []
        x, y, w, h = rect
        room = h - self.top - CARD_GAP
        each = max(self._low + CLOSE, min(CARD + CARD_GAP, room / len(pairs)))
        high = each - min(CARD_GAP, each - self._low)
        for i, pair in enumerate(pairs[: int(room / each + 1e-6)]):
            # no tip, which would lie on the next card: Pip says what a press does
            place = (x + 12, y + self.top + CARD_GAP + i * each, w - 24, high)
            strike = partial(self._strike, i) if self._knob() is not None else None
            self.cards.append(OrderCard(f"card {i + 1}", place, pair, strike))
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
        gone, last = struck_cards(self.attempt.shown), self.sending.seen[-1]
        unit = unit_of(last.misses, (self.cards[0].rect[3] if self.cards else CARD) - 12)
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.struck, card.sent = i in gone, (prediction, miss)
            card.torn = self._tears[i].value if i in self._tears else 1.0
            card.unit, card.digits = unit, self.sending.digits
            card.prediction_at = self.rect[0] + prediction_at(self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        asked = self.asked
        if asked is not None:
            asked.draw(canvas, x + 20, y + 8)
        down = self.top - HEAD
        words = self.attempt.level.words
        title = sentence_case(_(words["examples"])) if "examples" in words else _("Cards")
        Table(title, order_columns(w), ()).paint_head(canvas, (x, y + down, w, h - down))


class LinePanel(SendingPanel):
    """The line as the rules write it, between the two that make a function of it where there is room."""

    @property
    def short(self) -> bool:
        return self.sending.many

    @property
    def high(self) -> float:
        return 52 + 26 * self.text_scale if self.short else 66 + 78 * self.text_scale

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        known = self.sending.known
        try:
            lines = listing(self.attempt.shown.run).round
        except NotInlinable:
            lines = []
        values = [value_text(p, self.sending.digits) for p in known.predictions] if known else ["?"]
        value = values[0] if len(values) == 1 else ""
        rows = [CodeRow(line if self.short else "    " + line, value, "prediction", True) for line in lines]
        if not self.short:
            rows = [CodeRow("def neuron(input, weight):"), *rows, CodeRow("    return prediction")]
        draw_code_head(canvas, self.rect, "neuron.py", "")
        words = _("the whole neuron")
        if canvas.width(words) <= w - 72 - canvas.width("neuron.py", CODE):
            canvas.mid_text(x + w - 16, y + 20.5, words, BODY, "text2", "end")
        picture = CodePicture(canvas, self.rect, rows, numbers=not self.short)
        picture.draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)
