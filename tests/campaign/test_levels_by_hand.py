"""Chapters 1 and 2: every notch that serves, and the pars of those who turn the weight themselves."""

from functools import cache
from math import sqrt

import pytest
from pytest import approx

from downslope.rules import stars
from downslope.rules.actions import Impossible, Learn, Next, Probe, Reset, Stop, Turn
from downslope.rules.level import Example
from downslope.rules.session import Session
from downslope.rules.target import MeanError
from support import free, play, shipped, stops
from support import told as ended


def serving(level: str, *before: Turn | Probe | Next) -> list[float]:
    """All notches of the weight that meet the target, found by trying each."""
    return [w for w in stops(level, "weight") if play(level, *before, Turn("weight", w)).reached]


def test_double_it_is_served_by_one_notch_and_that_serves_all_three() -> None:
    assert serving("double-it") == [2.0]
    session = play("double-it", Turn("weight", 2.0), Next(), Next())
    assert session.complete and session.tally.cost_at_win == {0: 1, 1: 1, 2: 1}
    assert shipped().level("double-it").par == 1


def sure_in(notches: int, landing: int = 1) -> int:
    """Fewest tries that are sure to land, where each says too little, enough or too much; any notches may be it."""

    @cache
    def worst(possible: int) -> int:
        if possible <= landing:
            return 1
        sides = ([side for side in (at, possible - at - 1) if side >= landing] for at in range(possible))
        return min(1 + max(map(worst, each), default=0) for each in sides)

    return worst(notches)


def test_the_doorstep_is_found_by_halving() -> None:
    notches, level = stops("a-hundredth", "weight"), shipped().level("a-hundredth")
    assert serving("a-hundredth") == [0.01] and len(notches) == 13
    assert level.par == sure_in(13) == 4
    down = [weight for weight in reversed(notches) if weight <= level.weights[0]]  # type: ignore[index]
    assert down.index(0.01) + 1 == 7, "one by one from the start"
    session = play("a-hundredth", *level.solution)
    assert session.won and session.tally.cost_at_win == {0: 4}


def test_a_door_that_was_not_found_shows_its_number_and_lets_one_try_more() -> None:
    session = play("a-hundredth", *[each for weight in NOT_IT for each in (Turn("weight", weight), Probe())])
    assert session.used_up and not session.won
    for action in (Turn("weight", 0.01), Probe()):
        session.do(action)
    assert session.complete and stars.earned_stars(session) == {1}


NOT_IT = (1, 0.1, 0.05, 0.02, 0.005, 0.002)
BUCKETS = ("small", "middle", "big")


def told(weight: float, bucket: str, share: float) -> int:
    """Too little, fine or too much in a bucket, if so much of the water arrives."""
    input = shipped().level("seven").variants["bucket"][bucket]["examples"][0].pair[0][0]
    gap = (weight - share) * input
    return 0 if abs(gap) <= 0.5 + 1e-9 else 1 if gap > 0 else -1


def needed_tests(buckets: tuple[str, ...]) -> int:
    """Fewest tests of these buckets after which a weight is known that fills all three, whatever the leak."""
    weights = stops("seven", "weight")
    say = {(w, name, share): told(w, name, share) for w in weights for name in BUCKETS for share in SHARES}

    @cache
    def worst(possible: tuple[float, ...], most: int) -> int:
        if any(all(say[w, name, share] == 0 for name in BUCKETS for share in possible) for w in weights):
            return 0
        best = most
        for name in buckets:
            for weight in weights if best > 1 else ():
                parts: dict[int, list[float]] = {}
                for share in possible:
                    parts.setdefault(say[weight, name, share], []).append(share)
                if len(parts) > 1:
                    best = min(best, 1 + max(worst(tuple(part), best - 1) for part in parts.values()))
        return best

    return worst(SHARES, 6)


SHARES = tuple(round(0.30 + 0.01 * k, 2) for k in range(66))


@pytest.mark.slow
def test_the_big_bucket_shows_the_mistake_first() -> None:
    level, examples = shipped().level("seven"), play("seven", Turn("bucket", "all")).run.examples
    fine = [[w for w in stops("seven", "weight") if abs(w * x - goal) <= 0.5 + 1e-9] for (x,), (goal,) in examples]
    assert [(each[0], each[-1], len(each)) for each in fine] == [(0.35, 1, 14), (0.6, 0.75, 4), (0.65, 0.7, 2)]
    gate = (Turn("bucket", "all"), Stop())
    assert [w for w in stops("seven", "weight") if play("seven", Turn("weight", w), *gate).won] == [0.65, 0.7]
    lost = play("seven", Probe(), *gate)
    assert told(0.5, "small", 7 / 10.5) == 0 and not lost.won, "the small one is fine at the start, all are not"
    assert level.par == needed_tests(("big",)) == needed_tests(BUCKETS) == 3
    assert needed_tests(("small",)) == needed_tests(("middle",)) == 4
    session = play("seven", *level.solution)
    assert session.won and session.tally.cost_at_win == {0: 3} and 2 in stars.earned_stars(session)


def test_the_gate_opens_once_until_a_reset() -> None:
    session = play("seven", Probe(), Turn("bucket", "all"), Stop())
    for action in (Stop(), Turn("bucket", "big"), Probe()):
        if not isinstance(action, Turn):
            with pytest.raises(Impossible):
                session.do(action)
        else:
            session.do(action)
    session.do(Reset())
    assert len(session.probed) == 1 and session.weights == [0.5], "what was tested stays"
    for action in (Turn("weight", 0.7), Turn("bucket", "all"), Stop()):
        session.do(action)
    assert session.complete and stars.refusal_reason(session, 2) == "again"


def test_more_weight_is_colder_four_hours_ago() -> None:
    level = shipped().level("below-zero")
    assert serving("below-zero") == [-1.5]
    at = {w: play("below-zero", Turn("weight", w), Probe()).probed[0].predictions[0][0] for w in (1, 2, -1.5)}
    assert at == {1: -4, 2: -8, -1.5: 6}
    below = [w for w in stops("below-zero", "weight") if w < level.weights[0]]  # type: ignore[index]
    assert level.par == sure_in(len(below)) == 3, "the start is told; one wrong turn first makes it four of five"
    session = play("below-zero", Turn("weight", -1.5), Probe(), Next())
    assert session.won and session.run.predict(session.weights, session.run.examples[0][0]) == [-6.0]


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
    assert ended(learned) == "stuck"
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
