"""What a player may do at a level, and what follows: asked of the attempt, without a window."""

from __future__ import annotations

from collections import Counter

import pytest

from attempt.visits import go_on, notes, small, visit
from downslope import Answer, Knob, Learn, Level, Near, Next, Probe, Question, Reset, Stop, Turn
from downslope.attempt.attempt import Attempt, target_of
from downslope.attempt.bets import is_told
from downslope.attempt.shown import AUTO_LATER
from downslope.rules.changes import Stage
from downslope.rules.session import Session
from support import campaign, shipped

TWO = small(stages=[Stage(target=Near(0.02), weights=[0.5])])
HAND = small(learner=None, alpha=1.0, probes=9.0, par=2, par_unit="probes")


# -- steps and runs ----------------------------------------------------------------------------------------------------


def test_a_step_is_made_at_once_and_told_when_it_has_arrived() -> None:
    attempt = visit(small())
    attempt.step_once()
    assert (attempt.session.weights, attempt.step, attempt.playback.target) == ([0.5], 0, 1)
    assert attempt.moving and attempt.director.pending and not attempt.busy
    go_on(attempt)
    assert (attempt.step, attempt.moving, attempt.director.pending) == (1, False, False)
    assert not attempt.verdict and not attempt.ran and not attempt.over and not attempt.can_auto


def test_learn_goes_on_to_the_end_which_is_then_told() -> None:
    attempt = visit(small())
    attempt.learn()
    assert attempt.busy and attempt.session.count == 0
    go_on(attempt, 0.1)
    assert not attempt.over and not attempt.director.seen.over
    go_on(attempt, 6)
    assert (attempt.session.count, attempt.step, attempt.session.won) == (4, 4, True)
    assert attempt.verdict and attempt.ran and attempt.over and attempt.can_auto and attempt.met
    assert attempt.director.seen.outcome == "land" and not attempt.busy
    assert attempt.stars() == {1, 2, 3}  # no par to keep, no bet to win


def test_a_learn_in_so_many_seconds_takes_these() -> None:
    attempt = visit(small(alpha=0.1))
    attempt.learn(seconds=2.0)
    go_on(attempt, 1.0)
    assert 0 < attempt.session.count < 22
    go_on(attempt, 1.5)
    assert attempt.session.won and attempt.step == attempt.session.count == 22


def test_learn_once_more_stops_it_where_it_is() -> None:
    attempt = visit(small(alpha=0.01))
    attempt.learn()
    go_on(attempt, 1.0)
    attempt.learn()
    count = attempt.session.count
    assert 0 < count < 200 and not attempt.playback.running and attempt.step == count
    go_on(attempt)
    assert attempt.session.count == count


def test_what_nobody_can_follow_is_made_at_once() -> None:
    attempt = visit(small(alpha=0.1))
    attempt.learn()
    attempt.learn_out_of_sight()
    assert attempt.session.won and attempt.step == 22 and not attempt.moving


def test_after_the_end_a_step_is_refused_and_says_what_to_do() -> None:
    attempt = visit(small(alpha=1.0), Learn(1))
    for press in (attempt.step_once, attempt.learn):
        press()
        assert attempt.session.count == 1 and notes(attempt) == ["This run is over. Press Reset for a new one."]
    attempt.reset()
    assert (attempt.session.count, attempt.step, attempt.verdict) == (0, 0, False)
    assert [run.outcome for run in attempt.runs.kept] == ["land"]


def test_a_run_that_was_left_is_kept_with_its_outcome_and_a_start_is_none() -> None:
    attempt = visit(small())
    attempt.reset()
    assert attempt.runs.kept == []
    attempt.step_once()
    attempt.reset()
    attempt.learn()
    go_on(attempt, 6)
    attempt.undo()
    assert [(run.beats, run.outcome, run.won) for run in attempt.runs.kept] == [(1, None, False), (4, "land", True)]


# -- knobs -------------------------------------------------------------------------------------------------------------


def test_a_knob_that_is_dragged_shows_what_it_would_give_and_keeps_nothing() -> None:
    attempt = visit(small())
    attempt.dragging("weight", 1.5)
    assert attempt.shown.weights == [1.5] and attempt.shown is attempt.drag and attempt.session.weights == [0.0]
    assert attempt.turn("weight", 1.25)
    assert attempt.drag is None and attempt.shown.weights == [1.25]
    assert attempt.session.actions == [Turn("weight", 1.25)]


