"""Chapter 7: every notch, par and hint of its levels. The numbers are the level table's, kept by hand on purpose."""

from itertools import combinations, product

import pytest
from pytest import approx

from downslope.learning.architecture import layers_of
from downslope.rules.actions import Answer, Impossible, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from downslope.rules.session import Session
from downslope.rules.stars import earned_stars
from downslope.rules.target import exam
from downslope.solving.question_answers import ASKS
from support import free, play, shipped, stops, told, took

# the-wall


@pytest.mark.slow
def test_no_alpha_breaks_the_wall() -> None:
    assert exam(play("the-wall")) == approx(3.5, abs=0.005)
    for alpha in stops("the-wall"):
        session = play("the-wall", Turn("alpha", alpha), Learn(4000))
        assert session.outcome is not None and session.outcome.kind == "stuck"
        assert ASKS["lowest exam"][1](session) >= 1
    assert {told(free("the-wall", alpha=alpha)) for alpha in (0.01, 0.1, 0.3, 0.6)} == {"stuck"}
    assert {told(free("the-wall", alpha=alpha)) for alpha in (1, 1.2, 2)} == {"runaway"}


def test_no_three_weights_break_the_wall() -> None:
    session = play("the-wall")
    best = min((exam_of(session, w), w) for w in product([k / 10 for k in range(-15, 16)], repeat=3))
    assert best == (1.0, (0, 0, 0.5))


def exam_of(session: Session, weights: tuple[float, ...]) -> float:
    session.run.weights = list(weights)
    return exam(session)


RUNS = [a for alpha in (0.1, 0.2, 0.3) for a in (Turn("alpha", alpha), Learn(4000), Reset())]


def test_the_wire_comes_after_three_runs() -> None:
    for runs in range(3):
        with pytest.raises(Impossible, match="locked until 3 runs"):
            play("the-wall", *RUNS[: 3 * runs], Turn("wire", "always 1"))
    with pytest.raises(Impossible):  # the third is still under way
        play("the-wall", *RUNS[:6], Learn(8), Turn("wire", "always 1"))
    assert play("the-wall", *RUNS, Turn("wire", "always 1")).level.network.size == 4
    assert play("the-wall", *RUNS[:8], Turn("wire", "always 1")).weights == [0.5, 0.48, -0.7, 0.0]


@pytest.mark.slow
def test_only_the_combination_breaks_the_wall() -> None:
    for wire in stops("the-wall", "wire"):
        ends = {alpha: told(play("the-wall", *RUNS, Turn("wire", wire), Turn("alpha", alpha))) for alpha in (0.1, 0.3)}
        landed = [end.startswith(("land", "overshoot")) for end in ends.values()]
        assert landed == [wire == "left and middle both lit"] * 2
    fields = shipped().level("the-wall").variants["wire"]["left and middle both lit"]
    assert took(free("the-wall", **fields, alpha=0.5)) == 16


def test_the_stars_of_the_wall() -> None:
    bet, right = Answer(0, "1"), Turn("wire", "left and middle both lit")
    run = (Turn("alpha", 0.3), Learn(400))
    assert earned_stars(play("the-wall", bet, *RUNS, right, *run)) == {1, 2, 3}
    assert earned_stars(play("the-wall", *RUNS, Turn("wire", "always 1"), *run, right, Learn(400))) == {1}


# hidden-four


HIDDEN_FOUR = {0.1: 77, 0.2: 37, 0.3: 24, 0.4: 17, 0.5: 13, 0.6: 19, 0.7: 84, 0.8: None, 0.9: None, 1.0: None}


def test_hidden_four_at_every_notch() -> None:
    found = {alpha: took(play("hidden-four", Turn("alpha", alpha))) for alpha in stops("hidden-four")}
    assert found == HIDDEN_FOUR
    assert min(n for n in found.values() if n) == 13 == shipped().level("hidden-four").par
    assert exam(play("hidden-four")) == approx(1.362, abs=0.0005)


def test_hidden_four_as_the_book_has_it() -> None:
    errors = play("hidden-four", Turn("alpha", 0.2), Learn(240)).run.errors
    passes = [errors[k] + errors[k + 1] + errors[k + 2] + errors[k + 3] for k in range(36, 240, 40)]
    assert passes == approx(
        [
            0.6342311598444467, 0.35838407676317513, 0.0830183113303298, 0.006467054957103705, 0.0003292669000750734,
            0.000015055622665,
        ],
        rel=1e-9, abs=1e-12,
    )  # fmt: skip


