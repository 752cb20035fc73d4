"""Bets: what is asked and when, the answer, the run that shows it. One bet a level, three answers, never on replays.

A question is open, then answered or skipped. The answer is played out on the stage (`played`), with a run of its own
where it has one (`demo`); then its verdict is read (`last`), and what the player wanted to do in the first place goes
on. When each of that happens, the director says. Calls, of which there are several for one moment, are only noted: what
became of them is told after the run.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Protocol

from ..engine.run import Fault
from ..i18n import _, plural_form
from ..rules.actions import Action, Answer, Impossible, Learn, Next
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.session import Session
from ..solving.halving_search import run_until

if TYPE_CHECKING:
    from .director import Director
    from .game.game import Game
    from .playback.playback import Playback


# ---------------------------------------------------------------------------------------------------------------------
# The one door through which a player's actions reach a session: what cannot be done comes back as a reason.


def refusal_sentence(refused: Impossible) -> str:
    """The reason in the player's language, in the form that goes with its count."""
    (one, many), count = refused.forms, refused.values.get("count")
    template = plural_form(one, many, count) if isinstance(count, int) and one != many else _(many)
    return template.format(**refused.values)


# ---------------------------------------------------------------------------------------------------------------------
# The run that a question asks about: a session of its own, which no player acts in.


def run_of(question: Question | Marker, base: Level, catalog: Catalog) -> Session | None:
    """What the question does, and then, if it does not say for how long, on to an outcome. None: it cannot be done.

    `base`: the level it belongs to, where it brings none of its own; its words are said of the question's level too.
    """
    level = base if question.level is None else replace(question.level, words={**base.words, **question.level.words})
    try:
        session = Session(level, catalog, question.actions)
        if session.outcome is None and not any(isinstance(action, Learn) for action in question.actions):
            run_until(session)
    except (Impossible, Fault):
        return None
    return session


PACE = 2.2  # steps a second of a bet's run
LONGEST = 4.0  # seconds that it takes at most
SHOWN = 20  # steps of a runaway at most
RUNS = ("outcome", "steps", "lowest exam", "unseen grade")  # asked of a level's own run, from its start


class Visit(Protocol):
    """What bets need of the visit to a level that they belong to; `Attempt` is it."""

    game: Game
    level: Level
    session: Session
    playback: Playback
    director: Director

    def learn(self) -> None: ...


