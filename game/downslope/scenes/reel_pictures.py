"""Of each level of the reel a picture from a run of its own: short ones, that take no time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..rules.actions import Learn, Turn
from ..rules.reel import TRAINED
from ..rules.session import Session
from ..view.cards.reel_pictures import AnswerSum, GhostBowl, ReelPicture, SeeingEyes, ValleyWay

if TYPE_CHECKING:
    from ..rules.catalog import Catalog
    from ..rules.level import Level

ZIGZAG = 0.6  # an alpha at which it goes to and fro across the valley
STEPS, MOST = 2, 40  # of each ghost; of the way that is drawn
KERNEL = 9


def picture_of(level: Level, catalog: Catalog) -> ReelPicture | None:
    """None: nothing small can be drawn of it."""
    session = Session(level, catalog)
    network = session.run.network
    if level.id == TRAINED:
        pixels, goals = session.run.examples[0]
        kernels = [tuple(session.weights[k : k + KERNEL]) for k in range(0, 8 * KERNEL, KERNEL)]
        return SeeingEyes(tuple(kernels), tuple(pixels), str(list(goals).index(max(goals))))
    if network.size == 1:
        return _ghosts(session)
    if network.size == 2 == network.inputs:
        return _way(session)
    return _answers(session) if network.nonlinear_units and network.inputs > 1 else None


def _ghosts(session: Session) -> GhostBowl:
    """Where each alpha of the knob is after some steps, from the flag; the nearest is Pip's."""
    inputs, goals = session.run.examples[0]
    flag, start = goals[0] / inputs[0], session.weights[0]
    knob = session.level.knob("alpha")
    places = []
    for alpha in (knob.values() or ()) if knob is not None else ():
        tried = Session(session.base, session.catalog, [Turn("alpha", alpha), Learn(STEPS)])
        places.append(tried.weights[0] - flag)
    return GhostBowl(tuple(sorted(places, key=abs)), 1.15 * abs(start - flag))


def _way(session: Session) -> ValleyWay:
    """Across the valley and back, step by step; the lowest place by two equations."""
    tried = Session(session.base, session.catalog, [Turn("alpha", ZIGZAG)])
    way = [_pair(tried.weights)]
    while len(way) <= MOST and tried.outcome is None and not tried.run.diverged:
        tried.do(Learn(1))
        way.append(_pair(tried.weights))
    a = b = c = d = e = 0.0
    for inputs, goals in session.run.examples:
        x, y = inputs
        a, b, c = a + x * x, b + x * y, c + y * y
        d, e = d + x * goals[0], e + y * goals[0]
    free = a * c - b * b
    return ValleyWay(tuple(way), ((d * c - b * e) / free, (a * e - b * d) / free), (a, b, c))


def _answers(session: Session) -> AnswerSum:
    """What the hidden neurons that light, and the net, answer at the end of the level's own learning."""
    each = len(session.run.batches)
    session.learn_until_outcome(session.level.budget * each)
    examples = sorted(session.run.examples, key=lambda example: (example[0][1], example[0][0]))
    layers = [session.run.network.forward(session.weights, inputs) for inputs, _goals in examples]
    hidden = [tuple(layer[1][n] for layer in layers) for n in range(len(layers[0][1]))]
    lit = sorted(hidden, key=lambda answers: -max(answers))[:2]
    return AnswerSum((*lit, tuple(layer[-1][0] for layer in layers)))


def _pair(weights: Sequence[float]) -> tuple[float, float]:
    return weights[0], weights[1]
