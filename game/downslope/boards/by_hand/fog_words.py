"""What Pip says in the fog, from what was seen there."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

from ...i18n import _, sentence_case, several
from ...rules.catalog import thing_title
from ...view.cards.metric_sample import cancels
from ...view.format.numbers import number
from .fog_model import CLOSE, ProbeSeen, hidden_misses, misses_of

if TYPE_CHECKING:
    from ...rules.session import Session

Words = tuple[str, str]  # a bold line and a plain one, light markup


def words(session: Session, seen: Sequence[ProbeSeen], lifted: bool) -> Words:
    """For the state of an attempt. `seen`: the start and the looks."""
    if session.won:
        return _won(session, seen)
    if lifted:
        return _("All probes are used, so the fog lifts."), _lifted(session)
    probes = session.level.probes
    used = len(seen) - 1
    if not used:
        one = _("You only see the [error:error]. Set a [weight:weight], then probe.")
        all_of_them = _("It shows the total [error:error]. Set a [weight:weight], then probe.")
        plain = one if len(session.run.examples) == 1 else all_of_them
        return _("The fog is back.") if session.stage else _("Each probe is one look down through the fog."), plain
    if cancels(session.run.metric):
        return _signed(session, seen)
    if session.level.stop:
        return (
            _left(probes, used) or _("The lower the dot, the better."),
            _("Sure that this is the bottom? Press Call."),
        )
    return (
        _left(probes, used) or _("The lower the dot, the better."),
        _("An [error:error] of [error:0] is the bottom. The fog lifts when you stand on it."),
    )


def _left(probes: float | None, used: int) -> str:
    if probes is None or probes == inf:
        return ""
    left = int(probes) - used
    return several("One probe is left.", "{count} probes are left.", left).format(count=left)


def _lifted(session: Session) -> str:
    if session.level.stop:
        return _("There is the bottom. Go there and press Call.")
    return _("There is the bottom. Go there and probe once more.")


def _signed(session: Session, seen: Sequence[ProbeSeen]) -> Words:
    """A meter whose misses cancel."""
    if session.level.stop:
        return (
            _("On this meter, further along is always less."),
            _("Does it have a bottom at all? Another meter may."),
        )
    here = seen[-1].error
    return (
        _("The meter shows [error:{error}].").format(error=number(here)),
        _("It adds up the misses, signs included."),
    )


def _won(session: Session, seen: Sequence[ProbeSeen]) -> Words:
    misses, hidden = misses_of(session), hidden_misses(session, seen)
    read = [each.error for each in seen if each.metric == session.knobs["metric"]]
    if hidden and read and not cancels(session.run.metric):  # another meter was taken up since
        meter = _(thing_title(session.run.metric))
        told = _("{meter} says [error:{value}].").format(meter=sentence_case(meter), value=number(read[-1]))
        return told, _("No miss can hide in it.")
    if hidden:
        numbers = [f"[error:{number(miss, 2, plus=True)}]" for miss in hidden]
        if len(hidden) == 2:
            plain = _("Misses of {one} and {other} cancel.").format(one=numbers[0], other=numbers[1])
            return _("The meter says [error:0]. Yet both are wrong."), plain
        return _("The meter says [error:0]."), _("The misses cancel: {misses}.").format(misses=", ".join(numbers))
    if any(abs(miss) > CLOSE for miss in misses) and len(misses) > 1:
        floor = number(session.run.error() * (len(misses) if session.level.visibility("error") == "total" else 1))
        return _("That is the bottom."), _("It lies at [error:{error}], not at [error:0].").format(error=floor)
    return _("That’s it."), _("The [error:error] alone led you here.")


def why_not(session: Session, seen: Sequence[ProbeSeen]) -> str:
    """Why this is not the bottom, from what was seen if that is enough."""
    here = session.weights[0]
    if cancels(session.run.metric):
        return _("Misses cancel on this meter: further along is always less. Try another meter.")
    total = len(session.run.examples) if session.level.visibility("error") == "total" else 1
    error = session.run.error() * total
    metric = session.knobs["metric"]
    lower = [each for each in seen if each.metric == metric and each.error < error - CLOSE]
    if lower:
        best = min(lower, key=lambda each: each.error)
        values = {"weight": number(best.weight), "error": number(best.error)}
        return _("Weight [weight:{weight}] had less error: [error:{error}].").format(**values)
    if not any(abs(each.weight - here) < CLOSE for each in seen if each.metric == metric):
        return _("You have not probed here, and somewhere the [error:error] is less.")
    return _("Your best so far, but somewhere not yet probed the [error:error] is less.")
