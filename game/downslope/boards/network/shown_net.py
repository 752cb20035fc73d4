"""The network as it is shown: of which example, how far its step has come, and its numbers. Nothing here is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...learning.architecture import layers_of
from ...view.cards.example_table import ExampleRow
from ...view.networks.answers import Answers
from ...view.networks.net_layout import Net
from ..shared.input_names import input_names
from .net_answers import AnswerModel, example_names, pictures_of, sentence
from .net_model import (
    dead_of,
    deltas_of,
    error_of,
    goal_word,
    heads,
    lamps,
    neuron_name,
    sizes_of,
    values_of,
    weights_between,
)
from .step_parts import StepParts, StepProgress

if TYPE_CHECKING:
    from ...learning.ops import Dense
    from ...view.networks.answers import AnswerKind
    from ..shared.host import Host

FEW = 64  # examples of which it is looked who never lights up


class ShownNet:
    """`chosen`: the example that the player wants to see; None: the one that the step looks at."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.parts = StepParts(host.attempt)
        self.chosen: int | None = None
        self.wire: int | None = None  # index of the one that was chosen last
        self._moment: object = None
        self._dead: tuple[object, list[tuple[float, ...] | None]] = (None, [])
        self._rows: tuple[object, list[ExampleRow]] = (None, [])
        self.answers, self.past = AnswerModel(), AnswerModel()  # of the step that is looked at, and of others
        self.pinned: tuple[int, int] | None = None  # (layer, number) of the neuron that was chosen for good
        self.pointed: tuple[int, int] | None = None  # of the one under the pointer, or with the keyboard

    @property
    def kind(self) -> AnswerKind | None:
        """Which picture the neurons are."""
        return self.answers.kind(self.attempt.shown.run)

    @property
    def sizes(self) -> tuple[int, ...]:
        return sizes_of(self.attempt.now.network)

    @property
    def _blocks(self) -> list[Dense]:
        """Its layers of wires."""
        layers = layers_of(self.attempt.now.network)
        return layers.blocks if layers is not None else []

    def wires_into(self, neuron: tuple[int, int]) -> slice:
        """Where the weights of a neuron are that is no input."""
        layer, number = neuron
        return self._blocks[layer - 1].row(number)

    @property
    def deep(self) -> bool:
        """It has hidden neurons."""
        return len(self.sizes) > 2

    @property
    def names(self) -> list[str]:
        return input_names(self.attempt.now)

    def weights(self) -> tuple[float, ...]:
        return self.attempt.shown.run.weights_at(self.attempt.step)

    def progress(self) -> StepProgress:
        """How far the step that is looked at has come."""
        return self.parts.progress(len(self.sizes) - 1)

    # -- which example -----------------------------------------------------------------------------------------------

    def choose(self, example: int) -> None:
        self.chosen = example

    def choose_neuron(self, neuron: tuple[int, int]) -> None:
        """Its card stays."""
        self.pinned = neuron

    @property
    def neuron(self) -> tuple[int, int]:
        """The one that is told of: pointed at, or chosen, else the first one behind the inputs."""
        for neuron in (self.pointed, self.pinned):
            if neuron is not None and neuron[0] < len(self.sizes) and neuron[1] < self.sizes[neuron[0]]:
                return neuron
        return (1, 0)

    def sentence_of(self, neuron: tuple[int, int]) -> str:
        """A neuron's picture in words; "": it has none, or it is asked for."""
        session, kind, (layer, number) = self.attempt.shown, self.kind, neuron
        if kind is None or (self.asked and layer < len(self.sizes) - 1):
            return ""
        values = self.answers.of(session.run, self.weights())[0][layer - 1][number]
        names = example_names(session.level, session.run.examples, kind)
        return sentence(neuron_name(session.level, layer, number), names, kind, values)

    def example(self) -> int:
        """The step's own while it is under way, else the chosen one."""
        run, step = self.attempt.shown.run, self.attempt.step
        batch = run.order.batch(step)
        if self.chosen is not None and self.chosen < len(run.examples) and self.attempt.playback.hopping <= 0:
            return self.chosen
        return batch[0]

    def update(self, seconds: float) -> bool:
        """Time goes by; a step that is made lets go of the chosen example, unless a step sees them all.

        True: the step stands at another of its parts.
        """
        number = self.parts.number
        self.parts.update(seconds, self.host.game.settings.still)
        session = self.attempt.shown
        moment = (session.run.serial, self.attempt.step, self.parts.number)
        if moment != self._moment:
            self._moment = moment
            if len(session.run.batches) > 1:
                self.chosen = None
        return number != self.parts.number

    # -- the numbers -------------------------------------------------------------------------------------------------

    def rows(self) -> list[ExampleRow]:
        """The table, from the weights as they stand at the step looked at."""
        session, weights = self.attempt.shown, self.weights()
        key = (session.run.serial, weights)
        if self._rows[0] == key:
            return self._rows[1]
        level, run, rows = session.level, session.run, []
        for number, (input, goals) in enumerate(run.examples):
            layers = values_of(run, weights, number)
            prediction = layers[-1][0] if layers is not None else float("inf")
            error = error_of(run, layers, number) if layers is not None and len(goals) > 1 else None
            rows.append(ExampleRow(tuple(input), goal_word(level, goals), prediction, goals[0], error))
        self._rows = key, rows
        return rows

    def net(self, focused: int | None) -> Net:
        """What the picture shows. `focused`: the wire that is pointed at."""
        session, seen, example, weights = self.attempt.shown, self.progress(), self.example(), self.weights()
        run, level, count = session.run, session.level, len(self.sizes)
        values = values_of(run, weights, example) or [run.examples[example][0]] + [None] * (count - 1)
        layers = [v if k <= seen.forward + 1e-9 else None for k, v in enumerate(values)]
        deltas: list[tuple[float, ...] | None] = [None] * (count - 1)
        if seen.back is not None and layers[-1] is not None:
            found = deltas_of(run, weights, values, example)  # type: ignore[arg-type]
            deltas = [d if count - 2 - k <= seen.back + 1e-9 else None for k, d in enumerate(found)]
        error = error_of(run, values, example) if seen.told and layers[-1] is not None else None  # type: ignore[arg-type]
        dead = self._dying(weights)
        return Net(
            layers, self._moved(weights, seen.moved), run.examples[example][1], error, deltas, self.names,
            heads(level, self.kind is not None), lamps(run), dead, focused, session.frozen,
            self._pictures(weights, example, layers, dead), self._goal(example), self._marked(),
            self._shares(seen, layers, deltas),
        )  # fmt: skip

    @property
    def asked(self) -> bool:
        """Who lights up is what is asked: the pictures of the hidden neurons would say so."""
        asking = self.attempt.asking
        return asking.waiting and any(q.asks == "lit" for q in asking.questions)

    def _pictures(self, weights: tuple[float, ...], example: int, layers: Sequence[Sequence[float] | None],
                  dead: Sequence[object]) -> list[list[Answers]]:  # fmt: skip
        """Each neuron's picture; of the example that is looked at only once the light has come there."""
        if self.kind is None:
            return []
        found, asked = pictures_of(*self.answers.of(self.attempt.shown.run, weights), dead), self.asked
        for layer, row in enumerate(found, 1):
            came, secret = layers[layer] is not None, asked and layer < len(self.sizes) - 1
            for number, picture in enumerate(row):
                known = ((came if k == example else not secret, value) for k, value in enumerate(picture.values))
                told, line = tuple(v if is_known else None for is_known, v in known), () if secret else picture.line
                row[number] = picture._replace(values=told, line=line, lit=example)
        return found

    def _marked(self) -> frozenset[int]:
        """The wires into the neuron that is pointed at, and out of it."""
        if self.pointed is None or self.pointed != self.neuron:
            return frozenset()
        layer, place = self.pointed
        found, blocks = set[int](), self._blocks
        if layer:
            into = self.wires_into(self.pointed)
            found |= {*range(into.start, into.stop)}
        if layer < len(blocks):
            found |= {blocks[layer].row(target).start + place for target in range(blocks[layer].neurons)}
        return frozenset(found)

    def _goal(self, example: int) -> Answers | None:
        run = self.attempt.shown.run
        if self.kind is None or self.sizes[-1] != 1:
            return None
        return Answers(tuple(goal[0] for _input, goal in run.examples), (), "goal", False, example, True)

    def _shares(self, seen: StepProgress, layers: Sequence[Sequence[float] | None],
                deltas: Sequence[Sequence[float] | None]) -> tuple[float, ...]:  # fmt: skip
        """Of each wire, what it is to blame for: its weight_delta, once the delta behind it is on its way back."""
        if not seen.back and not seen.moved:
            return ()
        found: list[float] = []
        for layer, (inputs, neurons) in enumerate(zip(self.sizes, self.sizes[1:])):
            row, values = deltas[layer], layers[layer]
            for target in range(neurons):
                for source in range(inputs):
                    blame = 0.0 if row is None or values is None else row[target] * values[source]
                    found.append(round(4 * min(1.0, abs(blame)) + 0.49) / 4 if blame else 0.0)
        return tuple(found)

    def _moved(self, weights: tuple[float, ...], part: float) -> tuple[float, ...]:
        """On their way to the next step's."""
        session, step = self.attempt.shown, self.attempt.step
        if part <= 0 or step >= session.count:
            return weights
        return weights_between(session.run, step, part)

    def _dying(self, weights: tuple[float, ...]) -> list[tuple[float, ...] | None]:
        run = self.attempt.shown.run
        if self.asked:
            return []
        key = (run.serial, weights)
        if self._dead[0] != key:
            self._dead = key, dead_of(run, weights) if len(run.examples) <= FEW else []
        return self._dead[1]
