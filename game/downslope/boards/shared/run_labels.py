"""What boards tell of a visit's runs: their lines, their rows, their names; the present one and the old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...attempt.past_runs import PastRun, Used, beats_of, mark_of
from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.cards.run_table_row import RunText
from ...view.charts.run_styles import NOW, RunLine, Style, style_of
from ...view.draw.text import Run as Words
from ...view.format.numbers import short

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session

GREEK = {"alpha": "α", "beta": "β", "beta1": "β₁", "beta2": "β₂", "gamma": "γ", "rho": "ρ"}


class Known(NamedTuple):
    """A run as the board shows it. `key`: of its switch, "" for the present one."""

    key: str
    style: Style
    learner: str
    alphas: Used
    knobs: tuple[tuple[str, Used], ...]
    errors: tuple[float, ...]
    every: int
    path: tuple[tuple[float, ...], ...]
    beats: int
    outcome: str | None
    won: bool
    machine: bool

    @property
    def line(self) -> RunLine:
        return RunLine(self.style, self.errors, self.every)


def known(past: PastRun) -> Known:
    return Known(f"run {past.number}", style_of(past.number), past.learner, past.alphas, past.knobs, past.errors,
                 past.every, past.path, past.beats, past.outcome, past.won, past.machine)  # fmt: skip


class Present:
    """The run on the screen; worked out once for each number of steps."""

    def __init__(self) -> None:
        self._key: object = None
        self._found: Known | None = None

    def of(self, attempt: Attempt) -> Known:
        session = attempt.shown
        key = (session.run.serial, session.count, len(session.actions), session.outcome, repr(session.knobs))
        if self._found is None or key != self._key:
            self._key, self._found = key, self._know(attempt, session)
        return self._found

    def _know(self, attempt: Attempt, session: Session) -> Known:
        mark = mark_of(session)
        errors, every = beats_of(session.run, session.recorded)
        beats = -(-(session.count - session.recorded) // len(session.run.batches))
        machine = attempt.machine is not None and session is attempt.machine.session
        return Known("", NOW, mark.learner, mark.alphas, mark.knobs, errors, every, (), beats, mark.outcome, mark.won,
                     machine)  # fmt: skip


def title_of(attempt: Attempt, learner: str) -> str:
    """What a learner is called."""
    session = attempt.shown
    kind = session.catalog.learner(learner, session.level.plugin)
    return _(kind.title or kind.name.replace("-", " "))


def values(found: Used) -> str:
    """.6, or .6→.3 where it was turned on the way."""
    texts = [short(v) if isinstance(v, (int, float)) else str(v) for v in found]
    return "→".join(texts if len(texts) < 4 else [texts[0], "…", texts[-1]])


def knob_words(run: Known) -> tuple[Words, ...]:
    """Alpha and the learner's own knobs, short."""
    found: list[Words] = []
    if run.alphas:
        found += [("α ", "alpha", 700, "mono"), (values(run.alphas), "alpha", 700, "mono")]
    for name, used in run.knobs[:2]:
        if used:
            sign = GREEK.get(name, name[:4])
            found += [("   " + sign + "  ", "text2", 600), (values(used), "text", 700, "mono")]
    return tuple(found)


def row_of(attempt: Attempt, run: Known) -> RunText:
    """The row of a run in the list."""
    name = _("auto-solver") if run.machine else title_of(attempt, run.learner)
    end, icon, tip = str(run.beats), "", ""
    if run.won:
        tip = _("at the flag after {count}").format(count=run.beats)
    elif run.outcome is not None:
        end, icon, tip = "", OUTCOMES[run.outcome].icon, _(OUTCOMES[run.outcome].title)
    elif run.key:
        end, tip = f"{run.beats}…", _("left after {count}").format(count=run.beats)
    else:
        end = f"{run.beats}…" if run.beats else ""
    return RunText(run.style, name, knob_words(run), end, icon, run.won, tip)


def card_words(attempt: Attempt, run: Known) -> tuple[Words, ...]:
    """Who it is, for a card beside a way: the learner and its knobs."""
    name = _("auto-solver") if run.machine else title_of(attempt, run.learner)
    return ((name + "   ", "text", 700), *knob_words(run))
