"""What a player may do at a level, and what follows: asked of the attempt, without a window."""

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from attempt.visits import go_on, notes, small, visit
from downslope import Answer, Impossible, Knob, Learn, Level, Near, Next, Probe, Question, Reset, Session, Stop, Turn
from downslope.attempt.attempt import Attempt, before_last, target_of, with_inspections
from downslope.attempt.bets import is_told, refusal_sentence
from downslope.attempt.past_runs import keep
from downslope.attempt.shown import AUTO_LATER, par_phrase, unit_name, unit_title, weight_name
from downslope.engine.run import Fault
from downslope.learning import Layers, Neuron
from downslope.rules import ALL, Stage
from lib.listening import Spy
from lib.support import campaign, play, shipped

TWO = small(stages=[Stage(target=Near(0.02), weights=[0.5])])
HAND = small(learner=None, alpha=1.0, probes=9.0, par=2, par_unit="probes")


def turns(attempt: Attempt) -> list[float | str]:
    return [action.value for action in attempt.session.actions if isinstance(action, Turn)]


# -- steps and runs ----------------------------------------------------------------------------------------------------


def test_learn_goes_on_to_the_end_which_is_then_told() -> None:
    attempt = visit(small())
    attempt.learn()
    assert attempt.busy and attempt.session.count == 0
    go_on(attempt, 0.1)
    assert not attempt.over and not attempt.director.seen.over
    go_on(attempt, 6)
    assert (attempt.session.count, attempt.step, attempt.session.won) == (4, 4, True)
    assert attempt.verdict and attempt.ran and attempt.over and attempt.can_auto and attempt.met and not attempt.busy
    assert attempt.director.seen.outcome == "land" and attempt.stars() == {1, 2, 3}  # no par to keep, no bet to win
    for press in (attempt.step_once, attempt.learn):
        press()
        assert attempt.session.count == 4 and notes(attempt) == ["This run is over. Press Reset for a new one."]
    attempt.reset()
    assert (attempt.session.count, attempt.step, attempt.verdict) == (0, 0, False)


def test_a_learn_takes_the_seconds_that_it_is_given_and_stops_when_it_is_pressed_once_more() -> None:
    attempt = visit(small(alpha=0.1))
    attempt.learn(seconds=2.0)
    go_on(attempt, 1.0)
    assert 0 < attempt.session.count < 22
    go_on(attempt, 1.5)
    assert attempt.session.won and attempt.step == attempt.session.count == 22
    stopped = visit(small(alpha=0.01))
    stopped.learn()
    go_on(stopped, 1.0)
    stopped.learn()
    count = stopped.session.count
    assert 0 < count < 200 and not stopped.playback.running and stopped.step == count
    go_on(stopped)
    assert stopped.session.count == count
    unseen = visit(small(alpha=0.1))
    unseen.learn()
    unseen.learn_out_of_sight()
    assert unseen.session.won and unseen.step == 22 and not unseen.moving


def test_each_step_that_is_seen_is_heard_once_and_its_end_with_the_verdict() -> None:
    attempt, spy = visit(small()), Spy()
    feel = attempt.game.player_feedback
    feel.sound = spy

    def heard(seconds: float) -> list[str]:
        for _frame in range(round(60 * seconds)):
            go_on(attempt, 1 / 60)
            feel.update(1 / 60)
        return spy.take()

    attempt.learn()
    *steps, last = heard(6.0)
    assert len(steps) == 4 and steps == sorted(steps) and last == "land"
    attempt.look(1)
    assert heard(1.0) == []  # what is jumped to is no step
    attempt.look(4)
    attempt.auto()
    assert heard(20.0)[-1] == "land" and feel.target == pytest.approx(0.01)


# -- knobs and the way back --------------------------------------------------------------------------------------------


def test_a_knob_that_is_dragged_shows_what_it_would_give_and_keeps_nothing() -> None:
    attempt = visit(small())
    attempt.dragging("weight", 1.5)
    assert attempt.shown.weights == [1.5] and attempt.shown is attempt.drag and attempt.session.weights == [0.0]
    assert attempt.turn("weight", 1.25)
    assert attempt.drag is None and attempt.shown.weights == [1.25]
    assert attempt.session.actions == [Turn("weight", 1.25)]


