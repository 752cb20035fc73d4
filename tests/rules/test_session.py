"""A session, action by action: what each is refused for, what it changes, what undo, rewind and replay bring back."""

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from downslope import Answer, Example, Freeze, Impossible, Knob, Learn, Level, Marker, Near, Neuron, Next
from downslope.rules import Action, Drawn, Probe, Question, Reset, Session, Show, Stop, TakeOver, Turn, is_fresh
from downslope.rules.handlers import CALLED
from lib.support import play, shipped
from rules.levels import Tilted

BET = Question("?", ["a", "b"], right="a")
KNOBS = (
    Knob("weight", -2, 2, title="scoop"), Knob("alpha", 0.01, 1, title="stride"), Knob("freeze"), Knob("spread", 0, 4),
    Knob("seed", 0, 9), Knob("metric", stops=("squared", "absolute")),
)  # fmt: skip
WON, ZERO = Turn("weight", 1.0), Turn("weight", 0.0, 1)


def small(**fields: Any) -> Level:
    given: dict[str, Any] = {"network": Neuron(2), "weights": [0.5, -0.5], "alpha": 0.1, "knobs": KNOBS, "budget": 9}
    return Level("small", title="Small", examples=[Example([1, 2], 1), Example([2, 1], 1)], **given | fields)


def by_hand(**fields: Any) -> Level:
    return small(learner=None, target=Near(9.0), **fields)


def refusal(session: Session, action: Any) -> str:
    before = len(session.actions)
    with pytest.raises(Impossible) as raised:
        session.do(action)
    assert len(session.actions) == before
    return str(raised.value)


def test_what_is_refused_and_the_sentence() -> None:
    two, one = (Knob("alpha", 0.01, 1, after=runs) for runs in (2, 1))
    down, up = (Knob("alpha", 0.01, 1, one_way=way) for way in (-1, 1))
    once, cut = by_hand(stop=True, once=True, probes=9), small(recording=[Learn(2)])
    for level, done, action, sentence in (
        (small(knobs=()), [], Turn("alpha", 0.2), "alpha cannot be turned in this level."),
        (small(), [], Turn("weight", 3.0), "scoop can be -2 ... 2."),
        (small(), [], Turn("weight", 1.0, 2), "There is no weight 2."),
        (small(), [], Turn("metric", "cubed"), "metric can be one of squared, absolute."),
        (small(knobs=[two]), [], Turn("alpha", 0.2), "alpha is locked until 2 runs have ended."),
        (small(knobs=[one]), [Learn(1)], Turn("alpha", 0.2), "alpha is locked until a run has ended."),
        (small(knobs=[Knob("weight", most=1)]), [WON], ZERO, "At most 1 of weight can be turned."),
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
        (once, [Stop()], Stop(), CALLED), (once, [Stop(), WON], Probe(), CALLED),
        (small(), [], Show((1, 2), (1,)), "There is nothing to draw in this level."),
        (small(target=Drawn(1)), [], Show((1, 2), (1, 0)), "A drawing has 2 pixels here."),
        (replace(cut, take_over=False), [], TakeOver(0), "This recording cannot be taken over."),
        (small(), [], TakeOver(0), "There is no recording to take over here."),
        (cut, [], TakeOver(3), "The recording has steps 0 to 2."),
        (cut, [Learn(1)], TakeOver(1), "There is no recording to take over here."),
    ):  # fmt: skip
        assert refusal(play(level, *done), action) == sentence
    late = small(knobs=[one], target=Near(0.0))
    for ended in ([Learn(9)], [Learn(1), Reset()]):  # a lock opens when so many runs have ended
        assert play(late, *ended, Turn("alpha", 0.2)).alpha() == 0.2


def test_a_turn_counts_where_its_row_says() -> None:
    session = play(small(), Learn(3), Turn("weight", 1.0, 1))
    assert (session.count, session.weights[1], session.outcome) == (3, 1.0, None)
    session.do(Turn("alpha", 0.5))
    session.do(Turn("metric", "absolute"))
    assert (session.count, session.run.alpha, session.run.metric.name, session.alpha()) == (3, 0.5, "absolute", 0.5)
    session.do(Turn("spread", 2.0))
    assert (session.count, session.weights, session.run_began_at, session.run.alpha) == (0, [1.0, -1.0], 5, 0.5)
    drawn = play(small(weights=None), Turn("seed", 3))
    assert drawn.weights == play(small(weights=None, seed=3)).weights != play(small(weights=None)).weights
    assert str(play(small(weights=[-1.0, 1.0], spread=0.0)).weights) == "[0.0, 0.0]"  # not -0.0
    assert play(small(alpha=[0.1, 0.2]), Turn("alpha", 0.5, 1)).alpha() == [0.1, 0.5]
    assert play(small(), Turn("alpha", 0.5, 1)).alpha() == 0.5
    for action in (Turn("alpha", 0.2), WON, Freeze(0), Turn("metric", "absolute")):
        ended = play(small(target=Near(0.0)), Learn(9))
        assert ended.outcome is not None
        ended.do(action)
        assert [ended.outcome, ended.detector] == [None, None]  # what came before says nothing any more


