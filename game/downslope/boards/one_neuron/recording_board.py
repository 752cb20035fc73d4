"""A recording to take over: the bowl, its foot under a lens, the strip of errors to scrub, the alpha from there on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ...attempt.director import PlayRequest
from ...i18n import N_, _, plural_form
from ...rules import Knob, Next, Reset, Session, TakeOver
from ...view.bowls import bowl_walk
from ...view.bowls.bowl_walk import ARROW, glide
from ...view.bowls.error_bowl import Bowl, SmallBowl, bottoms, factor_tag, safe
from ...view.charts.run_chart import RecordingStrip
from ...view.draw import LEAD, STRONG, Canvas, Point, draw_disc
from ...view.format.numbers import number, telling
from ...view.networks.neuron_panel import NeuronView
from ...view.scenery.moving_picture import draw_thing
from ...view.scenery.strips import arcs_of
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import SPRING, Either, Line, Row, icon
from ...view.widgets.panel import Box, Laid, Part, Split, column
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board, TileSpec, default_tiles, meaning_of, shared_tiles
from ..shared.knob_panel import KnobCell
from ..shared.neuron_model import error_of, errors_of, ruler_of, seen_of, weight_at, weight_band, weights_to
from ..shared.panel import DrawnPanel, Host, ModelPanel, grow
from ..shared.runs_panel import ghost_name
from .column_board import NEURON_LEAST, StagePanel

RING = 14.0  # px: what is nearer to the flag than this is told in the lens
STONE, DOT, APART = 11.0, 4.5, 20.0
MOST = 40  # stones in the lens, the newest ones


def _stone(canvas: Canvas, spot: Point, number: int, edge: str) -> None:
    """A numbered stone; with the error's edge where the error had grown."""
    colour = "error" if edge == "error" else "ball2"
    size = (16 if number < 10 else 14) / max(1.0, canvas.type)
    draw_disc(canvas, spot, STONE, str(number), edge, 1.6, tint=0.24, hue=colour, size=size)


LOUD = 240.0  # a lower picture has no room for a loudspeaker


def is_taken_over(session: Session) -> bool:
    """The player has taken over, and has not gone back to the whole recording."""
    for action in reversed(session.actions):
        if isinstance(action, (TakeOver, Reset, Next)):
            return isinstance(action, TakeOver)
    return session.count > session.recorded


