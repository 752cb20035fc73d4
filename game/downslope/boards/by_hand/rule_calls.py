"""The calls before a rule is built: each card's weight up or down, on the card itself instead of in a bet strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from .rule_model import calls_of, way_of

if TYPE_CHECKING:
    from ..shared.host import Host


class Calls:
    """The level's questions for the start, one for each card. They are answered in the order of the cards."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt, self.asking = host, host.attempt, host.attempt.asking
        self.questions = calls_of(host.attempt.level)

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def asked(self) -> int | None:
        """The card whose call is next; None: all are made or skipped, or there are none."""
        if not self.host.game.settings.bets or self.attempt.machine is not None:
            return None
        settled = {*self.asking.answered, *self.asking.skipped}
        return next((card for card, (number, _q) in enumerate(self.questions) if number not in settled), None)

    def text(self, card: int) -> str:
        return _(self.questions[card][1].text)

    def answers(self, card: int) -> list[tuple[str, int]]:
        """What can be called, and which way that is: up first."""
        question = self.questions[card][1]
        found = [(answer, way_of(question, answer)) for answer in question.answers]
        return sorted(found, key=lambda each: -each[1])

    def right(self, card: int) -> bool | None:
        """Was the player's call right? None: there was none."""
        return self.asking.answered.get(self.questions[card][0]) if self.questions else None

    def way(self, card: int) -> int | None:
        """The right way, once it was called."""
        if self.right(card) is None:
            return None
        question = self.questions[card][1]
        return way_of(question, question.right)

    def given(self, card: int) -> int | None:
        """The way that was called; None: there was no call."""
        number, question = self.questions[card]
        given = self.asking.given.get(number)
        return way_of(question, str(given)) if given is not None and number in self.asking.answered else None

    def told(self, card: int) -> str:
        """What was called. The reason names the rule, so it is told when that is found."""
        number, question = self.questions[card]
        if self.attempt.session.complete:
            return _(question.why)
        given = self.asking.given.get(number)
        return _("not called") if given is None else _("you called: {answer}").format(answer=_(str(given)))

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
