"""Chapters 1 and 2: every notch that serves, and the pars of those who turn the weight themselves."""

from math import sqrt

import pytest
from pytest import approx

from downslope.rules.actions import Learn, Next, Probe, Stop, Turn
from downslope.rules.level import Example
from downslope.rules.session import Session
from downslope.rules.target import MeanError
from support import free, play, shipped, stops, told


def serving(level: str, *before: Turn | Probe | Next) -> list[float]:
    """All notches of the weight that meet the target, found by trying each."""
    return [w for w in stops(level, "weight") if play(level, *before, Turn("weight", w)).reached]


def snapped(level: str, weight: float) -> float:
    knob = shipped().level(level).knob("weight")
    assert knob is not None
    return knob.snap(weight)


def test_double_it_is_served_by_one_notch_and_that_serves_all_three() -> None:
    assert serving("double-it") == [2.0]
    session = play("double-it", Turn("weight", 2.0), Next(), Next())
    assert session.complete and session.tally.cost_at_win == {0: 1, 1: 1, 2: 1}
    assert shipped().level("double-it").par == 1


@pytest.mark.parametrize(
    ("level", "notches"), [("a-hundredth", [0.01]), ("seven", [0.665, 0.67]), ("below-zero", [-1.5])]
)
def test_the_notches_that_land(level: str, notches: list[float]) -> None:
    assert serving(level) == notches


@pytest.mark.parametrize("level", ["a-hundredth", "seven", "below-zero"])
def test_the_proportional_rule_needs_one_send_and_one_is_spare(level: str) -> None:
    session = play(level)
    (input,), (goal,) = session.run.examples[0]
    weight = snapped(level, session.weights[0] * goal / (input * session.weights[0]))
    for action in (Turn("weight", weight), Probe()):
        session.do(action)
    assert session.won and session.tally.cost_at_win[0] == 1
    assert shipped().level(level).par == 2


def test_weight_zero_does_not_land_a_hundredth() -> None:
    session = play("a-hundredth", Turn("weight", 0.0), Probe())
    assert not session.won and session.run.examples[0][1][0] == 0.105


def test_the_second_day_of_the_leaky_bucket() -> None:
    first_day = (Turn("weight", 0.665), Probe(), Next())
    assert serving("seven", *first_day) == [0.2]
    session = play("seven", *first_day, Turn("weight", 0.2), Probe())
    assert session.won and session.tally.cost_at_win == {0: 1, 1: 1}


def test_one_strike_and_one_weight_explain_the_receipts() -> None:
    level = "one-knob-two-days"
    found = [(s, w) for s in stops(level, "strike") for w in serving(level, Turn("strike", s))]
    assert found == [("4 → 9", 1.5)]
    free_result = play(level, Probe()).probed[0]
    ratios = [goal / p[0] for p, (_, (goal,)) in zip(free_result.predictions, play(level).run.examples)]
    assert ratios == [1.5, 1.5, 2.25]  # two agree: the weight is 1 * 1.5
    session = play(level, Turn("strike", "4 → 9"), Turn("weight", 1.5), Probe())
    assert session.won and session.tally.cost_at_win == {0: 1} and shipped().level(level).par == 2


def test_striking_a_card_leaves_the_weight_where_it_is() -> None:
    session = play("one-knob-two-days", Turn("weight", 2.0), Turn("strike", "2 → 3"))
    assert session.weights == [2.0] and [x for (x,), _ in session.run.examples] == [5.0, 4.0]


def probe(session: Session, weight: float) -> float:
    session.do(Turn("weight", weight))
    session.do(Probe())
    return session.probed[-1].error


def by_parabola(session: Session) -> tuple[int, float]:
    """The start is known; a probe at each end; then the bottom of the parabola through the three. (probes, weight)"""
    knob = session.level.knob("weight")
    assert knob is not None
    a, fa = session.weights[0], session.run.error()
    (b, fb), (c, fc) = ((w, probe(session, w)) for w in (knob.low, knob.high))
    top = (b * b - c * c) * fa + (c * c - a * a) * fb + (a * a - b * b) * fc
    weight = knob.snap(top / (2 * ((b - c) * fa + (c - a) * fb + (a - b) * fc)))
    before = len(session.probed)
    probe(session, weight)
    return before + 1, weight


def test_in_the_dark() -> None:
    level = shipped().level("in-the-dark")
    assert play(level).run.error() == approx(9.61)
    assert serving("in-the-dark") == [1.5, 1.55, 1.6]
    session = play(level)
    assert by_parabola(session) == (3, 1.55) and session.won
    assert level.par == 3 + 1
    side = sqrt(play(level).run.error()) / 2
    assert side == approx(1.55) and level.expert == 2
    session = play(level, Turn("weight", -1.55), Probe(), Turn("weight", 1.55), Probe())
    assert session.won and session.tally.cost_at_win == {0: 2}


def test_the_fog_of_in_the_dark_lets_a_ninth_look_through() -> None:
    looks = [action for _ in range(9) for action in (Turn("weight", 1.0), Probe())]
    session = play("in-the-dark", *looks, Turn("weight", 1.55), Probe())
    assert session.won and session.tally.cost_at_win == {0: 10}


