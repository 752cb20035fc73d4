"""What a player may do at a level, and what follows: asked of the attempt, without a window."""

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from attempt.visits import FRAME, go_on, notes, small, visit, watch
from downslope import Answer, Impossible, Knob, Layers, Learn, Level, Near, Neuron, Next, Probe, Question, Reset, Turn
from downslope.attempt.attempt import Attempt, before_last, target_of, with_inspections
from downslope.attempt.bets import is_told, refusal_sentence
from downslope.attempt.past_runs import keep
from downslope.attempt.shown import AUTO_LATER, par_phrase, unit_name, unit_title, weight_name
from downslope.engine.run import Fault
from downslope.rules import ALL, Stage, Stop
from lib.listening import Spy
from lib.support import campaign, play

TWO = small(stages=[Stage(target=Near(0.02), weights=[0.5])])
HAND = small(learner=None, alpha=1.0, probes=9.0, par=2, par_unit="probes")


def turns(attempt: Attempt) -> list[float | str]:
    return [action.value for action in attempt.session.actions if isinstance(action, Turn)]


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
    attempt = visit(small(alpha=0.1))
    attempt.learn(seconds=2.0)  # it takes as long as it is given
    go_on(attempt, 1.0)
    assert 0 < attempt.session.count < 22
    go_on(attempt, 1.5)
    assert attempt.session.won and attempt.step == attempt.session.count == 22
    stopped = visit(small(alpha=0.01))
    stopped.learn()
    go_on(stopped, 1.0)
    stopped.learn()  # pressed once more it stops
    count = stopped.session.count
    assert 0 < count < 200 and not stopped.playback.running and go_on(stopped).step == count == stopped.session.count
    unseen = visit(small(alpha=0.1))
    unseen.learn()
    unseen.learn_out_of_sight()
    assert unseen.session.won and unseen.step == 22 and not unseen.moving


def test_each_step_that_is_seen_is_heard_once_and_its_end_with_the_verdict() -> None:
    attempt, spy = visit(small()), Spy()
    feel = attempt.game.player_feedback
    feel.sound = spy

    def heard(seconds: float) -> list[str]:
        for _frame in range(round(seconds / FRAME)):
            go_on(attempt, FRAME)
            feel.update(FRAME)
        return spy.take()

    attempt.learn()
    *steps, last = heard(6.0)
    assert len(steps) == 4 and steps == sorted(steps) and last == "land"
    attempt.look(1)
    assert heard(1.0) == []  # what is jumped to is no step
    attempt.look(4)
    attempt.auto()
    assert heard(20.0)[-1] == "land" and feel.target == pytest.approx(0.01)


def test_knobs_and_the_way_back() -> None:
    attempt = visit(small())
    attempt.undo()
    assert notes(attempt) == ["There is nothing to undo."]
    attempt.dragging("weight", 1.5)  # shows what it would give and keeps nothing
    assert attempt.shown.weights == [1.5] and attempt.shown is attempt.drag and attempt.session.weights == [0.0]
    for knob, weight, instead, wanted in (
        ("weight", 0.5, False, [0.5]), ("weight", 0.75, True, [0.75]), ("alpha", 1.0, True, [0.75, 1.0]),
        ("alpha", 9.0, True, [0.75, 1.0]),  # refused: all is as it was
        ("weight", 0.25, False, [0.75, 1.0, 0.25]), ("weight", 0.75, True, [0.75, 1.0]),  # where it stood: not turned
    ):  # fmt: skip
        assert attempt.turn(knob, weight, instead=instead) is (weight != 9.0) and attempt.drag is None
        assert turns(attempt) == wanted
    assert len(notes(attempt)) == 1
    attempt.next_metric()  # without such a knob
    attempt.step_once()
    assert turns(attempt) == [0.75, 1.0] and attempt.session.count == 1
    attempt.undo()
    assert (attempt.session.count, attempt.session.alpha(), attempt.step) == (0, 1.0, 0)
    metrics = visit(small(knobs=[Knob("metric", stops=["squared", "absolute", "huber"])]))
    for name, back in (("absolute", False), ("huber", False), ("squared", False), ("huber", True)):
        metrics.next_metric(back)
        assert metrics.session.knobs["metric"] == name
    attempt = visit(small(), Learn(3))
    for look, step in ((1, 1), (-4, 0), (9, 3)):
        attempt.look(look)
        assert (attempt.step, attempt.session.count, attempt.moving) == (step, 3, False)
    attempt.rewind()  # at its end there is nothing to take back
    assert attempt.session.count == 3
    attempt.look(1)
    attempt.rewind()
    assert (attempt.session.count, attempt.session.weights, attempt.step) == (1, [0.5], 1)


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
    attempt, spy = visit(small(learner=None, probes=9.0, stop=True)), Spy()  # where the bottom is called
    attempt.game.player_feedback.sound = spy
    attempt.stop()
    assert not attempt.session.won and len(notes(attempt)) == 1 and spy.take() == ["wrong"]
    attempt.turn("weight", 1.0)
    attempt.stop()
    assert attempt.session.won and notes(attempt) == [] and attempt.session.actions[-1] == Stop()


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
    attempt = won(small(stages=[Stage(target=Near(0.02), weights=[0.25])], ghost=[Learn(2)]))  # a run beside it
    assert attempt.ghost is not None and attempt.ghost_at_place is attempt.ghost and attempt.ghost.count == 2
    attempt.next_stage()
    assert attempt.ghost_at_place is None and visit(small()).ghost_at_place is None
    for parts in (0, 1, 2):  # a part that was won as it began: no best of nothing
        attempt = visit(small(learner=None, par=1, par_unit="turns", stages=[Stage(title="b"), Stage(title="c")]))
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
    attempt = visit(small(questions=[QUESTION]))
    attempt.step_once()  # the first action closes it: it waits until a run has told it
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
    for still in (False, True):  # what a board draws of it is seen bit by bit, and is whole when it closes
        attempt = visit(small(questions=[QUESTION._replace(asks="times best")]), still=still)
        bets = attempt.open_bets
        bets.answer("land")
        assert bets.demo is None and bets.film("times best") is None  # the answer goes to its place
        seen = [bets.film("times best") for _frame in range(200) if go_on(attempt, FRAME)]
        shares = [share for share in seen if share is not None]
        assert shares == sorted(shares) and shares[-1] == 1.0 and bets.film("floor") is None
        assert (shares[0] < 0.1 and len(set(shares)) > 50) is not still and not bets.playing and bets.last == 0
        bets.close()
        assert bets.film("times best") is None


