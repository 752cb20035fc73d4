"""What a player may do at a level, and what follows: asked of the attempt, without a window."""

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from attempt.visits import FRAME, go_on, notes, small, visit, watch
from downslope import Answer, Impossible, Knob, Layers, Learn, Level, Near, Neuron, Next, Probe, Question, Reset, Turn
from downslope.attempt.attempt import Attempt, before_last, target_of, with_inspections
from downslope.attempt.bets import STANDS, is_told, refusal_sentence
from downslope.attempt.past_runs import keep
from downslope.attempt.shown import AUTO_LATER, par_phrase, unit_name, unit_title, weight_name
from downslope.engine.run import Fault
from downslope.rules import ALL, Stage, Stop
from lib.listening import Spy
from lib.support import campaign, play

HAND = small(learner=None, alpha=1.0, probes=9.0, par=2, par_unit="probes")
WIN = (Turn("alpha", 1.0), "step_once", 2)


def test_learn_goes_on_to_the_end_which_is_then_told() -> None:
    attempt = go_on(visit(small()), "learn")
    assert attempt.busy and attempt.session.count == 0 and not attempt.verdict
    go_on(attempt, 0.1)
    assert not attempt.over and not attempt.director.seen.over
    go_on(attempt, 6)
    assert (attempt.session.count, attempt.step, attempt.session.won) == (4, 4, True)
    assert attempt.verdict and attempt.ran and attempt.over and attempt.can_auto and attempt.met and not attempt.busy
    assert attempt.director.seen.outcome == "land" and attempt.stars() == {1, 2, 3}  # no par to keep, no bet to win
    for press in ("step_once", "learn"):
        assert go_on(attempt, press).session.count == 4
        assert notes(attempt) == ["This run is over. Press Reset for a new one."]
    go_on(attempt, "reset")
    assert (attempt.session.count, attempt.step, attempt.verdict) == (0, 0, False)
    attempt = visit(small(alpha=0.1))
    attempt.learn(seconds=2.0)  # it takes as long as it is given
    assert 0 < go_on(attempt, 1).session.count < 22
    assert go_on(attempt, 1.5).session.won and attempt.step == attempt.session.count == 22
    stopped = go_on(visit(small(alpha=0.01)), "learn", 1, "learn")  # pressed once more it stops
    count = stopped.session.count
    assert 0 < count < 200 and not stopped.playback.running and go_on(stopped, 1).step == count == stopped.session.count
    unseen = go_on(visit(small(alpha=0.1)), "learn", "learn_out_of_sight")
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
    attempt = go_on(visit(small()), "undo")
    assert notes(attempt) == ["There is nothing to undo."]
    attempt.dragging("weight", 1.5)  # shows what it would give and keeps nothing
    assert attempt.shown.weights == [1.5] and attempt.shown is attempt.drag and attempt.session.weights == [0.0]
    for knob, weight, instead, wanted in (
        ("weight", 0.5, False, [0.5]), ("weight", 0.75, True, [0.75]), ("alpha", 1.0, True, [0.75, 1.0]),
        ("alpha", 9.0, True, [0.75, 1.0]),  # refused: all is as it was
        ("weight", 0.25, False, [0.75, 1.0, 0.25]), ("weight", 0.75, True, [0.75, 1.0]),  # where it stood: not turned
    ):  # fmt: skip
        assert attempt.turn(knob, weight, instead=instead) is (weight != 9.0) and attempt.drag is None
        assert [action.value for action in attempt.session.actions if isinstance(action, Turn)] == wanted
    assert len(notes(attempt)) == 1
    go_on(attempt, "next_metric", "step_once")  # without such a knob
    assert len(attempt.session.actions) == 3 and attempt.session.count == 1
    go_on(attempt, "undo")
    assert (attempt.session.count, attempt.session.alpha(), attempt.step) == (0, 1.0, 0)
    metrics = visit(small(knobs=[Knob("metric", stops=["squared", "absolute", "huber"])]))
    for name, back in (("absolute", False), ("huber", False), ("squared", False), ("huber", True)):
        metrics.next_metric(back)
        assert metrics.session.knobs["metric"] == name
    attempt = visit(small(), Learn(3))
    for look, step in ((1, 1), (-4, 0), (9, 3)):
        attempt.look(look)
        assert (attempt.step, attempt.session.count, attempt.moving) == (step, 3, False)
    assert go_on(attempt, "rewind").session.count == 3  # at its end there is nothing to take back
    attempt.look(1)
    attempt.rewind()
    assert (attempt.session.count, attempt.session.weights, attempt.step) == (1, [0.5], 1)


