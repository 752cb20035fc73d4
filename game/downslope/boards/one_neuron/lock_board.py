"""A prediction that has to pass a gate on its way to the goal: a boat, a lock and a quay, over the whole width.

Under it the engine, which is the learner, and the throttle, which is alpha. Once the run has begun there is nothing to
turn, where the level says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import pi, sin
from typing import NamedTuple

from ...attempt.bets import run_of
from ...i18n import _
from ...rules import Example, Knob, Learn, Level, Marker, Question, Session, item_title
from ...view.bowls.bowl_walk import glide
from ...view.draw import LABEL, Canvas
from ...view.scenery.moving_picture import draw_thing
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.button import LIP, Button
from ...view.widgets.panel import Box, Part, Split, column, row
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board, Keys, TileSpec, default_tiles, pip_mood
from ..shared.knob_panel import KnobPanel, rows_of
from ..shared.neuron_model import goal_band
from ..shared.panel import AttemptPanel, Host
from ..shared.runs_panel import HistoryPanel
from ..shared.try_ghosts import GhostStage

STRIDES, STRIDE, AWAY = 5, 0.3, 2.0  # steps that show how an engine moves: how many, their alpha, how far the goal is
LEAST_WAY = 60.0  # px for them
FORESEEN = 2  # steps of a bet's run that are seen while it is asked
ROCKS, ROCK = 3, 5.0  # times to and fro, px that what was hit rocks
HORIZON, LANE = 0.42, 0.58  # of its height: where the water begins, and the middle of the lock
START, WAY = 0.06, 0.77  # of its width: where the boat sets out, and from there to the quay
BOAT, PIP, GHOST = 45.0, 14.0, 12.0  # the boat's sail above the lane; radii
WAKE, FOREIGN = 17.0, 46.0  # below the lane: its own wake, and another's
GATE, WALL, GAP = 55.0, 20.0, 11.0  # from the lane to a wall; its thickness; from the lane to an open leaf
QUAY = 60.0  # how far behind the goal


class LockBoard(Board):
    """`water`: the picture; `engines`: the choice of a learner; `throttle`: the other knobs."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.water, self.engines = WaterPanel(host), EnginesPanel(host)
        self.throttle, self.rest = KnobPanel(host), HistoryPanel(host)

    def stage_tree(self) -> Box | Split:
        self.throttle.own = [knob for knob in rows_of(self.attempt.now) if knob.name != "learner"]
        high = self.throttle.height
        turned = [Part(self.throttle)] if self.throttle.own else []
        if self.engines.knob is not None:
            turned.insert(0, Part(self.engines))
        return column(Part(self.water), Part(row(*turned), max(high, self.engines.least_size()[1]))) if turned else (
            self.water)  # fmt: skip

    def tiles(self) -> list[TileSpec]:
        """Where a run goes on as it was set, it is made at once: there is no single step to press."""
        tiles, level = default_tiles(self.attempt), self.attempt.now
        if level.knobs_until != "start":
            return tiles
        label = _(level.words.get("learn", "Learn"))
        kept = [tile for tile in tiles if tile.name != "step"]
        first = kept[0].name == "learn" and kept[0].enabled
        return [tile._replace(label=label, primary=first) if tile.name == "learn" else tile for tile in kept]

    def keys(self) -> Keys:
        """Space does what its tile would, if it had one."""
        alone = self.attempt.now.knobs_until == "start" and not self.attempt.over
        return {"step": lambda _intent: self.attempt.learn()} if alone else {}

    def words(self) -> tuple[str, str]:
        session = self.attempt.shown
        if session.count > session.recorded:
            return "", ""
        return _("Too fast through the lock and we bump."), _("Too slow and the tide is gone.")

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        question = self.attempt.level.questions[number]
        if not isinstance(question, Marker):
            return super().anchor(number, answer)
        (x, y, w, h), at = self.water.rect, float(answer)
        spot = self.water.x_of(at)
        beyond = "left" if spot < x else "right" if spot > x + w else ""
        return AnswerAnchor(min(x + w, max(x, spot)), y + LANE * h, arrow=beyond, value=at)


class Boats(NamedTuple):
    """`at`: where the boat is; `past`: where it was; `other`: all places of another run; `foreseen`: of one that is
    asked about; `bumped`: the gate that it ran into, and how far the two have rocked, -1 ... 1."""

    at: float
    past: Sequence[float]
    other: Sequence[float]
    foreseen: Sequence[float]
    bumped: tuple[float, float] | None


