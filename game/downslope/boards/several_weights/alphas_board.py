"""One step: neurons side by side, each with an alpha of its own. One press moves all of them once, unannounced."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.pip_body import glide
from ...view.cards.alpha_card import DIAL, Scenery, Scope, alpha_heights, draw_card
from ...view.cards.alpha_table import alpha_table
from ...view.draw.tokens import LABEL
from ...view.format.measure import text_factor
from ...view.format.numbers import short
from ...view.strips.telescope import draw_telescope
from ...view.widgets.dial import Dial
from ...view.widgets.layout import GAP, Box, Part, Split, column, grid_places, inset, row, stack
from ...view.widgets.number_field import TypedField
from ...view.widgets.table import Table
from ...view.widgets.widget import Act, Rect, State, Widget
from ..shared.board import Board
from ..shared.panel import BESIDE, EDGE, FIVE_TILES, AttemptPanel
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from ..shared.tolerance import leeway_of
from ..shared.undo_counted import undo_turn
from .alphas_model import alpha_of, first_alphas, scopes_of, unit_for

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

KEPT = 6  # landscapes
BET, BET_HIGH = 864.0, 284.0  # the bet lies over the feet of the cards
ALONE = 440.0  # width of a card that is the only one


class AlphaCards(AttemptPanel):
    """A bowl for each neuron, on one ruler; a dial and a typed field for its alpha."""

    bare, words = (0.0, 160.0), (0.0, 50.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.places: list[Rect] = []
        self.dials: list[AlphaDial] = []
        self.fields: list[TypedField] = []
        self._turning: int | None = None  # the dial that is being dragged
        self._sceneries: dict[object, Scenery] = {}
        self._unit = (0.0, 0.0)  # width of a card, px for 1 weight

    def sheets(self) -> list[Rect]:
        return self.places

    @property
    def free_foot(self) -> float:
        """Below the dials, as long as nothing was pressed."""
        foot = self.rect[1] + self.rect[3]
        return 0.0 if self.arrived else foot - alpha_heights(self.rect, text_factor(self.host.game)).line

    def read_first(self) -> list[Rect]:
        """The bowls and their dials."""
        x, y, w, h = self.rect
        return [(x, y, w, h - self.free_foot)]

    @property
    def unit(self) -> float:
        """px for 1 weight, as the first part's cards have it."""
        count = self.attempt.level.network.outputs
        wide = (self.host.width - 2 * EDGE - BESIDE * (count - 1)) / count - 24
        if self._unit[0] != wide:
            self._unit = (wide, unit_for(self.attempt.session, wide))
        return self._unit[1]

    def place(self, rect: Rect) -> list[Widget]:
        self.dials, self.fields, self._turning = [], [], None
        count = self.attempt.now.network.outputs
        self.places = grid_places(rect, count, BESIDE)
        for card in range(count):
            self._make_alpha(card)
        self.refresh()
        return [*self.dials, *self.fields]

    def _make_alpha(self, card: int) -> None:
        level = self.attempt.now
        knob = level.knob("alpha", card)
        rect = self.places[card]
        x, _y, w, _h = rect
        middle = alpha_heights(rect, text_factor(self.host.game)).dial
        value = alpha_of(self.attempt.shown, card)
        low, high = (knob.low, knob.high) if knob is not None else (min(value, 1e-3), max(value, 1.0))
        dial = AlphaDial(
            self._name(card), (x + 62 - DIAL, middle - DIAL, 2 * DIAL, 2 * DIAL), value, low, high,
            log=low > 0, snap=knob.snap if knob else None, nudge=knob.nudge if knob else None,
            label=_("alpha {n}").format(n=card + 1),
            show=three, group="alphas", on_change=partial(self._hold, card), on_done=partial(self._turn, card),
            on_fault=self.host.game.toasts.add, enabled=knob is not None,
        )  # fmt: skip
        touch = partial(self.host.set_focus, dial.name)
        box = (x + 116, middle - 24, min(140.0, w - 132), 48.0)
        field = TypedField(f"alpha field {card + 1}", box, dial, touch, show=three, enabled=dial.enabled)
        self.dials.append(dial)
        self.fields.append(field)

    def _name(self, card: int) -> str:
        return f"alpha {card + 1}" if len(self.places) > 1 else "knob alpha"

    def _hold(self, card: int, _value: float) -> None:
        self._turning = card

    def _turn(self, card: int, value: float) -> None:
        self._turning = None
        self.host.says = None
        self.attempt.turn("alpha", value, card)

    def refresh(self) -> None:
        session = self.attempt.shown
        if len(self.dials) != session.level.network.outputs:
            self.host.relayout()
            return
        for card, (dial, field) in enumerate(zip(self.dials, self.fields)):
            if card != self._turning:
                dial.value = alpha_of(session, card)
            field.value = dial.value

    def settle(self, keep: bool = True) -> None:
        """What is half typed is taken, or (`keep` False) what is half turned is let go."""
        if keep:
            for dial in self.dials:
                dial.commit()
        self._turning = None

    @property
    def arrived(self) -> bool:
        return self.attempt.step > 0

    def scopes(self) -> list[Scope]:
        return scopes_of(self.attempt.shown, self.arrived)

    def paint(self, canvas: Canvas) -> None:
        session, hopping = self.attempt.shown, self.attempt.playback.hopping
        hop = glide(hopping) if session.count and not self.arrived else 0.0
        unit = self.unit
        ghost = self.attempt.ghost_here
        ghosts = ghost.weights if ghost is not None and ghost.count else []
        for card, scope in enumerate(self.scopes()):
            rect = self.places[card]
            focused = self.host.focus == self._name(card)
            draw_card(canvas, rect, scope, lit=focused or scope.landed)
            scenery = self._scenery(rect, canvas.type, scope, unit)
            scenery.paint(canvas)
            if ghosts:
                scenery.paint_ghost(canvas, ghosts[card])
            scenery.paint_pip(canvas, hop, self.arrived)
            self._paint_telescope(canvas, rect, scope, hop)

    def _paint_telescope(self, canvas: Canvas, rect: Rect, scope: Scope, hop: float) -> None:
        """Beside the input, where its name leaves room: it turns as the prediction does."""
        x, y, w, _h = rect
        if self.attempt.now.visibility("weight") == "hidden" or canvas.width(_("input"), LABEL) > w - 185:
            return
        weight = scope.weight if self.arrived else scope.start + (scope.weight - scope.start) * hop
        lit = self.arrived and scope.landed
        draw_telescope(canvas, x + w - 62, y + 84, scope.input * weight, scope.goal, lit)

    def _scenery(self, rect: Rect, k: float, scope: Scope, unit: float) -> Scenery:
        """Made once for each place; only Pip's own numbers change."""
        key = (rect, k, scope.input, scope.goal, scope.start, unit)
        found = self._sceneries.get(key)
        if found is None:
            self._sceneries = dict(list(self._sceneries.items())[-KEPT:])
            found = self._sceneries[key] = Scenery(rect, k, scope, unit, leeway_of(self.attempt.now))
        found.scope = scope
        return found


