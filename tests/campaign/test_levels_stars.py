"""Each level played as its hints say earns its three stars; its start does not win; more than par costs the second."""

import pytest

from downslope.rules import stars
from downslope.rules.actions import Action, Answer, Freeze, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from downslope.rules.question import Marker, Question
from support import campaign, play, shipped


def answers(level: str, when: str) -> list[Action]:
    """The right answers to what is asked at this moment."""
    asked = enumerate(shipped().level(level).questions)
    return [Answer(k, q.right) for k, q in asked if q.when == when and not getattr(q, "knob", "")]


def calls(level: str, *actions: Action, then: str = "") -> list[Action]:
    return [*answers(level, "start"), *actions, *(answers(level, then) if then else ())]


def steps(*alphas: float) -> list[Action]:
    return [action for alpha in alphas for action in (Turn("alpha", alpha), Learn(1))]


def peeks(*passes: int) -> list[Action]:
    return [action for k in passes for action in (Turn("pass", k), Probe())]


WALL: list[Action] = [a for alpha in (0.1, 0.2, 0.3) for a in (Turn("alpha", alpha), Learn(4000), Reset())]


def send(weight: float) -> list[Action]:
    return [Turn("weight", weight), Probe()]


FIVE: list[Action] = [Turn("alpha", alpha, k) for k, alpha in enumerate((11.1, 4, 0.826, 0.25, 0.00907))]
GATE: list[Action] = [Turn("bucket", "all"), Stop()]
RULE: list[Action] = [Turn("first", "delta"), Turn("second", "input"), Learn(1)]

SOLUTIONS: dict[str, list[Action]] = {
    "double-it": [Turn("weight", 2.0), Next(), *answers("double-it", "in stage 1"), Next()],
    "a-hundredth": calls("a-hundredth", *send(0.01)),
    "seven": [Turn("weight", 0.65), *GATE, *answers("seven", "landed")],
    "below-zero": [*send(-1.5), Next(), *answers("below-zero", "in stage 1")],
    "one-knob-two-days": [Turn("strike", "4 → 9"), *send(1.5)],
    "in-the-dark": send(1.55),
    "plus-and-minus": calls("plus-and-minus", *send(1.0), Next(), Turn("metric", "squared"), *send(0.6), Stop()),
    "the-grump": [
        Turn("metric", "absolute"), Learn(200), *answers("the-grump", "run"),
        Next(), Turn("metric", "squared"), Learn(200),
    ],
    "no-perfect-answer": calls("no-perfect-answer", *send(1.5), Stop()),
    "warmer": [Turn("weight", 1.6), Next(), *answers("warmer", "in stage 1"), Turn("alpha", 0.1), Learn(11)],
    "stuck-steps": calls("stuck-steps", *steps(0.8, 0.4, 0.1)),
    "which-way": calls("which-way", *RULE),
    "dead-wire": calls("dead-wire", Learn(4), *answers("dead-wire", "stage 1"), Next(), Learn(1)),
    "hands-off": calls("hands-off", Turn("alpha", 1.4), Learn(8)),
    "thirteen": calls("thirteen", Turn("alpha", 9), Learn(3)),
    "goldilocks": calls("goldilocks", Turn("alpha", 0.3), Learn(4), Next(), *steps(0.25)),
    "overshoot": [Turn("alpha", 1.0), Learn(3), Next(), Learn(67)],
    "runaway": calls("runaway", TakeOver(8), *steps(0.2)),
    "two-recipes": calls("two-recipes", Turn("alpha", 0.1), Learn(4), Next(), *steps(0.125)),
    "orbit": calls("orbit", *steps(1, 1.2)),
    "one-step": [*FIVE, Learn(1), Next(), Turn("alpha", 0.0625), Learn(1)],
    "sealed-box": [Learn(1), *answers("sealed-box", "step 1"), *steps(0.391)],
    "three-neurons": calls("three-neurons", Turn("alpha", 0.47), Learn(51)),
    "toes": calls("toes", Turn("alpha", 0.014), Learn(2), Next(), Turn("alpha", 0.0135), Learn(1)),
    "freeze-the-toes": [Freeze(0), Learn(7), *answers("freeze-the-toes", "landed")],
    "valley": [
        Turn("alpha", 0.6), Learn(58), *answers("valley", "stage 1"), Next(), Turn("beta", 0.6), Learn(13),
    ],
    "streetlights": calls("streetlights", Turn("alpha", 0.4), Learn(3 * 6)),
    "noisy-lights": calls("noisy-lights", Turn("alpha", 0.2), Learn(5 * 6), Turn("alpha", 0.05), Learn(8 * 6)),
    "the-wall": calls("the-wall", *WALL, Turn("wire", "left and middle both lit"), Learn(4000)),
    "hidden-four": calls("hidden-four", Turn("alpha", 0.5), Learn(13 * 4)),
    "all-zeros": calls("all-zeros", Turn("spread", 1), Learn(37 * 4), Next(), Turn("weight", -0.3, 1), Learn(48 * 4)),
    "dead-relu": calls("dead-relu", Turn("weight", 2, 3), Turn("weight", 2, 7), Learn(10 * 4)),
    "linear-layers": calls("linear-layers", Turn("activation", "relu", 1), Learn(39 * 4)),
    "stop-in-time": calls("stop-in-time", *peeks(20, 80, 320, 75), Stop()),
}  # fmt: skip

