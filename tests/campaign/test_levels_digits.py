"""Chapter 8: the stencil, and the levels of digits on the shipped split."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from downslope import Accuracy, Digits, Impossible, Learn, Level, Next, Probe, Session, Show, Turn
from downslope.boards.pictures.digits_board import SHIFTED
from downslope.digits.dataset import load
from downslope.rules import accuracy, earned_stars
from downslope.solving.question_answers import answer_of
from lib.support import play, shipped

pytestmark = pytest.mark.slow


def level(name: str) -> Level:
    return shipped().level(name)


def test_one_stencil_alone_writes_the_wanted_map_in_one_look() -> None:
    ((pixels, wanted),) = level("edge-by-hand").data()
    windows = [[pixels[(r + i) * 8 + c + j] for i in range(3) for j in range(3)] for r in range(6) for c in range(6)]
    fits = [k for k in product((-1, 0, 1), repeat=9) if all(sum(map(float.__mul__, map(float, k), w)) == v
                                                            for w, v in zip(windows, wanted))]  # fmt: skip
    assert fits == [(-1, 0, 1) * 3]
    turns = [Turn("weight", value, i) for i, value in enumerate(fits[0])]
    for looks, stars in ((0, {1, 2}), (2, {1})):
        session = play("edge-by-hand", *looks * [Probe()], *turns)
        assert not session.won
        session.do(Probe())
        assert session.won and earned_stars(session) == stars
    assert earned_stars(play("edge-learned", Turn("picture", "dot"), Turn("alpha", 1), Learn(36))) == {1, 2}
    assert earned_stars(play("edge-learned", Turn("picture", "house"), Learn(5 * 36))) == {1}


@cache
def as_hinted(name: str) -> Session:
    """The solution of the first part, to be looked at only."""
    return play(name, *level(name).solution)


def test_ten_neurons_are_won_as_the_hint_says_and_have_three_passes() -> None:
    session = as_hinted("ten-neurons").copy()
    assert session.won and earned_stars(session) == {1, 2}
    with pytest.raises(Impossible):
        session.do(Learn(1))
    assert not play("ten-neurons", Turn("alpha", 0.1), Learn(3 * 1437)).won


def test_kernels_are_won_as_the_hints_say_by_strangers_too() -> None:
    session = as_hinted("kernels").copy()
    assert session.won and earned_stars(session) == {1, 2}
    session.do(Next())
    assert session.count == 0 and session.level.network.size == 1584
    assert shares(session, "on") == SHIFTED["on"]  # the training that is drawn for the bet on shifts
    assert session.won and earned_stars(session) == {1, 2, 3} and accuracy(session) >= 0.95


def shares(session: Session, shifts: str) -> tuple[tuple[float, ...], ...]:
    """Seen and unseen accuracy in per cent as the part's solution learns, with or without its turn of the shifts."""
    points = []
    for action in session.level.solution:
        if action != Turn("shifts", "on") or shifts == "on":
            session.do(action)
        if isinstance(action, Learn):
            points.append(tuple(round(100 * accuracy(session, unseen), 1) for unseen in (False, True)))
    return tuple(points)


def test_the_bet_on_shifts_is_answered_by_the_last_part_with_them_and_without() -> None:
    base, learn = level("kernels"), [Learn(200)]
    last = replace(base.stage(len(base.stages)), stages=(), questions=())
    assert shares(play(last), "off") == SHIFTED["off"]
    (question,) = base.questions
    short = replace(base, stages=[{**base.stages[-1], "solution": [Turn("shifts", "on"), *learn]}])
    part = replace(short.stage(1), stages=(), questions=())
    on, off = play(part, *part.solution), play(part, *learn)
    ends = ["up" if accuracy(on, unseen) > accuracy(off, unseen) else "down" for unseen in (False, True)]
    assert answer_of(question, short, shipped()) == " ".join(ends)
    seen, unseen = zip(*(SHIFTED[shifts][-1] for shifts in ("off", "on")))
    assert (question.right, seen[1] < seen[0], unseen[1] > unseen[0]) == ("down, and unseen up", True, True)
    strangers = base.stage(1)
    assert (strangers.examples, strangers.unseen) == (Digits("writers"), Digits("writers", unseen=True))


def test_a_net_reads_what_it_is_shown_and_can_be_fooled() -> None:
    net = as_hinted("kernels")
    start = replace(level("read-my-hand"), network=net.run.network, weights=tuple(net.weights), spread=1.0)
    session = play(start)
    assert session.weights == net.weights and not session.reached
    for label in range(10):
        digit = next(d for d in load()[::-1] if d.label == label)
        session.do(Show(digit.pixels, [float(n == label) for n in range(10)]))
    assert session.won and earned_stars(session) >= {1, 2}
    session.do(Next())
    assert not session.won
    session.do(Show(load()[0].pixels, [0.0] * 9 + [1.0]))  # a nought that the player calls a nine
    assert session.won and earned_stars(session) == {1, 2, 3}


def test_targets_of_ten_neurons_lie_below_what_its_solution_reaches_and_the_second_above_the_first() -> None:
    first, second = level("ten-neurons").target, level("ten-neurons").par_target
    assert isinstance(first, Accuracy) and isinstance(second, Accuracy)
    assert 0.9 < first.share < second.share <= accuracy(as_hinted("ten-neurons"))