def test_one_turn_instead_of_the_one_before_it() -> None:
    attempt = visit(small())
    for weight in (0.5, 0.75):
        attempt.turn("weight", weight, instead=True)
    assert attempt.session.actions == [Turn("weight", 0.75)]
    attempt.turn("alpha", 1.0, instead=True)
    attempt.turn("weight", 0.25)
    assert [action.value for action in attempt.session.actions if isinstance(action, Turn)] == [0.75, 1.0, 0.25]
    attempt.turn("weight", 0.75, instead=True)  # where it stood before: not turned
    assert [action.value for action in attempt.session.actions if isinstance(action, Turn)] == [0.75, 1.0]


def test_a_turn_that_is_refused_leaves_all_as_it_was() -> None:
    attempt = visit(small())
    attempt.turn("alpha", 1.0)
    assert not attempt.turn("alpha", 3.0, instead=True)
    assert attempt.session.actions == [Turn("alpha", 1.0)] and len(notes(attempt)) == 1


def test_the_metric_is_the_next_one_and_the_first_again() -> None:
    attempt = visit(small(knobs=[Knob("metric", stops=["squared", "absolute", "huber"])]))
    for name in ("absolute", "huber", "squared"):
        attempt.next_metric()
        assert attempt.session.knobs["metric"] == name
    attempt.next_metric(back=True)
    assert attempt.session.knobs["metric"] == "huber"
    other = visit(small())  # without such a knob
    other.next_metric()
    assert other.session.actions == []


# -- the way back ------------------------------------------------------------------------------------------------------


def test_undo_takes_the_last_thing_back_and_says_where_there_is_none() -> None:
    attempt = visit(small())
    attempt.undo()
    assert notes(attempt) == ["There is nothing to undo."]
    attempt.turn("alpha", 1.0)
    attempt.step_once()
    attempt.undo()
    assert (attempt.session.count, attempt.session.alpha(), attempt.step) == (0, 1.0, 0)
    attempt.undo()
    assert attempt.session.actions == []


def test_what_was_seen_stays_seen_and_counted() -> None:
    attempt = visit(HAND)
    attempt.turn("weight", 0.5)
    attempt.probe()
    notes(attempt)
    attempt.undo()
    assert attempt.session.weights == [0.0] and attempt.session.tally.probes == 1
    assert [probed.error for probed in attempt.session.probed] == [0.25]
    assert len(notes(attempt)) == 1  # a look cannot be taken back, which is said
    attempt.turn("weight", 0.75)
    attempt.probe()
    attempt.reset()
    assert attempt.session.tally.probes == 2


def test_a_look_at_what_was_just_seen_is_not_counted() -> None:
    attempt = visit(HAND)
    attempt.probe()
    attempt.probe()
    assert attempt.session.tally.probes == 1 and len(notes(attempt)) == 1
    attempt.turn("weight", 0.5)
    attempt.probe()
    assert attempt.session.tally.probes == 2 and notes(attempt) == []


def test_a_run_goes_on_from_the_step_that_is_looked_at() -> None:
    attempt = visit(small(), Learn(3))
    attempt.look(1)
    assert attempt.step == 1 and attempt.session.count == 3 and not attempt.moving
    attempt.look(-4)
    assert attempt.step == 0
    attempt.look(9)
    assert attempt.step == 3
    attempt.rewind()  # at its end there is nothing to take back
    assert attempt.session.count == 3
    attempt.look(1)
    attempt.rewind()
    assert (attempt.session.count, attempt.session.weights, attempt.step) == (1, [0.5], 1)


# -- parts -------------------------------------------------------------------------------------------------------------


def won(level: Level) -> Attempt:
    attempt = visit(level)
    attempt.turn("alpha", 1.0)
    attempt.step_once()
    return go_on(attempt, 2.0)


