"""The machine's run, made before it is shown: round by round, so that a show knows where each of them leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, takewhile
from typing import NamedTuple

from ..captions.findings import (
    again_moment,
    choice_finding,
    end_moment,
    findings,
    nudge_moment,
    own_way,
    search_moment,
)
from ..captions.look_moments import NONE, Reading, has_peeks, look_steps, read_slowly, reads_pictures, told_readings
from ..captions.moments import moments_incremental
from ..captions.sentences import GAP, IN_PARTS, PARTS, Moment, RunPlan, RunTable, knob_settings, plan, sentence
from ..engine.checkpoint import Snapshot
from ..engine.run import Fault
from ..rules import Action, Freeze, Impossible, Learn, Next, Probe, Reset, Session, Show, TakeOver, Turn, do_slowly
from ..solving.autosolve import Choice, runs_as_set, solve_incremental, step_by_step
from ..solving.tried import Tried, drawings

LONG = 1000  # steps: fewer are rehearsed to their end


class ReadingRun:
    """A long run that learns to read pictures: the show may begin before its rehearsal has come to its end.

    The level gives the way, so its steps are counted before they are made.
    `choice`: what was set before it; `run`: what was done since. `known`: up to this step all captions are known.
    first, last   its steps, with those to come        readings   how it read at some of them
    """

    def __init__(self, session: Session, choice: list[Action], steps: int) -> None:
        self._session, self.choice = session, tuple(choice)
        self.run: list[Action] = []
        self.first, self.last = session.count, session.count + steps
        self.known = self.first
        self.readings: dict[int, Reading] = {}
        self._looks = look_steps(self.table())

    def table(self) -> RunTable:
        """As if it had made all of its steps."""
        table = RunTable(self._session)
        table.last = self.last
        return table

    @property
    def told(self) -> list[Moment]:
        """In order; of those that are beyond what is known the places alone."""
        return told_readings(self.table(), self.readings)

    def follow(self, action: Action, read: list[Snapshot]) -> Iterator[None]:
        """This was done. Where it is to be seen how it reads it is looked at, a few pictures at a time."""
        self.run.append(action)
        count = self._session.count
        while self._looks and self._looks[0] <= count:
            for reading in read_slowly(self.table(), self._looks[0], read):
                if reading is not None:
                    self.readings[self._looks[0]] = reading
                yield None
            del self._looks[0]
        self.known = count


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

    told      the captions of that round
    read      where it learns to read pictures: its weights at some steps, and how many of the unseen they read
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
        self.reading: ReadingRun | None = None
        self.fault: Fault | None = None
        own = chain(solve_incremental(self.session, chosen), drawings(self.session))
        self._actions: Iterator[Action | None] = iter(own if actions is None else step_by_step(self.session, actions))
        self.opening: Action | None = None
        self._work: Iterator[Round | None] = iter(())
        self.carry_on()

    def carry_on(self) -> None:
        """The next round is asked for."""
        self._work, self.read, self.reading = self._round(), [], None

    def work(self, has_time: Callable[[], bool]) -> Round | None:
        """Piece after piece, as long as that is true: the round, once it is known; None: not yet."""
        while True:
            next_round = next(self._work)
            if next_round is not None or not has_time():
                return next_round

    def _round(self) -> Iterator[Round | None]:
        kind, done = "hand", list[Action]()
        try:
            if self.opening is not None:
                self.session.do(self.opening)
                self.opening = None
            # How this part is played: "hand", "peeks", "each" (an alpha for each weight), "run"; `found`: by a search
            if self.session.level.solution or not (self._found or self.session.level.learner is None):
                kind = "run"
            elif self.session.level.knob("pass") is not None and self.session.level.stop:
                kind = "peeks"
            elif self.session.level.learner is None:
                kind = "hand"
            else:
                kind = "run" if isinstance(self.session.run.alpha, (int, float)) else "each"
            for action in self._actions:
                learned = any(isinstance(each, Learn) for each in done)
                if isinstance(action, Next) or (isinstance(action, Reset) and kind == "run" and learned):
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
        readings = self.reading.readings if self.reading is not None else NONE
        for moments in moments_incremental(self.session, self.read, readings):
            self.told = moments or []
            yield None
        # What of the round is a look, the choice, the run
        last = Probe if kind == "peeks" else Reset if kind == "each" else None
        looks = max((n for n, action in enumerate(done, 1) if last is not None and isinstance(action, last)), default=0)
        after = done[looks:]
        if kind == "hand":
            choice: tuple[Action, ...] = ()
        elif kind == "peeks":
            choice = tuple(after)
        else:
            choice = tuple(takewhile(lambda action: isinstance(action, (Turn, Freeze, TakeOver, Reset)), after))
        yield Round(tuple(done[:looks]), choice, tuple(after[len(choice) :]))

    def _do(self, action: Action, done: list[Action]) -> Iterator[None]:
        """It is done, what it led to is kept, and where it learns to read it is seen how it does."""
        session, before = self.session, self.session.count
        if isinstance(action, Learn) and self._found and session.level.solution and before == session.recorded:
            steps = sum(each.steps for each in session.level.solution or () if isinstance(each, Learn))
            reading = ReadingRun(session, done, steps)
            self.reading = reading if steps >= LONG and reads_pictures(reading.table()) else None
        for _piece in do_slowly(session, action):
            yield None
        done.append(action)
        if self.reading is not None:
            yield from self.reading.follow(action, self.read)


def shipped_drawings(session: Session) -> list[Show]:
    """Where it is drawn: of each digit a picture by a hand that the net has not seen. A machine has none of its own."""
    if not session.level.aim.drawn or session.won:
        return []
    drawings: dict[tuple[float, ...], Show] = {}
    for input, goal in session.level.data(unseen=True):
        drawings.setdefault(tuple(goal), Show(tuple(input), tuple(goal)))
    return [drawings[goal] for goal in sorted(drawings, reverse=True)]


SHORTEST, LONGEST = 5.0, 9.0  # seconds of the tries
KNOWN_WAY = 3.0  # seconds of a level's own way, where nothing is tried
CHOOSING = 2.0  # seconds of the choice
BETWEEN, ENDING = 1.2, 5.0  # seconds in which an end stands: before the next round, before the next level of a reel
BY_HAND = 0.25  # seconds of a turn or a look, besides those for the caption of what it showed
AGAIN = 2.4  # seconds of a run that has been seen and is made once more
WAITING = 1.2  # seconds that pass of the tries before more is known of them


class ShowPhase(StrEnum):
    """At what a show is."""

    TRIES = "tries"
    CHOOSES = "chooses"
    RUNS = "runs"
    ENDS = "ends"


PHASES = tuple(ShowPhase)


class RoundPlan:
    """`lasts`: seconds of each phase, as far as they are known.

    tries   the way through the beats of the race, or through looks    run    the way through steps, or through actions
    """

    def __init__(self, session: Session, tried: Tried | None, again: bool, is_shared: bool, later: bool) -> None:
        """`tried`: what is going to be tried. `again`: the run of the round before is made once more: it has been seen.
        `is_shared`: the run is somebody's. `later`: rounds came before it, so that its tries need less time.
        """
        self._longest = SHORTEST if later else LONGEST
        self.lasts = dict.fromkeys(PHASES, 0.0)
        own = not is_shared and bool(session.level.solution)  # the level has a way of its own
        self.lasts[ShowPhase.TRIES] = KNOWN_WAY if own else WAITING if tried is not None else 0.0
        self.tries: RunPlan | None = None
        self.run: RunPlan | None = None
        self.by_hand = False  # the run is one of actions
        self.known = False  # all of it is
        self._again = again
        self._way, self._choice, self._end = "", "", ""
        self._search: Moment | None = Moment(0, 0, "looks")  # while nothing else is to be said
        if again:
            self._search = again_moment(session, 1) or self._search
        elif tried is not None:
            self._way = next(map(sentence, findings(tried)), "")
        elif not is_shared:  # nothing is tried from one start
            self._search = search_moment(session)
            if runs_as_set(session):  # the first run is made with the knobs as they stand
                stand = [Turn(knob.name, session.knobs[knob.name]) for knob in session.level.knobs]
                self._choice = sentence(Moment(0, 0, "as set", {"way": knob_settings(session, stand)}))
        if own:
            self._way = self._choice = sentence(own_way(session))

    @property
    def length(self) -> float:
        return sum(self.lasts.values())

    def know_tries(self, tried: Tried) -> None:
        """What was found by trying."""
        moments = [each._replace(step=tried.first_shown(each.step)) for each in findings(tried)]
        self.tries = plan(0, max(1, tried.length), moments, 0.0)
        chosen = choice_finding(tried)
        self._choice = sentence(chosen) if chosen is not None else ""
        self.lasts[ShowPhase.TRIES] = min(self._longest, max(SHORTEST, self.tries.length))

    def know_round(self, round: Round, session: Session, moments: Sequence[Moment], last: bool,
                   yours: int | None, failed: Tried | None) -> None:  # fmt: skip
        """What is done. `session`: as it stands when all that has been done; `last`: nothing comes after it.

        `yours`: what the player's own best run took. `failed`: no try could be run, and that is all there is to say.
        """
        steps = sum(action.steps for action in round.run if isinstance(action, Learn))
        self.by_hand = not steps
        done = len(session.actions)
        if round.looks:
            first = done - len(round.looks) - len(round.choice) - len(round.run)
            if has_peeks(session):  # each is a moment of the run, and the way to it leads through many passes
                self.tries = plan(first, first + len(round.looks), moments, 0.0, GAP)
                self.lasts[ShowPhase.TRIES] = self.tries.length
            else:
                self.tries = plan(first, first + len(round.looks), moments, 0.0)
                self.lasts[ShowPhase.TRIES] = min(self._longest, max(SHORTEST, self.tries.length))
        if steps:
            began, ended = session.run.count - steps, session.run.count
            seen = plan(began, ended, [], 0.0, whole=AGAIN) if self._again else None
            self.run = seen or plan(began, ended, moments, _parts(session, moments))
        elif round.run:
            self.run = plan(done - len(round.run), done, moments, 0.0, BY_HAND)
        late = [each for each in moments if each.step > done - len(round.run) - len(round.choice)]
        if self.by_hand and round.choice and late:  # what the looks have come to
            self._choice = sentence(late[0])
        by_hand = nudge_moment(session, round.choice)
        if not self._choice and by_hand is not None:
            self._choice = sentence(by_hand)
        if session.level.aim.drawn:
            self._search = None
        self._end = sentence(end_moment(session, yours if last else None))
        if failed is not None:
            self._end = self._way = next(map(sentence, findings(failed)), "")
        self.lasts[ShowPhase.CHOOSES] = CHOOSING if round.choice or self._choice else 0.0
        again = again_moment(session)
        if not self._choice and again is not None:
            self._choice = sentence(again)  # nothing is chosen
        self.lasts[ShowPhase.RUNS] = self.run.length if self.run is not None else 0.0
        self.lasts[ShowPhase.ENDS] = ENDING if last else BETWEEN
        self.known = True

    def know_way_ahead(self, run: ReadingRun, session: Session) -> None:
        """A long run, while it is rehearsed: how long it takes, and its captions so far."""
        self.run = plan(run.first, run.last, run.told, _parts(session, run.told))
        self.lasts[ShowPhase.CHOOSES] = CHOOSING
        self.lasts[ShowPhase.RUNS] = self.run.length
        self.lasts[ShowPhase.ENDS] = ENDING if session.last_stage else BETWEEN
        self.known = True

    def beat(self, seconds: float) -> float:
        """Of the tries: the beat that is shown then, or how many looks were taken."""
        if self.tries is None:
            return 0.0
        return self.tries.position(seconds * self.tries.length / self.lasts[ShowPhase.TRIES])

    def caption(self, phase: ShowPhase, seconds: float) -> str:
        """What is said then."""
        if phase is ShowPhase.TRIES:
            tries = self.tries
            said = _words(tries, seconds * tries.length / self.lasts[phase]) if tries is not None else ""
            return said or self._way or self._looking
        if phase is ShowPhase.CHOOSES:
            return self._choice or self.caption(ShowPhase.TRIES, self.lasts[ShowPhase.TRIES])
        if phase is ShowPhase.RUNS:
            return _words(self.run, seconds) or self._choice or (self._looking if self.by_hand else "")
        return self._end

    @property
    def _looking(self) -> str:
        return sentence(self._search) if self._search is not None else ""


def _parts(session: Session, moments: Sequence[Moment]) -> float:
    """Seconds of the first step, seen in its parts; of several rounds only where they have a caption."""
    quick = session.base.stages and not any(each.kind in IN_PARTS for each in moments)
    return 0.0 if quick else PARTS


def _words(of: RunPlan | None, seconds: float) -> str:
    moment: Moment | None = of.caption(seconds) if of is not None else None
    return sentence(moment) if moment is not None else ""
