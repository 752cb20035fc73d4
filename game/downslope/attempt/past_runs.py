"""The runs of this visit that are over or were left: their errors and paths stay, to be compared with the present one.

runs.keep(mark_of(session))     # before a new run takes its place
for past in runs.kept: ...      # the newest last; a chart draws each with its own line and marks (past.number)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..engine.run import Run
from ..formulas.inline import is_squared_error
from ..learning import layers_of
from ..rules import (
    UNITS,
    Answer,
    Learn,
    Next,
    Reset,
    Session,
    Turn,
    Value,
    kind_of,
    knobs_of,
    stage_knobs,
    stars,
    start_knobs,
    to_json,
)
from ..storage.level_digest import terms
from .game.game import Game
from .shown import VisibleAttempt


def keep(game: Game, attempt: VisibleAttempt) -> None:
    """Keep stars, bets and the best run of this attempt."""
    session, level = attempt.session, attempt.level
    if attempt.replayed and not session.actions:  # somebody else's run was looked at, and no more
        return
    record = game.progress.level(level.id)
    record.stars = sorted({*record.stars, *attempt.stars()})
    for number, right in attempt.open_bets.answered.items():
        record.bets.setdefault(str(number), right)
    record.hints = max(record.hints, attempt.hints)
    record.ghost = record.ghost or attempt.machine is not None
    count = session.tally.cost_at_win.get(stars.part_with_count(session))
    if session.complete:
        record.reached = True
        # A part that was won as it began, or after a Reset, is no record
        done = any(not isinstance(action, (Next, Answer, Reset)) for action in session.actions)
        least = UNITS[session.base.stage(stars.part_with_count(session)).par_unit].least
        if count is not None and not attempt.watched and done and count >= least:
            record.keep(count, [to_json(a) for a in session.actions], terms(level))
    game.save()


MOST = 6  # old runs
PRESENT = -1  # the number of the run that goes on
PATH = 4000  # weights (steps times size) up to which the way is kept too
LOOKS = 20_000  # predictions that may be worked out to know the error after each pass

Used = tuple[Value, ...]  # the values that a knob had during a run, in order; more than one: turned on the way


class PastRun(NamedTuple):
    """A run that was, or the present one as it is now. Beats are steps where a step sees all examples, else passes.

    number    counts the runs of this visit from 0: gives a run its own line and marks, for good
    learner   its key in the catalog; `machine`: it was auto-solve's
    alphas    the learning rates it had; `knobs`: the learner's own and what else makes it another run, by name
    errors    the mean error over all examples at each beat, the start first; thinned where that would take too long
    every     beats from one of `errors` to the next
    path      the weights at each step, the start first; () where that would be too much
    beats     how many it took; `outcome`: kind, None: it was left before
    """

    number: int
    learner: str
    alphas: Used
    knobs: tuple[tuple[str, Used], ...]
    errors: tuple[float, ...]
    every: int
    path: tuple[tuple[float, ...], ...]
    beats: int
    outcome: str | None
    won: bool
    stage: int
    machine: bool = False

    @property
    def key(self) -> str:
        """Of its switch; "" for the present one."""
        return "" if self.number == PRESENT else f"run {self.number}"


# A run, how many of its steps were recorded, and what else it is known by: it keeps its steps itself, after its session
# has gone on too
RunMark = tuple[Run, int, PastRun]


def mark_of(session: Session) -> RunMark:
    """How the present run of a session is to be kept; cheap."""
    names = [knob.name for knob in knobs_of(session.run.learner, session.run.metric)]
    names += [k.name for k in session.level.knobs if kind_of(k.name).restarts or k.name in session.level.variants]
    own = [(name, knob_values(session, name)) for name in names]
    network = layers_of(session.level.network)
    if network is not None and session.level.knob("activation") is not None:  # which hidden neurons are not straight
        bent = [str(n) for n, name in enumerate(network.activations, 1) if name != "linear"]
        own.append(("activation", ("+".join(bent) or "–",)))
    outcome = session.outcome.kind if session.outcome is not None else None
    learner = str(session.knobs["learner"] or "")
    known = PastRun(0, learner, alphas_of(session.run), tuple(own), (), 1, (), 0, outcome, session.won, session.stage)
    return session.run, session.recorded, known


def alphas_of(run: Run) -> Used:
    """The alphas with which steps were made, or will be."""
    alphas: list[Value] = []
    ends = [setting.first for setting in run.history.settings[1:]] + [max(run.count, 1)]
    for setting, end in zip(run.history.settings, ends):
        alpha = setting.alpha
        if isinstance(alpha, (int, float)) and setting.first < end and (not alphas or alphas[-1] != alpha):
            alphas.append(alpha)
    return tuple(alphas)


def knob_values(session: Session, name: str) -> Used:
    """The values of a knob with which the present run made its steps, or will make them."""
    value, stage = start_knobs(session.base).get(name), 0
    values: list[Value] = []
    for number, action in enumerate(session.actions):
        if isinstance(action, Next):
            value, stage = stage_knobs(session.base.stages[stage]).get(name, value), stage + 1
        elif isinstance(action, Turn) and action.knob == name:
            value = action.value
        elif isinstance(action, Learn) and number >= session.run_began_at and value is not None:
            values += [value] if not values or values[-1] != value else []
    here = session.knobs.get(name)
    return tuple(values) or ((here,) if here is not None else ())


@dataclass(eq=False)
class PastRuns:
    """The last few of them. `kept`: the newest last."""

    kept: list[PastRun] = field(default_factory=list)
    _count: int = 0

    def keep(self, mark: RunMark, machine: bool = False) -> None:
        """A run was left: it is kept if it made a step and is not there already."""
        run, recorded, _known = mark
        if run.count <= recorded:
            return
        past = past_of(mark, self._count, machine)
        twin = next((old for old in self.kept if old._replace(number=past.number, stage=past.stage) == past), None)
        if twin is not None:
            self.kept.remove(twin)
            past = past._replace(number=twin.number)
        else:
            self._count += 1
        self.kept = [*self.kept, past][-MOST:]

    def others(self, session: Session) -> list[PastRun]:
        """The old runs without the one that the session shows, which comes back when its end is undone."""
        run, recorded, known = mark_of(session)
        beats, now = -(-(run.count - recorded) // len(run.batches)), tuple(run.weights)
        here = known[1:4], beats  # learner, alphas and knobs; no step more and no step less
        return [old for old in self.kept
                if not beats or (old[1:4], old.beats) != here or (old.path and old.path[-1] != now)]  # fmt: skip


def past_of(mark: RunMark, number: int = 0, machine: bool = False) -> PastRun:
    """All of a run as plain numbers; of the PRESENT one no path, which it has itself."""
    run, first, known = mark
    steps = range(first, run.count)
    path: tuple[tuple[float, ...], ...] = ()
    if number != PRESENT and len(steps) * run.network.size <= PATH:
        path = (*(run.history.weights_at(k) for k in steps), tuple(run.weights))
    errors, every = beats_of(run, first)
    beats = -(-len(steps) // len(run.batches))
    return known._replace(number=number, errors=errors, every=every, path=path, beats=beats, machine=machine)


def beats_of(run: Run, first: int = 0) -> tuple[tuple[float, ...], int]:
    """(the mean error over all examples at each beat, beats between two of them). The last is as it is now."""
    each = len(run.batches)
    if each == 1:
        return (*run.errors[first:], run.error()), 1
    ends = list(range(first, run.count, each))
    every = max(1, -(-len(ends) * len(run.sample_problem.examples) // LOOKS))
    errors = [run.sample_problem.error(run.history.weights_at(k)) for k in ends[::every]]
    return (*errors, run.error(judged=True)), every


def errors_of(session: Session) -> list[float]:
    """The error at each look of the present run, the start first: at its steps, ends of its passes, or probes."""
    if session.level.learner is None:
        start = session.carried_weights or session.level.weights or session.run.start
        return [session.run.full_problem.error(list(start)), *(probed.error for probed in session.probed)]
    if len(session.run.batches) > 1:
        return list(beats_of(session.run, session.recorded)[0])
    return [*session.run.errors[session.recorded :], session.run.error(judged=True)]


def requested_error(session: Session) -> float | None:
    """The mean error at or below which the target may be met: no run lands above it. None: it is no error."""
    run, aim = session.run, session.level.aim
    squares = is_squared_error(run.metric) if aim.summed else None
    try:
        return aim.mean_error(run, session.knobs["metric"], squares[0] if squares else None)
    except (ArithmeticError, ValueError):
        return None
