"""The machine takes the player's seat: it plays a session with the same actions and the same notches.

It chooses by trying. What it tries are runs of their own, which a screen can show; what it then plays is one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..rules.actions import Action, Learn, Next, Probe, Reset, Stop, Turn
from ..rules.handlers import is_locked
from ..rules.knob import Knob
from ..rules.session import Session
from .halving_search import Choice, choice_of, runs_as_set, search, steps_per_slice

# ---------------------------------------------------------------------------------------------------------------------
# An alpha for each weight: measure what one step leaves of each miss, and divide. It needs two runs.


RUNS = 6  # tries


def tuned_each(session: Session) -> Iterator[Action]:
    """A step at the present alphas leaves the part `left` of a miss; alpha / (1 - left) would leave nothing."""
    if session.run.count > session.recorded:
        yield Reset()
    for _ in range(RUNS):
        before = _misses(session)
        yield Learn(1)
        if session.won:
            return
        after = _misses(session)
        alphas = list(session.knobs["alpha"])
        yield Reset()
        for index, (old, new) in enumerate(zip(before, after)):
            knob = session.level.knob("alpha", index)
            if knob is None or not old or new == old:
                continue
            better = knob.snap(alphas[index] / (1.0 - new / old))
            if better != alphas[index]:
                yield Turn("alpha", better, index)


def _misses(session: Session) -> list[float]:
    ((input, goals),) = session.run.examples
    return [p - g for p, g in zip(session.run.network.predict(session.weights, input), goals)]


# ---------------------------------------------------------------------------------------------------------------------
# When to stop: a few peeks at the unseen error along a recording, each four times as far, then one at the turn.


PEEK, TIMES = 30, 4  # the first peek is at a thirtieth of the recording


def _peek(session: Session, knob: Knob, value: float, seen: dict[float, float]) -> Iterator[Action]:
    yield Turn(knob.name, value)
    yield Probe()
    seen[value] = session.probed[-1].unseen or 0.0


# ---------------------------------------------------------------------------------------------------------------------
# Solving by hand, as a machine without a learner would: compass search (Hooke & Jeeves 1961) on what it may see. Try
# a stride to either side, go where it is better, halve the stride where it is not. Every look is real, and counts.


def compass(session: Session) -> Iterator[Action]:
    """Each choice in turn (which card to strike, which meter), and the weights under each, until the stage is won."""
    for choice in _choices(session):
        if choice is not None:
            yield choice
        before: list[float] = []
        while not session.won and session.weights != before:  # of several weights, one may undo what another did
            before = list(session.weights)
            for index in range(session.level.network.size):
                knob = session.level.knob("weight", index)
                if knob is not None:
                    yield from _one_weight(session, knob, index)
            if session.level.network.size == 1:
                break
        if session.won:
            return
        if session.level.stop:
            yield Stop()
        if session.won:
            return


def _choices(session: Session) -> list[Turn | None]:
    choices: list[Turn | None] = [None]
    for knob in session.level.knobs:
        if knob.name != "weight" and knob.stops:
            choices += [Turn(knob.name, stop) for stop in knob.stops if stop != session.knobs.get(knob.name)]
    return choices


def _one_weight(session: Session, knob: Knob, index: int) -> Iterator[Action]:
    values = knob.values()
    if values is None:
        values = [knob.low + (knob.high - knob.low) * k / 400 for k in range(401)]
    notches = sorted(float(v) for v in values)
    here = min(range(len(notches)), key=lambda k: abs(notches[k] - session.weights[index]))
    lowest = _seen(session)
    stride = max(1, len(notches) // 5)
    errors = {here: lowest}
    while not session.won:
        moved = False
        for notch in (here + stride, here - stride):
            if not 0 <= notch < len(notches):
                continue
            if notch not in errors:
                yield Turn(knob.name, notches[notch], index)
                if session.level.probes is not None:
                    yield Probe()
                errors[notch] = _seen(session)
                if session.won:
                    return
            if errors[notch] < lowest:
                here, lowest, moved = notch, errors[notch], True
                break
        if not moved:
            if stride == 1:
                break
            stride = (stride + 1) // 2
    if not session.won and session.weights[index] != notches[here]:
        yield Turn(knob.name, notches[here], index)


def _seen(session: Session) -> float:
    """How bad it is. A signed meter is brought to 0."""
    return abs(session.run.error())


LONG = 500  # steps of a known solution that are made one by one
CHUNK = 200, 20_000  # else at once: steps, and weights times examples; they are actions, which are kept and shared


def solve(session: Session) -> Iterator[Action]:
    """The actions, one at a time: do each on this session before asking for the next. Ends when nothing more helps.

    A single-step action stands for each step, so that a screen can show it at any speed.
    """
    for action in solve_incremental(session):
        if action is not None:
            yield action


def solve_incremental(session: Session, chosen: Callable[[], Choice | None] = lambda: None) -> Iterator[Action | None]:
    """The same in small pieces: None where it has not made up its mind yet and wants to be asked again.

    `chosen`: what tried.py has found for the part that begins, so that it is not all tried once more.
    """
    while True:
        if session.won:
            if session.last_stage:
                return
            yield Next()
            continue
        # The knobs that are locked until more runs have ended
        before, waiting = len(session.actions), {knob.name for knob in session.level.knobs if is_locked(session, knob)}
        yield from _play(session, chosen)
        if not session.won and (len(session.actions) == before or not waiting):
            return  # where a knob waits for more runs to end, there is one more


def _play(session: Session, chosen: Callable[[], Choice | None]) -> Iterator[Action | None]:
    """One stage."""
    if session.level.solution:
        yield from _known(session)
        return
    pass_knob = session.level.knob("pass")
    if pass_knob is not None and session.level.stop:
        # Three peeks bracket the turn, one more between the best two of them confirms it; then stop at the best
        passes = [pass_knob.snap(pass_knob.high / PEEK * TIMES**k) for k in range(3)]
        seen: dict[float, float] = {}
        for peek_at in passes:
            yield from _peek(session, pass_knob, peek_at, seen)
        best, second = sorted(passes, key=seen.__getitem__)[:2]
        yield from _peek(session, pass_knob, pass_knob.snap((best * second) ** 0.5), seen)
        yield Turn(pass_knob.name, min(seen, key=seen.__getitem__))
        yield Stop()
    elif session.level.learner is None:
        yield from compass(session)
    elif not isinstance(session.run.alpha, (int, float)):
        yield from tuned_each(session)
    else:
        yield from _learned(session, chosen)


def _known(session: Session) -> Iterator[Action]:
    """As the level has it, a step at a time; some at a time where there are thousands."""
    if session.run.count > session.recorded:
        yield Reset()
    for action in step_by_step(session, session.level.solution):
        if not _stands(session, action):
            yield action


def step_by_step(session: Session, actions: Iterable[Action]) -> Iterator[Action]:
    """The same actions, a step at a time; some at a time where there are thousands."""
    for action in actions:
        if isinstance(action, Learn):
            each = 1 if action.steps <= LONG else steps_per_slice(session, *CHUNK)
            yield from [Learn(each)] * (action.steps // each)
            if action.steps % each:
                yield Learn(action.steps % each)
        else:
            yield action


def _learned(session: Session, chosen: Callable[[], Choice | None]) -> Iterator[Action | None]:
    """The best constant settings; where none wins, the best sequence of alphas; then learn, a step at a time."""
    if runs_as_set(session):
        yield from _to_its_end(session)
        if session.won:
            return
    if session.run.count > session.recorded:
        yield Reset()
    choice = chosen()
    if choice is None:
        best = yield from search(session)
        choice = yield from choice_of(session, best)
    for action in choice.actions:
        if choice.kind != "try" or not _stands(session, action):
            yield action
    if choice.kind != "schedule":
        yield from _to_its_end(session)


def _to_its_end(session: Session) -> Iterator[Action]:
    """Pass after pass, a step at a time."""
    each = len(session.run.batches)
    while session.outcome is None and not session.run.diverged:
        for _ in range(each):
            yield Learn(1)


def _stands(session: Session, action: Action) -> bool:
    """A knob that is there already need not be turned."""
    return isinstance(action, Turn) and session.knobs.get(action.knob) == action.value
