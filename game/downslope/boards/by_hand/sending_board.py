"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neuron
from ...view.cards.order_card import OrderCard
from ...view.cards.sends_table import columns, unit_of
from ...view.format.measure import measure, text_factor
from ...view.format.numbers import number, short
from ...view.networks.big_neuron import DIAL, Cells, Spots, goal_width, spots
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.weight_dial import WeightDial, WeightSlider, tick_values, ticks
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from . import sending_words
from .sending import Sending
from .sending_side import paint_side, table_height
from .sending_stage import paint_base, paint_stage
from .sends_model import cards, strike_knob, struck

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE = 440.0  # width of the column at the right
SLIDER = 92.0  # height of the slider's part of the stage
HEAD, CARD, CARD_GAP = 46.0, 64.0, 8.0
RUN = 1.0  # seconds: key presses that follow each other closer are one turn of the dial


class SendingBoard(Board):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.hand = Sending(host)
        self.area: ScrollArea | None = None
        self._rows = -1  # how many there were when the table was last moved
        self._run_at = -RUN

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        by_hand = level.learner is None and level.sees("bowl") == "none" and level.knob("weight") is not None
        return by_hand and isinstance(network, Neuron) and network.size == 1

    # -- layout ------------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Rect:
        return (24.0, 72.0, self.host.width - 64 - SIDE, self.host.height - 192)

    @property
    def sky(self) -> Rect:
        x, y, w, h = self.stage
        return (x, y, w, h - SLIDER)

    @property
    def spots(self) -> Spots:
        game = self.host.game
        canvas = measure(game, self.host.width, self.host.height)
        return spots(self.sky, goal_width(canvas, self.goals, _("goal")), text_factor(game))

    @property
    def goals(self) -> Cells:
        """What stands in the goal's tag."""
        shown = self.attempt.shown
        return Cells([number(goal, self.hand.digits) for _given, goal in cards(shown)], struck(shown))

    @property
    def side(self) -> Rect:
        return (self.host.width - 24 - SIDE, 72.0, SIDE, self.host.height - 192)

    @property
    def code(self) -> Rect:
        x, y, w, h = self.side
        short_form = self.compact or self.many
        high = 52 + 26 * text_factor(self.host.game) if short_form else 144.0
        return (x, y + h - high, w, high)

    @property
    def cards_at(self) -> Rect | None:
        if not self.many:
            return None
        x, y, w, _h = self.side
        return (x, y, w, HEAD + len(cards(self.attempt.session)) * (CARD + CARD_GAP) + CARD_GAP)

    @property
    def table(self) -> Rect:
        x, y, w, _h = self.side
        above = self.cards_at
        top = above[1] + above[3] + 12 if above else y
        return (x, top, w, self.code[1] - 12 - top)

    @property
    def many(self) -> bool:
        return len(cards(self.attempt.session)) > 1

    def strip(self) -> Rect:
        x, y, w, h = self.side
        return (x, y + 158, w, h - 158)

    def tiles_at(self) -> Rect:
        count = len(self.tiles())
        return (24.0, self.host.height - 108.0, count * 124.0 - 12, 84.0)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    def begins(self) -> str:
        return "weight"

    def layout(self) -> list[Widget]:
        found: list[Widget] = [self._dial(), self._slider(), *self._receipts(), self._area()]
        return found

    def _dial(self) -> WeightDial:
        at = self.spots
        rect = (at.weight - DIAL, at.y - DIAL, 2 * DIAL, 2 * DIAL)
        low, high, values = self._range()
        dial = WeightDial(
            "dial", rect, self.hand.weight, low, high, digits=self.hand.weight_digits, label=_("weight"), values=values,
            hue="weight", on_change=self._turning, on_done=lambda value: self._turned(dial.by, value),
            on_fault=self._complain, tip=_("Drag around it, or use the arrow keys"),
        )  # fmt: skip
        return dial

    def _slider(self) -> WeightSlider:
        x, y, w, h = self.stage
        low, high, values = self._range()
        rect = (x + 40, y + h - SLIDER + 12, w - 80, 44.0)
        parts = max(4, int(rect[2] / (58 * max(1.0, text_factor(self.host.game)))))
        major, minor = ticks(low, high, min(parts, 12))
        labelled = set(tick_values(low, high, major))
        marks = [(v, short_label(v) if v in labelled else "") for v in tick_values(low, high, minor)]
        slider = WeightSlider(
            "weight", rect, self.hand.weight, low, high, bipolar=True, margin=8, ticks=marks, label=_("weight"),
            values=values, show=lambda value: number(value, self.hand.weight_digits), hue="weight",
            on_change=self._turning, on_done=lambda value: self._turned(slider.by, value), on_fault=self._complain,
        )  # fmt: skip
        return slider

    def _receipts(self) -> list[OrderCard]:
        at = self.cards_at
        found = strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))
        if at is None or found is None:
            return []
        x, y, w, _h = at
        receipts = []
        for i, pair in enumerate(cards(self.attempt.session)):
            rect = (x + 12, y + HEAD + CARD_GAP + i * (CARD + CARD_GAP), w - 24, CARD)
            tip = _("Strike this card, or take it back")
            receipts.append(OrderCard(f"card {i + 1}", rect, pair, lambda i=i: self.strike(i), tip=tip))  # type: ignore[misc]
        return receipts

    def _area(self) -> ScrollArea:
        x, y, w, h = self.table
        foot = 0.0 if self.many or self.compact else 48.0
        area = ScrollArea("sends", (x + 1, y + HEAD, w - 2, h - HEAD - foot), 0.0)
        self.area, self._rows = area, -1
        return area

    def _range(self) -> tuple[float, float, list[float] | None]:
        knob = self.attempt.session.level.knob("weight")
        assert knob is not None
        values = knob.values()
        return knob.low, knob.high, [float(v) for v in values] if values else None

    # -- what the player does ----------------------------------------------------------------------------------------

    def _turning(self, value: float) -> None:
        self.attempt.dragging("weight", value)

    def _turned(self, by: str, value: float) -> None:
        """A drag is a turn; key presses that follow each other are one turn together."""
        now = self.host.time
        goes_on = by != "release" and now - self._run_at < RUN
        self._run_at = now if by != "release" else -RUN
        self.host.says = None
        self.attempt.turn("weight", value, instead=goes_on)

    def strike(self, card: int) -> None:
        """Strike a card, or take the strike back."""
        found = strike_knob(self.attempt.session.base.stage(self.attempt.session.stage))
        if found is not None:
            knob, without, none = found
            stop = none if card in struck(self.attempt.session) else without.get(card, none)
            self.host.says = None
            self.attempt.turn(knob.name, stop)

    def _complain(self, sentence: str) -> None:
        self.host.game.toasts.add(sentence)

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if self.attempt.can_auto:
            tiles.insert(0, auto_tile(self.attempt))
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        tiles = with_way_on(self.attempt, [send, *tiles])
        return [tile for tile in tiles if tile.name != "send" or not self.hand.live]

    def words(self) -> tuple[str, str]:
        hand = self.hand
        return sending_words.words(self.host.game, self.attempt.shown, hand.seen, hand.live, hand.pulse >= 1)

    # -- each frame --------------------------------------------------------------------------------------------------

    def holds(self) -> bool:
        """What comes after a win waits until it was seen."""
        return not self.hand.rests()

    def on_update(self, seconds: float) -> None:
        self.hand.update(seconds)

    def refresh(self) -> None:
        attempt = self.attempt
        for name in ("dial", "weight"):
            widget = self.host.widget(name)
            if isinstance(widget, (WeightDial, WeightSlider)):
                if widget.by == "release" and attempt.drag is not None:
                    attempt.drag = None  # let go where it stood
                widget.value = self.hand.weight
                widget.by = "" if widget.by == "release" else widget.by
            if isinstance(widget, WeightSlider):
                widget.marks = [(sent.weight, "prediction") for sent in self.hand.seen] if not self.hand.live else []
        self._refresh_cards()
        self._refresh_area()

    def _refresh_cards(self) -> None:
        gone, last = struck(self.attempt.shown), self.hand.seen[-1]
        unit = unit_of(last.misses, CARD - 12)
        for i in range(len(last.predictions)):
            card = self.host.widget(f"card {i + 1}")
            if isinstance(card, OrderCard):
                card.struck = i in gone
                card.sent = (last.predictions[i], last.misses[i])
                card.unit, card.digits = unit, self.hand.digits
                card.columns = columns(self.side[0], SIDE)

    def _refresh_area(self) -> None:
        area = self.area
        if area is None:
            return
        area.height = table_height(self)
        area.focusable = area.limit > 0
        if len(self.hand.seen) != self._rows:
            self._rows = len(self.hand.seen)
            area.offset = area.limit
            if self.hand.live:
                area.offset = 0.0
        area.offset = min(area.offset, area.limit)

    def paint_base(self, canvas: Canvas) -> None:
        paint_base(canvas, self)

    def paint(self, canvas: Canvas) -> None:
        paint_stage(canvas, self)
        paint_side(canvas, self)


def short_label(value: float) -> str:
    """A number on the slider: 0.5, not .5, as on a measuring stick."""
    text = short(value)
    return text.replace("−.", "−0.", 1) if text.startswith("−.") else "0" + text if text.startswith(".") else text
