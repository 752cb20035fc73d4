"""What the recording's board shows, read from a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.actions import Next, Reset, TakeOver
from ...view.charts.recording_strip import Recording
from ...view.format.numbers import number, telling
from ..shared.neuron_model import errors_of

if TYPE_CHECKING:
    from ...attempt.bets import Bets
    from ...rules.session import Session


def taken_over(session: Session) -> bool:
    """The player has taken over, and has not gone back to the whole recording."""
    for action in reversed(session.actions):
        if isinstance(action, (TakeOver, Reset, Next)):
            return isinstance(action, TakeOver)
    return session.count > session.recorded


def alphas_of(session: Session) -> tuple[float, ...]:
    """The alpha of each step."""
    found = []
    for step in range(session.count):
        alpha = session.run.history.setting_at(step).alpha
        found.append(float(alpha) if isinstance(alpha, (int, float)) else float(alpha[0]))
    return tuple(found)


def reel_of(session: Session, whole: Session, passed: frozenset[int]) -> Recording:
    """`whole`: a session that stands at the end of the recording."""
    errors = tuple(errors_of(session))
    rest = tuple(errors_of(whole)) if session.recorded < whole.recorded else ()
    hold = "" if taken_over(session) else _("take over at")
    return Recording(errors, session.recorded, rest, alphas_of(session), passed, hold)


def bet_note(asking: Bets) -> tuple[str, bool | None]:
    """What the player bet, in a few words, and whether it was right."""
    for question, answer in asking.given.items():
        right = asking.answered.get(question)
        told = _(answer) if isinstance(answer, str) else number(answer)
        if isinstance(answer, str) and answer.isdigit():
            told = f"×{answer}" if asking.questions[question].asks == "error ratio" else answer
        return (_("your bet: {answer}, right") if right else _("your bet: {answer}")).format(answer=told), right
    return "", None


def words_of(session: Session, step: int, taken: bool) -> tuple[str, str]:
    """What Pip says about the step that is looked at."""
    error = _("Error [error:{error}].").format(error=telling(errors_of(session)[step]))
    if not taken:
        bold = _("You hold the recording at step {step}.").format(step=step)
        return bold, error + " " + _("Take over, and the steps are yours.")
    if session.won and step >= session.count:
        own = session.count - session.recorded
        return several("Landed in one step.", "Landed in {count} steps.", own).format(count=own), error
    if step > session.recorded:
        return _("Step {count} of your own.").format(count=step - session.recorded), error
    bold = _("You took over at step {step}.").format(step=session.recorded)
    return bold, error + " " + _("From here the steps are yours.")