class RecordedBowl(StagePanel):
    """The bowl of the whole recording; where its foot is too small to be seen, that is under a lens.

    `bottom`, `unit`: the lowest weight, px for 1 of it; `factor`: how many times larger the lens shows it.
    """

    flat = True
    bare, words = (200.0, 120.0), (40.0, 40.0)
    bowl: Bowl
    lens: SmallBowl | None = None

    def __init__(self, host: Host, whole: Session) -> None:
        super().__init__(host)
        self.whole = whole
        self.bottom, self.unit, self.factor = 0.0, 1.0, 1.0

    def look(self) -> NeuronView:
        """The neuron at the step that is held."""
        limit = max(1.0, abs(self.whole.run.start[0]) * 2)
        return seen_of(self.attempt, weight_at(self.attempt.shown, self.attempt.step), limit, self.ruler)

    def make(self) -> None:
        run, rect = self.whole.run, self.rect
        error = error_of(run)
        weights = weights_to(self.whole, self.whole.count)
        lows = bottoms(error, weights)
        middle = lows[0] if lows else weights[0]
        far = max(abs(weight - middle) for weight in weights) or 1.0
        worst = max(weights, key=lambda weight: abs(weight - middle))
        bowl = self.bowl = Bowl(rect, rect[3], (middle - 1.12 * far, middle + 1.12 * far), error, seen=worst,
                                bottoms=(), reached=weight_band(self.whole))  # fmt: skip
        self.ruler = ruler_of(self.whole, [[w] for w in bowl.rim])
        bottom = self.bottom = bowl.lowest[0] if bowl.lowest else weights[0]
        unit = self.unit = rect[2] / (bowl.weights[1] - bowl.weights[0])
        self.factor, self.lens, away = 1.0, None, abs(weights[0] - bottom)
        if away > 0 and away * unit < RING:  # the start stands at 7/10 of the lens's radius
            x, y, w, _h = rect
            r = min(100.0, 0.36 * bowl.sky, 0.2 * w)
            factor = self.factor = 0.7 * r / away / unit
            cx, cy, floor = x + w * 0.5 - 1.08 * r, y + r + 18, safe(error, bottom)
            height = 0.94 * r / max(safe(error, weights[0]) - floor, 1e-300)
            low, top = bowl.reached or (bottom, bottom)
            self.lens = SmallBowl(
                (cx - r, cy - r, 2 * r, 2 * r), cx, cy + 0.56 * r,
                lambda along: (safe(error, bottom + along / unit / factor) - floor) * height, corner=r,
                flag=0.36 * r, strata=12, glow=0.9 * r, line=3.6, reached=(top - low) / 2 * unit * factor,
            )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        session, step = self.attempt.shown, self.attempt.step
        errors = errors_of(session)
        last = step if is_taken_over(session) else session.count  # a recording is there as a whole
        worse = tuple(i > 0 and errors[i] > errors[i - 1] for i in range(last + 1))
        # The bowl, with hops and stones; the trail leaves its last one to Pip where he is
        weights, bowl, lens = weights_to(session, last), self.bowl, self.lens
        bowl.paint(canvas)
        leaves = [i for i, weight in enumerate(weights) if abs(weight - self.bottom) * self.unit >= RING]
        outside = leaves if lens is not None else [0]  # the steps that are beyond the lens
        if outside:
            first = max(0, outside[0] - 1)
            bowl_walk.draw_trail(canvas, bowl, weights[first:], first, failed=True)
            if step < len(weights) - 1:
                with canvas.clip(*bowl.rect[:3], bowl.sky):
                    _stone(canvas, bowl.rest_point(weights[-1], bowl_walk.STONE), len(weights) - 1, "error")
        if lens is not None:
            lens.paint(canvas)
            x, y, w, h = lens.rect
            cx, cy, r = x + w / 2, y + h / 2, w / 2
            fx, fy = bowl.pixel_x(self.bottom), bowl.base
            away = math.hypot(fx - cx, fy - cy)
            sx, sy = (fx - cx) / away, (fy - cy) / away
            canvas.line(cx + sx * r, cy + sy * r, fx - sx * 9, fy - 4 - sy * 9, "text", 1.6, 0.8, (3, 5))
            canvas.circle(fx, fy - 4, 9, None, "text", 2)
            factor_tag(self.factor).stand(canvas, x + 2, y + h - 30, 0.0)
            canvas.once(lens.rect, self._stones, lens, tuple(weights), worse, step)
        # In the ground at the left: how loud the step is that is looked at
        x, y, _w, h = self.rect
        if h >= LOUD:
            draw_thing(canvas, "speaker", x + 16, y + h - 44, arcs=arcs_of(errors[step]))
        # Where the machine ended
        ghost = self.attempt.ghost_at_place
        if ghost is not None and ghost.count > ghost.recorded:
            weight, label = ghost.weights[0], ghost_name(self.attempt)
            if lens is None or not self.in_lens(weight):
                bowl_walk.draw_ghost(canvas, bowl, weight, label)
            else:
                left, top, w, h = lens.rect
                with lens.clip(canvas):
                    canvas.ghost(*lens.rest_point(self.along(weight), STONE), STONE, (0.2, 0.05))
                places = (left + w + 14, top + 6), (left + 0.86 * w, top + 0.3 * h)
                bowl_walk.draw_ghost_card(canvas, *places, label, 1)
        hop_progress, start = self.attempt.playback.hop_progress, weight_at(session, step)
        end = weight_at(session, step + 1) if hop_progress > ARROW and step < session.count else start
        far = abs(start - self.bottom) > abs(session.run.start[0] - self.bottom)
        landed = self.attempt.met and step >= session.count
        mood = "dizzy" if far and worse[: step + 1][-1] else "happy" if landed else "calm"
        # Pip on his way, or at rest
        part = glide(hop_progress)
        look = (0.0, 0.0) if start == end else (0.28 if end > start else -0.28, 0.2)
        if lens is not None and self.in_lens(start) and self.in_lens(end):
            lift = 0.0 if start == end else 30.0
            arc = bowl_walk.hop(lens, self.along(start), self.along(end), STONE, lift)
            with lens.clip(canvas):
                canvas.pip(*bowl_walk.along(arc, part), STONE + 1, look, mood)
            return
        arc = bowl_walk.hop(bowl, start, end, 17)
        spot = bowl.rest_point(end, 17) if start == end else bowl_walk.along(arc, part)
        with canvas.clip(*bowl.rect[:3], bowl.sky, 16):
            canvas.pip(*spot, 17, look, mood)

    def along(self, weight: float) -> float:
        return (weight - self.bottom) * self.unit * self.factor

    def in_lens(self, weight: float) -> bool:
        return self.lens is not None and self.lens.fits(self.along(weight), STONE)

    def _stones(self, canvas: Canvas, lens: SmallBowl, weights: Sequence[float], worse: Sequence[bool],
                at: int) -> None:  # fmt: skip
        inside = [i for i in range(len(weights)) if i != at and self.in_lens(weights[i])][-MOST:]
        placed: list[Point] = [lens.rest_point(self.along(weights[at]), STONE)] if self.in_lens(weights[at]) else []
        with lens.clip(canvas):
            for i in inside:
                spot = lens.rest_point(self.along(weights[i]), STONE)
                near = any((spot[0] - px) ** 2 + (spot[1] - py) ** 2 < APART * APART for px, py in placed)
                edge = "error" if worse[i] else "text2"
                if near:
                    canvas.circle(*lens.rest_point(self.along(weights[i]), DOT), DOT, edge)
                    continue
                placed.append(spot)
                _stone(canvas, spot, i, edge)


