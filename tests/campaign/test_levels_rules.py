"""The levels with a shape of their own: a rule of tiles, two microphones, five telescopes, the sealed box."""

import pytest
from pytest import approx

from downslope.rules.actions import Answer, Impossible, Learn, Next, Reset, Turn
from downslope.rules.session import Session
from support import play, shipped, stops, told


def ruled(first: str, second: str) -> Session:
    return play("which-way", Turn("first", first), Turn("second", second), Learn(1))


def test_only_delta_times_input_makes_all_five_errors_smaller() -> None:
    tiles = stops("which-way", "first")
    assert tiles == stops("which-way", "second") == ["1", "delta", "input", "prediction", "goal"]
    pairs = [(a, b) for a in tiles for b in tiles]
    assert len({frozenset(pair) for pair in pairs}) == 15
    assert [pair for pair in pairs if ruled(*pair).won] == [("delta", "input"), ("input", "delta")]


def test_the_five_calls_are_the_signs_of_the_articles_step() -> None:
    session = ruled("delta", "input")
    start, (now,) = session.run.at(0).weights, [session.weights]
    moved = ["up" if after > before else "down" for before, after in zip(start, now)]
    assert moved == ["down", "up", "down", "up", "up"]
    assert [q.right for q in shipped().level("which-way").questions] == moved


def test_a_rule_of_tiles_moves_each_weight_by_its_own_numbers() -> None:
    session = ruled("goal", "prediction")
    goals, predictions = (1, 2, 1, 0.5, 2), (2, 1, -2, 2, 0.5)
    assert session.run.at(0).predictions == (predictions,)
    moves = [after - before for before, after in zip(session.run.at(0).weights, session.weights)]
    assert moves == approx([-0.1 * goal * prediction for goal, prediction in zip(goals, predictions)])


def test_every_new_rule_starts_anew_and_each_test_counts() -> None:
    session = play("which-way", Learn(1))
    assert not session.won and session.tally.runs == 1
    session.do(Turn("first", "delta"))
    assert session.count == 0 and session.weights == [1, 0.5, 1, -2, 1]
    for action in (Learn(1), Turn("second", "input"), Learn(1)):
        session.do(action)
    assert session.won and session.tally.cost_at_win == {0: 3}
    assert shipped().level("which-way").par == 3


def test_two_wrong_rules_cannot_win_together() -> None:
    session = play("which-way", Turn("first", "input"), Learn(1), Learn(1), Learn(1))
    assert not session.won


def test_the_unplugged_microphone() -> None:
    session = play("dead-wire", Learn(4))
    assert session.run.at(0).predictions == ((-1.0,),)
    assert session.outcome is not None and (session.outcome.kind, session.outcome.step) == ("land", 4)
    assert session.weights == approx([0.5, -0.498], abs=5e-4) and session.weights[0] == 0.5
    session.do(Next())
    assert session.run.at(0).predictions[0][0] == approx(1.5, abs=0.005)
    before = list(session.weights)
    session.do(Learn(1))
    assert session.won and session.complete
    assert session.weights[0] < before[0] and session.weights[1] > before[1]


def test_nothing_can_be_turned_at_the_microphones() -> None:
    for knob in ("weight", "alpha", "metric"):
        with pytest.raises(Impossible):
            play("dead-wire").do(Turn(knob, 0.5))


def test_of_calls_on_needles_those_that_are_right_are_counted_and_there_is_no_par() -> None:
    session = play("dead-wire", Answer(0, "stays"), Answer(1, "up"), Learn(4))
    assert session.tally.cost_at_win == {0: 1} and session.level.par is None


def pressed(*alphas: float) -> Session:
    turns = [Turn("alpha", alpha, index) for index, alpha in enumerate(alphas)]
    return play("one-step", *turns, Learn(1))


def test_no_telescope_lands_with_the_alphas_of_the_start() -> None:
    session = play("one-step", Learn(1))
    left = [p - 1 for p in session.run.network.predict(session.weights, session.run.examples[0][0])]
    assert all(abs(miss) > 0.02 for miss in left) and not session.won


def test_one_press_tells_all_five_and_the_second_lands() -> None:
    session = play("one-step")
    knob = session.level.knob("alpha")
    assert knob is not None
    inputs = session.run.examples[0][0]
    session.do(Learn(1))
    left = [1 - p for p in session.run.network.predict(session.weights, inputs)]
    assert left == approx([1 - x * x for x in inputs])
    alphas = [knob.snap(1 / (1 - part)) for part in left]
    assert alphas == [11.1, 4, 0.826, 0.25, 0.00907]
    for index, alpha in enumerate(alphas):
        session.do(Turn("alpha", alpha, index))
    for action in (Reset(), Learn(1)):
        session.do(action)
    assert session.won and session.tally.cost_at_win == {0: 2} and shipped().level("one-step").par == 2


def test_the_answers_of_the_law_land_at_once() -> None:
    session = pressed(11.1, 4, 0.826, 0.25, 0.00907)
    assert session.won and session.tally.cost_at_win == {0: 1}
    (inputs,) = [x for x, _ in session.run.examples]
    assert [1 / (x * x) for x in inputs] == approx([11.1, 4, 0.826, 0.25, 0.00907], rel=0.002)


def test_all_five_must_land() -> None:
    for wrong in range(5):
        alphas = [11.1, 4, 0.826, 0.25, 0.00907]
        alphas[wrong] *= 1.03
        assert not pressed(*alphas).won


def test_several_presses_do_not_add_up() -> None:
    session = pressed(*(0.6 * alpha for alpha in (11.1, 4, 0.826, 0.25, 0.00907)))
    for action in (Learn(6), Turn("alpha", 0.5, 1), Learn(1)):
        session.do(action)
    assert session.reached and not session.won


SIXTH = {0.0625: True, 0.0613: True, 0.0637: True, 0.061: False, 0.064: False}


def test_the_sixth_telescope() -> None:
    for alpha, lands in SIXTH.items():
        session = play("one-step", *pressed(11.1, 4, 0.826, 0.25, 0.00907).actions, Next())
        assert session.knobs["alpha"] == 1 and session.weights == [0]
        session.do(Turn("alpha", alpha))
        session.do(Learn(1))
        assert session.won is lands and session.tally.runs == 1


def test_any_first_step_opens_the_sealed_box() -> None:
    for first in [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 2, 2.7]:
        session = play("sealed-box", Turn("alpha", first), Learn(1))
        assert not session.won
        knob = session.level.knob("alpha")
        assert knob is not None
        before, after = (session.run.at(k).deltas[0][0] for k in (0, 1))
        alpha = knob.snap(first / (1 - after / before))
        assert before == approx(-0.88) and alpha == 0.391
        session.do(Turn("alpha", alpha))
        session.do(Learn(1))
        assert session.won and session.tally.cost_at_win == {0: 2} and session.level.par == 2


def test_after_a_wild_first_step_three_digits_are_too_few_for_two() -> None:
    assert told(play("sealed-box", Turn("alpha", 5), Learn(1), Turn("alpha", 0.391))) == "overshoot 3"


def test_the_hint_of_the_sealed_box() -> None:
    run = play("sealed-box", Learn(1)).run
    part = run.at(1).deltas[0][0] / run.at(0).deltas[0][0]
    assert part == approx(0.744) and (1 - part) / 0.1 == approx(2.56)
