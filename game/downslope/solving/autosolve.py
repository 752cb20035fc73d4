"""The machine takes the player's seat: it plays a session with the same actions and the same notches.

It chooses by trying. What it tries are runs of their own, which a screen can show; what it then plays is one run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, combinations, product
from math import inf, log10
from typing import NamedTuple, TypeVar

from ..engine.fault import Fault
from ..rules import (
    OUTCOMES,
    UNITS,
    Action,
    Freeze,
    Impossible,
    Knob,
    Learn,
    Next,
    Probe,
    Reset,
    Session,
    Stop,
    TakeOver,
    Turn,
    Value,
    is_locked,
    kind_of,
    merge_learns,
)

# Trying: the same start under many settings of the knobs, the better half for longer each time.


GRID_POINTS = 17  # values tried of a knob without notches
CHOICES = 12  # of a knob that is no alpha: all are tried
FEW = 4  # weights: every way to freeze them is tried
MANY = 1_000_000  # steps: where the unit decides, one less is worth them
FINER = 8  # times that the best alpha is looked at more closely
FIRST = 8  # beats in the first heat
STEPS, PIECE = 80, 10_000  # steps, and weights times examples, that a run makes at once


class Trial(NamedTuple):
    """One setting that is tried, and its run.

    actions    the knobs turned before learning        heat    the beats to which it runs now
    fault      a plugin raised: it goes no further
    """

    actions: tuple[Action, ...]
    session: Session
    heat: int = FIRST
    fault: Fault | None = None


def rank(session: Session) -> tuple[int, int, float]:
    """Smaller is better: won, then the kind of outcome, then fewer steps, then the lower error."""
    outcome = session.outcome
    own = session.run.count - session.recorded
    if session.won:
        unit = UNITS[session.level.par_unit]
        return 0, (unit.count(session) * MANY if unit.decides else 0) + own, session.run.error()
    return (OUTCOMES[outcome.kind].rank + 1 if outcome else 2), 0, abs(session.run.error())


def run_until(session: Session) -> Session:
    """Learn until there is an outcome."""
    for _piece in run_incrementally(session):
        pass
    return session


def steps_per_slice(session: Session, most: int = STEPS, work: int = PIECE) -> int:
    """Steps that take a millisecond: so many at most, of so many weights times examples."""
    run = session.run
    return min(most, max(1, work // (run.network.size * len(run.batches[0]))))


def run_incrementally(session: Session, beats: float = inf) -> Iterator[None]:
    """Learn until there is an outcome, or so many beats are over; in pieces of a millisecond or two, as one action."""
    run = session.run
    end = session.recorded + int(min(beats, session.level.budget) * len(run.batches))
    maximum = steps_per_slice(session)
    begun = False
    while session.outcome is None and run.count < end and not run.diverged:
        session.learn_until_outcome(min(maximum, end - run.count), grow=begun)
        begun = True
        yield


def values_of(knob: Knob) -> list[Value]:
    """Its notches, or values of three digits spread over its range."""
    notched = knob.values()
    if notched is not None:
        return notched
    low, height = (log10(knob.low), log10(knob.high)) if knob.log else (knob.low, knob.high)
    spread = [low + (height - low) * k / (GRID_POINTS - 1) for k in range(GRID_POINTS)]
    return sorted({knob.snap(float(f"{10**v if knob.log else v:.3g}")) for v in spread})


def settings(session: Session) -> list[tuple[Action, ...]]:
    """Every combination of what may be set before a run: choices, alpha, and where a recording is taken over."""
    level, choices = session.level, list[list[tuple[Action, ...]]]()
    cut = level.recording and level.take_over and level.knob("pass") is None
    if cut and not session.stage and session.run.count == session.recorded:
        choices.append([(TakeOver(k),) for k in range(session.recorded + 1)])
    for knob in level.knobs:
        if is_locked(session, knob):
            continue
        if knob.name == "alpha" and isinstance(session.run.alpha, (int, float)) and level.learner is not None:
            choices.append([(Turn("alpha", v),) for v in values_of(knob)])
        elif knob.name == "freeze" and level.network.size <= FEW:
            every = [[(), (Freeze(i),)] for i in range(level.network.size)]
            choices.append([tuple(a for part in parts for a in part) for parts in product(*every)])
        elif not kind_of(knob.name).many and knob.name != "pass" and 0 < len(knob.values() or ()) <= CHOICES:
            places = range(level.network.knob_size(knob.name)) if knob.name in level.network.knobs else range(1)
            choices += [[(Turn(knob.name, v, i),) for v in knob.values() or ()] for i in places]
    return [tuple(a for part in parts for a in part) for parts in product(*choices)]


def session_with(session: Session, actions: Iterable[Action]) -> Generator[None, None, Session]:
    """A session of its own: the same, then these actions; in pieces of a millisecond or two."""
    made = session.fork() if any(isinstance(action, Learn) for action in session.actions) else None
    left_over = actions if made is not None else [*session.actions, *actions]
    made = made or Session(session.base, session.catalog)
    for action in merge_learns(left_over):
        if not isinstance(action, Learn):
            made.do(action)
            yield  # a choice may make the network and its run again
            continue
        left = action.steps
        while left > 0 and not made.run.diverged and made.steps_left != 0:
            each = min(left, steps_per_slice(made))
            made.learn(each)
            left -= each
            yield
        made.actions.append(action)
    return made


def halving_rounds(session: Session, field: Iterable[tuple[Action, ...]]) -> Iterator[Trial | None]:
    """All for a few beats, the better half for four times as long, until the budget; each is given as it has run.

    None: one is made ready. One in which a plugin raises is out; Fault: it raised in every one.
    """
    runners, beats, budget = list[Trial](), FIRST, session.level.budget
    fault: Fault | None = None
    for actions in field:
        try:
            made = yield from session_with(session, actions)
        except Impossible:
            continue
        except Fault as raised:
            fault = raised
            yield Trial(actions, session, FIRST, raised)
            continue
        runners += yield from _shown(Trial(actions, made), beats)
    everyone, raised_in = list(runners), set[int]()
    if fault is not None and not runners:
        raise fault
    while runners:
        if beats > FIRST:
            ran = list[Trial]()
            for runner in runners:
                on = yield from _shown(runner, beats)
                ran += on
                raised_in |= set() if on else {runner.session.serial}
            runners = ran
        if beats >= budget:
            break
        runners.sort(key=lambda r: rank(r.session))
        if UNITS[session.level.par_unit].decides:  # the one that lands first has the most
            beats *= 4
            continue
        if len(runners) == 1 or all(r.session.outcome for r in runners[: len(runners) // 2 + 1]):
            break
        runners, beats = runners[: (len(runners) + 1) // 2], beats * 4
    if not any(r.session.won for r in everyone):
        for runner in everyone:
            if runner.session.outcome is None and runner.session.serial not in raised_in:
                yield from _shown(runner, budget)


def _shown(runner: Trial, beats: int) -> Generator[Trial, None, list[Trial]]:
    """It runs on, and is given after each piece, and at the end. It comes back; nothing, where a plugin raised."""
    runner = runner._replace(heat=beats)
    try:
        for _piece in run_incrementally(runner.session, beats):
            yield runner
    except Fault as raised:
        yield runner._replace(fault=raised)
        return []
    yield runner
    return [runner]


Ended = TypeVar("Ended")


def ended(searching: Generator[object, None, Ended]) -> Ended:
    """What a search comes to, all at once."""
    while True:
        try:
            next(searching)
        except StopIteration as end:
            best: Ended = end.value
            return best


def search(session: Session) -> Generator[None, None, Trial | None]:
    """The best of the heats, in small pieces; where alpha has no notches, finer between the best one's neighbours."""
    ran: dict[tuple[Action, ...], Trial] = {}
    for tried in halving_rounds(session, settings(session)):
        if tried is not None:
            ran[tried.actions] = tried
        yield
    best = yield from best_of(session, list(ran.values()))
    return best


