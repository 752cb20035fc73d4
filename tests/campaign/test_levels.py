"""What levels are meant to be: which ways win, what bets play, and that the numbers of the book and of the texts hold.

That each can be won with three stars is played (tests/lib/walkthrough.py), that it is fair is checked by command.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from pytest import approx

from downslope import Freeze, Learn, Probe, Stop, Turn
from downslope.attempt.bets import run_of
from downslope.rules import RUNS, Action
from downslope.solving.autosolve import run_until
from downslope.view.format.markup import plain
from lib.support import play, shipped, stops
from lib.walks import answers, differences, questions

WINNERS = Path(__file__).with_name("winners.txt")
Way = Sequence[Action]


def sets(which: int, most: int) -> list[tuple[int, ...]]:
    """All choices of up to so many."""
    return [each for count in range(most + 1) for each in combinations(range(which), count)]


def every(level: str, *knobs: str) -> list[Way]:
    """All ways to set these knobs of a level."""
    return [list(map(Turn, knobs, values)) for values in product(*(stops(level, knob) for knob in knobs))]


def winners(level: str, ways: Iterable[Way], after: Way, before: Way = ()) -> list[Any]:
    """The values of the ways that win."""
    won = [way for way in ways if play(level, *before, *way, *after).won]
    return [[each.value if isinstance(each, Turn) and each.value != "relu" else each.index for each in way
             if isinstance(each, (Turn, Freeze))] for way in won]  # fmt: skip


def by_hand() -> dict[str, Any]:
    """Of each level with one weight that is turned by hand: the weights that win."""
    found = dict[str, Any]()
    for level in shipped().levels.values():
        if level.learner is None and level.knob("weight") is not None and level.network.size == 1:
            after = [Probe()] * (level.probes is not None) + [Stop()] * level.stop
            won = [at for at in stops(level.id, "weight") if play(level, Turn("weight", at), *after).won]
            found[level.id] = won
    return found


@pytest.mark.slow
def test_only_these_ways_win() -> None:
    """winners.txt tells them; of those by hand few notches win."""
    names = questions(names={each.__name__: each for each in (winners, by_hand, every, sets)})
    assert differences(WINNERS, names, answers) == []
    assert all(len(won) <= 3 for won in by_hand().values()) and sum(map(len, by_hand().values())) > 5


# The bets whose run may win: with a setting that the player has found before, or of a level of their own.
MAY_WIN = {"double-it", "below-zero", "dead-wire", "valley", "kernels"}
CALLED = {"which-way"}  # what is asked there is the level's own task, and nothing is played


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(shipped().levels) - MAY_WIN - CALLED))
def test_the_run_of_a_bet_is_never_the_solution(name: str) -> None:
    level = shipped().level(name)
    for asked in level.questions:
        if asked.when == "landed" or not (asked.actions or asked.asks in RUNS):
            continue  # it is won already; nothing is played
        session = run_of(asked, level, shipped()) if level.learner else play(level, *asked.actions)
        assert session is not None and not session.won, asked.text
        if session.outcome is None and session.level.learner:  # nor is it at par
            run_until(session)
        cost, par = session.tally.cost_at_win.get(session.stage), session.level.par
        assert cost is None or par is None or cost > par, asked.text


@pytest.mark.parametrize(("name", "alpha", "wanted"), [  # as the book has them: the errors of a pass, added up
    ("streetlights", 0.1, {0: 2.6561231104, 1: 0.962870177672, 2: 0.5509165866836797, 39: 0.00053373677328}),
    ("hidden-four", 0.2, {9: 0.6342311598444467, 29: 0.0830183113303298, 59: 0.000015055622665}),
])  # fmt: skip
def test_passes_are_those_of_the_book(name: str, alpha: float, wanted: dict[int, float]) -> None:
    run = play(name, Turn("alpha", alpha), Learn(240)).run
    each = len(run.batches)
    assert {k: sum(run.errors[each * k : each * (k + 1)]) for k in wanted} == approx(wanted, rel=1e-9, abs=1e-9)


# What texts of the levels claim, with their numbers, worked out again by the engine.


def grows_nine_fold() -> bool:
    """At the alpha of the night's second half the miss changes sides, and the error is nine times as large."""
    run = play("runaway").recording_run
    misses = [run.network.predict(run.at(k).weights, (2.0,))[0] - 0.8 for k in range(9, 16)]
    return all(a * b < 0 and abs((b / a) ** 2 - 9) < 1e-6 for a, b in pairwise(misses))


def every_crossing_tugs() -> bool:
    """In the last pass of the plan that wins at par, which is the level's own, each step still moves a weight."""
    session = play("noisy-lights", Turn("alpha", 0.2), Learn(5 * 6), Turn("alpha", 0.05), Learn(8 * 6))
    way = [session.run.weights_at(k) for k in range(session.count - 6, session.count + 1)]
    return session.won and all(max(abs(b - a) for a, b in zip(old, new)) > 1e-3 for old, new in pairwise(way))


def memorises_after_the_turn() -> bool:
    """The seen error only falls; after pass 75 the unseen error is never as low again."""
    run, level, errors = play("stop-in-time").recording_run, shipped().level("stop-in-time"), list[tuple[float, ...]]()
    for number in range(0, 601, 5):
        misses = [[run.network.predict(run.weights_at(8 * number), x)[0] - goal for x, (goal,) in level.data(unseen)]
                  for unseen in (False, True)]  # fmt: skip
        errors.append(tuple(sum(miss * miss for miss in each) / len(each) for each in misses))
    unseen = [error for _seen, error in errors]
    turned = unseen.index(min(unseen)) == 75 / 5 and all(b[0] < a[0] for a, b in pairwise(errors))
    return turned and (f"{min(unseen):.4f}", f"{unseen[-1]:.3f}") == ("0.0036", "0.068")


def two_steps_tell() -> bool:
    """Of the sealed box, at whatever alpha: the alpha that lands next."""
    runs = {first: play("sealed-box", Turn("alpha", first), Learn(1)).run for first in (0.01, 0.1, 0.5, 2.7)}
    return all(first / (1 - run.at(1).deltas[0][0] / run.at(0).deltas[0][0]) == approx(0.391, abs=1e-3)
               for first, run in runs.items())  # fmt: skip


def two_never_light() -> bool:
    run = play("hidden-four", Turn("alpha", 0.5), Learn(13 * 4)).run
    lit = {j for k in range(run.count + 1) for x, _goal in run.examples
           for j, value in enumerate(run.network.forward(run.weights_at(k), x)[1]) if value > 0}  # fmt: skip
    return len(lit) == 2


@pytest.mark.parametrize(("level", "sentences", "holds"), [
    ("sealed-box", [], two_steps_tell),
    ("runaway", ["swings wider and wider: here the error grows ×9 a step"], grows_nine_fold),
    ("noisy-lights", ["With noise every crossing keeps tugging", ".2 for five passes, then .05."], every_crossing_tugs),
    ("stop-in-time", ["The seen error only falls.", "After the turn the net only memorises its eight days.",
                      "About pass 75.", "From .0036 it rises to .068"], memorises_after_the_turn),
    ("hidden-four", ["Two never light up"], two_never_light),
])  # fmt: skip
def test_what_a_text_claims_is_so(level: str, sentences: list[str], holds: Callable[[], bool]) -> None:
    asks = shipped().level(level)
    said = plain(" ".join((asks.brief, asks.insight, *asks.hints, *(question.why for question in asks.questions))))
    assert all(sentence in said for sentence in sentences) and holds()
