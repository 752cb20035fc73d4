"""The panels of the convergence map's screen: the map, its key, and what stands in the head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..view.draw.tokens import BODY, LARGE, LEAD_NUMBER
from ..view.format.markup import hued_runs, pieces
from ..view.widgets.panel import Panel, WidgetPanel

if TYPE_CHECKING:
    from ..view.charts.outcome_legend import OutcomeLegend
    from ..view.charts.outcome_map import OutcomeMap
    from ..view.draw.canvas import Canvas
    from ..view.widgets.widget import Rect, Widget


class OutcomeMapPanel(WidgetPanel):
    """The map of the axes that are chosen, on a sheet."""

    flat = False

    def __init__(self, outcomes: OutcomeMap, canvas: Canvas) -> None:
        super().__init__(outcomes, 400, 320)
        self.map, self.canvas = outcomes, canvas

    def place(self, rect: Rect) -> list[Widget]:
        self.map.fit(self.canvas, rect)
        return super().place(rect)


class LegendPanel(WidgetPanel):
    """The key of the map, on a sheet."""

    flat = False

    def __init__(self, legend: OutcomeLegend, canvas: Canvas) -> None:
        super().__init__(legend, 240, legend.least(canvas))


class TitlePanel(Panel):
    """The level's number and title on one line, and in a smaller size below it what `sentence` gives, or after it,
    the first of what `aside` gives that has room; all with light markup."""

    flat = True

    def __init__(self, canvas: Canvas, code: str, title: str, sentence: Callable[[], str] | None = None,
                 aside: Callable[[], Sequence[str]] | None = None) -> None:  # fmt: skip
        self.code, self.title, self.sentence, self.aside = code, title, sentence, aside
        self.first = 26 * max(1.0, canvas.type)  # heights of its lines
        self.second = 20 * canvas.type if sentence is not None else 0.0

    def smallest(self) -> tuple[float, float]:
        return 0.0, self.first + self.second

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        wide = canvas.width(self.code, LEAD_NUMBER) + 20
        middle = y + (h if self.sentence is None else h - self.second + 6) / 2
        canvas.rect(x, middle - self.first / 2, wide, self.first, "raised", 8)
        canvas.mid_text(x + wide / 2, middle, self.code, LEAD_NUMBER, "text", "middle")
        left, base, style = x + wide + 12, middle + 7.5 * canvas.type, LARGE
        canvas.within(left, base, self.title, x + w - left, style, "text")
        left += canvas.width(self.title, style) + 16
        if self.sentence is not None:
            canvas.rich(x, y + h, hued_runs(pieces(self.sentence()), "text2", BODY.weight), BODY, room=w)
        elif self.aside is not None:
            lines = [hued_runs(pieces(words), "text2", BODY.weight) for words in self.aside()]
            for runs in [runs for runs in lines if canvas.rich_width(runs) <= x + w - left][:1]:
                canvas.rich(left, base, runs)