def best_of(session: Session, ran: Iterable[Trial]) -> Generator[None, None, Trial | None]:
    """The best of what has run, in small pieces; where alpha has no notches, finer between its neighbours."""
    runners = [tried for tried in ran if tried.fault is None]
    best = min(runners, key=lambda r: rank(r.session), default=None)
    knob = session.level.knob("alpha")
    if best is None or knob is None or knob.values() is not None or len(best.actions) != 1:
        return best
    field = sorted({_alpha(r) for r in runners})
    here = field.index(_alpha(best))
    low, height = field[max(0, here - 1)], field[min(len(field) - 1, here + 1)]
    for _ in range(FINER):
        if not low < height:
            break
        part = (height / low) ** 0.125 if low > 0 else (height - low) / 8  # a ratio, or a distance from 0 or less
        between = {knob.snap(low * part**k if low > 0 else low + part * k) for k in range(1, 8)}
        ran = [best]
        for alpha in sorted(between):
            turned = (Turn("alpha", alpha),)
            made = yield from session_with(session, turned)
            try:
                yield from run_incrementally(made)
            except Fault:
                continue
            ran.append(Trial(turned, made))
            yield
        best = min(ran, key=lambda r: rank(r.session))
        alpha = _alpha(best)
        ends = (alpha / part, alpha * part) if low > 0 else (alpha - part, alpha + part)
        low, height = max(low, ends[0]), min(height, ends[1])
    return best


