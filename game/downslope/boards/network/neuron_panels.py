"""Two pages beside a network: how one neuron comes to its answer, and when all of them came to theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from ...captions.moments import hidden_moments
from ...captions.sentences import RunTable
from ...formulas.inline import is_gradient_descent
from ...i18n import N_, _, plural_form, sentence_case
from ...learning import ACTIVATIONS, dot
from ...rules import Session
from ...view.charts.plot import Plot
from ...view.draw import CODE, LABEL, NUMBER, STRONG, Canvas, Run, weight_colour
from ...view.format.axis import Axis
from ...view.format.equation import addition, difference, product, products
from ...view.format.markup import coloured_lines, coloured_runs
from ...view.format.numbers import brief, number, with_sign
from ...view.networks.answers import PICTURES, RING, SIZES, AnswerKind, Answers, draw_answer, two_decimals
from ...view.widgets.widget import Intent, Rect, State, Widget
from ..shared.panel import AttemptPanel, Host, Latest
from .shown_net import (
    VisibleNet,
    dead_neurons_of,
    deltas_of,
    example_names,
    example_word,
    kinds_of,
    most,
    neuron_name,
    pictures_of,
    values_of,
)

LEFT, EDGE = 64.0, 16.0  # least room of the rows' names, and at the right
UNIT = 22.0  # beside the word for what a column counts
CELL = (26.0, 24.0)
MOST = 14  # columns


WhenRow = tuple[str, tuple[Answers, ...], int | None]


class AnswerTable(Widget):
    """`columns`: passes; `here`: the column that is looked at; `upcoming`: the next pass, None: there is none.

    rows    each neuron's name in its disc, "": the prediction; its answers in all columns; the column from which it
            holds what it has come to answer to, None: nothing
    on_look(column)   a column was pressed, or gone to with the arrows
    """

    intents = ("left", "right", "home", "end")
    role = N_("table")

    def __init__(self, rect: Rect, on_look: Callable[[int], object], label: str) -> None:
        super().__init__("when", rect)
        self.on_look, self.label = on_look, label
        self.kind: AnswerKind | None = None
        self.columns: Sequence[int] = ()
        self.rows: Sequence[WhenRow] = ()
        self.here = 0
        self.upcoming: int | None = None
        self.unit, self.left = "", LEFT
        self.type = 1.0

    @property
    def _pitch(self) -> float:
        count = len(self.columns) + (self.upcoming is not None)
        return min(46.0, (self.rect[2] - self.left - EDGE) / max(1, count))

    def place(self, column: int, row: int) -> Rect:
        """Of a picture."""
        x, y, _w, h = self.rect
        rows = max(1, len(self.rows))
        large = min(1.5, max(1.0, self.type))
        height = min(32.0 * large, (h - 28.0 * self.type - 4) / rows)
        width, tall = min(CELL[0] * large, self._pitch - 3), min(CELL[1] * large, height - 3)
        left = x + self.left + column * self._pitch + (self._pitch - width) / 2
        return (left, y + 4 + row * height + (height - tall) / 2, width, tall)

    def act(self, intent: Intent) -> bool:
        if intent.name == "press":
            return True
        if intent.name == "release":
            # The column at a place across.
            place = int((intent.x - self.rect[0] - self.left) // self._pitch)
            column = place if 0 <= place < len(self.columns) else None
            if column is not None and self.contains(intent.x, intent.y):
                self.feedback("press")
                self.on_look(column)
            return True
        if intent.name in self.handled_intents() and self.columns:
            last = len(self.columns) - 1
            to = {"left": self.here - 1, "right": self.here + 1, "home": 0, "end": last}[intent.name]
            self.on_look(min(last, max(0, to)))
            return True
        return False

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        kind = self.kind
        if kind is None or not self.columns:
            return
        for index, (name, answers, since) in enumerate(self.rows):
            _left, upper, _wide, tall = self.place(0, index)
            px, middle = self.rect[0] + 30, upper + tall / 2
            if not name:
                canvas.glyph("prediction", px, middle, 9)
            else:
                r = min(11.0, tall / 2 + 1)
                canvas.circle(px, middle, r, "panel", "text2", 1.8)
                if r >= 8:
                    canvas.text_vcenter(px, middle, name, LABEL.with_size(1.45 * r / canvas.type), "text", "middle")
            for column, picture in enumerate(answers):
                place = self.place(column, index)  # the picture alone, as small as a row of a table
                canvas.once(place, PICTURES[kind.name], place, kind, two_decimals(picture), True)
            if since is not None:
                left, top, width, height = self.place(since, index)
                canvas.rect(left - 3, top - 3, width + 6, height + 6, None, 6, "focus", 2)
        if self.upcoming is not None:
            for index in range(len(self.rows)):
                left, top, width, height = self.place(len(self.columns), index)
                canvas.rect(left, top, width, height, None, 4, "border2", 1.2, dash=(3, 3))
        base = y + h - 8 * canvas.type
        canvas.within(x + 18, base, self.unit, self.left - UNIT, LABEL, "text2")
        numbers = [*self.columns, *([self.upcoming] if self.upcoming is not None else [])]
        taken: list[tuple[float, float]] = []
        for column in sorted(range(len(numbers)), key=lambda k: (k != self.here, k)):  # the one looked at in any case
            left, _top, width, _high = self.place(column, 0)
            here, text = column == self.here, str(numbers[column])
            style, middle = NUMBER if here else CODE, left + width / 2
            half = canvas.width(text, style) / 2 + 3
            if all(middle + half <= start or middle - half >= end for start, end in taken):
                canvas.text(middle, base, text, style, "text" if here else "text2", "middle")
                taken.append((middle - half, middle + half))
        canvas.explain(self.rect, _("A column for each pass: what each neuron answered then."))
        if state.focus:
            canvas.focus(x + 6, y + 2, w - 12, h - 8, 10)


# How one neuron comes to its answer: inputs times weights, their total, its bend, its picture; and what it is to
# blame for. `NeuronSum` holds the numbers.


FEW = 4  # products that are written out; of more the largest ones
SUM_EDGE, SUM_FOOT, LEAST = 20.0, 18.0, 17.0  # from the sides, of what is said below, and the least height of a row


Product = tuple[str, float | None, float]  # of an input: its name, its value (None: it has not come there), its weight


class NeuronSum(NamedTuple):
    """A neuron at one example.

    where   the example in words           most   the one that it answers most to, "": none
    rest    (how many products more, their sum)   bend   name of its activation, "": it has none
    told    the line below, with light markup
    """

    title: str
    where: str
    most: str
    terms: tuple[Product, ...]
    rest: tuple[int, float] | None
    total: float | None
    bend: str
    value: float | None
    told: str
    hue: str = "text"


def _draw(canvas: Canvas, rect: Rect, seen: NeuronSum, kind: AnswerKind | None, answers: Answers | None) -> None:
    x, y, w, h = rect
    k = canvas.type
    base, right = y + 6 + 16 * canvas.type, x + w - SUM_EDGE
    left = x + SUM_EDGE + canvas.within(x + SUM_EDGE, base, seen.title, w / 2, STRONG, "text") + 12
    about = f"{seen.where}: " + _("answers most to") + " " if seen.most else seen.where
    width = canvas.width(about) + canvas.width(seen.most, STRONG)
    if left + width <= right:
        left += canvas.text(left, base, about, colour="text2")
        canvas.text(left, base, seen.most, STRONG, "text")
    else:
        canvas.within(left, base, seen.where, right - left, colour="text2")
    lines = coloured_lines(canvas.look, seen.told, w - 2 * SUM_EDGE) if seen.told else []
    line = 22 * k
    low = y + h - SUM_FOOT - line * min(3, len(lines))
    if lines:
        canvas.line(x + 1, low, x + w - 1, low, "border", 1)
    base = low + (y + h - low - line * min(3, len(lines))) / 2 + 15.5 * k
    for place, runs in enumerate(lines[:3]):
        canvas.rich(x + SUM_EDGE, base + place * line, coloured_runs(runs, "text2", 500))
    top = y + 14 + 22 * k
    rows = len(seen.terms) + (seen.rest is not None) + 1
    pitch = max(LEAST, min(25 * k, (low - top - 4) / rows))
    # The products below each other: each input times its weight, and all of them added up
    left, size = x + SUM_EDGE, min(16.0, 0.72 * pitch / k)
    label, code, bold = LABEL.with_size(size), CODE.with_size(size), NUMBER.with_size(size)
    space = canvas.width("0", bold)
    names = [*(name for name, _value, _weight in seen.terms), _("total")]
    width = min(0.3 * (w - 2 * SUM_EDGE), max(canvas.width(name, label) for name in names)) + 10
    parts = [None if value is None else value * weight or "0" for _name, value, weight in seen.terms]
    total = addition([*parts, *([seen.rest[1]] if seen.rest is not None else [])], seen.total, write=_known)
    equations = products([(partial(_known, value, write=brief), weight, part)
                          for (_name, value, weight), part in zip(seen.terms, total.terms)], write=_known)  # fmt: skip
    at_value = left + width + max((canvas.width(each.terms[0], bold) for each in equations), default=0.0)
    at_weight = at_value + 3 * space + max((canvas.width(each.terms[1], bold) for each in equations), default=0.0)
    sums = [*total.terms, total.about + total.result]
    end = at_weight + 3 * space + max(canvas.width(text, bold) for text in sums)
    base = canvas.baseline_of(top + pitch / 2, size)
    for (name, given, weight), each in zip(seen.terms, equations):
        lit = bool(given)
        canvas.within(left, base, name, width - 6, label, "input" if lit else "text2")
        canvas.text(at_value, base, each.terms[0], bold, "input" if lit else "text2", "end")
        canvas.text(at_value + 1.5 * space, base, "×", code, "text2", "middle")
        canvas.text(at_weight, base, each.terms[1], bold, weight_colour(weight) if lit else "text2", "end")
        canvas.text(at_weight + 1.5 * space, base, each.relation, code, "text2", "middle")
        canvas.text(end, base, each.result, bold, "text" if lit else "text2", "end")
        base += pitch
    if seen.rest is not None:
        words = plural_form("and one more", "and {n} more", seen.rest[0]).format(n=seen.rest[0])
        canvas.within(left, base, words, at_weight - left, label, "text2")
        canvas.text(end, base, total.terms[-1], bold, "text", "end")
        base += pitch
    rule = base - pitch + 0.3 * pitch
    canvas.line(end - 5.4 * space, rule, end, rule, "border2", 2)
    canvas.text(left, base, _("total"), label, "text2")
    canvas.text(end, base, sums[-1], bold, "text", "end")
    base += pitch
    text = total.result if seen.value == seen.total else _known(seen.value)
    value: list[Run] = [(_("value") + " ", "text2", 600, "ui"), (text, seen.hue, 700, "mono")]
    room = x + w - SUM_EDGE - end - 10
    below = canvas.rich_width(value) > room and base + 5 <= low
    if below:  # a row of its own, where it has no room at the right
        canvas.within(left, base, value[0][0], end - left - 60, label, "text2")
        canvas.text(end, base, text, bold, seen.hue, "end")
    _draw_answer(canvas, (end + 10, top, room, low - top), seen, kind, answers, [] if below else value)


def _known(value: float | None, digits: int = 2, write: Callable[[float, int], str] = number) -> str:
    return "…" if value is None else write(value, digits)


def _draw_answer(canvas: Canvas, rect: Rect, seen: NeuronSum, kind: AnswerKind | None, answers: Answers | None,
                 runs: Sequence[Run]) -> None:  # fmt: skip
    """The bend with the total on it, then the picture, under it the value; the bend only where there is room for both.
    """
    x, y, w, h = rect
    line = 20 * canvas.type
    width, height = SIZES[kind.name] if kind is not None else (84.0, 62.0)
    width, height = width + 2 * RING, min(height + 2 * RING, h - line - 10)
    right = x + w - width
    middle = y + (h - line) / 2
    runs = runs if canvas.rich_width(runs) <= w else runs[1:]
    length = canvas.rich_width(runs)
    spot = min(right + width / 2, x + w - length / 2) if w >= width else x + w - length / 2
    if kind is not None and answers is not None and height > 24 and w >= width:
        draw_answer(canvas, (right, middle - height / 2, width, height), kind, answers)
    side = min(80.0, h - line - 8)  # side of the picture of the bend
    base = min(y + h - 6 * canvas.type, middle + max(height, side) / 2 + 6 + 14 * canvas.type)
    if length <= w:
        canvas.rich(spot, base, runs, anchor="middle")
    room = right - x - 2 * 26
    label = _("bend: {name}").format(name=_(seen.bend)) if seen.bend else ""
    need = max(side, canvas.width(label, LABEL))
    if not seen.bend or room < side + 2 or spot - length / 2 - x < need + 8 or side < 40:
        if right - x > 40:
            canvas.arrow(x + (right - x) / 2 - 9, middle, x + (right - x) / 2 + 9, middle, "text2", 3, 8)
        return
    left = x + 26 + (room - side) / 2
    # The activation over totals around 0, and where this total is on it.
    at, y, w, h = (left, middle - side / 2, side, side)
    bend = ACTIVATIONS[seen.bend]
    reach = max(1.5, 1.25 * abs(seen.total or 0.0))  # totals that it goes to, on both sides
    canvas.rect(at, y, w, h, "well", 8)
    plot = Plot((at + 6, y + 0.08 * h, w - 12, 1.08 * h), Axis(-reach, reach), Axis(-reach, reach))
    ground = plot.y_of(0.0)
    canvas.line(at + 4, ground, at + w - 4, ground, "border2", 1)
    canvas.line(at + w / 2, y + 4, at + w / 2, y + h - 4, "border2", 1)
    with canvas.clip(at, y, w, h):
        totals = [reach * (k - 20) / 20 for k in range(41)]
        plot.curve(canvas, [(total, bend.value(total)) for total in totals], "text", 3)
        if seen.total is not None:
            px, py = plot.x_of(seen.total), plot.y_of(bend.value(seen.total))
            if py < ground - 6:
                canvas.line(px, py, px, ground, "text2", 1.5, dash=(3, 4))
            canvas.circle(px, py, 6, "text", "panel", 2)
    canvas.text(left + side / 2, base, label, LABEL, "text2", "middle")
    for start, end in ((x + 2, left - 5), (left + side + 5, right - 5)):
        canvas.arrow((start + end) / 2 - 8, middle, (start + end) / 2 + 8, middle, "text2", 3, 8)


class NeuronPage(AttemptPanel):
    """The neuron that is pointed at, focused or chosen, at the example that is looked at."""

    bare, words = (380.0, 60.0), (0.0, 140.0)

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.net = shown
        self._plain: Latest[bool] = Latest()

    def paint(self, canvas: Canvas) -> None:
        layer, place = self.net.neuron
        shown = self.net.net(None)
        answers: Answers | None = None
        if 0 < layer <= len(shown.answers):
            answers = shown.answers[layer - 1][place]
        canvas.once(self.rect, _draw, self.rect, self.sum(), self.net.kind, answers)

    def sum(self) -> NeuronSum:
        net, session = self.net, self.attempt.shown
        run, level, weights, example = session.run, session.level, net.weights(), net.example()
        (layer, place), last = net.neuron, len(net.sizes) - 1
        seen = net.progress()
        layers = values_of(run, weights, example)
        came = layers is not None and seen.forward >= layer - 1e-9
        before = layers[layer - 1] if came and layers is not None else None
        into = weights[net.wires_into(net.neuron)]
        terms = [
            (neuron_name(level, layer - 1, k), None if before is None else before[k], weight)
            for k, weight in enumerate(into)
        ]
        total = None if before is None else dot(into, before)
        rest = None
        if len(terms) > FEW:
            size = {k: abs((value or 0.0) * weight) for k, (_name, value, weight) in enumerate(terms)}
            kept = sorted(sorted(size, key=lambda k: -size[k])[:FEW])
            others = [t for k, t in enumerate(terms) if k not in kept]
            rest = (len(others), dot([weight for _n, _v, weight in others], [value or 0.0 for _n, value, _w in others]))
            terms = [terms[k] for k in kept]
        hidden = layer < last
        bend = kinds_of(run.network, layer)[place] if hidden else ""
        value = layers[layer][place] if came and layers is not None else None
        names = example_names(level, run.examples, net.kind) if net.kind is not None else []
        asked = net.asked and hidden
        best = ""
        if hidden and not asked and net.kind is not None:
            best = most(names, net.answers.of(run, weights)[0][layer - 1][place])
        name = neuron_name(level, layer, place)
        where = _("at {example} {n}").format(example=example_word(level), n=example + 1)
        line = "" if asked or layers is None else self._told(session, layer, place, [list(row) for row in layers])
        colour = "text" if hidden else "prediction"
        return NeuronSum(sentence_case(name), where, best, tuple(terms), rest, total, bend, value, line, colour)

    def _told(self, session: Session, layer: int, place: int, layers: list[list[float]]) -> str:
        """What it is to blame for, and by how much its wires move; of a dead one, what it gets."""
        net, run, weights = self.net, session.run, self.net.weights()
        last = len(net.sizes) - 1
        first = sum(net.sizes[1:layer])
        dead = dead_neurons_of(run, weights) if layer < last else []
        totals = dead[first + place] if first + place < len(dead) else None
        if totals is not None:
            gets = " ".join(number(total, 1) for total in totals[:6]) + (" …" if len(totals) > 6 else "")
            return _("Its sums {totals}: never above 0.").format(totals=gets)
        if not net.progress().told or run.learner is None:
            return ""
        deltas = deltas_of(run, weights, [tuple(row) for row in layers], net.example())
        # Where a step is alpha times the share times the input, and all inputs that are lit are alike
        share, step, learner, moved = deltas[layer - 1][place], self.attempt.step, run.learner, ""
        alpha = run.alpha_at(step) if step < run.count else run.alpha
        lit = {value for value in layers[layer - 1] if value}
        if (
            self._plain.of(learner, is_gradient_descent, learner) and isinstance(alpha, (int, float))
            and len(lit) == 1 and share and len(run.order.batch(step)) == 1
        ):  # fmt: skip
            by = -alpha * share * lit.pop()
            up, down = _(": all its lit wires up by [weight:{by}]"), _(": all its lit wires down by [weight:{by}]")
            moved = (up if by > 0 else down).format(by=number(abs(by)))
        if layer == last:
            goal = run.examples[net.example()][1][place]
            equation = difference(layers[-1][place], goal, partial(with_sign, share))
            said = f"{_('delta')} {equation.in_sentence('prediction', 'goal', 'error')}"
        elif net.sizes[layer + 1] == 1 and layer + 1 == last:
            out = weights[net.wires_into((last, 0))][place]
            if share == 0 and deltas[-1][0] and out:
                return _("It was dark here: nothing goes back through it.") + moved
            equation = product(partial(with_sign, deltas[-1][0]), out, partial(with_sign, share))
            said = f"{_('back delta')} {equation.in_sentence('error', 'weight', 'error')}"
        else:
            count = net.sizes[layer + 1]
            parts = {"count": str(count), "share": with_sign(share)}
            said = plural_form("back its share of {count} delta: [error:{share}]",
                           "back its share of {count} deltas: [error:{share}]", count).format(**parts)  # fmt: skip
        return said + moved


class AnswersPage(AttemptPanel):
    """The pictures of all neurons at passes of this run; a press looks back at one."""

    bare, words = (300.0, 100.0), (60.0, 40.0)

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.net = shown
        self._kept: dict[tuple[float, ...], list[list[Answers]]] = {}
        self._since: tuple[object, dict[int, int]] = (None, {})

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.table = AnswerTable(self.rect, self._look, _("passes"))
        return [self.table]

    def _look(self, column: int) -> None:
        session = self.attempt.shown
        self.attempt.look(session.recorded + self.table.columns[column] * len(session.run.batches))
        self.host.game.player_feedback.feedback("press")

    def update(self, seconds: float) -> None:
        table, session = self.table, self.attempt.shown
        each, first = len(session.run.batches), session.recorded
        whole = max(0, session.count - first) // each
        here = min(whole, max(0, self.attempt.step - first) // each)
        table.type, table.kind = self.text_scale, self.net.kind
        table.columns = columns_of(whole, here)
        table.here = table.columns.index(here)
        table.upcoming = whole + 1 if not self.attempt.over and len(table.columns) < MOST else None
        # What a column counts has room under the rows' names
        unit = _("pass") if each > 1 else _("step")
        if unit != self.table.unit:
            canvas = self.measure()
            self.table.unit, self.table.left = unit, max(LEFT, UNIT + canvas.width(unit, LABEL))
        if table.kind is None or self.net.asked:
            table.columns, table.rows, table.here = (), (), 0
            return
        passes, run = list[list[list[Answers]]](), session.run
        if len(self._kept) > 8 * MOST:
            self._kept.clear()
        for pass_ in table.columns:  # worked out once for the same weights
            weights = run.weights_at(first + pass_ * each)
            if weights not in self._kept:
                self._kept[weights] = pictures_of(*self.net.past.of(run, weights), dead_neurons_of(run, weights))
            passes.append(self._kept[weights])
        # For each neuron, the pass from which it answers mostly to one example; told while the run stands.
        playback = self.attempt.playback
        key = (run.serial, run.count)
        if self._since[0] != key and not playback.running and not playback.moving:
            answering = dict[int, int]()
            for moment in hidden_moments(RunTable(session)):
                if moment.kind in ("answers mostly", "answer mostly"):
                    neurons = moment.facts["neurons"]
                    for neuron in neurons if isinstance(neurons, tuple) else ():
                        answering[int(neuron) - 1] = (moment.step - session.recorded) // each
            self._since = key, answering
        since = self._since[1] if self._since[0] == key else {}
        rows = list[WhenRow]()
        for layer in range(1, len(self.net.sizes)):
            for place in range(self.net.sizes[layer]):
                name = neuron_name(session.level, layer, place) if layer < len(self.net.sizes) - 1 else ""
                began = since.get(place) if name and len(self.net.sizes) == 3 else None
                column = table.columns.index(began) if began in table.columns else None
                label = name.rsplit(" ", 1)[-1]
                rows.append((label, tuple(pictures[layer - 1][place] for pictures in passes), column))
        table.rows = rows
        run_name = neuron_name(session.level, *self.net.neuron)
        table.label = f"{table.unit} {here}, {run_name}"


def columns_of(whole: int, here: int) -> list[int]:
    """Passes from 0 to the last one: all, or so few, evenly in their logarithm, with the one that is looked at."""
    if whole < MOST:
        return list(range(whole + 1))
    columns = {0, here, whole}
    for k in range(MOST - 3, 0, -1):
        columns.add(round((whole + 1) ** (k / (MOST - 2))) - 1)
    step = 1
    while len(columns) < MOST and step < whole:  # the smallest ones fall together
        columns.add(step)
        step += 1
    return sorted(columns)
