"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import pi, sin

from ...attempt.director import PlayRequest
from ...formulas.inline import NotInlinable
from ...i18n import N_, _, sentence_case
from ...rules import Stop, Turn
from ...scripts.to_python import listing
from ...view.cards.code_listing import CodePicture, CodeRow, draw_code_head, value_text
from ...view.draw import (
    BODY,
    CODE,
    LABEL,
    LEAD_BODY,
    LEAD_NUMBER,
    NUMBER,
    SMALL,
    Canvas,
    Tween,
    draw_edge,
    draw_plate,
    holds,
)
from ...view.format.equation import ABOUT, EQUAL
from ...view.format.numbers import number, short
from ...view.networks import neuron_panel
from ...view.networks.neuron_panel import DIAL, NodeTexts, R, goal_tag, name_ink
from ...view.scenery.diorama import LAND, LASTS, SHORT, Diorama, Land, pose
from ...view.scenery.landscape import paint_scenery
from ...view.widgets.bet_marker import ROOM, AnswerAnchor
from ...view.widgets.number_input import Detents, WeightDial, label_drop, point
from ...view.widgets.panel import Box, Laid, Part, Picture, Split, column, fit_content
from ...view.widgets.table import HEAD, INDENT, Column, Table
from ...view.widgets.widget import Press, Rect, State, Widget
from ..shared.board import Board, TileSpec, meaning_of, question_at, shared_tiles, with_next_step
from ..shared.neuron_model import tolerance_note, tolerance_of
from ..shared.panel import DrawnPanel, Host, ModelPanel
from .sending_model import (
    Sending,
    card_knob,
    cards,
    compass_ghosts,
    crossed_out_cards,
    first_few,
    send_at,
    words,
)

RUN = 1.0  # seconds: key presses that follow each other closer are one turn of the dial
PIP = 18.0
GHOST = 10.0
SIDE = 40.0  # around a name and a word, and between both
CAP_RIGHT, CAP_DOWN = 50.0, 31.0  # of the keycap's middle from the end of the weight's name, from the dial's foot
CAP_GAP = 4.0  # between it and the names
REACH = 196.0  # of the light behind the dial
WAITED, SWING = 6.0, 1.2  # seconds until the arrow at the dial swings, and for how long
NOTCHES, LINE, UP = 0.54, 66.0, 36.0  # of the land's width; left of a line of notches; over its labels


class CardPress(Press):
    """A card that stands in the land, to be chosen. `chosen`: it is."""

    walks = ("up", "down")  # left and right are the level's own knob
    chosen = False

    def __init__(self, name: str, rect: Rect, label: str, on_press: Callable[[], None]) -> None:
        super().__init__(name, rect, group="cards")
        self.label, self.on_press = label, on_press

    def accessible_value(self) -> str:
        return _("chosen") if self.chosen else ""

    def draw(self, canvas: Canvas, state: State) -> None:
        if self.chosen or state.hover or state.focus:
            alpha = 1.0 if self.chosen or state.focus else 0.5
            canvas.rect(*self.rect, None, 16, "focus", 5 if state.focus else 3, alpha=alpha)


class NotchLine(Detents):
    """All notches of a weight, equally far apart, for the pointer; an arrow over each that was tried."""

    focusable = False
    tried: tuple[tuple[float, int], ...] = ()  # (weight, whether less or more is wanted: -1, 1, or 0)
    grown = 1.0  # how much of the last arrow is there

    def _draw_track(self, canvas: Canvas) -> None:
        canvas.rect(self.rect[0] - 4, self.line - 4, self.rect[2] + 8, 8, "well", 4)
        for place, notch in enumerate(self.values or ()):
            size, hue = (3, "raised") if place in self.blocked else (5, "text2")
            canvas.circle(self.x_of(notch), self.line, size, hue)

    def _draw_ticks(self, canvas: Canvas, numbered: bool) -> None:
        for notch, label in zip(self.values or (), self.labels):
            if label and numbered:
                x, width = self.x_of(notch), canvas.width(label, CODE)
                base, high = self.line + label_drop(canvas), 12 + 18 * canvas.type
                place = (x - width / 2 - 10, canvas.vcentre_of(base) - high / 2, width + 20, high)
                draw_plate(canvas, place, radius=9, alpha=0.8)  # so that no star is read as a point of it
                canvas.text(x, base, label, CODE, "text2", "middle")

    def draw_marks(self, canvas: Canvas) -> None:
        for place, (weight, way) in enumerate(self.tried, 1):
            x, y = self.x_of(weight), self.line
            start, end = (y - 18, y - 44) if way < 0 else (y - 44, y - 18)
            end = start + (end - start) * (self.grown if place == len(self.tried) else 1.0)
            canvas.arrow(x, start, x, end, "error" if way else "goal", 3.4, 9)


