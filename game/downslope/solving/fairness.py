"""Is a level fair? Valid, not won at its start, winnable, its par what a search reaches, its bets' answers right.

The searches are code over the level's own knobs; nothing is taken on trust. Slow (up to seconds), so not for loading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..engine.run import Fault, is_own
from ..learning import slope_faults
from ..rules import (
    FILMS,
    OUTCOMES,
    RUNS,
    UNITS,
    Action,
    Catalog,
    Impossible,
    Knob,
    Level,
    Marker,
    Next,
    Probe,
    Question,
    Reset,
    Session,
    Stop,
    Turn,
    is_locked,
    par_of,
)
from ..schema.level_rules import faults
from .autosolve import ended, notches_of, run_until, search, search_schedule, solve
from .question_answers import answer_of, is_right

# The fewest that a part of a level can be won in, from what the parts before it have left. The par counts the last
# part that star 1 asks for; a part with a star of its own has its own par, or none.


LIMIT = 20_000  # actions of an auto-solve before it is given up
LONGEST = 12  # steps of a sequence of alphas that is looked for


class PartPar(NamedTuple):
    """A par, the part that it counts (0: the first), and its unit."""

    part: int
    par: int
    unit: str


PlayedParts = tuple[Session, dict[int, tuple[Action, ...]]]  # of auto-solve; part -> the actions before it began


def pars_of(level: Level) -> list[PartPar]:
    """That of the last part that star 1 asks for, unless star 2 is a later part's; then those of parts with a star."""
    par, unit = par_of(level)
    parts = range(1, len(level.stages) + 1)
    asked = par is not None and not any(level.star(part) == 2 for part in parts)
    pars = [PartPar(level.star_one_stages, par, unit)] if asked and par is not None else []
    for part, changes in enumerate(level.stages, 1):
        own = changes.get("par")
        if level.star(part) is not None and own is not None:
            pars.append(PartPar(part, own, level.stage(part).par_unit))
    return pars


def play_parts(level: Level, catalog: Catalog) -> PlayedParts:
    """Each part to its win, in one session, as far as star 1 and the pars ask for, or as auto-solve comes."""
    session, before = Session(level, catalog), {0: tuple[Action, ...]()}
    last = max(pars_of(level), default=PartPar(0, 0, ""))
    for count, action in enumerate(solve(session)):
        session.do(action)
        if isinstance(action, Next):
            before[session.stage] = tuple(session.actions)
        is_past = session.stage > last.part or (session.stage == last.part and (session.won or last.unit in FROM_START))
        if (session.complete and is_past) or count > LIMIT:
            break
    return session, before


def fewest(played: PlayedParts, par: PartPar) -> int | None:
    """The lowest count, in the par's unit, that a search over the knobs reaches; None: there is no search for it."""
    search = SEARCHES.get(par.unit)
    return search(played, par) if search else None


def _fewest_steps(played: PlayedParts, par: PartPar) -> int | None:
    """Every constant setting, and each shorter sequence of notches; with the knobs that are free by then; by hand 0."""
    session, before = played
    start = Session(session.base, session.catalog, before[par.part])
    if start.level.learner is None:
        return 0
    plans, waiting = [start], [knob.after for knob in start.level.knobs if is_locked(start, knob)]
    if waiting:  # one more plan: let runs end until all are free, then begin again
        unlocked = start.copy()
        for _run in range(max(waiting)):
            run_until(unlocked)
            unlocked.do(Reset())
        plans += [unlocked] if not any(is_locked(unlocked, knob) for knob in unlocked.level.knobs) else []
    counts: list[int] = []
    for plan in plans:
        best = ended(search(plan))
        if best is not None and best.session.won:
            counts.append(best.session.tally.cost_at_win[par.part])
        sequence = ended(search_schedule(plan, longest=min(par.par, LONGEST))) if counts[-1:] != [1] else None
        if sequence is not None:
            for action in sequence:
                plan.do(action)
            counts.append(plan.tally.cost_at_win[par.part])
    return min(counts, default=None)


def _fewest_looks(played: PlayedParts, par: PartPar) -> int | None:
    """By hand: each strategy that a thoughtful player has, for each choice, through all parts; the best count."""
    counts: list[int] = []
    base, catalog = played[0].base, played[0].catalog
    for strategy in (_one_sweep, _proportional, _parabola):
        for choice in [None, *(Turn(k.name, stop) for k in base.knobs if k.name != "weight" for stop in k.stops)]:
            session = Session(base, catalog)
            try:
                if _all_parts(session, par.part, choice, strategy):
                    counts.append(session.tally.cost_at_win[par.part])
            except Impossible:
                continue
    return min(counts, default=None)


