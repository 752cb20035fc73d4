"""Pictures that are learned: a pad to draw on, kernels and what they see, the votes, and how the training goes.

The training runs in a process of its own (background/client.py), or in slices of the frames where there can be none
(background/client.py); the board follows it and never waits.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ...attempt.game.own_net import keep_net
from ...background.client import KnobRefused, SlicedTraining, Training, Waiting, WorkerDied, start_training
from ...desktop.capabilities import can
from ...engine.checkpoint import Checkpoint, Snapshot
from ...i18n import _, plural_form
from ...rules.judged_steps import accuracy_examples
from ...view.charts.accuracy_chart import (
    RIGHT,
    SCRUBBER,
    TOP,
    Passed,
    PassScrubber,
    draw_accuracy,
    draw_progress,
    draw_shares,
    height_of,
    plot_place,
)
from ...view.charts.vote_bars import draw_so_far, so_far_columns
from ...view.draw.rects import holds
from ...view.draw.time_slice import now
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.layout import Box, Part, Split, first_that_fits, row, with_padding
from ...view.widgets.widget import Rect, Widget
from ..shared.answer_anchors import ENDS, kinds_of, meaning_of
from ..shared.knob_panel import KnobPanel
from ..shared.panel import AttemptPanel, Panel, Picture, PicturePanel
from ..shared.tiles import TileSpec, shared_tiles, with_next_step
from .reading_board import ReadingBoard
from .reading_pages import ReadingPanel
from .recognition import name_of_share, requested_shares

if TYPE_CHECKING:
    from ...attempt.playback.show import MachineShow
    from ...desktop.controls import Intent
    from ...learning.network import Vector
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# The training that the digits' screen follows: started, paused, gone on with after its process was lost.


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


SHARES = 154.0
EDGE = 8.0  # so far a plate goes beyond the chart's axes


class TrainingPanel(AttemptPanel, PicturePanel):
    """One of those that stand on the board's lowest sheet."""

    flat = True

    def __init__(self, host: Host, training: TrainingFollower) -> None:
        super().__init__(host)
        self.training = training

    @property
    def here(self) -> int | None:
        """The point of the chart that is looked at."""
        return self.training.nearest(self.training.step_seen) if self.training.kept else None


class AccuracyPanel(TrainingPanel):
    """Accuracy by passes, and a scrubber to look back at one."""

    bare, words = (RIGHT + 100, TOP + 80), (60.0, 40.0)
    scrubber: PassScrubber

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        left, top, width, height = plot_place(rect, self.text_scale)
        place = (left, top + height + 10, width, SCRUBBER)
        self.scrubber = PassScrubber("passes", place, 0, 1, moved=self._look, label=_("pass"))
        return [self.scrubber]

    def _look(self, number: int) -> None:
        """Back to one of the steps that were kept."""
        if not self.training.running:
            self.attempt.look(self.training.step_of(number))

    def refresh(self) -> None:
        count, last = len(self.training.kept), max(1e-9, float(self.attempt.now.budget))
        self.scrubber.places = [min(1.0, point.passes / last) for point in self.training.points] or [0.0]
        self.scrubber.look(self.here or 0, max(0, count - 1))
        self.scrubber.enabled = self.scrubber.visible = count > 1 and not self.training.running

    def picture(self) -> Picture:
        points, level = tuple(self.training.points), self.attempt.now
        return draw_accuracy, self.rect, points, float(level.budget), requested_shares(level), self.here


