"""Every notch, par, star and way of the campaign's levels is what their table says, found by playing them."""

from functools import cache
from itertools import pairwise, product
from math import sqrt

import pytest
from pytest import approx

from campaign.levels_table import (
    BEST_IS_PAR,
    ENDS,
    FIVE,
    GATE,
    LAW,
    PASSES,
    PREDICTIONS,
    RULE,
    SLOWER,
    SOLUTIONS,
    SQUARED,
    WINNERS,
    Way,
    answers,
    send,
    steps,
)
from downslope.attempt.bets import run_of
from downslope.rules import (
    RUNS,
    Answer,
    Learn,
    Marker,
    Next,
    Probe,
    Question,
    Session,
    Stop,
    TakeOver,
    Turn,
    exam,
    stars,
)
from downslope.solving.autosolve import run_until
from downslope.solving.question_answers import ASKS
from lib.support import campaign, fewest, part, play, shipped, stops, told, took


@pytest.mark.parametrize("key", ENDS, ids=lambda key: " ".join(map(str, key)))
def test_each_notch_ends_as_the_table_says(key: tuple[str, int, str]) -> None:
    name, number, knob = key
    ends = {value: told(play(part(name, number), Turn(knob, value))) for value in ENDS[key]}
    assert ends == ENDS[key] and set(ENDS[key]) <= set(stops(name, knob, number))
    if name in BEST_IS_PAR:
        best = min(int(end.split()[1]) for end in ends.values() if " " in end)
        assert best == shipped().level(name).stage(number).par


@pytest.mark.slow
@pytest.mark.parametrize("row", WINNERS, ids=lambda row: f"{row[0]} {len(row[1])}")
def test_only_these_ways_win(row: tuple[str, Way, list[Way], Way, list[Way]]) -> None:
    name, before, ways, after, winners = row
    won = [way for way in ways if play(name, *before, *way, *after).won]
    assert sorted(won, key=repr) == sorted(winners, key=repr)


@pytest.mark.slow
@pytest.mark.parametrize("name", SOLUTIONS)
def test_as_the_hints_say_earns_three_stars_and_a_wrong_bet_costs_the_third(name: str) -> None:
    way, questions = [*answers(name, "start"), *SOLUTIONS[name]], shipped().level(name).questions
    session = play(name, *way)
    assert session.complete and stars.earned_stars(session) == {1, 2, 3}
    assert stars.earned_stars(session, watched=True) == {1}
    bets = {k for k, q in enumerate(questions) if q.star == 3 and not getattr(q, "knob", "")}
    wrong = [Answer(a.question, _not(questions[a.question])) if isinstance(a, Answer) and a.question in bets else a
             for a in way]  # fmt: skip
    assert stars.earned_stars(play(name, *wrong)) == ({1, 2} if bets else {1, 2, 3})


def _not(question: Question | Marker) -> str | float:
    if isinstance(question, Marker):
        return question.right + 2 * question.within
    return next(answer for answer in question.answers if answer != question.right)


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOWER)
def test_slower_than_par_is_still_reached(name: str) -> None:
    session = play(name, *SLOWER[name])
    assert session.complete and stars.earned_stars(session) == {1}


def test_there_is_a_solution_for_every_level_but_those_of_images() -> None:  # they have tests of their own
    assert [level.id for level in campaign() if level.chapter != "images"] == list(SOLUTIONS)


# -- pars that are searched --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "most", "ways"), [("stuck-steps", 4, 8), ("orbit", 3, 2)])
def test_the_fewest_steps_are_par(name: str, most: int, ways: int) -> None:
    count, found = fewest(name, most)
    assert (count, len(found)) == (shipped().level(name).par, ways)


def test_of_all_stones_of_the_howl_one_is_left_in_a_single_step() -> None:
    landing = {stone for stone, alpha in product(range(17), stops("runaway"))
               if told(play("runaway", TakeOver(stone), Turn("alpha", alpha))).endswith(" 1")}  # fmt: skip
    assert landing == {8} and shipped().level("runaway").par == 1


