"""A stage at the left over the tiles; at the right the neuron, its code, the knobs and the errors so far.

Where not all of that has room, the neuron and the code share a place under tabs, under the neuron in one line.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import N_, _
from ...view.draw import LEAD_BODY, Canvas, Run, weight_colour
from ...view.networks.neuron_panel import NeuronView, draw_neuron, draw_ruler, goal_runs, prediction_text
from ...view.widgets.panel import Box, Panel, Part, Split, column, fit_content
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.code_panel import CodePanel, RunningLine
from ..shared.knob_panel import KnobPanel
from ..shared.neuron_model import has_one_weight, ruler_of, seen_of
from ..shared.panel import TABS, AttemptPanel, DrawnPanel, Host, Pages, TabBar
from ..shared.runs_panel import HistoryPanel

ALONE = 2.0  # where no bowl says how large a weight may be, the dial's end
NEURON, FORMULA = 192.0, 56.0
NEURON_LEAST = (528.0, 168.0)  # width and height of its picture
CODE = 1  # the page that is seen first
LINES, LEAST = 7, 2  # of code, which are seen beside the neuron


class StagePanel(AttemptPanel):
    """The large picture at the left. What the other panels show of the neuron comes from here."""

    ruler = (-1.0, 1.0)
    made: object = None

    @property
    def one(self) -> bool:
        return has_one_weight(self.attempt.shown.run)

    def look(self) -> NeuronView:
        return seen_of(self.attempt, 0.0, ALONE, self.ruler)

    def make(self) -> None:
        """What depends on the shown problem; called when `key` has changed."""
        session = self.attempt.shown
        self.ruler = ruler_of(session, [session.run.start, session.weights])

    def key(self) -> tuple[object, ...]:
        session = self.attempt.shown
        run, knob = session.run, session.level.knob("weight")
        made = run.metric, run.examples, run.network, tuple(run.start)
        return (self.rect, self.text_scale, *made, knob, session.stage)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        self.update(0.0)
        return []

    def update(self, seconds: float) -> None:
        key = self.key()
        if key != self.made:
            self.made = key
            self.make()

    def draw_neuron(self, canvas: Canvas, rect: Rect) -> None:
        """Input, weight, prediction and goal as dials; of many weights only prediction and goal on a ruler."""
        (draw_neuron if self.one else draw_ruler)(canvas, rect, self.look())

    def draw_formula(self, canvas: Canvas, rect: Rect) -> None:
        """The neuron in one line, where there is no room for its picture beside the code."""
        x, y, w, h = rect
        seen = self.look()
        runs: list[Run] = [(prediction_text(seen), "prediction", 700, "mono")]
        if self.one:
            runs = seen.equation.runs("input", weight_colour(seen.weight), "prediction")
        runs += [("   →   ", "text2", 500, "mono")]
        goal = goal_runs(seen)
        line = y + h / 2 + 6.5 * canvas.type
        width = canvas.rich(x + w / 2 - 14, line, [*runs, *goal], LEAD_BODY, "middle", w - 76, [[*runs, *goal[:1]]])
        canvas.glyph("goal", x + w / 2 + width / 2 + 6, y + h / 2, 9)


class ColumnBoard(Board):
    """`stage`, the large picture, and `neuron` say what kind of neuron it is; everything else is the same for all."""

    stage: StagePanel
    knobs: KnobPanel
    rest: HistoryPanel
    lines = LINES
    neuron_name = N_("Neuron")  # of its tab

    def __init__(self, host: Host, stage: StagePanel, neuron: Panel | None = None) -> None:
        super().__init__(host)
        self.stage = stage
        self.neuron = neuron or DrawnPanel(host, stage.draw_neuron, NEURON_LEAST)
        self.formula = DrawnPanel(host, self.stage.draw_formula, (200.0, 0.0), (200.0, 30.0))
        self.rest = HistoryPanel(host)
        self.code, self.knobs = CodePanel(host, secret=self.secret), KnobPanel(host)
        self.code_line = RunningLine(host, self.code)
        self.pages = Pages(host, self.items, CODE)
        self.bar = TabBar(self.pages)

    def secret(self) -> bool:
        """The code shows no values, besides those that the level hides."""
        return False

    def items(self) -> list[tuple[str, Panel]]:
        """What shares a place where there is little room."""
        return [(_(self.neuron_name), self.neuron), (_("Code"), self.code)]

    def sides(self) -> Sequence[Box | Split]:
        if not self.attempt.whole_code:
            neuron, line = Part(self.neuron, NEURON), fit_content(self.code_line)
            return [column(neuron, line), self.neuron, column(Part(self.formula, FORMULA), line)]
        neuron = Part(self.neuron, NEURON, shrinks=True)
        code = [Part(self.code, self.code.high(lines), 1.0) for lines in (self.lines, LEAST)]
        tabs = (Part(self.bar, TABS), Part(self.formula, FORMULA), Part(self.pages))
        return [column(neuron, code[0]), column(neuron, code[1]), self.neuron, column(*tabs), self.formula]
