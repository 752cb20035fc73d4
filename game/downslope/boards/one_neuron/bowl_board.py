"""The neuron of one weight: its error bowl with Pip in it, the number line under it, and the code that runs.

A level with more weights has no bowl here, but a bar for each; everything else is the same.
"""

from __future__ import annotations

import math
from contextlib import suppress
from functools import lru_cache, partial
from math import inf, isfinite

from ...attempt.attempt import Attempt
from ...attempt.bets import run_of
from ...attempt.shown import unit_name, weight_name
from ...engine.run import Fault
from ...i18n import _
from ...rules import MOST_BY_HAND, Impossible, Marker, Session, is_fresh, item_title
from ...view.bowls import bowl_walk
from ...view.bowls.error_bowl import DROP, Bowl, Curve, WeightAxis, draw_floor, sky_spans, spread
from ...view.charts.plot import draw_goal_points
from ...view.charts.vote_bars import draw_weights
from ...view.draw import LABEL, Canvas, Point, Run, draw_plate, smooth
from ...view.format.numbers import neuron_number, number
from ...view.networks.neuron_panel import NeuronView
from ...view.scenery.strips import HIGH as HIGH_STRIP, STRIPS, Strip, StripState
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.panel import Box, Part, Split, column
from ...view.widgets.widget import Rect, Widget
from ..shared.board import kinds_of, pip_mood, pose_of
from ..shared.knob_panel import KnobPanel, weights_of
from ..shared.neuron_model import (
    error_at,
    error_of,
    goal_weights,
    has_one_weight,
    room_for,
    ruler_of,
    seen_of,
    tolerance_of,
    weight_at,
    weight_band,
    weights_to,
)
from ..shared.panel import Host, Latest, grow
from ..shared.runs_panel import ghost_name
from ..shared.try_ghosts import GHOST, GhostStage, TryGhost, TryGhosts
from .column_board import ALONE, ColumnBoard, StagePanel

# The bowl is seen from further away as a run climbs out of the picture, and again from near. A parabola seen k times
# wider and k ** 2 times higher is the same parabola, so the land stands; see Bowl.zoom_out.


EDGE = 0.58  # of half the picture: no seat is further from the bottom
FOLLOWED = 20  # steps of one alpha that it goes along with
PULL, BACK = 0.3, 0.6  # seconds to where a run has gone; back to where the bowl was made for
NEARLY = 1e-9


def first_of_alpha(session: Session, step: int) -> int:
    """The step from which on the knobs stood as they stand in that one."""
    return max((setting.first for setting in session.run.history.settings if setting.first < max(1, step)), default=0)


SKY_EDGE = 60.0  # left and right of the words
BESIDE = 36.0  # between them and the curve, where a stone may be
TOLD = 1.05  # from so far away on it is told


def paint_words(canvas: Canvas, bowl: Bowl, attempt: Attempt, failed: bool, words: list[Run] | None = None) -> Rect:
    """What the picture is, by what its error is; or these words. Where that stands."""
    (x, y, w, _h), session, step = bowl.rect, attempt.shown, attempt.step
    middle, tags = x + w / 2, list[tuple[list[Run], str]]()
    if failed:  # by how much this step made the error larger
        before, now = error_at(session, step - 1), error_at(session, step)
        if 0 < before < now < math.inf:
            tags.append(([
                (_("error") + " ", "error", 600), ("×" + number(now / before, 2), "error", 700, "mono"),
                (" " + _("a step"), "text", 600),
            ], "error"))  # fmt: skip
    if bowl.zoom > TOLD:  # how many times further away it is seen
        scale = f"1 : {number(bowl.zoom, 0 if bowl.zoom >= 10 else 1)}"
        tags.append(([(_("view") + " ", "text2", 600), (scale, "text", 700, "mono")], "border2"))
    for place, (runs, edge) in enumerate(tags):  # in the sky, on plates
        width, height = canvas.rich_width(runs) + 32, 14 + 18 * canvas.type
        top = y + 13 + place * (height + 8)
        draw_plate(canvas, (middle - width / 2, top, width, height), edge)
        canvas.rich(middle, canvas.baseline_of(top + height / 2), runs, anchor="middle")
    if tags or (words is None and not attempt.whole_code):  # the formula comes with the lines that say the same
        return (x, y, 0.0, 0.0)
    line = y + 16 + 18 * canvas.type
    left, right = max(sky_spans(bowl, line), key=lambda span: span[1] - span[0], default=(x, x + w))
    room = min(w - 2 * SKY_EDGE, right - left - 2 * BESIDE * max(1.0, 0.5 + 0.5 * canvas.type))
    run, level, lines = attempt.shown.run, attempt.now, [words] if words else []
    squared = all(abs(run.metric.error(p, 1.0) - (p - 1.0) * (p - 1.0)) < 1e-9 for p in (3.0, 0.5, -2.0))
    if not squared and not words:
        lines = [[(_(item_title(run.metric)), "text2")]]
    elif not words:
        names = [_(level.words.get("input", "input")), weight_name(level, 0), _("goal")]
        lines = [[
            (_("error"), "error"), (" = (", "text2"), (names[0], "input"), (" × ", "text2"), (names[1], "weight"),
            (" − ", "text2"), (names[2], "goal"), (")²", "text2"),
        ]]  # fmt: skip
        if len(run.examples) > 1:  # where that has no room, without of how many examples
            mean = _("mean of {count} examples").format(count=len(run.examples))
            lines.insert(0, [*lines[0], (", " + mean, "text2")])
    runs, *shorter = lines
    width = canvas.rich(middle, line, runs, LABEL, "middle", room, shorter)
    return (middle - width / 2, line - 14 * canvas.type, width, 20 * canvas.type)