def test_one_turn_instead_of_the_one_before_it() -> None:
    attempt = visit(small())
    for knob, weight, instead, wanted in (
        ("weight", 0.5, True, [0.5]), ("weight", 0.75, True, [0.75]), ("alpha", 1.0, True, [0.75, 1.0]),
        ("alpha", 9.0, True, [0.75, 1.0]),  # refused: all is as it was
        ("weight", 0.25, False, [0.75, 1.0, 0.25]), ("weight", 0.75, True, [0.75, 1.0]),  # where it stood: not turned
    ):  # fmt: skip
        assert attempt.turn(knob, weight, instead=instead) is (weight != 9.0)
        assert turns(attempt) == wanted
    assert len(notes(attempt)) == 1
    metrics = visit(small(knobs=[Knob("metric", stops=["squared", "absolute", "huber"])]))
    for name in ("absolute", "huber", "squared"):
        metrics.next_metric()
        assert metrics.session.knobs["metric"] == name
    metrics.next_metric(back=True)
    assert metrics.session.knobs["metric"] == "huber"
    attempt.next_metric()  # without such a knob
    assert turns(attempt) == [0.75, 1.0]


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


def test_a_run_goes_on_from_the_step_that_is_looked_at() -> None:
    attempt = visit(small(), Learn(3))
    for look, step in ((1, 1), (-4, 0), (9, 3)):
        attempt.look(look)
        assert (attempt.step, attempt.session.count, attempt.moving) == (step, 3, False)
    attempt.rewind()  # at its end there is nothing to take back
    assert attempt.session.count == 3
    attempt.look(1)
    attempt.rewind()
    assert (attempt.session.count, attempt.session.weights, attempt.step) == (1, [0.5], 1)


# -- what was seen stays seen and counted ------------------------------------------------------------------------------


def test_a_look_that_was_taken_cannot_be_taken_back() -> None:
    attempt = visit(HAND)
    attempt.turn("weight", 0.5)
    for looks, said in ((1, 0), (1, 1)):  # a look at what was just seen is not counted
        attempt.probe()
        assert (attempt.session.tally.probes, len(notes(attempt))) == (looks, said)
    attempt.undo()
    assert attempt.session.weights == [0.0] and attempt.session.tally.probes == 1 and len(notes(attempt)) == 1
    assert [probed.error for probed in attempt.session.probed] == [0.25]
    attempt.turn("weight", 0.75)
    attempt.probe()
    attempt.reset()
    assert attempt.session.tally.probes == 2 == attempt.session.copy().tally.probes
    with pytest.raises(Impossible, match="still counts"):
        before_last(play(HAND, Probe()))
    looked = play(small(probes=9), Learn(1), Probe(), Learn(1))
    for step in (1, 0):
        back = with_inspections(looked, looked.rewind(step))
        assert back.count == step and back.tally.probes == 1 and back.probed == looked.probed
    with pytest.raises(Impossible, match="run you have seen"):
        with_inspections(play(small(par_unit="runs"), Learn(1)), play(small(par_unit="runs")))
    assert with_inspections(play(small(), Learn(1)), play(small())).count == 0
    few = play(small(learner=None, probes=2), Probe(), Turn("weight", 1.5), Probe(), Reset())
    with pytest.raises(Impossible, match="used"):
        with_inspections(few, before_last(few)).do(Probe())


WAYS = ("turn", "turn", "turn", "probe", "probe", "undo", "undo", "reset", "stop")


@settings(max_examples=30, deadline=None)
@given(done=st.lists(st.tuples(st.sampled_from(WAYS), st.floats(-1, 0.5)), min_size=4, max_size=24))
def test_no_way_of_playing_gives_a_look_back(done: list[tuple[str, float]]) -> None:
    attempt, most = visit(HAND, still=True), 0
    for way, weight in done:
        if way == "turn":
            attempt.turn("weight", weight)
        else:
            getattr(attempt, way)()
        seen, counted = len(attempt.session.probed), attempt.session.tally.probes
        assert seen >= most and counted >= seen, (way, seen, most)
        most = seen


