"""The bowl of two weights from above: the ways of this run and of old ones; height lines come once Pip has walked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

import pygame

from ...attempt.names import weight_name
from ...i18n import _
from ...view.bowls import bowl_walk
from ...view.bowls.bowl_walk import ARROW as CONTOUR_STAGE_ARROW
from ...view.bowls.bowl_walk import GhostView, draw_ghosts, glide, start_place
from ...view.bowls.contour_map import (
    ContourMap,
    Pair,
    Survey,
    Window,
    bands,
    ground,
    levels_for,
    lowest_place,
    safe_height,
    window_for,
)
from ...view.charts.plot import draw_goal_points
from ...view.charts.run_chart import END, Style, draw_mark, draw_way, style_of
from ...view.draw.plate import draw_edge
from ...view.draw.raster import Point
from ...view.draw.rects import holds, inside, meets
from ...view.draw.tokens import BODY, LABEL, NUMBER, STRONG
from ...view.draw.tween import Tween, smooth
from ...view.format.numbers import short
from ...view.widgets.widget import Rect
from ..shared.bowl_room import GoalLine, goal_lines, pose_of
from ..shared.knob_panel import SIGNS
from ..shared.neuron_model import evaluation_at, weight_at
from ..shared.try_ghosts import FAINT as GHOSTS_FAINT
from ..shared.try_ghosts import GhostStage, TryGhosts, gliding
from .map_runs import stretches_in

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.past_runs import PastRun
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# The machine's tries on the map of two weights: ghosts from one start, the leader as Pip himself.


GHOST, CROWDED = 10.0, 8.0  # radius; where they are many
FAR = 3000.0  # design pixels: what of the leader's way lies beyond is not drawn


class ContourGhosts(GhostStage):
    """They glide over the map; the leader's way is dotted."""

    weights = 2

    def paint(self, canvas: Canvas, window: Window, seen: TryGhosts, room: Rect, taken: list[Rect]) -> None:
        """All that are in the picture; `room`: where a tag may stand, `taken`: but not there."""
        r = CROWDED if len(seen.ghosts) > 40 else GHOST
        told = set(seen.told)

        def looks(part: float) -> list[GhostView]:
            return [
                gliding(ghost, _spot(window, ghost.weights), _spot(window, ghost.upcoming), part, (number in told))
                for number, ghost in enumerate(seen.ghosts)
            ]

        stone, now = _spot(window, self.start), looks(seen.part)
        tags = self.tags(canvas, (seen.key, window), lambda: looks(0.0), room, r, [*taken, start_place(canvas, stone)])
        shown = [n for n, ghost in enumerate(seen.ghosts) if window.fits(ghost.weights, r)]
        with canvas.clip(*window.rect):
            # The way of the one that leads, as dots.
            lead = next((ghost for ghost in seen.ghosts if ghost.leads), None)
            positions = [_spot(window, weights) for weights in lead.way] if lead is not None else []
            near = list(takewhile(lambda spot: max(abs(spot[0]), abs(spot[1])) < FAR, positions))
            if len(near) > 1:
                canvas.polyline(near, "text", 3, 0.7, (1, 8))
            draw_ghosts(canvas, [now[n] for n in shown], [tags[n] for n in shown], r, GHOSTS_FAINT,
                        stone if seen.beat else None)  # fmt: skip


def _spot(window: Window, weights: tuple[float, ...]) -> Point:
    return window.at((weights[0], weights[1]))


# ---------------------------------------------------------------------------------------------------------------------
# What the map of two weights is, said in a corner of it, as long as nothing else is there.


class MapCaptions:
    """One line; looked for once for each step in which corner no way runs."""

    def __init__(self) -> None:
        self._side: tuple[object, str] = (None, "")

    def paint(self, canvas: Canvas, rect: Rect, right: bool, ways: Sequence[Sequence[Point]],
              taken: Sequence[Rect] = ()) -> list[Rect]:  # fmt: skip
        """`right`: rather in that corner; `taken`: what else is on the map."""
        x, y, w, _h = rect
        words = _("Along a line the error is the same.")
        k, long = canvas.type, canvas.width(words)
        lefts = {"start": x + 12, "end": x + w - 24 - long}
        boxes = {side: (left, y + 6, long + 12, 12 + 16 * k) for side, left in lefts.items()}
        key = (rect, long, right, taken, [(len(points), points[-1:]) for points in ways])
        if self._side[0] != key:
            sides = ("end", "start") if right else ("start", "end")
            free = (side for side in sides if not any(meets(boxes[side], each) for each in taken)
                    and not any(stretches_in(points, boxes[side]) for points in ways))  # fmt: skip
            self._side = (key, next(free, ""))
        anchor = self._side[1]
        if not anchor or long > w / 2:
            return []
        colour = canvas.readable("text2", bands(canvas.theme, 2)[-1]) if canvas.theme.dark else "text"
        canvas.text(x + w - 18 if anchor == "end" else x + 18, y + 12 + 16 * k, words, BODY, colour, anchor)
        return [boxes[anchor]]


