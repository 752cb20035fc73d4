"""A moment of a run: a step, and a fact about the run that is worth a caption there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, inf
from typing import Any, NamedTuple

from ..learning.architecture import layers_of
from ..learning.network import Vector
from ..learning.problem import Pair
from ..rules.costs import words_for
from ..rules.example import input_name
from ..rules.level import Level
from ..rules.session import Session
from ..view.format.numbers import short

# ---------------------------------------------------------------------------------------------------------------------
# A run at the ends of its passes: weights, and what each layer answers to each example.


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
        maximum = max(12, MOST // max(1, self.run.network.size * len(self.run.examples)))
        self.dense = self.passes < maximum
        self._answers: list[list[Layers]] = []
        passes: Sequence[int] = range(self.passes + 1)
        if not self.dense:  # so few, evenly in log, the last one among them
            ways = {ceil((self.passes + 1) ** (k / (maximum - 1))) - 1 for k in range(maximum - 1)}
            passes = sorted(ways | {self.passes})
        self.looks = [self.first + k * self.each for k in passes]

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
            return  # of another net no neuron has a moment
        if network.size * len(self.run.examples) > PIECE:
            return  # nor of one as large as that
        forward, inputs = network.forward, [inputs for inputs, _goal in self.run.examples]
        each = max(1, PIECE // max(1, network.size * len(inputs)))
        while len(self._answers) < len(self.looks):
            for step in self.looks[len(self._answers) : len(self._answers) + each]:
                weights = self.weights_at(step)
                self._answers.append([forward(weights, one) for one in inputs])
            yield


def holds_from(flags: Sequence[bool]) -> int | None:
    """The first place from which all are true to the end; None: the last one is not."""
    place = len(flags)
    while place and flags[place - 1]:
        place -= 1
    return place if place < len(flags) else None


# Kinds about the first step, seen in its parts: who is to blame.
IN_PARTS = ("low, one to blame", "high, one to blame", "share the blame")
MINOR = 2  # the rank of one of many looks


class Moment(NamedTuple):
    """One fact. Its words come from `sentence` (sentences.py), so that a test can read the facts themselves.

    step     the step of the run at which it is said; where nothing learns, how many actions were made until then
    rank     0: it must be seen; 1: if there is time; MINOR: for a short time
    kind     a row of TEMPLATES
    facts    the numbers and names in its words
    before   it is true of the pictures before this step; of the one that it is held at in any case
    """

    step: int
    rank: int
    kind: str
    facts: Mapping[str, Any] = {}
    before: float = inf


class DistinguishingInputs(NamedTuple):
    """What tells an example from the others: the level's words for inputs that are on, and for those that are off."""

    on: tuple[str, ...]
    off: tuple[str, ...]


class Amount(NamedTuple):
    """So many of something: 3 nights. The words are English, for one and for many."""

    n: int
    one: str
    many: str


class WeightPlace(NamedTuple):
    """Where a weight stands: the input or neuron before it, and the neuron behind it where there are several."""

    start: str
    end: str = ""


# ---------------------------------------------------------------------------------------------------------------------
# How a level calls its examples, its weights and what it counts: in English, translated where they are shown.


def name_by_input(words: Mapping[str, str], index: int, value: float) -> str:
    """Of a neuron that has one input: the level's own word for it, else "input .5", by what goes in."""
    return input_name(words, index, f"{words.get('input', 'input')} {short(value)}")


def distinguishing_inputs(words: Mapping[str, str], examples: Sequence[Pair], number: int) -> DistinguishingInputs:
    """What tells one example from the others: inputs that are the same in all of them are not named."""
    own = examples[number][0]
    vary = [i for i in range(len(own)) if len({inputs[i] for inputs, _goal in examples}) > 1]
    on = tuple(input_name(words, i) for i in vary if own[i])
    return DistinguishingInputs(on, tuple(input_name(words, i) for i in vary if not own[i]))


def amount(words: Mapping[str, str], count: int, unit: str) -> Amount:
    """So many of a unit of costs.UNITS, by the level's own word."""
    return Amount(count, *words_for(words, unit))


def weight_place(level: Level, index: int) -> WeightPlace:
    """Where a weight stands: of which input, or between which neurons."""
    network = level.network
    if network.weight_names:
        return WeightPlace(network.weight_names[index])
    layers = layers_of(network)
    if layers is None or not layers.hidden:
        return WeightPlace(input_name(level.words, index % max(1, network.inputs)))
    for number, block in enumerate(layers.blocks):
        if index < block.first + block.size:
            neuron, source = divmod(index - block.first, block.inputs)
            last = number == len(layers.blocks) - 1
            start = input_name(level.words, source) if number == 0 else f"hidden {source + 1}"
            return WeightPlace(start, "prediction" if last else f"hidden {neuron + 1}")
    return WeightPlace(f"weight {index + 1}")
