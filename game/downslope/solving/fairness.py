"""Is a level fair? Valid, not won at its start, winnable, its par what a search reaches, its bets' answers right.

The searches are code over the level's own knobs; nothing is taken on trust. Slow (up to seconds), so not for loading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ..engine.run import Fault
from ..learning.contract import is_own, slope_faults
from ..rules.actions import Action, Impossible, Next, Probe, Stop, Turn
from ..rules.catalog import Catalog
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.outcome_kinds import OUTCOMES
from ..rules.question import Marker, Question
from ..rules.session import Session
from ..rules.stars import par_of
from ..rules.validate import faults
from .alpha_sequence_search import best_schedule
from .autosolve import solve
from .halving_search import best_try
from .question_answers import answer_of, is_right
from .understood_question import understood

LIMIT = 20_000  # actions of an auto-solve before it is given up


class LevelFinding(NamedTuple):
    """What is wrong with a level. `values` for the template, which is translated by whoever shows it."""

    level: str
    template: str
    values: dict[str, object]
    note: bool = False  # nothing is wrong: it could not be checked
    rule: str = "level-unfair"  # a row of testing/findings.py

    def __str__(self) -> str:
        return self.template.format(level=self.level, **self.values)


def check(level: Level, catalog: Catalog) -> Iterator[LevelFinding]:
    """All findings, the cheapest first; none means the level is fair."""
    for field, value, allowed in faults(level):
        values: dict[str, object] = {"field": field, "value": value, "allowed": allowed}
        yield LevelFinding(level.id, "{level}: {field} is {value}; allowed: {allowed}", values, rule="level-fault")
        return
    try:
        yield from _slopes(level)
        yield from _played(level, catalog)
    except (Fault, KeyError) as fault:
        yield LevelFinding(level.id, "{level}: {fault}", {"fault": fault}, rule="level-fault")


def _slopes(level: Level) -> Iterator[LevelFinding]:
    """Of another's network: weight_deltas that are not the slope of its prediction."""
    for field, value, allowed in () if is_own(level.network) else slope_faults(level.network):
        values: dict[str, object] = {"field": field, "value": value, "allowed": allowed}
        template = "{level}: {field} gives {value}; it should be {allowed}"
        yield LevelFinding(level.id, template, values, rule="network-slope")


def _played(level: Level, catalog: Catalog) -> Iterator[LevelFinding]:
    start = Session(level, catalog)
    if start.reached:
        yield LevelFinding(level.id, "{level} is won at its start", {})
    if level.weights_from:
        return  # it needs a net that the player has trained, and what the player draws
    solved = _solved(level, catalog)
    if not solved.complete:
        values: dict[str, object] = {"stage": solved.stage + 1}
        template = "{level}: part {stage} is not won by auto-solve or by a search over its knobs"
        yield LevelFinding(level.id, template, values)
        return
    par = par_of(level)[0]
    found = fewest(level, catalog) if par is not None else None
    own = solved.tally.cost_at_win.get(level.plain_stages)
    if par is not None and found is None and (own is None or own > par):
        values = {"par": par, "unit": par_of(level)[1]}
        template = "{level}: par {par} {unit} was not checked: there is no search for it"
        yield LevelFinding(level.id, template, values, True, "par-unchecked")
    if par is not None and found is not None and found > par:
        values = {"par": par, "found": found}
        yield LevelFinding(level.id, "{level}: par {par} is not reached; the search needs {found}", values)
    for number, question in enumerate((*level.questions, *level.recap), 1):
        yield from _answered(number, question, level, catalog)


def _answered(number: int, question: Question | Marker, level: Level, catalog: Catalog) -> Iterator[LevelFinding]:
    asked = understood(question, level)
    values: dict[str, object] = {"number": number, "right": question.right}
    try:
        right = is_right(asked, level, catalog)
        if right is False and asked is not question:
            outcome = OUTCOMES.get(answer_of(asked, level, catalog))
            how = ", ".join(f"{turn.knob} {turn.value:g}" for turn in asked.actions if isinstance(turn, Turn))
            template = "{level}: question {number}: with {how} the run ends as {found}; the answer is {right}"
            values |= {"how": how or "the start settings", "found": outcome.title if outcome else "nothing known"}
        else:
            template = "{level}: question {number} has the answer {right}, which its run does not give"
        if right is False:
            yield LevelFinding(level.id, template, values, rule="bet-wrong")
        elif right is None:
            template = "{level}: question {number} was not checked: nothing says how"
            yield LevelFinding(level.id, template, values, True, "bet-unchecked")
    except Exception as raised:  # what it asks for is not in this level
        values["reason"] = f"{type(raised).__name__}: {raised}"
        template = "{level}: question {number} cannot be answered by a program: {reason}"
        yield LevelFinding(level.id, template, values, rule="bet-wrong")


def _solved(level: Level, catalog: Catalog) -> Session:
    """Auto-solve, as far as it comes."""
    session = Session(level, catalog)
    for count, action in enumerate(solve(session)):
        session.do(action)
        if session.complete or count > LIMIT:
            break
    return session


