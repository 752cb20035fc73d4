"""Chapter 8: the stencil, and the levels of digits on the shipped split. The whole game plays them with three stars."""

from dataclasses import replace
from itertools import product

import pytest

from downslope import Digits, Learn, Next, Probe, Session, Turn
from downslope.boards.pictures.digits_board import SHIFTED
from downslope.rules import accuracy, earned_stars
from downslope.solving.question_answers import answer_of
from lib.support import play, shipped

pytestmark = pytest.mark.slow


def test_one_stencil_alone_writes_the_wanted_map_in_one_look() -> None:
    ((pixels, wanted),) = shipped().level("edge-by-hand").data()
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
    assert earned_stars(play("edge-learned", Turn("picture", "house"), Learn(5 * 36))) == {1}


def shares(session: Session, shifts: str, passes: int) -> tuple[tuple[float, ...], ...]:
    """Seen and unseen accuracy in per cent as the part's solution learns, with or without its turn of the shifts."""
    points = list[tuple[float, ...]]()
    for action in session.level.solution:
        if len(points) < passes and (shifts == "on" or action != Turn("shifts", "on")):
            session.do(action)
            if isinstance(action, Learn):  # the many seen ones are asked after every other pass
                asked = (False, True)[len(points) % 2 != (shifts == "on") :]
                points.append(tuple(round(100 * accuracy(session, unseen), 1) for unseen in asked))
    return tuple(points)


def test_kernels_are_won_as_the_hints_say_by_strangers_too_and_the_bet_is_what_shifts_do() -> None:
    """The training that is drawn for the bet is the last part's, with them, and without them as far as it is asked."""
    base = shipped().level("kernels")
    session = play(base, *base.solution)
    assert session.won and earned_stars(session) == {1, 2}
    session.do(Next())
    assert session.count == 0 and session.level.network.size == 1584
    assert shares(session, "on", 10) == tuple(both[k % 2 == 0 :] for k, both in enumerate(SHIFTED["on"]))
    assert session.won and earned_stars(session) == {1, 2, 3} and accuracy(session) >= 0.95
    last = play(replace(base.stage(len(base.stages)), stages=(), questions=()))
    assert shares(last, "off", 4) == tuple(both[k % 2 :] for k, both in enumerate(SHIFTED["off"][:4]))
    (question,), learn = base.questions, Learn(200)
    short = replace(base, stages=[{**base.stages[-1], "solution": [Turn("shifts", "on"), learn]}])
    part = replace(short.stage(1), stages=(), questions=())
    on, off = play(part, *part.solution), play(part, learn)
    ends = ["up" if accuracy(on, unseen) > accuracy(off, unseen) else "down" for unseen in (False, True)]
    assert answer_of(question, short, shipped()) == " ".join(ends)
    seen, unseen = zip(*(SHIFTED[shifts][-1] for shifts in ("off", "on")))
    assert (question.right, seen[1] < seen[0], unseen[1] > unseen[0]) == ("down, and unseen up", True, True)
    assert (base.stage(1).examples, base.stage(1).unseen) == (Digits("writers"), Digits("writers", unseen=True))
