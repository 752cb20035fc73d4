"""What the stage needs is waited for, by the director of an attempt whose board is a plain list of calls: walks.txt has
the rest."""

from attempt.visits import FRAME, Board, go_on, small, visit
from downslope.attempt import director as times
from downslope.attempt.director import Phase
from downslope.attempt.playback import HOP


def test_what_the_stage_needs_is_waited_for_but_not_for_ever_and_a_press_makes_it_faster() -> None:
    for press, board, wanted, pace in (
        ("", Board(), HOP, 1.0), ("", Board(rests=False), times.MOST, 1.0), ("", Board(seconds=2.0), 2.0, 1.0),
        ("faster", Board(rests=False), times.MOST / times.FASTER, times.FASTER),
        ("finish", Board(rests=False), HOP, times.AT_ONCE),  # the hop of the step itself is not cut
    ):  # fmt: skip
        attempt, seconds = visit(small(), still=False), 0.0
        attempt.director.board = board
        attempt.step_once()
        if press:
            getattr(attempt.director, press)()
        assert attempt.director.pace == pace and attempt.director.pending
        while attempt.director.state is Phase.PLAY:
            go_on(attempt, FRAME)
            seconds += FRAME
        assert abs(seconds - wanted) <= 2 * FRAME
    attempt = visit(small(alpha=1.0), still=False)
    attempt.director.board = Board()
    go_on(attempt, "step_once")
    while attempt.director.state is not Phase.REACT:
        go_on(attempt, FRAME)
    for wanted_state in (Phase.REACT, Phase.VERDICT):  # the answer of the world is deaf for a moment
        attempt.director.faster()
        assert attempt.director.state is wanted_state
        go_on(attempt, times.DEAF + FRAME)
