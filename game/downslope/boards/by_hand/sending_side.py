"""The column beside the stage: sends (or orders, or receipts and sends) and the one line of code that does it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import _
from ...scripts.listing import listing
from ...view.cards.code_listing import CodePicture, Row, draw_code_head, value_text
from ...view.cards.sends_table import NEXT, ROW, Columns, SendRow, columns, draw_head, draw_line, draw_next, unit_of
from ...view.format.numbers import number, short
from ...view.widgets.widget import Rect
from .sends_model import Sent, cards, row

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .sending_board import SendingBoard

SLIM = 38.0  # row of a send where the cards have a panel of their own
FOOT = 48.0


def table_height(board: SendingBoard) -> float:
    """Of all rows."""
    rows = len(board.hand.seen)
    if board.hand.live:
        return 10 + order_height(board) * (board.attempt.shown.base.plain_stages + 1)
    if board.many:
        return 10 + SLIM * (rows + (0 if board.hand.known else 1))
    return 6 + ROW * rows + (0 if board.hand.known else NEXT)


def order_height(board: SendingBoard) -> float:
    """Of an order's card: all are seen at once, if it can be."""
    count = board.attempt.shown.base.plain_stages + 1
    room = board.area.rect[3] if board.area else 0.0
    return max(72.0, min(ROW, (room - 10) / count))


def paint_side(canvas: Canvas, board: SendingBoard) -> None:
    at = columns(board.table[0], board.table[2])
    if board.many:
        _paint_cards(canvas, board)
    if board.hand.live:
        _paint_orders(canvas, board, at)
    elif board.many:
        _paint_slim(canvas, board, at)
    else:
        _paint_sends(canvas, board, at)
    if not board.many and not board.compact:
        _paint_foot(canvas, board)
    paint_code(canvas, board)


def _paint_sends(canvas: Canvas, board: SendingBoard, at: Columns) -> None:
    hand, area = board.hand, board.area
    names = (
        ("weight", _("weight"), at.weight),
        ("prediction", _("prediction"), at.prediction),
        ("error", _("miss"), -1.0),
    )
    draw_head(canvas, at, board.table[1], _("Sends"), names)
    if area is None:
        return
    rows = hand.seen
    unit = unit_of([sent.misses[0] for sent in rows])
    with canvas.clip(*area.rect):
        for i, sent in enumerate(rows):
            last = i == len(rows) - 1
            caption = _("the start") if not i else _("last send") if last else ""
            y = area.y(6 + i * ROW)
            draw_line(canvas, at, y, _line(board, sent, str(i), caption, last and i > 0), unit, hand.digits)
            if not last:
                canvas.line(at.left + 20, y + ROW - 1.5, at.right, y + ROW - 1.5, "border", 1)
        if not hand.known:
            weight = number(hand.weight, hand.weight_digits)
            draw_next(canvas, at, area.y(6 + len(rows) * ROW), str(len(rows)), _("next"), weight, hand.weight < 0)


def _line(board: SendingBoard, sent: Sent, mark: str, caption: str, lit: bool) -> SendRow:
    hand = board.hand
    weight = number(sent.weight, hand.weight_digits)
    return SendRow(
        mark, caption, weight, number(sent.predictions[0], hand.digits), sent.misses[0], sent.weight < 0, lit
    )


def _paint_orders(canvas: Canvas, board: SendingBoard, at: Columns) -> None:
    """One card for each order; the next rolls in when the one before has landed."""
    shown, hand, area = board.attempt.shown, board.hand, board.area
    count = shown.base.plain_stages + 1
    title = _("Orders") if count > 1 else _("Goal")
    names = (("prediction", _("prediction"), at.prediction), ("error", _("miss"), -1.0))
    draw_head(canvas, at, board.table[1], title, names)
    if area is None:
        return
    with canvas.clip(*area.rect):
        high = order_height(board)
        for stage in range(count):
            y = area.y(6 + stage * high)
            if stage > shown.stage:
                _paint_waiting(canvas, at, y, stage, high)
            else:
                ease = 1 - (1 - hand.roll) ** 3 if stage == shown.stage else 1.0
                _paint_order(canvas, board, at, y, stage, (1 - ease) * (at.width + 20))


def _paint_order(canvas: Canvas, board: SendingBoard, at: Columns, y: float, stage: int, away: float) -> None:
    shown, hand = board.attempt.shown, board.hand
    example = shown.base.stage(stage).examples[0]
    (given,), (goal,) = example.pair
    now = stage == shown.stage
    at = columns(at.left + away, at.width)
    done = not now or (shown.won and hand.roll >= 1 and hand.pulse >= 1)
    sent = hand.seen[0] if now else _arrived_with(board, stage)
    hidden = now and hand.pulse < 1
    miss = None if hidden else sent.predictions[0] - goal
    shown_prediction = "?" if hidden else number(sent.predictions[0], hand.digits)
    mark = "done" if done else str(stage + 1)
    line = SendRow(mark, _(example.label), "", shown_prediction, miss, lit=now)
    high = order_height(board)
    unit = unit_of([row(shown, shown.run.start[0], frozenset()).misses[0], miss or 0.0], high - 18)
    draw_line(canvas, at, y, line, unit, hand.digits, high)
    runs = [(short(given), "input", 700, "mono"), (" → ", "text2", 500, "mono"), (short(goal), "goal", 700, "mono")]
    wide = canvas.width(f"{short(given)} → {short(goal)}", 18, 700, "mono")
    size = 18 * min(1.0, (at.prediction - at.left - 72) / max(1.0, wide))
    canvas.rich(at.left + 60, y + high / 2 + 4, runs, size)


