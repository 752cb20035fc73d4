"""The panels beside the bowls: the metrics to choose from, what each order wants, both metrics at Pip's weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.pull_arrows import draw_tug
from ...view.cards.metric_sample import name_of, pull
from ...view.format.numbers import number
from ...view.scenery.backdrop import draw_base
from ...view.widgets.button import Segmented
from ...view.widgets.button_face import fitted
from ...view.widgets.widget import Rect, Widget
from .metric_model import last_other
from .metric_words import wanted

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .metric_board import MetricBoard

GAP, PAD = 12.0, 14.0
HEAD = 44.0
CHIP, CHIP_GAP = 54.0, 7.0
ORDER = 40.0  # height of an order's row
TABS = 44.0
A = ord("A")


class MetricSide:
    """Reads the board; where each panel is, and what is written in it."""

    def __init__(self, board: MetricBoard) -> None:
        self.board = board
        self.attempt = board.attempt
        self.tab = 0  # large text: 0 the orders, 1 the comparison

    # -- places ------------------------------------------------------------------------------------------------------

    def _chip(self) -> float:
        return max(CHIP, 10 + 40 * self.board.k)

    def chips_rect(self) -> Rect:
        x, y, w, _h = self.board.column
        count = len(self.board.stops)
        return (x, y, w, self._head() + count * (self._chip() + CHIP_GAP) + PAD - CHIP_GAP)

    def _head(self) -> float:
        return 26 + 18 * self.board.k

    def chip_rects(self, count: int) -> list[Rect]:
        x, y, w, _h = self.chips_rect()
        high, head = self._chip(), self._head()
        return [(x + PAD, y + head + i * (high + CHIP_GAP), w - 2 * PAD, high) for i in range(count)]

    def under_chips(self) -> Rect:
        x, y, w, h = self.board.column
        top = self.chips_rect()[1] + self.chips_rect()[3] + GAP
        return (x, top, w, y + h - top)

    def column_end(self) -> float:
        """y of the column's lower edge."""
        return self.board.column[1] + self.board.column[3]

    def _split(self) -> bool:
        """Both panels do not fit: tabs."""
        return self._orders_height() + GAP + 150 + 60 * (self.board.k - 1) > self.under_chips()[3]

    def _orders_height(self) -> float:
        return self._head() + self._row() * (self.attempt.session.base.plain_stages + 1) + 10

    def _row(self) -> float:
        return max(ORDER, 14 + 24 * self.board.k)

    def panels(self) -> list[tuple[str, Rect]]:
        x, y, w, h = self.under_chips()
        if self._split():
            name = "compare" if self.tab else "orders"
            return [(name, (x, y + TABS + GAP, w, h - TABS - GAP))]
        high = self._orders_height()
        return [("orders", (x, y, w, high)), ("compare", (x, y + high + GAP, w, h - high - GAP))]

    def least_needed(self) -> Rect:
        """The panel that the verdict of a roll may cover: what was ordered stays to be seen, where there is room."""
        return self.under_chips() if self._split() else self.panels()[-1][1]

    def tabs(self) -> list[Widget]:
        if not self._split() or self._covered():
            return []
        x, y, w, _h = self.under_chips()
        return [Segmented("tabs", (x, y, w, TABS), [_("Orders"), _("Compare")], self.tab, self._choose_tab)]

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.board.host.relayout()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _shown(self) -> list[tuple[str, Rect]]:
        """The panels that nothing lies over."""
        if not self._covered():
            return self.panels()
        only_one = self.board.host.covering == "verdict" and not self._split()
        return self.panels()[:-1] if only_one else []

    def _covered(self) -> bool:
        return self.board.covered

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop with the panels and their headings."""
        panels = self._shown()
        x, _y, w, _h = self.board.column
        chips = self.chips_rect()

        def sheets(sub: Canvas) -> None:
            sub.panel(*chips)
            base = chips[1] + 14 + 16 * sub.type
            first = sub.text(x + 20, base, _("Metric"), 18, "text", 700)
            note = _("how a miss is counted")
            if first + sub.width(note, 16) + 60 < w:
                sub.text(x + w - 20, base, note, 16, "text2", 500, "end")
            for _name, rect in panels:
                sub.panel(*rect)

        draw_base(canvas, ("metric side", chips, tuple(panels)), sheets)

    def paint(self, canvas: Canvas) -> None:
        for name, rect in self._shown():
            (self._paint_orders if name == "orders" else self._paint_compare)(canvas, rect)

    def _paint_orders(self, canvas: Canvas, rect: Rect) -> None:
        """A row for each part of the level: done, to do now, to come."""
        session = self.attempt.shown
        count = session.base.plain_stages + 1
        texts = tuple(wanted(session, session.base.stage(number)) for number in range(count))
        done = session.stage + session.won

        def draw(sub: Canvas) -> None:
            x, y, w, _h = rect
            title = _("Orders") if count > 1 else _("Wanted")
            sub.text(x + 20, y + 14 + 16 * sub.type, title, 18, "text", 700)
            for stage, text in enumerate(texts):
                row = (x + PAD, y + self._head() + stage * self._row(), w - 2 * PAD, self._row() - 6)
                _draw_order(sub, row, chr(A + stage) if count > 1 else "", text, stage - done)

        canvas.cached(("orders", rect, texts, done), *rect, draw)

    def _paint_compare(self, canvas: Canvas, rect: Rect) -> None:
        """Error and pulls at Pip's weight, by the chosen metric and by another one."""
        session, reading = self.attempt.shown, self.board.reading()
        chosen = str(session.knobs["metric"])
        other = last_other(session) or next(name for name in self.board.stops if name != chosen)
        names = [name for name in self.board.stops if name in (chosen, other)]
        cards = tuple((name, name == chosen, reading.error(name), reading.pulls(name)) for name in names)

        def draw(sub: Canvas) -> None:
            x, y, w, h = rect
            base = y + 12 + 16 * sub.type
            hue = "weight" if reading.weight >= 0 else "weight_negative"
            end = x + 20 + sub.text(x + 20, base, _("At weight") + " ", 16, "text2", 600)
            sub.text(end, base, number(reading.weight), 16, hue, 700, "start", "mono")
            top = y + 22 + 18 * sub.type
            wide = (w - 2 * PAD - 8 * (len(cards) - 1)) / max(1, len(cards))
            for i, (name, solid, error, pulls) in enumerate(cards):
                place = (x + PAD + i * (wide + 8), top, wide, y + h - PAD - top)
                self._draw_card(sub, place, name, solid, error, pulls)

        canvas.cached(("compare", rect, reading.weight, cards), *rect, draw)

    def _draw_card(self, canvas: Canvas, rect: Rect, name: str, solid: bool, error: float,
                   pulls: tuple[float, float]) -> None:  # fmt: skip
        x, y, w, h = rect
        k = canvas.type
        metric = self.board.metric(name)
        canvas.rect(x, y, w, h, "raised" if solid else "well", 12)
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 11.5, "text" if solid else "border2", 1.5,
                    dash=None if solid else (6, 5))  # fmt: skip
        size, label = fitted(canvas, name_of(metric), 16, 700, w - 32)
        foot = y + h - 12
        canvas.text(x + 16, y + 10 + 14 * k, label, size, "text", 700)
        line = y + 16 + 34 * k
        canvas.glyph("error", x + 24, line - 7 * k, 7)
        canvas.text(x + 40, line, number(error), 20, "error", 700, "start", "mono")
        bar = foot - 28 * k
        if line + 26 * k < bar - 4:
            size, label = fitted(canvas, pull(metric), 16, 500, w - 32)
            canvas.text(x + 16, line + 24 * k, label, size, "text2", 500)
        draw_tug(canvas, (x + 16, bar - 2, w - 32, 10), *pulls)
        end = x + 16 + canvas.text(x + 16, foot, "← ", 16, "text2", 600, "start", "mono")
        canvas.text(end, foot, number(pulls[0]), 16, "weight_negative", 700, "start", "mono")
        end = x + w - 16 - canvas.text(x + w - 16, foot, " →", 16, "text2", 600, "end", "mono")
        canvas.text(end, foot, number(pulls[1]), 16, "weight", 700, "end", "mono")


def _draw_order(canvas: Canvas, rect: Rect, letter: str, text: str, ahead: int) -> None:
    """ahead < 0: met; 0: this one now; > 0: still to come."""
    x, y, w, h = rect
    k, middle = canvas.type, y + h / 2
    now = ahead == 0
    canvas.rect(x, y, w, h, "raised" if now else "well", 10)
    edge = "text" if now else "border2" if ahead > 0 else "border"
    canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 9.5, edge, 1.5, dash=(6, 5) if ahead > 0 else None)
    left = x + 14
    if ahead < 0:
        canvas.icon("check", left, middle - 10, 20, "goal", 3)
    elif letter:
        canvas.text(left + 10, middle + 6 * k, letter, 18, "goal" if now else "text2", 700, "middle")
    else:
        canvas.glyph("goal", left + 10, middle, 8)
    size, label = fitted(canvas, text, 16, 600, w - 60)
    canvas.text(x + 46, middle + 5.8 * k, label, size, "text" if now else "text2", 600)
