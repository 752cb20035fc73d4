"""What an attempt has cost so far, in the level's own unit: steps, passes, turns, probes, runs, calls, drawings ..."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .actions import Turn

if TYPE_CHECKING:
    from .session import Session


class Tally:
    """Turns and probes count since the last Reset, runs through Resets; all begin anew at a stage with its own par."""

    def __init__(self) -> None:
        self.turns = 0
        self.probes = 0
        self.runs = 0
        self.first_turned: dict[str, Any] = {}  # the first value each knob was turned to
        self.at_win: dict[int, int] = {}  # stage -> what it took
        self.also: dict[int, bool] = {}  # stage -> whether what star 2 asks for besides was met

    def turned(self, session: Session, action: Turn) -> None:
        self.turns += 1
        self.first_turned.setdefault(action.knob, action.value)

    def probed(self) -> None:
        self.probes += 1

    def learned(self, first: bool) -> None:
        self.runs += first

    def reset(self) -> None:
        self.turns = self.probes = 0

    def next(self, session: Session, changes: Mapping[str, Any]) -> None:
        if "par" in changes:
            self.turns = self.probes = self.runs = 0

    def won(self, session: Session) -> None:
        target = session.level.par_target
        self.at_win[session.stage] = self.count(session)
        self.also[session.stage] = target is None or target.met(session)

    def count(self, session: Session) -> int:
        """How much has been used, in the level's `par_unit`."""
        unit = session.level.par_unit
        steps = session.run.count - session.recorded
        if unit == "passes":
            return -(-steps // len(session.run.batches))
        if unit == "runs":  # a run that is under way is counted when it ends
            return self.runs
        if unit == "bends":
            return session.level.network.bends
        if unit == "drawings":
            return len(session.shown)
        return {"turns": self.turns, "probes": self.probes, "calls": len(session.answers)}.get(unit, steps)
