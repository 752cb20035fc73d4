"""A recording to take over: the bowl, its foot under a lens, the strip of errors to scrub, the alpha from there on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...learning.network import Neuron
from ...rules.session import Session
from ...view.bowl import Bowl
from ...view.face import fitted
from ...view.foot import Foot
from ...view.neuron import draw_neuron
from ...view.numbers import short
from ...view.ruler import bottoms
from ...view.slider import Detents
from ...view.tape import Tape, draw_sheet
from ...view.trail import ARROW, eased
from ...view.widget import COMPACT, Rect, Widget
from ...words import _
from ..scrolling import text_factor
from .board import Board, TileSpec
from .reading import error_of, errors_of, ruler_of, seen_of, weight_at, weights_to
from .reels import bet_note, reel_of, taken_over, words_of

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.canvas import Canvas
    from ..play import PlayScene

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 608.0
STRIP = 216.0
PACE = 3.0  # steps a second of the recording
STILL = 0.35  # seconds a step of it, with reduced motion


class RecordingBoard(Board):
    """Before the take-over the strip is scrubbed and played; after it the steps are the player's own."""

    def __init__(self, play: PlayScene) -> None:
        super().__init__(play)
        self.whole = Session(play.attempt.level, play.game.catalog)  # the recording, for what is shown dashed
        self.tape: Tape | None = None
        self.alpha: Detents | None = None
        self.foot: Foot | None = None
        self.ruler = (-1.0, 1.0)
        self.playing = False
        self.passed: set[int] = set()
        self._pending = self._allowed(play.attempt.level.alpha)
        self._at = play.attempt.step
        self._clock = 0.0
        self._run = play.attempt.shown.run

    @classmethod
    def suits(cls, level: Level) -> bool:
        single = isinstance(level.network, Neuron) and level.network.size == 1 and len(level.examples) == 1
        return bool(level.recording) and single and level.learner is not None

    @property
    def taken(self) -> bool:
        return taken_over(self.attempt.session)

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def compact(self) -> bool:
        return text_factor(self.play.game) > COMPACT

    @property
    def _top_height(self) -> float:
        return self.play.height - 108.0 - GAP - self._strip_height - GAP - TOP

    @property
    def _strip_height(self) -> float:
        return STRIP + (24.0 if self.compact else 0.0) + 0.3 * (self.play.height - 720.0)

    def tiles_at(self) -> Rect:
        return (EDGE, self.play.height - 108.0, SIDE, 84.0)

    def message(self) -> Rect | None:
        return (EDGE + SIDE + 16, self.play.height - 108.0, self.play.width - 2 * EDGE - SIDE - 16, 84.0)

    def strip(self) -> Rect:
        """The right column: neuron and alpha make room for the bet and the verdict."""
        return (self.play.width - EDGE - SIDE, TOP, SIDE, self._top_height)

    def _bowl_rect(self) -> Rect:
        return (EDGE, TOP, self.play.width - 2 * EDGE - SIDE - 16, self._top_height)

    def _alpha_rect(self) -> Rect:
        x, y, w, h = self.strip()
        return (x, y + h - 96, w, 96.0)

    def _neuron_rect(self) -> Rect:
        x, y, w, h = self.strip()
        return (x, y, w, h - 96 - GAP)

    def _tape_rect(self) -> Rect:
        return (EDGE, TOP + self._top_height + GAP, self.play.width - 2 * EDGE, self._strip_height)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self._make_bowl()
        self.tape = Tape("recording", self._tape_rect(), text_factor(self.play.game), self.scrub)
        found: list[Widget] = [self.tape]
        self.alpha = None
        if not self.play.overlay.kind:
            self._make_alpha()
        if self.alpha is not None:
            found.append(self.alpha)
        self.refresh()
        return found

    def _make_bowl(self) -> None:
        run = self.whole.run
        error = error_of(run)
        weights = weights_to(self.whole, self.whole.count)
        found = bottoms(error, weights)
        middle = found[0] if found else weights[0]
        far = max(abs(weight - middle) for weight in weights) or 1.0
        rect = self._bowl_rect()
        worst = max(weights, key=lambda weight: abs(weight - middle))
        bowl = Bowl(rect, rect[3], (middle - 1.12 * far, middle + 1.12 * far), error, seen=worst, bottoms=())
        self.foot = Foot(bowl, error, weights[0])
        self.ruler = ruler_of(self.whole, [[w] for w in bowl.rim])

    def _make_alpha(self) -> None:
        knob = self.attempt.session.level.knob("alpha")
        if knob is None:
            return
        x, y, w, _h = self._alpha_rect()
        values = knob.values()
        notches = sorted(float(v) for v in values if isinstance(v, (int, float))) if values else [self._pending]
        rect = (x + 192, y + 38 - 22 - 5, w - 192 - 32, 44.0)
        self.alpha = Detents("knob alpha", rect, self._pending, notches, label=_("alpha"), on_done=self._choose,
                             on_fault=self.play.game.toasts.add)  # fmt: skip

    def _allowed(self, alpha: object) -> float:
        knob = self.attempt.level.knob("alpha")
        value = float(alpha) if isinstance(alpha, (int, float)) else 0.1
        return knob.snap(value) if knob is not None else value

    def refresh(self) -> None:
        session, step = self.attempt.shown, self.attempt.step
        self._note_passed(step)
        if self.tape is not None:
            self.tape.show_reel(reel_of(session, self.whole, frozenset(self.passed)), step)
        if self.alpha is not None and self.play.focus != self.alpha.name:
            self.alpha.value = self._pending

    def _note_passed(self, step: int) -> None:
        """The bet is settled: what is scrubbed over may tell what it multiplied the error by."""
        asking, run = self.attempt.asking, self.attempt.shown.run
        same, self._run = run is self._run, run
        if same and not (asking.waiting and self.play.game.settings.bets):
            self.passed |= set(range(min(self._at, step) + 1, max(self._at, step) + 1))
        self._at = step

    # -- what can be done --------------------------------------------------------------------------------------------

    def scrub(self, step: int) -> None:
        """Look at a step; the bet comes first."""
        self.playing = False
        attempt = self.attempt
        if not attempt.asking.open_before(partial(attempt.look, step)):
            attempt.look(step)

    def play_tape(self) -> None:
        """Play the recording from the step that is looked at, or hold it."""
        attempt = self.attempt
        if self.playing:
            self.playing = False
            attempt.look(attempt.step)
            return
        if attempt.asking.open_before(self.play_tape):
            return
        start = 0 if attempt.step >= attempt.session.recorded else attempt.step
        attempt.look(start)
        self.playing, self._clock = True, 0.0
        if not self.play.game.settings.still:
            attempt.playback.target, attempt.playback.speed = attempt.session.recorded, PACE
        self._at = start
        self.play.relayout()

    def on_update(self, seconds: float) -> None:
        attempt = self.attempt
        if not self.playing:
            return
        self._clock += seconds
        if self.play.game.settings.still and self._clock >= STILL:
            self._clock = 0.0
            attempt.look(attempt.step + 1)
        if attempt.step >= attempt.session.recorded or attempt.asking.holds:
            self.playing = False
            self.play.relayout()

    def take_over(self) -> None:
        """From the step that is held, with the alpha that was chosen."""
        attempt = self.attempt
        if attempt.asking.open_before(self.take_over):
            return
        self.playing = False
        attempt.look(attempt.step)
        attempt.take_over()
        if taken_over(attempt.session) and attempt.session.knobs["alpha"] != self._pending:
            attempt.turn("alpha", self._pending)
        self.play.says = None
        self.play.relayout()
        self.play.set_focus("tile step")

    def _choose(self, alpha: float) -> None:
        """The alpha from here on: it waits for the take-over, after that it is turned at once."""
        self._pending = alpha
        if self.taken:
            self.attempt.turn("alpha", alpha)

    def press(self, name: str) -> bool:
        step = self.attempt.step
        if name == "take":
            self.take_over()
        elif name == "play tape":
            self.play_tape()
        elif name == "back":
            self.scrub(max(0, step - 1))
        elif name == "forward":
            self.scrub(min(self.attempt.session.count, step + 1))
        else:
            return False
        return True

    def tiles(self) -> list[TileSpec]:
        hint = TileSpec("hint", _("Hint"), "hint", "hint")
        if not self.taken:
            tiles = [
                TileSpec("take", _("Take over"), "take", "accept", primary=True),
                TileSpec("play tape", _("Play"), "pause" if self.playing else "play", "step", on=self.playing),
                TileSpec("back", _("Back"), "step_back", "left"),
                TileSpec("forward", _("Forward"), "step", "right"),
            ]
            if self.attempt.asking.holds:  # the arrows and Enter belong to the bet
                tiles = [tile._replace(key="") for tile in tiles]
            return [*tiles, hint]
        attempt = self.attempt
        tiles = [
            TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not attempt.over),
            TileSpec("learn", _("Learn"), "learn", "learn", enabled=not attempt.over, on=attempt.playback.running),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            hint,
        ]
        return self.play.with_way_on(tiles)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        session, step = self.attempt.shown, self.attempt.step
        if self.foot is not None:
            errors = errors_of(session)
            worse = tuple(0 < i <= step and errors[i] > errors[i - 1] for i in range(step + 1))
            self.foot.paint(canvas, weights_to(session, step), worse)
            self._paint_pip(canvas, session, step, worse)
        note, right = bet_note(self.attempt.asking)
        draw_sheet(canvas, self._tape_rect(), _("The recording"), note, right)
        if self.alpha is not None and self.foot is not None:
            self._paint_side(canvas, step)

    def _paint_pip(self, canvas: Canvas, session: Session, step: int, worse: tuple[bool, ...]) -> None:
        assert self.foot is not None
        hopping = self.attempt.playback.hopping
        start = weight_at(session, step)
        end = weight_at(session, step + 1) if hopping > ARROW and step < session.count else start
        far = abs(start - self.foot.bottom) > abs(session.run.start[0] - self.foot.bottom)
        mood = "dizzy" if far and worse and worse[-1] else "happy" if session.won and step >= session.count else "calm"
        self.foot.paint_pip(canvas, start, end, eased((hopping - ARROW) / (1 - ARROW)), mood)

    def _paint_side(self, canvas: Canvas, step: int) -> None:
        assert self.foot is not None
        rect = self._neuron_rect()
        limit = max(1.0, abs(self.whole.run.start[0]) * 2)
        seen = seen_of(self.attempt, weight_at(self.attempt.shown, step), limit, self.ruler)

        canvas.panel(*rect)
        canvas.cached(("recorded neuron", rect, repr(seen)), *rect, lambda sub: draw_neuron(sub, rect, seen))
        x, y, w, h = self._alpha_rect()
        canvas.panel(x, y, w, h)
        line, k = y + 33, canvas.type
        canvas.text(x + 28, line + 10, "α", 28 / k, "alpha", 700, "middle", "mono")
        size, label = fitted(canvas, _("from here on"), 16, 600, 124)
        canvas.text(x + 50, line + 1 - 3 * (k - 1), label, size, "text", 600)
        shown = self.alpha.value if self.alpha is not None else self._pending
        canvas.text(x + 50, line + 6 + 20 * k, short(shown), 20 if k < 1.2 else 18, "alpha", 700, "start", "mono")

    def words(self) -> tuple[str, str]:
        return words_of(self.attempt.shown, self.attempt.step, self.taken)