# Where the answers to a bet about a run stand on the axis of its one weight, by a session of the question's own.
# What is right stands where that run goes. What is not stands where a run of that kind would be: at the bottom, past
# it, short of it, or beyond the edge.


PAST = 0.5  # of the way that was to go: so far past the bottom an answer stands that crosses it
# An answer that tells where a short run stands, or how often it crosses, stands where a run of such a kind would.
KINDS = {
    "miss sign": {-1: "stuck", 0: "land", 1: "overshoot"},
    "crossings": {0: "stuck", 1: "overshoot", 2: "orbit", 3: "orbit"},
}


def weight_of_answer(attempt: Attempt, number: int, answer: str | float, bottom: float) -> float | None:
    """The weight at which an answer stands; inf, -inf: beyond that edge; None: it has none. `bottom`: of the bowl."""
    question = attempt.level.questions[number]
    session = run_of(question, attempt.level, attempt.game.catalog)
    if session is None or session.run.network.size != 1 or not isfinite(bottom):
        return None
    if isinstance(question, Marker):
        # Of a prediction on a bowl of one example, or of the weight itself
        value = float(answer)
        if question.hue == "weight":
            return value
        inputs, _goals = session.run.examples[0]
        return value / inputs[0] if question.hue == "prediction" and inputs[0] else None
    means = question.meaning_of(answer)
    kinds = kinds_of(means)
    kind = KINDS.get(str(question.asks), {}).get(means, "") if isinstance(means, int) else ""
    if kind:
        kinds = (kind,)
    elif question.asks in ("outcome", "steps") and (kinds or isinstance(means, int)):
        kind = kinds[0] if kinds else "land"
    else:
        return None
    start, right = session.run.start[0], answer == question.right
    side = 1.0 if bottom >= start else -1.0
    run = [session.run.weights_at(k)[0] for k in range(session.count + 1)]
    if "runaway" in kinds:
        return side * inf
    past = [w for w in run if (w - bottom) * side > 1e-9]
    if kind == "overshoot" or (kind == "orbit" and right):
        near = past if kind == "overshoot" else [w for w in run[-2:] if (w - bottom) * side > 1e-9]
        return max(near, key=lambda w: abs(w - bottom)) if right and near else bottom + PAST * (bottom - start)
    if kind == "orbit":
        return bottom + (bottom - start)
    if kind in ("stuck", "crawl"):
        short = [w for w in run if (bottom - w) * side > 1e-9]
        return run[-1] if right else min(short, key=lambda w: abs(w - bottom), default=start)
    return bottom


NEWEST = 20  # places before the one that is shown
SEEN = ("input", "weight", "goal")  # what a strip would else give away