class WaterPanel(AttemptPanel):
    """The run as a voyage on open water with a lock and a quay: what is seen follows from its predictions."""

    bare, words = (430.0, 290.0), (0.0, 20.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.ghosts = GhostStage(host.attempt)

    def prediction(self, weights: Sequence[float], session: Session | None = None) -> float:
        run = (session or self.attempt.shown).run
        return run.network.predict(weights, run.examples[0][0])[0]

    def x_of(self, prediction: float) -> float:
        """Where it is; beyond an edge it is far outside."""
        (x, _y, w, _h), run = self.rect, self.attempt.shown.run
        start, goal = self.prediction(run.start), run.examples[0][1][0]
        return x + w * (START + WAY * max(-9.0, min(9.0, (prediction - start) / ((goal - start) or 1.0))))

    def boats(self) -> Boats:
        attempt, session, step = self.attempt, self.attempt.shown, self.attempt.step
        path = [self.prediction(session.run.weights_at(k)) for k in range(min(step + 1, session.count) + 1)]
        at, part = path[step], glide(attempt.playback.hop_progress)
        if step < session.count and part > 0:
            at += (path[step + 1] - at) * part
        ghost, other = attempt.ghost_at_place, list[float]()
        if ghost is not None and ghost.base.gates == session.base.gates:
            other = [self.prediction(ghost.run.weights_at(k), ghost) for k in range(ghost.count + 1)]
        # Of a bet that is asked: where the first steps of its run go
        asked, foreseen = attempt.open_bets.question, list[float]()
        demo = run_of(asked, attempt.level, attempt.game.catalog) if isinstance(asked, Marker) else None
        if demo is not None:
            steps = range(1, min(FORESEEN, demo.count) + 1)
            foreseen = [self.prediction(demo.run.weights_at(k), demo) for k in steps]
        # The gate that the last step ran into, and how far it rocks now
        outcome, bumped = session.outcome, None
        if outcome is not None and outcome.kind == "bump" and step >= outcome.step:
            before, after = path[step - 1 : step + 1]
            gate = next(gate.at for gate in session.level.gates if (before < gate.at) != (after < gate.at))
            shake = attempt.game.player_feedback.part("world", "shake")
            bumped = gate, 0.0 if shake is None else sin(2 * pi * ROCKS * shake) * (1 - shake)
        return Boats(at, path[:step], other, foreseen, bumped)

    def paint(self, canvas: Canvas) -> None:
        session, x_of = self.attempt.shown, self.x_of
        gates = tuple((x_of(gate.at), abs(x_of(gate.at + gate.most) - x_of(gate.at)) / 2)
                      for gate in session.level.gates)  # fmt: skip
        band = goal_band(session)
        landing = tuple(sorted(map(x_of, band))) if band is not None else None
        canvas.once(self.rect, _draw_waters, self.rect, x_of(session.run.examples[0][1][0]), landing, gates)
        if self.ghosts.seen is not None:
            self.ghosts.paint_line(canvas, self.rect, self._spot)
            return
        # The leaves of the lock, wakes, another run's way, and the boat with Pip in it
        (x, y, w, h), boats = self.rect, self.boats()
        with canvas.clip(x + 1, y + 1, w - 2, h - 2):
            lane, hit = y + LANE * h, boats.bumped
            for gate in self.attempt.shown.level.gates:
                shut = hit is not None and hit[0] == gate.at
                at = x_of(gate.at) + (ROCK * hit[1] if shut and hit is not None else 0.0)
                for way in (-1, 1):
                    canvas.line(at, lane + way * GATE, at, lane + way * (0.0 if shut else GAP), "timber", 9)
            wakes = ((boats.past, WAKE, "white", 0.75), (boats.foreseen, WAKE, "prediction", 0.9),
                     (boats.other, FOREIGN, "white", 0.35))  # fmt: skip
            for spots, down, colour, alpha in wakes:
                for spot in spots:
                    canvas.ellipse(x_of(spot), lane + down, 7, 2.6, colour, alpha)
            if boats.other:
                ghost_x = x_of(boats.other[min(self.attempt.step, len(boats.other) - 1)])
                canvas.ghost(ghost_x, lane + FOREIGN - 10, GHOST, (0.4, 0.0))
            at = x_of(boats.at) if hit is None else x_of(hit[0]) - 34 + ROCK * hit[1]
            at = min(x + w - 36, max(x + 36, at))
            draw_thing(canvas, "harbour", at, lane - BOAT, only="here")
            canvas.pip(at + 2, lane - BOAT + 22, PIP, (0.5, 0.0), pip_mood(self.attempt))

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        """Where Pip would be with these weights; None: out of the picture."""
        x, y, w, h = self.rect
        at = self.x_of(self.prediction(weights))
        return (at, y + LANE * h - PIP) if x < at < x + w else None


def _draw_waters(canvas: Canvas, rect: Rect, goal: float, landing: tuple[float, ...] | None,
                 gates: tuple[tuple[float, float], ...]) -> None:  # fmt: skip
    """Sky, water, the lock with the longest step that may pass, the quay and its lamp. `gates`: x, half that step."""
    x, y, w, h = rect
    horizon, lane = y + HORIZON * h, y + LANE * h
    canvas.rect(x + 1, horizon, w - 2, y + h - horizon - 1, "harbour0", 16)
    canvas.gradient(x + 1, y + 1, w - 2, horizon - y + 16, ((0.0, "sky0"), (1.0, "sky2")), 16)
    canvas.rect(x + 1, horizon, w - 2, 18, "harbour0")
    with canvas.clip(x + 1, horizon, w - 2, y + h - horizon - 12):
        for row in range(int((y + h - horizon) / 39) + 1):
            draw_thing(canvas, "harbour", x, horizon - 12 + 39 * row, only="behind")
    if landing is not None:
        canvas.rect(landing[0], horizon, landing[1] - landing[0], lane - horizon + 85, "goal", 6, alpha=0.2)
    with canvas.clip(x + 1, y + 1, w - 2, h - 2):
        draw_thing(canvas, "harbour", goal + QUAY, lane - 71, 2, "goal")
    ruler, colour = lane + GATE + WALL + 18, "goal" if canvas.theme.dark else "ground_text"
    for gate, half in gates:
        for top in (lane - GATE - WALL, lane + GATE):
            canvas.rect(gate - 46, top, 92, WALL, "masonry", 4)
        canvas.line(gate - half, ruler, gate + half, ruler, "goal", 4)
        for end in (gate - half, gate + half):
            canvas.line(end, ruler - 8, end, ruler + 8, "goal", 4)
        canvas.within(gate, ruler + 12 + 14 * canvas.type, _("longest step through"), w - 2 * abs(gate - x - w / 2),
                      LABEL, colour, "middle")  # fmt: skip


class EnginesPanel(AttemptPanel):
    """The learners to choose from: a name each, and how long its steps are on the same way."""

    thing = "engines"
    bare, words = (400.0, 76.0), (0.0, 0.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.choices: list[EngineChoice] = []
        self._strides = dict[str, list[float]]()  # where the steps of each learner go

    @property
    def knob(self) -> Knob | None:
        return self.attempt.now.knob("learner")

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        learners = [str(stop) for stop in self.knob.stops] if self.knob is not None else []
        each, attempt, self.choices = (w - 24 - 12 * (len(learners) - 1)) / max(1, len(learners)), self.attempt, []
        level, catalog = attempt.level, attempt.game.catalog
        for number, learner in enumerate(learners):
            # Its first steps go from 0, on a way of their own: nothing of the level is told by them
            if learner not in self._strides:
                way = Level(level.id, title="", examples=[Example(1, AWAY)], weights=[0], learner=learner, alpha=STRIDE)
                session = run_of(Question("", (), "", actions=[Learn(STRIDES)], level=way), level, catalog)
                steps = range(session.count + 1) if session is not None else ()
                self._strides[learner] = [session.run.weights_at(k)[0] for k in steps if session is not None]
            named = level.words.get(f"learner {number + 1}") or item_title(catalog.learner(learner, level.plugin))
            area = (x + 12 + number * (each + 12), y + 10, each, h - 18)
            turn = partial(attempt.turn, "learner", learner)
            self.choices.append(EngineChoice(f"engine {number + 1}", area, _(named), on_press=turn))
            self.choices[-1].strides = self._strides[learner]
        self.update(0.0)
        return list(self.choices)

    def update(self, seconds: float) -> None:
        if self.knob is not None:
            open = self.attempt.show is not None and not self.attempt.show.has_chosen
            for choice, learner in zip(self.choices, self.knob.stops):
                choice.kind = "on" if self.attempt.shown.knobs["learner"] == learner and not open else "normal"


class EngineChoice(Button):
    """A learner: its name, and dots where its steps go."""

    strides: Sequence[float] = ()

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        middle, named = y + (height - LIP) / 2 + down, canvas.width(self.label, LABEL)
        canvas.text_vcenter(x + 18, middle, self.label, LABEL, colour)
        left, right = x + 18 + named + 26, x + width - 24
        if not self.strides or right - left < LEAST_WAY:
            return
        ink, far = "alpha" if self.kind == "on" else "text3", max(map(abs, self.strides)) or 1.0
        spots = [left + (right - left) * abs(stride) / far for stride in self.strides]
        canvas.line(spots[0], middle, max(spots), middle, ink, 2, 0.6)
        for spot in spots:
            canvas.circle(spot, middle, 5, ink)
