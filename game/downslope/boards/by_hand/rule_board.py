"""Write the rule: neurons side by side, first called up or down, then moved by one rule that is built of tiles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.pip_body import ARROW, glide
from ...view.cards.rule_card import (
    ShownCard,
    draw_card,
    draw_ghost,
    draw_roll,
    rule_heights,
    valley_of,
    way_icon,
    way_name,
    window_of,
)
from ...view.cards.rule_log import Tested, rule_table
from ...view.draw.tokens import BODY, HEADING
from ...view.strips.thermostat import draw_window
from ...view.widgets.button import Button
from ...view.widgets.label import Label
from ...view.widgets.layout import Part, Split, column, grid_places, row
from ...view.widgets.table import Table
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.panel import BESIDE, FIVE_TILES, AttemptPanel
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .rule_model import Calls, Rule, RuleBuilder, cards_of, rule_tests, smaller, tiles_in_slots
from .rule_panel import RulePanel
from .rule_slots import slots_of
from .rule_words import after_calls, after_test, before_test, while_calling, while_reviewing

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

PANEL, LOG = 196.0, 352.0


class RuleCards(AttemptPanel):
    """One test moves all Pips."""

    flat = True
    bare, words = (0.0, 120.0), (0.0, 70.0)

    def __init__(self, host: Host, builder: RuleBuilder) -> None:
        super().__init__(host)
        self.builder, self.calls = builder, builder.calls
        self.places: list[Rect] = []

    def place(self, rect: Rect) -> list[Widget]:
        """Up and down on every card that is not called yet; only the first of them can be pressed."""
        count = self.attempt.level.network.outputs
        self.places = grid_places(rect, count, BESIDE)
        asked, found = self.calls.asked, list[Widget]()
        if asked is None:
            return found
        for card in range(asked, self.calls.count):
            x, y, w, h = self.places[card]
            top, answers = rule_heights((x, y, w, h), self.text_scale).top + 8, self.calls.answers(card)
            high = min(60.0, (y + h - 16 - top - 10 * (len(answers) - 1)) / len(answers))
            for i, (answer, way) in enumerate(answers):
                key = {1: "up", -1: "down"}.get(way, "") if card == asked else ""
                place = (x + 20, top + i * (high + 10), w - 40, high)
                call, name = partial(self.calls.call, card, answer), f"call {card + 1} {answer}"
                found.append(Button(name, place, _(answer), way_icon(way), call, key=key, enabled=card == asked))
        return found

    def read_first(self) -> list[Rect]:
        """The neurons, as long as it is asked what each of them needs."""
        return [self.rect] if self.calls.asked is not None else []

    def states(self, tested: bool) -> list[ShownCard]:
        session, calls = self.attempt.shown, self.calls
        told = calls.asked is None
        cards = cards_of(session, tested)
        limit = 1.2 * max(abs(card.weight) for card in cards) or 1.0
        return [
            ShownCard(
                i + 1, *card, limit, calls.way(i) if told else None, calls.right(i) if told else None,
                len(rule_tests(session)) if tested else 0,
            )
            for i, card in enumerate(cards)
        ]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        asked, reviewing = self.calls.asked, self.builder.reviewing
        for i, (rect, card) in enumerate(zip(self.places, self.states(self.builder.tested))):
            draw_card(canvas, rect, card, lit=i == asked if asked is not None else card.better)
            if asked is not None:
                self._paint_given(canvas, rect, i)
            elif reviewing:
                self._paint_review(canvas, rect, i)
        if asked is None and not reviewing:
            self._paint_rolls(canvas)

    def _paint_given(self, canvas: Canvas, rect: Rect, card: int) -> None:
        """What was called; whether it was right is told when all are."""
        way = self.calls.called_way(card)
        if way is None:
            return
        x, y, w, h = rect
        middle = (rule_heights(rect, canvas.type).top + y + h) / 2
        left = x + w / 2 - (canvas.width(way_name(way), HEADING) + 34) / 2
        canvas.icon(way_icon(way), left, middle - 14, 26, "text", 2.6)
        canvas.text(left + 34, middle + 7 * canvas.type, way_name(way), HEADING, "text")

    def _paint_review(self, canvas: Canvas, rect: Rect, card: int) -> None:
        """What was called, in the place of the bowl."""
        x, _y, w, _h = rect
        spots = rule_heights(rect, canvas.type)
        high = spots.low - spots.top
        canvas.rect(x + 12, spots.top, w - 24, high, "well", 12)
        told = Label(canvas, self.calls.sentence(card), BODY, width=w - 52, height=high - 16, spacing=1.4)
        told.draw(canvas, x + 26, (spots.top + spots.low - told.high) / 2)

    def _paint_rolls(self, canvas: Canvas) -> None:
        session, hopping, tested = self.attempt.shown, self.attempt.playback.hopping, self.builder.tested
        moving = session.count > 0 and not tested
        part = glide(hopping) if moving else 1.0
        grown = min(1.0, hopping / ARROW) if moving else 1.0
        mood = "happy" if self.attempt.met and tested else "calm"
        ghost = self.attempt.ghost_here
        ghosts = cards_of(ghost, True) if ghost is not None and ghost.count else []
        for i, card in enumerate(self.states(session.count > 0)):
            valley = valley_of(self.places[i], canvas.type)
            if valley is not None:
                valley.paint(canvas)
                if ghosts:
                    draw_ghost(canvas, valley, card, ghosts[i].moved or 0.0)
                draw_roll(canvas, valley, card, part, grown, mood)
            window = window_of(self.places[i], canvas.type)
            if window is not None:
                after = card.delta + card.input * card.moved if card.moved is not None and part >= 1 else None
                draw_window(canvas, window, card.delta, after)


class RuleLog(AttemptPanel):
    """The list of the rules that were tested. The test under way is told when the Pips have arrived."""

    def __init__(self, host: Host, builder: RuleBuilder) -> None:
        super().__init__(host)
        self.builder = builder
        self._smaller: dict[Rule, tuple[bool, ...]] = {}

    def table(self, high: float) -> Table:
        """For so much height."""
        session = self.attempt.shown
        rules = rule_tests(session)
        if session.count and not self.builder.tested:
            rules = rules[:-1]
        for rule in rules:
            if rule not in self._smaller:
                self._smaller[rule] = smaller(session, rule)
        tests = [Tested(i + 1, rule, self._smaller[rule]) for i, rule in enumerate(rules)]
        return rule_table(tests, session.level.par, len(rules), high)

    def smallest(self) -> tuple[float, float]:
        return self.table(0.0).smallest()

    def paint(self, canvas: Canvas) -> None:
        self.table(self.rect[3]).paint(canvas, self.rect)


class RuleBoard(Board):
    """Cards above, the rule and the list of its tests below."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.calls = Calls(host)
        self.builder = RuleBuilder(host, self.calls)
        self.cards, self.tests = RuleCards(host, self.builder), RuleLog(host, self.builder)
        self.cover = self.rule = RulePanel(host, self.builder)

    def tree(self) -> Split:
        below = row(Part(self.rule), Part(self.tests, LOG), gap=BESIDE)
        upper = column(Part(self.cards), Part(below, PANEL), gap=BESIDE)
        return column(Part(upper), self.tiles_row(FIVE_TILES))

    def race_at(self) -> Rect:
        """Over the list of tests: the rule that leads is seen in its slots."""
        return self.tests.rect

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        done = {"step": self.builder.test, "undo": self.builder.undo, "calls": self.builder.review}.get(name)
        if done is not None:
            done()
        return done is not None

    def hears(self) -> tuple[str, ...]:
        slots = ("left", "right") if self.calls.asked is None else ()
        return (*slots, *(("code",) if self._may_review else ()))

    @property
    def _may_review(self) -> bool:
        """Calls were made, and nothing lies over them."""
        attempt = self.attempt
        called = any(self.calls.right(card) is not None for card in range(self.calls.count))
        return called and self.calls.asked is None and attempt.asking.last is None and not attempt.verdict

    def on_intent(self, intent: Intent) -> bool:
        builder = self.builder
        if intent.name in ("left", "right") and self.calls.asked is None:
            builder.choose(builder.slot + (1 if intent.name == "right" else -1))
        elif intent.name == "undo":
            builder.undo()
        elif intent.name == "step":
            builder.test()
        elif intent.name == "code" and self._may_review:
            builder.review()
        else:
            return False
        return True

    def tiles(self) -> list[TileSpec]:
        calling, builder = self.calls.asked is not None, self.builder
        called = any(self.calls.right(card) is not None for card in range(self.calls.count))
        tiles = [
            TileSpec("step", _("Test rule"), "play", "step", primary=True, enabled=builder.ready),
            TileSpec("undo", _("Undo"), "undo", "undo", enabled=not calling),
            TileSpec("calls", _("Calls"), "back", "code", enabled=called and not calling, on=builder.reviewing),
            *common_tiles(self.attempt, "auto", "hint"),
        ]
        return with_way_on(self.attempt, tiles) if self.attempt.director.seen.won else tiles

    def begins(self) -> str:
        asked = self.calls.asked
        if asked is None:
            return f"slot {self.builder.slot + 1}"
        return f"call {asked + 1} {self.calls.answers(asked)[0][0]}"

    def asks(self) -> bool:
        return self.calls.asked is not None

    # -- what is told ------------------------------------------------------------------------------------------------

    def mood(self) -> str:
        """A rule that goes uphill makes nobody dizzy: it is one step."""
        return "happy" if self.attempt.met and self.builder.tested else "calm"

    def words(self) -> tuple[str, str]:
        asked = self.calls.asked
        if asked is not None:
            return while_calling(self.calls.text(asked), asked + 1, self.calls.count)
        calls_made = self.attempt.asking.calls
        if self.builder.reviewing:
            return while_reviewing(sum(calls_made), len(calls_made))
        if self.builder.tested:
            return after_test(self.cards.states(True))
        filled, tests = len(tiles_in_slots(self.attempt.shown)), len(rule_tests(self.attempt.shown))
        if calls_made and not filled and not tests:
            return after_calls(sum(calls_made), len(calls_made))
        return before_test(len(slots_of(self.attempt.level)) - filled, tests)

    def paint_over(self, canvas: Canvas) -> None:
        for tile in self.rule.tiles:
            tile.draw_dragged(canvas)