@pytest.mark.slow
def test_the_best_of_the_valley_and_of_the_noisy_lights_is_par() -> None:
    before = (Turn("alpha", 0.6), Learn(58), Next())
    grid = {(a, b): took(play("valley", *before, Turn("alpha", a), Turn("beta", b)))
            for a in stops("valley") for b in stops("valley", "beta", 1)}  # fmt: skip
    best = min((count, way) for way, count in grid.items() if count)
    assert best == (13, (0.6, 0.6)) and shipped().level("valley").par == 13
    alphas = stops("noisy-lights")
    counts = [took(play("noisy-lights", Turn("alpha", a), Learn(6 * k), Turn("alpha", b)))
              for a in alphas for b in alphas if a != b for k in range(1, 13)]  # fmt: skip
    assert min(count for count in counts if count) == 13 == shipped().level("noisy-lights").par


def sure_in(notches: int) -> int:
    """Fewest tries that are sure to land, where each says too little, enough or too much; any notch may be it."""

    @cache
    def worst(possible: int) -> int:
        if possible <= 1:
            return 1
        sides = ([side for side in (at, possible - at - 1) if side >= 1] for at in range(possible))
        return min(1 + max(map(worst, each), default=0) for each in sides)

    return worst(notches)


def test_what_is_found_by_halving_has_that_par() -> None:
    assert shipped().level("a-hundredth").par == sure_in(len(stops("a-hundredth", "weight"))) == 4
    below = [weight for weight in stops("below-zero", "weight") if weight < play("below-zero").weights[0]]
    assert shipped().level("below-zero").par == sure_in(len(below)) == 3, "the start is told"


BUCKETS = ("small", "middle", "big")
SHARES = tuple(round(0.30 + 0.01 * k, 2) for k in range(66))


def fills(weight: float, bucket: str, share: float) -> int:
    """Too little, fine or too much in a bucket, if so much of the water arrives."""
    input = shipped().level("seven").variants["bucket"][bucket]["examples"][0].pair[0][0]
    gap = (weight - share) * input
    return 0 if abs(gap) <= 0.5 + 1e-9 else 1 if gap > 0 else -1


def needed_tests(buckets: tuple[str, ...]) -> int:
    """Fewest tests of these buckets after which a weight is known that fills all three, whatever the leak."""
    weights = stops("seven", "weight")
    say = {(w, name, share): fills(w, name, share) for w in weights for name in BUCKETS for share in SHARES}

    @cache
    def worst(possible: tuple[float, ...], most: int) -> int:
        if any(all(say[w, name, share] == 0 for name in BUCKETS for share in possible) for w in weights):
            return 0
        best = most
        for name, weight in product(buckets, weights):
            parts: dict[int, list[float]] = {}
            for share in possible:
                parts.setdefault(say[weight, name, share], []).append(share)
            if len(parts) > 1 and best > 1:
                best = min(best, 1 + max(worst(tuple(part), best - 1) for part in parts.values()))
        return best

    return worst(SHARES, 6)


@pytest.mark.slow
def test_the_big_bucket_shows_the_mistake_first() -> None:
    assert shipped().level("seven").par == needed_tests(("big",)) == needed_tests(BUCKETS) == 3
    assert needed_tests(("small",)) == 4
    assert fills(0.5, "small", 7 / 10.5) == 0 and not play("seven", Probe(), *GATE).won, "fine for the small one alone"


@pytest.mark.parametrize(
    ("name", "before", "bottom"),
    [("in-the-dark", [], 1.55), ("plus-and-minus", SQUARED, 0.6), ("no-perfect-answer", [], 1.5)],
)
def test_three_probes_give_the_parabola_and_its_bottom(name: str, before: Way, bottom: float) -> None:
    session = play(name, *before)
    knob = session.level.knob("weight")
    assert knob is not None and session.level.par == 3 + 1
    spots = [(session.weights[0], session.run.error())]
    for weight in (knob.low, knob.high):
        for action in send(weight):
            session.do(action)
        spots.append((weight, session.probed[-1].error))
    (a, fa), (b, fb), (c, fc) = spots
    top = (b * b - c * c) * fa + (c * c - a * a) * fb + (a * a - b * b) * fc
    assert knob.snap(top / (2 * ((b - c) * fa + (c - a) * fb + (a - b) * fc))) == bottom
    for action in [*send(bottom), *[Stop()] * session.level.stop]:
        session.do(action)
    assert session.won