def test_two_of_the_four_light_up_at_every_alpha_that_lands() -> None:
    for alpha, passes in HIDDEN_FOUR.items():
        if passes:
            assert ASKS["lit"][1](play("hidden-four", Turn("alpha", alpha), Learn(4 * passes))) == 2


# all-zeros


def test_all_zeros_at_every_spread() -> None:
    found = {spread: told(play("all-zeros", Turn("spread", spread))) for spread in stops("all-zeros", "spread")}
    assert {s: end.split()[-1] for s, end in found.items()} == {
        0: "stuck", 0.1: "stuck", 0.3: "47", 1: "37", 2: "42", 3: "stuck",
    }  # fmt: skip
    assert shipped().level("all-zeros").par == 37
    assert exam(play("all-zeros", Learn(1600))) == 2.0
    assert exam(play("all-zeros", Turn("spread", 0.1), Learn(1600))) == approx(1.12, abs=0.005)


def second(*actions: Turn | Learn) -> Session:
    """The second part of all-zeros: every weight is .3."""
    return play("all-zeros", Turn("spread", 1), Learn(148), Next(), *actions)


def test_four_twins_stay_alike() -> None:
    session = second(Learn(1600))
    assert session.level.weights == [0.3] * 16 and exam(second()) == approx(exam_of(second(), (0.3,) * 16))
    assert ASKS["kinds"][1](session) == 1 and not session.won


def test_one_weight_turned_makes_them_different() -> None:
    for neuron in range(4):
        index = 3 * neuron + 1  # middle -> this hidden neuron
        ends = {weight: took(second(Turn("weight", weight, index))) for weight in (-0.3, 0.6, 0.7)}
        assert ends == {-0.3: 48, 0.6: 101, 0.7: 93}
    won = second(Turn("weight", -0.3, 1), Learn(4 * 48))
    assert won.won and earned_stars(won) == {1, 2, 3}


def test_no_more_than_one_weight_can_be_turned() -> None:
    with pytest.raises(Impossible, match="At most 1"):
        second(Turn("weight", -0.3, 1), Turn("weight", 0.6, 4))
    assert second(Turn("weight", -0.3, 1), Turn("weight", 0.6, 1)).weights[1] == 0.6  # the same one again
    play("all-zeros", *second(Turn("weight", -0.3, 1)).actions, Reset(), Turn("weight", 0.6, 4))


# dead-relu


def test_the_blackout_is_recorded() -> None:
    session = play("dead-relu")
    assert session.count == session.recorded == 40 and exam(session) == approx(2.0, abs=1e-12)
    assert session.knobs["alpha"] == 0.2
    dark = [p for p in range(1, 11) if lit(free("dead-relu", recording=(Turn("alpha", 1.2), Learn(4 * p)))) == 0]
    assert dark[0] == 3 and dark == list(range(3, 11))
    assert told(play("dead-relu")) == "stuck" and exam(play("dead-relu", Learn(4000))) == approx(2.0, abs=1e-12)
    with pytest.raises(Impossible, match="cannot be taken over"):
        play("dead-relu", TakeOver(4))


def lit(session: Session) -> int:
    """Hidden neurons that are above 0 at some crossing, now."""
    layers = [session.run.network.forward(session.weights, x)[1] for x, _ in session.run.examples]
    return sum(any(layer[j] > 0 for layer in layers) for j in range(4))


@pytest.mark.slow
def test_one_weight_never_wakes_the_net() -> None:
    for index, value in product(range(16), stops("dead-relu", "weight")):
        assert took(play("dead-relu", Turn("weight", value, index))) is None


# linear-layers


def bent(*neurons: int, alpha: float = 0.2, learn: int = 0) -> Session:
    bends = [Turn("activation", "relu", j - 1) for j in neurons]
    return play("linear-layers", *bends, Turn("alpha", alpha), *[Learn(learn)] * bool(learn))


def test_all_sixteen_sets_of_bends() -> None:
    found = {s: took(bent(*s)) for count in range(5) for s in combinations((1, 2, 3, 4), count)}
    assert {s: n for s, n in found.items() if n and len(s) < 3} == {(2,): 39, (1, 2): 44, (2, 3): 37, (2, 4): 37}
    assert found[1, 2, 3, 4] == 37 and not any(found[s] for s in ((), (1,), (3,), (4,)))


