"""What Pip says while a rule is called for, built and tested."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ...view.cards.rule_card import ShownCard
from .rule_model import numbered


def while_calling(question: str, number: int, of: int) -> tuple[str, str]:
    words = _("Call {number} of {of}. The rule comes after that.")
    return question, words.format(number=number, of=of)


def before_test(empty: int, tested: int) -> tuple[str, str]:
    """A rule that is not tested yet."""
    if empty:
        bold = _("Build one rule for all of them.") if not tested else _("A new rule.")
        return bold, _("Put a tile into each slot, then test it.")
    return _("The rule stands."), _("Test it: it moves all of them at once, each from where it began.")


def after_test(cards: Sequence[ShownCard]) -> tuple[str, str]:
    """Which ones rolled uphill, and where to look."""
    up = [card.number for card in cards if not card.better]
    if not up:
        return _("All the errors are smaller."), _("One rule for all of them.")
    if len(up) == len(cards):
        return _("All of them rolled uphill."), _("Is there a rule that does the opposite?")
    first = _("Card {cards} rolled uphill.") if len(up) == 1 else _("Cards {cards} rolled uphill.")
    return first.format(cards=numbered(up)), _("What do they have that the others lack? Compare the nodes.")


def while_reviewing(right: int, of: int) -> tuple[str, str]:
    return _("Your calls: {right} of {of} right.").format(right=right, of=of), _("The right ways stand on the cards.")
