"""Chapters 3 to 5: every notch's steps and outcome. The numbers are the level table's, kept by hand on purpose."""

from pytest import approx

from downslope.rules.actions import Learn, Next, TakeOver, Turn
from downslope.rules.target import Near
from support import fewest, free, part, play, shipped, stops, told

# level -> alpha -> outcome, and the steps until the goal is reached
TABLE: dict[str, dict[float, str]] = {
    "warmer": {0.001: "land 1080", 0.01: "land 108", 0.1: "land 11", 0.5: "orbit", 1: "orbit"},
    "stuck-steps": {0.8: "orbit", 0.4: "orbit", 0.2: "orbit", 0.1: "land 11"},
    "thirteen": {
        1: "land 38", 3: "land 12", 5: "land 6", 9: "land 3", 15: "overshoot 4", 20: "overshoot 16", 24: "runaway",
    },
    "goldilocks": {
        0.1: "land 11", 0.2: "land 4", 0.3: "overshoot 4", 0.4: "overshoot 11", 0.5: "orbit", 0.6: "runaway",
    },
    "overshoot": {
        1.0: "overshoot 3", 1.1: "overshoot 4", 1.2: "overshoot 6", 1.3: "overshoot 8", 1.4: "overshoot 12",
        1.5: "overshoot 22", 1.6: "overshoot 67", 1.7: "runaway", 1.8: "runaway",
    },
    "two-recipes": {
        0.05: "land 11", 0.1: "land 4", 0.15: "overshoot 4", 0.2: "overshoot 11", 0.25: "orbit", 0.3: "runaway",
    },
    "orbit": {0.4: "orbit", 0.8: "orbit", 1: "orbit", 1.2: "orbit", 2: "orbit"},
}  # fmt: skip
LEARNS = {"warmer": 1}  # the part in which it learns, where that is a later one

# between the notches, with free knobs, as `solve LEVEL --alpha` explores
FREE: dict[str, dict[float, str]] = {
    "thirteen": {11: "land 1", 22: "overshoot 174", 22.3: "runaway"},
    "goldilocks": {0.25: "land 1", 1: "runaway"},
    "orbit": {1: "orbit", 2.2: "land 1", 1.1: "land 2", 0.55: "land 4", 0.2: "land 11"},
    "stuck-steps": {0.2: "orbit", 1.1: "land 1", 0.55: "land 2", 0.275: "land 4", 0.1: "land 11"},
}  # fmt: skip


def test_each_notch_ends_as_the_table_says_and_none_is_left_out() -> None:
    for level, ends in TABLE.items():
        stage = LEARNS.get(level, 0)
        found = {alpha: told(play(part(level, stage), Turn("alpha", alpha))) for alpha in stops(level, stage=stage)}
        assert found == ends, level


def test_free_knobs() -> None:
    for level, ends in FREE.items():
        assert {alpha: told(free(level, alpha=alpha, budget=5000)) for alpha in ends} == ends, level


def test_with_the_true_slope_every_alpha_halves() -> None:
    ends = TABLE["goldilocks"] | FREE["goldilocks"]
    assert {alpha: told(free("goldilocks", alpha=alpha / 2, metric="squared-true-slope")) for alpha in ends} == ends


def best(level: str) -> int:
    return min(int(outcome.split()[1]) for outcome in TABLE[level].values() if " " in outcome)


def test_par_is_the_best_notch() -> None:
    for level in ("warmer", "thirteen", "overshoot"):
        assert best(level) == shipped().level(level).stage(LEARNS.get(level, 0)).par


def test_only_one_fine_notch_lands_in_one_step() -> None:
    for level, only in (("goldilocks", 0.25), ("two-recipes", 0.125)):
        fine = play(level, Learn(11), Next())
        ends = {a: told(play(level, *fine.actions, Turn("alpha", a))) for a in stops(level, stage=1)}
        assert [a for a, end in ends.items() if end.endswith(" 1")] == [only] and best(level) == 4
        assert fine.level.par == shipped().level(level).par == 1


def test_thirteen_is_the_articles_loop_bit_for_bit() -> None:
    weight, goal_prediction, input, alpha = 0.1, 0.7, 0.3, 3
    session = play("thirteen", Learn(60))
    for iteration in range(60):
        prediction = input * weight
        error = (prediction - goal_prediction) ** 2
        delta = prediction - goal_prediction
        step = session.run.at(iteration)
        assert (step.weights, step.predictions, step.deltas) == ((weight,), ((prediction,),), ((delta,),))
        assert step.error == error and step.weight_deltas == (delta * input,)
        weight -= delta * input * alpha
    assert session.weights == [weight]


def test_warmers_smallest_step_depends_on_the_tolerance() -> None:
    ends = [told(free(part("warmer", 1), alpha=0.001, target=Near(tolerance))) for tolerance in (0.00075, 0.00051)]
    assert ends == ["land 1099", "land 1099"]
    assert told(free(part("warmer", 1), alpha=0.001, target=Near(0.0004))) == "land 1100"


