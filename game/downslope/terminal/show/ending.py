"""The end of a run: how it ended, what it took, its stars, and how the other tries ended."""

from __future__ import annotations

from math import isfinite
from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from ...attempt.names import unit_name
from ...i18n import _
from ...rules.campaign import code
from ...rules.costs import UNITS
from ...rules.outcome_kinds import OUTCOMES
from ...rules.run_facts import constant_ratio, is_steady_from
from ...rules.session import Session
from ...rules.stars import earned_stars, par_of
from ...rules.target import target_info_of
from ...solving.tried import Lane, Tried
from .run_part import HandwrittenPart, RunPart
from .style import HUES, ascii_text, figure, knob_number, marks, outcome_names, percent, stars


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
    if not session.won and target_info_of(session.level.target).drawn:
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
        kind, value = lane.outcome or "", " ".join(knob_number(way) if way != () else "–" for way in lane.ways)
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
    ratio, since = constant_ratio(session), is_steady_from(session)
    if ratio is None:
        return Text()
    side = _("and it never changes sides") if ratio >= 0 else _("and it changes sides")
    every = _("every step leaves {ratio:.4g} of the miss, {side}")
    if since > session.recorded:
        every = _("from step {since} on every step leaves {ratio:.4g} of the miss, {side}")
    return Text("   " + every.format(ratio=ratio, side=side, since=since + 1))


# ---------------------------------------------------------------------------------------------------------------------
# A run as a table of its last steps, where a page has no room: the numbers of each step, the error as a bar.


ROWS = 15  # of the table


def table(part: RunPart, place: int, end: bool, unicode: bool) -> Group:
    """The level, its last steps up to this place, how much of the budget is used; at the end how it ended."""
    session = part.session
    step = session.count if isinstance(part, HandwrittenPart) else place
    title, border = _("steps"), HUES["border"]
    panel = Panel(steps_table(session, step), title=title, title_align="left", border_style=border, width=50)
    parts: list[Any] = [headline(session), Text(), panel, Text(), progress(session, step)]
    if end:
        parts += [Text(), badge(part, unicode), miss_sentence(session), Text(), legend(session, unicode)]
    return Group(*(part if unicode or not isinstance(part, Text) else ascii_text(part) for part in parts))


def progress(session: Session, step: int) -> Text:
    """How much of the budget is used."""
    made, maximum = step - session.recorded, session.level.budget * len(session.run.batches)
    filled = round(40 * min(1.0, made / maximum))
    text = Text(f"{_('steps')}  ", HUES["text2"]).append("━" * filled, HUES["prediction"])
    text.append("━" * (40 - filled), HUES["border"])
    return text.append("  " + _("{made} of at most {most}").format(made=made, most=maximum), HUES["text2"])


def headline(session: Session) -> Text:
    """The level, and for one neuron what is given and wanted."""
    level, run = session.level, session.run
    text = Text(f"{code(session.base, session.catalog)} {session.base.id}", f"bold {HUES['text']}")
    if run.network.size == 1 and len(run.examples) == 1:
        (input,), (goal,) = run.examples[0]
        shown = [(_("weight"), run.start[0], "weight"), (_("input"), input, "input"), (_("goal"), goal, "goal")]
    else:
        shown = [(_("weights"), run.network.size, "weight"), (_("examples"), len(run.examples), "input")]
    if level.learner is not None and isinstance(run.alpha, (int, float)):
        shown.append((_("alpha"), run.alpha, "alpha"))
    for name, value, colour in shown:
        text.append(f"   {name} ", HUES["text2"]).append(f"{value:g}", HUES[colour])
    tolerance = getattr(level.target, "tolerance", None)
    if tolerance is not None:
        text.append("   " + _("tolerance") + " ", HUES["text2"]).append(f"{tolerance:g}", f"bold {HUES['text']}")
    return text


def steps_table(session: Session, step: int) -> Group:
    """The last steps up to `step`: weight, prediction, delta, error, and the error as a bar."""
    run = session.run
    heads = Text(f"{_('step'):>5}{_('weight'):>9}{_('prediction'):>12}{_('delta'):>10}{_('error'):>10}", HUES["text2"])
    rows: list[Text] = [heads]
    first = max(session.recorded, step - (ROWS - 3) // 2)
    errors = [abs(run.at(k).error) for k in range(first, step + 1)]
    largest = max((error for error in errors if isfinite(error)), default=1.0) or 1.0
    for k in range(first, step + 1):
        look = run.at(k)
        bar = "━" * (max(1, round(36 * (abs(look.error) / largest))) if isfinite(look.error) else 36)
        here = k == step
        weight, prediction, delta = look.weights[0], look.predictions[0][0], look.deltas[0][0]
        text = Text(f"{look.iteration:>5}", f"bold {HUES['text']}" if here else HUES["text2"])
        text.append(f"{weight:>9.4g}", HUES["weight" if weight >= 0 else "weight_negative"])
        text.append(f"{prediction:>12.4g}", HUES["prediction"]).append(f"{delta:>10.4g}", HUES["text"])
        row = text.append(f"{look.error:>10.4g}", HUES["error"])
        rows += [row, Text("     " + bar, HUES["error"])]
    return Group(*rows)


def legend(session: Session, unicode: bool) -> Text:
    """The marks of all outcomes, this run's in bold."""
    text = Text()
    kind = session.outcome.kind if session.outcome else ""
    for name, words in outcome_names().items():
        style = f"bold {HUES['text']}" if name == kind else HUES["text3"]
        text.append(f"{marks(unicode)[name]} {words}   ", style)
    return text