def test_a_reset_starts_again_and_keeps_what_was_seen_and_frozen() -> None:
    session = play(small(probes=inf), Turn("alpha", 0.5), Learn(2), Probe(), Reset())
    assert (session.count, session.weights, session.alpha()) == (0, [0.5, -0.5], 0.5)
    assert len(session.probed) == 1 and session.tally.runs == 1 and session.run_began_at == 4
    turned = play(small(knobs=[Knob("alpha", 0.01, 1, one_way=1)]), Turn("alpha", 0.5), Reset())
    assert turned.alpha() == 0.1  # it cannot be turned back by hand
    recorded = play(small(recording=[Learn(2)]), Turn("alpha", 0.5), Learn(1), Reset())
    assert (recorded.count, recorded.recorded, recorded.alpha()) == (2, 2, 0.1)
    frozen = play(small(), Freeze(1), Learn(2))
    assert frozen.weights[1] == -0.5 and frozen.weights[0] != 0.5 and frozen.frozen == {1}
    thawed = play(small(), Freeze(1), Reset(), Learn(1), Freeze(1, False), Learn(1))
    assert (thawed.run.weights_at(1)[1], thawed.frozen) == (-0.5, frozenset()) and thawed.weights[1] != -0.5
    session = play(small(probes=2, unseen=[Example([1, 1], 3)]), WON, Probe())  # a look sees what is there
    (seen,) = session.probed
    assert (seen.weights, seen.predictions, seen.metric) == ((1.0, -0.5), ((0.0,), (1.5,)), "squared")
    assert (seen.error, seen.unseen) == ((1.0 + 0.25) / 2, 6.25)
    fog = play(small(probes=1, sight={"bowl": "fog"}), Probe(), Probe())
    assert len(fog.probed) == 2 and fog.probed[0].unseen is None


def test_the_next_part_goes_on_with_the_weights_unless_it_has_its_own() -> None:
    rows: list[tuple[Any, list[float]]] = [
        ({"title": "x"}, [1.0, -0.5]), ({"weights": [0, 0]}, [0, 0]), ({"network": Neuron(2)}, [0.5, -0.5])
    ]  # fmt: skip
    for changes, weights in rows:
        session = play(by_hand(stages=[{**changes, "alpha": 0.7}]), WON, Next())
        assert (session.stage, session.weights, session.alpha()) == (1, weights, 0.7)
        assert session.won and is_fresh(session)  # what came over does already
        session.do(Turn("weight", -1.0, 1))
        assert not is_fresh(session)
        session.do(Reset())
        assert session.weights == weights and is_fresh(session)
    frozen = play(by_hand(stages=[{"frozen": frozenset({0})}, {"title": "x"}]), WON, Next(), Next())
    assert frozen.frozen == {0} == frozen.run.frozen and frozen.last_stage and frozen.complete
    second = frozen.at_stage(1)
    assert second is not None and second.stage == 1 and second.run.frozen == {0}
    assert frozen.at_stage(2) is frozen and frozen.at_stage(3) is None


def test_a_level_by_hand_is_judged_when_it_says_so() -> None:
    near: list[Action] = [WON, ZERO]
    hand: dict[str, Any] = {"learner": None}
    rows: list[tuple[dict[str, Any], list[Action], bool]] = [
        (hand, [], False), (hand, near, True), (hand | {"wins": ()}, near, False), (hand | {"probes": 3}, near, False),
        (hand | {"probes": 3}, [*near, Probe()], True), (hand | {"stop": True}, near, False), ({}, near, False),
        (hand | {"stop": True}, [Stop()], False), (hand | {"stop": True}, [Stop(), *near, Stop()], True),
        ({"stop": True}, [*near, Stop()], True),
    ]  # fmt: skip
    for fields, actions, won in rows:
        assert play(small(target=Near(1.0), **fields), *actions).won is won, (fields, actions)


def test_undo_and_rewind_and_the_step_back() -> None:
    done: list[Action] = [Turn("alpha", 0.2), Learn(4), Answer(0, "a")]
    session = play(small(questions=[BET, Marker("?", 0, 1, 0.5, 0.1)]), *done)
    assert session.undo().actions == done[:-1] and session.copy().actions == done
    assert session.step_back().actions == [done[0], done[2]]
    back = session.rewind(2)
    assert (back.count, tuple(back.weights)) == (2, session.run.weights_at(2))
    assert back.actions == [done[0], Learn(2), done[2]]
    session.carry(probes=2, runs=1, turns=3)
    again, start = session.copy().tally, session.rewind(0).tally
    assert (again.probes, again.runs, again.turns, start.probes, start.turns) == (2, 2, 4, 2, 4)
    twice = play(small(), Learn(4), Reset(), Learn(3), done[0], Learn(1))
    assert twice.rewind(2).actions == [Learn(4), Reset(), Learn(2)]
    looked = play(small(probes=9), done[0], WON, Probe())
    assert looked.rewind(0).actions == looked.actions[1:] and play(small()).step_back().actions == []
    stages: list[tuple[Any, list[Action]]] = [({"questions": [BET]}, []), ({"title": "x"}, [Answer(0, "b")])]
    for stage, answers in stages:  # a bet of the part that is left goes with it
        part = play(by_hand(questions=[BET], stages=[stage]), WON, Next(), Answer(0, "b"))
        assert part.step_back().actions == [WON, *answers]
    alike = play(by_hand(questions=[BET], stages=[{"title": "x"}]), WON, Answer(0, "a"), Next(), Answer(0, "a"))
    assert alike.rewind(0).answers == alike.answers and len(alike.answers) == 2  # each answer is kept


