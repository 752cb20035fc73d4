"""What is tried before a run, what is best of it, and the fewest that a level can be won in: small levels on paper."""

from __future__ import annotations

from typing import Any

import pytest

from downslope import (
    Example,
    Freeze,
    Knob,
    Layers,
    Learn,
    Level,
    MeanError,
    Near,
    Neuron,
    Reset,
    Session,
    Stage,
    TakeOver,
    Turn,
)
from downslope.rules.target import largest
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
    values_of,
)
from downslope.solving.fairness import check, fewest, pars_of, play_parts
from downslope.solving.tried import drawings
from support import shipped


def level(**fields: Any) -> Level:
    """From 0 to 1: with alpha a the miss is 1 - a of what it was."""
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.25, "target": Near(0.001),
        "knobs": [Knob("alpha", stops=[0.25, 0.5])], "budget": 60,
    } | fields  # fmt: skip
    return Level("small", **given)


def start(**fields: Any) -> Session:
    return Session(level(**fields), shipped())


# -- tries -------------------------------------------------------------------------------------------------------------


def test_the_values_of_a_knob_are_its_notches_or_17_over_its_range() -> None:
    assert values_of(Knob("alpha", stops=[0.5, 0.25])) == [0.5, 0.25]
    assert values_of(Knob("alpha", 0.0, 1.6)) == pytest.approx([0.1 * k for k in range(17)])
    log = values_of(Knob("alpha", 0.01, 100.0, log=True))
    assert (len(log), log[0], log[8], log[16]) == (17, 0.01, 1.0, 100.0)


def test_what_may_be_set_before_a_run() -> None:
    alphas = [(Turn("alpha", 0.25),), (Turn("alpha", 0.5),)]
    assert settings(start()) == alphas
    assert settings(start(learner=None)) == [()]
    assert settings(start(knobs=[Knob("alpha", stops=[0.25, 0.5], after=1)])) == [()]
    metrics = Knob("metric", stops=["squared", "absolute"])
    assert len(settings(start(knobs=[*level().knobs, metrics]))) == 4
    taken = settings(start(recording=[Learn(2)], take_over=True))
    assert taken == [(TakeOver(step), *each) for step in range(3) for each in alphas]
    both = {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)], "knobs": [Knob("freeze")]}
    assert settings(start(**both)) == [(), (Freeze(1),), (Freeze(0),), (Freeze(0), Freeze(1))]
    many = {"network": Neuron(5), "weights": [0.0] * 5, "examples": [Example((1,) * 5, 1)], "knobs": [Knob("freeze")]}
    assert settings(start(**many)) == [()]
    kinds = start(network=Layers(1, 2, 1), weights=[1.0] * 4, knobs=[Knob("activation", stops=["relu", "tanh"])])
    assert len(settings(kinds)) == 4


def test_the_best_try_has_won_in_the_fewest_steps_else_ends_best() -> None:
    best = ended(search(start()))
    assert best is not None and best.session.won and best.actions == (Turn("alpha", 0.5),)
    runaway = ended(search(start(knobs=[Knob("alpha", stops=[2.5, 0.01])], budget=20)))
    assert runaway is not None and runaway.actions == (Turn("alpha", 0.01),) and not runaway.session.won
    lands, crosses, away = (run_until(start(alpha=alpha, knobs=())) for alpha in (0.5, 1.5, 2.5))
    assert rank(lands) < rank(start()) < rank(away) and rank(lands)[0] == rank(crosses)[0] == 0
    slow = run_until(start(knobs=()))
    assert rank(lands) < rank(slow) and rank(lands)[1] == 10


def test_an_alpha_without_notches_is_found_more_closely() -> None:
    best = ended(search(start(knobs=[Knob("alpha", 0.01, 4.0, log=True)], target=Near(1e-6))))
    assert best is not None and best.session.won and best.session.count == 1
    assert best.session.alpha() == pytest.approx(1.0, abs=1e-5)


