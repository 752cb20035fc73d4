"""At what a visit is, and what of it may be told: the director of an attempt whose board is a plain list of calls."""

from typing import Any

from attempt.visits import FRAME, go_on, small, visit
from downslope import Learn, Question, Turn
from downslope.attempt import director as times
from downslope.attempt.attempt import Attempt
from downslope.attempt.director import Phase, PlayRequest
from downslope.attempt.playback import HOP
from downslope.view.draw import STILL

QUESTION = Question("The run would …", ["land", "runaway", "orbit"], "land", asks="outcome")


class Board:
    """What it was asked; it has come to rest where `rests`."""

    def __init__(self, rests: bool = True, seconds: float = 0.0) -> None:
        self.asked: list[Any] = []
        self.rests, self.seconds = rests, seconds
        self.react = self.asked.append

    def anchor(self, number: int, answer: str | float) -> None:
        return None

    def begin(self, show: PlayRequest) -> float:
        self.asked.append(show.kind)
        return self.seconds

    def at_rest(self) -> bool:
        return self.rests


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


def test_what_is_pressed_is_played_answered_and_told_in_its_time() -> None:
    play, react, told, bet = Phase.PLAY, Phase.REACT, Phase.VERDICT, {"questions": [QUESTION]}
    landed, lands = {told: times.TELLING, Phase.HOLD: 0}, {"alpha": 1.0}
    placed = {Phase.PLACE: times.PLACING, play: 0, react: times.REACTING_STILL, told: times.TELLING, Phase.TRY: 0}
    rows: list[tuple[dict[str, Any], bool, str, dict[Phase, float], list[str]]] = [
        ({}, False, "", {play: HOP, react: times.MISSED, Phase.TRY: 0}, ["try", "miss"]),
        (lands, False, "", {play: HOP, react: times.REACTING, **landed}, ["try", "land"]),
        (lands, True, "", {play: STILL, react: times.REACTING_STILL, **landed}, ["try", "land"]),
        (bet, False, "land", placed, ["bet", "right"]), (bet, False, "orbit", placed, ["bet", "other"]),
        (bet, True, "land", placed | {Phase.PLACE: times.PLACING_STILL}, ["bet", "right"]),
    ]  # fmt: skip
    for fields, still, answer, wanted, asked in rows:
        attempt, board = directed(still=still, **fields)
        attempt.open_bets.answer(answer) if answer else attempt.step_once()
        assert attempt.director.pending and not attempt.director.seen.won
        assert attempt.director.input_blocked is (asked[1] != "miss")
        spent = phases(attempt, 6)
        assert list(spent) == list(wanted) and board.asked == asked
        assert all(abs(spent[phase] - seconds) <= 2 * FRAME for phase, seconds in wanted.items() if seconds)
        assert not attempt.director.pending and attempt.director.seen.won is ("land" in asked)
        assert attempt.open_bets.last == (0 if answer else None)


def test_what_another_process_has_made_is_seen_too_but_not_under_a_card() -> None:
    attempt, board = directed(alpha=1.0)
    go_on(attempt, 0.1).session.do(Learn(1))
    attempt.note_steps()
    assert attempt.director.state is Phase.PLAY and not attempt.director.seen.won
    assert go_on(attempt, 3).director.seen.won and board.asked == ["try", "land"]
    attempt.turn("alpha", 0.5)  # the stage is the player's: nothing is told once more
    board.asked.clear()
    assert list(phases(attempt, 1)) == [Phase.TRY] and attempt.director.turned and board.asked == []
    attempt, board = directed(alpha=2.5)
    assert go_on(attempt, "learn", 12).director.seen.outcome == "runaway" == board.asked[-1]
    attempt, board = directed(Turn("alpha", 1.0))
    attempt.director.card = True  # while a card lies over it nothing begins
    assert attempt.director.state is Phase.CARD
    attempt.session.do(Learn(1))
    go_on(attempt, 1)
    assert board.asked == []
    attempt.director.card = False
    assert go_on(attempt, FRAME).director.state in (Phase.HOLD, Phase.PLAY)


def test_what_the_stage_needs_is_waited_for_but_not_for_ever_and_a_press_makes_it_faster() -> None:
    for press, board, wanted, pace in (
        ("", Board(rests=False), times.MOST, 1.0), ("", Board(seconds=2.0), 2.0, 1.0),
        ("faster", Board(rests=False), times.MOST / times.FASTER, times.FASTER),
        ("finish", Board(rests=False), HOP, times.AT_ONCE),  # the hop of the step itself is not cut
    ):  # fmt: skip
        attempt, _board = directed()
        attempt.director.board = board
        attempt.step_once()
        if press:
            getattr(attempt.director, press)()
        assert attempt.director.pace == pace and abs(phases(attempt, 7)[Phase.PLAY] - wanted) <= 2 * FRAME
    attempt, _board = directed(alpha=1.0)
    go_on(attempt, "step_once")
    while attempt.director.state is not Phase.REACT:
        go_on(attempt, FRAME)
    for wanted_state in (Phase.REACT, Phase.VERDICT):  # the answer of the world is deaf for a moment
        attempt.director.faster()
        assert attempt.director.state is wanted_state
        go_on(attempt, times.DEAF + FRAME)
