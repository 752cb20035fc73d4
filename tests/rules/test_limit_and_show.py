"""A run of so many passes and no more, and drawings that are shown to a net."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from downslope import (
    Accuracy,
    Drawn,
    Example,
    Fooled,
    Knob,
    Learn,
    Level,
    Neuron,
    Next,
    Reset,
    Session,
    Show,
    Turn,
)
from downslope.rules.actions import from_json, to_json
from downslope.rules.stars import condition_of, earned_stars
from downslope.solving.autosolve import solve
from downslope.solving.fairness import check
from downslope.storage.netfile import SavedNet
from support import shipped

CARDS = [Example([1, 0, 0.5], [1, 0]), Example([0, 1, 0.5], [0, 1]), Example([1, 0, 0.4], [1, 0]),
         Example([0.2, 1, 0], [0, 1])]  # fmt: skip


def level(**more: Any) -> Level:
    fields: dict[str, Any] = {
        "title": "", "network": Neuron(3, 2), "examples": CARDS, "unseen": CARDS, "weights": [0] * 6, "alpha": 0.01,
        "batch": 1, "target": Accuracy(1.0), "limit": 3, "budget": 3, "stop": True, "par": 3, "par_unit": "passes",
        "knobs": [Knob("alpha", 0.001, 1.0)],
    }  # fmt: skip
    return Level("cards", **{**fields, **more})


def play(*actions: Any, **more: Any) -> Session:
    return Session(level(**more), shipped(), actions)


def test_a_knob_turned_within_the_last_pass_leaves_a_run_that_has_an_end_all_the_same() -> None:
    session = play(Learn(10), Turn("alpha", 0.002), Learn(2), target=Accuracy(1.0, unseen=True), alpha=0.001,
                   unseen=[Example([0, 0, 0], [0, 1])])  # fmt: skip
    assert session.outcome is not None
    assert (session.outcome.kind, session.count, session.won) == ("crawl", 12, False)


def test_it_is_judged_when_they_are_over_whatever_was_turned() -> None:
    early = play(Learn(4))
    assert early.reached and not early.won and early.outcome is None
    for actions in ([Learn(12)], [Learn(4), Turn("alpha", 0.1), Learn(8)], [Learn(10), Turn("alpha", 0.1), Learn(2)]):
        session = play(*actions)
        assert session.won and session.outcome is not None and session.outcome.kind == "land"
        assert earned_stars(session) & {1, 2} == {1, 2}
    short = play(Learn(12), target=Accuracy(1.1))
    assert not short.won and short.outcome is not None and short.outcome.kind == "crawl"


def test_a_known_solution_is_what_the_machine_plays() -> None:
    known = (Turn("alpha", 0.05), Learn(4), Turn("alpha", 0.02), Learn(8))
    session = play(solution=known)
    played = list(solve_all(session))
    assert session.won and session.weights == play(*known).weights
    assert played.count(Learn(1)) == 12 and [a for a in played if isinstance(a, Turn)] == [known[0], known[2]]
    assert [str(f) for f in check(level(solution=known), shipped())] == []
    assert len(list(check(level(solution=[Learn(12)], target=Accuracy(1.1)), shipped()))) == 1


def solve_all(session: Session) -> Any:
    for action in solve(session):
        session.do(action)
        yield action


def pad(**more: Any) -> Level:
    """A net that tells left from right, sure of itself, and three drawings."""
    stages = [{"star": 3, "target": Fooled(0.6)}]
    fields = {"learner": None, "weights": [5, 0, 0, 0, 5, 0], "metric": "softmax-cross-entropy", "limit": None}
    drawn = {"target": Drawn(2), "par": 2, "par_unit": "drawings", "par_target": Drawn(2)}
    return level(**fields, **drawn, stages=stages, stop=False, **more)


LEFT, RIGHT = Show([1, 0, 0], [1, 0]), Show([0, 1, 0], [0, 1])


def test_drawings_are_read_each_kind_by_its_first() -> None:
    session = Session(pad(), shipped(), [LEFT, LEFT])
    assert not session.won
    session.do(RIGHT)
    assert session.won and earned_stars(session) == {1}  # three drawings, where two would do
    assert earned_stars(Session(pad(), shipped(), [LEFT, RIGHT])) == {1, 2}
    wrong = Session(pad(), shipped(), [Show([0, 1, 0], [1, 0]), LEFT, RIGHT])
    assert not wrong.won  # its first left was read as right
    wrong.do(Reset())
    assert wrong.shown == []


def test_who_fools_the_net_has_the_third_star() -> None:
    session = Session(pad(), shipped(), [LEFT, RIGHT, Next(), LEFT, Show([1, 0.95, 0], [0, 1])])
    assert not session.won  # read as left, but with a share of .56
    session.do(Show([1, 0.2, 0], [0, 1]))
    assert session.won and earned_stars(session) == {1, 2, 3} and condition_of(session.base, 3).kind == "stage"


def test_drawings_are_kept_as_any_action() -> None:
    session = Session(pad(), shipped(), [LEFT, RIGHT])
    again = [from_json(json.loads(json.dumps(to_json(action)))) for action in session.actions]
    assert Session(pad(), shipped(), again).won and session.undo().shown == session.shown[:1]


def test_a_level_takes_a_net_of_another_shape() -> None:
    start = replace(pad(), weights=None, weights_from="other")
    net = SavedNet(Neuron(3, 2), [0.0, 5.0, 0.0, 5.0, 0.0, 0.0])
    taken = replace(start, network=net.network, weights=tuple(net.weights), spread=1.0)
    assert Session(taken, shipped()).weights == net.weights
    assert list(check(start, shipped())) == []  # nobody can tell without the player's own net