def test_the_bottom_is_called() -> None:
    attempt, spy = visit(small(learner=None, probes=9.0, stop=True)), Spy()
    attempt.game.player_feedback.sound = spy
    attempt.stop()
    assert not attempt.session.won and len(notes(attempt)) == 1 and spy.take() == ["wrong"]
    attempt.turn("weight", 1.0)
    attempt.stop()
    assert attempt.session.won and notes(attempt) == [] and attempt.session.actions[-1] == Stop()


# -- parts -------------------------------------------------------------------------------------------------------------


def won(level: Level) -> Attempt:
    attempt = visit(level)
    attempt.turn("alpha", 1.0)
    attempt.step_once()
    return go_on(attempt, 2.0)


def test_after_a_part_the_next_press_goes_on_and_after_the_card_the_level_begins_anew() -> None:
    attempt = won(TWO)
    assert attempt.over and not attempt.session.complete
    attempt.step_once()
    assert attempt.session.stage == 1 and attempt.session.weights == [0.5] and not attempt.verdict
    assert attempt.step == attempt.session.count and attempt.curves == {0: [1.0, 0.0]}
    attempt.step_once()
    go_on(attempt, 2.0)
    assert attempt.session.complete and attempt.director.seen.complete
    attempt.shown_card = True
    attempt.reset()
    assert attempt.session.stage == 0 and attempt.session.actions == [] and not attempt.shown_card


def test_a_reset_in_a_part_that_was_won_as_it_began_saves_no_best_of_nothing() -> None:
    level = small(learner=None, par=1, par_unit="turns", stages=[Stage(title="b"), Stage(title="c")])
    for parts in (0, 1, 2):
        attempt = visit(level)
        attempt.turn("weight", 1.0)
        for _part in range(parts):
            attempt.next_stage()
        attempt.reset()  # it leads back to the first part; turns stay counted, unless the level was reached
        counted = 0 if parts == 2 else 1
        assert (attempt.session.stage, attempt.session.won, attempt.session.tally.turns) == (0, False, counted)
        keep(attempt.game, attempt)
        attempt.turn("weight", 1.0)
        attempt.next_stage()
        attempt.next_stage()
        keep(attempt.game, attempt)
        assert attempt.game.progress.level("small").best == counted + 1


def test_a_levels_own_run_is_beside_the_players_in_its_part_alone() -> None:
    attempt = won(small(stages=[Stage(target=Near(0.02), weights=[0.25])], ghost=[Learn(2)]))
    assert attempt.ghost is not None and attempt.ghost_at_place is attempt.ghost and attempt.ghost.count == 2
    attempt.next_stage()
    assert attempt.ghost_at_place is None and visit(small()).ghost_at_place is None


# -- bets --------------------------------------------------------------------------------------------------------------

QUESTION = Question("With alpha .5 the run would …", ["land", "runaway", "orbit"], "land", asks="outcome")


def test_a_bet_is_offered_at_the_opening_and_its_run_is_not_the_players() -> None:
    attempt = visit(small(questions=[QUESTION]))
    bets = attempt.open_bets
    assert (bets.open, bets.dared, attempt.session.count) == (0, False, 0)
    bets.answer("land")
    assert bets.answered == {0: True} and attempt.session.actions == [Answer(0, "land")]
    assert attempt.shown is bets.demo and bets.demo.won and attempt.counted is attempt.session
    assert not attempt.over and attempt.met and not attempt.session.won
    go_on(attempt, 6)
    assert bets.last == 0 and attempt.session.count == 0 and 3 in attempt.stars()
    attempt.step_once()
    assert bets.last is None and attempt.shown is attempt.session and attempt.session.count == 1
    wrong = visit(small(questions=[QUESTION]))
    wrong.open_bets.answer("orbit")
    go_on(wrong, 6)
    wrong.learn()
    go_on(wrong, 6)
    assert wrong.open_bets.answered == {0: False} and wrong.session.won and 3 not in wrong.stars()


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
    for dared, opened in ((True, 0), (False, None)):  # taken up, and put away
        bets.ask()
        assert (bets.dared, bets.open) == (dared, opened)
    none = visit(small(questions=[QUESTION]), bets=False).open_bets
    assert none.open is None and not none.offered and not none.missed