def test_after_a_part_the_next_press_goes_on_to_the_next_one() -> None:
    attempt = won(TWO)
    assert attempt.over and not attempt.session.complete
    attempt.step_once()
    assert attempt.session.stage == 1 and attempt.session.weights == [0.5] and not attempt.verdict
    assert attempt.step == attempt.session.count and list(attempt.curves) == [0] and attempt.curves[0] == [1.0, 0.0]
    attempt.step_once()
    go_on(attempt, 2.0)
    assert attempt.session.complete and attempt.director.seen.complete


def test_a_level_that_was_won_begins_anew_without_what_was_counted() -> None:
    attempt = won(TWO)
    attempt.shown_card = True
    attempt.reset()
    assert attempt.session.stage == 0 and attempt.session.actions == [] and not attempt.shown_card


# -- bets --------------------------------------------------------------------------------------------------------------

QUESTION = Question("With alpha .5 the run would …", ["land", "runaway", "orbit"], "land", asks="outcome")


def test_a_bet_is_offered_at_the_opening_and_its_run_is_not_the_players() -> None:
    attempt = visit(small(questions=[QUESTION]))
    bets = attempt.open_bets
    assert (bets.open, bets.dared, attempt.session.count) == (0, False, 0)
    assert sorted(bets.order(0)) == sorted(QUESTION.answers)
    bets.answer("land")
    assert bets.answered == {0: True} and attempt.session.actions == [Answer(0, "land")]
    assert attempt.shown is bets.demo and bets.demo.won and attempt.counted is attempt.session
    assert not attempt.over and attempt.met and not attempt.session.won
    go_on(attempt, 6)
    assert bets.last == 0 and attempt.session.count == 0 and 3 in attempt.stars()
    attempt.step_once()
    assert bets.last is None and attempt.shown is attempt.session and attempt.session.count == 1


def test_a_wrong_bet_is_told_and_costs_the_star() -> None:
    attempt = visit(small(questions=[QUESTION]))
    attempt.open_bets.answer("orbit")
    go_on(attempt, 6)
    attempt.learn()
    go_on(attempt, 6)
    assert attempt.open_bets.answered == {0: False} and attempt.session.won and 3 not in attempt.stars()


def test_the_first_action_closes_a_bet_which_waits_until_a_run_has_told_it() -> None:
    attempt = visit(small(questions=[QUESTION]))
    attempt.step_once()
    bets = attempt.open_bets
    assert (bets.open, attempt.session.count, bets.offered, bets.missed) == (None, 1, [0], False)
    attempt.learn()
    go_on(attempt, 6)
    assert (bets.offered, bets.missed) == ([], True)
    attempt.reset()
    assert (bets.open, bets.offered, bets.missed) == (None, [0], False)


HALF = (Turn("alpha", 0.5), Learn(2))
ABOUT_HALF = Question("With alpha [alpha:.5] it is …", ["above", "below"], "below", asks="miss sign", actions=HALF)


def test_a_run_tells_what_is_asked_if_it_went_as_far_with_what_is_named() -> None:
    for asked, actions, shown in [
    (ABOUT_HALF, HALF, True),
    (ABOUT_HALF, (Turn("alpha", 0.5), Learn(1)), False),
    (ABOUT_HALF, (Turn("alpha", 0.25), Learn(2)), False),
    (ABOUT_HALF, (*HALF, Turn("alpha", 0.25)), True),
    (ABOUT_HALF._replace(text="Two steps on it is …"), (Turn("alpha", 0.25), Learn(2)), True),
    (ABOUT_HALF._replace(level=small()), HALF, False),
]:  # fmt: skip
        assert is_told(asked, Session(small(), shipped(), actions)) is shown


def test_who_wants_no_bets_is_asked_none() -> None:
    attempt = visit(small(questions=[QUESTION]), bets=False)
    assert attempt.open_bets.open is None and not attempt.open_bets.offered and not attempt.open_bets.missed


# -- the machine -------------------------------------------------------------------------------------------------------


def test_the_machine_comes_after_a_run_of_ones_own() -> None:
    attempt = visit(small())
    attempt.auto()
    assert attempt.machine is None and notes(attempt) == [AUTO_LATER]
    attempt.learn()
    go_on(attempt, 6)
    attempt.auto()
    assert attempt.show is not None and attempt.machine is attempt.show and not attempt.verdict
    assert not attempt.watched  # all was reached before


