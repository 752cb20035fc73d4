"""`downslope solve` as it is watched: the bowl, the numbers of each step, the error curve, the outcome."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from math import isfinite
from typing import Any

from rich.align import Align
from rich.columns import Columns
from rich.console import Console, Group
from rich.live import Live
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from ..engine.history import Step
from ..i18n import _, several
from ..registry.answer import answer
from ..rules import stars as star_rules
from ..rules.actions import Learn
from ..rules.campaign import code
from ..rules.misses import steady_from, steady_ratio
from ..rules.session import Session
from ..rules.stars import par_of
from ..solving.autosolve import solve
from ..solving.run_to_end import run_to_end
from .bowl import bowl, drawable
from .style import HUES, marks, outcome_names, stars

ROWS = 15  # of the steps' table
SLOWEST, LONGEST = 0.35, 4.0  # seconds a step, and for a whole run


def watch(session: Session, rounds: int | None, explores: bool) -> None:
    """Play and show it. Without a terminal only the end is printed. Fault: a plugin raised."""
    console = Console(highlight=False, markup=False, file=answer())
    if not console.is_terminal:
        run_to_end(session, rounds, explores)
        console.print(screen(console, session, session.count))
        return
    with Live(console=console, auto_refresh=False, transient=False) as live:
        for step in _steps(session, rounds, explores):
            live.update(screen(console, session, step), refresh=True)


def _steps(session: Session, rounds: int | None, explores: bool) -> Iterator[int]:
    """The steps to show, at a pace that a person can follow and that ends."""
    if not explores:
        for count, action in enumerate(solve(session)):
            session.do(action)
            if isinstance(action, Learn) or session.level.learner is None:
                yield session.count
                time.sleep(max(0.002, SLOWEST * 0.9**count))
            if session.complete:
                break
        yield session.count
        return
    run_to_end(session, rounds, explores)
    steps = session.count
    pause = min(SLOWEST, LONGEST / max(1, steps))
    every = max(1, steps // 200)
    for step in [*range(0, steps, every), steps]:
        yield step
        time.sleep(pause * every)


def screen(console: Console, session: Session, step: int) -> Group:
    """Everything, for a terminal at least 80 wide; the bowl goes first where there is less room."""
    run = session.run
    wide = console.width >= 96 and run.network.size == 1 and session.level.learner is not None and drawable(run)
    panels: list[Any] = []
    if wide:
        body = Group(*bowl(run, step))
        panels.append(Panel(body, title=_("error bowl"), title_align="left", width=50, border_style=HUES["border"]))
    panels.append(
        Panel(steps_table(session, step), title=_("steps"), title_align="left", border_style=HUES["border"], width=50)
    )
    parts: list[Any] = [headline(session), Text(), Columns(panels, padding=(0, 1)) if wide else panels[-1]]
    parts += [Text(), progress(session, step)]
    if step >= session.count:
        parts += [Text(), *ending(session, _unicode(console)), Text(), legend(session, _unicode(console))]
    return Group(*(Padding(part, (0, 1)) if isinstance(part, (Text, Align)) else part for part in parts))


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


def ending(session: Session, unicode: bool) -> list[Text]:
    """What came of it, in words."""
    outcome, level = session.outcome, session.base
    kind = outcome.kind if outcome else "land" if session.won else ""
    names = outcome_names()
    steps = session.count - session.recorded
    text = Text(f"{marks(unicode)[kind]} {names[kind]}" if kind else _("not over"), f"bold {HUES['text']}")
    text.append("   " + several("{n} step", "{n} steps", steps).format(n=steps), HUES["text2"])
    par, unit = par_of(level)
    if par is not None:
        text.append(f"   {_('par')} {par} {_(unit)}", HUES["text2"])
    text.append("   " + stars(len(star_rules.earned_stars(session) & {1, 2}), unicode), HUES["goal"])
    lines = [text]
    ratio, since = steady_ratio(session), steady_from(session)
    if ratio is not None:
        side = _("and it never changes sides") if ratio >= 0 else _("and it changes sides")
        every = _("every step leaves {ratio:.4g} of the miss, {side}")
        if since > session.recorded:
            every = _("from step {since} on every step leaves {ratio:.4g} of the miss, {side}")
        lines.append(Text("  " + every.format(ratio=ratio, side=side, since=since + 1)))
    return lines


def legend(session: Session, unicode: bool) -> Text:
    """The marks of all outcomes, this run's in bold."""
    text = Text()
    kind = session.outcome.kind if session.outcome else ""
    for name, words in outcome_names().items():
        style = f"bold {HUES['text']}" if name == kind else HUES["text3"]
        text.append(f"{marks(unicode)[name]} {words}   ", style)
    return text


def _unicode(console: Console) -> bool:
    encoding = (console.encoding or answer().encoding or "").lower()
    return encoding.startswith("utf") and os.environ.get("TERM") != "dumb"
