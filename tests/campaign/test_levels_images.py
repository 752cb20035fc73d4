"""Chapter 8: every notch and par of its levels. The numbers are the level table's, kept by hand on purpose."""

from itertools import product

from pytest import approx

from downslope.rules.actions import Action, Learn, Probe, Turn
from downslope.rules.session import Session
from downslope.rules.stars import earned_stars
from downslope.rules.target import exam
from support import shipped as catalog

EDGE: dict[str, dict[float, int | str]] = {
    "dot": {0.05: 88, 0.1: 43, 0.2: 21, 0.4: 9, 0.6: 5, 1.0: 1},
    "house": {0.05: 9, 0.1: 5, 0.2: 5, 0.4: "runaway", 0.6: "runaway", 1.0: "runaway"},
}


def play(level: str, *actions: Action) -> Session:
    return Session(catalog().level(level), catalog(), actions)


def passes(session: Session) -> int | str:
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    assert session.outcome is not None
    won = session.outcome.kind in ("land", "overshoot")
    return session.count // len(session.run.batches) if won else session.outcome.kind


def test_one_stencil_alone_writes_the_wanted_map() -> None:
    level = catalog().level("edge-by-hand")
    ((pixels, wanted),) = level.data()
    windows = [[pixels[(r + i) * 8 + c + j] for i in range(3) for j in range(3)] for r in range(6) for c in range(6)]
    fits = [k for k in product((-1, 0, 1), repeat=9) if all(sum(map(float.__mul__, map(float, k), w)) == v
                                                            for w, v in zip(windows, wanted))]  # fmt: skip
    assert fits == [(-1, 0, 1) * 3]
    corner = [wanted[6 * r + c] for r in range(3) for c in range(3)]
    assert corner == list(fits[0][::-1]), "the lone dot writes the stencil, turned half round"


def test_the_stencil_in_one_look() -> None:
    turns = [Turn("weight", value, i) for i, value in enumerate((-1, 0, 1) * 3)]
    session = play("edge-by-hand", *turns)
    assert not session.won
    session.do(Probe())
    assert session.won and earned_stars(session) == {1, 2}
    late = play("edge-by-hand", Probe(), Probe(), *turns, Probe())
    assert late.won and earned_stars(late) == {1}


def test_every_teacher_at_every_alpha() -> None:
    for picture, ends in EDGE.items():
        found = {alpha: passes(play("edge-learned", Turn("picture", picture), Turn("alpha", alpha))) for alpha in ends}
        assert found == ends
    for alpha in (0.05, 0.1, 0.2, 0.4):
        session = play("edge-learned", Turn("alpha", alpha))
        assert passes(session) == "stuck"
        assert exam(session) == approx(0, abs=1e-6) and exam(session, unseen=True) == approx(4.8889, abs=5e-5)


def test_one_pass_is_par() -> None:
    assert earned_stars(play("edge-learned", Turn("picture", "dot"), Turn("alpha", 1), Learn(36))) == {1, 2}
    assert earned_stars(play("edge-learned", Turn("picture", "house"), Learn(5 * 36))) == {1}
