"""A session, action by action: what each is refused for, what it changes, what undo, rewind and replay bring back."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from downslope import (
    Answer,
    Example,
    Freeze,
    Impossible,
    Knob,
    Learn,
    Level,
    Marker,
    Near,
    Neuron,
    Next,
    Probe,
    Question,
    Reset,
    Session,
    Show,
    Stop,
    TakeOver,
    Turn,
)
from downslope.rules.target import Drawn
from support import play

BET = Question("?", ["a", "b"], right="a")
KNOBS = (
    Knob("weight", -2, 2, title="scoop"), Knob("alpha", 0.01, 1, title="stride"), Knob("freeze"), Knob("spread", 0, 4),
    Knob("seed", 0, 9), Knob("metric", stops=("squared", "absolute")),
)  # fmt: skip


def small(**fields: Any) -> Level:
    given: dict[str, Any] = {"network": Neuron(2), "weights": [0.5, -0.5], "alpha": 0.1, "knobs": KNOBS, "budget": 9}
    return Level("small", title="Small", examples=[Example([1, 2], 1), Example([2, 1], 1)], **given | fields)


def by_hand(**fields: Any) -> Level:
    return small(learner=None, **fields)


def refusal(session: Session, action: Any) -> str:
    before = len(session.actions)
    with pytest.raises(Impossible) as raised:
        session.do(action)
    assert len(session.actions) == before
    return str(raised.value)


def test_what_is_refused_and_the_sentence() -> None:
    two, one = (Knob("alpha", 0.01, 1, after=runs) for runs in (2, 1))
    down, up = (Knob("alpha", 0.01, 1, one_way=way) for way in (-1, 1))
    for level, done, action, sentence in (
        (small(knobs=()), [], Turn("alpha", 0.2), "alpha cannot be turned in this level."),
        (small(), [], Turn("weight", 3.0), "scoop can be -2 ... 2."),
        (small(), [], Turn("weight", 1.0, 2), "There is no weight 2."),
        (small(), [], Turn("metric", "cubed"), "metric can be one of squared, absolute."),
        (small(knobs=[two]), [], Turn("alpha", 0.2), "alpha is locked until 2 runs have ended."),
        (small(knobs=[one]), [], Turn("alpha", 0.2), "alpha is locked until a run has ended."),
        (small(knobs=[one]), [Learn(1)], Turn("alpha", 0.2), "alpha is locked until a run has ended."),
        (small(knobs=[Knob("weight", most=1)]), [Turn("weight", 1.0)], Turn("weight", 1.0, 1),
         "At most 1 of weight can be turned."),
        (small(knobs=[down]), [], Turn("alpha", 0.2), "alpha can only be turned down from 0.1."),
        (small(knobs=[up]), [], Turn("alpha", 0.05), "alpha can only be turned up from 0.1."),
        (small(knobs=()), [], Freeze(0), "Weights cannot be frozen in this level."),
        (small(), [], Freeze(2), "There is no weight 2."),
        (by_hand(), [], Learn(1), "This level has no learner: turn the weight by hand."),
        (small(limit=1), [Learn(1)], Learn(1), "The one pass is used: reset for another run."),
        (small(limit=2), [Learn(2)], Learn(1), "All 2 passes are used: reset for another run."),
        (small(), [], Next(), "This was the last part."),
        (small(stages=[{"title": "x"}]), [], Next(), "This part is not won yet."),
        (small(questions=[BET]), [], Answer(1, "a"), "There is no question 1 here."),
        (small(questions=[BET]), [Answer(0, "a")], Answer(0, "b"), "This question is answered already."),
        (small(), [], Probe(), "There is nothing to probe in this level."),
        (small(probes=1), [Probe()], Probe(), "The one look is used."),
        (small(probes=2), [Probe(), Reset(), Probe()], Probe(), "All 2 looks are used."),
        (small(), [], Stop(), "There is nothing to call in this level."),
        (small(), [], Show((1, 2), (1,)), "There is nothing to draw in this level."),
        (small(target=Drawn(1)), [], Show((1,), (1,)), "A drawing has 2 pixels here."),
        (small(target=Drawn(1)), [], Show((1, 2), (1, 0)), "A drawing has 2 pixels here."),
        (small(recording=[Learn(2)], take_over=False), [], TakeOver(0), "This recording cannot be taken over."),
        (small(), [], TakeOver(0), "There is no recording to take over here."),
        (small(recording=[Learn(2)]), [], TakeOver(3), "The recording has steps 0 to 2."),
        (small(recording=[Learn(2)]), [Learn(1)], TakeOver(1), "There is no recording to take over here."),
    ):  # fmt: skip
        assert refusal(play(level, *done), action) == sentence


def test_a_turn_counts_where_its_row_says() -> None:
    session = play(small(), Learn(3))
    session.do(Turn("weight", 1.0, 1))
    assert (session.count, session.weights[1], session.outcome) == (3, 1.0, None)
    session.do(Turn("alpha", 0.5))
    session.do(Turn("metric", "absolute"))
    assert (session.count, session.run.alpha, session.run.metric.name, session.alpha()) == (3, 0.5, "absolute", 0.5)
    session.do(Turn("spread", 2.0))
    assert (session.count, session.weights, session.run_began_at) == (0, [1.0, -1.0], 5)
    assert session.knobs["alpha"] == 0.5 and session.run.alpha == 0.5
    drawn = play(small(weights=None))
    drawn.do(Turn("seed", 3))
    assert drawn.weights == play(small(weights=None, seed=3)).weights != play(small(weights=None)).weights
    zero = play(small(weights=[-1.0, 1.0], spread=0.0))
    assert [str(weight) for weight in zero.weights] == ["0.0", "0.0"]  # not -0.0


def test_alphas_are_turned_one_by_one_where_there_are_several() -> None:
    session = play(small(alpha=[0.1, 0.2]), Turn("alpha", 0.5, 1))
    assert session.alpha() == [0.1, 0.5]
    session.do(Turn("alpha", 0.3, 0))
    assert session.alpha() == [0.3, 0.5]
    assert play(small(), Turn("alpha", 0.5, 1)).alpha() == 0.5


def test_a_turned_knob_makes_what_came_before_say_nothing() -> None:
    for action in (Turn("alpha", 0.2), Turn("weight", 1.0), Freeze(0), Turn("metric", "absolute")):
        session = play(small(target=Near(0.0)), Learn(9))
        assert session.outcome is not None
        session.do(action)
        assert [session.outcome, session.detector] == [None, None]


def test_a_frozen_weight_stays_and_thaws() -> None:
    session = play(small(), Freeze(1), Learn(2))
    assert session.weights[1] == -0.5 and session.weights[0] != 0.5 and session.frozen == {1}
    session.do(Reset())
    assert session.frozen == {1} == session.run.frozen
    session.do(Freeze(1, False))
    session.do(Learn(1))
    assert session.frozen == frozenset() and session.weights[1] != -0.5


def test_a_reset_starts_again_and_keeps_what_was_seen() -> None:
    session = play(small(probes=inf), Turn("alpha", 0.5), Learn(2), Probe(), Reset())
    assert (session.count, session.weights, session.alpha()) == (0, [0.5, -0.5], 0.5)
    assert len(session.probed) == 1 and session.tally.runs == 1 and session.run_began_at == 4
    turned = play(small(knobs=[Knob("alpha", 0.01, 1, one_way=1)]), Turn("alpha", 0.5), Reset())
    assert turned.alpha() == 0.1  # it cannot be turned back by hand
    recorded = play(small(recording=[Learn(2)]), Turn("alpha", 0.5), Learn(1), Reset())
    assert (recorded.count, recorded.recorded, recorded.alpha()) == (2, 2, 0.1)


def test_the_next_part_goes_on_with_the_weights_unless_it_has_its_own() -> None:
    won = Turn("weight", 1.0)
    for changes, weights in (
        ({"title": "x"}, [1.0, -0.5]),
        ({"weights": [0, 0]}, [0, 0]),
        ({"network": Neuron(2)}, [0.5, -0.5]),
    ):
        session = play(by_hand(target=Near(9), stages=[{**changes, "alpha": 0.7}]), won, Next())
        assert (session.stage, session.weights, session.alpha(), session.actions[-1]) == (1, weights, 0.7, Next())
        assert session.won  # what came over does already
        session.do(Turn("weight", -1.0, 1))
        session.do(Reset())
        assert session.weights == weights
    frozen = play(by_hand(target=Near(9), stages=[{"frozen": frozenset({0})}, {"title": "x"}]), won, Next())
    assert frozen.frozen == {0} == frozen.run.frozen
    frozen.do(Next())
    assert frozen.frozen == {0} and frozen.last_stage and frozen.complete
    parts = frozen.at_stage(1), frozen.at_stage(2), frozen.at_stage(3)
    assert parts[0] is not None and parts[0].stage == 1 and parts[1] is frozen and parts[2] is None


def test_a_level_by_hand_is_judged_when_it_says_so() -> None:
    near = Turn("weight", 1.0), Turn("weight", 0.0, 1)
    target = {"target": Near(1.0)}
    assert not play(by_hand(**target)).won and play(by_hand(**target), *near).won
    assert not play(by_hand(**target, wins=()), *near).won
    assert not play(by_hand(**target, probes=3), *near).won and play(by_hand(**target, probes=3), *near, Probe()).won
    assert not play(by_hand(**target, stop=True), *near).won and play(by_hand(**target, stop=True), *near, Stop()).won
    assert not play(by_hand(**target, stop=True), Stop()).won
    assert not play(small(**target), *near).won and play(small(**target, stop=True), *near, Stop()).won


def test_a_look_sees_what_is_there() -> None:
    session = play(small(probes=2, unseen=[Example([1, 1], 3)]), Turn("weight", 1.0), Probe())
    (seen,) = session.probed
    assert (seen.weights, seen.predictions, seen.metric) == ((1.0, -0.5), ((0.0,), (1.5,)), "squared")
    assert (seen.error, seen.unseen) == ((1.0 + 0.25) / 2, 6.25)
    fog = play(small(probes=1, sight={"bowl": "fog"}), Probe(), Probe())
    assert len(fog.probed) == 2 and fog.probed[0].unseen is None


def test_a_recording_is_taken_over_at_any_step() -> None:
    whole = play(small(), Learn(3))
    for step in range(4):
        session = play(small(recording=[Turn("alpha", 0.1), Learn(2), Learn(1)], probes=9.0), Probe(), TakeOver(step))
        assert (session.count, session.recorded, len(session.probed)) == (step, step, 1)
        assert tuple(session.weights) == whole.run.weights_at(step) if step < 3 else session.weights == whole.weights
        assert session.tally.runs == 0 and session.outcome is None


def test_passes_that_are_left() -> None:
    session = play(small(limit=2, batch=1, recording=[Learn(1)]), Learn(1))
    assert session.steps_left == 3
    session.do(Learn(9))
    assert (session.steps_left, session.count) == (0, 5)
    assert play(small()).steps_left is None


def test_undo_and_rewind_and_the_step_back() -> None:
    done: list[Any] = [Turn("alpha", 0.2), Learn(4), Answer(0, "a")]
    session = play(small(questions=[BET, Marker("?", 0, 1, 0.5, 0.1)]), *done)
    assert session.undo().actions == done[:-1] and session.copy().actions == done
    assert session.step_back().actions == [done[0], done[2]]
    back = session.rewind(2)
    assert (back.count, tuple(back.weights)) == (2, session.run.weights_at(2))
    assert back.actions == [done[0], Learn(2), done[2]]
    session.carry(probes=2, runs=1, turns=3)
    again = session.copy()
    assert (again.tally.probes, again.tally.runs, again.tally.turns) == (2, 2, 4)
    assert (session.rewind(0).tally.probes, session.rewind(0).tally.turns) == (2, 4)


def test_learning_until_it_is_known_is_one_learn_that_grows() -> None:
    session = play(small(target=Near(0.0)), Learn(2))
    assert session.learn_until_outcome(3, grow=True) == 3 and session.actions == [Learn(5)]
    assert session.learn_until_outcome(100) == 4 and session.actions == [Learn(5), Learn(4)]
    assert session.outcome is not None and session.outcome.step == 9
    assert session.learn_until_outcome(5) == 0 and len(session.actions) == 2
    wild = play(small(alpha=1.0, knobs=(), target=Near(0.0), budget=10**6))
    made = wild.learn_until_outcome(10**6)
    assert wild.actions == [Learn(made + wild.run.diverged)] and wild.copy().outcome == wild.outcome


def test_a_fork_stands_where_no_step_was_made() -> None:
    session = play(small(), Turn("alpha", 0.2), Turn("weight", 1.0))
    other = session.fork()
    assert other is not None and other.serial != session.serial
    assert (other.weights, other.knobs, other.actions) == (session.weights, session.knobs, session.actions)
    other.do(Turn("alpha", 0.4))
    other.do(Learn(1))
    assert (session.knobs["alpha"], session.count, session.tally.turns, len(session.actions)) == (0.2, 0, 2, 2)
    assert other.fork() is None and play(small(recording=[Freeze(0)])).fork() is None


def test_a_lock_opens_when_so_many_runs_have_ended() -> None:
    level = small(knobs=[Knob("alpha", 0.01, 1, after=1)], target=Near(0.0))
    play(level, Learn(9), Turn("alpha", 0.2))
    play(level, Learn(1), Reset(), Turn("alpha", 0.2))


def test_a_choice_puts_its_fields_in_at_once_and_starts_a_new_run() -> None:
    gear = Knob("gear", stops=("low", "high"))
    choice = {"gear": {"low": {"title": "Low"}, "high": {"title": "High", "metric": "absolute"}}}
    fields = {"knobs": [*KNOBS, gear], "variants": choice, "settings": {"gear": "low"}, "probes": 9.0}
    session = play(small(**fields), Turn("weight", 1.0), Learn(2), Probe())
    assert session.level.title == "Low"
    session.do(Turn("gear", "high"))
    assert (session.level.title, session.run.metric.name, session.count) == ("High", "absolute", 0)
    assert (session.weights, session.probed) == ([0.5, -0.5], [])
    hand = play(by_hand(**fields), Turn("weight", 1.0), Probe(), Turn("gear", "high"))
    assert (hand.weights, len(hand.probed), hand.level.title) == ([1.0, -0.5], 1, "High")
    assert refusal(hand, Turn("gear", "middle")) == "gear can be one of low, high."