def test_a_look_that_was_taken_cannot_be_taken_back() -> None:
    attempt = go_on(visit(HAND), Turn("weight", 0.5))
    for looks, said in ((1, 0), (1, 1)):  # a look at what was just seen is not counted
        go_on(attempt, "probe")
        assert (attempt.session.tally.probes, len(notes(attempt))) == (looks, said)
    go_on(attempt, "undo")
    assert attempt.session.weights == [0.0] and attempt.session.tally.probes == 1 and len(notes(attempt)) == 1
    assert [probed.error for probed in attempt.session.probed] == [0.25]
    go_on(attempt, Turn("weight", 0.75), "probe", "reset")
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
    assert not go_on(attempt, "stop").session.won and len(notes(attempt)) == 1 and spy.take() == ["wrong"]
    go_on(attempt, Turn("weight", 1.0), "stop")
    assert attempt.session.won and notes(attempt) == [] and attempt.session.actions[-1] == Stop()


WAYS = st.builds(Turn, st.just("weight"), st.floats(-1, 0.5)) | st.sampled_from(["probe", "undo", "reset", "stop"])


@settings(max_examples=30, deadline=None)
@given(done=st.lists(WAYS | WAYS, min_size=4, max_size=24))
def test_no_way_of_playing_gives_a_look_back(done: list[Turn | str]) -> None:
    attempt, most = visit(HAND), 0
    for way in done:
        seen, counted = len(go_on(attempt, way).session.probed), attempt.session.tally.probes
        assert seen >= most and counted >= seen, (way, seen, most)
        most = seen


def test_after_a_part_the_next_press_goes_on_and_after_the_card_the_level_begins_anew() -> None:
    attempt = go_on(visit(small(stages=[Stage(target=Near(0.02), weights=[0.5])])), *WIN)
    assert attempt.over and not attempt.session.complete
    go_on(attempt, "step_once")
    assert attempt.session.stage == 1 and attempt.session.weights == [0.5] and not attempt.verdict
    assert attempt.step == attempt.session.count and attempt.curves == {0: [1.0, 0.0]}
    assert go_on(attempt, "step_once", 2).session.complete and attempt.director.seen.complete
    attempt.shown_card = True
    go_on(attempt, "reset")
    assert attempt.session.stage == 0 and attempt.session.actions == [] and not attempt.shown_card
    level = small(stages=[Stage(target=Near(0.02), weights=[0.25])], ghost=[Learn(2)])  # with a run beside it
    attempt = go_on(visit(level), *WIN)
    assert attempt.ghost is not None and attempt.ghost_at_place is attempt.ghost and attempt.ghost.count == 2
    assert go_on(attempt, "next_stage").ghost_at_place is None is visit(small()).ghost_at_place
    for parts in (0, 1, 2):  # a part that was won as it began: no best of nothing
        attempt = visit(small(learner=None, par=1, par_unit="turns", stages=[Stage(title="b"), Stage(title="c")]))
        go_on(attempt, Turn("weight", 1.0), *["next_stage"] * parts, "reset")
        counted = 0 if parts == 2 else 1  # turns stay counted, unless the level was reached
        assert (attempt.session.stage, attempt.session.won, attempt.session.tally.turns) == (0, False, counted)
        keep(attempt.game, attempt)
        keep(attempt.game, go_on(attempt, Turn("weight", 1.0), "next_stage", "next_stage"))
        assert attempt.game.progress.level("small").best == counted + 1


QUESTION = Question("With alpha .5 the run would …", ["land", "runaway", "orbit"], "land", asks="outcome")


def asked(**settings: bool) -> Attempt:
    return visit(small(questions=[QUESTION]), **settings)