class SendingStage(ModelPanel[Sending]):
    """The land with Pip, the neuron above it."""

    flat = True
    bare, words = (540.0, 320.0), (40.0, 60.0)
    line: NotchLine | None = None
    buckets: Sequence[CardPress] = ()
    _run_at = -RUN

    @property
    def named(self) -> bool:
        """The parts of the neuron have their names, and the goal its number."""
        return "table" in self.attempt.shows

    @property
    def goals(self) -> NodeTexts:
        """What stands in the goal's tag, if anything is wanted that may be told."""
        visible = self.named and self.attempt.now.visibility("goal") != "hidden"
        goals = [goal for _given, goal in self.model.cards if goal is not None and visible]
        return first_few([number(goal, self.model.digits) for goal in goals]), self.model.crossed_out

    @property
    def wanted(self) -> str:
        """What the goal's tag is called, and how near counts as reached."""
        return f"{_('goal')} {tolerance_note(tolerance_of(self.attempt.shown))}".strip()

    @property
    def spots(self) -> neuron_panel.StagePoints:
        canvas, texts = self.measure(), self.goals[0]
        tag = goal_tag(texts, self.wanted).size(canvas)[0] if texts else 0.0
        return neuron_panel.spots(self.rect, tag, self.text_scale)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        (x, y, w, h), at, sending = rect, self.spots, self.model
        knob = self.attempt.session.level.knob("weight")
        assert knob is not None
        values, turning = [float(v) for v in knob.values() or ()] or None, partial(self.attempt.dragging, "weight")
        self.dial = dial = WeightDial(
            "weight", (at.weight - DIAL, at.y - DIAL, 2 * DIAL, 2 * DIAL), sending.weight,
            min(values or [knob.low]), max(values or [knob.high]), even=bool(knob.stops),
            digits=sending.weight_digits, label=_("weight"), values=values, hue="weight", on_change=turning,
            on_done=lambda value: self._turned(dial.by, value), on_fault=self.host.game.toasts.add,
            tip=_("Drag around it, or use the arrow keys"),
        )  # fmt: skip
        canvas = self.measure()
        weight = name_ink("weight", _("weight")).size(canvas)[0] / 2
        dial.cap_at = (at.weight + canvas.width(_("weight"), LABEL) / 2 + CAP_RIGHT, at.y + DIAL + CAP_DOWN)
        prediction = name_ink("prediction", _("prediction"), self._own_word(canvas, "prediction")).size(canvas)[0] / 2
        right = at.prediction - prediction if self.named else x + w
        dial.cap_room = (at.weight + weight + CAP_GAP, right - CAP_GAP)
        self.line = None
        if knob.stops and values:
            each = 3 if NOTCHES * w > 340 * self.text_scale else 6  # of so many notches one has its number
            shown = [short(value) if place % each == 0 else "" for place, value in enumerate(sorted(values))]
            top = y + h - UP - 18 * self.text_scale - 22
            self.line = line = NotchLine(
                "notches", (x + LINE, top, NOTCHES * w - LINE, 44.0), sending.weight, values, labels=shown,
                label=_("weight"), hue="weight", on_change=turning,
                on_done=lambda value: self._turned("release", value), on_fault=self.host.game.toasts.add,
            )  # fmt: skip
        choice, inputs = card_knob(self.attempt.shown), [given for given, _goal in cards(self.attempt.shown)]
        self.buckets = [
            CardPress(f"card {card + 1}", sending.scene.card_box(self.land, inputs, card), _(stop),
                      partial(self._choose, stop))
            for card, stop in (choice.stops.items() if choice is not None and choice.alone else ())
        ]  # fmt: skip
        return [dial, *([line] if self.line else []), *self.buckets]

    def _choose(self, stop: str) -> None:
        choice = card_knob(self.attempt.shown)
        if choice is not None and self.attempt.session.knobs.get(choice.knob.name) != stop:
            self.attempt.turn(choice.knob.name, stop)

    def _turned(self, by: str, value: float) -> None:
        """A drag is a turn; key presses that follow each other are one turn together."""
        now = self.host.time
        carries_over = by != "release" and now - self._run_at < RUN
        self._run_at = now if by != "release" else -RUN
        self.attempt.turn("weight", value, instead=carries_over)

    def update(self, seconds: float) -> None:
        attempt, sending, dial = self.attempt, self.model, self.dial
        if dial.by == "release" and attempt.drag is not None:
            attempt.drag = None  # let go where it stood
        dial.value = sending.weight
        dial.by = "" if dial.by == "release" else dial.by
        dial.digits = sending.weight_digits
        tried = () if sending.live or "tries" not in attempt.shows else tuple(map(sending.verdict, sending.seen))
        dial.tried = tried if self.line is None else ()
        if self.line is not None:
            self.line.value, self.line.tried = sending.weight, (*tried, *sending.halves)
            given = sending.cards[0][0]  # what no longer can be it: the other way, where it is negative
            ways = [(weight, way if given > 0 else -way) for weight, way in sending.halves or tried]
            self.line.blocked = {place for place, notch in enumerate(self.line.values or ())
                                 if any(way and (notch - weight) * way >= 0 for weight, way in ways)}  # fmt: skip
        for card, bucket in enumerate(self.buckets):
            bucket.chosen = card not in sending.crossed_out and bool(sending.crossed_out)

    @property
    def land(self) -> Land:
        at, lines = self.spots, 2 if self.named and self.attempt.now.words else 1
        return Land(self.rect, at.y + R + 24 + 22 * lines * self.text_scale)

    def beneath(self) -> Picture:
        return _draw_land, self.rect, self.model.scene

    def paint(self, canvas: Canvas) -> None:
        # What answers the prediction, and Pip
        sending, land, scene = self.model, self.land, self.model.scene
        x, y, w, h = self.rect
        with canvas.clip(x + 1, y + 1, w - 2, h - 2):
            scene.draw(canvas, land, sending.values)
            ghost = self.attempt.ghost_at_place
            if ghost is not None:  # where the machine's last weight leads
                values = sending.values_of(send_at(ghost, ghost.weights[0], crossed_out_cards(ghost)))
                ghost_x = scene.pip_x(land, values)
                canvas.ghost(ghost_x, land.ground(ghost_x) - PIP - scene.lift(land, values), PIP, (0.2, 0.05))
            x = scene.pip_x(land, sending.values)
            kind, since = sending.reaction or ("", LASTS)
            dx, dy, look, dust = pose(*(sending.reaction or ("", 0.0)), still=canvas.look.still)
            happy = self.attempt.met and sending.rests() and since >= LASTS
            foot = land.ground(x) - scene.lift(land, sending.values)
            # Three puffs behind him, thinner as they spread
            for k, (back, up, r) in enumerate(((14, 3, 6.0), (24, 7, 4.5), (33, 4, 3.5)) if dust > 0 else ()):
                away, alpha = 1 - dust, round(0.55 * dust * (1 - 0.2 * k) * 16) / 16
                spot = x + dx - back - 12 * away, foot - up - 4 * away
                canvas.circle(*spot, round((r + 3 * away) * 2) / 2, "text2", alpha=alpha)
            ahead = sending.rests() or sending.told.predictions >= sending.origin[1]
            look = look if ahead else (-look[0], look[1])
            canvas.pip(x + dx, foot - PIP + dy, PIP, look, "happy" if happy else "calm")
        at, gone, known = self.spots, frozenset() if sending.alone else sending.crossed_out, sending.known
        pulse = sending.pulse if sending.pulse < 1 else None
        lit = 0.9 if known is not None and pulse is None else 0.0
        negative = sending.weight < 0
        equations = sending.equations
        given_cells = tuple(first_few([equation.terms[0] for equation in equations])), gone
        relation = ABOUT if any(equation.about for equation in equations) else EQUAL
        if pulse is None:
            left, right = min(at.input - R - 12, at.weight - REACH), max(at.prediction, at.weight + REACH)
            box = (left, at.y - REACH, right - left, 2 * REACH)
            canvas.once(box, neuron_panel.draw_way, at, lit, None, negative, relation, given_cells)
        else:
            neuron_panel.draw_way(canvas, at, lit, pulse, negative, relation, given_cells)
        texts = [equation.result for equation in equations]
        burst = since / LASTS if kind == LAND and sending.tryout is None and not canvas.look.still else None
        shown = first_few(texts), gone
        neuron_panel.draw_prediction(canvas, at, shown, known is not None, burst, self.goals, self.wanted)
        name_ink("weight_negative" if negative else "weight", _("weight")).stand(canvas, at.weight, at.y + DIAL + 16)
        for name, node in (("input", at.input), ("prediction", at.prediction)) if self.named else ():
            edges = self.rect[0] + CAP_GAP, self.rect[0] + self.rect[2] - CAP_GAP
            name_ink(name, _(name), self._own_word(canvas, name)).stand(canvas, node, at.y + R + 16, within=edges)
        for weight in compass_ghosts(self.attempt):
            canvas.ghost(*self.dial.place_of(weight, 30.0), GHOST, (0.0, 0.3))
        if "dial" in self.attempt.session.base.introduces and not self.attempt.session.actions:
            # An arrow at its thumb, which swings once where nobody moves it
            late = min(1.0, max(0.0, (self.host.time - WAITED) / SWING))
            swing = 0.0 if canvas.look.still else 12 * sin(2 * pi * late)
            near = self.dial.angle(self.dial.value) + 6 + swing
            ends = (point(*self.dial.centre, DIAL + 26, near + step) for step in (0, 24))
            (x1, y1), (x2, y2) = ends
            canvas.arrow(x1, y1, x2, y2, "focus", 3, 9)

    def _own_word(self, canvas: Canvas, name: str) -> str:
        """The level's own word for a quantity, where it has room beside the name of the weight."""
        word, at = _(self.attempt.now.words.get(name, "")), self.spots
        between = min(at.weight - at.input, at.prediction - at.weight)
        return word if canvas.width(word) + canvas.width(_("weight"), LABEL) + 2 * SIDE <= 2 * between else ""


