"""The numbers that the bets of chapters 1, 2, 5 and 8 play out, each from a session of its own."""

from __future__ import annotations

from typing import Any

import pytest

from downslope.attempt.bets import run_of
from downslope.boards.pictures.digits_board import SHIFTED
from downslope.rules.actions import Learn, Next, Stop, Turn
from downslope.rules.question import RUNS, Question
from downslope.rules.session import Session
from downslope.solving.autosolve import run_until
from support import play, shipped, stops, told


def bet(level: str) -> Question:
    (asked,) = [q for q in shipped().level(level).questions if isinstance(q, Question) and not q.knob]
    return asked


def predictions(level: str, alpha: float, steps: int) -> list[float]:
    session = play(level, Turn("alpha", alpha), Learn(steps))
    run = session.run
    weights = [run.history.weights_at(k)[0] for k in range(1, run.count)] + [run.weights[0]]
    return [run.predict([w], run.examples[0][0])[0] for w in weights]


# The bets whose run may win: with a setting that the player has found before, or of a level of their own.
MAY_WIN = {"double-it", "below-zero", "dead-wire", "valley", "kernels"}
CALLED = {"which-way"}  # what is asked there is the level's own task, and nothing is played


@pytest.mark.slow
def test_the_run_of_a_bet_is_never_the_solution() -> None:
    for name in sorted(set(shipped().levels) - MAY_WIN - CALLED):
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


def test_one_weight_serves_the_next_two_trails() -> None:
    session = play("double-it", Turn("weight", 2.0))
    met = list[float]()
    for _order in range(2):
        session.do(Next())
        met.append(session.run.predict(session.weights, session.run.examples[0][0])[0])
        assert session.won
    assert met == [8.0, 14.0]
    assert bet("double-it").when == "in stage 1"


def test_the_lid_closes_and_nobody_touches_the_dial() -> None:
    session = play("below-zero", *bet("below-zero").actions)
    assert session.run.predict(session.weights, session.run.examples[0][0])[0] == -6.0 and session.won


def test_a_bucket_twice_as_large_gets_too_much_by_a_weight_that_was_fine() -> None:
    asked = bet("seven")
    run = play(asked.level).run
    assert run.predict(run.weights, run.examples[0][0])[0] == pytest.approx(14.7) and run.examples[0][1] == (14,)
    assert play("seven", Turn("weight", run.weights[0]), Turn("bucket", "all"), Stop()).won


def test_the_signed_meter_is_a_ramp() -> None:
    session = play("plus-and-minus")
    errors = [2 * session.run.full_problem.error([w]) for w in (-2.0, 0.0, 1.0)]
    assert errors == pytest.approx([-12.0, -4.0, 0.0])


def test_three_plants_meet_their_marks_one_after_the_other() -> None:
    assert [goal[0] / input[0] for input, goal in shipped().level("no-perfect-answer").data()] == pytest.approx(
        [1.5, 1.2, 1.6]
    )


def test_runs_of_the_bets_on_alpha() -> None:
    for level, alpha, steps, shown in [
        ("thirteen", 15, 4, [0.9345, 0.6179, 0.7287, 0.6899]),
        ("goldilocks", 0.4, 4, [0.68, 0.872, 0.7568, 0.8259]),
        ("two-recipes", 0.25, 4, [0.6, 1.0, 0.6, 1.0]),
    ]:
        assert predictions(level, alpha, steps) == pytest.approx(shown, abs=5e-5)
        assert Turn("alpha", alpha) in bet(level).actions


def test_clicks_that_take_as_long() -> None:
    """That is for the player to find: the counter shows it, the bet does not tell it."""
    ends = {alpha: told(play("goldilocks", Turn("alpha", alpha))) for alpha in stops("goldilocks")}
    assert [alpha for alpha, end in ends.items() if end.endswith(" 11")] == [0.1, 0.4]
    told_words: Any = bet("goldilocks")
    assert "11" not in " ".join([told_words.text, *told_words.answers, told_words.why])


def shown(level: str) -> Session:
    """What the level's bet plays."""
    session = run_of(bet(level), shipped().level(level), shipped())
    assert session is not None
    return session


def exams(session: Session, *steps: int) -> list[float]:
    """After so many steps: the squared misses of all examples, added up."""
    sums = list[float]()
    for step in steps:
        weights, squares = session.run.weights_at(step), 0.0
        for input, goals in session.run.examples:
            for prediction, goal in zip(session.run.network.predict(weights, input), goals):
                squares += (prediction - goal) ** 2
        sums.append(squares)
    return sums


def test_what_the_bets_of_chapters_5_to_8_play_is_what_they_say() -> None:
    recorded = play("runaway").run.errors
    assert [after / before for before, after in zip(recorded, recorded[1:])][8:] == pytest.approx([9] * 7)
    toes = shown("toes").run
    moves = [after - before for before, after in zip(toes.weights_at(0), toes.weights_at(1))]
    assert moves == pytest.approx([0.00476, 0.00036, 0.00067], abs=5e-6) and round(moves[0] / moves[1]) == 13
    valley = shown("valley")
    assert (valley.count, valley.won, valley.knobs["alpha"], valley.knobs["beta"]) == (22, True, 0.8, 0.4)
    noisy, walks = shown("noisy-lights"), shipped().level("streetlights").data()
    assert exams(noisy, 180) == pytest.approx([0.603], abs=5e-4) and noisy.count == 180
    answers = [noisy.run.network.predict(noisy.weights, input)[0] > 0.5 for input, _goal in walks]
    assert answers == [goal == (1,) for _input, goal in walks], "of all six it knows who really walked"
    zeros = shown("all-zeros")
    assert exams(zeros, 0, 4, 8, 12) == [2.0, 2.0, 2.0, 2.0] and zeros.weights == [0.0] * 16
    glass = shown("linear-layers")
    found = exams(glass, 0, 4, 20, 80, 200, 400, 1000)
    assert found == pytest.approx([6.09, 5.65, 4.53, 2.60, 1.41, 1.055, 1.004], abs=5e-3) and glass.count == 1000
    beams = [glass.run.network.predict(glass.weights, (t, across, 1))[0]
             for t in (0, 0.5, 1) for across in (t, 1 - t)]  # fmt: skip
    assert all(0.45 < beam < 0.5 for beam in beams)
    assert [SHIFTED[shifts][-1] for shifts in ("off", "on")] == [(100.0, 92.2), (99.4, 95.3)]


def test_an_even_wall_writes_nothing() -> None:
    asked = bet("edge-by-hand")
    session = play(asked.level)
    pixels = session.run.examples[0][0]
    assert set(pixels) == {1.0}
    assert set(session.run.predict(session.weights, pixels)) == {0.0}
    columns = [sum(session.weights[k::3]) for k in range(3)]
    assert columns == [3.0, 0.0, -3.0] or columns == [-3.0, 0.0, 3.0]