def test_what_two_steps_or_the_start_tell_opens_at_once() -> None:
    assert sqrt(play("in-the-dark").run.error()) / 2 == approx(1.55) and shipped().level("in-the-dark").expert == 2
    for first in (0.01, 0.1, 0.5, 2.7):
        session = play("sealed-box", *steps(first))
        before, after = (session.run.at(k).deltas[0][0] for k in (0, 1))
        knob = session.level.knob("alpha")
        assert knob is not None and knob.snap(first / (1 - after / before)) == 0.391
        assert play("sealed-box", *steps(first, 0.391)).tally.cost_at_win == {0: session.level.par}
    inputs = play("one-step").run.examples[0][0]
    assert [1 / (x * x) for x in inputs] == approx(LAW, rel=0.002)
    for wrong in range(5):
        near = Turn("alpha", 1.03 * LAW[wrong], wrong)
        assert not play("one-step", *FIVE, near, Learn(1)).won, "all five must land"


# -- what the book and the texts say -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PREDICTIONS)
def test_predictions_are_those_of_the_texts(name: str) -> None:
    way, wanted, near = PREDICTIONS[name]
    session = play(name, *way, Learn(1))
    assert [session.run.at(k).predictions[0][0] for k in range(len(wanted))] == approx(wanted, abs=near)


@pytest.mark.parametrize("name", PASSES)
def test_passes_are_those_of_the_book(name: str) -> None:
    alpha, wanted = PASSES[name]
    session = play(name, Turn("alpha", alpha), Learn(240))
    each = len(session.run.batches)
    told = {k: sum(session.run.errors[each * k : each * (k + 1)]) for k in wanted}
    assert told == approx(wanted, rel=1e-9, abs=1e-9)


def test_thirteen_is_the_articles_loop_bit_for_bit() -> None:
    weight, goal_prediction, input, alpha = 0.1, 0.7, 0.3, 3
    session = play("thirteen", Learn(60))
    for iteration in range(60):
        prediction = input * weight
        delta = prediction - goal_prediction
        step = session.run.at(iteration)
        assert (step.weights, step.predictions, step.deltas) == ((weight,), ((prediction,),), ((delta,),))
        assert step.error == delta**2 and step.weight_deltas == (delta * input,)
        weight -= delta * input * alpha
    assert session.weights == [weight]


def test_the_five_calls_are_the_signs_of_the_articles_step() -> None:
    session = play("which-way", *RULE)
    moved = ["up" if b > a else "down" for a, b in zip(session.run.at(0).weights, session.weights)]
    assert moved == [question.right for question in session.level.questions]


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


def bet_run(name: str) -> Session:
    """What the level's bet plays."""
    (asked,) = [q for q in shipped().level(name).questions if isinstance(q, Question) and not q.knob]
    session = run_of(asked, shipped().level(name), shipped())
    assert session is not None
    return session


def test_what_the_bets_of_chapters_5_to_8_play_is_what_they_say() -> None:
    recorded = play("runaway").run.errors
    assert [b / a for a, b in pairwise(recorded)][8:] == approx([9] * 7)
    toes = bet_run("toes").run
    moves = [after - before for before, after in zip(toes.weights_at(0), toes.weights_at(1))]
    assert moves == approx([0.00476, 0.00036, 0.00067], abs=5e-6) and round(moves[0] / moves[1]) == 13
    valley, noisy, zeros, glass = map(bet_run, ("valley", "noisy-lights", "all-zeros", "linear-layers"))
    assert (valley.count, valley.won, noisy.count, glass.count) == (22, True, 180, 1000)
    assert [exam(each) for each in (noisy, zeros, glass)] == approx([0.603, 2.0, 1.004], abs=5e-3)
    assert ASKS["lit"][1](play("hidden-four", *SOLUTIONS["hidden-four"])) == 2
    assert min(exam_at(w) for w in product([k / 4 for k in range(-6, 7)], repeat=3)) == exam_at((0, 0, 0.5)) == 1


def exam_at(weights: tuple[float, ...]) -> float:
    """Of the wall, where no three weights are good enough."""
    session = play("the-wall")
    session.run.weights = list(weights)
    return exam(session)
