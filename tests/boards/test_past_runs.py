"""The runs of a visit that are over: what is kept of them, and when."""

from __future__ import annotations

from typing import Any

import pytest

from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.attempt.past_runs import MOST, alphas_of, beats_of, knob_values, mark_of, past_of
from downslope.learning.named import Neuron
from downslope.rules.actions import Answer, Freeze, Learn, Next, Reset, Turn
from downslope.rules.level import Example, Level
from downslope.rules.session import Session
from downslope.rules.target import Exam
from downslope.storage.saves import Store
from support import shipped

LIGHTS = Level(
    "lights", title="Lights", network=Neuron(2), examples=[Example((1, 0), 1), Example((1, 1), 0)], weights=[0, 0],
    alpha=0.2, batch=1, target=Exam(0.01),
)  # fmt: skip


def attempt(level: str | Level, **settings: Any) -> Attempt:
    store = Store()
    store.settings.bets = False
    store.settings.still = True
    return Attempt(Game(store, catalog=shipped()), shipped().level(level) if isinstance(level, str) else level)


def test_a_reset_keeps_what_was() -> None:
    here = attempt("valley")
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


def test_a_reset_without_a_step_keeps_nothing() -> None:
    here = attempt("valley")
    here.reset()
    assert here.runs.kept == []


def test_the_last_six() -> None:
    here = attempt("valley")
    for count in range(1, 10):
        here.act(Learn(count))
        here.reset()
    assert [old.beats for old in here.runs.kept] == [4, 5, 6, 7, 8, 9] and len(here.runs.kept) == MOST
    assert [old.number for old in here.runs.kept] == [3, 4, 5, 6, 7, 8]


def test_the_same_run_again_is_kept_once() -> None:
    here = attempt("valley")
    for _ in range(2):
        here.act(Learn(5))
        here.reset()
    assert [old.number for old in here.runs.kept] == [0]


def test_undo_keeps_a_run_that_was_over_and_gives_it_back() -> None:
    here = attempt("valley")
    here.turn("alpha", 0.6)
    here.act(Learn(58))
    here.reset()
    here.undo()  # the reset: the run is the present one again
    assert len(here.runs.kept) == 1 and here.runs.others(here.session) == []
    here.undo()  # its steps
    assert here.session.count == 0 and len(here.runs.others(here.session)) == 1


def test_undo_of_a_run_under_way_keeps_nothing() -> None:
    here = attempt("valley")
    here.act(Learn(3))
    here.undo()
    assert here.runs.kept == []


def test_a_rewound_run_stays() -> None:
    here = attempt("valley")
    here.turn("alpha", 0.6)
    here.act(Learn(58))
    here.look(10)
    here.rewind()
    here.turn("alpha", 0.3)
    here.act(Learn(2))
    assert [old.beats for old in here.runs.kept] == [58]
    assert alphas_of(here.session.run) == (0.6, 0.3)


def test_the_next_part_is_another_run() -> None:
    here = attempt("valley")
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


def test_a_turned_knob_that_no_step_used_is_not_told() -> None:
    session = Session(shipped().level("valley"), shipped())
    for action in (Turn("alpha", 0.05), Turn("alpha", 0.3), Learn(1), Turn("alpha", 0.8)):
        session.do(action)
    assert alphas_of(session.run) == (0.3,)
    assert knob_values(session, "alpha") == (0.3,)


def test_a_beat_is_a_pass_where_a_step_sees_one_example() -> None:
    session = Session(LIGHTS, shipped())
    session.do(Learn(7))
    errors, every = beats_of(session.run)
    whole = session.run.full_problem
    assert every == 1 and len(errors) == 5  # the start, three passes, and a half one
    assert errors[:4] == tuple(whole.error(session.run.history.weights_at(k)) for k in (0, 2, 4, 6))
    assert errors[-1] == session.run.error() and past_of(mark_of(session)).beats == 4


def test_a_recording_is_not_the_players() -> None:
    session = Session(shipped().level("runaway"), shipped())
    before = session.recorded
    session.do(Learn(1))
    past = past_of(mark_of(session))
    assert before > 0 and past.beats == 1 and len(past.path) == 2


@pytest.mark.parametrize("way", ["leave", "take"])
def test_the_machines_run_stays_too(way: str) -> None:
    here = attempt("freeze-the-toes")
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
    here = attempt("toes")
    here.act(Answer(0, "toes"))
    here.act(Reset())
    assert here.runs.kept == []
