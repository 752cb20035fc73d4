"""What boards tell of a visit's runs: their lines, their rows, their names; the present one and the old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.past_runs import PRESENT, PastRun, Used, mark_of, past_of
from ...attempt.units import unit_name
from ...i18n import _
from ...rules.catalog import thing_title
from ...rules.outcome_kinds import OUTCOMES
from ...view.cards.run_table_row import RunText
from ...view.charts.run_styles import RunLine, style_of
from ...view.draw.text import Run as Words
from ...view.format.numbers import short
from .knobs import SIGNS

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session


def line_of(run: PastRun) -> RunLine:
    """Its error by beat, for a chart."""
    return RunLine(style_of(run.number), run.errors, run.every)


class Present:
    """The run on the screen; worked out once for each number of steps."""

    def __init__(self) -> None:
        self._key: object = None
        self._found: PastRun | None = None

    def of(self, attempt: Attempt, session: Session | None = None) -> PastRun:
        """By default the one that is shown."""
        session = session or attempt.shown
        key = (session.run.serial, session.count, len(session.actions), session.outcome, repr(session.knobs))
        if self._found is None or key != self._key:
            show = attempt.machine
            own = show is not None and session is show.session and not show.is_shared
            machine = own or attempt.ahead is not None  # what it tries is its own too
            self._key, self._found = key, past_of(mark_of(session), PRESENT, machine)
        return self._found


def learner_title(attempt: Attempt, learner: str) -> str:
    """What a learner is called."""
    session = attempt.shown
    return _(thing_title(session.catalog.learner(learner, session.level.plugin)))


def values(found: Used) -> str:
    """.6, or .6→.3 where it was turned on the way."""
    texts = [short(v) if isinstance(v, (int, float)) else str(v) for v in found]
    return "→".join(texts if len(texts) < 4 else [texts[0], "…", texts[-1]])


def knob_words(run: PastRun, close: bool = False) -> tuple[Words, ...]:
    """Alpha and the learner's own knobs, short. `close`: with little room between them."""
    found: list[Words] = []
    if run.alphas:
        gap: Words = (" ", "alpha", 600) if close else (" ", "alpha", 700, "mono")
        found += [("α", "alpha", 700, "mono"), gap, (values(run.alphas), "alpha", 700, "mono")]
    before, after = ("  ", " ") if close else ("   ", "  ")
    for name, used in run.knobs[:2]:
        if used:
            sign = SIGNS.get(name, name[:4])
            found += [(before + sign + after, "text2", 600), (values(used), "text", 700, "mono")]
    return tuple(found)


def row_of(attempt: Attempt, run: PastRun) -> RunText:
    """The row of a run in the list."""
    name = _("auto-solver") if run.machine else learner_title(attempt, run.learner)
    end, icon, tip = str(run.beats), "", ""
    if run.won:
        tip = _("at the flag after {count}").format(count=run.beats)
    elif run.outcome is not None:
        end, icon, tip = "", OUTCOMES[run.outcome].icon, _(OUTCOMES[run.outcome].title)
    elif run.key:
        end, tip = f"{run.beats}…", _("left after {count}").format(count=run.beats)
    else:
        end = f"{run.beats}…" if run.beats else ""
    if run.number == PRESENT:
        told = (f"{step // run_batches(attempt)}: {words}" for step, words in attempt.playback.captions)
        tip = "; ".join(filter(None, (tip, *told)))
    return RunText(style_of(run.number), name, knob_words(run), end, icon, run.won, tip)


def run_batches(attempt: Attempt) -> int:
    """Steps of a pass; 1 where each step sees all examples."""
    return len(attempt.shown.run.batches)


def key_of(attempt: Attempt, run: PastRun) -> RunText:
    """The row of a run in the key of a picture: of the present one no more than is seen by now."""
    text, playback = row_of(attempt, run)._replace(knobs=knob_words(run, close=True)), attempt.playback
    if run.number == PRESENT and (playback.moving or playback.running):
        beat = (attempt.step - attempt.shown.recorded) // run_batches(attempt)
        return text._replace(end=f"{beat}…", icon="", landed=False, tip="")
    icon = OUTCOMES[run.outcome].icon if run.outcome is not None else ""
    return text._replace(icon=icon, end=_("away") if run.outcome == "runaway" else text.end)


def ghost_name(attempt: Attempt) -> str:
    """Whose run the ghost's is, and how long it took."""
    ghost = attempt.ghost_here
    if ghost is None:
        return ""
    count = ghost.count - ghost.recorded or ghost.count
    values = {"count": count, "alpha": _alpha(ghost), "steps": unit_name(ghost.level, count, "steps")}
    if attempt.machine is not None and attempt.machine.session is attempt.ghost:
        told = _("shared run, {count} {steps}") if attempt.machine.is_shared else _("auto-solver, {count} {steps}")
        return told.format(**values)
    return (_("alpha {alpha}, {count} {steps}") if values["alpha"] else _("{count} {steps}")).format(**values)


def _alpha(session: Session) -> str:
    """The alpha of a run that had only one."""
    alphas = {s.alpha for s in session.run.history.settings if isinstance(s.alpha, (int, float))}
    return short(alphas.pop()) if len(alphas) == 1 else ""