def fewest(level: Level, catalog: Catalog) -> int | None:
    """The lowest count, in the level's unit, that a search over its knobs reaches; None: there is no search for it."""
    stage = next((n for n in range(1, len(level.stages) + 1) if level.star(n) == 2), 0)
    part = level.stage(stage) if stage else level
    if stage:  # the par belongs to that part alone
        level = replace(part, stages=())
    search = SEARCHES.get(par_of(level)[1])
    return search(level, catalog) if search else None


def _fewest_steps(level: Level, catalog: Catalog) -> int | None:
    """Every constant setting, and every sequence of notches that is shorter."""
    session = Session(level, catalog)
    best = best_try(session)
    constant = best.session.run.count - best.session.recorded if best and best.session.won else None
    if constant == 1:
        return 1
    sequence = best_schedule(session, longest=min(level.par or 1, 12))
    if sequence is None:
        return constant
    played = Session(level, catalog, sequence)
    steps = played.run.count - played.recorded
    return steps if constant is None else min(constant, steps)


def _fewest_looks(level: Level, catalog: Catalog) -> int | None:
    """By hand: each strategy that a thoughtful player has, for each choice; the best count."""
    counts: list[int] = []
    for strategy in (_one_sweep, _proportional, _parabola):
        for choice in _choices(level):
            session = Session(level, catalog)
            try:
                if _all_stages(session, choice, strategy):
                    counts.append(session.tally.cost_at_win[level.plain_stages])
            except Impossible:
                continue
    return min(counts, default=None)


def _fewest_runs(level: Level, catalog: Catalog) -> int | None:
    return _solved(level, catalog).tally.cost_at_win.get(level.plain_stages)


# Units of which the fewest are found quickly.
SEARCHES: dict[str, Callable[[Level, Catalog], int | None]] = {
    "steps": _fewest_steps, "turns": _fewest_looks, "probes": _fewest_looks, "runs": _fewest_runs,
}  # fmt: skip


def _choices(level: Level) -> list[Turn | None]:
    return [None, *(Turn(k.name, stop) for k in level.knobs if k.name != "weight" for stop in k.stops)]


Strategy = Callable[[Session, Knob], None]


def _all_stages(session: Session, choice: Turn | None, strategy: Strategy) -> bool:
    """Play the strategy through all that star 1 asks for."""
    while True:
        knob = session.level.knob("weight")
        if knob is None:
            return False
        if not session.won:
            _first(session, choice, strategy, knob)
        if session.complete:
            return True
        if not session.won or session.last_stage:
            return False
        session.do(Next())


def _first(session: Session, choice: Turn | None, strategy: Strategy, knob: Knob) -> None:
    """The strategy as the stage stands, and, if that does not win, after the choice."""
    if choice is not None and session.level.knob(choice.knob) and session.stage == session.base.plain_stages:
        session.do(choice)
    strategy(session, knob)


def _one_sweep(session: Session, knob: Knob) -> None:
    """Where the prediction is live: drag until it fits, one turn."""
    if session.level.visibility("prediction") != "live" or session.level.probes is not None:
        return
    for value in _notches(knob):
        scratch = session.copy()
        scratch.do(Turn("weight", value))
        if scratch.won:
            session.do(Turn("weight", value))
            return


def _proportional(session: Session, knob: Knob) -> None:
    """weight * goal / prediction, from the result that is shown at the start."""
    if session.level.visibility("goal") == "hidden" or session.level.stop or session.level.visibility("bowl") == "fog":
        return
    (input, goals), weight = session.run.examples[0], session.weights[0]
    prediction = session.run.network.predict(session.weights, input)[0]
    if prediction:
        _look(session, knob.snap(weight * goals[0] / prediction))


def _parabola(session: Session, knob: Knob) -> None:
    """The start and both ends of the knob put a parabola through three errors; then look at its bottom, and call it."""
    notches = _notches(knob)
    points = [(session.weights[0], session.run.error())]
    for value in (notches[0], notches[-1]):
        if _look(session, value):
            return
        points.append((value, session.run.error()))
    bottom = _vertex(points)
    if bottom is not None and not _look(session, knob.snap(bottom)) and session.level.stop:
        session.do(Stop())
    if bottom is None:  # no bowl but a ramp: where it crosses 0
        (a, at_a), (b, at_b) = points[1], points[2]
        _look(session, knob.snap(a - at_a * (b - a) / (at_b - at_a)))


def _vertex(points: list[tuple[float, float]]) -> float | None:
    (a, fa), (b, fb), (c, fc) = points
    curve = (b - c) * fa + (c - a) * fb + (a - b) * fc
    if abs(curve) < 1e-9 * (abs(fa) + abs(fb) + abs(fc)):
        return None
    return ((b * b - c * c) * fa + (c * c - a * a) * fb + (a * a - b * b) * fc) / (2 * curve)


def _look(session: Session, value: float) -> bool:
    """Turn there and look. True: the stage is won."""
    actions: list[Action] = [Turn("weight", value)]
    if session.level.probes is not None:
        actions.append(Probe())
    for action in actions:
        session.do(action)
    return session.won


def _notches(knob: Knob) -> list[float]:
    values = knob.values() or [knob.low + (knob.high - knob.low) * k / 400 for k in range(401)]
    return sorted(float(v) for v in values)