def _around_flag(x: float, y: float) -> Rect:
    """Of a flag that stands there."""
    return (x - 6, y - 44, 36.0, 48.0)


# ---------------------------------------------------------------------------------------------------------------------
# The names of two weights along the edges of a map, each with the way in which it grows.


ARROW = 80.0  # what the arrow beside a name needs


def draw_axes(canvas: Canvas, rect: Rect, names: tuple[str, str]) -> None:
    """The first at the lower edge, the second at the left, turned on its side; it may be the error's."""
    x, y, w, h = rect
    across, up = names
    hue = "error" if up == _("error") else "weight"
    height = 8 + 20 * canvas.type
    width = canvas.width(across, STRONG) + ARROW
    left, top = x + w / 2 - width / 2, y + h - height - 8
    canvas.rect(left, top, width, height, "panel", 9, alpha=0.92)
    canvas.text_vcenter(left + 12, top + height / 2, across, STRONG, "weight")
    canvas.arrow(left + width - 58, top + height / 2, left + width - 12, top + height / 2, "weight", 3, 9)
    left, wide = x + 8, height
    long = canvas.width(up, STRONG) + ARROW
    top = y + h / 2 - long / 2
    canvas.once((left - 1, top - 1, wide + 2, long + 2), _draw_upright, (left, top, wide, long), up, hue)


def _draw_upright(canvas: Canvas, rect: Rect, name: str, hue: str) -> None:
    left, top, wide, long = rect
    word = canvas.width(name, STRONG)
    canvas.rect(left, top, wide, long, "panel", 9, alpha=0.92)
    canvas.arrow(left + wide / 2, top + 58, left + wide / 2, top + 12, hue, 3, 9)
    flat = pygame.Surface((math.ceil((word + 8) * canvas.s), math.ceil(wide * canvas.s)), pygame.SRCALPHA)
    part = type(canvas)(flat, canvas.look, (0, 0), canvas.whole)
    part.text_vcenter(4, wide / 2, name, STRONG, hue)
    canvas.blit(pygame.transform.rotate(flat, 90), left, top + long - 10 - word)


# ---------------------------------------------------------------------------------------------------------------------
# Ways of runs that are over, on a map of two weights: faint and thin, or as they were; each ends in its mark. A way
# that leaves the picture ends there: its mark stands before the edge, and an arrow says which way it went.


THIN, FAINT = 1.8, 0.34  # of a way of which only the end matters
EDGE, BACK, SHAFT = 8.0, 30.0, 10.0  # from the edge to an arrow's tip, from there to the mark, from that to the shaft
Way = tuple[Style, tuple[Point, ...]]


def draw_ends(canvas: Canvas, rect: Rect, ways: Sequence[Way]) -> None:
    """Thin ways as far as they stay in the picture."""
    for style, points in ways:
        for piece in inside(points, rect)[:1]:
            canvas.polyline(piece, style.hue, THIN, FAINT, style.dash)


def draw_ways(canvas: Canvas, rect: Rect, ways: Sequence[Way]) -> None:
    """Ways as they were."""
    for style, points in ways:
        draw_way(canvas, rect, points, style)


def draw_end(canvas: Canvas, rect: Rect, style: Style, points: Sequence[Point]) -> None:
    """A way's mark at its end, or before the edge behind which that lies, with an arrow."""
    if not points:
        return
    last = points[-1]
    if holds(rect, last):
        draw_mark(canvas, style, *last, END)
        return
    found = exit_of(rect, points)
    if found is None:
        return
    (x, y), (ux, uy) = found
    tip = _within(rect, (x - ux * EDGE, y - uy * EDGE), EDGE)
    mark = _within(rect, (tip[0] - ux * BACK, tip[1] - uy * BACK), EDGE + END)
    length = math.dist(tip, mark) or 1.0
    ux, uy = (tip[0] - mark[0]) / length, (tip[1] - mark[1]) / length
    canvas.arrow(mark[0] + ux * SHAFT, mark[1] + uy * SHAFT, *tip, style.hue, 3.5, 10)
    draw_mark(canvas, style, *mark, END)


