"""A page of the terminal: head, caption, chart, weights, examples or pictures, keys.

Larger ones than 80 x 24 have a larger chart, more rows of examples, and beside one neuron's numbers its bowl; of
smaller ones what has no room is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from ...attempt.shown import unit_name
from ...captions.findings import choice_finding
from ...captions.moment import Moment
from ...captions.sentences import sentence
from ...i18n import _, plural_form
from ...learning.architecture import kernel_count
from ...rules.actions import Turn
from ...rules.campaign import code
from ...rules.costs import UNITS
from ...rules.outcome_kinds import OUTCOMES
from ...rules.run_facts import alpha_since, constant_ratio
from ...rules.session import Session
from ...rules.stars import earned_stars, par_of
from ...rules.target import target_info_of
from ...solving.tried import Tried
from ...view.format.markup import pieces
from .chart import (
    HUES,
    bowl,
    chart,
    drawable,
    figure,
    knob_number,
    outcome_names,
    percent,
    target_number,
)
from .machine import PicturePart, RunPart
from .rows import accuracy_row, beside, example_rows, kernel_rows, look_sentence, step_rows, stranger_rows, weight_rows

WIDE, TALL = 96, 34  # columns from which the bowl stands beside; rows from which the chart is larger
SIDE = 14  # columns right of the chart


class PageSize(NamedTuple):
    """What is drawn on, in letters."""

    width: int
    height: int


class PageContent(NamedTuple):
    """What is seen: a part of a run at a place; how it was asked for; the keys that can be pressed.

    `end`: the run is over, and the page says how it ended; `tried`: what else was tried; `unseen_number`: which
    unseen picture; `moment`: what the page says just now; None: what the place says; `earlier`: a part comes
    after it, and was tried for.
    """

    part: RunPart
    place: int
    end: bool = False
    tried: Tried | None = None
    unseen_number: int = 0
    asked: str = ""
    keys: Sequence[tuple[str, str]] = ()
    moment: Moment | None = None
    earlier: bool = False


def page(sheet: PageSize, shown: PageContent) -> list[Text]:
    """Exactly `height` lines, none wider than `width`."""
    part, place = shown.part, shown.place
    top = [head(part, place), caption_line(shown), Text()]
    keys, gap = Text(" "), 1 if shown.end else 2
    for key, words in shown.keys:
        keys.append(key, f"bold {HUES['text']}").append(f" {words}{' ' * gap}", HUES["text2"])
    keys.rstrip()
    foot = [Text(), keys, Text()]
    if shown.end:
        card, line = badge(part), others(shown.tried, sheet.width)
        if shown.keys and line.cell_len + keys.cell_len + 2 <= sheet.width and line.plain:
            foot = [card, line.append("  ").append_text(keys), Text()]
        else:
            foot = [card, line if line.plain else keys, keys if line.plain else Text()]
    room = max(0, sheet.height - len(top) - len(foot))
    if isinstance(part, PicturePart):
        tall = sheet.height >= TALL
        picture = stranger_rows(part, place, shown.unseen_number)
        width = sheet.width >= 110
        columns = 64 if width else max(24, sheet.width - 6 - 44)
        curve = chart(part, place, columns, 12 if tall else 10)
        body = beside(curve, picture, columns + (9 if width else 6))
        body += [Text()] * tall + [accuracy_row(part, place, shown.unseen_number, sheet.width)] + [Text()] * tall
        left = room - len(body) - 2 * tall
        body += kernel_rows(part, place, shown.unseen_number, sheet.width, left)
        if shown.asked and tall:
            body += [Text(), Text(" " + _("asked for:") + " ", HUES["text2"]).append(shown.asked, HUES["text"])]
            ends = plural_form("ends after {n} pass", "ends after {n} passes", part.level.budget)
            body[-1].append("   " + ends.format(n=part.level.budget), HUES["text2"])
    else:
        body = _body(sheet, shown, room)
    lines = [*top, *body[:room], *foot]
    lines += [Text()] * (sheet.height - len(lines))
    return [fit(line, sheet) for line in lines[: sheet.height]]


def fit(line: Text, sheet: PageSize) -> Text:
    """No wider than that."""
    line = line.copy()
    line.rstrip()
    line.truncate(sheet.width, overflow="ellipsis")
    return line


def head(part: RunPart, place: int) -> Text:
    """The level, what its knobs stand on, how far it is."""
    session, level = part.session, part.level
    text = Text(" ").append(f"{code(session.base, session.catalog)}", f"bold {HUES['text']} on {HUES['pill']}")
    text.append(f"  {_(session.base.title) or session.base.id}", HUES["text"])
    if session.base.stages and session.stage:
        text.append("   " + _("part {n}").format(n=session.stage + 1), HUES["text2"])
    alpha = part.alpha(place)
    if isinstance(alpha, (int, float)):
        text.append(f"   {_(level.words.get('alpha', 'alpha'))} ", HUES["text2"])
        text.append(knob_number(float(f"{alpha:.3g}")), HUES["alpha"])
    elif alpha is not None:
        text.append("   " + _("an alpha for each"), HUES["text2"])
    text.append_text(_progress(part, place))
    par, _unit = par_of(session.base)
    if par is not None and not part.shares:
        text.append("   " + _("par {par}").format(par=par), HUES["text2"])
    turned = {one.knob: one.value for one in session.actions if isinstance(one, Turn)}
    for name, value in turned.items():
        if name not in ("weight", "alpha"):
            text.append(f"   {_(level.words.get(name, name))} ", HUES["text2"])
            text.append(knob_number(value), HUES["alpha"])
    return text


def _progress(part: RunPart, place: int) -> Text:
    """`pass 8 of at most 400`"""
    text, steps, budget = Text("   ", HUES["text2"]), place - part.first, part.level.budget

    def add(words: str, value: object, rest: str = "") -> None:
        text.append(words + " ", HUES["text2"]).append(str(value), HUES["text"]).append(rest, HUES["text2"])

    if isinstance(part, PicturePart):
        kernels = kernel_count(part.run.network)
        if kernels:
            text.append(plural_form("{n} kernel", "{n} kernels", kernels).format(n=kernels) + "   ")
        if part.level.learner is not None:
            add(_("step"), steps, " " + _("of {n}").format(n=budget * part.each) + "   ")
            add(_("pass"), knob_number(float(f"{steps / part.each:.2f}")), " " + _("of {n}").format(n=budget))
    elif part.unit == "looks":
        add(_(part.level.words.get("probe", "look")), part.beat(place))
    else:
        maximum = " " + _("of at most {n}").format(n=budget)
        add(_("pass") if part.unit == "passes" else _("step"), part.beat(place), maximum)
    return text


def caption_line(shown: PageContent) -> Text:
    """What is said at this place: a moment of it, else the last one that had to be seen."""
    part, place = shown.part, shown.place
    if shown.end:
        # The caption of the end
        session, par = part.session, part.session.level.par
        if not session.won and target_info_of(session.level.target).drawn:
            text = Text(_("Here you must draw; the machine has no hand."))
        elif not session.won:
            kind = ending_of(session)
            outcome = outcome_names()[kind] if kind else _("not over")
            text = Text(_("It did not get there: {outcome}.").format(outcome=outcome))
        else:
            unit = _unit(session)
            count = UNITS[unit].count(session)
            said = _("There in {n} {unit}.").format(n=count, unit=unit_name(session.level, count, unit))
            if par is not None and unit == session.level.par_unit:
                said += " " + _("Par is {par}.").format(par=par)
            text = Text(said)
        text.stylize(f"bold {HUES['text']}")
        return Text(" ").append_text(text)
    if isinstance(part, PicturePart) and not any(each.step == place for each in part.moments):
        return Text(f" {look_sentence(part, place)}", f"bold {HUES['text']}")
    if shown.moment is not None:
        return _said(shown.moment)
    by_now = [each for each in part.moments if each.step <= place]
    here = [each for each in by_now if each.step == place or not each.rank]
    if not here:
        chosen = choice_finding(shown.tried) if shown.tried is not None and not shown.earlier else None
        here = [chosen] if chosen is not None else []
    return _said(here[-1]) if here else Text()


def _said(moment: Moment) -> Text:
    line = Text(" ")
    for words, colour in pieces(sentence(moment)):
        line.append(words, f"bold {HUES.get(colour, HUES['text'])}")
    return line


def _body(sheet: PageSize, shown: PageContent, room: int) -> list[Text]:
    part, place = shown.part, shown.place
    rows = 12 if sheet.height >= TALL else 7
    # The chart, and at its right what is measured now and what the target asks for
    columns = max(8, min(100, sheet.width - 6 - SIDE))
    side = [Text(part.title, HUES["text2"]), Text(figure(part.now(place)), HUES["error"]), Text()]
    if part.aim is not None:
        side += [Text(_("wanted"), HUES["text2"]), Text(target_number(part.aim, 8), HUES["goal"])]
    lines = beside(chart(part, place, columns, rows), side, columns + 8)
    left = room - len(lines)
    beside_it = sheet.width >= WIDE and part.run.network.size == 1 and drawable(part.run)
    weights = weight_rows(part, place, 46 if beside_it else sheet.width, max(2, left - 2))
    spare = left - len(weights) - 1
    total = sum(len(goals) for _inputs, goals in part.examples)
    tall = sheet.height >= TALL
    shares_room = tall or (part.run.network.size == 1 and part.unit != "passes")
    examples = example_rows(part, place, min(total, max(1, spare - (10 if tall else 4) * shares_room)))
    lower = [*weights, Text(), *examples]
    steps = min(16, left - len(lower) - 1)
    if shares_room and steps >= 3:
        table = step_rows(part, place, steps)
        lower += [Text(), *table, *[Text()] * (steps - len(table))]
    if beside_it:
        curve = bowl(part.run, place, rows=max(5, min(15, left - 3)), columns=min(44, sheet.width - 52))
        lower = beside(lower, curve, 51)
    return [*lines, *lower]


# ---------------------------------------------------------------------------------------------------------------------
# The end of a run: how it ended, what it took, its stars, and how the other tries ended.


def badge(part: RunPart) -> Text:
    """How it ended, what it took, the stars, what was measured first and last."""
    session, kind = part.session, ending_of(part.session)
    said = f"{OUTCOMES[kind].mark} {outcome_names()[kind]}" if kind else _("not over")
    text = Text(" ").append(said, f"bold {HUES['text']}")
    unit = _unit(session)
    count = UNITS[unit].count(session)
    text.append(f"   {count} {unit_name(session.level, count, unit)}", HUES["text2"])
    par, par_unit = par_of(session.base)
    if par is not None and par_unit == unit:
        text.append(", " + _("par {par}").format(par=par), HUES["text2"])
    stars = len(earned_stars(part.attempt))
    text.append("   " + "★" * stars + "☆" * (3 - stars), HUES["goal"])
    write = percent if part.shares else figure
    first, last = write(part.now(part.first)), write(part.now(part.last))
    return text.append(f"   {part.title} {first} → {last}", HUES["prediction" if part.shares else "error"])


def ending_of(session: Session) -> str:
    """The kind of its outcome; empty: it is not over."""
    return session.outcome.kind if session.outcome else "land" if session.won else ""


def _unit(session: Session) -> str:
    """What is counted: what its par counts, else steps where it has run."""
    unit = session.level.par_unit
    return "steps" if UNITS[unit].least == 0 and session.run.count > session.recorded else unit


def others(tried: Tried | None, width: int) -> Text:
    """The other tries, each with what it took, or the sign of its end; where there is no room: how many ended how."""
    if tried is None or len(tried.lanes) < 2:
        return Text()
    lanes = [lane for number, lane in enumerate(tried.lanes) if number != tried.chosen]
    line, before = Text(" " + _("others:"), HUES["text2"]), ""
    for lane, after in zip(lanes, [*lanes[1:], None]) if tried.grid is None else ():
        kind, value = lane.outcome or "", " ".join(knob_number(way) if way != () else "–" for way in lane.ways)
        alike = kind in OUTCOMES and not OUTCOMES[kind].wins  # those that end alike stand together
        together = alike and before == kind
        line.append((" " if together else "  " if before else " ") + value, HUES["alpha"])
        before = kind or "open"
        if not alike:
            line.append(f" {lane.steps}" if kind else " …", HUES["text2"])
        elif after is None or after.outcome != kind:
            line.append(" " + OUTCOMES[kind].mark, HUES["text2"])
    if tried.grid is None and line.cell_len <= width:
        return line
    line, space = Text(" " + _("others:"), HUES["text2"]), " "
    for kind, row in OUTCOMES.items():
        count = len([lane for lane in lanes if lane.outcome == kind])
        if count:
            line.append(f"{space}{count} {row.mark} {_(row.do if count > 1 else row.does)}", HUES["text2"])
            space = "  "
    left = len([lane for lane in lanes if lane.outcome is None])
    return line.append("  " + _("{n} open").format(n=left), HUES["text2"]) if left else line


def miss_sentence(session: Session) -> Text:
    """What every step leaves of the miss, where that is one ratio; else nothing."""
    ratio, since = constant_ratio(session), alpha_since(session)
    if ratio is None:
        return Text()
    side = _("and it never changes sides") if ratio >= 0 else _("and it changes sides")
    every = _("every step leaves {ratio:.4g} of the miss, {side}")
    if since > session.recorded:
        every = _("from step {since} on every step leaves {ratio:.4g} of the miss, {side}")
    return Text("   " + every.format(ratio=ratio, side=side, since=since + 1))
