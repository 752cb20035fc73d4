"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Next
from ...view.draw.plate import draw_edge, draw_word_backplate
from ...view.draw.tokens import LABEL, LEAD, STRONG
from ...view.draw.tween import STILL
from ...view.format.equation import ABOUT, EQUAL
from ...view.format.measure import measure
from ...view.format.numbers import number, on_ruler
from ...view.networks import neuron_panel
from ...view.networks.neuron_panel import DIAL, NodeTexts, R, draw_name, goal_tag_size, name_ink
from ...view.scenery.diorama import LAND, LASTS, SHORT, Land, LandPoint, draw_dust, pose
from ...view.scenery.scenery import draw_scenery
from ...view.widgets.bet_marker import ROOM, AnswerAnchor
from ...view.widgets.dial import WeightDial, WeightSlider, tick_values, ticks
from ...view.widgets.panel import Box, Part, Split, column
from ...view.widgets.widget import Rect, Widget
from ..shared.answer_anchors import bet_of, meaning_of
from ..shared.board import Board, panel_at
from ..shared.panel import AttemptPanel
from ..shared.tiles import TileSpec, shared_tiles, with_next_step
from ..shared.tolerance import tolerance_note, tolerance_of
from .sending_model import Sending, show_of
from .sending_panels import LinePanel, OrderCards, OrdersTable, SendsTable, SlimTable, TablePanel, words
from .sends import cards, compass_ghosts, cross_out_knob, crossed_out_cards, first_few, send_at

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...rules.question import Question
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# The stage of a level by hand: the land with Pip on it, the large neuron above, its weight as a dial and a slider.


SLIDER = 92.0  # height of the slider's part
RUN = 1.0  # seconds: key presses that follow each other closer are one turn of the dial
PIP = 18.0
GHOST = 10.0
SIDE = 40.0  # around a name and a word, and between both
CAP_RIGHT, CAP_DOWN = 50.0, 31.0  # of the keycap's middle from the end of the weight's name, from the dial's foot
CAP_GAP = 4.0  # between it and the names
REACH = 196.0  # of the light behind the dial


