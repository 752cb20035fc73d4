"""Write the rule: neurons side by side, first called up or down, then moved by one rule that is built of tiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from math import fsum

from ...desktop.controls import Intent
from ...i18n import _, plural_form
from ...view.bowls.bowl_walk import ARROW, glide
from ...view.cards.rule_card import (
    GLYPHS,
    Slot,
    TileButton,
    VisibleCard,
    direction_icon,
    direction_name,
    draw_card,
    draw_ghost,
    draw_roll,
    draw_tile_name,
    face_of,
    hue,
    rule_heights,
    tile_width,
    valley_of,
    window_of,
)
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, CODE, FORMULA, HEADING, LABEL, LEAD, LEAD_BODY, LIT_PANEL, NUMBER
from ...view.format.numbers import short
from ...view.scenery.moving_picture import draw_thing
from ...view.scenery.strips import Rect as Area
from ...view.widgets.button import Button
from ...view.widgets.ink import Mark
from ...view.widgets.label import Label
from ...view.widgets.panel import Box, Part, Split, column, grid_places, row
from ...view.widgets.table import GAP as CARD_GAP
from ...view.widgets.table import HEAD, TOP, Column, Table, TableRow
from ...view.widgets.widget import UNPLACED, Rect, Widget
from ..shared.board import Board, Keys, PipWords
from ..shared.panel import BESIDE, Host, ModelPanel
from ..shared.tiles import TileSpec, draw_hints, shared_tiles, with_next_step
from .rule_model import Rule, RuleModel, cards_of, rule_tests, slots_of, smaller, tiles_in_slots, way_of

# ---------------------------------------------------------------------------------------------------------------------
# The panel in which a rule is built: weight -= alpha × [slot] × [slot], tiles below. Dashed until it may be used.


KEYS = ("one", "two", "three", "four", "five", "six")
PAD, GAP, TIMES = 24.0, 10.0, 44.0
SLOT = 168.0  # least width of a slot
SIZES = FORMULA.size, LEAD_BODY.size, BODY.size  # of the line: the largest with which the slots have their width
CAP = 38.0  # width of a tile's key


class RulePanel(ModelPanel[RuleModel]):
    """`open`: the calls are made, tiles may be put."""

    flat = True
    bare, words = (330.0, 130.0), (100.0, 20.0)
    open = False
    slots: Sequence[Slot] = ()
    tiles: Sequence[TileButton] = ()

    def paint_over(self, canvas: Canvas) -> None:
        for tile in self.tiles:
            tile.draw_dragged(canvas)

    def place(self, rect: Rect) -> list[Widget]:
        self.canvas = self.measure()
        slots, tiles = list[Slot](), list[TileButton]()
        self.open, self.slots, self.tiles = self.model.asked is None, slots, tiles
        if not self.open:
            x, y, w, _h = self.rect
            skip = Button("skip calls", UNPLACED, _("Skip"), "", self.model.skip, key="back")
            width = skip.wide(self.canvas, self.host.game.controls.label("back"))
            skip.rect = (x + w - 16 - width, y + 12, width, 44.0)
            return [skip]
        self._size = next((size for size in SIZES if self._need(size) <= self._room(size)), SIZES[-1])
        start, need, room = self._start(self._size), self._need(self._size), self._room(self._size)
        for number, knob in enumerate(self.model.knobs):
            rect = (start + number * (min(need, room) + TIMES), self._line, min(need, room), 58.0)
            tip = _(knob.title) if knob.title else ""
            slots.append(Slot(f"slot {number + 1}", rect, partial(self.model.choose, number), tip))
        knob = self.model.knobs[min(self.model.slot, len(slots) - 1)]
        names = [str(stop) for stop in knob.stops]
        x, y, w, h = self.rect
        start = x + PAD + self.canvas.width(_("tiles"), LABEL) + 20
        room = x + w - PAD - start - GAP * (len(names) - 1)
        bare = [tile_width(self.canvas, name) + 30 for name in names]
        wides = [width + CAP for width in bare] if fsum(bare) + CAP * len(bare) <= room else bare
        total = fsum(wides)
        spare = max(0.0, min(12.0, (room - total) / len(names))) if total < room else 0.0
        fit_style = min(1.0, room / total)
        top = min(self._line + 76, y + h - 62)
        for number, (name, width) in enumerate(zip(names, wides)):
            each = width * fit_style + spare
            key = KEYS[number] if number < len(KEYS) else ""
            put = partial(self.model.put, name)
            tiles.append(TileButton(f"tile of {name}", (start, top, each, 48.0), name, put,
                                    partial(self._drop, name), key=key))  # fmt: skip
            start += each + GAP
        return [*slots, *tiles]

    def update(self, seconds: float) -> None:
        """What is in the slots, as the shown session has it."""
        session, chosen = self.attempt.shown, self.model.slot
        inside = tiles_in_slots(session)
        for number, (slot, knob) in enumerate(zip(self.slots, slots_of(session.base))):
            slot.tile = inside.get(knob.name, "")
            slot.chosen = number == chosen
        here = self.slots[chosen].tile if chosen < len(self.slots) else ""
        for tile in self.tiles:
            tile.kind = "on" if here and tile.label == here else "normal"

    def _drop(self, tile: str, x: float, y: float) -> None:
        """A tile was let go here."""
        for number, slot in enumerate(self.slots):
            if slot.contains(x, y, 64):
                self.model.put(tile, number)

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> float:
        """Top of the slots."""
        return self.rect[1] + min(17 + 35 * self.canvas.type, 62)

    def _before(self) -> list[tuple[str, str, int, str]]:
        alpha = self.attempt.session.run.alpha
        text = short(alpha) if isinstance(alpha, (int, float)) else "α"
        return [("weight", "weight", 700, "mono"), (" -= ", "text2", 600, "mono"), (text, "alpha", 700, "mono"),
                (" × ", "text2", 600, "mono")]  # fmt: skip

    def _start(self, size: float) -> float:
        """x at which the slots begin, after the line in letters of this size."""
        return self.rect[0] + PAD + self.canvas.rich_width(self._before(), BODY.with_size(size))

    def _need(self, size: float) -> float:
        """Width of a slot with the longest tile in it."""
        names = [str(stop) for knob in self.model.knobs for stop in knob.stops]
        return max(SLOT, 30 + max(tile_width(self.canvas, name, size, "mono") for name in names))

    def _room(self, size: float) -> float:
        """Width that each slot may have."""
        x, _y, w, _h = self.rect
        count = len(self.model.knobs)
        return (x + w - PAD - self._start(size) - TIMES * (count - 1)) / count

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        box = (x - 40, y - 40, w + 80, h + 90)
        canvas.once(box, self._still if self.open else self._closed, self.host.game.settings.language)

    def _still(self, canvas: Canvas, _language: str) -> None:
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h, LIT_PANEL)
        base = y + 15 + 20 * canvas.type
        head = canvas.text(x + PAD, base, _("Your rule"), LEAD, "text")
        canvas.text(x + PAD + head + 12, base, _("one for all of them"), BODY, "text2")
        line = canvas.baseline_of(self._line + 29, self._size)
        canvas.rich(x + PAD, line, self._before(), BODY.with_size(self._size))
        for left, right in zip(self.slots, self.slots[1:]):
            middle = (left.rect[0] + left.rect[2] + right.rect[0]) / 2
            canvas.text(middle, line, "×", CODE.with_size(self._size), "text2", "middle")
        end = self.slots[-1].rect[0] + self.slots[-1].rect[2] + 24
        draw_hints(canvas, end, self._line + 29 - 12 * canvas.type, x + w - 16 - end, [(("←", "→"), _("slot"))])
        canvas.text_vcenter(x + PAD, self.tiles[0].rect[1] + 24, _("tiles"), LABEL, "text2")

    def _closed(self, canvas: Canvas, _language: str) -> None:
        """Before the calls are made: an outline of what will be here."""
        x, y, w, h = self.rect
        k = canvas.type
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 16, "border2", 1.5, dash=(5, 5))
        canvas.text(x + PAD, y + 15 + 20 * k, _("Your rule"), LEAD, "text2")
        line = y + h - 30 - 14 * k
        count = len(self.model.knobs)
        wide = 2 * PAD + canvas.rich_width(self._before(), FORMULA) + count * SLOT + (count - 1) * TIMES
        if y + 15 + 20 * k < line - 32 and wide <= w:
            before = [(text, canvas.readable(hue, "ter2"), bold, face) for text, hue, bold, face in self._before()]
            end = x + PAD + canvas.rich(x + PAD, line + 7, before, FORMULA)  # on the landscape
            for number in range(count):
                if number:
                    canvas.text(end + 22, line + 7, "×", CODE.with_size(FORMULA.size), "text2", "middle")
                    end += TIMES
                canvas.rect(end, line - 26, SLOT, 52, None, 12, "border", 1.5, dash=(5, 5))
                end += SLOT


# ---------------------------------------------------------------------------------------------------------------------
# The list of the rules that were tested, a tick or an empty ring for each card; the newest row is lit.


ROW, LEAST, PITCH = 46.0, 40.0, 22.0  # height of a row, at least; from tick to tick


def _draw_ticks(canvas: Canvas, rect: Rect, smaller: tuple[bool, ...]) -> None:
    """For each card whether its error became smaller."""
    x, y, w, h = rect
    ink = "prim_text" if canvas.look.theme.dark else "panel"
    for i, is_smaller in enumerate(reversed(smaller)):
        spot, middle = x + w - 8.5 - i * PITCH, y + h / 2 - 1
        if is_smaller:
            canvas.circle(spot, middle, 8.5, "text")
            canvas.icon("check", spot - 6.5, middle - 6.5, 13, ink, 4)
        else:
            canvas.circle(spot, middle, 7.7, None, "text3", 1.8)


def _draw_rule(canvas: Canvas, rect: Rect, rule: tuple[str, ...]) -> None:
    """delta × input, in words; where there is no room, in glyphs."""
    x, y, w, h = rect
    middle, room, times = y + h / 2 - 1, w - CARD_GAP, canvas.width(" × ", CODE)
    width = times * (len(rule) - 1)
    for tile in rule:
        width += canvas.width(tile, NUMBER)
    words = width <= room
    for i, tile in enumerate(rule):
        base = canvas.baseline_of(middle)
        if i:
            canvas.text(x, base, " × ", CODE, "text2", "start")
            x += times
        if words or tile not in GLYPHS:
            x += canvas.text(x, base, tile, NUMBER._replace(family=face_of(tile, "mono")), hue(tile))
        elif len(tile) * 9.6 * canvas.type + times < room / 2:
            x += draw_tile_name(canvas, x, middle, tile, "", 16, "mono")
        else:
            canvas.glyph(tile, x + 8, middle, 8, hue(tile))
            x += 17


# ---------------------------------------------------------------------------------------------------------------------
# A window over a thermostat: frost where it is too cold, clear where it is right, steam where it is too warm.


FULL, SHADES = 3.0, 24  # a miss that covers the whole pane; so many steps up to that
TILE = 110.0  # width of its picture


def draw_window(canvas: Canvas, rect: Area, before: float, after: float | None) -> None:
    """Two panes, the misses before and after a test. `after` None: there was none, and the pane is dark."""
    x, y, w, h = rect
    half = (w - 6) / 2
    for left, miss in ((x, before), (x + half + 6, after)):
        part = None
        if miss is not None:
            covered = max(-1.0, min(1.0, miss / FULL)) if math.isfinite(miss) else 1.0
            part = round(SHADES * covered) or int(math.copysign(abs(miss) > 1e-9, miss))
        canvas.once((left, y, half, h), _draw_pane, (left, y, half, h), part)


def _draw_pane(canvas: Canvas, rect: Area, part: int | None) -> None:
    """`part`: how much of it is covered: below 0 with frost, above 0 with steam."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 7)
    if part is None:
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 6, "border2", 1.5, dash=(4, 4))
        return
    with canvas.clip(x, y, w, h, 7):
        canvas.gradient(x, y, w, h, ((0.0, "pane0"), (1.0, "pane1")))
        for k in range(int(w / TILE) + 1):
            draw_thing(canvas, "window", x + TILE * k, y, frost=max(0, -part) / SHADES, steam=max(0, part) / SHADES)
    canvas.line(x + w / 2, y + 1, x + w / 2, y + h - 1, "border2", 2)
    canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 6, "border2", 2)