def test_what_a_board_draws_of_a_bet_is_seen_bit_by_bit_and_is_whole_when_it_closes() -> None:
    asked = QUESTION._replace(asks="times best")
    for still in (False, True):
        attempt = visit(small(questions=[asked]), still=still)
        bets = attempt.open_bets
        bets.answer("land")
        assert bets.demo is None and bets.film("times best") is None  # the answer goes to its place
        shares = []
        for _frame in range(200):
            go_on(attempt, 1 / 60)
            share = bets.film("times best")
            shares += [share] if share is not None else []
        assert shares == sorted(shares) and shares[-1] == 1.0 and bets.film("floor") is None
        assert (shares[0] < 0.1 and len(set(shares)) > 50) is not still and not bets.playing and bets.last == 0
        bets.close()
        assert bets.film("times best") is None


HALF = (Turn("alpha", 0.5), Learn(2))
ABOUT_HALF = Question("With alpha [alpha:.5] it is …", ["above", "below"], "below", asks="miss sign", actions=HALF)
NO_RUN = ABOUT_HALF._replace(actions=())


def test_a_run_tells_what_is_asked_if_it_went_as_far_with_what_is_named() -> None:
    for asked, actions, shown in [
        (ABOUT_HALF, HALF, True),
        (ABOUT_HALF, (Turn("alpha", 0.5), Learn(1)), False),
        (ABOUT_HALF, (Turn("alpha", 0.25), Learn(2)), False),
        (ABOUT_HALF, (*HALF, Turn("alpha", 0.25)), True),
        (ABOUT_HALF._replace(text="Two steps on it is …"), (Turn("alpha", 0.25), Learn(2)), True),
        (ABOUT_HALF._replace(level=small()), HALF, False),
        (ABOUT_HALF._replace(actions=(Next(),)), (), True),
        (NO_RUN, HALF, False), (NO_RUN, (Learn(4),), True),
    ]:  # fmt: skip
        assert is_told(asked, Session(small(), shipped(), actions)) is shown


def test_answers_are_shuffled_and_stay_so_and_what_is_called_on_the_board_is_asked_by_no_card() -> None:
    """The right answer has no place of its own: in no place in much more than its share."""
    places, moved = Counter[int](), 0
    for level in campaign():
        bets, again = (visit(level).open_bets for _visit in range(2))
        for number, question in enumerate(bets.questions):
            if isinstance(question, Question):
                order = bets.order(number)
                assert order == again.order(number) and sorted(order) == sorted(question.answers)
                places[order.index(question.right)] += 1
                moved += order != list(question.answers)
    assert min(places[k] for k in range(3)) > 0.2 * sum(places.values()), places
    assert moved > 0.5 * sum(places.values())
    attempt = visit("dead-wire")
    bets = attempt.open_bets
    assert bets.open is None and not bets.offered
    bets.call(0, "stays")
    bets.call(0, "up")
    assert bets.answered == {0: True} and attempt.session.answers == {(0, 0): "stays"}


# -- the machine -------------------------------------------------------------------------------------------------------


def watch(attempt: Attempt) -> Session:
    """To the end of what it shows."""
    show = attempt.show
    assert show is not None
    for _second in range(60):
        go_on(attempt)
        if show.ended:
            break
    assert show.session.won
    return show.session


def test_the_machine_comes_after_a_run_of_ones_own_and_its_run_stays_as_a_ghost() -> None:
    attempt = visit(small())
    attempt.auto()
    assert attempt.machine is None and notes(attempt) == [AUTO_LATER]
    attempt.learn()
    go_on(attempt, 6)
    record = attempt.game.progress.level(attempt.level.id)
    keep(attempt.game, attempt)
    assert not record.ghost  # the machine has not been seen
    attempt.auto()
    show = attempt.show
    keep(attempt.game, attempt)
    assert record.ghost
    assert show is not None and attempt.machine is show and not attempt.verdict and attempt.ghost is None
    assert not attempt.watched  # all was reached before
    go_on(attempt, 1)
    attempt.auto()
    assert attempt.show is None and attempt.ghost is show.session and attempt.shown is attempt.session
    assert (attempt.step, attempt.session.count) == (4, 4)