# Units of which the fewest are found quickly.
SEARCHES: dict[str, Callable[[PlayedParts, PartPar], int | None]] = {
    "steps": _fewest_steps, "turns": _fewest_looks, "probes": _fewest_looks,
    "runs": lambda played, par: played[0].tally.cost_at_win.get(par.part),
}  # fmt: skip
FROM_START = ("steps",)  # units whose search begins where the part does: it need not be won before


Strategy = Callable[[Session, Knob], None]


def _all_parts(session: Session, last: int, choice: Turn | None, strategy: Strategy) -> bool:
    """Play the strategy through all parts until this one is won."""
    while True:
        knob = session.level.knob("weight")
        if knob is None:
            return False
        if not session.won:
            # The strategy as the part stands; in the last one after the choice
            if choice is not None and session.level.knob(choice.knob) and session.stage == last:
                session.do(choice)
            strategy(session, knob)
        if session.won and session.stage == last:
            return True
        if not session.won or session.last_stage:
            return False
        session.do(Next())


def _one_sweep(session: Session, knob: Knob) -> None:
    """Where the prediction is live: drag until it fits, one turn."""
    if session.level.visibility("prediction") != "live" or session.level.probes is not None:
        return
    for value in notches_of(knob):
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
    notches = notches_of(knob)
    points = [(session.weights[0], session.run.error())]
    for value in (notches[0], notches[-1]):
        if _look(session, value):
            return
        points.append((value, session.run.error()))
    (a, fa), (b, fb), (c, fc) = points
    curve = (b - c) * fa + (c - a) * fb + (a - b) * fc
    if abs(curve) < 1e-9 * (abs(fa) + abs(fb) + abs(fc)):  # no bowl but a ramp: where it crosses 0
        _look(session, knob.snap(b - fb * (c - b) / (fc - fb)))
        return
    bottom = ((b * b - c * c) * fa + (c * c - a * a) * fb + (a * a - b * b) * fc) / (2 * curve)
    if not _look(session, knob.snap(bottom)) and session.level.stop:
        session.do(Stop())


def _look(session: Session, value: float) -> bool:
    """Turn there and look. True: the stage is won."""
    actions: list[Action] = [Turn("weight", value)]
    if session.level.probes is not None:
        actions.append(Probe())
    for action in actions:
        session.do(action)
    return session.won


# A bet whose answers are ways in which a run can end says by itself what it asks: how the run of its text ends.


MARK = re.compile(r"\[\w+:([^\]]*)\]")  # [alpha:.1] is read as .1
ALSO = {"run away": "runaway", "runs away": "runaway", "lands": "land", "overshoots": "overshoot", "orbits": "orbit"}
NAMES = ALSO | {word: kind for kind, row in OUTCOMES.items() for word in (kind, row.title.lower())}


def understood(question: Question | Marker, level: Level) -> Question | Marker:
    """The question with what it asks and what is played for it, where its own words say so; else as it is.

    Played are its `actions`; without any, NAME VALUE in its text, for a free knob and a notch of it: "With alpha 0.03".
    """
    if question.asks or isinstance(question, Marker):
        return question
    kinds = [NAMES.get(answer.strip().rstrip(".").lower()) for answer in question.answers]
    if None in kinds or len(set(kinds)) < len(kinds):
        return question
    actions: Sequence[Action] = question.actions
    plain = MARK.sub(r"\1", question.text).lower()
    for knob in level.knobs if not actions else ():
        for name in filter(None, (knob.name, knob.title, level.words.get(knob.name))):
            match = re.search(rf"\b{re.escape(name.lower())}\s*=?\s*(-?\d*\.?\d+)", plain)
            if match is not None and knob.allows(float(match[1])):
                actions = (*actions, Turn(knob.name, float(match[1]), knob.index or 0))
                break
    return question._replace(asks="outcome", means=[str(kind) for kind in kinds], actions=actions)


class LevelFinding(NamedTuple):
    """What is wrong with a level. `values` for the template, which is translated where it is shown."""

    level: str
    template: str
    values: dict[str, object]
    note: bool = False  # nothing is wrong: it could not be checked
    rule: str = "level-unfair"  # a row of testing/findings.py
    field: str = ""  # the field that is meant, as questions[0]

    def __str__(self) -> str:
        return self.template.format(level=self.level, **self.values)


