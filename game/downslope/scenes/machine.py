"""Auto-solve on the screen: the machine plays a session of its own; speed, pause, single step, scrub, take over."""

from __future__ import annotations

from ..rules.actions import Action, Learn, Next, Turn
from ..rules.autosolve import solve
from ..rules.session import Session
from .playback import Playback

SPEEDS = (0.5, 1.0, 2.0, 4.0, 16.0, 0.0)  # times; 0.0: as fast as it goes
PACE = 2.0  # actions a second at speed 1
REST = 0.7  # seconds between two parts
SLICE = 400  # actions a frame at most, as fast as it goes


class Machine:
    """`session`: the machine's own run. `on_stage`: it is what the screen shows."""

    def __init__(self, session: Session, playback: Playback) -> None:
        self.session = session
        self.playback = playback
        self.on_stage = True
        self.paused = False
        self.speed = 1  # index into SPEEDS
        self.done = False
        self.last: Action | None = None
        self._actions = solve(session)
        self._wait = 0.4
        playback.jump(session.count)

    @property
    def times(self) -> float:
        return SPEEDS[self.speed]

    def single(self) -> None:
        """One action, and hold."""
        self.paused = True
        if not self.done:
            self._next()

    def faster(self, steps: int = 1) -> None:
        self.speed = min(len(SPEEDS) - 1, max(0, self.speed + steps))

    def update(self, seconds: float) -> None:
        """Play on."""
        self.playback.update(seconds, self.session.count, False)
        if self.paused or self.done:
            return
        if not self.times:
            for _ in range(SLICE):
                if self.done:
                    break
                self._next()
            self.playback.jump(self.session.count)
            return
        self._wait -= seconds * self.times
        while self._wait <= 0 and not self.done:
            self._next()
            self._wait += REST if isinstance(self.last, (Next, Turn)) else 1.0 / PACE

    def _next(self) -> None:
        action = next(self._actions, None)
        if action is None:
            self.done = True
            return
        self.session.do(action)
        self.last = action
        if isinstance(action, Learn):
            self.playback.hop(self.session.count)
            self.playback.speed = max(PACE, PACE * self.times)
        else:
            self.playback.jump(self.session.count)

    def taken_over(self, step: int) -> Session:
        """A session for the player that stands at this step of the machine's run."""
        return self.session.rewind(step) if step < self.session.count else self.session.copy()
