"""What is told of one look at a training that is followed while it goes on: nothing of what comes is known yet."""

from __future__ import annotations

from ..engine.snapshot import Snapshot
from ..learning.network import Network
from .moment import Amount, Moment
from .reading_moments import kernel_moments

BY_CHANCE = Moment(0, 0, "by chance")


def look_moment(look: Snapshot, first: Snapshot, each: int, near: float = 0.0) -> Moment:
    """How many of the unseen pictures are read after so many steps. `first`: the look before the first step.

    `each`: steps of a pass. `near`: so much of a pass more or less is still half a pass.
    """
    step, made = look.step, look.step - first.step
    facts: dict[str, object] = {"part": look.measured["unseen"]}
    if not made:
        return Moment(step, 0, "before it trains", facts)
    if made == each // 2 or abs(made / each - 0.5) < near:
        return Moment(step, 0, "half a pass", facts | {"begin": first.measured["unseen"]})
    if made % each == 0:
        return Moment(step, 1, "pass reads", facts | {"pass": made // each})
    return Moment(step, 1, "digits read", facts | {"digits": made})


def last_moments(network: Network, look: Snapshot, first: Snapshot, each: int) -> list[Moment]:
    """Of the last look of all: what became of it, and what a kernel looks for."""
    made = (look.step - first.step) // each
    facts = {"steps": Amount(made, "pass", "passes"), "part": look.measured["unseen"],
             "begin": first.measured["unseen"]}  # fmt: skip
    return [Moment(look.step, 0, "passes read", facts), *kernel_moments(network, look.weights, look.step)]


def waiting_moment(look: Snapshot, first: Snapshot, each: int) -> Moment:
    """The next look is not there yet."""
    return Moment(look.step, 1, "still training", {"pass": (look.step - first.step) // each + 1})
