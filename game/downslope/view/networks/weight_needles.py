"""A neuron with several inputs: each has a node, a needle for its weight, and a wire to the one prediction.

An input of 0 is drawn as unplugged: its wire is dark, and nothing runs along it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from ...i18n import _
from ..draw import LABEL, LEAD, NUMBER, STRONG, VALUE, Canvas, Shortened, draw_edge, draw_plate, smooth, weight_colour
from ..format.numbers import number, short
from ..scenery.landscape import ground, paint_scenery, pip_x, ratio_of
from ..widgets.button import Segmented
from ..widgets.ink import Boxed, Ink, Line, Row, icon
from ..widgets.widget import Intent, Press, Rect, State
from .neuron_panel import DOTS, dial_turn, draw_minus, goal_tag, name_ink, thickness_of

# A needle that can be held still: ice on its dial, the snowflake that is pressed, and the word for it.


BADGE = 18.0
CORNER = math.radians(-48)  # where the snowflake sits on the rim, from twelve o'clock


class Freezer(Press):
    """The snowflake at a dial's rim; the dial itself can be pressed too. Enter, its digit or a click turns it."""

    def __init__(self, name: str, dial: tuple[float, float, float], label: str, on_press: Callable[[], None], *,
                 key: str, quiet: Callable[[], bool]) -> None:  # fmt: skip
        x, y, r = dial
        super().__init__(name, (x - r, y - r, 2 * r, 2 * r), key=key, group="needles")
        self.label, self.on_press, self.quiet = label, on_press, quiet
        self.frozen = False
        self.tip = ""

    def answers(self, name: str) -> bool:
        """Its digit answers a bet while one is asked."""
        return super().answers(name) and not self.quiet()

    @property
    def badge(self) -> tuple[float, float]:
        x, y = self.centre
        r = self.rect[2] / 2
        return x + (r + 4) * math.sin(CORNER), y - (r + 4) * math.cos(CORNER)

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        cx, cy = self.centre
        bx, by = self.badge
        reach = max(BADGE + 3, least / 2)
        return math.hypot(x - cx, y - cy) <= self.rect[2] / 2 + 4 or math.hypot(x - bx, y - by) <= reach

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        r = self.rect[2] / 2
        if self.frozen:
            # A crust over a dial of radius r, with cracks and icicles; the number in the middle stays legible.

            canvas.circle(x, y, r + 4, None, "ice", 7, 0.55)
            canvas.circle(x, y, r + 7.5, None, "ice", 1.8)
            for turn in (20, 75, 105, 165, 196, 250, 285, 330):
                a = math.radians(turn)
                inner, outer = r * 0.72, r + 7
                bend = a + 0.16
                canvas.polyline(
                    [(x + outer * math.sin(a), y - outer * math.cos(a)),
                     (x + r * 0.9 * math.sin(bend), y - r * 0.9 * math.cos(bend)),
                     (x + inner * math.sin(a + 0.02), y - inner * math.cos(a + 0.02))],
                    "ice", 1.6, 0.9,
                )  # fmt: skip
            for part, long in ((-0.78, 8.0), (-0.6, 11.0), (0.6, 10.0), (0.8, 8.0)):  # beside the word below
                px = x + part * r
                py = y + math.sqrt(max(0.0, (r + 6) ** 2 - (part * r) ** 2))
                canvas.polygon([(px - 4, py - 2), (px + 4, py - 2), (px, py + long)], "ice", 0.85)
        bx, by = self.badge
        fill = canvas.mix("raised", "ice", 0.55 if self.frozen else 0.25 if state.hover else 0.0)
        size = BADGE - (1.5 if state.pressed else 0)
        canvas.circle(bx, by, size, fill)
        canvas.circle(bx, by, size, None, "ice" if self.frozen or state.hover else "border2", 2)
        canvas.icon("snow", bx - 11, by - 11, 22, "text")
        if state.focus:
            canvas.circle(x, y, r + 14, None, "focus", 3)


