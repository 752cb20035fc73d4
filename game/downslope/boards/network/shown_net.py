"""The network as it is shown: of which example, how far its step has come, and its numbers, read from the engine: the
values of every layer, deltas on their way back, the dead. Nothing here is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple

from ...engine.run import Run
from ...i18n import _
from ...learning import Dense, Network, Node, Picture, Vector, Wire, layers_of, picture_faults
from ...rules import Level
from ...view.cards.example_table import ExampleRow
from ...view.draw import smooth
from ...view.format.numbers import short
from ...view.networks.answers import SHADES, AnswerKind, Answers, cell_text, means_of
from ...view.networks.net_layout import Net
from ...view.widgets.panel import Laid
from ..shared.neuron_model import input_names
from ..shared.panel import Host, Latest

FORWARD, ERROR, BACK = 0.42, 0.5, 0.82  # parts of a hop's time at whose end each is over
PULSE = 0.5  # seconds from one layer to the next


class StepProgress(NamedTuple):
    """How far it is. `forward`, `back`: layers that light has gone through, from the input, and from the prediction.

    told   the error is told        moved   0 ... 1 of the weights' way
    """

    forward: float
    back: float | None = None
    told: bool = True
    moved: float = 0.0


# What every neuron of a network answers to every example: which picture that is, the numbers, a sentence for it.


FEW_ANSWERS, SIDE, ALONG = 12, 16, 41  # examples that have a cell each; places along a field's side, and along a curve
Column = list[tuple[float, ...]]  # a layer: of each neuron its answers
Pairs = Sequence[tuple["Vector", "Vector"]]


def varying_inputs(inputs: Sequence[Vector]) -> list[int]:
    """Which inputs are not the same in all examples."""
    return [k for k in range(len(inputs[0])) if len({row[k] for row in inputs}) > 1]


def kind_of(examples: Pairs) -> AnswerKind | None:
    """Which picture these examples ask for. None: there are too many to be asked at every step."""
    if not 0 < len(examples) <= 64:  # examples that are asked at every step
        return None
    inputs = [tuple(input) for input, _goal in examples]
    varying = varying_inputs(inputs)
    on_off = all(row[k] in (0, 1) for row in inputs for k in varying)
    pairs = [tuple(row[k] for k in varying) for row in inputs]
    if len(varying) == 2 and on_off and len(set(pairs)) == len(pairs):
        return AnswerKind("corners", 2, 2, tuple((int(down), int(across)) for across, down in pairs))
    if len(varying) == 1 and len(set(pairs)) > 2:
        return AnswerKind("curve", across=tuple(float(pair[0]) for pair in pairs))
    if len(varying) == 2 and not on_off:
        first, second = zip(*pairs)
        return AnswerKind("field", across=tuple(map(float, first)), down=tuple(map(float, second)))
    goals = [goal for _input, goal in examples]
    classes = tuple(float(goal[0] if len(goal) == 1 else list(goal).index(max(goal))) for goal in goals)
    if len(examples) > FEW_ANSWERS:
        return AnswerKind("means", across=classes)
    # One row for each of two goals, the larger one above; else two rows in the table's order.
    kinds = sorted(set(classes), reverse=True)
    if len(kinds) != 2:
        half = -(-len(examples) // 2)
        places = tuple(divmod(place, half) for place in range(len(examples)))
        return AnswerKind("rows", 1 + (len(examples) > half), half, places, classes)
    taken, cells = [0, 0], list[tuple[int, int]]()
    for each in classes:
        row = kinds.index(each)
        cells.append((row, taken[row]))
        taken[row] += 1
    return AnswerKind("rows", 2, max(taken), tuple(cells), classes)


@dataclass(eq=False)
class AnswerModel:
    """The answers of one run's network, for the weights that they were asked for last."""

    _places: Latest[tuple[AnswerKind | None, list[Vector]]] = field(default_factory=Latest)
    _kept: Latest[tuple[list[Column], list[Column]]] = field(default_factory=Latest)

    def kind(self, run: Run) -> AnswerKind | None:
        return self._places.of((run.serial, len(run.examples)), places_of, run)[0]

    def of(self, run: Run, weights: Sequence[float]) -> tuple[list[Column], list[Column]]:
        """(answers of each layer from the first hidden one on, what lies along curve or field)."""
        self.kind(run)
        return self._kept.of((run.serial, tuple(weights)), self._ask, run, weights)

    def _ask(self, run: Run, weights: Sequence[float]) -> tuple[list[Column], list[Column]]:
        count, network, asked = len(run.examples), layers_of(run.network), list[list[Vector]]()
        sizes = network.sizes[1:] if network is not None else (run.network.outputs,)
        for input in [*(input for input, _goal in run.examples), *self._places.value[1]]:
            try:
                asked.append((network or run.network).forward(weights, input))
            except ArithmeticError:  # beyond what a number can be
                asked.append([input, *([float("inf")] * size for size in sizes)])
        layers, lines = list[Column](), list[Column]()
        for column in list(zip(*asked))[1:]:
            numbers = list(zip(*column))
            layers.append([row[:count] for row in numbers])
            lines.append([row[count:] for row in numbers])
        return layers, lines


