"""How far a step has come on the screen: its layers forward, its error, back, its update; played, or part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from .net_model import sizes_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt

FORWARD, ERROR, BACK = 0.42, 0.5, 0.82  # parts of a hop's time at whose end each is over
PULSE = 0.5  # seconds from one layer to the next


class StepProgress(NamedTuple):
    """How far it is. `forward`, `back`: layers that light has gone through, from the input, and from the prediction.

    told   the error is told        moved   0 ... 1 of the weights' way
    """

    forward: float
    back: float | None = None
    told: bool = True
    moved: float = 0.0


class StepParts:
    """`number`: how many parts of the next step were seen. Where `wires` is asked for: how many layers of them."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.on = False
        self.number = 0
        self._clock = 0.0
        self._at: object = None

    def active(self) -> bool:
        """The player's own run stands at its end, and goes on part by part."""
        attempt = self.attempt
        own = attempt.shown is attempt.session and attempt.step >= attempt.session.count
        return self.on and own and not attempt.playback.moving and not attempt.playback.running and not attempt.over

    def toggle(self) -> None:
        self.on = not self.on
        self.number, self._clock = 0, 0.0

    def go_on(self, wires: int) -> bool:
        """The next part. False: it is the update, which is the step itself."""
        if self.number == (3 if wires > 1 else 2):
            self.number = 0
            return False
        self.number += 1
        self._clock = 0.0
        return True

    @property
    def moving(self) -> bool:
        """A part is under way, from one layer to the next."""
        return self.active() and self._clock < PULSE * (len(sizes_of(self.attempt.now.network)) - 1)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by; whatever else is done to the run begins the step anew."""
        session = self.attempt.session
        here = (session.run.serial, session.count, tuple(session.weights), repr(session.knobs))
        if here != self._at:
            self._at, self.number = here, 0
        self._clock = 1e9 if still else self._clock + seconds

    def next_word(self, wires: int) -> str:
        """What the step's tile says."""
        words = [_("Forward"), _("Error"), _("Backward"), _("Update")]
        return words[self.number] if wires > 1 or self.number < 2 else words[3]

    def progress(self, wires: int) -> StepProgress:
        """What is seen now of the step that is looked at."""
        if self.active():
            way = min(float(wires), self._clock / PULSE)
            if self.number == 0:
                return StepProgress(0.0, told=False)
            if self.number == 1:
                return StepProgress(way, told=False)
            back = min(float(wires - 1), self._clock / PULSE) if self.number == 3 else 0.0
            return StepProgress(float(wires), back)
        hop = self.attempt.playback.hopping
        if hop <= 0:
            return StepProgress(float(wires))
        if hop < FORWARD:
            return StepProgress(wires * hop / FORWARD, told=False)
        if hop < ERROR or wires < 2:
            return StepProgress(float(wires), 0.0, moved=max(0.0, (hop - BACK) / (1 - BACK)))
        if hop < BACK:
            return StepProgress(float(wires), (wires - 1) * (hop - ERROR) / (BACK - ERROR))
        return StepProgress(float(wires), float(wires - 1), moved=(hop - BACK) / (1 - BACK))
