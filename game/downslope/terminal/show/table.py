"""A run as a table of its last steps, where a page has no room: the numbers of each step, the error as a bar."""

from __future__ import annotations

from math import isfinite
from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from ...engine.history import Step
from ...i18n import _
from ...rules.campaign import code
from ...rules.session import Session
from .ending import badge, miss_sentence
from .glyphs import ascii_text
from .run_part import HandPart, RunPart
from .style import HUES, marks, outcome_names

ROWS = 15  # of the table


def table(part: RunPart, place: int, end: bool, unicode: bool) -> Group:
    """The level, its last steps up to this place, how much of the budget is used; at the end how it ended."""
    session = part.session
    step = session.count if isinstance(part, HandPart) else place
    title, border = _("steps"), HUES["border"]
    panel = Panel(steps_table(session, step), title=title, title_align="left", border_style=border, width=50)
    parts: list[Any] = [headline(session), Text(), panel, Text(), progress(session, step)]
    if end:
        parts += [Text(), badge(part, unicode), miss_sentence(session), Text(), legend(session, unicode)]
    return Group(*(part if unicode or not isinstance(part, Text) else ascii_text(part) for part in parts))


def progress(session: Session, step: int) -> Text:
    """How much of the budget is used."""
    made, most = step - session.recorded, session.level.budget * len(session.run.batches)
    filled = round(40 * min(1.0, made / most))
    text = Text(f"{_('steps')}  ", HUES["text2"]).append("━" * filled, HUES["prediction"])
    text.append("━" * (40 - filled), HUES["border"])
    return text.append("  " + _("{made} of at most {most}").format(made=made, most=most), HUES["text2"])


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
    for name, value, hue in shown:
        text.append(f"   {name} ", HUES["text2"]).append(f"{value:g}", HUES[hue])
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
        rows += [_row(look, k == step), Text("     " + bar, HUES["error"])]
    return Group(*rows)


def _row(look: Step, here: bool) -> Text:
    weight, prediction, delta = look.weights[0], look.predictions[0][0], look.deltas[0][0]
    text = Text(f"{look.iteration:>5}", f"bold {HUES['text']}" if here else HUES["text2"])
    text.append(f"{weight:>9.4g}", HUES["weight" if weight >= 0 else "weight_negative"])
    text.append(f"{prediction:>12.4g}", HUES["prediction"]).append(f"{delta:>10.4g}", HUES["text"])
    return text.append(f"{look.error:>10.4g}", HUES["error"])


def legend(session: Session, unicode: bool) -> Text:
    """The marks of all outcomes, this run's in bold."""
    text = Text()
    kind = session.outcome.kind if session.outcome else ""
    for name, words in outcome_names().items():
        style = f"bold {HUES['text']}" if name == kind else HUES["text3"]
        text.append(f"{marks(unicode)[name]} {words}   ", style)
    return text