class AlphaFromHere(KnobCell):
    """`pending`: the alpha from here on. It waits for the take-over; after that it is turned at once."""

    flat = False
    down = 33.0

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height + 20.0 * (self.host.game.look().type - 1)

    def __init__(self, host: Host) -> None:
        knob = host.attempt.level.knob("alpha")
        self.free = knob is not None
        super().__init__(host, replace(knob or Knob("alpha"), title=N_("from here on")), turn=self._wait)
        self.pending = self.allowed(self.attempt.level.alpha)

    def place(self, rect: Rect) -> list[Widget]:
        widgets = super().place(rect)
        if self.control is not None:
            self.control.enabled = self.attempt.show is None and self.attempt.open_bets.played is None
        return widgets

    def value(self) -> float:
        shown = self.attempt.shown
        held = self.attempt.show is not None or is_taken_over(shown)
        return self.allowed(shown.knobs["alpha"]) if held else self.pending

    def allowed(self, alpha: object) -> float:
        """The nearest to which it can be turned."""
        value = float(alpha) if isinstance(alpha, (int, float)) else 0.1
        return self.knob.snap(value) if self.free else value

    def _wait(self, _name: str, alpha: float | str, _index: int) -> None:
        self.pending = float(alpha)
        if is_taken_over(self.attempt.session):
            self.attempt.turn("alpha", self.pending)

    def update(self, seconds: float) -> None:
        """While it is turned nothing is tried: it stands where the hand has it."""
        if self.control is None or self.host.focus != self.control.name or self.attempt.show is not None:
            super().update(seconds)