# the same goal, at one more than par, or without the stage that the second star asks for: where it is no plain count of
# steps (those pars are told by the tests of each chapter, what more than par costs by rules/test_stars.py)
SLOWER: dict[str, list[Action]] = {
    "seven": [*GATE, Reset(), Turn("weight", 0.65), *GATE],
    "which-way": [action for tile in ("1", "goal", "delta") for action in (Turn("first", tile), Learn(1))] + RULE[1:],
    "dead-wire": [Answer(0, "up"), Answer(1, "down"), Learn(4), Next(), Learn(1)],
    "goldilocks": [Turn("alpha", 0.3), Learn(4)],
    "runaway": [TakeOver(7), *steps(0.2, 0.2)],
    "two-recipes": [Turn("alpha", 0.1), Learn(4)],
    "valley": [Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.4), Learn(58)],
    "the-wall": [*WALL, Turn("wire", "always 1"), Turn("wire", "left and middle both lit"), Learn(4000)],
    "all-zeros": [Turn("spread", 2), Learn(42 * 4)],
    "dead-relu": [Turn("weight", 1, 0), Turn("weight", 2, 3), Turn("weight", 2, 7), Learn(100 * 4)],
    "linear-layers": [Turn("activation", "relu", 1), Turn("activation", "relu", 2), Learn(37 * 4)],
    "stop-in-time": [*peeks(20, 80, 320, 75, 60), Stop()],
}  # fmt: skip


def test_there_is_a_solution_for_every_level_but_those_of_images() -> None:  # they have tests of their own
    assert [v.id for v in campaign() if v.chapter != "images"] == list(SOLUTIONS)


def test_as_the_hints_say_earns_three_stars() -> None:
    for level, actions in SOLUTIONS.items():
        session = play(level, *actions)
        assert session.complete and stars.earned_stars(session) == {1, 2, 3}, level
        assert stars.earned_stars(session, watched=True) == {1}


def test_slower_than_par_is_still_reached() -> None:
    for level, actions in SLOWER.items():
        session = play(level, *actions)
        assert session.complete and stars.earned_stars(session) == {1}, level


@pytest.mark.slow
def test_the_start_does_not_win() -> None:
    for level in campaign():
        session = play(level)
        assert not (session.reached and session.level.wins) and not session.won, level.id
        for action in [Probe()] * (level.probes is not None) + [Stop()] * level.stop:
            session.do(action)
        assert not session.won, level.id


def test_a_stage_with_a_start_of_its_own_does_not_win_there() -> None:
    for level in (v for v in campaign() if v.id in SOLUTIONS and any("weights" in s for s in v.stages)):
        actions = SOLUTIONS[level.id]
        session = play(level, *actions[: actions.index(Next()) + 1])
        assert session.stage == 1 and not session.reached and not session.won, level.id


def test_a_wrong_bet_costs_the_third_star_only() -> None:
    for level, actions in SOLUTIONS.items():
        questions = shipped().level(level).questions
        bets = {k for k, q in enumerate(questions) if q.star == 3 and not getattr(q, "knob", "")}
        wrong = [Answer(a.question, _not(questions[a.question])) if isinstance(a, Answer) and a.question in bets else a
                 for a in actions]  # fmt: skip
        assert stars.earned_stars(play(level, *wrong)) == ({1, 2} if bets else {1, 2, 3}), level


def _not(question: Question | Marker) -> str | float:
    if isinstance(question, Marker):
        return question.right + 2 * question.within
    return next(answer for answer in question.answers if answer != question.right)


def test_the_wrong_strike_costs_the_third_star() -> None:
    session = play("one-knob-two-days", Turn("strike", "2 → 3"), Turn("strike", "4 → 9"), *send(1.5))
    assert stars.earned_stars(session) == {1, 2}
