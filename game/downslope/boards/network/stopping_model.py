"""What the board of stopping in time shows, read from a session: the recorded training, the peeks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ...learning.architecture import layers_of
from ...learning.problem import Problem
from ...rules.actions import Probe, Reset, Stop, Turn
from ...rules.recording import start_pass
from ...rules.truncate import last_of
from ...view.charts.seen_unseen_chart import Peek
from .net_answers import varying_inputs

if TYPE_CHECKING:
    from ...learning.network import Network
    from ...learning.vectors import Vector
    from ...rules.level import Example
    from ...rules.session import Session
    from ...view.charts.seen_unseen_chart import Curve

MANY = 61  # places at which a curve is asked whose bends nobody knows


def is_between(peeks: Sequence[Peek]) -> bool:
    """The lowest unseen error that was peeked at has higher ones before and after it."""
    row = sorted(peeks, key=lambda peek: peek.at)
    lowest = min(row, key=lambda peek: peek.unseen, default=None)
    return lowest is not None and row[0].unseen > lowest.unseen < row[-1].unseen


def peeks_of(session: Session) -> list[Peek]:
    """Every peek since the start or the last reset, with the pass it was taken at."""
    here = start_pass(session.level) or 0.0
    places: list[float] = []
    for action in session.actions:
        if isinstance(action, Turn) and action.knob == "pass":
            here = float(action.value)
        elif isinstance(action, Reset):
            here, places = start_pass(session.level) or 0.0, []
        elif isinstance(action, Probe):
            places.append(here)
    pairs = zip(places, session.probed)
    return [Peek(i, at, p.error, p.unseen or 0.0) for i, (at, p) in enumerate(pairs, 1)]


def is_stopped(session: Session) -> bool:
    """It was stopped since the last reset."""
    return isinstance(last_of(session.actions, Stop, Reset), Stop)


def places_of(network: Network, weights: Vector, inputs: Sequence[Vector], varying: int) -> list[float]:
    """Where a network's curve over one input begins, bends and ends; else places that are near each other."""
    low, high = min(row[varying] for row in inputs), max(row[varying] for row in inputs)
    layers = layers_of(network)
    if layers is None or len(layers.sizes) != 3 or not set(layers.activations) <= {"relu", "linear"}:
        return [low + (high - low) * k / (MANY - 1) for k in range(MANY)]
    found, block = {low, high}, layers.blocks[0]
    for neuron in range(block.neurons):
        row = list(weights[block.row(neuron)])
        rest = 0.0
        for k, weight in enumerate(row):
            rest += weight * inputs[0][k] if k != varying else 0.0
        place = -rest / row[varying] if row[varying] else low
        if low < place < high and layers.activations[neuron] == "relu":
            found.add(place)
    return sorted(found)


class PeekModel:
    """The recorded training: mean errors at the passes that the knob can stand at, worked out a few at a time."""

    def __init__(self, session: Session) -> None:
        self.run, knob = session.recording_run, session.level.knob("pass")
        assert knob is not None
        self.passes = [float(v) for v in knob.values() or (knob.low, knob.high) if isinstance(v, (int, float))]
        self.each = len(self.run.batches)
        self.seen: Curve = tuple((at, self._error(self.run.full_problem, at)) for at in self.passes)
        self._others = Problem(self.run.network, session.level.data(unseen=True), self.run.metric)
        self.unseen: Curve = ()
        self._lines: dict[float, Curve] = {}

    @cached_property
    def line_input(self) -> int | None:
        """The one input that varies, where one predicts from it: the net is a curve over it. None: it is not."""
        inputs = [input for input, _goal in self.run.examples]
        varying = varying_inputs(inputs)
        return varying[0] if len(varying) == 1 and self.run.network.outputs == 1 else None

    def line(self, at: float) -> Curve:
        """What the net of a pass predicts over the examples' range, at its ends and bends: between them it is straight.

        A network whose bends nobody knows is asked at many places. Empty: it is no curve.
        """
        if self.line_input is None:
            return ()
        if at not in self._lines:
            weights = self._weights(at)
            inputs = [input for input, _goal in self.run.examples]
            places = places_of(self.run.network, weights, inputs, self.line_input)
            self._lines[at] = tuple((x, self._predict(weights, x)) for x in places)
        return self._lines[at]

    def points(self, examples: Sequence[Example]) -> Curve:
        """Each example over the input that varies, else over the first one."""
        return tuple((e.pair[0][self.line_input or 0], e.pair[1][0]) for e in examples)

    def _predict(self, weights: Vector, across: float) -> float:
        input = list(self.run.examples[0][0])
        input[self.line_input or 0] = across
        return self.run.network.predict(weights, input)[0]

    def _error(self, problem: Problem, at: float) -> float:
        return problem.error(self._weights(at))

    def _weights(self, at: float) -> Vector:
        """After so many passes."""
        return self.run.weights_at(min(self.run.count, round(at) * self.each))

    def go_on(self, some: int = 6) -> bool:
        """Work out the unseen errors of some passes more. True: they are all there."""
        done = len(self.unseen)
        self.unseen += tuple((at, self._error(self._others, at)) for at in self.passes[done : done + some])
        return len(self.unseen) == len(self.passes)