class RecordingPanel(ModelPanel["RecordingBoard"]):
    """The errors of all steps as bars, to be scrubbed."""

    flat = True
    bare, words = (120.0, 80.0), (160.0, 60.0)
    strip: RecordingStrip

    def place(self, rect: Rect) -> list[Widget]:
        self.strip = RecordingStrip("recording", rect, self.text_scale, self.model.scrub)
        return [self.strip]

    def update(self, seconds: float) -> None:
        shown, whole, strip = self.attempt.shown, self.model.whole, self.strip  # a session at the recording's end
        each_alpha = (shown.run.history.setting_at(step).alpha for step in range(shown.count))
        strip.alphas = tuple(float(alpha if isinstance(alpha, (int, float)) else alpha[0]) for alpha in each_alpha)
        strip.errors, strip.recorded = tuple(errors_of(shown)), shown.recorded
        strip.rest = tuple(errors_of(whole)) if shown.recorded < whole.recorded else ()
        strip.passed, strip.hold = frozenset(self.model.passed), "" if is_taken_over(shown) else _("take over at")
        strip.look(self.attempt.step, len(strip.errors) - 1)
        strip.end_at(float(max(1, strip.slots - 1)))

    def paint(self, canvas: Canvas) -> None:
        # With what the player bet, in a few words, and whether it was right; of what is played it is not told yet
        bets, note, right = self.attempt.open_bets, "", None
        asked, answer = next(((k, each) for k, each in bets.given.items() if k != bets.played), (-1, ""))
        if asked >= 0:
            right, answer_words = bets.answered.get(asked), _(answer) if isinstance(answer, str) else number(answer)
            if isinstance(answer, str) and answer.isdigit():
                answer_words = f"×{answer}" if bets.questions[asked].asks == "error ratio" else answer
            note = (_("your bet: {answer}, right") if right else _("your bet: {answer}")).format(answer=answer_words)
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h)
        title, what = _("The recording"), Line(((_("error"), "error", 600), (" " + _("by step, log scale"), "text2")))
        sign = () if right is None else (icon("check" if right else "hint", 22, "text", 2.8),)
        end = (SPRING, *sign, Line(note, STRONG)) if note else ()
        ways = Row((Line(title, LEAD), what, *end), 10), Row((Line(title, LEAD, yields=True), *end), 10)
        Either(ways).draw(canvas, (x + 20, y + 13, w - 40, 24 * canvas.type))


SIDE = 608.0
ABOVE = 300.0  # height of bowl and neuron in a window of 720
STRIP, MORE = 216.0, 24.0  # of the strip there, and what large text needs
SPARE = 0.3  # part of what a higher window has to spare that goes to the strip
ALPHA = 96.0
AFTER = 3  # steps after the turn that a bet shows
PACE = 3.0  # steps a second of the recording


