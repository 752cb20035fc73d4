"""The network as it is shown: of which example, how far its step has come, and its numbers. Nothing here is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...view.cards.example_table import ExampleRow
from ...view.draw.tween import smooth
from ...view.networks.net_layout import Net
from .net_model import (
    dead_of,
    deltas_of,
    error_of,
    goal_word,
    heads,
    input_names,
    lamps,
    sizes_of,
    values_of,
    weights_of,
)

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ..shared.host import Host

FORWARD, ERROR, BACK = 0.42, 0.5, 0.82  # parts of a hop's time at whose end each is over
PULSE = 0.5  # seconds from one layer to the next
FEW = 64  # examples of which it is looked who never lights up


class Seen(NamedTuple):
    """How far it is. `forward`, `back`: layers that light has gone through, from the input, and from the prediction.

    told   the error is told        moved   0 ... 1 of the weights' way
    """

    forward: float
    back: float | None = None
    told: bool = True
    moved: float = 0.0


class StepParts:
    """`wires`: layers of wires. `number`: how many parts of the next step were seen."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.on = False
        self.number = 0
        self._clock = 0.0
        self._at: object = None

    def active(self) -> bool:
        """The player's own run stands at its end, and goes on part by part."""
        attempt = self.attempt
        own = attempt.shown is attempt.session and attempt.step >= attempt.session.count
        return self.on and own and not attempt.playback.moving and not attempt.playback.running and not attempt.over

    def toggle(self) -> None:
        self.on = not self.on
        self.number, self._clock = 0, 0.0

    def go_on(self, wires: int) -> bool:
        """The next part. False: it is the update, which is the step itself."""
        if self.number == (3 if wires > 1 else 2):
            self.number = 0
            return False
        self.number += 1
        self._clock = 0.0
        return True

    @property
    def moving(self) -> bool:
        """A part is under way, from one layer to the next."""
        return self.active() and self._clock < PULSE * (len(sizes_of(self.attempt.now.network)) - 1)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by; whatever else is done to the run begins the step anew."""
        session = self.attempt.session
        here = (session.run.serial, session.count, tuple(session.weights), repr(session.knobs))
        if here != self._at:
            self._at, self.number = here, 0
        self._clock = 1e9 if still else self._clock + seconds

    def next_word(self, wires: int) -> str:
        """What the step's tile says."""
        words = [_("Forward"), _("Error"), _("Backward"), _("Update")]
        return words[self.number] if wires > 1 or self.number < 2 else words[3]

    def progress(self, wires: int) -> Seen:
        """What is seen now of the step that is looked at."""
        if self.active():
            way = min(float(wires), self._clock / PULSE)
            if self.number == 0:
                return Seen(0.0, told=False)
            if self.number == 1:
                return Seen(way, told=False)
            back = min(float(wires - 1), self._clock / PULSE) if self.number == 3 else 0.0
            return Seen(float(wires), back)
        hop = self.attempt.playback.hopping
        if hop <= 0:
            return Seen(float(wires))
        if hop < FORWARD:
            return Seen(wires * hop / FORWARD, told=False)
        if hop < ERROR or wires < 2:
            return Seen(float(wires), 0.0, moved=max(0.0, (hop - BACK) / (1 - BACK)))
        if hop < BACK:
            return Seen(float(wires), (wires - 1) * (hop - ERROR) / (BACK - ERROR))
        return Seen(float(wires), float(wires - 1), moved=(hop - BACK) / (1 - BACK))


class ShownNet:
    """`chosen`: the example that the player wants to see; None: the one that the step looks at."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.parts = StepParts(host.attempt)
        self.chosen: int | None = None
        self._moment: object = None
        self._dead: tuple[object, list[tuple[float, ...] | None]] = (None, [])
        self._rows: tuple[object, list[ExampleRow]] = (None, [])

    @property
    def sizes(self) -> tuple[int, ...]:
        return sizes_of(self.attempt.now.network)

    @property
    def deep(self) -> bool:
        """It has hidden neurons."""
        return len(self.sizes) > 2

    @property
    def names(self) -> list[str]:
        return input_names(self.attempt.now)

    def weights(self) -> tuple[float, ...]:
        return weights_of(self.attempt.shown, self.attempt.step)

    def progress(self) -> Seen:
        """How far the step that is looked at has come."""
        return self.parts.progress(len(self.sizes) - 1)

    # -- which example -----------------------------------------------------------------------------------------------

    def choose(self, example: int) -> None:
        self.chosen = example

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
        return Net(
            layers, self._moved(weights, seen.moved), run.examples[example][1], error, deltas, self.names,
            heads(level), lamps(run), self._dying(weights), focused, session.frozen,
        )  # fmt: skip

    def _moved(self, weights: tuple[float, ...], part: float) -> tuple[float, ...]:
        """On their way to the next step's."""
        session, step = self.attempt.shown, self.attempt.step
        if part <= 0 or step >= session.count:
            return weights
        after, part = weights_of(session, step + 1), smooth(min(1.0, part))
        return tuple(a + (b - a) * part for a, b in zip(weights, after))

    def _dying(self, weights: tuple[float, ...]) -> list[tuple[float, ...] | None]:
        run, asking = self.attempt.shown.run, self.attempt.asking
        if asking.waiting and any(q.asks == "lit" for q in asking.questions):
            return []  # that is what is asked
        key = (run.serial, weights)
        if self._dead[0] != key:
            self._dead = key, dead_of(run, weights) if len(run.examples) <= FEW else []
        return self._dead[1]
