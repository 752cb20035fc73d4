"""How the machine plays small levels: what it tries, what is best of it, and other ways where no try wins."""

from typing import Any

import pytest

from downslope import (
    Example,
    Freeze,
    Knob,
    Layers,
    Learn,
    Level,
    Near,
    Neuron,
    Neurons,
    Next,
    Probe,
    Reset,
    Session,
    Stop,
    TakeOver,
    Turn,
)
from downslope.rules import Stage, largest
from downslope.solving.autosolve import (
    Choice,
    choice_of,
    ended,
    rank,
    run_until,
    search,
    search_nudge,
    search_schedule,
    session_with,
    settings,
    solve,
    step_by_step,
    values_of,
)
from downslope.solving.tried import drawings
from lib.support import play, shipped
from rules.levels import small

TWO: dict[str, Any] = {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)]}
DARK: dict[str, Any] = {
    "network": Layers(1, 1, 1), "weights": [-1.0, 1.0], "target": Near(0.1),
    "knobs": [Knob("weight", -1.0, 1.0, step=0.5)],
}  # fmt: skip


def level(**fields: Any) -> Level:
    """With alpha a the miss is 1 - a of what it was."""
    knobs = [Knob("alpha", stops=[0.25, 0.5])]
    return small(**{"alpha": 0.25, "target": Near(0.001), "knobs": knobs, "budget": 60} | fields)


def by_hand(low: float = 0.0, high: float = 1.0, **fields: Any) -> Level:
    return level(learner=None, knobs=[Knob("weight", low, high)], **fields)


def start(**fields: Any) -> Session:
    return play(level(**fields))


def played(of: Level) -> Session:
    session = play(of)
    for action in solve(session):
        session.do(action)
        assert len(session.actions) < 500
    return session


def test_by_hand_it_comes_to_any_place_of_the_knob_and_to_both_of_its_ends() -> None:
    for goal in (0.0, 0.0025, 0.3775, 1.0):
        session = played(by_hand(examples=[Example(1, goal)], weights=[0.6]))
        assert session.won and session.weights == [pytest.approx(goal)]
        assert all(isinstance(action, Turn) for action in session.actions)
    probed = played(by_hand(probes=40.0))
    assert probed.won and sum(isinstance(action, Probe) for action in probed.actions) == probed.tally.probes > 2
    called = played(by_hand(probes=40.0, stop=True, target=Near(0.01)))
    assert called.won and called.actions[-1] == Stop()
    far = played(by_hand(high=0.5))
    assert not far.won and far.weights == [0.5]
    knobs = [Knob("weight", -2.0, 2.0, step=0.25, index=index) for index in range(2)]
    both = played(level(network=Neuron(2), learner=None, examples=[Example((1, 0), 1), Example((0, 1), -1)],
                        weights=[0.0, 0.0], knobs=knobs))  # fmt: skip
    assert both.won and both.weights == [1.0, -1.0]


def test_with_a_learner_it_takes_the_alpha_that_lands_first_and_goes_step_by_step() -> None:
    stops = [Knob("alpha", stops=[0.25, 1.0, 2.5])]
    assert played(level(knobs=stops)).actions == [Turn("alpha", 1.0), Learn(1)]
    assert played(level(knobs=stops, alpha=1.0)).actions == [Learn(1)]  # which stands already
    known = played(level(knobs=stops, solution=[Turn("alpha", 0.25), Learn(2), Turn("alpha", 1.0), Learn(1)]))
    assert known.won and known.actions == [Learn(1), Learn(1), Turn("alpha", 1.0), Learn(1)]
    parts = played(level(knobs=stops, stages=[Stage(target=Near(0.01), weights=[0.5])]))
    assert parts.complete and sum(isinstance(action, Next) for action in parts.actions) == 1
    each = [Knob("alpha", 0.01, 2.0, index=index) for index in range(2)]  # an alpha for each weight is measured
    session = played(level(network=Neurons(2), examples=[Example((1, 2), (1, 1))], weights=[0.0, 0.0],
                           alpha=[0.1, 0.1], knobs=each))  # fmt: skip
    assert session.won and session.count == 1 and list(session.knobs["alpha"]) == pytest.approx([1.0, 0.25])
    assert sum(isinstance(action, Reset) for action in session.actions) == 1
    waits = played(level(knobs=[Knob("alpha", stops=[0.25, 1.0], after=1)], budget=5))
    assert waits.won and waits.actions == [*[Learn(1)] * 5, Reset(), Turn("alpha", 1.0), Learn(1)]
    assert list(step_by_step(start(), [Learn(3)])) == [Learn(1)] * 3  # thousands are made some at a time
    long = list(step_by_step(start(), [Learn(501), Turn("alpha", 1.0)]))
    assert long == [Learn(200), Learn(200), Learn(101), Turn("alpha", 1.0)]


