"""How long each phase of a round of the machine's show lasts, and what is said in it when."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ...captions.findings import (
    again_moment,
    as_set,
    choice_finding,
    end_moment,
    findings,
    nudge_moment,
    own_way,
    search_moment,
)
from ...captions.look_moments import has_peeks
from ...captions.moment import IN_PARTS, Moment
from ...captions.plan import GAP, PARTS, RunPlan, plan
from ...captions.sentences import sentence
from ...rules.actions import Learn
from ...rules.session import Session
from ...solving.halving_search import runs_as_set
from ...solving.tried import Tried
from .rehearsal import ReadingRun, Round

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

    def __init__(self, searches: bool, known_way: bool, later: bool = False) -> None:
        """`later`: rounds came before it, so that its tries need less time."""
        self._longest = SHORTEST if later else LONGEST
        self.lasts = dict.fromkeys(PHASES, 0.0)
        self.lasts[ShowPhase.TRIES] = KNOWN_WAY if known_way else WAITING if searches else 0.0
        self.tries: RunPlan | None = None
        self.run: RunPlan | None = None
        self.by_hand = False  # the run is one of actions
        self.known = False  # all of it is
        self._again = False  # the run has been seen
        self._way, self._choice, self._end = "", "", ""
        self._search: Moment | None = Moment(0, 0, "looks")  # while nothing else is to be said

    @property
    def length(self) -> float:
        return sum(self.lasts.values())

    def know_way(self, session: Session) -> None:
        """The level has a way of its own."""
        self._way = self._choice = sentence(own_way(session))

    def know_search(self, session: Session) -> None:
        """Nothing is tried from one start."""
        self._search = search_moment(session)
        if runs_as_set(session):
            self._choice = sentence(as_set(session))

    def know_again(self, session: Session) -> None:
        """The run of the round before is made once more: it has been seen."""
        self._again, self._search = True, again_moment(session, 1) or self._search

    def know_start(self, tried: Tried) -> None:
        """What is going to be tried."""
        self._way = next(map(sentence, findings(tried)), "")

    def know_tries(self, tried: Tried) -> None:
        """What was found by trying."""
        moments = [each._replace(step=tried.first_shown(each.step)) for each in findings(tried)]
        self.tries = plan(0, max(1, tried.length), moments, 0.0)
        chosen = choice_finding(tried)
        self._choice = sentence(chosen) if chosen is not None else ""
        self._lay_tries(self.tries)

    def know_round(self, round: Round, session: Session, moments: Sequence[Moment], last: bool,
                   yours: int | None = None) -> None:  # fmt: skip
        """What is done. `session`: as it stands when all that has been done; `last`: nothing comes after it.

        `yours`: what the player's own best run took.
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
                self._lay_tries(self.tries)
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

    def know_failure(self, tried: Tried) -> None:
        """No try could be run: that is all there is to say."""
        self.know_start(tried)
        self._end = self._way

    def _lay_tries(self, tries: RunPlan) -> None:
        self.lasts[ShowPhase.TRIES] = min(self._longest, max(SHORTEST, tries.length))

    def beat(self, seconds: float) -> float:
        """Of the tries: the beat that is shown then, or how many looks were taken."""
        return self.tries.position(self._of_tries(seconds)) if self.tries is not None else 0.0

    def caption(self, phase: ShowPhase, seconds: float) -> str:
        """What is said then."""
        if phase is ShowPhase.TRIES:
            return _words(self.tries, self._of_tries(seconds)) or self._way or self._looking
        if phase is ShowPhase.CHOOSES:
            return self._choice or self.caption(ShowPhase.TRIES, self.lasts[ShowPhase.TRIES])
        if phase is ShowPhase.RUNS:
            return _words(self.run, seconds) or self._choice or (self._looking if self.by_hand else "")
        return self._end

    @property
    def _looking(self) -> str:
        return sentence(self._search) if self._search is not None else ""

    def _of_tries(self, seconds: float) -> float:
        if self.tries is None:
            return 0.0
        return seconds * self.tries.length / self.lasts[ShowPhase.TRIES]


def _parts(session: Session, moments: Sequence[Moment]) -> float:
    """Seconds of the first step, seen in its parts; of several rounds only where they have a caption."""
    quick = session.base.stages and not any(each.kind in IN_PARTS for each in moments)
    return 0.0 if quick else PARTS


def _words(of: RunPlan | None, seconds: float) -> str:
    moment: Moment | None = of.caption(seconds) if of is not None else None
    return sentence(moment) if moment is not None else ""