def test_without_a_bend_the_exam_is_never_below_1() -> None:
    for alpha in stops("linear-layers"):
        assert isinstance(alpha, float)
        assert ASKS["lowest exam"][1](bent(alpha=alpha)) >= 1
    assert exam(bent()) == approx(4.727, abs=0.0005) and told(bent()) == "stuck"


def test_one_bend_is_par() -> None:
    session = bent(2, learn=4 * 39)
    assert session.won and session.tally.cost_at_win == {0: 1} and earned_stars(session) == {1, 2}
    two = bent(2, 3, learn=4 * 37)
    assert two.won and two.tally.cost_at_win == {0: 2} and earned_stars(two) == {1}
    layers = layers_of(session.level.network)
    assert layers is not None and layers.activations == ("linear", "relu", "linear", "linear")


def test_bends_stay_through_a_reset_and_can_be_taken_back() -> None:
    assert play("linear-layers", Turn("activation", "relu", 1), Learn(4), Reset()).level.network.nonlinear_units == 1
    back = play("linear-layers", Turn("activation", "relu", 1), Turn("activation", "linear", 1))
    assert back.level.network.nonlinear_units == 0 and back.weights == play("linear-layers").weights
    with pytest.raises(Impossible):
        play("linear-layers", Turn("activation", "relu", 4))
    with pytest.raises(Impossible):
        play("linear-layers", Turn("activation", "tanh", 0))


# stop-in-time


def test_the_unseen_error_turns() -> None:
    session = play("stop-in-time", Turn("pass", 600))
    run = session.run
    unseen = []
    for k in range(601):
        run.weights = list(run.history.weights_at(8 * k)) if k < 600 else session.recording_run.weights
        unseen.append(session.error_by(unseen=True))
    best = min(range(601), key=unseen.__getitem__)
    assert best == 72 and unseen[best] == approx(0.00358, abs=5e-6)
    assert unseen[0] == approx(2.097, abs=0.0005) and unseen[600] == approx(0.0678, abs=5e-5)
    fine = [k for k in range(0, 601, 5) if unseen[k] <= 0.01]
    finer = [k for k in range(0, 601, 5) if unseen[k] <= 0.005]
    assert (fine[0], fine[-1]) == (5, 235) and (finer[0], finer[-1]) == (25, 145)
    assert 15 < unseen[600] / unseen[best] < 22


def peeked(*passes: int) -> list[Turn | Probe]:
    return [a for k in passes for a in (Turn("pass", k), Probe())]


@pytest.mark.slow
def test_peeks_and_the_stop() -> None:
    session = play("stop-in-time", *peeked(20, 80, 320, 75), Stop())
    assert session.won and session.tally.cost_at_win == {0: 4} and earned_stars(session) == {1, 2}
    assert [p.unseen for p in session.probed][2] == approx(0.02, abs=0.02)
    late = play("stop-in-time", *peeked(20, 80), Turn("pass", 200), Stop())
    assert late.won and earned_stars(late) == {1}  # in time, but above .005
    many = play("stop-in-time", *peeked(20, 80, 320, 75, 60), Stop())
    assert many.won and earned_stars(many) == {1}  # one peek too many
    for wrong in (0, 240, 600):
        assert not play("stop-in-time", Turn("pass", wrong), Stop()).won


@pytest.mark.slow
def test_eight_peeks_and_only_notches() -> None:
    eight = peeked(*range(0, 80, 10))
    with pytest.raises(Impossible, match="8 looks"):
        play("stop-in-time", *eight, Turn("pass", 90), Probe())
    with pytest.raises(Impossible):
        play("stop-in-time", Turn("pass", 72))
    assert len(play("stop-in-time", *eight, Turn("pass", 300)).probed) == 8
    again = play("stop-in-time", *eight, Reset())
    assert again.count == 0 and len(again.probed) == again.tally.probes == 8, "a look that was seen stays counted"
    with pytest.raises(Impossible, match="8 looks"):
        again.do(Probe())


def test_passing_the_goal_wins_nothing_without_the_stop() -> None:
    session = play("stop-in-time", Turn("pass", 60), Learn(8 * 10))
    assert not session.won and session.outcome is None and session.reached
    session.do(Stop())
    assert session.won