# A call on a needle: up, stays or down, chosen under its dial; and, once it was seen, which way it went and why.


CHOICES = ("up", "stays", "down")
ICONS = {"up": "up_arrow", "down": "down_arrow"}
WIDE, HIGH = 150.0, 40.0
UNDER = 10.0  # from the dial down to its choice


def _draw_call(call: str, canvas: Canvas, rect: Rect, _here: bool, colour: str) -> None:
    """An arrow, or a bar for a needle that stays."""
    x, y, size = rect[0] + rect[2] / 2, rect[1] + rect[3] / 2, min(20.0, rect[3] - 10)
    if call in ICONS:
        canvas.icon(ICONS[call], x - size / 2, y - size / 2, size, colour, 2.4)
    else:
        canvas.line(x - 0.4 * size, y, x + 0.4 * size, y, colour, max(2.0, 0.15 * size))


class CallChoice(Segmented):
    """Which way a needle will be turned. Up and Down turn the choice; `on_choose` is told the call.

    open   it may be changed
    """

    intents = ("up", "down", *Segmented.intents)

    def __init__(self, name: str, rect: Rect, label: str, on_choose: Callable[[str], None]) -> None:
        tip = _("Which way will the rule turn the {name} weight?").format(name=label)
        items = [partial(_draw_call, call) for call in CHOICES]
        super().__init__(name, rect, items, -1, lambda i: on_choose(CHOICES[i]), tip=tip)
        self.group = "calls"
        self.open = True

    @property
    def call(self) -> str:
        """up, stays, down, or "": nothing yet."""
        return CHOICES[self.chosen] if self.chosen >= 0 else ""

    def show(self, call: str, is_open: bool) -> None:
        self.chosen = CHOICES.index(call) if call else -1
        self.open = self.enabled = self.focusable = is_open

    def choose(self, index: int) -> None:
        if self.open:
            super().choose(index)

    def act(self, intent: Intent) -> bool:
        if intent.name in ("up", "down"):
            first = 0 if intent.name == "up" else len(CHOICES) - 1
            way = -1 if intent.name == "up" else 1
            self.choose(self.chosen + way if self.call else first)
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        """What was called stays to be read where it cannot be changed any more."""
        x, y, w, h = self.rect
        edge = "text2" if state.hover and self.open else "border2" if self.open else "border"
        draw_plate(canvas, self.rect, edge, 12, 1.2, fill="well")
        each = (w - 8) / len(CHOICES)
        for i, call in enumerate(CHOICES):
            left, here = x + 4 + i * each, i == self.chosen
            if here:
                canvas.rect(left, y + 4, each, h - 8, "prim" if self.open else "raised_hi", 9)
            colour = ("prim_text" if self.open else "text") if here else "text2" if self.open else "text3"
            _draw_call(call, canvas, (left, y + 4, each, h - 8), here, colour)
        if state.focus:
            canvas.focus(x, y, w, h, 12)


HEAD, FOOT = 52.0, 76.0  # kept free above and below the wires
RAISED = 12.0  # so much above the middle the sum stands where there are choices: its name is free of the last one
NODE, DIAL, SUM = 40.0, 50.0, 54.0  # radii, smaller where there are many
MOST = 4  # inputs that have room for words of their own
PIP = 18.0


class Needles(NamedTuple):
    """What is shown. `moves`: by how much the last step turned each needle, None: there was none.

    parts     the names of all parts and which it is, in place of a title      hidden   the prediction is not told
    brought   what each wire brings, on the wire      miss     how far off that is and its hue, under the sum
    plugged   how far each plug is in its socket, 0 ... 1; None: an input of 0 is out, all others are in
    """

    inputs: Sequence[float]
    weights: Sequence[float]
    names: Sequence[str]
    prediction: float
    goal: float
    limit: float  # the dials' end
    title: str
    state: str  # at the right of the title
    words: tuple[str, str]  # for prediction and goal
    word: str = ""  # for an input
    moves: Sequence[float] | None = None
    pulse: float | None = None  # 0..1 along the wires
    mood: str = "calm"
    frozen: frozenset[int] | None = None  # which needles are held still; None: none can be
    parts: tuple[Sequence[str], int] = ((), 0)
    brought: Sequence[str] = ()
    miss: tuple[str, str] | None = None
    hidden: bool = False
    plugged: Sequence[float] | None = None
    tries: bool = False  # several runs are seen at once: Pip is drawn among them


