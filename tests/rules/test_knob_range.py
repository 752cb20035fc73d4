"""A knob: its notches, what it snaps to, how far a nudge moves it, what it allows."""

from math import inf, isclose, nan

from hypothesis import given
from hypothesis import strategies as st

from downslope.rules.knob import CLOSE, KNOBS, LEVEL_KNOBS, OWN, Knob, equal, kind_of

STOPS = Knob("gear", stops=(3, 0.5, 1))
NAMES = Knob("metric", stops=("squared", "absolute"))
STEPPED = Knob("dial", -1.0, 1.0, step=0.1)
PLAIN = Knob("weight", -4.0, 4.0)
LOG = Knob("alpha", 0.01, 2.0, log=True)
LOG_STEP = Knob("alpha", 0.01, 2.0, log=True, step=0.1)
places = st.floats(-10, 10, allow_nan=False)


def test_what_it_may_have() -> None:
    for knob, notched, values, words in (
        (STOPS, True, [3, 0.5, 1], "one of 3, 0.5, 1"),
        (NAMES, True, ["squared", "absolute"], "one of squared, absolute"),
        (Knob("k", 0, 1, step=0.25), True, [0, 0.25, 0.5, 0.75, 1], "0 ... 1 in steps of 0.25"),
        (PLAIN, False, None, "-4 ... 4"), (LOG, False, None, "0.01 ... 2"), (LOG_STEP, False, None, "0.01 ... 2"),
        (Knob("k", 1, 3, log=True, stops=(1, 3)), True, [1, 3], "one of 1, 3"),
    ):  # fmt: skip
        assert (knob.notched, knob.values(), knob.allowed_values()) == (notched, values, words)


def test_notches_are_round_numbers_from_end_to_end() -> None:
    values = STEPPED.values()
    assert values is not None and len(values) == 21
    assert (values[0], values[3], values[13], values[-1]) == (-1.0, -0.7, 0.3, 1.0)


@given(place=places)
def test_it_snaps_to_the_nearest_notch_and_stays_there(place: float) -> None:
    for knob in (STOPS, STEPPED):
        snapped = knob.snap(place)
        assert abs(snapped - place) == min(abs(v - place) for v in knob.values() or () if not isinstance(v, str))
    for knob in (STOPS, STEPPED, PLAIN, LOG):
        snapped = knob.snap(place)
        assert knob.allows(snapped) and knob.snap(snapped) == snapped


@given(place=places)
def test_without_notches_only_the_ends_hold_it(place: float) -> None:
    assert PLAIN.snap(place) == max(-4.0, min(4.0, place))
    assert isclose(LOG.snap(abs(place) + 0.01), min(2.0, abs(place) + 0.01), rel_tol=5e-3)
    assert LOG.snap(0.123456) == 0.123


def test_a_nudge() -> None:
    for knob, start, steps, fine, end in (
        (STOPS, 0.5, 1, False, 1), (STOPS, 1, 1, False, 3), (STOPS, 3, 1, False, 3), (STOPS, 0.5, -1, False, 0.5),
        (STOPS, 3, -2, True, 0.5), (STEPPED, 0.0, 3, False, 0.3), (STEPPED, 0.26, 1, False, 0.4),
        (PLAIN, 0.0, 1, False, 0.04), (PLAIN, 0.0, -5, True, -0.02), (PLAIN, 3.99, 1, False, 4.0),
        (LOG, 1.0, 1, False, 1.05), (LOG, 1.0, 1, True, 1.01), (LOG, 1.0, 2, False, 1.1), (LOG, 1.0, -1, False, 0.952),
        (LOG_STEP, 1.0, 1, True, 1.1), (LOG_STEP, 1.0, 1, False, 1.5), (LOG, 1.99, 1, False, 2.0),
    ):  # fmt: skip
        assert isclose(knob.nudge(start, steps, fine), end, abs_tol=1e-12)


def test_what_it_allows() -> None:
    for knob, value, allowed in (
        (PLAIN, 4.0, True), (PLAIN, -4.0, True), (PLAIN, 4.1, False), (PLAIN, -4.1, False), (PLAIN, nan, False),
        (PLAIN, inf, False), (PLAIN, "squared", False), (STOPS, 1, True), (STOPS, 2, False),
        (STEPPED, 0.1 + 0.2, True), (STEPPED, 0.35, False), (NAMES, "squared", True), (NAMES, "cubed", False),
        (NAMES, 1.0, False),
    ):  # fmt: skip
        assert knob.allows(value) is allowed


def test_a_rounding_error_beside_a_notch_is_the_notch() -> None:
    assert STEPPED.canonical(0.1 + 0.2) == 0.3
    assert (STEPPED.canonical(0.35), PLAIN.canonical(0.1 + 0.2)) == (0.35, 0.1 + 0.2)


@given(place=places)
def test_equal_is_within_a_rounding_error(place: float) -> None:
    near = CLOSE * (1.0 + abs(place))
    assert equal(place, place) and equal(place + near / 2, place) and equal(place - near / 2, place)
    assert not equal(place + 2 * near, place) and not equal(place - 2 * near, place)
    assert not equal("1", 1.0) and equal("a", "a") and not equal("a", "b")


def test_the_table() -> None:
    assert {name for name, kind in KNOBS.items() if kind.restarts} == {"spread", "seed"}
    assert {name for name, kind in KNOBS.items() if kind.many} == {"weight", "alpha", "freeze"}
    assert LEVEL_KNOBS == ("alpha", "schedule", "metric", "learner", "spread", "seed")
    assert kind_of("alpha") is KNOBS["alpha"] and kind_of("beta") is OWN
    assert OWN == (False, False, False, "")