class RecordingBoard(Board):
    """Before the take-over the strip is scrubbed and played; after it the steps are the player's own."""

    first_focus = "recording"
    playing = Laid(False)
    _taken_at = Laid(0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.whole = Session(host.attempt.level, host.game.catalog)  # the recording, for what is shown dashed
        self.passed: set[int] = set()
        self.bowl, self.alpha = RecordedBowl(host, self.whole), AlphaFromHere(host)
        self.neuron = DrawnPanel(host, self.bowl.draw_neuron, NEURON_LEAST)
        self.errors = RecordingPanel(host, self)
        self._at = host.attempt.step
        self._clock = 0.0
        self._run = host.attempt.shown.run

    @property
    def taken(self) -> bool:
        return is_taken_over(self.attempt.session)

    def stage_tree(self) -> Box | Split:
        errors = Part(self.errors, grow(STRIP, MORE, self.errors.text_scale), SPARE)
        return column(Part(self.bowl, ABOVE, 1 - SPARE, shrinks=True), errors)

    def sides(self) -> Sequence[Box | Split]:
        alpha = Part(self.alpha, ALPHA)
        return [column(Part(self.neuron), alpha), column(alpha)] if self.alpha.free else [self.neuron]

    @property
    def turn(self) -> int:
        """The first step of the recording that made the error larger; 0: none did."""
        errors = errors_of(self.whole)
        return next((k for k in range(1, len(errors)) if errors[k] > errors[k - 1]), 0)

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """By what a step multiplies the error: so high the bar of the first such step would be."""
        question, means = meaning_of(self.attempt, number, answer)
        step, errors = self.turn, errors_of(self.whole)
        if question is None or question.asks != "error ratio" or not isinstance(means, float) or not step:
            return super().anchor(number, answer)
        plot = self.errors.strip.plot()
        return AnswerAnchor(plot.x_of(step), plot.y_of(errors[step - 1] * means), "left", value=means)

    def begin(self, show: PlayRequest) -> None:
        """What it multiplies the error by: the steps around the turn are played."""
        question = self.attempt.level.questions[show.number] if show.kind == "bet" else None
        if question is None or question.asks != "error ratio" or not self.turn or self.taken:
            return
        attempt, last = self.attempt, min(self.attempt.session.recorded, self.turn + AFTER)
        attempt.look(self.turn - 1)
        attempt.playback.target, attempt.playback.speed = last, PACE

    def scrub(self, step: int) -> None:
        self.playing = False
        self.attempt.open_bets.close()
        self.attempt.look(step)

    def after_update(self, seconds: float) -> None:
        # The bet is settled: what is scrubbed over may tell what it multiplied the error by
        open_bets, run = self.attempt.open_bets, self.attempt.shown.run
        same, self._run = run is self._run, run
        if same and not open_bets.offered:
            self.passed |= set(range(min(self._at, self.attempt.step) + 1, max(self._at, self.attempt.step) + 1))
        self._at = self.attempt.step
        attempt = self.attempt
        if self.playing:
            self._clock += seconds
            if self.host.game.settings.still and self._clock >= 1 / PACE:  # the same pace, without the ways between
                self._clock -= 1 / PACE
                attempt.look(attempt.step + 1)
            if attempt.step >= attempt.session.recorded or attempt.open_bets.on_screen:
                self.playing = False
        super().after_update(seconds)

    def press(self, name: str) -> bool:
        attempt = self.attempt
        if name == "take":  # from the step that is held, with the alpha that was chosen
            own, self.playing, alpha = attempt.show is None, False, self.alpha
            attempt.look(attempt.step)
            attempt.take_over()
            if not own:  # of a run that was the machine's, its own holds
                alpha.pending = alpha.allowed(attempt.session.knobs["alpha"])
            if self.taken and attempt.session.knobs["alpha"] != alpha.pending:
                attempt.turn("alpha", alpha.pending)
            self._taken_at = attempt.session.recorded
            self.host.set_focus("tile step")
        elif name == "undo":  # a take-over and its alpha are one: no step is made with an alpha that is not shown
            attempt.undo()
            actions, held = attempt.session.actions, attempt.session.knobs["alpha"]
            if actions and isinstance(actions[-1], TakeOver) and held != self.alpha.allowed(held):
                attempt.undo()
        elif name in ("back", "forward"):
            step = attempt.step + (1 if name == "forward" else -1)
            self.scrub(min(attempt.session.count, max(0, step)))
        elif name == "play recording" and self.playing:  # hold it
            self.scrub(attempt.step)
        elif name == "play recording":
            self._at = 0 if attempt.step >= attempt.session.recorded else attempt.step
            self.scrub(self._at)
            self.playing, self._clock = True, 0.0
            if not self.host.game.settings.still:
                attempt.playback.target, attempt.playback.speed = attempt.session.recorded, PACE
        return name in ("take", "undo", "back", "forward", "play recording")

    def tiles(self) -> list[TileSpec]:
        if self.taken:
            return default_tiles(self.attempt)
        tiles = [
            TileSpec("take", _("Take over"), "take", "accept", primary=True),
            TileSpec("play recording", _("Play"), "pause" if self.playing else "play", "step", on=self.playing),
            TileSpec("back", _("Back"), "step_back", "left"),
            TileSpec("forward", _("Forward"), "step", "right"),
        ]
        if self.attempt.open_bets.open is not None and self.attempt.open_bets.dared:  # arrows lead to the answers
            tiles[2:] = [tile._replace(key="") for tile in tiles[2:]]
        return [*tiles, *shared_tiles(self.attempt, "auto", "hint", idle_auto=False)]

    def words(self) -> tuple[str, str]:
        session, step = self.attempt.shown, self.attempt.step
        error = _("Error [error:{error}].").format(error=telling(errors_of(session)[step]))
        if not is_taken_over(session):
            bold = _("You stopped the recording at step {step}.").format(step=step)
            return bold, error + " " + (_("Take over, or go back first.") if step else _("Take over from here."))
        if session.won and step >= session.count:
            own = session.count - session.recorded
            return plural_form("Landed in one step.", "Landed in {count} steps.", own).format(count=own), error
        if step > session.recorded:
            return _("Your step {count}.").format(count=step - session.recorded), error
        bold = _("You took over at step {step}.").format(step=session.recorded)
        return bold, error + " " + _("From here the steps are yours.")
