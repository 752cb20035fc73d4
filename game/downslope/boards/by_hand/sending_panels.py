"""Beside the stage of a level by hand: its cards, which may be struck, and the line that a prediction is made by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...formulas.inline import NotInlinable
from ...i18n import N_, _, plural_form, sentence_case
from ...rules.action_history import last_of
from ...rules.actions import Next, Turn
from ...rules.question import Question
from ...scripts.rounds import listing
from ...view.cards.code_listing import CodePicture, CodeRow, draw_code_head, value_text
from ...view.cards.sends_table import (
    NEXT,
    ROW,
    SLIM,
    caption_cell,
    crossed_cell,
    draw_miss,
    draw_pair,
    miss_cell,
    order_cell,
    order_columns,
    prediction_at,
    send_columns,
    slim_columns,
    unit_of,
    weight_cell,
    words_cell,
)
from ...view.draw.plate import draw_edge
from ...view.draw.tokens import BODY, CODE, LEAD_BODY, LEAD_NUMBER, SMALL, STRONG
from ...view.draw.tween import Tween
from ...view.format.measure import measure
from ...view.format.numbers import number, short
from ...view.widgets.label import Label
from ...view.widgets.panel import ScrollArea
from ...view.widgets.table import HEAD, TOP, Cell, Table, TableRow
from ...view.widgets.widget import Press, Rect, State, Widget
from ..shared.panel import AttemptPanel
from ..shared.tolerance import leeway_of
from .sending_model import Sending
from .sends import FEW as FEW_ROWS
from .sends import SendResult, cards, cross_out_knob, crossed_out_cards, most_decimals, send_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...attempt.game.game import Game
    from ...rules.knob import Knob
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ...view.draw.tokens import Run
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# What Pip says in a level by hand, from what the player has seen there.


Words = tuple[str, str]  # a bold line and a plain one; light markup
CLOSE_TO_GOAL = 1e-9
NOTHING: Words = ("", "")
COUNTS = (N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"))


def words(game: Game, session: Session, rows: list[SendResult], live: bool, arrived: bool) -> Words:
    """For the state of an attempt. `rows`: what the player has seen; `arrived`: no light is on its way."""
    if session.won and not arrived:
        return NOTHING  # what is played is told when it has been seen
    if session.won:
        sent = rows[-1]
        # No knob was turned since this stage began
        if isinstance(last_of(session.actions, Next, Turn), Next):
            return (
                _("The [prediction:prediction] is right, and nobody touched the dial."),
                _("The same [weight:weight] works for every one."),
            )
        if session.last_stage:
            return _end(session, sent)
        if session.base.star(session.stage + 1) is not None:
            return _("Just right."), _("Level won. A second target waits, if you like.")
        return _("Correct."), _("Now try the same [weight:weight] on the next one.")
    if live:
        if not any(isinstance(action, Turn) for action in session.actions):
            keys = game.controls.help({"left": _("less"), "right": _("more")})
            text = " ".join(cap for cap, _words in keys)
            return (
                _("Turn the dial and watch what grows with it."),
                _("Drag it or its slider, or press {keys}; hold Shift for ten at a time.").format(keys=text),
            )
        low = rows[-1].misses[0] < 0
        return (
            _("Still too low.") if low else _("Now it is too high."),
            _("The square is how far off you are. Make it vanish."),
        )
    if session.stage and session.base.star(session.stage) is not None and len(rows) == 1:
        goal = short(session.level.examples[0].pair[1][0])
        return (
            _("A second target: [goal:{goal}].").format(goal=goal),
            _("The table tells you enough for one send."),
        )
    # No card has been struck yet, and the first one counts
    found = cross_out_knob(session.base.stage(session.stage))
    asks_for_a_strike = (
        found is not None and bool(strike_text(session)) and found[0].name not in session.tally.first_values
    )
    if asks_for_a_strike:
        told = _("Which one does not fit the others?") if len(rows) == 1 else _sending(rows)[0]
        return told, _("Click the wrong one, or reach it with Tab and press Enter.")
    if crossed_out_cards(session) != rows[-1].crossed_out:
        return (
            _("It no longer counts.") if crossed_out_cards(session) else _("All of them count again."),
            _("Set the [weight:weight] for those that are left, then send.") if crossed_out_cards(session)
            else _("Set the [weight:weight] for all of them, then send."),
        )
    return _sending(rows)


def _end(session: Session, sent: SendResult) -> Words:
    """All is won: what this weight does for all that was asked in this level."""
    base, run, parts = session.base, session.run, session.stage + 1
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = leeway_of(session.level)
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + CLOSE_TO_GOAL for x, goal in asked):
        name = _(base.words.get("stages", "goals"))
        told = _("Both {goals} are done, each with its own [weight:weight].") if parts == 2 else _(
            "All {goals} are done, each with its own [weight:weight].")  # fmt: skip
        return _("That’s it."), told.format(goals=name)
    if len(run.examples) < len(base.stage(session.stage).data()):
        # Which card was to be struck, and why
        question = _strike_question(session)
        strike_why = "" if question is None else f"{_(question.right)}: {_(question.why)}"
        return _("This one [weight:weight] fits every goal that is left."), strike_why
    if len(run.examples) > 1:
        return _("That’s it."), _("One [weight:weight] for all of them.")
    if parts == 1:
        told = number(sent.predictions[0], max(2, most_decimals([sent.predictions[0], run.examples[0][1][0]])))
        return _("That’s it: [prediction:{prediction}].").format(prediction=told), ""
    count = _(COUNTS[parts]) if parts < len(COUNTS) else str(parts)
    name = _(base.words.get("stages", "goals"))
    return _("{count} {goals}, one [weight:weight].").format(count=count, goals=name), ""


def strike_text(session: Session) -> str:
    """What a level asks that is answered by the first card struck; "": nothing."""
    question = _strike_question(session)
    return "" if question is None else _(question.text)


def _strike_question(session: Session) -> Question | None:
    found = cross_out_knob(session.base.stage(session.stage))
    for question in session.level.questions:
        if found is not None and isinstance(question, Question) and question.knob == found[0].name:
            return question
    return None


def _how(before: float, now: float) -> str:
    """What became of the weight: times, where it has grown; else from where to where."""
    if before * now > 0 and abs(now) > abs(before):
        return _("The [weight:weight] is [value:{times}] times as big.").format(times=short(now / before, 3))
    return _("The [weight:weight] went from [weight:{before}] to [weight:{now}].").format(
        before=short(before), now=short(now)
    )


def _sending(rows: list[SendResult]) -> Words:
    seen = len(rows)
    if seen == 1:
        return (
            _("Row 0 is the start. Your first send fills row 1."),
            _("Set the [weight:weight], then send it down the wire."),
        )
    last, before = rows[-1], rows[-2]
    if len(last.predictions) > 1:
        left = [miss for i, miss in enumerate(last.misses) if i not in last.crossed_out]
        height, low = all(miss > CLOSE_TO_GOAL for miss in left), all(miss < -CLOSE_TO_GOAL for miss in left)
        less, more = _("All of them are too high."), _("All of them are too low.")
        return (
            plural_form("One send is in the table.", "{count} sends are in the table.", seen - 1).format(count=seen - 1)
            if seen > 2
            else _("Look at the misses, one by one."),
            less if height else more if low else _("Does one of them pull the other way?"),
        )
    if abs(last.weight - before.weight) < CLOSE_TO_GOAL:
        return _("The same [weight:weight] gives the same result."), _("Turn it before you send.")
    if seen == 2:
        return (
            _("Two results are in the table."),
            _how(before.weight, last.weight) + " " + _("What did the [prediction:prediction] do?"),
        )
    return (
        plural_form("One result is in the table.", "{count} results are in the table.", seen).format(count=seen),
        _("Between which two of them must the [weight:weight] be?")
        if any(a.misses[0] * b.misses[0] < 0 for a in rows for b in rows)
        else _("All miss on the same side. Go further."),
    )


# ---------------------------------------------------------------------------------------------------------------------
# A card of a level by hand: what goes in, what should come out, what the last send made of it. It may be struck.


TEETH, TOOTH = 6, 5.0  # of the edge where a card is torn
APART, DOWN = 18.0, 10.0  # how far its halves go


class OrderCard(Press):
    """Pressing it strikes the card, or takes the strike back; without `on_press` it is only looked at.

    sent   (prediction, miss) of the last send
    """

    walks = ("up", "down")  # they stand in a column: left and right are the level's own knob

    def __init__(
        self, name: str, rect: Rect, pair: tuple[float, float], on_press: Callable[[], None] | None, **options: str
    ) -> None:
        super().__init__(name, rect, group="cards", **options)  # type: ignore[arg-type]
        self.pair = pair
        self.on_press = on_press
        self.focusable = on_press is not None
        self.sent = (0.0, 0.0)
        self.crossed_out = False
        self.torn = 1.0  # 0..1: it is being torn, which is over at 1
        self.unit = 1.0
        self.digits = 2
        self.prediction_at = 0.0  # x

    def accessible_name(self) -> str:
        text = _("input {input}, goal {goal}")
        return text.format(input=short(self.pair[0]), goal=short(self.pair[1]))

    def accessible_value(self) -> str:
        return _("struck") if self.crossed_out else _("counts")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        hover = state.hover and self.on_press is not None
        fill = "raised_hi" if hover else "raised"
        if self.crossed_out:
            canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 10, "border2", 1.5, dash=(5, 5))
        else:
            canvas.rect(x, y, w, h, fill, 10)
            draw_edge(canvas, (x, y, w, h), "border2" if hover else "border", 10, 1)
        if state.focus:
            canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 13, "focus", 3)
        if self.on_press is not None:
            self._draw_box(canvas)
        self._draw_numbers(canvas)
        if self.crossed_out and self.torn < 1:
            self._draw_tear(canvas)

    def _draw_tear(self, canvas: Canvas) -> None:
        """The halves of what it was come apart, and fade."""
        x, y, w, h = self.rect
        part = round(8 * self.torn) / 8
        teeth = [(x + w / 2 + (TOOTH if k % 2 else -TOOTH), y + h * k / TEETH) for k in range(TEETH + 1)]
        for way, corners in ((-1, [(x, y + h), (x, y)]), (1, [(x + w, y + h), (x + w, y)])):
            half = [(px + way * APART * part, py + DOWN * part) for px, py in (*teeth, *corners)]
            canvas.polygon(half, "raised_hi", 0.9 * (1 - part))

    def _draw_box(self, canvas: Canvas) -> None:
        x, y, _w, h = self.rect
        canvas.rect(x + 16, y + h / 2 - 13, 26, 26, "well", 7, "border2", 1.8)
        if self.crossed_out:
            canvas.icon("close", x + 19, y + h / 2 - 10, 20, "text", 3)

    def _draw_numbers(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        faint, base, left = "text3" if self.crossed_out else "", y + h / 2 + 6, x + (56 if self.on_press else 20)
        width = draw_pair(canvas, left, base, *self.pair, self.prediction_at - 12 - left, faint)
        prediction, miss = self.sent
        label, at = number(prediction, self.digits), self.prediction_at
        end = at + canvas.text(at, base, label, LEAD_NUMBER, faint or "prediction", "start")
        draw_miss(canvas, x + w - 12, y + h / 2, miss, self.unit, self.digits, end + 10, self.crossed_out)
        if self.crossed_out:
            canvas.line(left - 4, y + h / 2, left + width + 4, y + h / 2, "text", 2.6)
            canvas.line(at - 4, y + h / 2, end + 4, y + h / 2, "text3", 2)
            low = base + 4 + 16 * canvas.type
            if low < y + h - 2:
                canvas.text(left, low, _("struck"), SMALL, "text3")


SIDE = 440.0  # width of the column
CARD, CARD_GAP = 64.0, 8.0
LOW, CLOSE = 26.0, 3.0  # the least height of a card at 100 %, and the gap beneath it
FEW = 3  # cards that are seen in any case, where none is struck
TEAR = 0.3  # seconds in which a struck card is torn


class SendingPanel(AttemptPanel):
    """`sending`: what was sent, and what of it is seen."""

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host)
        self.sending = sending


class OrderCards(SendingPanel):
    """The panel behind the cards, where there are several; they draw themselves."""

    thing = "table"

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host, sending)
        self.cards: list[OrderCard] = []
        self._tears = dict[int, Tween]()  # of the cards that were struck

    @property
    def asked(self) -> Label | None:
        """The question that a card answers, above the cards."""
        canvas = measure(self.host.game, self.host.width, self.host.height)
        text = strike_text(self.attempt.session)
        return Label(canvas, text, STRONG, width=SIDE - 40, spacing=1.35) if text else None

    @property
    def top(self) -> float:
        """Height of what stands above the first card."""
        asked = self.asked
        return HEAD + (asked.high + 16 if asked is not None else 0.0)

    @property
    def high(self) -> float:
        count = len(cards(self.attempt.session))
        return self.top + count * (CARD + CARD_GAP) + CARD_GAP if self.sending.many else 0.0

    def least_size(self) -> tuple[float, float]:
        """All that can be struck have room, else some of them."""
        if not self.sending.many:
            return (0.0, 0.0)
        count = len(cards(self.attempt.session))
        seen = count if self._knob() is not None else min(FEW, count)
        return (0.0, self.top + seen * (self._low + CLOSE) + CARD_GAP)

    @property
    def _low(self) -> float:
        return LOW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        """As high as there is room for; of many that cannot be struck the first ones."""
        self.rect, self.cards = rect, []
        pairs = cards(self.attempt.session) if self.sending.many else []
        if not pairs:
            return []
        x, y, w, h = rect
        room = h - self.top - CARD_GAP
        each = max(self._low + CLOSE, min(CARD + CARD_GAP, room / len(pairs)))
        height = each - min(CARD_GAP, each - self._low)
        for i, pair in enumerate(pairs[: int(room / each + 1e-6)]):
            # no tip, which would lie on the next card: Pip says what a press does
            place = (x + 12, y + self.top + CARD_GAP + i * each, w - 24, height)
            strike = partial(self._strike, i) if self._knob() is not None else None
            self.cards.append(OrderCard(f"card {i + 1}", place, pair, strike))
        return list(self.cards)

    def _knob(self) -> tuple[Knob, dict[int, str], str] | None:
        return cross_out_knob(self.attempt.session.base.stage(self.attempt.session.stage))

    def _strike(self, card: int) -> None:
        """Strike a card, or take the strike back."""
        found = self._knob()
        if found is not None:
            knob, without, none = found
            self.host.says = None
            back = card in crossed_out_cards(self.attempt.session)
            self.attempt.turn(knob.name, none if back else without.get(card, none))

    def update(self, seconds: float) -> None:
        gone = crossed_out_cards(self.attempt.shown)
        for card in gone - self._tears.keys():
            self._tears[card] = Tween(TEAR)
            self._tears[card].go(1.0)
        for card in self._tears.keys() - gone:
            del self._tears[card]
        for tear in self._tears.values():
            tear.update(seconds, self.host.game.settings.still)

    def refresh(self) -> None:
        gone, last = crossed_out_cards(self.attempt.shown), self.sending.seen[-1]
        unit = unit_of(last.misses, (self.cards[0].rect[3] if self.cards else CARD) - 12)
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.crossed_out, card.sent = i in gone, (prediction, miss)
            card.torn = self._tears[i].value if i in self._tears else 1.0
            card.unit, card.digits = unit, self.sending.digits
            card.prediction_at = self.rect[0] + prediction_at(self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        asked = self.asked
        if asked is not None:
            asked.draw(canvas, x + 20, y + 8)
        down = self.top - HEAD
        words = self.attempt.level.words
        title = sentence_case(_(words["examples"])) if "examples" in words else _("Cards")
        Table(title, order_columns(w), ()).paint_head(canvas, (x, y + down, w, h - down))


class LinePanel(SendingPanel):
    """The line as the rules write it, between the two that make a function of it where there is room."""

    thing = "code"

    @property
    def short(self) -> bool:
        return self.sending.many

    @property
    def high(self) -> float:
        return 52 + 26 * self.text_scale if self.short else 66 + 78 * self.text_scale

    def least_size(self) -> tuple[float, float]:
        return (0.0, self.high)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        known = self.sending.known
        try:
            lines = listing(self.attempt.shown.run).round
        except NotInlinable:
            lines = []
        values = [value_text(p, self.sending.digits) for p in known.predictions] if known else ["?"]
        value = values[0] if len(values) == 1 else ""
        rows = [CodeRow(line if self.short else "    " + line, value, "prediction", True) for line in lines]
        if not self.short:
            rows = [CodeRow("def neuron(input, weight):"), *rows, CodeRow("    return prediction")]
        draw_code_head(canvas, self.rect, "neuron.py", "")
        words = _("the whole neuron")
        if canvas.width(words) <= w - 72 - canvas.width("neuron.py", CODE):
            canvas.text_vcenter(x + w - 16, y + 20.5, words, BODY, "text2", "end")
        picture = CodePicture(canvas, self.rect, rows, numbers=not self.short)
        picture.draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)


# ---------------------------------------------------------------------------------------------------------------------
# What was sent in a level by hand, as a table: sends with their misses as squares, orders, or numbers in columns.


FOOT, FOOT_LINE = 48.0, 22.0  # of the line under a table; what a second one needs more, at 100 %


class TablePanel(SendingPanel):
    """A heading, rows that scroll, and where there is room a line that says what the squares are."""

    thing = "table"
    row_high = ROW  # at least
    told: Sequence[Sequence[Run]] = ((),)  # lines under the rows

    @property
    def foot(self) -> float:
        """Its height."""
        return 0.0 if self.sending.many else FOOT + (len(self.told) - 1) * FOOT_LINE * self.text_scale

    def least_size(self) -> tuple[float, float]:
        return (0.0, HEAD + 10 + self.row_high + (0.0 if self.sending.many else FOOT))  # one row is always seen

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        # What the squares are: in two lines where one is too narrow for it and the panel is high enough
        room = w - 40
        side: list[Run] = [(_("Side = how far off."), "text2", 500)]
        area: list[Run] = [(_("Area ="), "text2", 500), (" " + _("miss squared"), "error", 600), (".", "text2", 500)]
        line: list[Run] = [*side, (" ", "text2", 500), *area]
        fits = measure(self.host.game, self.host.width, self.host.height).rich_width(line) <= room
        self.told = [line] if fits or h < self.least_size()[1] + FOOT_LINE * self.text_scale else [side, area]
        self.area, self._rows = ScrollArea("sends", (x, y + HEAD, w, h - HEAD - self.foot), 0.0), -1
        return [self.area]

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
        sending, rows = self.sending, list[TableRow]()
        unit = unit_of([sent.misses[0] for sent in sending.seen])
        for i, sent in enumerate(sending.seen):
            last = i == len(sending.seen) - 1
            lit = last and i > 0
            caption = caption_cell(_("the start") if not i else _("last send") if last else "", lit)
            prediction = words_cell(number(sent.predictions[0], sending.digits), "prediction")
            weight = weight_cell(sent.weight, sending.weight_digits)
            miss = miss_cell(sent.misses[0], unit, sending.digits)
            rows.append(TableRow(str(i), (caption, weight, prediction, miss), lit=lit))
        if not sending.known:
            cells = (((_("next"), "text", 600),), weight_cell(sending.weight, sending.weight_digits),
                     words_cell("?", "prediction"), miss_cell(None, unit, sending.digits))  # fmt: skip
            rows.append(TableRow(str(len(rows)), cells, "next", high=NEXT))
        return Table(_("Sends"), send_columns(self.rect[2]), tuple(rows), ROW, ruled=True, style=LEAD_BODY)


class OrdersTable(TablePanel):
    """One card for each order; the next rolls in when the one before has landed."""

    row_high = 84.0

    def table(self) -> Table:
        count, now = self.attempt.shown.base.star_one_stages + 1, self.attempt.shown.stage
        height = max(self.row_high, min(ROW, (self.area.rect[3] - 2 * TOP) / count))  # all are seen, if it can be
        upcoming: Cell = ((_("on its way"), "text3"),)
        rows = [self._order(stage, height) for stage in range(min(count, now + 1))]
        rows += [TableRow(str(stage + 1), (upcoming,), "free", framed=True) for stage in range(now + 1, count)]
        title = _("Goals") if count > 1 else _("Goal")
        return Table(title, order_columns(self.rect[2]), tuple(rows), height, style=LEAD_BODY)

    def paint_rows(self, canvas: Canvas, table: Table) -> None:
        """The newest rolls in from the right."""
        (x, y, w, h), now = self.area.rect, self.attempt.shown.stage
        away = (1 - self.sending.roll) ** 3 * (w + 20)
        rolling, rows = table.rows[now], list(table.rows)
        rows[now] = TableRow(high=table.row)
        offset = self.area.offset - table.top(now)
        with canvas.clip(*self.area.rect):
            table._replace(rows=tuple(rows)).paint_rows(canvas, self.area.rect, self.area.offset)
            table._replace(rows=(rolling,)).paint_rows(canvas, (x + away, y, w, h), offset)

    def _order(self, stage: int, high: float) -> TableRow:
        shown, sending = self.attempt.shown, self.sending
        example = shown.base.stage(stage).examples[0]
        (given,), (goal,) = example.pair
        now = stage == shown.stage
        done = not now or (self.attempt.met and sending.roll >= 1 and sending.pulse >= 1)
        # of an order that has landed before: what the weight that stands now makes of it
        predictions = sending.seen[0].predictions if now else shown.level.network.predict([sending.weight], (given,))
        order = order_cell(given, goal, _(example.label), now)
        if now and sending.pulse < 1:  # it is hidden
            return TableRow(str(stage + 1), (order, words_cell("?", "prediction")), lit=now)
        miss = predictions[0] - goal
        unit = unit_of([send_at(shown, shown.run.start[0], frozenset()).misses[0], miss], high - 18)
        shown_prediction = words_cell(number(predictions[0], sending.digits), "prediction")
        cells = (order, shown_prediction, miss_cell(miss, unit, sending.digits))
        return TableRow(str(stage + 1), cells, "done" if done else "plain", now)


class SlimTable(TablePanel):
    """Sends where each has several misses: numbers in columns, those of struck cards faint and crossed.

    Of many cards the first ones have a column.
    """

    row_high = SLIM

    def table(self) -> Table:
        sending, count = self.sending, min(FEW_ROWS, len(cards(self.attempt.shown)))
        rows = []
        for i, sent in enumerate(sending.seen):
            misses = [self._cell(miss, k in sent.crossed_out) for k, miss in enumerate(sent.misses[:count])]
            newest = 0 < i == len(sending.seen) - 1
            rows.append(TableRow(str(i), ((), weight_cell(sent.weight, sending.weight_digits), *misses), lit=newest))
        if not sending.known:
            unknown = [words_cell("?", "text2")] * count
            cells = ((), weight_cell(sending.weight, sending.weight_digits), *unknown)
            rows.append(TableRow(str(len(rows)), cells, "next"))
        return Table(_("Sends"), slim_columns(count), tuple(rows), SLIM)

    def _cell(self, miss: float, gone: bool) -> Cell:
        label = number(miss, self.sending.digits, True)
        return crossed_cell(label) if gone else words_cell(label, "error")