def test_a_session_of_its_own_stands_where_the_other_one_does() -> None:
    session = start()
    session.do(Learn(3))
    other = ended(session_with(session, [Turn("alpha", 0.5), Learn(2)]))
    assert other is not session and other.actions == [Learn(3), Turn("alpha", 0.5), Learn(2)]
    assert other.weights == [1 - 0.75**3 * 0.5**2] and session.count == 3


# -- other ways --------------------------------------------------------------------------------------------------------


def test_an_alpha_for_each_step_is_found_where_no_one_alpha_lands() -> None:
    sealed = start(knobs=[Knob("alpha", stops=[1.5, 3.0])], alpha=1.5, target=Near(0.01), examples=[Example(1, 0.5)])
    # 1.5 leaves -1/2 of a miss, so it lands by itself; from 3.0, which leaves -2, it would have to come back
    sequence = ended(search_schedule(sealed))
    assert sequence is not None and sum(isinstance(action, Learn) for action in sequence) == 6
    assert ended(search_schedule(sealed, longest=5)) is None
    two = start(knobs=[Knob("alpha", stops=[0.5, 2.5])], target=Near(0.3), alpha=2.5, weights=[-1.0])
    mixed = ended(search_schedule(two))
    assert mixed == [Turn("alpha", 0.5), Learn(1), Learn(1), Learn(1)]
    for other in ({"knobs": ()}, {"knobs": [Knob("alpha", 0.1, 1.0)]},
                  {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)]}):  # fmt: skip
        assert ended(search_schedule(start(**other))) is None


def test_a_knob_that_goes_one_way_is_turned_that_way_alone() -> None:
    down = start(knobs=[Knob("alpha", stops=[3.0, 0.5], one_way=-1)], alpha=3.0, target=Near(0.3))
    assert ended(search_schedule(down)) == [Turn("alpha", 0.5), Learn(1), Learn(1)]


DARK: dict[str, Any] = {
    "network": Layers(1, 1, 1), "weights": [-1.0, 1.0], "alpha": 0.25, "target": Near(0.1),
    "knobs": [Knob("weight", -1.0, 1.0, step=0.5)],
}  # fmt: skip


def test_a_net_that_cannot_start_is_nudged() -> None:
    assert run_until(start(**DARK)).outcome is not None and not run_until(start(**DARK)).won
    assert ended(search_nudge(start(**DARK))) == [Turn("weight", 1.0, 0)]
    assert ended(search_nudge(start(**DARK | {"knobs": [Knob("weight", -1.0, 1.0, step=0.05)]}))) is None
    assert ended(search_nudge(start(**DARK | {"knobs": ()}))) is None
    two = DARK | {"weights": [-1.0, 0.0], "target": Near(0.6)}
    assert ended(search_nudge(start(**two))) == [Turn("weight", 1.0, 0)]


def test_what_is_played_is_the_best_try_or_another_way() -> None:
    session = start()
    best = ended(search(session))
    assert ended(choice_of(session, best)) == Choice("try", (Turn("alpha", 0.5),))
    dark = start(**DARK)
    assert ended(choice_of(dark, ended(search(dark)))) == Choice("nudge", (Turn("weight", 1.0, 0),))
    assert ended(choice_of(start(knobs=(), learner=None), None)) == Choice("nothing")
    jump = start(knobs=[Knob("alpha", stops=[3.0, 1.5])], alpha=3.0, budget=4, target=Near(0.3))
    found = ended(choice_of(jump, ended(search(jump))))
    assert found.kind == "try" and found.actions == (Turn("alpha", 1.5),)


# -- the fewest --------------------------------------------------------------------------------------------------------


def fewest_of(**fields: Any) -> int | None:
    of = level(**fields)
    (par,) = pars_of(of)
    return fewest(play_parts(of, shipped()), par)


HAND: dict[str, Any] = {"learner": None, "knobs": [Knob("weight", 0.0, 2.0, step=0.125)], "weights": [0.25]}