class Plan(NamedTuple):
    """Where things stand."""

    input: float
    dial: float
    sum: float
    ys: Sequence[float]
    middle: float
    scale: float


def plan(rect: Rect, count: int, type: float = 1.0, below: float | None = None) -> Plan:
    """Where so many inputs, their needles and the sum stand; `type`: factor on texts.

    `below`: room under each dial; then they stand under the names of the parts, and all of it above Pip.
    """
    x, y, w, h = rect
    top, low = y + HEAD * max(1.0, type * 0.9), y + h - FOOT
    if below is not None:
        top = y + 26 + 18 * type + 8.0  # kept free between the names and the first dial
    pitch = (low - top) / count
    scale = min(1.0, pitch / (2.1 * DIAL))
    if below is not None:
        if count <= MOST:  # the plate with an input's name has two lines
            below = max(below, 8 + 44 * type)
        scale = min(scale, max(0.4, (pitch - below) / (2 * DIAL)))
        ys = [top + pitch * i + (pitch - below) / 2 for i in range(count)]
    else:
        if 2 < count <= MOST:  # what is written under a dial must not touch the next one
            scale = min(scale, max(0.5, (pitch - 18 - 18 * type) / (2 * DIAL)))
        ys = [top + pitch * (i + 0.5) - (14 * type if count <= MOST else 0) for i in range(count)]
    spare = max(0.0, w - 608)
    middle = (ys[0] + ys[-1]) / 2 - (RAISED if below is not None else 0.0)
    return Plan(x + 76 + spare * 0.12, x + 254 + spare * 0.36, x + w - 104 - spare * 0.14, ys, middle, scale)


