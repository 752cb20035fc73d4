"""Two pages beside a network: how one neuron comes to its answer, and when all of them came to theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...captions.hidden_moments import hidden_moments
from ...captions.run_table import RunTable
from ...formulas.polynomial import is_gradient_descent
from ...i18n import _, sentence_case, several
from ...learning.vectors import dot
from ...view.draw.tokens import LABEL
from ...view.format.measure import measure
from ...view.format.numbers import number
from ...view.networks.answer_table import LEFT, MOST, UNIT, AnswerTable, WhenRow
from ...view.networks.answers import Answers
from ...view.networks.neuron_sum import FEW, NeuronSum, Product, draw_neuron_sum
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel
from .net_answers import example_names, example_word, most, pictures_of
from .net_model import dead_of, deltas_of, kinds_of, neuron_name, values_of
from .net_page import NetPage

if TYPE_CHECKING:
    from ...learning.learner import Learner
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .shown_net import ShownNet


class NeuronPage(NetPage, AttemptPanel):
    """The neuron that is pointed at, focused or chosen, at the example that is looked at."""

    bare, words = (380.0, 60.0), (0.0, 140.0)

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.net = shown
        self._plain: tuple[Learner | None, bool] = (None, False)

    def paint(self, canvas: Canvas) -> None:
        layer, place = self.net.neuron
        shown = self.net.net(None)
        answers: Answers | None = None
        if 0 < layer <= len(shown.answers):
            answers = shown.answers[layer - 1][place]
        draw_neuron_sum(canvas, self.under_names, self.sum(), self.net.kind, answers)

    def sum(self) -> NeuronSum:
        """Its numbers now."""
        net, session = self.net, self.attempt.shown
        run, level, weights, example = session.run, session.level, net.weights(), net.example()
        (layer, place), last = net.neuron, len(net.sizes) - 1
        seen = net.progress()
        layers = values_of(run, weights, example)
        came = layers is not None and seen.forward >= layer - 1e-9
        before = layers[layer - 1] if came and layers is not None else None
        into = weights[net.wires_into(net.neuron)]
        terms = [
            Product(neuron_name(level, layer - 1, k), None if before is None else before[k], weight)
            for k, weight in enumerate(into)
        ]
        total = None if before is None else dot(into, before)
        rest = None
        if len(terms) > FEW:
            size = {k: abs((t.value or 0.0) * t.weight) for k, t in enumerate(terms)}
            kept = sorted(sorted(size, key=lambda k: -size[k])[:FEW])
            others = [t for k, t in enumerate(terms) if k not in kept]
            rest = (len(others), dot([t.weight for t in others], [t.value or 0.0 for t in others]))
            terms = [terms[k] for k in kept]
        hidden = layer < last
        bend = kinds_of(run.network, layer)[place] if hidden else ""
        value = layers[layer][place] if came and layers is not None else None
        names = example_names(level, run.examples, net.kind) if net.kind is not None else []
        asked = net.asked and hidden
        best = "" if asked or not hidden or net.kind is None else most(names, self._answers(layer, place))
        name = neuron_name(level, layer, place)
        where = _("at {example} {n}").format(example=example_word(level), n=example + 1)
        told = "" if asked or layers is None else self._told(session, layer, place, [list(row) for row in layers])
        hue = "text" if hidden else "prediction"
        return NeuronSum(sentence_case(name), where, best, tuple(terms), rest, total, bend, value, told, hue)

    def _answers(self, layer: int, place: int) -> tuple[float | None, ...]:
        columns, _lines = self.net.answers.of(self.attempt.shown.run, self.net.weights())
        return columns[layer - 1][place]

    def _told(self, session: Session, layer: int, place: int, layers: list[list[float]]) -> str:
        """What it is to blame for, and by how much its wires move; of a dead one, what it gets."""
        net, run, weights = self.net, session.run, self.net.weights()
        last = len(net.sizes) - 1
        first = sum(net.sizes[1:layer])
        dead = dead_of(run, weights) if layer < last else []
        totals = dead[first + place] if first + place < len(dead) else None
        if totals is not None:
            gets = " ".join(number(total, 1) for total in totals[:6]) + (" …" if len(totals) > 6 else "")
            return _("Its sums {totals}: never above 0.").format(totals=gets)
        if not net.progress().told or run.learner is None:
            return ""
        deltas = deltas_of(run, weights, [tuple(row) for row in layers], net.example())
        share, moved = deltas[layer - 1][place], self._moved(session, layer, deltas[layer - 1][place], layers)
        if layer == last:
            goal = run.examples[net.example()][1][place]
            parts = {"prediction": number(layers[-1][place]), "goal": number(goal), "delta": number(share, 2, True)}
            said = _("delta [prediction:{prediction}] − [goal:{goal}] = [error:{delta}]").format(**parts)
        elif net.sizes[layer + 1] == 1 and layer + 1 == last:
            out = weights[net.wires_into((last, 0))][place]
            parts = {"delta": number(deltas[-1][0], 2, True), "out": number(out), "share": number(share, 2, True)}
            said = _("back delta [error:{delta}] × [weight:{out}] = [error:{share}]").format(**parts)
            if share == 0 and deltas[-1][0] and out:
                said = _("It was dark here: nothing goes back through it.")
        else:
            count = net.sizes[layer + 1]
            parts = {"count": str(count), "share": number(share, 2, True)}
            said = several("back its share of {count} delta = [error:{share}]",
                           "back its share of {count} deltas = [error:{share}]", count).format(**parts)  # fmt: skip
        return said + moved

    def _moved(self, session: Session, layer: int, share: float, layers: list[list[float]]) -> str:
        """Where a step is alpha times the share times the input, and all inputs that are lit are alike."""
        run, step = session.run, self.attempt.step
        if self._plain[0] is not run.learner:
            self._plain = run.learner, run.learner is not None and is_gradient_descent(run.learner)
        alpha = run.alpha_at(step) if step < run.count else run.alpha
        lit = {value for value in layers[layer - 1] if value}
        one = len(run.order.batch(step)) == 1
        if not self._plain[1] or not isinstance(alpha, (int, float)) or len(lit) != 1 or not share or not one:
            return ""
        by = -alpha * share * lit.pop()
        up, down = _(": all its lit wires up by [weight:{by}]"), _(": all its lit wires down by [weight:{by}]")
        return (up if by > 0 else down).format(by=number(abs(by)))


class AnswersPage(NetPage, AttemptPanel):
    """The pictures of all neurons at passes of this run; a press looks back at one."""

    bare, words = (300.0, 100.0), (60.0, 40.0)

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.net = shown
        self._kept: dict[tuple[float, ...], list[list[Answers]]] = {}
        self._since: tuple[object, dict[int, int]] = (None, {})

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.table = AnswerTable(self.under_names, self._look, _("passes"))
        return [self.table]

    def _look(self, column: int) -> None:
        session = self.attempt.shown
        self.attempt.look(session.recorded + self.table.columns[column] * len(session.run.batches))
        self.host.game.feel.press()

    def refresh(self) -> None:
        table, session = self.table, self.attempt.shown
        each, first = len(session.run.batches), session.recorded
        whole = max(0, session.count - first) // each
        here = min(whole, max(0, self.attempt.step - first) // each)
        table.type, table.kind = self.text_scale, self.net.kind
        table.columns = columns_of(whole, here)
        table.here = table.columns.index(here)
        table.coming = whole + 1 if not self.attempt.over and len(table.columns) < MOST else None
        self._name_rows(_("pass") if each > 1 else _("step"))
        if table.kind is None or self.net.asked:
            table.columns, table.rows, table.here = (), (), 0
            return
        found = [self._pictures(session.run.weights_at(first + pass_ * each)) for pass_ in table.columns]
        since = self._sinces(session)
        rows = []
        for layer in range(1, len(self.net.sizes)):
            for place in range(self.net.sizes[layer]):
                name = neuron_name(session.level, layer, place) if layer < len(self.net.sizes) - 1 else ""
                began = since.get(place) if name and len(self.net.sizes) == 3 else None
                column = table.columns.index(began) if began in table.columns else None
                label = name.rsplit(" ", 1)[-1]
                rows.append(WhenRow(label, tuple(pictures[layer - 1][place] for pictures in found), column))
        table.rows = rows
        run_name = neuron_name(session.level, *self.net.neuron)
        table.label = f"{table.unit} {here}, {run_name}"

    def _name_rows(self, unit: str) -> None:
        """What a column counts has room under the rows' names."""
        if unit != self.table.unit:
            canvas = measure(self.host.game, self.host.width, self.host.height)
            self.table.unit, self.table.left = unit, max(LEFT, UNIT + canvas.width(unit, LABEL))

    def _pictures(self, weights: tuple[float, ...]) -> list[list[Answers]]:
        """Of each layer, of each neuron: worked out once for the same weights."""
        if weights not in self._kept:
            if len(self._kept) > 8 * MOST:
                self._kept.clear()
            run = self.attempt.shown.run
            self._kept[weights] = pictures_of(*self.net.past.of(run, weights), dead_of(run, weights))
        return self._kept[weights]

    def _sinces(self, session: Session) -> dict[int, int]:
        """For each neuron, the pass from which it answers to one example alone; told while the run stands."""
        playback = self.attempt.playback
        key = (session.run.serial, session.run.count)
        if self._since[0] != key and not playback.running and not playback.moving:
            each, found = len(session.run.batches), dict[int, int]()
            for moment in hidden_moments(RunTable(session)):
                if moment.kind in ("answers only", "answer only"):
                    neurons = moment.facts["neurons"]
                    for neuron in neurons if isinstance(neurons, tuple) else ():
                        found[int(neuron) - 1] = (moment.step - session.recorded) // each
            self._since = key, found
        return self._since[1] if self._since[0] == key else {}


def columns_of(whole: int, here: int) -> list[int]:
    """Passes from 0 to the last one: all, or so few, evenly in their logarithm, with the one that is looked at."""
    if whole < MOST:
        return list(range(whole + 1))
    found = {0, here, whole}
    for k in range(MOST - 3, 0, -1):
        found.add(round((whole + 1) ** (k / (MOST - 2))) - 1)
    step = 1
    while len(found) < MOST and step < whole:  # the smallest ones fall together
        found.add(step)
        step += 1
    return sorted(found)
