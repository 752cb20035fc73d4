"""What the board of neurons side by side shows, read from the attempt: each at its step, its misses, the rulers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.names import input_name
from ...rules.session import Session
from ...rules.target import SLACK, aim_of
from ...view.bowls.error_curve import bottoms, safe
from ...view.cards.neuron_card import CardScale, ShownNeuron
from ...view.charts.run_styles import OLD, RunLine
from ..shared.neuron_model import weight_at
from ..shared.tolerance import leeway_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...engine.run import Run

ACROSS, UP = 0.52, 0.6  # of a card's picture: the longest way from start to flag, and the highest start
GROWN = 1e-12  # a miss that is larger by less than this part is not larger


def neuron_of(run: Run, index: int) -> tuple[float, float]:
    """(input, goal) of a neuron."""
    input, goal = run.examples[0]
    return input[index], goal[index]


def bottom_of(run: Run, index: int) -> float:
    """The weight with which a neuron misses nothing, or least."""
    input, goal = neuron_of(run, index)
    start = run.start[index]
    guess = goal / input if input else start
    found = bottoms(lambda w: run.metric.error(input * w, goal), [start, guess])
    return min(found, key=lambda w: abs(w - guess)) if found else guess


def scale_of(run: Run, width: float, height: float) -> CardScale:
    """Rulers on which every way and every start has room in a picture of this size."""
    ways, rises = [1e-9], [1e-9]
    for index, start in enumerate(run.start):
        input, goal = neuron_of(run, index)
        bottom = bottom_of(run, index)
        ways.append(abs(start - bottom))
        rise = safe(lambda w, i=input, g=goal: run.metric.error(i * w, g), start)
        rises.append(rise - safe(lambda w, i=input, g=goal: run.metric.error(i * w, g), bottom))
    return CardScale(ACROSS * width / max(ways), UP * height / max(r for r in rises if math.isfinite(r)))


def neuron_title(attempt: Attempt, index: int) -> str:
    """What stands beside a neuron's input; its number is in the node."""
    words = attempt.now.words
    return _(input_name(words, index, words.get("input", "input")))


def miss(run: Run, index: int, weight: float) -> float:
    """prediction − goal."""
    input, goal = neuron_of(run, index)
    return input * weight - goal


def shown_of(attempt: Attempt, index: int, bottom: float) -> ShownNeuron:
    """A neuron as its card has it."""
    session, step = attempt.shown, attempt.step
    run = session.run
    input, goal = neuron_of(run, index)
    weight = weight_at(session, step, index)
    start = weight_at(session, session.recorded, index)
    error = run.metric.error
    return ShownNeuron(
        neuron_title(attempt, index), OLD[index % len(OLD)], input, goal, start, weight, input * weight, bottom,
        neuron_state(session, index, step), lambda w: error(input * w, goal),
        leeway_of(session.level),
    )  # fmt: skip


def neuron_state(session: Session, index: int, step: int) -> str:
    """landed, past (the last step crossed the goal), grows, nearer, or waits: no step yet."""
    run = session.run
    now = miss(run, index, weight_at(session, step, index))
    if abs(now) <= leeway_of(session.level) + SLACK:
        return "landed"
    if step <= session.recorded:
        return "waits"
    before = miss(run, index, weight_at(session, step - 1, index))
    if abs(now) > abs(before) * (1 + GROWN):
        return "grows"
    return "past" if now * before < 0 else "nearer"


class Misses:
    """The size of every neuron's miss at each step, as lines; worked on as the run grows."""

    def __init__(self) -> None:
        self._run: object = None
        self._found: list[list[float]] = []

    def lines(self, session: Session) -> list[RunLine]:
        run, first = session.run, session.recorded
        count = run.network.outputs
        if self._run is not run or any(len(found) > run.count - first for found in self._found):
            self._run, self._found = run, [[] for _ in range(count)]
        for index, found in enumerate(self._found):
            for step in range(first + len(found), run.count):
                found.append(abs(miss(run, index, weight_at(session, step, index))))
        now = [abs(miss(run, index, weight)) for index, weight in enumerate(run.weights)]
        return [RunLine(OLD[i % len(OLD)], (*found, now[i])) for i, found in enumerate(self._found)]


def runs_sentence(session: Session) -> str:
    """Which run this is, where the second star allows only so many. Empty: it does not."""
    most = aim_of(session.level.par_target).most
    if most is None:
        return ""
    here = session.tally.runs + (0 if session.count > session.recorded else 1)
    if here > most:
        return _("run {n}: more than the {most} for star 2").format(n=here, most=most)
    return _("run {n} of {most} for star 2").format(n=here, most=most)