def draw_needles(canvas: Canvas, rect: Rect, shown: Needles, at: Plan) -> None:
    """The whole stage; its sheet is drawn by whoever lays it out."""
    canvas.once(rect, paint_scenery, rect)
    draw_edge(canvas, rect, "border", 16, 1)
    x, y, w, _h = rect
    base = y + 30 + 5 * canvas.type
    end = canvas.within(x + 24, base, shown.title, w * 0.6, LEAD, "text")
    room = w - 72 - end
    if shown.state and canvas.width(shown.state, LABEL) <= room:
        state = Boxed(Line(shown.state, LABEL, "text2"), (10, 4), "panel", radius=9)
        state.stand(canvas, x + w - 14, canvas.vcentre_of(base), 1.0, 0.5)
    stages = [Boxed(Line(name, LABEL, "text" if here else "text2"), (12, 3), "panel", "text" if here else "", radius=9)
              for stage, name in enumerate(shown.parts[0]) for here in (stage == shown.parts[1],)]  # fmt: skip
    Row(tuple(stages), 12).stand(canvas, x + 20, y + 14, 0.0)
    if not shown.tries:
        # On the hills, as far on the way to the flag as the prediction is on the way to the goal; under no name.
        part = 0.0 if shown.hidden else ratio_of(shown.prediction, shown.goal)
        x = pip_x(rect, "", part)
        if len(shown.inputs) <= MOST:
            last = len(shown.inputs) - 1
            name, right = name_plate(canvas, at, shown, last, rect[0])
            if at.ys[last] + NODE * at.scale + 8 + name.size(canvas)[1] > ground(rect, x) - 2 * PIP:
                x = max(x, right + PIP + 4)
        ahead = part <= 1
        look = (0.3 if ahead else -0.3, 0.05)
        canvas.pip(x, ground(rect, x) - PIP, PIP, look, shown.mood)
    for i in range(len(shown.inputs)):
        _draw_wire(canvas, at, shown, i)
    for i in range(len(shown.inputs)):
        given, y, r = shown.inputs[i], at.ys[i], NODE * at.scale
        if given == 0:
            canvas.circle(at.input, y, r, canvas.mix("panel", "input", 0.04))
            canvas.circle(at.input, y, r - 1.7, None, "input", 2.4, 0.5, (6, 6))
            canvas.text(at.input, y + 7 * canvas.type, "0", VALUE, "text2", "middle")
        else:
            canvas.node(at.input, y, r, "input", short(given), size=22)
        if not len(shown.inputs) > MOST:
            name, right = name_plate(canvas, at, shown, i, rect[0])
            name.stand(canvas, right, y + r + 8, 1.0)
        _draw_dial(canvas, at, shown, i)
    x, _y, w, _h = rect
    label = "?" if shown.hidden else number(shown.prediction, 2)
    lit = 0.28 if shown.mood == "happy" else 0.0
    canvas.node(at.sum, at.middle, SUM, "prediction", label, size=26, glow=lit)
    if shown.miss is None:
        name = name_ink("prediction", _("prediction"), shown.words[0])
        name.stand(canvas, at.sum, at.middle + SUM + 10, within=(x, x + w - 12))
    for i, brought in enumerate(shown.brought):
        start, end = at.dial + DIAL * at.scale, at.sum - SUM
        spot, y = start + 0.46 * (end - start), at.ys[i] + 0.45 * (at.middle - at.ys[i])
        line = Line(brought, NUMBER, "prediction" if shown.inputs[i] else "text2")
        Boxed(line, (9, 1), "panel", radius=8).stand(canvas, spot, y, 0.5, 0.5)
    # The goal's tag, above the sum
    goals = [number(shown.goal, 2)]
    tag = goal_tag(goals, shown.words[1] or _("goal"), most=goal_tag(goals).size(canvas)[0])
    width, height = tag.size(canvas)
    left, top = min(rect[0] + rect[2] - 14 - width, at.sum - width / 2), at.middle - SUM - 14 - height
    canvas.line(at.sum, top + height + 12, at.sum, top + height, "goal", 2, 0.8, DOTS)
    tag.draw(canvas, (left, top, width, height))


def _draw_wire(canvas: Canvas, at: Plan, shown: Needles, i: int) -> None:
    weight = shown.weights[i]
    y, left, plug = at.ys[i], at.input + NODE * at.scale, shown.plugged[i] if shown.plugged is not None else None
    # Of the wire from a needle to the sum: they meet it in a fan.
    count = len(at.ys)
    x1, y1, x2 = at.dial + DIAL * at.scale + 2, at.ys[i], at.sum - SUM * 0.9
    y2 = at.middle + ((i + 0.5) / count - 0.5) * SUM * 0.9
    bend = (x2 - x1) * 0.45
    d = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    part = float(shown.inputs[i] != 0) if plug is None else plug
    if part < 1:
        # A plug that hangs out of its socket; `part` 0 ... 1 of the way in.
        right = at.dial - DIAL * at.scale
        socket = right - 18 * at.scale
        gap, out = (right - left) / 2, 1 - part
        px, py = left + gap * 0.62, y + 14 * at.scale * out
        px += (socket - 8 - 24 * at.scale - px) * part
        canvas.path(f"M{left} {y}Q{(left + px) / 2} {y} {px} {py}", None, "input" if part else "border2", 5 * at.scale)
        canvas.rect(
            px - 4, py - 8 * at.scale * part - 2 * out, 20 * at.scale, 16 * at.scale, "text2" if part else "text3", 4
        )
        for prong in (1.0, 9.0):
            height = py + prong * at.scale + 1 - 8 * at.scale * part
            canvas.line(px - 4 + 20 * at.scale, height, px + 4 + 20 * at.scale, height, "text3", 2.4)
        canvas.rect(socket - 8, y - 11 * at.scale, 20 * at.scale, 22 * at.scale, "well", 5, "border2", 2)
        for hole in (-4.0, 4.0):
            canvas.circle(socket + 2 * at.scale, y + hole * at.scale, 2.2, "border2")
        canvas.line(socket + 12 * at.scale, y, right, y, "border2", 4 * at.scale)
        canvas.path(d, None, "border", 8 * at.scale)
        canvas.path(d, None, "border2", 2, 0.8, (1, 9))
        return
    canvas.line(left, y, at.dial - DIAL * at.scale, y, "input", max(3.0, 7 * at.scale))
    width = thickness_of(weight, scale=at.scale)
    colour = weight_colour(weight)
    canvas.path(d, None, colour, max(2.0, width))
    if weight < 0:
        draw_minus(canvas, x2 - 14, y2, 7.5, colour, 2.4)
    if shown.pulse is not None:
        # A place on the way from the input's node to the sum.
        start = at.input + NODE * at.scale
        x = start + shown.pulse * (x2 - start)
        if x <= x1:
            spot = x, y1
        else:
            spot = x, y1 + (y2 - y1) * smooth((x - x1) / (x2 - x1))
        canvas.glow(*spot, 26, "glow", 0.8)
        canvas.circle(*spot, 5.5, "star" if canvas.theme.dark else "text")


