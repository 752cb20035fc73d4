"""A race of tries at a beat: how far each has come, how many ended how, and all of it in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ..format.axis import Axis

RAISED, OPEN = "raised", "open"  # in the place of an outcome: a plugin raised; it is not known
ABOVE, BELOW, FAR_ABOVE = 1.0, 0.35, 3.0  # decades above the start and below the goal; above it, where lanes are many
LEAST, LOWEST = 0.5, 1e-9  # decades of a scale at least; where no goal is known, and errors of 0 stand


@dataclass(frozen=True)
class LaneView:
    """One lane as it is at a beat.

    errors     by beat, the start first; `upcoming`: the next one, None: it stays        label   what it was set to
    outcome    the kind of its end, RAISED, or "": it is not known                         steps   what it took
    """

    label: str
    errors: Sequence[float]
    outcome: str = ""
    steps: int = 0
    upcoming: float | None = None

    @property
    def won(self) -> bool:
        return self.outcome in OUTCOMES and OUTCOMES[self.outcome].wins

    @property
    def state(self) -> str:
        """What the line of totals counts it as."""
        return lane_state(self.errors, self.outcome)


@dataclass(frozen=True, eq=False)
class RaceView:
    """A race at a beat; made anew for each, so that it is its own key.

    axis     the upright one, the same for all lanes and beats: see `error_axis`, or any other, `upward`
    leader   the lane that is ahead, in its frame        you   the player's own best lane
    sign     of the knob, before the values        hue   theirs        border   the first lane of those that climb
    faded    the others were not chosen
    """

    title: str
    aside: str
    lanes: tuple[LaneView, ...]
    axis: Axis
    goal: float | None = None
    leader: int | None = None
    you: int | None = None
    sign: str = ""
    hue: str = "alpha"
    border: int | None = None
    faded: bool = False
    heading: bool = True  # False: the title stands elsewhere
    others: tuple[str, ...] = ()  # how those stand that have no lane here

    @cached_property
    def start(self) -> float:
        """The largest error that a lane began with."""
        return max((abs(lane.errors[0]) for lane in self.lanes if lane.errors), default=1.0)


def error_axis(start: float, goal: float | None, lanes: int) -> Axis:
    """Logarithmic: from a little below the goal to a decade above the start, further where lanes are many.

    Where the start is less than a decade from the goal, as much less above it: else all lanes were flat.
    """
    low = goal if goal is not None and goal > LOWEST else LOWEST if goal is not None else start * 1e-3
    decades = min(1.0, max(LEAST, math.log10(max(start, LOWEST) / low)))
    above = ABOVE if lanes <= 12 else FAR_ABOVE
    return Axis(low / 10**BELOW, max(start, low * 10**decades, LOWEST) * 10 ** (above * decades), True)


def totals_of(states: Sequence[str]) -> list[tuple[str, str]]:
    """(icon, words), the most first: of outcomes, "up" and "down", and what is open, which comes last."""
    rows: list[tuple[str, str]] = []
    for state, count in Counter(states).most_common():
        if state == "down":
            rows.append(("down_arrow", _("{n} not climbing").format(n=count)))
        elif state == "up":
            rows.append(("up_arrow", _("{n} climbing").format(n=count)))
        elif state == RAISED:
            rows.append(("warn", _("{n} raised").format(n=count)))
        elif state in OUTCOMES:
            kind = OUTCOMES[state]
            rows.append((kind.icon, f"{count} {_(kind.does if count == 1 else kind.do)}"))
    left = sum(state == OPEN for state in states)
    return [*rows, ("", f"{left} …")] if left else rows


def lane_state(errors: Sequence[float], outcome: str) -> str:
    """What the line of totals counts it as: its outcome, "up", "down", or OPEN."""
    if outcome:
        return outcome
    if len(errors) < 2:
        return OPEN
    first, last = abs(errors[0]), abs(errors[-1])
    return "up" if not last <= first else "down" if last < first else OPEN


def race_sentence(look: RaceView) -> str:
    """All of it in words: what each was set to, and how it ends."""
    told = [f"{look.title}, {look.aside}."] if look.aside else [f"{look.title}."]
    for number, lane in enumerate(look.lanes):
        end = _(OUTCOMES[lane.outcome].title) if lane.outcome in OUTCOMES else _("raised") if lane.outcome else "…"
        words = f"{lane.label}: {end}" + (f" {lane.steps}" if lane.won else "")
        told.append(words + (f" ({_('ahead')})" if number == look.leader else ""))
    return " ".join((told[0], "; ".join(told[1:]) + "."))