def test_a_bet_is_offered_at_the_opening_and_its_run_is_not_the_players() -> None:
    attempt = asked()
    bets = attempt.open_bets
    assert (bets.open, bets.dared, attempt.session.count) == (0, False, 0)
    bets.answer("land")
    assert bets.answered == {0: True} and attempt.session.actions == [Answer(0, "land")]
    assert attempt.shown is bets.demo and bets.demo.won and attempt.counted is attempt.session
    assert not attempt.over and attempt.met and not attempt.session.won
    assert go_on(attempt, 6).session.count == 0 and bets.last == 0 and 3 in attempt.stars()
    go_on(attempt, "step_once")
    assert bets.last is None and attempt.shown is attempt.session and attempt.session.count == 1
    wrong = asked()
    wrong.open_bets.answer("orbit")
    go_on(wrong, 6, "learn", 6)
    assert wrong.open_bets.answered == {0: False} and wrong.session.won and 3 not in wrong.stars()
    attempt = asked()
    bets = attempt.open_bets
    for what, state in (  # the first action closes it: it waits until a run has told it
        (["step_once"], (None, [0], False)), (["learn", 6], (None, [], True)), (["reset"], (None, [0], False)),
    ):  # fmt: skip
        go_on(attempt, *what)
        assert (bets.open, bets.offered, bets.missed) == state
    for dare, dared, opened in ((bets, True, 0), (bets, False, None), (asked().open_bets, True, 0)):
        dare.ask()  # taken up, and put away
        assert (dare.dared, dare.open) == (dared, opened)
    away = small(alpha=0.25, ghost=[Learn(1)])  # its run is one of another level, which stands as long as it is read
    attempt = visit(small(questions=[QUESTION._replace(level=away, actions=(Learn(2),))]))
    bets = attempt.open_bets
    bets.answer("land")
    assert bets.demo is not None and bets.ghost is not None and (bets.demo.base, bets.ghost.count) == (away, 1)
    for seconds, last in ((2, 0), (STANDS - 1, 0), (1, None)):
        assert go_on(attempt, seconds).open_bets.last == last
    none = asked(bets=False).open_bets
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
    bet = Question("With alpha [alpha:.5] it is …", ["above", "below"], "below", asks="miss sign", actions=half)
    no_run = bet._replace(actions=())
    for question, actions, shown in [
        (bet, half, True), (bet, (Turn("alpha", 0.5), Learn(1)), False),
        (bet, (Turn("alpha", 0.25), Learn(2)), False), (bet, (*half, Turn("alpha", 0.25)), True),
        (bet._replace(text="Two steps on it is …"), (Turn("alpha", 0.25), Learn(2)), True),
        (bet._replace(level=small()), half, False), (bet._replace(actions=(Next(),)), (), True),
        (no_run, half, False), (no_run, (Learn(4),), True),
    ]:  # fmt: skip
        assert is_told(question, play(small(), *actions)) is shown
    places, moved = Counter[int](), 0  # the right answer has no place of its own
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
    attempt = visit("dead-wire")
    bets = attempt.open_bets
    assert bets.open is None and not bets.offered  # what is called on the board is asked by no card
    for answer in ("stays", "up"):
        bets.call(0, answer)
        assert bets.answered == {0: True} and attempt.session.answers == {(0, 0): "stays"}
    assert attempt.director.pending and go_on(attempt, FRAME).director.state == "play"  # what became of it is told