class SendingStage(AttemptPanel):
    """`sending`: what was sent, and what of it is seen."""

    flat = True
    bare, words = (540.0, 260.0), (40.0, 75.0)

    def __init__(self, host: Host, sending: Sending) -> None:
        super().__init__(host)
        self.sending = sending
        self._run_at = -RUN

    @property
    def sky(self) -> Rect:
        x, y, w, h = self.rect
        return (x, y, w, h - SLIDER)

    @property
    def goals(self) -> NodeTexts:
        """What stands in the goal's tag, if anything is wanted."""
        goals = [goal for _given, goal in self.sending.cards if goal is not None]
        return NodeTexts(first_few([number(goal, self.sending.digits) for goal in goals]), self.sending.crossed_out)

    @property
    def wanted(self) -> str:
        """What the goal's tag is called, and how near counts as reached."""
        return f"{_('goal')} {tolerance_note(tolerance_of(self.attempt.shown))}".strip()

    @property
    def spots(self) -> neuron_panel.StagePoints:
        canvas = measure(self.host.game, self.host.width, self.host.height)
        texts = first_few([number(goal, self.sending.digits) for _given, goal in cards(self.attempt.shown)])
        return neuron_panel.spots(self.sky, goal_tag_size(canvas, texts, self.wanted)[0], self.text_scale)

    # -- the weight --------------------------------------------------------------------------------------------------

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        at, sending, knob = self.spots, self.sending, self.attempt.session.level.knob("weight")
        assert knob is not None
        values = [float(v) for v in knob.values() or ()] or None
        dial = WeightDial(
            "dial", (at.weight - DIAL, at.y - DIAL, 2 * DIAL, 2 * DIAL), sending.weight, knob.low, knob.high,
            digits=sending.weight_digits, label=_("weight"), values=values, hue="weight", on_change=self._turning,
            on_done=lambda value: self._turned(dial.by, value), on_fault=self._complain,
            tip=_("Drag around it, or use the arrow keys"),
        )  # fmt: skip
        place = (x + 40, y + h - SLIDER + 12, w - 80, 44.0)
        parts = max(4, int(place[2] / (58 * max(1.0, self.text_scale))))
        major, minor = ticks(knob.low, knob.high, min(parts, 12))
        labelled = set(tick_values(knob.low, knob.high, major))
        marks = [(v, on_ruler(v) if v in labelled else "") for v in tick_values(knob.low, knob.high, minor)]
        slider = WeightSlider(
            "weight", place, sending.weight, knob.low, knob.high, bipolar=True, margin=8, ticks=marks,
            label=_("weight"), values=values, show=lambda value: number(value, sending.weight_digits), hue="weight",
            on_change=self._turning, on_done=lambda value: self._turned(slider.by, value), on_fault=self._complain,
        )  # fmt: skip
        self.dial, self.slider = dial, slider
        self._place_keycap(slider)
        return [dial, slider]

    def _place_keycap(self, slider: WeightSlider) -> None:
        """Its keycap stands between the names of weight and prediction."""
        canvas, at = measure(self.host.game, self.host.width, self.host.height), self.spots
        name = canvas.width(_("weight"), LABEL) / 2
        slider.cap_at = (at.weight + name + CAP_RIGHT, at.y + DIAL + CAP_DOWN)
        weight = name_ink("weight", _("weight")).size(canvas)[0] / 2
        prediction, half = self._name_at(canvas, "prediction", at.prediction)
        slider.cap_room = (at.weight + weight + CAP_GAP, prediction - half - CAP_GAP)

    def _turning(self, value: float) -> None:
        self.attempt.dragging("weight", value)

    def _turned(self, by: str, value: float) -> None:
        """A drag is a turn; key presses that follow each other are one turn together."""
        now = self.host.time
        carries_over = by != "release" and now - self._run_at < RUN
        self._run_at = now if by != "release" else -RUN
        self.host.says = None
        self.attempt.turn("weight", value, instead=carries_over)

    def _complain(self, sentence: str) -> None:
        self.host.game.toasts.add(sentence)

    def refresh(self) -> None:
        attempt, sending = self.attempt, self.sending
        for widget in (self.dial, self.slider):
            if widget.by == "release" and attempt.drag is not None:
                attempt.drag = None  # let go where it stood
            widget.value = sending.weight
            widget.by = "" if widget.by == "release" else widget.by
        self.slider.marks = [(sent.weight, "prediction") for sent in sending.seen] if not sending.live else []

    # -- drawing -----------------------------------------------------------------------------------------------------

    @property
    def land(self) -> Land:
        """Where the scene stands."""
        at, lines = self.spots, 2 if self.attempt.now.words else 1
        return Land(self.sky, at.y + R + 24 + 22 * lines * self.text_scale)

    def beneath(self) -> tuple[Hashable, Callable[[Canvas], None]]:
        # What the still part of the land is drawn from
        return (
            self.rect,
            self.attempt.level.picture,
            self.sending.scene.picture,
            type(self.sending.scene),
        ), self.paint_land

    def paint_land(self, canvas: Canvas) -> None:
        """What stands still, under everything."""
        (x, y, w, h), sky, land, scene = self.rect, self.sky, self.land, self.sending.scene

        def still(sub: Canvas) -> None:
            scene.still(sub, land)
            scene.frame(sub, land)

        canvas.shadow_around(x, y, w, h)
        canvas.rect(x, y, w, h, "panel", 16)
        named = f"{self.attempt.level.picture} {scene.picture} {type(scene).__name__}"
        draw_scenery(canvas, sky, named, still, foot=0)
        canvas.line(x, sky[1] + sky[3] + 0.5, x + w, sky[1] + sky[3] + 0.5, "border", 1)
        draw_edge(canvas, (x, y, w, h), "border", 16, 1)

    def spot(self, prediction: float) -> LandPoint:
        """Where a prediction stands in the land."""
        return self.sending.scene.spot(self.land, self.sending.values, prediction)

    def paint(self, canvas: Canvas) -> None:
        self._paint_words(canvas)
        # What answers the prediction, and Pip
        sending, land, scene = self.sending, self.land, self.sending.scene
        x, y, w, h = self.sky
        with canvas.clip(x + 1, y + 1, w - 2, h - 1):
            scene.moving(canvas, land, sending.values)
            ghost = self.attempt.ghost_at_place
            if ghost is not None:  # where the machine's last weight leads
                sent = send_at(ghost, ghost.weights[0], crossed_out_cards(ghost))
                there = scene.pip_x(land, sending.values_of(sent))
                canvas.ghost(there, land.ground(there) - PIP, PIP, (0.2, 0.05))
            self._paint_pip(canvas)
        self._paint_neuron(canvas)
        for weight in compass_ghosts(self.attempt):
            canvas.ghost(self.slider.x_of(weight), self.slider.rect[1] - 1, GHOST, (0.0, 0.3))

    def _paint_words(self, canvas: Canvas) -> None:
        """The caption at the left; at the right what is dark, or how the dial is turned."""
        x, y, w, _h = self.rect
        base = y + 30 + 6 * canvas.type
        caption, end = _(self.attempt.now.caption), x + 24
        if caption:
            style, caption = canvas.fit_style(caption, w - 48, LEAD)
            draw_word_backplate(canvas, x + 24, base, canvas.width(caption, style))
            end += canvas.text(x + 24, base, caption, style, "text")
        if self.sending.live:
            self._paint_keys(canvas, end, base)
            return
        runs = [(_("nothing flows until you") + " ", "text2", 600), (_("Send"), "text", 700)]
        width = canvas.width(runs[0][0], LABEL) + canvas.width(runs[1][0], STRONG)
        if end + 32 + width < x + w - 24:
            draw_word_backplate(canvas, x + w - 24 - width, base, width)
            canvas.rich(x + w - 24, base, runs, anchor="end")

    def _paint_keys(self, canvas: Canvas, end: float, base: float) -> None:
        """How to turn the dial, until it was turned for the first time."""
        session = self.attempt.session
        if session.stage or session.tally.turns:
            return
        x, _y, w, _h = self.rect
        words = _("drag the dial, or")
        caps = [cap for cap, _words in self.host.game.controls.help(("left", "right"))]
        cap_room = len(caps) * (26 * canvas.type + 8)
        left = x + w - 24 - cap_room - canvas.width(words, LABEL) - 8
        if left < end + 24:
            return
        at = left + canvas.text(left, base, words, LABEL, "text2") + 10
        for cap in caps:
            at += canvas.keycap(at, base - 6 - 12 * canvas.type, cap) + 8

    def _paint_pip(self, canvas: Canvas) -> None:
        sending, land = self.sending, self.land
        x = sending.scene.pip_x(land, sending.values)
        stands = pose(*(sending.land.reaction or ("", 0.0)), still=canvas.look.still)
        happy = self.attempt.met and sending.rests() and not sending.land.reacts
        foot = land.ground(x)
        draw_dust(canvas, x + stands.dx, foot, stands.dust)
        look = stands.look if sending.rests() or sending.land.ahead else (-stands.look[0], stands.look[1])
        canvas.pip(x + stands.dx, foot - PIP + stands.dy, PIP, look, "happy" if happy else "calm")

    def _paint_neuron(self, canvas: Canvas) -> None:
        sending, at = self.sending, self.spots
        gone, known = sending.crossed_out, sending.known
        pulse = sending.pulse if sending.pulse < 1 else None
        lit = 0.9 if sending.live and pulse is None else round(sending.glow * 8) / 8 * 0.9
        negative = sending.weight < 0
        equations = sending.equations
        given_cells = NodeTexts(first_few([equation.terms[0] for equation in equations]), gone)
        relation = ABOUT if any(equation.about for equation in equations) else EQUAL

        def still(sub: Canvas) -> None:
            neuron_panel.draw_wires(sub, at, lit, None, negative, relation)
            neuron_panel.draw_input(sub, at, given_cells)

        if pulse is None:
            left, right = min(at.input - R - 12, at.weight - REACH), max(at.prediction, at.weight + REACH)
            key = ("wires", at, lit, negative, tuple(given_cells.texts), gone, relation)
            canvas.keep(key, left, at.y - REACH, right - left, 2 * REACH, still)
        else:
            neuron_panel.draw_wires(canvas, at, lit, pulse, negative, relation)
            neuron_panel.draw_input(canvas, at, given_cells)
        texts = [equation.result for equation in equations]
        kind, since = sending.land.reaction or ("", 0.0)
        burst = since / LASTS if kind == LAND and sending.tryout is None and not canvas.look.still else None
        neuron_panel.draw_prediction(canvas, at, NodeTexts(first_few(texts), gone), known is not None, burst)
        if self.goals.texts:
            neuron_panel.draw_goal_beside(canvas, at, self.goals, self.wanted)
        given, predicted = (self._own_word(canvas, name) for name in ("input", "prediction"))
        left, right = (self._name_at(canvas, *node)[0] for node in (("input", at.input), ("prediction", at.prediction)))
        draw_name(canvas, left, at.y + R + 16, "input", _("input"), given)
        draw_name(canvas, at.weight, at.y + DIAL + 16, "weight_negative" if negative else "weight", _("weight"))
        draw_name(canvas, right, at.y + R + 16, "prediction", _("prediction"), predicted)

    def _name_at(self, canvas: Canvas, name: str, node: float) -> tuple[float, float]:
        """Middle and half the width of a node's name: aside where it would lie on the numbers of the dial."""
        (x, _y, w, _h), at = self.sky, self.spots
        half = name_ink(name, _(name), self._own_word(canvas, name)).size(canvas)[0] / 2
        free = self.dial.wide(canvas) + CAP_GAP + half
        if node < at.weight:
            return max(x + CAP_GAP + half, min(node, at.weight - free)), half
        return min(x + w - CAP_GAP - half, max(node, at.weight + free)), half

    def _own_word(self, canvas: Canvas, name: str) -> str:
        """The level's own word for a quantity, where it has room beside the name of the weight."""
        word, at = _(self.attempt.now.words.get(name, "")), self.spots
        between = min(at.weight - at.input, at.prediction - at.weight)
        return word if canvas.width(word) + canvas.width(_("weight"), LABEL) + 2 * SIDE <= 2 * between else ""