def places_of(run: Run) -> tuple[AnswerKind | None, list[Vector]]:
    """The picture that its examples ask for, and what it asks besides them: along a curve, over a field."""
    kind, places = kind_of(run.examples), list[Vector]()
    if kind is None or kind.name not in ("curve", "field"):
        return kind, places
    inputs = [list(input) for input, _goal in run.examples]
    varying = varying_inputs(inputs)
    ends = [(min(row[k] for row in inputs), max(row[k] for row in inputs)) for k in varying]
    count = ALONG if kind.name == "curve" else SIDE
    downs = range(1) if kind.name == "curve" else range(SIDE)
    for across, down in [(across, down) for down in reversed(downs) for across in range(count)]:
        row = list(inputs[0])
        for k, step, (low, height) in zip(varying, (across, down), ends):
            row[k] = low + (height - low) * step / (count - 1)
        places.append(row)
    return kind, places


def pictures_of(columns: Sequence[Column], lines: Sequence[Column], dead: Sequence[object]) -> list[list[Answers]]:
    """Of each layer, each neuron's. `dead`: of the hidden neurons, layer by layer, None where it is not."""
    pictures, first = list[list[Answers]](), 0
    for layer, (column, along) in enumerate(zip(columns, lines), 1):
        hidden = layer < len(columns)
        gone = dead[first : first + len(column)] if hidden and dead else [None] * len(column)
        colour = "text" if hidden else "prediction"
        pictures.append([Answers(*row, colour, each is not None) for row, each in zip(zip(column, along), gone)])
        first += len(column)
    return pictures


# -- in words --------------------------------------------------------------------------------------------------------


def example_word(level: Level) -> str:
    """What the level calls an example."""
    return _(level.words.get("example", "")) or _("example")


def example_names(level: Level, examples: Pairs, kind: AnswerKind) -> list[str]:
    """What each example is called: "left, not middle", "both", or by its number."""
    one = example_word(level)
    if kind.name != "corners":
        return [f"{one} {number}" for number in range(1, len(examples) + 1)]
    inputs = [input for input, _goal in examples]
    varying = varying_inputs(inputs)
    first, second = (input_names(level)[k] for k in varying)
    words = {(0, 0): _("neither"), (1, 1): _("both"), (0, 1): _("{a}, not {b}").format(a=first, b=second),
             (1, 0): _("{a}, not {b}").format(a=second, b=first)}  # fmt: skip
    return [words[cell] for cell in kind.cells]


def most(names: Sequence[str], values: Sequence[float | None]) -> str:
    """The example that a neuron answers most to; "": to none."""
    known = [(abs(value), name) for name, value in zip(names, values) if value is not None]
    best = max(known, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] * SHADES >= 0.5 else ""


