"""The calls before a rule is built: each card's weight up or down, on the card itself instead of in a bet strip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.rule_card import places, way_icon, way_name
from ...view.format.markup import draw_hued, fitting
from ...view.format.measure import text_factor
from ...view.widgets.button import Button
from ...view.widgets.widget import Rect, Widget
from .rule_model import calls_of, way_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .rule_board import RuleBoard


class Calls:
    """The level's questions for the start, one for each card. They are answered in the order of the cards."""

    def __init__(self, board: RuleBoard) -> None:
        self.board = board
        self.host = board.host
        self.asking = board.attempt.asking
        self.questions = calls_of(board.attempt.level)

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def asked(self) -> int | None:
        """The card whose call is next; None: all are made or skipped, or there are none."""
        if not self.host.game.settings.bets or self.board.attempt.machine is not None:
            return None
        settled = {*self.asking.answered, *self.asking.skipped}
        return next((card for card, (number, _q) in enumerate(self.questions) if number not in settled), None)

    def text(self, card: int) -> str:
        return _(self.questions[card][1].text)

    def right(self, card: int) -> bool | None:
        """Was the player's call right? None: there was none."""
        return self.asking.answered.get(self.questions[card][0]) if self.questions else None

    def way(self, card: int) -> int | None:
        """The right way, once it was called."""
        if self.right(card) is None:
            return None
        question = self.questions[card][1]
        return way_of(question, question.right)

    def call(self, card: int, answer: str) -> None:
        """Up or down; noted as an answer to the card's question."""
        self.asking.open = self.questions[card][0]
        self.asking.answer(answer)
        self.asking.close()  # the next one is asked on its card, not in a strip
        self.host.relayout()
        self.host.set_focus(f"call {card + 2} {answer}" if self.asked is not None else "slot 1")

    def skip(self) -> None:
        self.asking.skipped |= {n for n, _q in self.questions if n not in self.asking.answered}
        self.host.relayout()
        self.host.set_focus("slot 1")

    # -- on the cards ------------------------------------------------------------------------------------------------

    def widgets(self) -> list[Widget]:
        """Up and down on every card that is not called yet; only the first of them can be pressed."""
        asked = self.asked or 0
        found: list[Widget] = []
        for card in range(asked, self.count):
            question = self.questions[card][1]
            x, y, w, h = self.board.card_at(card)
            top = places((x, y, w, h), text_factor(self.host.game)).top + 8
            answers = sorted(question.answers, key=lambda answer: -way_of(question, answer))
            high = min(60.0, (y + h - 16 - top - 10 * (len(answers) - 1)) / len(answers))
            for i, answer in enumerate(answers):
                way = way_of(question, answer)
                key = {1: "up", -1: "down"}.get(way, "") if card == asked else ""
                rect = (x + 20, top + i * (high + 10), w - 40, high)
                found.append(Button(f"call {card + 1} {answer}", rect, _(answer), way_icon(way),
                                    partial(self.call, card, answer), key=key, enabled=card == asked))  # fmt: skip
        return found

    def paint_given(self, canvas: Canvas, rect: Rect, card: int) -> None:
        """What was called; whether it was right is told when all are."""
        number, question = self.questions[card]
        given = self.asking.given.get(number)
        if given is None or number not in self.asking.answered:
            return
        x, y, w, h = rect
        way = way_of(question, str(given))
        middle = (places(rect, canvas.type).top + y + h) / 2
        left = x + w / 2 - (canvas.width(way_name(way), 20, 700) + 34) / 2
        canvas.icon(way_icon(way), left, middle - 14, 26, "text", 2.6)
        canvas.text(left + 34, middle + 7 * canvas.type, way_name(way), 20, "text", 700)

    def told(self, card: int) -> str:
        """What was called. The reason names the rule, so it is told when that is found."""
        number, question = self.questions[card]
        if self.board.attempt.session.complete:
            return _(question.why)
        given = self.asking.given.get(number)
        return _("not called") if given is None else _("you called: {answer}").format(answer=_(str(given)))

    def paint_review(self, canvas: Canvas, rect: Rect, card: int) -> None:
        """What was called, in the place of the bowl."""
        x, _y, w, _h = rect
        spots = places(rect, canvas.type)
        high = spots.foot - spots.top
        canvas.rect(x + 12, spots.top, w - 24, high, "well", 12)
        size, lines = fitting(canvas, self.told(card), w - 52, high - 16, 16)
        step = 1.4 * size * canvas.type
        first = (spots.top + spots.foot) / 2 - step * (len(lines) - 1) / 2 + 0.36 * size * canvas.type
        draw_hued(canvas, x + 26, first, lines, size, "text", 500, 1.4 * size)
