"""Write the rule: neurons side by side, first called up or down, then moved by one rule that is built of tiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import fsum

from ...desktop.controls import Intent
from ...i18n import _, plural_form
from ...rules import Knob, Learn, Level, Question, Session, Turn
from ...view.bowls.bowl_walk import ARROW, glide
from ...view.cards.rule_card import (
    GLYPHS,
    WINDOW,
    RuleHeights,
    Slot,
    TileButton,
    VisibleCard,
    direction,
    draw_card,
    draw_ghost,
    draw_roll,
    draw_tile_name,
    hue,
    tile_width,
    valley_of,
)
from ...view.draw import BODY, CODE, FORMULA, HEADING, LABEL, LEAD, LEAD_BODY, LIT_PANEL, NUMBER, Canvas
from ...view.format.numbers import short
from ...view.scenery.moving_picture import draw_thing
from ...view.scenery.strips import Rect as Area
from ...view.widgets.button import Button
from ...view.widgets.ink import Label, Mark
from ...view.widgets.panel import Box, Laid, Part, Split, column, grid_places, row
from ...view.widgets.table import GAP as CARD_GAP, HEAD, TOP, Column, Table, TableRow
from ...view.widgets.widget import UNPLACED, Rect, Widget
from ..shared.board import Board, Keys, PipWords, TileSpec, draw_hints, shared_tiles, undo_turn, with_next_step
from ..shared.panel import BESIDE, Host, ModelPanel


def slots_of(level: Level) -> list[Knob]:
    """The free knobs whose values are words, but for the metric and the learner: the slots of a rule."""
    named = [k for k in level.knobs if k.name not in ("metric", "learner") and k.stops]
    return [k for k in named if all(isinstance(stop, str) for stop in k.stops)]


Rule = tuple[str, ...]  # a tile for each slot


def cards_of(session: Session, tested: bool) -> list[VisibleCard]:
    """The neurons side by side as they are before the rule moves them, and, `tested`, what it has done to them."""
    run = session.run
    (inputs, goals) = run.examples[0]
    start = run.weights_at(0)
    end = run.weights_at(1) if tested and run.count else None
    first = run.network.predict(start, inputs)
    last = run.network.predict(end, inputs) if end is not None else None
    error, limit = run.metric.error, 1.2 * max(abs(weight) for weight in start) or 1.0
    return [
        VisibleCard(
            i + 1, inputs[i], start[i], first[i], goals[i], first[i] - goals[i], error(first[i], goals[i]),
            error(last[i], goals[i]) if last is not None else None, end[i] - start[i] if end is not None else None,
            limit,
        )
        for i in range(len(start))
    ]  # fmt: skip


def tiles_in_slots(session: Session) -> dict[str, str]:
    """Slot -> tile, for the slots into which a tile was put."""
    names = {knob.name for knob in slots_of(session.base)}
    tiles: dict[str, str] = {}
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in names:
            tiles[action.knob] = str(action.value)
    return tiles


def rule_tests(session: Session) -> list[Rule]:
    """The rules that were tested, the first one first."""
    slots = slots_of(session.base)
    here = {knob.name: str(session.knobs.get(knob.name, "")) for knob in slots}
    here |= {knob.name: str(knob.start if knob.start is not None else knob.stops[0]) for knob in slots}
    rules: list[Rule] = []
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in here:
            here[action.knob] = str(action.value)
        elif isinstance(action, Learn):
            rules.append(tuple(here.values()))
    return rules


def smaller(session: Session, rule: Rule) -> tuple[bool, ...]:
    """For each card: does this rule make its error smaller? The engine runs it."""
    turns = [Turn(knob.name, tile) for knob, tile in zip(slots_of(session.base), rule)]
    trial = Session(session.base, session.catalog, [*turns, Learn(1)])
    return tuple(card.better for card in cards_of(trial, True))


def way_of(question: Question, answer: str) -> int:
    """1: up, -1: down, 0: neither, as the question itself means it."""
    means = question.meaning_of(answer)
    return int(means) if isinstance(means, (int, float)) else 0


KEYS = ("one", "two", "three", "four", "five", "six")
PAD, GAP, TIMES = 24.0, 10.0, 44.0
SLOT = 168.0  # least width of a slot
SIZES = FORMULA.size, LEAD_BODY.size, BODY.size  # of the line: the largest with which the slots have their width
CAP = 38.0  # width of a tile's key


class RulePanel(ModelPanel["RuleBoard"]):
    """weight -= alpha × [slot] × [slot], tiles below. `open`: the calls are made, tiles may be put; else dashed."""

    flat = True
    bare, words = (330.0, 130.0), (100.0, 20.0)
    open = False
    slots: Sequence[Slot] = ()
    tiles: Sequence[TileButton] = ()

    def paint_over(self, canvas: Canvas) -> None:
        for tile in self.tiles:
            if tile.drag is not None:  # it goes with the pointer
                (x, y), width = tile.drag, tile_width(canvas, tile.label) + 36
                canvas.rect(x - width / 2, y - 24, width, 46, "raised_hi", 12, "text", 2)
                draw_tile_name(canvas, x - width / 2 + 18, y - 1, tile.label)

    def place(self, rect: Rect) -> list[Widget]:
        canvas = self.measure()
        slots, tiles = list[Slot](), list[TileButton]()
        self.open, self.slots, self.tiles = self.model.asked is None, slots, tiles
        x, y, w, h = self.rect
        if not self.open:
            skip = Button("skip calls", UNPLACED, _("Skip"), "", self.model.skip, key="back")
            width = skip.wide(canvas, self.host.game.controls.label("back"))
            skip.rect = (x + w - 16 - width, y + 12, width, 44.0)
            return [skip]
        knobs = self.model.slots
        longest = [str(stop) for knob in knobs for stop in knob.stops]
        for size in SIZES:
            start = x + PAD + canvas.rich_width(self._before(), BODY.with_size(size))
            need = max(SLOT, 30 + max(tile_width(canvas, name, size, "mono") for name in longest))
            room = (x + w - PAD - start - TIMES * (len(knobs) - 1)) / len(knobs)
            if need <= room:
                break
        self._size, self._line = size, y + min(17 + 35 * canvas.type, 62)
        for number, knob in enumerate(knobs):
            rect = (start + number * (min(need, room) + TIMES), self._line, min(need, room), 58.0)
            tip = _(knob.title) if knob.title else ""
            slots.append(Slot(f"slot {number + 1}", rect, partial(self.model.choose, number), tip))
        knob = knobs[min(self.model.slot, len(slots) - 1)]
        names = [str(stop) for stop in knob.stops]
        start = x + PAD + canvas.width(_("tiles"), LABEL) + 20
        room = x + w - PAD - start - GAP * (len(names) - 1)
        bare = [tile_width(canvas, name) + 30 for name in names]
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

    def _before(self) -> list[tuple[str, str, int, str]]:
        alpha = self.attempt.session.run.alpha
        text = short(alpha) if isinstance(alpha, (int, float)) else "α"
        return [("weight", "weight", 700, "mono"), (" -= ", "text2", 600, "mono"), (text, "alpha", 700, "mono"),
                (" × ", "text2", 600, "mono")]  # fmt: skip

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
        count = len(self.model.slots)
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
            x += canvas.text(x, base, tile, NUMBER, hue(tile))
        elif len(tile) * 9.6 * canvas.type + times < room / 2:
            x += draw_tile_name(canvas, x, middle, tile, 16, "mono")
        else:
            canvas.glyph(tile, x + 8, middle, 8, hue(tile))
            x += 17


# A window over a thermostat: frost where it is too cold, clear where it is right, steam where it is too warm.


FULL, SHADES = 3.0, 24  # a miss that covers the whole pane; so many steps up to that
TILE = 110.0  # width of its picture


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


class RuleCards(ModelPanel["RuleBoard"]):
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
            top, answers = RuleHeights((x, y, w, h), self.text_scale).top + 8, self.model.answers(card)
            height = min(60.0, (y + h - 16 - top - 10 * (len(answers) - 1)) / len(answers))
            for i, (answer, way) in enumerate(answers):
                key = {1: "up", -1: "down"}.get(way, "") if card == asked else ""
                place = (x + 20, top + i * (height + 10), w - 40, height)
                call, name = partial(self.model.call, card, answer), f"call {card + 1} {answer}"
                words = _(answer) if card == asked else ""  # the others wait
                button = Button(name, place, words, direction(way)[0], call, key=key, enabled=card == asked)
                button.answers_bet = True
                widgets.append(button)
        return widgets

    def states(self, tested: bool) -> list[VisibleCard]:
        session, model = self.attempt.shown, self.model
        cards, tests = cards_of(session, tested), len(rule_tests(session)) if tested else 0
        if model.asked is None:
            for i, (_number, question) in enumerate(model.questions):
                right = model.right(i)
                way = None if right is None else way_of(question, question.right)  # once it was called
                cards[i] = cards[i]._replace(way=way, called=right)
        return [card._replace(test=tests) for card in cards]

    def paint(self, canvas: Canvas) -> None:
        asked, reviewing, open_bets = self.model.asked, self.model.reviewing, self.attempt.open_bets
        for i, (rect, card) in enumerate(zip(self.places, self.states(self.model.tested))):
            draw_card(canvas, rect, card, lit=i == asked if asked is not None else card.better)
            number, question = self.model.questions[i] if asked is not None else (-1, None)
            if question is not None and number in open_bets.answered:
                # What was called; whether it was right is told when all are
                arrow, word = direction(way_of(question, str(open_bets.given[number])))
                x, y, w, h = rect
                middle = (RuleHeights(rect, canvas.type).top + y + h) / 2
                left = x + w / 2 - (canvas.width(word, HEADING) + 34) / 2
                canvas.icon(arrow, left, middle - 14, 26, "text", 2.6)
                canvas.text(left + 34, middle + 7 * canvas.type, word, HEADING, "text")
            elif reviewing:
                # What was called, in the place of the bowl
                x, _y, w, _h = rect
                positions = RuleHeights(rect, canvas.type)
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
                at, (x, _y, w, _h) = RuleHeights(self.places[i], canvas.type), self.places[i]
                if at.pane < at.low:  # two panes, the misses before and after a test; without one it is dark
                    after = card.delta + card.input * card.moved if card.moved is not None and part >= 1 else None
                    half, left, cover = (w - 30) / 2, x + 12, None
                    for miss in (card.delta, after):
                        if miss is not None:
                            covered = max(-1.0, min(1.0, miss / FULL)) if math.isfinite(miss) else 1.0
                            cover = round(SHADES * covered) or int(math.copysign(abs(miss) > 1e-9, miss))
                        pane = (left, at.pane, half, WINDOW)
                        canvas.once(pane, _draw_pane, pane, None if miss is None else cover)
                        left = left + half + 6


class RuleLog(ModelPanel["RuleBoard"]):
    """The list of the rules that were tested. The test under way is told when the Pips have arrived."""

    def __init__(self, host: Host, model: RuleBoard) -> None:
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
    """Cards above, the rule and the list of its tests below. The calls come first: the level's questions for the start.

    slot       where the next tile goes      reviewing   the cards show why the calls are as they are
    questions  of the calls, in the order of the cards: each with its number
    """

    slot, reviewing, skipped = Laid(0), Laid(False), Laid(False)
    called = Laid[int | None](None)  # the card before which all were
    inside = Laid[Mapping[str, str]]({})  # the slots

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        level = host.attempt.level
        asked = [(n, q) for n, q in enumerate(level.questions) if isinstance(q, Question) and q.when == "start"]
        self.questions = asked if len(asked) == level.network.outputs else []
        if self.questions:
            host.attempt.open_bets.end()
        self.cards, self.tests, self.rule = RuleCards(host, self), RuleLog(host, self), RulePanel(host, self)

    def stage_tree(self) -> Box | Split:
        below = row(Part(self.rule), Part(self.tests, LOG), gap=BESIDE)
        return column(Part(self.cards), Part(below, PANEL, shrinks=True), gap=BESIDE)

    @property
    def asked(self) -> int | None:
        """The card whose call is next; None: all are made or skipped, or there are none."""
        if self.skipped or not self.host.game.settings.bets or self.attempt.machine is not None:
            return None
        given = self.attempt.open_bets.given
        return next((card for card, (number, _q) in enumerate(self.questions) if number not in given), None)

    def answers(self, card: int) -> list[tuple[str, int]]:
        """What can be called, and which way that is: up first."""
        question = self.questions[card][1]
        return sorted(((answer, way_of(question, answer)) for answer in question.answers), key=lambda each: -each[1])

    def right(self, card: int) -> bool | None:
        """Was the player's call right? None: there was none."""
        return self.attempt.open_bets.answered.get(self.questions[card][0]) if self.questions else None

    def sentence(self, card: int) -> str:
        """What was called. The reason names the rule, so it is told when that is found."""
        number, question = self.questions[card]
        if self.attempt.session.complete:
            return _(question.why)
        given = self.attempt.open_bets.given.get(number)
        return _("not called") if given is None else _("you called: {answer}").format(answer=_(str(given)))

    def call(self, card: int, answer: str) -> None:
        """Up or down; noted as an answer to the card's question."""
        self.attempt.open_bets.call(self.questions[card][0], answer)
        self.called = self.asked
        self.host.set_focus(f"call {card + 2} {answer}" if self.asked is not None else "slot 1")

    def skip(self) -> None:
        self.skipped = True
        self.host.set_focus("slot 1")

    @property
    def slots(self) -> list[Knob]:
        return slots_of(self.attempt.session.base)

    def choose(self, slot: int) -> None:
        self.slot = min(len(self.slots) - 1, max(0, slot))
        self.host.set_focus(f"slot {self.slot + 1}")

    def put(self, tile: str, slot: int | None = None) -> None:
        """Put a tile into a slot, and go on to the next one that is empty."""
        slot = self.slot if slot is None else slot
        self.reviewing = False
        if self.attempt.turn(self.slots[slot].name, tile):
            inside = tiles_in_slots(self.attempt.session)
            empty = [number for number, knob in enumerate(self.slots) if knob.name not in inside]
            self.slot = empty[0] if empty else slot
            self.inside = inside

    def undo(self) -> None:
        if undo_turn(self.attempt):
            self.inside = tiles_in_slots(self.attempt.session)

    @property
    def ready(self) -> bool:
        return self.asked is None and len(tiles_in_slots(self.attempt.session)) == len(self.slots)

    @property
    def tested(self) -> bool:
        """The test has come to its end on the screen."""
        return self.attempt.step > 0

    def test(self) -> None:
        attempt = self.attempt
        if attempt.session.count:
            attempt.reset()
        self.reviewing = False
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it

    def press(self, name: str) -> bool:
        if name == "calls":  # they are shown, or the rule again
            self.reviewing = not self.reviewing
        elif name in ("step", "undo"):
            (self.test if name == "step" else self.undo)()
        return name in ("step", "undo", "calls")

    @property
    def _called(self) -> bool:
        """Calls were made, all of them."""
        called = any(self.right(card) is not None for card in range(len(self.questions)))
        return called and self.asked is None

    def keys(self) -> Keys:
        reviews = self._called and not self.attempt.verdict
        keys: dict[str, Callable[[Intent], object]] = {"undo": lambda _intent: self.undo()}
        if self.ready:
            keys["step"] = lambda _intent: self.test()
        if self.asked is None:
            ways = {"left": -1, "right": 1}
            keys |= dict.fromkeys(ways, lambda intent: self.choose(self.slot + ways[intent.name]))
        return keys | ({"code": lambda _intent: self.press("calls")} if reviews else {})

    def tiles(self) -> list[TileSpec]:
        calling = self.asked is not None
        tiles = [
            TileSpec("step", _("Test rule"), "play", "step", primary=True, enabled=self.ready),
            TileSpec("undo", _("Undo"), "undo", "undo", enabled=not calling),
            TileSpec("calls", _("Calls"), "back", "code", enabled=self._called, on=self.reviewing),
            *shared_tiles(self.attempt, "auto", "hint"),
        ]
        return with_next_step(self.attempt, tiles) if self.attempt.director.seen.won else tiles

    @property
    def first_focus(self) -> str:
        asked = self.asked
        if asked is None:
            return f"slot {self.slot + 1}"
        return f"call {asked + 1} {self.answers(asked)[0][0]}"

    def words(self) -> PipWords:
        """A rule that goes uphill makes nobody dizzy: it is one step."""
        return PipWords(*self._told(), mood="happy" if self.attempt.met and self.tested else "calm")

    def _told(self) -> tuple[str, str]:
        asked = self.asked
        if asked is not None:
            words = _("Call {number} of {of}. Then comes the rule.")
            return _(self.questions[asked][1].text), words.format(number=asked + 1, of=len(self.questions))
        calls_made = self.attempt.open_bets.answered.values()
        right = _("Your calls: {right} of {of} right.").format(right=sum(calls_made), of=len(calls_made))
        if self.reviewing:
            return right, _("The right answers are on the cards.")
        if self.tested:
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
