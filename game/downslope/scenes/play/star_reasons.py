"""Why a star was not given, for the card: a sentence for every reason that the rules know."""

from __future__ import annotations

from ...attempt.units import unit_name
from ...i18n import _, several
from ...rules import stars
from ...rules.session import Session
from ...rules.target import Accuracy, Drawn, Runs, Target


def reasons(session: Session, watched: bool, have: frozenset[int]) -> list[str]:
    """A sentence for each star that this attempt has not earned; `have`: those that were won before."""
    missing: dict[str, list[int]] = {}
    for star in (1, 2, 3):
        why = stars.withheld(session, star, watched)
        if why and star not in have and stars.wanted(session.base, star).kind != "none":
            missing.setdefault(reason(session, star, why), []).append(star)
    names = {1: _("First star: {why}"), 2: _("Second star: {why}"), 3: _("Third star: {why}")}
    both = _("Second and third star: {why}")
    return [(names[which[0]] if len(which) == 1 else both).format(why=why) for why, which in missing.items()]


def reason(session: Session, star: int, why: str) -> str:
    """What a reason of stars.REASONS says, as the end of a sentence."""
    level, want = session.base, stars.wanted(session.base, star)
    count = session.tally.cost_at_win.get(stars.part_for(level, star), 0)
    several = sum(q.star == star for q in stars.questions_of(level)) > 1
    told = {
        "unreached": _("the level is not reached yet."),
        "watched": _("auto-solve was watched in this visit."),
        "over": _("it took {count} {unit}, {most} at most.").format(
            count=count, unit=unit_name(level, count, want.unit), most=want.number
        ),
        "besides": _besides(level.stage(level.plain_stages).par_target),
        "later": _("its target is still to be reached."),
        "unanswered": _("not everything was answered.") if several else _("no bet was made."),
        "wrong": _("not every answer was right.") if several else _("the bet was wrong."),
    }
    return told[why]


def _besides(target: Target | None) -> str:
    """What it asks for beside the par."""
    if isinstance(target, Accuracy):
        return _("{share} % were to be read rightly.").format(share=f"{100 * target.share:.1f}")
    if isinstance(target, Drawn):
        return _("{count} were to be read rightly.").format(count=target.right)
    if isinstance(target, Runs):
        told = several("One run was allowed.", "{count} runs at most were allowed.", target.most)
        return told.format(count=target.most)
    return _("its own target was not met.")
