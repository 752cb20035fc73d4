"""The network's panel: which example it shows, how far its step has come, and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.bowl_walk import eased
from ...view.cards.example_table import Row
from ...view.networks.net_layout import Net
from ...view.networks.net_picture import draw_net
from ...view.networks.net_wires import draw_pulses
from .net_model import dead_of, deltas_of, error_of, goal_word, heads, lamps, values_of, weights_of
from .step_parts import Seen

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .net_board import NetBoard


class NetStage:
    """`chosen`: the example that the player wants to see; None: the one that the step looks at."""

    def __init__(self, board: NetBoard) -> None:
        self.board = board
        self.attempt = board.attempt
        self.chosen: int | None = None
        self._moment: object = None
        self.net: Net | None = None  # what is shown
        self._dead: tuple[object, list[tuple[float, ...] | None]] = (None, [])
        self._lit: tuple[object, list[Row]] = (None, [])

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

    def update(self) -> None:
        """A step that is made lets go of the chosen example, unless a step sees them all."""
        session = self.attempt.shown
        moment = (session.run.serial, self.attempt.step, self.board.parts.number)
        if moment != self._moment:
            self._moment = moment
            if len(session.run.batches) > 1:
                self.chosen = None

    # -- the numbers -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        board, attempt = self.board, self.attempt
        self.net = self._make(board.parts.seen(len(board.sizes) - 1))
        session, wires = attempt.shown, board.wires
        if wires is not None:
            self._point()
            index = wires.index if wires.index is not None and wires.index < len(wires.at.wires) else None
            wires.index = index
            knob = session.level.knob("weight", index or 0)
            weight = self.net.weights[index] if index is not None else 0.0
            low, high = (knob.low, knob.high) if knob is not None else (-1.0, 1.0)
            wires.stand(weight, low, high, knob is not None and not board.machine, session.frozen)
        if board.table is not None:
            board.table.title = self._title()
            board.table.lamps = lamps(session.run)
            board.table.show(self._rows(), self.example())

    def _point(self) -> None:
        """The wire under the mouse."""
        board, wires = self.board, self.board.wires
        if wires is None:
            return
        controls = board.host.game.controls
        x, y = controls.pointer
        over = controls.device == "pointer" and board.host.at(x, y) is wires
        wires.hovered = wires.near(x, y) if over else None
        if board.host.focus == "wires" and board.host.ring and wires.index is None:
            wires.index = 0

    def _title(self) -> str:
        level = self.attempt.now
        word = _(level.words.get("examples", "examples"))
        return f"{len(self.attempt.shown.run.examples)} {word}"

    def _rows(self) -> list[Row]:
        """The table, from the weights as they stand at the step looked at."""
        session = self.attempt.shown
        weights = weights_of(session, self.attempt.step)
        key = (session.run.serial, weights)
        if self._lit[0] == key:
            return self._lit[1]
        level, run, rows = session.level, session.run, []
        for number, (input, goals) in enumerate(run.examples):
            layers = values_of(run, weights, number)
            prediction = layers[-1][0] if layers is not None else float("inf")
            error = error_of(run, layers, number) if layers is not None and len(goals) > 1 else None
            rows.append(Row(tuple(input), goal_word(level, goals), prediction, goals[0], error))
        self._lit = key, rows
        return rows

    def _make(self, seen: Seen) -> Net:
        attempt, board = self.attempt, self.board
        session, step = attempt.shown, attempt.step
        run, level, wires = session.run, session.level, board.wires
        example = self.example()
        weights = weights_of(session, step)
        count = len(board.sizes)
        values = values_of(run, weights, example) or [run.examples[example][0]] + [None] * (count - 1)
        layers = [v if k <= seen.forward + 1e-9 else None for k, v in enumerate(values)]
        deltas: list[tuple[float, ...] | None] = [None] * (count - 1)
        if seen.back is not None and layers[-1] is not None:
            found = deltas_of(run, weights, values, example)  # type: ignore[arg-type]
            deltas = [d if count - 2 - k <= seen.back + 1e-9 else None for k, d in enumerate(found)]
        error = error_of(run, values, example) if seen.told and layers[-1] is not None else None  # type: ignore[arg-type]
        focused = None
        if wires is not None:
            focused = wires.index if board.host.focus in ("wires", "freeze") else None
            focused = wires.hovered if focused is None else focused
        return Net(
            layers, self._moved(weights, seen.moved), run.examples[example][1], error, deltas, board.names,
            heads(level), lamps(run), self._dying(weights), focused, session.frozen,
        )  # fmt: skip

    def _moved(self, weights: tuple[float, ...], part: float) -> tuple[float, ...]:
        """On their way to the next step's."""
        session, step = self.attempt.shown, self.attempt.step
        if part <= 0 or step >= session.count:
            return weights
        after, part = weights_of(session, step + 1), eased(min(1.0, part))
        return tuple(a + (b - a) * part for a, b in zip(weights, after))

    def _dying(self, weights: tuple[float, ...]) -> list[tuple[float, ...] | None]:
        run, asking = self.attempt.shown.run, self.attempt.asking
        if asking.waiting and any(q.asks == "lit" for q in asking.questions):
            return []  # that is what is asked
        key = (run.serial, weights)
        if self._dead[0] != key:
            self._dead = key, dead_of(run, weights) if len(run.examples) <= 64 else []
        return self._dead[1]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        net, board = self.net, self.board
        if net is None or board.wires is None:
            return
        words = (_("helps"), _("holds back"), _("thicker = stronger"))
        button = board.host.widget("freeze") or board.host.widget("parts")
        right = board.wires.rect[0] + board.wires.rect[2] if button is None else button.rect[0]
        draw_net(canvas, board.wires.at, net, words, right - 16)
        self._paint_pulses(canvas, net, board.parts.seen(len(net.layers) - 1))

    def _paint_pulses(self, canvas: Canvas, net: Net, seen: Seen) -> None:
        if self.board.host.game.settings.still or self.board.wires is None:
            return
        at = self.board.wires.at
        last = len(at.xs) - 1
        layer = int(seen.forward)
        if layer < last and seen.forward > 0:
            draw_pulses(canvas, at, net, layer, seen.forward - layer)
        elif seen.back is not None and 0 < seen.back < last - 1:
            gone = int(seen.back)
            draw_pulses(canvas, at, net, last - 1 - gone, seen.back - gone, back=True)

    def paint_over(self, canvas: Canvas) -> None:
        net, wires = self.net, self.board.wires
        if net is not None and wires is not None and net.focused is not None and net.focused < len(net.weights):
            wires.draw_tip(canvas, net.focused, net.weights[net.focused], self.board.host.time)