ASIDE = 0.22  # of the goal: so far from it stands what is only known to be too low or too high
EDGE = 40.0  # above the ground: a ticket at the edge beyond which its answer lies
EDGES = {-1: "left", 0: "", 1: "right"}


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

    def stage_tree(self) -> Box | Split:
        return self.stage

    def sides(self) -> Sequence[Box | Split]:
        cards, table = Part(self.cards, self.cards.high), Part(self.table)
        full = column(cards, table, Part(self.line, self.line.high))
        return [full, column(cards, table), column(cards._replace(shrinks=True), table), self.table]

    def begins(self) -> str:
        return "weight"

    def tiles(self) -> list[TileSpec]:
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        more = shared_tiles(self.attempt, "auto", "reset", "undo", "hint", idle_auto=False)
        tiles = with_next_step(self.attempt, [send, *more])
        return [tile for tile in tiles if tile.name != "send" or not self.sending.live]

    def words(self) -> tuple[str, str]:
        sending = self.sending
        return words(self.host.game, self.attempt.shown, sending.seen, sending.live, sending.pulse >= 1)

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
        place = self._mark(number, answer)
        if place is None or place.side == "right" or panel_at(self, place.x, place.y) != self.stage.rect:
            return place
        x, y, w, h = self.stage.sky  # under the neuron and its names, where these are beside it
        top = min(max(y, self.stage.land.free), y + h - 2 * EDGE)
        return place._replace(within=(x, top - ROOM, w, y + h - top + ROOM))

    def _mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
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

    def _place_of(self, prediction: float, value: float | None) -> AnswerAnchor:
        spot = self.stage.spot(prediction)
        return AnswerAnchor(spot.x, spot.y - EDGE * abs(spot.edge), spot.side, EDGES[spot.edge], value)

    def _card_mark(self, question: Question, answer: str) -> AnswerAnchor | None:
        """An answer that strikes a card stands over that card's own thing in the land."""
        found = cross_out_knob(self.attempt.session.base.stage(self.attempt.session.stage))
        cards = {stop: card for card, stop in found[1].items()} if found is not None else {}
        if found is None or question.knob != found[0].name or answer not in cards:
            return None
        x, y = self.sending.scene.card_spot(self.stage.land, cards[answer], len(self.sending.cards))
        return AnswerAnchor(x, y, text=_("first strike"))

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

    def at_rest(self) -> bool:
        return self.sending.rests() and not self._follows

    def _follow(self, seconds: float) -> None:
        """What holds for one order is shown for all that come: they follow unasked."""
        session = self.attempt.session
        rests = self._follows and self.sending.rests() and not self.sending.waits
        self._stood = self._stood + seconds if rests else 0.0
        if not rests or (self.host.game.settings.still and self._stood < STILL):
            return
        self._stood = 0.0
        self._follows = session.won and session.stage < session.base.star_one_stages
        if self._follows:
            self.attempt.act(Next())

    def after_update(self, seconds: float) -> None:
        # A bet's run is over when its verdict was read
        if self._shows is not None and self._shows != self.attempt.open_bets.on_stage:
            self._shows = None
            self.sending.put_back()
        self._follow(seconds)
        self.sending.update(seconds)
        super().after_update(seconds)