def exit_of(rect: Rect, points: Sequence[Point]) -> tuple[Point, Point] | None:
    """(where a way first leaves the picture, the direction in which it does); None: it never was in it."""
    first = next(iter(inside(points, rect)), None)
    if first is None:
        return None
    (x0, y0), (x1, y1) = first[-2:]
    length = math.hypot(x1 - x0, y1 - y0)
    return (first[-1], ((x1 - x0) / length, (y1 - y0) / length)) if length > 0 else None


def _within(rect: Rect, spot: Point, margin: float) -> Point:
    x, y, w, h = rect
    return min(max(spot[0], x + margin), x + w - margin), min(max(spot[1], y + margin), y + h - margin)


PIP = 13.0
SPOT = 100  # a stretch of a way is covered rather than start, flag or Pip
NEAR = 14.0  # so far from a stone, the flag and Pip a list stays
STEPS = ((16, 6.0), (64, 9.0), (400, 14.0))  # numbers looked at for one height -> design pixels between two of them
SIDE, STANDS, TILTS = 8.0, 0.35, 1.2  # degrees and seconds of the bowl from the side, and in which it is tilted
UPRIGHT = 52.0  # degrees from which its upper end is a weight's way rather than the error's


class ContourStage:
    """Reads the attempt. `window`: None where the land cannot be shown. `lowest`: the error down to which it is lit.

    `night`: what is lower than Pip has been lies in the dark.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.attempt, self.lowest, self.night = attempt, math.inf, True
        self.rect: Rect = (0.0, 0.0, 1.0, 1.0)
        self.window: Window | None = None
        self.relief: ContourMap | None = None
        self.bottom: Pair | None = None
        self.examples: tuple[GoalLine, ...] = ()  # of the author's own data
        self.part = Tween(STANDS + TILTS)  # how far the bowl has become its map; once a visit
        self._made: object = None
        self._way: tuple[object, list[Point]] = (None, [])
        self._points: dict[int, tuple[object, Window, tuple[Point, ...]]] = {}
        self._words = MapCaptions()
        self.ghosts = ContourGhosts(attempt)
        self._rested: object = None

    # -- what it knows -----------------------------------------------------------------------------------------------

    def place(self, rect: Rect) -> None:
        self.rect = rect
        self.follow()

    def follow(self) -> None:
        """Another land where the shown session has one of its own."""
        run = self.attempt.shown.run
        start = (run.start[0], run.start[1])
        made = (self.rect, run.metric, run.examples, run.network, start)
        if made == self._made:
            return
        self._made, self.lowest = made, math.inf
        self._way = (None, [])
        error = safe_height(lambda a, b: run.sample_problem.error((a, b)))
        self.bottom = lowest_place(error, start)
        seen = [start, self.bottom] if self.bottom is not None else [(start[0] + d, start[1] + d) for d in (-1, 1)]
        self.window = window_for(self.rect, seen)
        floor = error(*self.bottom) if self.bottom is not None else 0.0
        floor = floor if abs(floor) > 1e-9 and math.isfinite(floor) else 0.0
        step = next((s for most, s in STEPS if len(run.sample_problem.examples) * run.network.inputs <= most), 24.0)
        survey = Survey(self.window, error, levels_for(error, self.window, floor), step)
        self.examples = goal_lines(self.attempt.shown, self.bottom) if self.bottom is not None else ()
        aside = [self.window.at(place) for place in _between(start, self.bottom or start)]
        self.relief = ContourMap(survey, self.bottom, aside)

    def update(self, seconds: float, canvas: Canvas, still: bool) -> None:
        """Survey a little; tilt the bowl until a step is made; rest where a runaway left the picture."""
        if self.relief is None:
            return
        self.relief.work(0.0025, canvas)  # seconds of a frame for surveying
        if still or self.attempt.shown.count > 0 or (self.relief.whole and not self.relief.rings):
            self.part.jump(1.0)
        elif self.relief.whole:
            self.part.go(1.0)
            self.part.update(seconds, still)
        outcome, playback, window = self.attempt.shown.outcome, self.attempt.playback, self.window
        if outcome is None or outcome is self._rested or playback.moving or playback.running or window is None:
            return
        self._rested = outcome
        if outcome.kind == "runaway" and self.attempt.shown is self.attempt.session:
            fits = (
                k
                for k in range(self.attempt.shown.count, -1, -1)
                if window.fits(self._weights(self.attempt.shown, k), PIP)
            )
            self.attempt.look(next(fits, 0))

    @staticmethod
    def _weights(session: Session, step: int) -> Pair:
        return weight_at(session, step, 0), weight_at(session, step, 1)

    def position(self) -> Pair:
        """The weights where Pip is, between two steps during a hop."""
        session, step, hop_progress = self.attempt.shown, self.attempt.step, self.attempt.playback.hop_progress
        here = self._weights(session, step)
        if hop_progress <= CONTOUR_STAGE_ARROW or step >= session.count:
            return here
        part = glide(hop_progress)
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
        if self.part.value < 1:
            self._paint_opening(canvas, relief, self._weights(self.attempt.shown, 0))
            return
        if not relief.whole:
            canvas.rect(x, y, w, h, ground(canvas.theme), 16)
        relief.paint(canvas)
        error = relief.survey.error(*self._weights(self.attempt.shown, self.attempt.step))
        self.lowest = min(self.lowest, error if math.isfinite(error) else math.inf) if self.night else 0.0
        relief.paint_night(canvas, self.lowest)
        draw_edge(canvas, (x, y, w, h), "border", 16, 1)
        tries = self.ghosts.seen
        if tries is not None:
            # Nothing of any run: ghosts.
            (x, y, w, _h), right, k = self.rect, self._right(), canvas.type
            edge, anchor = (x + w - 18, "end") if right else (x + 18, "start")
            canvas.text(edge, y + 14 + 16 * k, tries.words, LABEL, "text", anchor)
            width = canvas.width(tries.words, LABEL) + 24
            taken = [(x + w - width if right else x, y, width, 20 + 16 * k), *([aside] if aside is not None else [])]
            if self.bottom is not None and window.fits(self.bottom):
                fx, fy = window.at(self.bottom)
                canvas.flag(fx, fy, 44, glow=False)
                taken.append(_around_flag(fx, fy))
            relief.paint_labels(canvas, self.lowest, taken)
            draw_axes(canvas, self.rect, names_of(self.attempt))
            self.ghosts.paint(canvas, window, tries, self.rect, taken)
            return
        ways = [(style_of(run.number), self.points_of(run)) for run in old if run not in full]
        seen = [self.way(), *(points for _style, points in ways), *(self.points_of(run) for run in full)]
        spot = window.at(self.bottom) if self.bottom is not None and window.fits(self.bottom) else None
        taken = [*([aside] if aside else []), *([_around_flag(*spot)] if spot else [])]
        if relief.whole and not self.attempt.shown.stage:  # said once, in the first part
            taken = [*taken, *self._words.paint(canvas, self.rect, self._right(), seen, taken)]
        relief.paint_labels(canvas, self.lowest, taken)
        # The author's own data on the ground: where each example alone would be met
        inside = [line for line in self.examples if window.fits(line.near, NEAR)]
        draw_goal_points(canvas, self.rect, [window.at(line.near) for line in inside],
                         [(line.way[0], -line.way[1]) for line in inside])  # fmt: skip
        if spot is not None:
            canvas.flag(spot[0], spot[1], 44, glow=False)
        if ways:
            draw, alpha = (draw_ways, 0.6) if whole else (draw_ends, 1.0)
            canvas.once(self.rect, draw, self.rect, tuple(ways), alpha=alpha)
        for run in full:
            draw_way(canvas, self.rect, self.points_of(run), style_of(run.number))
        for run in old:
            draw_end(canvas, self.rect, style_of(run.number), self.points_of(run))
        self._paint_way(canvas, window, now, mood)
        draw_axes(canvas, self.rect, names_of(self.attempt))

    def _paint_opening(self, canvas: Canvas, relief: ContourMap, start: Pair) -> None:
        """The bowl from the side becomes its map: nothing fades, the same rings are seen from elsewhere."""
        part = smooth((self.part.value * self.part.seconds - STANDS) / TILTS)
        angle, error = SIDE + (90 - SIDE) * part, relief.survey.error(*start)
        relief.paint_tilted(canvas, error, angle)
        draw_edge(canvas, self.rect, "border", 16, 1)
        if self.bottom is not None:
            canvas.flag(*relief.tilted(self.bottom, relief.floor, error, angle), 44, glow=False)
        x, y = relief.tilted(start, error, error, angle)
        canvas.pip(x, y - PIP * math.cos(math.radians(angle)), PIP, (0.0, 0.1))
        across, up = names_of(self.attempt)
        draw_axes(canvas, self.rect, (across, up if angle >= UPRIGHT else _("error")))

    def _paint_way(self, canvas: Canvas, window: Window, now: PastRun, mood: str) -> None:
        session, hop_progress = self.attempt.shown, self.attempt.playback.hop_progress
        points, ghost = self.way(), self.attempt.open_bets.ghost
        if ghost is not None:  # as far as the bet's run has come, until it leaves the picture
            places = [self._weights(ghost, k) for k in range(min(self.attempt.step, ghost.count) + 1)]
            seen = [window.at(place) for place in takewhile(window.fits, places)]
            left, (x, y) = len(seen) < len(places), seen[-1]
            with canvas.clip(*self.rect):
                canvas.polyline([*seen, *([window.at(places[len(seen)])] if left else [])], "text", 2, dash=(5, 6))
                named = [f"{SIGNS.get(name, name)} {short(value)}" for name, value in ghost.knobs.items()
                         if value != session.knobs.get(name) and isinstance(value, (int, float))]  # fmt: skip
                canvas.text(x + 16, y + 6, ", ".join(named), NUMBER, "text")
                canvas.ghost(x, y, GHOST, eyes=not left)
        draw_way(canvas, self.rect, points, style_of(now.number))
        place = self.position()
        here = window.at(place)
        if hop_progress > CONTOUR_STAGE_ARROW and points:
            draw_way(canvas, self.rect, [points[-1], here], style_of(now.number))
        spot = window.at(self._weights(session, session.recorded))
        if len(points) > 1:
            r = 13.0 * max(1.0, 0.5 + 0.5 * canvas.type)
            canvas.circle(*spot, r, canvas.mix("stone", "ball2", 0.3), "text", 2)
            canvas.text_vcenter(spot[0], spot[1], "0", NUMBER, "text", "middle")
        if not window.fits(place, PIP):
            # Pip at the edge behind which he is.
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
            return
        if hop_progress == 0:
            # Which way the ground falls under Pip; not how far he will go.
            settled = session.outcome is not None and self.attempt.step >= session.count
            if not (
                self.attempt.now.visibility("arrow") == "none" or settled or self.attempt.open_bets.open is not None
            ):
                look = evaluation_at(session, self.attempt.step)
                if look is not None:
                    dx, dy = -look.weight_deltas[0], look.weight_deltas[1]
                    length = math.hypot(dx, dy)
                    if length > 0 and math.isfinite(length):
                        dx, dy = dx / length, dy / length
                        start, end = PIP + 5, PIP + 5 + bowl_walk.DIRECTION
                        tail, tip = (
                            (here[0] + dx * start, here[1] + dy * start),
                            (here[0] + dx * end, here[1] + dy * end),
                        )
                        canvas.arrow(*tail, *tip, "text", 4, 11)
        elif hop_progress <= CONTOUR_STAGE_ARROW:
            # The arrow of a step that begins
            grown = hop_progress / CONTOUR_STAGE_ARROW
            goal = window.at(self._weights(session, self.attempt.step + 1))
            dx, dy = goal[0] - here[0], goal[1] - here[1]
            length = math.hypot(dx, dy)
            far = min(length * grown, 2000.0)
            if length > 0 and far > PIP + 14:
                dx, dy = dx / length, dy / length
                with canvas.clip(*self.rect):
                    canvas.arrow(here[0] + dx * (PIP + 5), here[1] + dy * (PIP + 5), here[0] + dx * far,
                                 here[1] + dy * far, "alpha", 4.5, 12)  # fmt: skip
        pose = pose_of(self.attempt.game.player_feedback, (0.0, 0.1), mood)
        canvas.pip(here[0], here[1] - pose.lift, PIP, pose.look, pose.mood, stretch=pose.stretch)

    def _right(self) -> bool:
        """The words stand at the right, for Pip begins at the left."""
        start = self._weights(self.attempt.shown, self.attempt.shown.recorded)
        return self.window is not None and self.window.pixel_x(start[0]) < self.rect[0] + self.rect[2] / 2

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
        positions = [way[0], window.at(self.position())] if way else [window.at(self.position())]
        if self.bottom is not None:
            fx, fy = window.at(self.bottom)
            positions += [(fx, fy), (fx + 14, fy - 34)]
        own = stretches_in(way, near) + SPOT * sum(_holds(near, spot) for spot in positions)
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