def test_the_machine_comes_after_a_run_of_ones_own_and_its_run_stays_as_a_ghost() -> None:
    attempt = go_on(visit(small()), "auto")
    assert attempt.machine is None and notes(attempt) == [AUTO_LATER]
    go_on(attempt, "learn", 6)
    record = attempt.game.progress.level(attempt.level.id)
    for press, seen in (("close_verdict", False), ("auto", True)):
        keep(attempt.game, go_on(attempt, press))
        assert record.ghost is seen
    show = attempt.show
    assert show is not None and attempt.machine is show and not attempt.verdict and attempt.ghost is None
    assert not attempt.watched  # all was reached before
    while attempt.ahead is None:
        go_on(attempt, FRAME)
    assert attempt.charted[0] is attempt.ahead[0] is attempt.shown and attempt.charted[1] <= attempt.step
    assert attempt.counted is show.session is not attempt.shown and not attempt.met
    go_on(attempt, 1, "auto")
    assert attempt.show is None and attempt.ghost is show.session and attempt.shown is attempt.session
    assert (attempt.step, attempt.session.count) == (4, 4)
    attempt = visit(small())  # a run of somebody else is seen and counts for nothing
    attempt.replay([Turn("alpha", 1.0), Learn(1)])
    assert attempt.watched and attempt.replayed and attempt.show is not None
    assert go_on(attempt, 8).show.session.won and attempt.session.count == 0
    attempt.begin_from(attempt.show.session)
    assert attempt.session.won and attempt.watched and attempt.show is None


def test_what_the_machine_has_won_is_not_the_players_and_ones_own_looks_count_in_it() -> None:
    attempt = visit(small(alpha=0.25, par=1), Learn(9))
    attempt.ran = True
    machine = watch(go_on(attempt, "auto"))
    go_on(attempt, "take_over")
    record = attempt.game.progress.level("small")
    assert attempt.show is None and attempt.session.weights == machine.weights and attempt.stars() == {1}
    assert [run.won for run in attempt.runs.kept if run.machine] == [True]
    keep(attempt.game, attempt)
    assert (record.stars, record.best) == ([1, 3], 9), "what was won before is kept, and no more"
    lost = visit(small(alpha=0.01), Learn(5))
    lost.ran = True
    watch(go_on(lost, "auto"))
    keep(lost.game, go_on(lost, "take_over"))
    assert lost.watched and lost.session.won and lost.stars() <= {1}
    assert lost.game.progress.level("small").best is None
    attempt = go_on(visit(HAND), Turn("weight", 0.2), "probe", Turn("weight", 0.3), "probe", "auto")
    looks = 2 + watch(attempt).tally.probes
    go_on(attempt, "take_over")
    for session in (attempt.session, attempt.session.copy()):
        assert session.tally.probes == looks and session.tally.cost_at_win == {0: looks}
    assert go_on(attempt, "reset").session.tally.probes == looks, "nor does a reset unsee"
    again = go_on(visit(HAND, Probe()), "auto", "probe")  # who looks leaves the machine first
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
    blind = play(small(target=Near(0.1, only=(0,))))  # no error is asked for: a little of the first
    assert [target_of(each) for each in (attempt.session, blind)] == pytest.approx([0.01, 10**-3.5])
    for panels, shown in (("come", {"dial"}), ("all", ALL)):
        come = visit(small(introduces=["dial"]), panels=panels)
        assert come.shows == shown and come.whole_code is (shown == ALL)
        come.show_everything()
        assert (come.shows == ALL) is (panels == "come")
    hints = visit(small(hints=["first", "second"]))
    assert [hints.hint() for _ in range(3)] == ["first", "second", "second"] and hints.hints == 2
    assert attempt.hint() == "This level has no hints."
    two, tap = {"network": Neuron(2)}, {"weight": "tap", "weight 2": "hot tap"}
    for fields, names in (
        ({}, ["weight"]), (two, ["weight 1", "weight 2"]), ({"words": tap}, ["tap"]), (two | {"words": tap}, ["tap 1",
            "hot tap"]), ({"network": Layers(1, 2, 1)}, ["weight 1", "weight 2", "weight 3", "weight 4"]),
    ):  # fmt: skip
        level: Level = small(**fields)
        assert [weight_name(level, index) for index in range(level.network.size)] == names
    sends = small(words={"probes": "sends", "probe": "send"}, par_unit="probes")
    assert [unit_name(sends, count) for count in (0, 1, 2)] == ["sends", "send", "sends"]
    assert (unit_title(sends), unit_title(sends, "runs"), unit_name(sends, 1, "runs")) == ("Sends", "Runs", "run")
    assert [par_phrase(sends, count) for count in (1, 2)] == ["in 1 send", "in 2 sends or fewer"]
    assert par_phrase(small(), 1, "calls") == par_phrase(small(), 5, "calls") == "every call right"
