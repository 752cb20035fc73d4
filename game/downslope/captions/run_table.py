"""A run at the ends of its passes: weights, and what each layer answers to each example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import TYPE_CHECKING

from ..learning.architecture import layers_of
from ..learning.network import Vector

if TYPE_CHECKING:
    from ..rules.session import Session

PIECE = 3_000  # of them at once
MOST = 60_000  # weights times examples that are multiplied for all looks together: some 30 ms
MANY = 12  # examples: of more than that none is named

Layers = list[Vector]


class RunTable:
    """Of the player's own steps of the present run: a recording's do not count.

    `looks`: steps at the ends of passes, the start first. A long run of a large net is looked at less often, at
    places that are evenly spaced in log(pass): then it is not `dense`.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.run, self.words = session, session.run, session.level.words
        self.each, self.first, self.last = len(session.run.batches), session.recorded, session.run.count
        self.passes = (self.last - self.first) // self.each
        most = max(12, MOST // max(1, self.run.network.size * len(self.run.examples)))
        self.dense = self.passes < most
        self._answers: list[list[Layers]] = []
        self.looks = [self.first + k * self.each for k in _spread(self.passes, most)]

    def weights_at(self, step: int) -> Sequence[float]:
        return self.run.weights_at(step)

    @property
    def answers(self) -> list[list[Layers]]:
        """For each look, for each example: every layer's values, the input first."""
        for _piece in self.look():
            pass
        return self._answers

    def look(self) -> Iterator[None]:
        """The answers are worked out, a millisecond or two at a time."""
        network = layers_of(self.run.network)
        if network is None:
            return  # of another net no neuron is told of
        if network.size * len(self.run.examples) > PIECE:
            return  # nor of one as large as that
        forward, inputs = network.forward, [inputs for inputs, _goal in self.run.examples]
        each = max(1, PIECE // max(1, network.size * len(inputs)))
        while len(self._answers) < len(self.looks):
            for step in self.looks[len(self._answers) : len(self._answers) + each]:
                weights = self.weights_at(step)
                self._answers.append([forward(weights, one) for one in inputs])
            yield


def _spread(passes: int, most: int) -> list[int]:
    """0 ... passes; of too many so few, evenly in log, the last one among them."""
    if passes < most:
        return list(range(passes + 1))
    found = {ceil((passes + 1) ** (k / (most - 1))) - 1 for k in range(most - 1)}
    return sorted(found | {passes})


def holds_from(flags: Sequence[bool]) -> int | None:
    """The first place from which all are true to the end; None: the last one is not."""
    place = len(flags)
    while place and flags[place - 1]:
        place -= 1
    return place if place < len(flags) else None