def test_what_the_machine_has_won_is_not_the_players() -> None:
    attempt = visit(small(alpha=0.25, par=1), Learn(9))
    attempt.ran = True
    attempt.auto()
    machine = watch(attempt)
    attempt.take_over()
    record = attempt.game.progress.level("small")
    assert attempt.show is None and attempt.session.weights == machine.weights and attempt.stars() == {1}
    assert [run.won for run in attempt.runs.kept if run.machine] == [True]
    keep(attempt.game, attempt)
    assert (record.stars, record.best) == ([1, 3], 9), "what was won before is kept, and no more"
    lost = visit(small(alpha=0.01), Learn(5))
    lost.ran = True
    lost.auto()
    assert lost.watched
    watch(lost)
    lost.take_over()
    keep(lost.game, lost)
    assert lost.session.won and lost.stars() <= {1} and lost.game.progress.level("small").best is None


def test_ones_own_looks_count_in_what_a_win_took_that_was_taken_over() -> None:
    attempt = visit(HAND)
    for weight in (0.2, 0.3):
        attempt.turn("weight", weight)
        attempt.probe()
    attempt.auto()
    seen = watch(attempt).tally.probes
    attempt.take_over()
    for session in (attempt.session, attempt.session.copy()):
        assert session.tally.probes == 2 + seen and session.tally.cost_at_win == {0: 2 + seen}
    attempt.reset()
    assert attempt.session.tally.probes == 2 + seen, "nor does a reset unsee"
    again = visit(HAND, Probe())
    again.auto()
    again.probe()  # who looks leaves the machine first
    assert again.show is None and again.shown is again.session


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


def test_what_may_not_be_done_is_a_note_and_a_fault_of_the_game_itself_is_not_hidden() -> None:
    attempt = visit(small())
    assert not attempt.act(Next()) and not attempt.act(Probe()) and attempt.act(Reset())
    assert len(notes(attempt)) == 2 and attempt.session.actions == [Reset()]
    for count, said in ((1, "One is left."), (2, "2 are left.")):
        assert refusal_sentence(Impossible("{count} are left.", "One is left.", count=count)) == said
    assert refusal_sentence(Impossible("{n} are left.", "One is left.", n=1)) == "1 are left."

    def breaks() -> None:
        raise Fault("somebody", "something", "no")

    assert not attempt.through(breaks) and attempt.fault is not None
    with pytest.raises(ZeroDivisionError):
        attempt.through(lambda: 1 / 0)


def test_what_a_chart_a_counter_and_the_pitch_ask_of_it() -> None:
    attempt = visit(small(), Learn(3))
    assert "weight" in attempt.script() and attempt.charted == (attempt.session, 3)
    assert attempt.counted is attempt.session and attempt.now.alpha == 0.5
    assert target_of(attempt.session) == pytest.approx(0.01)
    for panels, shown in (("come", {"dial"}), ("all", ALL), ("come", {"dial"})):
        come = visit(small(introduces=["dial"]), panels=panels)
        assert come.shows == shown and come.whole_code is (shown == ALL)
        come.show_everything()
        assert (come.shows == ALL) is (panels == "come")
    blind = play(small(target=Near(0.1, only=(0,))))  # no error is asked for: a little of the first
    assert target_of(blind) == pytest.approx(10**-3.5)


def test_weights_and_costs_are_called_by_the_level_s_own_word_or_a_number() -> None:
    two = {"network": Neuron(2)}
    for fields, index, name in (
        ({}, 0, "weight"), (two, 0, "weight 1"), (two, 1, "weight 2"), ({"words": {"weight": "tap"}}, 0, "tap"),
        (two | {"words": {"weight": "tap"}}, 1, "tap 2"), (two | {"words": {"weight 2": "hot tap"}}, 1, "hot tap"),
        (two | {"words": {"weight 2": "hot tap"}}, 0, "weight 1"), ({"network": Layers(1, 2, 1)}, 3, "weight 4"),
    ):  # fmt: skip
        assert weight_name(small(**fields), index) == name
    sends = small(words={"probes": "sends", "probe": "send"}, par_unit="probes")
    assert [unit_name(sends, count) for count in (0, 1, 2)] == ["sends", "send", "sends"]
    assert (unit_title(sends), unit_title(sends, "runs"), unit_name(sends, 1, "runs")) == ("Sends", "Runs", "run")
    assert [par_phrase(sends, count) for count in (1, 2)] == ["in 1 send", "in 2 sends or fewer"]
    assert par_phrase(small(), 1, "calls") == par_phrase(small(), 5, "calls") == "every call right"
