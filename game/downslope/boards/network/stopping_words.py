"""What Pip says while it is looked for when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...view.charts.seen_unseen_chart import Peek
from ...view.format.numbers import number
from .stopping_model import is_stopped

if TYPE_CHECKING:
    from ...rules.session import Session


def words(session: Session, peeks: list[Peek], here: float, sure: bool) -> tuple[str, str]:
    """What Pip says: a bold line, a plain one."""
    if session.won:
        unseen = _("Unseen: [error:{error}].").format(error=number(session.error_by(unseen=True), 4))
        return _("Stopped in time."), unseen
    if is_stopped(session):
        told = number(session.error_by(unseen=True), 4)
        return _("Too far, or not far enough."), _("Unseen at this pass: [error:{error}]. Reset to try again.").format(
            error=told
        )
    if sure:
        return _("Stop at pass {at}?").format(at=f"{here:g}"), _("Stopping is final. Press again to stop.")
    count = len(session.level.unseen)
    if not peeks:
        plain = several("A peek tests one unseen example. Stopping is final.",
                        "A peek tests {count} unseen examples. Stopping is final.", count)  # fmt: skip
        return _("The error on the seen examples only falls."), plain.format(count=count)
    if len(peeks) > 1 and peeks[-1].unseen > peeks[-2].unseen and peeks[-1].at > peeks[-2].at:
        return _("Later, and worse on the unseen ones."), _("The turn lies between falling and rising peeks.")
    lowest = min(peeks, key=lambda peek: peek.unseen)
    best = {"error": number(lowest.unseen, 4), "at": f"{lowest.at:g}"}
    plain = _("Best so far: [error:{error}] at pass {at}.").format(**best)
    left = int(session.level.probes or 0) - len(peeks)
    return several("One peek is left.", "{count} peeks are left.", left).format(count=left), plain