def strip_state(attempt: Attempt, at: float) -> StripState:
    """What the strip of a level's world shows; `at`: the weight that Pip shows, during a hop between two steps."""
    session, step = attempt.shown, attempt.step
    run, ghost = session.run, attempt.ghost_at_place
    (input,), (goal,) = run.examples[0]
    past = [weight_at(session, k) for k in range(max(0, step - NEWEST), step)]
    if at != weight_at(session, step):
        past.append(weight_at(session, step))  # on its way from there
    return StripState(
        at, (input * at,), (goal,), goal / input, tolerance_of(session) or 0.0, weight_band(session),
        tuple(weight for weight in past if math.isfinite(weight)), step, ghost.count if ghost is not None else 0,
        run.alpha if isinstance(run.alpha, (int, float)) else 0.0, bool(session.level.beside),
        unit_name(session.level, step, "steps"),
    )  # fmt: skip


HEAD = 62.0  # height at 100 % of the words in the sky
FADE = 0.15
CODE = (0.34, -0.06)  # where he looks for the line that runs next
PUFF = 0.12  # seconds that the dust of a take-off is in the air
DIZZY = 8  # steps further and further away
TILT = 4.0  # px that the picture leans as he crosses the goal


AWAY = 0.3  # of the sky's height: there an answer stands that lies beyond an edge
HIGH = 400.0  # a lower one has no room for a bubble
LEAST_SKY, MORE_SKY = 260.0, 80.0  # where a strip lies under it; what its own words need besides, if twice as large
ABOVE = 9.0  # the points of the examples are so far above the number line


class BowlBoard(ColumnBoard):
    """The last of the kinds: it suits every level."""

    def __init__(self, host: Host) -> None:
        self.bowl_panel = BowlPanel(host)
        super().__init__(host, self.bowl_panel)
        self.turned = KnobPanel(host, columns=2)
        self._answers = dict[tuple[int, str | float], float | None]()  # their weights: found once

    def stage_tree(self) -> Box | Split:
        """Under the bars of several weights a knob for each that may be turned."""
        level = self.attempt.now
        self.turned.own = weights_of(level)[:MOST_BY_HAND]
        if level.network.size == 1 or not self.turned.own:
            return self.stage
        return column(Part(self.stage), Part(self.turned, self.turned.height))

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """On the curve, over the weight that the answer means; or at the edge beyond which it lies."""
        bowl = self.bowl_panel.seen or self.bowl_panel.bowl
        if bowl is None or not bowl.lowest:
            return super().anchor(number, answer)
        key = number, answer
        if key not in self._answers:
            self._answers[key] = weight_of_answer(self.attempt, number, answer, bowl.lowest[0])
        weight = self._answers[key]
        if weight is None:
            return super().anchor(number, answer)
        x, y, w, _h = bowl.rect
        if not isfinite(weight) or not x < bowl.pixel_x(weight) < x + w:
            right = weight > bowl.lowest[0]
            return AnswerAnchor(x + w if right else x, y + AWAY * bowl.sky, arrow="right" if right else "left")
        value = float(answer) if isinstance(answer, (int, float)) else None
        return AnswerAnchor(bowl.pixel_x(weight), bowl.height(weight), value=value)


