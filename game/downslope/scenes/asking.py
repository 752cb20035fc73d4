"""Bets: what is asked and when, the answer, the run that shows it. One bet a level, three answers, never on replays."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from ..rules.actions import Action, Answer, Impossible, Learn
from ..rules.question import Marker, Question
from ..rules.race import run_until
from ..rules.session import Session

if TYPE_CHECKING:
    from .attempt import Attempt

PACE = 2.2  # steps a second of a bet's demonstration
HOLD = 1.4  # seconds that its end stays on the screen


class Asking:
    """`open`: number of the question on the screen, None: none. `demo`: the run that shows the answer, while it plays."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.open: int | None = None
        self.demo: Session | None = None
        self.demo_length = 0
        self.answered: dict[int, bool] = {}  # question number -> was it right
        self.given: dict[int, str | float] = {}  # and what the answer was
        self.skipped: set[int] = set()
        self.last: int | None = None  # the question whose verdict is shown
        self._then: Callable[[], None] | None = None
        self._clock = 0.0

    @property
    def question(self) -> Question | Marker | None:
        return None if self.open is None else self.questions[self.open]

    @property
    def questions(self) -> list[Question | Marker]:
        return list(self.attempt.session.level.questions)

    @property
    def waiting(self) -> bool:
        """A bet that belongs before a run has not been settled."""
        return any(q.when == "start" and self._unsettled(n) for n, q in enumerate(self.questions))

    def _unsettled(self, number: int) -> bool:
        question = self.questions[number]
        if isinstance(question, Question) and question.knob:
            return False
        return number not in self.answered and number not in self.skipped

    def order(self, number: int) -> list[str]:
        """The answers in the order of this level's cards: shuffled, so that the right one has no place of its own."""
        question = self.questions[number]
        if isinstance(question, Marker):
            return []
        answers = list(question.answers)
        Random(f"answers {self.attempt.level.id} {number}").shuffle(answers)
        return answers

    def open_before(self, then: Any, moment: str = "") -> bool:
        """Before something that would tell the answer: open the bet that is due. True: wait for it."""
        attempt = self.attempt
        if self.open is not None:
            return True
        if not attempt.game.settings.bets:
            return False
        session = attempt.session
        moments = {moment} if moment else {"start", f"step {session.count - session.recorded}"}
        for number, question in enumerate(self.questions):
            if question.when in moments and self._unsettled(number):
                self.open, self._then = number, then
                self.last = None
                attempt.playback.running = False
                return True
        return False

    def after(self, action: Action) -> None:
        """Something was done: a bet may be due now."""
        session = self.attempt.session
        moments = set()
        if isinstance(action, Learn):
            moments.add(f"step {session.count - session.recorded}")
        if session.outcome is not None:
            moments.add("run")
        if session.complete:
            moments.add("landed")
        for number, question in enumerate(self.questions):
            due = question.when in moments and self._unsettled(number) and self.open is None
            if due and self.attempt.game.settings.bets:
                self.open, self._then, self.last = number, None, None
                self.attempt.playback.running = False

    def answer(self, value: str | float) -> None:
        """The player bets."""
        number = self.open
        if number is None:
            return
        question = self.questions[number]
        self.open = None
        self.answered[number], self.given[number] = question.is_right(value), value
        try:
            self.attempt.session.do(Answer(number, value))
        except Impossible:
            pass
        self.last = number
        self._show(question)
        if self.demo is None:
            self._go_on()

    def skip(self) -> None:
        """No bet: it costs the star of this visit and nothing else."""
        if self.open is not None:
            self.skipped.add(self.open)
            self.open = None
            self._go_on()

    def close(self) -> None:
        """Turning a knob closes the strip; the bet stays open for later."""
        self.open, self._then = None, None

    def _show(self, question: Question | Marker) -> None:
        """Play the question's own run, where it has one that learns."""
        if not question.actions or not self.attempt.session.level.learner:
            return
        demo = Session(question.level or self.attempt.level, self.attempt.game.catalog, question.actions)
        if demo.outcome is None and not any(isinstance(a, Learn) for a in question.actions):
            run_until(demo)
        if demo.count > demo.recorded:
            self.demo, self.demo_length, self._clock = demo, demo.count, 0.0
            self.attempt.playback.jump(demo.recorded)

    def update(self, seconds: float) -> bool:
        """The demonstration plays. False: there is none."""
        demo = self.demo
        if demo is None:
            return False
        self._clock += seconds
        last = min(demo.count, demo.recorded + 20)  # a runaway goes on out of sight
        pace = max(PACE, (last - demo.recorded) / 4.0)
        playback = self.attempt.playback
        playback.target, playback.speed = last, pace
        playback.at = min(float(last), demo.recorded + self._clock * pace)
        if playback.at >= last and self._clock > (last - demo.recorded) / pace + HOLD:
            self.end_demo()
        return True

    def end_demo(self) -> None:
        """The demonstration is over, or the player has seen enough."""
        self.demo = None
        self.attempt.playback.jump(self.attempt.session.count)
        self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