def _alpha(tried: Trial) -> float:
    return next(float(a.value) for a in tried.actions if isinstance(a, Turn) and a.knob == "alpha")


# Weights turned by hand before a learner starts: one, then two, until the run lands. For nets that cannot start.


ONE, TWO = 25, 12  # notches: with more of them there are too many ways


def search_nudge(session: Session) -> Generator[None, None, list[Action] | None]:
    """In small pieces, the first that lands, the fewest turns first; None: too many notches, or nothing lands."""
    knob, places = session.level.knob("weight"), range(session.level.network.size)
    notches = knob.values() if knob is not None else None
    if knob is None or notches is None or len(notches) > ONE:
        return None
    values = sorted((v for v in notches if isinstance(v, (int, float))), reverse=True)  # a ReLU wakes above 0
    ways: Iterable[tuple[Turn, ...]] = ((Turn("weight", value, place),) for place, value in product(places, values))
    if len(values) <= TWO and (knob.most is None or knob.most > 1):
        pairs = product(combinations(places, 2), product(values, repeat=2))
        ways = chain(ways, ((Turn("weight", a, one), Turn("weight", b, two)) for (one, two), (a, b) in pairs))
    for actions in ways:
        yield
        try:
            tried = yield from session_with(session, actions)
            yield from run_incrementally(tried)
        except (Impossible, Fault):
            continue
        if tried.won:
            return list(actions)
    return None


STATES = 4000  # looked at before giving up


def search_schedule(session: Session, longest: int = 12) -> Generator[None, None, list[Action] | None]:
    """In small pieces, the fewest steps, each with its own alpha; None: alpha has no notches, or nothing is found."""
    knob = session.level.knob("alpha")
    if knob is None or (values := knob.values()) is None or not isinstance(session.run.alpha, (int, float)):
        return None
    if session.level.network.size > 1 or len(session.run.batches) > 1:
        return None  # too many ways
    layer: list[tuple[Session, tuple[Action, ...]]] = [(session.copy(), ())]  # and how each came there
    seen: set[tuple[object, ...]] = set()
    looked = 0
    for _ in range(min(longest, session.level.budget)):
        grown: list[tuple[Session, tuple[Action, ...]]] = []
        for here, actions in layer:
            yield
            for number, value in enumerate(values, 1):  # one step with each alpha; the last one needs no copy
                ways = (Learn(1),) if value == here.knobs["alpha"] else (Turn("alpha", value), Learn(1))
                after = here.copy() if number < len(values) else here
                try:
                    for action in ways:
                        after.do(action)
                except (Impossible, Fault):
                    continue
                looked += 1
                if after.won:
                    return [*actions, *ways]
                key = (tuple(round(w, 10) for w in after.weights), value if knob.one_way else None)
                if key not in seen and after.outcome is None and looked <= STATES:
                    seen.add(key)
                    grown.append((after, (*actions, *ways)))
        layer = grown
        if not layer or looked > STATES:
            return None
    return None


