"""The machine's run, made before it is shown: round by round, so that a show knows where each of them leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, takewhile
from typing import NamedTuple

from ...captions.moment import Moment
from ...captions.moments import moments_slowly
from ...captions.reading_moments import NONE
from ...engine.run import Fault
from ...engine.snapshot import Snapshot
from ...rules.actions import Action, Freeze, Impossible, Learn, Next, Probe, Reset, Show, TakeOver, Turn
from ...rules.session import Session
from ...rules.slow_actions import do_slowly
from ...rules.truncate import has_learned
from ...solving.autosolve import solve_slowly, step_by_step
from ...solving.choice import Choice
from ...solving.drawn_digits import drawings
from .kept_steps import KeptSteps
from .reading_run import ReadingRun


class Round(NamedTuple):
    """What the machine does from one start to the end of one run.

    looks    what it does while it tries: peeks, a measured step
    choice   what it sets then        run      its steps, and what is set between them: as far as they are known
    """

    looks: Sequence[Action]
    choice: Sequence[Action]
    run: Sequence[Action]


class Rehearsal:
    """`session`: as it stands at the end of the round that was asked for last; `last`: nothing comes after it.

    told      what is told of that round
    read      where it learns to read pictures: its weights at some steps, and how many of the unseen they read
    kept      where the steps of that round led
    reading   a long way that the level gives, from its first step on: the show may follow it; None: it has to wait
    opening   what the next round begins with: on to the next part, or back to the start
    """

    def __init__(self, session: Session, actions: Sequence[Action] | None = None,
                 chosen: Callable[[], Choice | None] = lambda: None) -> None:  # fmt: skip
        """`actions`: a run that somebody has made; by default it finds its own.

        `chosen`: what was chosen among the tries of a part, if they were made by then.
        """
        self.session = Session(session.base, session.catalog)
        self._found = actions is None  # the choice is its own
        self.last = False
        self.told: list[Moment] = []
        self.read: list[Snapshot] = []
        self.kept = KeptSteps()
        self.reading: ReadingRun | None = None
        self.fault: Fault | None = None
        own = chain(solve_slowly(self.session, chosen), drawings(self.session))
        self._actions: Iterator[Action | None] = iter(own if actions is None else step_by_step(self.session, actions))
        self.opening: Action | None = None
        self._work: Iterator[Round | None] = iter(())
        self.go_on()

    def go_on(self) -> None:
        """The next round is asked for."""
        self._work, self.read, self.kept, self.reading = self._round(), [], KeptSteps(), None

    def work(self, goes_on: Callable[[], bool]) -> Round | None:
        """Piece after piece, as long as that is true: the round, once it is known; None: not yet."""
        while True:
            found = next(self._work)
            if found is not None or not goes_on():
                return found

    def _round(self) -> Iterator[Round | None]:
        kind, done = "hand", list[Action]()
        try:
            if self.opening is not None:
                self.session.do(self.opening)
                self.opening = None
            kind = _kind_of(self.session, self._found)
            for action in self._actions:
                if isinstance(action, Next) or (isinstance(action, Reset) and kind == "run" and has_learned(done)):
                    self.opening = action
                    break
                if action is not None:
                    yield from self._do(action, done)
                yield None
            for drawing in shipped_drawings(self.session) if self._found and not done else ():
                self.session.do(drawing)
                done.append(drawing)
                yield None
        except (Impossible, Fault) as why:
            self.fault = why if isinstance(why, Fault) else None
        self.last = self.opening is None
        known = self.reading.readings if self.reading is not None else NONE
        for found in moments_slowly(self.session, self.read, known):
            self.told = found or []
            yield None
        yield _parted(done, kind)

    def _do(self, action: Action, done: list[Action]) -> Iterator[None]:
        """It is done, what it led to is kept, and where it learns to read it is seen how it does."""
        session, before = self.session, self.session.count
        if isinstance(action, Learn) and self._found and session.level.solution and before == session.recorded:
            self.reading = ReadingRun.of(session, done)
        for _piece in do_slowly(session, action):
            yield None
        done.append(action)
        if isinstance(action, Learn):
            self.kept.note(before, session)
        if self.reading is not None:
            yield from self.reading.follow(action, self.read)


def shipped_drawings(session: Session) -> list[Show]:
    """Where it is drawn: of each digit one picture by a hand that the net has not seen. A machine has none of its own.
    """
    if not session.level.aim.drawn or session.won:
        return []
    found: dict[tuple[float, ...], Show] = {}
    for input, goal in session.level.data(unseen=True):
        found.setdefault(tuple(goal), Show(tuple(input), tuple(goal)))
    return [found[goal] for goal in sorted(found, reverse=True)]


def _kind_of(session: Session, found: bool) -> str:
    """How this part is played: "hand", "peeks", "each" (an alpha for each weight), "run"; `found`: by a search."""
    if session.level.solution or not (found or session.level.learner is None):
        return "run"
    if session.level.knob("pass") is not None and session.level.stop:
        return "peeks"
    if session.level.learner is None:
        return "hand"
    return "run" if isinstance(session.run.alpha, (int, float)) else "each"


def _parted(done: Sequence[Action], kind: str) -> Round:
    """What of a round is a look, the choice, the run."""
    if kind == "hand":
        return Round((), (), tuple(done))
    last = Probe if kind == "peeks" else Reset if kind == "each" else None
    looks = max((n for n, action in enumerate(done, 1) if last is not None and isinstance(action, last)), default=0)
    after = done[looks:]
    if kind == "peeks":
        return Round(tuple(done[:looks]), tuple(after), ())
    choice = tuple(takewhile(lambda action: isinstance(action, (Turn, Freeze, TakeOver, Reset)), after))
    return Round(tuple(done[:looks]), choice, tuple(after[len(choice) :]))


def beats(actions: Sequence[Action], steps: bool) -> list[tuple[Action, ...]]:
    """What is seen as one: a step with what is set before it; else each thing that is done."""
    if not steps:
        return [(action,) for action in actions]
    found, before = list[tuple[Action, ...]](), list[Action]()
    for action in actions:
        before.append(action)
        if isinstance(action, Learn):
            found.append(tuple(before))
            before = []
    return [*found, tuple(before)] if before else found


def merge_single_steps(actions: Iterable[Action]) -> Iterator[Action]:
    """Single steps that follow each other as one Learn: a hundred are made as quickly as ten."""
    for single, group in groupby(actions, lambda action: isinstance(action, Learn) and action.steps == 1):
        if single:
            yield Learn(len(list(group)))
        else:
            yield from group