class FirstAlphas(AttemptPanel):
    """What the first part has shown, beside the last telescope."""

    def table(self, high: float) -> Table:
        """Each input, and the alpha with which it landed, in so much height."""
        ((inputs, _goals),) = self.attempt.level.data()
        return alpha_table(list(zip(inputs, first_alphas(self.attempt.shown))), high, self.text_scale)

    def smallest(self) -> tuple[float, float]:
        table = self.table(0.0)
        return table.smallest()[0], table.head + table.height

    def paint(self, canvas: Canvas) -> None:
        self.table(self.rect[3]).paint(canvas, self.rect)


class AlphaDial(Dial):
    """A dial that the wheel turns finely: a mouse alone must come as near as a typed number."""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        lit = state.hover or state.pressed
        key = ("alpha dial", self.rect, self.value, self.typed, self.enabled, lit, state.focus)
        canvas.keep(key, x - 16, y - 16, w + 32, h + 32, lambda sub: super(AlphaDial, self).draw(sub, state))

    def act(self, intent: Act) -> bool:
        if intent.name != "wheel":
            return super().act(intent)
        self.commit()
        self.set(self.nudge(1 if intent.value > 0 else -1, fine=True))
        return True


three = partial(short, digits=3)  # as the knob has them


class AlphasBoard(Board):
    """Cards with bowls on one ruler, a dial and a typed field for each alpha."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.cards, self.table = AlphaCards(host), FirstAlphas(host)

    @property
    def count(self) -> int:
        """Cards of the part that is played."""
        return self.attempt.now.network.outputs

    def tree(self) -> Split:
        alone = self.count == 1
        cards = row(Part(self.table, None if alone else 0.0), Part(self.cards, ALONE if alone else None), gap=BESIDE)
        over = row(Part(self.cover, None if alone else BET, shrinks=not alone), Part(Box(), ALONE if alone else None),
                   gap=BESIDE)  # fmt: skip
        bet = column(Part(Box()), Part(over, BET_HIGH))
        above = stack(Part(inset(cards, bottom=BESIDE - GAP)), Part(bet))
        return column(Part(above), self.tiles_row(FIVE_TILES))

    # -- what can be done --------------------------------------------------------------------------------------------

    def press_all(self) -> None:
        """One step for all, each with its own alpha, from the start."""
        self.cards.settle()
        attempt = self.attempt
        if attempt.session.count > attempt.session.recorded:
            attempt.reset()
        self.host.says = None
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it

    def press(self, name: str) -> bool:
        if name == "step":
            self.press_all()
        elif name == "undo":
            self.cards.settle(keep=False)
            undo_turn(self.attempt)
        else:
            return False
        return True

    def on_intent(self, intent: Act) -> bool:
        if intent.name not in ("undo", "step"):
            return False
        return self.press(intent.name)

    def tiles(self) -> list[TileSpec]:
        label = _("Press all") if self.count > 1 else _("Press")
        tiles = [
            TileSpec("step", label, "step", "step", primary=True),
            *common_tiles(self.attempt, "reset", "undo", "auto", "hint"),
        ]
        return with_way_on(self.attempt, tiles) if self.attempt.director.seen.won else tiles

    # -- what Pip says -----------------------------------------------------------------------------------------------

    @property
    def arrived(self) -> bool:
        return self.cards.arrived

    def scopes(self) -> list[Scope]:
        return self.cards.scopes()

    def mood(self) -> str:
        return "happy" if self.attempt.met and self.arrived else "calm"

    def words(self) -> tuple[str, str]:
        if self.count == 1:
            return self._words_alone()
        if not self.arrived:
            first = _("All share one ruler: same weight, same width.")
            return first, _("Bigger [input:input], narrower bowl. Give each an [alpha:α].")
        landed = sum(scope.landed for scope in self.scopes())
        bold = _("{landed} of {count} landed.").format(landed=landed, count=self.count)
        if landed == self.count:
            return bold, _("One step for each of them.")
        return bold, _("“Left” is the part of the miss after one step. Below 0: it went past.")

    def _words_alone(self) -> tuple[str, str]:
        if not self.arrived:
            bold = _("One more telescope. Its first press counts.")
            return bold, _("Which [alpha:α] fits its [input:input]?")
        landed = self.scopes()[0].landed
        return (_("It landed."), "") if landed else (_("Not yet."), _("How much of the miss is left?"))
