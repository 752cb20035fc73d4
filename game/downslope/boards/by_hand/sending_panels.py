"""Beside the stage of a level by hand: its cards, which may be struck, and what Pip says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

from ...i18n import N_, _, plural_form, sentence_case
from ...rules.action_history import last_of
from ...rules.actions import Next, Probe, Turn
from ...rules.question import Question
from ...rules.session import Session
from ...rules.target import SLACK
from ...view.cards.sends_table import draw_miss, draw_pair, order_columns, prediction_at, unit_of
from ...view.draw.canvas import Canvas
from ...view.draw.plate import draw_edge
from ...view.draw.tokens import LEAD_NUMBER, SMALL
from ...view.draw.tween import Tween
from ...view.format.numbers import number, short
from ...view.widgets.table import HEAD, Table
from ...view.widgets.widget import Press, Rect, State, Widget
from ..shared.panel import Host, ModelPanel
from .sending_model import Sending, card_knob, cards, crossed_out_cards

# ---------------------------------------------------------------------------------------------------------------------
# What Pip says in a level by hand, from what the player has seen there.


Words = tuple[str, str]  # a bold line and a plain one; light markup
COUNTS = (N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"))


def words(sending: Sending) -> Words:
    """For what the player has seen."""
    session, rows = sending.attempt.shown, sending.seen
    choice = card_knob(session)
    if session.won:
        return _won(sending) if sending.pulse >= 1 else ("", "")  # what is played is told when it has been seen
    if session.called:
        return _("Not all of them are right."), _("Press Again. What was tried stays.")
    strike = _strike_question(session)
    if choice is not None and strike is not None and choice.knob.name not in session.tally.first_values:
        return _(strike.text), ""
    if choice is not None and not choice.alone and crossed_out_cards(session) != rows[-1].crossed_out:
        gone, all_count = crossed_out_cards(session), _("All of them count again.")
        return _("It no longer counts.") if gone else all_count, _("Set the [weight:weight] for those that are left.")
    tried = any(isinstance(action, (Turn, Probe) if sending.live else Probe) for action in session.actions)
    if not rows or not tried:
        return _(session.level.caption) or _("Set the [weight:weight]."), _tries_left(session)
    last, ways = rows[-1], set(map(sending.way, rows[-1].counted))
    if len(ways) > 1:
        return _("Look at the misses, one by one."), _("Does one of them pull the other way?")
    (way,) = ways
    sentence = sentence_case(_(sending.scene.told[way + 1]))
    if choice is not None and choice.alone and last.crossed_out:
        (card,) = (stop for card, stop in choice.stops.items() if card not in last.crossed_out)
        first = _("{told} for the {card} one.").format(told=sentence, card=_(card))
        return first, _("Is it for all? You can only open it once.") if not way else _tries_left(session)
    if session.level.visibility("goal") == "hidden" and not session.used_up:
        right = way * sending.cards[0][0] > 0
        out = _("That rules out every notch to the right.") if right else _("That rules out every notch to the left.")
        return f"{sentence}. {out}", _tries_left(session)
    worse = len(rows) > 1 and choice is None and abs(last.misses[0]) > abs(rows[-2].misses[0]) + SLACK
    further = _("Further off than before.") + " " if worse and not sending.live else ""
    return f"{sentence}.", f"{further}{_tries_left(session)}".strip()


def _tries_left(session: Session) -> str:
    most = session.level.probes
    if most is None or most == inf:
        return ""
    if session.used_up:
        return _("All tries are used. Now you see the number. One more!") if session.level.extra_probe else ""
    left = int(most) - len(session.probed) - session.tally.carried
    return plural_form("One try left.", "{count} tries left.", left).format(
        count=_(COUNTS[left]) if left < len(COUNTS) else left)  # fmt: skip


def _won(sending: Sending) -> Words:
    session = sending.attempt.shown
    sentence = f"{sentence_case(_(sending.scene.told[1]))}."
    if isinstance(last_of(session.actions, Next, Turn), Next):  # no knob was turned since this part began
        return _("Right, and nobody touched the dial."), _("The same [weight:weight] works for every one.")
    if not session.last_stage:
        if session.base.star(session.stage + 1) is not None:
            return sentence, _("Level won. A second target waits, if you like.")
        return sentence, _("Now try the same [weight:weight] on the next one.")
    # All is won: what this weight does for all that was asked in this level
    base, run = session.base, session.run
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = session.level.aim.tolerance or 0.0
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + SLACK for x, goal in asked):
        name = _(base.words.get("stages", "goals"))
        return sentence, _("All {goals} are done, each with its own [weight:weight].").format(goals=name)
    if len(run.examples) < len(base.stage(session.stage).data()):
        question = _strike_question(session)  # which card was to be struck, and why
        why = "" if question is None else f"{_(question.right)}: {_(question.why)}"
        return _("This one [weight:weight] fits every goal that is left."), why
    return sentence, _("One [weight:weight] for all of them.") if len(run.examples) + len(asked) > 1 else ""


def _strike_question(session: Session) -> Question | None:
    """What a level asks that is answered by the first card struck."""
    choice = card_knob(session)
    for question in session.level.questions:
        if choice is not None and isinstance(question, Question) and question.knob == choice.knob.name:
            return question
    return None


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
            canvas.rect(x + 16, y + h / 2 - 13, 26, 26, "well", 7, "border2", 1.8)
            if self.crossed_out:
                canvas.icon("close", x + 19, y + h / 2 - 10, 20, "text", 3)
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
        if self.crossed_out and self.torn < 1:
            # The halves of what it was come apart, and fade
            part = round(8 * self.torn) / 8
            teeth = [(x + w / 2 + (TOOTH if k % 2 else -TOOTH), y + h * k / TEETH) for k in range(TEETH + 1)]
            for way, corners in ((-1, [(x, y + h), (x, y)]), (1, [(x + w, y + h), (x + w, y)])):
                half = [(px + way * APART * part, py + DOWN * part) for px, py in (*teeth, *corners)]
                canvas.polygon(half, "raised_hi", 0.9 * (1 - part))


SIDE = 440.0  # width of the column
CARD, CARD_GAP = 64.0, 8.0
LOW, CLOSE = 26.0, 3.0  # the least height of a card at 100 %, and the gap beneath it
FEW = 3  # cards that are seen in any case, where none is struck
TEAR = 0.3  # seconds in which a struck card is torn


class OrderCards(ModelPanel[Sending]):
    """The table: the panel behind the cards, which draw themselves."""

    thing = "table"

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host, sending)
        self.cards: list[OrderCard] = []
        self._tears = dict[int, Tween]()  # of the cards that were struck

    def least_size(self) -> tuple[float, float]:
        """All that can be struck have room, else some of them."""
        count = len(cards(self.attempt.session))
        seen = count if card_knob(self.attempt.session) is not None else min(FEW, count)
        return (0.0, HEAD + seen * (self._low + CLOSE) + CARD_GAP)

    @property
    def _low(self) -> float:
        return LOW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        """As high as there is room for; of many that cannot be struck the first ones."""
        x, y, w, h = self.rect = rect
        self.cards, pairs, choice = [], cards(self.attempt.session), card_knob(self.attempt.session)
        room = h - HEAD - CARD_GAP
        each = max(self._low + CLOSE, min(CARD + CARD_GAP, room / len(pairs)))
        height = each - min(CARD_GAP, each - self._low)
        for i, pair in enumerate(pairs[: int(room / each + 1e-6)]):
            # no tip, which would lie on the next card: Pip says what a press does
            place = (x + 12, y + HEAD + CARD_GAP + i * each, w - 24, height)
            strike = partial(self._strike, i) if choice is not None else None
            self.cards.append(OrderCard(f"card {i + 1}", place, pair, strike))
        return list(self.cards)

    def _strike(self, card: int) -> None:
        choice = card_knob(self.attempt.session)
        if choice is not None:
            back = card in crossed_out_cards(self.attempt.session)
            self.attempt.turn(choice.knob.name, choice.every if back else choice.stops.get(card, choice.every))

    def update(self, seconds: float) -> None:
        gone = crossed_out_cards(self.attempt.shown)
        for new in gone - self._tears.keys():
            self._tears[new] = Tween(TEAR)
            self._tears[new].go(1.0)
        for old in self._tears.keys() - gone:
            del self._tears[old]
        for tear in self._tears.values():
            tear.update(seconds, self.host.game.settings.still)
        last = self.model.seen[-1]
        unit = unit_of(last.misses, (self.cards[0].rect[3] if self.cards else CARD) - 12)
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.crossed_out, card.sent = i in gone, (prediction, miss)
            card.torn = self._tears[i].value if i in self._tears else 1.0
            card.unit, card.digits = unit, self.model.digits
            card.prediction_at = self.rect[0] + prediction_at(self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        words = self.attempt.level.words
        title = sentence_case(_(words["examples"])) if "examples" in words else _("Cards")
        Table(title, order_columns(self.rect[2]), ()).paint_head(canvas, self.rect)
