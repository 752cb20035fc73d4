"""The runs of a visit that are over: what is kept of them, and when."""

from __future__ import annotations

import pytest

from attempt.visits import visit
from downslope.attempt.past_runs import alphas_of
from downslope.rules.actions import Answer, Freeze, Learn, Next, Reset


def test_a_reset_keeps_what_was() -> None:
    here = visit("valley", bets=False)
    here.turn("alpha", 0.6)
    assert here.act(Learn(58)) and here.session.won
    run = here.session.run
    here.reset()
    (past,) = here.runs.kept
    assert past.learner == "momentum" and past.alphas == (0.6,) and past.knobs == (("beta", (0,)),)
    assert past.errors == (*run.errors, run.error()) and past.every == 1
    assert past.path == (*(run.history.weights_at(k) for k in range(58)), tuple(run.weights))
    assert past.beats == 58 and past.won and past.outcome in ("land", "overshoot") and past.number == 0
    here.act(Learn(3))
    here.reset()
    assert [old.number for old in here.runs.kept] == [0, 1] and here.runs.kept[1].outcome is None


def test_undo_keeps_a_run_that_was_over_and_gives_it_back() -> None:
    here = visit("valley", bets=False)
    here.turn("alpha", 0.6)
    here.act(Learn(58))
    here.reset()
    here.undo()  # the reset: the run is the present one again
    assert len(here.runs.kept) == 1 and here.runs.others(here.session) == []
    here.undo()  # its steps
    assert here.session.count == 0 and len(here.runs.others(here.session)) == 1


def test_undo_of_a_run_under_way_keeps_nothing() -> None:
    here = visit("valley", bets=False)
    here.act(Learn(3))
    here.undo()
    assert here.runs.kept == []


def test_a_rewound_run_stays() -> None:
    here = visit("valley", bets=False)
    here.turn("alpha", 0.6)
    here.act(Learn(58))
    here.look(10)
    here.rewind()
    here.turn("alpha", 0.3)
    here.act(Learn(2))
    assert [old.beats for old in here.runs.kept] == [58]
    assert alphas_of(here.session.run) == (0.6, 0.3)


def test_the_next_part_is_another_run() -> None:
    here = visit("valley", bets=False)
    here.turn("alpha", 0.6)
    here.act(Learn(58))
    here.act(Next())
    here.turn("beta", 0.6)
    here.act(Learn(2))
    here.turn("beta", 0.2)
    here.act(Learn(2))
    here.reset()
    assert [old.stage for old in here.runs.kept] == [0, 1]
    assert here.runs.kept[1].knobs == (("beta", (0.6, 0.2)),)


@pytest.mark.parametrize("way", ["leave", "take"])
def test_the_machines_run_stays_too(way: str) -> None:
    here = visit("freeze-the-toes", bets=False)
    here.act(Freeze(0))
    here.act(Learn(7))
    here.auto()
    machine = here.machine
    assert machine is not None
    machine.set_speed(5)
    for _ in range(2000):
        here.update(1 / 60)
        if machine.done:
            break
    assert machine.session.won
    here.look(3)
    here.exit_machine() if way == "leave" else here.take_over()
    assert any(old.machine and old.won and old.beats == 7 for old in here.runs.kept)
    if way == "take":
        assert here.session.count == 3 and any(not old.machine for old in here.runs.kept)


def test_a_bet_is_no_run() -> None:
    here = visit("toes", bets=False)
    here.act(Answer(0, "toes"))
    here.act(Reset())
    assert here.runs.kept == []
