"""The neuron of one weight: its error bowl with Pip in it, the number line under it, and the code that runs.

A level with more weights has no bowl here, but a bar for each; everything else is the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from math import inf, isfinite

from ...attempt.attempt import Attempt
from ...attempt.bets import run_of
from ...attempt.shown import unit_name, weight_name
from ...rules.actions import is_fresh
from ...rules.knob import MOST_BY_HAND
from ...rules.question import Marker
from ...rules.session import Session
from ...view.bowls.error_bowl import DROP, Bowl, WeightAxis, spread
from ...view.charts.plot import draw_goal_points
from ...view.charts.vote_bars import draw_weights
from ...view.draw.canvas import Canvas
from ...view.format.numbers import neuron_number
from ...view.networks.neuron_panel import NeuronView
from ...view.scenery.strips import HIGH as HIGH_STRIP
from ...view.scenery.strips import STRIPS, Strip, StripState
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.panel import Box, Part, Split, column
from ...view.widgets.widget import Rect, Widget
from ..shared.board import kinds_of
from ..shared.bowl_room import error_of, goal_weights, room_for
from ..shared.knob_panel import KnobPanel, weights_of
from ..shared.neuron_model import has_one_weight, ruler_of, seen_of, tolerance_of, weight_at, weight_band
from ..shared.panel import Host, grow
from ..shared.tiles import pip_mood
from .bowl_stage import BowlStage
from .column_board import ALONE, ColumnBoard, StagePanel

# ---------------------------------------------------------------------------------------------------------------------
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
        return _weight_of_kind(session, kind, (kind,), bottom, answer == question.right)
    if question.asks in ("outcome", "steps") and (kinds or isinstance(means, int)):
        return _weight_of_kind(session, kinds[0] if kinds else "land", kinds, bottom, answer == question.right)
    return None


def _weight_of_kind(session: Session, kind: str, kinds: Sequence[str], bottom: float, right: bool) -> float:
    start = session.run.start[0]
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


# ---------------------------------------------------------------------------------------------------------------------
# What the strip of a level's world shows, read from the attempt.


NEWEST = 20  # places before the one that is shown
SEEN = ("input", "weight", "goal")  # what a strip would else give away


def strip_state(attempt: Attempt, at: float) -> StripState:
    """The numbers of now; `at`: the weight that Pip shows, during a hop between two steps."""
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


AWAY = 0.3  # of the sky's height: there an answer stands that lies beyond an edge
HIGH = 400.0  # a lower one has no room for a bubble
LEAST_SKY, MORE_SKY = 260.0, 80.0  # where a strip lies under it; what its own words need besides, if twice as large
ABOVE = 9.0  # the points of the examples are so far above the number line


class BowlBoard(ColumnBoard):
    """The last of the kinds: it suits every level."""

    def make_stage(self) -> StagePanel:
        self.bowl_panel = BowlPanel(self.host)
        self.turned = KnobPanel(self.host, columns=2)
        self._answers = dict[tuple[int, str | float], float | None]()  # their weights: found once
        return self.bowl_panel

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
    """The bowl with Pip over the number line, which has no bubble where it is low."""

    bare, words = (200.0, 70.0), (100.0, 150.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.pip = BowlStage(host.attempt)
        self.bowl: Bowl | None = None
        self.axis: WeightAxis | None = None
        self.examples: tuple[float, ...] = ()  # the weight at which each of the author's own examples would be met

    @property
    def seen(self) -> Bowl | None:
        return self.pip.camera.see(self.bowl) if self.bowl is not None else None

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

    def key(self) -> tuple[object, ...]:
        return (*super().key(), self.low)

    def place(self, rect: Rect) -> list[Widget]:
        super().place(rect)
        return [self.axis] if self.axis and not self.axis.fixed else []

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.bowl is None else []

    def look(self) -> NeuronView:
        limit = max(abs(w) for w in self.bowl.weights) if self.bowl is not None else ALONE
        return seen_of(self.attempt, self.pip.at() if self.one else 0.0, limit, self.ruler)

    def make(self) -> None:
        super().make()
        session, rect = self.attempt.shown, self.rect
        run, knob = session.run, session.level.knob("weight")
        self.bowl = self.axis = self.pip.bowl = None
        if not self.one or session.level.visibility("bowl") != "full":
            return
        if knob is not None:
            weights, flags = spread(knob.low, knob.high, rect[2]), None
        else:
            weights, flags = room_for(session, self.attempt.ghost_at_place)
        if session.level.visibility("goal") == "hidden":
            flags = ()
        sky = rect[3] - self.low
        self.bowl = self.pip.bowl = Bowl(rect, sky, weights, error_of(run), seen=run.start[0], bottoms=flags,
                                         marks=not is_fresh(session), reached=weight_band(session))  # fmt: skip
        self.ruler = ruler_of(session, [[w] for w in (*self.bowl.rim, run.start[0])])
        self.pip.camera.follows = knob is None
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
        self.pip.update(seconds, self.host.game.settings.still)
        fresh = is_fresh(self.attempt.shown)
        if self.bowl is not None and self.bowl.marks is fresh:
            self.bowl = self.pip.bowl = self.bowl.marked(not fresh)
            if self.axis is not None:
                self.axis.bowl = self.bowl
        seen = self.seen
        if seen is not None and self.axis is not None and self.axis.fixed and self.axis.bowl is not seen:
            self._make_axis(seen)
        if self.axis is not None:
            self.axis.quiet = self.rect[3] < HIGH or self.pip.ghosts.seen is not None  # their tags may stand there
        if self.axis is not None and self.axis.typed is None:
            at = self.pip.at()
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
            bowl, tilt = self.pip.camera.see(self.bowl), self.pip.tilt
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
                self.pip.paint(canvas, pip_mood(self.attempt))
            scene, seen = self.scene, self.seen
            if scene is not None and seen is not None:
                x, y, w, _h = self.rect
                state = strip_state(self.attempt, self.pip.at())
                scene.paint(canvas, (x + 1, y + seen.sky, w - 2, HIGH_STRIP), seen.pixel_x, state)
        if self.axis is not None and self.axis.fixed:
            self.axis.draw(canvas, self.host.state(self.axis))