def runs_as_set(session: Session) -> bool:
    """Nothing was learned; what it learns from is chosen, and the exam is on something else.

    Then the machine first runs as it is set: a teacher may teach itself alone.
    """
    level = session.level
    chosen = any("examples" in fields for stops in level.variants.values() for fields in stops.values())
    learned = any(isinstance(action, Learn) for action in session.actions)
    return chosen and level.aim.unseen and not level.solution and not learned


class Choice(NamedTuple):
    """What a machine has made up its mind to play.

    try       the best of what it tried        schedule   an alpha for each step; nothing is learned after it
    nudge     weights turned by hand first     nothing    the knobs as they stand
    """

    kind: str
    actions: tuple[Action, ...] = ()


def choice_of(session: Session, best: Trial | None) -> Generator[None, None, Choice]:
    """In small pieces; the session stands where the tries began."""
    if best is None or not best.session.won:
        sequence = yield from search_schedule(session)
        if sequence is not None:
            return Choice("schedule", tuple(sequence))
        nudge = yield from search_nudge(session)
        if nudge is not None:
            return Choice("nudge", tuple(nudge))
    return Choice("nothing") if best is None else Choice("try", best.actions)


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


PEEK, TIMES = 30, 4  # the first peek is at a thirtieth of the recording


def _peek(session: Session, knob: Knob, value: float, seen: dict[float, float]) -> Iterator[Action]:
    yield Turn(knob.name, value)
    yield Probe()
    seen[value] = session.probed[-1].unseen or 0.0


# Solving by hand, as a machine without a learner would: compass search (Hooke & Jeeves 1961) on what it may see. Try
# a stride to either side, go where it is better, halve the stride where it is not. Every look is real, and counts.


def compass(session: Session) -> Iterator[Action]:
    """Each choice in turn (which card to strike, which meter), and the weights under each, until the stage is won."""
    choices: list[Turn | None] = [None]
    for knob in session.level.knobs:
        if knob.name != "weight" and knob.stops:
            choices += [Turn(knob.name, stop) for stop in knob.stops if stop != session.knobs.get(knob.name)]
    for choice in choices:
        if choice is not None:
            yield choice
        before: list[float] = []
        while not session.won and session.weights != before:  # of several weights, one may undo what another did
            before = list(session.weights)
            for index in range(session.level.network.size):
                turned = session.level.knob("weight", index)
                if turned is not None:
                    yield from _one_weight(session, turned, index)
            if session.level.network.size == 1:
                break
        if session.won:
            return
        if session.level.stop:
            yield Stop()
        if session.won:
            return


def notches_of(knob: Knob) -> list[float]:
    """The values of a weight at which it is looked at."""
    values = knob.values() or [knob.low + (knob.high - knob.low) * k / 400 for k in range(401)]
    return sorted(float(v) for v in values)


def _one_weight(session: Session, knob: Knob, index: int) -> Iterator[Action]:
    notches = notches_of(knob)
    here = min(range(len(notches)), key=lambda k: abs(notches[k] - session.weights[index]))
    lowest = abs(session.run.error())  # a signed meter is brought to 0
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
                errors[notch] = abs(session.run.error())
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
        pass_knob = session.level.knob("pass")
        if session.level.solution:  # as the level has it
            if session.run.count > session.recorded:
                yield Reset()
            for action in step_by_step(session, session.level.solution):
                if not _stands(session, action):
                    yield action
        elif pass_knob is not None and session.level.stop:
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
        if not session.won and (len(session.actions) == before or not waiting):
            return  # where a knob waits for more runs to end, there is one more


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
