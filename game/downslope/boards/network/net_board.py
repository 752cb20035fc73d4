"""The boards of networks. Of a dense one: its wires and neurons, the table of examples, the code, the error by passes.

While the player plays, knobs and tiles stand at the lower left, the chart beside them; the machine's run has one panel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...engine.run import Run
from ...formulas.inline import is_squared_error
from ...i18n import _, plural_form, sentence_case
from ...learning import Picture
from ...rules import Learn, Level, Session
from ...view.cards.code_listing import CodeRow, value_in
from ...view.cards.example_table import ExampleTable
from ...view.charts.run_chart import RunChart, RunLine, style_of
from ...view.draw import CODE as TABLES_CODE, LABEL, LEAD_NUMBER, NUMBER, Canvas, TimeSlice, measure, weight_colour
from ...view.format.numbers import number, short
from ...view.networks.net_layout import Net, Strand, plan
from ...view.networks.net_nodes import draw_net
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.button import Segmented
from ...view.widgets.panel import Box, Laid, Panel, Part, Split, column, stack, with_padding
from ...view.widgets.widget import Rect, Widget
from ..one_neuron.column_board import ColumnBoard, StagePanel
from ..shared.board import (
    ENDS,
    Board,
    Keys,
    PipWords,
    TileSpec,
    default_tiles,
    kinds_of as outcomes_of,
    meaning_of,
    pip_mood,
)
from ..shared.code_panel import CAP, CodePanel, RunCursor
from ..shared.knob_panel import KnobPanel, rows_of, weights_of
from ..shared.neuron_model import input_names
from ..shared.panel import TABS, AttemptPanel, DrawnPanel, Host, Latest, ModelPanel, Pages, Rewind, TabBar
from ..shared.runs_panel import learner_title, values
from ..shared.try_ghosts import tried_errors
from .net_panel import Choices, NetPanel, NetPlace, Town, Yard, choices_of, longest_word
from .neuron_panels import AnswersPage, NeuronPage
from .shown_net import (
    VisibleNet,
    dead_neurons_of,
    error_of,
    example_word,
    goal_word,
    kinds_of,
    lamps,
    picture_of,
    values_of,
    weights_between,
)

COLUMN_FULL = 1.0  # weight that fills its cell with all of its hue
TABLES_HEAD = 34.0


def draw_columns(canvas: Canvas, rect: Rect, sizes: Sequence[int], weights: Sequence[float],
                 names: Sequence[str]) -> None:  # fmt: skip
    """Rows: what goes into the neurons of the first layer; under them what each neuron gives to the next layer."""
    x, y, w, h = rect
    inputs, neurons = sizes[0], sizes[1]
    outs = sizes[2] if len(sizes) == 3 else 0
    rows = [(names[i] if i < len(names) else str(i + 1)) for i in range(inputs)]
    rows += [_("→ prediction")] * min(1, outs) if outs == 1 else [f"→ {k + 1}" for k in range(outs)]
    left = x + 20 + min(0.34 * w, max(canvas.width(row, LABEL) for row in rows)) + 14
    width = (x + w - 16 - left) / neurons
    top = y + TABLES_HEAD * max(1.0, canvas.type)
    height = min(46.0, (y + h - 10 - top - (8 if outs else 0)) / len(rows))
    for neuron in range(neurons):
        canvas.text(left + width * (neuron + 0.5), top - 10, str(neuron + 1), TABLES_CODE, "text2", "middle")
    canvas.text(x + 20, top - 10, _("neuron"), LABEL, "text2")
    first_out = inputs * neurons
    for row, name in enumerate(rows):
        line = top + row * height + (8 if row >= inputs else 0)
        base = canvas.baseline_of(line + height / 2)
        canvas.within(x + 20, base, name, left - x - 28, LABEL, "text2")
        for neuron in range(neurons):
            index = neuron * inputs + row if row < inputs else first_out + (row - inputs) * neurons + neuron
            weight = weights[index]
            px, y, w, h = (left + width * neuron + 2, line + 2, width - 4, height - 4)
            colour = weight_colour(weight)
            part = round(8 * min(1.0, abs(weight) / COLUMN_FULL)) / 8 if abs(weight) < 1e6 else 1.0
            canvas.rect(px, y, w, h, canvas.mix("well", colour, 0.04 + 0.24 * part), 6, colour if part else "border", 1)
            if h >= 16:
                canvas.text_vcenter(px + w / 2, y + h / 2, number(weight), NUMBER, "text", "middle", w - 8)


FIRST, ROW = 52.0, 37.0  # height of the examples' head and of a row
TABLES_LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class ExamplesPanel(ModelPanel[VisibleNet]):
    """Every example with its goal and what the network says; the row that is chosen is the one that it shows."""

    def least_size(self) -> tuple[float, float]:
        rows = min(4, len(self.attempt.now.data()))  # rows that are seen in any case
        return (0.0, (FIRST + ROW * rows) * self.text_scale)

    def place(self, rect: Rect) -> list[Widget]:
        self.table = ExampleTable(rect, partial(setattr, self.model, "chosen"))
        self.table.type = self.text_scale
        return [self.table]

    def update(self, seconds: float) -> None:
        run, words = self.attempt.shown.run, self.attempt.now.words
        self.table.title = f"{len(run.examples)} {_(words.get('examples', 'examples'))}"
        self.table.lamps = lamps(run)
        goals = sorted({goal for _input, (goal, *_more) in run.examples})
        if self.attempt.now.moves and goals == [0, 1]:  # the place shows what a goal is
            self.table.ends = goal_word(self.attempt.now, goals[:1]), goal_word(self.attempt.now, goals[1:])
        self.table.items, self.table.chosen = self.model.rows(), self.model.example()


class NetCode(CodePanel):
    """The lines of a step, as far as it has come."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.net = shown
        self._wire: int | None = None  # the wire that was chosen last

    def update(self, seconds: float) -> None:
        """The example and the weight are those that are chosen on the board."""
        walk, wire = self.source, self.net.wire
        walk.example = self.net.example()
        if wire is not None and wire != self._wire:
            walk.weight = wire
        self._wire = wire
        super().update(seconds)

    def rows(self, secret: bool) -> list[CodeRow]:
        """While it runs fast, the lines alone: what cannot be read is not worked out."""
        attempt, playback, net = self.attempt, self.attempt.playback, self.net
        show = attempt.show
        fast = (playback.moving or playback.running) and playback.speed > FAST
        driven = show is not None and not show.times and show.playing
        if fast or driven or (net.active() and not net.number):
            return self.rounds.rows(attempt.shown, None, False)
        until = UNTIL[net.number] if net.active() else ()
        rows = self.rounds.rows(
            attempt.shown, RunCursor(attempt.step, playback.hop_progress, until=until), False, secret
        )
        return [row._replace(value=value_in(row.value, TABLES_LONGEST)) for row in rows]


