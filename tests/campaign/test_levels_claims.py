"""What texts of the levels claim, with their numbers, worked out again by the engine."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest

from campaign.levels_table import SOLUTIONS
from downslope.learning import move
from downslope.rules import Turn
from downslope.view.format.markup import plain
from lib.support import play, shipped


def grows_nine_fold() -> bool:
    """At the alpha of the night's second half the miss changes sides, and the error is nine times as large."""
    run, goal = play("runaway").recording_run, 0.8
    misses = [run.network.predict(run.at(k).weights, (2.0,))[0] - goal for k in range(9, 16)]
    return all(a * b < 0 and abs((b / a) ** 2 - 9) < 1e-6 for a, b in pairwise(misses))


def every_crossing_tugs() -> bool:
    """In the last pass of the plan that wins at par, each step still moves a weight."""
    run = play("noisy-lights", *SOLUTIONS["noisy-lights"]).run
    way = [run.weights_at(k) for k in range(run.count - 6, run.count + 1)]
    return all(max(abs(b - a) for a, b in zip(old, new)) > 1e-3 for old, new in pairwise(way))


def five_passes_then_calm() -> bool:
    level = shipped().level("noisy-lights")
    return level.par == 5 + 8 and list(level.solution) == SOLUTIONS["noisy-lights"]


@cache
def errors_of_ice_cream() -> dict[int, tuple[float, float]]:
    """Pass -> the error on the days that it learns from, and on those that it never saw: at each notch."""
    session = play("stop-in-time")
    run, level = session.recording_run, session.level

    def error(number: int, unseen: bool) -> float:
        days, weights = level.data(unseen), run.weights_at(8 * number)
        return sum((run.network.predict(weights, x)[0] - goal) ** 2 for x, (goal,) in days) / len(days)

    return {number: (error(number, False), error(number, True)) for number in range(0, 601, 5)}


def turn() -> int:
    errors = errors_of_ice_cream()
    return min(errors, key=lambda k: errors[k][1])


def seen_error_falls() -> bool:
    return all(b[0] < a[0] for a, b in pairwise(errors_of_ice_cream().values()))


def memorises_after_the_turn() -> bool:
    """The unseen error is never as low again."""
    after = [error for number, (_seen, error) in errors_of_ice_cream().items() if number >= turn()]
    return seen_error_falls() and all(error > after[0] for error in after[1:])


def almost_twenty_times() -> bool:
    unseen = [error for _seen, error in errors_of_ice_cream().values()]
    return (f"{min(unseen):.4f}", f"{unseen[-1]:.3f}") == ("0.0036", "0.068") and 18 < unseen[-1] / min(unseen) < 20


def both_equally_slow() -> bool:
    """At the best alpha the steepest neuron leaves as much of its miss as the flattest."""
    left = [abs(1 - 0.47 * x * x) for x in (2.0, 0.5)]
    return round(2 / (4 + 0.25), 2) == 0.47 and abs(left[0] - left[1]) < 0.01


def two_never_light() -> bool:
    run = play("hidden-four", *SOLUTIONS["hidden-four"]).run
    lit = {j for k in range(run.count + 1) for x, _goal in run.examples
           for j, value in enumerate(run.network.forward(run.weights_at(k), x)[1]) if value > 0}  # fmt: skip
    return len(lit) == 2


def half_are_moved() -> bool:
    """Of each pass about half, each by one pixel to one side; the others come just as they are."""
    order = play("kernels", Turn("shifts", "on")).run.order
    spot = tuple(float(k == 27) for k in range(64))  # row 3, column 3
    to = {move(spot, way).index(1.0) for way in range(1, 5)}
    ways = [way for k in range(5 * 1437) for way in order.moves(k)]
    return move(spot, 0) == spot and to == {26, 28, 19, 35} and abs(sum(map(bool, ways)) / len(ways) - 0.5) < 0.02


def wakes_twins() -> bool:
    return play("all-zeros", *SOLUTIONS["all-zeros"]).won


@pytest.mark.parametrize(
    ("level", "sentence", "holds"),
    [
        ("three-neurons", "The best alpha makes both equally slow.", both_equally_slow),
        ("three-neurons", ".47 (2 / (4 + .25)).", both_equally_slow),
        ("runaway", "swings wider and wider: here the error grows ×9 a step", grows_nine_fold),
        ("noisy-lights", "With noise every crossing keeps tugging", every_crossing_tugs),
        ("noisy-lights", ".2 for five passes, then .05.", five_passes_then_calm),
        ("stop-in-time", "The seen error only falls.", seen_error_falls),
        ("stop-in-time", "After the turn the net only memorises its eight days.", memorises_after_the_turn),
        ("stop-in-time", "About pass 75.", lambda: turn() == 75),
        ("stop-in-time", "From .0036 it rises to .068", almost_twenty_times),
        ("hidden-four", "Two never light up", two_never_light),
        ("all-zeros", "Spread 1; then middle → hidden 1 to −.3.", wakes_twins),
        ("kernels", "Shifts = half of the pictures moved by a pixel.", half_are_moved),
        ("kernels", "Half of the pictures come moved by a pixel", half_are_moved),
    ],
)
def test_what_a_text_claims_is_so(level: str, sentence: str, holds: Callable[[], bool]) -> None:
    asks = shipped().level(level)
    texts = (asks.brief, asks.insight, *asks.hints, *(question.why for question in asks.questions))
    assert any(sentence in plain(text) for text in texts) and holds()
