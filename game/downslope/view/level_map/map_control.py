"""All stops of the map as one control: arrows walk along the rows, a click chooses, a second click plays."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_
from ..draw.tween import smooth
from ..widgets.widget import Act, Rect, State, Widget
from .map_layout import STONE, MapPlan
from .map_sign_layout import Sign, lift_over
from .map_stop_picture import draw_chosen, draw_light, draw_pip_at, draw_stop
from .map_walk import MapWalk

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

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

    @property
    def moving(self) -> bool:
        return self.way.moving

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

    def hears(self) -> tuple[str, ...]:
        return tuple(WALKS)

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            self._pressed = self.hit(intent.x, intent.y, 44)
            return True
        if intent.name == "release":
            self._release(self.hit(intent.x, intent.y, 44))
            return True
        if intent.name in WALKS:
            self.choose(self.walk(intent.name))
            return True
        return False

    def answers(self, name: str) -> bool:
        """The arrows are the map's wherever the focus is."""
        return name in WALKS

    def _release(self, over: int) -> None:
        pressed, self._pressed = self._pressed, -1
        if over < 0 or over != pressed:
            return
        if over == self.chosen:
            self.feedback("press")
            self.on_play()
        else:
            self.choose(over)

    def choose(self, index: int) -> None:
        if index != self.chosen:
            self.feedback("turn")
        self.chosen = index
        self.on_choose(index)

    # -- keys --------------------------------------------------------------------------------------------------------

    def walk(self, name: str) -> int:
        """The stop that a key leads to from the chosen one."""
        count = len(self.plan.spots)
        if name in ("home", "end"):
            return 0 if name == "home" else count - 1
        if name in ("left", "right"):
            return self._along(1 if name == "right" else -1)
        if name in ("up", "down"):
            return self._across(1 if name == "down" else -1)
        return self._chapter(1 if name == "page_down" else -1)

    def _along(self, way: int) -> int:
        """The next stop on that side; at a row's end on to the row that follows on the path."""
        spots = self.plan.spots
        here = spots[self.chosen]
        line = sorted((i for i, s in enumerate(spots) if (s.page, s.row) == (here.page, here.row)),
                      key=lambda i: spots[i].x)  # fmt: skip
        place = line.index(self.chosen) + way
        if 0 <= place < len(line):
            return line[place]
        row = next(row for row in self.plan.rows if row.first <= self.chosen < row.first + row.size)
        if self.chosen == row.first + row.size - 1 and way == row.way:
            return min(self.chosen + 1, len(spots) - 1)
        return self.chosen

    def _across(self, way: int) -> int:
        """The nearest stop of the row above or below."""
        spots = self.plan.spots
        here = spots[self.chosen]
        lines = sorted({(s.page, s.row) for s in spots})
        place = lines.index((here.page, here.row)) + way
        if not 0 <= place < len(lines):
            return self.chosen
        found = [i for i, s in enumerate(spots) if (s.page, s.row) == lines[place]]
        return min(found, key=lambda i: abs(spots[i].x - here.x))

    def _chapter(self, way: int) -> int:
        """Into the chapter (or trail) before or after: to its first stop that is open, else to its first."""
        groups: list[tuple[int, str]] = []
        for spot in self.plan.spots:
            if spot.stop.name[:2] not in groups:
                groups.append(spot.stop.name[:2])
        place = groups.index(self.plan.spots[self.chosen].stop.name[:2]) + way
        if not 0 <= place < len(groups):
            return self.chosen
        inside = [i for i, spot in enumerate(self.plan.spots) if spot.stop.name[:2] == groups[place]]
        fresh = [i for i in inside if self.plan.spots[i].stop.state == "open"]
        return (fresh or inside)[0]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw_stops(self, canvas: Canvas) -> None:
        """All stops of the page, for the layer of the land."""
        for i in self.plan.on_page(self.page):
            draw_stop(canvas, self.plan.spots[i])

    def draw(self, canvas: Canvas, state: State) -> None:
        """What changes: the light around Pip, the stop under the pointer, the chosen one, and Pip himself."""
        if self.away:
            return
        plan = self.plan
        walker = self.way.place(plan)
        there = self.pip >= 0 and walker.page == self.page
        if there:
            draw_light(canvas, walker)
        for i in {round(self.way.at) if there else -1, self.hover} - {-1}:
            draw_stop(canvas, plan.spots[i], hover=i == self.hover)
        draw_chosen(canvas, plan.spots[self.chosen], state.focus)
        if there:
            self.draw_pip(canvas)

    def draw_pip(self, canvas: Canvas) -> None:
        """Pip, where he is on this page."""
        walker = self.way.place(self.plan)
        if walker.page == self.page:
            draw_pip_at(canvas, walker._replace(lift=walker.lift + self._lift()), self.scarf)

    def _lift(self) -> float:
        """How much higher he is for the signs in his way: between two stops on the way from one to the other."""
        at = self.way.at
        before, after = (lift_over(self.signs, self.plan.spots[stop]) for stop in (math.floor(at), math.ceil(at)))
        return before + (after - before) * smooth(at % 1)
