"""One step: neurons side by side, each with an alpha of its own. One press moves all of them once, unannounced."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ...i18n import _
from ...rules import SLACK, Next, Session, Turn
from ...view.bowls import bowl_walk
from ...view.bowls.error_bowl import Rise, SmallBowl, factor_tag
from ...view.cards.rule_card import short_number
from ...view.draw import LABEL, NUMBER, STRONG, VALUE, Canvas, Run, draw_edge
from ...view.format.numbers import number, short
from ...view.scenery.moving_picture import draw_thing
from ...view.widgets.ink import SPRING, Col, Either, Ink, Line, Mark, Row, glyph_mark, icon, rule
from ...view.widgets.number_input import Dial, TypedField
from ...view.widgets.panel import Box, Laid, Part, Split, grid_places, row
from ...view.widgets.table import HEAD, TOP, Column, Table, TableRow
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board, Keys, PipWords, TileSpec, shared_tiles, undo_turn, with_next_step
from ..shared.panel import BESIDE, EDGE, AttemptPanel, Host

PIP = 11.0
NARROW = 26.0  # px: a bowl that is narrower where Pip starts has a lens
LENS = 70.0  # radius of the largest
LOW = 64.0  # a window that is no higher


class RuledBowl:
    """A card's bowl; several share its ruler, so a steeper one looks steeper. One too narrow has a lens over its foot.

    `start`, `bottom`: weights; `unit`: px for 1 of the weight, the same on all cards.

    reached  how far a weight may be from `bottom` to count as the goal
    rise   px for 1 of the weight, how high the start may stand -> (px right of the flag -> px above it)
    """

    def __init__(self, window: Rect, start: float, bottom: float, unit: float,
                 rise: Callable[[float, float], Rise], reached: float = 0.0) -> None:  # fmt: skip
        x, top, w, high = window
        self.window, self.bottom, self.unit = window, bottom, unit
        self.factor = 1.0  # of the lens
        self.lens: SmallBowl | None = None
        half = abs(start - bottom) * unit
        beyond = max(0.0, half - (w / 2 - 2 * PIP))  # the flag stands aside where the start would be out of the window
        middle = x + w / 2 + (beyond if start < bottom else -beyond)
        narrow = 0 < 2 * half < NARROW
        self.wide = SmallBowl(window, middle, top + high - 30, rise(unit, 0.63 * high), flag=min(33.0, 0.21 * high),
                              strata=11, glow=105, reached=0.0 if narrow else reached * unit)  # fmt: skip
        if narrow:
            r = min(LENS, 0.39 * high)
            self.factor = max(2.0, round(0.56 * r / half))
            cx, cy = x + w / 2, top + 0.47 * high
            self.lens = SmallBowl((cx - r, cy - r, 2 * r, 2 * r), cx, cy + 0.61 * r, rise(unit * self.factor, 0.71 * r),
                                  corner=r, flag=0.4 * r, glow=0.9 * r,
                                  reached=reached * unit * self.factor)  # fmt: skip
        self.stage = self.lens or self.wide

    def along(self, weight: float) -> float:
        return (weight - self.bottom) * self.unit * self.factor

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.window
        self.wide.paint(canvas)
        # 1 where a bar of that weight is well seen, else a power of ten
        power = math.floor(math.log10(w / 3 / self.unit))
        length = 1.0 if 14 <= self.unit <= w / 3 else 10.0**power
        left, low, far = x + 12, y + h - 11, length * self.unit
        factor = factor_tag(self.factor)
        label = factor.size(canvas)[0] if self.lens is not None else 0.0
        if left + far / 2 + canvas.width(short(length), NUMBER) / 2 <= x + w - 6 - label:
            for x1, y1, x2, y2 in ((left, low, left + far, low), (left, low - 4, left, low + 4),
                                   (left + far, low - 4, left + far, low + 4)):  # fmt: skip
                canvas.line(x1, y1, x2, y2, "text", 2)
            canvas.text(left + far / 2, low - 7, short(length), NUMBER, "text", "middle")
        if self.lens is not None:
            self.lens.paint(canvas)
            low = y + h - 18 - 18 * canvas.type if h > LOW else y  # the foot of a low one is under the card's knob
            factor.stand(canvas, x + w - 6, low, 1.0)


ROOM = 110 / 210  # part of the window's width for the longest way from start to goal
DIAL = 38.0


class Scope(NamedTuple):
    """A neuron before and after its one step. `part`: what is left of the miss, with sign; None: not pressed yet."""

    input: float
    goal: float
    start: float  # weight
    bottom: float  # weight that misses nothing
    weight: float
    used: float | None  # the alpha of that step
    part: float | None
    landed: bool

    @property
    def verdict(self) -> str:
        """short, land, past, runaway, or "": not pressed yet."""
        if self.part is None:
            return ""
        if self.landed:
            return "land"
        if abs(self.part) >= 1:
            return "runaway"
        return "short" if self.part > 0 else "past"


BOWL = 88.0  # from a card's top to its bowl


def foot_of(rect: Rect, k: float) -> tuple[float, float]:
    """Heights of a card that stands there, for a factor k on text: the dial's middle, the line over what came of it."""
    line = rect[1] + rect[3] - 29 - 47 * k
    return line - 70, line


