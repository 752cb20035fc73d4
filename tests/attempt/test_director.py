"""At what a visit is, and what of it may be told: the director of an attempt whose board is a plain list of calls."""

from __future__ import annotations

from typing import Any

from attempt.visits import FRAME, go_on, small, visit
from downslope import Learn, Question, Turn
from downslope.attempt.attempt import Attempt
from downslope.attempt.director import (
    AT_ONCE,
    DEAF,
    FASTER,
    MISSED,
    MOST,
    PLACING,
    REACTING,
    REACTING_STILL,
    TELLING,
    Phase,
    PlayRequest,
)
from downslope.view.draw.tween import STILL

QUESTION = Question("The run would …", ["land", "runaway", "orbit"], "land", asks="outcome")


class Board:
    """What it was asked; it has come to rest where `rests`."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.rests, self.seconds = True, 0.0

    def anchor(self, number: int, answer: str | float) -> None:
        return None

    def begin(self, show: PlayRequest) -> float:
        self.asked.append(show.kind)
        return self.seconds

    def at_rest(self) -> bool:
        return self.rests

    def react(self, kind: str) -> None:
        self.asked.append(kind)


def directed(*start: Any, still: bool = False, **fields: Any) -> tuple[Attempt, Board]:
    attempt, board = visit(small(**fields), *start, still=still), Board()
    attempt.director.board = board
    return attempt, board


def phases(attempt: Attempt, seconds: float) -> dict[Phase, float]:
    """For how long each was, in order."""
    found: dict[Phase, float] = {}
    for _frame in range(round(seconds / FRAME)):
        state = attempt.director.state
        found[state] = found.get(state, 0.0) + FRAME
        go_on(attempt, FRAME)
    return found


def near(seconds: float, wanted: float) -> bool:
    return abs(seconds - wanted) <= 2 * FRAME


def test_a_step_that_does_not_win_is_played_answered_shortly_and_told_nothing() -> None:
    attempt, board = directed()
    attempt.step_once()
    told = phases(attempt, 3)
    assert list(told) == [Phase.PLAY, Phase.REACT, Phase.TRY] and board.asked == ["try", "miss"]
    assert near(told[Phase.REACT], MISSED) and not attempt.director.moving and not attempt.director.input_blocked


def test_a_win_takes_its_time_and_stands_until_a_knob_is_turned() -> None:
    attempt, board = directed(alpha=1.0)
    attempt.step_once()
    assert attempt.session.won and not attempt.director.seen.won and attempt.director.input_blocked
    told = phases(attempt, 4)
    assert list(told) == [Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD] and board.asked == ["try", "land"]
    assert near(told[Phase.REACT], REACTING) and near(told[Phase.VERDICT], TELLING)
    assert attempt.director.seen.won and not attempt.director.pending
    attempt.turn("alpha", 0.5)
    assert list(phases(attempt, 1)) == [Phase.TRY] and attempt.director.turned and board.asked == ["try", "land"]
    still, _board = directed(alpha=1.0, still=True)
    still.step_once()
    told = phases(still, 4)
    assert near(told[Phase.PLAY], STILL) and near(told[Phase.REACT], REACTING_STILL)
    back, _board = directed(alpha=1.0)  # what is taken back is told no more
    back.step_once()
    back.undo()
    assert not back.director.pending and not back.director.moving and back.director.state is Phase.TRY
    assert not back.director.seen.won


def test_what_ends_in_another_way_is_seen_to_its_end_too() -> None:
    attempt, board = directed(alpha=2.5)
    attempt.learn()
    go_on(attempt, 12)
    assert board.asked[-1] == "runaway" == attempt.director.seen.outcome
    assert attempt.director.state is Phase.HOLD and attempt.director.seen.over
    attempt, board = directed(alpha=1.0)
    go_on(attempt, 0.1)
    attempt.session.do(Learn(1))
    attempt.note_steps()  # another process has made it
    assert attempt.director.state is Phase.PLAY and not attempt.director.seen.won
    go_on(attempt, 3)
    assert board.asked == ["try", "land"] and attempt.director.seen.won
    attempt, board = directed(Turn("alpha", 1.0))
    attempt.director.card = True  # while a card lies over it nothing begins
    assert attempt.director.state is Phase.CARD
    attempt.session.do(Learn(1))
    go_on(attempt, 1)
    assert board.asked == []
    attempt.director.card = False
    go_on(attempt, FRAME)
    assert attempt.director.state in (Phase.HOLD, Phase.PLAY)


def test_what_the_stage_needs_is_waited_for_but_not_for_ever_and_a_press_makes_it_faster() -> None:
    for press, rests, seconds, wanted, pace in (
        ("", False, 0.0, MOST, 1.0), ("", True, 2.0, 2.0, 1.0), ("faster", False, 0.0, MOST / FASTER, FASTER),
        ("finish", False, 0.0, 0.5, AT_ONCE),  # the hop of the step itself is not cut
    ):  # fmt: skip
        attempt, board = directed()
        board.rests, board.seconds = rests, seconds
        attempt.step_once()
        if press:
            getattr(attempt.director, press)()
        assert attempt.director.pace == pace and near(phases(attempt, 7)[Phase.PLAY], wanted)
    attempt, _board = directed(alpha=1.0)
    attempt.step_once()
    while attempt.director.state is not Phase.REACT:
        go_on(attempt, FRAME)
    for wanted_state in (Phase.REACT, Phase.VERDICT):  # the answer of the world is deaf for a moment
        attempt.director.faster()
        assert attempt.director.state is wanted_state
        go_on(attempt, DEAF + FRAME)


def test_a_bet_goes_to_its_place_is_played_and_told() -> None:
    for answer, reaction in (("land", "right"), ("orbit", "other")):
        attempt, board = directed(questions=[QUESTION])
        attempt.open_bets.answer(answer)
        told = phases(attempt, 6)
        assert list(told) == [Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.TRY]
        assert near(told[Phase.PLACE], PLACING) and board.asked == ["bet", reaction]
        assert attempt.open_bets.last == 0 and attempt.director.show == PlayRequest("bet", 0, answer)
    attempt, board = directed(questions=[QUESTION])
    attempt.open_bets.answer("land")
    go_on(attempt, 0.1)
    attempt.step_once()  # the player acts: what is played of the bet is over
    assert attempt.open_bets.played is None and board.asked[-1] == "try" and attempt.session.count == 1
    later, _board = directed(questions=[QUESTION._replace(when="step 1")])
    assert later.open_bets.open is None and not later.open_bets.offered
    later.step_once()
    go_on(later, 1)
    assert later.open_bets.open is None and later.open_bets.offered == [0]  # it stops no run
    later.learn()
    go_on(later, 6)
    assert later.session.won and later.session.count == 4