class ProgressPanel(TrainingPanel):
    """How much of the budget is used, and how long the rest will take."""

    bare, words = (20.0, 20.0), (200.0, 14.0)

    def picture(self) -> Picture:
        training = self.training
        whole = self.attempt.now.budget
        steps = training.reached - self.attempt.shown.recorded
        trains = training.running and training.machine is None
        if trains or steps % training.each:
            every = whole * training.each
            told = plural_form("{done} of {whole} step", "{done} of {whole} steps", every).format(
                done=steps, whole=every
            )
        else:
            told = plural_form("{done} of {whole} pass", "{done} of {whole} passes", whole)
            told = told.format(done=steps // training.each, whole=whole)
        title = _("Training (in this window)") if training.in_window else _("Training")
        return draw_progress, self.rect, title, told, round(steps / training.each / whole, 3), training.left()


class SharesPanel(TrainingPanel):
    """The shares of the pictures that are read rightly, where that began, and which is wanted."""

    bare, words = (150.0, 60.0), (0.0, 36.0)

    def picture(self) -> Picture:
        here, goals, points = self.here, requested_shares(self.attempt.now), self.training.points
        point: Passed | None = points[here] if here is not None else None
        start = points[0].unseen if len(points) > 1 and points[0].passes == 0 else None
        shares = (point.unseen if point else None, point.seen if point else None, start, goals[0] if goals else None)
        run = self.attempt.shown.run
        asked = len(accuracy_examples(run))
        return draw_shares, self.rect, *shares, name_of_share(self.attempt.now), asked, asked < len(run.examples)


class SoFarPanel(ReadingPanel):
    """What the picture on the pad was read as at each look so far."""

    flat = True
    bare, words = (100.0, 70.0), (10.0, 56.0)

    def picture(self) -> Picture:
        recognition = self.recognition
        label = recognition.label
        title = _("this drawing, so far") if label is None else _("this {label}, so far").format(label=label)
        reads = recognition.so_far(2 * so_far_columns(self.rect[2], self.text_scale))
        return draw_so_far, self.rect, title, tuple(reads), label


class DigitsBoard(ReadingBoard):
    """Between the columns and the training stand the knobs, beside each other."""

    knobs: KnobPanel

    def __init__(self, host: Host) -> None:
        self.training = TrainingFollower(host)
        super().__init__(host, self.training)
        self.knobs = KnobPanel(host, turn=self.training.turn)
        self.accuracy, self.shares = AccuracyPanel(host, self.training), SharesPanel(host, self.training)
        self.progress, self.so_far = ProgressPanel(host, self.training), SoFarPanel(host, self.recognition)

    def below(self) -> Box | Split:
        """What it was read as so far only where that has room."""
        chart = Part(with_padding(self.accuracy, 0, 2, 8, 6))
        so_far = Part(with_padding(self.so_far, 0, 8, 16, 2), 176.0 + 16)
        all_seen = row(chart, Part(with_padding(self.shares, 0, 8, 8, 4), SHARES + 8), so_far, gap=0.0)
        return first_that_fits(all_seen, row(chart, Part(with_padding(self.shares, 0, 8, 24, 4), SHARES + 24), gap=0.0))

    def rest(self) -> Panel:
        return self.progress

    def mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """How a training ends, on the chart of its accuracy: at the goal, by chance, or between them.

        "seen unseen": up or down with both, at the chart's edge; where they come nearer to each other, between them.
        """
        place = self._on_chart(number, answer) if self.accuracy in self.panels else super().mark(number, answer)
        if place is None or not holds(self.accuracy.rect, (place.x, place.y)):
            return place
        _x, y, _w, h = self.accuracy.rect  # beside the numbers of its axis
        left, _top, width, _high = plot_place(self.accuracy.rect, self.text_scale)
        return place._replace(within=(left - EDGE, y, width + 2 * EDGE, h))

    def _on_chart(self, number: int, answer: str | float) -> AnswerAnchor | None:
        question, means = meaning_of(self.attempt, number, answer)
        kinds, goals = kinds_of(means), requested_shares(self.attempt.now)
        x, y, w, h = plot_place(self.accuracy.rect, self.text_scale)
        if kinds and goals:
            chance = 1 / self.attempt.now.network.outputs  # what has run away reads no better
            part, _of_weights = ENDS.get(kinds[0], (0.0, 0.0))
            return AnswerAnchor(x + w, y + h * (1 - height_of(chance + part * (goals[0] - chance))), "left")
        if question is None or question.asks != "shifted accuracy":
            return super().mark(number, answer)
        words = (means if isinstance(means, str) else means[0]).split()
        if words[0] == words[-1]:
            return AnswerAnchor(x + w / 2, y if words[0] == "up" else y + h, arrow=words[0])
        return AnswerAnchor(x + w, y + h / 2, "left")

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        actions = {"learn": self.training.toggle, "step": self.training.one_pass}
        if name == "reset":
            self.training.stop()
        if name in actions:
            actions[name]()
        return name in actions

    def handled_intents(self) -> tuple[str, ...]:
        return ("pause",) if self.training.running else ()

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "pause":
            self.training.toggle()
            return True
        if intent.name == "undo":  # taking a training back would mean to train again
            self.host.game.toasts.add(_("What it learned is kept. Reset starts again."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt, busy = self.attempt, self.training.running
        over = attempt.over or attempt.director.seen.won
        tiles = [
            TileSpec("learn", _("Pause") if busy else _("Train"), "pause" if busy else "play", "learn",
                     primary=True, enabled=busy or not over, on=busy),
            TileSpec("step", _("Pass"), "step", "step", enabled=not busy and not over),
            *shared_tiles(attempt, "reset", "hint"),
        ]  # fmt: skip
        if attempt.now.stop and not attempt.session.won:
            tiles.insert(2, TileSpec("stop", _("Done"), "check", "accept", enabled=not busy))
        return tiles if busy else with_next_step(self.attempt, tiles)

    # -- time --------------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        self.training.update()
        super().after_update(seconds)

    def end(self) -> None:
        self.training.stop()
