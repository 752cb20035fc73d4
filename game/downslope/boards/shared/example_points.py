"""Where each example of one's own data would be met alone: over the number line, on the ground of two weights.

The shipped levels have their stories there; a level of a plugin has what its author brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...learning.architecture import is_neuron

if TYPE_CHECKING:
    from ...rules.session import Session

MOST = 200  # examples that are drawn
Pair = tuple[float, float]


class GoalLine(NamedTuple):
    """Of two weights all that meet one example: through `near`, the one nearest to the lowest place, along `way`."""

    near: Pair
    way: Pair


def has_points(session: Session, weights: int) -> bool:
    """Whether the examples are the author's own, and may be seen."""
    level, network = session.level, session.run.network
    own = level.plugin and network.inputs == weights and is_neuron(network)
    return bool(own) and 1 < len(level.examples) <= MOST and level.visibility("goal") != "hidden"


def goal_weights(session: Session) -> tuple[float, ...]:
    """Of one weight: goal_prediction / input of each example; none where the story is not the author's own data."""
    if not has_points(session, 1):
        return ()
    pairs = ((input[0], goals[0]) for input, goals in session.run.sample_problem.examples)
    return tuple(sorted({goal / input for input, goal in pairs if input}))


def goal_lines(session: Session, lowest: Pair) -> tuple[GoalLine, ...]:
    """Of two weights: a line for each example."""
    if not has_points(session, 2):
        return ()
    found = []
    for (a, b), (goal,) in session.run.sample_problem.examples:
        length = a * a + b * b
        if length:
            miss = (goal - a * lowest[0] - b * lowest[1]) / length
            found.append(GoalLine((lowest[0] + miss * a, lowest[1] + miss * b), (-b / length**0.5, a / length**0.5)))
    return tuple(dict.fromkeys(found))
