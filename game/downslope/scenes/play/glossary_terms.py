"""Which words of the glossary were met so far: the farthest level that was opened decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.game.progression import reached_levels
from ...rules.campaign import CampaignPlace, places
from ...view.cards.terms import TERMS, Term

if TYPE_CHECKING:
    from ...attempt.game.game import Game


def places_of_terms(game: Game) -> list[tuple[Term, CampaignPlace]]:
    """Each term with the place of the campaign where it is met; none of a campaign without that level."""
    found = {place.level.id: place for place in places(game.catalog)}
    return [(term, found[term.level]) for term in TERMS if term.level in found]


def glossary_terms(game: Game) -> tuple[list[tuple[Term, CampaignPlace]], list[tuple[Term, CampaignPlace]]]:
    """Those that were met, and those that are still to come."""
    progress, all_places = game.progress, places(game.catalog)
    opened = reached_levels(progress) | {progress.last_level}
    far = max((k for k, place in enumerate(all_places) if place.level.id in opened), default=0)
    order = {place.level.id: k for k, place in enumerate(all_places)}
    known = places_of_terms(game)
    return ([each for each in known if order[each[0].level] <= far],
            [each for each in known if order[each[0].level] > far])  # fmt: skip
