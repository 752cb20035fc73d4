"""Write the rule: neurons side by side, first called up or down, then moved by one rule that is built of tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neurons
from ...view.bowls.bowl_walk import ARROW, eased
from ...view.cards.rule_card import ShownCard, draw_card, draw_ghost, draw_roll, valley_of
from ...view.cards.rule_log import Tested, draw_log
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from ..shared.undo_counted import undo_turn
from . import rule_words as words
from .rule_calls import Calls
from .rule_model import Rule, cards_of, filled, rules_tested, slots_of, smaller
from .rule_panel import RulePanel

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

EDGE, TOP, GAP = 24.0, 72.0, 16.0
MOST = 6  # cards side by side
PANEL, LOG = 196.0, 352.0


class RuleBoard(Board):
    """Cards above, the rule and the list of its tests below. One test moves all Pips."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.calls = Calls(self)
        self.slot = 0  # where the next tile goes
        self.reviewing = False  # the cards show why the calls are as they are
        self.panel: RulePanel | None = None
        self._smaller: dict[Rule, tuple[bool, ...]] = {}

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        return isinstance(network, Neurons) and 1 < network.count <= MOST and bool(slots_of(level))

    @property
    def asked(self) -> int | None:
        """The card whose call is next; None: the rule may be built."""
        return self.calls.asked

    # -- the rule ----------------------------------------------------------------------------------------------------

    def choose(self, slot: int) -> None:
        slots = len(slots_of(self.attempt.session.base))
        self.slot = min(slots - 1, max(0, slot))
        self.host.relayout()
        self.host.set_focus(f"slot {self.slot + 1}")

    def put(self, tile: str, slot: int | None = None) -> None:
        """Put a tile into a slot, and go on to the next one that is empty."""
        knobs = slots_of(self.attempt.session.base)
        slot = self.slot if slot is None else slot
        self.reviewing = False
        if self.attempt.turn(knobs[slot].name, tile):
            self.host.says = None
            inside = filled(self.attempt.session)
            empty = [number for number, knob in enumerate(knobs) if knob.name not in inside]
            self.slot = empty[0] if empty else slot
            self.host.relayout()

    def drop(self, tile: str, x: float, y: float) -> None:
        """A tile was let go here."""
        for number, slot in enumerate(self.panel.slots if self.panel else ()):
            if slot.contains(x, y, 64):
                self.put(tile, number)

    @property
    def ready(self) -> bool:
        """All slots are filled, nothing moves."""
        return self.asked is None and len(filled(self.attempt.session)) == len(slots_of(self.attempt.session.base))

    def test(self) -> None:
        """One run of the rule, from the start."""
        attempt = self.attempt
        if not self.ready:
            self.host.game.toasts.add(_("Put a tile into each slot first."))
            return
        if attempt.session.count:
            attempt.reset()
        self.host.says, self.reviewing = None, False
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it
        self.host.relayout()

    def undo(self) -> None:
        """Take back the last tile."""
        if undo_turn(self.attempt):
            self.host.relayout()

    def press(self, name: str) -> bool:
        if name == "step":
            self.test()
        elif name == "undo":
            self.undo()
        elif name == "calls":
            self.reviewing = not self.reviewing
            self.host.relayout()
        else:
            return False
        return True

    def tiles(self) -> list[TileSpec]:
        calling = self.asked is not None
        called = any(self.calls.right(card) is not None for card in range(self.calls.count))
        tiles = [
            TileSpec("step", _("Test rule"), "play", "step", primary=True, enabled=self.ready),
            TileSpec("undo", _("Undo"), "undo", "undo", enabled=not calling),
            TileSpec("calls", _("Calls"), "back", "code", enabled=called and not calling, on=self.reviewing),
            auto_tile(self.attempt),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        return with_way_on(self.attempt, tiles) if self.attempt.session.won else tiles

    def mood(self) -> str:
        """A rule that goes uphill makes nobody dizzy: it is one step."""
        return "happy" if self.attempt.shown.won and self._tested else "calm"

    def on_intent(self, intent: Intent) -> bool:
        if intent.name in ("left", "right") and self.asked is None:
            self.choose(self.slot + (1 if intent.name == "right" else -1))
        elif intent.name == "undo":
            self.undo()
        elif intent.name == "step":
            self.test()
        elif intent.name == "code" and self.attempt.asking.last is None and not self.attempt.verdict:
            self.press("calls")
        else:
            return False
        return True

    # -- places ------------------------------------------------------------------------------------------------------

    def message(self) -> Rect | None:
        return self.beside_tiles()

    def strip(self) -> Rect:
        return (EDGE, self._panel_top, self.host.width - 2 * EDGE - LOG - GAP, PANEL)

    @property
    def _panel_top(self) -> float:
        return self.host.height - 108.0 - 12.0 - PANEL

    def card_at(self, card: int) -> Rect:
        count = self.attempt.level.network.outputs
        wide = (self.host.width - 2 * EDGE - GAP * (count - 1)) / count
        return (EDGE + card * (wide + GAP), TOP, wide, self._panel_top - GAP - TOP)

    def begins(self) -> str:
        return self.calls.widgets()[0].name if self.asks() else f"slot {self.slot + 1}"

    def asks(self) -> bool:
        return self.asked is not None

    def layout(self) -> list[Widget]:
        self.panel = RulePanel(self, self.strip())
        found = self.panel.widgets()
        if self.asked is None:
            return found
        return [*self.calls.widgets(), *found]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        if self.panel is not None:
            self.panel.refresh()

    @property
    def _tested(self) -> bool:
        """The test has come to its end on the screen."""
        return self.attempt.shown.count > 0 and self.attempt.step > 0

    def shown(self, tested: bool) -> list[ShownCard]:
        session = self.attempt.shown
        told = self.asked is None
        cards = cards_of(session, tested)
        limit = 1.2 * max(abs(card.weight) for card in cards) or 1.0
        return [
            ShownCard(
                i + 1, *card, limit,
                self.calls.way(i) if told else None, self.calls.right(i) if told else None,
                len(rules_tested(session)) if tested else 0,
            )
            for i, card in enumerate(cards)
        ]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        asked, tested = self.asked, self._tested
        cards = self.shown(tested)
        for i, card in enumerate(cards):
            rect = self.card_at(i)
            draw_card(canvas, rect, card, lit=i == asked if asked is not None else card.better)
            if asked is not None:
                self.calls.paint_given(canvas, rect, i)
            elif self.reviewing:
                self.calls.paint_review(canvas, rect, i)
        if asked is None and not self.reviewing:
            self._paint_rolls(canvas, tested)
        if self.panel is not None:
            self.panel.paint(canvas)
        self._paint_log(canvas, tested)

    def _paint_rolls(self, canvas: Canvas, tested: bool) -> None:
        session, hopping = self.attempt.shown, self.attempt.playback.hopping
        moving = session.count > 0 and not tested
        part = eased((hopping - ARROW) / (1 - ARROW)) if moving else 1.0
        grown = min(1.0, hopping / ARROW) if moving else 1.0
        happy = session.won and tested
        ghost = self.attempt.ghost_here
        ghosts = cards_of(ghost, True) if ghost is not None and ghost.count else []
        for i, card in enumerate(self.shown(session.count > 0)):
            valley = valley_of(self.card_at(i), canvas.type)
            if valley is not None:
                valley.paint(canvas)
                if ghosts:
                    draw_ghost(canvas, valley, card, ghosts[i].moved or 0.0)
                draw_roll(canvas, valley, card, part, grown, "happy" if happy else "calm")

    def _paint_log(self, canvas: Canvas, tested: bool) -> None:
        session = self.attempt.shown
        rules = rules_tested(session)
        if session.count and not tested:
            rules = rules[:-1]  # the test under way is told when the Pips have arrived
        for rule in rules:
            if rule not in self._smaller:
                self._smaller[rule] = smaller(session, rule)
        tests = [Tested(i + 1, rule, self._smaller[rule]) for i, rule in enumerate(rules)]
        rect = (self.host.width - EDGE - LOG, self._panel_top, LOG, PANEL)
        draw_log(canvas, rect, tests, session.level.par, len(rules))

    def paint_over(self, canvas: Canvas) -> None:
        for tile in self.panel.tiles if self.panel is not None else ():
            tile.draw_dragged(canvas)

    def words(self) -> tuple[str, str]:
        asked = self.asked
        if asked is not None:
            return words.while_calling(self.calls.text(asked), asked + 1, self.calls.count)
        if self.reviewing:
            calls_made = self.attempt.asking.calls
            return words.while_reviewing(sum(calls_made), len(calls_made))
        if self._tested:
            return words.after_test(self.shown(True))
        slots = slots_of(self.attempt.level)
        return words.before_test(len(slots) - len(filled(self.attempt.shown)), len(rules_tested(self.attempt.shown)))
