"""The machine plays a level from beginning to end, in slices: its runs become parts that can be watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

from ...engine.checkpoint import next_snapshot
from ...learning.architecture import kernels_of
from ...rules.action_history import merge_learns
from ...rules.actions import Action, Learn, Probe, Turn
from ...rules.judged_steps import accuracy_examples
from ...rules.session import Session
from ...rules.target import accuracy, share_correct, target_info_of
from ...solving.autosolve import solve_incremental
from ...solving.halving_search import steps_per_slice
from ...solving.tried import Tried
from .run_part import HandView, HandwrittenPart, PicturePart, PictureView, RunPart

Clock = Callable[[], float]


class Machine:
    """`parts`: what it played, as far as it has come. `session`: at the end of all."""

    def __init__(self, session: Session, rounds: int | None, explores: bool) -> None:
        self.session, self.rounds, self.explores = session, rounds, explores
        self.parts: list[RunPart] = []
        self.done = False
        self._hand: list[HandView] = []
        self._pictures: list[PictureView] = []
        self._due = self._began = 0  # the step of the next look; how many actions came before this part

    def work(self) -> Iterator[None]:
        """All of it, in pieces of some milliseconds. Fault: a plugin raised."""
        session = self.session
        self._begin()
        if self.rounds is not None and not self._reads_pictures:
            session.do(Learn(self.rounds))
        elif self.explores:
            yield from self._explore()
        else:
            for action in solve_incremental(session):
                if action is not None:
                    yield from self._do(action)
                if session.complete:
                    break
                yield
        self._end(session)
        for part in self.parts:
            part.attempt = session
            yield from part.find_moments()
        self.done = True

    @property
    def present(self) -> RunPart:
        """The run that is being made."""
        if self._pictures:
            return PicturePart(self.session, self._pictures)
        return HandwrittenPart(self.session, self._hand) if self._hand else RunPart(self.session)

    def tries(self, clock: Clock) -> Tried | None:
        """What it tried before its last part, to be worked on; None: it was told what to run."""
        if self.explores:
            return None
        session = self.session
        return Tried(Session(session.base, session.catalog, self.parts[-1].before), clock)

    def finish(self) -> Machine:
        """All at once."""
        for _piece in self.work():
            pass
        return self

    # -- inside ------------------------------------------------------------------------------------------------------

    def _explore(self) -> Iterator[None]:
        """Until the outcome, or so many rounds where pictures are read."""
        session, begun = self.session, False
        end = session.recorded + (self.rounds or session.level.budget * len(session.run.batches))
        while session.run.count < end and not session.run.diverged:
            if session.outcome is not None and self.rounds is None:
                break
            maximum = min(steps_per_slice(session), end - session.run.count, self._steps_to_look())
            if self.rounds is None:
                session.learn_until_outcome(maximum, grow=begun)
            else:
                session.do(Learn(maximum))
            begun = True
            self._look()
            yield

    def _do(self, action: Action) -> Iterator[None]:
        """An action; a long one in pieces, so that pictures are looked at in between."""
        left = action.steps if isinstance(action, Learn) else 0
        before, by_hand = copy(self.session), self._by_hand
        if not left:
            before.actions = list(before.actions)
        while left > self._steps_to_look():
            some = self._steps_to_look()
            self.session.do(Learn(some))
            left -= some
            self._look()
            yield
        self.session.do(Learn(left) if left else action)
        if self.session.stage != before.stage or (self.session.run is not before.run and not by_hand):
            self._end(before)
            self._begin()
        elif by_hand and isinstance(action, Turn if self.session.level.probes is None else Probe):
            self._note()
        else:
            self._look()

    @property
    def _by_hand(self) -> bool:
        """Nothing is learned here: what is done is turned and looked at."""
        return (self.session.level.learner is None or self.session.level.stop) and not self._reads_pictures

    @property
    def _reads_pictures(self) -> bool:
        level = self.session.level
        aim, draws = target_info_of(level.target), kernels_of(level.network) is not None
        return (aim.share is not None and level.network.outputs > 1) or (aim.drawn and draws)

    def _steps_to_look(self) -> int:
        """Steps to the next look at what is read."""
        return self._due - self.session.run.count if self._reads_pictures else 10**9

    def _begin(self) -> None:
        self._hand, self._pictures = [], []
        self._due, self._began = self.session.run.count, len(self.session.actions)
        self._look()
        self._note()

    def _look(self) -> None:
        """Measure what is read by now, where that is what counts and a look is due."""
        session = self.session
        if self._reads_pictures and session.run.count >= self._due:
            self._pictures.append(picture_view(session))
            first = session.recorded
            self._due = first + next_snapshot(session.run.count - first, len(session.run.batches))

    def _note(self) -> None:
        """What is seen of a part that is played by hand."""
        session = self.session
        if not self._by_hand:
            return
        rows = session.probed
        if session.level.stop and rows and rows[-1].unseen is not None:
            error = rows[-1].unseen
        else:
            error = session.run.error()
        self._hand.append(HandView(len(session.actions), tuple(session.weights), error))

    def _end(self, session: Session) -> None:
        """A run is over, and was more than the setting of knobs: it becomes a part."""
        learned = session.run.count > session.recorded and not self._hand
        if self._pictures:
            if self._pictures[-1].step < session.run.count:  # it ended between two looks
                self._pictures.append(picture_view(session))
            self._add(PicturePart(session, self._pictures), learned)
        elif not learned and self._hand:
            self._add(HandwrittenPart(session, self._hand), len(self._hand) > 1)
        else:
            self._add(RunPart(session), learned)

    def _add(self, part: RunPart, worth: bool) -> None:
        if worth or (part.session is self.session and not self.parts):
            part.before = merge_learns(part.session.actions[: self._began])
            self.parts.append(part)


def picture_view(session: Session) -> PictureView:
    """How well it reads as it stands."""
    seen = share_correct(session.run, accuracy_examples(session.run))
    return PictureView(session.run.count, tuple(session.weights), accuracy(session), seen)