def _parabola(miss: float, unit: float, high: float) -> Rise:
    """px above the flag for px beside it; `high`: where the miss is as large as at the start."""
    return lambda along: high * (along / unit / miss) ** 2


def _draw_node(canvas: Canvas, rect: Rect, value: float) -> None:
    canvas.node(rect[0] + 30, rect[1] + rect[3] / 2, 28, "input", short_number(value), size=18)


def scopes_of(session: Session, arrived: bool) -> list[Scope]:
    """`arrived`: the step has been made and may be told; the weights are the new ones in any case."""
    run = session.run
    ((inputs, goals),) = run.examples
    start = run.weights_at(0)
    now = run.weights_at(min(1, run.count))
    first, last = run.network.predict(start, inputs), run.network.predict(now, inputs)
    scopes = []
    for i, goal in enumerate(goals):
        visible = arrived and run.count > 0
        miss = first[i] - goal
        part = (last[i] - goal) / miss if visible and miss else None
        used = alpha_in(run.history.setting_at(0).alpha, i) if visible else None
        near = abs(last[i] - goal) <= (session.level.aim.tolerance or 0.0) + SLACK
        bottom = goal / inputs[i] if inputs[i] else start[i]
        scopes.append(Scope(inputs[i], goal, start[i], bottom, now[i], used, part, visible and near))
    return scopes


def alpha_in(alpha: object, index: int) -> float:
    """One of several alphas, or the only one."""
    value = alpha[index] if isinstance(alpha, (list, tuple)) else alpha
    return float(value) if isinstance(value, (int, float)) else 0.0


WIDE, HIGH = 92.0, 76.0
PIVOT, AWAY = 24.0, 56.0  # height of the tube's middle; how far away the star is


three = partial(short, digits=3)  # as the knob has them
ROW, MOST = 20.0, 64.0  # height of a row of the alphas that landed: without its words, where there is much room
ALONE = 440.0  # width of a card that is the only one


