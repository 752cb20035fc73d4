"""Bets: what is offered and when, the answer, the run that shows it. One bet a level, three answers, never on replays.

A bet is offered at the opening of its part, and closed by the first action; it waits as a dare, as long as the player's
own run has not told its answer. It never stands between a key and its deed. An answer is played out on the stage
(`played`), with a run of its own where it has one (`demo`); then its verdict stands (`last`) until the next action.
When each of that happens, the director says. Calls that are a level's own task are only noted: what became of them is
told after the run.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random

from ..engine.run import Fault
from ..i18n import _, plural_form
from ..rules import (
    FILMED,
    RUNS,
    Action,
    Answer,
    Catalog,
    Impossible,
    Learn,
    Level,
    Marker,
    Next,
    Question,
    Session,
    Turn,
    record,
)
from ..solving.autosolve import run_until
from .director import Visit


def refusal_sentence(refused: Impossible) -> str:
    """The reason in the player's language, in the form that goes with its count."""
    (one, many), count = refused.forms, refused.values.get("count")
    template = plural_form(one, many, count) if isinstance(count, int) and one != many else _(many)
    return template.format(**refused.values)


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
SHORTEST, LONGEST = 0.6, 1.9  # seconds that it takes at least, and at most
HOPS = 12.0  # steps a second up to which each of them is seen as a hop
SHOWN = 20  # steps of a runaway at most
STANDS = 8.0  # seconds that a run of another level stays on the stage with its verdict


def is_told(question: Question | Marker, session: Session) -> bool:
    """The player's own run has shown the answer: it went as far with what the question names; where no run shows it,
    the part is won."""
    if question.level is not None:
        return False
    if question.actions and isinstance(question.actions[-1], Next):
        return True  # as soon as it is not asked, the part that has begun shows it
    if question.asks == "input" or (not question.actions and question.asks not in RUNS):
        return session.won  # no step names an input
    turns = [turn for turn in question.actions if isinstance(turn, Turn) and f"[{turn.knob}:" in question.text]
    steps = sum(action.steps for action in question.actions if isinstance(action, Learn))
    made = session.count - session.recorded >= steps if steps else session.outcome is not None or bool(session.probed)
    for turn in turns if made else ():
        values = [session.knobs.get(turn.knob)]  # with which something was seen
        if turn.knob == "alpha":
            values = [each.alpha for each in session.run.history.settings if each.first < session.count]
        elif turn.knob == "weight":
            values = [row.weights[turn.index] for row in session.probed]
        if turn.value not in values:
            return False
    return made