SLICE = 0.003  # seconds a frame


class NetChart(AttemptPanel):
    """The error from pass to pass, on a sheet that it may share. `compares`: the runs of before are to be seen."""

    flat = True
    bare, words = (70.0, 40.0), (80.0, 46.0)
    chart: RunChart
    rewind: Rewind

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.compares = True
        self._run: Run | None = None
        self._metric: object = None
        self._passes: list[float] = []
        self._now: Latest[float] = Latest()
        self._is_exam = False  # the error is told as the exam: the sum of squared misses
        self._times = 1  # what the mean is multiplied by
        self._old: Latest[list[RunLine]] = Latest()

    def errors(self, session: Session) -> list[float]:
        """After each pass, from the start of its recording on, and as it is now. At most SLICE is spent on what is new.
        """
        run = session.run
        if run is not self._run or run.metric is not self._metric:
            self._run, self._metric, self._passes, self._now = run, run.metric, [], Latest()
            squares = is_squared_error(run.metric) if session.level.aim.summed else None
            self._is_exam = squares is not None and squares[0] == 1.0
            self._times = len(run.examples) if self._is_exam and run.sample_problem is run.full_problem else 1
        each = len(run.batches)
        whole = run.count // each
        del self._passes[whole + 1 :]
        piece = TimeSlice(SLICE)
        while len(self._passes) * each < run.count and piece.left > 0:
            self._passes.append(self._error(run, run.history.weights_at(len(self._passes) * each)))
        if len(self._passes) * each < run.count:
            return list(self._passes)
        key = (run.serial, run.count, tuple(run.weights), run.metric)
        return [*self._passes[: -(-run.count // each)], self._now.of(key, self._error, run, run.weights)]

    def _error(self, run: Run, weights: object) -> float:
        try:
            return run.sample_problem.error(weights) * self._times  # type: ignore[arg-type]
        except OverflowError:
            return float("inf")

    def old_lines(self, session: Session, times: int) -> Iterator[RunLine]:
        attempt = self.attempt
        pasts = [past for past in attempt.runs.others(session) if past.stage == session.stage][-5:]
        many = len({past.learner for past in pasts} | {str(session.knobs["learner"] or "")}) > 1
        for past in pasts:
            # α .2, or α .2→.05 where it was turned on the way; the knobs that had a say; the learner if they differ
            parts = [learner_title(attempt, past)] if many else []
            used_knobs = [(name, used) for name, used in past.knobs if used]
            if past.alphas and (attempt.now.knob("alpha") is not None or not used_knobs):
                parts.append("α " + values(past.alphas))
            for name, used in used_knobs:
                knob = attempt.now.knob(name)
                parts.append(f"{_(knob.title if knob is not None and knob.title else name)} {values(used)}")
            text = ", ".join(parts)
            label = _("machine: {run}").format(run=text) if past.machine else text
            errors = tuple(e * times for e in past.errors)
            yield RunLine(style_of(past.number), errors, past.every, label, past.outcome or "")

    def place(self, rect: Rect) -> list[Widget]:
        x, y, _w, h = rect
        self.chart = RunChart(rect, len(self.attempt.shown.run.batches), self.attempt.look)
        self.rewind = Rewind(self.host, (x + 12, y + h - 42, 112, 36))
        return [self.chart, self.rewind]

    def update(self, seconds: float) -> None:
        chart, attempt, session = self.chart, self.attempt, self.attempt.shown
        charted, step = attempt.charted
        errors = self.errors(charted)
        chart.type = self.text_scale
        chart.each = len(session.run.batches)
        chart.word = _("exam") if self._is_exam else _("error")
        aim, chart.limit = session.level.aim, None
        if not aim.unseen and aim.metric is None:
            chart.limit = aim.limit if self._is_exam else aim.at_most
        unit = "passes" if chart.each > 1 else "steps"
        chart.par = session.level.par if session.level.par_unit == unit else None
        chart.unit = _("pass") if chart.each > 1 else _("step")
        chart.mood = pip_mood(attempt)
        # Of old runs, the newest last; while a run goes on they stay, for to look for the present one takes long
        show, times, last = attempt.show, self._times, charted.count
        goes = attempt.playback.moving or attempt.playback.running or (show is not None and show.playing)
        here = None if goes else (session.count, len(session.actions))
        key = (tuple(past.number for past in attempt.runs.kept), session.run, session.stage, times, here)
        old = self._old.of(key, lambda: list(self.old_lines(session, times))) if self.compares else []
        tried = tried_errors(attempt)
        chart.faint = [[error * self._times for error in each] for each in tried]
        if tried:  # what is tried is seen as far as it has come
            errors, last, old = errors[: step // chart.each + 1], step, []
        chart.show_run(errors, step, last, old, charted.recorded)
        chart.focusable = session.count > 0
        chart.running = attempt.playback.running
        chart.titled = not self.rewind.follow()


HEAD = 41.0
WIDTH, ALPHA = 400.0, 98.0  # of the names at most, and what alpha needs beside them


class NetworkPages(Pages):
    """`peek`: the card is to be seen for now, whatever page was chosen.

    named   the names stand in the head of the page, alpha at their right
    """

    peek = Laid(False)

    def __init__(self, host: Host, items: Callable[[], Sequence[tuple[str, Panel | Split]]], card: NeuronPage,
                 chosen: int = 0, named: bool = False) -> None:  # fmt: skip
        super().__init__(host, items, chosen)
        self.card, self.named = card, named

    @property
    def own(self) -> int:
        return next(k for k, (_name, page) in enumerate(self.items()) if page is self.card)

    @property
    def seen(self) -> int:
        return self.own if self.peek else super().seen

    def place(self, rect: Rect) -> list[Widget]:
        page, (x, y, w, h) = self.page(), rect
        if isinstance(page, NetCode):  # the names stand in its own head
            page.has_header = not self.named
        own = not self.named or isinstance(page, NetCode)
        widgets = super().place(rect if own else (x, y + HEAD, w, h - HEAD))
        self.rect = rect
        if not self.named or not self.shown:
            return widgets
        width = min(WIDTH, w - ALPHA - 12)
        names = [name for name, _page in self.items()]
        bar = Segmented("pages", (x + 5, y + 3, width, 36.0), names, self.seen, self.choose, label=_("Page"))
        return [bar.share_out(measure(self.host.game.look(), self.host.width, self.host.height)), *widgets]

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.named and self.shown else super().sheets()

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if not self.named or not self.shown:
            return
        x, y, w, _h = self.rect
        canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)
        cap = CAP if any(isinstance(page, NetCode) for page in self.shown) else 0.0
        # Alpha as it is at the step looked at
        run, step = self.host.attempt.shown.run, self.host.attempt.step
        alpha = run.alpha_at(step) if step < run.count else run.alpha
        if run.learner is not None and isinstance(alpha, (int, float)):
            left, right = x + min(WIDTH, w - ALPHA - 12) + 12, x + w - 14 - cap
            size, middle = canvas.cap(LEAD_NUMBER), (left + right) / 2
            canvas.text_vcenter(middle, y + HEAD / 2, "α " + short(alpha, 3), size, "alpha", "middle", right - left)


CODE, CHART = 204.0, 132.0  # heights that the code and the chart have beside the table
PACE, LONGEST = 4.0, 1.6  # steps a second at which a pass is seen, and the seconds that it takes at most
NONE, EXAMPLES, WEIGHTS = -1, 0, 2  # pages, where all have one place
END, STAGGER, BELOW = 0.72, 0.3, 40.0  # an end stands so far along the chart; a low one sooner; px under the upper edge
PLACES = {"yard.svg": Yard, "town.svg": Town}  # pictures of the game's own into which it draws


class NetBoard(Board):
    """`shown`: what is seen of the network now, and how far its step has come."""

    knobs: KnobPanel

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.shown = VisibleNet(host)
        level = self.attempt.now
        kind = NetPlace if level.plugin else PLACES.get(level.picture, NetPlace)
        self.net = kind(host, self.shown) if level.moves else NetPanel(host, self.shown)
        self.place = self.net if isinstance(self.net, NetPlace) else None
        self.choices = Choices(host)
        self.examples, self.code = ExamplesPanel(host, self.shown), NetCode(host, self.shown)
        self.columns, self.chart = DrawnPanel(host, self.draw_weights, (392.0, 150.0)), NetChart(host)
        self.knobs, self.by_hand = KnobPanel(host), KnobPanel(host)
        weights = host.attempt.level.knob("spread") is not None  # where the start weights are what it is about
        # What the pages say stands on the stage then: all examples, or the weights
        closed = self.place is not None and (kind is not NetPlace or weights or self.place.boxes("answers"))
        self.card, self.when = NeuronPage(host, self.shown), AnswersPage(host, self.shown)
        self.pages = NetworkPages(host, self._lines, self.card, int(weights), named=True)
        self.tabs = NetworkPages(host, lambda: [(_("Examples"), self.examples), *self._lines()], self.card,
                                 NONE if closed else WEIGHTS if weights else EXAMPLES)  # fmt: skip
        self.bar = TabBar(self.tabs)
        self.net.on_choose = self._choose_card
        self.above, self.below = Panel(), Panel()  # sheets that several panels share

    def _lines(self) -> list[tuple[str, Panel | Split]]:
        code: list[tuple[str, Panel | Split]] = [(_("Code"), self.code)]
        weights: list[tuple[str, Panel | Split]] = [(_("Weights"), self.columns)] if len(self.shown.sizes) > 2 else []
        level = self.attempt.now
        turned = zip(weights_of(level), input_names(level)) if self.place is not None else ()
        self.by_hand.own = [replace(knob, title=name) for knob, name in turned]
        if self.by_hand.own:  # no wire is to be seen
            weights = [(_("Weights"), self.by_hand)]
        when: list[tuple[str, Panel | Split]] = [(_("When"), self.when)] if self.shown.kind is not None else []
        neuron = [] if isinstance(self.place, Yard) else [(_("Neuron"), self.card)]
        return [*code, *weights, *neuron, *when]

    def _choose_card(self) -> None:
        for pages in (self.pages, self.tabs):
            pages.choose(pages.own)

    def draw_weights(self, canvas: Canvas, rect: Rect) -> None:
        """The weights as they stand at the step looked at."""
        weights = tuple(round(weight, 2) for weight in self.shown.weights())
        canvas.once(rect, draw_columns, rect, self.shown.sizes, weights, tuple(input_names(self.attempt.now)))

    def stage_tree(self) -> Box | Split:
        level = self.attempt.now  # its knobs with numbers, alpha first; a weight's are its wires
        aside = {knob.name for knob in choices_of(level)} | set(level.network.knobs) | {"weight", "freeze"}
        numbered = [knob for knob in level.knobs if knob.name not in aside and knob.index in (None, 0)]
        self.knobs.own = sorted(numbered, key=lambda knob: knob.name != "alpha")
        knob = self.attempt.session.level.knob("weight")
        if self.place is not None:
            self.knobs.note = ""
        elif knob is not None:  # how wires are turned
            text = _("Turn the wires.") if knob.most is None else plural_form(
                "One wire may be turned.", "{n} wires may be turned.", knob.most)  # fmt: skip
            self.knobs.note = text.format(n=knob.most)
        choices, high = with_padding(self.choices, 24, 0, 24), self.choices.height
        if self.place is not None:
            sheet = Part(stack(Part(self.above), Part(with_padding(choices, 0, 8, 0))), high + 8)
            return column(Part(self.place), sheet) if high and self.attempt.shown.tally.runs else self.place
        if self.attempt.show is not None:
            return stack(Part(self.above), Part(self.net))
        return stack(Part(self.above), Part(column(Part(self.net), Part(choices, high), gap=0.0)))

    def sides(self) -> Sequence[Box | Split]:
        rows = FIRST + ROW * min(6, len(self.attempt.now.data()))  # of the table: so many there is room for
        chart = Part(stack(Part(self.below), Part(self.chart)), CHART, 0.4)
        table, code = Part(self.examples, rows, shrinks=True), Part(self.pages, CODE, 1.0)
        tabs = column(Part(self.bar, TABS), Part(self.tabs))
        if self.tabs.page() is None:
            bar = Part(self.bar, TABS)
            return [column(bar, chart), column(bar)]
        ends = [column(table, chart)] if self.attempt.open_bets.on_screen else []  # a bet's run ends on the chart
        return [column(code, table, chart), column(*tabs.parts, chart), *ends, tabs, self.examples]

    def words(self) -> PipWords:
        """Heard in a place: the example that is seen, what the network predicts, what is wanted, and the exam."""
        shown, place, sentences, heard = self.shown, self.place, ("", ""), ""
        run, at = self.attempt.shown.run, shown.example()
        kinds = kinds_of(self.attempt.now.network, 1) if place is not None else ()
        if isinstance(place, Yard):
            bent = place.corners().is_bent
            sentences = (
                _("This wire bends the wall.") if bent else _("One neuron builds one straight wall."),
                _("It stands where the prediction is .5."),
            )
        elif place and self.attempt.now.knob("weight") and None not in dead_neurons_of(run, shown.weights()):
            sentences = _("No light, no blame, no learning."), _("Turn a lever until a window lights up.")
        elif kinds and set(kinds) == {"linear"}:
            sentences = _("The beams meet in the middle."), _("Straight ones cannot be high and low at once.")
        if place is not None and len(run.examples[at][1]) == 1:
            row, text = shown.rows()[at], _("{example} {n}: prediction {prediction}, goal {goal}. Exam {exam}.")
            heard = text.format(example=example_word(self.attempt.now), n=at + 1, prediction=number(row.prediction),
                                goal=row.told, exam=number(place.numbers()["exam"]))  # fmt: skip
        return PipWords(*sentences, heard=sentence_case(heard))

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """At the neuron that an answer names; how a run ends, on its errors."""
        question, means = meaning_of(self.attempt, number, answer)
        if self.place is not None and question is not None and isinstance(means, int):
            if question.asks == "largest weight":
                return AnswerAnchor(*self.place.part_at(f"bulb {means + 1}"), arrow="down")
            if question.asks == "unseen right":  # along the way to the other side
                (x, y), (end, _y) = self.place.part_at("waited"), self.place.part_at("walked")
                return AnswerAnchor(x + (end - x) * means / len(self.attempt.now.data(True)), y, value=means)
        wires, lit = self.net.wires, question is not None and question.asks == "lit"
        if wires is not None and lit and isinstance(means, int) and 0 < means <= len(wires.at.ys[1]):
            x, y, w, h = wires.at.box(1, means - 1)  # so many neurons: at the last
            return AnswerAnchor(x + w, y + h / 2, "right")
        # At the height at which such a run ends; over the upper edge, where it runs away
        chart, kinds = self.chart.chart if self.chart in self.panels else None, outcomes_of(means)
        if question is None or chart is None or not chart.errors:
            return super().anchor(number, answer)
        (x, y, w, _h), y_of = chart.land, chart.plot.y_of
        end, start, wanted = x + END * w, y_of(chart.errors[0]), y_of(chart.limit or 0.0)
        if question.asks == "lowest exam" and isinstance(means, (int, float)):
            end -= STAGGER * w * (1 - min(1.0, float(means)))  # low ones stand near each other
            return AnswerAnchor(end, y_of(float(means)), "left", value=float(means))
        if "runaway" in kinds:
            return AnswerAnchor(end, y + BELOW, arrow="up")
        if not kinds or kinds[0] not in ENDS:
            return super().anchor(number, answer)
        return AnswerAnchor(end, start + (wanted - start) * ENDS[kinds[0]][0], "left")

    def tiles(self) -> list[TileSpec]:
        tiles, shown, level = default_tiles(self.attempt), self.shown, self.attempt.now
        if shown.active():
            words = _("Forward"), _("Error"), _("Backward"), _("Update")
            word = words[shown.number] if len(shown.sizes) > 2 or shown.number < 2 else words[3]
            tiles = [t._replace(label=word) if t.name == "step" else t for t in tiles]
        if level.batch is not None and len(level.data()) > level.batch:
            tip = _("Steps until every example was seen once")
            tiles.insert(1, TileSpec("pass", _("Pass"), "next", "", enabled=not self.attempt.over, tip=tip))
        return tiles

    def press(self, name: str) -> bool:
        """A pass; or a step in parts, which goes on by itself until the weights are to be moved."""
        if name == "pass":
            # Learn to the end of the pass: then every example was seen once more
            attempt = self.attempt
            if not attempt.over:
                each, before = len(attempt.session.run.batches), attempt.session.count
                if attempt.act(Learn(each - before % each)):
                    attempt.playback.jump(before)
                    attempt.playback.target = attempt.session.count
                    attempt.playback.speed = max(PACE, each / LONGEST)
            return True
        if name != "step" or not self.shown.active():
            return False
        self.attempt.open_bets.close()
        return self.shown.carry_on()

    def keys(self) -> Keys:
        return {"compare": lambda _intent: setattr(self.chart, "compares", not self.chart.compares)}

    def after_update(self, seconds: float) -> None:
        self.pages.peek = self.tabs.peek = self.net.is_disclosed(seconds)
        super().after_update(seconds)


# A network of a plugin as a picture, as its author says or else by its ops: nodes, wires, an example's numbers.


UNDER = 6.0  # px from a hidden node to its name


class PicturedBoard(ColumnBoard):
    """Its picture at the left; code, knobs and errors as for one neuron."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, PicturedStage(host))

    def sides(self) -> Sequence[Box | Split]:
        level = self.attempt.now
        self.knobs.own = [*rows_of(level), *weights_of(level)]
        return super().sides()


class PicturedStage(StagePanel):
    """Every wire as wide as its weight is large; what each node has for the example that the step looks at."""

    bare, words = (340.0, 220.0), (150.0, 60.0)

    _told: tuple[Level, Picture | None] | None = None

    @property
    def told(self) -> Picture:
        """Made once of a level."""
        level = self.attempt.now
        if self._told is None or self._told[0] is not level:
            self._told = level, picture_of(level)
        assert self._told[1] is not None  # it is what the board is for
        return self._told[1]

    def _columns(self) -> list[list[int]]:
        """The indices of each layer's nodes."""
        nodes = self.told.nodes
        return [[k for k, node in enumerate(nodes) if node.layer == layer]
                for layer in range(1 + max(node.layer for node in nodes))]  # fmt: skip

    def net(self) -> Net:
        """Its numbers at the step that is looked at; on its way to the next while it hops."""
        attempt, session = self.attempt, self.attempt.shown
        run, step = session.run, attempt.step
        weights = run.weights_at(step)
        if attempt.playback.hop_progress > 0 and step < session.count:
            weights = weights_between(run, step, attempt.playback.hop_progress)
        example = run.order.batch(step)[0]
        lists = values_of(run, weights, example)
        places, layers = [node.value for node in self.told.nodes], list[Sequence[float] | None]()
        for nodes in self._columns():
            here = [places[index] for index in nodes]
            layers.append(None if lists is None else [1.0 if at is None else lists[at[0]][at[1]] for at in here])
        error = None if lists is None else error_of(run, lists, example)
        hidden = [_("hidden")] if len(layers) == 3 else [_("hidden {n}").format(n=k) for k in range(1, len(layers) - 1)]
        return Net(
            layers, [weights[wire.weight] for wire in self.told.wires], run.examples[example][1], error,
            [None] * (len(layers) - 1), [_(self.told.nodes[index].label) for index in self._columns()[0]],
            [_("inputs"), *hidden, _("prediction")],
            frozen=frozenset(k for k, wire in enumerate(self.told.wires) if wire.weight in session.frozen),
        )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        nodes, columns = self.told.nodes, self._columns()
        place_of = {index: place for column in columns for place, index in enumerate(column)}
        wires = [Strand(nodes[w.start].layer, place_of[w.start], place_of[w.end]) for w in self.told.wires]
        words = longest_word(self.host, [nodes[k].label for k in columns[0]])
        at = self.plan = plan(self.rect, tuple(map(len, columns)), None, words, tuple(wires))
        legend = _("helps"), _("holds back"), _("thicker = stronger"), ""
        draw_net(canvas, at, self.net(), legend, self.rect[0] + self.rect[2] - 16)
        title = self.attempt.now.network.title
        left, _top, width, _high = self.rect
        low = max(y + radius for column, radius in zip(at.ys, at.radii) for y in column) + UNDER + 20 * canvas.type
        if title and low < at.foot - 14 - 16 * canvas.type:  # else the names of the nodes have its room
            canvas.within(left + width / 2, at.foot - 14, _(title), width - 48, LABEL, "text2", "middle")
        for layer in range(1, len(at.xs) - 1):
            for node, index in enumerate(columns[layer]):
                (x, y), radius, label = at.node(layer, node), at.radii[layer], _(nodes[index].label)
                canvas.within(x, y + radius + UNDER + 14 * canvas.type, label, 120, LABEL, "text2", "middle")
