"""Beside the network: the table of its examples, its code, and its weights side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_listing import HEAD, CodeRow
from ...view.cards.example_table import ExampleTable
from ...view.charts.weight_columns import draw_columns
from ...view.draw.tokens import LABEL
from ...view.widgets.button import Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel
from ..shared.code_rows import RunCursor
from ..shared.panel import AttemptPanel, Pages, Panel
from .net_model import lamps

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .shown_net import ShownNet

SWITCH = 196.0
FIRST, ROW = 52.0, 37.0  # height of the examples' head and of a row
SEEN = 4  # rows that are seen in any case
LOWEST = 150.0  # height of the weights
LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class ExamplesPanel(AttemptPanel):
    """Every example with its goal and what the network says; the row that is chosen is the one that it shows."""

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.shown = shown

    def smallest(self) -> tuple[float, float]:
        rows = min(SEEN, len(self.attempt.now.data()))
        return (0.0, (FIRST + ROW * rows) * self.text_scale)

    def place(self, rect: Rect) -> list[Widget]:
        self.table = ExampleTable(rect, self.shown.choose)
        self.table.type = self.text_scale
        return [self.table]

    def refresh(self) -> None:
        run, words = self.attempt.shown.run, self.attempt.now.words
        self.table.title = f"{len(run.examples)} {_(words.get('examples', 'examples'))}"
        self.table.lamps = lamps(run)
        self.table.show(self.shown.rows(), self.shown.example())


class NetCode(CodePanel):
    """The level's own lines, as far as the step has come. `switched`: a switch stands in its head."""

    switched = False

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.parts = shown.parts

    def place(self, rect: Rect) -> list[Widget]:
        self.switched = False
        return super().place(rect)

    def rows(self, secret: bool) -> list[CodeRow]:
        """While it runs fast, the lines alone: what cannot be read is not worked out."""
        attempt, playback, parts = self.attempt, self.attempt.playback, self.parts
        machine = attempt.machine
        fast = (playback.moving or playback.running) and playback.speed > FAST
        driven = machine is not None and machine.on_stage and not machine.times and machine.playing
        if fast or driven or (parts.active() and not parts.number):
            return self.rounds.rows(attempt.shown, None, False)
        until = UNTIL[parts.number] if parts.active() else ()
        rows = self.rounds.rows(attempt.shown, RunCursor(attempt.step, playback.hopping, until=until), False, secret)
        return [r if len(r.value) <= LONGEST else r._replace(value=r.value[: LONGEST - 1] + "…") for r in rows]

    def _status(self) -> tuple[str, str]:
        return ("", "") if self.switched else super()._status()


class WeightColumns(Panel):
    """The weights as they stand at the step looked at. `switched`: a switch stands in its head."""

    switched = False

    def __init__(self, shown: ShownNet) -> None:
        self.shown = shown

    def smallest(self) -> tuple[float, float]:
        return (2 * SWITCH, LOWEST)

    def place(self, rect: Rect) -> list[Widget]:
        self.switched = False
        return []

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        if self.switched:
            base = y + HEAD / 2 + 5.8 * canvas.type
            canvas.within(x + 20, base, _("Weights"), w - SWITCH - 40, LABEL, "text")
            canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)
            y, h = y + HEAD, h - HEAD
        sizes, weights, names = self.shown.sizes, self.shown.weights(), self.shown.names
        key = ("columns", (x, y, w, h), sizes, tuple(round(weight, 2) for weight in weights), tuple(names))
        canvas.cached(key, x, y, w, h, lambda sub: draw_columns(sub, (x, y, w, h), sizes, weights, names))


class CodeOrWeights(Pages):
    """The names of the pages stand in the head of the page."""

    def place(self, rect: Rect) -> list[Widget]:
        found, items = super().place(rect), self.items()
        for panel in self.shown:
            if isinstance(panel, (NetCode, WeightColumns)):
                panel.switched = True
        if not self.shown or len(items) < 2:
            return found
        place = (rect[0] + rect[2] - SWITCH - 6, rect[1] + 3, SWITCH, 36.0)
        return [*found, Segmented("code or weights", place, [name for name, _page in items], self.chosen, self.choose)]