def name_plate(canvas: Canvas, at: Plan, shown: Needles, i: int, left: float) -> tuple[Ink, float]:
    """Under an input's node its name and a word for it, and where that ends. `left`: the stage's edge."""
    word = _("unplugged") if shown.inputs[i] == 0 else shown.word
    name = name_ink("input", canvas.fit(shown.names[i], at.dial - DIAL - left - 66, LABEL), word)
    width = name.size(canvas)[0]
    return name, max(at.input + width / 2, left + 12 + width)


def _draw_dial(canvas: Canvas, at: Plan, shown: Needles, i: int) -> None:
    weight, y, r = shown.weights[i], at.ys[i], DIAL * at.scale
    turn = dial_turn(weight, shown.limit)
    digits = 2 if len(shown.inputs) < 3 or abs(weight) >= 100 else 3
    label, size, ring = number(weight, digits), 20 * max(0.7, at.scale), 9 * at.scale
    small = NUMBER.with_size(canvas.least(size))
    inside = not isinstance(canvas.fit(label, 2 * (r - ring - 2), small), Shortened)
    canvas.dial(at.dial, y, r, turn, 1.0, label if inside else "", size, ring)
    if not inside:  # then it stands on the wire before the dial
        left, right = at.input + NODE * at.scale, at.dial - r - BADGE
        line = Line(canvas.fit(label, right - left - 10, small), small, weight_colour(weight), spacing=1.0)
        Boxed(line, (5, 0), "panel", radius=6).stand(canvas, (left + right) / 2, y, 0.5, 0.5)
    a = turn * math.radians(135)
    colour = weight_colour(weight)
    tip = at.dial + r * 0.98 * math.sin(a), y - r * 0.98 * math.cos(a)
    canvas.line(at.dial + r * 0.7 * math.sin(a), y - r * 0.7 * math.cos(a), *tip, colour, 4)
    if len(shown.inputs) > MOST:
        return
    # Under it that it is frozen, or which key freezes it, or what the last step did with it
    move = shown.moves[i] if shown.moves is not None else 0.0
    if shown.frozen is not None and i in shown.frozen:
        words: Ink = Row((icon("snow"), Line(_("frozen"), STRONG)))
    elif shown.frozen is not None and shown.moves is None:
        words = Row((Line(str(i + 1), NUMBER, "text2"), Line(_("free"), LABEL)))
    elif move:
        words = Row((icon("up_arrow" if move > 0 else "down_arrow"), Line(number(move, digits, True), NUMBER)))
    elif shown.moves is not None:
        words = Line(_("stood still"), LABEL)
    else:
        return
    Boxed(words, (9, 2), "raised", radius=9, most=2 * DIAL + 44).stand(canvas, at.dial, y + r + 8)