class BowlPanel(StagePanel):
    """The bowl with Pip over the number line, which has no bubble where it is low.

    follows   whether it is seen from further away where a run climbs; `zoom`: how many times further away it is now
    """

    bare, words = (200.0, 70.0), (100.0, 150.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.bowl: Bowl | None = None  # None: there is none to see
        self.axis: WeightAxis | None = None
        self.examples: tuple[float, ...] = ()  # the weight at which each of the author's own examples would be met
        self.follows, self.zoom = False, 1.0
        self._zoomed: Latest[Bowl] = Latest()
        self._curve: Latest[Curve] = Latest()  # weight -> error, worked out once in all windows
        self._looked: tuple[int, float] | None = None  # the run and the place in it when last looked at
        # The logarithm of how far the zoom still is from where it goes, for how long, of how long
        self._off, self._left, self._time = 0.0, 0.0, PULL
        self.ghosts = GhostStage(host.attempt, weights=1)
        self._fade = 0.0
        self._landed = bowl_walk.DUST  # seconds since he came down
        self._faded: float | None = None  # the weight that Pip fades away from
        self._was: tuple[int, int, float] | None = None  # the run, its step, its weight when last seen
        self._inside: Latest[int] = Latest()
        self._upcoming: Latest[float | None] = Latest()
        self._rested: object = None  # the outcome after which the eye was moved back into the bowl

    @property
    def seen(self) -> Bowl | None:
        if self.bowl is None or self.zoom == 1.0:
            return self.bowl
        return self._zoomed.of((self.bowl, self.zoom), self.bowl.zoom_out, self.zoom)

    @property
    def low(self) -> float:
        """Height of what lies under the sky: the number line, and above it the strip of the level's world."""
        return grow(84.0, 16.0, self.text_scale) + (HIGH_STRIP if self.scene is not None else 0.0)

    @property
    def scene(self) -> Strip | None:
        """What the story's own thing does; nothing where the sky would be too low."""
        sky = self.rect[3] - grow(84.0, 16.0, self.text_scale) - HIGH_STRIP
        level, run = self.attempt.shown.level, self.attempt.shown.run
        one = has_one_weight(run) and len(run.examples) == 1 and run.examples[0][0][0]
        hides = any(level.visibility(what) == "hidden" for what in SEEN)
        if not one or hides or sky < LEAST_SKY + MORE_SKY * max(0.0, self.text_scale - 1):
            return None
        return STRIPS.get(level.picture)

    def place(self, rect: Rect) -> list[Widget]:
        super().place(rect)
        return [self.axis] if self.axis and not self.axis.fixed else []

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.bowl is None else []

    def look(self) -> NeuronView:
        limit = max(abs(w) for w in self.bowl.weights) if self.bowl is not None else ALONE
        return seen_of(self.attempt, self.at() if self.one else 0.0, limit, self.ruler)

    def make(self) -> None:
        super().make()
        session, rect = self.attempt.shown, self.rect
        run, knob = session.run, session.level.knob("weight")
        self.bowl = self.axis = None
        if not self.one or session.level.visibility("bowl") != "full":
            return
        error = self._curve.of((run.metric, run.examples, run.network), lambda: lru_cache(4096)(error_of(run)))
        if knob is not None:
            weights, flags = spread(knob.low, knob.high, rect[2]), None
        else:
            weights, flags = room_for(session, self.attempt.ghost_at_place, error)
        if session.level.visibility("goal") == "hidden":
            flags = ()
        self.bowl = Bowl(rect, rect[3] - self.low, weights, error, seen=run.start[0], bottoms=flags,
                         marks=not is_fresh(session), reached=weight_band(session))  # fmt: skip
        self.ruler = ruler_of(session, [[w] for w in (*self.bowl.rim, run.start[0])])
        self.follows = knob is None
        self.examples = goal_weights(session)
        self._make_axis(self.bowl)

    def _make_axis(self, bowl: Bowl) -> None:
        """The number line, so far under the sky; a slider where the weight is free."""
        drop = DROP + (HIGH_STRIP if self.scene is not None else 0.0)
        session, attempt = self.attempt.shown, self.attempt
        weight, knob = session.weights[0], session.level.knob("weight")
        word = weight_name(attempt.now, 0)
        self.axis = WeightAxis(bowl, weight, label=word, drop=drop) if knob is None else WeightAxis(
            bowl, weight, knob.low, knob.high, label=word, drop=drop, snap=knob.snap, nudge=knob.nudge,
            values=[float(v) for v in knob.values() or ()] or None, on_change=partial(attempt.dragging, "weight"),
            on_done=partial(attempt.turn, "weight"), on_fault=self.host.game.toasts.add, show=neuron_number,
        )  # fmt: skip
        if self.rect[3] < HIGH:
            self.axis.bubble, self.axis.quiet = None, True

    def update(self, seconds: float) -> None:
        super().update(seconds)
        self._follow(seconds, self.host.game.settings.still)
        fresh = is_fresh(self.attempt.shown)
        if self.bowl is not None and self.bowl.marks is fresh:
            self.bowl = self.bowl.marked(not fresh)
            if self.axis is not None:
                self.axis.bowl = self.bowl
        seen = self.seen
        if seen is not None and self.axis is not None and self.axis.fixed and self.axis.bowl is not seen:
            self._make_axis(seen)
        if self.axis is not None:
            self.axis.quiet = self.rect[3] < HIGH or self.ghosts.seen is not None  # their tags may stand there
        if self.axis is not None and self.axis.typed is None:
            at = self.at()
            hops = self.attempt.playback.hop_progress > 0
            self.axis.value, self.axis.at = at if hops else weight_at(self.attempt.shown, self.attempt.step), at

    def paint(self, canvas: Canvas) -> None:
        if not self.one and self.attempt.now.visibility("weight") != "hidden":
            # Many weights have no bowl: a bar for each
            session, step = self.attempt.shown, self.attempt.step
            now = session.run.weights_at(step)
            limit = max([1e-9, *(abs(w) for w in session.run.start), *(abs(w) for w in session.weights)])
            level = self.attempt.now
            named = level.network.weight_names or level.knob("weight") is not None
            names = [weight_name(level, index) for index in range(len(now))] if named else ()
            draw_weights(canvas, self.rect, now, 1.2 * limit, names)
        if self.bowl is not None:
            bowl, tilt = self.seen or self.bowl, self.tilt
            bowl.paint(canvas)
            if tilt:
                # The land once more, a little aside: within the panel, whose edges stand
                x, y, w, _h = bowl.rect
                edge = abs(tilt) + 2
                with canvas.clip(x + edge, y + edge, w - 2 * edge, bowl.sky - edge), canvas.shift(tilt, 0.0):
                    bowl.paint(canvas)
            with canvas.shift(tilt, 0.0):
                # The author's own data: over the number line, where each example alone would be met
                (x, y, w, _h), low = bowl.rect, bowl.rect[1] + bowl.sky
                spots = [(bowl.pixel_x(weight), low - ABOVE) for weight in self.examples if bowl.fits(weight)]
                draw_goal_points(canvas, (x, low - 2 * ABOVE, w, 2 * ABOVE), spots)
                self._paint_run(canvas, bowl, pip_mood(self.attempt))
            scene = self.scene
            if scene is not None:
                x, y, w, _h = self.rect
                state = strip_state(self.attempt, self.at())
                scene.paint(canvas, (x + 1, y + bowl.sky, w - 2, HIGH_STRIP), bowl.pixel_x, state)
        if self.axis is not None and self.axis.fixed:
            self.axis.draw(canvas, self.host.state(self.axis))

    def _follow(self, seconds: float, still: bool) -> None:
        """What Pip does, and where the eye rests."""
        self._landed = min(bowl_walk.DUST, self._landed + seconds)
        self._fade = max(0.0, self._fade - seconds)
        session, step, playback = self.attempt.shown, self.attempt.step, self.attempt.playback
        if self.bowl is None or still or not self.follows:
            self.zoom, self._left, self._looked = 1.0, 0.0, None
        else:
            goal = self.zoom_at(self.bowl, step)
            if playback.hop_progress and step < session.count:  # on the way to the next, and there before Pip lands
                part = smooth(playback.hop_progress * max(1.0, 1 / (PULL * playback.speed)))
                goal *= math.exp(part * math.log(self.zoom_at(self.bowl, step + 1) / goal))
            was, self._looked = self._looked, (session.run.serial, playback.at)
            jumped = was is not None and (was[0] != session.run.serial or not 0 <= playback.at - was[1] <= 1)
            if jumped and not playback.running and goal != self.zoom:
                self._time = self._left = BACK if goal == 1.0 else PULL
                self._off = math.log(self.zoom / goal)
            self._left = max(0.0, self._left - seconds)
            self.zoom = goal * math.exp(self._off * (1 - smooth(1 - self._left / self._time))) if self._left else goal
        # The player's Learn goes on out of sight once the eye stands where it is followed no further
        if self.bowl is not None and session is self.attempt.session and self.attempt.playback.running:
            gone = step - first_of_alpha(session, step) >= FOLLOWED
            if gone and self.follows and self.zoom_at(self.bowl, step) > 1:
                self.attempt.learn_out_of_sight()
                session, step = self.attempt.shown, self.attempt.step
        if session.run.network.size != 1:
            return
        now = (session.run.serial, step, weight_at(session, step))
        if self._was is not None and self._was[0] == now[0] and self._was[1] != step:
            if still:
                self._fade, self._faded = FADE, self._was[2]
            elif step == self._was[1] + 1:
                self._landed = 0.0
        self._was = now
        # A runaway goes on out of sight; the eye rests where it was last followed, or was last in the picture
        outcome = session.outcome
        if outcome is None or outcome is self._rested or playback.moving or playback.running or self.bowl is None:
            return
        self._rested = outcome
        if outcome.kind == "runaway" and session is self.attempt.session:
            last = self._last_inside(session, self.bowl)
            if self.follows and self.bowl.degree is not None:
                last = min(session.count, first_of_alpha(session, session.count) + FOLLOWED)
            self.attempt.look(last)

    def zoom_at(self, bowl: Bowl, step: int) -> float:
        """How many times further away it is to be seen in a step of the shown run."""
        session = self.attempt.shown
        first = first_of_alpha(session, step)
        for seen in range(min(step, first + FOLLOWED), first, -1):
            weight = weight_at(session, seen)
            if math.isfinite(weight):
                # 1 where the run is no further off than at its start
                start = weight_at(session, first)
                away = abs(weight - bowl.middle)
                if bowl.degree is None or not away > abs(start - bowl.middle) * (1 + NEARLY):
                    return 1.0
                x, _, w, _ = bowl.rect
                middle = bowl.pixel_x(bowl.middle)
                half = EDGE * min(middle - x, x + w - middle) / w * (bowl.weights[1] - bowl.weights[0])
                return max(1.0, away / half) if half > 0 and math.isfinite(away) else 1.0
        return 1.0

    def _last_inside(self, session: Session, bowl: Bowl) -> int:
        steps = (k for k in range(session.count + 1) if bowl.fits(weight_at(session, k)))
        return self._inside.of((session.run.serial, session.count, bowl), lambda: max(steps, default=0))

    def at(self) -> float:
        """The weight that Pip, slider and dial show: during a hop between two steps."""
        session, playback = self.attempt.shown, self.attempt.playback
        here = weight_at(session, self.attempt.step)
        if playback.hop_progress <= bowl_walk.OFF or self.attempt.step >= session.count:
            return here
        part = bowl_walk.flight(playback.hop_progress)
        return here + (weight_at(session, self.attempt.step + 1) - here) * part

    def _pip_at(self, bowl: Bowl) -> Point:
        session, step, hop_progress = self.attempt.shown, self.attempt.step, self.attempt.playback.hop_progress
        start = weight_at(session, step)
        if hop_progress <= bowl_walk.OFF:
            return bowl.rest_point(start, bowl_walk.PIP)
        return bowl_walk.along(bowl_walk.hop(bowl, start, weight_at(session, step + 1)), bowl_walk.flight(hop_progress))

    @property
    def tilt(self) -> float:
        """How far the picture leans as he crosses the goal: behind him, as a camera does that is too slow for him."""
        part, step = self.attempt.game.player_feedback.part("camera", "tilt"), self.attempt.step
        if part is None or step < 1 or self._fade:
            return 0.0
        way = weight_at(self.attempt.shown, step) - weight_at(self.attempt.shown, step - 1)
        return -math.copysign(TILT, way) * math.sin(math.pi * part) if math.isfinite(way) and way else 0.0

    def _paint_run(self, canvas: Canvas, bowl: Bowl, mood: str) -> None:
        tries = self.ghosts.seen
        if tries is not None:
            paint_words(canvas, bowl, self.attempt, False, [(tries.words, "text2")])
            self._paint_tries(canvas, bowl)
            return
        session, step, hop_progress = self.attempt.shown, self.attempt.step, self.attempt.playback.hop_progress
        far = bowl.zoom > 1
        failed = far or (session.outcome is not None and session.outcome.kind == "runaway")
        if far and step - first_of_alpha(session, step) >= DIZZY:
            mood = "dizzy"
        words = paint_words(canvas, bowl, self.attempt, failed and step > 0)
        weights, end = weights_to(session, step), max(0, step - bowl_walk.MOST)
        older = [weight_at(session, k) for k in range(0, end, max(1, end // bowl_walk.MOST))]  # some of those before
        fast = self.attempt.playback.running and hop_progress == 0 and step > 8
        if not self._fade:
            with canvas.clip(*bowl.rect[:3], bowl.sky):
                canvas.pip_glow(*self._pip_at(bowl), bowl_walk.PIP)  # behind the stones: their numbers are read
        moves = self._left > 0 or hop_progress > 0
        bowl_walk.draw_trail(canvas, bowl, weights, step + 1 - len(weights), failed, fast, older, words, moves)
        ghost = self.attempt.ghost_at_place
        if ghost is not None and ghost.count and ghost.run.network.size == 1:
            side = 1 if session.run.start[0] < ghost.weights[0] else -1
            bowl_walk.draw_ghost(canvas, bowl, ghost.weights[0], ghost_name(self.attempt), side)
        # What is felt of the run: the flag's light as he comes near, the band of the goal, a loop of stones
        felt, still = self.attempt.game.player_feedback, canvas.look.still  # else a light comes and goes
        glow, band, loop = felt.part("flag", "glow"), felt.part("band", "brighten"), felt.part("trail", "loop")
        if glow is not None:
            bright = 0.4 * (0.6 if still else math.sin(math.pi * glow))
            for flag in bowl.flags:
                canvas.glow(bowl.pixel_x(flag), bowl.height(flag) - 24, 90, "glow", bright)
        if band is not None and bowl.reached is not None:
            draw_floor(canvas, bowl, 10)
        if loop is not None:
            for weight in weights[-felt.loop :]:
                if bowl.fits(weight):
                    bright = 0.6 if still else math.sin(math.pi * loop)
                    canvas.glow(*bowl.rest_point(weight, bowl_walk.STONE), 44, "glow", 0.7 * bright)
        if hop_progress > 0:
            start, goal = weight_at(session, step), weight_at(session, step + 1)
            look = (0.28 if goal > start else -0.28, 0.22)
            bowl_walk.draw_drop(canvas, bowl, self.at())
            if hop_progress <= bowl_walk.ARROW:
                bowl_walk.draw_reach(canvas, bowl, start, goal, hop_progress / bowl_walk.ARROW)
                canvas.pip(*bowl.rest_point(start, bowl_walk.PIP), bowl_walk.PIP, look, mood, glow=False)
                return
            part, shape = bowl_walk.flight(hop_progress), bowl_walk.stretch_at(hop_progress)
            if hop_progress > bowl_walk.OFF:
                bowl_walk.draw_way(canvas, bowl, weights, step, goal, part, far)
                gone = (hop_progress - bowl_walk.OFF) / self.attempt.playback.speed / PUFF
                x, y = bowl.rest_point(start, bowl_walk.PIP)
                if gone < 1 and bowl.fits(start):
                    bowl_walk.draw_dust(canvas, x, y + bowl_walk.PIP, gone, landed=False)
                look = (look[0], -0.12 + 0.47 * part)
            with canvas.clip(*bowl.rect[:3], bowl.sky):
                canvas.pip(*self._pip_at(bowl), bowl_walk.PIP, look, mood, glow=False, stretch=shape)
        else:
            self._paint_rest(canvas, bowl, session, step, mood, failed)

    def _paint_tries(self, canvas: Canvas, bowl: Bowl) -> None:
        """The machine's tries hop side by side; where they came from is dotted."""

        def between(ghost: TryGhost, here: Point, _to: Point, part: float) -> Point:
            if not part or ghost.upcoming == ghost.weights:
                return here
            return bowl_walk.along(bowl_walk.hop(bowl, ghost.weights[0], ghost.upcoming[0], GHOST), part)

        def behind(seen: TryGhosts) -> None:  # drawn once a beat
            hops = tuple(
                (tuple(bowl_walk.points_of(bowl_walk.hop(bowl, ghost.before[0], ghost.weights[0], GHOST))), ghost.leads)
                for ghost in seen.ghosts
                if seen.beat and not ghost.faint and ghost.before != ghost.weights
            )
            if hops:
                top = max(y, min(spot[1] for points, _leads in hops for spot in points) - 4)
                canvas.once((x, top, w, y + bowl.sky - top), _draw_hops, hops)

        (x, y, w, _h), head, start = bowl.rect, HEAD * canvas.type, self.attempt.shown.run.start[0]
        flags = [(bowl.pixel_x(flag) - 6, bowl.height(flag) - 50, 44.0, 50.0) for flag in bowl.flags]
        self.ghosts.paint(
            canvas, bowl, (x, y, w, bowl.sky), lambda weights: bowl.rest_point(weights[0], GHOST),
            (x, y + head, w, bowl.sky - head), flags, stone=bowl.rest_point(start, bowl_walk.STONE),
            between=between, behind=behind,
        )  # fmt: skip

    def _paint_rest(self, canvas: Canvas, bowl: Bowl, session: Session, step: int, mood: str, failed: bool) -> None:
        attempt = self.attempt
        weight = weight_at(session, step)
        arrow = attempt.now.visibility("arrow")
        settled = session.outcome is not None and step >= session.count
        if arrow != "none" and not failed and not settled and bowl.fits(weight):
            bowl_walk.draw_tangent(canvas, bowl, weight)
        bowl_walk.draw_drop(canvas, bowl, weight)
        # How the next step goes: all of it, only which way, or nothing, as the level allows
        asked, blame = attempt.open_bets.open is not None, None
        visible = not asked and not settled and not failed and bowl.fits(weight) and session.run.learner is not None
        if arrow != "none" and visible:
            with suppress(ArithmeticError):  # beyond what a number can be
                blame = session.run.weight_deltas_at(step)[0]
        if blame is not None and arrow == "preview":  # where the next step goes is worked out once
            key = (session.run.serial, session.count, step, weight, repr(session.knobs))

            def upcoming() -> float | None:
                if step < session.count:
                    return weight_at(session, step + 1)
                trial = session.copy()
                with suppress(Impossible, Fault):
                    trial.learn(1)
                return trial.weights[0] if trial.count > step else None

            end = self._upcoming.of(key, upcoming)
            if end is not None and end != weight:
                alphas = session.run.alpha_at(step)
                alpha = alphas if isinstance(alphas, (int, float)) else alphas[0]
                own = abs(weight - alpha * blame - end) <= 1e-9 * (1 + abs(end))
                bowl_walk.draw_next(canvas, bowl, weight, end, own)
        elif blame:
            # Only which way, not how far
            (x, y), side = bowl.rest_point(weight, bowl_walk.PIP), 1 if blame < 0 else -1
            start = x + side * (bowl_walk.PIP + 6)
            canvas.arrow(start, y, start + side * bowl_walk.DIRECTION, y, "text", 4.5, 12)
        if failed and bowl.zoom == 1 and session.count and step >= self._last_inside(session, bowl):
            mood = "dizzy"
        look = (0.28 if bowl.slope(bowl.inside(weight)) > 0 else -0.28, 0.22) if mood == "calm" else (0.0, 0.05)
        if self._fade > 0 and self._faded is not None:
            gone = round(8 * self._fade / FADE) / 8
            for place, alpha in ((self._faded, gone), (weight, 1 - gone)):
                # On whole pixels: every opacity is made of one picture
                (x, y), r = map(round, bowl.rest_point(place, bowl_walk.PIP)), bowl_walk.PIP
                box = (x - 3 * r, y - 3 * r, 6 * r, 6 * r)
                canvas.once(box, type(canvas).pip, x, y, r, look, mood, alpha=alpha)
            return
        x, y = bowl.rest_point(weight, bowl_walk.PIP)
        if not bowl.fits(weight):  # he waits at the rim: where the run really is
            right = weight > bowl.rim[1]
            beyond = _("→ {weight}, out of the picture") if right else _("← {weight}, out of the picture")
            text = beyond.format(weight=number(weight, 2))
            (left, top, w, _h), k = bowl.rect, canvas.type
            width, height = canvas.width(text, LABEL) + 24, 14 + 18 * k
            left = left + w - 16 - width if right else left + 16
            top = min(y + 28, top + bowl.sky - height - 8)
            draw_plate(canvas, (left, top, width, height), "error", alpha=0.96)
            canvas.text_vcenter(left + 12, top + height / 2, text, LABEL)

        def living() -> None:
            seen = CODE if canvas.life.glance and mood == "calm" else look
            pose = pose_of(attempt.game.player_feedback, seen, mood)
            shape = bowl_walk.stretch_at(0.0, self._landed) if self._landed < bowl_walk.LANDING else pose.stretch
            canvas.pip(x, y - pose.lift, bowl_walk.PIP, pose.look, pose.mood, glow=False, stretch=shape)

        with canvas.clip(*bowl.rect[:3], bowl.sky):
            if self._landed < bowl_walk.DUST and bowl.fits(weight):
                bowl_walk.draw_dust(canvas, x, y + bowl_walk.PIP, self._landed / bowl_walk.DUST, landed=True)
            canvas.alive(living)


def _draw_hops(canvas: Canvas, hops: list[tuple[list[Point], bool]]) -> None:
    for points, leads in hops:
        canvas.polyline(points, "text2", 3, 0.8 if leads else 0.4, (1, 11))
