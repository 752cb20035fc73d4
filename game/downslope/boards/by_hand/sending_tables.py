"""What was sent in a level by hand, as a table: sends with their misses as squares, orders, or numbers in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.sends_table import (
    NEXT,
    ROW,
    SLIM,
    Caption,
    Crossed,
    Miss,
    Order,
    order_columns,
    send_columns,
    slim_columns,
    unit_of,
    weight_cell,
    words_cell,
)
from ...view.draw.tokens import LEAD_BODY
from ...view.format.measure import measure
from ...view.format.numbers import number
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.table import HEAD, TOP, Cell, Row, Table
from ...view.widgets.widget import Rect, Widget
from .sending_panels import SendingPanel
from .sends import FEW, cards, send_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...view.draw.canvas import Canvas
    from ...view.draw.text import Run

FOOT, FOOT_LINE = 48.0, 22.0  # of the line under a table; what a second one needs more, at 100 %


class TablePanel(SendingPanel):
    """A heading, rows that scroll, and where there is room a line that says what the squares are."""

    row_high = ROW  # at least
    told: Sequence[Sequence[Run]] = ((),)  # lines under the rows

    @property
    def foot(self) -> float:
        """Its height."""
        return 0.0 if self.sending.many else FOOT + (len(self.told) - 1) * FOOT_LINE * self.text_scale

    def smallest(self) -> tuple[float, float]:
        return (0.0, HEAD + 10 + self.row_high + (0.0 if self.sending.many else FOOT))  # one row is always seen

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        self.told = self.foot_lines(w - 40, h)
        self.area, self._rows = ScrollArea("sends", (x, y + HEAD, w, h - HEAD - self.foot), 0.0), -1
        return [self.area]

    def foot_lines(self, room: float, high: float) -> list[list[Run]]:
        """What the squares are: in two lines where one is too narrow for it and the panel is high enough."""
        side: list[Run] = [(_("Side = how far off."), "text2", 500)]
        area: list[Run] = [(_("Area ="), "text2", 500), (" " + _("miss squared"), "error", 600), (".", "text2", 500)]
        line: list[Run] = [*side, (" ", "text2", 500), *area]
        fits = measure(self.host.game, self.host.width, self.host.height).rich_width(line) <= room
        return [line] if fits or high < self.smallest()[1] + FOOT_LINE * self.text_scale else [side, area]

    def table(self) -> Table:
        """All rows, for the present width."""
        raise NotImplementedError

    def refresh(self) -> None:
        """A row has come: it is brought into view."""
        area = self.area
        area.height = self.table().height
        area.focusable = area.limit > 0
        if len(self.sending.seen) != self._rows:
            self._rows = len(self.sending.seen)
            area.offset = 0.0 if self.sending.live else area.limit
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        table = self.table()
        table.paint_head(canvas, self.rect)
        self.paint_rows(canvas, table)
        if not self.foot:
            return
        canvas.line(x + 20, y + h - self.foot + 0.5, x + w - 20, y + h - self.foot + 0.5, "border", 1)
        for above, runs in enumerate(reversed(self.told)):
            canvas.rich(x + 20, y + h - 24 + (5.8 - above * FOOT_LINE) * canvas.type, runs, room=w - 40)

    def paint_rows(self, canvas: Canvas, table: Table) -> None:
        table.paint_rows(canvas, self.area.rect, self.area.offset)


class SendsTable(TablePanel):
    """The miss of each send is a square."""

    def table(self) -> Table:
        sending, rows = self.sending, list[Row]()
        unit = unit_of([sent.misses[0] for sent in sending.seen])
        for i, sent in enumerate(sending.seen):
            last = i == len(sending.seen) - 1
            caption = Caption(_("the start") if not i else _("last send") if last else "", last and i > 0)
            prediction = words_cell(number(sent.predictions[0], sending.digits), "prediction")
            weight, miss = weight_cell(sent.weight, sending.weight_digits), Miss(sent.misses[0], unit, sending.digits)
            rows.append(Row(str(i), (caption, weight, prediction, miss), lit=caption.lit))
        if not sending.known:
            cells = (((_("next"), "text", 600),), weight_cell(sending.weight, sending.weight_digits),
                     words_cell("?", "prediction"), Miss(None, unit, sending.digits))  # fmt: skip
            rows.append(Row(str(len(rows)), cells, "next", high=NEXT))
        return Table(_("Sends"), send_columns(self.rect[2]), tuple(rows), ROW, ruled=True, style=LEAD_BODY)


class OrdersTable(TablePanel):
    """One card for each order; the next rolls in when the one before has landed."""

    row_high = 84.0

    def table(self) -> Table:
        count, now = self.attempt.shown.base.plain_stages + 1, self.attempt.shown.stage
        high = max(self.row_high, min(ROW, (self.area.rect[3] - 2 * TOP) / count))  # all are seen, if it can be
        coming: Cell = ((_("on its way"), "text3"),)
        rows = [self._order(stage, high) for stage in range(min(count, now + 1))]
        rows += [Row(str(stage + 1), (coming,), "free", framed=True) for stage in range(now + 1, count)]
        title = _("Goals") if count > 1 else _("Goal")
        return Table(title, order_columns(self.rect[2]), tuple(rows), high, style=LEAD_BODY)

    def paint_rows(self, canvas: Canvas, table: Table) -> None:
        """The newest rolls in from the right."""
        (x, y, w, h), now = self.area.rect, self.attempt.shown.stage
        away = (1 - self.sending.roll) ** 3 * (w + 20)
        rolling, rows = table.rows[now], list(table.rows)
        rows[now] = Row(high=table.row)
        offset = self.area.offset - table.top(now)
        with canvas.clip(*self.area.rect):
            table._replace(rows=tuple(rows)).paint_rows(canvas, self.area.rect, self.area.offset)
            table._replace(rows=(rolling,)).paint_rows(canvas, (x + away, y, w, h), offset)

    def _order(self, stage: int, high: float) -> Row:
        shown, sending = self.attempt.shown, self.sending
        example = shown.base.stage(stage).examples[0]
        (given,), (goal,) = example.pair
        now = stage == shown.stage
        done = not now or (self.attempt.met and sending.roll >= 1 and sending.pulse >= 1)
        # of an order that has landed before: what the weight that stands now makes of it
        predictions = sending.seen[0].predictions if now else shown.level.network.predict([sending.weight], (given,))
        order = Order(given, goal, Caption(_(example.label), now))
        if now and sending.pulse < 1:  # it is hidden
            return Row(str(stage + 1), (order, words_cell("?", "prediction")), lit=now)
        miss = predictions[0] - goal
        unit = unit_of([send_at(shown, shown.run.start[0], frozenset()).misses[0], miss], high - 18)
        shown_prediction = words_cell(number(predictions[0], sending.digits), "prediction")
        cells = (order, shown_prediction, Miss(miss, unit, sending.digits))
        return Row(str(stage + 1), cells, "done" if done else "plain", now)


class SlimTable(TablePanel):
    """Sends where each has several misses: numbers in columns, those of struck cards faint and crossed.

    Of many cards the first ones have a column.
    """

    row_high = SLIM

    def table(self) -> Table:
        sending, count = self.sending, min(FEW, len(cards(self.attempt.shown)))
        rows = []
        for i, sent in enumerate(sending.seen):
            misses = [self._cell(miss, k in sent.struck) for k, miss in enumerate(sent.misses[:count])]
            newest = 0 < i == len(sending.seen) - 1
            rows.append(Row(str(i), ((), weight_cell(sent.weight, sending.weight_digits), *misses), lit=newest))
        if not sending.known:
            unknown = [words_cell("?", "text2")] * count
            rows.append(Row(str(len(rows)), ((), weight_cell(sending.weight, sending.weight_digits), *unknown), "next"))
        return Table(_("Sends"), slim_columns(count), tuple(rows), SLIM)

    def _cell(self, miss: float, gone: bool) -> Cell:
        label = number(miss, self.sending.digits, True)
        return Crossed(label) if gone else words_cell(label, "error")
