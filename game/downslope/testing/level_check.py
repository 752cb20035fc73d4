"""Of a level: valid, not won at its start, winnable, its par what a search reaches, its bets' answers right."""

from __future__ import annotations

from collections.abc import Iterable

from ..i18n import _
from ..registry.level_words import idle_words
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..solving.fairness import check
from .findings import Finding


def check_level(level: Level, catalog: Catalog | None = None) -> list[Finding]:
    """What is wrong with a level, played with this catalogue; None: all that is installed. Up to seconds."""
    if catalog is None:
        from ..registry.registry import load

        catalog = load()
    thing, found = f"level {level.id}", list[Finding]()
    for one in check(level, catalog):
        sentence = _(one.template).format(level=level.id, **one.values)
        found.append(Finding(one.rule, thing, _without_its_name(sentence, level)))
    if level.plugin and not any(one.rule == "level-fault" for one in found):
        sentence = _("{field} is {value}, which does nothing; allowed: {allowed}")
        for field, value, allowed in idle_words(level, catalog, level.plugin):
            message = sentence.format(field=field, value=repr(value), allowed=allowed)
            found.append(Finding("level-word", thing, message))
    return found


def _without_its_name(sentence: str, level: Level) -> str:
    """The finding says already of which level it is."""
    return sentence.removeprefix(level.id).removeprefix(":").strip()


def check_levels(levels: Iterable[Level], catalog: Catalog | None = None) -> list[Finding]:
    """The same of several."""
    return [found for level in levels for found in check_level(level, catalog)]