PANEL, LOG = 196.0, 352.0


class RuleCards(ModelPanel[RuleModel]):
    """One test moves all Pips."""

    flat = True
    bare, words = (0.0, 120.0), (0.0, 70.0)
    places: Sequence[Rect] = ()

    def place(self, rect: Rect) -> list[Widget]:
        """Up and down on every card that is not called yet; only the first of them can be pressed."""
        count = self.attempt.level.network.outputs
        self.places = grid_places(rect, count, BESIDE)
        asked, widgets = self.model.asked, list[Widget]()
        if asked is None:
            return widgets
        for card in range(asked, len(self.model.questions)):
            x, y, w, h = self.places[card]
            top, answers = rule_heights((x, y, w, h), self.text_scale).top + 8, self.model.answers(card)
            height = min(60.0, (y + h - 16 - top - 10 * (len(answers) - 1)) / len(answers))
            for i, (answer, way) in enumerate(answers):
                key = {1: "up", -1: "down"}.get(way, "") if card == asked else ""
                place = (x + 20, top + i * (height + 10), w - 40, height)
                call, name = partial(self.model.call, card, answer), f"call {card + 1} {answer}"
                words = _(answer) if card == asked else ""  # the others wait
                button = Button(name, place, words, direction_icon(way), call, key=key, enabled=card == asked)
                button.answers_bet = True
                widgets.append(button)
        return widgets

    def states(self, tested: bool) -> list[VisibleCard]:
        session, model = self.attempt.shown, self.model
        cards, tests = cards_of(session, tested), len(rule_tests(session)) if tested else 0
        if model.asked is None:
            cards = [card._replace(way=model.way(i), called=model.right(i)) for i, card in enumerate(cards)]
        return [card._replace(test=tests) for card in cards]

    def paint(self, canvas: Canvas) -> None:
        asked, reviewing, open_bets = self.model.asked, self.model.reviewing, self.attempt.open_bets
        for i, (rect, card) in enumerate(zip(self.places, self.states(self.model.tested))):
            draw_card(canvas, rect, card, lit=i == asked if asked is not None else card.better)
            number, question = self.model.questions[i] if asked is not None else (-1, None)
            if question is not None and number in open_bets.answered:
                # What was called; whether it was right is told when all are
                way = way_of(question, str(open_bets.given[number]))
                x, y, w, h = rect
                middle = (rule_heights(rect, canvas.type).top + y + h) / 2
                left = x + w / 2 - (canvas.width(direction_name(way), HEADING) + 34) / 2
                canvas.icon(direction_icon(way), left, middle - 14, 26, "text", 2.6)
                canvas.text(left + 34, middle + 7 * canvas.type, direction_name(way), HEADING, "text")
            elif reviewing:
                # What was called, in the place of the bowl
                x, _y, w, _h = rect
                positions = rule_heights(rect, canvas.type)
                height = positions.low - positions.top
                canvas.rect(x + 12, positions.top, w - 24, height, "well", 12)
                label = Label(canvas, self.model.sentence(i), BODY, width=w - 52, height=height - 16, spacing=1.4)
                label.draw(canvas, x + 26, (positions.top + positions.low - label.high) / 2)
        if asked is None and not reviewing:
            session, hop_progress, tested = self.attempt.shown, self.attempt.playback.hop_progress, self.model.tested
            moving = session.count > 0 and not tested
            part = glide(hop_progress) if moving else 1.0
            grown = min(1.0, hop_progress / ARROW) if moving else 1.0
            mood = "happy" if self.attempt.met and tested else "calm"
            ghost = self.attempt.ghost_at_place
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