def check(level: Level, catalog: Catalog) -> Iterator[LevelFinding]:
    """All findings, the cheapest first; none means the level is fair."""
    for field, value, allowed in faults(level):
        values: dict[str, object] = {"field": field, "value": value, "allowed": allowed}
        template = "{level}: {field} is {value}; allowed: {allowed}"
        yield LevelFinding(level.id, template, values, rule="level-fault", field=field)
        return
    try:
        for field, value, allowed in () if is_own(level.network) else slope_faults(level.network):
            facts: dict[str, object] = {"field": field, "value": value, "allowed": allowed}
            template = "{level}: {field} returned {value}; expected {allowed}"
            yield LevelFinding(level.id, template, facts, rule="network-slope", field="network")
        yield from _played(level, catalog)
    except (Fault, KeyError) as fault:
        yield LevelFinding(level.id, "{level}: {fault}", {"fault": fault}, rule="level-fault")


def _played(level: Level, catalog: Catalog) -> Iterator[LevelFinding]:
    start = Session(level, catalog)
    if start.reached and start.level.wins:
        yield LevelFinding(level.id, "{level} is won at its start", {})
    if level.weights_from:
        return  # it needs a net that the player has trained, and what the player draws
    pars, played = pars_of(level), play_parts(level, catalog)
    session, before = played
    missing = [one for one in pars if one.part not in before]
    if not session.complete or missing:
        yield _not_won(level, session.stage)
    if not session.complete:
        return
    for one in pars:
        if one not in missing:
            # Whether a search reaches it, from what the parts before have left
            fewest_steps, own = fewest(played, one), session.tally.cost_at_win.get(one.part)
            values: dict[str, object] = {"par": one.par, "unit": one.unit, "found": fewest_steps, "part": one.part + 1}
            field = f"stages[{one.part - 1}].par" if one.part else "par"
            if own is not None and own < UNITS[one.unit].least:
                template = "{level}: par counts {unit}, and it is won without any"
                yield LevelFinding(level.id, template, values, field=field)
            elif fewest_steps is None and own is None:
                yield _not_won(level, one.part)
            elif fewest_steps is None and own is not None and own > one.par:
                template = "{level}: par {par} {unit} was not checked: there is no search for it"
                yield LevelFinding(level.id, template, values, True, "par-unchecked", field)
            elif fewest_steps is not None and fewest_steps > one.par and not level.stages:
                template = "{level}: par {par} is not reached; the search needs {found}"
                yield LevelFinding(level.id, template, values, field=field)
            elif fewest_steps is not None and fewest_steps > one.par:
                template = "{level}: par {par} of part {part} is not reached; the search needs {found}"
                yield LevelFinding(level.id, template, values, field=field)
    for number, question in enumerate((*level.questions, *level.recap), 1):
        asked, later = understood(question, level), number - len(level.questions) - 1
        field = f"questions[{number - 1}]" if later < 0 else f"recap[{later}]"
        facts: dict[str, object] = {"number": number, "right": question.right}
        try:
            right = is_right(asked, level, catalog)
            if right is False and asked is not question:
                kind = answer_of(asked, level, catalog)
                words = dict(zip(getattr(asked, "means", ()), getattr(asked, "answers", ())))  # as the author says it
                outcome = words.get(kind) or (OUTCOMES[kind].title if kind in OUTCOMES else "nothing known")
                how = ", ".join(f"{turn.knob} {turn.value:g}" for turn in asked.actions if isinstance(turn, Turn))
                template = "{level}: question {number}: with {how} the run ends as {found}; the answer is {right}"
                facts |= {"how": how or "the start settings", "found": outcome}
            else:
                template = "{level}: question {number} has the answer {right}, which its run does not give"
            if right is False:
                yield LevelFinding(level.id, template, facts, rule="bet-wrong", field=field)
            elif later < 0 and not (
                getattr(asked, "on_board", False) or asked.actions or asked.level is not None
                or asked.asks in (*RUNS, *FILMS)
            ):  # fmt: skip
                template = "{level}: question {number}: nothing is played for its answer"
                yield LevelFinding(level.id, template, facts, rule="bet-unplayed", field=field)
            elif right is None:
                template = "{level}: question {number} was not checked: nothing says how"
                yield LevelFinding(level.id, template, facts, True, "bet-unchecked", field)
        except Exception as raised:  # what it asks for is not in this level
            facts["reason"] = f"{type(raised).__name__}: {raised}"
            template = "{level}: question {number} cannot be answered by a program: {reason}"
            yield LevelFinding(level.id, template, facts, rule="bet-wrong", field=field)


def _not_won(level: Level, part: int) -> LevelFinding:
    values: dict[str, object] = {"part": part + 1, "parts": len(level.stages) + 1}
    if not level.stages:
        return LevelFinding(level.id, "{level}: part 1 is not won by auto-solve or by a search over its knobs", values)
    template = "{level}: part {part} of {parts} is not won by auto-solve or by a search over its knobs"
    return LevelFinding(level.id, template, values)