class Bets:
    """`open`: number of the question on the screen. `played`: of the one whose answer is played out, `demo`: its run.

    `last`: the one whose verdict is read.
    """

    def __init__(self, attempt: Visit) -> None:
        self.attempt = attempt
        self.open: int | None = None
        self.demo: Session | None = None
        self.answered: dict[int, bool] = {}  # question number -> was it right
        self.given: dict[int, str | float] = {}  # and what the answer was
        self.skipped: set[int] = set()
        self.played: int | None = None
        self.last: int | None = None
        self.closed = False  # its panel was put away: the player looks at the stage
        self._upcoming: tuple[str, Callable[[], object] | None] | None = None  # asked as soon as the step has arrived
        self._ended = False  # a run of the player's has ended
        self.playing = False  # the demo is on its way
        self._first = 0  # the step at which the demo began to play
        self.pending_action: Callable[[], object] | None = None  # what the player wanted to do and the bet holds up
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
        due = any(q.when == "start" and self._unsettled(n) for n, q in enumerate(self.questions))
        return due and self.attempt.game.settings.bets

    @property
    def on_screen(self) -> bool:
        """A bet, its run or its verdict is on the screen; what comes next waits for it."""
        return any(each is not None for each in (self.open, self.played, self.demo, self.last))

    @property
    def on_stage(self) -> int | None:
        """The bet whose answer stands on the stage: until its verdict is read. What moves then is another run."""
        return self.last if self.played is None else self.played

    def is_call(self, number: int) -> bool:
        """One of several questions for the same moment."""
        cards = [q for q in self.questions if not (isinstance(q, Question) and q.on_board)]
        return self.questions[number] in cards and sum(q.when == self.questions[number].when for q in cards) > 1

    @property
    def calls(self) -> list[bool]:
        """How the calls given so far went."""
        return [right for n, right in sorted(self.answered.items()) if n < len(self.questions) and self.is_call(n)]

    def order(self, number: int) -> list[str]:
        """The answers as the cards have them: shuffled, the right one never first (the focus is there)."""
        question = self.questions[number]
        if isinstance(question, Marker):
            return []
        answers = list(question.answers)
        if self.is_call(number):
            return answers
        Random(f"answers {self.attempt.level.id} {number}").shuffle(answers)
        if answers[0] == question.right:
            answers = [*answers[1:], answers[0]]
        return answers

    # when

    @property
    def due(self) -> bool:
        """A bet belongs here: what was told is to be understood before it goes on."""
        return self.attempt.game.settings.bets and self._next(self._told()) is not None

    def open_before(self, then: Callable[[], object], moment: str = "") -> bool:
        """Before something that would tell the answer: open the bet that is due. True: wait for it."""
        if self.open is not None or self.played is not None:
            return True
        self._discard()
        session = self.attempt.session
        moments = {moment} if moment else {"start", f"step {session.count - session.recorded}"}
        return self._open(moments | self._told(), then)

    def after(self, action: Action) -> None:
        """Something was done: a bet may be due now, or when the step has arrived. A Learn goes on after it."""
        if self.last is not None:
            self._discard()
        session, playback = self.attempt.session, self.attempt.playback
        self._ended = self._ended or session.outcome is not None
        if isinstance(action, Next):
            self._open({f"in stage {session.stage}"}, None)
        moment = f"step {session.count - session.recorded}"
        if isinstance(action, Learn) and self._next({moment}) is not None and self.attempt.game.settings.bets:
            runs = playback.running and session.outcome is None
            self._upcoming = moment, self.attempt.learn if runs else None
            playback.running = False

    def open_coming(self) -> bool:
        """Ask what belongs to the step that has arrived. False: nothing does."""
        upcoming, self._upcoming = self._upcoming, None
        return upcoming is not None and self.open is None and self._open({upcoming[0]}, upcoming[1])

    def _told(self) -> set[str]:
        """The moments that have come by what was told: they are asked when the player goes on from there."""
        ended, landed = self._ended, self.attempt.session.complete
        return {moment for moment, here in (("run", ended), ("landed", landed)) if here}

    def _next(self, moments: set[str]) -> int | None:
        """The first question of these moments that has no answer."""
        due = (n for n, question in enumerate(self.questions) if question.when in moments and self._unsettled(n))
        return next(due, None)

    def _open(self, moments: set[str], then: Callable[[], object] | None) -> bool:
        number = self._next(moments) if self.attempt.game.settings.bets else None
        if number is None:
            return False
        self._discard()
        self.open, self.pending_action = number, then
        self.attempt.playback.running = False
        return True

    def _unsettled(self, number: int) -> bool:
        question = self.questions[number]
        if isinstance(question, Question) and question.on_board:
            return False
        return number not in self.answered and number not in self.skipped

    # what the player does

    def answer(self, value: str | float) -> None:
        """The player bets."""
        number = self.open
        if number is None:
            return
        question, seen = self.questions[number], self.attempt.director.seen
        self.open = None
        self.answered[number], self.given[number] = question.is_right(value), value
        with suppress(Impossible, Fault):  # a rule of the level; the bet stays a bet
            self.attempt.session.do(Answer(number, value))
        if self.is_call(number):
            self._next_call(question.when)
            return
        self.played, self.demo = number, self._run_of(question)
        if self.demo is not None:
            self._first = self._begins(self.demo)
            self.attempt.playback.jump(self._first)
        self.attempt.director.place(number, value, seen)

    def call(self, number: int, value: str) -> None:
        """A question that is answered on the board itself: no cards, and nothing is told before the run has shown it.
        """
        if number in self.answered:
            return
        self.attempt.director.hide(self.attempt.director.seen)
        self.answered[number], self.given[number] = self.questions[number].is_right(value), value
        with suppress(Impossible, Fault):
            self.attempt.session.do(Answer(number, value))

    def skip(self) -> None:
        """No bet: it costs the star of this visit and nothing else."""
        if self.open is None:
            return
        number, self.open = self.open, None
        self.skipped.add(number)
        self._next_call(self.questions[number].when)

    def close(self) -> None:
        """Turning a knob closes the strip, where the bet stays open for later, and puts a bet's run away."""
        self.open, self.pending_action = None, None
        self._discard()

    def begin(self) -> None:
        """The answer is in its place: the run of the bet begins."""
        self.playing, self._clock = self.demo is not None, 0.0

    def stop_demo(self) -> None:
        """Enough: the end of the bet's run at once."""
        if self.playing and self.demo is not None:
            self.playing = False
            self.attempt.playback.jump(self._last_step(self.demo))

    def tell(self) -> None:
        """The answer was played out: its verdict is to be read."""
        self.last, self.played, self.closed = self.played, None, False

    def carry_on(self) -> None:
        """The verdict is read: back to the player's own run, and on with what the bet held up."""
        self._discard()
        then, self.pending_action = self.pending_action, None
        if then is not None:
            then()

    # how

    def _next_call(self, when: str) -> None:
        """The next question for the same moment, or on."""
        if not self._open({when}, self.pending_action):
            self.carry_on()

    def _run_of(self, question: Question | Marker) -> Session | None:
        """The question's own run, where it has one that learns."""
        base = self.attempt.session.base
        level = question.level or base
        if not level.learner or not (question.actions or (question.level is None and question.asks in RUNS)):
            return None
        demo = run_of(question, base, self.attempt.game.catalog)
        return demo if demo is not None and demo.count > demo.recorded else None

    def _begins(self, demo: Session) -> int:
        """Where the player stands, if the demo comes by there."""
        here = self.attempt.session
        if here.base is not demo.base or not demo.recorded < here.count < demo.count:
            return demo.recorded
        return here.count if list(demo.run.history.weights_at(here.count)) == here.weights else demo.recorded

    def _last_step(self, demo: Session) -> int:
        """A runaway goes on out of sight."""
        away = demo.outcome is not None and demo.outcome.kind == "runaway"
        return min(demo.count, self._first + SHOWN) if away else demo.count

    def update(self, seconds: float) -> bool:
        """The bet's run plays, or stands. False: there is none."""
        demo = self.demo
        if demo is None or not self.playing:
            return demo is not None
        self._clock += seconds
        last = self._last_step(demo)
        pace = max(PACE, (last - self._first) / LONGEST)
        at = min(float(last), self._first + self._clock * pace)
        playback = self.attempt.playback
        playback.target, playback.speed = last, pace
        playback.at = float(int(at)) if self.attempt.game.settings.still else at
        if at >= last:
            self.stop_demo()
        return True

    def _discard(self) -> None:
        """No verdict, no run of a bet: the player's own."""
        if self.played is not None:
            self.attempt.director.rest()
        self.last = self.played = None
        self.playing = False
        if self.demo is not None:
            self.demo = None
            self.attempt.playback.jump(self.attempt.session.count)
