"""Chapter 6: every notch, par and hint of its levels. The numbers are the level table's, kept by hand on purpose."""

from itertools import combinations, pairwise

import pytest
from pytest import approx

from downslope.rules.actions import Action, Freeze, Learn, Next, Reset, Turn
from downslope.rules.stars import earned_stars
from downslope.rules.target import exam
from support import free, play, shipped, stops, told, took

# three-neurons


def test_three_neurons_at_every_notch() -> None:
    ends = {alpha: told(play("three-neurons", Turn("alpha", alpha))) for alpha in stops("three-neurons")}
    assert list(ends) == approx([0.05 + 0.01 * k for k in range(56)])
    assert {a: ends[a] for a in (0.25, 0.4, 0.46, 0.47, 0.48, 0.49, 0.5, 0.6)} == {
        0.25: "land 98", 0.4: "overshoot 60", 0.46: "overshoot 52", 0.47: "overshoot 51", 0.48: "overshoot 64",
        0.49: "overshoot 130", 0.5: "orbit", 0.6: "runaway",
    }  # fmt: skip
    best = min((int(end.split()[1]), alpha) for alpha, end in ends.items() if " " in end)
    assert best == (51, 0.47) and shipped().level("three-neurons").par == 51


def test_three_neurons_with_momentum() -> None:
    session = free("three-neurons", alpha=0.6, learner="momentum", settings={"beta": 0.4})
    assert told(session) == "overshoot 15"


def test_at_most_four_runs_for_the_second_star() -> None:
    waste: list[Action] = [Turn("alpha", 0.05), Learn(1), Reset()]
    for runs, stars in ((4, {1, 2}), (5, {1})):
        session = play("three-neurons", *waste * (runs - 1), Turn("alpha", 0.47), Learn(51))
        assert session.won and session.tally.runs == runs and earned_stars(session) == stars


# toes


TOES = {
    0.01: "land 4", 0.012: "land 3", 0.014: "overshoot 2", 0.016: "overshoot 3", 0.026: "overshoot 66",
    0.028: "runaway",
}  # fmt: skip


def test_toes_at_every_notch() -> None:
    ends = {alpha: told(play("toes", Turn("alpha", alpha))) for alpha in stops("toes")}
    assert {a: ends[a] for a in TOES} == TOES and len(ends) == 15
    assert min(int(end.split()[1]) for end in ends.values() if " " in end) == 2 == shipped().level("toes").par


@pytest.mark.slow
def test_only_two_fine_notches_of_toes_land_in_one_step() -> None:
    before = play("toes", Turn("alpha", 0.014), Learn(2), Next())
    fine = stops("toes", stage=1)
    assert [a for a in fine if play("toes", *before.actions, Turn("alpha", a), Learn(1)).won] == [0.0134, 0.0135]
    assert earned_stars(play("toes", *before.actions, Turn("alpha", 0.0135), Learn(1))) == {1, 2, 3}
    assert earned_stars(play("toes", *before.actions, Turn("alpha", 0.014), Learn(2))) == {1, 2}


def test_toes_between_the_notches() -> None:
    assert told(free("toes", alpha=0.027)) == "runaway"


def test_toes_as_the_book_has_it() -> None:
    run = play("toes", Learn(3)).run
    predictions = [run.at(k).predictions[0][0] for k in range(3)]
    assert predictions == approx([0.86, 0.963764250, 0.99062418], abs=1e-5)
    assert run.at(0).weight_deltas == approx((-1.19, -0.091, -0.168)) and run.at(0).error == approx(0.0196)


# freeze-the-toes


def test_all_eight_freezes() -> None:
    found = {}
    for count in range(4):
        for ice in combinations(range(3), count):
            found[ice] = told(play("freeze-the-toes", *map(Freeze, ice)))
    assert {ice: int(end.split()[1]) for ice, end in found.items() if " " in end} == {(0,): 7, (0, 1): 9, (0, 2): 37}
    assert all(found[ice] == "runaway" for ice in ((), (1,), (2,), (1, 2)))
    assert found[0, 1, 2] == "stuck" and shipped().level("freeze-the-toes").par == 7


def test_frozen_toes_as_the_book_has_it() -> None:
    session = play("freeze-the-toes", Freeze(0), Learn(7))
    run = session.run
    predictions = [run.at(k).predictions[0][0] for k in range(3)]
    assert predictions == approx([0.86, 0.938225, 0.97274178125], abs=1e-9)
    assert session.weights[0] == 0.1 and session.won
    assert all(run.at(k).weight_deltas[0] == 0.0 for k in range(7))


# valley


@pytest.mark.slow
def test_the_whole_grid_of_the_valley() -> None:
    landed = play("valley", Turn("alpha", 0.6), Learn(58), Next())
    assert landed.won is False and landed.weights == [-1.0, 1.0]
    best = {}
    for beta in stops("valley", "beta", 1):
        grid = []
        for alpha in stops("valley"):
            steps = took(play("valley", *landed.actions, Turn("alpha", alpha), Turn("beta", beta)))
            grid += [] if steps is None else [(steps, alpha)]
        best[beta] = min(grid)
    assert {beta: steps for beta, (steps, _) in best.items()} == {0: 58, 0.2: 38, 0.4: 20, 0.6: 13, 0.8: 34}
    assert best[0][1] == best[0.6][1] == 0.6 and shipped().level("valley").par == 13


