"""A recording to take over: the bowl, its foot under a lens, the strip of errors to scrub, the alpha from there on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import TakeOver
from ...rules.session import Session
from ...view.charts.recording_strip import Recording
from ...view.widgets.layout import Part, Split, column, row, stack
from ...view.widgets.ticket import AnswerPlace
from ...view.widgets.widget import Rect
from ..shared.answer_places import meaning_of
from ..shared.board import Board
from ..shared.neuron_model import errors_of
from ..shared.panel import BESIDE, grow
from ..shared.tiles import TileSpec, common_tiles, usual_tiles
from .recording_panels import (
    AlphaFromHere,
    RecordedBowl,
    RecordedNeuron,
    RecordingPanel,
    is_taken_over,
    recording_of,
    words_of,
)

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ..shared.host import Host

SIDE = 608.0
ABOVE = 300.0  # height of bowl and neuron in a window of 720
STRIP, MORE = 216.0, 24.0  # of the strip there, and what large text needs
SPARE = 0.3  # part of what a higher window has to spare that goes to the strip
ALPHA = 96.0
AFTER = 3  # steps after the turn that a bet shows
PACE = 3.0  # steps a second of the recording


class RecordingBoard(Board):
    """Before the take-over the strip is scrubbed and played; after it the steps are the player's own."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.whole = Session(host.attempt.level, host.game.catalog)  # the recording, for what is shown dashed
        self.playing = False
        self.passed: set[int] = set()
        self.bowl, self.alpha = RecordedBowl(host, self.whole), AlphaFromHere(host)
        self.neuron = RecordedNeuron(host, self.bowl, self.alpha)
        self.errors = RecordingPanel(host, self.scrub, self._recording)
        self._at = host.attempt.step
        self._clock = 0.0
        self._run = host.attempt.shown.run

    @property
    def taken(self) -> bool:
        return is_taken_over(self.attempt.session)

    def tree(self) -> Split:
        side = column(Part(self.neuron), Part(self.alpha, ALPHA))
        above = row(Part(self.bowl), Part(stack(Part(side), Part(self.cover)), SIDE), gap=BESIDE)
        errors = Part(self.errors, grow(STRIP, MORE, self.text_scale), SPARE)
        return column(Part(above, ABOVE, 1 - SPARE, shrinks=True), errors, self.tiles_row())

    def verdict_at(self) -> Rect:
        """Over the neuron: alpha is wanted for the next try."""
        return self.neuron.rect

    def begins(self) -> str:
        return "recording"

    def refresh(self) -> None:
        self._note_passed(self.attempt.step)
        super().refresh()

    def _recording(self) -> Recording:
        return recording_of(self.attempt.shown, self.whole, frozenset(self.passed))

    def _note_passed(self, step: int) -> None:
        """The bet is settled: what is scrubbed over may tell what it multiplied the error by."""
        asking, run = self.attempt.asking, self.attempt.shown.run
        same, self._run = run is self._run, run
        if same and not (asking.waiting and self.host.game.settings.bets):
            self.passed |= set(range(min(self._at, step) + 1, max(self._at, step) + 1))
        self._at = step

    # -- bets --------------------------------------------------------------------------------------------------------

    @property
    def turn(self) -> int:
        """The first step of the recording that made the error larger; 0: none did."""
        errors = errors_of(self.whole)
        return next((k for k in range(1, len(errors)) if errors[k] > errors[k - 1]), 0)

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """By what a step multiplies the error: so high the bar of the first such step would be."""
        question, means = meaning_of(self.attempt, number, answer)
        step, errors = self.turn, errors_of(self.whole)
        if question is None or question.asks != "error ratio" or not isinstance(means, float) or not step:
            return super().mark(number, answer)
        plot = self.errors.strip.plot()
        return AnswerPlace(plot.x_of(step), plot.y_of(errors[step - 1] * means), "left", value=means)

    def begin(self, show: PlayRequest) -> None:
        """What it multiplies the error by: the steps around the turn are played."""
        question = self.attempt.level.questions[show.number] if show.kind == "bet" else None
        if question is None or question.asks != "error ratio" or not self.turn or self.taken:
            return
        attempt, last = self.attempt, min(self.attempt.session.recorded, self.turn + AFTER)
        attempt.look(self.turn - 1)
        attempt.playback.target, attempt.playback.speed = last, PACE

    # -- what can be done --------------------------------------------------------------------------------------------

    def scrub(self, step: int) -> None:
        """Look at a step; the bet comes first."""
        self.playing = False
        attempt = self.attempt
        if not attempt.asking.open_before(partial(attempt.look, step)):
            attempt.look(step)

    def play_recording(self) -> None:
        """Play the recording from the step that is looked at, or hold it."""
        attempt = self.attempt
        if self.playing:
            self.playing = False
            attempt.look(attempt.step)
            return
        if attempt.asking.open_before(self.play_recording):
            return
        start = 0 if attempt.step >= attempt.session.recorded else attempt.step
        attempt.look(start)
        self.playing, self._clock = True, 0.0
        if not self.host.game.settings.still:
            attempt.playback.target, attempt.playback.speed = attempt.session.recorded, PACE
        self._at = start
        self.host.relayout()

    @property
    def moving(self) -> bool:
        return self.playing or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        attempt = self.attempt
        if not self.playing:
            return
        self._clock += seconds
        if self.host.game.settings.still and self._clock >= 1 / PACE:  # the same pace, without the ways between
            self._clock -= 1 / PACE
            attempt.look(attempt.step + 1)
        if attempt.step >= attempt.session.recorded or attempt.asking.on_screen:
            self.playing = False
            self.host.relayout()

    def take_over(self) -> None:
        """From the step that is held, with the alpha that was chosen."""
        attempt = self.attempt
        if attempt.asking.open_before(self.take_over):
            return
        self.playing = False
        machine = attempt.show is not None
        attempt.look(attempt.step)
        attempt.take_over()
        if machine:
            self.alpha.adopt()
        self.alpha.keep()
        self.host.says = None
        self.host.relayout()
        self.host.set_focus("tile step")

    def undo(self) -> None:
        """A take-over and the alpha that it brings are one: no step is to be made with an alpha that is not shown."""
        attempt = self.attempt
        attempt.undo()
        actions = attempt.session.actions
        if actions and isinstance(actions[-1], TakeOver) and not self.alpha.has(attempt.session.knobs["alpha"]):
            attempt.undo()

    def press(self, name: str) -> bool:
        step = self.attempt.step
        if name == "take":
            self.take_over()
        elif name == "undo":
            self.undo()
        elif name == "play recording":
            self.play_recording()
        elif name == "back":
            self.scrub(max(0, step - 1))
        elif name == "forward":
            self.scrub(min(self.attempt.session.count, step + 1))
        else:
            return False
        return True

    def tiles(self) -> list[TileSpec]:
        if self.taken:
            return usual_tiles(self.attempt)
        tiles = [
            TileSpec("take", _("Take over"), "take", "accept", primary=True),
            TileSpec("play recording", _("Play"), "pause" if self.playing else "play", "step", on=self.playing),
            TileSpec("back", _("Back"), "step_back", "left"),
            TileSpec("forward", _("Forward"), "step", "right"),
        ]
        if self.attempt.asking.on_screen:  # the arrows and Enter belong to the bet
            tiles = [tile._replace(key="") for tile in tiles]
        return [*tiles, *common_tiles(self.attempt, "auto", "hint", idle_auto=False)]

    def words(self) -> tuple[str, str]:
        return words_of(self.attempt.shown, self.attempt.step, is_taken_over(self.attempt.shown))