def test_what_may_be_set_before_a_run() -> None:
    assert values_of(Knob("alpha", stops=[0.5, 0.25])) == [0.5, 0.25]
    assert values_of(Knob("alpha", 0.0, 1.6)) == pytest.approx([0.1 * k for k in range(17)])
    log = values_of(Knob("alpha", 0.01, 100.0, log=True))
    assert (len(log), log[0], log[8], log[16]) == (17, 0.01, 1.0, 100.0)
    alphas = [(Turn("alpha", 0.25),), (Turn("alpha", 0.5),)]
    waits, metrics = Knob("alpha", stops=[0.25, 0.5], after=1), Knob("metric", stops=["squared", "absolute"])
    five: dict[str, Any] = {"network": Neuron(5), "weights": [0.0] * 5, "examples": [Example((1,) * 5, 1)]}
    freeze, bends = [Knob("freeze")], [Knob("activation", stops=["relu", "tanh"])]
    for fields, ways in (
        ({}, alphas), ({"learner": None}, [()]), ({"knobs": [waits]}, [()]),
        ({"recording": [Learn(2)]}, [(TakeOver(step), *each) for step in range(3) for each in alphas]),
        (TWO | {"knobs": freeze}, [(), (Freeze(1),), (Freeze(0),), (Freeze(0), Freeze(1))]),
        (five | {"knobs": freeze}, [()]),
    ):  # fmt: skip
        assert settings(start(**fields)) == ways
    for fields in ({"knobs": [*level().knobs, metrics]},
                   {"network": Layers(1, 2, 1), "weights": [1.0] * 4, "knobs": bends}):  # fmt: skip
        assert len(settings(start(**fields))) == 4


def test_the_best_try_has_won_in_the_fewest_steps_else_ends_best() -> None:
    best = ended(search(start()))
    assert best is not None and best.session.won and best.actions == (Turn("alpha", 0.5),)
    runaway = ended(search(start(knobs=[Knob("alpha", stops=[2.5, 0.01])], budget=20)))
    assert runaway is not None and runaway.actions == (Turn("alpha", 0.01),) and not runaway.session.won
    lands, crosses, away, slow = (run_until(start(alpha=alpha, knobs=())) for alpha in (0.5, 1.5, 2.5, 0.25))
    assert rank(lands) < rank(start()) < rank(away) and rank(lands)[0] == rank(crosses)[0] == 0
    assert rank(lands) < rank(slow) and rank(lands)[1] == 10
    # an alpha without notches is found more closely
    best = ended(search(start(knobs=[Knob("alpha", 0.01, 4.0, log=True)], target=Near(1e-6))))
    assert best is not None and best.session.won and best.session.count == 1
    assert best.session.alpha() == pytest.approx(1.0, abs=1e-5)
    session, later = start(), start()
    for each in (session, later):
        each.do(Learn(3))
    assert run_until(later).actions == [Learn(3), Learn(later.count - 3)]  # all of it is one action more
    other = ended(session_with(session, [Turn("alpha", 0.5), Learn(2)]))
    assert other is not session and other.actions == [Learn(3), Turn("alpha", 0.5), Learn(2)]
    assert other.weights == [1 - 0.75**3 * 0.5**2] and session.count == 3


def test_an_alpha_for_each_step_is_found_where_no_one_alpha_lands() -> None:
    sealed = start(knobs=[Knob("alpha", stops=[1.5, 3.0])], alpha=1.5, target=Near(0.01), examples=[Example(1, 0.5)])
    # 1.5 leaves -1/2 of a miss, so it lands by itself; from 3.0, which leaves -2, it would have to come back
    sequence = ended(search_schedule(sealed))
    assert sequence is not None and sum(isinstance(action, Learn) for action in sequence) == 6
    assert ended(search_schedule(sealed, longest=5)) is None
    two = start(knobs=[Knob("alpha", stops=[0.5, 2.5])], target=Near(0.3), alpha=2.5, weights=[-1.0])
    assert ended(search_schedule(two)) == [Turn("alpha", 0.5), Learn(1), Learn(1), Learn(1)]
    down = start(knobs=[Knob("alpha", stops=[3.0, 0.5], one_way=-1)], alpha=3.0, target=Near(0.3))
    assert ended(search_schedule(down)) == [Turn("alpha", 0.5), Learn(1), Learn(1)]
    for other in ({"knobs": ()}, {"knobs": [Knob("alpha", 0.1, 1.0)]}, TWO):
        assert ended(search_schedule(start(**other))) is None


def test_a_net_that_cannot_start_is_nudged() -> None:
    assert run_until(start(**DARK)).outcome is not None and not run_until(start(**DARK)).won
    for fields, nudge in (
        ({}, [Turn("weight", 1.0, 0)]), ({"knobs": ()}, None),
        ({"knobs": [Knob("weight", -1.0, 1.0, step=0.05)]}, None),
        ({"weights": [-1.0, 0.0], "target": Near(0.6)}, [Turn("weight", 1.0, 0)]),
    ):  # fmt: skip
        assert ended(search_nudge(start(**DARK | fields))) == nudge


def test_what_is_played_is_the_best_try_or_another_way() -> None:
    jump = {"knobs": [Knob("alpha", stops=[3.0, 1.5])], "alpha": 3.0, "budget": 4, "target": Near(0.3)}
    for fields, choice in (
        ({}, Choice("try", (Turn("alpha", 0.5),))), (DARK, Choice("nudge", (Turn("weight", 1.0, 0),))),
        (jump, Choice("try", (Turn("alpha", 1.5),))),
    ):  # fmt: skip
        session = start(**fields)
        assert ended(choice_of(session, ended(search(session)))) == choice
    assert ended(choice_of(start(knobs=(), learner=None), None)) == Choice("nothing")


def test_a_digit_of_each_kind_is_drawn_of_those_that_nobody_learned_from() -> None:
    reads = shipped().level("read-my-hand")
    shown = list(drawings(play(reads)))
    assert [largest(list(show.goal_prediction)) for show in shown] == list(range(10))
    assert {tuple(show.input) for show in shown} <= {tuple(pixels) for pixels, _goal in reads.data(unseen=True)}
    assert list(drawings(play(reads, *shown[:1]))) == [] == list(drawings(start()))
