"""Is a level fair? Valid, not won at its start, winnable, its par what a search reaches, its bets' answers right.

The searches are code over the level's own knobs; nothing is taken on trust. Slow (up to seconds), so not for loading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..engine.run import Fault, is_own
from ..learning.contract import slope_faults
from ..rules.actions import Action, Turn
from ..rules.catalog import Catalog
from ..rules.costs import UNITS
from ..rules.level import Level
from ..rules.outcome_kinds import OUTCOMES
from ..rules.question import Marker, Question, is_played
from ..rules.session import Session
from ..schema.level_rules import faults
from .par_search import fewest, pars_of, play_parts
from .question_answers import answer_of, is_right

# ---------------------------------------------------------------------------------------------------------------------
# A bet whose answers are ways in which a run can end says by itself what it asks: how the run of its text ends.


MARK = re.compile(r"\[\w+:([^\]]*)\]")  # [alpha:.1] is read as .1
ALSO = {"run away": "runaway", "runs away": "runaway", "lands": "land", "overshoots": "overshoot", "orbits": "orbit"}


def understood(question: Question | Marker, level: Level) -> Question | Marker:
    """The question with what it asks and what is played for it, where its own words say so; else as it is.

    Played are its `actions`; without any, NAME VALUE in its text, for a free knob and a notch of it: "With alpha 0.03".
    """
    if question.asks or isinstance(question, Marker):
        return question
    kinds = [_outcome(answer) for answer in question.answers]
    if None in kinds or len(set(kinds)) < len(kinds):
        return question
    actions = question.actions or tuple(_turns(question.text, level))
    return question._replace(asks="outcome", means=[str(kind) for kind in kinds], actions=actions)


def _outcome(answer: str) -> str | None:
    """The kind of outcome that an answer names."""
    word = answer.strip().rstrip(".").lower()
    for kind, row in OUTCOMES.items():
        if word in (kind, row.title.lower()):
            return kind
    return ALSO.get(word)


def _turns(text: str, level: Level) -> Iterable[Action]:
    plain = MARK.sub(r"\1", text).lower()
    for knob in level.knobs:
        for name in filter(None, (knob.name, knob.title, level.words.get(knob.name))):
            match = re.search(rf"\b{re.escape(name.lower())}\s*=?\s*(-?\d*\.?\d+)", plain)
            if match is not None and knob.allows(float(match[1])):
                yield Turn(knob.name, float(match[1]), knob.index or 0)
                break


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
    missing = [one for one in pars if one.part not in played.before]
    if not played.session.complete or missing:
        yield _not_won(level, played.session.stage)
    if not played.session.complete:
        return
    for one in pars:
        if one not in missing:
            # Whether a search reaches it, from what the parts before have left
            fewest_steps, own = fewest(played, one), played.session.tally.cost_at_win.get(one.part)
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
            elif later < 0 and not is_played(asked):
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