@dataclass(eq=False)
class Bets:
    """`open`: number of the question on the screen. `played`: of the one whose answer is played out, `demo`: its run,
    `ghost`: another run beside that, where the question's level has one.


    `last`: the one whose verdict stands. `dared`: it was the player who opened the one that is open.
    `off`: none is offered here, because another plays, or because the board asks by itself.
    """

    attempt: Visit
    open: int | None = None
    demo: Session | None = None
    ghost: Session | None = None
    answered: dict[int, bool] = field(default_factory=dict)  # question number -> was it right
    given: dict[int, str | float] = field(default_factory=dict)  # and what the answer was
    played: int | None = None
    last: int | None = None
    off: bool = False
    dared: bool = False
    looked: set[int] = field(default_factory=set)  # those that were open once
    _ended: bool = False  # a run of the player's has ended
    playing: bool = False  # the demo, or what the board draws of it, is on its way
    _first: int = 0  # the step at which the demo began to play
    _stood: int = 0  # the step that the player looked at before
    _clock: float = 0.0

    @property
    def question(self) -> Question | Marker | None:
        return None if self.open is None else self.questions[self.open]

    @property
    def questions(self) -> list[Question | Marker]:
        return list(self.attempt.session.level.questions)

    @property
    def on_screen(self) -> bool:
        """A bet, its run or its verdict is on the screen."""
        return any(each is not None for each in (self.open, self.played, self.demo, self.last))

    @property
    def on_stage(self) -> int | None:
        """The bet whose answer stands on the stage: until the next action. What moves then is another run."""
        return self.last if self.played is None else self.played

    def order(self, number: int) -> list[str]:
        """The answers as the cards have them: shuffled."""
        question = self.questions[number]
        if isinstance(question, Marker):
            return []
        answers = list(question.answers)
        Random(f"answers {self.attempt.level.id} {number}").shuffle(answers)
        return answers

    # when

    @property
    def offered(self) -> list[int]:
        """The bets that may be answered now."""
        return [number for number in self._due() if not is_told(self.questions[number], self.attempt.session)]

    @property
    def missed(self) -> bool:
        """The player's own run has told what a bet asks. Reset brings it back."""
        return not self.offered and bool(self._due())

    def _due(self) -> list[int]:
        """The bets whose moment has come, and that have no answer."""
        if self.off or not self.attempt.game.settings.bets:
            return []
        session, due = self.attempt.session, list[int]()
        for n, question in enumerate(self.questions):
            if n in self.answered or (isinstance(question, Question) and question.on_board):
                continue
            moment, _space, number = question.when.rpartition(" ")
            if moment == "step":
                has_come = session.count - session.recorded >= int(number)
            elif moment:
                has_come = session.stage >= int(number)
            else:
                has_come = {"start": True, "run": self._ended, "landed": session.complete}.get(number, False)
            due += [n] if has_come else []
        return due

    def offer(self) -> None:
        """A part begins: its bet is open from the first."""
        stage = self.attempt.session.stage
        moments = (f"stage {stage}", f"in stage {stage}") if stage else ("start",)
        numbers = [number for number in self._due() if self.questions[number].when in moments]
        if numbers:
            self._open(numbers)

    def end(self) -> None:
        """None is offered here from now on."""
        self.close()
        self.off = True

    def ask(self) -> None:
        """Take up the bet that is offered or waits as a dare; once more, and it is put away."""
        if self.open is not None and not self.dared:
            self.dared = True
        else:
            self._open(self.offered if self.open is None else [])
            self.dared = self.open is not None

    def _open(self, numbers: list[int]) -> None:
        self.close()
        if numbers:
            self.open = numbers[0]
            self.looked.add(numbers[0])
            self.attempt.playback.running = False

    def after(self, action: Action) -> None:
        """Something was done: a run may have ended, a part may begin."""
        self._ended = self._ended or self.attempt.session.outcome is not None
        if isinstance(action, Next):
            self.offer()

    # what the player does

    def answer(self, value: str | float) -> None:
        """The player bets."""
        number, seen = self.open, self.attempt.director.seen
        if number is None:
            return
        self.open, self.dared = None, False
        self._stood = self.attempt.playback.looked_at
        self._note(number, value)
        self.played, self.demo = number, self._run_of(self.questions[number])
        if self.demo is not None:
            if self.demo.base is not self.attempt.session.base and self.demo.base.ghost:
                self.ghost = Session(self.demo.base, self.attempt.game.catalog)
                record(self.ghost, self.demo.base.ghost)
            demo, here = self.demo, self.attempt.session
            # Where the player stands, if the demo comes by there
            by = here.base is demo.base and demo.recorded < here.count < demo.count
            by = by and list(demo.run.history.weights_at(here.count)) == here.weights
            self._first = here.count if by else demo.recorded
            self.attempt.playback.jump(self._first)
        self.attempt.director.place(number, value, seen)

    def call(self, number: int, value: str) -> None:
        """A question that is answered on the board itself: no cards, and the answer comes when the run has shown it.
        """
        if number not in self.answered:
            self.attempt.director.hide(self.attempt.director.seen)
            self._note(number, value)

    def _note(self, number: int, value: str | float) -> None:
        self.answered[number], self.given[number] = self.questions[number].is_right(value), value
        with suppress(Impossible, Fault):  # a rule of the level; the bet stays a bet
            self.attempt.session.do(Answer(number, value))

    def close(self) -> None:
        """The player acts: what is asked is put away, and the run of a bet with its verdict."""
        if self.played is not None:
            self.attempt.director.rest()
        if self.on_stage is not None:
            self.attempt.playback.jump(self._stood)
        self.open = self.last = self.played = self.demo = self.ghost = None
        self.dared = self.playing = False

    def begin(self) -> None:
        """The answer is in its place: the run of the bet begins."""
        filmed = self.played is not None and self.questions[self.played].asks in FILMED
        self.playing, self._clock = self.demo is not None or filmed, 0.0

    def stop_demo(self) -> None:
        """Enough: the end of the bet's run at once."""
        if self.playing and self.demo is not None:
            self.attempt.playback.jump(self._last_step(self.demo))
        self.playing = False

    def film(self, asks: str) -> float | None:
        """How much was seen of what a board draws of a bet about this, 0 ... 1; None: no such bet is played or told."""
        number = self.on_stage
        if number is None or self.questions[number].asks != asks or self.attempt.director.state == "place":
            return None
        return self._clock / LONGEST if self.playing and not self.attempt.game.settings.still else 1.0

    def tell(self) -> None:
        """The answer was played out: its verdict stands; over a run of another level only as long as it takes to read.
        """
        self.last, self.played, self._clock = self.played, None, 0.0

    # how

    def _run_of(self, question: Question | Marker) -> Session | None:
        """The question's own run, where it has one that learns."""
        from ..solving.fairness import understood  # no level is opened later for it

        base = self.attempt.session.base
        question = understood(question, base)
        level = question.level or self.attempt.session.level
        learns = question.actions or (question.level is None and question.asks in RUNS)
        if not level.learner or question.asks in FILMED or not learns:
            return None
        demo = run_of(question, base, self.attempt.game.catalog)
        return demo if demo is not None and demo.count > demo.recorded else None

    def _last_step(self, demo: Session) -> int:
        """A runaway goes on out of sight."""
        away = demo.outcome is not None and demo.outcome.kind == "runaway"
        return min(demo.count, self._first + SHOWN) if away else demo.count

    def update(self, seconds: float) -> bool:
        """The bet's run plays, or stands. False: there is none."""
        demo = self.demo
        if demo is None or not self.playing:
            self._clock += seconds
            self.playing = self.playing and self._clock < (SHORTEST if self.attempt.game.settings.still else LONGEST)
            if self.last is not None and self._clock > STANDS and demo and demo.base is not self.attempt.session.base:
                self.close()
            return self.demo is not None
        self._clock += seconds
        last = self._last_step(demo)
        steps = last - self._first
        pace = min(max(PACE, steps / LONGEST), steps / SHORTEST)
        at = min(float(last), self._first + self._clock * pace)
        playback = self.attempt.playback
        playback.target, playback.speed, playback.hops_up_to = last, pace, HOPS
        playback.at = float(int(at)) if self.attempt.game.settings.still else at
        if at >= last:
            self.stop_demo()
        return True
