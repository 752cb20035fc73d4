"""What the net makes of a picture, a drawing or one of the data set: votes, kernels' maps, who is read as whom; and the
training that the digits' board follows: started, paused, gone on with after its process was lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.game.own_net import keep_net
from ...attempt.show import MachineShow
from ...background.client import SlicedTraining, Training, Waiting, WorkerDied, start_training
from ...desktop.capabilities import can
from ...digits.dataset import Digits
from ...digits.drawing import picture_in, preprocess
from ...engine.checkpoint import Checkpoint, Snapshot
from ...i18n import _
from ...learning import Network, Pair, Vector, eye_shares, kernels_of, pixel_shares
from ...rules import Level, Session, largest, target_info_of
from ...view.draw import AWAKE, now
from ...view.pictures.kernel_maps import KernelMap, Past
from ...view.pictures.pixel_grids import RASTER, DrawingPad, raster
from ...view.widgets.panel import Laid
from ..shared.panel import Host, Latest

# After so many passes: shares of seen and of unseen pictures read rightly, 0 ... 1; None: it was not measured
Passed = tuple[float, float | None, float]
AT_ONCE = 4  # pictures read in a frame
EVERY = 3  # frames from one picture of a net that the machine trains to the next, at least


def shares(session: Session, votes: Vector) -> list[float]:
    """What the bars show: the metric's shares, else each one's part of the votes; they add up to 1."""
    parts = session.run.metric.shares(votes)
    return parts if parts is not None else parts_of(votes)


def parts_of(votes: Vector) -> list[float]:
    """What is above 0 counts; where nothing is, what is above the lowest; where all are the same, each the same."""
    floor = 0.0 if max(votes) > 0 else min(votes)
    above = [max(0.0, vote - floor) for vote in votes]
    total = 0.0
    for part in above:
        total += part
    return [part / total for part in above] if 0 < total < inf else [1 / len(votes)] * len(votes)


def requested_shares(level: Level) -> tuple[float, ...]:
    """The accuracies that the level wants, the lowest first."""
    aims = level.aim, target_info_of(level.par_target)
    return tuple(sorted({aim.share for aim in aims if aim.share is not None and not aim.drawn}))


def draw_one(level: Level) -> str:
    """What the empty pad asks for."""
    return _("draw a digit") if isinstance(level.examples, Digits) else _("draw a picture")


def eyes_of(network: Network, weights: Vector, pixels: Vector | None) -> tuple[KernelMap, ...]:
    """Each kernel and what it makes of the picture; nothing for a network without kernels."""
    kernels = kernels_of(network)
    if kernels is None:
        return ()
    maps = kernels.forward(weights, pixels) if pixels is not None else None
    places = kernels.map_side**2
    return tuple(
        KernelMap(
            tuple(weights[kernels.kernel(k)]), tuple(maps[k * places : (k + 1) * places]) if maps is not None else None
        )
        for k in range(kernels.kernels)
    )


def templates_of(network: Network, weights: Vector) -> tuple[tuple[float, ...], ...]:
    """The weights of each output as a picture, where the outputs look at the pixels themselves."""
    if kernels_of(network) is not None:
        return ()
    return tuple(tuple(weights[k * network.inputs : (k + 1) * network.inputs]) for k in range(network.outputs))


class Reader:
    """Reads the unseen pictures with the same weights, some a frame; `read`: what the first ones are taken for."""

    def __init__(self, session: Session) -> None:
        self.pairs = session.level.data(unseen=True) or session.level.data()
        self.labels = [largest(goal) for _pixels, goal in self.pairs]
        self.weights: Sequence[float] = ()
        self.read: list[int] = []
        self.begun = 0  # how often it began anew

    def begin(self, weights: Sequence[float]) -> None:
        if tuple(weights) != tuple(self.weights):
            self.weights, self.read = list(weights), []
            self.begun += 1

    def carry_on(self, session: Session) -> None:
        """Read some more, once it is known with which weights: while a net is being trained nobody has said yet."""
        if not self.weights:
            return
        AWAKE.touch()
        predict = session.run.predict
        done = len(self.read)
        for pixels, _goal in self.pairs[done : done + AT_ONCE]:
            self.read.append(largest(predict(self.weights, pixels)))

    @property
    def whole(self) -> bool:
        return len(self.read) == len(self.pairs)

    def wrong(self) -> list[int]:
        """Indices of the pictures that are read wrongly, as far as it has come."""
        return [i for i, (read, label) in enumerate(zip(self.read, self.labels)) if read != label]

    def table(self, outputs: int) -> tuple[tuple[int, ...], ...]:
        """How often each digit (row) is read as each (column)."""
        rows = [[0] * outputs for _label in range(outputs)]
        for read, label in zip(self.read, self.labels):
            rows[label][read] += 1
        return tuple(map(tuple, rows))


EARLY = frozenset((0, 10, 50, 200, 700))  # steps of the first pass that are shown beside the ends of passes
READ_AT_ONCE = 2  # times of the training that are worked out in a frame


class Speaking(NamedTuple):
    """What is compared, and what each pixel and each kernel adds to the first of the two rather than to the second."""

    pair: tuple[int, int]
    pixels: tuple[float, ...]
    eyes: tuple[float, ...]


class Recognition:
    """`sample`: the unseen picture that is shown while nothing is drawn on the pad; `blank`: none is shown then.
    `said`: which digit the drawing is, as the player says, where it is read as another; else None.
    `eye`: the kernel that is looked at.

    votes   each output's share of the votes; empty: there is nothing to vote on
    plain   the votes themselves, where the metric makes no shares of them; else None
    seen    the picture, the weights and the network of which all this is told; another object when it is another
    """

    def __init__(self, attempt: Attempt, pad: DrawingPad, training: TrainingFollower | None = None) -> None:
        self.attempt, self.pad, self.training = attempt, pad, training
        self.reader = Reader(attempt.session)
        self.sample = 0
        self.blank = False
        self.said: int | None = None
        self.votes: list[float] = []
        self.plain: tuple[float, ...] | None = None
        self.seen: tuple[Vector, Vector, Network] | None = None
        self.on_next: Callable[[], None] = lambda: None  # told before another one is shown
        self._frames = EVERY  # since the weights were looked at
        self._prepared: Latest[Vector] = Latest()
        self.eye = 0
        self._place: int | None = None  # None: the brightest
        self._chosen: tuple[int | None, int | None] = (None, None)
        self._of: Vector = ()  # the picture for which they were chosen
        self._kept: tuple[object, object, Speaking | None] = (None, None, None)
        self._past: dict[tuple[object, int], tuple[KernelMap, ...]] = {}
        self._eyes: tuple[object, tuple[KernelMap, ...]] = (None, ())

    def _live(self) -> Vector | None:
        """The newest weights of a training that goes on."""
        training = self.training
        return training.live if training is not None and training.machine is None else None

    def weights(self) -> Vector:
        """Those at the step that is looked at; while it trains the newest that were heard of."""
        session, step, live = self.attempt.shown, self.attempt.step, self._live()
        if live is not None and step >= session.count:
            return live
        if self._trained_by_machine:
            return session.weights  # to run a whole pass again for each of its steps would take too long
        looks = self.training.kept if self.training is not None and step < session.count else []
        kept = next((one.weights for one in looks if one.step == step), None)
        return session.run.weights_at(step) if kept is None else kept

    @property
    def _trained_by_machine(self) -> bool:
        machine = self.attempt.machine
        return machine is not None and machine.session is self.attempt.shown and machine.playing

    def has_drawing(self) -> bool:
        return bool(self.pad.strokes) or self.pad.picture is not None

    def pixels(self) -> Vector:
        """What the net is shown: 64 numbers 0 ... 1. A drawing is made as the data set's pictures were."""
        strokes, shown = self.pad.strokes, self._shown_by_machine()
        if shown is not None:
            return shown[0]
        if self.pad.picture is not None:
            return self.pad.picture
        if not strokes:
            pixels = self.reader.pairs[self.sample][0]
            return [0.0] * len(pixels) if self.blank else pixels
        key = tuple(map(tuple, strokes))
        return self._prepared.of(key, lambda: tuple(preprocess(raster(strokes), RASTER) or [0.0] * 64))

    def _shown_by_machine(self) -> Pair | None:
        """What the machine drew last, and what it is meant to be."""
        session = self.attempt.shown
        return session.shown[-1] if session is not self.attempt.session and session.shown else None

    @property
    def label(self) -> int | None:
        """Which digit the data set's picture is; None: it is the player's."""
        shown = self._shown_by_machine()
        if shown is not None:
            return largest(list(shown[1]))
        return None if self.blank or self.has_drawing() else self.reader.labels[self.sample]

    @property
    def best(self) -> int | None:
        """What it is read as; None: all votes are the same."""
        return largest(self.votes) if self.votes and max(self.votes) > min(self.votes) else None

    def names(self) -> list[str]:
        return [str(k) for k in range(self.attempt.now.network.outputs)]

    def evaluation_at(self, sample: int) -> None:
        """Another picture of the data set, when nothing is drawn."""
        self.clear()
        self.blank = False
        self.sample = sample % len(self.reader.pairs)

    def go_on(self) -> None:
        """The next picture of the data set; the one in hand goes on its way."""
        self.on_next()
        self.evaluation_at(self.sample + 1)

    def take(self, name: str, content: bytes) -> None:
        """A picture from a file is on the pad, in place of what was drawn there. Refused: why it cannot be."""
        pixels = picture_in(Path(name), content)
        self.pad.clear()
        self.pad.picture = tuple(pixels)

    def clear(self) -> None:
        self.pad.clear()
        self.blank = True

    @property
    def just_changed(self) -> bool:
        """The machine trains, and this frame shows other votes: what takes long to draw follows a frame later."""
        return self._trained_by_machine and self._frames == 0

    def update(self) -> None:
        if self.has_drawing():
            self.blank = True  # what is rubbed out again does not come back as somebody else's
        training = self.training
        if self._live() is None:
            self.reader.begin(self.seen[1] if self.seen is not None and self._trained_by_machine else self.weights())
        elif training is not None and training.kept and self.reader.whole:
            self.reader.begin(training.kept[-1].weights)
        if not self.reader.whole:
            if not self._trained_by_machine or self._frames >= EVERY:  # weights that stay: others are gone too soon
                self.reader.carry_on(self.attempt.shown)
        elif training is not None and self.attempt.shown is self.attempt.session:
            training.begin(1 - len(self.reader.wrong()) / max(1, len(self.reader.read)))  # the share read rightly

    def vote(self) -> None:
        """The votes, when the weights or the picture have changed."""
        pixels, network, run = tuple(self.pixels()), self.attempt.now.network, self.attempt.shown.run
        run.stretch_loop()  # its compiled loop also predicts, and much faster: of each part, after each turn of a knob
        self._frames += 1
        same = self.seen is not None and (pixels, network) == (self.seen[0], self.seen[2])
        if same and self._frames < EVERY and self._trained_by_machine:
            return  # all that is drawn of it would be drawn anew in every frame
        weights = tuple(self.weights())
        seen = (pixels, weights, network)
        if seen != self.seen:
            self.seen, self._frames = seen, 0
            predictions = run.predict(weights, pixels)
            blank = self.blank and not self.has_drawing() and self._shown_by_machine() is None
            self.votes = [] if blank else shares(self.attempt.shown, predictions)
            self.plain = tuple(predictions) if run.metric.shares(predictions) is None else None

    def eyes(self) -> tuple[KernelMap, ...]:
        seen = self.seen
        if seen is not None and self._eyes[0] is not seen:
            pixels, weights, network = seen
            self._eyes = seen, eyes_of(network, weights, pixels)
            self.eye = min(self.eye, max(0, len(self._eyes[1]) - 1))
        return self._eyes[1]

    @property
    def place(self) -> int:
        """Of its map: the one that was chosen, else the brightest."""
        eyes = self.eyes()
        values = eyes[self.eye].map or (0.0,) if eyes else (0.0,)
        if self._place is not None and self._place < len(values):
            return self._place
        return max(range(len(values)), key=values.__getitem__)

    @property
    def map_side(self) -> int:
        kernels = kernels_of(self.attempt.now.network)
        return kernels.map_side if kernels is not None else 1

    def look_at(self, eye: int, place: int | None = None) -> None:
        """A kernel, and a place of its map; None: the brightest."""
        self.eye, self._place = eye, place

    def put(self, place: int) -> None:
        self._place = place

    def window(self) -> Sequence[int]:
        network = kernels_of(self.attempt.now.network)
        return network.windows()[self.place] if network is not None else ()

    def compare(self, first: int | None, second: int | None) -> None:
        """Choose both; None: as it is read, and the one that comes next."""
        self._chosen, self._of = (first, second), tuple(self.pixels())

    def pair(self) -> tuple[int, int] | None:
        """The two; None: nothing is read, or there are not two."""
        votes = self.votes
        if len(votes) < 2:
            return None
        if self._chosen != (None, None) and tuple(self.pixels()) != self._of:
            self._chosen = (None, None)
        order = sorted(range(len(votes)), key=lambda k: -votes[k])
        first = self._chosen[0] if self._chosen[0] is not None else order[0]
        second = self._chosen[1]
        if second is None or second == first:
            second = next(k for k in order if k != first)
        return first, second

    def speaking(self) -> Speaking | None:
        """Worked out once for each picture, weights and pair. None: there is nothing to compare, or no way to tell."""
        seen, pair = self.seen, self.pair()
        if seen is None or pair is None:
            return None
        if self._kept[0] is not seen or self._kept[1] != pair:
            pixels, weights, network = seen
            votes = {pair[0]: 1.0, pair[1]: -1.0}
            of_pixels = pixel_shares(network, weights, pixels, votes)
            speaking = None
            if of_pixels is not None:
                speaking = Speaking(pair, tuple(of_pixels), tuple(eye_shares(network, weights, pixels, votes) or ()))
            self._kept = seen, pair, speaking
        return self._kept[2]

    def past(self, most: int) -> tuple[Past, ...]:
        """The kernels at some steps and after each pass; of more than `most`, the first, the last, those between."""
        training, network = self.training, self.attempt.now.network
        if training is None:
            return ()
        each = training.each
        kept = [one for one in training.kept if one.step in EARLY or one.step % each == 0]
        if len(kept) > most:
            kept = [kept[round(k * (len(kept) - 1) / (most - 1))] for k in range(most)] if most > 1 else kept[-1:]
        pixels, pasts, left = tuple(self.pixels()), list[Past](), READ_AT_ONCE
        key = (pixels, self.attempt.shown.run.serial, network)
        if any(known != key for known, _step in self._past):
            self._past = {}
        for one in kept:
            if (key, one.step) not in self._past and left:
                left -= 1
                eyes, templates = eyes_of(network, one.weights, pixels), templates_of(network, one.weights)
                self._past[key, one.step] = eyes or tuple(KernelMap(weights, None) for weights in templates)
            passes = one.step > 0 and one.step % each == 0
            label = str(one.step // each if passes else one.step)
            pasts.append((one.step, label, passes, self._past.get((key, one.step), ())))
        return tuple(pasts)


class TrainingFollower:
    """`own`: the player's weights at some steps, with their accuracies. `live`: the newest, in the middle of a pass.

    What can be looked back at (`kept`, `points`, `reached`) is of the run that is shown: in a show the machine's.
    """

    running = Laid(False)

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.live: Vector | None = None
        self.step = self.attempt.session.count  # how far it was heard of
        self.own: list[Snapshot] = []
        self.rate = 0.0  # steps a second
        self.in_window = not can("processes")  # it is trained in the frames of the window
        self._process: Training | None = None
        self.until = 0
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

    def toggle(self) -> None:
        """Train to the end of the budget, or hold it."""
        if self.running:
            if self._process is not None:
                self._process.pause()
            return
        self._go(self.end)

    def one_pass(self) -> None:
        if not self.running:
            count = self.attempt.session.count
            self._go(min(self.end, count + self.each - count % self.each))

    def _go(self, until: int) -> None:
        attempt = self.attempt
        if attempt.over or attempt.session.count >= self.end:
            attempt.game.toasts.add(_("This run is over. Press Reset for a new one."))
            return
        attempt.open_bets.close()
        attempt.look(attempt.session.count)
        session = attempt.session
        if self._process is None:
            self._process = start_training(session, attempt.game.plugins.wanted, now)
            self.in_window = isinstance(self._process, SlicedTraining)
        self.until, self.running = until, True
        self._clock = (time.monotonic(), session.count)
        self._process.go(until)

    def turn(self, knob: str, value: float | str, index: int = 0) -> None:
        """Alpha also while it trains; what would begin anew only when it does not."""
        if not self.running:
            self._close()  # the next training begins with the knob as it stands
            self.attempt.turn(knob, value, index)
        elif self._process is not None:
            self._process.turn(knob, value)

    def stop(self) -> None:
        self._close()
        self.running, self.live = False, None

    def _close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

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
            AWAKE.touch()
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
            elif isinstance(event, str):  # a knob that could not be turned
                self.attempt.game.toasts.add(event)
            elif isinstance(event, WorkerDied):
                # Its process has ended: said in a sentence; Train goes on from the last checkpoint
                self._close()
                self.running, self.live = False, None
                if event.fault is not None:
                    self.attempt.game.plugins.record_fault(event.fault)
                self.attempt.game.toasts.fault(event.sentence)
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

    @property
    def kept(self) -> list[Snapshot]:
        """Of the run that is shown: its weights at some steps, with their accuracies."""
        return self.own if self.machine is None else self.machine.read

    @property
    def points(self) -> list[Passed]:
        return [(k.step / self.each, k.measured.get("seen"), k.measured["unseen"]) for k in self.kept]