FEW = 64  # examples of which it is looked who never lights up


TALLEST, MOST = 24, 300  # neurons of a layer, weights: what there is room for
Values = list[tuple[float, ...]]


def sizes_of(network: Network) -> tuple[int, ...]:
    """Neurons of each layer, the inputs first. (): it is not dense."""
    layers = layers_of(network)
    return layers.sizes if layers is not None else ()


def fits(network: Network) -> bool:
    """A dense network that can be drawn with all its wires."""
    sizes = sizes_of(network)
    return 1 < len(sizes) <= 5 and max(sizes) <= TALLEST and network.size <= MOST


def values_of(run: Run, weights: Sequence[float], example: int) -> Values | None:
    """Every layer's values for an example. None: they are beyond what a number can be."""
    try:
        network = layers_of(run.network) or run.network
        values = [tuple(layer) for layer in network.forward(weights, run.examples[example][0])]
    except ArithmeticError:
        return None
    return values if all(map(isfinite, values[-1])) else None


def weights_between(run: Run, step: int, part: float) -> tuple[float, ...]:
    """A part of the way from the weights of a step to those of the next."""
    eased = smooth(part)
    return tuple(a + (b - a) * eased for a, b in zip(run.weights_at(step), run.weights_at(step + 1)))


def deltas_of(run: Run, weights: Sequence[float], layers: Values, example: int) -> Values:
    """The delta of every neuron, the first hidden layer's first, the prediction's last."""
    delta = run.metric.deltas(layers[-1], run.examples[example][1])
    dense = layers_of(run.network)
    if dense is None:
        return [tuple(delta)]
    return [tuple(row) for row in dense.layer_deltas(weights, layers, delta)]


def error_of(run: Run, layers: Values, example: int) -> float | None:
    """The error of one example, from the values of the layers. None: it is no number."""
    try:
        return run.metric.total_error(layers[-1], run.examples[example][1])
    except ArithmeticError:
        return None


def dead_neurons_of(run: Run, weights: Sequence[float]) -> list[tuple[float, ...] | None]:
    """For each hidden neuron that no example brings above 0: what it gets for each. None: it lights up, or cannot die.

    Only a ReLU can be dead: it passes nothing forward and nothing back.
    """
    network = layers_of(run.network)
    if network is None:
        return []
    totals: list[list[float]] = [[] for _k in range(network.hidden)]
    for input, _goal in run.examples:
        for neuron, total in enumerate(network.totals(weights, network.forward(weights, input))):
            totals[neuron].append(total)
    names = network.activations
    return [tuple(t) if n == "relu" and all(x <= 0 for x in t) else None for t, n in zip(totals, names)]


def lamps(run: Run) -> bool:
    """Every input of every example is on or off."""
    return all(value in (0, 1) for input, _goal in run.examples for value in input)


def heads(level: Level, pictures: bool) -> list[str]:
    """What the columns are called; hidden ones with their activation where it is one for all, and no plain one.

    `pictures`: the neurons show what they answer, and what is wanted is a column too.
    """
    network, words = level.network, level.words
    count = len(sizes_of(network))
    titles = [_(words.get("inputs", "inputs"))]
    for layer in range(1, count - 1):
        name = _("hidden") if count == 3 else _("hidden {n}").format(n=layer)
        kinds = set(kinds_of(network, layer))
        titles.append(f"{name}, {kinds.pop()}" if len(kinds) == 1 and not kinds & {"relu", "linear"} else name)
    return [*titles, _("prediction"), *([_("goal")] if pictures else [])]


def kinds_of(network: Network, layer: int) -> tuple[str, ...]:
    """The activations of a hidden layer."""
    layers = layers_of(network)
    if layers is None:
        return ()
    first = sum(layers.sizes[1:layer])
    return layers.activations[first : first + layers.sizes[layer]]


