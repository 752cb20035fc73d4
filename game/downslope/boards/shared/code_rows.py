"""The rows of the code panel: the level's own lines, the values they have set, and which of them is running."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...formulas.inline import NotInlinable
from ...scripts.listing import Listing, listing
from ...scripts.own_source import own_methods, round_over_parts
from ...scripts.trace import Traced, trace
from ...view.bowls.pip_body import ARROW
from ...view.cards.code_listing import INDENT, CodeRow, move_text, value_text
from ...view.format.code_text import HUES
from ...view.format.numbers import decimal_mark

if TYPE_CHECKING:
    from ...engine.run import Run
    from ...learning.metric import Metric
    from ...rules.session import Session

Values = dict[int, tuple[str, str]]  # line -> what it has set, and its hue
KEPT = 64  # traced rounds that are remembered


class RunCursor(NamedTuple):
    """Where a run stands: before `step`, `hop` 0 ... 1 of the way through it. `told`: the next move may be shown.

    `until`: the step is seen in parts, and has come to the line that sets one of these.
    """

    step: int
    hop: float = 0.0
    told: bool = False
    until: tuple[str, ...] = ()


class CodeRows:
    """Rows for one session after the other; traced rounds are kept, for tracing one takes a millisecond."""

    def __init__(self, metric: str = "") -> None:
        """`metric`: the name of another one than the session's own: the same round as it would go with that."""
        self.metric = metric
        self._owner: object = None
        self._listing: Listing | None = None
        self._traced: dict[int, list[Traced]] = {}
        self._live: tuple[tuple[float, ...], list[Traced]] = ((), [])  # the round that is next, for these weights
        self._parts: list[str] = []  # the lines over the game's parts, where there are no plain ones
        self._last: tuple[object, list[CodeRow]] = (None, [])  # what was asked last, and the answer

    def rows(
        self, session: Session, moment: RunCursor | None, whole: bool = True, secret: bool = False
    ) -> list[CodeRow]:
        """`whole`: with `def`, its indent and `return`. `secret`: no values but the error.

        Without a moment: the lines alone, for a run that is too fast to be read.
        """
        lines = self.lines(session)
        if lines is None:
            return self._over_parts(session)
        run = session.run
        asked = self._owner, moment, whole, secret, run.count, tuple(run.weights), decimal_mark()
        if self._last[0] != asked:
            self._last = asked, self._rows(session, moment, lines, whole, secret)
        return self._last[1]

    def _rows(
        self, session: Session, moment: RunCursor | None, lines: Listing, whole: bool, secret: bool
    ) -> list[CodeRow]:
        fresh, old, running = self._states(session, moment, lines) if moment is not None else ({}, {}, -1)
        helpers = [CodeRow(line) for line in lines.helpers]
        body = []
        for number, line in enumerate(lines.round):
            value, hue = fresh.get(number) or old.get(number) or ("", "text3")
            if secret and not line.startswith("error"):
                value = ""
            body.append(CodeRow(line, value, hue if number in fresh else "text3", number == running))
        if not whole:
            return helpers + body
        inside = [row._replace(line=INDENT + row.line) for row in helpers + body]
        back = ", ".join([*lines.kept, *([lines.shown[0]] if lines.shown[0] else [])]) or lines.shown[1]
        head = [CodeRow(line) for line in lines.imports]
        takes = [*lines.given, *(["iteration"] if lines.counts else [])]
        return [*head, CodeRow(f"def learn({', '.join(takes)}):"), *inside, CodeRow(f"{INDENT}return {back}")]

    def lines(self, session: Session) -> Listing | None:
        """A round in plain lines; None: they cannot say it."""
        run = session.run
        owner = (run.serial, run.metric, run.learner, repr((session.knobs, run.frozen)))
        if owner != self._owner:
            self._owner, self._traced, self._live, self._parts = owner, {}, ((), []), []
            try:
                self._listing = listing(run, self._instead(session))
            except NotInlinable:
                self._listing, self._parts = None, ["", *own_methods(run, self._instead(session))]
        return self._listing

    def _over_parts(self, session: Session) -> list[CodeRow]:
        """A round over the game's parts, then the methods that it calls as their authors wrote them."""
        return [CodeRow(line) for line in (*round_over_parts(session.run), *self._parts)]

    def _instead(self, session: Session) -> Metric | None:
        return session.metric(self.metric) if self.metric else None

    def _states(self, session: Session, moment: RunCursor, lines: Listing) -> tuple[Values, Values, int]:
        """(values of this pass, values of the one before, the running line)."""
        step, hop = moment.step, moment.hop
        here = self._values(session, step, lines)
        mover = self._mover(session, step, lines)
        reached = max((t.line for t in self._trace(session, step) if t.name in moment.until), default=-1)
        if reached >= 0:
            return {n: v for n, v in here.items() if n <= reached}, {}, reached
        if hop >= ARROW:  # he is in the air: the next pass runs, line by line
            done = min(mover, int((hop - ARROW) / (1 - ARROW) * (mover + 1)))
            after = self._values(session, step + 1, lines)
            return {n: v for n, v in after.items() if n <= done and n < mover}, here, done
        if hop > 0 or moment.told:
            return here, {}, mover
        before = self._values(session, step - 1, lines) if step > 0 else {}
        return {n: v for n, v in here.items() if n < mover}, before, mover

    def _values(self, session: Session, step: int, lines: Listing) -> Values:
        found: dict[int, dict[str, object]] = {}
        for line, name, value in self._trace(session, step):
            found.setdefault(line, {})[name] = value
        mover = self._mover(session, step, lines)
        return {line: self._shown(names, line == mover, session, step) for line, names in found.items()}

    def _shown(self, names: dict[str, object], moves: bool, session: Session, step: int) -> tuple[str, str]:
        if moves and session.run.network.size == 1 and "weight" in names:
            run = session.run
            old = run.weights_at(step)[0]
            return move_text(old, float(str(names["weight"]))), "text"
        return ", ".join(value_text(v) for v in names.values()), HUES.get(next(iter(names)), "text")

    def _mover(self, session: Session, step: int, lines: Listing) -> int:
        """The line that moves the weight; without a learner the last one."""
        moves = [t.line for t in self._trace(session, step) if t.name in lines.kept]
        return max(moves, default=len(lines.round) - 1)

    def _trace(self, session: Session, step: int) -> list[Traced]:
        if step >= session.run.count:  # not made yet, and the weights may be turned before it is
            weights = (float(step), *session.run.weights)
            if self._live[0] != weights:
                self._live = (weights, self._round(session, step))
            return self._live[1]
        if step not in self._traced:
            if len(self._traced) > KEPT:
                self._traced.clear()
            self._traced[step] = self._round(session, step)
        return self._traced[step]

    def _round(self, session: Session, step: int) -> list[Traced]:
        try:
            return trace(session, step, self._instead(session))
        except (NotInlinable, ArithmeticError, NameError):
            return []


def file_of(run: Run) -> str:
    """The name of the file that the learner (without one: the metric) was written in."""
    kind = type(run.learner) if run.learner is not None else type(run.metric)
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return Path(file).name if file else f"{run.learner.name if run.learner else run.metric.name}.py"
