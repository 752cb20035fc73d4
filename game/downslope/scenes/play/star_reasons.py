"""Why a star was not given, for the card: a sentence for every reason that the rules know."""

from __future__ import annotations

from ...attempt.units import unit_name
from ...i18n import _
from ...rules import stars
from ...rules.session import Session
from ...rules.target import aim_of


def reasons(session: Session, watched: bool, have: frozenset[int]) -> list[str]:
    """A sentence for each star that this attempt has not earned; `have`: those that were won before.

    What auto-solve took is told under the star itself: see `taken_by_machine`.
    """
    missing: dict[str, list[int]] = {}
    for star in (1, 2, 3):
        why = stars.withheld(session, star, watched)
        if why and why != "watched" and star not in have and stars.condition_of(session.base, star).kind != "none":
            missing.setdefault(reason(session, star, why), []).append(star)
    names = {1: _("First star: {why}"), 2: _("Second star: {why}"), 3: _("Third star: {why}")}
    both = _("Second and third star: {why}")
    return [(names[which[0]] if len(which) == 1 else both).format(why=why) for why, which in missing.items()]


def taken_by_machine(session: Session, watched: bool, have: frozenset[int]) -> frozenset[int]:
    """The stars that are not given because auto-solve was seen."""
    return frozenset(n for n in (2, 3) if n not in have and stars.withheld(session, n, watched) == "watched")


def reason(session: Session, star: int, why: str) -> str:
    """What a reason of stars.REASONS says, as the end of a sentence."""
    level, want = session.base, stars.condition_of(session.base, star)
    count = session.tally.cost_at_win.get(stars.part_for(level, star), 0)
    asks_many = sum(q.star == star for q in stars.questions_of(level)) > 1
    one, many, values = aim_of(level.stage(level.plain_stages).par_target).besides()
    told = {
        "unreached": _("the level is not reached yet."),
        "watched": _("auto-solve was watched in this visit."),
        "over": _("it took {count} {unit}, {most} at most.").format(
            count=count, unit=unit_name(level, count, want.unit), most=want.number
        ),
        "besides": _(one if values.get("count") == 1 else many).format(**values),
        "later": _("its target is still to be reached."),
        "unanswered": _("not everything was answered.") if asks_many else _("no bet was made."),
        "wrong": _("not every answer was right.") if asks_many else _("the bet was wrong."),
    }
    return told[why]