class AlphaCards(AttemptPanel):
    """A bowl for each neuron, on one ruler; a dial and a typed field for its alpha."""

    bare, words = (0.0, 160.0), (0.0, 50.0)

    _count = Laid(0)  # of the dials

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.places: list[Rect] = []
        self.dials: list[Dial] = []
        self.fields: list[TypedField] = []
        self._turning: int | None = None  # the dial that is being dragged
        self._bowls: dict[object, RuledBowl] = {}
        self.unit = 1.0  # px for 1 weight

    def sheets(self) -> list[Rect]:
        return self.places

    def place(self, rect: Rect) -> list[Widget]:
        self.dials, self.fields, self._turning = [], [], None
        self._count = count = self.attempt.now.network.outputs
        self.places = grid_places(rect, count, BESIDE)
        # The longest way from start to goal fits into a card of the first part; the same in all of them
        first = Session(self.attempt.level, self.host.game.catalog)
        ways = [abs(scope.start - scope.bottom) for scope in scopes_of(first, False)]
        each = (self.host.width - 2 * EDGE - BESIDE * (len(ways) - 1)) / len(ways) - 24
        self.unit = ROOM * each / max(*ways, 1e-9)
        for card in range(count):
            level = self.attempt.now
            knob = level.knob("alpha", card)
            area = self.places[card]
            x, _y, w, _h = area
            middle = foot_of(area, self.host.game.look().type)[0]
            value = alpha_in(self.attempt.shown.knobs["alpha"], card)
            low, height = (knob.low, knob.high) if knob is not None else (min(value, 1e-3), max(value, 1.0))
            dial = Dial(
                self._name(card), (x + 62 - DIAL, middle - DIAL, 2 * DIAL, 2 * DIAL), value, low, height,
                log=low > 0, snap=knob.snap if knob else None, nudge=knob.nudge if knob else None,
                label=_("alpha {n}").format(n=card + 1),
                show=three, group="alphas", on_change=partial(self._hold, card), on_done=partial(self._turn, card),
                on_fault=self.host.game.toasts.add, enabled=knob is not None,
            )  # fmt: skip
            dial.fine_wheel = True  # a mouse alone must come as near as a typed number
            touch = partial(self.host.set_focus, dial.name)
            box = (x + 116, middle - 24, min(140.0, w - 132), 48.0)
            field = TypedField(f"alpha field {card + 1}", box, dial, touch, show=three, enabled=dial.enabled)
            self.dials.append(dial)
            self.fields.append(field)
        self.update(0.0)
        return [*self.dials, *self.fields]

    def _name(self, card: int) -> str:
        return f"alpha {card + 1}" if len(self.places) > 1 else "knob alpha"

    def _hold(self, card: int, _value: float) -> None:
        self._turning = card

    def _turn(self, card: int, value: float) -> None:
        self._turning = None
        self.attempt.turn("alpha", value, card)

    def update(self, seconds: float) -> None:
        session = self.attempt.shown
        self._count = session.level.network.outputs
        if len(self.dials) != self._count:
            return
        for card, (dial, field) in enumerate(zip(self.dials, self.fields)):
            if card != self._turning:
                dial.value = alpha_in(session.knobs["alpha"], card)
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
        session, hop_progress = self.attempt.shown, self.attempt.playback.hop_progress
        hop = bowl_walk.glide(hop_progress) if session.count and not self.arrived else 0.0
        unit, within = self.unit, self.attempt.now.aim.tolerance or 0.0
        ghost = self.attempt.ghost_at_place
        ghosts = ghost.weights if ghost is not None and ghost.count else []
        for card, scope in enumerate(self.scopes()):
            rect = self.places[card]
            focused = self.host.focus == self._name(card)
            # Input and result, on a sheet that is there
            (x, y, w, h), (dial, line) = rect, foot_of(rect, canvas.type)
            if focused or scope.landed:
                draw_edge(canvas, rect, "border2", 16, 1)
            node = Mark(_draw_node, (scope.input,), wide=60)
            whole = Row((node, glyph_mark("input", 6.5), Line(_("input"), LABEL)))
            Either((whole, node)).put(canvas, (x + 14, y, w - 23, 92))
            # What came of the step, and what it left of the miss; its alpha has its sign where there is room
            name = {"": _("not pressed yet"), "short": _("short"), "land": _("land"), "past": _("past"),
                    "runaway": _("run away")}[scope.verdict]  # fmt: skip
            sign = {"short": "next", "land": "land", "past": "overshoot", "runaway": "runaway"}.get(scope.verdict)
            head = [*([icon(sign, 26)] if sign else []), Line(name, STRONG), SPRING]
            lines: tuple[Ink, ...] = (Row(tuple(head), high=26),)
            if scope.part is not None and scope.used is not None:
                used = three(scope.used)
                alphas = tuple(Row((*head, Line(text, NUMBER, "alpha"))) for text in (f"α {used}", used))
                exact = abs(round(scope.part, 2) - scope.part) < 1e-9
                value = number(scope.part, 1 if abs(scope.part) >= 100 else 2 if exact else 3)
                rest: tuple[Run, ...] = ((_("left:") + " ", "text2"), (value, "text", 700, "mono"))
                first = Row((*head, icon("check", 24, width=2.8))) if scope.landed else Either(alphas)
                lines = first, Line((*rest, (" " + _("of the miss"), "text2")), shorter=rest)
            Col((rule(14), *lines), 6).put(canvas, (x + 20, line - 7, w - 40, y + h - line + 4))
            # Made once for each place; only Pip's own numbers change
            key = (rect, canvas.type, scope.input, scope.goal, scope.start, unit)
            if key not in self._bowls:
                self._bowls = dict(list(self._bowls.items())[-6:])
                self._bowls[key] = RuledBowl(
                    (x + 12, y + BOWL, w - 24, max(60.0, dial - DIAL - 24 - y - BOWL)), scope.start, scope.bottom, unit,
                    partial(_parabola, scope.start - scope.bottom or 1.0), within / abs(scope.input or 1.0),
                )  # fmt: skip
            bowl = self._bowls[key]
            bowl.paint(canvas)
            if ghosts:  # where another run's step led
                with bowl.stage.clip(canvas):
                    canvas.ghost(*bowl.stage.rest_point(bowl.along(ghosts[card]), PIP), PIP, (0.2, 0.05))
            # Pip at his start, on his way, or where the step brought him, with the way he came
            stage, arrived, start, end = bowl.stage, self.arrived, bowl.along(scope.start), bowl.along(scope.weight)
            out, arc = not stage.fits(end, PIP), bowl_walk.hop(stage, start, end, PIP, 40.0)
            with stage.clip(canvas):
                if arrived:
                    canvas.polyline(bowl_walk.points_of(arc), "error" if out else "text", 2.2, 0.9, (1, 6))
                if arrived or hop > 0:
                    canvas.ghost(*stage.rest_point(start, PIP), 9, eyes=False)
                    mood = {"land": "happy", "runaway": "dizzy"}.get(scope.verdict, "calm") if arrived else "calm"
                    spot = stage.rest_point(end, PIP) if arrived else bowl_walk.along(arc, hop)
                    canvas.pip(*spot, PIP, (0.0, 0.05) if arrived else (0.25, 0.2), mood)
                else:
                    canvas.pip(*stage.rest_point(start, PIP), PIP, (0.2 if start < 0 else -0.2, 0.2))
            # Beside the input, where its name leaves room, a telescope that turns as the prediction does; the star,
            # where the goal would point, lights up.
            if self.attempt.now.visibility("weight") == "hidden" or canvas.width(_("input"), LABEL) > w - 185:
                continue
            weight = scope.weight if self.arrived else scope.start + (scope.weight - scope.start) * hop
            prediction, star = scope.input * weight, math.atan(scope.goal)
            turned = math.atan(prediction) if math.isfinite(prediction) else math.copysign(math.pi / 2, prediction)
            left, low = x + w - 62, y + 84
            draw_thing(canvas, "telescope", left + AWAY * math.cos(star), low - PIVOT - AWAY * math.sin(star),
                       only="star", landed=self.arrived and scope.landed)  # fmt: skip
            draw_thing(canvas, "telescope", left, low, only="telescope", turned=math.degrees(turned))