def test_the_start_of_the_valley_and_its_bet() -> None:
    assert play("valley").run.error() == approx(1.15625)
    assert told(play("valley", Turn("alpha", 0.8))) == "runaway"
    stage = play("valley", Turn("alpha", 0.6), Learn(58), Next(), Turn("alpha", 0.8), Turn("beta", 0.4))
    assert took(stage) is not None
    assert earned_stars(stage) == {1}
    best = play("valley", Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(13))
    assert earned_stars(best) == {1, 2}


# streetlights


STREETLIGHTS = {
    0.05: "overshoot 38", 0.1: "overshoot 18", 0.2: "land 8", 0.4: "land 3", 0.6: "land 3", 0.8: "land 4", 1: "orbit",
    1.1: "runaway",
}  # fmt: skip


def test_streetlights_at_every_notch() -> None:
    ends = {alpha: told(play("streetlights", Turn("alpha", alpha))) for alpha in stops("streetlights")}
    assert {a: e.split()[-1] for a, e in ends.items()} == {a: e.split()[-1] for a, e in STREETLIGHTS.items()}
    passes = [took(play("streetlights", Turn("alpha", alpha))) for alpha in STREETLIGHTS]
    assert min(n for n in passes if n) == shipped().level("streetlights").par


def test_streetlights_swing_between_two_exams() -> None:
    session = play("streetlights", Turn("alpha", 1), Learn(600))
    exams = []
    for _ in range(4):
        exams.append(exam(session))
        session.do(Learn(6))
    assert sorted(exams[:2]) == approx([7.11, 9.75], abs=0.005) and exams[:2] == approx(exams[2:])


def test_streetlights_as_the_book_has_it() -> None:
    session = play("streetlights", Learn(240))
    assert exam(play("streetlights")) == approx(4.07, abs=0.005)
    errors = session.run.errors
    passes = [sum(errors[k : k + 6]) for k in range(0, 240, 6)]
    assert passes[:3] == approx([2.6561231104, 0.962870177672, 0.5509165866836797], abs=1e-9)
    assert passes[39] == approx(0.00053373677328, abs=1e-9)
    assert session.run.at(0).predictions[0][0] == approx(-0.2) and session.run.at(0).error == approx(0.04)


# noisy-lights


def noisy(*plan: tuple[float, int]) -> int | None:
    """In how many passes this plan of alphas reaches the exam; the last goes on."""
    actions = [a for alpha, passes in plan for a in (Turn("alpha", alpha), Learn(6 * passes))][:-1]
    session = play("noisy-lights", *actions)
    if session.won:
        return session.tally.cost_at_win[0]
    return session.tally.cost_at_win[0] if took(session) is not None else None


def test_noisy_lights_at_every_notch() -> None:
    assert {alpha: noisy((alpha, 1)) for alpha in (0.4, 0.2, 0.1, 0.05, 0.02)} == {
        0.4: None, 0.2: None, 0.1: None, 0.05: 27, 0.02: 61,
    }  # fmt: skip
    settled = play("noisy-lights", Turn("alpha", 0.1), Learn(600))
    assert exam(settled) == approx(0.602, abs=0.0005)


@pytest.mark.slow
def test_noisy_lights_with_one_change_of_alpha() -> None:
    alphas = [a for a in stops("noisy-lights") if isinstance(a, float)]
    found = [(noisy((a, k), (b, 1)), a, k, b) for a in alphas for b in alphas if a != b for k in range(1, 13)]
    best = min(entry for entry in found if entry[0] is not None)
    assert best[0] == 13 == shipped().level("noisy-lights").par
    assert noisy((0.2, 5), (0.05, 1)) == 13 and noisy((0.2, 3), (0.1, 3), (0.05, 1)) is not None


def one_pass(weights: list[float], alpha: float) -> list[float]:
    """Six more steps, from these weights."""
    run = play("noisy-lights").run
    run.set_weights(weights)
    run.change(alpha=alpha)
    for _ in range(6):
        run.step()
    return run.weights


@pytest.mark.slow
def test_two_changes_save_two_passes() -> None:
    """Every plan of three alphas, 11 passes long at most; with 10 passes none lands."""
    session, alphas = play("noisy-lights"), (0.4, 0.2, 0.1, 0.05, 0.02)
    states: dict[tuple[float, ...], list[float]] = {(): list(session.weights)}
    landed: dict[int, int] = {}
    for passes in range(1, 12):
        grown = {}
        for plan, weights in states.items():
            for alpha in alphas:
                longer = (*plan, alpha)
                if sum(a != b for a, b in pairwise(longer)) <= 2:
                    grown[longer] = one_pass(weights, alpha)
        states = grown
        for weights in states.values():
            session.run.weights = weights
            landed[passes] = landed.get(passes, 0) + session.reached
    assert [passes for passes, count in landed.items() if count] == [11]


def test_the_floor_and_the_truth() -> None:
    assert exam(play("noisy-lights")) == approx(2.63, abs=0.005)
    session = play("noisy-lights")
    session.run.weights = [0.25, 0.75, -1 / 6]
    assert exam(session) == approx(0.583333, abs=1e-6)
    end = play("noisy-lights", Turn("alpha", 0.2), Learn(30), Turn("alpha", 0.05), Learn(48))
    assert end.won
    right = [(end.run.network.predict(end.weights, x)[0] > 0.5) == (g > 0.5) for x, (g,) in end.level.data(True)]
    assert right == [True] * 6
