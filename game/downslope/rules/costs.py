"""What an attempt has cost so far, in the level's own unit. `UNITS` is the table of them: a new unit is a new row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .target import World


@dataclass(eq=False)
class Tally:
    """What was turned, looked at and run counts through Resets, and begins again at a stage with its own par."""

    turns: int = 0
    probes: int = 0
    runs: int = 0
    carried: int = 0  # probes of this run that belong to no action: see `carry`
    first_values: dict[str, Any] = field(default_factory=dict)  # the first value each knob was turned to
    cost_at_win: dict[int, int] = field(default_factory=dict)  # stage -> what it took
    par_target_met: dict[int, bool] = field(default_factory=dict)  # stage -> whether star 2's other demand was met

    def copy(self) -> Tally:
        """Another that has counted the same."""
        other = copy(self)
        other.first_values, other.cost_at_win = {**self.first_values}, {**self.cost_at_win}
        other.par_target_met = {**self.par_target_met}
        return other

    def carry(self, session: World, probes: int, runs: int, turns: int = 0, rows: int = 0) -> None:
        """Seen and counted in an attempt that was given up for this one; a part that is won has taken them too.

        `rows`: so many of the looks are among what the session saw.
        """
        before = self.count(session)
        self.probes, self.runs, self.turns = self.probes + probes, self.runs + runs, self.turns + turns
        self.carried += probes - rows
        if session.stage in self.cost_at_win:
            self.cost_at_win[session.stage] += self.count(session) - before

    def count(self, session: World) -> int:
        """How much has been used, in the level's `par_unit`."""
        return UNITS[session.level.par_unit].count(session)


class Unit(NamedTuple):
    """What a par counts, and its words: in English, translated where they are shown.

    count      how much of it a session has used
    title      above a counter
    one, many  after a number; a level may have its own for both: words={"probes": "sends", "probe": "send"}
    phrase     what a star for so few asks for; `phrase_one` where that is one
    decides    one less is worth any number of steps more
    least      no part is won with fewer
    stays      said where going back would give one back: what was seen cannot be unseen
    """

    count: Callable[[World], int]
    title: str
    one: str
    many: str
    phrase: str = "in {n} {unit} or fewer"
    phrase_one: str = "in {n} {unit}"
    decides: bool = False
    least: int = 1
    stays: str = ""


def _calls(session: World) -> int:
    """Those that were said; where they are made on needles, those of them that are right."""
    questions = session.level.questions
    said = [(questions[number], value) for (_stage, number), value in session.answers.items()]
    called = [q.is_right(value) for q, value in said if getattr(q, "needle", None) is not None]
    return called.count(True) if called else len(said)


CALLS = "every call right"
UNITS: dict[str, Unit] = {
    "steps": Unit(lambda session: session.run.count - session.recorded, "Steps", "step", "steps"),
    "passes": Unit(
        lambda session: -(-(session.run.count - session.recorded) // len(session.run.batches)),
        "Passes",
        "pass",
        "passes",
    ),
    "turns": Unit(lambda session: session.tally.turns, "Turns", "turn", "turns"),
    "probes": Unit(
        lambda session: session.tally.probes, "Probes", "probe", "probes", stays="A look you have seen still counts."
    ),
    "runs": Unit(lambda session: session.tally.runs, "Runs", "run", "runs", stays="A run you have seen still counts."),
    "calls": Unit(_calls, "Calls", "call", "calls", CALLS, CALLS, least=0),
    "bends": Unit(
        lambda session: session.level.network.nonlinear_units, "Bends", "bend", "bends", decides=True, least=0
    ),
    "drawings": Unit(lambda session: len(session.shown), "Drawings", "drawing", "drawings", least=0),
}


def words_for(words: Mapping[str, str], unit: str) -> tuple[str, str]:
    """For one and for many, in English: a level's own `words`, else the unit's."""
    one, many = UNITS[unit].one, UNITS[unit].many
    own = words.get(unit)
    return (words.get(one, own), own) if own else (one, many)