def test_a_run_tells_what_is_asked_if_it_went_as_far_with_what_is_named() -> None:
    half = (Turn("alpha", 0.5), Learn(2))
    asked = Question("With alpha [alpha:.5] it is …", ["above", "below"], "below", asks="miss sign", actions=half)
    no_run = asked._replace(actions=())
    for question, actions, shown in [
        (asked, half, True), (asked, (Turn("alpha", 0.5), Learn(1)), False),
        (asked, (Turn("alpha", 0.25), Learn(2)), False), (asked, (*half, Turn("alpha", 0.25)), True),
        (asked._replace(text="Two steps on it is …"), (Turn("alpha", 0.25), Learn(2)), True),
        (asked._replace(level=small()), half, False), (asked._replace(actions=(Next(),)), (), True),
        (no_run, half, False), (no_run, (Learn(4),), True),
    ]:  # fmt: skip
        assert is_told(question, play(small(), *actions)) is shown


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
    while attempt.ahead is None:
        go_on(attempt, FRAME)
    assert attempt.charted[0] is attempt.ahead[0] is attempt.shown and attempt.charted[1] <= attempt.step
    assert attempt.counted is show.session is not attempt.shown and not attempt.met
    go_on(attempt, 1)
    attempt.auto()
    assert attempt.show is None and attempt.ghost is show.session and attempt.shown is attempt.session
    assert (attempt.step, attempt.session.count) == (4, 4)
    attempt = visit(small())  # a run of somebody else is seen and counts for nothing
    attempt.replay([Turn("alpha", 1.0), Learn(1)])
    assert attempt.watched and attempt.replayed and attempt.show is not None
    go_on(attempt, 8)
    assert attempt.show.session.won and attempt.session.count == 0
    attempt.begin_from(attempt.show.session)
    assert attempt.session.won and attempt.watched and attempt.show is None


def test_what_the_machine_has_won_is_not_the_players_and_ones_own_looks_count_in_it() -> None:
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


def test_what_a_screen_asks_of_it() -> None:
    attempt = visit(small(), Learn(3))
    assert "weight" in attempt.script() and attempt.charted == (attempt.session, 3)
    assert attempt.counted is attempt.session and attempt.now.alpha == 0.5
    assert target_of(attempt.session) == pytest.approx(0.01)
    blind = play(small(target=Near(0.1, only=(0,))))  # no error is asked for: a little of the first
    assert target_of(blind) == pytest.approx(10**-3.5)
    for panels, shown in (("come", {"dial"}), ("all", ALL)):
        come = visit(small(introduces=["dial"]), panels=panels)
        assert come.shows == shown and come.whole_code is (shown == ALL)
        come.show_everything()
        assert (come.shows == ALL) is (panels == "come")
    hints = visit(small(hints=["first", "second"]))
    assert [hints.hint() for _ in range(3)] == ["first", "second", "second"] and hints.hints == 2
    assert attempt.hint() == "This level has no hints."
    two, tap = {"network": Neuron(2)}, {"weight": "tap"}
    for fields, index, name in (
        ({}, 0, "weight"), (two, 0, "weight 1"), (two, 1, "weight 2"), ({"words": tap}, 0, "tap"),
        (two | {"words": tap}, 1, "tap 2"), (two | {"words": {"weight 2": "hot tap"}}, 1, "hot tap"),
        (two | {"words": {"weight 2": "hot tap"}}, 0, "weight 1"), ({"network": Layers(1, 2, 1)}, 3, "weight 4"),
    ):  # fmt: skip
        assert weight_name(small(**fields), index) == name
    sends = small(words={"probes": "sends", "probe": "send"}, par_unit="probes")
    assert [unit_name(sends, count) for count in (0, 1, 2)] == ["sends", "send", "sends"]
    assert (unit_title(sends), unit_title(sends, "runs"), unit_name(sends, 1, "runs")) == ("Sends", "Runs", "run")
    assert [par_phrase(sends, count) for count in (1, 2)] == ["in 1 send", "in 2 sends or fewer"]
    assert par_phrase(small(), 1, "calls") == par_phrase(small(), 5, "calls") == "every call right"
