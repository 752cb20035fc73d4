"""What a player may do at a level, and what follows: asked of the attempt, without a window."""

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from attempt.visits import FRAME, go_on, small, visit
from downslope import Learn, Near, Question, Turn
from downslope.attempt.attempt import target_of
from downslope.engine.run import Fault
from downslope.rules import ALL
from lib.support import campaign, play

WAYS = st.builds(Turn, st.just("weight"), st.floats(-1, 0.5)) | st.sampled_from(["probe", "undo", "reset", "stop"])


@settings(max_examples=30, deadline=None)
@given(done=st.lists(WAYS | WAYS, min_size=4, max_size=24))
def test_no_way_of_playing_gives_a_look_back(done: list[Turn | str]) -> None:
    attempt, most = visit(small(learner=None, probes=9.0)), 0
    for way in done:
        seen, counted = len(go_on(attempt, way).session.probed), attempt.session.tally.probes
        assert seen >= most and counted >= seen, (way, seen, most)
        most = seen


def test_what_a_board_draws_of_a_bet_is_seen_bit_by_bit_and_is_whole_when_it_closes() -> None:
    bet = Question("With alpha .5 the run would …", ["land", "runaway", "orbit"], "land", asks="times best")
    for still in (False, True):
        attempt = visit(small(questions=[bet]), still=still)
        bets = attempt.open_bets
        bets.answer("land")
        assert bets.demo is None and bets.film("times best") is None  # the answer goes to its place
        seen = [bets.film("times best") for _frame in range(200) if go_on(attempt, FRAME)]
        shares = [share for share in seen if share is not None]
        assert shares == sorted(shares) and shares[-1] == 1.0 and bets.film("floor") is None
        assert (shares[0] < 0.1 and len(set(shares)) > 50) is not still and not bets.playing and bets.last == 0
        bets.close()
        assert bets.film("times best") is None
    bets = visit(small(questions=[bet._replace(level=small(ghost=[Learn(1)]), actions=(Learn(2),), asks="")])).open_bets
    bets.answer("land")  # its run is one of another level, which has a run beside it
    assert bets.demo is not None and bets.ghost is not None and (bets.demo.count, bets.ghost.count) == (2, 1)


def test_the_right_answer_has_no_place_of_its_own_and_each_visit_shows_the_same_order() -> None:
    places, moved = Counter[int](), 0
    for level in campaign():
        bets, again = (visit(level).open_bets for _visit in range(2))
        for number, asks in enumerate(bets.questions):
            if isinstance(asks, Question):
                order = bets.order(number)
                assert order == again.order(number) and sorted(order) == sorted(asks.answers)
                places[order.index(asks.right)] += 1
                moved += order != list(asks.answers)
    assert min(places[k] for k in range(3)) > 0.2 * sum(places.values()), places
    assert moved > 0.5 * sum(places.values())


def test_while_the_machine_tries_its_run_costs_nothing_and_a_fault_of_the_game_itself_is_not_hidden() -> None:
    attempt = go_on(visit(small(), Learn(4)), "auto")
    show = attempt.show
    assert show is not None and attempt.machine is show
    while attempt.ahead is None:
        go_on(attempt, FRAME)
    assert attempt.charted[0] is attempt.ahead[0] is attempt.shown and attempt.charted[1] <= attempt.step
    assert attempt.counted is show.session is not attempt.shown and not attempt.met

    def breaks() -> None:
        raise Fault("somebody", "something", "no")

    assert not attempt.through(breaks) and attempt.fault is not None
    with pytest.raises(ZeroDivisionError):
        attempt.through(lambda: 1 / 0)


def test_what_a_screen_asks_of_it() -> None:
    attempt = visit(small(), Learn(3))
    assert "weight" in attempt.script() and attempt.charted == (attempt.session, 3)
    assert attempt.counted is attempt.session and attempt.now.alpha == 0.5
    blind = play(small(target=Near(0.1, only=(0,))))  # no error is asked for: a little of the first
    assert [target_of(each) for each in (attempt.session, blind)] == pytest.approx([0.01, 10**-3.5])
    for panels, shown in (("come", {"dial"}), ("all", ALL)):
        come = visit(small(introduces=["dial"]), panels=panels)
        assert come.shows == shown and come.whole_code is (shown == ALL)
        come.show_everything()
        assert (come.shows == ALL) is (panels == "come")
