"""All stops of the map as one control: arrows walk along the rows, a click chooses, a second click plays."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...i18n import N_
from ..draw.canvas import Canvas
from ..draw.tokens import TextStyle
from ..draw.tween import Tween, smooth
from ..scenery.chapter_marks import draw_mark
from ..widgets.widget import Act, Rect, State, Widget
from .map_layout import PIP_ABOVE, STONE, MapPlan, StagePoint
from .map_sign import Sign, lift_over

# ---------------------------------------------------------------------------------------------------------------------
# Pip's way on the map: he walks along the path to the stop that is chosen.


SHORT, LONG, EACH = 0.4, 0.9, 0.1  # seconds: of the shortest way, of the longest, of each stop more
LIFT, STRIDES = 5.0, 2  # how high a stride is, in design pixels; so many from one stop to the next


class Walker(NamedTuple):
    """Where he is: page, place, how high above the path, which way he looks (-1, 0, 1)."""

    page: int
    x: float
    y: float
    lift: float = 0.0
    way: int = 0


class MapWalk(Tween):
    """`value`: the index of his stop; between two of them it is a fraction."""

    def __init__(self, stop: int) -> None:
        super().__init__(SHORT, float(stop), smooth)

    def go(self, end: float) -> None:
        self.seconds = min(LONG, SHORT + EACH * max(0.0, abs(end - self.value) - 1))
        super().go(end)

    def place(self, plan: MapPlan) -> Walker:
        """Where he is on this plan; from one page to the next there is no way between."""
        last = len(plan.spots) - 1
        first = min(last, max(0, math.floor(self.value)))
        part = self.value - first
        here, after = plan.spots[first], plan.spots[min(last, first + 1)]
        if part <= 0 or here.page != after.page:
            spot = here if part < 0.5 else after
            return Walker(spot.page, spot.x, spot.y)
        lift = LIFT * abs(math.sin(math.pi * STRIDES * part))
        onward = after.x - here.x if self.end > self.value else here.x - after.x
        x, y = here.x + (after.x - here.x) * part, here.y + (after.y - here.y) * part
        return Walker(here.page, x, y, lift, 1 if onward > 0 else -1)


# ---------------------------------------------------------------------------------------------------------------------
# The stops on the map: round stones for levels, cards for recaps, hexagons for levels of plugins, stars under them.
# Done, open and locked differ by rim and size, not only by colour: a locked stone is smaller and has no lip.


HEX = 20.0
CARD_W, CARD_H = 44.0, 30.0
LABEL = 1.12  # numbers grow with the text size, but not out of their stone


class StopView(NamedTuple):
    """How a stop is drawn: its ground, its rim and how wide that is, what is written on it, and the lip under it."""

    fill: str
    rim: str
    width: float
    ink: str
    lip: str = ""


LOOKS = {
    "done": StopView("stop_done", "gold1", 3, "stop_done_ink", "stop_done_lip"),
    "open": StopView("stop_open", "stop_open_rim", 2.5, "text", "lip"),
    "locked": StopView("stop_locked", "stop_locked_rim", 2, "text2"),
}


def draw_stop(canvas: Canvas, spot: StagePoint, hover: bool = False) -> None:
    """The stop and, where it is reached, its stars; of a recap a dot for each question, filled: answered right."""
    x, y, (kind, state), marks = spot.x, spot.y, (spot.stop.kind, spot.stop.state), spot.stop.marks
    look, ink, weight = LOOKS[state], LOOKS[state].ink, 700
    width = look.width + (1 if hover else 0)
    if kind == "recap":
        left, top = x - CARD_W / 2, y - CARD_H / 2
        canvas.ellipse(x, top + CARD_H + 2, CARD_W * 0.44, 5, "map_shade", 0.4)
        if look.lip:
            canvas.rect(left, top + 2.5, CARD_W, CARD_H, look.lip, 9)
        canvas.rect(left, top, CARD_W, CARD_H, look.fill, 9)
        canvas.rect(left + 1, top + 1, CARD_W - 2, CARD_H - 2, None, 8, look.rim, width)
        for i, right in enumerate(marks):
            dot = x + 11 * (i - (len(marks) - 1) / 2)
            if right:
                canvas.circle(dot, y, 3.6, ink)
            else:
                canvas.circle(dot, y, 3.1, None, ink, 1.7)
        return
    if kind == "plugin":
        canvas.ellipse(x, y + HEX - 1, 18, 5, "map_shade", 0.35)
        canvas.polygon(_corners(x, y, HEX), "stop_open_hi" if hover else "stop_open")
        canvas.polyline(_corners(x, y, HEX), "plugin", 4 if hover else 3, closed=True)
        ink = "text"
    else:
        canvas.ellipse(x, y + STONE * 0.92, STONE * 0.95, 6, "map_shade", 0.4)
        if look.lip:
            canvas.circle(x, y + 2.5, STONE, look.lip)
        radius, weight = (STONE - 2.5, 600) if state == "locked" else (STONE, 700)
        canvas.circle(x, y, radius, "stop_open_hi" if hover and state == "open" else look.fill)
        canvas.circle(x, y, radius - 1, None, look.rim, width)
    number = str(spot.stop.number)
    style = canvas.cap(TextStyle(weight=weight, family="mono"), LABEL if len(number) > 1 else 1.5)
    canvas.text_vcenter(x, y, number, style, ink, "middle")
    for i, won in enumerate(marks if state == "done" else ()):
        canvas.star(x - 13 + 13 * i, y + STONE + (13.5 if i == 1 else 11), 5.6 if won else 5.2, won)


def _corners(x: float, y: float, r: float) -> list[tuple[float, float]]:
    turns = [math.pi / 6 + k * math.pi / 3 for k in range(6)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]


WALKS = frozenset({"left", "right", "up", "down", "page_up", "page_down", "home", "end"})


class MapControl(Widget):
    """`chosen`, `pip`: indexes of stops (pip -1: he is nowhere). The page shown is that of the chosen stop."""

    role = N_("stop on the map")
    label = ""  # of the chosen stop

    def __init__(self, rect: Rect, plan: MapPlan, chosen: int, pip: int, on_choose: Callable[[int], None],
                 on_play: Callable[[], None]) -> None:  # fmt: skip
        super().__init__("trail", rect)
        self.plan = plan
        self.chosen = chosen
        self.pip = pip
        self.on_choose = on_choose
        self.on_play = on_play
        self.hover = -1  # the stop under the pointer
        self.signs: Sequence[Sign] = ()  # on which he stands where they are in his way
        self.scarf = False  # Pip wears one
        self.way = MapWalk(max(0, pip))  # his way to the chosen stop
        self.away = False  # he has a way of his own, and no ring is to be seen: a chapter's end is shown
        self._pressed = -1

    @property
    def page(self) -> int:
        return self.plan.spots[self.chosen].page

    # -- pointer -----------------------------------------------------------------------------------------------------

    def hit(self, x: float, y: float, least: float = 0.0) -> int:
        """The stop under a point, -1 for none."""
        reach = max(STONE + 3, least / 2)
        for i in self.plan.on_page(self.page):
            spot = self.plan.spots[i]
            if (spot.x - x) ** 2 + (spot.y - y) ** 2 <= reach * reach:
                return i
        return -1

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        return self.hit(x, y, least) >= 0

    def handled_intents(self) -> tuple[str, ...]:
        return tuple(WALKS)

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            self._pressed = self.hit(intent.x, intent.y, 44)
            return True
        if intent.name == "release":
            pressed, self._pressed = self._pressed, -1
            over = self.hit(intent.x, intent.y, 44)
            if over >= 0 and over == pressed == self.chosen:
                self.feedback("press")
                self.on_play()
            elif over >= 0 and over == pressed:
                self.choose(over)
            return True
        if intent.name in WALKS:
            self.choose(self.walk(intent.name))
            return True
        return False

    def answers(self, name: str) -> bool:
        """The arrows are the map's wherever the focus is."""
        return name in WALKS

    def choose(self, index: int) -> None:
        if index != self.chosen:
            self.feedback("turn")
        self.chosen = index
        self.on_choose(index)

    # -- keys --------------------------------------------------------------------------------------------------------

    def walk(self, name: str) -> int:
        """The stop that a key leads to from the chosen one."""
        positions, way = self.plan.spots, 1 if name in ("right", "down", "page_down") else -1
        here = positions[self.chosen]
        if name in ("home", "end"):
            return 0 if name == "home" else len(positions) - 1
        if name in ("left", "right"):
            # The next stop on that side; at a row's end on to the row that follows on the path
            line = sorted((i for i, s in enumerate(positions) if (s.page, s.row) == (here.page, here.row)),
                          key=lambda i: positions[i].x)  # fmt: skip
            place = line.index(self.chosen) + way
            if 0 <= place < len(line):
                return line[place]
            row = next(row for row in self.plan.rows if row.first <= self.chosen < row.first + row.size)
            if self.chosen == row.first + row.size - 1 and way == row.way:
                return min(self.chosen + 1, len(positions) - 1)
            return self.chosen
        if name in ("up", "down"):
            # The nearest stop of the row above or below
            lines = sorted({(s.page, s.row) for s in positions})
            place = lines.index((here.page, here.row)) + way
            inside = [i for i, s in enumerate(positions) if (s.page, s.row) in lines[place : place + 1] and place >= 0]
            return min(inside, key=lambda i: abs(positions[i].x - here.x), default=self.chosen)
        # Into the chapter (or trail) before or after: to its first stop that is open, else to its first
        groups = list(dict.fromkeys(spot.stop.name[:2] for spot in positions))
        place = groups.index(here.stop.name[:2]) + way
        if not 0 <= place < len(groups):
            return self.chosen
        inside = [i for i, spot in enumerate(positions) if spot.stop.name[:2] == groups[place]]
        return next((i for i in inside if positions[i].stop.state == "open"), inside[0])

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        """What changes: the light around Pip, the stop under the pointer, the chosen one, and Pip himself."""
        if self.away:
            return
        plan = self.plan
        walker = self.way.place(plan)
        visible = self.pip >= 0 and walker.page == self.page
        if visible:  # the light that he sheds on the stop
            canvas.glow(walker.x, walker.y - 12, 52, "glow", 0.7, ((0.0, 1.0), (1.0, 0.0)))
        for i in {round(self.way.value) if visible else -1, self.hover} - {-1}:
            draw_stop(canvas, plan.spots[i], hover=i == self.hover)
        # The ring around the chosen stop: strong while the keyboard is on the map
        spot = plan.spots[self.chosen]
        width, alpha = (3.0, 1.0) if state.focus else (2.0, 0.8)
        if spot.stop.kind == "recap":
            w, h = CARD_W + 12, CARD_H + 12
            canvas.rect(spot.x - w / 2, spot.y - h / 2, w, h, None, 14, "focus", width, alpha)
        elif spot.stop.kind == "plugin":
            canvas.polyline(_corners(spot.x, spot.y, HEX + 7), "focus", width, closed=True)
        else:
            canvas.circle(spot.x, spot.y, 25.5, None, "focus", width, alpha)
        if visible:
            self.draw_pip(canvas)

    def draw_pip(self, canvas: Canvas) -> None:
        """Pip, where he is on this page."""
        walker = self.way.place(self.plan)
        if walker.page == self.page:
            # Pip over the stop that is chosen, or on his way there
            # How much higher he is for the signs in his way: between two stops on the way from one to the other
            at = self.way.value
            before, after = (lift_over(self.signs, self.plan.spots[stop]) for stop in (math.floor(at), math.ceil(at)))
            lift = before + (after - before) * smooth(at % 1)
            spot = walker._replace(lift=walker.lift + lift)
            x, y = spot.x, spot.y - PIP_ABOVE - spot.lift
            canvas.pip(x, y, 16, (0.22 if spot.way >= 0 else -0.22, 0.15), glow=False)
            if self.scarf:
                draw_mark(canvas, "scarf", x, y)
