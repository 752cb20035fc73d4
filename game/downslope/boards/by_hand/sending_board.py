"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Next
from ...view.dioramas.pose import LAND, SHORT
from ...view.draw.timeline import STILL
from ...view.scenery.backdrop import draw_base
from ...view.widgets.layout import Part, Split, column, either, row, stack
from ...view.widgets.ticket import ROOM, AnswerPlace
from ...view.widgets.widget import Rect
from ..shared.answer_places import bet_of, meaning_of, question_at
from ..shared.board import Board
from ..shared.panel import BESIDE, FreePlace
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .sending_model import Sending
from .sending_panels import SIDE, LinePanel, OrderCards
from .sending_show import show_of
from .sending_stage import SendingStage
from .sending_tables import OrdersTable, SendsTable, SlimTable, TablePanel
from .sending_words import words
from .sends import strike_knob

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...rules.question import Question
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

ASIDE = 0.22  # of the goal: so far from it stands what is only known to be too low or too high
EDGE = 40.0  # above the ground: a ticket at the edge beyond which its answer lies
EDGES = {-1: "left", 0: "", 1: "right"}
ABOVE = 158.0  # what a bet leaves of the column


class SendingBoard(Board):
    """`sending`: what was sent, and what of it is seen."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sending = sending = Sending(host)
        self.stage = SendingStage(host, sending)
        self.cards, self.line = OrderCards(host, sending), LinePanel(host, sending)
        self.orders, self.slim = OrdersTable(host, sending), SlimTable(host, sending)
        self.sends = SendsTable(host, sending)
        self._shows: int | None = None  # number of the bet that is played out
        self._follows = False  # the orders that are left come in the same show
        self._stood = 0.0  # seconds that what one of them came to has been seen

    @property
    def table(self) -> TablePanel:
        """The one that is wanted now."""
        return self.orders if self.sending.live else self.slim if self.sending.many else self.sends

    def tree(self) -> Split:
        cards, table = Part(self.cards, self.cards.high), Part(self.table)
        lower = column(cards._replace(shrinks=True), table)  # of many cards each is lower
        side = either(column(cards, table, Part(self.line, self.line.high)), lower)
        cover = column(Part(FreePlace(), ABOVE), Part(self.cover), gap=0.0)
        return column(
            Part(row(Part(self.stage), Part(stack(Part(side), Part(cover)), SIDE), gap=BESIDE)),
            self.tiles_row(),
        )

    def begins(self) -> str:
        return "weight"

    def tiles(self) -> list[TileSpec]:
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        more = common_tiles(self.attempt, "auto", "reset", "undo", "hint", idle_auto=False)
        tiles = with_way_on(self.attempt, [send, *more])
        return [tile for tile in tiles if tile.name != "send" or not self.sending.live]

    @property
    def shows_result(self) -> bool:
        """The light has arrived."""
        return self.sending.pulse >= 1

    def words(self) -> tuple[str, str]:
        sending = self.sending
        return words(self.host.game, self.attempt.shown, sending.seen, sending.live, sending.pulse >= 1)

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        question, means = meaning_of(self.attempt, number, answer)
        if question is None:
            return None
        if question.knob:
            return self._card_mark(question, str(answer))
        goal = self.sending.values.length or self.sending.values.goal  # while an order comes in: of the one before
        if means is None:
            return None
        if question.asks == "miss sign" and goal is not None:
            return self._place_of(goal * (1 + ASIDE * float(means)), None)
        return self._place_of(float(means), float(means)) if question.asks == "prediction" else None

    def _place_of(self, prediction: float, value: float | None) -> AnswerPlace:
        spot = self.stage.spot(prediction)
        return AnswerPlace(spot.x, spot.y - EDGE * abs(spot.edge), spot.side, EDGES[spot.edge], value)

    def _card_mark(self, question: Question, answer: str) -> AnswerPlace | None:
        """An answer that strikes a card stands over that card's own thing in the land."""
        found = strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))
        cards = {stop: card for card, stop in found[1].items()} if found is not None else {}
        if found is None or question.knob != found[0].name or answer not in cards:
            return None
        x, y = self.sending.scene.card_spot(self.stage.land, cards[answer], len(self.sending.cards))
        return AnswerPlace(x, y)

    def ticket_room(self, place: AnswerPlace) -> Rect:
        """Under the neuron and its names, where these are beside it."""
        room = super().ticket_room(place)
        if room != self.stage.rect or place.side == "right":
            return room
        x, y, w, h = self.stage.sky
        top = min(max(y, self.stage.land.free), y + h - 2 * EDGE)
        return (x, top - ROOM, w, y + h - top + ROOM)

    def ticket_text(self, number: int, answer: str | float) -> str:
        question = question_at(self.attempt, number)
        return _("first strike") if question is not None and question.knob else ""

    def react(self, kind: str) -> None:
        """What was sent is answered as soon as the light has come; here a bet is."""
        if self.sending.tryout is not None:
            self.sending.land.react(LAND if kind == "right" else SHORT, lights=False)

    def begin(self, show: PlayRequest) -> None:
        question = bet_of(self.attempt, show)
        self._follows = question is not None and question.when.startswith("in stage")
        found = show_of(self.attempt, show.number) if show.kind == "bet" else None
        if found is not None:
            self.sending.try_out(found.weight, list(found.pairs), found.seconds, found.light)
            self._shows = show.number

    def over(self) -> bool:
        return self.sending.rests() and not self._follows

    def _follow(self, seconds: float) -> None:
        """What holds for one order is shown for all that come: they follow unasked."""
        session = self.attempt.session
        rests = self._follows and self.sending.rests() and not self.sending.waits
        self._stood = self._stood + seconds if rests else 0.0
        if not rests or (self.host.game.settings.still and self._stood < STILL):
            return
        self._stood = 0.0
        self._follows = session.won and session.stage < session.base.plain_stages
        if self._follows:
            self.attempt.act(Next())

    def _put_back(self) -> None:
        """A bet's run is over when its verdict was read."""
        asking = self.attempt.asking
        if self._shows is not None and self._shows not in (asking.played, asking.last):
            self._shows = None
            self.sending.put_back()

    @property
    def moving(self) -> bool:
        return self.sending.moving or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        self._put_back()
        self._follow(seconds)
        self.sending.update(seconds)
        super().on_update(seconds)

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, the land and the empty sheets beside it, as one layer."""
        sheets = tuple(rect for panel in self.panels for rect in panel.sheets())

        def still(sub: Canvas) -> None:
            self.stage.paint_land(sub)
            for sheet in sheets:
                sub.sheet(*sheet)

        draw_base(canvas, ("by hand", self.stage.land_key(), sheets), still)
