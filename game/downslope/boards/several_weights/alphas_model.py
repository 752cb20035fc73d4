"""What the telescopes' board shows, read from a session: each neuron, its alpha, what its one step left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.actions import Next, Turn
from ...rules.session import Session
from ...rules.target import SLACK
from ...view.cards.alpha_card import ROOM, Scope
from ..shared.tolerance import leeway_of

if TYPE_CHECKING:
    pass


def scopes_of(session: Session, arrived: bool) -> list[Scope]:
    """`arrived`: the step has been made and may be told; the weights are the new ones in any case."""
    run = session.run
    ((inputs, goals),) = run.examples
    start = run.weights_at(0)
    now = run.weights_at(min(1, run.count))
    first, last = run.network.predict(start, inputs), run.network.predict(now, inputs)
    found = []
    for i, goal in enumerate(goals):
        told = arrived and run.count > 0
        miss = first[i] - goal
        part = (last[i] - goal) / miss if told and miss else None
        used = alpha_in(run.history.setting_at(0).alpha, i) if told else None
        near = abs(last[i] - goal) <= leeway_of(session.level) + SLACK
        found.append(Scope(inputs[i], goal, start[i], now[i], used, part, told and near))
    return found


def alpha_in(alpha: object, index: int) -> float:
    """One of several alphas, or the only one."""
    value = alpha[index] if isinstance(alpha, (list, tuple)) else alpha
    return float(value) if isinstance(value, (int, float)) else 0.0


def alpha_of(session: Session, index: int) -> float:
    """As the knob stands."""
    return alpha_in(session.knobs["alpha"], index)


def first_alphas(session: Session) -> list[float]:
    """The alphas with which the first part was won."""
    alphas = [alpha_in(session.base.alpha, i) for i in range(session.base.network.size)]
    for action in session.actions:
        if isinstance(action, Next):
            break
        if isinstance(action, Turn) and action.knob == "alpha" and isinstance(action.value, (int, float)):
            alphas[action.index] = float(action.value)
    return alphas


def unit_for(session: Session, width: float) -> float:
    """px for 1 weight in a window of this width: the longest way from start to goal fits. The same in all stages."""
    trial = Session(session.base, session.catalog) if session.stage else session
    ways = [abs(scope.start - scope.bottom) for scope in scopes_of(trial, False)]
    return ROOM * width / max(max(ways), 1e-9)