def test_by_hand_three_steps_are_enough_and_five_after_a_wrong_one() -> None:
    level = shipped().level("warmer")
    (start,), knob = level.weights or (), level.knob("weight")
    assert knob is not None
    lands = [float(value) for value in knob.values() or () if play(level, Turn("weight", value)).won]
    assert lands == [1.6] and round((lands[0] - start) / (knob.step or 1)) == 3
    wrong = play(level, *(Turn("weight", value) for value in (1.2, 1.3, 1.4, 1.5)))
    assert not wrong.won
    wrong.do(Turn("weight", 1.6))
    assert wrong.won and wrong.tally.turns == 5


def test_stuck_steps_swings_between_two_predictions() -> None:
    session = play("stuck-steps", Turn("alpha", 0.2), Learn(20))
    assert {round(session.run.at(k).predictions[0][0], 9) for k in range(6, 21)} == {0.75, 0.85}


def test_orbit_at_one_swings_between_two_predictions() -> None:
    session = play("orbit", Learn(20))
    assert {round(session.run.at(k).predictions[0][0], 9) for k in range(2, 21)} == {0.75, 1.0}


def test_stuck_steps_fewest_moves() -> None:
    steps, found = fewest("stuck-steps", 4)
    assert steps == 3 == shipped().level("stuck-steps").par
    assert len(found) == 8 and [0.8, 0.4, 0.1] in found
    halving = (0.8, 0.4, 0.2, 0.1)  # takes one more
    assert [play("stuck-steps", *_steps(*halving[:count])).won for count in (3, 4)] == [False, True]


def test_orbit_fewest_steps() -> None:
    steps, found = fewest("orbit", 3)
    assert steps == 2 == shipped().level("orbit").par
    assert found == [[1, 1.2], [1.2, 1]]


def test_of_fourteen_ways_through_the_lock_four_land_and_one_is_at_par() -> None:
    level = shipped().level("hands-off")
    learners, throttles = (knob.values() or () for knob in level.knobs)
    ends = {(learner, alpha): told(play(level.id, Turn("learner", learner), Turn("alpha", alpha)))
            for learner in learners for alpha in throttles}  # fmt: skip
    landed = {way: int(end.split()[1]) for way, end in ends.items() if end.startswith("land")}
    assert len(ends) == 14 and len(landed) == 4
    assert [way for way, steps in landed.items() if steps <= 8] == [("gradient-descent", 1.4)]
    assert min(landed.values()) == 8 == level.par
    fixed = [steps for (learner, _alpha), steps in landed.items() if learner == "hot-and-cold"]
    assert min(fixed) == 11 == len(play(level.id, *level.ghost).run.errors)
    kinds = [end.split()[0] for end in ends.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"land": 4, "orbit": 1, "crawl": 2, "bump": 7}


def _steps(*alphas: float) -> list[Turn | Learn]:
    return [action for alpha in alphas for action in (Turn("alpha", alpha), Learn(1))]


def test_hands_off_shows_what_the_marker_asks() -> None:
    run = play("hands-off", Learn(5)).run
    assert [run.at(k).predictions[0][0] for k in (0, 1, 2)] == approx([0.25, 0.3875, 0.4906], abs=5e-5)
    assert run.at(5).predictions[0][0] == approx(0.6694824) and run.at(5).error == approx(0.0170348, abs=5e-8)


def test_overshoots_predictions() -> None:
    run = play("overshoot", Turn("alpha", 1.0), Learn(3)).run
    assert [run.at(k).predictions[0][0] for k in range(4)] == approx([0, 0.968, 0.76472, 0.80741], abs=5e-6)


def test_the_howl_multiplies_the_error_by_nine() -> None:
    session = free("runaway", alpha=1, recording=())
    session.do(Learn(4))
    assert list(session.run.errors) == approx([0.04, 0.36, 3.24, 29.16])
    recorded = play("runaway")
    assert recorded.count == recorded.recorded == 16 and recorded.run.error() == approx(485.8, abs=0.05)
    errors = [*recorded.run.errors, recorded.run.error()]
    assert next(k for k in range(16) if errors[k + 1] > errors[k]) == 8
    assert [errors[k + 1] / errors[k] for k in range(8, 16)] == approx([9] * 8)


def test_taking_over_the_howl() -> None:
    ends: dict[int, dict[int, list[float]]] = {}
    for stone in range(17):
        assert not play("runaway", TakeOver(stone)).reached
        for alpha in stops("runaway"):
            end = told(play("runaway", TakeOver(stone), Turn("alpha", alpha)))
            if " " in end:
                ends.setdefault(stone, {}).setdefault(int(end.split()[1]), []).append(alpha)
    fewest_from = {stone: min(steps) for stone, steps in ends.items()}
    assert [stone for stone, steps in fewest_from.items() if steps == 1] == [8]
    assert ends[8][1] == [0.2, 0.3]
    assert [fewest_from[stone] for stone in (6, 7, 0)] == [2, 2, 4]
    assert shipped().level("runaway").par == 1
