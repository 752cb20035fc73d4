"""What moves in the bowl of the play screen: Pip, hops, trail, ghost, the next step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls import bowl_walk, next_step, pip_body
from ...view.bowls.bowl_landscape import draw_floor
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.pip_body import (
    DUST,
    LANDING,
    OFF,
    draw_landing,
    draw_take_off,
    flight,
    stretch_after,
    stretch_at,
)
from ...view.draw.plate import draw_plate
from ...view.draw.tokens import LABEL
from ...view.format.numbers import number
from ..shared.bowl_room import last_that_fits
from ..shared.neuron_model import next_weight, older_than, weight_at, weights_to
from ..shared.pip_pose import pose_of
from ..shared.run_labels import ghost_name
from .bowl_camera import BowlCamera, first_of_alpha, resting_step
from .bowl_ghosts import BowlGhosts
from .sky_words import SkyWords

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ...view.draw.raster import Point

FADE = 0.15
CODE = (0.34, -0.06)  # where he looks for the line that runs next
PUFF = 0.12  # seconds that the dust of a take-off is in the air
DIZZY = 8  # steps further and further away
TILT = 4.0  # px that the picture leans as he crosses the goal


class BowlStage:
    """Reads the attempt; `bowl` is set by the board, None: there is none to see."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.bowl: Bowl | None = None
        self.camera = BowlCamera(attempt)
        self.ghosts, self.words = BowlGhosts(attempt), SkyWords(attempt)
        self._fade = 0.0
        self._landed = DUST  # seconds since he came down
        self._faded: float | None = None  # the weight that Pip fades away from
        self._was: tuple[int, int, float] | None = None  # the run, its step, its weight when last seen
        self._inside: tuple[object, int] = (None, 0)
        self._coming: tuple[object, float | None] = (None, None)
        self._rested: object = None  # the outcome after which the eye was moved back into the bowl

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        """Pip has just landed, or fades in, or is followed."""
        return self._landed < DUST or self._fade > 0 or self.camera.moving

    def update(self, seconds: float, still: bool) -> None:
        self._landed = min(DUST, self._landed + seconds)
        self._fade = max(0.0, self._fade - seconds)
        self.camera.update(self.bowl, seconds, still)
        if self.bowl is not None and self.camera.left_behind(self.bowl):
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
        self._rest_inside(session)

    def _rest_inside(self, session: Session) -> None:
        """A runaway goes on out of sight; the eye rests where it was last followed, or was last in the picture."""
        outcome, playback = session.outcome, self.attempt.playback
        if outcome is None or outcome is self._rested or playback.moving or playback.running or self.bowl is None:
            return
        self._rested = outcome
        if outcome.kind == "runaway" and session is self.attempt.session:
            followed = self.camera.follows and self.bowl.degree is not None
            self.attempt.look(resting_step(session) if followed else self._last_inside(session, self.bowl))

    def _last_inside(self, session: Session, bowl: Bowl) -> int:
        key = (session.run.serial, session.count, bowl)
        if self._inside[0] != key:
            self._inside = (key, last_that_fits(session, bowl))
        return self._inside[1]

    def _next(self, session: Session, step: int, weight: float) -> float | None:
        """Where the next step goes; worked out once."""
        key = (session.run.serial, session.count, step, weight, repr(session.knobs))
        if self._coming[0] != key:
            self._coming = (key, next_weight(session, step))
        return self._coming[1]

    def at(self) -> float:
        """The weight that Pip, slider and dial show: during a hop between two steps."""
        session, playback = self.attempt.shown, self.attempt.playback
        here = weight_at(session, self.attempt.step)
        if playback.hopping <= OFF or self.attempt.step >= session.count:
            return here
        part = flight(playback.hopping)
        return here + (weight_at(session, self.attempt.step + 1) - here) * part

    def _pip_at(self, bowl: Bowl) -> Point:
        """Where he is: on his way, or at his weight."""
        session, step, hopping = self.attempt.shown, self.attempt.step, self.attempt.playback.hopping
        start = weight_at(session, step)
        if hopping <= OFF:
            return bowl.seat(start, bowl_walk.PIP)
        return bowl_walk.along(bowl_walk.hop(bowl, start, weight_at(session, step + 1)), flight(hopping))

    @property
    def tilt(self) -> float:
        """How far the picture leans as he crosses the goal: behind him, as a camera does that is too slow for him."""
        part, step = self.attempt.game.feel.part("camera", "tilt"), self.attempt.step
        if part is None or step < 1 or self._fade:
            return 0.0
        way = weight_at(self.attempt.shown, step) - weight_at(self.attempt.shown, step - 1)
        return -math.copysign(TILT, way) * math.sin(math.pi * part) if math.isfinite(way) and way else 0.0

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, mood: str) -> None:
        if self.bowl is None:
            return
        bowl = self.camera.see(self.bowl)
        tries = self.ghosts.seen
        if tries is not None:
            self.words.paint(canvas, bowl, False, [(tries.words, "text2")])
            self.ghosts.paint(canvas, bowl, tries)
            return
        session, step, hopping = self.attempt.shown, self.attempt.step, self.attempt.playback.hopping
        far = bowl.zoom > 1
        failed = far or (session.outcome is not None and session.outcome.kind == "runaway")
        if far and step - first_of_alpha(session, step) >= DIZZY:
            mood = "dizzy"
        self.words.paint(canvas, bowl, failed and step > 0)
        weights, older = weights_to(session, step), older_than(session, step)
        fast = self.attempt.playback.running and hopping == 0 and step > 8
        if not self._fade:
            with canvas.clip(*bowl.rect[:3], bowl.sky):
                canvas.pip_glow(*self._pip_at(bowl), bowl_walk.PIP)  # behind the stones: their numbers are read
        if far:
            moving = self.camera.moving or hopping > 0
            bowl_walk.draw_far_trail(canvas, bowl, weights, step + 1 - len(weights), moving)
        else:
            bowl_walk.draw_trail(canvas, bowl, weights, step + 1 - len(weights), failed, fast, older)
        self._paint_ghost(canvas, bowl, session)
        self._paint_felt(canvas, bowl, weights)
        if hopping > 0:
            self._paint_hop(canvas, bowl, session, step, hopping, mood)
        else:
            self._paint_rest(canvas, bowl, session, step, mood, failed)

    def _paint_felt(self, canvas: Canvas, bowl: Bowl, weights: Sequence[float]) -> None:
        """What is felt of the run: the flag's light as he comes near, the band of the goal, a loop of stones."""
        feel, still = self.attempt.game.feel, canvas.look.still
        glow, band, loop = feel.part("flag", "glow"), feel.part("band", "brighten"), feel.part("trail", "loop")
        if glow is not None:
            for flag in bowl.flags:
                canvas.glow(bowl.X(flag), bowl.height(flag) - 24, 90, "glow", 0.4 * swell(glow, still))
        if band is not None and bowl.reached is not None:
            draw_floor(canvas, bowl, 10)
        if loop is not None:
            for weight in weights[-feel.loop :]:
                if bowl.fits(weight):
                    canvas.glow(*bowl.seat(weight, bowl_walk.STONE), 44, "glow", 0.7 * swell(loop, still))

    def _paint_hop(self, canvas: Canvas, bowl: Bowl, session: Session, step: int, hopping: float, mood: str) -> None:
        start, end = weight_at(session, step), weight_at(session, step + 1)
        look = (0.28 if end > start else -0.28, 0.22)
        bowl_walk.draw_drop(canvas, bowl, self.at())
        if hopping <= pip_body.ARROW:
            next_step.draw_reach(canvas, bowl, start, end, hopping / pip_body.ARROW)
            canvas.pip(*bowl.seat(start, bowl_walk.PIP), bowl_walk.PIP, look, mood, glow=False)
            return
        part, shape = flight(hopping), stretch_at(hopping)
        if hopping > OFF:
            failed = bowl.zoom > 1
            bowl_walk.draw_way(canvas, bowl, weights_to(session, step), step, end, part, failed)
            gone = (hopping - OFF) / self.attempt.playback.speed / PUFF
            x, y = bowl.seat(start, bowl_walk.PIP)
            if gone < 1 and bowl.fits(start):
                draw_take_off(canvas, x, y + bowl_walk.PIP, gone)
            look = (look[0], -0.12 + 0.47 * part)
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            canvas.pip(*self._pip_at(bowl), bowl_walk.PIP, look, mood, glow=False, stretch=shape)

    def _paint_rest(self, canvas: Canvas, bowl: Bowl, session: Session, step: int, mood: str, failed: bool) -> None:
        attempt = self.attempt
        weight = weight_at(session, step)
        arrow = attempt.now.visibility("arrow")
        settled = session.outcome is not None and step >= session.count
        if arrow != "none" and not failed and not settled and bowl.fits(weight):
            bowl_walk.draw_tangent(canvas, bowl, weight)
        bowl_walk.draw_drop(canvas, bowl, weight)
        asked = attempt.asking.open is not None
        if not asked and not settled and not failed and bowl.fits(weight):
            self._paint_arrow(canvas, bowl, session, step, weight, arrow)
        if failed and bowl.zoom == 1 and session.count and step >= self._last_inside(session, bowl):
            mood = "dizzy"
        look = (0.28 if bowl.slope(bowl.inside(weight)) > 0 else -0.28, 0.22) if mood == "calm" else (0.0, 0.05)
        if self._fade > 0 and self._faded is not None:
            gone = round(8 * self._fade / FADE) / 8
            bowl_walk.draw_pip(canvas, *bowl.seat(self._faded, bowl_walk.PIP), look=look, mood=mood, alpha=gone)
            bowl_walk.draw_pip(canvas, *bowl.seat(weight, bowl_walk.PIP), look=look, mood=mood, alpha=1 - gone)
            return
        if canvas.life.glance and mood == "calm":
            look = CODE
        if not bowl.fits(weight):
            self._paint_beyond(canvas, bowl, weight)
        x, y = bowl.seat(weight, bowl_walk.PIP)
        pose = pose_of(attempt.game.feel, look, mood)
        shape = stretch_after(self._landed) if self._landed < LANDING else pose.stretch
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            if self._landed < DUST and bowl.fits(weight):
                draw_landing(canvas, x, y + bowl_walk.PIP, self._landed / DUST)
            canvas.pip(x, y - pose.lift, bowl_walk.PIP, pose.look, pose.mood, glow=False, stretch=shape)

    def _paint_beyond(self, canvas: Canvas, bowl: Bowl, weight: float) -> None:
        """He waits at the rim: where the run really is."""
        right = weight > bowl.rim[1]
        told = _("→ {weight}, out of the picture") if right else _("← {weight}, out of the picture")
        text = told.format(weight=number(weight, 2))
        (x, y, w, _h), k = bowl.rect, canvas.type
        wide, high = canvas.width(text, LABEL) + 24, 14 + 18 * k
        left = x + w - 16 - wide if right else x + 16
        top = min(bowl.seat(weight, bowl_walk.PIP)[1] + 28, y + bowl.sky - high - 8)
        draw_plate(canvas, (left, top, wide, high), "error", alpha=0.96)
        canvas.mid_text(left + 12, top + high / 2, text, LABEL)

    def _paint_arrow(self, canvas: Canvas, bowl: Bowl, session: Session, step: int, weight: float, arrow: str) -> None:
        """How the next step goes: all of it, only which way, or nothing, as the level allows."""
        if arrow == "none" or session.run.learner is None:
            return
        try:
            blame = session.run.weight_deltas_at(step)[0]
        except ArithmeticError:  # beyond what a number can be
            return
        if arrow == "preview":
            end = self._next(session, step, weight)
            if end is not None and end != weight:
                alphas = session.run.alpha_at(step)
                alpha = alphas if isinstance(alphas, (int, float)) else alphas[0]
                own = abs(weight - alpha * blame - end) <= 1e-9 * (1 + abs(end))
                next_step.draw_next(canvas, bowl, weight, end, own)
        elif blame:
            next_step.draw_direction(canvas, bowl, weight, -blame)

    def _paint_ghost(self, canvas: Canvas, bowl: Bowl, session: Session) -> None:
        ghost = self.attempt.ghost_here
        if ghost is not None and ghost.count and ghost.run.network.size == 1:
            side = 1 if session.run.start[0] < ghost.weights[0] else -1
            bowl_walk.draw_ghost(canvas, bowl, ghost.weights[0], ghost_name(self.attempt), side)


def swell(part: float, still: bool) -> float:
    """How bright something is that comes and goes, 0 ... 1; with reduced motion it only stands."""
    return 0.6 if still else math.sin(math.pi * part)