class RuleLog(ModelPanel[RuleModel]):
    """The list of the rules that were tested. The test under way is told when the Pips have arrived."""

    def __init__(self, host: Host, model: RuleModel) -> None:
        super().__init__(host, model)
        self._smaller: dict[Rule, tuple[bool, ...]] = {}

    def table(self, high: float) -> Table:
        session = self.attempt.shown
        rules = rule_tests(session)
        if session.count and not self.model.tested:
            rules = rules[:-1]
        for rule in rules:
            if rule not in self._smaller:
                self._smaller[rule] = smaller(session, rule)
        # The newest that there is room for, and what is left within par
        used, count = len(rules), max((len(self._smaller[rule]) for rule in rules), default=1)
        columns = (Column(least=160), Column(_("error smaller"), count * PITCH, anchor="end"))
        each = min(ROW, max(LEAST, (high - HEAD) / 3))
        count, left = max(1, int((high - HEAD - TOP) // each)), (session.level.par or 0) - used
        waiting = 1 if left > 0 or not rules else 0
        rows = []
        for number, rule in list(enumerate(rules, 1))[-max(1, count - waiting) :]:
            cells = (Mark(_draw_rule, (rule,)), Mark(_draw_ticks, (self._smaller[rule],)))
            rows.append(TableRow(str(number), cells, lit=number == used))
        if waiting and len(rows) < count:
            words = plural_form("last run within par", "{count} runs within par", left).format(count=left)
            rows.append(TableRow(str(used + 1), (((words if left > 0 else "", "text3"),),), "free"))
        return Table(_("Test runs"), columns, tuple(rows), each)

    def least_size(self) -> tuple[float, float]:
        return self.table(0.0).least_size()

    def sheets(self) -> list[Rect]:
        return [] if self.model.asked is not None else super().sheets()

    def paint(self, canvas: Canvas) -> None:
        if self.model.asked is None:  # before, there is nothing to be tested
            self.table(self.rect[3]).paint(canvas, self.rect)


class RuleBoard(Board):
    """Cards above, the rule and the list of its tests below."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.model = model = RuleModel(host)
        self.cards, self.tests, self.rule = RuleCards(host, model), RuleLog(host, model), RulePanel(host, model)

    def stage_tree(self) -> Box | Split:
        below = row(Part(self.rule), Part(self.tests, LOG), gap=BESIDE)
        return column(Part(self.cards), Part(below, PANEL, shrinks=True), gap=BESIDE)

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        if name == "calls":  # they are shown, or the rule again
            self.model.reviewing = not self.model.reviewing
        elif name in ("step", "undo"):
            (self.model.test if name == "step" else self.model.undo)()
        return name in ("step", "undo", "calls")

    @property
    def _called(self) -> bool:
        """Calls were made, all of them."""
        called = any(self.model.right(card) is not None for card in range(len(self.model.questions)))
        return called and self.model.asked is None

    def keys(self) -> Keys:
        model, reviews = self.model, self._called and not self.attempt.verdict
        keys: dict[str, Callable[[Intent], object]] = {"undo": lambda _intent: model.undo()}
        if model.ready:
            keys["step"] = lambda _intent: model.test()
        if self.model.asked is None:
            ways = {"left": -1, "right": 1}
            keys |= dict.fromkeys(ways, lambda intent: model.choose(model.slot + ways[intent.name]))
        return keys | ({"code": lambda _intent: self.press("calls")} if reviews else {})

    def tiles(self) -> list[TileSpec]:
        calling, model = self.model.asked is not None, self.model
        tiles = [
            TileSpec("step", _("Test rule"), "play", "step", primary=True, enabled=model.ready),
            TileSpec("undo", _("Undo"), "undo", "undo", enabled=not calling),
            TileSpec("calls", _("Calls"), "back", "code", enabled=self._called, on=model.reviewing),
            *shared_tiles(self.attempt, "auto", "hint"),
        ]
        return with_next_step(self.attempt, tiles) if self.attempt.director.seen.won else tiles

    @property
    def first_focus(self) -> str:
        asked = self.model.asked
        if asked is None:
            return f"slot {self.model.slot + 1}"
        return f"call {asked + 1} {self.model.answers(asked)[0][0]}"

    # -- what is told ------------------------------------------------------------------------------------------------

    def words(self) -> PipWords:
        """A rule that goes uphill makes nobody dizzy: it is one step."""
        return PipWords(*self._told(), mood="happy" if self.attempt.met and self.model.tested else "calm")

    def _told(self) -> tuple[str, str]:
        asked = self.model.asked
        if asked is not None:
            words = _("Call {number} of {of}. Then comes the rule.")
            return _(self.model.questions[asked][1].text), words.format(number=asked + 1, of=len(self.model.questions))
        calls_made = self.attempt.open_bets.answered.values()
        right = _("Your calls: {right} of {of} right.").format(right=sum(calls_made), of=len(calls_made))
        if self.model.reviewing:
            return right, _("The right answers are on the cards.")
        if self.model.tested:
            # Which ones rolled uphill, and where to look
            cards = self.cards.states(True)
            up = [str(card.number) for card in cards if not card.better]
            if not up:
                return _("All the errors are smaller."), _("One rule for all of them.")
            if len(up) == len(cards):
                return _("All of them rolled uphill."), _("Is there a rule that does the opposite?")
            plain = _("What do they have that the others lack? Compare the numbers in their circles.")
            if len(up) == 1:
                return _("Pip {cards} rolled uphill.").format(cards=up[0]), plain
            several = _("{most} and {last}").format(most=", ".join(up[:-1]), last=up[-1])
            return _("Pips {cards} rolled uphill.").format(cards=several), plain
        filled, tests = len(tiles_in_slots(self.attempt.shown)), len(rule_tests(self.attempt.shown))
        if calls_made and not filled and not tests:
            return right, _("Each bowl shows the way to its flag. Now build one rule for all of them.")
        empty = len(slots_of(self.attempt.level)) - filled
        if empty:
            bold = _("Build one rule for all of them.") if not tests else _("A new rule.")
            return bold, _("Put a tile into each slot, then test it.")
        return _("Your rule is ready."), _("Test it: it moves all of them at once, each from its start.")