class FirstAlphas(AttemptPanel):
    """What the first part has shown, beside the last telescope."""

    def table(self, high: float) -> Table:
        """Each input, and the alpha with which it landed, in so much height."""
        ((inputs, _goals),) = self.attempt.level.data()
        # The alphas with which the first part was won
        alphas = [alpha_in(self.attempt.shown.base.alpha, i) for i in range(self.attempt.shown.base.network.size)]
        for action in self.attempt.shown.actions:
            if isinstance(action, Next):
                break
            if isinstance(action, Turn) and action.knob == "alpha" and isinstance(action.value, (int, float)):
                alphas[action.index] = float(action.value)
        # With the product that the law is about
        k = self.text_scale
        columns = (
            Column("", 90 + 30 * k),
            Column(_("input"), None, "input", "input", "middle", 20 + 50 * k),
            Column("α", None, "alpha", "", "middle", 20 + 60 * k),
            Column(_("α × input²"), None, "text2", "", "middle", 20 + 90 * k),
        )
        rows = list[TableRow]()
        for value, alpha in zip(inputs, alphas):
            texts = ((short_number(value), "input"), (short(alpha), "alpha"), (three(alpha * value * value), "text"))
            cells = tuple(((words, hue, 700, "mono"),) for words, hue in texts)
            rows.append(TableRow(str(len(rows) + 1), ((), *cells), "done"))
        each = min(MOST * k, (high - HEAD - 2 * TOP) / len(rows))
        return Table(_("Landed in one step"), columns, tuple(rows), max(ROW + 24 * k, each), style=VALUE)

    def least_size(self) -> tuple[float, float]:
        table = self.table(0.0)
        return table.least_size()[0], table.head + table.height

    def paint(self, canvas: Canvas) -> None:
        self.table(self.rect[3]).paint(canvas, self.rect)