def test_learning_until_it_is_known_is_one_learn_that_grows_and_a_fork_stands_where_no_step_was_made() -> None:
    session = play(small(target=Near(0.0)), Learn(2))
    assert session.learn_until_outcome(3, grow=True) == 3 and session.actions == [Learn(5)]
    assert session.learn_until_outcome(100) == 4 and session.actions == [Learn(5), Learn(4)]
    assert session.outcome is not None and session.outcome.step == 9
    assert session.learn_until_outcome(5) == 0 and len(session.actions) == 2
    wild = play(small(alpha=1.0, knobs=(), target=Near(0.0), budget=10**6))
    made = wild.learn_until_outcome(10**6)
    assert wild.actions == [Learn(made + wild.run.diverged)] and wild.copy().outcome == wild.outcome
    limited = play(small(limit=2, batch=1, recording=[Learn(1)]), Learn(1))
    assert limited.steps_left == 3 and session.steps_left is None
    limited.do(Learn(9))
    assert (limited.steps_left, limited.count) == (0, 5)
    session = play(small(), Turn("alpha", 0.2), WON)
    other = session.fork()
    assert other is not None and other.serial != session.serial
    assert (other.weights, other.knobs, other.actions) == (session.weights, session.knobs, session.actions)
    other.do(Turn("alpha", 0.4))
    other.do(Learn(1))
    assert (session.knobs["alpha"], session.count, session.tally.turns, len(session.actions)) == (0.2, 0, 2, 2)
    assert other.fork() is None and play(small(recording=[Freeze(0)])).fork() is None


def test_a_choice_puts_its_fields_in_at_once_and_starts_a_new_run() -> None:
    choice = {"gear": {"low": {"title": "Low"}, "high": {"title": "High", "metric": "absolute"}}}
    fields: dict[str, Any] = {"knobs": [*KNOBS, Knob("gear", stops=("low", "high"))], "variants": choice,
                              "settings": {"gear": "low"}, "probes": 9.0}  # fmt: skip
    session = play(small(**fields), WON, Learn(2), Probe())
    assert session.level.title == "Low"
    session.do(Turn("gear", "high"))
    assert (session.level.title, session.run.metric.name, session.count) == ("High", "absolute", 0)
    assert (session.weights, session.probed) == ([0.5, -0.5], [])
    hand = play(by_hand(**fields), WON, Probe(), Turn("gear", "high"))
    assert (hand.weights, len(hand.probed), hand.level.title) == ([1.0, -0.5], 1, "High")
    assert refusal(hand, Turn("gear", "middle")) == "gear can be one of low, high."


def test_a_metric_s_own_knob_is_what_its_formulas_read_and_each_session_has_its_own() -> None:
    catalog = replace(shipped(), metrics={**shipped().metrics, "tilted": Tilted()})
    stops = {"metric": ["tilted", "squared"], "learner": ["gradient-descent", "momentum"]}
    knobs = [Knob("beta", 0.05, 0.95), *(Knob(name, stops=names) for name, names in stops.items())]
    level = Level("lean", title="Lean", examples=[Example(1, 0)], weights=[1.0], alpha=1.0, metric="tilted",
                  target=Near(0.0), knobs=knobs)  # fmt: skip
    turned, settled = Session(level, catalog, [Turn("beta", 0.9)]), replace(level, settings={"beta": 0.9})
    before = turned.metric("tilted")
    assert turned.metric("tilted") is before is turned.run.metric
    for session in (turned, Session(settled, catalog)):
        session.do(Learn(2))  # the miss is above the goal: each step takes a tenth of it
        assert session.weights == [pytest.approx(0.81)] == session.copy().weights
    other: Any = Session(level, catalog)
    assert other.knobs["beta"] == 0.5 == other.run.metric.beta and "beta" not in vars(catalog.metrics["tilted"])
    for action in (Turn("metric", "squared"), Turn("metric", "tilted"), Turn("beta", 0.2)):
        turned.do(action)
    now: Any = turned.run.metric
    assert now.beta == 0.2 and now is not before and turned.metric("tilted") is now
    assert refusal(turned, Turn("learner", "momentum")) == "momentum and tilted both have a knob beta."
    with pytest.raises(Impossible, match="both have a knob beta"):
        Session(replace(level, learner="momentum"), catalog)