def neuron_name(level: Level, layer: int, number: int) -> str:
    """Of a node, as a wire's tip says it."""
    sizes = sizes_of(level.network)
    if layer == 0:
        return input_names(level)[number]
    if layer == len(sizes) - 1:
        return _("prediction") if sizes[-1] == 1 else _("prediction {n}").format(n=number + 1)
    if len(sizes) == 3:
        return _("hidden {n}").format(n=number + 1)
    return _("hidden {layer}.{n}").format(layer=layer, n=number + 1)


def goal_word(level: Level, goals: Sequence[float]) -> str:
    """The level's own word for a goal, else the number itself; of several, which one is on, or the first ones."""
    if len(goals) == 1:
        return _(level.words.get(f"goal {goals[0]:g}", "")) or short(goals[0])
    if sorted(goals) == [0] * (len(goals) - 1) + [1]:
        number = list(goals).index(1)
        return _(level.words.get(f"goal {number}", "")) or str(number)
    return " ".join(short(goal) for goal in goals[:2]) + (" …" if len(goals) > 2 else "")


class VisibleNet:
    """`chosen`: the example that the player wants to see; None: the one that the step looks at.

    in_parts    a step goes on part by part      number   how many parts of the next one were seen
    """

    in_parts, number = Laid(False), Laid(0)

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self._clock = 0.0
        self._at: object = None
        self.chosen: int | None = None
        self.wire: int | None = None  # index of the one that was chosen last
        self._moment: object = None
        self._dead: Latest[list[tuple[float, ...] | None]] = Latest()
        self._rows: Latest[list[ExampleRow]] = Latest()
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

    def wires_into(self, neuron: tuple[int, int]) -> slice:
        """Where the weights of a neuron are that is no input."""
        layers, (layer, number) = layers_of(self.attempt.now.network), neuron
        assert layers is not None
        return layers.blocks[layer - 1].row(number)

    def weights(self) -> tuple[float, ...]:
        return self.attempt.shown.run.weights_at(self.attempt.step)

    @property
    def neuron(self) -> tuple[int, int]:
        """The one that is told of: pointed at, or chosen, else the first one behind the inputs."""
        for neuron in (self.pointed, self.pinned):
            if neuron is not None and neuron[0] < len(self.sizes) and neuron[1] < self.sizes[neuron[0]]:
                return neuron
        return (1, 0)

    def sentence(self) -> str:
        """The picture of the neuron that is told of in words; "": it has none, or it is asked for."""
        session, kind, (layer, number) = self.attempt.shown, self.kind, self.neuron
        if kind is None or (self.asked and layer < len(self.sizes) - 1):
            return ""
        values = self.answers.of(session.run, self.weights())[0][layer - 1][number]
        if kind.name == "means":
            pairs = [(f"{_('goal')} {cell_text(goal)}", mean) for goal, mean in means_of(kind, values)]
        else:
            pairs = list(zip(example_names(session.level, session.run.examples, kind), values))
        cells = "; ".join(f"{example} {cell_text(value, 6)}" for example, value in pairs)
        return f"{neuron_name(session.level, layer, number)}: {cells}"

    def example(self) -> int:
        """The step's own while it is under way, else the chosen one."""
        run, step = self.attempt.shown.run, self.attempt.step
        batch = run.order.batch(step)
        if self.chosen is not None and self.chosen < len(run.examples) and self.attempt.playback.hop_progress <= 0:
            return self.chosen
        return batch[0]

    def update(self, seconds: float) -> None:
        """Time goes by; a step that is made lets go of the chosen example, unless a step sees them all."""
        session = self.attempt.session
        here = (session.run.serial, session.count, tuple(session.weights), repr(session.knobs))
        if here != self._at:  # whatever else is done to the run begins the step anew
            self._at, self.number = here, 0
        self._clock = 1e9 if self.host.game.settings.still else self._clock + seconds
        session = self.attempt.shown
        moment = (session.run.serial, self.attempt.step, self.number)
        if moment != self._moment:
            self._moment = moment
            if len(session.run.batches) > 1:
                self.chosen = None

    def active(self) -> bool:
        """The player's own run stands at its end, and goes on part by part."""
        attempt = self.attempt
        own = attempt.shown is attempt.session and attempt.step >= attempt.session.count
        moves = attempt.playback.moving or attempt.playback.running
        return self.in_parts and own and not (moves or attempt.over)

    def toggle(self) -> None:
        self.in_parts = not self.in_parts
        self.number, self._clock = 0, 0.0

    def carry_on(self) -> bool:
        """The next part. False: it is the update, which is the step itself."""
        if self.number == (3 if len(self.sizes) > 2 else 2):
            self.number = 0
            return False
        self.number += 1
        self._clock = 0.0
        if self.number == 3:
            self.attempt.game.player_feedback.did("backward")
        return True

    def progress(self) -> StepProgress:
        """What is seen now of the step that is looked at."""
        wires = len(self.sizes) - 1
        if self.active():
            way = min(float(wires), self._clock / PULSE)
            if self.number < 2:
                return StepProgress(way * self.number, told=False)
            return StepProgress(float(wires), way if self.number == 3 else 0.0)
        hop = self.attempt.playback.hop_progress
        if hop <= 0:
            return StepProgress(float(wires))
        if hop < FORWARD:
            return StepProgress(wires * hop / FORWARD, told=False)
        if hop < ERROR or wires < 2:
            return StepProgress(float(wires), 0.0, moved=max(0.0, (hop - BACK) / (1 - BACK)))
        if hop < BACK:
            return StepProgress(float(wires), wires * (hop - ERROR) / (BACK - ERROR))
        return StepProgress(float(wires), float(wires), moved=(hop - BACK) / (1 - BACK))

    def rows(self) -> list[ExampleRow]:
        """The table, from the weights as they stand at the step looked at."""
        session, weights = self.attempt.shown, self.weights()
        level, run = session.level, session.run

        def rows() -> Iterator[ExampleRow]:
            for number, (input, goals) in enumerate(run.examples):
                layers = values_of(run, weights, number)
                prediction = layers[-1][0] if layers is not None else float("inf")
                error = error_of(run, layers, number) if layers is not None and len(goals) > 1 else None
                yield ExampleRow(tuple(input), goal_word(level, goals), prediction, goals[0], error)

        return self._rows.of((run.serial, weights), lambda: list(rows()))

    def net(self, focused: int | None) -> Net:
        """What the picture shows. `focused`: the wire that is pointed at."""
        session, seen, example, weights = self.attempt.shown, self.progress(), self.example(), self.weights()
        run, level, count = session.run, session.level, len(self.sizes)
        values = values_of(run, weights, example) or [run.examples[example][0]] + [None] * (count - 1)
        layers = [v if k <= seen.forward + 1e-9 else None for k, v in enumerate(values)]
        deltas: list[tuple[float, ...] | None] = [None] * (count - 1)
        if seen.back is not None and layers[-1] is not None:
            blames_back = deltas_of(run, weights, values, example)  # type: ignore[arg-type]
            deltas = [d if count - 2 - k <= seen.back + 1e-9 else None for k, d in enumerate(blames_back)]
        error = error_of(run, values, example) if seen.told and layers[-1] is not None else None  # type: ignore[arg-type]
        dead: list[tuple[float, ...] | None] = []
        if not self.asked:
            key = (run.serial, weights)
            dead = self._dead.of(key, lambda: dead_neurons_of(run, weights) if len(run.examples) <= FEW else [])
        step = self.attempt.step
        moved = weights_between(run, step, seen.moved) if seen.moved > 0 and step < session.count else weights
        goal = None
        if self.kind is not None and self.sizes[-1] == 1:
            goal = Answers(tuple(goal[0] for _input, goal in run.examples), (), "goal", False, example, True)
        # The wires into the neuron that is pointed at, and out of it.
        marked = set[int]()
        if self.pointed is not None and self.pointed == self.neuron:
            layer, place = self.pointed
            if layer:
                into = self.wires_into(self.pointed)
                marked |= {*range(into.start, into.stop)}
            if layer < count - 1:
                marked |= {self.wires_into((layer + 1, to)).start + place for to in range(self.sizes[layer + 1])}
        # Of each wire, what it is to blame for: its weight_delta, once the delta behind it is on its way back.
        blames: list[float] = []
        for layer, (inputs, neurons) in enumerate(zip(self.sizes, self.sizes[1:]) if seen.back or seen.moved else ()):
            row, values_in = deltas[layer], layers[layer]
            for target in range(neurons):
                for source in range(inputs):
                    blame = 0.0 if row is None or values_in is None else row[target] * values_in[source]
                    blames.append(round(4 * min(1.0, abs(blame)) + 0.49) / 4 if blame else 0.0)
        return Net(
            layers, moved, run.examples[example][1], error, deltas, input_names(level),
            heads(level, self.kind is not None), lamps(run), dead, focused, session.frozen,
            self._pictures(weights, example, layers, dead), goal, frozenset(marked), tuple(blames),
            "alpha" if seen.moved > 0 else "error",
        )  # fmt: skip

    @property
    def asked(self) -> bool:
        """Who lights up is what is asked: the pictures of the hidden neurons would say so. The machine shows all."""
        open_bets = self.attempt.open_bets
        return self.attempt.show is None and any(open_bets.questions[n].asks == "lit" for n in open_bets.offered)

    def _pictures(self, weights: tuple[float, ...], example: int, layers: Sequence[Sequence[float] | None],
                  dead: Sequence[object]) -> list[list[Answers]]:  # fmt: skip
        """Each neuron's picture; of the example that is looked at only once the light has come there."""
        if self.kind is None:
            return []
        rows, asked = pictures_of(*self.answers.of(self.attempt.shown.run, weights), dead), self.asked
        for layer, row in enumerate(rows, 1):
            came, secret = layers[layer] is not None, asked and layer < len(self.sizes) - 1
            for number, picture in enumerate(row):
                known = ((came if k == example else not secret, value) for k, value in enumerate(picture.values))
                values, line = tuple(v if is_known else None for is_known, v in known), () if secret else picture.line
                row[number] = picture._replace(values=values, line=line, lit=example)
        return rows