class AlphasBoard(Board):
    """Cards with bowls on one ruler, a dial and a typed field for each alpha."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.cards, self.table = AlphaCards(host), FirstAlphas(host)

    @property
    def count(self) -> int:
        return self.attempt.now.network.outputs

    def stage_tree(self) -> Box | Split:
        alone = self.count == 1
        return row(Part(self.table, None if alone else 0.0), Part(self.cards, ALONE if alone else None), gap=BESIDE)

    def press(self, name: str) -> bool:
        """One step for all, each with its own alpha, from the start. What is half typed then is taken."""
        attempt = self.attempt
        if name == "step":
            self.cards.settle()
            if attempt.session.count > attempt.session.recorded:
                attempt.reset()
            attempt.step_once()
            attempt.verdict = attempt.fault is not None  # the cards say what came of it
        elif name == "undo":
            self.cards.settle(keep=False)
            undo_turn(attempt)
        return name in ("step", "undo")

    def keys(self) -> Keys:
        return dict.fromkeys(("undo", "step"), lambda intent: self.press(intent.name))

    def tiles(self) -> list[TileSpec]:
        label = _("Press all") if self.count > 1 else _("Press")
        tiles = [
            TileSpec("step", label, "step", "step", primary=True),
            *shared_tiles(self.attempt, "reset", "undo", "auto", "hint"),
        ]
        return with_next_step(self.attempt, tiles) if self.attempt.director.seen.won else tiles

    def words(self) -> PipWords:
        arrived, landed = self.cards.arrived, sum(scope.landed for scope in self.cards.scopes())
        if self.count == 1 and not arrived:
            sentences = _("One more telescope. Its first press counts."), _("Which [alpha:α] fits its [input:input]?")
        elif self.count == 1:
            sentences = (_("It landed."), "") if landed else (_("Not yet."), _("How much of the miss is left?"))
        elif not arrived:
            first = _("All share one ruler: same weight, same width.")
            sentences = first, _("Bigger [input:input], narrower bowl. Give each an [alpha:α].")
        else:
            left = _("“Left” is the part of the miss after one step. Below 0: it went past.")
            bold = _("{landed} of {count} landed.").format(landed=landed, count=self.count)
            sentences = bold, _("One step for each of them.") if landed == self.count else left
        return PipWords(*sentences, mood="happy" if self.attempt.met and arrived else "calm")