def _arrived_with(board: SendingBoard, stage: int) -> Sent:
    """What the weight that stands now makes of an order that has landed before."""
    (given,), (goal,) = board.attempt.shown.base.stage(stage).examples[0].pair
    weight = board.hand.weight
    prediction = board.attempt.shown.level.network.predict([weight], (given,))[0]
    return Sent(weight, (prediction,), (prediction - goal,), frozenset())


def _paint_waiting(canvas: Canvas, at: Columns, y: float, stage: int, high: float) -> None:
    middle = y + high / 2 - 2
    canvas.rect(at.left + 12, y + 4, at.width - 24, high - 12, None, 10, "border", 1.5, dash=(5, 6))
    canvas.circle(at.left + 36, middle, 13, None, "border2", 1.8, dash=(3, 5))
    canvas.text(at.left + 36, middle + 6, str(stage + 1), 16 / canvas.type, "text3", 600, "middle", "mono")
    canvas.text(at.left + 60, middle + 6 * canvas.type, _("on its way"), 16, "text3", 500)


def _paint_cards(canvas: Canvas, board: SendingBoard) -> None:
    """The panel behind the receipts; they draw themselves."""
    at = board.cards_at
    if at is None:
        return
    where = columns(at[0], at[2])
    names = (("prediction", _("prediction"), where.prediction), ("error", _("miss"), -1.0))
    draw_head(canvas, where, at[1], _("Cards"), names)


def _paint_slim(canvas: Canvas, board: SendingBoard, at: Columns) -> None:
    """Sends where each has several misses: numbers in columns, those of struck cards faint and crossed."""
    hand, area = board.hand, board.area
    count = len(cards(board.attempt.shown))
    first, last = at.weight + 72, at.right
    xs = [first + (last - first) * (i + 1) / count for i in range(count)]
    draw_head(
        canvas, at, board.table[1], _("Sends"), [("weight", _("weight"), at.weight), ("error", _("misses"), -1.0)]
    )
    if area is None:
        return
    with canvas.clip(*area.rect):
        for i, sent in enumerate(hand.seen):
            y = area.y(6 + i * SLIM)
            _paint_slim_row(canvas, board, at, y, i, sent, xs)
        if not hand.known:
            y = area.y(6 + len(hand.seen) * SLIM)
            _paint_slim_row(canvas, board, at, y, len(hand.seen), None, xs)


def _paint_slim_row(
    canvas: Canvas, board: SendingBoard, at: Columns, y: float, mark: int, sent: Sent | None, xs: list[float]
) -> None:
    hand = board.hand
    middle = y + SLIM / 2 - 2
    base = middle + 5.8 * canvas.type
    weight = hand.weight if sent is None else sent.weight
    if sent is not None and mark and mark == len(hand.seen) - 1:
        canvas.rect(at.left + 8, y, at.width - 16, SLIM - 4, "rowhi", 9)
        canvas.rect(at.left + 8, y + 4, 4, SLIM - 12, "text", 2)
    canvas.circle(
        at.left + 36,
        middle,
        12,
        None if sent is None else "well",
        "border2",
        1.8,
        dash=(3, 5) if sent is None else None,
    )
    canvas.text(at.left + 36, middle + 5.6, str(mark), 16 / canvas.type, "text", 700, "middle", "mono")
    hue = "weight_negative" if weight < 0 else "weight"
    canvas.text(at.weight, base, number(weight, hand.weight_digits), 16, hue, 700, "start", "mono")
    room = xs[-1] - xs[-2] - 10 if len(xs) > 1 else 200.0
    for i, x in enumerate(xs):
        if sent is None:
            canvas.text(x, base, "?", 16, "text2", 700, "end", "mono")
            continue
        gone = i in sent.struck
        label = number(sent.misses[i], hand.digits, True)
        size = 16 * min(1.0, room / max(1.0, canvas.width(label, 16, 700, "mono")))
        wide = canvas.text(x, base, label, size, "text3" if gone else "error", 700, "end", "mono")
        if gone:
            canvas.line(x - wide - 2, middle, x + 2, middle, "text3", 2)


def _paint_foot(canvas: Canvas, board: SendingBoard) -> None:
    x, y, w, h = board.table
    canvas.line(x + 20, y + h - FOOT + 0.5, x + w - 20, y + h - FOOT + 0.5, "border", 1)
    runs = [
        (_("Side = how far off. Area ="), "text2", 500),
        (" " + _("miss squared"), "error", 600),
        (".", "text2", 500),
    ]
    canvas.rich(x + 20, y + h - 18, runs, 16)


def _paint_status(canvas: Canvas, rect: Rect, words: str) -> None:
    x, y, w, _h = rect
    room = w - 72 - canvas.width("neuron.py", 16, 600, "mono")
    if canvas.width(words, 16) <= room:
        canvas.text(x + w - 16, y + 20.5 + 5.8 * canvas.type, words, 16, "text2", 500, "end")


def paint_code(canvas: Canvas, board: SendingBoard) -> None:
    """The line as the rules write it, between the two that make a function of it where there is room."""
    rect = board.code
    known = board.hand.known
    try:
        lines = listing(board.attempt.shown.run).round
    except NotInlinable:
        lines = []
    values = [value_text(p, board.hand.digits) for p in known.predictions] if known else ["?"]
    value = values[0] if len(values) == 1 else ""
    short_form = board.compact or board.many
    rows = [Row(line if short_form else "    " + line, value, "prediction", True) for line in lines]
    if not short_form:
        rows = [Row("def neuron(input, weight):"), *rows, Row("    return prediction")]
    draw_code_head(canvas, rect, "neuron.py", "")
    _paint_status(canvas, rect, _("one line is all"))
    picture = CodePicture(canvas, rect, rows, numbers=not short_form)
    x, y, w, h = rect
    picture.draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)