def test_plus_and_minus() -> None:
    level = "plus-and-minus"
    signed = {w: play(level, Turn("weight", w)).run.error() * 2 for w in stops(level, "weight")}
    assert play(level).run.error() * 2 == -4
    assert [w for w, total in signed.items() if abs(total) < 1e-9] == [1.0] == serving(level)
    assert min(signed, key=signed.__getitem__) == -2.0
    zero = (Turn("weight", 1.0), Probe(), Next())
    at_zero = play(level, *zero[:2])
    pots = zip(at_zero.probed[0].predictions, at_zero.run.examples)
    assert [prediction - goal for (prediction,), (_, (goal,)) in pots] == [-2, 2]
    squared = (*zero, Turn("metric", "squared"))
    totals = {w: play(level, *squared, Turn("weight", w)).run.error() * 2 for w in stops(level, "weight")}
    assert min(totals, key=totals.__getitem__) == 0.6 and totals[0.6] == approx(6.4)
    session = play(level, *squared)
    assert session.weights == [1.0] and session.run.metric.name == "squared"  # only the meter has changed
    assert by_parabola(session) == (3, 0.6) and not session.won
    session.do(Stop())
    assert session.won and session.tally.cost_at_win[1] == 3 and session.level.par == 3 + 1


@pytest.mark.parametrize("weight", [-2.0, 0.6, 1.0])
def test_nothing_can_be_called_on_the_signed_meter(weight: float) -> None:
    session = play("plus-and-minus", Turn("weight", 1.0), Probe(), Next(), Turn("weight", weight), Probe(), Stop())
    assert session.run.metric.name == "signed-miss" and not session.won


def test_only_the_bottom_can_be_called() -> None:
    squared = (Turn("weight", 1.0), Probe(), Next(), Turn("metric", "squared"))
    for level, before, bottom in (("plus-and-minus", squared, 0.6), ("no-perfect-answer", (), 1.5)):
        called = [w for w in stops(level, "weight") if play(level, *before, Turn("weight", w), Stop()).won]
        assert called == [bottom]


def test_no_perfect_answer() -> None:
    level = shipped().level("no-perfect-answer")
    assert play(level).run.error() == approx(12.89, abs=0.005)
    session = play(level)
    assert by_parabola(session) == (3, 1.5) and session.run.error() == approx(0.3533, abs=5e-5)
    session.do(Stop())
    assert session.won and session.tally.cost_at_win == {0: 3} and level.par == 3 + 1
    learned = free("no-perfect-answer", learner="gradient-descent", alpha=0.05, stop=False, target=MeanError(0.3))
    assert told(learned) == "stuck"
    assert learned.run.error() == approx(0.35298, abs=5e-6) and learned.weights[0] == approx(1.4947, abs=5e-5)


def grump(order: str, metric: str) -> Session:
    start = (Turn("metric", "absolute"), Learn(200), Next()) if order == "B" else ()
    return play("the-grump", *start, Turn("metric", metric), Learn(200))


def test_each_order_is_met_by_one_meter_only() -> None:
    met = {(order, metric): grump(order, metric).won for order in "AB" for metric in ("squared", "absolute")}
    assert [key for key, won in met.items() if won] == [("A", "absolute"), ("B", "squared")]
    assert play("the-grump").reached is False
    order_b = play("the-grump", Turn("metric", "absolute"), Learn(200), Next())
    assert order_b.weights == [3.0] and order_b.reached is False
    assert grump("B", "squared").tally.cost_at_win == {0: 1, 1: 2}
    tried = play("the-grump", Learn(200), Turn("metric", "absolute"), Learn(200), Next(), Turn("metric", "squared"),
                 Learn(200))  # fmt: skip
    assert tried.complete and tried.tally.cost_at_win[1] == 3 == shipped().level("the-grump").par


def test_the_two_bottoms_of_the_grump() -> None:
    rolled = free("the-grump", variants={}, metric="squared", alpha=0.5)
    rolled.do(Learn(100))
    assert rolled.weights[0] == approx(1.61) and rolled.run.error() == approx(1.4324)
    at = {w: free("the-grump", variants={}, metric="absolute", weights=[w]).run.error() for w in (1.0, 1.05, 1.1)}
    assert min(at, key=at.__getitem__) == 1.05 and at[1.05] == approx(0.64)


def test_a_louder_grump_moves_only_the_mean() -> None:
    guests = [Example(1, goal) for goal in (1, 1.1, 0.9, 1.05, 40)]
    louder = free("the-grump", variants={}, examples=guests, metric="squared", alpha=0.5)
    louder.do(Learn(100))
    assert louder.weights[0] == approx(8.81)
    at = {
        w: free("the-grump", variants={}, examples=guests, metric="absolute", weights=[w]).run.error()
        for w in (1.0, 1.05, 1.1, 8.81)
    }
    assert min(at, key=at.__getitem__) == 1.05


def test_another_meter_is_another_try() -> None:
    session = play("the-grump", Learn(5), Turn("metric", "absolute"))
    assert session.count == 0 and session.weights == [3.0]
    session.do(Learn(200))
    assert session.won and session.tally.cost_at_win == {0: 2}
