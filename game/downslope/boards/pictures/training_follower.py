"""The training that the digits' screen follows: started, paused, gone on with after its process was lost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ...attempt.game.own_net import keep_net
from ...background.client import KnobRefused, SlicedTraining, Training, Waiting, WorkerDied, start_training
from ...desktop.capabilities import can
from ...engine.checkpoint import Checkpoint, Snapshot
from ...i18n import _
from ...view.charts.accuracy_chart import Passed
from ...view.draw.time_slice import now

if TYPE_CHECKING:
    from ...attempt.playback.show import MachineShow
    from ...learning.network import Vector
    from ..shared.host import Host


class TrainingFollower:
    """`own`: the player's weights at some steps, with their accuracies. `live`: the newest, in the middle of a pass.

    What can be looked back at (`kept`, `points`, `reached`) is of the run that is shown: in a show the machine's.
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.running = False
        self.live: Vector | None = None
        self.step = self.attempt.session.count  # how far it was heard of
        self.own: list[Snapshot] = []
        self.rate = 0.0  # steps a second
        self.in_window = not can("processes")  # it is trained in the frames of the window
        self._process: Training | None = None
        self._until = 0
        self._clock = (0.0, 0)  # when it was told to go, and the step then
        self._run = self.attempt.session.run
        if self.in_window and not self.attempt.level.plugin:
            self.attempt.session.copy().run.advance(1)  # its loop is compiled before the level is shown

    @property
    def each(self) -> int:
        """Steps of a pass."""
        return len(self.attempt.session.run.batches)

    @property
    def end(self) -> int:
        """The step at which the budget is over."""
        session = self.attempt.session
        return session.recorded + session.level.budget * self.each

    # -- what the player wants ---------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Train to the end of the budget, or hold it."""
        if self.running:
            if self._process is not None:
                self._process.pause()
            return
        if not self.attempt.open_bets.open_before(self.toggle):
            self._go(self.end)

    def one_pass(self) -> None:
        if not self.running and not self.attempt.open_bets.open_before(self.one_pass):
            count = self.attempt.session.count
            self._go(min(self.end, count + self.each - count % self.each))

    def _go(self, until: int) -> None:
        attempt = self.attempt
        if attempt.over or attempt.session.count >= self.end:
            attempt.game.toasts.add(_("This run is over. Press Reset for a new one."))
            return
        attempt.look(attempt.session.count)
        session = attempt.session
        if self._process is None:
            self._process = start_training(session, attempt.game.plugins.wanted, now)
            self.in_window = isinstance(self._process, SlicedTraining)
        self._until, self.running = until, True
        self._clock = (time.monotonic(), session.count)
        self._process.go(until)
        attempt.open_bets.close()
        self.host.request_layout()

    def turn(self, knob: str, value: float | str, index: int = 0) -> None:
        """Alpha also while it trains; what would begin anew only when it does not."""
        if not self.running:
            self._close()  # the next training begins with the knob as it stands
            self.attempt.turn(knob, value, index)
        elif self._process is not None:
            self._process.turn(knob, value)

    def stop(self) -> None:
        """End the process; what was learned stays."""
        self._close()
        self.running, self.live = False, None

    def _close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    # -- each frame --------------------------------------------------------------------------------------------------

    def update(self) -> None:
        session = self.attempt.session
        if session.run is not self._run:  # a reset, or another network
            self._run = session.run
            self.own = []
            self.stop()
            self.step = session.count
        if not self.running:
            self.step = session.count
        if self._process is None:
            return
        for event in self._process.follow(session):
            if isinstance(event, Snapshot):
                self.live, self.step = event.weights, event.step
                self._keep(event)
                seconds = time.monotonic() - self._clock[0]
                if seconds > 0.2 and event.step > self._clock[1]:
                    self.rate = (event.step - self._clock[1]) / seconds
            elif isinstance(event, Checkpoint):
                self.live, self.step = None, event.step
                self._keep(Snapshot(event.step, event.weights, event.measured))
                self.attempt.note_steps()
            elif isinstance(event, Waiting):
                self.running, self.live = False, None
                if self.own:
                    keep_net(self.attempt.game, self.attempt.session, self.own[-1].measured["unseen"])
                if self.attempt.session.outcome is not None:
                    self.attempt.verdict = True
                self.host.request_layout()
            elif isinstance(event, KnobRefused):
                self.attempt.game.toasts.add(event.sentence)
            elif isinstance(event, WorkerDied):
                # Its process has ended: said in a sentence; Train goes on from the last checkpoint
                self._close()
                self.running, self.live = False, None
                if event.fault is not None:
                    self.attempt.game.plugins.record_fault(event.fault)
                self.attempt.game.toasts.fault(event.sentence)
                self.host.request_layout()
                return

    def _keep(self, snapshot: Snapshot) -> None:
        """What comes again (after a process was lost) is kept once."""
        if "unseen" in snapshot.measured:
            self.own = [one for one in self.own if one.step < snapshot.step] + [snapshot]

    def begin(self, unseen: float) -> None:
        """How well it reads before it is trained here, found out by somebody else."""
        session = self.attempt.session
        if not self.own and not self.running:
            self.own = [Snapshot(session.count, list(session.weights), {"unseen": unseen})]

    @property
    def machine(self) -> MachineShow | None:
        """The show whose run is on the screen; None: the player's is."""
        machine = self.attempt.machine
        return machine if machine is not None and self.attempt.shown is machine.session else None

    @property
    def step_seen(self) -> int:
        """The step that is looked at; while it trains the newest that was heard of."""
        attempt = self.attempt
        trains = self.running and self.machine is None and attempt.step >= attempt.session.count
        return self.step if trains else attempt.step

    @property
    def reached(self) -> int:
        """How far the run has come that is shown."""
        return self.step if self.machine is None else min(self.attempt.step, self.machine.session.count)

    # -- looking back ------------------------------------------------------------------------------------------------

    @property
    def kept(self) -> list[Snapshot]:
        """Of the run that is shown: its weights at some steps, with their accuracies."""
        return self.own if self.machine is None else self.machine.read

    @property
    def points(self) -> list[Passed]:
        """Accuracy by passes."""
        return [Passed(k.step / self.each, k.measured.get("seen"), k.measured["unseen"]) for k in self.kept]

    def step_of(self, number: int) -> int:
        """The step of a point of the chart."""
        return self.kept[min(number, len(self.kept) - 1)].step if self.kept else 0

    def nearest(self, step: int) -> int:
        """The point of the chart for a step."""
        return max((i for i, one in enumerate(self.kept) if one.step <= step), default=0)

    def weights_at(self, step: int) -> Vector | None:
        """Those that were kept of a step."""
        return next((one.weights for one in self.kept if one.step == step), None)

    def left(self) -> str:
        """The time that it will take, in words; empty: nothing is known."""
        if not self.running or self.rate <= 0:
            return ""
        seconds = max(0, self._until - self.step) / self.rate
        if seconds < 1:
            return _("about to end")
        return _("{seconds} s left").format(seconds=round(seconds)) if seconds < 90 else (
            _("{minutes} min left").format(minutes=round(seconds / 60)))  # fmt: skip