def test_the_fewest_steps_are_those_of_one_alpha_or_of_a_sequence() -> None:
    assert fewest_of(par=9) == 10
    assert fewest_of(par=1, knobs=[Knob("alpha", stops=[0.25, 1.0])]) == 1
    both = [Knob("alpha", stops=[0.5, 1.875])]  # 1.875 leaves -.875, .5 a half: no sequence is shorter than of .5
    assert fewest_of(par=12, knobs=both) == 10
    # -2 once and +.5 twice is as good as -.5: here only a sequence lands on 1.5 times the miss
    assert fewest_of(par=3, alpha=3.0, knobs=[Knob("alpha", stops=[3.0, 1.5])], target=Near(0.26)) == 2


def test_a_knob_that_waits_is_free_after_a_run() -> None:
    waits = [Knob("alpha", stops=[0.25, 1.0], after=1)]
    assert fewest_of(par=1, knobs=waits) == 1
    done = _solved(level(knobs=waits, budget=5))
    assert done[-3:] == [Reset(), Turn("alpha", 1.0), Learn(1)] and done[:-3] == [Learn(1)] * 5


def _solved(of: Level) -> list[Any]:
    session = Session(of, shipped())
    for action in solve(session):
        session.do(action)
    assert session.won
    return session.actions


def test_the_fewest_looks_by_hand() -> None:
    # what is seen at the start tells the weight: one turn, one look
    assert fewest_of(**HAND, par=1, par_unit="turns") == 1
    assert fewest_of(**HAND, par=1, par_unit="probes", probes=9.0, examples=[Example(2, 1)]) == 1
    # in fog nobody knows the goal: both ends and the bottom of the parabola
    fog = {"sight": {"bowl": "fog", "goal": "hidden"}, "probes": 9.0, "target": Near(0.01)}
    assert fewest_of(**HAND, **fog, par=3, par_unit="probes") == 3
    # an end of the knob is the bottom
    end = HAND | {"knobs": [Knob("weight", 1.0, 2.0, step=0.125)], "weights": [1.5]}
    assert fewest_of(**end, **fog, par=1, par_unit="probes") == 1
    # who turns by hand makes no step
    assert fewest_of(**HAND, par=2) == 0
    # nothing is turned that could be
    assert fewest_of(**HAND | {"knobs": ()}, par=1, par_unit="turns") is None


def test_the_fewest_runs_are_those_of_the_machine() -> None:
    assert fewest_of(par=1, par_unit="runs") == 1


def test_in_each_part_by_hand() -> None:
    parts = HAND | {"stages": [Stage(weights=[0.25], examples=[Example(2, 1)])], "par": 1, "par_unit": "turns"}
    assert fewest_of(**parts) == 2  # one in each


def test_a_mean_error_is_reached_by_the_lowest_of_the_notches() -> None:
    both = [Example(1, 1), Example(1, 2)]
    assert fewest_of(par=5, examples=both, target=MeanError(0.251), knobs=[Knob("alpha", stops=[0.25, 0.5])]) == 6


def test_a_digit_of_each_kind_is_drawn_of_those_that_nobody_learned_from() -> None:
    reads = shipped().level("read-my-hand")
    shown = list(drawings(Session(reads, shipped())))
    assert [largest(list(show.goal_prediction)) for show in shown] == list(range(10))
    assert {tuple(show.input) for show in shown} <= {tuple(pixels) for pixels, _goal in reads.data(unseen=True)}
    assert list(drawings(Session(reads, shipped(), shown[:1]))) == [] == list(drawings(start()))


def test_a_level_that_is_not_won_says_so_with_its_part() -> None:
    far = {"learner": None, "knobs": [Knob("weight", 0.0, 0.5)]}
    how = "is not won by auto-solve or by a search over its knobs"
    for fields, said in (
        (far, f"small: part 1 {how}"),
        (far | {"stages": [Stage(title="b")]}, f"small: part 1 of 2 {how}"),
        ({"weights": [1.0]}, "small is won at its start"),
    ):
        assert [str(one) for one in check(level(**fields), shipped())][:1] == [said]
    assert [str(one) for one in check(level(par=9), shipped())] == ["small: par 9 is not reached; the search needs 10"]
    assert list(check(level(par=10), shipped())) == []
