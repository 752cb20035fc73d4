"""Beside the stage of a level by hand: the cards that may be struck, and the one line of code that does it all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import _
from ...scripts.listing import listing
from ...view.cards.code_listing import CodePicture, Row, draw_code_head, value_text
from ...view.cards.order_card import OrderCard
from ...view.cards.sends_table import columns, draw_head, unit_of
from ...view.draw.tokens import BODY, CODE
from ...view.widgets.widget import COMPACT, Rect, Widget
from ..shared.panel import AttemptPanel
from .sending import Sending
from .sends_model import cards, strike_knob, struck

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

HEAD, CARD, CARD_GAP = 46.0, 64.0, 8.0


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
        return self.text_scale > COMPACT or self.hand.many

    @property
    def high(self) -> float:
        return 52 + 26 * self.text_scale if self.short else 144.0

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
