"""What Pip says on the board of rules: while the calls are made, before a test and after it."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ...view.cards.rule_card import ShownCard


def number_list(numbers: list[int]) -> str:
    """"3", "3 and 4", "1, 3 and 4" with the word for `and` of the player's language."""
    texts = [str(n) for n in numbers]
    if len(texts) < 2:
        return "".join(texts)
    return _("{most} and {last}").format(most=", ".join(texts[:-1]), last=texts[-1])


def while_calling(question: str, number: int, of: int) -> tuple[str, str]:
    """What Pip says while the calls are made: the question, and how far it is."""
    words = _("Call {number} of {of}. Then comes the rule.")
    return question, words.format(number=number, of=of)


def after_calls(right: int, of: int) -> tuple[str, str]:
    """What Pip says when the last call is made, and what comes now."""
    told = _("Your calls: {right} of {of} right.").format(right=right, of=of)
    return told, _("Each bowl shows the way to its flag. Now build one rule for all of them.")


def before_test(empty: int, tested: int) -> tuple[str, str]:
    """A rule that is not tested yet."""
    if empty:
        bold = _("Build one rule for all of them.") if not tested else _("A new rule.")
        return bold, _("Put a tile into each slot, then test it.")
    return _("Your rule is ready."), _("Test it: it moves all of them at once, each from its start.")


def after_test(cards: Sequence[ShownCard]) -> tuple[str, str]:
    """Which ones rolled uphill, and where to look."""
    up = [card.number for card in cards if not card.better]
    if not up:
        return _("All the errors are smaller."), _("One rule for all of them.")
    if len(up) == len(cards):
        return _("All of them rolled uphill."), _("Is there a rule that does the opposite?")
    first = _("Pip {cards} rolled uphill.") if len(up) == 1 else _("Pips {cards} rolled uphill.")
    told = _("What do they have that the others lack? Compare the numbers in their circles.")
    return first.format(cards=number_list(up)), told


def while_reviewing(right: int, of: int) -> tuple[str, str]:
    """What Pip says of the calls, once they are made."""
    return _("Your calls: {right} of {of} right.").format(right=right, of=of), _("The right answers are on the cards.")