TEETH, TOOTH = 6, 5.0  # of the edge where a card is torn
APART, DOWN = 18.0, 10.0  # how far its halves go


class OrderCard(Press):
    """Pressing it strikes the card, or takes the strike back; without `on_press` it is only looked at.

    sent   (prediction, miss) of the last send
    """

    walks = ("up", "down")  # they stand in a column: left and right are the level's own knob

    def __init__(self, name: str, rect: Rect, pair: tuple[float, float], on_press: Callable[[], None] | None) -> None:
        super().__init__(name, rect, group="cards")
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
        pair = [
            (short(self.pair[0]), faint or "input", 700, "mono"), (" → ", "text2", 500, "mono"),
            (short(self.pair[1]), faint or "goal", 700, "mono"),
        ]  # fmt: skip
        closer = [pair[0], ("→", *pair[1][1:]), pair[2]]
        width = canvas.rich(left, base, pair, LEAD_BODY, room=self.prediction_at - 12 - left, shorter=[closer])
        prediction, miss = self.sent
        label, at = number(prediction, self.digits), self.prediction_at
        end = at + canvas.text(at, base, label, LEAD_NUMBER, faint or "prediction", "start")
        # The square of the miss, right-aligned; its signed side inside, or beside it where it is small
        colour, side, text = faint or "error", abs(miss) * self.unit, number(miss, self.digits, True)
        corner, top = x + w - 12 - side, y + h / 2 - side / 2
        if side >= 1:
            canvas.rect(corner, top, side, side, None if faint else colour, 3, alpha=0.05)
            canvas.rect(corner, top, side, side, None, 3, colour, 2.4, dash=(4, 4) if faint else None)
        ink = canvas.readable(colour, canvas.mix("rowhi", colour, 0.1))  # on a line that is lit or in shade
        wide, room = max(1.0, canvas.width(text, NUMBER)), corner - 18 - end
        inside = (side - 6) / wide if side >= INSIDE else 0.0
        if inside >= SMALLER or inside > room / wide:
            canvas.text_vcenter(corner + side / 2, y + h / 2, text, NUMBER, ink, "middle", side - 6)
        else:
            canvas.within(corner - (8 if side >= 1 else 0), y + h / 2 + 6, text, room, NUMBER, ink, "end")
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


