"""What the map says: on the signs of chapters and trails, in the panel about the chosen stop, and when it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..attempt.game.progression import reached_levels
from ..i18n import _, sentence_case, several
from ..rules.campaign import CHAPTERS, OUTSIDE, code, is_open, missing, places, recap_of
from ..view.format.markup import plain
from ..view.format.numbers import short
from ..view.level_map.map_panel import Fact, StopText
from ..view.level_map.map_sign import SignText
from ..view.level_map.map_stop import MapStop
from ..view.level_map.thumbnail import story_of
from .play.card.star_conditions import star_rows

if TYPE_CHECKING:
    from ..rules.catalog import Catalog
    from ..rules.level import Level
    from ..storage.progress import Progress

NOTHING = "–"


def sign_texts(stops: Sequence[MapStop], progress: Progress, catalog: Catalog) -> dict[int, SignText]:
    """The signs, by the index of the first stop of their chapter or trail."""
    found: dict[int, SignText] = {}
    seen: set[tuple[int, str]] = set()
    for index, stop in enumerate(stops):
        group = stop.name[:2]
        if group in seen:
            continue
        seen.add(group)
        if not stop.chapter:
            title = trail_title(stop.trail, catalog)
            named = stop.trail == OUTSIDE or stop.trail in catalog.titles
            found[index] = SignText("", title if named else _("Plugin trail: {name}").format(name=title))
            continue
        inside = [each for each in stops if each.chapter == stop.chapter and each.kind == "level"]
        found[index] = _chapter_text(stop.chapter, inside, progress, catalog)
    return found


def _chapter_text(number: int, inside: Sequence[MapStop], progress: Progress, catalog: Catalog) -> SignText:
    title = _(CHAPTERS[number - 1].title)
    if is_open(number, reached_levels(progress), catalog):
        won = sum(sum(stop.marks) for stop in inside)
        return SignText(str(number), title, f"{won}/{3 * len(inside)}")
    short_of = missing(number, reached_levels(progress), catalog)
    words = several("opens after {n} more level", "opens after {n} more levels", short_of).format(n=short_of)
    if not short_of:
        return SignText(str(number), title, _("announced"), locked=True)
    return SignText(str(number), title, words, locked=True, brief=_("after {n}").format(n=short_of))


def trail_title(plugin: str, catalog: Catalog) -> str:
    """What a pack is called, which is a chapter; of another plugin its name."""
    if plugin == OUTSIDE:
        return _("From outside")
    return _(catalog.titles[plugin]) if plugin in catalog.titles else trail_name(plugin)


def trail_name(plugin: str) -> str:
    """A plugin's name as words: weather_vane -> Weather vane."""
    words = plugin.replace("_", " ").replace("-", " ").strip()
    return sentence_case(words)


def refusal(stop: MapStop, progress: Progress, catalog: Catalog) -> str:
    """One sentence why the stop cannot be opened; empty: it can."""
    if stop.state != "locked":
        return ""
    title = _(CHAPTERS[stop.chapter - 1].title)
    short_of = missing(stop.chapter, reached_levels(progress), catalog)
    if not any(place.chapter == stop.chapter for place in places(catalog)):
        return _("{chapter} comes with a later version.").format(chapter=title)
    if short_of:
        words = several("{chapter} opens after {n} more level.",
                        "{chapter} opens after {n} more levels.", short_of)  # fmt: skip
        return words.format(chapter=title, n=short_of)
    return _("The recap opens when all but one of the chapter's levels are won.")


def text_of(stop: MapStop, progress: Progress, catalog: Catalog) -> StopText:
    """The panel for a stop."""
    no = refusal(stop, progress, catalog)
    chapter = _(CHAPTERS[stop.chapter - 1].title) if stop.chapter else ""
    if stop.kind == "recap":
        return _recap_text(stop, chapter, no, catalog)
    if stop.level is None:
        return StopText(f"{stop.chapter}-{stop.number}", chapter, no)
    level = stop.level
    if no:
        return StopText(code(level, catalog), _(level.title), no, story=story_of(level))
    done = progress.levels.get(level.id)
    rows = star_rows(level, frozenset(done.stars) if done is not None else frozenset())
    stars = tuple((row.condition, row.earned) for row in rows)
    brief, facts = plain(_(level.brief)), _facts(level, progress)
    return StopText(code(level, catalog), _(level.title), brief, facts, stars, story_of(level))


def _recap_text(stop: MapStop, chapter: str, no: str, catalog: Catalog) -> StopText:
    asked = len(recap_of(stop.chapter, catalog))
    words = several("{n} quick bet. A right answer wins back a lost bet star.",
                    "{n} quick bets. A right answer wins back a lost bet star.", asked).format(n=asked)  # fmt: skip
    facts: tuple[Fact, ...] = ()
    if stop.state == "done":
        words, facts = _("Every bet is answered. Here is why."), (Fact(_("Right"), f"{sum(stop.marks)}/{asked}"),)
    return StopText(str(stop.chapter), _("{chapter}: recap").format(chapter=chapter), no or words, facts)


def _facts(level: Level, progress: Progress) -> tuple[Fact, ...]:
    done = progress.levels.get(level.id)
    reached = done is not None and done.reached
    best = str(done.best) if done is not None and done.best is not None else _("yes") if reached else NOTHING
    ghost = _("after you")
    if done is not None and done.reached:
        ghost = _("seen") if done.ghost else _("ready")
    return (
        Fact(_("Best") if done is not None and done.best is not None else _("Reached"), best),
        Fact(_("Par"), NOTHING if level.par is None else str(level.par)),
        Fact(_("Minutes"), NOTHING if level.minutes is None else short(level.minutes)),
        Fact(_("Auto-solver"), ghost, number=False),
    )

