"""Auto-solve on the screen: the machine plays a session of its own; speed, pause, single step, look back, take over."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from ..engine.run import Fault
from ..rules.actions import Action, Impossible, Learn, Next, TakeOver, Turn
from ..rules.session import Session
from ..solving.autosolve import solve_slowly, step_by_step, tries
from ..view.draw.time_slice import TimeSlice
from .playback import Playback

SPEEDS = (0.5, 1.0, 2.0, 4.0, 16.0, 0.0)  # times; 0.0: as fast as it goes
PACE = 2.0  # actions a second at speed 1
REST = 0.7  # seconds between two parts
RESULT = 1.4  # seconds in which is read what came of a run
SLICE = 400  # actions a frame at most, as fast as it goes
FRAME = 0.008  # seconds of a frame at most, as fast as it goes: what drawing leaves of it, with some to spare
SHARE = 0.002  # seconds of a frame for trying, and as many for making up its mind


class AutoPlayer:
    """`session`: the machine's own run. `on_stage`: the screen shows it. `tried`: alpha -> outcome or None."""

    def __init__(self, session: Session, playback: Playback, actions: Sequence[Action] | None = None) -> None:
        """`actions`: a run that somebody has made, to be shown as it was; by default it finds its own."""
        self.session = session
        self.playback = playback
        self.on_stage = True
        self.paused = False
        self.speed = 1  # index into SPEEDS
        self.done = False
        self.last: Action | None = None
        self.tried: dict[float, str | None] = {}
        self.trying = actions is None
        self._tries = tries(Session(session.base, session.catalog)) if actions is None else iter(())
        self._actions = solve_slowly(session) if actions is None else step_by_step(session, actions)
        self._wait = 0.4
        playback.jump(session.count)

    @property
    def times(self) -> float:
        return SPEEDS[self.speed]

    @property
    def playing(self) -> bool:
        """Something moves, or will: the machine, or the eye on its way to where the machine is."""
        return not self.paused and (not self.done or self.playback.moving)

    def toggle(self) -> None:
        """Pause; or play on from the step looked at, from the start where all has been played."""
        if self.playing:
            self.pause()
            return
        self.paused = False
        if self.done and self.playback.target >= self.session.count:
            self.playback.jump(self.session.recorded)
        self.playback.target = self.session.count
        self._keep_pace()

    def pause(self) -> None:
        self.paused = True
        self.playback.jump(self.playback.looked_at)

    def single(self) -> None:
        """One step on, or one action where there are no more steps, and hold."""
        self.paused = True
        here = self.playback.looked_at
        if here < self.session.count:
            self.playback.jump(here)
            self.playback.hop(here + 1)
        elif not self.done:
            self._next()

    def set_speed(self, speed: int) -> None:
        """An index into SPEEDS; what lies beyond its ends counts as the end."""
        self.speed = min(len(SPEEDS) - 1, max(0, speed))
        self._keep_pace()

    def update(self, seconds: float) -> None:
        """Play on."""
        self._try_some()
        self.playback.update(seconds, self.session.count, False)
        if self.paused or self.done:
            return
        if not self.times:
            self._many()
            return
        self._wait -= seconds * self.times
        while self._wait <= 0 and not self.done and self.playback.at >= self.playback.target - 1:
            if not self._next(SHARE):
                return
            self._wait += self._rest()
        self._wait = max(self._wait, -1.0)  # time that went by while the eye was elsewhere is not made up for

    def _rest(self) -> float:
        """Seconds, at speed 1, until what comes after the last action."""
        if isinstance(self.last, (Next, Turn, TakeOver)):
            return REST
        return RESULT if self.session.outcome is not None else 1.0 / PACE

    def _many(self) -> None:
        """As much as there is time for in a frame beside its drawing."""
        piece = TimeSlice(FRAME)
        for _ in range(SLICE):
            left = piece.left
            if self.done or left <= 0 or not self._next(left):
                break
        self.playback.rush(self.session.count)

    def _keep_pace(self) -> None:
        self.playback.speed = max(PACE, PACE * self.times) if self.times else float(SLICE)

    def _next(self, seconds: float = inf) -> bool:
        """Do what comes next. False: in so many seconds it has not made up its mind."""
        piece = TimeSlice(seconds)
        try:
            action = next(self._actions)
            while action is None:
                if piece.left < 0:
                    return False
                action = next(self._actions)
            self.session.do(action)
        except (StopIteration, Impossible, Fault):
            self.done = True
            return True
        self.last = action
        if isinstance(action, Learn):
            self.playback.hop(self.session.count)
            self._keep_pace()
        else:
            self.playback.jump(self.session.count)
        return True

    def _try_some(self) -> None:
        """What the machine tries, a little of it each frame, for the screen to tell."""
        piece = TimeSlice(SHARE)
        while self.trying and piece.left > 0:
            try:
                tried = next(self._tries)
            except (StopIteration, Impossible, Fault):
                self.trying = False
                return
            if tried is None:
                continue
            outcome = tried.session.outcome
            for action in tried.actions:
                if isinstance(action, Turn) and action.knob == "alpha":
                    self.tried[float(action.value)] = outcome.kind if outcome else None

    def taken_over(self, step: int, own: Session) -> Session:
        """A session for the player that stands at this step of the machine's run; what they saw stays counted."""
        taken = self.session.rewind(step) if step < self.session.count else self.session.copy()
        taken.carry(own.tally.probes, own.tally.runs)
        return taken
