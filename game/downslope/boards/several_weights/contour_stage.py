"""The bowl of two weights from above: the ways of this run and of old ones; height lines come once Pip has walked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...view.bowls import next_step
from ...view.bowls.contour_axes import draw_axes
from ...view.bowls.contour_map import ContourMap, ground
from ...view.bowls.contours import Pair, Survey, Window, levels_for, lowest_place, safe_height, window_for
from ...view.bowls.pip_body import ARROW, glide
from ...view.charts.goal_points import draw_goal_points
from ...view.charts.old_ways import draw_dim, draw_end, draw_ends
from ...view.charts.run_styles import draw_way, style_of
from ...view.draw.plate import draw_edge
from ...view.draw.raster import Point
from ...view.draw.tokens import LABEL, NUMBER
from ...view.widgets.widget import Rect
from ..shared.example_points import GoalLine, goal_lines
from ..shared.neuron_model import look_at, weight_at
from ..shared.pip_pose import pose_of
from ..shared.try_ghosts import TryGhosts
from .contour_ghosts import ContourGhosts
from .map_runs import stretches_in
from .map_words import MapWords

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.past_runs import PastRun
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas

PIP = 13.0
SHARE = 0.0025  # seconds of a frame for surveying
APPEAR = 0.6  # seconds in which the height lines come
WALKED = 2  # steps before they do: first the path, then the map
SPOT = 100  # a stretch of a way is covered rather than start, flag or Pip
NEAR = 14.0  # so far from a stone, the flag and Pip a list stays
STEPS = ((16, 6.0), (64, 9.0), (400, 14.0))  # numbers looked at for one height -> design pixels between two of them
COARSE = 24.0


class ContourStage:
    """Reads the attempt. `window`: None where the land cannot be shown. `hides`: the height lines come after a walk."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt, self.hides = attempt, True
        self.rect: Rect = (0.0, 0.0, 1.0, 1.0)
        self.window: Window | None = None
        self.relief: ContourMap | None = None
        self.bottom: Pair | None = None
        self.examples: tuple[GoalLine, ...] = ()  # of the author's own data
        self.part = 0.0  # how much of the height lines is to be seen
        self._made: object = None
        self._way: tuple[object, list[Point]] = (None, [])
        self._points: dict[int, tuple[object, Window, tuple[Point, ...]]] = {}
        self._words = MapWords()
        self.ghosts = ContourGhosts(attempt)
        self._rested: object = None

    # -- what it knows -----------------------------------------------------------------------------------------------

    def place(self, rect: Rect) -> None:
        self.rect = rect
        self.refresh()

    def refresh(self) -> None:
        """Another land where the shown session has one of its own."""
        run = self.attempt.shown.run
        start = (run.start[0], run.start[1])
        made = (self.rect, run.metric, run.examples, run.network, start)
        if made == self._made:
            return
        self._made, self.part = made, self.part if self._made is not None else 0.0
        self._way = (None, [])
        error = safe_height(lambda a, b: run.sample_problem.error((a, b)))
        self.bottom = lowest_place(error, start)
        seen = [start, self.bottom] if self.bottom is not None else [(start[0] + d, start[1] + d) for d in (-1, 1)]
        self.window = window_for(self.rect, seen)
        floor = error(*self.bottom) if self.bottom is not None else 0.0
        floor = floor if abs(floor) > 1e-9 and math.isfinite(floor) else 0.0
        step = next((s for most, s in STEPS if len(run.sample_problem.examples) * run.network.inputs <= most), COARSE)
        survey = Survey(self.window, error, levels_for(error, self.window, floor), step)
        self.examples = goal_lines(self.attempt.shown, self.bottom) if self.bottom is not None else ()
        aside = [self.window.at(place) for place in _between(start, self.bottom or start)]
        self.relief = ContourMap(survey, self.bottom, aside)

    @property
    def walked(self) -> bool:
        """Enough of a path has been seen to come in with the height lines."""
        attempt = self.attempt
        tries = self.ghosts.seen
        beats = tries.beat if tries is not None else attempt.step - attempt.shown.recorded
        return not self.hides or self.part > 0 or bool(attempt.runs.kept) or beats >= WALKED

    @property
    def moving(self) -> bool:
        """It is surveyed, or the height lines come."""
        return self.relief is None or not self.relief.whole or (self.walked and self.part < 1)

    def update(self, seconds: float, canvas: Canvas, still: bool) -> None:
        """Survey a little; let the height lines come; rest where a runaway left the picture."""
        if self.relief is None:
            return
        self.relief.work(SHARE, canvas)
        if self.relief.whole and self.walked:
            self.part = 1.0 if still else min(1.0, self.part + seconds / APPEAR)
        self._rest_inside(self.attempt.shown)

    def _rest_inside(self, session: Session) -> None:
        outcome, playback, window = session.outcome, self.attempt.playback, self.window
        if outcome is None or outcome is self._rested or playback.moving or playback.running or window is None:
            return
        self._rested = outcome
        if outcome.kind == "runaway" and session is self.attempt.session:
            fits = (k for k in range(session.count, -1, -1) if window.fits(self._weights(session, k), PIP))
            self.attempt.look(next(fits, 0))

    @staticmethod
    def _weights(session: Session, step: int) -> Pair:
        return weight_at(session, step, 0), weight_at(session, step, 1)

    def position(self) -> Pair:
        """The weights where Pip is, between two steps during a hop."""
        session, step, hopping = self.attempt.shown, self.attempt.step, self.attempt.playback.hopping
        here = self._weights(session, step)
        if hopping <= ARROW or step >= session.count:
            return here
        part = glide(hopping)
        there = self._weights(session, step + 1)
        return here[0] + (there[0] - here[0]) * part, here[1] + (there[1] - here[1]) * part

    def way(self) -> list[Point]:
        """The places of the steps up to the one looked at, in design pixels."""
        session, window = self.attempt.shown, self.window
        assert window is not None
        key = (session.run.serial, session.recorded, window)
        if self._way[0] != key:
            self._way = (key, [])
        points, step = self._way[1], self.attempt.step
        for k in range(session.recorded + len(points), min(step + 1, session.count)):
            points.append(window.at(self._weights(session, k)))
        live = [window.at(self._weights(session, step))] if step >= session.count else []  # it may still be turned
        return points[: step - session.recorded + 1] + live

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, now: PastRun, old: Sequence[PastRun], full: Sequence[PastRun], whole: bool,
              mood: str, aside: Rect | None) -> None:  # fmt: skip
        """`old`: the old runs that are drawn; `full`: those of them that are drawn as they were; `whole`: all are, only
        fainter. `aside`: what lies over the map."""
        window, relief = self.window, self.relief
        if window is None or relief is None:
            return
        x, y, w, h = self.rect
        if self.part < 1 or not relief.whole:
            canvas.rect(x, y, w, h, ground(canvas.theme), 16)
        relief.paint(canvas, self.part)
        draw_edge(canvas, (x, y, w, h), "border", 16, 1)
        tries = self.ghosts.seen
        if tries is not None:
            self._paint_tries(canvas, window, tries, aside)
            return
        ways = [(style_of(run.number), self.points_of(run)) for run in old if run not in full]
        seen = [self.way(), *(points for _style, points in ways), *(self.points_of(run) for run in full)]
        self._words.paint(canvas, self.rect, self._right(), self.part > 0.5, seen, aside)
        self._paint_examples(canvas, window)
        if self.bottom is not None and window.fits(self.bottom):
            spot = window.at(self.bottom)
            canvas.flag(spot[0], spot[1], 44, glow=False)
        if ways:
            (draw_dim if whole else draw_ends)(canvas, self.rect, ways)
        for run in full:
            draw_way(canvas, self.rect, self.points_of(run), style_of(run.number))
        for run in old:
            draw_end(canvas, self.rect, style_of(run.number), self.points_of(run))
        self._paint_way(canvas, window, now, mood)
        draw_axes(canvas, self.rect, names_of(self.attempt))

    def _paint_examples(self, canvas: Canvas, window: Window) -> None:
        """The author's own data on the ground: where each example alone would be met."""
        inside = [line for line in self.examples if window.fits(line.near, NEAR)]
        draw_goal_points(canvas, self.rect, [window.at(line.near) for line in inside],
                         [(line.way[0], -line.way[1]) for line in inside])  # fmt: skip

    def _paint_tries(self, canvas: Canvas, window: Window, tries: TryGhosts, aside: Rect | None) -> None:
        """Nothing of any run: ghosts."""
        (x, y, w, _h), right, k = self.rect, self._right(), canvas.type
        edge, anchor = (x + w - 18, "end") if right else (x + 18, "start")
        canvas.text(edge, y + 14 + 16 * k, tries.words, LABEL, "text", anchor)
        wide = canvas.width(tries.words, LABEL) + 24
        taken = [(x + w - wide if right else x, y, wide, 20 + 16 * k), *([aside] if aside is not None else [])]
        if self.bottom is not None and window.fits(self.bottom):
            fx, fy = window.at(self.bottom)
            canvas.flag(fx, fy, 44, glow=False)
            taken.append((fx - 6, fy - 44, 36.0, 48.0))
        draw_axes(canvas, self.rect, names_of(self.attempt))
        self.ghosts.paint(canvas, window, tries, self.rect, taken)

    def _paint_way(self, canvas: Canvas, window: Window, now: PastRun, mood: str) -> None:
        session, hopping = self.attempt.shown, self.attempt.playback.hopping
        points = self.way()
        draw_way(canvas, self.rect, points, style_of(now.number))
        place = self.position()
        here = window.at(place)
        if hopping > ARROW and points:
            draw_way(canvas, self.rect, [points[-1], here], style_of(now.number))
        self._paint_start(canvas, window.at(self._weights(session, session.recorded)), len(points) > 1)
        if not window.fits(place, PIP):
            self._paint_gone(canvas, here)
            return
        if hopping == 0:
            self._paint_slope(canvas, session, here)
        elif hopping <= ARROW:
            self._paint_reach(canvas, window, session, here, hopping / ARROW)
        pose = pose_of(self.attempt.game.feel, (0.0, 0.1), mood)
        canvas.pip(here[0], here[1] - pose.lift, PIP, pose.look, pose.mood, stretch=pose.stretch)

    def _paint_start(self, canvas: Canvas, spot: Point, left: bool) -> None:
        if left:
            r = 13.0 * max(1.0, 0.5 + 0.5 * canvas.type)
            canvas.circle(*spot, r, canvas.mix("stone", "ball2", 0.3), "text", 2)
            canvas.mid_text(spot[0], spot[1], "0", NUMBER, "text", "middle")

    def _paint_slope(self, canvas: Canvas, session: Session, here: Point) -> None:
        """Which way the ground falls under Pip; not how far he will go."""
        settled = session.outcome is not None and self.attempt.step >= session.count
        if self.attempt.now.visibility("arrow") == "none" or settled or self.attempt.asking.open is not None:
            return
        look = look_at(session, self.attempt.step)
        if look is None:
            return
        dx, dy = -look.weight_deltas[0], look.weight_deltas[1]
        length = math.hypot(dx, dy)
        if length > 0 and math.isfinite(length):
            dx, dy = dx / length, dy / length
            start, end = PIP + 5, PIP + 5 + next_step.DIRECTION
            canvas.arrow(here[0] + dx * start, here[1] + dy * start, here[0] + dx * end, here[1] + dy * end, "text",
                         4, 11)  # fmt: skip

    def _paint_reach(self, canvas: Canvas, window: Window, session: Session, here: Point, grown: float) -> None:
        """The arrow of a step that begins."""
        goal = window.at(self._weights(session, self.attempt.step + 1))
        dx, dy = goal[0] - here[0], goal[1] - here[1]
        length = math.hypot(dx, dy)
        far = min(length * grown, 2000.0)
        if length > 0 and far > PIP + 14:
            dx, dy = dx / length, dy / length
            with canvas.clip(*self.rect):
                canvas.arrow(here[0] + dx * (PIP + 5), here[1] + dy * (PIP + 5), here[0] + dx * far,
                             here[1] + dy * far, "alpha", 4.5, 12)  # fmt: skip

    def _paint_gone(self, canvas: Canvas, here: Point) -> None:
        """Pip at the edge behind which he is."""
        x, y, w, h = self.rect
        middle = (x + w / 2, y + h / 2)
        dx, dy = (d if math.isfinite(d) else 0.0 for d in (here[0] - middle[0], here[1] - middle[1]))
        room = (w / 2 - PIP - 20, h / 2 - PIP - 20)
        part = 1 / max(abs(dx) / room[0], abs(dy) / room[1], 1e-9)
        spot = (middle[0] + dx * part, middle[1] + dy * part)
        length = math.hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        canvas.arrow(spot[0] + ux * (PIP + 2), spot[1] + uy * (PIP + 2), spot[0] + ux * (PIP + 18),
                     spot[1] + uy * (PIP + 18), "error", 4, 10)  # fmt: skip
        canvas.pip(*spot, PIP, (0.0, 0.0), "dizzy")

    def _right(self) -> bool:
        """The words stand at the right, for Pip begins at the left."""
        start = self._weights(self.attempt.shown, self.attempt.shown.recorded)
        return self.window is not None and self.window.X(start[0]) < self.rect[0] + self.rect[2] / 2

    # -- what covers what ----------------------------------------------------------------------------------------------

    def free(self, type: float) -> Rect:
        """Where a list may stand: not on the axes' names."""
        x, y, w, h = self.rect
        axis = 8 + 20 * type
        return (x + axis + 4, y, w - axis - 4, h - axis - 6)

    def cost_of_cover(self, rect: Rect, old: Sequence[PastRun], full: Sequence[PastRun]) -> tuple[int, int]:
        """(how much of this run, of flag and start, how much of the old runs and of the heights) lies in a rect."""
        window = self.window
        if window is None:
            return 0, 0
        way = self.way()
        x, y, w, h = rect
        near = (x - NEAR, y - NEAR, w + 2 * NEAR, h + 2 * NEAR)
        spots = [way[0], window.at(self.position())] if way else [window.at(self.position())]
        if self.bottom is not None:
            fx, fy = window.at(self.bottom)
            spots += [(fx, fy), (fx + 14, fy - 34)]
        own = stretches_in(way, near) + SPOT * sum(_holds(near, spot) for spot in spots)
        other = sum(stretches_in(self.points_of(run), rect) for run in full)
        other += sum(_holds(near, point) for run in old for point in self.points_of(run)[-1:])
        other += sum(_holds(near, spot) for _level, spot in self.relief.labels) if self.relief is not None else 0
        return own, other

    def points_of(self, run: PastRun) -> tuple[Point, ...]:
        """The way of an old run in design pixels."""
        window = self.window
        found = self._points.get(run.number)
        if window is None:
            return ()
        if found is None or found[0] is not run.path or found[1] is not window:
            found = self._points[run.number] = (run.path, window, tuple(window.at((a, b)) for a, b in run.path))
        return found[2]


def names_of(attempt: Attempt) -> tuple[str, str]:
    """What the two weights are called."""
    return weight_name(attempt.now, 0), weight_name(attempt.now, 1)


def _holds(rect: Rect, spot: Point) -> bool:
    return rect[0] <= spot[0] <= rect[0] + rect[2] and rect[1] <= spot[1] <= rect[1] + rect[3]


def _between(start: Pair, end: Pair) -> list[Pair]:
    return [(start[0] + (end[0] - start[0]) * k / 8, start[1] + (end[1] - start[1]) * k / 8) for k in range(8)]
