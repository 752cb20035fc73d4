"""The end of a run: how it ended, what it took, its stars, and how the other tries ended."""

from __future__ import annotations

from rich.text import Text

from ...attempt.units import unit_name
from ...i18n import _
from ...rules.costs import UNITS
from ...rules.misses import steady_from, steady_ratio
from ...rules.outcome_kinds import OUTCOMES
from ...rules.session import Session
from ...rules.stars import earned_stars, par_of
from ...rules.target import aim_of
from ...solving.tried import Lane, Tried
from .figures import figure, knob_figure, percent
from .run_part import RunPart
from .style import HUES, marks, outcome_names, stars


def badge(part: RunPart, unicode: bool) -> Text:
    """How it ended, what it took, the stars, what was measured first and last."""
    session, kind = part.session, ending_of(part.session)
    said = f"{marks(unicode)[kind]} {outcome_names()[kind]}" if kind else _("not over")
    text = Text(" ").append(said, f"bold {HUES['text']}")
    unit = _unit(session)
    count = UNITS[unit].count(session)
    text.append(f"   {count} {unit_name(session.level, count, unit)}", HUES["text2"])
    par, par_unit = par_of(session.base)
    if par is not None and par_unit == unit:
        text.append(", " + _("par {par}").format(par=par), HUES["text2"])
    text.append("   " + stars(len(earned_stars(part.attempt)), unicode), HUES["goal"])
    told = percent if part.shares else figure
    first, last = told(part.now(part.first)), told(part.now(part.last))
    return text.append(f"   {part.title} {first} → {last}", HUES["prediction" if part.shares else "error"])


def ending_of(session: Session) -> str:
    """The kind of its outcome; empty: it is not over."""
    return session.outcome.kind if session.outcome else "land" if session.won else ""


def _unit(session: Session) -> str:
    """What is counted: what its par counts, else steps where it has run."""
    unit = session.level.par_unit
    return "steps" if UNITS[unit].least == 0 and session.run.count > session.recorded else unit


def result_sentence(part: RunPart) -> Text:
    """The caption of the end."""
    session, par = part.session, part.session.level.par
    if not session.won and aim_of(session.level.target).drawn:
        return Text(_("Here you must draw; the machine has no hand."))
    if not session.won:
        kind = ending_of(session)
        outcome = outcome_names()[kind] if kind else _("not over")
        return Text(_("It did not get there: {outcome}.").format(outcome=outcome))
    unit = _unit(session)
    count = UNITS[unit].count(session)
    said = _("There in {n} {unit}.").format(n=count, unit=unit_name(session.level, count, unit))
    if par is not None and unit == session.level.par_unit:
        said += " " + _("Par is {par}.").format(par=par)
    return Text(said)


def others(tried: Tried | None, width: int, unicode: bool) -> Text:
    """The other tries, each with what it took, or the sign of its end; where there is no room: how many ended how."""
    if tried is None or len(tried.lanes) < 2:
        return Text()
    lanes = [lane for number, lane in enumerate(tried.lanes) if number != tried.chosen]
    line = Text(" " + _("others:"), HUES["text2"])
    if tried.grid is None:
        full = line.copy().append_text(_lanes(lanes, unicode))
        if full.cell_len <= width:
            return full
    return line.append_text(_counts(lanes, unicode))


def _lanes(lanes: list[Lane], unicode: bool) -> Text:
    line, before = Text(), ""
    for lane, after in zip(lanes, [*lanes[1:], None]):
        kind, value = lane.outcome or "", " ".join(knob_figure(way) if way != () else "–" for way in lane.ways)
        alike = kind in OUTCOMES and not OUTCOMES[kind].wins  # those that end alike stand together
        together = alike and before == kind
        line.append((" " if together else "  " if before else " ") + value, HUES["alpha"])
        before = kind or "open"
        if not alike:
            line.append(f" {lane.steps}" if kind else " …", HUES["text2"])
        elif after is None or after.outcome != kind:
            line.append(" " + marks(unicode)[kind], HUES["text2"])
    return line


def _counts(lanes: list[Lane], unicode: bool) -> Text:
    line = Text()
    for kind in OUTCOMES:
        space = "  " if line.plain else " "
        count = len([lane for lane in lanes if lane.outcome == kind])
        if count:
            row = OUTCOMES[kind]
            line.append(f"{space}{count} {marks(unicode)[kind]} {_(row.do if count > 1 else row.does)}", HUES["text2"])
    left = len([lane for lane in lanes if lane.outcome is None])
    return line.append("  " + _("{n} open").format(n=left), HUES["text2"]) if left else line


def miss_sentence(session: Session) -> Text:
    """What every step leaves of the miss, where that is one ratio; else nothing."""
    ratio, since = steady_ratio(session), steady_from(session)
    if ratio is None:
        return Text()
    side = _("and it never changes sides") if ratio >= 0 else _("and it changes sides")
    every = _("every step leaves {ratio:.4g} of the miss, {side}")
    if since > session.recorded:
        every = _("from step {since} on every step leaves {ratio:.4g} of the miss, {side}")
    return Text("   " + every.format(ratio=ratio, side=side, since=since + 1))