FLAT = 2  # weights that have a bowl or a map of contours, which show more


def picture_of(level: Level) -> Picture | None:
    """None: nobody says, or it is better seen otherwise, or too large."""
    network = level.network
    own = network.picture()
    if own is not None or network.size <= FLAT or layers_of(network) is not None:
        return own
    dense = [op for op in network.ops() if isinstance(op, Dense)]
    if not dense or len(dense) < len(network.ops()):
        return None
    # A node for each input and neuron, and one that is always 1 where neurons have a bias.
    inputs = input_names(level) if network.inputs > 1 else [_(level.words.get("input", "input"))]
    nodes, wires = list[Node](), list[Wire]()
    before = list[int]()
    for layer, op in enumerate(dense):
        if layer == 0:
            nodes += [Node(0, inputs[index], (0, index)) for index in range(op.inputs)]
            before = list(range(op.inputs))
        if op.bias:
            before.append(len(nodes))
            nodes.append(Node(layer, _("always 1")))
        here = [len(nodes) + neuron for neuron in range(op.neurons)]
        nodes += [Node(layer + 1, "", (layer + 1, neuron)) for neuron in range(op.neurons)]
        for neuron, end in enumerate(here):
            first = op.first + neuron * op.width
            wires += [Wire(start, end, first + place) for place, start in enumerate(before)]
        before = here
    picture = Picture(nodes, wires)
    layers = network.forward([0.0] * network.size, [0.0] * network.inputs)
    return None if any(picture_faults(picture, network.size, layers)) else picture
