"""What is called on needles, read from the attempt: which calls are asked, what was said, which way each needle went.

All numbers are the engine's: of the shown session, or of the part that is coming, while something is asked about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...attempt.director import Phase
from ...i18n import _
from ...rules.actions import Next
from ...rules.campaign import code
from ...rules.question import MOVES, Question
from ...view.format.equation import MOST, product
from ...view.format.numbers import brief, short
from ...view.widgets.panel import Laid
from ..shared.neuron_model import evaluation_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...attempt.attempt import Attempt
    from ...rules.level import Level
    from ...rules.session import Session


class Call(NamedTuple):
    """A needle that is asked about. `number`: of the question; `said`: up, stays, down, "": not yet."""

    number: int
    question: Question
    said: str

    @property
    def needle(self) -> int:
        return self.question.needle or 0


class CalledStep(NamedTuple):
    """The step that the calls of a part are about: its alpha, delta, inputs, and a weight_delta for each weight."""

    alpha: float
    delta: float
    inputs: Sequence[float]
    weight_deltas: Sequence[float]


def calls_of(level: Level, stage: int) -> list[tuple[int, Question]]:
    """The questions of a part that are answered on its needles."""
    when = "start" if stage == 0 else f"stage {stage}"
    asked = enumerate(level.questions)
    return [(n, q) for n, q in asked if isinstance(q, Question) and q.needle is not None and q.when == when]


class CallsModel:
    """`drafts`: what is chosen on the needles and not yet said: question number -> call.

    upcoming   the next part is about to begin: it stands on the stage already
    """

    upcoming, drafts = Laid(False), Laid[Mapping[int, str]]({})

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self._ahead: tuple[object, Session | None] = (None, None)

    # -- which part ----------------------------------------------------------------------------------------------------

    def ahead(self) -> Session | None:
        """The session as the next part will begin. None: there is no next part yet."""
        session = self.attempt.session
        key = (session, session.stage, session.won)
        if self._ahead[0] != key:
            found = None
            if session.won and not session.last_stage:
                found = session.copy()
                found.do(Next())
            self._ahead = (key, found)
        return self._ahead[1]

    def session(self) -> Session:
        """What is on the stage: while the next part is plugged in already that one."""
        return (self.ahead() if self.upcoming else None) or self.attempt.shown

    def step(self) -> int:
        """The step of it that is looked at."""
        return 0 if self.session() is not self.attempt.shown else self.attempt.step

    @property
    def bet(self) -> int | None:
        """Number of the question that is asked once the part is on the stage; None: there is none."""
        when = f"in stage {self.session().stage}"
        return next((n for n, q in enumerate(self.attempt.open_bets.questions) if q.when == when), None)

    @property
    def hidden(self) -> bool:
        """What comes out is not told: it will be asked, is asked, or the answer goes to its place."""
        open_bets, number = self.attempt.open_bets, self.bet
        if number is None:
            return False
        due = number not in open_bets.answered and not open_bets.off and self.attempt.game.settings.bets
        placed = open_bets.played == number and self.attempt.director.state is Phase.PLACE
        return open_bets.open == number or placed or (self.upcoming and due)

    @property
    def told(self) -> bool:
        """What comes out may be read: it has come to rest, where it was asked."""
        played = self.bet is not None and self.attempt.open_bets.played == self.bet
        return not self.hidden and not (played and self.attempt.director.state is Phase.PLAY)

    @property
    def betting(self) -> bool:
        """The next part is plugged in, or its bet is played out: nothing is called yet."""
        return self.upcoming or (self.bet is not None and self.bet == self.attempt.open_bets.played)

    def begun_with(self) -> float:
        """The same before the part that is on the stage had made a step."""
        run = self.session().run
        return run.network.predict(run.start, run.examples[0][0])[0]

    def came_out(self) -> float:
        """The same before the next part began; what comes out now, where there was none."""
        session = self.session()
        before = session.at_stage(session.stage - 1) if session.stage else None
        if before is None:
            session, step = self.session(), self.step()
            weights = session.run.weights_at(step)
            return session.run.network.predict(weights, session.run.examples[0][0])[0]
        return before.run.network.predict(before.weights, before.run.examples[0][0])[0]

    @property
    def stage(self) -> int:
        """Number of the part whose calls are on the stage."""
        return self.attempt.shown.stage

    @property
    def plays(self) -> bool:
        """The machine plays: it calls what the rule does."""
        return self.attempt.show is not None

    # -- calls ---------------------------------------------------------------------------------------------------------

    def calls(self, stage: int) -> list[Call]:
        """Those of a part, in the order of the questions."""
        given = {n: str(value) for (_stage, n), value in self.attempt.session.answers.items()}
        found = calls_of(self.attempt.level, stage)
        if self.plays:
            return [Call(n, q, q.right if stage <= self.stage else "") for n, q in found]
        return [Call(n, q, given.get(n, self.drafts.get(n, ""))) for n, q in found]

    def is_final(self, stage: int) -> bool:
        """The calls of a part have been said: they cannot be changed any more."""
        if self.plays:
            return stage <= self.stage
        given = {n for _stage, n in self.attempt.session.answers}
        return all(n in given for n, _question in calls_of(self.attempt.level, stage))

    def ready(self) -> bool:
        """Each needle of the part has its call."""
        return all(call.said for call in self.calls(self.attempt.session.stage))

    def say(self) -> None:
        """The calls are final: what is chosen on the needles are the answers."""
        for call in self.calls(self.attempt.session.stage):
            self.attempt.open_bets.call(call.number, call.said)

    def is_seen(self, stage: int) -> bool:
        """What became of the calls of a part is to be seen: the run has come to rest."""
        attempt = self.attempt
        if stage < self.stage:
            return True
        rests = not (attempt.playback.moving or attempt.playback.running)
        played = attempt.director.state in (Phase.PLACE, Phase.PLAY)
        return self.is_final(stage) and attempt.shown.outcome is not None and rests and not played

    def is_disclosed(self, stage: int) -> bool:
        """It may be read besides: in words, with ticks, in the counter."""
        return self.is_seen(stage) and not (stage == self.stage and self.attempt.director.pending)

    def right(self) -> list[bool]:
        """Of all calls whose outcome was seen: whether each was right."""
        level = self.attempt.level
        stages = (stage for stage in range(len(level.stages) + 1) if self.is_disclosed(stage))
        return [call.question.is_right(call.said) for stage in stages for call in self.calls(stage)]

    def count(self) -> int:
        """How many calls there are in all."""
        level = self.attempt.level
        return sum(len(calls_of(level, stage)) for stage in range(len(level.stages) + 1))

    # -- the rule ------------------------------------------------------------------------------------------------------

    def first_step(self) -> CalledStep | None:
        """The first of the part that is on the stage: the one that is called."""
        # A step of what is on the stage, or the one that would come; None: its numbers are beyond what a number can be
        step = self.session().recorded
        session = self.session()
        look = evaluation_at(session, step)
        if look is None:
            return None
        alpha = look.alpha if isinstance(look.alpha, (int, float)) else look.alpha[0]
        return CalledStep(alpha, look.deltas[0][0], session.run.examples[look.examples[0]][0], look.weight_deltas)

    def truth(self, call: Call) -> str:
        """Which way the rule turns the needle."""
        step = self.first_step()
        blame = step.weight_deltas[call.needle] if step is not None else 0.0
        sign = (blame < 0) - (blame > 0)
        return next(move for move, way in MOVES.items() if way == sign)

    def reason(self, call: Call, name: str) -> list[str]:
        """Why it turned so, in two lines, with the engine's numbers."""
        step = self.first_step()
        if step is None:
            return []
        given, blame = step.inputs[call.needle], step.weight_deltas[call.needle]
        first = f"{name}: {product(step.delta, short(given), blame, MOST, write=brief)},"
        said = {"up": _("so it goes up"), "stays": _("so it stays"), "down": _("so it goes down")}
        return [first, said[self.truth(call)]]


def rule_code(attempt: Attempt) -> str:
    """The code of the level of the same chapter in which the rule was built by hand; "" where there is none."""
    catalog, level = attempt.game.catalog, attempt.level
    for other in catalog.levels.values():
        if other.chapter == level.chapter and other.learner == "rule-of-tiles" and other.plugin == level.plugin:
            return code(other, catalog)
    return ""
