"""A recording to take over: the bowl, its foot under a lens, the strip of errors to scrub, the alpha from there on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neuron
from ...rules.session import Session
from ...view.bowls.bowl_lens import BowlLens
from ...view.bowls.bowl_walk import ARROW, eased
from ...view.bowls.error_bowl import Bowl
from ...view.charts.recording_strip import RecordingStrip, draw_sheet
from ...view.format.measure import text_factor
from ...view.format.ticks import bottoms
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.neuron_model import error_of, errors_of, ghost_name, ruler_of, weight_at, weights_to
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from .recording_model import bet_note, reel_of, taken_over, words_of
from .recording_side import RecordingSide

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 608.0
STRIP = 216.0
PACE = 3.0  # steps a second of the recording
STILL = 0.35  # seconds a step of it, with reduced motion


class RecordingBoard(Board):
    """Before the take-over the strip is scrubbed and played; after it the steps are the player's own."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.whole = Session(host.attempt.level, host.game.catalog)  # the recording, for what is shown dashed
        self.tape: RecordingStrip | None = None
        self.foot: BowlLens | None = None
        self.ruler = (-1.0, 1.0)
        self.playing = False
        self.passed: set[int] = set()
        self.side = RecordingSide(self)
        self._at = host.attempt.step
        self._clock = 0.0
        self._run = host.attempt.shown.run

    @classmethod
    def suits(cls, level: Level) -> bool:
        single = isinstance(level.network, Neuron) and level.network.size == 1 and len(level.examples) == 1
        return bool(level.recording) and single and level.learner is not None

    @property
    def taken(self) -> bool:
        return taken_over(self.attempt.session)

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def _top_height(self) -> float:
        return self.host.height - 108.0 - GAP - self._strip_height - GAP - TOP

    @property
    def _strip_height(self) -> float:
        return STRIP + (24.0 if self.compact else 0.0) + 0.3 * (self.host.height - 720.0)

    def tiles_at(self) -> Rect:
        return (EDGE, self.host.height - 108.0, SIDE + 124.0 * max(0, len(self.tiles()) - 5), 84.0)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    def strip(self) -> Rect:
        """The right column: neuron and alpha make room for the bet and its verdict."""
        return (self.host.width - EDGE - SIDE, TOP, SIDE, self._top_height)

    def verdict_at(self) -> Rect:
        """Over the neuron: alpha is wanted for the next try."""
        return self.side.neuron_rect()

    def _bowl_rect(self) -> Rect:
        return (EDGE, TOP, self.host.width - 2 * EDGE - SIDE - 16, self._top_height)

    def _tape_rect(self) -> Rect:
        return (EDGE, TOP + self._top_height + GAP, self.host.width - 2 * EDGE, self._strip_height)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        return "recording"

    def layout(self) -> list[Widget]:
        self._make_bowl()
        self.tape = RecordingStrip("recording", self._tape_rect(), text_factor(self.host.game), self.scrub)
        found: list[Widget] = [self.tape, *self.side.widgets()]
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
        self.foot = BowlLens(bowl, error, weights[0])
        self.ruler = ruler_of(self.whole, [[w] for w in bowl.rim])

    def refresh(self) -> None:
        session, step = self.attempt.shown, self.attempt.step
        self._note_passed(step)
        if self.tape is not None:
            self.tape.show_reel(reel_of(session, self.whole, frozenset(self.passed)), step)
        self.side.refresh()

    def _note_passed(self, step: int) -> None:
        """The bet is settled: what is scrubbed over may tell what it multiplied the error by."""
        asking, run = self.attempt.asking, self.attempt.shown.run
        same, self._run = run is self._run, run
        if same and not (asking.waiting and self.host.game.settings.bets):
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
        if not self.host.game.settings.still:
            attempt.playback.target, attempt.playback.speed = attempt.session.recorded, PACE
        self._at = start
        self.host.relayout()

    def on_update(self, seconds: float) -> None:
        attempt = self.attempt
        if not self.playing:
            return
        self._clock += seconds
        if self.host.game.settings.still and self._clock >= STILL:
            self._clock = 0.0
            attempt.look(attempt.step + 1)
        if attempt.step >= attempt.session.recorded or attempt.asking.holds:
            self.playing = False
            self.host.relayout()

    def take_over(self) -> None:
        """From the step that is held, with the alpha that was chosen."""
        attempt = self.attempt
        if attempt.asking.open_before(self.take_over):
            return
        self.playing = False
        machine = attempt.machine is not None and attempt.machine.on_stage
        attempt.look(attempt.step)
        attempt.take_over()
        if machine:
            self.side.adopt()
        self.side.keep()
        self.host.says = None
        self.host.relayout()
        self.host.set_focus("tile step")

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
        hint, auto = TileSpec("hint", _("Hint"), "hint", "hint"), auto_tile(self.attempt)
        if not self.taken:
            tiles = [
                TileSpec("take", _("Take over"), "take", "accept", primary=True),
                TileSpec("play tape", _("Play"), "pause" if self.playing else "play", "step", on=self.playing),
                TileSpec("back", _("Back"), "step_back", "left"),
                TileSpec("forward", _("Forward"), "step", "right"),
            ]
            if self.attempt.asking.holds:  # the arrows and Enter belong to the bet
                tiles = [tile._replace(key="") for tile in tiles]
            return [*tiles, *([auto] if auto.enabled else []), hint]
        attempt = self.attempt
        tiles = [
            TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not attempt.over),
            TileSpec("learn", _("Learn"), "learn", "learn", enabled=not attempt.over, on=attempt.playback.running),
            auto,
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            hint,
        ]
        return with_way_on(self.attempt, tiles)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        session, step = self.attempt.shown, self.attempt.step
        if self.foot is not None:
            errors = errors_of(session)
            last = step if taken_over(session) else session.count  # a recording is there as a whole
            worse = tuple(i > 0 and errors[i] > errors[i - 1] for i in range(last + 1))
            self.foot.paint(canvas, weights_to(session, last), worse, step)
            self._paint_ghost(canvas)
            self._paint_pip(canvas, session, step, worse[: step + 1])
        note, right = bet_note(self.attempt.asking)
        draw_sheet(canvas, self._tape_rect(), _("The recording"), note, right)
        self.side.paint(canvas)

    def _paint_ghost(self, canvas: Canvas) -> None:
        """Where the machine ended."""
        ghost = self.attempt.ghost_here
        if ghost is not None and ghost.count > ghost.recorded and self.foot is not None:
            self.foot.paint_ghost(canvas, ghost.weights[0], ghost_name(self.attempt))

    def _paint_pip(self, canvas: Canvas, session: Session, step: int, worse: tuple[bool, ...]) -> None:
        assert self.foot is not None
        hopping = self.attempt.playback.hopping
        start = weight_at(session, step)
        end = weight_at(session, step + 1) if hopping > ARROW and step < session.count else start
        far = abs(start - self.foot.bottom) > abs(session.run.start[0] - self.foot.bottom)
        mood = "dizzy" if far and worse and worse[-1] else "happy" if session.won and step >= session.count else "calm"
        self.foot.paint_pip(canvas, start, end, eased((hopping - ARROW) / (1 - ARROW)), mood)

    def words(self) -> tuple[str, str]:
        return words_of(self.attempt.shown, self.attempt.step, taken_over(self.attempt.shown))