def test_what_the_machine_has_won_is_not_the_players() -> None:
    attempt = visit(small(alpha=0.01), Learn(5))
    attempt.ran = True
    attempt.auto()
    assert attempt.watched and attempt.show is not None
    show = attempt.show
    for _second in range(60):
        go_on(attempt)
        if show.ended:
            break
    assert show.session.won
    attempt.take_over()
    assert attempt.show is None and attempt.session.won and attempt.stars() <= {1}
    assert attempt.game.progress.level("small").best is None


def test_the_machines_run_stays_as_a_ghost() -> None:
    attempt = visit(small(), Learn(1))
    attempt.ran = True
    attempt.auto()
    show = attempt.show
    assert show is not None and attempt.ghost is None
    go_on(attempt, 1)
    attempt.auto()
    assert attempt.show is None and attempt.ghost is show.session and attempt.shown is attempt.session
    assert (attempt.step, attempt.session.count) == (1, 1)


def test_a_run_of_somebody_else_is_seen_and_counts_for_nothing() -> None:
    attempt = visit(small())
    attempt.replay([Turn("alpha", 1.0), Learn(1)])
    assert attempt.watched and attempt.replayed and attempt.show is not None
    go_on(attempt, 8)
    assert attempt.show.session.won and attempt.session.count == 0
    attempt.begin_from(attempt.show.session)
    assert attempt.session.won and attempt.watched and attempt.show is None


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_hints_come_in_order_and_the_last_stays() -> None:
    attempt = visit(small(hints=["first", "second"]))
    assert [attempt.hint() for _ in range(3)] == ["first", "second", "second"] and attempt.hints == 2
    assert visit(small()).hint() == "This level has no hints."


def test_the_bottom_is_called() -> None:
    attempt = visit(small(learner=None, probes=9.0, stop=True))
    attempt.stop()
    assert not attempt.session.won and len(notes(attempt)) == 1
    attempt.turn("weight", 1.0)
    attempt.stop()
    assert attempt.session.won and notes(attempt) == [] and attempt.session.actions[-1] == Stop()


def test_the_error_at_which_a_run_has_landed() -> None:
    assert target_of(visit(small()).session) == pytest.approx(0.01)


def test_what_may_not_be_done_is_a_note_and_no_error() -> None:
    attempt = visit(small())
    assert not attempt.act(Next()) and not attempt.act(Probe()) and attempt.act(Reset())
    assert len(notes(attempt)) == 2 and attempt.session.actions == [Reset()]


def test_a_levels_own_run_is_beside_the_players_in_its_part_alone() -> None:
    attempt = won(small(stages=[Stage(target=Near(0.02), weights=[0.25])], ghost=[Learn(2)]))
    assert attempt.ghost is not None and attempt.ghost_at_place is attempt.ghost and attempt.ghost.count == 2
    attempt.next_stage()
    assert attempt.ghost_at_place is None and visit(small()).ghost_at_place is None


def test_the_run_as_a_script_prints_what_the_session_has() -> None:
    attempt = visit(small(), Learn(3))
    assert "weight" in attempt.script() and attempt.charted == (attempt.session, 3)
    assert attempt.counted is attempt.session and attempt.now.alpha == 0.5 and not attempt.busy and not attempt.over


def test_answers_are_shuffled_and_stay_so() -> None:
    """The right answer has no place of its own: in no place in much more than its share."""
    places: Counter[int] = Counter()
    for level in campaign():
        bets, again = (visit(level).open_bets for _visit in range(2))
        for number, question in enumerate(bets.questions):
            if isinstance(question, Question):
                order = bets.order(number)
                assert order == again.order(number) and sorted(order) == sorted(question.answers)
                places[order.index(question.right)] += 1
    assert min(places[k] for k in range(3)) > 0.2 * sum(places.values()), places


def test_what_is_called_on_the_board_is_asked_by_no_card() -> None:
    attempt = visit("dead-wire")
    bets = attempt.open_bets
    assert bets.open is None and not bets.offered
    bets.call(0, "stays")
    bets.call(0, "up")
    assert bets.answered == {0: True} and attempt.session.answers == {(0, 0): "stays"}