CARD, UNDER = 64.0, 8.0
LOW, BENEATH = 26.0, 3.0  # the least height of a card at 100 %, and the gap beneath it
SEEN = 3  # cards that are seen in any case, where none is struck
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
        seen = count if card_knob(self.attempt.session) is not None else min(SEEN, count)
        return (0.0, HEAD + seen * (self._low + BENEATH) + UNDER)

    @property
    def _low(self) -> float:
        return LOW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        """As high as there is room for; of many that cannot be struck the first ones."""
        x, y, w, h = self.rect = rect
        self.cards, pairs, choice = [], cards(self.attempt.session), card_knob(self.attempt.session)
        room = h - HEAD - UNDER
        each = max(self._low + BENEATH, min(CARD + UNDER, room / len(pairs)))
        height = each - min(UNDER, each - self._low)
        for i, pair in enumerate(pairs[: int(room / each + 1e-6)]):
            # no tip, which would lie on the next card: Pip says what a press does
            place = (x + 12, y + HEAD + UNDER + i * each, w - 24, height)
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
        # px for a miss of 1: one ruler for all rows, so that squares can be compared
        largest = max((abs(miss) for miss in last.misses), default=0.0)
        unit = min(UNIT, ((self.cards[0].rect[3] if self.cards else CARD) - 12) / largest) if largest > 0 else UNIT
        for i, (card, prediction, miss) in enumerate(zip(self.cards, last.predictions, last.misses)):
            card.crossed_out, card.sent = i in gone, (prediction, miss)
            card.torn = self._tears[i].value if i in self._tears else 1.0
            card.unit, card.digits = unit, self.model.digits
            card.prediction_at = self.rect[0] + prediction_at(self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        words = self.attempt.level.words
        title = sentence_case(_(words["examples"])) if "examples" in words else _("Cards")
        prediction = Column(_("prediction"), 76, glyph="prediction")
        before, miss = Column("", prediction_at(self.rect[2]) - INDENT), Column(_("miss"), glyph="error", anchor="end")
        Table(title, (before, prediction, miss), ()).paint_head(canvas, self.rect)


LINE_NEEDS = (0.0, 52.0), (0.0, 26.0)  # width and height: in any case, and what its words need besides
ASIDE = 0.22  # of the goal: so far from it stands what is only known to be too low or too high
EDGE = 40.0  # above the ground: a ticket at the edge beyond which its answer lies
HALVING, LEAST = "fewest in doubt", 0.2  # what a bet on notches asks; how much of an arrow is there from the first


def _draw_land(canvas: Canvas, rect: Rect, scene: Diorama) -> None:
    canvas.shadow(*rect)
    canvas.once(rect, paint_scenery, rect, scene.draw_land, Land(rect))
    draw_edge(canvas, rect, "border", 16, 1)


class SendingBoard(Board):
    """`sending`: what was sent, and what of it is seen."""

    stage: SendingStage
    first_focus = "weight"
    _lost = Laid(False)  # then there are other tiles

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sending = sending = Sending(host)
        self.stage = SendingStage(host, sending)
        self.cards, self.line = OrderCards(host, sending), DrawnPanel(host, self.draw_line, *LINE_NEEDS, "code")

    def sides(self) -> Sequence[Box | Split]:
        if self.attempt.now.visibility("goal") == "hidden":
            return []
        cards, line = Part(self.cards), fit_content(self.line)
        return [column(cards, line), self.cards]

    def draw_line(self, canvas: Canvas, rect: Rect) -> None:
        """The line of the neuron as the rules write it."""
        x, y, w, h = rect
        known = self.sending.known
        try:
            lines = listing(self.attempt.shown.run).round
        except NotInlinable:
            lines = []
        value = value_text(known.predictions[0], self.sending.digits) if known else "?"
        rows = [CodeRow(line, value if len(self.sending.cards) == 1 else "", "prediction", True) for line in lines]
        draw_code_head(canvas, rect, "neuron.py", "")
        whole = _("the whole neuron")
        if canvas.width(whole) <= w - 72 - canvas.width("neuron.py", CODE):
            canvas.text_vcenter(x + w - 16, y + 20.5, whole, BODY, "text2", "end")
        CodePicture(canvas, rect, rows, numbers=False).draw(canvas, (x + 1, y + 42, w - 2, h - 44), 0.0)

    @property
    def lost(self) -> bool:
        """What can be called once was, and was wrong."""
        return self.attempt.session.called and not self.attempt.session.won

    def tiles(self) -> list[TileSpec]:
        names = self.attempt.session.base.words
        done = self.attempt.session.called
        send = TileSpec("send", sentence_case(_(names.get("send", N_("send")))), "send", "step", primary=not done,
                        enabled=not done)  # fmt: skip
        stop = _(names.get("stop", N_("This is it")))
        call = TileSpec("stop", stop, "open", "code", enabled=not done, thing="commit")
        more = shared_tiles(self.attempt, "auto", "reset", "undo", "hint", idle_auto=False)
        again = TileSpec("again", _("Again"), "reset", "reset", primary=True)
        calls = [call] if self.attempt.session.base.stop else []
        if self.lost:
            return [again, *calls, *(tile for tile in more if tile.name != "reset")]
        tiles = [send, *calls, *more]
        live = self.sending.live
        return [tile for tile in with_next_step(self.attempt, tiles) if tile.name != "send" or not live]

    def press(self, name: str) -> bool:
        """Sending goes on with the card that was sent last; calling is for all of them."""
        choice = card_knob(self.attempt.session)
        if name == "again":
            self.attempt.reset()
        if choice is None or not choice.alone or name not in ("send", "stop"):
            return name == "again"
        knob, every = choice.knob.name, choice.every
        if name == "stop":
            if not self.attempt.session.called:
                self.attempt.act(Turn(knob, every))
            self.attempt.act(Stop())
            return True
        if self.attempt.session.knobs.get(knob) == every:
            tried = [str(dict(seen.choices)[knob]) for seen in self.attempt.session.probed]
            self.attempt.turn(knob, tried[-1] if tried else choice.stops[0])
        return False

    def words(self) -> tuple[str, str]:
        return words(self.sending)

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        place = self._mark(number, answer)
        if place is None or place.side == "right" or any(
            holds(panel.rect, (place.x, place.y)) for panel in self.panels if panel is not self.stage
        ):
            return place
        x, y, w, h = self.stage.rect  # under the neuron and its names, where these are beside it
        top = min(max(y, self.stage.land.free), y + h - 2 * EDGE)
        return place._replace(within=(x, top - ROOM, w, y + h - top + ROOM))

    def _mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
        question, means = meaning_of(self.attempt, number, answer)
        if question is None:
            return None
        values, choice = self.sending.values, card_knob(self.attempt.session)
        if question.knob:  # one that strikes a card stands over that card's own thing in the land
            struck = [card for card, stop in choice.stops.items() if stop == answer] if choice is not None else []
            if choice is None or question.knob != choice.knob.name or not struck:
                return None
            inputs = [given for given, _goal in self.sending.cards]
            x, y, w, h = self.sending.scene.card_box(self.stage.land, inputs, struck[0])
            return AnswerAnchor(x + w / 2, y + h, text=_("first strike"))
        goal = values.goals[-1] if len(values.goals) > 1 else values.length or values.goal  # length: while one comes in
        if means is None:
            return None
        line = self.stage.line
        if line is not None and question.asks == HALVING:
            return AnswerAnchor(line.x_of(float(means)), line.line)
        spot_of = partial(self.sending.scene.spot, self.stage.land, values)
        if question.asks == "miss sign" and goal is not None:
            spot = spot_of(goal * (1 + ASIDE * float(means)))
        elif question.asks == "prediction":
            spot = spot_of(float(means))._replace(value=float(means))
        else:
            return None
        return spot._replace(y=spot.y - EDGE * bool(spot.arrow))

    def react(self, kind: str) -> None:
        """What was sent is answered as soon as the light has come; here a bet is."""
        if self.sending.tryout is not None:
            self.sending.react(LAND if kind == "right" else SHORT, lights=False)

    def begin(self, show: PlayRequest) -> None:
        if show.kind == "bet":
            self.sending.begin(show.number)

    def at_rest(self) -> bool:
        return self.sending.rests()

    def after_update(self, seconds: float) -> None:
        self.sending.halves = ()
        line, bets = self.stage.line, self.attempt.open_bets
        seen, question = bets.film(HALVING), question_at(self.attempt, -1 if bets.on_stage is None else bets.on_stage)
        if line is not None:
            line.grown = 1.0
        if line is not None and seen is not None and question is not None:
            # Each notch of a bet in turn rules out the smaller side, that of the right answer last
            tried = sorted(question.means, key=lambda means: means == question.meaning_of(question.right))
            number = min(int(seen * len(tried)), len(tried) - 1)
            line.grown = min(1.0, LEAST + seen * len(tried) - number)
            notches = sorted(line.values or ())
            low = notches.index(tried[number]) <= (len(notches) - 1) / 2
            self.sending.halves = ((float(tried[number]), -1 if low else 1),)
        self._lost = self.lost
        self.sending.update(seconds)
        super().after_update(seconds)


# The table beside a neuron by hand: prediction, and the miss as a real square whose side it is.


UNIT = 46.0  # px of a miss of 1
SMALLER = 0.8  # as much smaller may a number be to stand in its square
INSIDE = 46.0  # a smaller square has its number beside it


def prediction_at(width: float) -> float:
    """Where predictions stand, from the left edge of a table so wide."""
    return 204 + 0.4 * (width - 424)
